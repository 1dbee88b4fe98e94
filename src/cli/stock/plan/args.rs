//! The flags of `stock plan`, and what they mean.

use clap::{Args, ValueEnum};

use crate::calendar::Day;
use crate::cli::number::{percent, yuan};
use crate::cli::shape::Shape;
use crate::quantity::{Money, Quantity};
use crate::stock::plan::{OrderBy, TargetKind};

/// Plan what to buy, and what the budget pays for
///
/// need = target - available - inbound - planned + expiring + redundancy,
/// rounded up to packs. Targets are the demand list where table demand is
/// given, else the standards of the policy. What cannot be paid for is listed.
/// Other tables: --emit availability, reporting, supply.
///
///   $ granary stock plan --ledger granary-demo --as-of 2022-03-15 --policy P0 --budget 500000
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct PlanArgs {
    /// Take targets from here (default: demand where it is given, else standard)
    #[arg(long, value_enum)]
    pub target: Option<TargetName>,
    /// Months that the plan is for
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(i32).range(1..=120))]
    pub months: i32,
    /// Split the plan into periods of so many months (default: one period)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..=120))]
    pub every: Option<i32>,
    /// Percent of the target to buy on top of it
    #[arg(long, value_name = "PERCENT", default_value = "0", value_parser = percent)]
    pub redundancy: Quantity,
    /// Money for all of the plan, in yuan, in place of table budget
    #[arg(long, value_name = "YUAN", value_parser = yuan)]
    pub budget: Option<Money>,
    /// Pay in this order, in place of the policy's
    #[arg(long, value_enum, value_name = "KEY", value_delimiter = ',')]
    pub order: Vec<OrderName>,
    /// Plan for these sites only
    #[arg(long, value_name = "SITE", value_delimiter = ',')]
    pub site: Vec<String>,
    /// Days of the record that --target past looks back on
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(i64).range(1..=3660))]
    pub past: i64,
    /// The plan that this one takes the place of (default: the one in table procurement)
    #[arg(long, value_name = "PLAN")]
    pub supersedes: Option<String>,
    /// Days after the call that table availability looks at
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(i64).range(0..=3660))]
    pub days: i64,
    /// Days that table reporting looks back on (default: the limit of check reporting)
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=3660))]
    pub report_days: Option<i64>,
    /// Percent of the basic amount where a standard is scaled up by level
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(i64).range(100..=10_000))]
    pub scale_up: Option<i64>,
}

/// Names of the targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TargetName {
    /// The standards of the policies
    Standard,
    /// The demand list
    Demand,
    /// What was given out or asked for before
    Past,
}

/// Names of the keys of the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OrderName {
    /// Declared priority, 1 first
    Priority,
    /// Tier of the policy, 1 first
    Tier,
    /// Furthest below the target first
    Short,
}

impl PlanArgs {
    /// Where targets come from.
    pub fn target(&self, has_demand: bool) -> TargetKind {
        match self.target {
            Some(TargetName::Standard) => TargetKind::Standard,
            Some(TargetName::Demand) => TargetKind::Demand,
            Some(TargetName::Past) => TargetKind::Past,
            None if has_demand => TargetKind::Demand,
            None => TargetKind::Standard,
        }
    }

    /// The flags that shape a plan: those that only shape the tables beside it leave its id alone.
    pub fn shape(&self, target: TargetKind, demand_from: Day, order: &[OrderBy]) -> Shape {
        Shape::of("stock plan")
            .with("target", [format!("{target:?}")])
            .with("demand-from", [demand_from])
            .with("months", [self.months])
            .with("every", self.every)
            .with("redundancy", [self.redundancy])
            .with("budget", self.budget)
            .with("order", order.iter().map(|key| format!("{key:?}")))
            .with("site", &self.site)
            .with("past", [self.past])
            .with("scale-up", self.scale_up)
    }
}

impl From<OrderName> for OrderBy {
    fn from(name: OrderName) -> OrderBy {
        match name {
            OrderName::Priority => OrderBy::Priority,
            OrderName::Tier => OrderBy::Tier,
            OrderName::Short => OrderBy::Short,
        }
    }
}
