//! Did the lines of a sheet move since it was imported? Rows without line numbers of their own are known by the row they
//! stand in; where one was taken out or came in above them, each of the others seems to be new and would count twice.
//!
//! Line numbers that a sheet gives itself are not asked: they move with their lines.

use std::collections::{HashMap, HashSet};

use crate::ledger::word::MovementKind;
use crate::ledger::{Column, Row};

use super::overlap::content;
use super::snapshot::INFERRED;

/// Rows with new keys that are not new, each by its position and with the line of the ledger that it is or replaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shifts {
    /// What the ledger has at another line of the same document.
    pub moved: Vec<(usize, String)>,
    /// What stands in a row of which the ledger has something else, that is nowhere in the sheet any more.
    pub replaced: Vec<(usize, String)>,
}

/// The rows of `fresh`, whose keys are new, that moved or stand where others stood.
///
/// `sheets`: all rows that were read, known ones among them: a line of the ledger that is still there did not move.
pub fn shifts<'a>(
    known: &[Row],
    sheets: impl IntoIterator<Item = &'a Row>,
    fresh: &[Row],
) -> Shifts {
    let mut shifts = Shifts::default();
    let by_row = fresh.iter().enumerate();
    let by_row: Vec<(usize, &Row)> = by_row.filter(|(_, row)| is_numbered_by_row(row)).collect();
    let docs: HashSet<&str> = by_row.iter().map(|(_, row)| document(row)).collect();
    let still: HashSet<Key<'_>> = sheets.into_iter().map(key).collect();
    let mut gone = Gone::default();
    let is_gone = |row: &&Row| docs.contains(document(row)) && !still.contains(&key(row));
    // Counts and what they imply are worked out anew from each list.
    let is_written = |row: &&Row| {
        let is_count = row.get::<MovementKind>(Column::Kind) == MovementKind::Count;
        !is_count && !line(row).ends_with(INFERRED)
    };
    let of_docs = known.iter().filter(is_gone).filter(is_written);
    of_docs.for_each(|row| gone.add(row));
    let mut others = Vec::new();
    for (at, row) in by_row {
        match gone.take(row) {
            Some(line) => shifts.moved.push((at, line.to_owned())),
            None => others.push((at, row)),
        }
    }
    for (at, row) in others {
        let instead = gone.of_row(row).map(|line| (at, line.to_owned()));
        shifts.replaced.extend(instead);
    }
    shifts
}

/// Whether a row is known by the row of its sheet, be its document a number of its own.
pub fn is_numbered_by_row(row: &Row) -> bool {
    let place = row.place.as_ref();
    place.is_some_and(|place| place.line.to_string() == row_number(line(row)))
}

/// Lines of the ledger that are not in their sheets any more.
#[derive(Default)]
struct Gone<'a> {
    /// By document and content.
    lines: HashMap<(&'a str, String), Vec<Key<'a>>>,
    /// By document and row.
    rows: HashMap<(&'a str, &'a str), Vec<Key<'a>>>,
    found: HashSet<Key<'a>>,
}

/// The document and the line that a row is known by.
type Key<'a> = (&'a str, &'a str);

impl<'a> Gone<'a> {
    fn add(&mut self, row: &'a Row) {
        let (doc, line) = key(row);
        let same = self.lines.entry((doc, content(row))).or_default();
        same.push((doc, line));
        let of_row = self.rows.entry((doc, row_number(line))).or_default();
        of_row.push((doc, line));
    }

    /// The first line with the content of `row` that no other row was found to be.
    fn take(&mut self, row: &Row) -> Option<&'a str> {
        let same = self.lines.get(&(document(row), content(row)))?;
        let mut free = same.iter().filter(|key| !self.found.contains(*key));
        let first = *free.next()?;
        self.found.insert(first);
        Some(first.1)
    }

    /// The first line of the same row that was found nowhere.
    fn of_row(&self, row: &Row) -> Option<&'a str> {
        let lines = self.rows.get(&(document(row), row_number(line(row))))?;
        let mut lost = lines.iter().filter(|key| !self.found.contains(*key));
        lost.next().map(|key| key.1)
    }
}

fn document(row: &Row) -> &str {
    row.cell(Column::Doc).text().unwrap_or("")
}

fn line(row: &Row) -> &str {
    row.cell(Column::Line).text().unwrap_or("")
}

fn key(row: &Row) -> Key<'_> {
    (document(row), line(row))
}

/// The row that a line is named after: a line of several amounts has one each, `2/入库`.
fn row_number(line: &str) -> &str {
    line.split('/').next().unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::diagnostic::Place;
    use crate::ledger::Record as _;
    use crate::ledger::tables::Movement;
    use crate::quantity::Quantity;

    /// A row of a sheet, `2/in`, by the number of its row and the side it is on.
    fn row(line: &str, pieces: i64) -> Row {
        let kind = match line.ends_with("in") {
            true => MovementKind::Receipt,
            false => MovementKind::Issue,
        };
        let day = Day::parse("2026-11-01").expect("a date of the test");
        let movement = Movement {
            doc: "book.csv".to_owned(),
            line: line.to_owned(),
            qty: Quantity::whole(pieces),
            ..Movement::new(day, kind, "D1", "mask")
        };
        let number = row_number(line).parse().expect("a row of the test");
        Row {
            place: Some(Place::file("book.csv").at_line(number)),
            ..movement.into_row()
        }
    }

    /// Rows of a sheet by their places, each with the line of the ledger that it is or replaces.
    type Pairs = Vec<(usize, String)>;

    /// What moved and what replaces something, of a sheet that is imported again.
    fn of(known: &[Row], sheet: &[Row]) -> (Pairs, Pairs) {
        let is_known = |row: &&Row| known.iter().any(|there| key(there) == key(row));
        let fresh: Vec<Row> = sheet.iter().filter(|row| !is_known(row)).cloned().collect();
        let found = shifts(known, sheet, &fresh);
        (found.moved, found.replaced)
    }

    fn at(pairs: &[(usize, &str)]) -> Pairs {
        let owned = pairs.iter().map(|(at, line)| (*at, (*line).to_owned()));
        owned.collect()
    }

    #[test]
    fn lines_that_moved_up_or_down_are_not_new() {
        let known = [row("2/in", 1000), row("3/out", 50), row("4/in", 200)];
        let up = [row("2/out", 50), row("3/in", 200)];
        assert_eq!(of(&known, &up), (at(&[(0, "3/out"), (1, "4/in")]), at(&[])));
        let down = [
            row("2/out", 7),
            row("3/in", 1000),
            row("4/out", 50),
            row("5/in", 200),
        ];
        let moved = at(&[(1, "2/in"), (2, "3/out"), (3, "4/in")]);
        assert_eq!(of(&known, &down), (moved, at(&[])), "the first is new");
        let apart = [row("3/in", 1000), row("5/out", 50), row("7/in", 200)];
        assert_eq!(of(&known, &apart).0.len(), 3);
    }

    #[test]
    fn another_line_in_the_row_of_one_that_is_gone_replaces_it() {
        let known = [row("2/in", 1000), row("3/out", 50)];
        let other = [row("2/out", 7), row("3/out", 50)];
        assert_eq!(of(&known, &other), (at(&[]), at(&[(0, "2/in")])));
    }

    #[test]
    fn a_book_that_grows_is_new_at_its_end_and_in_its_blank_cells() {
        let known = [row("2/in", 1000), row("3/out", 50)];
        let grown = [
            row("2/in", 1000),
            row("2/out", 50),
            row("3/out", 50),
            row("4/out", 50),
        ];
        assert_eq!(of(&known, &grown), (at(&[]), at(&[])));
    }
}
