//! Why does a lot stand on its rung, and where are its dates from? Each date counted back from expiry, with its rule.

use crate::calendar::Day;
use crate::ledger::tables::{Explanation, Stage};
use crate::ledger::{Column, Record as _};
use crate::policy::Ladder;
use crate::policy::ladder::Step;
use crate::quantity::Quantity;
use crate::stock::explain::{Account, Figure};

/// The accounts of `rows` of table `stage`: the days left, and every date of the ladder.
pub fn stage(rows: &[Stage], ladder: &Ladder) -> Vec<Explanation> {
    let accounts = rows.iter().map(|row| account(row, ladder));
    accounts.flat_map(Account::into_rows).collect()
}

fn account(row: &Stage, ladder: &Ladder) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let days = row.days_left.and_then(Quantity::whole);
    let mut figure = account.figure(Column::DaysLeft, days, "day");
    let Some(expiry) = row.expiry else {
        figure.note(None, "no expiry is known");
        figure.change(row.action.clone());
        return account;
    };
    figure.note(None, "the day answered for").date = Some(row.as_of);
    figure.note(None, "the last usable day").date = Some(expiry);
    if !row.rule.is_empty() {
        figure.rule(&row.rule, words(&row.rule, ladder));
    }
    figure.change(row.action.clone());
    dates(&mut account, row, expiry, ladder);
    account
}

/// The clause of a rule of the ladder.
fn words<'a>(rule: &str, ladder: &'a Ladder) -> &'a str {
    let steps = [&ladder.warn, &ladder.auction, &ladder.donate];
    let steps = steps.map(|step| (&*step.rule, &*step.clause));
    let duties = [&ladder.write_off, &ladder.planned, &ladder.unplanned];
    let duties = duties.map(|duty| (&*duty.rule, &*duty.clause));
    let mut cited = steps.into_iter().chain(duties);
    cited
        .find(|(id, _)| *id == rule)
        .map_or("", |(_, clause)| clause)
}

/// Each date: from which one it is counted, how far back, and by which rule.
fn dates(account: &mut Account, row: &Stage, expiry: Day, ladder: &Ladder) {
    let day_after = "on the day after: less than the months of the plan is left";
    let back: [(Column, Option<Day>, Option<Day>, &str, &Step, &str); 5] = [
        (
            Column::WarnOn,
            row.warn_on,
            Some(expiry),
            "expiry",
            &ladder.warn,
            "",
        ),
        (
            Column::AuctionFrom,
            row.auction_from,
            Some(expiry),
            "expiry",
            &ladder.auction,
            day_after,
        ),
        (
            Column::Auction1By,
            row.auction_1_by,
            row.auction_2_by,
            "second auction",
            &ladder.interval,
            "",
        ),
        (
            Column::Auction2By,
            row.auction_2_by,
            row.donate_by,
            "last day of donation",
            &ladder.handover,
            "",
        ),
        (
            Column::DonateBy,
            row.donate_by,
            Some(expiry),
            "expiry",
            &ladder.donate,
            "",
        ),
    ];
    for (column, date, start, of, step, more) in back {
        let (Some(date), Some(start)) = (date, start) else {
            continue;
        };
        let mut figure = account.figure(column, None, "");
        figure.say(date.to_string());
        figure.note(None, of).date = Some(start);
        counted_back(&mut figure, step, more);
    }
}

fn counted_back(figure: &mut Figure<'_>, step: &Step, more: &str) {
    let unit = match step.unit.split_once('_') {
        Some((unit, _)) => unit,
        None => &step.unit,
    };
    let term = figure.note(Quantity::whole(step.value.into()), "counted back");
    unit.clone_into(&mut term.unit);
    if !more.is_empty() {
        figure.note(None, more);
    }
    figure.rule(&step.rule, &step.clause);
}
