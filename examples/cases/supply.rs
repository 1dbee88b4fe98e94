//! Cases of supply to households: rations, the work of those who deliver, boxes, and what comes round every few days,
//! and where a request for the reserve goes.

use std::collections::BTreeMap;

use granary::allocate::deliver::boxes::{BoxesInputs, Stations, consignments};
use granary::allocate::deliver::cycle::standing;
use granary::allocate::dispatch::route::{Drawn, Requester, Route, RouteAsked, route};
use granary::calendar::Day;
use granary::ledger::word::{Level, NeedKind, Word as _};
use granary::ledger::{Catalogue, SiteTree};
use granary::policy::needs::Ration;
use granary::policy::standard::Confidence;
use granary::policy::term::Since;
use granary::quantity::{Quantity, Rate, decimal, div_half_up};
use granary::stock::require::RequireInputs;
use granary::stock::require::ration::{RationAsked, ration as ration_rows};
use granary::stock::require::workload::{StaffPart, per_worker};
use serde_json::{Map, Value, json};

use super::case::{Case, Read, count, day, flag, malformed, number, quantity, some, text};
use super::rules::{delivery, needs, policy};

pub const RATION: &[&str] = &["grams", "total_g", "all_kg"];

/// What each household gets for the whole period, and all of them together.
///
/// The library takes whole grams. It is asked for a thousand times as many, so that a gram of the case may have three
/// decimals.
pub fn ration(case: &Case) -> Read<Value> {
    let input = &case.input;
    let households = count(input.need("households")?)?;
    if households < 1 {
        return malformed(format!("{households} households"));
    }
    let asked = RationAsked {
        households: None,
        persons: count(input.need("persons")?)?,
        days: count(input.need("days")?)?,
        outbreak: false,
    };
    let Some(amounts) = input.need("g_per_person_day")?.as_object() else {
        return malformed("\"g_per_person_day\" is no object");
    };
    let amounts = amounts
        .iter()
        .map(|(goods, amount)| Ok((goods.clone(), vec![some(amount)?.thousandths()])));
    let amounts: BTreeMap<String, Vec<i64>> = amounts.collect::<Read<_>>()?;
    let all = RationAsked {
        households: Some(households),
        ..asked
    };
    let (own, all) = (rows_of(&amounts, &asked)?, rows_of(&amounts, &all)?);
    let grams = own.iter().map(|(goods, qty)| (goods.clone(), number(*qty)));
    let all_kg = all
        .iter()
        .map(|(goods, qty)| (goods.clone(), tenths(*qty).into()));
    let total = own
        .values()
        .try_fold(Quantity::ZERO, |sum, qty| sum.checked_add(*qty));
    match total {
        Some(total) => Ok(json!({
            "grams": grams.collect::<Map<_, _>>(),
            "total_g": number(total),
            "all_kg": all_kg.collect::<Map<_, _>>(),
        })),
        None => malformed("the rations do not fit together"),
    }
}

/// A thousand times as many kilograms as there are of each of the goods, which are its grams.
fn rows_of(
    amounts: &BTreeMap<String, Vec<i64>>,
    asked: &RationAsked,
) -> Read<BTreeMap<String, Quantity>> {
    let ration = Ration {
        id: "case".to_owned(),
        name: "case".to_owned(),
        title: String::new(),
        default: false,
        amounts: amounts.clone(),
        unit: "g_per_person_day".to_owned(),
        outbreak_percent: None,
        confidence: Confidence::Read,
        source: String::new(),
        from: Since::default(),
    };
    let Some(any_day) = Day::new(2022, 3, 1) else {
        return malformed("there is no such day");
    };
    let (catalogue, sites) = (Catalogue::default(), SiteTree::new([]));
    let inputs = RequireInputs {
        as_of: any_day,
        demand_from: any_day,
        catalogue: &catalogue,
        sites: &sites,
        onhand: None,
        site: None,
    };
    match ration_rows(&inputs, needs()?, &ration, NeedKind::Ration, asked) {
        Ok(rows) => Ok(rows
            .into_iter()
            .map(|row| (row.item, row.qty.unwrap_or_default()))
            .collect()),
        Err(fault) => malformed(&fault.message),
    }
}

/// Kilograms with one decimal, half-up.
fn tenths(grams: Quantity) -> String {
    let tenths = div_half_up(grams.thousandths().into(), 100_000);
    decimal::format(i64::try_from(tenths).unwrap_or(i64::MAX), 1, 1)
}

pub const WORKLOAD: &[&str] = &["per_worker_times"];

/// How many times the usual work each one at work has.
pub fn workload(case: &Case) -> Read<Value> {
    let fraction = text(case.input.need("staff_fraction")?)?;
    let part = match (fraction.contains('/'), decimal::parse(&fraction, 3)) {
        (false, Ok(thousandths)) => format!("{thousandths}/1000"),
        _ => fraction.clone(),
    };
    let Some(staff) = StaffPart::parse(&part) else {
        return malformed(format!("\"{fraction}\" is no part of the staff"));
    };
    let orders = case.input.list("order_times", quantity)?;
    let loads: Option<Vec<Rate>> = orders
        .iter()
        .map(|times| per_worker(*times, staff))
        .collect();
    match loads {
        Some(loads) => {
            let loads: Vec<String> = loads.into_iter().map(Rate::to_hundredths).collect();
            Ok(json!({ "per_worker_times": loads }))
        }
        None => malformed("the load does not fit"),
    }
}

pub const CASCADE: &[&str] = &["stations", "points"];

/// The boxes of each station, and of each of its points.
pub fn cascade(case: &Case) -> Read<Value> {
    let boxes = case.input.amount("boxes")?;
    let Some(given) = case.input.need("stations")?.as_object() else {
        return malformed("\"stations\" is no object");
    };
    let mut stations = Stations::new();
    for (station, points) in given {
        let Some(points) = points.as_object() else {
            return malformed(format!("station {station} is no object"));
        };
        let mut weights = BTreeMap::new();
        for (point, weight) in points {
            let weight = quantity(weight)?;
            if weight.is_negative() {
                return malformed(format!("the weight of \"{point}\" is negative: {weight}"));
            }
            weights.insert(point.as_str(), weight);
        }
        stations.insert(station, weights);
    }
    let mut weights = stations.values().flat_map(BTreeMap::values);
    if boxes > 0 && weights.all(|weight| weight.is_zero()) {
        return malformed("no point weighs anything");
    }
    let inputs = BoxesInputs {
        boxes,
        from: "",
        stations: &stations,
        means: &[],
        rules: delivery()?,
    };
    let (mut of_stations, mut of_points) = (Map::new(), Map::new());
    for row in consignments(&inputs) {
        if row.from_site.is_empty() {
            of_stations.insert(row.site, row.boxes.into());
        } else if let Value::Object(points) = of_points.entry(row.from_site).or_insert(json!({})) {
            points.insert(row.site, row.boxes.into());
        }
    }
    Ok(json!({ "stations": of_stations, "points": of_points }))
}

pub const ORDER_CYCLE: &[&str] = &["next_due", "due", "overdue_days"];

/// When a household is to order again, and how late it is.
pub fn order_cycle(case: &Case) -> Read<Value> {
    let input = &case.input;
    let last = day(input.need("last_order")?)?;
    let standing = standing(
        last,
        count(input.need("every_days")?)?,
        day(input.need("asof")?)?,
    );
    Ok(json!({
        "next_due": standing.next_due.to_string(),
        "due": standing.is_due,
        "overdue_days": standing.overdue_days,
    }))
}

pub const DISPATCH: &[&str] = &[
    "route",
    "city_reserve",
    "unified_allocation",
    "approve_first",
    "steps",
];

/// Where a request for the city reserve goes, by the gate of P0.
pub fn dispatch(case: &Case) -> Read<Value> {
    let input = &case.input;
    let level = text(input.need("response_level")?)?;
    let requester = text(input.need("requester")?)?;
    let gate = policy("P0")?.gate.as_ref();
    let Some((level, gate)) = Level::parse(&level).zip(gate) else {
        return malformed(format!("\"{level}\" is no response level"));
    };
    let asked = RouteAsked {
        requester: match requester.as_str() {
            "city_unit" => Requester::OwnUnit,
            "county" => Requester::Area,
            other => return malformed(format!("\"{other}\" is no requester")),
        },
        level,
        outbreak: flag(input.need("outbreak")?)?,
        urgent: flag(input.need("urgent")?)?,
        local_sufficient: flag(input.need("local_sufficient")?)?,
        reserve_sufficient: flag(input.need("city_sufficient")?)?,
    };
    let shut = |route: &str| json!({ "route": route, "city_reserve": false });
    Ok(match route(&asked, gate) {
        Route::OwnSupply => shut("county_own_supply"),
        Route::PaidRotation => shut("self_purchase_or_paid_rotation"),
        Route::Reserve(drawn) => open("city_reserve", &drawn),
        Route::LevelAbove(drawn) => open("region", &drawn),
    })
}

fn open(route: &str, drawn: &Drawn) -> Value {
    let steps: Vec<&str> = drawn.steps.iter().map(|step| step.id()).collect();
    json!({
        "route": route,
        "city_reserve": true,
        "unified_allocation": drawn.unified,
        "approve_first": drawn.approve_first,
        "steps": steps,
    })
}
