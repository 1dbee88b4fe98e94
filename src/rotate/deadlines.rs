//! The dates of a lot on the rotation ladder, all counted back from its expiry and clamped to the month's end.
//!
//! Shape: one [`Deadlines`] a lot. This file never looks at what was done about the lot.

use crate::calendar::Day;
use crate::policy::Ladder;

/// The dates of one lot; each is the last day on its own side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// The last usable day.
    pub expiry: Day,
    /// The day the near-expiry warning starts.
    pub warn_on: Day,
    /// The last day before auctions are allowed: less than the months of the plan is after this day.
    pub auction_after: Day,
    /// The first day an auction is allowed.
    pub auction_from: Day,
    /// The last day of a first auction that leaves time for a second one, where the plan asks for two, and the handover.
    pub auction_1_by: Day,
    /// The last day of a second auction that leaves time for the handover; `None` where one is enough.
    pub auction_2_by: Option<Day>,
    /// The last day of donation.
    pub donate_by: Day,
}

impl Deadlines {
    /// The dates of a lot that expires on `expiry`.
    ///
    /// Months are counted back from expiry, never forward from today. Rule: `D-03`, `D-08`, `D-09`, `D-10`.
    pub fn of(expiry: Day, ladder: &Ladder) -> Deadlines {
        let auction_after = expiry.plus_months(-ladder.auction.value);
        let donate_by = expiry.plus_months(-ladder.donate.value);
        let last = donate_by.plus_days(-i64::from(ladder.handover.value));
        let (auction_1_by, auction_2_by) = match ladder.failed_auctions.value {
            1 => (last, None),
            _ => (
                last.plus_days(-i64::from(ladder.interval.value)),
                Some(last),
            ),
        };
        Deadlines {
            expiry,
            warn_on: expiry.plus_months(-ladder.warn.value),
            auction_after,
            auction_from: auction_after.plus_days(1),
            auction_1_by,
            auction_2_by,
            donate_by,
        }
    }

    /// Whether donation is too late on `as_of`; its last day itself is in time.
    ///
    /// Rule: `D-10`.
    pub fn is_past_donation(&self, as_of: Day) -> bool {
        as_of > self.donate_by
    }

    /// Whether the auctions fit at all between the first day of auction and the handover.
    pub fn has_room(&self) -> bool {
        self.auction_from <= self.auction_1_by
    }

    /// The last day of the last auction.
    pub fn last_auction_by(&self) -> Day {
        self.auction_2_by.unwrap_or(self.auction_1_by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn ladder() -> Ladder {
        let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
        policy.ladder.expect("P0 has a ladder")
    }

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    #[test]
    fn deadlines_count_back_from_expiry_and_clamp_at_month_ends() {
        for (expiry, warn_on, auction_after, donate_by) in [
            ("2022-12-15", "2022-03-15", "2022-08-15", "2022-09-15"),
            ("2022-05-31", "2021-08-31", "2022-01-31", "2022-02-28"),
            ("2024-05-31", "2023-08-31", "2024-01-31", "2024-02-29"),
            ("2023-02-28", "2022-05-28", "2022-10-28", "2022-11-28"),
            ("2024-02-29", "2023-05-29", "2023-10-29", "2023-11-29"),
        ] {
            let dates = Deadlines::of(day(expiry), &ladder());
            assert_eq!(dates.warn_on, day(warn_on), "{expiry}");
            assert_eq!(dates.auction_after, day(auction_after), "{expiry}");
            assert_eq!(dates.donate_by, day(donate_by), "{expiry}");
            assert_eq!(dates.auction_from, dates.auction_after.plus_days(1));
        }
    }

    #[test]
    fn both_auctions_leave_time_for_the_handover() {
        let dates = Deadlines::of(day("2022-06-24"), &ladder());
        assert_eq!(dates.donate_by, day("2022-03-24"));
        assert_eq!(dates.auction_2_by, Some(day("2022-03-21")));
        assert_eq!(dates.auction_1_by, day("2022-03-14"));
        assert!(dates.has_room());
    }

    #[test]
    fn a_plan_of_one_auction_has_no_date_of_a_second() {
        let mut once = ladder();
        once.failed_auctions.value = 1;
        let dates = Deadlines::of(day("2022-06-24"), &once);
        assert_eq!(dates.donate_by, day("2022-03-24"));
        assert_eq!(dates.auction_1_by, day("2022-03-21"));
        assert_eq!(dates.auction_2_by, None);
        assert_eq!(dates.last_auction_by(), dates.auction_1_by);
    }

    #[test]
    fn a_long_interval_leaves_no_room_for_two_auctions() {
        let mut slow = ladder();
        slow.interval.value = 28;
        assert!(!Deadlines::of(day("2022-12-15"), &slow).has_room());
    }
}
