//! What was issued of an item at a site, day by day: all that the peaks of a record ask of a ledger.
//!
//! What came back was not used: it is taken off what was issued up to that day, the newest first.

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

/// Issues as they come, and what came back: those of one day that come together are added up at once.
#[derive(Debug, Clone, Default)]
pub struct DaysOfIssue {
    issues: Vec<(Day, Quantity)>,
    returns: Vec<(Day, Quantity)>,
}

impl DaysOfIssue {
    /// Adds an issue; sums wrap, because the whole ledger is refused where they could.
    pub fn add(&mut self, day: Day, qty: Quantity) {
        push(&mut self.issues, day, qty);
    }

    /// Adds what came back.
    pub fn add_return(&mut self, day: Day, qty: Quantity) {
        push(&mut self.returns, day, qty);
    }

    /// How many sums there are.
    pub fn len(&self) -> usize {
        self.issues.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.issues.is_empty()
    }

    /// The sum of each day less what came back of it, in the order of the days.
    pub fn sums(mut self) -> Vec<(Day, Quantity)> {
        add_up(&mut self.issues);
        add_up(&mut self.returns);
        take_back(&mut self.issues, &self.returns);
        self.issues
    }
}

fn push(days: &mut Vec<(Day, Quantity)>, day: Day, qty: Quantity) {
    match days.last_mut() {
        Some((last, sum)) if *last == day => *sum = wrapping_sum(*sum, qty),
        _ => days.push((day, qty)),
    }
}

/// Puts sums in the order of the days, one for each.
fn add_up(days: &mut Vec<(Day, Quantity)>) {
    days.sort_unstable_by_key(|(day, _)| *day);
    days.dedup_by(|(day, qty), (kept, sum)| {
        let is_same = day == kept;
        if is_same {
            *sum = wrapping_sum(*sum, *qty);
        }
        is_same
    });
}

/// Takes each return off the newest issues up to its day, both in the order of the days; gives what was taken for it. The
/// rest went out before these issues, or never.
pub fn take_back(issues: &mut [(Day, Quantity)], returns: &[(Day, Quantity)]) -> Vec<Quantity> {
    let (mut open, mut next) = (Vec::new(), 0);
    let take = |(day, qty): &(Day, Quantity)| {
        while issues.get(next).is_some_and(|(issued, _)| issued <= day) {
            open.push(next);
            next += 1;
        }
        let mut left = *qty;
        while let Some(at) = open.last().filter(|_| left.is_positive()) {
            let (_, issued) = &mut issues[*at];
            let part = left.min(*issued);
            *issued -= part;
            left -= part;
            if issued.is_zero() {
                open.pop();
            }
        }
        *qty - left
    };
    returns.iter().map(take).collect()
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

    #[test]
    fn what_comes_back_is_taken_off_the_newest_issues_before_it() {
        let day = |number: u32| Day::new(2022, 3, number).expect("a date");
        let pieces = Quantity::from_thousandths;
        let mut issues = [(1, 10), (3, 5), (6, 7)].map(|(number, qty)| (day(number), pieces(qty)));
        let returns = [(4, 8), (9, 1)].map(|(number, qty)| (day(number), pieces(qty)));
        assert_eq!(take_back(&mut issues, &returns), [pieces(8), pieces(1)]);
        assert_eq!(issues.map(|(_, qty)| qty), [7, 0, 6].map(pieces));
        let more = [(day(2), pieces(4)), (day(9), pieces(90))];
        assert_eq!(take_back(&mut issues, &more), [pieces(4), pieces(9)]);
    }
}
