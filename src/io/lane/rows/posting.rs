//! Rows to postings, column by column, where each cell is in plain form for its column.

use crate::calendar::Day;
use crate::engine::Posting;
use crate::engine::memo::text_hash;
use crate::engine::name::{NO_NAME, Names};
use crate::engine::posting::{Asked, key, line_name_of};
use crate::io::frame::rows::Rows;
use crate::io::lane::layout::{Layout, Part};
use crate::io::lane::line::allowed;
use crate::io::lane::line::name::{NEGATED, base_unit};
use crate::io::lane::line::units::Units;
use crate::io::lane::line::whose::{Whose, is_told};
use crate::io::lane::{LineNames, Pass};
use crate::io::take::title::is_of_lists;
use crate::ledger;
use crate::ledger::word::{MovementKind, Word as _};
use crate::quantity::Price;

use super::Columns;
use super::cell::{Hashes, day, is_empty, price, thousandths};
use super::column::{Column, Step};
use super::guard::Guards;
use super::named::Named;

/// A reader of rows, with all the names it has met.
pub struct PostingRows<'a> {
    layout: &'a Layout<'a>,
    names: &'a Names,
    /// Added to the number of a row it is its position.
    base: u64,
    date: Column<Option<Option<Day>>>,
    expiry: Column<Option<Option<Day>>>,
    mfg_date: Column<Option<Option<Day>>>,
    qty: Column<Option<(i64, bool)>>,
    unit_cost: Column<Option<Option<Price>>>,
    kind: Named<'a>,
    site: Named<'a>,
    item: Named<'a>,
    lot: Named<'a>,
    unit: Named<'a>,
    whose: Option<[Named<'a>; 3]>,
    whose_numbers: Whose,
    units: Units,
    guards: Guards,
    /// Hashes of documents and of lines, where names of lines are asked for.
    names_of_lines: Option<[Hashed<'a>; 2]>,
    /// The hash of the document of a line that has no own.
    document: u64,
    /// Whether nothing stands in `ref`, where that is asked for.
    without_reference: Option<Column<bool>>,
    /// Whom rows name as the other side, where that is asked for.
    receiver: Option<Named<'a>>,
}

/// A column that names lines.
struct Hashed<'a> {
    column: Column<Option<Option<u64>>>,
    hashes: Hashes<'a>,
}

impl<'a> Hashed<'a> {
    fn new(layout: &Layout<'a>, column: ledger::Column) -> Hashed<'a> {
        let hashes = Hashes::new(layout, column);
        let column = Column::new(layout.part(column), |text| hashes.hash_of(text));
        Hashed { column, hashes }
    }
}

impl<'a> PostingRows<'a> {
    /// A reader of `rows`, the lines of `layout`, for a `pass`, and for what is `asked` beside postings; `None` where the
    /// layout tells no cells of dates or quantities, only data frames can tell what is in the file, or the texts of
    /// names of lines are asked for.
    pub fn new(
        layout: &'a Layout<'a>,
        pass: Pass<'a>,
        asked: Asked,
        rows: &Rows,
    ) -> Option<PostingRows<'a>> {
        use ledger::Column as Of;
        let is_cell = |column| matches!(layout.part(column), Part::Cell(_));
        let guards = Guards::new(layout, rows)?;
        let is_known = pass.names_of_lines == LineNames::Known;
        if is_known || !is_cell(Of::Date) || !is_cell(Of::Qty) {
            return None;
        }
        let names = pass.names;
        let hashed = |column| Hashed::new(layout, column);
        let is_named = pass.names_of_lines == LineNames::Hashed;
        let named = |column| Named::new(layout, names, column);
        Some(PostingRows {
            layout,
            names,
            base: pass.base,
            date: Column::new(layout.part(Of::Date), |_| None),
            expiry: Column::new(layout.part(Of::Expiry), |_| Some(None)),
            mfg_date: Column::new(layout.part(Of::MfgDate), |_| Some(None)),
            qty: Column::new(layout.part(Of::Qty), |_| None),
            unit_cost: Column::new(layout.part(Of::UnitCost), |_| Some(None)),
            kind: named(Of::Kind),
            site: named(Of::Site),
            item: named(Of::Item),
            lot: named(Of::Lot),
            unit: named(Of::Unit),
            whose: is_told(layout).then(|| [Of::Form, Of::Owner, Of::Earmark].map(named)),
            whose_numbers: Whose::default(),
            units: Units::default(),
            guards,
            names_of_lines: is_named.then(|| [Of::Doc, Of::Line].map(hashed)),
            document: text_hash(layout.sheet.document().as_bytes()),
            without_reference: asked
                .references
                .then(|| Column::new(layout.part(Of::Ref), str::is_empty)),
            receiver: asked.receivers.then(|| named(Of::Counterparty)),
        })
    }

    /// The posting of a row of the batch; `None` where the exact reader is to judge it.
    #[inline]
    pub fn posting(&mut self, row: usize, number: u64) -> Option<Posting> {
        let (layout, names) = (self.layout, self.names);
        if !self.guards.are_passed(row) {
            return None;
        }
        let kind = self.kind.number(row)?;
        let is_negated = kind & NEGATED != 0;
        let kind = *MovementKind::ALL.get((kind & !NEGATED) as usize)?;
        let (site, item) = (self.site.number(row)?, self.item.number(row)?);
        let (lot, unit) = (self.lot.number(row)?, self.unit.number(row)?);
        // A reversal is read exactly, with the line it names.
        if site == NO_NAME || item == NO_NAME || kind == MovementKind::Reversal {
            return None;
        }
        let (thousandths, has_minus) = self.qty.batch[row]?;
        let read_unit = || base_unit(layout, names, item, unit);
        Some(Posting {
            position: self.base + number,
            key: key([site, item, lot, self.whose(row)?]),
            date: self.date.batch[row]?.filter(|day| is_of_lists(*day))?,
            kind,
            qty: Some(allowed(thousandths, has_minus != is_negated, kind)?),
            unit: self.units.base(item, unit, read_unit)?,
            expiry: self.expiry.batch[row]?,
            mfg_date: self.mfg_date.batch[row]?,
            unit_cost: self.unit_cost.batch[row]?,
            reference: NO_NAME,
            name: self.name(row, number)?,
        })
    }

    /// Whether anything stands in the `ref` of a row, or nobody asked.
    pub fn has_reference(&self, row: usize) -> bool {
        let without = self.without_reference.as_ref();
        without.is_none_or(|column| !column.batch[row])
    }

    /// The number of whom a row names as the other side; `None` where the exact reader is to judge it.
    pub fn receiver(&self, row: usize) -> Option<u32> {
        match &self.receiver {
            Some(receiver) => receiver.number(row),
            None => Some(NO_NAME),
        }
    }

    /// The hash of a row's document and line, where it is asked for.
    #[inline]
    fn name(&self, row: usize, number: u64) -> Option<u64> {
        let Some([doc, line]) = &self.names_of_lines else {
            return Some(0);
        };
        let line = line.column.batch[row]?;
        let line = line.unwrap_or_else(|| text_hash(number.to_string().as_bytes()));
        let doc = doc.column.batch[row]?.unwrap_or(self.document);
        Some(line_name_of(doc, line))
    }

    /// The number of whose stock it is.
    #[inline]
    fn whose(&mut self, row: usize) -> Option<u32> {
        let Some([form, owner, earmark]) = &self.whose else {
            return Some(NO_NAME);
        };
        let numbers = [form.number(row)?, owner.number(row)?, earmark.number(row)?];
        Some(self.whose_numbers.number(self.names, numbers))
    }
}

impl Columns for PostingRows<'_> {
    fn step(&mut self, step: &mut Step<'_>) -> Option<()> {
        for column in [&mut self.date, &mut self.expiry, &mut self.mfg_date] {
            column.step(step, &mut day)?;
        }
        self.qty.step(step, &mut thousandths)?;
        self.unit_cost.step(step, &mut price)?;
        for named in [
            &mut self.kind,
            &mut self.site,
            &mut self.item,
            &mut self.lot,
            &mut self.unit,
        ] {
            named.step(step)?;
        }
        let others = self.whose.iter_mut().flatten();
        for named in others.chain(&mut self.receiver) {
            named.step(step)?;
        }
        self.guards.step(step)?;
        for Hashed { column, hashes } in self.names_of_lines.iter_mut().flatten() {
            column.step(step, &mut |value| hashes.hash(value))?;
        }
        if let Some(column) = &mut self.without_reference {
            column.step(step, &mut is_empty)?;
        }
        Some(())
    }
}
