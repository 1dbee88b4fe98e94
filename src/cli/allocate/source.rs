//! `granary allocate source`: where each missing unit is to come from.

use anyhow::Result;
use clap::Args;

use super::transfer::{Gathered, TransferArgs};
use crate::allocate::draws::own_level::nobody_asks;
use crate::allocate::source::{SourceInputs, Stores, audit, before_transfers, eligible, sources};
use crate::allocate::transfer::{self, open_requests};
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::cli::shape::Shape;
use crate::cli::stock::agreed::agreements;
use crate::ledger::Table;
use crate::ledger::tables::{Agreement, Budget, Capacity, Demand, Inbound, Transfer};
use crate::ledger::word::Channel;
use crate::policy::Rules;
use crate::stock::agreed::not_on_the_way;
use crate::stock::availability::{Arrivals, AvailabilityInputs, Horizon, arrivals};

/// Find a source for every missing unit, step by step
///
/// Goes down the steps of the policy: own stores, neighbours, commercial stock,
/// agreements, production, requisition, purchase, import. Each takes what it can
/// have by the day of need; what no step has is asked of the next level, as a
/// request document (--emit request). Behind `allocate transfer` stores give
/// what was planned there; else it is planned here, with the same flags.
/// What a table says of a county serves that county, whether its row names the
/// county or a depot, shop or institution in it; without a site it serves all.
///
///   $ granary allocate source --ledger granary-demo --as-of 2022-03-15 --policy P0 --floor-days 14
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SourceArgs {
    /// The last day looked at, in days from --as-of
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(i64).range(0..=366))]
    days: i64,
    /// Serve the units of this area's own level first, as its own run of allocate plan
    /// does
    #[arg(long, value_name = "AREA")]
    own_level: Option<String>,
    #[command(flatten)]
    transfer: TransferArgs,
}

/// Runs `allocate source`.
pub fn run(args: &SourceArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let (rules, _) = desk.rules_with("where missing goods come from", |rules| {
        rules.sourcing.first().cloned()
    })?;
    let planned = desk.load_if_given::<Transfer>()?;
    let untold = untold(&mut desk, &rules)?;
    let enterprises = Enterprises::load(&mut desk)?;
    let events = desk.events()?;
    let shape = Shape::of("allocate source")
        .with("days", [args.days])
        .with("own-level", &args.own_level);
    let (shape, own_level) = (args.transfer.shape(shape), args.own_level.as_deref());
    let mut gathered = Gathered::load(&mut desk, &args.transfer, rules, own_level, &shape)?;
    if let (Some(unmet), Some(planned)) = (&mut gathered.unmet, &planned) {
        *unmet = before_transfers(unmet, planned);
    }
    let inputs = gathered.inputs();
    let mut open = open_requests(&inputs);
    if inputs.unmet.is_none() {
        open = eligible(open, &gathered.items, &gathered.sites, &gathered.rules);
    }
    let nobody = args.own_level.as_ref();
    let nobody = nobody.and_then(|area| nobody_asks(area, &open, &gathered.sites));
    desk.note(nobody.as_slice());
    let asked = gathered.inputs();
    let inputs = SourceInputs {
        open: &open,
        stores: match &planned {
            Some(planned) => Stores::Planned(planned),
            None => Stores::Asked(&asked),
        },
        arrivals: &enterprises.arrivals(&gathered, args.days),
        called_on: gathered.as_of,
        inbound: &enterprises.inbound,
        budgets: &enterprises.budgets,
        demands: &enterprises.demands,
        items: &gathered.items,
        sites: &gathered.sites,
        rules: &gathered.rules,
        events: &events,
        level: desk.global.level,
        plan_id: &gathered.plan_id,
    };
    let found = sources(&inputs)?;
    desk.note(&found.notes);
    audited(&transfer::audit(&asked, &found.transfer))?;
    audited(&audit(&inputs, &found))?;
    if !open.is_empty() && !untold.is_empty() {
        let tables = untold.iter().map(|(_, table)| table.id());
        let tables = tables.collect::<Vec<_>>().join(", ");
        desk.say(&format!(
            "not at hand, so that their steps have nothing here: {tables}"
        ));
    }
    desk.say(&format!(
        "plan {}: {} short, {}; {} to the next level (--emit request shows them)",
        gathered.plan_id,
        counted(open.len(), "request"),
        counted(found.source.len(), "source row"),
        counted(found.request.len(), "line"),
    ));
    desk.put(found.source);
    desk.put(found.request);
    desk.finish(Table::Source)
}

/// The tables that are not at hand of those by which steps of the policy are known: that such a step has nothing is
/// nobody's word.
pub fn untold(desk: &mut Desk, rules: &Rules) -> Result<Vec<(Channel, Table)>> {
    let told_by = [
        (Channel::Agreement, Table::Agreement),
        (Channel::Production, Table::Capacity),
        (Channel::Purchase, Table::Budget),
        (Channel::Import, Table::Inbound),
    ];
    let mut missing = Vec::new();
    for (channel, table) in told_by {
        let mut steps = rules.sourcing.iter().flat_map(|list| &list.steps);
        if steps.any(|step| step.channel == channel) && !desk.supplies(table)? {
            missing.push((channel, table));
        }
    }
    Ok(missing)
}

/// What enterprises and budgets can give.
struct Enterprises {
    agreements: Vec<Agreement>,
    capacities: Vec<Capacity>,
    budgets: Vec<Budget>,
    demands: Vec<Demand>,
    inbound: Vec<Inbound>,
}

impl Enterprises {
    fn load(desk: &mut Desk) -> Result<Enterprises> {
        let inbound = desk.load_or_empty::<Inbound>()?.rows;
        let agreements = agreements(desk)?.unwrap_or_default();
        Ok(Enterprises {
            // What is on its way under an agreement is a channel of its own.
            agreements: not_on_the_way(&agreements, &inbound),
            capacities: desk.load_or_empty::<Capacity>()?.rows,
            budgets: desk.load_or_empty::<Budget>()?.rows,
            demands: desk.load_or_empty::<Demand>()?.rows,
            inbound,
        })
    }

    /// What can be had by when, from the day of the call on.
    fn arrivals(&self, gathered: &Gathered, days: i64) -> Arrivals {
        let inputs = AvailabilityInputs {
            onhand: &gathered.onhand,
            agreements: &self.agreements,
            capacities: &self.capacities,
            // What is on its way and what money buys are channels of their own.
            inbound: &[],
            budgets: &[],
            demands: &[],
            catalogue: &gathered.items,
            sites: &gathered.sites,
        };
        arrivals(
            &inputs,
            Horizon {
                called_on: gathered.as_of,
                days,
            },
        )
    }
}
