//! What a plan asks of agreements, carriers and producers: how many, how much, what must be written down.

use serde::{Deserialize, Deserializer};

use super::checked::{band, fault_of_unit};
use super::cited::Cited;
use super::selector::Items;
use super::term::{Since, Until};

/// One thing that is looked after.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Oversight {
    pub id: String,
    pub subject: Subject,
    pub title: String,
    /// The least, and the most where there are two; nothing where the plan gives no number.
    #[serde(default, deserialize_with = "band")]
    pub value: Vec<i64>,
    pub unit: String,
    /// The goods it speaks of.
    #[serde(default)]
    pub items: Items,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
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

impl<'de> Deserialize<'de> for Oversight {
    /// What is looked after as it is stated, if its number counts in the unit of its subject.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Oversight, D::Error> {
        let rule = Oversight::deserialize(from)?;
        let units: &[&str] = match rule.subject {
            Subject::Carriers => &["company"],
            Subject::RawMaterial | Subject::DailyReport => &["day"],
            _ => return Ok(rule),
        };
        fault_of_unit(&rule.unit, units).map_or(Ok(rule), Err)
    }
}

impl Oversight {
    /// The rule in words.
    pub fn cited(&self) -> Cited {
        Cited::new(&self.id, &self.title, &self.clause)
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
