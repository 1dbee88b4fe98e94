//! Which rung of the ladder a lot stands on, from its dates and what was done about it.
//!
//! The order of the tests is the rule: expired, planned, normal, near expiry, and only then the auctions.
//! This file never counts auctions; [`super::book`] does.

use crate::calendar::{Day, is_expired};
use crate::ledger::word::Rung;
use crate::policy::Ladder;

use super::deadlines::Deadlines;

/// What was done about a lot up to the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Record {
    /// Auctions that failed in a row since the last sale.
    pub failed_auctions: i64,
    /// Whether the annual plan gives the lot to institutions.
    pub in_plan: bool,
    /// Whether the last donation offered was refused.
    pub donation_refused: bool,
}

/// The rung on `as_of` of a lot that expires on `expiry`.
///
/// With fewer failures than the ladder asks for a lot stays at auction, however late. Rule: `P0-T04` to `P0-T10`,
/// `D-02`, `D-08` to `D-12`.
pub fn rung(expiry: Day, as_of: Day, record: Record, ladder: &Ladder) -> Rung {
    let dates = Deadlines::of(expiry, ladder);
    if is_expired(Some(expiry), as_of) {
        Rung::Expired
    } else if record.in_plan {
        Rung::Planned
    } else if as_of < dates.warn_on {
        Rung::Normal
    } else if as_of <= dates.auction_after {
        Rung::NearExpiry
    } else if record.failed_auctions < i64::from(ladder.failed_auctions.value) {
        Rung::Auction
    } else if record.donation_refused || dates.is_past_donation(as_of) {
        Rung::WriteOff
    } else {
        Rung::Donate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::full_months_left;
    use crate::ledger::word::Word;
    use crate::policy::Policy;

    fn ladder() -> Ladder {
        let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
        policy.ladder.expect("P0 has a ladder")
    }

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn failed(failed_auctions: i64) -> Record {
        Record {
            failed_auctions,
            ..Record::default()
        }
    }

    /// Expiry, day, record; stage, days left, full months left, whether donation is too late.
    type Case<'a> = (&'a str, &'a str, Record, &'a str, i64, i32, bool);

    #[test]
    fn the_worked_cases_of_the_rule_book_hold() {
        let refused = Record {
            donation_refused: true,
            ..failed(2)
        };
        let planned = Record {
            in_plan: true,
            ..failed(0)
        };
        let e = "2022-12-15";
        let cases: [Case; 15] = [
            (e, "2022-03-14", failed(0), "normal", 276, 9, false),
            (e, "2022-03-15", failed(0), "near_expiry", 275, 9, false),
            (e, "2022-08-15", failed(0), "near_expiry", 122, 4, false),
            (e, "2022-08-16", failed(0), "auction", 121, 3, false),
            (e, "2022-09-15", failed(2), "donate", 91, 3, false),
            (e, "2022-09-16", failed(2), "write_off", 90, 2, true),
            (e, "2022-09-16", failed(1), "auction", 90, 2, true),
            (e, "2022-09-01", refused, "write_off", 105, 3, false),
            (e, "2022-12-15", failed(0), "auction", 0, 0, true),
            (e, "2022-12-16", failed(0), "expired", -1, 0, true),
            (e, "2022-11-01", planned, "planned", 44, 1, true),
            (
                "2022-05-31",
                "2022-02-28",
                failed(2),
                "donate",
                92,
                3,
                false,
            ),
            (
                "2022-05-31",
                "2022-03-01",
                failed(2),
                "write_off",
                91,
                2,
                true,
            ),
            (
                "2024-05-31",
                "2024-02-29",
                failed(2),
                "donate",
                92,
                3,
                false,
            ),
            (
                "2023-02-28",
                "2022-10-29",
                failed(0),
                "auction",
                122,
                3,
                false,
            ),
        ];
        for (expiry, as_of, record, stage, days_left, months_left, late) in cases {
            let (expiry, as_of) = (day(expiry), day(as_of));
            let at = format!("{expiry} on {as_of} with {record:?}");
            assert_eq!(rung(expiry, as_of, record, &ladder()).id(), stage, "{at}");
            assert_eq!(expiry.days_since(as_of), days_left, "{at}");
            assert_eq!(full_months_left(expiry, as_of), months_left, "{at}");
            let dates = Deadlines::of(expiry, &ladder());
            assert_eq!(dates.is_past_donation(as_of), late, "{at}");
        }
    }

    #[test]
    fn a_refusal_before_two_failures_leaves_the_lot_at_auction() {
        let record = Record {
            donation_refused: true,
            ..failed(1)
        };
        let stage = rung(day("2022-12-15"), day("2022-09-01"), record, &ladder());
        assert_eq!(stage, Rung::Auction);
    }

    #[test]
    fn early_failures_do_not_hurry_a_lot_past_near_expiry() {
        let on = |as_of| rung(day("2022-12-15"), day(as_of), failed(2), &ladder());
        assert_eq!(on("2022-08-15"), Rung::NearExpiry);
        assert_eq!(on("2022-08-16"), Rung::Donate);
    }

    #[test]
    fn a_planned_lot_that_expires_is_expired() {
        let record = Record {
            in_plan: true,
            ..failed(0)
        };
        let on = |as_of| rung(day("2022-12-15"), day(as_of), record, &ladder());
        assert_eq!(on("2022-12-15"), Rung::Planned);
        assert_eq!(on("2022-12-16"), Rung::Expired);
    }
}
