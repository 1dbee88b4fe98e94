//! Rows as bytes in the format that was asked for: the same rows, the same order, in every one.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Result};

use super::json::Object;
use super::view::View;
use super::{csv, frame, html, json, terminal, xlsx};

/// The formats that rows are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table on a terminal, with the borders of `terminal::Style`.
    Table(terminal::Style),
    Csv,
    Tsv,
    /// One object a line, each with its table.
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
        let extension = path
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or("");
        match extension.to_lowercase().as_str() {
            "tsv" | "tab" => Format::Tsv,
            "jsonl" | "ndjson" => Format::Jsonl,
            "json" => Format::Json,
            "md" => Format::Markdown,
            "html" | "htm" => Format::Html("en"),
            "xlsx" => Format::Xlsx,
            "parquet" => Format::Parquet,
            _ => Format::Csv,
        }
    }
}

/// The bytes of `views` in `format`.
///
/// Errors: `bad-flag` where the format holds one table and there are several.
pub fn bytes(views: &[View], format: Format) -> Result<Vec<u8>> {
    match (format, views) {
        (Format::Jsonl, _) => Ok(views.iter().flat_map(jsonl).collect()),
        (Format::Xlsx, _) => Ok(xlsx::write(views)?),
        (Format::Json, _) => Ok(json_array(views)),
        (Format::Table(style), _) => Ok(blocks(views, |view| terminal::table(view, style))),
        (Format::Markdown, _) => Ok(blocks(views, markdown)),
        (Format::Html(lang), _) => Ok(html::page(views, lang).into_bytes()),
        (Format::Csv, [view]) => Ok(csv::write_cells(&view.headings, &view.rows, b',')),
        (Format::Tsv, [view]) => Ok(csv::write_cells(&view.headings, &view.rows, b'\t')),
        (Format::Parquet, [view]) => Ok(frame::write_parquet(view)?),
        (Format::Csv | Format::Tsv | Format::Parquet, []) => Ok(Vec::new()),
        (Format::Csv | Format::Tsv | Format::Parquet, _) => Err(several_tables()),
    }
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
/// table without rows.
pub fn stream(views: &[View]) -> Vec<u8> {
    let lines = views.iter().flat_map(|view| match view.rows.is_empty() {
        true => format!("{}\n", json::empty_table(&view.name)).into_bytes(),
        false => jsonl(view),
    });
    lines.collect()
}

fn jsonl(view: &View) -> Vec<u8> {
    let lines = view.rows.iter().map(|row| {
        Object {
            view,
            row,
            with_table: true,
        }
        .line()
            + "\n"
    });
    lines.collect::<String>().into_bytes()
}

fn json_array(views: &[View]) -> Vec<u8> {
    let with_table = views.len() > 1;
    let of_view = |view| {
        move |row| {
            Object {
                view,
                row,
                with_table,
            }
            .line()
        }
    };
    let lines: Vec<String> = views
        .iter()
        .flat_map(|view| view.rows.iter().map(Vec::as_slice).map(of_view(view)))
        .collect();
    if lines.is_empty() {
        return b"[]\n".to_vec();
    }
    format!("[\n{}\n]\n", lines.join(",\n")).into_bytes()
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
