//! `granary rotate plan`: who takes what of the lots that will expire.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::calendar::Day;
use crate::cli::allocate::are_known;
use crate::cli::desk::Desk;
use crate::cli::global::{Global, day};
use crate::cli::number::{counted, counted_are, yuan};
use crate::cli::shape::{Shape, name_of};
use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::ledger::tables::{Burn, Rotation};
use crate::ledger::{SiteTree, Table};
use crate::policy::{Ladder, Needs, Policy};
use crate::quantity::Money;
use crate::rotate::plan::audit::Fault;
use crate::rotate::plan::rolling::{self, exchanges};
use crate::rotate::plan::{
    AtCost, LeftOut, PlanInputs, PlanOptions, explain, model::Objective, plan,
};

use super::stage::{Lines, StageRecord};
use super::use_of;

/// Plan which institution takes how much of the lots that will expire
///
/// Depots' lots are shared out among the institutions that use the item, the
/// city's among the city's and a county's among its own, each up to what it can
/// use before the lot expires, its own stock and what is on the road to it first:
/// least value wasted, and then least freight where table lane gives any, else in
/// proportion to use. --emit residual shows what nobody takes, which the health
/// commission has to rotate by market means; --emit metric holds simpler ways
/// beside the plan; --explain PLAN/LOT/INSTITUTION shows what makes a share.
/// stock post sets the shares aside.
///
///   $ granary rotate plan --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct PlanArgs {
    /// Sites that give; all depots where none is named
    #[arg(long, value_name = "SITE", value_delimiter = ',')]
    from: Vec<String>,
    /// Sites that take, of whatever area; the units of the area whose goods they
    /// are where none is named
    #[arg(long, value_name = "SITE", value_delimiter = ',')]
    to: Vec<String>,
    /// Plan lots that expire up to this day [default: as far ahead as the policy says]
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// Offer again what is past its near-expiry warning and in no plan
    #[arg(long)]
    second_round: bool,
    /// What is minimised
    #[arg(long, value_enum, default_value_t)]
    objective: ObjectiveName,
    /// What an institution may buy of one item without a tender, in yuan
    #[arg(long, value_name = "YUAN", value_parser = yuan)]
    limit: Option<Money>,
    /// Percent of the quantities in table demand that stay in store
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=100))]
    keep: i64,
    /// Roll instead: the oldest lots into daily use of so many days [default: the
    /// coming month], fresher goods back one for one
    #[arg(long, value_name = "DAYS", num_args = 0..=1, require_equals = true, conflicts_with_all = ["until", "second_round", "objective", "keep", "limit"], value_parser = clap::value_parser!(i64).range(1..=3660))]
    rolling: Option<Option<i64>>,
}

impl PlanArgs {
    /// The flags that shape a plan.
    fn shape(&self) -> Shape {
        let rolling = self.rolling.iter();
        let rolling = rolling.map(|days| days.map_or("month".to_owned(), |days| days.to_string()));
        Shape::of("rotate plan")
            .with("from", &self.from)
            .with("to", &self.to)
            .with("until", self.until)
            .with_switch("second-round", self.second_round)
            .with("objective", [name_of(&self.objective)])
            .with("limit", self.limit)
            .with("keep", [self.keep])
            .with("rolling", rolling)
    }
}

/// Names of what is minimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum ObjectiveName {
    /// wasted value, and then freight
    #[default]
    WasteFirst,
    /// wasted value and freight together: a cheap lot may expire for the price of its way
    Cost,
}

/// Runs `rotate plan`.
pub fn run(args: &PlanArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let ladder = ladder(&mut desk, args.rolling.is_some())?;
    let mut record = StageRecord::with_ladder(&mut desk, Lines::Always, ladder)?;
    let basis_seal = desk.head_seal(record.movements.as_deref())?;
    let (used, burn) = use_of(&mut desk, record.movements.take())?;
    let lanes = desk.records()?;
    let (demand, inbound) = (desk.records()?, desk.records()?);
    let id = desk.plan_id(&args.shape())?;
    let options = PlanOptions {
        until: args
            .until
            .unwrap_or(as_of.plus_months(record.ladder.horizon.value)),
        second_round: args.second_round,
        objective: match args.objective {
            ObjectiveName::WasteFirst => Objective::WasteFirst,
            ObjectiveName::Cost => Objective::Cost,
        },
        from: args.from.iter().cloned().collect(),
        to: args.to.iter().cloned().collect(),
        limit: args.limit,
        keep: args.keep,
        with_metrics: desk.is_asked_for(Table::Metric),
    };
    are_known(&args.from, &record.sites, &record.onhand)?;
    may_take(&args.to, &record.sites, &burn)?;
    let inputs = PlanInputs {
        stage: record.inputs(&desk),
        movements: &used.movements,
        inbound: &inbound,
        burn: &burn,
        sites: &record.sites,
        lanes: &lanes,
        demand: &demand,
        options,
    };
    if let Some(days) = args.rolling {
        return roll(inputs, days, (&id, &basis_seal), desk);
    }
    let mut answer = plan(&inputs).map_err(Refused::from)?;
    if !answer.faults.is_empty() {
        return Err(Refused(answer.faults.iter().map(broken).collect()).into());
    }
    for share in &mut answer.shares {
        share.plan.clone_from(&id);
        share.basis_seal.clone_from(&basis_seal);
    }
    for residual in &mut answer.residuals {
        residual.plan.clone_from(&id);
    }
    desk.say(&in_words(&id, &answer.shares, answer.residuals.len()));
    for line in at_cost_in_words(&answer.at_cost) {
        desk.say(&line);
    }
    if let Some(line) = unlisted_in_words(&answer.shares, &record.sites) {
        desk.say(&line);
    }
    for line in left_out_in_words(&answer.left_out, inputs.stage.ladder) {
        desk.say(&line);
    }
    if let Some(asked) = desk.to_explain(&answer.shares)? {
        desk.put(explain(&inputs, &answer.shares, &asked).map_err(Refused::from)?);
    }
    desk.put(answer.shares);
    desk.put(answer.residuals);
    desk.put(answer.metrics);
    desk.finish(Table::Rotation)
}

/// The ladder of the policies in force. Where reserves roll by a plan that has none, that of the plan whose goods they are.
///
/// Errors: `no-policy` where no policy says anything about rotation.
fn ladder(desk: &mut Desk, is_rolling: bool) -> Result<Ladder> {
    let lent = match is_rolling {
        true => lent_ladder()?,
        false => None,
    };
    let (_, ladder) = desk.rules_with("rotation", |rules| {
        let lent = lent
            .iter()
            .filter(|(plan, _)| rules.profiles.contains(plan));
        rules
            .ladder
            .clone()
            .or(lent.map(|(_, ladder)| ladder.clone()).next())
    })?;
    Ok(ladder)
}

/// The plan whose reserves roll though it has no ladder, and the ladder of the plan whose goods they are.
fn lent_ladder() -> Result<Option<(String, Ladder)>> {
    let rolling = Needs::built_in().map_err(Refused::from)?.rolling;
    let goods_of = Policy::built_in(&rolling.goods_of).map_err(Refused::from)?;
    Ok(goods_of.ladder.map(|ladder| (rolling.plan, ladder)))
}

/// Plans rolling rotation; the plan's id and the ledger's head stand in each row.
fn roll(
    mut inputs: PlanInputs<'_>,
    days: Option<i64>,
    (id, seal): (&str, &str),
    mut desk: Desk,
) -> Result<u8> {
    let needs = Needs::built_in().map_err(Refused::from)?;
    let days = days.or(needs.month.value.first().copied()).unwrap_or(0);
    // Every lot rolls, however long it keeps.
    let latest = inputs
        .stage
        .onhand
        .iter()
        .filter_map(|row| row.expiry)
        .max();
    inputs.options.until = latest.unwrap_or(inputs.stage.as_of);
    let rolled = exchanges(&inputs, days, &needs.rolling.rule).map_err(Refused::from)?;
    let mut rows = rolled.exchanges;
    let mut faults = rolling::audit(inputs.stage.onhand, &rows);
    faults.extend(rolling::audit_areas(&inputs, &rows));
    if !faults.is_empty() {
        return Err(Refused(faults.iter().map(broken).collect()).into());
    }
    for row in &mut rows {
        id.clone_into(&mut row.plan);
        seal.clone_into(&mut row.basis_seal);
    }
    let bought = rows.iter().filter(|row| row.in_lot.is_empty()).count();
    desk.say(&format!(
        "plan {id}: {} in {days} days, {bought} of them with goods to be bought",
        counted(rows.len(), "exchange")
    ));
    for line in left_out_in_words(&rolled.left_out, inputs.stage.ladder) {
        desk.say(&line);
    }
    let movements = rolling::movements(&rows, inputs.stage.as_of);
    desk.put(rows);
    if desk.is_named(Table::Movement) {
        desk.put(movements);
    }
    desk.finish(Table::Exchange)
}

/// Refuses sites that were named to take and that no table knows.
fn may_take(to: &[String], sites: &SiteTree, burn: &[Burn]) -> Result<(), Refused> {
    let mut known: BTreeSet<&str> = sites.sites().map(|site| &*site.site).collect();
    known.extend(burn.iter().map(|row| &*row.site));
    let unknown = to.iter().filter(|name| !known.contains(name.as_str()));
    let refused = unknown.map(|name| {
        let message = format!("--to {name}: no table lists such a site");
        let meant = guess(name, known.iter().copied());
        let hint = format!("{meant}write the code of a site that uses goods");
        Diagnostic::error(Code::BadFlag, message).hint(hint)
    });
    match refused.collect::<Vec<_>>() {
        faults if faults.is_empty() => Ok(()),
        faults => Err(Refused(faults)),
    }
}

/// A plan that its audit does not pass is never written.
fn broken(fault: &Fault) -> Diagnostic {
    let message = format!("the plan of {} does not hold: {}", fault.item, fault.what);
    let hint = "this is a fault of granary: keep the tables, and report them with the command";
    Diagnostic::error(Code::BrokenPlan, message).hint(hint)
}

fn in_words(id: &str, shares: &[Rotation], residuals: usize) -> String {
    format!(
        "plan {id}: {}, {} of which something is left over (--emit residual shows them)",
        counted(shares.len(), "share"),
        counted(residuals, "lot")
    )
}

/// What a plan of least cost gives up for its way, and what it could not weigh against one.
fn at_cost_in_words(at_cost: &AtCost) -> Vec<String> {
    let mut lines = Vec::new();
    let (dear, without) = (&at_cost.left_for_their_way, &at_cost.without_cost);
    if !dear.is_empty() {
        lines.push(format!(
            "{} left to expire although there is room for more: the way costs more than the goods are worth: {}",
            counted_are(dear.len(), "lot"),
            dear.join(", ")
        ));
    }
    if !without.is_empty() {
        lines.push(format!(
            "{} without a unit cost, and handed out after all others, whatever the way costs: {}",
            counted_are(without.len(), "lot"),
            without.join(", ")
        ));
    }
    lines
}

/// The takers that no table of sites knows, so that nobody sees whether they are institutions of the city; `None` where all
/// are known, or there is no such table.
fn unlisted_in_words(shares: &[Rotation], sites: &SiteTree) -> Option<String> {
    sites.sites().next()?;
    let takers = shares.iter().map(|share| &*share.institution);
    let unlisted: BTreeSet<&str> = takers.filter(|site| sites.get(site).is_none()).collect();
    if unlisted.is_empty() {
        return None;
    }
    let names: Vec<&str> = unlisted.into_iter().collect();
    Some(format!(
        "{} in no row of table site, with shares by use of the item alone: {}",
        counted_are(names.len(), "institution"),
        names.join(", ")
    ))
}

/// Who uses what is offered and has no share, and what can be done about it.
fn left_out_in_words(left_out: &LeftOut, ladder: &Ladder) -> Vec<String> {
    let rule = ladder.takers.as_ref().map_or("", |takers| &takers.rule);
    let said = |names: &BTreeSet<String>, what: &str| {
        let listed: Vec<&str> = names.iter().map(String::as_str).collect();
        let sites = counted_are(names.len(), "site");
        (!names.is_empty()).then(|| format!("{sites} {what}: {}", listed.join(", ")))
    };
    let strangers = format!(
        "left out, as no unit of an area whose goods are offered ({rule}; --to names who takes)"
    );
    let unknown = format!(
        "left out, as table site does not say of which area ({rule}; --to names who takes)"
    );
    let lines = [
        said(&left_out.strangers, &strangers),
        said(&left_out.unknown, &unknown),
        said(
            &left_out.idle,
            "named by --to, without use of anything that is offered",
        ),
    ];
    lines.into_iter().flatten().collect()
}
