//! One line of a ledger as the engine sees it: typed, its names as numbers, its place as a position.
//!
//! A key is site, item, lot and whose it is (form, owner, earmark), 32 bits each, so that no field can overflow.

use crate::calendar::Day;
use crate::ledger::LotExpiry;
use crate::ledger::tables::Movement;
use crate::ledger::word::{Form, MovementKind, Word as _};
use crate::quantity::{Price, Quantity};

use super::memo::text_hash;
use super::name::{NO_NAME, Names};
use super::reversal::reference;

/// Bits of a stamp that hold the position.
const POSITION_BITS: u32 = 42;
/// By how much the hash of a line is turned against that of its document, so that equal ones do not undo each other.
const LINE_TURN: u32 = 23;
/// Between form, owner and earmark.
const PART: char = '\u{1f}';
/// The letter of the first form.
const FIRST_FORM: u8 = b'a';

/// One line of a ledger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posting {
    /// Where it stands: larger is later.
    pub position: u64,
    /// Site, item, lot and whose it is.
    pub key: u128,
    pub date: Day,
    pub kind: MovementKind,
    pub qty: Option<Quantity>,
    pub unit: u32,
    pub expiry: Option<Day>,
    pub mfg_date: Option<Day>,
    pub unit_cost: Option<Price>,
    /// Of a reversal, the line it names; of any other line its own name, where a reversal may have named it.
    pub reference: u32,
    /// A hash of document and line where names of lines are asked for, else 0.
    pub name: u64,
}

/// Whether the whole line behind a posting is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    No,
    Always,
    /// Where something stands in `ref`.
    WithReference,
}

impl Wanted {
    /// Whether it is, of a line that has something in `ref` or not.
    #[inline]
    pub fn holds(self, has_reference: impl FnOnce() -> bool) -> bool {
        match self {
            Wanted::No => false,
            Wanted::Always => true,
            Wanted::WithReference => has_reference(),
        }
    }
}

/// Columns that a fold asks for beside those of a posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// Some lines are asked for where they name another.
    pub references: bool,
    /// It is asked to whom some lines gave goods out.
    pub receivers: bool,
}

/// A fold over the lines of a ledger that may be taken apart and joined again.
pub trait Fold: Send {
    /// Takes lines in, in the order of their positions.
    fn post(&mut self, postings: &[Posting]);

    /// Takes in what another fold has seen of the same ledger.
    fn join(&mut self, other: Self);

    /// Whether the whole line behind a posting is asked for.
    fn wants(&self, _: &Posting) -> Wanted {
        Wanted::No
    }

    /// What is asked of lines beside what a posting has.
    fn asks(&self) -> Asked {
        Asked::default()
    }

    /// Whether it is asked to whom a line gave goods out.
    fn wants_receiver(&self, _: &Posting) -> bool {
        false
    }

    /// Takes the number of whom a line names as the other side, where that was asked; [`NO_NAME`] where it names nobody.
    fn receive(&mut self, _: &Posting, _receiver: u32) {}

    /// Takes a whole line that was asked for.
    fn keep(&mut self, _position: u64, _movement: Movement) {}
}

impl Posting {
    /// The posting of `movement`, which stands at `position`.
    pub fn new(movement: &Movement, position: u64, names: &Names) -> Posting {
        let reference = match movement.kind {
            MovementKind::Reversal => names.number(&movement.reference),
            _ => names.known(&reference(movement)).unwrap_or_default(),
        };
        Posting {
            reference,
            name: line_name(&movement.doc, &movement.line),
            ..Posting::unnamed(movement, position, names)
        }
    }

    /// The same without the names of lines, for a ledger of which no line names another.
    pub fn unnamed(movement: &Movement, position: u64, names: &Names) -> Posting {
        let form = Form::stated(movement.form);
        let whose = whose(form, &movement.owner, &movement.earmark);
        let parts = [&movement.site, &movement.item, &movement.lot, &whose];
        Posting {
            position,
            key: key(parts.map(|name| names.number(name))),
            date: movement.date,
            kind: movement.kind,
            qty: movement.qty,
            unit: names.number(&movement.unit),
            expiry: movement.expiry,
            mfg_date: movement.mfg_date,
            unit_cost: movement.unit_cost,
            reference: NO_NAME,
            name: 0,
        }
    }

    /// The order of a ledger in one number: by date, then by position.
    #[inline]
    pub fn stamp(&self) -> u64 {
        u64::from(self.date.rank()) << POSITION_BITS | self.position
    }

    /// What this line says of the last usable day of its lot.
    #[inline]
    pub fn stated_expiry(&self) -> LotExpiry {
        let [_, _, lot, _] = parts(self.key);
        LotExpiry::stated(self.expiry, self.kind, lot != NO_NAME, self.stamp())
    }
}

/// The position in a stamp.
pub fn position_of(stamp: u64) -> u64 {
    stamp & !(u64::MAX << POSITION_BITS)
}

/// A hash of document and line; lines of one name have one hash, and of others hardly ever. It is never 0.
pub fn line_name(doc: &str, line: &str) -> u64 {
    line_name_of(text_hash(doc.as_bytes()), text_hash(line.as_bytes()))
}

/// The same of the hashes of document and line.
#[inline]
pub fn line_name_of(doc: u64, line: u64) -> u64 {
    (doc ^ line.rotate_left(LINE_TURN)).max(1)
}

/// The key of the numbers of a site, an item, a lot, and whose it is.
#[inline]
pub fn key(parts: [u32; 4]) -> u128 {
    parts
        .into_iter()
        .fold(0, |key, part| key << 32 | u128::from(part))
}

/// The numbers of a key: site, item, lot, and whose it is.
pub fn parts(key: u128) -> [u32; 4] {
    [96, 64, 32, 0].map(|shift| (key >> shift) as u32)
}

/// The numbers of site and item in a key, as one: equal where the goods are.
pub fn goods_of(key: u128) -> u64 {
    (key >> 64) as u64
}

/// Whose stock it is, as one name; nothing where it is physical stock of no special owner.
///
/// Names are in the order of form, owner and earmark: a form is a letter, and no text has a character before `PART`.
pub fn whose(form: Form, owner: &str, earmark: &str) -> String {
    match (form, owner, earmark) {
        (Form::Physical, "", "") => String::new(),
        _ => format!(
            "{}{PART}{owner}{PART}{earmark}",
            char::from(FIRST_FORM + form as u8)
        ),
    }
}

/// The form, owner and earmark of a name that [`whose`] made.
pub fn form_owner_earmark(whose: &str) -> (Form, &str, &str) {
    let mut parts = whose.splitn(3, PART);
    let mut part = || parts.next().unwrap_or_default();
    let letter = part().bytes().next().unwrap_or(FIRST_FORM);
    let form = Form::ALL.get(usize::from(letter - FIRST_FORM)).copied();
    (Form::stated(form), part(), part())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_stock_it_is_can_be_read_back() {
        for (form, owner, earmark) in [
            (Form::Physical, "", ""),
            (Form::Physical, "city", ""),
            (Form::Agreement, "", "site:H1;until:2022-03-31"),
        ] {
            let name = whose(form, owner, earmark);
            assert_eq!(form_owner_earmark(&name), (form, owner, earmark));
        }
    }

    #[test]
    fn the_numbers_of_a_key_can_be_read_back() {
        let numbers = [u32::MAX, 0, 7, u32::MAX - 1];
        assert_eq!(parts(key(numbers)), numbers);
    }
}
