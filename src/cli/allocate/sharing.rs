//! How a plan is shared: the flags of `allocate plan`, which `allocate check` takes as well, so that it judges and explains
//! the plan as it was made.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::allocate::share::round::Rounding;
use crate::allocate::way::WayBy;
use crate::allocate::{Minimum, PlanOptions};
use crate::cli::number::at_most;
use crate::cli::shape::{Shape, name_of};
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Column;
use crate::ledger::tables::Lane;
use crate::policy::SharingRule;

/// How it is shared.
#[derive(Debug, Clone, Args)]
pub struct Sharing {
    /// Share by this rule inside a tier instead of the policy's
    #[arg(long, value_enum)]
    rule: Option<SharingRule>,
    /// Round to packs: pack by pack to whom it is due, or by largest remainder
    #[arg(long, value_enum, default_value_t = RoundingName::PackByPack)]
    rounding: RoundingName,
    /// Give every request its min_qty first, as far as that goes
    #[arg(long)]
    guarantee: bool,
    /// Give a request its min_qty at least, or nothing
    #[arg(long, conflicts_with = "guarantee")]
    useful: bool,
    /// Choose lots by the shortest, the quickest or the cheapest way in all
    #[arg(long, value_enum, default_value_t = WayName::Distance)]
    way: WayName,
    /// Use no way longer than this: km, hours, or yuan a unit
    #[arg(long, value_name = "MOST", value_parser = at_most)]
    way_max: Option<f64>,
    /// Give whole packs only
    #[arg(long)]
    whole_packs: bool,
    /// Cut every request to what there is before sharing
    #[arg(long)]
    truncate: bool,
    /// Let nothing stand in for what runs out
    #[arg(long)]
    no_substitutes: bool,
}

impl Sharing {
    /// The flags added to the shape of a plan.
    pub fn shape(&self, shape: Shape) -> Shape {
        shape
            .with("rule", self.rule.as_ref().map(name_of))
            .with("rounding", [name_of(&self.rounding)])
            .with_switch("guarantee", self.guarantee)
            .with_switch("useful", self.useful)
            .with("way", [name_of(&self.way)])
            .with("way-max", self.way_max)
            .with_switch("whole-packs", self.whole_packs)
            .with_switch("truncate", self.truncate)
            .with_switch("no-substitutes", self.no_substitutes)
    }

    /// How the flags want it shared.
    ///
    /// Errors: `missing-column` where a way is to be counted by what no lane states.
    pub fn options(&self, lanes: &[Lane]) -> Result<PlanOptions, Refused> {
        self.way.refuse_unstated(lanes)?;
        Ok(PlanOptions {
            rule: self.rule,
            by: self.way.into(),
            way_max: self.way_max,
            rounding: self.rounding.into(),
            minimum: match (self.guarantee, self.useful) {
                (true, _) => Minimum::Guaranteed,
                (_, true) => Minimum::Useful,
                _ => Minimum::Ignored,
            },
            break_packs: !self.whole_packs,
            truncate: self.truncate,
            substitutes: !self.no_substitutes,
        })
    }
}

/// Names of what counts on a way.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum WayName {
    Distance,
    Hours,
    Freight,
}

impl From<WayName> for WayBy {
    fn from(name: WayName) -> WayBy {
        match name {
            WayName::Distance => WayBy::Distance,
            WayName::Hours => WayBy::Hours,
            WayName::Freight => WayBy::Freight,
        }
    }
}

impl WayName {
    /// Refuses a way of counting that no lane states; the distance is known without lanes.
    pub fn refuse_unstated(self, lanes: &[Lane]) -> Result<(), Refused> {
        let (column, is_stated) = match self {
            WayName::Distance => return Ok(()),
            WayName::Hours => (Column::Hours, lanes.iter().any(|lane| lane.hours.is_some())),
            WayName::Freight => (
                Column::Freight,
                lanes.iter().any(|lane| lane.freight.is_some()),
            ),
        };
        if is_stated {
            return Ok(());
        }
        let name = column.id();
        let message = format!("--way {name} counts {name}, and no lane states any");
        let hint = format!("add column {name} to table lane, or leave --way away");
        Err(Diagnostic::error(Code::MissingColumn, message)
            .hint(hint)
            .into())
    }
}

/// The sharing rules on the command line, with a hyphen as its other words.
impl ValueEnum for SharingRule {
    fn value_variants<'a>() -> &'a [SharingRule] {
        &SharingRule::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            SharingRule::Proportional => "proportional",
            SharingRule::EqualAwards => "equal-awards",
            SharingRule::EqualLosses => "equal-losses",
            SharingRule::Talmud => "talmud",
            SharingRule::Weighted => "weighted",
            SharingRule::EqualCover => "equal-cover",
        }))
    }
}

/// Names of the ways to whole packs.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoundingName {
    PackByPack,
    Hamilton,
}

impl From<RoundingName> for Rounding {
    fn from(name: RoundingName) -> Rounding {
        match name {
            RoundingName::PackByPack => Rounding::PackByPack,
            RoundingName::Hamilton => Rounding::LargestRemainder,
        }
    }
}
