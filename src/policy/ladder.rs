//! The rungs a lot goes down before it expires, with the words of the plan for each.

use std::ops::RangeInclusive;

use serde::{Deserialize, Deserializer};

use crate::ledger::word::Form;

use super::checked::{fault_of_bounds, fault_of_unit, words};
use super::cited::Cited;
use super::file::advice;
use super::selector::{Items, site_levels};
use super::term::{Since, Until};
use super::words::Words;

/// The ladder of one plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    pub id: String,
    /// The goods it is for.
    #[serde(default)]
    pub items: Items,
    /// The forms it is for; empty means all.
    #[serde(default, deserialize_with = "words")]
    forms: Vec<Form>,
    /// Months before expiry at which the near-expiry warning starts.
    #[serde(deserialize_with = "before_expiry")]
    pub warn: Step,
    /// Months before expiry below which a lot may be auctioned.
    #[serde(deserialize_with = "before_expiry")]
    pub auction: Step,
    /// Months before expiry up to which a lot may be donated.
    #[serde(deserialize_with = "before_expiry")]
    pub donate: Step,
    /// Failed auctions in a row after which a lot is donated.
    #[serde(deserialize_with = "auctions")]
    pub failed_auctions: Step,
    /// How far a rotation plan looks ahead.
    #[serde(deserialize_with = "months_ahead")]
    pub horizon: Step,
    pub write_off: Words,
    pub planned: Words,
    pub unplanned: Words,
    /// Days needed to hand a lot over to the donee.
    #[serde(deserialize_with = "days")]
    pub handover: Step,
    /// Days between two auctions of a lot.
    #[serde(deserialize_with = "days")]
    pub interval: Step,
    /// Who is given what nobody bought.
    pub donee: Option<Donee>,
    /// Who uses up what is in the plan; whoever uses the goods where nothing is said.
    pub takers: Option<Takers>,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
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

/// Who is given what nobody bought.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Donee {
    pub name: String,
    pub rule: String,
    pub clause: String,
}

/// Who uses up what is in the plan: each reserve is for the units of the area that keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Takers {
    /// Levels of areas that keep a reserve. A site of such a level that is no area is a unit of one.
    #[serde(deserialize_with = "site_levels")]
    pub areas: Vec<String>,
    /// Levels of other sites that are units.
    #[serde(deserialize_with = "site_levels")]
    pub units: Vec<String>,
    pub rule: String,
    pub clause: String,
}

impl Ladder {
    /// Whether the ladder is for goods held in this form: what lies at a supplier by agreement is not rotated.
    pub fn applies_to(&self, form: Form) -> bool {
        self.forms.is_empty() || self.forms.contains(&form)
    }

    /// Every rule of the ladder.
    pub fn cited(&self) -> Vec<Cited> {
        let steps = [
            &self.warn,
            &self.auction,
            &self.donate,
            &self.failed_auctions,
            &self.horizon,
            &self.handover,
            &self.interval,
        ];
        let steps = steps.map(|step| {
            let what = format!("{} {}", step.value, step.unit);
            Cited::new(&step.rule, what, &step.clause)
        });
        let duties = [&self.write_off, &self.planned, &self.unplanned]
            .map(|duty| duty.cited("what becomes of the lot"));
        let donee = self.donee.iter().map(|donee| {
            let what = match self.failed_auctions.value {
                1 => format!("what an auction did not sell is given to {}", donee.name),
                _ => format!("what two auctions did not sell is given to {}", donee.name),
            };
            Cited::new(&donee.rule, what, &donee.clause)
        });
        let takers = self.takers.iter().map(|takers| {
            let what = "a reserve is shared out among the units of the area that keeps it";
            Cited::new(&takers.rule, what, &takers.clause)
        });
        let whom = donee.chain(takers);
        steps.into_iter().chain(duties).chain(whom).collect()
    }
}

/// Nothing keeps for longer than a century: the greatest number of months of a step, and of days.
const MONTHS: i64 = 1200;
const DAYS: i64 = 36_525;

fn before_expiry<'de, D: Deserializer<'de>>(from: D) -> Result<Step, D::Error> {
    step(from, "month_before_expiry", 0..=MONTHS)
}

/// How far a plan looks ahead: a month at least, because a plan of none is none.
fn months_ahead<'de, D: Deserializer<'de>>(from: D) -> Result<Step, D::Error> {
    step(from, "month_ahead", 1..=MONTHS)
}

fn days<'de, D: Deserializer<'de>>(from: D) -> Result<Step, D::Error> {
    step(from, "day", 0..=DAYS)
}

/// How many failed auctions lead to a donation. Table `stage` has the dates of one or two (`auction_1_by`,
/// `auction_2_by`), so that no other number can be kept.
fn auctions<'de, D: Deserializer<'de>>(from: D) -> Result<Step, D::Error> {
    let step = step(from, "failed_auction", i32::MIN.into()..=i32::MAX.into())?;
    match step.value {
        1 | 2 => Ok(step),
        other => Err(advice(
            format!("a donation after {other} failed auctions has no dates"),
            "write 1 or 2: table stage has the dates of so many auctions, auction_1_by and auction_2_by",
        )),
    }
}

/// A step in its unit, if its number lies within bounds that are told in this unit.
fn step<'de, D: Deserializer<'de>>(
    from: D,
    unit: &str,
    bounds: RangeInclusive<i64>,
) -> Result<Step, D::Error> {
    let step = Step::deserialize(from)?;
    if let Some(fault) = fault_of_unit(&step.unit, &[unit]) {
        return Err(fault);
    }
    fault_of_bounds(step.value.into(), &bounds).map_or(Ok(step), Err)
}
