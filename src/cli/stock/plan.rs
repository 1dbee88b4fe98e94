//! `granary stock plan`: what is to be bought, and what the budget pays for.

use anyhow::Result;

use crate::calendar::Day;
use crate::cli::audit::audited;
use crate::cli::desk::{Desk, expect_listed};
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::diagnostic::{Diagnostic, Refused};
use crate::ledger::tables::{
    Agreement, Budget, Capacity, Cover, Demand, Enterprise, Event, Inbound, Movement, OnHand,
    People, Procurement, Production, Quote, Request, Staff, Usage,
};
use crate::ledger::{Catalogue, SiteTree, Table};
use crate::policy::{Limit, Purchase, Rules, limit};
use crate::stock;
use crate::stock::cover::group::Place;
use crate::stock::plan::{OrderBy, TargetKind};

use super::burn::{UseRecord, burn_rows};
use super::norms::norms_of_rounds;

mod args;

pub use args::PlanArgs;

/// Everything a plan is made of, as it was read.
struct Facts {
    record: UseRecord,
    onhand: Vec<OnHand>,
    /// The same with what agreements are worth; `None` where no table says it.
    agreed: Option<Vec<OnHand>>,
    cover: Vec<Cover>,
    demands: Vec<Demand>,
    /// What is coming, less what has arrived.
    inbound: Vec<Inbound>,
    agreements: Option<Vec<Agreement>>,
    capacities: Vec<Capacity>,
    register: Vec<Enterprise>,
    reports: Vec<Production>,
    requests: Vec<Request>,
    quotes: Vec<Quote>,
    budgets: Vec<Budget>,
    catalogue: Catalogue,
    sites: SiteTree,
    rules: Rules,
    demand_from: Day,
}

/// Runs `stock plan`.
pub fn run(args: &PlanArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let target = match desk.answers_with(Table::Procurement) {
        true => Some(args.target(desk.supplies(Table::Demand)?)),
        false => None,
    };
    let facts = facts(args, target, &mut desk)?;
    for site in &args.site {
        expect_listed(&facts.sites, site)?;
    }
    if let Some(target) = target {
        let plan = plan(args, target, &facts, &mut desk)?;
        if let Some(asked) = desk.to_explain(&plan)? {
            desk.put(stock::explain::plan(&asked));
        }
        desk.put(plan);
    }
    put_beside(args, &facts, &mut desk)?;
    // The process ends with the answer: a ledger is not given back movement by movement.
    std::mem::forget(facts);
    desk.finish(Table::Procurement)
}

/// Puts what can be had and what enterprises report beside the plan, as far as anybody looks at it.
fn put_beside(args: &PlanArgs, facts: &Facts, desk: &mut Desk) -> Result<()> {
    let as_of = desk.as_of();
    if desk.looks_beside_at(Table::Availability) {
        let horizon = stock::Horizon {
            called_on: as_of,
            days: args.days,
        };
        desk.put(stock::availability(&facts.availability_inputs(), horizon));
    }
    let (register, reports, rules) = (&facts.register, &facts.reports, &facts.rules);
    let report_days = match args.report_days {
        Some(days) => days,
        None => usual_days(rules).map_err(Refused::from)?,
    };
    if desk.looks_beside_at(Table::Reporting) {
        let reporting = stock::enterprise::reporting(register, reports, rules, as_of, report_days);
        desk.put(reporting);
    }
    if desk.looks_beside_at(Table::Supply) {
        let (capacities, catalogue) = (&facts.capacities, &facts.catalogue);
        let supply =
            stock::enterprise::supply(register, reports, capacities, catalogue, rules, as_of);
        desk.put(supply);
    }
    Ok(())
}

/// The days that table `reporting` looks back on where no flag says it.
fn usual_days(rules: &Rules) -> Result<i64, Diagnostic> {
    let built_in = Limit::built_in()?;
    let limits = limit::in_force(built_in.iter().chain(&rules.limits));
    Ok(limits.get("reporting").copied().unwrap_or(1))
}

/// The plan, audited.
fn plan(
    args: &PlanArgs,
    target: TargetKind,
    facts: &Facts,
    desk: &mut Desk,
) -> Result<Vec<Procurement>> {
    let as_of = desk.as_of();
    let order = order(args, &facts.rules)?;
    let plan_id = desk.plan_id(&args.shape(target, facts.demand_from, &order))?;
    let supersedes = superseded(args, &plan_id, desk)?;
    let periods = stock::plan::periods(as_of, args.months, args.every.unwrap_or(args.months));
    let options = stock::PlanOptions {
        plan_id: &plan_id,
        supersedes: &supersedes,
        as_of,
        demand_from: facts.demand_from,
        periods: &periods,
        target,
        redundancy: args.redundancy,
        budget: args.budget,
        order: &order,
        past_days: args.past,
        sites: &args.site,
    };
    let plan = stock::plan(&facts.plan_inputs(), &options).map_err(Refused::from)?;
    audited(&stock::plan::audit(&plan, args.budget))?;
    desk.say(&format!(
        "plan {plan_id}: {}",
        summary(args, target, &order, &plan)
    ));
    Ok(plan)
}

impl Facts {
    fn plan_inputs(&self) -> stock::PlanInputs<'_> {
        stock::PlanInputs {
            onhand: self.agreed.as_deref().unwrap_or(&self.onhand),
            cover: &self.cover,
            demands: &self.demands,
            inbound: &self.inbound,
            agreements: self.agreements.as_deref().unwrap_or_default(),
            movements: &self.record.movements,
            usage: &self.record.usage,
            requests: &self.requests,
            quotes: &self.quotes,
            budgets: &self.budgets,
            catalogue: &self.catalogue,
            sites: &self.sites,
            rules: &self.rules,
        }
    }

    fn availability_inputs(&self) -> stock::AvailabilityInputs<'_> {
        stock::AvailabilityInputs {
            onhand: &self.onhand,
            agreements: self.agreements.as_deref().unwrap_or_default(),
            capacities: &self.capacities,
            budgets: &self.budgets,
            demands: &self.demands,
            inbound: &self.inbound,
            catalogue: &self.catalogue,
            sites: &self.sites,
        }
    }
}

/// Reads what is supplied; balances and cover are worked out where they are not.
fn facts(args: &PlanArgs, target: Option<TargetKind>, desk: &mut Desk) -> Result<Facts> {
    let demand_from = desk.demand_from()?;
    let rules = match target {
        Some(TargetKind::Standard) => {
            let has_any = |rules: &Rules| (!rules.standards.is_empty()).then_some(());
            desk.rules_with("what must be kept in store", has_any)?.0
        }
        _ => desk.rules()?,
    };
    // Faults of the catalogue come before those of the ledger.
    desk.catalogue()?;
    let (movements, quotes) = desk.records_of_two_for_plan::<Movement, Quote>()?;
    let record = UseRecord::of(movements, desk.records::<Usage>()?);
    let onhand = match super::on_hand::stated(desk)? {
        Some(onhand) => onhand,
        None if target == Some(TargetKind::Standard) && !desk.supplies(Table::Movement)? => {
            return Err(desk.missing(Table::Onhand).into());
        }
        None => stock::on_hand(&record.movements, desk.as_of()),
    };
    if target == Some(TargetKind::Demand) && !desk.supplies(Table::Demand)? {
        return Err(desk.missing(Table::Demand).into());
    }
    let agreements = desk.load_if_given::<Agreement>()?;
    let still_owed =
        |rows: Vec<_>| stock::agreed::still_owed(&rows, &record.movements, desk.as_of());
    let agreements = agreements.map(still_owed);
    let agreed = super::agreed::agreed(desk, &onhand, agreements.as_deref());
    let cover = match (target, super::cover::stated(desk)?) {
        (Some(TargetKind::Standard), None) => {
            let counted = agreed.as_deref().unwrap_or(&onhand);
            cover(args, desk, (&record, demand_from), counted, &rules)?
        }
        (_, given) => given.unwrap_or_default(),
    };
    let demands = desk.records()?;
    let inbound: Vec<Inbound> = desk.records()?;
    Ok(Facts {
        demand_from,
        inbound: stock::coming_by_ledger(&inbound, &record.movements, desk.as_of()),
        record,
        onhand,
        agreed,
        cover,
        demands,
        agreements,
        capacities: desk.records()?,
        register: desk.records()?,
        reports: desk.records()?,
        requests: desk.records()?,
        quotes,
        budgets: desk.records()?,
        catalogue: desk.catalogue()?,
        sites: desk.sites()?,
        rules,
    })
}

/// The stock against the standards of the policies, as `stock cover` says it.
fn cover(
    args: &PlanArgs,
    desk: &mut Desk,
    (record, demand_from): (&UseRecord, Day),
    onhand: &[OnHand],
    rules: &Rules,
) -> Result<Vec<Cover>> {
    let as_of = desk.as_of();
    let burn = match super::burn::stated(desk)? {
        Some(burn) => burn,
        None => burn_rows(desk, record, &stock::BurnOptions::default(), Place::Site)?,
    };
    let inputs = stock::CoverInputs {
        onhand,
        burn: &burn,
        area_burn: &[],
        movements: &record.movements,
        issued: None,
        usage: &record.usage,
        catalogue: &desk.catalogue()?,
        sites: &desk.sites()?,
        staff: &desk.records::<Staff>()?,
        people: &desk.records::<People>()?,
        events: &desk.records::<Event>()?,
        norms: &norms_of_rounds(desk)?,
        // The plan asks cover for the standards alone, and counts what is coming itself.
        inbound: &[],
        knows_orders: false,
        arrivals: None,
        outlook: None,
        rules,
    };
    let options = stock::CoverOptions {
        level: desk.global.level,
        percent: args.scale_up,
        demand_from,
        with_waste: false,
        ..stock::CoverOptions::on(as_of)
    };
    let answer = stock::cover(&inputs, &options)?;
    desk.note(&answer.notes);
    Ok(answer.cover)
}

/// The id of the plan that this one takes the place of: as stated, else that of the plan that was handed in.
///
/// It is read after the facts, so that the same facts make the same plan, whichever came before it.
fn superseded(args: &PlanArgs, plan_id: &str, desk: &mut Desk) -> Result<String> {
    if let Some(stated) = &args.supersedes {
        return Ok(stated.clone());
    }
    let earlier = desk.records::<Procurement>()?;
    let last = earlier.last().map(|row| row.plan.clone());
    Ok(last.filter(|id| id != plan_id).unwrap_or_default())
}

/// The order of purchase: the flag's, else the policy's, else the one that comes with granary.
fn order(args: &PlanArgs, rules: &Rules) -> Result<Vec<OrderBy>> {
    if !args.order.is_empty() {
        return Ok(args.order.iter().map(|name| (*name).into()).collect());
    }
    let of_policy = rules.purchase.clone().map(Ok);
    let purchase = of_policy.unwrap_or_else(Purchase::built_in);
    Ok(purchase.map_err(Refused::from)?.order)
}

/// The plan in one line.
fn summary(args: &PlanArgs, target: TargetKind, order: &[OrderBy], plan: &[Procurement]) -> String {
    let totals = stock::plan::totals(plan);
    let of = match target {
        TargetKind::Standard => "the standards",
        TargetKind::Demand => "the demand list",
        TargetKind::Past => "the record",
    };
    let order: Vec<&str> = order.iter().map(|by| by.word()).collect();
    let paid = match totals.funded {
        Some(funded) => format!(
            "the budget pays for {funded}, {} over budget",
            counted(totals.over_budget, "line")
        ),
        None => "no budget is stated".to_owned(),
    };
    format!(
        "{} to buy for {} by {of}, redundancy {}%; {paid}; order: {}",
        counted(totals.lines, "line"),
        totals.amount,
        args.redundancy,
        order.join(", then ")
    )
}
