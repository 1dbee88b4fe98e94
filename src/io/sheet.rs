//! A table before it is typed: a header and lines of text, each with its number in the file.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::Place;

use super::frame::rows::Rows;
use super::ledger_file::tail::Unfinished;

/// One table of text: a CSV file, a sheet of a workbook, or the JSON lines of one kind.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub file: Arc<str>,
    /// The name of the sheet in a workbook.
    pub name: Option<Arc<str>>,
    /// The table a JSON line or a file name says it is.
    pub stated: Option<String>,
    pub headers: Vec<String>,
    pub lines: Vec<Line>,
    /// Merged regions that span more than one line.
    pub merges: Vec<Merge>,
    /// The lines over the header: titles, and whatever a map may yet call the header.
    pub above: Vec<Line>,
    /// The line of the header, from 1; 0 where the format has none.
    pub header_line: u64,
    /// How many cells the header line has, named or not, where lines can be longer than it.
    pub width: Option<usize>,
    /// The last line, where the file ends without a line end: it may have been cut off.
    pub open_end: Option<u64>,
    /// The encoding that the text was decoded from, where it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Whether the workbook hides the sheet, and nobody named it.
    pub is_hidden: bool,
    /// The rows that the workbook hides.
    pub hidden: Vec<u64>,
    /// The rows of which the workbook strikes a cell out.
    pub struck: Vec<u64>,
    /// The cells, by row and column (from 0), where a workbook holds a number such as 2027.1, which it makes of 2027.10
    /// too.
    pub cut_months: BTreeSet<(u64, usize)>,
    /// Whether the workbook counts its days from the first of 1904, as some on Macs do, and not from 1900.
    pub counts_from_1904: bool,
    /// The post at the end of a sealed ledger that was interrupted; its lines are left out.
    pub unfinished: Option<Unfinished>,
    /// The lines that were not yet split into cells, behind those that were.
    pub rest: Option<Rest>,
    /// The JSON lines as they stood, to be passed on unchanged; empty for other formats.
    pub raw: Vec<String>,
}

/// The columns that a sheet can have.
pub const COLUMNS_MAX: usize = 16_384;
/// How many headers are named in a message, and how many letters of each.
const HEADERS_SHOWN: usize = 30;
const HEADER_LETTERS_SHOWN: usize = 60;

/// The headers of the columns that say where a row taken aside came from, and why.
pub const REFUSED: [&str; 3] = ["refused_file", "refused_line", "refused_reason"];

/// Lines of well-formed delimited text that were not yet split into cells.
#[derive(Debug, Clone)]
pub struct Rest {
    pub source: Source,
    pub delimiter: u8,
    /// The byte of the source at which they begin, and the number of the first of them.
    pub offset: u64,
    pub line: u64,
}

impl Rest {
    /// How many bytes there are; `None` where that is not known before they are read.
    pub fn length(&self) -> Option<u64> {
        let whole = match &self.source {
            Source::Text(text) => Some(text.len() as u64),
            Source::File(path) => std::fs::metadata(path).ok().map(|file| file.len()),
            Source::Rows(_) => None,
        };
        whole.map(|whole| whole.saturating_sub(self.offset))
    }
}

/// Where unread lines lie.
#[derive(Debug, Clone)]
pub enum Source {
    Text(Arc<str>),
    /// A file that is too long to be held, and is read as it is needed.
    File(PathBuf),
    /// The same of Parquet: its lines are its rows.
    Rows(Rows),
}

/// One line of text cells.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The line of the file or the row of the sheet, from 1.
    pub number: u64,
    pub cells: Vec<String>,
}

/// A merged region: lines `from` to `to` (numbers, inclusive) of the columns `left` to `right` (from 0, inclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    pub from: u64,
    pub to: u64,
    pub left: usize,
    pub right: usize,
}

impl Sheet {
    /// The same sheet without its header and lines: what another table of it has in common with this one.
    pub fn shell(&self) -> Sheet {
        Sheet {
            file: self.file.clone(),
            name: self.name.clone(),
            stated: self.stated.clone(),
            merges: self.merges.clone(),
            header_line: self.header_line,
            width: self.width,
            open_end: self.open_end,
            encoding: self.encoding,
            hidden: self.hidden.clone(),
            struck: self.struck.clone(),
            cut_months: self.cut_months.clone(),
            ..Sheet::default()
        }
    }

    /// The first of the headers in words, each cut where it is long: those of a file read in a wrong encoding are many or
    /// endless.
    pub fn headers_in_words(&self) -> String {
        let short = |header: &String| match header.char_indices().nth(HEADER_LETTERS_SHOWN) {
            Some((end, _)) => format!("{}…", &header[..end]),
            None => header.clone(),
        };
        let shown: Vec<String> = self.headers.iter().take(HEADERS_SHOWN).map(short).collect();
        match self.headers.len() - shown.len() {
            0 => shown.join(", "),
            more => format!("{} and {more} more", shown.join(", ")),
        }
    }

    /// Adds a line of JSON as it stands, with its cells; none where it only says that the table is there.
    pub fn push(&mut self, number: u64, cells: Option<Vec<String>>, raw: String) {
        self.lines.extend(cells.map(|cells| Line { number, cells }));
        self.raw.push(raw);
    }

    /// The columns that say which file and line a row that was taken aside came from.
    pub fn refused_columns(&self) -> Option<(usize, usize)> {
        let at = |name: &str| self.headers.iter().position(|header| header == name);
        Some((at(REFUSED[0])?, at(REFUSED[1])?))
    }

    /// The place of the whole sheet.
    pub fn place(&self) -> Place {
        Place {
            file: self.file.clone(),
            sheet: self.name.clone(),
            line: 0,
            column: None,
        }
    }

    /// The name documents get that have no number of their own: the file, and the sheet where there is one.
    pub fn document(&self) -> String {
        self.place().document()
    }

    /// The merged regions that begin in line `number`.
    pub fn merges_of(&self, number: u64) -> impl Iterator<Item = &Merge> {
        self.merges.iter().filter(move |m| m.from == number)
    }

    /// The merged region that covers the cell in column `at` of line `number`.
    pub fn merge_at(&self, number: u64, at: usize) -> Option<&Merge> {
        self.merges
            .iter()
            .find(|m| (m.from..=m.to).contains(&number) && (m.left..=m.right).contains(&at))
    }
}
