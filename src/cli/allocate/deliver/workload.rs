//! `granary allocate deliver workload`: orders against those who deliver them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use clap::Args;

use super::super::privacy::mask_tables;
use crate::allocate::deliver::workload::{Surge, workload};
use crate::allocate::household::ordered::supplier;
use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::{part, times};
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Table;
use crate::ledger::tables::{Delivery as Means, Order, Package};
use crate::policy::Needs;
use crate::quantity::Quantity;
use crate::stock::require::workload::StaffPart;

/// Whether those who deliver can keep up with the orders
///
/// Table delivery: people at work, orders each delivers a day, vehicles. Orders
/// of table order are counted by their supplier, else that of their package
/// (table package), else their site; or give --orders a place.
///
///   $ printf '%s\n' site,workers,per_worker,vehicles,per_vehicle \
///       S1,10,40,3,100 |
///       granary allocate deliver workload --orders 340 --times 20 --staff 1/5
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct WorkloadArgs {
    /// Orders a day at each place, in place of those of table order
    #[arg(long, value_name = "ORDERS", value_parser = super::number())]
    orders: Option<i64>,
    /// Multiply the orders: 20 to 30 times, says the plan
    #[arg(long, value_name = "TIMES", value_parser = times)]
    times: Option<Quantity>,
    /// The part of the people who are at work: less than 1/5, says the plan
    #[arg(long, value_name = "PART", value_parser = part)]
    staff: Option<StaffPart>,
}

/// Runs `allocate deliver workload`.
pub fn run(args: &WorkloadArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let means = desk.load::<Means>()?.rows;
    let orders = desk.load_or_empty::<Order>()?.rows;
    let packages = desk.records::<Package>()?;
    let needs = Needs::built_in().map_err(Refused::from)?;
    let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
    match args.orders {
        Some(orders) => counted.extend(means.iter().map(|means| (means.site.as_str(), orders))),
        None => counted = orders_of(&orders, &packages, desk.as_of()),
    }
    let nowhere = counted.remove("");
    desk.note(&nowhere.map_or(Vec::new(), |orders| vec![unplaced(orders)]));
    let surge = Surge {
        times: args.times,
        staff: args.staff,
    };
    // Only what was changed is a rule's.
    let rules = [
        args.times.map(|_| needs.workload.orders.rule.as_str()),
        args.staff.map(|_| needs.workload.staff.rule.as_str()),
    ];
    let rule = rules.into_iter().flatten().collect::<Vec<_>>().join("+");
    let rows = workload(&means, &counted, surge, &rule);
    desk.put(rows);
    mask_tables(&mut desk)?;
    desk.finish(Table::Workload)
}

fn unplaced(orders: i64) -> Diagnostic {
    let message = format!("orders of the day of which nobody says who delivers them: {orders}");
    Diagnostic::warning(Code::MissingCell, message)
        .hint("name the supplier of their packages in table package, or in column enterprise of the order")
}

/// The orders of a day by the place that delivers them: the supplier, as it is for `allocate kits`, else the order's own
/// site. An order that states no day is one of that day; of those that name no place it is blank.
fn orders_of<'a>(orders: &'a [Order], packages: &'a [Package], day: Day) -> BTreeMap<&'a str, i64> {
    let offered: BTreeMap<&str, &Package> = packages
        .iter()
        .map(|package| (package.package.as_str(), package))
        .collect();
    let due = orders
        .iter()
        .filter(|order| order.date.is_none_or(|date| date == day));
    let placed: BTreeSet<(&str, &str)> = due
        .map(|order| {
            let package = offered.get(order.package.as_str()).copied();
            let place = match supplier(order, package) {
                "" => order.site.as_str(),
                supplier => supplier,
            };
            (place, order.order.as_str())
        })
        .collect();
    let mut counted = BTreeMap::new();
    for (place, _) in placed {
        *counted.entry(place).or_default() += 1;
    }
    counted
}
