//! Rows as bytes in the format that was asked for: the same rows, the same order, in every one.

use std::io::Write;
use std::ops::Range;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Result};

use crate::ledger::cell::CellRef;

use super::csv::lines::{Lines, write_parts};
use super::json::Object;
use super::output::Staged;
use super::pieces::write_pieces;
use super::view::View;
use super::{frame, html, json, output, terminal, xlsx};

/// The formats that rows are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table on a terminal, with the borders of `terminal::Style`.
    Table(terminal::Style),
    Csv,
    Tsv,
    /// One object a line, each with its table; a table without rows is a line that names it alone.
    Jsonl,
    /// One array of objects.
    Json,
    Markdown,
    /// One page that needs nothing else, in this language.
    Html(&'static str),
    Xlsx,
    Parquet,
}

impl Format {
    /// The format that the extension of `path` names; CSV where it names none.
    pub fn of_path(path: &Path) -> Format {
        Format::named_by(path).unwrap_or(Format::Csv)
    }

    /// The format that the extension of `path` names, in capitals or not; `None` where it names none.
    pub fn named_by(path: &Path) -> Option<Format> {
        let extension = path.extension().and_then(|extension| extension.to_str())?;
        match extension.to_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "json" => Some(Format::Json),
            "md" => Some(Format::Markdown),
            "html" | "htm" => Some(Format::Html("en")),
            "xlsx" => Some(Format::Xlsx),
            "parquet" => Some(Format::Parquet),
            _ => None,
        }
    }
}

/// Writes `views` to `path`, or to standard output; rows of a line each are put together piece by piece.
///
/// Errors: `bad-flag` where the format holds one table and there are several; those of the output.
pub fn to(path: Option<&Path>, views: &[View], format: Format) -> Result<()> {
    Prepared::of(views, format)?.to(path)
}

/// Views that can be written: what a format does not hold is refused before the first byte.
pub struct Prepared<'a> {
    views: &'a [View<'a>],
    format: Format,
    /// The bytes of a format that is put together as a whole.
    whole: Option<Vec<u8>>,
}

impl<'a> Prepared<'a> {
    /// Errors: `bad-flag` where the format holds one table and there are several; `cannot-write` where it is too small.
    pub fn of(views: &'a [View<'a>], format: Format) -> Result<Prepared<'a>> {
        let whole = match (format, views) {
            (Format::Csv | Format::Tsv, [_]) | (Format::Jsonl, _) => None,
            _ => Some(bytes(views, format)?),
        };
        Ok(Prepared {
            views,
            format,
            whole,
        })
    }

    /// Writes them to `path`, or to standard output.
    ///
    /// Errors: those of the output.
    pub fn to(&self, path: Option<&Path>) -> Result<()> {
        output::write_by(path, &mut |out| self.write(out))
    }

    /// The output `path`, complete and not to be seen yet.
    ///
    /// Errors: those of the output.
    pub fn stage(&self, path: &Path) -> Result<Staged> {
        output::stage(path, &mut |out| self.write(out))
    }

    fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        match (self.format, self.views, &self.whole) {
            (_, _, Some(whole)) => out.write_all(whole),
            (Format::Tsv, [view], None) => delimited(view, b'\t', out),
            (Format::Jsonl, views, None) => stream(views, out),
            (_, views, None) => views.iter().try_for_each(|view| delimited(view, b',', out)),
        }
    }
}

/// The bytes of `views` in a format that is put together as a whole, or of few rows in any.
///
/// Errors: `bad-flag` where the format holds one table and there are several.
pub fn bytes(views: &[View], format: Format) -> Result<Vec<u8>> {
    match (format, views) {
        (Format::Jsonl, _) => Ok(in_memory(|out| stream(views, out))),
        (Format::Xlsx, _) => Ok(xlsx::write(views)?),
        (Format::Json, _) => Ok(json_array(views)),
        (Format::Table(style), _) => Ok(blocks(views, |view| terminal::table(view, style))),
        (Format::Markdown, _) => Ok(blocks(views, markdown)),
        (Format::Html(lang), _) => Ok(html::page(views, lang).into_bytes()),
        (Format::Csv, [view]) => Ok(in_memory(|out| delimited(view, b',', out))),
        (Format::Tsv, [view]) => Ok(in_memory(|out| delimited(view, b'\t', out))),
        (Format::Parquet, [view]) => Ok(frame::write_parquet(view)?),
        (Format::Csv | Format::Tsv | Format::Parquet, []) => Ok(Vec::new()),
        (Format::Csv | Format::Tsv | Format::Parquet, _) => Err(several_tables()),
    }
}

fn in_memory(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("writing to memory does not fail");
    bytes
}

fn delimited(view: &View, delimiter: u8, out: &mut dyn Write) -> std::io::Result<()> {
    let headings = view.headings.iter().map(String::as_str);
    let lines = |places: Range<usize>, lines: &mut Lines| {
        for at in places {
            match view.rows.refs(at) {
                Some(cells) => lines.line(cells),
                None => lines.line(view.rows.at(at).iter().map(CellRef::from)),
            }
        }
    };
    write_parts(out, delimiter, headings, view.rows.len(), lines)
}

/// Tables below one another, each under its name where there are several.
fn blocks(views: &[View], block: impl Fn(&View) -> String) -> Vec<u8> {
    let named = |view: &View| match views.len() {
        1 => block(view),
        _ => format!("{}\n{}", view.name, block(view)),
    };
    views
        .iter()
        .map(named)
        .collect::<Vec<_>>()
        .join("\n")
        .into_bytes()
}

/// A line for each row and, so that a reader knows what was looked for and not found, a bare `{"table":…}` for each
/// table without rows; rows of no table have no name that a reader could know them by.
pub fn stream(views: &[View], out: &mut dyn Write) -> std::io::Result<()> {
    views
        .iter()
        .try_for_each(|view| match view.rows.is_empty() && !view.name.is_empty() {
            true => writeln!(out, "{}", json::empty_table(&view.name)),
            false => jsonl(view, out),
        })
}

fn jsonl(view: &View, out: &mut dyn Write) -> std::io::Result<()> {
    write_pieces(out, view.rows.len(), |places| {
        let mut piece = Vec::new();
        for at in places {
            let object = Object {
                view,
                row: &view.rows.at(at),
                with_table: true,
            };
            object.append_to(&mut piece);
            piece.push(b'\n');
        }
        piece
    })
}

fn json_array(views: &[View]) -> Vec<u8> {
    let with_table = views.len() > 1;
    let lines = views.iter().flat_map(|view| {
        view.rows.iter().map(move |row| {
            let mut line = Vec::new();
            let object = Object {
                view,
                row: &row,
                with_table,
            };
            object.append_to(&mut line);
            line
        })
    });
    let lines: Vec<Vec<u8>> = lines.collect();
    if lines.is_empty() {
        return b"[]\n".to_vec();
    }
    [&b"[\n"[..], lines.join(&b",\n"[..]).as_slice(), b"\n]\n"].concat()
}

fn markdown(view: &View) -> String {
    let row = |cells: Vec<String>| {
        let escaped: Vec<String> = cells
            .iter()
            .map(|cell| cell.replace('|', "\\|").replace('\n', " "))
            .collect();
        format!("| {} |\n", escaped.join(" | "))
    };
    let mut lines = view.lines().map(row);
    let head = lines.next().unwrap_or_default();
    let rule = row(vec!["---".to_owned(); view.headings.len()]);
    std::iter::once(head)
        .chain(std::iter::once(rule))
        .chain(lines)
        .collect()
}

fn several_tables() -> crate::diagnostic::Refused {
    Diagnostic::error(
        Code::BadFlag,
        "this format holds one table, and there are several",
    )
    .hint("write --format jsonl or xlsx, or pick one table with --emit")
    .into()
}
