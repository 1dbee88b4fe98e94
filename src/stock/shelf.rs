//! How much of its life does a lot have left?
//!
//! Both ends count: the day of making and the last usable day are days of its life, and so is the day of asking.
//! Shares are compared as fractions and never as rounded percentages. Which share matters is a term of a contract or a
//! donor ([`crate::policy::ShelfTerms`]); no verdict on stock depends on it, and no command asks for it: the worked cases
//! of `examples/cases` hold it against the terms.

use crate::calendar::Day;
use crate::policy::shelf::Share;

/// The life of one lot on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShelfLife {
    /// Days from making to the last usable day, both counted.
    pub total_days: i64,
    /// Days from the day of asking to the last usable day, both counted; below nothing once it has expired.
    pub left_days: i64,
}

impl ShelfLife {
    /// The life of a lot made on `made` and usable through `expiry`, on `as_of`; `None` where it expired before it was
    /// made.
    pub fn on(made: Day, expiry: Day, as_of: Day) -> Option<ShelfLife> {
        let total_days = expiry.days_since(made) + 1;
        (total_days > 0).then(|| ShelfLife {
            total_days,
            left_days: expiry.days_since(as_of) + 1,
        })
    }

    /// Tenths of a percent that are left, half-up: for printing.
    pub fn left_permille(self) -> i64 {
        (2 * 1000 * self.left_days + self.total_days).div_euclid(2 * self.total_days)
    }

    /// Whether at least a share is left.
    pub fn has_at_least(self, share: &Share) -> bool {
        let [part, whole] = share.left;
        self.left_days * whole >= self.total_days * part
    }

    /// Whether at most a share is left.
    pub fn has_at_most(self, share: &Share) -> bool {
        let [part, whole] = share.left;
        self.left_days * whole <= self.total_days * part
    }
}

/// Whether so many calendar months are left before `expiry`, counted back from it.
///
/// Rule: `D-03`.
pub fn has_months_left(expiry: Day, as_of: Day, months: i32) -> bool {
    as_of <= expiry.plus_months(-months)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn share(left: [i64; 2]) -> Share {
        Share {
            left,
            source: String::new(),
            note: String::new(),
        }
    }

    #[test]
    fn both_ends_of_a_life_are_days_of_it() {
        let life = |as_of| ShelfLife::on(day("2022-01-01"), day("2022-01-04"), day(as_of));
        let first = life("2022-01-01").expect("four days");
        assert_eq!((first.total_days, first.left_days), (4, 4));
        let second = life("2022-01-02").expect("four days");
        assert!(second.has_at_least(&share([3, 4])) && second.has_at_most(&share([3, 4])));
        assert_eq!(second.left_permille(), 750);
        assert_eq!(life("2022-01-05").map(|life| life.left_days), Some(0));
        let expired = life("2022-01-06").expect("four days, two days ago");
        assert_eq!((expired.left_days, expired.left_permille()), (-1, -250));
        assert_eq!(
            ShelfLife::on(day("2022-01-02"), day("2022-01-01"), day("2022-01-01")),
            None
        );
    }

    #[test]
    fn months_are_counted_back_from_expiry_and_clamped() {
        let left = |as_of| has_months_left(day("2022-05-31"), day(as_of), 3);
        assert!(left("2022-02-28") && !left("2022-03-01"));
    }
}
