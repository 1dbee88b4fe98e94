//! One line of a long ledger to a posting, where each of its cells is in plain form for its column.
//!
//! Days, quantities and prices are read digit by digit; names and words once for each different cell, by the exact
//! reader's own functions. A cell that would need a repair, a conversion or a fault makes the whole line the exact
//! reader's, so that what comes out is the same.

use std::borrow::Cow;

use crate::calendar::Day;
use crate::engine::Posting;
use crate::engine::memo::Memo;
use crate::engine::name::{NO_NAME, Names};
use crate::engine::posting::key;
use crate::ledger::Column;
use crate::ledger::parse::{is_nothing, plain_digits_in};
use crate::ledger::text::tidy;
use crate::ledger::word::{MovementKind, Word};
use crate::quantity::{Price, Quantity};

use super::layout::{Layout, Part};

pub mod name;
pub mod quote;
pub mod row;
mod sheet;
mod texts;
pub mod units;
pub mod whose;

use name::{EXACT, NEGATED, base_unit, form, kind, name};
use sheet::SheetLane;
use whose::Whose;

/// A line's cells: the block it stands in, and where each of them ends.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'a> {
    pub block: &'a str,
    pub start: usize,
    pub ends: &'a [u32],
    /// Where the last cell ends: before a carriage return.
    pub end: usize,
    /// Where the cells of the line behind this one end; none behind the last of the block.
    pub behind: &'a [u32],
}

/// A reader of lines, with all the names it has met.
#[derive(Debug)]
pub struct Lane<'a> {
    sheet: SheetLane<'a>,
    qty: Part<'a>,
    expiry: Part<'a>,
    mfg_date: Part<'a>,
    unit_cost: Part<'a>,
    kind: Named<'a>,
    site: Named<'a>,
    item: Named<'a>,
    lot: Named<'a>,
    unit: Named<'a>,
    form: Named<'a>,
    owner: Named<'a>,
    earmark: Named<'a>,
    counterparty: Named<'a>,
    /// Whether form, owner or earmark are stated anywhere.
    tells_whose: bool,
    whose: Whose,
}

/// A column of names or words, each different cell read once.
#[derive(Debug)]
struct Named<'a> {
    part: Part<'a>,
    memo: Memo,
    /// The number of every line, once it was read, where the column has no cell.
    fixed: Option<u32>,
}

impl<'a> Cells<'a> {
    #[inline]
    fn bounds(&self, at: usize) -> (usize, usize) {
        let from = match at {
            0 => self.start,
            _ => self.ends[at - 1] as usize + 1,
        };
        let to = match at + 1 == self.ends.len() {
            true => self.end,
            false => self.ends[at] as usize,
        };
        (from, to)
    }

    /// Where a cell of the line behind this one stands, a carriage return with it.
    #[inline]
    fn bounds_behind(&self, at: usize) -> Option<(usize, usize)> {
        let to = *self.behind.get(at)?;
        let before = match at {
            0 => self.ends.last(),
            _ => self.behind.get(at - 1),
        };
        Some((*before? as usize + 1, to as usize))
    }

    /// The bytes of a cell.
    #[inline]
    pub fn bytes(&self, at: usize) -> &'a [u8] {
        let (from, to) = self.bounds(at);
        &self.block.as_bytes()[from..to]
    }

    /// The bytes of some cells side by side, given by the first and the last, with what stands between them.
    #[inline]
    pub fn run(&self, (first, last): (usize, usize)) -> &'a [u8] {
        &self.block.as_bytes()[self.bounds(first).0..self.bounds(last).1]
    }

    /// The text of a cell.
    pub fn text(&self, at: usize) -> &'a str {
        let (from, to) = self.bounds(at);
        &self.block[from..to]
    }
}

impl<'a> Lane<'a> {
    /// A reader of the lines of `layout`, whose names are numbered by `names`.
    pub fn new(layout: &'a Layout<'a>, names: &'a Names) -> Lane<'a> {
        let named = |column| Named::new(layout, column);
        Lane {
            sheet: SheetLane::new(layout, names),
            qty: layout.part(Column::Qty),
            expiry: layout.part(Column::Expiry),
            mfg_date: layout.part(Column::MfgDate),
            unit_cost: layout.part(Column::UnitCost),
            kind: named(Column::Kind),
            site: named(Column::Site),
            item: named(Column::Item),
            lot: named(Column::Lot),
            unit: named(Column::Unit),
            form: named(Column::Form),
            owner: named(Column::Owner),
            earmark: named(Column::Earmark),
            counterparty: named(Column::Counterparty),
            tells_whose: whose::is_told(layout),
            whose: Whose::default(),
        }
    }

    /// The posting of a line that has as many cells as its header; `None` where the exact reader is to judge it.
    pub fn posting(&mut self, cells: &Cells<'_>, position: u64) -> Option<Posting> {
        let (layout, names) = (self.sheet.layout, self.sheet.names);
        for named in [&self.site, &self.item, &self.lot] {
            named.wish(cells);
        }
        let date = self.sheet.day(cells)?;
        let kind = self.kind.number(cells, |cell| kind(layout, cell))?;
        let is_negated = kind & NEGATED != 0;
        let kind = *MovementKind::ALL.get((kind & !NEGATED) as usize)?;
        let site = self
            .site
            .number(cells, |cell| name(layout, names, Column::Site, cell))?;
        let item = self
            .item
            .number(cells, |cell| name(layout, names, Column::Item, cell))?;
        let lot = self
            .lot
            .number(cells, |cell| name(layout, names, Column::Lot, cell))?;
        let unit = self
            .unit
            .number(cells, |cell| name(layout, names, Column::Unit, cell))?;
        // A reversal is read exactly, with the line it names.
        if site == NO_NAME || item == NO_NAME || kind == MovementKind::Reversal {
            return None;
        }
        let qty = quantity(self.qty, cells, is_negated, kind)?;
        Some(Posting {
            position,
            key: key([site, item, lot, self.whose(cells)?]),
            date,
            kind,
            qty: Some(qty),
            unit: self
                .sheet
                .units
                .base(item, unit, || base_unit(layout, names, item, unit))?,
            expiry: day(self.expiry, cells)?,
            mfg_date: day(self.mfg_date, cells)?,
            unit_cost: price(self.unit_cost, cells)?,
            reference: NO_NAME,
            name: 0,
        })
    }

    /// Whether document or line of a line stand in quotation marks.
    pub fn has_quoted_name(&self, cells: &Cells<'_>) -> bool {
        [Column::Doc, Column::Line]
            .iter()
            .any(|column| match self.sheet.layout.part(*column) {
                Part::Cell(at) => cells.bytes(at).first() == Some(&b'"'),
                Part::Constant(_) | Part::Nothing => false,
            })
    }

    /// Whether anything stands in the `ref` of a line.
    pub fn has_reference(&self, cells: &Cells<'_>) -> bool {
        match self.sheet.layout.part(Column::Ref) {
            Part::Cell(at) => !cells.bytes(at).is_empty(),
            Part::Constant(text) => !text.is_empty(),
            Part::Nothing => false,
        }
    }

    /// The number of whom a line names as the other side; `None` where the exact reader is to judge it.
    pub fn receiver(&mut self, cells: &Cells<'_>) -> Option<u32> {
        let (layout, names) = (self.sheet.layout, self.sheet.names);
        self.counterparty.number(cells, |cell| {
            name(layout, names, Column::Counterparty, cell)
        })
    }

    /// Document and line of a line: the file and the line's number where it has no own.
    pub fn name<'c>(&self, cells: &Cells<'c>, number: u64) -> [Cow<'c, str>; 2]
    where
        'a: 'c,
    {
        let [doc, line] = [Column::Doc, Column::Line].map(|column| self.text(column, cells));
        let or = |text: Cow<'c, str>, other: &dyn Fn() -> String| match text.is_empty()
            || is_nothing(&text)
        {
            true => Cow::Owned(other()),
            false => text,
        };
        [
            or(doc, &|| self.sheet.layout.sheet.document()),
            or(line, &|| number.to_string()),
        ]
    }

    /// The text of a column, as the exact reader reads it.
    fn text<'c>(&self, column: Column, cells: &Cells<'c>) -> Cow<'c, str>
    where
        'a: 'c,
    {
        let text = match self.sheet.layout.part(column) {
            Part::Cell(at) => tidy(cells.text(at)),
            Part::Constant(text) => tidy(text),
            Part::Nothing => Cow::Borrowed(""),
        };
        let mapping = self
            .sheet
            .layout
            .source(column)
            .filter(|source| source.has_values());
        match mapping {
            Some(source) => Cow::Owned(tidy(&source.mapped(text.into_owned())).into_owned()),
            None => text,
        }
    }

    /// The number of whose stock it is.
    #[inline]
    fn whose(&mut self, cells: &Cells<'_>) -> Option<u32> {
        if !self.tells_whose {
            return Some(NO_NAME);
        }
        let (layout, names) = (self.sheet.layout, self.sheet.names);
        let form = self.form.number(cells, |cell| form(layout, cell))?;
        let owner = self
            .owner
            .number(cells, |cell| name(layout, names, Column::Owner, cell))?;
        let earmark = self
            .earmark
            .number(cells, |cell| name(layout, names, Column::Earmark, cell))?;
        Some(self.whose.number(names, [form, owner, earmark]))
    }
}

impl<'a> Named<'a> {
    fn new(layout: &Layout<'a>, column: Column) -> Named<'a> {
        Named {
            part: layout.part(column),
            memo: Memo::default(),
            fixed: None,
        }
    }

    /// Asks for the answer to the cell of the line behind this one, ahead of its turn.
    #[inline]
    fn wish(&self, cells: &Cells<'_>) {
        if let Part::Cell(at) = self.part
            && self.memo.is_far()
            && let Some((from, to)) = cells.bounds_behind(at)
        {
            self.memo.wish(cells.block.as_bytes(), from, to);
        }
    }

    /// The number of a line's cell in this column, as `read` reads it; `None` where the exact reader is to judge it.
    #[inline]
    fn number(&mut self, cells: &Cells<'_>, read: impl Fn(&str) -> u32) -> Option<u32> {
        let answer = match self.part {
            Part::Nothing => *self.fixed.get_or_insert_with(|| read("")),
            Part::Constant(text) => *self.fixed.get_or_insert_with(|| read(text)),
            Part::Cell(at) => {
                let (from, to) = cells.bounds(at);
                self.memo.answer(cells.block.as_bytes(), from, to, |_| {
                    read(&cells.block[from..to])
                })
            }
        };
        Some(answer).filter(|answer| *answer != EXACT)
    }
}

/// The quantity of a cell in plain form that a movement of this kind may have.
#[inline]
fn quantity(
    part: Part<'_>,
    cells: &Cells<'_>,
    is_negated: bool,
    kind: MovementKind,
) -> Option<Quantity> {
    let Part::Cell(at) = part else {
        return None;
    };
    let (from, to) = cells.bounds(at);
    let block = cells.block.as_bytes();
    let has_sign = from < to && block[from] == b'-';
    let thousandths = plain_digits_in(block, from + usize::from(has_sign), to, 3)?;
    allowed(thousandths, has_sign != is_negated, kind)
}

/// The quantity of so many thousandths, with a minus or not, where a movement of this kind may have it.
#[inline]
pub fn allowed(thousandths: i64, has_minus: bool, kind: MovementKind) -> Option<Quantity> {
    let is_negative = has_minus && thousandths > 0;
    if is_negative && kind != MovementKind::Adjust {
        return None;
    }
    let quantity = Quantity::from_thousandths(if is_negative {
        -thousandths
    } else {
        thousandths
    });
    (quantity < Quantity::IMPLAUSIBLE).then_some(quantity)
}

/// The day of a cell, none where it is empty; `None` where it is not in plain form.
#[inline]
fn day(part: Part<'_>, cells: &Cells<'_>) -> Option<Option<Day>> {
    let Part::Cell(at) = part else {
        return Some(None);
    };
    match cells.bytes(at) {
        b"" => Some(None),
        cell => Day::parse_iso(cell).map(Some),
    }
}

/// The price of a cell, none where it is empty; `None` where it is not in plain form.
#[inline]
fn price(part: Part<'_>, cells: &Cells<'_>) -> Option<Option<Price>> {
    let Part::Cell(at) = part else {
        return Some(None);
    };
    let (from, to) = cells.bounds(at);
    match from == to {
        true => Some(None),
        false => plain_digits_in(cells.block.as_bytes(), from, to, 4)
            .map(|steps| Some(Price::from_steps(steps))),
    }
}
