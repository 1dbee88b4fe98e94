//! Rows as a table on a screen: right widths for Chinese, numbers to the right, nothing cut.

use std::borrow::Cow;
use std::io::IsTerminal as _;

use comfy_table::presets::{ASCII_FULL_CONDENSED, UTF8_FULL_CONDENSED};
use comfy_table::{CellAlignment, ContentArrangement, Table};

use crate::ledger::cell::Cell;

use super::view::View;

/// With which characters borders are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    #[default]
    Utf8,
    Ascii,
}

/// Whether standard output is a terminal.
pub fn is_output() -> bool {
    std::io::stdout().is_terminal()
}

/// Whether standard input is a terminal, from which no table will come.
pub fn is_input() -> bool {
    std::io::stdin().is_terminal()
}

/// The rows as a bordered table; columns that are empty throughout are left out, as they say nothing.
pub fn table(view: &View, style: Style) -> String {
    let rows: Vec<_> = view.rows.iter().collect();
    let filled: Vec<usize> = (0..view.headings.len())
        .filter(|at| rows.is_empty() || has_value(&rows, *at))
        .collect();
    let mut table = Table::new();
    table.load_style(match style {
        Style::Utf8 => UTF8_FULL_CONDENSED,
        Style::Ascii => ASCII_FULL_CONDENSED,
    });
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(filled.iter().map(|at| view.headings[*at].as_str()));
    for row in &rows {
        table.add_row(filled.iter().map(|at| row[*at].to_string()));
    }
    for (shown, at) in filled.iter().enumerate() {
        let is_number = view.kinds.get(*at).is_some_and(|kind| kind.is_number());
        let is_right = is_number || is_numeric(&rows, *at);
        if let Some(column) = table.column_mut(shown).filter(|_| is_right) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    format!("{table}\n")
}

fn has_value(rows: &[Cow<'_, [Cell]>], at: usize) -> bool {
    rows.iter().any(|row| !row[at].is_empty())
}

fn is_numeric(rows: &[Cow<'_, [Cell]>], at: usize) -> bool {
    let mut filled = rows
        .iter()
        .map(|row| &row[at])
        .filter(|cell| !cell.is_empty())
        .peekable();
    filled.peek().is_some()
        && filled.all(|cell| {
            matches!(
                cell,
                Cell::Quantity(_)
                    | Cell::Money(_)
                    | Cell::Price(_)
                    | Cell::Integer(_)
                    | Cell::Ratio(_)
            )
        })
}
