//! Map files: how the columns and words of a foreign sheet become ours, in TOML.
//!
//! [`KEYS`] says what each key means, with an example.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Place, guess};
use crate::ledger::Table;
use crate::ledger::text::tidy;

mod keys;
mod lines;
mod sound;

pub use keys::{KEYS, Key};
pub use lines::Lines;

/// A map file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// The table the sheet becomes; without it the columns tell.
    pub table: Option<String>,
    /// The row of the header, from 1; without it the row with the most known headers.
    pub header_row: Option<u64>,
    #[serde(default)]
    pub column: BTreeMap<String, String>,
    #[serde(default)]
    pub constant: BTreeMap<String, String>,
    #[serde(default)]
    pub first_of: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub concat: BTreeMap<String, Concat>,
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    pub date_format: BTreeMap<String, String>,
    pub kind: Option<Kinds>,
    #[serde(default)]
    pub join: Vec<Join>,
    /// Columns of theirs by which lines are put in order before they are read.
    #[serde(default)]
    pub sort: Vec<String>,
    /// How many rows the header has, one or two; without it a workbook's merged cells tell.
    #[serde(default)]
    pub header_rows: Option<u64>,
    /// Columns of theirs in which a blank cell means the cell above it.
    #[serde(default)]
    pub fill_down: Vec<String>,
    /// Columns of ours whose decimals finer than a thousandth are rounded, half up.
    #[serde(default)]
    pub round: Vec<String>,
    /// The columns of a wide sheet that become rows.
    pub unpivot: Option<Unpivot>,
    /// Lines that are no data, by a column and what it starts with.
    #[serde(default)]
    pub skip: Vec<Skip>,
    /// Where the file says what.
    #[serde(skip)]
    pub lines: Lines,
}

/// Several columns of theirs put together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concat {
    pub columns: Vec<String>,
    #[serde(default)]
    pub with: String,
}

/// Columns that become rows: a sheet with a column an item, or a column a date, read as a long one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unpivot {
    /// Columns of theirs, one by one.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The first and the last of columns that stand side by side.
    pub between: Option<(String, String)>,
    /// Our column that gets the cell.
    pub into: String,
    /// What the header says, our columns in braces.
    #[serde(default = "whole_header")]
    pub header: String,
}

fn whole_header() -> String {
    "{item}".to_owned()
}

/// How the kind of a movement follows from their columns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    #[serde(default)]
    pub when: Vec<When>,
    #[serde(default)]
    pub otherwise: String,
}

/// One condition: the column is filled, empty, or one of some words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    pub column: String,
    /// `filled`, `empty`, or a word to equal.
    pub is: Option<String>,
    #[serde(default)]
    pub any_of: Vec<String>,
    pub then: String,
    /// Whether the quantity changes its sign: for `adjust`.
    #[serde(default)]
    pub negate: bool,
}

/// Another file whose columns are added, line by line, where the keys are equal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The path, from the map file's folder.
    pub file: String,
    /// Our column and theirs.
    pub on: (String, String),
    /// Whether letters of either case are equal.
    #[serde(default)]
    pub ignore_case: bool,
    /// New names for their columns, where the plain ones would clash.
    #[serde(default)]
    pub rename: BTreeMap<String, String>,
}

/// Lines to leave out, counted as out of scope.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    pub column: String,
    #[serde(default)]
    pub starts_with: Option<String>,
    #[serde(default)]
    pub is: Option<String>,
}

impl Map {
    /// Whether each line can be read by itself: nothing is joined, put in order, or looked for above.
    pub fn is_by_line(&self) -> bool {
        let has_own_header = self.header_row.is_some() || self.header_rows.is_some();
        let is_wide = self.unpivot.is_some();
        let looks_around =
            !self.join.is_empty() || !self.sort.is_empty() || !self.fill_down.is_empty();
        !has_own_header && !is_wide && !looks_around
    }

    /// Reads a map file; `name` is what diagnostics call it.
    ///
    /// Errors: `bad-map`.
    pub fn parse(text: &str, name: &str) -> Result<Map, Diagnostic> {
        let map: Map = toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .map_or(0, |span| 1 + text[..span.start].matches('\n').count());
            Diagnostic::error(Code::BadMap, error.message().to_owned())
                .at(Place::file(name).at_line(line as u64))
                .hint("granary explain map says what a map file may hold, with examples")
        })?;
        let map = Map {
            lines: Lines::of(text, name),
            ..map
        };
        sound::expect_sound(&map)?;
        let stated = map.table.as_deref();
        match stated.filter(|id| Table::from_id(id).is_none()) {
            None => Ok(map),
            Some(id) => {
                let meant = guess(id, Table::all().map(Table::id));
                Err(
                    Diagnostic::error(Code::BadMap, format!("there is no table \"{id}\""))
                        .at(map.lines.place(&["table"], id))
                        .hint(format!("{meant}granary schema lists the tables")),
                )
            }
        }
    }
}

impl Map {
    /// Whether the map says where our column `id` comes from.
    pub fn states(&self, id: &str) -> bool {
        self.column.contains_key(id)
            || self.constant.contains_key(id)
            || self.first_of.contains_key(id)
            || self.concat.contains_key(id)
    }

    /// Whether a sheet has every column that this map reads; those of a join come later.
    pub fn fits(&self, headers: &[String]) -> bool {
        let joins = !self.join.is_empty();
        let named = self.column.values().chain(self.first_of.values().flatten());
        let wide = self.unpivot.iter().flat_map(|unpivot| &unpivot.columns);
        let conditions = self.kind.iter().flat_map(|kinds| &kinds.when);
        let skips = self.skip.iter().map(|skip| &skip.column);
        let mut all = named
            .chain(wide)
            .chain(conditions.map(|when| &when.column))
            .chain(skips)
            .chain(&self.fill_down);
        joins || all.all(|name| headers.contains(&tidy(name).into_owned()))
    }
}

impl Kinds {
    /// The first condition that holds where every condition looks at one cell, `text`.
    pub fn when_of(&self, text: &str) -> Option<&When> {
        self.when.iter().find(|when| when.holds(text))
    }

    /// The kind where every condition looks at one cell, `text`.
    pub fn kind_of(&self, text: &str) -> String {
        let held = self.when_of(text);
        held.map_or_else(|| self.otherwise.clone(), |when| when.then.clone())
    }
}

impl When {
    /// Whether a cell of the named column meets the condition.
    pub fn holds(&self, cell: &str) -> bool {
        match self.is.as_deref() {
            Some("filled") => !cell.is_empty(),
            Some("empty") => cell.is_empty(),
            Some(word) => cell == word,
            None => self.any_of.iter().any(|word| word == cell),
        }
    }
}

impl Skip {
    /// Whether a cell of the named column marks its line as no data.
    pub fn holds(&self, cell: &str) -> bool {
        let starts = self
            .starts_with
            .as_ref()
            .is_some_and(|start| cell.starts_with(start));
        starts || self.is.as_ref().is_some_and(|word| cell == word)
    }
}
