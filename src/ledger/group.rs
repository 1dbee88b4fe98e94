//! Rows added up by some of their columns: exact sums of what may be added, and nothing of what may not.
//!
//! Result: one row per value of the key, in its order. The key is what was asked for and, beside it, whatever would
//! otherwise be added up silently: the day a balance stands for, the kind of a movement, the form, the standard, the
//! method of a figure, the fund that pays and the unit. Where nothing tells the unit, goods are kept apart. Rates, days,
//! prices and ratios are never added.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Money, Quantity};

use super::cell::{Cell, FromCell as _};
use super::column::Column;
use super::row::Row;
use super::table::{Field, Kind, Table, field};

/// What tells two figures apart that must not be added up; each joins the key where its table has it.
const APART: &[Column] = &[
    Column::AsOf,
    Column::Kind,
    Column::Form,
    Column::Standard,
    Column::Method,
    Column::Fund,
    Column::Unit,
];

/// Quantities that are no amounts: so much a day, in a pack, at least; and what a giver keeps and has left, which the row of
/// each of its lots states again.
const NO_AMOUNTS: &[Column] = &[
    Column::Rate,
    Column::PerDay,
    Column::PackSize,
    Column::MinQty,
    Column::Floor,
    Column::Kept,
];

/// Tables that state a total beside its parts, and what stands in which column of a total.
const TOTALS: &[(Table, Column, &str)] = &[
    (Table::Fairness, Column::Tier, ""),
    (Table::Ageing, Column::Bucket, AGEING_TOTAL),
];

/// Figures that speak of an amount of their row: where that is nothing, they have no part in a sum.
const OF_AMOUNTS: &[(Table, Column, Column)] = &[(Table::Valuation, Column::Value, Column::Valued)];

/// The span of table `ageing` that adds up all the others.
pub const AGEING_TOTAL: &str = "total";

/// Rows that were added up.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouped {
    /// The key, the sums, and the number of rows.
    pub fields: Vec<Field>,
    pub rows: Vec<Vec<Cell>>,
    /// Columns of the key that nobody asked for.
    pub joined: Vec<Column>,
    /// Columns of numbers that do not add up.
    pub left_out: Vec<Column>,
    /// How many sums are missing because one of their parts is.
    pub incomplete: usize,
}

/// Adds up `rows`, all of `table`, by the columns `by`.
///
/// A sum of which a part is missing is missing; what is worth nothing anybody stated has no part in the worth of the
/// rest, which is counted beside it. Errors: `overflow`.
pub fn group(table: Table, rows: &[Row], by: &[Column]) -> Result<Grouped, Diagnostic> {
    let joined = joined(table, rows, by);
    let key: Vec<Column> = by.iter().chain(&joined).copied().collect();
    let is_free = |field: &&Field| !key.contains(&field.column);
    let (sums, others): (Vec<&Field>, Vec<&Field>) = table
        .fields()
        .iter()
        .filter(is_free)
        .partition(|field| is_amount(field));
    let mut groups: BTreeMap<Vec<Ordered>, Vec<&Row>> = BTreeMap::new();
    for row in once(table, rows, &key) {
        let values = key.iter().map(|column| Ordered(row.cell(*column).clone()));
        groups.entry(values.collect()).or_default().push(row);
    }
    let mut grouped = Grouped {
        fields: fields(table, &key, &sums),
        rows: Vec::with_capacity(groups.len()),
        joined,
        left_out: others
            .iter()
            .filter(|field| field.kind.is_number())
            .map(|field| field.column)
            .collect(),
        incomplete: 0,
    };
    for (values, members) in groups {
        let mut cells: Vec<Cell> = values.into_iter().map(|value| value.0).collect();
        for field in &sums {
            let of = OF_AMOUNTS.iter();
            let mut of = of.filter(|(of, figure, _)| (*of, *figure) == (table, field.column));
            let amount = of.next().map(|(_, _, amount)| *amount);
            let is_part = |row: &&&Row| amount.is_none_or(|amount| !is_nothing(row.cell(amount)));
            let has_part = members.iter().any(|row| is_part(&row));
            let parts = members.iter().filter(|row| !has_part || is_part(row));
            let parts = parts.map(|row| row.cell(field.column));
            let (sum, is_incomplete) = sum(field, parts)?;
            grouped.incomplete += usize::from(is_incomplete);
            cells.push(sum);
        }
        cells.push(Cell::Integer(members.len() as i64));
        grouped.rows.push(cells);
    }
    Ok(grouped)
}

/// What joins the key unasked: whatever tells figures apart, and the item where no unit does.
fn joined(table: Table, rows: &[Row], by: &[Column]) -> Vec<Column> {
    let has = |column: Column| table.position(column).is_some();
    let mut joined: Vec<Column> = APART.iter().copied().filter(|c| has(*c)).collect();
    let has_amount = table.fields().iter().any(|field| {
        field.kind == Kind::Quantity && is_amount(field) && !by.contains(&field.column)
    });
    let has_units = has(Column::Unit) && !rows.iter().any(|row| row.cell(Column::Unit).is_empty());
    if has(Column::Item) && has_amount && !has_units {
        joined.insert(0, Column::Item);
    }
    joined.retain(|column| !by.contains(column));
    joined
}

fn fields(table: Table, key: &[Column], sums: &[&Field]) -> Vec<Field> {
    let of_key = key.iter().filter_map(|column| table.position(*column));
    of_key
        .map(|at| table.fields()[at])
        .chain(sums.iter().map(|field| **field))
        .chain([field(Column::Rows, Kind::Integer)])
        .collect()
}

fn is_amount(field: &Field) -> bool {
    matches!(field.kind, Kind::Quantity | Kind::Money) && !NO_AMOUNTS.contains(&field.column)
}

/// The rows without those that others have added up already: of a total and its parts the total, unless the key keeps
/// them apart.
fn once<'a>(table: Table, rows: &'a [Row], key: &[Column]) -> Vec<&'a Row> {
    let total = TOTALS.iter().find(|(of, ..)| *of == table);
    let total = total.filter(|(_, part, _)| !key.contains(part));
    let is_total =
        |row: &&Row| total.is_none_or(|(_, part, word)| row.cell(*part).to_string() == *word);
    match rows.iter().any(|row| is_total(&row)) {
        true => rows.iter().filter(is_total).collect(),
        false => rows.iter().collect(),
    }
}

fn is_nothing(cell: &Cell) -> bool {
    matches!(cell, Cell::Quantity(qty) if qty.is_zero())
}

/// The sum of `parts`, and whether it is missing though some of them are there.
fn sum<'a>(
    field: &Field,
    parts: impl Iterator<Item = &'a Cell>,
) -> Result<(Cell, bool), Diagnostic> {
    let (mut sum, mut there, mut missing) = (0_i128, false, false);
    for part in parts {
        let value = match field.kind {
            Kind::Money => Money::from_cell(part).map(Money::fen),
            _ => Quantity::from_cell(part).map(Quantity::thousandths),
        };
        there |= value.is_some();
        missing |= value.is_none();
        sum += i128::from(value.unwrap_or(0));
    }
    if missing {
        return Ok((Cell::Empty, there));
    }
    let cell = match field.kind {
        Kind::Money => Money::from_sum(sum).map(Cell::Money),
        _ => Quantity::from_sum(sum).map(Cell::Quantity),
    };
    let cell = cell.ok_or_else(|| {
        let message = format!(
            "the sum of {} exceeds what can be counted",
            field.column.id()
        );
        Diagnostic::error(Code::Overflow, message).hint("group by more columns")
    })?;
    Ok((cell, false))
}

/// A cell in the order of its kind: numbers by value, words as they are declared, empty first.
#[derive(Debug, Clone, PartialEq)]
struct Ordered(Cell);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Ordered) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Ordered) -> Ordering {
        match (&self.0, &other.0) {
            (Cell::Quantity(a), Cell::Quantity(b)) => a.cmp(b),
            (Cell::Money(a), Cell::Money(b)) => a.cmp(b),
            (Cell::Price(a), Cell::Price(b)) => a.cmp(b),
            (Cell::Integer(a), Cell::Integer(b)) => a.cmp(b),
            (Cell::Day(a), Cell::Day(b)) => a.cmp(b),
            (Cell::Ratio(a), Cell::Ratio(b)) => a.total_cmp(b),
            (a, b) => {
                let key = |cell: &Cell| (!cell.is_empty(), cell.to_string());
                key(a).cmp(&key(b))
            }
        }
    }
}

#[cfg(test)]
mod tests;
