//! Which packages does each household order, from whom, at what price, to which address?
//!
//! Table `household` says where somebody lives; where it does not list them the order itself does. A line that cannot
//! be understood is refused with its place, all of them in one go.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Place, Refused, Result, guess};
use crate::ledger::tables::{Household, Order, Package};
use crate::policy::delivery::Group;
use crate::quantity::Price;

use super::{KitsInputs, listed};

/// One line of an order with all that is known of it.
#[derive(Debug, Clone)]
pub struct Ordered<'a> {
    pub order: &'a Order,
    pub address: Address<'a>,
    pub group: Option<&'a Group>,
    pub enterprise: &'a str,
    pub price: Option<Price>,
    /// Whole packages.
    pub count: i64,
}

/// Where somebody lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    pub site: &'a str,
    pub building: &'a str,
    pub entrance: &'a str,
    pub door: &'a str,
    pub phone: &'a str,
}

/// The lines in the order of service: households with special needs first, then by the day of the order and its number.
///
/// Errors: an order that stands twice, a package or group that nobody lists, a quantity that is not a whole number of
/// packages, a household of which nobody says where it lives.
pub fn ordered<'a>(inputs: &KitsInputs<'a>) -> Result<Vec<Ordered<'a>>> {
    let households: HashMap<&str, &Household> = inputs
        .households
        .rows
        .iter()
        .map(|row| (row.household.as_str(), row))
        .collect();
    let packages: Option<BTreeMap<&str, &Package>> = inputs
        .packages
        .map(|rows| rows.iter().map(|row| (row.package.as_str(), row)).collect());
    let mut faults = listed::faults(inputs.households, inputs.rules);
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    // What is ordered later is not ordered yet.
    let placed = |order: &Order| order.date.is_none_or(|day| day <= inputs.as_of);
    for (order, place) in inputs.orders.iter().filter(|(order, _)| placed(order)) {
        let mut fault = |what: Diagnostic| {
            faults.push(what.at(place.cloned().unwrap_or_else(|| Place::file("order"))));
        };
        if !seen.insert((&order.order, &order.line)) {
            fault(twice(order));
            continue;
        }
        let package = match &packages {
            None => None,
            Some(known) => match known.get(order.package.as_str()) {
                Some(package) => Some(*package),
                None => {
                    fault(unknown_package(order, known.keys().copied()));
                    continue;
                }
            },
        };
        let household = households.get(order.household.as_str()).copied();
        match line(order, household, package, inputs) {
            Ok(line) => lines.push(line),
            Err(what) => fault(what),
        }
    }
    if !faults.is_empty() {
        return Err(Refused(faults));
    }
    lines.sort_by(|a, b| turn(a).cmp(&turn(b)));
    Ok(lines)
}

/// The order of service.
fn turn<'a>(line: &'a Ordered) -> (bool, Option<Day>, &'a str, &'a str) {
    let order = line.order;
    (line.group.is_none(), order.date, &order.order, &order.line)
}

fn line<'a>(
    order: &'a Order,
    household: Option<&'a Household>,
    package: Option<&'a Package>,
    inputs: &KitsInputs<'a>,
) -> std::result::Result<Ordered<'a>, Diagnostic> {
    let address = household.map_or_else(|| address_of_order(order), address_of_household);
    if address.site.is_empty() {
        let message = format!("nobody says where household {} lives", order.household);
        let hint = "add it to table household, or write the compound into column site of the order";
        return Err(Diagnostic::error(Code::MissingCell, message).hint(hint));
    }
    let count = order.qty.whole_units_down();
    if !order.qty.is_positive() || order.qty.round_down_to_whole() != order.qty {
        let message = format!("{} is no number of packages", order.qty);
        let hint = "write how many packages are ordered: 1, 2, 3";
        return Err(Diagnostic::error(Code::BadQuantity, message).hint(hint));
    }
    Ok(Ordered {
        order,
        address,
        group: household.and_then(|row| inputs.rules.group_named(&row.group)),
        enterprise: supplier(order, package),
        price: package.and_then(|package| package.price),
        count,
    })
}

/// Who packs and brings a line: whom it names, else who offers its package; blank where neither is said.
pub fn supplier<'a>(order: &'a Order, package: Option<&'a Package>) -> &'a str {
    match order.enterprise.as_str() {
        "" => package.map_or("", |package| &package.enterprise),
        own => own,
    }
}

/// A word in the order people count: `2` before `10`.
pub fn natural(text: &str) -> Vec<(bool, u64, String)> {
    let mut parts: Vec<(bool, u64, String)> = Vec::new();
    for c in text.chars() {
        match (c.to_digit(10), parts.last_mut()) {
            (Some(digit), Some((false, number, _))) => {
                *number = number.saturating_mul(10).saturating_add(digit.into());
            }
            (Some(digit), _) => parts.push((false, digit.into(), String::new())),
            (None, Some((true, _, word))) => word.push(c),
            (None, _) => parts.push((true, 0, c.to_string())),
        }
    }
    parts
}

fn address_of_household(row: &Household) -> Address<'_> {
    Address {
        site: &row.site,
        building: &row.building,
        entrance: &row.entrance,
        door: &row.door,
        phone: &row.phone,
    }
}

fn address_of_order(row: &Order) -> Address<'_> {
    Address {
        site: &row.site,
        building: &row.building,
        entrance: &row.entrance,
        door: &row.door,
        phone: &row.phone,
    }
}

fn unknown_package<'a>(order: &Order, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let names: Vec<&str> = known.collect();
    let meant = guess(&order.package, names.iter().copied());
    let message = format!("table package does not offer \"{}\"", order.package);
    Diagnostic::error(Code::BadWord, message)
        .hint(format!("{meant}the packages are {}", names.join(", ")))
}

fn twice(order: &Order) -> Diagnostic {
    let message = format!("order {} line {} stands twice", order.order, order.line);
    Diagnostic::error(Code::Conflict, message)
        .hint("give every line of an order a number of its own")
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn houses_are_counted_as_people_count_them() {
        let mut doors = ["10栋", "2栋", "A2", "A10", "2栋1", ""];
        doors.sort_by_key(|door| natural(door));
        assert_eq!(doors, ["", "2栋", "2栋1", "10栋", "A2", "A10"]);
    }
}
