//! What a page is made of: sections of notes, points, grids and charts, in the order they are read.
//!
//! The same page is written as Markdown and as HTML, so that both say the same. A grid shows its worst lines and
//! names how many there are in all; nothing is cut without a word. Nothing here knows a template.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::table::{Field, Kind};
use crate::ledger::{Column, Record};
use crate::quantity::{Quantity, decimal};

use super::names::Names;
use super::words::Label;
use crate::lang::Lang;

/// The lines a grid shows, unless told otherwise, before it says how many more there are: what fits a printed page.
pub const LINES_MAX: usize = 20;

/// A whole page.
#[derive(Debug, Clone)]
pub struct Page {
    pub lang: Lang,
    pub title: String,
    /// What stands below the title: for whom, of which day, what was not supplied.
    pub notes: Vec<Note>,
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
    /// What rows of it are known by, whatever the language.
    pub id: String,
    pub caption: &'static str,
    pub headings: Vec<Heading>,
    pub lines: Vec<Line>,
    /// Whether every line is shown, however few are asked for.
    pub is_whole: bool,
    /// How many lines are not shown.
    pub left_out: usize,
    /// How many lines are not shown, and how many there are in all.
    pub more: Option<String>,
}

/// The head of a column.
#[derive(Debug, Clone)]
pub struct Heading {
    /// What cells below it are known by, whatever the language.
    pub id: String,
    pub text: String,
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
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub text: String,
    pub code: Option<String>,
    /// The same as a file holds it: typed, and in no language.
    pub value: Cell,
}

/// A drawing with its caption, which says in words what it shows.
#[derive(Debug, Clone)]
pub struct Chart {
    pub caption: String,
    pub svg: String,
}

impl From<String> for Shown {
    fn from(text: String) -> Shown {
        Shown {
            value: Cell::Text(text.as_str().into()),
            text,
            code: None,
        }
    }
}

impl From<&Cell> for Shown {
    fn from(cell: &Cell) -> Shown {
        Shown {
            value: cell.clone(),
            ..Shown::from(cell.to_string())
        }
    }
}

impl Shown {
    /// A number of things.
    pub fn count(count: usize) -> Shown {
        Shown::from(count.to_string()).typed(Fit::Number)
    }

    /// A day, or nothing.
    pub fn day(day: Option<Day>) -> Shown {
        Shown::from(&Cell::from(day))
    }

    /// The same with its value: text below the head of numbers is a number, a day as it is written is a day.
    fn typed(self, fit: Fit) -> Shown {
        let Cell::Text(text) = &self.value else {
            return self;
        };
        let number = || {
            let thousandths = decimal::parse(&text.replace(",", ""), 3).ok()?;
            Some(Cell::Quantity(Quantity::from_thousandths(thousandths)))
        };
        let value = match fit {
            Fit::Number => number(),
            Fit::Whole if text.len() == "2022-03-05".len() => Day::parse(text).map(Cell::Day),
            Fit::Whole | Fit::Text => None,
        };
        match (value, text.is_empty()) {
            (Some(value), _) => Shown { value, ..self },
            (None, true) => Shown {
                value: Cell::Empty,
                ..self
            },
            (None, false) => self,
        }
    }
}

impl Page {
    /// The same with so many lines of each grid; the others are counted, not shown. `None` shows all.
    pub fn shortened(mut self, lines_max: Option<usize>) -> Page {
        let Some(lines_max) = lines_max else {
            return self;
        };
        let lang = self.lang;
        for grid in self.grids_mut().filter(|grid| !grid.is_whole) {
            grid.left_out = grid.lines.len().saturating_sub(lines_max);
            grid.more = more(grid.lines.len(), lines_max, lang);
            grid.lines.truncate(lines_max);
        }
        self
    }

    /// The grids with the sections they stand in, in order.
    pub fn grids(&self) -> impl Iterator<Item = (&Section, &Grid)> {
        self.sections.iter().flat_map(|section| {
            let grids = section.blocks.iter().filter_map(|block| match block {
                Block::Grid(grid) => Some(grid),
                _ => None,
            });
            grids.map(move |grid| (section, grid))
        })
    }

    fn grids_mut(&mut self) -> impl Iterator<Item = &mut Grid> {
        let blocks = self
            .sections
            .iter_mut()
            .flat_map(|section| &mut section.blocks);
        blocks.filter_map(|block| match block {
            Block::Grid(grid) => Some(grid),
            _ => None,
        })
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
            id: column.id().to_owned(),
            text: lang.pick(column.zh(), column.id()).to_owned(),
            fit,
        }
    }

    /// The head of a column that only the page has.
    pub fn said(label: Label, lang: Lang, fit: Fit) -> Heading {
        Heading {
            id: label.id().trim_end_matches("_column").to_owned(),
            text: label.text(lang).to_owned(),
            fit,
        }
    }
}

impl Grid {
    /// A grid of lines already made.
    pub fn of_lines(caption: Label, lang: Lang, headings: Vec<Heading>, lines: Vec<Line>) -> Grid {
        let typed = |line: Line| {
            let cells = line.cells.into_iter().zip(&headings);
            Line {
                tone: line.tone,
                cells: cells.map(|(cell, head)| cell.typed(head.fit)).collect(),
            }
        };
        let lines = lines.into_iter().map(typed).collect();
        Grid {
            id: caption.id(),
            caption: caption.text(lang),
            headings,
            lines,
            is_whole: false,
            left_out: 0,
            more: None,
        }
    }

    /// A grid of `columns` of `rows`, in the order given.
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
        let heading = |field: &Field| Heading {
            text: names.lang.pick(field.zh(), field.column.id()).to_owned(),
            ..Heading::of(field.column, names.lang, fit(field))
        };
        Grid {
            id: caption.id(),
            caption: caption.text(names.lang),
            headings: fields.iter().copied().map(heading).collect(),
            lines: rows.iter().map(line).collect(),
            is_whole: false,
            left_out: 0,
            more: None,
        }
    }

    /// The grid, unless it has no line.
    pub fn unless_empty(self) -> Option<Grid> {
        (!self.lines.is_empty()).then_some(self)
    }

    /// The same, never shortened.
    pub fn whole(self) -> Grid {
        Grid {
            is_whole: true,
            ..self
        }
    }

    /// The same with a column in front that only the page has; `rows` are those the grid was made of.
    pub fn led_by<T>(mut self, heading: Heading, rows: &[&T], cell: impl Fn(&T) -> String) -> Grid {
        let fit = heading.fit;
        self.headings.insert(0, heading);
        for (line, row) in self.lines.iter_mut().zip(rows) {
            line.cells.insert(0, Shown::from(cell(row)).typed(fit));
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
