//! How many orders wait when they multiply and few come to deliver them?

use crate::diagnostic::Diagnostic;
use crate::ledger::tables::Backlog;
use crate::policy::needs::Workload;
use crate::policy::scenario::{Happening, Orders};
use crate::quantity::{Quantity, div_ceil};

use super::super::require::workload::{StaffPart, per_worker};
use super::{ScenarioInputs, lacks, too_much};

/// The multiples of the usual orders, least first: the event's, else the plan's.
pub fn multiples(orders: &Orders, workload: &Workload) -> Vec<Quantity> {
    let of_plan = workload.orders.value.iter();
    let mut multiples: Vec<Quantity> = match orders.times.is_empty() {
        true => of_plan
            .filter_map(|times| Quantity::whole(*times))
            .collect(),
        false => orders.times.clone(),
    };
    multiples.sort_unstable();
    multiples
}

/// A row for each multiple, where the event says how many orders there are and who delivers them.
///
/// Errors: `bad-scenario` where it says so only in part. Rule: `A20`, `P2-L04`, `P2-L05`, `D-29`.
pub fn rows(
    inputs: &ScenarioInputs<'_>,
    event: &Happening,
    orders: &Orders,
) -> Result<Vec<Backlog>, Diagnostic> {
    let stated = (orders.orders_a_day, orders.staff_usual, orders.each_a_day);
    let (usual, staff, each) = match stated {
        (Some(usual), Some(staff), Some(each)) => (usual, staff, each),
        (None, None, None) => return Ok(Vec::new()),
        _ => {
            let message = "how many orders wait cannot be told".to_owned();
            let hint = "write orders_a_day, staff_usual and each_a_day together";
            return Err(lacks(event, message, hint));
        }
    };
    let part = match &orders.staff {
        Some(text) => StaffPart::parse(text),
        None => StaffPart::of_plan(inputs.workload),
    };
    let Some(part) = part else {
        let message = "the part of the staff at work is not understood".to_owned();
        return Err(lacks(
            event,
            message,
            "write staff = \"1/5\", a part of all",
        ));
    };
    let team = Team {
        usual,
        // Part of a person delivers nothing.
        at_work: whole_part(staff, part).ok_or_else(|| too_much(event))?,
        of: staff,
        each,
        part,
    };
    let rows = multiples(orders, inputs.workload).into_iter();
    rows.map(|times| row(inputs, event, orders, &team, times).ok_or_else(|| too_much(event)))
        .collect()
}

/// Those who deliver, and what they have to deliver as a rule.
struct Team {
    usual: i64,
    at_work: i64,
    of: i64,
    each: i64,
    part: StaffPart,
}

/// One row; `None` where it does not fit.
fn row(
    inputs: &ScenarioInputs<'_>,
    event: &Happening,
    stated: &Orders,
    team: &Team,
    times: Quantity,
) -> Option<Backlog> {
    // Part of an order is an order.
    let orders = times
        .times(team.usual)?
        .round_up_to_whole()
        .whole_units_down();
    let capacity = team.at_work.checked_mul(team.each)?;
    let days = event.until.map(|until| until.days_since(event.from) + 1);
    let waiting = match days {
        Some(days) => Some((orders - capacity).max(0).checked_mul(days)?),
        None => None,
    };
    let needed = |count: i64, each: i64| {
        let needed = (each > 0).then(|| div_ceil(count.into(), each.into()))?;
        i64::try_from(needed).ok()
    };
    let load = per_worker(times, team.part)?;
    let load = div_ceil(
        load.numerator().thousandths().into(),
        load.denominator().into(),
    );
    let vehicles = stated.vehicles.zip(stated.orders_per_vehicle);
    let rules = [&inputs.workload.orders.rule, &inputs.workload.staff.rule].map(String::as_str);
    let sites: Vec<&str> = event.sites.iter().map(|site| &*site.code).collect();
    Some(Backlog {
        scenario: inputs.scenario.id.clone(),
        events: event.id.clone(),
        site: sites.join(";"),
        order_times: times,
        from: Some(event.from),
        to: event.until,
        orders,
        workers: team.at_work,
        capacity,
        load: Quantity::from_sum(load),
        backlog: waiting,
        backlog_days: waiting.and_then(|waiting| needed(waiting, capacity)),
        staff_gap: needed(orders, team.each).map(|needed| (needed - team.at_work).max(0)),
        vehicles: stated.vehicles,
        vehicle_gap: vehicles
            .and_then(|(there, each)| Some((needed(orders, each)? - there).max(0))),
        rule: rules.join("+"),
        terms: terms(team, times, orders, capacity, days),
    })
}

/// The terms that make the figures, as they could be checked by hand.
fn terms(team: &Team, times: Quantity, orders: i64, capacity: i64, days: Option<i64>) -> String {
    let Team {
        usual,
        at_work,
        of,
        each,
        part,
    } = team;
    let made = format!("{times} × {usual} orders = {orders} a day");
    let staff = format!("{of} × {}/{} = {at_work} at work", part.at_work, part.of);
    let done = format!("{at_work} × {each} = {capacity} delivered a day");
    let waiting = days.map(|days| format!("({orders} - {capacity}) × {days} days"));
    let parts = [Some(made), Some(staff), Some(done), waiting];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// So many of `staff` as come to work, without part of a person.
fn whole_part(staff: i64, part: StaffPart) -> Option<i64> {
    let at_work = i128::from(staff) * i128::from(part.at_work) / i128::from(part.of);
    i64::try_from(at_work).ok()
}
