//! Which goods count as used twice? Those that one site issued to another, which uses them once more by its own book or
//! report: sums of both are too high. Check `between` names the lines.

use std::collections::HashSet;

use crate::calendar::Day;
use crate::engine::digest::given::Given;
use crate::engine::reversal::reversed_lines;
use crate::ledger::tables::{Burn, Movement};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::BurnOptions;
use crate::stock::record::burns;

/// Of what was `given`, the goods that the rates in `burn` have as used where they went, too.
pub fn used_twice(given: Vec<Given>, burn: &[Burn]) -> Vec<Given> {
    let is_used = |row: &&Burn| row.used.is_some_and(Quantity::is_positive);
    let rows = burn.iter().filter(is_used);
    let used: HashSet<[&str; 2]> = rows.map(|row| [&*row.site, &*row.item]).collect();
    let is_twice = |given: &Given| {
        let ends = [&given.site, &given.to];
        ends.iter()
            .all(|site| used.contains(&[site.as_str(), &given.item]))
    };
    given.into_iter().filter(is_twice).collect()
}

/// Who gave goods out to whom by movements that are all at hand, in the days that rates look at; in order.
pub fn given(movements: &[Movement], as_of: Day, options: &BurnOptions) -> Vec<Given> {
    let from = options.looks_back_to(as_of);
    let is_given = |line: &Movement| {
        let is_other = !line.counterparty.is_empty() && line.counterparty != line.site;
        let is_in_days = from.is_none_or(|from| from <= line.date) && line.date <= as_of;
        is_other && is_in_days && line.kind == MovementKind::Issue && burns(line, false)
    };
    let undone = reversed_lines(movements, as_of);
    let lines = movements.iter().enumerate();
    let lines = lines.filter(|(at, line)| is_given(line) && !undone.contains(at));
    let ways = lines.map(|(_, line)| [&*line.site, &*line.item, &*line.counterparty]);
    let ways: HashSet<[&str; 3]> = ways.collect();
    let named = |[site, item, to]: [&str; 3]| Given {
        site: site.to_owned(),
        item: item.to_owned(),
        to: to.to_owned(),
    };
    let mut given: Vec<Given> = ways.into_iter().map(named).collect();
    given.sort_unstable();
    given
}
