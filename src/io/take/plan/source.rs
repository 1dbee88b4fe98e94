//! One column's source in a sheet: a cell, a constant, several cells, a mapped word.

use std::collections::BTreeMap;

use crate::ledger::text::tidy;
use crate::quantity::Unit;

use super::super::super::map::Kinds;

/// Where one column comes from.
#[derive(Debug, Clone, Default)]
pub struct Source {
    pub(super) from: From,
    pub(super) values: Option<BTreeMap<String, String>>,
    pub date_format: Option<String>,
    /// Whether decimals finer than a quantity can hold are rounded away.
    pub is_rounded: bool,
    /// The unit that the header states in brackets, or a title over the table.
    pub unit: Option<Unit>,
    /// The power of ten of yuan that they state of money; `None` where they name none.
    pub(super) zeros: Option<i32>,
    /// Whether the header says that shares are in percent.
    pub is_percent: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) enum From {
    #[default]
    Nothing,
    Cell(usize),
    Constant(String),
    FirstOf(Vec<usize>),
    Concat(Vec<usize>, String),
    Kind(Kinds, Vec<usize>),
}

impl Source {
    /// The cell of `cells` that this column is read from without any change; empty where it is read from nothing.
    pub fn as_it_stands<'a>(&self, cells: &'a [String]) -> Option<&'a str> {
        match (&self.from, &self.values) {
            (From::Nothing, None) => Some(""),
            (From::Cell(at), None) => Some(cells.get(*at).map_or("", String::as_str)),
            _ => None,
        }
    }

    /// The text of this column in a line of `cells`, before its words are mapped.
    pub fn text(&self, cells: &[String]) -> String {
        let cell = |at: &usize| {
            cells
                .get(*at)
                .map_or(String::new(), |cell| tidy(cell).into_owned())
        };
        match &self.from {
            From::Nothing => String::new(),
            From::Cell(at) => cell(at),
            From::Constant(text) => text.clone(),
            From::FirstOf(columns) => columns
                .iter()
                .map(cell)
                .find(|text| !text.is_empty())
                .unwrap_or_default(),
            From::Concat(columns, with) => {
                let parts: Vec<String> = columns
                    .iter()
                    .map(cell)
                    .filter(|text| !text.is_empty())
                    .collect();
                parts.join(with)
            }
            From::Kind(kinds, columns) => {
                let held = kinds
                    .when
                    .iter()
                    .zip(columns)
                    .find(|(when, at)| when.holds(&cell(at)));
                held.map_or_else(|| kinds.otherwise.clone(), |(when, _)| when.then.clone())
            }
        }
    }

    /// The word that `text` is mapped to; the text itself where no value is given for it.
    pub fn mapped(&self, text: String) -> String {
        let Some(values) = &self.values else {
            return text;
        };
        let mapped = values
            .get(&text)
            .or_else(|| values.get("*").filter(|_| !text.is_empty()));
        mapped.cloned().unwrap_or(text)
    }

    /// The power of ten of yuan that the numbers of money count: 4 where they count 万元.
    pub fn zeros(&self) -> i32 {
        self.zeros.unwrap_or(0)
    }

    /// Whether numbers count something else than yuan and wholes: 万元, percent.
    pub fn is_scaled(&self) -> bool {
        self.zeros() != 0 || self.is_percent
    }

    /// Whether numbers are in a unit or in a money that a header or a title states, so that each is to be converted.
    pub fn states_unit(&self) -> bool {
        self.unit.is_some() || self.is_scaled()
    }

    /// The column of the sheet that this comes from, where it is a single one.
    pub fn cell_column(&self) -> Option<usize> {
        match &self.from {
            From::Cell(at) => Some(*at),
            _ => None,
        }
    }

    /// All columns of the sheet that this comes from or depends on.
    pub(super) fn cell_columns(&self) -> Vec<usize> {
        match &self.from {
            From::Nothing | From::Constant(_) => Vec::new(),
            From::Cell(at) => vec![*at],
            From::FirstOf(columns) | From::Concat(columns, _) | From::Kind(_, columns) => {
                columns.clone()
            }
        }
    }

    pub(super) fn is_something(&self) -> bool {
        !matches!(self.from, From::Nothing)
    }
}
