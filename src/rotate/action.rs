//! The next thing to do about a lot, in one line with its date.
//!
//! A lot that can no longer fail its auctions before the last day of donation is named at once, not when that day has
//! passed. This file never decides a rung; it is handed one.

use crate::calendar::Day;
use crate::ledger::approval::is_given;
use crate::ledger::word::{DeadlineKind, Rung};
use crate::policy::Ladder;

use super::book::Story;
use super::deadlines::Deadlines;

/// The next thing to do about a lot, and the step of the ladder whose date is the last day for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub text: String,
    pub step: DeadlineKind,
}

/// The next thing to do on `as_of` about a lot on `rung`.
///
/// Rule: `D-10`, `D-11`, `D-12`.
pub fn next(rung: Rung, dates: &Deadlines, story: &Story, as_of: Day, ladder: &Ladder) -> Next {
    use DeadlineKind::{AuctionFrom, Donate, Expiry, Warn};
    let (text, step) = match rung {
        Rung::Normal => {
            let text = format!("near-expiry warning starts on {}", dates.warn_on);
            (text, Warn)
        }
        Rung::Planned => {
            let text = format!("{} by {}", use_up(story), last_use(dates, story));
            (text, Expiry)
        }
        Rung::NearExpiry => (second_round(dates), AuctionFrom),
        Rung::Auction if dates.is_past_donation(as_of) => (late(dates, story), Expiry),
        Rung::Auction => return next_auction(dates, story, as_of, ladder),
        Rung::Donate => (donate(dates, as_of, ladder), Donate),
        Rung::WriteOff => (write_off(dates, story), Expiry),
        Rung::Expired => (expired(dates, story), Expiry),
    };
    Next { text, step }
}

/// The next thing for goods made after what would be their last day of donation: milk is not late, the ladder is too long.
pub fn short_lived(dates: &Deadlines) -> Next {
    let text = format!(
        "use or sell by {}: too short-lived for auctions before donation",
        dates.expiry
    );
    let step = DeadlineKind::Expiry;
    Next { text, step }
}

/// The institutions that take a share, by name.
pub fn takers(story: &Story) -> String {
    let names: Vec<&str> = story.takers.iter().map(String::as_str).collect();
    names.join(", ")
}

fn expired(dates: &Deadlines, story: &Story) -> String {
    let expiry = dates.expiry;
    match story.takers.is_empty() {
        true => format!("take out and write off: {expiry} was the last usable day"),
        false => format!(
            "take out and write off: {expiry} was the last usable day, {} had to use it up",
            takers(story)
        ),
    }
}

fn use_up(story: &Story) -> String {
    let verb = if story.takers.len() == 1 {
        "uses"
    } else {
        "use"
    };
    format!("{} {verb} it up", takers(story))
}

/// The day by which a planned lot has to be used up: never after its expiry.
fn last_use(dates: &Deadlines, story: &Story) -> Day {
    story
        .use_by
        .map_or(dates.expiry, |day| day.min(dates.expiry))
}

fn second_round(dates: &Deadlines) -> String {
    let plan = format!("plan it with an institution before {}", dates.auction_from);
    let donate_by = dates.donate_by;
    match (dates.has_room(), dates.auction_2_by) {
        (true, _) => format!("{plan}, else hold auction 1 by {}", dates.auction_1_by),
        (false, Some(_)) => format!("{plan}: two auctions do not fit between then and {donate_by}"),
        (false, None) => format!("{plan}: no auction fits between then and {donate_by}"),
    }
}

fn next_auction(dates: &Deadlines, story: &Story, as_of: Day, ladder: &Ladder) -> Next {
    let failed = story.failed_auctions;
    let missing = i64::from(ladder.failed_auctions.value) - failed;
    let interval = i64::from(ladder.interval.value);
    let earliest = match story.last_auction {
        Some(last) => as_of.max(last.plus_days(interval)),
        None => as_of,
    };
    // Each auction still missing but the last needs the interval after it.
    let latest = dates.last_auction_by().plus_days(-interval * (missing - 1));
    let number = failed + 1;
    let (text, step) = if let Some(refused) = story.refused_on {
        let failures = failures(failed);
        let text = format!("sell or write off: donation was refused on {refused} after {failures}");
        (text, DeadlineKind::Expiry)
    } else if earliest > latest {
        let text = format!(
            "{} auction can no longer fit before {}: only sale or write-off remain",
            ordinal(ladder.failed_auctions.value),
            dates.donate_by
        );
        (text, DeadlineKind::Expiry)
    } else if earliest > as_of {
        let text = format!("hold auction {number} from {earliest} to {latest}");
        (text, auction(number))
    } else {
        let text = format!("hold auction {number} by {latest}");
        (text, auction(number))
    };
    Next { text, step }
}

/// The step of an auction by its number.
fn auction(number: i64) -> DeadlineKind {
    match number {
        1 => DeadlineKind::Auction1,
        _ => DeadlineKind::Auction2,
    }
}

fn late(dates: &Deadlines, story: &Story) -> String {
    let (end, expiry) = (dates.donate_by, dates.expiry);
    match story.sold_on {
        // A sale starts the count anew, so that failures before it say nothing of why the lot is here.
        Some(day) if day > end => format!(
            "late: sold in part on {day}, and the last day of donation was {end}; sell by {expiry} or apply for write-off"
        ),
        _ => format!(
            "late: {} by {end}, the last day of donation; sell by {expiry} or apply for write-off",
            failures(story.failed_in_time)
        ),
    }
}

fn donate(dates: &Deadlines, as_of: Day, ladder: &Ladder) -> String {
    let begin = dates.last_auction_by();
    if as_of <= begin {
        return format!("donate by {}, offer it by {begin}", dates.donate_by);
    }
    format!(
        "donate at once: the last day is {}, and a handover takes {} days",
        dates.donate_by, ladder.handover.value
    )
}

fn write_off(dates: &Deadlines, story: &Story) -> String {
    if let Some(refused) = story.refused_on {
        return format!("apply for write-off: donation was refused on {refused}");
    }
    let missed = format!("the last day of donation was {}", dates.donate_by);
    match is_given(&story.override_record) {
        true => format!(
            "donate on override record {}, else apply for write-off: {missed}",
            story.override_record
        ),
        false => format!("apply for write-off: {missed}"),
    }
}

fn failures(count: i64) -> String {
    match count {
        0 => "no failed auction".to_owned(),
        1 => "1 failed auction".to_owned(),
        more => format!("{more} failed auctions"),
    }
}

fn ordinal(number: i32) -> String {
    match number {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        more => format!("{more}th"),
    }
}
