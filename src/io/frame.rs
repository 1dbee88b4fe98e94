//! Data frames: Parquet in and out, and SQL over tables. The only file that knows polars.
//!
//! Quantities, money and prices are exact decimals there; no data frame leaves this file.

use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::{
    AnyValue, BooleanChunked, DataFrame, DateChunked, Float64Chunked, Int64Chunked, Int128Chunked,
    IntoColumn as _, IntoLazy as _, IntoSeries as _, NewChunkedArray as _, ParquetReader,
    ParquetWriter, PlSmallStr, SerReader as _, Series, StringChunked,
};
use polars::sql::SQLContext;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::cell::{Cell, FromCell as _};
use crate::quantity::decimal;
use crate::quantity::{Money, Price, Quantity};

use super::sheet::{Line, Sheet};
use super::view::View;

/// Digits of a decimal column: all that 64 bits hold.
const PRECISION: usize = 19;

/// Reads a Parquet file as a sheet of text, which is typed by our columns like any other.
pub fn read_parquet(bytes: &[u8], name: &str) -> Result<Sheet, Diagnostic> {
    let frame = ParquetReader::new(Cursor::new(bytes))
        .finish()
        .map_err(|error| {
            Diagnostic::error(
                Code::BadWorkbook,
                format!("the Parquet file cannot be read: {error}"),
            )
            .at(Place::file(name))
        })?;
    let view = view_of(&frame);
    let lines = view.rows.iter().enumerate().map(|(at, row)| Line {
        number: at as u64 + 1,
        cells: row.iter().map(Cell::to_string).collect(),
    });
    Ok(Sheet {
        file: Arc::from(name),
        headers: view.headings.clone(),
        lines: lines.collect(),
        ..Sheet::default()
    })
}

/// Writes one view as a Parquet file.
pub fn write_parquet(view: &View) -> Result<Vec<u8>, Diagnostic> {
    let failed =
        |error: polars::error::PolarsError| Diagnostic::error(Code::CannotWrite, error.to_string());
    let mut frame = frame_of(view).map_err(failed)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .finish(&mut frame)
        .map_err(failed)?;
    Ok(bytes)
}

/// Answers an SQL query over `views`, each known by its name.
///
/// Errors: `bad-query` with what the engine says of it.
pub fn query(views: &[View], sql: &str) -> Result<View, Diagnostic> {
    let bad = |error: polars::error::PolarsError| {
        let names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
        let hint = match names.as_slice() {
            [] => {
                "the query names no table that was given; granary schema lists their names".into()
            }
            _ => format!("the tables are {}", names.join(", ")),
        };
        Diagnostic::error(Code::BadQuery, error.to_string()).hint(hint)
    };
    // The engine warns of how it reads dates in a query; who asked can do nothing about that.
    polars::error::set_warning_function(|_, _| {});
    let mut context = SQLContext::new();
    for view in views {
        context.register(&view.name, frame_of(view).map_err(bad)?.lazy());
    }
    let answer = context
        .execute(sql)
        .and_then(polars::prelude::LazyFrame::collect)
        .map_err(bad)?;
    Ok(view_of(&answer))
}

fn frame_of(view: &View) -> polars::prelude::PolarsResult<DataFrame> {
    let columns: polars::prelude::PolarsResult<Vec<_>> = view
        .headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            series(heading, view.rows.iter().map(|row| &row[at])).map(|series| series.into_column())
        })
        .collect();
    DataFrame::new(view.rows.len(), columns?)
}

/// A column of the type its first filled cell has; a column without any is text.
fn series<'a>(
    name: &str,
    cells: impl Iterator<Item = &'a Cell> + Clone,
) -> polars::prelude::PolarsResult<Series> {
    let name = PlSmallStr::from_str(name);
    let first = cells.clone().find(|cell| !cell.is_empty());
    match first {
        Some(Cell::Quantity(_)) => decimals(
            name,
            cells.map(|c| Quantity::from_cell(c).map(Quantity::thousandths)),
            3,
        ),
        Some(Cell::Money(_)) => {
            decimals(name, cells.map(|c| Money::from_cell(c).map(Money::fen)), 2)
        }
        Some(Cell::Price(_)) => decimals(
            name,
            cells.map(|c| Price::from_cell(c).map(Price::steps)),
            4,
        ),
        Some(Cell::Integer(_)) => {
            Ok(Int64Chunked::from_iter_options(name, cells.map(i64::from_cell)).into_series())
        }
        Some(Cell::Ratio(_)) => {
            Ok(Float64Chunked::from_iter_options(name, cells.map(f64::from_cell)).into_series())
        }
        Some(Cell::Truth(_)) => {
            Ok(BooleanChunked::from_iter_options(name, cells.map(bool::from_cell)).into_series())
        }
        Some(Cell::Day(_)) => {
            let dates = cells.map(|c| Day::from_cell(c).map(Day::date));
            Ok(DateChunked::from_naive_date_options(name, dates).into_series())
        }
        _ => {
            let texts = cells.map(|cell| (!cell.is_empty()).then(|| cell.to_string()));
            Ok(StringChunked::from_iter_options(name, texts).into_series())
        }
    }
}

/// A column of exact decimals from integers of 10^-`scale`.
fn decimals(
    name: PlSmallStr,
    values: impl Iterator<Item = Option<i64>>,
    scale: usize,
) -> polars::prelude::PolarsResult<Series> {
    let values = values.map(|value| value.map(i128::from));
    let decimals = Int128Chunked::from_iter_options(name, values).into_decimal(PRECISION, scale)?;
    Ok(decimals.into_series())
}

fn view_of(frame: &DataFrame) -> View {
    let columns = frame.columns();
    let headings = columns
        .iter()
        .map(|column| column.name().to_string())
        .collect();
    let row = |at: usize| {
        columns
            .iter()
            .map(|column| column.get(at).map_or(Cell::Empty, |value| cell(&value)))
            .collect()
    };
    View {
        name: String::new(),
        headings,
        rows: (0..frame.height()).map(row).collect(),
    }
}

fn cell(value: &AnyValue<'_>) -> Cell {
    match value {
        AnyValue::Null => Cell::Empty,
        AnyValue::Boolean(truth) => Cell::Truth(*truth),
        AnyValue::Float64(number) => Cell::from(*number),
        AnyValue::String(text) => Cell::from((*text).to_owned()),
        AnyValue::StringOwned(text) => Cell::from(text.to_string()),
        value if value.is_integer() => value
            .try_extract::<i64>()
            .map_or(Cell::Empty, Cell::Integer),
        value => {
            let text = value.to_string();
            match decimal::parse(&text, 3) {
                Ok(thousandths) => Cell::Quantity(Quantity::from_thousandths(thousandths)),
                Err(_) => Cell::from(text),
            }
        }
    }
}
