//! Parquet files: a view written with types that hold it exactly, and any flat file read as text for our columns.

use std::io::Cursor;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use polars::prelude::{
    Column, DataType, ParquetCompression, ParquetReader, ParquetWriter, PolarsError,
    SerReader as _, TimeUnit, polars_err,
};
use polars_parquet::parquet::metadata::ColumnDescriptor;
use polars_parquet::parquet::schema::types::PrimitiveLogicalType;

use crate::diagnostic::{Code, Diagnostic, Place};

use super::super::sheet::{Line, Sheet};
use super::super::view::View;
use super::frame_of;
use super::guarded::guarded;

/// What a moment at midnight ends with, once the fraction of the second is off: it is a day.
const MIDNIGHT: &str = " 00:00:00";

/// Reads a Parquet file as a sheet of text, which is typed by our columns like any other.
///
/// Whole numbers, decimals, dates, truths and texts come as they are; a number in floating point comes with all its
/// digits, so that one that is no exact quantity is refused and not rounded.
/// Errors: `bad-parquet` for a file that is damaged, or a column that is no column of cells.
pub fn read_parquet(bytes: &[u8], name: &str) -> Result<Sheet, Diagnostic> {
    guarded(|| sheet(bytes, name)).unwrap_or_else(|| {
        let message = "the Parquet file cannot be read: it is damaged";
        Err(Diagnostic::error(Code::BadParquet, message)
            .at(Place::file(name))
            .hint("it was changed on its way or on its disk: fetch it again, or write it anew"))
    })
}

/// The same, but polars may panic of a file that is damaged.
fn sheet(bytes: &[u8], name: &str) -> Result<Sheet, Diagnostic> {
    let damaged = |error: PolarsError| {
        let message = format!("the Parquet file cannot be read: {error}");
        Diagnostic::error(Code::BadParquet, message)
            .at(Place::file(name))
            .hint(way_out(&error))
    };
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let leaves = reader.get_metadata().map_err(damaged)?;
    if let Some(refused) = half(leaves.schema_descr.columns(), name) {
        return Err(refused);
    }
    let frame = reader.finish().map_err(damaged)?;
    let mut headers = Vec::with_capacity(frame.width());
    let mut columns = Vec::with_capacity(frame.width());
    for (at, column) in frame.columns().iter().enumerate() {
        let texts = texts(column).map_err(damaged)?;
        columns.push(texts.ok_or_else(|| nested(name, at + 1, column))?);
        headers.push(column.name().to_string());
    }
    let line = |at: usize| Line {
        number: at as u64 + 1,
        cells: columns
            .iter_mut()
            .map(|column| std::mem::take(&mut column[at]))
            .collect(),
    };
    Ok(Sheet {
        file: Arc::from(name),
        headers,
        lines: (0..frame.height()).map(line).collect(),
        ..Sheet::default()
    })
}

/// The error of a column of numbers in 16 bits, which polars does not read.
fn half(leaves: &[ColumnDescriptor], name: &str) -> Option<Diagnostic> {
    let is_half = |leaf: &ColumnDescriptor| {
        let logical_type = leaf.descriptor.primitive_type.logical_type;
        logical_type == Some(PrimitiveLogicalType::Float16)
    };
    let at = leaves.iter().position(is_half)?;
    let header = leaves[at].path_in_schema.join(".");
    let message = "float16 is no type of a cell: above 2048 it does not hold every whole number";
    let refused = Diagnostic::error(Code::BadParquet, message)
        .at(Place::file(name).at_column(at + 1, &header))
        .hint("write the column as float64, int64 or a decimal of at most 38 digits");
    Some(refused)
}

/// What to do about a file that polars refuses: it may be whole, and of a kind that is not read.
fn way_out(error: &PolarsError) -> &'static str {
    match error {
        PolarsError::Duplicate(_) => "give each column a name of its own",
        error if error.to_string().contains("precision") => {
            "write its numbers as float64, int64 or a decimal of at most 38 digits"
        }
        _ => "a file that was still being written, or was cut off, has no end; write it anew",
    }
}

/// Writes one view as a Parquet file, compressed.
pub fn write_parquet(view: &View) -> Result<Vec<u8>, Diagnostic> {
    let failed = |error: PolarsError| Diagnostic::error(Code::CannotWrite, error.to_string());
    let mut frame = frame_of(view).map_err(failed)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .finish(&mut frame)
        .map_err(failed)?;
    Ok(bytes)
}

/// Writes one view in groups of so many rows and pages of about so many bytes.
#[cfg(test)]
pub fn write_groups(view: &View, rows: usize, page_bytes: usize, is_compressed: bool) -> Vec<u8> {
    let mut frame = frame_of(view).expect("each column has one type");
    let mut bytes = Vec::new();
    let compression = match is_compressed {
        true => ParquetCompression::Zstd(None),
        false => ParquetCompression::Uncompressed,
    };
    ParquetWriter::new(&mut bytes)
        .with_compression(compression)
        .with_row_group_size(Some(rows))
        .with_data_page_size(Some(page_bytes))
        .finish(&mut frame)
        .expect("memory takes what is written");
    bytes
}

/// The values of a column as text, empty where there is none; `None` for a column of lists or the like.
///
/// Errors: a moment that no calendar has, of which polars would make no text.
pub(super) fn texts(column: &Column) -> Result<Option<Vec<String>>, PolarsError> {
    let floats = |number: Option<f64>| match number {
        Some(number) if !number.is_nan() => number.to_string(),
        _ => String::new(),
    };
    expect_in_calendar(column)?;
    match column.dtype() {
        DataType::Float64 => Ok(Some(column.f64()?.iter().map(floats).collect())),
        DataType::Float32 => {
            let narrow = |number: Option<f32>| match number {
                Some(number) if !number.is_nan() => number.to_string(),
                _ => String::new(),
            };
            Ok(Some(column.f32()?.iter().map(narrow).collect()))
        }
        DataType::Datetime(..) => {
            let texts = column.cast(&DataType::String)?;
            let days = texts.str()?.iter().map(|text| day_of(text.unwrap_or("")));
            Ok(Some(days.collect()))
        }
        dtype if is_flat(dtype) => {
            let texts = column.cast(&DataType::String)?;
            let owned = texts
                .str()?
                .iter()
                .map(|text| text.unwrap_or("").to_owned());
            Ok(Some(owned.collect()))
        }
        _ => Ok(None),
    }
}

/// Refuses a moment that no calendar has: a damaged file may hold any number for one.
fn expect_in_calendar(column: &Column) -> Result<(), PolarsError> {
    let is_moment: fn(i64) -> bool = match column.dtype() {
        DataType::Date => |days| {
            let days = i32::try_from(days).ok();
            days.and_then(NaiveDate::from_epoch_days).is_some()
        },
        DataType::Datetime(TimeUnit::Milliseconds, _) => {
            |count| DateTime::from_timestamp_millis(count).is_some()
        }
        DataType::Datetime(TimeUnit::Microseconds, _) => {
            |count| DateTime::from_timestamp_micros(count).is_some()
        }
        _ => return Ok(()),
    };
    let counts = column.cast(&DataType::Int64)?;
    let mut counts = counts.i64()?.iter();
    let Some(row) = counts.position(|count| count.is_some_and(|count| !is_moment(count))) else {
        return Ok(());
    };
    let (row, name) = (row + 1, column.name());
    Err(polars_err!(ComputeError: "row {row} of column `{name}` is a moment that no calendar has"))
}

pub(super) fn is_flat(dtype: &DataType) -> bool {
    let is_text = matches!(
        dtype,
        DataType::String | DataType::Categorical(..) | DataType::Enum(..)
    );
    is_text
        || dtype.is_integer()
        || dtype.is_decimal()
        || matches!(
            dtype,
            DataType::Null | DataType::Boolean | DataType::Date | DataType::Time
        )
}

/// The day of a moment at midnight, which is how other programs write a day; any other moment as it is.
fn day_of(moment: &str) -> String {
    let seconds = moment.split('.').next().unwrap_or("");
    let is_whole = moment[seconds.len()..].trim_matches(['.', '0']).is_empty();
    match seconds.strip_suffix(MIDNIGHT) {
        Some(day) if is_whole => day.to_owned(),
        _ => moment.to_owned(),
    }
}

fn nested(name: &str, position: usize, column: &Column) -> Diagnostic {
    let place = Place::file(name).at_column(position, column.name());
    let message = format!("{} is no type of a cell", column.dtype());
    Diagnostic::error(Code::BadParquet, message)
        .at(place)
        .hint("leave the column out, or write one value a row: text, number, date or truth")
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{DataFrame, IntoColumn as _, NamedFrom as _, Series};

    /// What reading a file of one column of such moments comes to: the texts of its cells, or the error.
    fn read(counts: &[i64], dtype: &DataType) -> Result<Vec<String>, String> {
        let counts = Series::new("day".into(), counts);
        let counts = match dtype {
            DataType::Date => counts.cast(&DataType::Int32).expect("small numbers"),
            _ => counts,
        };
        let column = counts
            .cast(dtype)
            .expect("numbers are moments")
            .into_column();
        let mut frame = DataFrame::new(column.len(), vec![column]).expect("one column");
        let mut bytes = Vec::new();
        let writer = ParquetWriter::new(&mut bytes);
        writer
            .finish(&mut frame)
            .expect("memory takes what is written");
        let sheet = read_parquet(&bytes, "damaged.parquet").map_err(|error| error.message)?;
        Ok(sheet
            .lines
            .into_iter()
            .flat_map(|line| line.cells)
            .collect())
    }

    /// A file of one column of one row, written by Arrow.
    const HALF: &[u8] = b"PAR1\x15\x00\x15\x10\x15\x10,\x15\x02\x15\x00\x15\x06\x15\x06\x1c\x00\x00\x00\x02\x00\x00\x00\x02\x01\
        \x008\x15\x04\x19,5\x00\x18\x06schema\x15\x02\x00\x15\x0e\x15\x04\x15\x02\x18\x03qtyl\xfc\x00\x00\x00\x16\x02\x19\x1c\x19\
        \x1c&\x00\x1c\x15\x0e\x19%\x06\x00\x19\x18\x03qty\x15\x00\x16\x02\x166\x166&\x08I\x1c\x15\x00\x15\x00\x15\x02\x00<)\
        \x06\x19&\x00\x02\x00\x00\x00\x166\x16\x02&\x08\x166\x00( parquet-cpp-arrow version 26.0.1\x19\x1c\x1c\x00\x00\x00\x84\
        \x00\x00\x00PAR1";

    #[test]
    fn numbers_in_sixteen_bits_are_named_with_their_column() {
        let refused = read_parquet(HALF, "half.parquet").expect_err("no such number is read");
        assert!(
            refused.message.starts_with("float16"),
            "{}",
            refused.message
        );
        let place = refused.place.map(|place| place.to_string());
        assert_eq!(place.as_deref(), Some("half.parquet, column 1 `qty`"));
    }

    #[test]
    fn a_moment_that_no_calendar_has_is_refused_with_its_row() {
        let refused = "the Parquet file cannot be read: row 2 of column `day` is a moment that no calendar has";
        let moments = |unit| DataType::Datetime(unit, None);
        let beyond = [
            (DataType::Date, i64::from(i32::MAX)),
            (DataType::Date, i64::from(i32::MIN)),
            (moments(TimeUnit::Milliseconds), i64::MAX),
            (moments(TimeUnit::Microseconds), i64::MIN),
        ];
        for (dtype, count) in beyond {
            assert_eq!(
                read(&[0, count], &dtype),
                Err(refused.to_owned()),
                "{dtype:?}"
            );
        }
        let days = [("1970-01-01", 0), ("9999-12-31", 2_932_896)];
        let read = read(&days.map(|(_, count)| count), &DataType::Date);
        assert_eq!(read, Ok(days.map(|(text, _)| text.to_owned()).to_vec()));
    }
}
