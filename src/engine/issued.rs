//! What was issued of an item at a site, day by day: all that the peaks of a record ask of a ledger.

use std::sync::Arc;

use crate::calendar::Day;
use crate::quantity::Quantity;

use super::name::Names;

/// The issues of one item at one site out of its stores, where there were any or the item ever came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub site: Arc<str>,
    pub item: Arc<str>,
    /// The day on which the item first came in.
    pub first_in: Option<Day>,
    /// By day; days without any are not listed.
    pub days: Vec<(Day, Quantity)>,
}

/// Issues as they come: those of one day that come together are added up at once.
#[derive(Debug, Clone, Default)]
pub struct DaysOfIssue(Vec<(Day, Quantity)>);

impl DaysOfIssue {
    /// Adds an issue; sums wrap, because the whole ledger is refused where they could.
    pub fn add(&mut self, day: Day, qty: Quantity) {
        match self.0.last_mut() {
            Some((last, sum)) if *last == day => *sum = wrapping_sum(*sum, qty),
            _ => self.0.push((day, qty)),
        }
    }

    /// How many sums there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sum of each day, in the order of the days.
    fn sums(mut self) -> Vec<(Day, Quantity)> {
        self.0.sort_unstable_by_key(|(day, _)| *day);
        self.0.dedup_by(|(day, qty), (kept, sum)| {
            let is_same = day == kept;
            if is_same {
                *sum = wrapping_sum(*sum, *qty);
            }
            is_same
        });
        self.0
    }
}

fn wrapping_sum(a: Quantity, b: Quantity) -> Quantity {
    Quantity::from_thousandths(a.thousandths().wrapping_add(b.thousandths()))
}

/// The goods of one item at one site, by their numbers: when they first came in, and what went out.
pub type OfGoods = ([u32; 2], Option<Day>, DaysOfIssue);

/// The issues of all goods.
pub fn issued(goods: Vec<OfGoods>, names: &Names) -> Vec<Issued> {
    let is_told = |(_, first_in, issues): &OfGoods| first_in.is_some() || !issues.is_empty();
    let goods = goods.into_iter().filter(is_told);
    let issued = goods.map(|([site, item], first_in, issues)| Issued {
        site: names.text(site),
        item: names.text(item),
        first_in,
        days: issues.sums(),
    });
    issued.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issues_of_a_day_are_one_sum_whenever_they_come() {
        let day = |number: u32| Day::new(2022, 3, number).expect("a date");
        let pieces = Quantity::from_thousandths;
        let mut issues = DaysOfIssue::default();
        for (number, qty) in [(3, 1), (3, 2), (1, 4), (3, 8), (1, 16)] {
            issues.add(day(number), pieces(qty));
        }
        let sums = [(day(1), pieces(20)), (day(3), pieces(11))];
        assert_eq!(issues.sums(), sums);
        assert!(DaysOfIssue::default().is_empty());
    }
}
