//! A long Parquet file, a row group at a time: its columns as they are stored, or its rows as lines of text, so that
//! what reads lines at speed reads these as well.
//!
//! Cells of lines are the texts that [`read_parquet`](super::read_parquet) gives; they stand apart by a character that
//! texts do not have, and where one has it nevertheless it stands in quotation marks.

use std::fs::File;
use std::io::{Cursor, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::{
    Column, DataType, Float64Chunked, Int32Chunked, Int64Chunked, ParallelStrategy, ParquetReader,
    PolarsResult, SerReader as _, StringChunked,
};
use polars_parquet::parquet::error::ParquetResult;
use polars_parquet::parquet::metadata::FileMetadata;
use polars_parquet::parquet::page::CompressedPage;
use polars_parquet::parquet::read::PageReader;

use crate::calendar::Day;
use crate::ledger::cell::CellRef;
use crate::quantity::decimal;

use super::super::sheet::{Rest, Sheet, Source};
use super::guarded::guarded;
use super::parquet::{is_flat, texts};
use super::stored::{Chunk, Stored};

/// Stands between cells.
pub const DELIMITER: u8 = b'\x1f';
/// Numbers in floating point up to here are told exactly by so many decimals, if by any.
const FLOAT_MAX: f64 = 1e11;
const DECIMALS: usize = 4;
/// Days whose texts are remembered.
const DAYS: usize = 1 << 10;

/// A Parquet file whose rows lie unread.
#[derive(Debug, Clone)]
pub struct Rows {
    path: PathBuf,
    pub headers: Vec<String>,
    /// The rows of each group.
    groups: Vec<Range<usize>>,
    metadata: Arc<FileMetadata>,
    /// How each column is stored; `None` for one of which only data frames can tell.
    stored: Vec<Option<Stored>>,
}

/// The rows of one group.
#[derive(Debug)]
pub struct Group {
    /// The rows, numbered in the file from 0.
    pub rows: Range<usize>,
    columns: Vec<Cells>,
    /// Days by the lowest bits of their numbers, and their texts.
    days: Vec<(i32, [u8; 10])>,
}

/// The cells of one column.
#[derive(Debug)]
enum Cells {
    Texts(StringChunked),
    Integers(Int64Chunked),
    Floats(Float64Chunked),
    Days(Int32Chunked),
}

impl Rows {
    /// The rows of the file at `path`; `None` where it is no Parquet file, or has a column that is no column of cells.
    pub fn open(path: &Path) -> Option<Rows> {
        let mut reader = ParquetReader::new(File::open(path).ok()?);
        let metadata = guarded(|| reader.get_metadata().cloned())?.ok()?;
        let mut next = 0;
        let groups = metadata.row_groups.iter().map(|group| {
            let rows = next..next + group.num_rows();
            next = rows.end;
            rows
        });
        let groups = groups.collect();
        let empty = guarded(|| reader.with_slice(Some((0, 0))).finish())?.ok()?;
        let columns = empty.columns();
        let are_flat = columns.iter().all(|column| {
            let dtype = column.dtype();
            is_flat(dtype) || dtype.is_float() || matches!(dtype, DataType::Datetime(..))
        });
        let leaves = metadata.schema_descr.columns();
        if !are_flat || leaves.len() != columns.len() {
            return None;
        }
        let stored = columns.iter().zip(leaves);
        Some(Rows {
            path: path.to_owned(),
            stored: stored
                .map(|(column, leaf)| Stored::of(column.dtype(), leaf))
                .collect(),
            metadata,
            headers: columns
                .iter()
                .map(|column| column.name().to_string())
                .collect(),
            groups,
        })
    }

    /// The sheet of these rows, all of them unread.
    pub fn into_sheet(self, name: &str) -> Sheet {
        Sheet {
            file: Arc::from(name),
            headers: self.headers.clone(),
            width: Some(self.headers.len()),
            rest: Some(Rest {
                source: Source::Rows(self),
                delimiter: DELIMITER,
                offset: 0,
                line: 1,
            }),
            ..Sheet::default()
        }
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.groups.len()
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.groups.last().map_or(0, |group| group.end)
    }

    /// The rows of a group, numbered in the file from 0.
    pub fn rows_of(&self, group: usize) -> Range<usize> {
        self.groups[group].clone()
    }

    /// The rows of a group; `None` where they cannot be read.
    pub fn group(&self, number: usize) -> Option<Group> {
        let rows = self.groups.get(number)?.clone();
        let mut reader = ParquetReader::new(File::open(&self.path).ok()?);
        reader.set_metadata(self.metadata.clone());
        let reader = reader.read_parallel(ParallelStrategy::None);
        let slice = reader.with_slice(Some((rows.start, rows.len())));
        let frame = guarded(|| slice.finish())?.ok()?;
        let columns = frame.columns().iter().map(cells);
        Some(Group {
            rows,
            columns: columns.collect::<PolarsResult<Option<_>>>().ok()??,
            days: vec![(0, text_of(0)); DAYS],
        })
    }

    /// How a column is stored; `None` where only data frames can tell.
    pub fn stored(&self, column: usize) -> Option<Stored> {
        *self.stored.get(column)?
    }

    /// The same rows, to be read as lines of text alone.
    #[cfg(test)]
    pub fn as_lines(mut self) -> Rows {
        self.stored.fill(None);
        self
    }

    /// The file, to read columns of it from.
    pub fn file(&self) -> Option<File> {
        File::open(&self.path).ok()
    }

    /// A column of a group as it is stored, read from the file; `None` where only data frames read it.
    pub fn chunk(&self, file: &mut File, group: usize, column: usize) -> Option<Chunk> {
        let stored = self.stored(column)?;
        let group = self.metadata.row_groups.get(group)?;
        match stored {
            Stored::Nothing => return Some(Chunk::empty()),
            Stored::Other => return None,
            _ => {}
        }
        let metadata = group.parquet_columns().get(column)?;
        let range = metadata.byte_range();
        if range.end > file.metadata().ok()?.len() {
            return None;
        }
        let length = range.end - range.start;
        let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
        file.seek(SeekFrom::Start(range.start)).ok()?;
        file.take(length).read_to_end(&mut bytes).ok()?;
        let pages = PageReader::new(Cursor::new(bytes.into()), metadata, Vec::new(), usize::MAX);
        let pages: ParquetResult<Vec<CompressedPage>> = guarded(|| pages.collect())?;
        let has_levels = metadata.descriptor().descriptor.max_def_level > 0;
        let pages = pages.ok()?.into_iter();
        Chunk::new(stored, has_levels, pages, group.num_rows())
    }
}

impl Group {
    /// Appends a line for each of some rows of the group, numbered in the group from 0.
    pub fn append(&mut self, rows: Range<usize>, text: &mut Vec<u8>) {
        for row in rows {
            for column in &self.columns {
                match column {
                    Cells::Texts(texts) => append_text(texts.get(row).unwrap_or(""), text),
                    Cells::Integers(numbers) => {
                        if let Some(number) = numbers.get(row) {
                            decimal::append(text, number, 0, 0);
                        }
                    }
                    Cells::Floats(numbers) => {
                        if let Some(number) = numbers.get(row) {
                            append_float(number, text);
                        }
                    }
                    Cells::Days(days) => {
                        if let Some(day) = days.get(row) {
                            append_day(day, &mut self.days, text);
                        }
                    }
                }
                text.push(DELIMITER);
            }
            text.pop();
            text.push(b'\n');
        }
    }
}

/// The cells of a column; `None` for one that is no column of cells.
fn cells(column: &Column) -> PolarsResult<Option<Cells>> {
    let column = &column.clone().rechunk();
    Ok(match column.dtype() {
        DataType::String => Some(Cells::Texts(column.str()?.clone())),
        DataType::Float64 => Some(Cells::Floats(column.f64()?.clone())),
        DataType::Date if has_four_digits(column)? => {
            let days = column.cast(&DataType::Int32)?;
            Some(Cells::Days(days.i32()?.clone()))
        }
        dtype if dtype.is_integer() && *dtype != DataType::UInt64 && *dtype != DataType::Int128 => {
            let numbers = column.cast(&DataType::Int64)?;
            Some(Cells::Integers(numbers.i64()?.clone()))
        }
        _ => texts(column)?
            .map(|texts| Cells::Texts(texts.iter().map(|text| Some(text.as_str())).collect())),
    })
}

/// Whether every day of a column is written with a year of four digits.
fn has_four_digits(column: &Column) -> PolarsResult<bool> {
    let ends = [(1000, 1, 1), (9999, 12, 31)].map(|(year, month, day)| Day::new(year, month, day));
    let [first, last] = ends.map(|day| day.map_or(0, |day| day.days_since(start_of_count())));
    let days = column.cast(&DataType::Int32)?;
    let is_written = |day: i32| (first..=last).contains(&i64::from(day));
    Ok(days.i32()?.iter().flatten().all(is_written))
}

/// The day from which days are counted in a column of dates.
fn start_of_count() -> Day {
    Day::new(1970, 1, 1).expect("the day is in the calendar")
}

/// The text of a day.
fn text_of(day: i32) -> [u8; 10] {
    let mut text = Vec::with_capacity(10);
    let day = start_of_count().plus_days(i64::from(day));
    CellRef::Day(day).append_to(&mut text);
    text.try_into().unwrap_or_default()
}

fn append_day(day: i32, known: &mut [(i32, [u8; 10])], text: &mut Vec<u8>) {
    let seen = &mut known[day.cast_unsigned() as usize % DAYS];
    if seen.0 != day {
        *seen = (day, text_of(day));
    }
    text.extend_from_slice(&seen.1);
}

/// Appends a text, in quotation marks where it has one, or what would end a cell or a line.
pub fn append_text(cell: &str, text: &mut Vec<u8>) {
    let is_special = |byte: u8| matches!(byte, b'"' | DELIMITER | b'\n' | b'\r');
    if !cell.bytes().any(is_special) {
        return text.extend_from_slice(cell.as_bytes());
    }
    text.push(b'"');
    text.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
    text.push(b'"');
}

/// Appends a number with all its digits. Of the decimals of up to fifteen digits no two are the same number, so that one
/// that gives the number back is the one with the fewest.
pub fn append_float(number: f64, text: &mut Vec<u8>) {
    if let Some(steps) = steps_of(number) {
        return decimal::append(text, steps, DECIMALS, 0);
    }
    if !number.is_nan() {
        text.extend_from_slice(number.to_string().as_bytes());
    }
}

/// The steps of 10^-4 that a number is, exactly; `None` where it is no such number, or a large one.
#[inline]
pub fn steps_of(number: f64) -> Option<i64> {
    const SCALE: f64 = 10_i32.pow(DECIMALS as u32) as f64;
    let steps = (number * SCALE).round();
    let is_exact = number.abs() < FLOAT_MAX
        && steps / SCALE == number
        && (number != 0.0 || !number.is_sign_negative());
    is_exact.then_some(steps as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::csv;
    use crate::io::frame::{read_parquet, write_parquet};
    use crate::io::view::View;
    use crate::ledger::cell::Cell;
    use crate::ledger::table::Kind;
    use crate::quantity::Quantity;
    use proptest::prelude::*;

    #[test]
    fn a_row_read_as_a_line_has_the_cells_of_the_row() {
        let texts = [
            "",
            "口罩",
            "a,b",
            "say \"so\"",
            "\"",
            "two\nlines",
            "x\u{1f}y",
            " z ",
        ];
        let day = |number: i64| Cell::Day(start_of_count().plus_days(number * 997 - 9000));
        let row = |at: usize| {
            let number = at as i64;
            let filled = [
                Cell::Text(texts[at % texts.len()].into()),
                day(number),
                Cell::Integer(number * 77 - 400),
                Cell::Ratio(number as f64 / 7.0 - 3.25),
                Cell::Quantity(Quantity::from_thousandths(number * 1500 - 700)),
                Cell::Truth(at.is_multiple_of(2)),
            ];
            let is_empty = |column: usize| (at + column).is_multiple_of(5);
            let cells = filled.into_iter().enumerate();
            cells
                .map(|(column, cell)| if is_empty(column) { Cell::Empty } else { cell })
                .collect::<Vec<Cell>>()
        };
        let view = View {
            name: String::new(),
            headings: ["text", "day", "number", "ratio", "qty", "truth"]
                .map(str::to_owned)
                .to_vec(),
            kinds: vec![
                Kind::Text,
                Kind::Day,
                Kind::Integer,
                Kind::Ratio,
                Kind::Quantity,
                Kind::Truth,
            ],
            rows: (0..100).map(row).collect(),
        };
        let bytes = write_parquet(&view).expect("the view has one type a column");
        let file = tempfile::NamedTempFile::new().expect("a folder for temporary files");
        std::fs::write(file.path(), &bytes).expect("the file can be written");
        let rows = Rows::open(file.path()).expect("a Parquet file of cells");
        assert_eq!((rows.groups(), &rows.headers), (1, &view.headings));
        let mut group = rows.group(0).expect("the group can be read");
        let sheet = read_parquet(&bytes, "t.parquet").expect("a Parquet file of cells");
        for (at, line) in sheet.lines.iter().enumerate() {
            let mut text = Vec::new();
            group.append(at..at + 1, &mut text);
            let text = String::from_utf8(text).expect("cells are text");
            let cells = csv::proper::cells(&text[..text.len() - 1], DELIMITER);
            assert_eq!(cells, line.cells, "row {at}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_written_with_its_own_digits(number: f64, steps in -10_i64.pow(16)..10_i64.pow(16)) {
            for number in [number, steps as f64 / 10_000.0, steps as f64 / 100.0, steps as f64] {
                let mut text = Vec::new();
                append_float(number, &mut text);
                let expected = if number.is_nan() { String::new() } else { number.to_string() };
                prop_assert_eq!(String::from_utf8(text), Ok(expected));
            }
        }
    }
}
