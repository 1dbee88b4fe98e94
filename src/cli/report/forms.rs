//! The forms of a page: text, Markdown, HTML, a workbook, or rows. The same lines in each.

use std::path::Path;

use anyhow::Result;

use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, FormatName, Global};
use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::terminal::{self, Style};
use crate::io::view::View;
use crate::io::write::Format;
use crate::io::{output, xlsx};
use crate::ledger::cell::Cell;
use crate::ledger::table::Kind;
use crate::ledger::{Record, Records, Table};
use crate::report::names::Names;
use crate::report::page::{Block, Fit, Grid, Page};
use crate::report::render::{Shape, render};
use crate::report::{self, Lang, rows};

use super::known::Known;

/// What a page is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Shape(Shape),
    /// Tables with borders, for a terminal.
    Text,
    /// A sheet for each table of the page.
    Workbook,
    /// A row for each cell, as the format of the desk has it.
    Rows,
}

/// The form that the flags ask for: that of the format, else of the output's ending, else `otherwise` in a pipe and
/// text on a terminal.
pub fn form(global: &Global, otherwise: Form) -> Form {
    let output = global.output.as_deref();
    match (global.format, output.and_then(Format::named_by)) {
        (FormatName::Md, _) | (FormatName::Auto, Some(Format::Markdown)) => {
            Form::Shape(Shape::Markdown)
        }
        (FormatName::Html, _) | (FormatName::Auto, Some(Format::Html(_))) => {
            Form::Shape(Shape::Html)
        }
        (FormatName::Table, _) => Form::Text,
        (FormatName::Xlsx, _) | (FormatName::Auto, Some(Format::Xlsx)) => Form::Workbook,
        (FormatName::Auto, None) if output.is_some_and(is_text) => Form::Text,
        (FormatName::Auto, None) if terminal::is_output() && output.is_none() => Form::Text,
        (FormatName::Auto, None) => otherwise,
        _ => Form::Rows,
    }
}

/// Whether a file is called a text, which a table is not, but a page can be.
fn is_text(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("txt"))
}

/// The language of pages.
pub fn lang(global: &Global) -> Lang {
    global.lang.into()
}

/// The first flag given that picks among rows: a page has none of them.
pub fn picking(global: &Global) -> Option<&'static str> {
    let flags = [
        ("--columns", !global.columns.is_empty()),
        ("--by", !global.by.is_empty()),
        ("--emit", !global.emit.is_empty()),
        ("--save", !global.save.is_empty()),
        ("--where", global.filter.is_some()),
        ("--explain", global.explain.is_some()),
    ];
    flags
        .into_iter()
        .find(|(_, is_given)| *is_given)
        .map(|(flag, _)| flag)
}

/// Refuses a flag that picks among rows where the answer is a page.
///
/// Errors: `bad-flag`.
pub fn refuse_picking(global: &Global, form: Form) -> Result<()> {
    match form {
        Form::Rows => Ok(()),
        _ => refuse_rows(global, "a page", "ask for its rows with -f csv"),
    }
}

/// Refuses a flag that picks among rows where the answer is `what`, and no rows; `instead` is what to do for those.
///
/// Errors: `bad-flag`.
pub fn refuse_rows(global: &Global, what: &str, instead: &str) -> Result<()> {
    match picking(global) {
        None => Ok(()),
        Some(flag) => {
            let message = format!("{flag} picks among rows, and this is {what}");
            let hint = format!("{instead}, or pick from the tables that it is made of");
            Err(Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint)).into())
        }
    }
}

/// Writes a page in a form other than rows, and says how many lines it has.
pub fn write(global: &Global, page: Page, form: Form, name: &str) -> Result<()> {
    let (shown, left_out) = rows::lines(&page);
    let bytes = match form {
        Form::Shape(shape) => render(page, shape)?.into_bytes(),
        Form::Workbook => xlsx::write(&sheets(&page)).map_err(Refused::from)?,
        Form::Text | Form::Rows => text(&page, global.style.into()).into_bytes(),
    };
    output::write(global.output.as_deref(), &bytes)?;
    say_rows(global, name, shown, left_out);
    Ok(())
}

/// Answers with the rows of a table: as a document where Markdown or HTML is asked for and nothing is picked of them,
/// else as every table is written. Returns the exit code.
pub fn finish<T: Record + Clone>(
    mut desk: Desk,
    rows: Vec<T>,
    name: &str,
    document: impl FnOnce(&[T], &Names) -> Page,
) -> Result<u8>
where
    Vec<T>: Records + 'static,
{
    let global = desk.global.clone();
    let is_whole = picking(&global).is_none();
    let count = rows.len();
    let code = match form(&global, Form::Rows) {
        Form::Shape(shape) if is_whole && !global.nagios => {
            let known = Known::of(&mut desk)?;
            let page = document(&rows, &known.names(lang(&global)));
            desk.put(rows);
            desk.say_left_over();
            output::write(global.output.as_deref(), render(page, shape)?.as_bytes())?;
            desk.verdict(FailOn::None)
        }
        _ => {
            desk.put(rows);
            desk.finish(T::TABLE)?
        }
    };
    say_rows(&global, name, count, 0);
    Ok(code)
}

/// Answers with the cells of a page as table `bulletin`; the page must be made in English.
pub fn put_rows(desk: &mut Desk, page: &Page, name: &str) {
    let (shown, left_out) = rows::lines(page);
    let as_of = desk.as_of();
    desk.put(rows::cells(page, as_of));
    say_rows(&desk.global, name, shown, left_out);
}

/// Says how many rows a report has, unless quiet was asked for.
pub fn say_rows(global: &Global, name: &str, shown: usize, left_out: usize) {
    if global.quiet || global.nagios {
        return;
    }
    let more = match left_out {
        0 => String::new(),
        left_out => format!(", {left_out} more not listed (--rows all)"),
    };
    crate::io::message::say(&format!("{name}: {}{more}", counted(shown, "row")));
}

/// The page as text: tables with borders, right widths for Chinese.
fn text(page: &Page, style: Style) -> String {
    let mut text = format!("{}\n", page.title);
    for note in &page.notes {
        text.push_str(&format!("\n{}\n", note.text));
    }
    for section in &page.sections {
        text.push_str(&format!("\n== {} ==\n", section.title));
        for block in &section.blocks {
            match block {
                Block::Note(note) => text.push_str(&format!("\n{}\n", note.text)),
                Block::Points(points) => {
                    text.push('\n');
                    for point in points {
                        text.push_str(&format!("* {}\n", point.text));
                        for detail in &point.details {
                            text.push_str(&format!("  - {detail}\n"));
                        }
                    }
                }
                Block::Grid(grid) => {
                    let table = terminal::table(&view(grid, String::new(), false), style);
                    text.push_str(&format!("\n{}\n{table}", grid.caption));
                    if let Some(more) = &grid.more {
                        text.push_str(&format!("{more}\n"));
                    }
                }
                Block::Chart(_) => {}
            }
        }
    }
    text.push_str(&format!("\n{}\n", page.foot));
    text
}

/// A sheet for each table of the page, numbered, so that no two have one name.
fn sheets(page: &Page) -> Vec<View<'static>> {
    let text = |text: &str| Cell::Text(text.into());
    let lines = page.sections.iter().flat_map(|section| {
        section.blocks.iter().flat_map(move |block| match block {
            Block::Points(points) => points
                .iter()
                .flat_map(|point| {
                    let details = point.details.iter();
                    let details = details.map(|detail| vec![Cell::Empty, text(detail)]);
                    std::iter::once(vec![text(&point.text), Cell::Empty]).chain(details)
                })
                .collect(),
            Block::Note(note) => vec![vec![text(section.title), text(&note.text)]],
            Block::Grid(_) | Block::Chart(_) => Vec::new(),
        })
    });
    let notes = page
        .notes
        .iter()
        .map(|note| vec![Cell::Text(note.text.as_str().into()), Cell::Empty]);
    let first = View {
        name: sheet_name(&format!("0 {}", page.title)),
        headings: vec![page.title.clone(), String::new()],
        kinds: vec![Kind::Text, Kind::Text],
        rows: notes.chain(lines).collect(),
    };
    let numbered = page.grids().zip(1..);
    let grids = numbered.map(|((_, grid), number)| {
        let name = format!("{number} {}", grid.caption);
        view(grid, sheet_name(&name), true)
    });
    std::iter::once(first).chain(grids).collect()
}

/// A name that a workbook takes: 31 characters, none of those it uses itself.
fn sheet_name(name: &str) -> String {
    let taken = ['[', ']', ':', '*', '?', '/', '\\', '\''];
    let kept = name
        .chars()
        .map(|c| if taken.contains(&c) { ' ' } else { c });
    let name: String = kept.take(31).collect();
    name.trim().to_owned()
}

/// A table of the page ready to be written: typed cells for a workbook, what a reader sees for a terminal.
fn view(grid: &Grid, name: String, is_typed: bool) -> View<'static> {
    let kind = |fit: Fit| match fit {
        Fit::Number => Kind::Quantity,
        Fit::Whole | Fit::Text => Kind::Text,
    };
    let cell = |shown: &report::page::Shown| match (&shown.value, is_typed) {
        (Cell::Word(_) | Cell::Text(_), _) | (_, false) => match &shown.code {
            Some(code) => Cell::Text(format!("{} ({code})", shown.text).into()),
            None if shown.text.is_empty() => Cell::Empty,
            None => Cell::Text(shown.text.as_str().into()),
        },
        (value, true) => value.clone(),
    };
    View {
        name,
        headings: grid.headings.iter().map(|head| head.text.clone()).collect(),
        kinds: grid.headings.iter().map(|head| kind(head.fit)).collect(),
        rows: grid
            .lines
            .iter()
            .map(|line| line.cells.iter().map(cell).collect())
            .collect(),
    }
}

/// The table that the cells of a page stand in.
pub const ROWS: Table = Table::Bulletin;

#[cfg(test)]
mod tests {
    use super::{sheet_name, sheets};
    use crate::ledger::cell::Cell;
    use crate::report::Lang;
    use crate::report::page::{Block, Page, Section, Tone};

    #[test]
    fn the_first_sheet_has_what_a_page_says_in_sentences() {
        let page = Page {
            lang: Lang::En,
            title: "tonight".to_owned(),
            notes: Vec::new(),
            sections: vec![Section {
                id: "cover",
                title: "Cover",
                blocks: vec![Block::note(Tone::Warn, "cover: not supplied".to_owned())],
            }],
            foot: "",
        };
        let said = ["Cover", "cover: not supplied"].map(|text| Cell::Text(text.into()));
        let rows: Vec<_> = sheets(&page)[0]
            .rows
            .iter()
            .map(|row| row.into_owned())
            .collect();
        assert_eq!(rows, [said]);
    }

    #[test]
    fn a_sheet_takes_its_name() {
        assert_eq!(sheet_name("3 价格 [a/b]: 5*?"), "3 价格  a b   5");
        assert_eq!(sheet_name(&"价".repeat(40)).chars().count(), 31);
    }
}
