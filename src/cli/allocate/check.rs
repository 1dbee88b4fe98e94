//! `granary allocate check`: does a plan keep its own rules, how fair is it, and why does a line get what it gets?

use std::collections::BTreeSet;

use anyhow::Result;
use clap::Args;

use super::given::Given;
use super::plan::plans_of;
use super::sharing::Sharing;
use super::stores::Stores;
use crate::allocate::draws::further::Further;
use crate::allocate::draws::gate::Gated;
use crate::allocate::review::explain::{Explained, explain};
use crate::allocate::review::fairness::{fairness, untied};
use crate::allocate::review::metric::{MetricInputs, metrics};
use crate::allocate::review::shortage::{shortages, unmarked};
use crate::allocate::supply::posted::Posted;
use crate::allocate::transfer::as_award;
use crate::allocate::{PlanInputs, audit_chain, audit_last, audit_moved, shorts_at_gate};
use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, Global};
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Table;
use crate::ledger::tables::{
    Allocation, Explanation, Finding, Movement, Nearby, Request, Transfer, Unmet,
};
use crate::policy::Needs;

/// Check a plan, also one that was edited by hand
///
/// Tables allocation and unmet, and what the plan was made from; behind allocate
/// transfer also table transfer. Of plans one behind another the last is judged
/// as the run that it was, and all by the lots and what each line may have.
/// Prints nothing and ends with 0 when it keeps every promise; any finding ends
/// with 1. Not judged: how a tier is divided by --rule talmud, or with --truncate
/// in proportion or by equal losses; what a site gets beside others that goods
/// were given for, that asks for several shelf lives, or of which a least
/// quantity is guaranteed or passed over; a pack more or less with --rounding
/// hamilton; what columns rule, reason, distance and date say; and transfers, but
/// for what they take out of a lot and leave unmet. How the plan treats the
/// tiers: --emit fairness; its measures: --emit metric. Why a line gets what it
/// gets, and what would give it more: --explain REQUEST/LINE.
///
///   $ granary allocate plan --ledger granary-demo --as-of 2022-03-15 \
///       --policy P0 --emit all -q |
///       granary allocate check --policy P0 --ledger granary-demo \
///       --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CheckArgs {
    #[command(flatten)]
    stores: Stores,
    #[command(flatten)]
    sharing: Sharing,
    /// The awards of the plan before, to compare with
    #[arg(long, value_name = "FILE")]
    before: Option<String>,
}

/// Runs `allocate check`.
pub fn run(args: &CheckArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    if args.before.is_some() && !desk.is_asked_for(Table::Fairness) {
        let message = "--before compares two plans in table fairness, which is not asked for";
        let hint = "add --emit fairness, or leave --before away";
        return Err(Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint)).into());
    }
    let awards = desk.load::<Allocation>()?.rows;
    let said = desk.load_if_given::<Unmet>()?;
    let transfers = desk.load_or_empty::<Transfer>()?.rows;
    let movements = lines_to_measure(&mut desk)?;
    let mut given = Given::load(&mut desk, &plans_of(&awards, &transfers))?;
    let moved = transfers.iter().map(as_award);
    given.put_back(&awards.iter().cloned().chain(moved).collect::<Vec<_>>());
    let from = given.set_aside(&args.stores)?;
    desk.note(&given.without_effect(&args.stores));
    let plan_id = awards.iter().map(|award| award.plan.as_str()).min();
    let plan_id = plan_id.unwrap_or("").to_owned();
    let inputs = given.inputs(
        &plan_id,
        from.as_deref(),
        args.sharing.options(&given.lanes)?,
    );
    let gated = given.gated();
    // A plan without its other half, or of which that speaks of what transfers left, is judged by what it gives.
    let of_plan = said.as_ref().filter(|_| transfers.is_empty());
    let unmet = match of_plan {
        Some(said) => said.clone(),
        None => {
            let given = [&*awards, given.posted.others()].concat();
            shorts_at_gate(&inputs, gated.as_ref(), &given)
        }
    };
    let told = said.as_ref().unwrap_or(&unmet);
    let needs = Needs::built_in().map_err(Refused::from)?;
    let judged = Judged {
        inputs: &inputs,
        gated: gated.as_ref(),
        awards: &awards,
        told,
        unmet: &unmet,
        transfers: &transfers,
        last: Last::of(&awards, told, &transfers, &given.posted, &inputs),
    };
    let mut findings = judged.findings(&given, &needs)?;
    findings.extend(given.audit_own_run(&args.stores, from.as_deref()));
    if desk.is_asked_for(Table::Fairness) {
        let before = args.before.as_deref();
        findings.extend(put_fairness(&mut desk, &inputs, &awards, before)?);
    }
    if desk.is_asked_for(Table::Metric) {
        put_metrics(&mut desk, &given.requests, &awards, &movements)?;
    }
    if let Some(lines) = desk.to_explain(&given.requests)? {
        desk.put(judged.explained(of_plan.map(Vec::as_slice), &lines)?);
    }
    let is_clean = findings.is_empty() && !desk.is_told_what_to_write();
    desk.put(findings);
    match is_clean {
        true => {
            desk.say_left_over();
            Ok(0)
        }
        false => desk.finish_or(Table::Finding, FailOn::Notice),
    }
}

/// What is judged: a plan, or several with the last of them, and the transfers behind them.
struct Judged<'a> {
    inputs: &'a PlanInputs<'a>,
    gated: Option<&'a Gated<'a>>,
    awards: &'a [Allocation],
    /// What is said to be unmet, and what is by the awards where nobody says it.
    told: &'a [Unmet],
    unmet: &'a [Unmet],
    transfers: &'a [Transfer],
    last: Option<Last<'a>>,
}

impl Judged<'_> {
    /// What is wrong with the plan, or with the last as the run that it was, and then with all together.
    fn findings(&self, given: &Given, needs: &Needs) -> Result<Vec<Finding>> {
        let (inputs, awards, transfers) = (self.inputs, self.awards, self.transfers);
        let mut found = match &self.last {
            Some(last) => last.findings(inputs, self.gated, self.told, needs)?,
            None => {
                let found = audit_moved(inputs, self.gated, awards, self.told, transfers);
                let scarcity = shortages(inputs, awards, self.unmet, needs)?;
                [found, unmarked(awards, &scarcity)].concat()
            }
        };
        if self.last.is_none() && transfers.is_empty() {
            return Ok(found);
        }
        // Those before may have kept back less.
        let whole = PlanInputs {
            onhand: given.balances(),
            ..*inputs
        };
        let before = self.last.as_ref().map(|last| last.further.planned());
        let before = given.posted.to_leave(before.unwrap_or_default());
        let moved = transfers.iter().map(as_award);
        let leaving: Vec<Allocation> = awards.iter().cloned().chain(moved).collect();
        let leaving = given.posted.to_leave(&leaving);
        let together = audit_chain(&whole, &before, &leaving, &found);
        found.extend(together);
        Ok(found)
    }

    /// Why lines get what they get; `told`: what the plan says it does not meet.
    fn explained(&self, told: Option<&[Unmet]>, lines: &[Request]) -> Result<Vec<Explanation>> {
        let Some(last) = &self.last else {
            let plan = Explained {
                inputs: self.inputs,
                gated: self.gated,
                before: &[],
                awards: self.awards,
                unmet: told,
            };
            return Ok(explain(&plan, lines)?);
        };
        let told = told.map(|told| last.further.of_open(told));
        let plan = Explained {
            inputs: &last.further.inputs(self.inputs),
            gated: self.gated,
            before: last.further.given(),
            awards: &last.awards,
            unmet: told.as_deref(),
        };
        Ok(explain(&plan, lines)?)
    }
}

/// The last of several plans, one behind another, or one that went on from what the ledger had given.
struct Last<'a> {
    /// What the plans before it gave.
    further: Further,
    awards: Vec<Allocation>,
    /// What was transferred behind it.
    transfers: &'a [Transfer],
}

impl<'a> Last<'a> {
    /// The plan that says what is unmet, else the one whose awards come last; `None` where there is one alone, and no
    /// line was given anything before it.
    fn of(
        awards: &[Allocation],
        told: &[Unmet],
        transfers: &'a [Transfer],
        posted: &Posted,
        inputs: &PlanInputs,
    ) -> Option<Last<'a>> {
        let plans: BTreeSet<&str> = awards.iter().map(|award| award.plan.as_str()).collect();
        if plans.len() < 2 && posted.others().is_empty() {
            return None;
        }
        let mut saying = told.iter().map(|row| row.plan.as_str());
        let saying = saying.find(|plan| plans.contains(plan));
        let last = awards.last().map_or("", |award| award.plan.as_str());
        let plan = saying.unwrap_or(last);
        let awards = awards.iter().cloned();
        let (awards, before): (Vec<_>, Vec<_>) = awards.partition(|award| award.plan == plan);
        // What a plan says is unmet knows of the transfers that it went on from. Where nothing is, all came before it as
        // well: it had nothing else to give.
        let knows_of_them = saying.is_some() || told.is_empty();
        let (moved, transfers): (&[Transfer], &[Transfer]) = match knows_of_them {
            true => (transfers, &[]),
            false => (&[], transfers),
        };
        Some(Last {
            further: Further::of(before, moved, posted, inputs),
            awards,
            transfers,
        })
    }

    /// What is wrong with it as the run that it was.
    fn findings(
        &self,
        inputs: &PlanInputs,
        gated: Option<&Gated>,
        told: &[Unmet],
        needs: &Needs,
    ) -> Result<Vec<Finding>> {
        let open = self.further.inputs(inputs);
        let (awards, given) = (&self.awards, self.further.given_with(&self.awards));
        let found = audit_last(inputs, &open, gated, awards, &given, told, self.transfers);
        let scarcity = shortages(&open, awards, &self.further.of_open(told), needs)?;
        Ok([found, unmarked(awards, &scarcity)].concat())
    }
}

/// The lines of the ledger, where measures are asked for; they stay at hand for the balances.
fn lines_to_measure(desk: &mut Desk) -> Result<Vec<Movement>> {
    match desk.is_asked_for(Table::Metric) {
        true => Ok(desk.load_or_empty()?.rows),
        false => Ok(Vec::new()),
    }
}

/// How the plan treats the tiers, compared with the awards that a file holds; what does not add up is found.
fn put_fairness(
    desk: &mut Desk,
    inputs: &PlanInputs,
    awards: &[Allocation],
    before: Option<&str>,
) -> Result<Vec<Finding>> {
    let before = before
        .map(|file| awards_of(file, &desk.global))
        .transpose()?;
    let rows = fairness(inputs, awards, before.as_deref())?;
    let findings = untied(&rows, awards).into_iter().collect();
    desk.put(rows);
    Ok(findings)
}

/// Measures the awards.
fn put_metrics(
    desk: &mut Desk,
    requests: &[Request],
    awards: &[Allocation],
    movements: &[Movement],
) -> Result<()> {
    let nearby = desk.load_or_empty::<Nearby>()?.rows;
    let measured = MetricInputs {
        requests,
        awards,
        movements,
        nearby: &nearby,
    };
    desk.put(metrics(&measured));
    Ok(())
}

/// The awards that a file holds.
fn awards_of(file: &str, global: &Global) -> Result<Vec<Allocation>> {
    let mut desk = Desk::open_named(&Global {
        inputs: vec![format!("{}={file}", Table::Allocation.id())],
        map: None,
        ..global.clone()
    })?;
    Ok(desk.load::<Allocation>()?.rows)
}
