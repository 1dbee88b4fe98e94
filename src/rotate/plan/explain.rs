//! Why does an institution take so much of a lot?
//!
//! A share adds up: what of the lot is in no plan, less what stays in store, less what others take, less what nobody takes.
//! Beside it stands what the institution can use in time, and by which rule the goods are for it. Table `explanation`
//! (subject, figure, term); the subject is `plan/lot/institution`.

use crate::diagnostic::Diagnostic;
use crate::ledger::tables::{Explanation, OnHand, Rotation};
use crate::ledger::{Column, Record as _};
use crate::quantity::Quantity;
use crate::rotate::book::Book;
use crate::stock::explain::{Account, Figure};

use super::offer::{Offer, offered};
use super::{Ground, PlanInputs, Task, task};

/// The account of each of `asked`, which are of the plan `shares` of the same inputs.
///
/// Errors: those of the plan.
pub fn explain(
    inputs: &PlanInputs<'_>,
    shares: &[Rotation],
    asked: &[Rotation],
) -> Result<Vec<Explanation>, Diagnostic> {
    let ground = Ground::of(inputs);
    let book = Book::of(&inputs.stage);
    let mut rows = Vec::new();
    for (item, lots) in offered(inputs) {
        let asked: Vec<&Rotation> = asked.iter().filter(|share| share.item == item).collect();
        if asked.is_empty() {
            continue;
        }
        let task = task(inputs, item, &lots, &ground, &book)?;
        let of_item = shares.iter().filter(|share| share.item == item);
        let of_item: Vec<&Rotation> = of_item.collect();
        for share in asked {
            rows.extend(account(share, &of_item, &task, &ground, inputs));
        }
    }
    Ok(rows)
}

fn account(
    share: &Rotation,
    of_item: &[&Rotation],
    task: &Task<'_>,
    ground: &Ground<'_>,
    inputs: &PlanInputs<'_>,
) -> Vec<Explanation> {
    let mut account = Account::of(share.clone().into_row().subject());
    let mut figure = account.figure(Column::Qty, Some(share.qty), &share.unit);
    if let Some(offer) = task.offers.iter().find(|offer| is_of(share, offer.row)) {
        terms(&mut figure, share, of_item, offer, task.pack);
        room(&mut figure, share, of_item, task, ground);
        reason(&mut figure, offer, ground, inputs);
    }
    account.into_rows()
}

/// Whether a share is of a balance.
fn is_of(share: &Rotation, row: &OnHand) -> bool {
    let of_share = (&share.from_site, &share.lot, share.form);
    let of_row = (&row.site, &row.lot, row.form);
    of_share == of_row && (&share.owner, &share.earmark) == (&row.owner, &row.earmark)
}

/// What there is of the lot, less what becomes of the rest.
fn terms(
    figure: &mut Figure<'_>,
    share: &Rotation,
    of_item: &[&Rotation],
    offer: &Offer<'_>,
    pack: i64,
) {
    let of_lot = of_item.iter().filter(|other| is_of(other, offer.row));
    let given: Quantity = of_lot.map(|other| other.qty).sum();
    let may_leave = Quantity::from_thousandths(offer.packs * pack);
    let there = figure.add(offer.open, "is there and in no plan");
    there.lot.clone_from(&offer.row.lot);
    let less = [
        (
            offer.open - may_leave,
            "stays in store, by its floor or as less than a pack",
        ),
        (given - share.qty, "to others"),
        (may_leave - given, "nobody takes"),
    ];
    for (qty, text) in less.into_iter().filter(|(qty, _)| !qty.is_zero()) {
        figure.add(Quantity::ZERO - qty, text);
    }
}

/// What the institution can use in time, and what it takes of lots that expire no later.
fn room(
    figure: &mut Figure<'_>,
    share: &Rotation,
    of_item: &[&Rotation],
    task: &Task<'_>,
    ground: &Ground<'_>,
) {
    let (institution, Some(last)) = (&share.institution, share.use_by) else {
        return;
    };
    let rate = ground.rooms.use_of(institution, task.item);
    figure.note(Some(Quantity::from_thousandths(rate)), "it uses a day");
    let room = ground.rooms.by(institution, task.item, &[last], task.pack);
    let room = room
        .first()
        .map(|packs| Quantity::from_thousandths(packs * task.pack));
    let text = "it can use in time, in whole packs, beyond what it has, what is on the road to it and what plans gave it";
    figure.note(room, text).date = Some(last);
    let taken = of_item.iter().filter(|other| {
        other.institution == *institution && other.use_by.is_some_and(|day| day <= last)
    });
    let taken: Quantity = taken.map(|other| other.qty).sum();
    let text = "it takes of this lot and others that expire no later";
    figure.note(Some(taken), text).date = Some(last);
}

/// Why the goods are for it.
fn reason(
    figure: &mut Figure<'_>,
    offer: &Offer<'_>,
    ground: &Ground<'_>,
    inputs: &PlanInputs<'_>,
) {
    if offer.wish.is_some() {
        let mark = &offer.row.earmark;
        figure.note(None, format!("its donor marked it for {mark}"));
    } else if !inputs.options.to.is_empty() {
        figure.note(None, "it is named to take, of whatever area it is");
    } else if let Some(takers) = &inputs.stage.ladder.takers {
        let area = ground.freight.units.goods(offer.row).area;
        figure.note(
            None,
            match area {
                Some(area) => format!("goods of {area}, for the units of that area"),
                None => {
                    "nobody can tell of which area the goods are, nor the institution".to_owned()
                }
            },
        );
        figure.rule(&takers.rule, &takers.clause);
    }
}
