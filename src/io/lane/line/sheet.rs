//! What a reader of lines has to do with its sheet, whatever its table is: which lines are its own, and their dates.

use crate::calendar::Day;
use crate::engine::memo::Glance;
use crate::engine::name::Names;
use crate::io::lane::layout::{Layout, Part};
use crate::io::take;
use crate::io::take::title::is_of_lists;
use crate::ledger::Column;

use super::Cells;
use super::units::Units;

/// What a reader of lines has to do with its sheet, whatever its table is.
#[derive(Debug)]
pub struct SheetLane<'a> {
    pub layout: &'a Layout<'a>,
    pub names: &'a Names,
    dates: Dates<'a>,
    /// Cells of typed columns that are not read here.
    others: Vec<usize>,
    /// Cells that are not read at all, or any text at all, and those of them that were seen to be nothing special.
    watched: Vec<(usize, Glance)>,
    pub units: Units,
}

/// A column of dates: most lines have that of the line before.
#[derive(Debug)]
struct Dates<'a> {
    part: Part<'a>,
    /// The last date that was read, and its cell.
    last: ([u8; 10], Option<Day>),
}

impl<'a> SheetLane<'a> {
    /// A reader of the lines of `layout`, whose names are numbered by `names`.
    pub fn new(layout: &'a Layout<'a>, names: &'a Names) -> SheetLane<'a> {
        SheetLane {
            layout,
            names,
            dates: Dates::new(layout),
            others: layout.other_typed_cells(),
            watched: watched(layout),
            units: Units::default(),
        }
    }

    /// The date of a line; `None` where the exact reader is to judge the line.
    #[inline]
    pub fn day(&mut self, cells: &Cells<'_>) -> Option<Day> {
        let is_plain = !may_be_no_data(cells, &mut self.watched)
            && self.others.iter().all(|at| cells.bytes(*at).is_empty());
        is_plain.then(|| self.dates.day(cells))?
    }
}

impl<'a> Dates<'a> {
    fn new(layout: &Layout<'a>) -> Dates<'a> {
        Dates {
            part: layout.part(Column::Date),
            last: ([0; 10], None),
        }
    }

    /// The date of a line.
    #[inline]
    fn day(&mut self, cells: &Cells<'_>) -> Option<Day> {
        let Part::Cell(at) = self.part else {
            return None;
        };
        let cell: [u8; 10] = cells.bytes(at).try_into().ok()?;
        if self.last.0 != cell {
            self.last = (cell, Day::parse_iso(&cell).filter(|day| is_of_lists(*day)));
        }
        self.last.1
    }
}

/// The cells that are looked at for what is no data.
fn watched(layout: &Layout<'_>) -> Vec<(usize, Glance)> {
    let cells = layout.watched_cells().into_iter();
    cells.map(|at| (at, Glance::default())).collect()
}

/// Whether a line may be no data, such as a sub-total: nearly every cell is told by a byte. Cells of names are told
/// when they are first read, and cells of days and quantities by their form.
#[inline]
fn may_be_no_data(cells: &Cells<'_>, watched: &mut [(usize, Glance)]) -> bool {
    watched.iter_mut().any(|(at, seen)| match cells.bytes(*at) {
        [] | [_] | [b'"', b'"'] => false,
        [first, .., last] if last.is_ascii() && is_code(*first) => false,
        _ => {
            let (from, to) = cells.bounds(*at);
            let is_data = || !take::may_be_no_data(cells.block[from..to].trim_matches('"'));
            !seen.holds(cells.block.as_bytes(), from, to, is_data)
        }
    })
}

/// Whether a cell that begins so, and ends in ASCII, can be no word of a sub-total: those begin with t, s or g.
#[inline]
fn is_code(first: u8) -> bool {
    first.is_ascii_alphanumeric() && !matches!(first.to_ascii_lowercase(), b't' | b's' | b'g')
}
