//! What a page is made of: sections of notes, points, grids and charts, in the order they are read.
//!
//! The same page is written as Markdown and as HTML, so that both say the same. A grid shows its worst lines and
//! names how many there are in all; nothing is cut without a word. Nothing here knows a template.

use crate::ledger::cell::Cell;
use crate::ledger::table::{Field, Kind};
use crate::ledger::{Column, Record};

use super::names::Names;
use super::words::{Label, Lang};

/// The lines a grid shows before it says how many more there are: what fits a printed page.
pub const LINES_MAX: usize = 20;

/// A whole page.
#[derive(Debug, Clone)]
pub struct Page {
    pub lang: &'static str,
    pub title: String,
    pub contents: &'static str,
    /// Which tables were not supplied, in one sentence.
    pub supplied: Note,
    pub sections: Vec<Section>,
    pub foot: &'static str,
}

/// One section with its anchor.
#[derive(Debug, Clone)]
pub struct Section {
    pub id: &'static str,
    pub title: &'static str,
    pub blocks: Vec<Block>,
}

/// One piece of a section.
#[derive(Debug, Clone)]
pub enum Block {
    Note(Note),
    Points(Vec<Point>),
    Grid(Grid),
    Chart(Chart),
}

/// How a line should strike the reader; the words say the same, so nothing depends on colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Bad,
    Warn,
    Good,
    Plain,
}

/// One sentence.
#[derive(Debug, Clone)]
pub struct Note {
    pub tone: Tone,
    pub text: String,
}

/// One line of the headline with the rows that weigh most.
#[derive(Debug, Clone)]
pub struct Point {
    pub tone: Tone,
    pub text: String,
    pub details: Vec<String>,
}

/// A table of the page.
#[derive(Debug, Clone)]
pub struct Grid {
    pub caption: &'static str,
    pub headings: Vec<Heading>,
    pub lines: Vec<Line>,
    /// How many lines are not shown, and how many there are in all.
    pub more: Option<String>,
}

/// The head of a column.
#[derive(Debug, Clone)]
pub struct Heading {
    pub text: &'static str,
    pub fit: Fit,
}

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// To the right, in one line.
    Number,
    /// To the left, in one line: dates, words, ids.
    Whole,
    /// To the left, broken where it must be.
    Text,
}

/// One line of a grid.
#[derive(Debug, Clone)]
pub struct Line {
    pub tone: Tone,
    pub cells: Vec<Shown>,
}

/// A cell as the reader sees it: a name, and the code it stands for where they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    pub code: Option<String>,
}

/// A drawing with its caption, which says in words what it shows.
#[derive(Debug, Clone)]
pub struct Chart {
    pub caption: String,
    pub svg: String,
}

impl From<String> for Shown {
    fn from(text: String) -> Shown {
        Shown { text, code: None }
    }
}

impl From<&Cell> for Shown {
    fn from(cell: &Cell) -> Shown {
        Shown::from(cell.to_string())
    }
}

impl Block {
    /// A sentence of a tone.
    pub fn note(tone: Tone, text: String) -> Block {
        Block::Note(Note { tone, text })
    }
}

impl Heading {
    /// The head of a column of the dictionary.
    pub fn of(column: Column, lang: Lang, fit: Fit) -> Heading {
        Heading {
            text: lang.pick(column.zh(), column.id()),
            fit,
        }
    }

    /// The head of a column that only the page has.
    pub fn said(label: Label, lang: Lang, fit: Fit) -> Heading {
        Heading {
            text: label.text(lang),
            fit,
        }
    }
}

impl Grid {
    /// A grid of lines already made; those past [`LINES_MAX`] are counted, not shown.
    pub fn of_lines(caption: Label, lang: Lang, headings: Vec<Heading>, lines: Vec<Line>) -> Grid {
        let total = lines.len();
        Grid {
            caption: caption.text(lang),
            headings,
            lines: lines.into_iter().take(LINES_MAX).collect(),
            more: more(total, LINES_MAX, lang),
        }
    }

    /// A grid of `columns` of `rows`, in the order given; rows past [`LINES_MAX`] are counted, not shown.
    pub fn of_rows<T: Record + Clone>(
        caption: Label,
        names: &Names,
        columns: &[Column],
        rows: &[&T],
        tone: impl Fn(&T) -> Tone,
    ) -> Grid {
        let fields: Vec<_> = columns
            .iter()
            .filter_map(|column| T::TABLE.position(*column))
            .map(|at| &T::TABLE.fields()[at])
            .collect();
        let line = |row: &&T| {
            let cells = (*row).clone().into_row();
            let shown = |field| names.shown(field, cells.cell(field.column));
            Line {
                tone: tone(row),
                cells: fields.iter().copied().map(shown).collect(),
            }
        };
        let heading = |field: &Field| Heading::of(field.column, names.lang, fit(field));
        Grid {
            caption: caption.text(names.lang),
            headings: fields.iter().copied().map(heading).collect(),
            lines: rows.iter().take(LINES_MAX).map(line).collect(),
            more: more(rows.len(), LINES_MAX, names.lang),
        }
    }

    /// The same with a column in front that only the page has; `rows` are those the grid was made of.
    pub fn led_by<T>(mut self, heading: Heading, rows: &[&T], cell: impl Fn(&T) -> String) -> Grid {
        self.headings.insert(0, heading);
        for (line, row) in self.lines.iter_mut().zip(rows) {
            line.cells.insert(0, Shown::from(cell(row)));
        }
        self
    }
}

/// What is said of the lines that are not shown; `None` where all are.
pub fn more(total: usize, shown: usize, lang: Lang) -> Option<String> {
    (total > shown).then(|| Label::More.count(lang, &[total - shown, total]))
}

/// How cells of a field are set.
fn fit(field: &Field) -> Fit {
    match (field.kind, field.column) {
        (Kind::Quantity | Kind::Money | Kind::Price | Kind::Integer | Kind::Ratio, _) => {
            Fit::Number
        }
        (
            Kind::Text,
            Column::Rule
            | Column::Standard
            | Column::Lot
            | Column::Request
            | Column::Plan
            | Column::Unit
            | Column::Code,
        ) => Fit::Whole,
        (Kind::Text, _) => Fit::Text,
        (Kind::Day | Kind::Expiry | Kind::Truth | Kind::Word(_), _) => Fit::Whole,
    }
}
