//! One line of a long table of movements, requests or quotes to its row, where each of its cells is in plain form for
//! its column.
//!
//! The row is the one that the exact reader makes, cell for cell; a line that would need a repair, a conversion, a
//! warning or a fault is left to that reader. A map may give words of ours for words of theirs, state what stands in
//! every line, and tell kinds by one column.

use crate::calendar::Day;
use crate::engine::memo::Memo;
use crate::engine::name::{NO_NAME, Names};
use crate::io::lane::layout::Layout;
use crate::io::take::plan::{Origin, Source};
use crate::io::take::title::is_of_lists;
use crate::io::take::{may_be_no_data, terms_contradict};
use crate::ledger::cell::Cell;
use crate::ledger::parse::{as_written, is_mark, parse, plain_digits_in};
use crate::ledger::table::{Kind, Table};
use crate::ledger::text::tidy;
use crate::ledger::word::Choice;
use crate::ledger::{Column, Row, Text};
use crate::quantity::{Price, Quantity};

use super::name::{EXACT, base_unit, name};
use super::texts::Texts;
use super::units::Units;
use super::{Cells, Named};

/// A reader of rows, with the names of goods and units it has met.
#[derive(Debug)]
pub struct RowLane<'a> {
    layout: &'a Layout<'a>,
    names: Names,
    /// The texts of the names, by their numbers.
    texts: Vec<Text>,
    /// The columns that have a cell, item and unit apart.
    columns: Vec<Read<'a>>,
    /// The cells that no column is read from.
    others: Vec<usize>,
    /// Where a map turns the sign of quantities round by a column: its cell, and for each of its words whether it does.
    signs: Option<(usize, Memo)>,
    item: Named<'a>,
    unit: Named<'a>,
    units: Units,
    /// Where the columns of the row stand that other cells are asked for.
    places: Places,
    /// Those of a document and of a line in it, as far as the sheet has no cell for them.
    numbered: Vec<usize>,
    document: Text,
    row: Row,
}

/// The answer for a cell that says nothing.
const NO_WORD: u32 = EXACT - 1;

/// The positions of columns in the table.
#[derive(Debug, Clone, Copy)]
struct Places {
    item: usize,
    unit: usize,
    /// Of a document and of a line in it, where rows without them are numbered.
    numbers: Option<(usize, usize)>,
}

/// How the cell of a column is read.
#[derive(Debug)]
struct Read<'a> {
    source: &'a Source,
    /// The cell of the line.
    at: usize,
    /// Where the column stands in the row.
    place: usize,
    kind: Kind,
    is_required: bool,
    /// Whether it is what a row states and a note or a heading does not.
    is_amount: bool,
    /// What the words that were met are, by their place in the list.
    words: Memo,
    texts: Texts,
}

impl<'a> RowLane<'a> {
    /// A reader of the lines of `layout`; `None` where it is no table of movements, requests or quotes, or where a cell
    /// by itself does not tell what a column holds.
    pub fn new(layout: &'a Layout<'a>) -> Option<RowLane<'a>> {
        let (plan, table) = (layout.plan, layout.plan.table);
        let (amount, document) = match table {
            Table::Movement => (Kind::Quantity, Column::Doc),
            Table::Request => (Kind::Quantity, Column::Request),
            Table::Quote => (Kind::Price, Column::Request),
            _ => return None,
        };
        let position = |column| table.position(column);
        let places = Places {
            item: position(Column::Item)?,
            unit: position(Column::Unit)?,
            numbers: position(document).zip(position(Column::Line)),
        };
        let columns = columns(layout, amount)?;
        let row = stated(layout)?;
        let is_named = |at: &usize| {
            let named = [places.item, places.unit].into_iter();
            named
                .map(|place| plan.sources[place].origin())
                .any(|origin| origin == Origin::Cell(*at))
        };
        let is_read = |at: &usize| columns.iter().any(|column| column.at == *at) || is_named(at);
        let others = (0..layout.width).filter(|at| !is_read(at)).collect();
        // A header that reads as an amount might stand there again, and look like a row.
        let may_be_row = |read: &Read| {
            let header = layout.sheet.headers.get(read.at);
            header.is_some_and(|header| header.starts_with(|c: char| c.is_ascii_digit()))
        };
        let mut amounts = columns.iter().filter(|read| read.is_amount);
        let signs = plan.kind_column().filter(|_| table == Table::Movement);
        let is_told = plan.has_kinds() == signs.is_some() && !amounts.any(may_be_row);
        let is_numbered = |place: &usize| {
            row.cells[*place].is_empty() && columns.iter().all(|column| column.place != *place)
        };
        let numbers = places
            .numbers
            .map_or(Vec::new(), |(document, line)| vec![document, line]);
        let numbered = numbers.into_iter().filter(is_numbered).collect();
        is_told.then(|| RowLane {
            layout,
            names: Names::default(),
            texts: Vec::new(),
            others,
            signs: signs.map(|at| (at, Memo::default())),
            item: Named::new(layout, Column::Item),
            unit: Named::new(layout, Column::Unit),
            units: Units::default(),
            places,
            numbered,
            document: layout.sheet.document().into(),
            row,
            columns,
        })
    }

    /// The row of a line that has as many cells as its header, without its place; `None` where the exact reader is to
    /// judge the line.
    pub fn row(&mut self, cells: &Cells<'_>, number: u64) -> Option<&Row> {
        let is_data = |at: &usize| open(cells.text(*at)).is_some_and(is_data);
        if !self.others.iter().all(is_data) {
            return None;
        }
        for place in &self.numbered {
            self.row.cells[*place] = Cell::Empty;
        }
        let is_negated = self.is_negated(cells);
        // A line that states no amount may be a note, or a heading.
        let mut states_amount = false;
        for read in &mut self.columns {
            let cell = &mut self.row.cells[read.place];
            read.fill(cell, cells, is_negated)?;
            states_amount |= read.is_amount && !cell.is_empty();
        }
        if !states_amount {
            return None;
        }
        self.measure(cells)?;
        if terms_contradict(&self.row) {
            return None;
        }
        if let Some((document, line)) = self.places.numbers {
            if self.row.cells[document].is_empty() {
                self.row.cells[document] = self.document.clone().into();
            }
            if self.row.cells[line].is_empty() {
                self.row.cells[line] = number.to_string().into();
            }
        }
        Some(&self.row)
    }

    /// Whether a map turns the sign of the line's quantity round.
    #[inline]
    fn is_negated(&mut self, cells: &Cells<'_>) -> bool {
        let Some((at, memo)) = &mut self.signs else {
            return false;
        };
        let (from, to) = cells.bounds(*at);
        let plan = self.layout.plan;
        let is_negated = |there: &str| plan.negates_by(&tidy(there));
        let answer = memo.answer(cells.block.as_bytes(), from, to, |_| {
            u32::from(open(&cells.block[from..to]).is_some_and(is_negated))
        });
        answer == 1
    }

    /// Gives the row its item and its unit; `None` where a name or a conversion is to be looked up.
    fn measure(&mut self, cells: &Cells<'_>) -> Option<()> {
        let (layout, names) = (self.layout, &self.names);
        let item = self
            .item
            .number(cells, |cell| name(layout, names, Column::Item, cell))?;
        let unit = self
            .unit
            .number(cells, |cell| name(layout, names, Column::Unit, cell))?;
        let base = self
            .units
            .base(item, unit, || base_unit(layout, names, item, unit))?;
        if item == NO_NAME {
            return None;
        }
        self.row.cells[self.places.item] = self.text(item).into();
        self.row.cells[self.places.unit] = self.text(base).into();
        Some(())
    }

    /// The text of a name.
    fn text(&mut self, number: u32) -> Text {
        for unseen in self.texts.len() as u32..=number {
            self.texts.push(Text::from(&*self.names.text(unseen)));
        }
        self.texts[number as usize].clone()
    }
}

impl Read<'_> {
    /// Puts the cell into a row as it holds it, a quantity with its sign turned round where that `is_negated`; `None`
    /// where it is not in plain form, or missing.
    #[inline]
    fn fill(&mut self, cell: &mut Cell, cells: &Cells<'_>, is_negated: bool) -> Option<()> {
        let (from, to) = cells.bounds(self.at);
        if from == to && self.is_itself() {
            // A column that is empty throughout costs a look.
            if !matches!(cell, Cell::Empty) {
                *cell = Cell::Empty;
            }
            return (!self.is_required).then_some(());
        }
        let block = cells.block.as_bytes();
        let there = &cells.block[from..to];
        *cell = match self.kind {
            Kind::Text => {
                let (source, is_required) = (self.source, self.is_required);
                let read = |there: &str| text(source, there, is_required);
                let read = self.texts.text(cells.block, (from, to), read)?;
                Some(read)
                    .filter(|text| !text.is_empty())
                    .map_or(Cell::Empty, Cell::from)
            }
            Kind::Quantity => Cell::Quantity(quantity(block, (from, to), is_negated)?),
            Kind::Price => {
                let steps = plain_digits_in(block, from, to, 4)?;
                Cell::Price(Price::from_steps(steps))
            }
            Kind::Day | Kind::Expiry => {
                Cell::Day(Day::parse_iso(&block[from..to]).filter(|day| is_of_lists(*day))?)
            }
            Kind::Word(choices) => {
                let (kind, source, is_required) = (self.kind, self.source, self.is_required);
                let read = |_: &[u8]| word(kind, source, choices, there, is_required);
                match self.words.answer(block, from, to, read) {
                    NO_WORD => Cell::Empty,
                    answer => Cell::Word(choices.get(answer as usize)?.id),
                }
            }
            kind => as_written(kind, there).or_else(|| plain(kind, there))?,
        };
        Some(())
    }

    /// Whether an empty cell says nothing: no map has a word for it, and no kind follows from it.
    #[inline]
    fn is_itself(&self) -> bool {
        !self.source.has_values() && self.source.origin() != Origin::Kind
    }
}

/// How the cells are read of all columns that have one, but for item and unit, which are read as names; `None` where a
/// cell by itself does not tell what its column holds, or a column that must be there has none. `amount`: the kind of
/// what a row states and a note does not.
fn columns<'a>(layout: &Layout<'a>, amount: Kind) -> Option<Vec<Read<'a>>> {
    let fields = layout.plan.table.fields().iter().zip(&layout.plan.sources);
    let mut columns = Vec::new();
    for (place, (field, source)) in fields.enumerate() {
        let is_named = is_named(field.column);
        let is_read = source.date_format.is_none() && !source.states_unit() && !source.is_rounded;
        let is_word = matches!(field.kind, Kind::Text | Kind::Word(_));
        let at = match source.origin() {
            _ if !is_read || source.has_values() && !is_word => return None,
            Origin::Nothing if is_named || !field.is_required => continue,
            Origin::Constant(_) => continue,
            Origin::Cell(at) => at,
            Origin::Kind => layout.plan.kind_column()?,
            Origin::Nothing | Origin::Other => return None,
        };
        if at >= layout.width {
            return None;
        }
        let read = (!is_named).then(|| Read {
            source,
            at,
            place,
            kind: field.kind,
            is_required: field.is_required,
            is_amount: field.kind == amount,
            words: Memo::default(),
            texts: Texts::default(),
        });
        columns.extend(read);
    }
    Some(columns)
}

/// The names that are read by number.
fn is_named(column: Column) -> bool {
    [Column::Item, Column::Unit].contains(&column)
}

/// A row with what a map states for every line; `None` where that is not in plain form, or missing.
fn stated(layout: &Layout<'_>) -> Option<Row> {
    let table = layout.plan.table;
    let fields = table.fields().iter().zip(&layout.plan.sources);
    let cells = fields.map(|(field, source)| match source.origin() {
        Origin::Constant(stated) if !is_named(field.column) => {
            let cell = match field.kind {
                Kind::Text => Some(text(source, stated, false)?)
                    .filter(|text| !text.is_empty())
                    .map_or(Cell::Empty, Cell::from),
                kind => plain(kind, &source.mapped(stated.to_owned()))?,
            };
            (!field.is_required || !cell.is_empty()).then_some(cell)
        }
        _ => Some(Cell::Empty),
    });
    Some(Row {
        table,
        cells: cells.collect::<Option<_>>()?,
        place: None,
    })
}

/// What stands in a cell: its text, or that between its quotation marks; `None` where others stand within.
#[inline]
fn open(cell: &str) -> Option<&str> {
    match cell.strip_prefix('"') {
        None => Some(cell),
        Some(rest) => rest.strip_suffix('"').filter(|text| !text.contains('"')),
    }
}

/// The text of a cell, or its word in a map.
fn text(source: &Source, there: &str, is_required: bool) -> Option<Text> {
    let there = open(there).filter(|there| is_data(there))?;
    let mapped = source.mapped(tidy(there).into_owned());
    let tidied = tidy(&mapped);
    let is_missing = is_required && tidied.is_empty();
    (!is_mark(&tidied) && !is_missing).then(|| Text::from(&*tidied))
}

/// The quantity of a cell that is below nothing neither as it stands nor as it is meant.
#[inline]
fn quantity(block: &[u8], (from, to): (usize, usize), is_negated: bool) -> Option<Quantity> {
    let has_sign = from < to && block[from] == b'-';
    let thousandths = plain_digits_in(block, from + usize::from(has_sign), to, 3)?;
    let qty = Quantity::from_thousandths(thousandths);
    (has_sign == is_negated && qty < Quantity::IMPLAUSIBLE).then_some(qty)
}

/// Whether a cell can make its line no data.
#[inline]
fn is_data(cell: &str) -> bool {
    !may_be_no_data(cell)
}

/// The place of the word in a cell among `choices`, or [`NO_WORD`].
fn word(kind: Kind, source: &Source, choices: &[Choice], there: &str, is_required: bool) -> u32 {
    let Some(there) = open(there).filter(|there| is_data(there)) else {
        return EXACT;
    };
    let text = tidy(there).into_owned();
    let word = source.mapped(source.kind_by(&text).unwrap_or(text));
    if word.is_empty() && !is_required {
        return NO_WORD;
    }
    let Some(Cell::Word(id)) = plain(kind, &word) else {
        return EXACT;
    };
    let at = choices.iter().position(|choice| choice.id == id);
    at.and_then(|at| u32::try_from(at).ok()).unwrap_or(EXACT)
}

/// A cell of any kind, read as the exact reader reads it; `None` where that rewrites or refuses it.
fn plain(kind: Kind, cell: &str) -> Option<Cell> {
    let parsed = parse(kind, cell, None).ok()?;
    let is_open = !cell.starts_with('"') && is_data(cell);
    let is_plain = parsed.repair.is_none() && parsed.unit.is_none() && is_open;
    is_plain.then_some(parsed.cell)
}
