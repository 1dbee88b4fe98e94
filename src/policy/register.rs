//! The register of a plan: every rule it states, what answers it, or why nothing does.
//!
//! One entry a rule, each rule in the register of its own plan. The typed rule sets of the profile hold the values; the
//! register says of every rule, also of one without a value, whether granary computes it. It never claims more than a
//! command does. No rule in force is in it, so that only whoever asks about rules reads it.

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Place};

use super::cited::Cited;
use super::file::read;

/// One rule of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub id: String,
    /// What the rule says, in one line.
    pub says: String,
    /// The words of the plan it was read from.
    pub clause: String,
    /// The commands that answer it, such as `stock cover`.
    #[serde(default)]
    pub by: Vec<String>,
    /// The command that is to answer it and does not yet.
    pub not_yet: Option<String>,
    /// Why there is nothing to compute.
    pub why_not: Option<String>,
}

/// The registers that come with granary: the id of a profile, and the text.
const BUILT_IN: &[(&str, &str)] = &[
    ("P0", include_str!("../../data/policy/register/P0.toml")),
    ("P1", include_str!("../../data/policy/register/P1.toml")),
    ("P2", include_str!("../../data/policy/register/P2.toml")),
    ("P3", include_str!("../../data/policy/register/P3.toml")),
    ("P4", include_str!("../../data/policy/register/P4.toml")),
    ("P5", include_str!("../../data/policy/register/P5.toml")),
    ("P6", include_str!("../../data/policy/register/P6.toml")),
    ("P7", include_str!("../../data/policy/register/P7.toml")),
];

/// A file of a register.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    rule: Vec<Entry>,
}

/// The register of the profile that comes with granary under `id`; empty where it is no plan's.
///
/// Errors: `bad-policy` where it cannot be read; a test reads them all.
pub fn built_in(id: &str) -> Result<Vec<Entry>, Diagnostic> {
    let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == id) else {
        return Ok(Vec::new());
    };
    let name = format!("register/{id}.toml");
    let Register { rule } = read(text, &name, "every rule has id, says and clause")?;
    match fault_of(&rule) {
        None => Ok(rule),
        Some(fault) => Err(fault.at(Place::file(&name))),
    }
}

/// The first entry that does not say what answers its rule.
pub(super) fn fault_of(entries: &[Entry]) -> Option<Diagnostic> {
    let mut faults = entries.iter();
    let (id, fault) = faults.find_map(|entry| Some((&entry.id, entry.fault()?)))?;
    let hint = "name commands in by, the one to come in not_yet, or the reason in why_not";
    Some(Diagnostic::error(Code::BadPolicy, format!("{id}: {fault}")).hint(hint))
}

/// Whether a rule computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a> {
    /// These commands answer it.
    By(&'a [String]),
    /// This command is to answer it.
    NotYet(&'a str),
    /// Nothing answers it, for this reason.
    Nothing(&'a str),
}

impl Entry {
    /// Whether it computes; `None` where the entry states none of the three, or more than one.
    pub fn answer(&self) -> Option<Answer<'_>> {
        match (&*self.by, &self.not_yet, &self.why_not) {
            ([], None, Some(reason)) => Some(Answer::Nothing(reason)),
            ([], Some(command), None) => Some(Answer::NotYet(command)),
            ([_, ..], None, None) => Some(Answer::By(&self.by)),
            _ => None,
        }
    }

    /// The rule, with what answers it.
    pub fn cited(&self) -> Cited {
        let answer = match self.answer() {
            Some(Answer::By(commands)) => format!("computed by: {}", commands.join(", ")),
            Some(Answer::NotYet(command)) => format!("not computed yet; it waits for {command}"),
            Some(Answer::Nothing(reason)) => format!("not computed: {reason}"),
            None => "not computed".to_owned(),
        };
        let what = format!("{}\n{answer}", self.says);
        Cited::new(&self.id, what, &self.clause)
    }

    /// What is wrong with the entry, if anything.
    pub fn fault(&self) -> Option<String> {
        let what = "a rule states one of by, not_yet and why_not";
        self.answer().is_none().then(|| what.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(by: &[&str], not_yet: Option<&str>, why_not: Option<&str>) -> Entry {
        Entry {
            id: "P0-R01".to_owned(),
            says: "thirty days".to_owned(),
            clause: "30天".to_owned(),
            by: by.iter().map(|command| (*command).to_owned()).collect(),
            not_yet: not_yet.map(str::to_owned),
            why_not: why_not.map(str::to_owned),
        }
    }

    #[test]
    fn a_rule_says_one_thing_of_how_it_is_answered() {
        assert_eq!(entry(&["stock cover"], None, None).fault(), None);
        assert_eq!(entry(&[], Some("price settle"), None).fault(), None);
        assert_eq!(entry(&[], None, Some("a principle")).fault(), None);
        assert!(entry(&[], None, None).fault().is_some());
        assert!(
            entry(&["stock cover"], None, Some("a principle"))
                .fault()
                .is_some()
        );
    }

    #[test]
    fn what_waits_is_not_said_to_be_computed() {
        let cited = entry(&[], Some("price settle"), None).cited();
        assert_eq!(
            cited.what,
            "thirty days\nnot computed yet; it waits for price settle"
        );
    }
}
