//! The rungs a lot goes down before it expires, with the words of the plan for each.

use serde::Deserialize;

/// The ladder of one plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    pub id: String,
    /// Months before expiry at which the near-expiry warning starts.
    pub warn: Step,
    /// Months before expiry below which a lot may be auctioned.
    pub auction: Step,
    /// Months before expiry up to which a lot may be donated.
    pub donate: Step,
    /// Failed auctions in a row after which a lot is donated.
    pub failed_auctions: Step,
    pub write_off: Duty,
    pub planned: Duty,
    pub unplanned: Duty,
    /// Days needed to hand a lot over to the donee.
    pub handover: Step,
    /// Days between two auctions of a lot.
    pub interval: Step,
    pub from: String,
    #[serde(default)]
    pub note: String,
}

/// A value of the ladder with its unit and clause.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub value: i32,
    pub unit: String,
    pub rule: String,
    pub clause: String,
}

/// A duty of the ladder that has no value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub rule: String,
    pub clause: String,
}
