//! What a plan asks of agreements, carriers and producers: how many, how much, what must be written down.

use serde::Deserialize;

use super::selector::Items;

/// One thing that is looked after.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oversight {
    pub id: String,
    pub subject: Subject,
    pub title: String,
    /// The least, and the most where there are two; nothing where the plan gives no number.
    #[serde(default)]
    pub value: Vec<i64>,
    pub unit: String,
    /// The goods it speaks of.
    #[serde(default)]
    pub items: Items,
    pub clause: String,
    pub from: String,
    #[serde(default)]
    pub note: String,
}

/// What is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// How many enterprises store an item.
    Carriers,
    /// How long a producer's raw material lasts.
    RawMaterial,
    /// Finished goods that a producer keeps for the government.
    EntrustedStock,
    /// What an agreement must say.
    AgreementTerms,
    /// Whether carriers buy from designated producers.
    PreferredPurchase,
    /// Whether a producer stands in the register.
    Register,
    /// What follows a failed inspection or a breach.
    FollowUp,
    /// Within how many days a daily report must be in, and how old figures may be.
    DailyReport,
}

impl Oversight {
    /// Its id, what it says, and the words it was read from.
    pub fn cited(&self) -> (String, String, String) {
        (self.id.clone(), self.title.clone(), self.clause.clone())
    }

    /// The bounds: the first value, and the last where there are two.
    pub fn bounds(&self) -> Option<(i64, Option<i64>)> {
        let low = *self.value.first()?;
        Some((
            low,
            self.value.last().copied().filter(|_| self.value.len() > 1),
        ))
    }
}
