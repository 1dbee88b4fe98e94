//! What was issued of an item at a site, day by day: all that the peaks of a record ask of a ledger.

use std::sync::Arc;

use crate::calendar::Day;
use crate::quantity::Quantity;

use super::name::Names;

/// The issues of one item at one site out of its stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub site: Arc<str>,
    pub item: Arc<str>,
    /// By day; of days without any only that on which the item first came in is listed.
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

    /// The same with the day on which the goods first came in, be it with none of them issued; nothing where none ever
    /// were.
    pub fn since(mut self, first_in: Option<Day>) -> DaysOfIssue {
        if let Some(day) = first_in.filter(|_| !self.is_empty()) {
            self.add(day, Quantity::ZERO);
        }
        self
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

/// The issues of all goods, by the numbers of site and item.
pub fn issued(goods: Vec<([u32; 2], DaysOfIssue)>, names: &Names) -> Vec<Issued> {
    let goods = goods.into_iter().filter(|(_, issues)| !issues.is_empty());
    let issued = goods.map(|([site, item], issues)| Issued {
        site: names.text(site),
        item: names.text(item),
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
        assert_eq!(issues.clone().sums(), sums);
        assert_eq!(issues.clone().since(Some(day(1))).sums(), sums);
        assert_eq!(issues.since(Some(day(2))).sums()[1], (day(2), pieces(0)));
        assert!(DaysOfIssue::default().since(Some(day(2))).is_empty());
    }
}
