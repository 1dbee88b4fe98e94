//! A list of what is in store tells one balance in several lines: two makes of one mask, two shelves of one store, two
//! sheets of one workbook. What is the balance?
//!
//! Result: one balance per day and lot key, where its first line stood. Lines in different units are never added, nor,
//! unless the user says so, what may be one thing twice: two files, a sheet that holds the total of others, sheets
//! that are named after days.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::ledger::LotKey;
use crate::ledger::tables::OnHand;
use crate::quantity::{Price, Quantity, div_half_up};

mod doubt;

pub use doubt::Doubt;
use doubt::Doubts;

/// What becomes of balances that may stand on the lists twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twice {
    /// They are named, and nothing is added up.
    Name,
    /// The first file counts, and of a total its parts; other doubts are named.
    Skip,
    /// They are added up.
    Add,
}

/// The balances of some lists, and what had to be added up for them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AddedUp {
    /// Each balance, and the position of its first line.
    pub balances: Vec<(usize, OnHand)>,
    /// The balances of several lines, each by the positions of its lines.
    pub sums: Vec<Vec<usize>>,
    /// Of how many of those balances the lines have different last days, of which the earliest stands.
    pub with_days: usize,
    /// Lines of one balance in different units, by position: the first and the other.
    pub clashes: Vec<(usize, usize)>,
    /// Lines of balances that may stand on the lists twice, by position: one and the other, and why.
    pub doubled: Vec<(usize, usize, Doubt)>,
}

/// Adds up the lines that have one day and one lot key.
///
/// `lines`: where a line stands, and the balance that it states, in base units. A blank unit goes with any.
pub fn added_up(lines: &[(Place, OnHand)], twice: Twice) -> AddedUp {
    let mut keys: BTreeMap<(Day, LotKey), Vec<usize>> = BTreeMap::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        let key = (line.as_of, LotKey::of_balance(line));
        keys.entry(key).or_default().push(at);
    }
    let mut balances: Vec<Vec<usize>> = keys.into_values().collect();
    balances.sort_by_key(|lines| lines[0]);
    let doubts = Doubts::of(lines, &balances);
    let mut found = AddedUp::default();
    for of_balance in balances {
        let doubt = doubts.of_lines(&of_balance);
        let of_balance = match (doubt, twice) {
            (None, _) | (Some(_), Twice::Add) => of_balance,
            (Some((_, _, why)), Twice::Skip) if why != Doubt::Days => doubts.once(of_balance, why),
            (Some(doubt), _) => {
                found.doubled.push(doubt);
                continue;
            }
        };
        found.add(lines, of_balance);
    }
    found
}

impl AddedUp {
    fn add(&mut self, lines: &[(Place, OnHand)], of_balance: Vec<usize>) {
        let Some((first, others)) = of_balance.split_first() else {
            return;
        };
        let mut sum = Sum {
            balance: lines[*first].1.clone(),
            has_days: false,
        };
        for at in others {
            match differ(&sum.balance.unit, &lines[*at].1.unit) {
                true => self.clashes.push((*first, *at)),
                false => sum.add(&lines[*at].1),
            }
        }
        self.with_days += usize::from(sum.has_days);
        self.balances.push((*first, sum.balance));
        if !others.is_empty() {
            self.sums.push(of_balance);
        }
    }
}

/// One balance while its lines are added up.
struct Sum {
    balance: OnHand,
    has_days: bool,
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
        let earliest = |days: [Option<Day>; 2]| days.into_iter().flatten().min();
        balance.expiry = earliest([balance.expiry, line.expiry]);
        balance.mfg_date = earliest([balance.mfg_date, line.mfg_date]);
        if balance.unit.is_empty() {
            balance.unit.clone_from(&line.unit);
        }
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

    fn of_lists(lines: Vec<(&str, OnHand)>, twice: Twice) -> AddedUp {
        let on_list = |(list, line): (&str, OnHand)| (Place::of_document(list), line);
        let lines: Vec<_> = lines.into_iter().map(on_list).collect();
        added_up(&lines, twice)
    }

    fn of_one_list(lines: Vec<OnHand>) -> AddedUp {
        let lines = lines.into_iter().map(|line| ("list.csv", line));
        of_lists(lines.collect(), Twice::Name)
    }

    fn pieces(found: &AddedUp) -> Vec<i64> {
        let balances = found.balances.iter();
        balances
            .map(|(_, row)| row.qty.whole_units_down())
            .collect()
    }

    #[test]
    fn lines_of_one_balance_are_added_up_where_the_first_stands() {
        let found = of_one_list(vec![line("D1", 1000), line("D2", 7), line("D1", 500)]);
        let whole = |(at, row): &(usize, OnHand)| (*at, row.qty.whole_units_down());
        let balances: Vec<_> = found.balances.iter().map(whole).collect();
        assert_eq!(balances, [(0, 1500), (1, 7)]);
        assert_eq!((found.sums, found.with_days), (vec![vec![0, 2]], 0));
    }

    #[test]
    fn lists_of_two_files_are_not_added_up_unless_somebody_says_so() {
        let lists = || vec![("a.csv", line("D1", 5)), ("b.csv", line("D1", 7))];
        let named = of_lists(lists(), Twice::Name);
        assert_eq!(named.doubled, [(0, 1, Doubt::Files)]);
        assert!(named.balances.is_empty());
        assert_eq!(pieces(&of_lists(lists(), Twice::Skip)), [5]);
        assert_eq!(pieces(&of_lists(lists(), Twice::Add)), [12]);
        assert_eq!(added_up(&[], Twice::Name), AddedUp::default());
    }

    #[test]
    fn sheets_of_one_workbook_are_parts_but_for_totals_and_days() {
        let rooms = [("book.xlsx/一号库房", 100), ("book.xlsx/二号库房", 50)];
        let lists = |sheets: &[(&'static str, i64)]| {
            let each = sheets.iter();
            each.map(|(sheet, pieces)| (*sheet, line("D1", *pieces)))
                .collect::<Vec<_>>()
        };
        assert_eq!(pieces(&of_lists(lists(&rooms), Twice::Name)), [150]);
        for total in ["book.xlsx/汇总", "book.xlsx/全县"] {
            let with_total = [rooms[0], rooms[1], (total, 150)];
            let named = of_lists(lists(&with_total), Twice::Name);
            assert_eq!(named.doubled, [(0, 2, Doubt::Total)], "{total}");
            assert_eq!(pieces(&of_lists(lists(&with_total), Twice::Skip)), [150]);
        }
        let days = [("book.xlsx/3月13日", 100), ("book.xlsx/3月14日", 90)];
        for twice in [Twice::Name, Twice::Skip] {
            let named = of_lists(lists(&days), twice);
            assert_eq!(named.doubled, [(0, 1, Doubt::Days)]);
        }
        let copy = [("book.xlsx/一号库房", 100), ("book.xlsx/二号库房", 100)];
        let named = of_lists(lists(&copy), Twice::Name);
        assert_eq!(named.doubled, [(1, 0, Doubt::Total)]);
        assert_eq!(pieces(&of_lists(lists(&copy), Twice::Skip)), [100]);
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
