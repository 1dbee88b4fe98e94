//! The shares of a rotation plan as movements: each is set aside for its institution, a `reserve`.
//!
//! A share names no donor's mark. It is of goods without one where such lie there, else of those that do: their mark stays
//! with them, so that nobody else is given them meanwhile.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};

use super::super::lot::LotKey;
use super::super::tables::{Movement, Rotation};
use super::super::word::MovementKind;
use super::Unpostable;
use super::disposals::Lying;

/// The reservations of a rotation plan, one a share, in their order; an undated share is set aside on `as_of`. `lies` says
/// what lies of the lot of one on the day.
///
/// The plan's id is the document, so that posting twice adds nothing.
/// Errors: every share that does not say which site gives, and of a lot that lies there under several marks.
pub fn movements_of_shares(
    shares: &[Rotation],
    as_of: Day,
    lies: impl Fn(&Rotation, Day) -> Vec<Lying>,
) -> Result<Vec<(usize, Movement)>, Vec<Unpostable>> {
    let (mut movements, mut unpostable) = (Vec::new(), Vec::new());
    for (at, share) in shares.iter().enumerate() {
        let date = share.date.unwrap_or(as_of);
        match placed(share).and_then(|()| mark(share, &lies(share, date))) {
            Ok(earmark) => movements.push((
                at,
                Movement {
                    earmark,
                    ..reservation(share, at + 1, date)
                },
            )),
            Err(fault) => unpostable.push((at, fault)),
        }
    }
    match unpostable.is_empty() {
        true => Ok(movements),
        false => Err(unpostable),
    }
}

fn placed(share: &Rotation) -> Result<(), Diagnostic> {
    if !share.from_site.is_empty() {
        return Ok(());
    }
    let message = format!(
        "the share of lot {} does not say which site gives",
        share.lot
    );
    Err(Diagnostic::error(Code::MissingCell, message).hint("write the site into from_site"))
}

/// The mark of the goods that a share is of.
fn mark(share: &Rotation, lying: &[Lying]) -> Result<String, Diagnostic> {
    let there = lying
        .iter()
        .filter(|lying| lying.qty.is_positive() && is_meant(share, &lying.key));
    let marks: BTreeSet<&str> = there.map(|lying| lying.key.earmark.as_str()).collect();
    let mut all = marks.iter();
    match (all.next(), all.next()) {
        (Some(first), Some(_)) if !first.is_empty() => {
            let (qty, lot, count) = (share.qty, &share.lot, marks.len());
            let message = format!("{qty} of lot {lot} could be of {count} balances");
            let hint = "post a movement of kind reserve with its earmark";
            Err(Diagnostic::error(Code::MissingCell, message).hint(hint))
        }
        (first, _) => Ok(first.map_or(String::new(), |mark| (*mark).to_owned())),
    }
}

/// Whether a share may be of a balance; form and owner bind where it states them.
fn is_meant(share: &Rotation, key: &LotKey) -> bool {
    let is_lot = [&share.from_site, &share.item, &share.lot] == [&key.site, &key.item, &key.lot];
    let is_form = share.form.is_none_or(|form| form == key.form);
    is_lot && is_form && (share.owner.is_empty() || share.owner == key.owner)
}

fn reservation(share: &Rotation, line: usize, date: Day) -> Movement {
    Movement {
        doc: share.plan.clone(),
        line: line.to_string(),
        lot: share.lot.clone(),
        qty: Some(share.qty),
        unit: share.unit.clone(),
        form: share.form,
        owner: share.owner.clone(),
        counterparty: share.institution.clone(),
        unit_cost: share.unit_cost,
        ..Movement::new(date, MovementKind::Reserve, &share.from_site, &share.item)
    }
}
