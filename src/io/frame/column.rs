//! One column of a data frame: our cells as exact values of its type, and its values as our cells.

use polars::prelude::{
    AnyValue, BooleanChunked, Column, DataType, DateChunked, Float64Chunked, Int64Chunked,
    Int128Chunked, IntoSeries as _, NewChunkedArray as _, PlSmallStr, PolarsResult, Series,
    StringChunked, TimeUnit,
};

use crate::calendar::Day;
use crate::ledger::cell::{Cell, FromCell};
use crate::ledger::table::Kind;
use crate::quantity::decimal;
use crate::quantity::{Money, Price, Quantity};

/// Digits of a decimal column: all that 64 bits hold.
const PRECISION: usize = 19;
/// Decimals of a quantity, an amount of money, and a price.
const SCALES: [(Kind, usize); 3] = [(Kind::Quantity, 3), (Kind::Money, 2), (Kind::Price, 4)];

/// A column of our cells, of the type its `kind` says whether or not a cell is filled.
pub fn series<'a>(
    name: &str,
    kind: Kind,
    cells: impl Iterator<Item = &'a Cell> + Clone,
) -> PolarsResult<Series> {
    let name = PlSmallStr::from_str(name);
    let kind = match cells.clone().all(|cell| holds(kind, cell)) {
        true => kind,
        false => Kind::Text,
    };
    match kind {
        Kind::Quantity => {
            let values = cells.map(|cell| value(cell).map(Quantity::thousandths));
            decimals(name, values, 3)
        }
        Kind::Money => decimals(name, cells.map(|cell| value(cell).map(Money::fen)), 2),
        Kind::Price => decimals(name, cells.map(|cell| value(cell).map(Price::steps)), 4),
        Kind::Integer => {
            Ok(Int64Chunked::from_iter_options(name, cells.map(value::<i64>)).into_series())
        }
        Kind::Ratio => {
            Ok(Float64Chunked::from_iter_options(name, cells.map(value::<f64>)).into_series())
        }
        Kind::Truth => {
            Ok(BooleanChunked::from_iter_options(name, cells.map(value::<bool>)).into_series())
        }
        Kind::Day | Kind::Expiry => {
            let dates = cells.map(|cell| value(cell).map(Day::date));
            Ok(DateChunked::from_naive_date_options(name, dates).into_series())
        }
        Kind::Text | Kind::Word(_) => {
            let texts = cells.map(|cell| (!cell.is_empty()).then(|| cell.to_string()));
            Ok(StringChunked::from_iter_options(name, texts).into_series())
        }
    }
}

/// What our cells of a column of type `dtype` hold.
pub fn kind(dtype: &DataType) -> Kind {
    match dtype {
        DataType::Decimal(_, scale) => {
            let of_scale = SCALES.iter().find(|(_, of_kind)| of_kind == scale);
            of_scale.map_or(Kind::Text, |(kind, _)| *kind)
        }
        DataType::Boolean => Kind::Truth,
        DataType::Float32 | DataType::Float64 => Kind::Ratio,
        DataType::Date => Kind::Day,
        DataType::Duration(_) => Kind::Integer,
        dtype if dtype.is_integer() => Kind::Integer,
        _ => Kind::Text,
    }
}

/// The value in row `at` as a cell of the column's [`kind`]; a number that no cell holds exactly stays a text.
pub fn cell(column: &Column, at: usize) -> Cell {
    let value = column.get(at).unwrap_or(AnyValue::Null);
    match &value {
        AnyValue::Null => Cell::Empty,
        AnyValue::Boolean(truth) => Cell::Truth(*truth),
        AnyValue::Float32(number) => Cell::from(f64::from(*number)),
        AnyValue::Float64(number) => Cell::from(*number),
        AnyValue::String(text) => Cell::from((*text).to_owned()),
        AnyValue::StringOwned(text) => Cell::from(text.to_string()),
        AnyValue::Date(_) => {
            let text = value.to_string();
            Day::parse(&text).map_or_else(|| Cell::from(text), Cell::Day)
        }
        AnyValue::Decimal(number, _, scale) => decimal_cell(*number, *scale),
        AnyValue::Duration(parts, unit) if parts % day(*unit) == 0 => {
            Cell::Integer(parts / day(*unit))
        }
        whole if whole.is_integer() => whole
            .try_extract::<i64>()
            .map_or_else(|_| Cell::from(whole.to_string()), Cell::Integer),
        other => Cell::from(other.to_string()),
    }
}

/// Whether a column of `kind` holds `cell`: of what a query works out, a number that no cell holds exactly is a text.
fn holds(kind: Kind, cell: &Cell) -> bool {
    match (kind, cell) {
        (_, cell) if cell.is_empty() => true,
        (Kind::Quantity, cell) => matches!(cell, Cell::Quantity(_)),
        (Kind::Money, cell) => matches!(cell, Cell::Money(_)),
        (Kind::Price, cell) => matches!(cell, Cell::Price(_)),
        (Kind::Integer, cell) => matches!(cell, Cell::Integer(_)),
        (Kind::Ratio, cell) => matches!(cell, Cell::Ratio(_)),
        (Kind::Truth, cell) => matches!(cell, Cell::Truth(_)),
        (Kind::Day | Kind::Expiry, cell) => matches!(cell, Cell::Day(_)),
        (Kind::Text | Kind::Word(_), _) => true,
    }
}

/// A cell's value; nothing where it is empty.
fn value<T: FromCell>(cell: &Cell) -> Option<T> {
    if cell.is_empty() {
        return None;
    }
    Some(T::from_cell(cell).expect("a cell is of its column's kind"))
}

/// A column of exact decimals from integers of 10^-`scale`.
fn decimals(
    name: PlSmallStr,
    values: impl Iterator<Item = Option<i64>>,
    scale: usize,
) -> PolarsResult<Series> {
    let values = values.map(|value| value.map(i128::from));
    let decimals = Int128Chunked::from_iter_options(name, values).into_decimal(PRECISION, scale)?;
    Ok(decimals.into_series())
}

/// The parts of a day in a duration, which is what a difference of days comes as.
pub(super) fn day(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Milliseconds => 86_400_000,
        TimeUnit::Microseconds => 86_400_000_000,
        TimeUnit::Nanoseconds => 86_400_000_000_000,
    }
}

fn decimal_cell(number: i128, scale: usize) -> Cell {
    match (i64::try_from(number), scale) {
        (Ok(thousandths), 3) => Cell::Quantity(Quantity::from_thousandths(thousandths)),
        (Ok(fen), 2) => Cell::Money(Money::from_fen(fen)),
        (Ok(steps), 4) => Cell::Price(Price::from_steps(steps)),
        _ => Cell::from(decimal::format_wide(number, scale)),
    }
}
