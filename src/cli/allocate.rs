//! `granary allocate`: who gets what when there is too little.

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};

use crate::allocate;
use crate::allocate::round::Rounding;
use crate::allocate::way::WayBy;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Table;
use crate::ledger::tables::{Burn, Finding, Lane, Movement, OnHand, Request};
use crate::policy::SharingRule;
use crate::stock;

mod deliver;
mod kits;
mod source;
mod transfer;

/// The verbs of `allocate`.
#[derive(Debug, Subcommand)]
pub enum Allocate {
    Plan(PlanArgs),
    Transfer(transfer::TransferArgs),
    Source(source::SourceArgs),
    Kits(kits::KitsArgs),
    #[command(subcommand)]
    Deliver(deliver::Deliver),
}

/// Share the stock among requests, by tiers
///
/// First line before second, class by class; inside a tier as the policy says.
/// Donors' wishes, eligibility and first expiry first are kept. What cannot be
/// met is in table unmet, with the reason; scarcity is an answer, not an error.
///
///   $ granary allocate plan --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct PlanArgs {
    /// Share by this rule inside a tier instead of the policy's
    #[arg(long, value_enum)]
    rule: Option<RuleName>,
    /// Give only from these sites (default: the depots)
    #[arg(long, value_name = "SITE", value_delimiter = ',')]
    from: Vec<String>,
    /// Round to packs: pack by pack to whom it is due, or by largest remainder
    #[arg(long, value_enum, default_value_t = RoundingName::PackByPack)]
    rounding: RoundingName,
    /// Give every request its min_qty first, as far as that goes
    #[arg(long)]
    guarantee: bool,
    /// Choose lots by the shortest, the quickest or the cheapest way in all
    #[arg(long, value_enum, default_value_t = WayName::Distance)]
    way: WayName,
    /// Use no way longer than this: km, hours, or yuan a unit
    #[arg(long, value_name = "MOST")]
    way_max: Option<f64>,
    /// Give whole packs only
    #[arg(long)]
    whole_packs: bool,
    /// Cut every request to what there is before sharing
    #[arg(long)]
    truncate: bool,
}

/// Names of the sharing rules.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RuleName {
    Proportional,
    EqualAwards,
    EqualLosses,
    Talmud,
    Weighted,
    EqualCover,
}

impl From<RuleName> for SharingRule {
    fn from(name: RuleName) -> SharingRule {
        match name {
            RuleName::Proportional => SharingRule::Proportional,
            RuleName::EqualAwards => SharingRule::EqualAwards,
            RuleName::EqualLosses => SharingRule::EqualLosses,
            RuleName::Talmud => SharingRule::Talmud,
            RuleName::Weighted => SharingRule::Weighted,
            RuleName::EqualCover => SharingRule::EqualCover,
        }
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

/// Runs a verb of `allocate`.
pub fn run(verb: &Allocate, global: &Global) -> Result<u8> {
    match verb {
        Allocate::Plan(args) => plan(args, global),
        Allocate::Transfer(args) => transfer::run(args, global),
        Allocate::Source(args) => source::run(args, global),
        Allocate::Kits(args) => kits::run(args, global),
        Allocate::Deliver(verb) => deliver::run(verb, global),
    }
}

fn plan(args: &PlanArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let (rules, _) = desk.rules_with("who comes first", |rules| rules.priority.clone())?;
    let requests = desk.load::<Request>()?.rows;
    let onhand = on_hand(&mut desk)?;
    let burn = burn(&mut desk)?;
    let lanes = desk.load_or_empty::<Lane>()?.rows;
    let (items, sites) = (desk.catalogue()?, desk.sites()?);
    let basis_seal = desk.head_seal()?;
    let plan_id = desk.plan_id(&[format!("{args:?} {as_of}")]);
    let inputs = allocate::PlanInputs {
        onhand: &onhand,
        requests: &requests,
        burn: &burn,
        lanes: &lanes,
        items: &items,
        sites: &sites,
        rules: &rules,
        as_of,
        from: (!args.from.is_empty()).then_some(&args.from),
        plan_id: &plan_id,
        basis_seal: &basis_seal,
        options: allocate::PlanOptions {
            rule: args.rule.map(SharingRule::from),
            by: args.way.into(),
            way_max: args.way_max,
            rounding: args.rounding.into(),
            minimum: match args.guarantee {
                true => allocate::Minimum::Guaranteed,
                false => allocate::Minimum::Ignored,
            },
            break_packs: !args.whole_packs,
            truncate: args.truncate,
        },
    };
    let plan = allocate::plan(&inputs)?;
    audited(&allocate::audit(&inputs, &plan.allocation, &plan.unmet))?;
    desk.note(&plan.notes);
    let awards = counted(plan.allocation.len(), "award");
    let unmet = counted(plan.unmet.len(), "request");
    desk.say(&format!(
        "plan {plan_id}: {awards}, {unmet} not met in full (--emit unmet shows them)"
    ));
    desk.put(plan.allocation);
    desk.put(plan.unmet);
    desk.finish(Table::Allocation)
}

/// A number of things: `1 award`, `2 awards`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Balances: as table `onhand` says, or worked out from movements.
fn on_hand(desk: &mut Desk) -> Result<Vec<OnHand>> {
    if let Some(onhand) = desk.load_if_given::<OnHand>()? {
        return Ok(onhand);
    }
    let as_of = desk.as_of();
    if !desk.supplies(Table::Movement)? {
        return Err(crate::cli::desk::missing(Table::Onhand).into());
    }
    Ok(stock::on_hand(&desk.load::<Movement>()?.rows, as_of))
}

/// Daily use: as table `burn` says, or worked out from movements; without either nothing is known of it.
fn burn(desk: &mut Desk) -> Result<Vec<Burn>> {
    if let Some(burn) = desk.load_if_given::<Burn>()? {
        return Ok(burn);
    }
    let as_of = desk.as_of();
    let movements = desk.load_or_empty::<Movement>()?;
    let inputs = stock::BurnInputs {
        movements: &movements.rows,
        usage: &[],
        as_of,
        heads: stock::HeadInputs::default(),
        catalogue: None,
        together: None,
    };
    Ok(stock::burn(&inputs, &stock::BurnOptions::default()))
}

/// A plan that its audit does not pass is never written.
fn audited(findings: &[Finding]) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let diagnostic = |finding: &Finding| {
        Diagnostic::error(
            Code::BrokenPlan,
            format!("{}: {}", finding.code, finding.message),
        )
    };
    Err(Refused(findings.iter().map(diagnostic).collect()).into())
}
