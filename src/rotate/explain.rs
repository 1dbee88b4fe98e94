//! Why does a lot stand on its rung, and where are its dates from? Each date counted back from expiry, with its rule.

use crate::calendar::Day;
use crate::ledger::tables::{Explanation, Stage};
use crate::ledger::{Column, Record as _};
use crate::policy::Ladder;
use crate::policy::ladder::Step;
use crate::quantity::Quantity;
use crate::stock::explain::Account;

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

/// One date of the ladder: the column it stands in, and the day it is counted back from.
struct Back<'a> {
    column: Column,
    date: Option<Day>,
    from: Option<Day>,
    from_name: &'a str,
    step: &'a Step,
}

/// Each date: from which one it is counted, how far back, and by which rule.
fn dates(account: &mut Account, row: &Stage, expiry: Day, ladder: &Ladder) {
    let of_expiry = |column, date, step| Back {
        column,
        date,
        from: Some(expiry),
        from_name: "expiry",
        step,
    };
    let of_donation = |column, date| Back {
        from: row.donate_by,
        from_name: "last day of donation",
        ..of_expiry(column, date, &ladder.handover)
    };
    let first = match row.auction_2_by {
        None => of_donation(Column::Auction1By, row.auction_1_by),
        second => Back {
            from: second,
            from_name: "second auction",
            ..of_expiry(Column::Auction1By, row.auction_1_by, &ladder.interval)
        },
    };
    let back = [
        of_expiry(Column::WarnOn, row.warn_on, &ladder.warn),
        of_expiry(Column::AuctionFrom, row.auction_from, &ladder.auction),
        first,
        of_donation(Column::Auction2By, row.auction_2_by),
        of_expiry(Column::DonateBy, row.donate_by, &ladder.donate),
    ];
    for back in &back {
        put(account, back);
    }
}

fn put(account: &mut Account, back: &Back<'_>) {
    let (Some(date), Some(from)) = (back.date, back.from) else {
        return;
    };
    let step = back.step;
    let unit = match step.unit.split_once('_') {
        Some((unit, _)) => unit,
        None => &step.unit,
    };
    let mut figure = account.figure(back.column, None, "");
    figure.say(date.to_string());
    figure.note(None, back.from_name).date = Some(from);
    let term = figure.note(Quantity::whole(step.value.into()), "counted back");
    unit.clone_into(&mut term.unit);
    if back.column == Column::AuctionFrom {
        figure.note(
            None,
            "on the day after: less than the months of the plan is left",
        );
    }
    figure.rule(&step.rule, &step.clause);
}
