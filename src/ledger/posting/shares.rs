//! The shares of a rotation plan as movements: each is set aside for its institution, a `reserve`.
//!
//! What a donor marked goes to those whom the mark admits, and the mark stays with it, so that nobody else is given it
//! meanwhile. A share may say which mark its goods have. One that does not is first of those that are meant for its
//! institution, because they may go to nobody else, and then of those that anybody may have. A share of several marks
//! is as many reservations.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Quantity;

use super::super::earmark::Earmark;
use super::super::lot::LotKey;
use super::super::site_tree::SiteTree;
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
/// Errors: every share that does not say which site gives, of goods whose mark does not admit its institution, and of more
/// than is free of its goods.
/// Rule: `P0-A05`.
pub fn movements_of_shares(
    shares: &[Rotation],
    as_of: Day,
    posted: &[Movement],
    sites: &SiteTree,
    lies: impl Fn(&Rotation, Day) -> Vec<Lying>,
) -> Result<Vec<(usize, Movement)>, Vec<Unpostable>> {
    let (mut movements, mut unpostable) = (Vec::new(), Vec::new());
    let mut taken = Taken::new();
    let lines = posted.iter().map(|row| ((&*row.doc, &*row.line), row));
    // Of a line that stands twice the first counts.
    let posted: Posted<'_> = lines.rev().collect();
    // A share that says which goods it is of has them before others look for theirs.
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|at| shares[*at].earmark.is_empty());
    for at in order {
        let share = &shares[at];
        let date = share.date.unwrap_or(as_of);
        let known = posted_pieces(share, at, &posted);
        let pieces = placed(share).and_then(|()| match known {
            Some(known) => Ok(known),
            None => pieces(share, &lies(share, date), &mut taken, sites, date),
        });
        match pieces {
            Ok(pieces) => movements.extend((1..).zip(pieces).map(|(number, piece)| {
                let line = line_of(at, number);
                (at, reservation(share, piece, line, date))
            })),
            Err(fault) => unpostable.push((at, fault)),
        }
    }
    movements.sort_by_key(|(at, _)| *at);
    unpostable.sort_by_key(|(at, _)| *at);
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

/// The goods that a share is of, mark by mark: first what is meant for its institution, its alone before what is meant for
/// several, then what anybody may have. Errors: more than is free of them.
fn pieces(
    share: &Rotation,
    lying: &[Lying],
    taken: &mut Taken,
    sites: &SiteTree,
    date: Day,
) -> Result<Vec<Piece>, Diagnostic> {
    let mut there: BTreeMap<&str, Vec<&Lying>> = BTreeMap::new();
    for lying in lying {
        if lying.qty.is_positive() && is_meant(share, &lying.key) {
            there.entry(&lying.key.earmark).or_default().push(lying);
        }
    }
    if there.is_empty() {
        there.insert(&share.earmark, Vec::new());
    }
    let (mut marks, mut others) = (Vec::new(), Vec::new());
    for (mark, marked) in there {
        let wish = Earmark::parse(mark)?;
        match wish.entitlement(&share.institution, sites, date) {
            Some(entitlement) => marks.push((entitlement, mark, marked)),
            None => others.push(mark),
        }
    }
    marks.sort_by_key(|(entitlement, mark, _)| (*entitlement, *mark));
    if marks.is_empty() {
        return Err(not_meant(share, &others));
    }
    let mut open = share.qty;
    let taken = marks
        .iter()
        .map(|(_, mark, marked)| ((*mark).to_owned(), take(&mut open, marked, taken)));
    let mut pieces: Vec<Piece> = taken.collect();
    pieces.retain(|(_, qty)| qty.is_positive());
    match open.is_positive() {
        true => Err(not_free(share, share.qty - open)),
        false => Ok(pieces),
    }
}

/// The refusal of a share of more than is free of its goods.
fn not_free(share: &Rotation, free: Quantity) -> Diagnostic {
    let Rotation { item, lot, qty, .. } = share;
    let (site, institution, mark) = (&share.from_site, &share.institution, &share.earmark);
    let marked = match mark.as_str() {
        "" => String::new(),
        mark => format!(" marked {mark}"),
    };
    let message = format!(
        "{qty} of {item} lot {lot}{marked} at {site} are to be set aside for {institution}, of which {free} are free"
    );
    let hint =
        "plan again from the balances of today, or lift what is held and set aside with a release";
    Diagnostic::error(Code::NegativeStock, message).hint(hint)
}

/// The refusal of a share of goods that a donor meant for others.
fn not_meant(share: &Rotation, marks: &[&str]) -> Diagnostic {
    let (lot, institution) = (&share.lot, &share.institution);
    let marks = marks.join(", ");
    let message = format!("lot {lot} is marked {marks}, and goes to {institution}");
    let hint = "give it to those whom the mark admits; their class and area stand in table site";
    Diagnostic::error(Code::NotMeant, message).hint(hint)
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

/// Whether a share may be of a balance; form, owner and mark bind where it states them.
fn is_meant(share: &Rotation, key: &LotKey) -> bool {
    let is_lot = [&share.from_site, &share.item, &share.lot] == [&key.site, &key.item, &key.lot];
    let is_form = share.form.is_none_or(|form| form == key.form);
    let is_stated = |stated: &str, held: &str| stated.is_empty() || stated == held;
    let is_marked = is_stated(&share.earmark, &key.earmark);
    is_lot && is_form && is_marked && is_stated(&share.owner, &key.owner)
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
