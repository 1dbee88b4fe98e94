//! The lists that those who deliver go by: labels, goods to put together, boxes, slots, calls; and how many of each.
//!
//! Made of the tables of `allocate kits` and `allocate deliver` alone. The counts are those of their rows; telephone
//! numbers and doors stand as those tables show them.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::ledger::tables::{Consignment, Cycle, Label as Bag, Picking, Slot};
use crate::ledger::{Column, Record, Table};
use crate::quantity::Quantity;

use super::documents::{document, listing_if_given, section};
use super::names::Names;
use super::page::{Block, Fit, Grid, Heading, Line, Page, Shown, Tone};
use super::table_names::table_name;
use super::words::Label;

/// The tables of a delivery; `None` where a table is not supplied.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeliveryTables<'a> {
    pub label: Option<&'a [Bag]>,
    pub picking: Option<&'a [Picking]>,
    pub consignment: Option<&'a [Consignment]>,
    pub slot: Option<&'a [Slot]>,
    pub cycle: Option<&'a [Cycle]>,
}

/// The lists of the day, the counts first.
///
/// Rule: `T18`.
pub fn deliveries(tables: &DeliveryTables, names: &Names, as_of: Day) -> Page {
    let lang = names.lang;
    let counts = Block::Grid(counts(tables, names));
    let sections = [
        ("counts", Label::DeliveryCounts, counts),
        (
            "labels",
            Label::DeliveryLabels,
            whole(tables.label, Label::DeliveryLabels, names),
        ),
        (
            "picking",
            Label::DeliveryPicking,
            whole(tables.picking, Label::DeliveryPicking, names),
        ),
        (
            "boxes",
            Label::DeliveryBoxes,
            whole(tables.consignment, Label::DeliveryBoxes, names),
        ),
        (
            "slots",
            Label::DeliverySlots,
            whole(tables.slot, Label::DeliverySlots, names),
        ),
        (
            "calls",
            Label::DeliveryCalls,
            whole(tables.cycle, Label::DeliveryCalls, names),
        ),
    ];
    let sections = sections.map(|(id, title, block)| section(id, title, lang, vec![block]));
    document(
        lang,
        Label::TitleDelivery,
        &[&as_of.to_string()],
        sections.into(),
    )
}

/// Every row and column of a table, or a sentence.
fn whole<T: Record + Clone>(rows: Option<&[T]>, caption: Label, names: &Names) -> Block {
    let columns: Vec<Column> = T::TABLE.fields().iter().map(|field| field.column).collect();
    listing_if_given(rows, caption, names, &columns)
}

/// How many rows, households, goods and boxes a list has; `None` where the list does not speak of them.
struct Count {
    table: Table,
    rows: Option<usize>,
    households: Option<usize>,
    qty: Option<Quantity>,
    boxes: Option<i64>,
}

impl Count {
    fn of<T: Record>(rows: Option<&[T]>) -> Count {
        Count {
            table: T::TABLE,
            rows: rows.map(<[T]>::len),
            households: None,
            qty: None,
            boxes: None,
        }
    }

    fn line(&self, names: &Names) -> Line {
        let missing = || Shown::from(Label::NotSuppliedShort.text(names.lang).to_owned());
        let counted = |count: Option<usize>| count.map_or(Shown::from(String::new()), Shown::count);
        Line {
            tone: match self.rows {
                None => Tone::Warn,
                Some(_) => Tone::Plain,
            },
            cells: vec![
                Shown::from(table_name(self.table, names.lang)),
                self.rows.map_or_else(missing, Shown::count),
                counted(self.households),
                names.qty_shown(self.qty),
                counted(self.boxes.and_then(|boxes| usize::try_from(boxes).ok())),
            ],
        }
    }
}

/// The boxes sent out, each counted where it sets out and not again where a station hands it on.
fn sent_out(rows: &[Consignment]) -> i64 {
    let stations: BTreeSet<&str> = rows.iter().map(|row| row.site.as_str()).collect();
    let first = rows
        .iter()
        .filter(|row| !stations.contains(&*row.from_site));
    first.map(|row| row.boxes).sum()
}

/// What each list counts.
fn counts(tables: &DeliveryTables, names: &Names) -> Grid {
    let lang = names.lang;
    let headings = vec![
        Heading::said(Label::ListColumn, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
        Heading::of(Column::Households, lang, Fit::Number),
        Heading::of(Column::Qty, lang, Fit::Number),
        Heading::of(Column::Boxes, lang, Fit::Number),
    ];
    let counts = [
        Count {
            households: tables.label.map(|rows| homes(rows, |row| &row.household)),
            qty: tables.label.and_then(|rows| total(rows, |row| row.qty)),
            ..Count::of(tables.label)
        },
        Count {
            qty: tables.picking.and_then(|rows| total(rows, |row| row.qty)),
            ..Count::of(tables.picking)
        },
        Count {
            boxes: tables.consignment.map(sent_out),
            ..Count::of(tables.consignment)
        },
        Count {
            households: tables.slot.map(|rows| homes(rows, |row| &row.household)),
            ..Count::of(tables.slot)
        },
        Count {
            households: tables.cycle.map(|rows| homes(rows, |row| &row.household)),
            ..Count::of(tables.cycle)
        },
    ];
    let lines = counts.iter().map(|count| count.line(names)).collect();
    Grid::of_lines(Label::DeliveryCounts, lang, headings, lines)
}

/// How many households rows speak of.
fn homes<T>(rows: &[T], household: impl Fn(&T) -> &String) -> usize {
    rows.iter().map(household).collect::<BTreeSet<_>>().len()
}

fn total<T>(rows: &[T], qty: impl Fn(&T) -> Quantity) -> Option<Quantity> {
    Quantity::from_sum(
        rows.iter()
            .map(|row| i128::from(qty(row).thousandths()))
            .sum(),
    )
}
