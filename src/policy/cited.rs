//! A rule as it is told to whoever asks about it: what it says, and the words it was read from.

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    pub id: String,
    /// What it says, with its figures and their units.
    pub what: String,
    /// The words it was read from: a clause of a plan, or the source of what no plan says.
    pub clause: String,
}

impl Cited {
    /// The rule `id`, which says `what` and was read from `clause`.
    pub fn new(id: &str, what: impl Into<String>, clause: &str) -> Cited {
        Cited {
            id: id.to_owned(),
            what: what.into(),
            clause: clause.to_owned(),
        }
    }
}
