//! A list of what is in store tells one balance in several lines: two makes of one mask, two shelves of one store. What
//! is the balance?
//!
//! Result: one balance per list, day and lot key, where its first line stood. Lines in different units are never added.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::LotKey;
use crate::ledger::tables::OnHand;
use crate::quantity::{Price, Quantity, div_half_up};

/// The balances of some lists, and what had to be added up for them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AddedUp {
    /// Each balance, and the position of its first line.
    pub balances: Vec<(usize, OnHand)>,
    /// How many lines were added up, and how many balances they made.
    pub lines: usize,
    pub sums: usize,
    /// Of how many of those balances the lines have different last days, of which the earliest stands.
    pub with_days: usize,
    /// Lines of one balance in different units, by position: the first and the other.
    pub clashes: Vec<(usize, usize)>,
}

/// One balance while its lines are added up.
struct Sum {
    first: usize,
    lines: usize,
    balance: OnHand,
    has_days: bool,
}

/// Adds up the lines of each list that have one day and one lot key.
///
/// `lines`: the list that a line stands on, and the balance that it states, in base units. A blank unit goes with any.
pub fn added_up(lines: &[(String, OnHand)]) -> AddedUp {
    let mut places: BTreeMap<(&str, Day, LotKey), usize> = BTreeMap::new();
    let mut sums: Vec<Sum> = Vec::new();
    let mut clashes = Vec::new();
    for (at, (list, line)) in lines.iter().enumerate() {
        let key = (&**list, line.as_of, LotKey::of_balance(line));
        let place = *places.entry(key).or_insert(sums.len());
        match sums.get_mut(place) {
            None => sums.push(Sum {
                first: at,
                lines: 1,
                balance: line.clone(),
                has_days: false,
            }),
            Some(sum) if differ(&sum.balance.unit, &line.unit) => clashes.push((sum.first, at)),
            Some(sum) => sum.add(line),
        }
    }
    let joined = || sums.iter().filter(|sum| sum.lines > 1);
    AddedUp {
        lines: joined().map(|sum| sum.lines).sum(),
        sums: joined().count(),
        with_days: joined().filter(|sum| sum.has_days).count(),
        clashes,
        balances: sums
            .into_iter()
            .map(|sum| (sum.first, sum.balance))
            .collect(),
    }
}

impl Sum {
    fn add(&mut self, line: &OnHand) {
        let Sum { balance, .. } = self;
        self.has_days |= balance.expiry != line.expiry;
        balance.unit_cost = mean((balance.qty, balance.unit_cost), (line.qty, line.unit_cost));
        balance.qty += line.qty;
        balance.held = sum(balance.held, line.held);
        balance.reserved = sum(balance.reserved, line.reserved);
        balance.available = sum(balance.available, line.available);
        balance.expiry = earlier(balance.expiry, line.expiry);
        balance.mfg_date = earlier(balance.mfg_date, line.mfg_date);
        if balance.unit.is_empty() {
            balance.unit.clone_from(&line.unit);
        }
        self.lines += 1;
    }
}

fn differ(unit: &str, other: &str) -> bool {
    !unit.is_empty() && !other.is_empty() && unit != other
}

fn sum(a: Option<Quantity>, b: Option<Quantity>) -> Option<Quantity> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (a, b) => a.or(b),
    }
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The cost of a unit of two quantities together, half-up; where one has no cost, that of the other.
fn mean(
    (qty, cost): (Quantity, Option<Price>),
    (other_qty, other_cost): (Quantity, Option<Price>),
) -> Option<Price> {
    let (Some(a), Some(b)) = (cost, other_cost) else {
        return cost.or(other_cost);
    };
    let [qty, other_qty] = [qty, other_qty].map(|qty| i128::from(qty.thousandths()));
    if a == b || qty + other_qty <= 0 {
        return Some(a);
    }
    let worth = qty * i128::from(a.steps()) + other_qty * i128::from(b.steps());
    let steps = i64::try_from(div_half_up(worth, qty + other_qty));
    steps.map_or(Some(a), |steps| Some(Price::from_steps(steps)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn line(site: &str, pieces: i64) -> OnHand {
        OnHand {
            qty: Quantity::whole(pieces).expect("a small number"),
            unit: "piece".to_owned(),
            ..OnHand::new(day("2026-11-25"), site, "n95_respirator")
        }
    }

    fn of_one_list(lines: Vec<OnHand>) -> AddedUp {
        let on_list = |line| ("list.csv".to_owned(), line);
        added_up(&lines.into_iter().map(on_list).collect::<Vec<_>>())
    }

    #[test]
    fn lines_of_one_balance_are_added_up_where_the_first_stands() {
        let found = of_one_list(vec![line("D1", 1000), line("D2", 7), line("D1", 500)]);
        let whole = |(at, row): &(usize, OnHand)| (*at, row.qty.whole_units_down());
        let balances: Vec<_> = found.balances.iter().map(whole).collect();
        assert_eq!(balances, [(0, 1500), (1, 7)]);
        assert_eq!((found.lines, found.sums, found.with_days), (2, 1, 0));
    }

    #[test]
    fn lists_of_two_files_are_two_counts() {
        let lines = ["a.csv", "b.csv"].map(|list| (list.to_owned(), line("D1", 5)));
        let found = added_up(&lines);
        assert_eq!((found.balances.len(), found.lines), (2, 0));
        assert_eq!(added_up(&[]), AddedUp::default());
    }

    #[test]
    fn bottles_and_drums_are_not_added_up() {
        let drums = OnHand {
            unit: "drum".to_owned(),
            ..line("D1", 3)
        };
        let blank = OnHand {
            unit: String::new(),
            ..line("D1", 4)
        };
        let found = of_one_list(vec![line("D1", 8), drums, blank]);
        assert_eq!(found.clashes, [(0, 1)]);
        assert_eq!(
            found.balances[0].1.qty,
            Quantity::whole(12).expect("a small number")
        );
    }

    #[test]
    fn the_earliest_last_day_stands_and_the_cost_is_the_mean() {
        let with = |pieces, last, steps| OnHand {
            expiry: Some(day(last)),
            unit_cost: Some(Price::from_steps(steps)),
            ..line("D1", pieces)
        };
        let found = of_one_list(vec![
            with(100, "2028-05-31", 20_000),
            with(300, "2027-05-31", 40_000),
        ]);
        let sum = &found.balances[0].1;
        assert_eq!(sum.expiry, Some(day("2027-05-31")));
        assert_eq!(sum.unit_cost, Some(Price::from_steps(35_000)));
        assert_eq!(found.with_days, 1);
    }
}
