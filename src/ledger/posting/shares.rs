//! The shares of a rotation plan as movements: each is set aside for its institution, a `reserve`.
//!
//! A share names no donor's mark. It is of goods without one as far as such lie there free, and else of those that do:
//! their mark stays with them, so that nobody else is given them meanwhile. A share of both is two reservations.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Quantity;

use super::super::lot::LotKey;
use super::super::tables::{Movement, Rotation};
use super::super::word::MovementKind;
use super::Unpostable;
use super::disposals::Lying;

/// So much of a share is of goods with this mark.
type Piece = (String, Quantity);

/// What the ledger has of the plans, by document and line.
type Posted<'a> = BTreeMap<(&'a str, &'a str), &'a Movement>;

/// What earlier shares have taken of each balance.
type Taken = BTreeMap<LotKey, Quantity>;

/// The reservations of a rotation plan, one a share and mark, in their order; an undated share is set aside on `as_of`.
///
/// `posted`: what the ledger has of the same plans; `lies` says what lies of the lot of a share on the day without those.
/// The plan's id is the document and a share's position its line, `3` and for its second mark `3.2`. What was posted
/// keeps its marks whatever lies there now, so that posting twice adds nothing.
/// Errors: every share that does not say which site gives, and of a lot that lies there under several marks.
pub fn movements_of_shares(
    shares: &[Rotation],
    as_of: Day,
    posted: &[Movement],
    lies: impl Fn(&Rotation, Day) -> Vec<Lying>,
) -> Result<Vec<(usize, Movement)>, Vec<Unpostable>> {
    let (mut movements, mut unpostable) = (Vec::new(), Vec::new());
    let mut taken = Taken::new();
    let lines = posted.iter().map(|row| ((&*row.doc, &*row.line), row));
    // Of a line that stands twice the first counts.
    let posted: Posted<'_> = lines.rev().collect();
    for (at, share) in shares.iter().enumerate() {
        let date = share.date.unwrap_or(as_of);
        let known = posted_pieces(share, at, &posted);
        let pieces = placed(share).and_then(|()| match known {
            Some(known) => Ok(known),
            None => pieces(share, &lies(share, date), &mut taken),
        });
        match pieces {
            Ok(pieces) => movements.extend((1..).zip(pieces).map(|(number, piece)| {
                let line = line_of(at, number);
                (at, reservation(share, piece, line, date))
            })),
            Err(fault) => unpostable.push((at, fault)),
        }
    }
    match unpostable.is_empty() {
        true => Ok(movements),
        false => Err(unpostable),
    }
}

/// The line of a piece of the share at a position.
fn line_of(at: usize, number: usize) -> String {
    match number {
        1 => (at + 1).to_string(),
        _ => format!("{}.{number}", at + 1),
    }
}

/// The pieces in which the ledger has a share already; `None` where it has not, or not so much.
fn posted_pieces(share: &Rotation, at: usize, posted: &Posted<'_>) -> Option<Vec<Piece>> {
    let of_line = |number: usize| {
        let line = line_of(at, number);
        let found = posted.get(&(&*share.plan, &*line))?;
        Some((found.earmark.clone(), found.qty?))
    };
    let pieces: Vec<Piece> = (1..).map_while(of_line).collect();
    let sum: Quantity = pieces.iter().map(|(_, qty)| *qty).sum();
    (!pieces.is_empty() && sum == share.qty).then_some(pieces)
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

/// The goods that a share is of, mark by mark: what is free of those without one first. What is free nowhere is of the
/// same goods all the same, and for the ledger to judge.
fn pieces(share: &Rotation, lying: &[Lying], taken: &mut Taken) -> Result<Vec<Piece>, Diagnostic> {
    let mut there: BTreeMap<&str, Vec<&Lying>> = BTreeMap::new();
    for lying in lying {
        if lying.qty.is_positive() && is_meant(share, &lying.key) {
            there.entry(&lying.key.earmark).or_default().push(lying);
        }
    }
    let first = there.keys().next().copied().unwrap_or_default();
    let mut open = share.qty;
    let mut pieces = Vec::new();
    if let Some(unmarked) = there.remove("") {
        pieces.push((String::new(), take(&mut open, &unmarked, taken)));
    }
    if open.is_positive() && there.len() > 1 {
        let (lot, count) = (&share.lot, there.len());
        let message = format!("{open} of lot {lot} could be of {count} balances");
        let hint = "post a movement of kind reserve with its earmark";
        return Err(Diagnostic::error(Code::MissingCell, message).hint(hint));
    }
    for (mark, marked) in there {
        pieces.push((mark.to_owned(), take(&mut open, &marked, taken)));
    }
    pieces.retain(|(_, qty)| qty.is_positive());
    match pieces.first_mut() {
        Some((_, qty)) => *qty += open,
        None => pieces.push((first.to_owned(), open)),
    }
    Ok(pieces)
}

/// Takes as much of `open` as is free of some balances, and says how much.
fn take(open: &mut Quantity, balances: &[&Lying], taken: &mut Taken) -> Quantity {
    let mut sum = Quantity::ZERO;
    for lying in balances {
        let before = taken.entry(lying.key.clone()).or_default();
        let part = (*open).min(lying.free - *before).or_zero();
        *before += part;
        *open -= part;
        sum += part;
    }
    sum
}

/// Whether a share may be of a balance; form and owner bind where it states them.
fn is_meant(share: &Rotation, key: &LotKey) -> bool {
    let is_lot = [&share.from_site, &share.item, &share.lot] == [&key.site, &key.item, &key.lot];
    let is_form = share.form.is_none_or(|form| form == key.form);
    is_lot && is_form && (share.owner.is_empty() || share.owner == key.owner)
}

fn reservation(share: &Rotation, (earmark, qty): Piece, line: String, date: Day) -> Movement {
    Movement {
        doc: share.plan.clone(),
        line,
        lot: share.lot.clone(),
        qty: Some(qty),
        unit: share.unit.clone(),
        form: share.form,
        owner: share.owner.clone(),
        earmark,
        counterparty: share.institution.clone(),
        unit_cost: share.unit_cost,
        ..Movement::new(date, MovementKind::Reserve, &share.from_site, &share.item)
    }
}
