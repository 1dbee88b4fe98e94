//! Why so many days? The lots in the order of use with what each gives, and the terms of what the standard asks for.

use crate::calendar::is_expired;
use crate::diagnostic::Diagnostic;
use crate::ledger::tables::{Cover, Explanation, OnHand};
use crate::ledger::{Column, Record as _};
use crate::quantity::{Quantity, THOUSANDTHS};

use super::super::cover::{CoverInputs, CoverOptions, Grounds, Share, grounds};
use super::account::{Account, Figure};

/// In what unit days are counted.
const DAY: &str = "day";
/// The percentage of an amount that is not scaled.
const WHOLE: i64 = 100;

/// The terms behind `rows`, which are rows of cover of the same inputs and options.
///
/// Errors: as [`grounds`].
pub fn cover(
    inputs: &CoverInputs<'_>,
    options: &CoverOptions,
    rows: &[Cover],
) -> Result<Vec<Explanation>, Diagnostic> {
    let grounds = grounds(inputs, options, rows)?;
    let accounts = rows.iter().zip(&grounds);
    let accounts = accounts.map(|(row, grounds)| account(row, grounds).into_rows());
    Ok(accounts.flatten().collect())
}

fn account(row: &Cover, grounds: &Grounds<'_>) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    stock(&mut account, row, grounds);
    usable(&mut account, row, grounds);
    days(&mut account, row, grounds);
    let mut rate = account.figure(Column::Rate, row.rate, &row.unit);
    rate.say(row.basis.clone());
    if let Some(exact) = grounds.rate {
        rate.add(exact.numerator(), "used, or needed by the norm");
        rate.divide(whole(exact.denominator()), DAY, "over so many days");
        rate.note(
            None,
            "rounded half-up to a thousandth; the exact fraction is what counts",
        );
    }
    need(&mut account, row, grounds);
    missing(&mut account, row);
    account
}

/// What has not expired, and what has.
fn stock(account: &mut Account, row: &Cover, grounds: &Grounds<'_>) {
    let figures = [
        (Column::OnHand, Some(row.on_hand), false),
        (Column::Expired, row.expired, true),
    ];
    for (column, qty, wanted) in figures {
        let lots = grounds.shares.iter().map(|share| &*share.lot);
        let lots: Vec<&OnHand> = lots
            .filter(|lot| is_expired(lot.expiry, row.as_of) == wanted)
            .collect();
        if wanted && lots.is_empty() {
            continue;
        }
        let mut figure = account.figure(column, qty, &row.unit);
        for lot in lots {
            add_lot(
                &mut figure,
                lot,
                lot.qty,
                format!("at {}{}", lot.site, through(lot)),
            );
        }
    }
}

/// What first-expiry use gets out of each lot, and what it loses.
fn usable(account: &mut Account, row: &Cover, grounds: &Grounds<'_>) {
    let mut figure = account.figure(Column::Usable, Some(row.usable), &row.unit);
    for share in &grounds.shares {
        let lost = share.pickable - share.usable;
        let text = match (share.pickable.is_zero(), lost.is_positive()) {
            (true, _) => {
                "nothing of it may be picked: expired, on hold, set aside or meant for others"
                    .to_owned()
            }
            (false, true) => format!(
                "of {}: {lost} is lost{}",
                share.pickable,
                through(&share.lot)
            ),
            (false, false) => format!("all that may be picked{}", through(&share.lot)),
        };
        add_lot(&mut figure, &share.lot, share.usable, text);
    }
    figure.rule("D-01", "what will expire unused is no cover");
    let lost = |share: &&Share<'_>| (share.pickable - share.usable).is_positive();
    let is_lost = row.waste_qty.is_some_and(Quantity::is_positive);
    if is_lost && grounds.round_days.is_none() {
        let mut figure = account.figure(Column::WasteQty, row.waste_qty, &row.unit);
        for share in grounds.shares.iter().filter(lost) {
            let text = format!("expires before its turn{}", through(&share.lot));
            add_lot(&mut figure, &share.lot, share.pickable - share.usable, text);
        }
        figure.change("using or moving these lots before they expire");
    }
}

/// The whole days that each lot carries.
fn days(account: &mut Account, row: &Cover, grounds: &Grounds<'_>) {
    let Some(cover_days) = row.cover_days else {
        let mut figure = account.figure(Column::CoverDays, None, DAY);
        figure.note(None, format!("no days: {}", row.basis));
        return;
    };
    let mut figure = account.figure(Column::CoverDays, Some(whole(cover_days)), DAY);
    if let Some(short_on) = row.short_on {
        figure.say(format!("{short_on} is the first day that is not fully met"));
    }
    let mut carried = 0;
    for share in &grounds.shares {
        let days = share.days.unwrap_or(0);
        carried += days;
        let text = format!("{} of it is used; day {carried} is met", share.usable);
        add_lot(&mut figure, &share.lot, whole(days), text);
    }
    figure.rule("D-02", "the expiry day is usable, the day after is not");
}

/// What the standard asks for.
fn need(account: &mut Account, row: &Cover, grounds: &Grounds<'_>) {
    let Some(standard) = grounds.standard else {
        return;
    };
    let bounds = standard.bounds();
    let bounds = [
        (Column::NeedMin, row.need_min, bounds.map(|(low, _)| low)),
        (
            Column::NeedMax,
            row.need_max,
            bounds.and_then(|(_, high)| high),
        ),
    ];
    for (column, need, value) in bounds {
        let Some(need) = need else {
            continue;
        };
        let mut figure = account.figure(column, Some(need), &row.unit);
        figure.say(row.basis.clone());
        if let (Some(value), Some(rate), None) = (value, grounds.rate, grounds.round_days) {
            figure.add(rate.numerator(), "used, or needed by the norm");
            figure.divide(whole(rate.denominator()), DAY, "over so many days");
            figure.times(whole(value), DAY, "days of it are asked for");
            if let Some(percent) = grounds.percent.filter(|percent| *percent != WHOLE) {
                figure.times(whole(percent), "percent", "scaled up at this level");
                figure.divide(whole(WHOLE), "percent", "a hundred percent");
            }
            figure.note(None, "rounded up to a whole unit");
        }
        figure.rule(&standard.id, &standard.clause);
    }
}

/// What is missing, and what to order.
fn missing(account: &mut Account, row: &Cover) {
    let targets = [
        (Column::Gap, row.gap, row.need_min),
        (
            Column::OrderQty,
            row.order_qty,
            row.need_max.or(row.need_min),
        ),
    ];
    for (column, missing, target) in targets {
        let (Some(missing), Some(target)) = (missing, target) else {
            continue;
        };
        let mut figure = account.figure(column, Some(missing), &row.unit);
        figure.add(target, "asked for");
        figure.add(-row.usable, "usable");
        let mut rest = missing - (target - row.usable);
        if column == Column::OrderQty {
            for (coming, text) in [(row.on_order, "on its way"), (row.move_qty, "to move here")] {
                let coming = coming.unwrap_or_default();
                if coming.is_positive() {
                    figure.add(-coming, text);
                    rest += coming;
                }
            }
        }
        if !rest.is_zero() {
            let text = match missing.is_zero() {
                true => "more than enough is not missing",
                false => "up to a whole unit",
            };
            figure.add(rest, text);
        }
        if missing.is_positive() {
            let form = row.form.map_or("physical", crate::ledger::choice::Word::id);
            figure.change(format!(
                "{missing} more, {form} and usable in time; no other form stands in for it"
            ));
        }
    }
}

fn add_lot(figure: &mut Figure<'_>, lot: &OnHand, qty: Quantity, text: String) {
    figure.add(qty, text).lot.clone_from(&lot.lot);
}

fn through(lot: &OnHand) -> String {
    lot.expiry.map_or(", never expires".to_owned(), |day| {
        format!(", {day} is its last usable day")
    })
}

fn whole(count: i64) -> Quantity {
    Quantity::from_thousandths(count.saturating_mul(THOUSANDTHS))
}
