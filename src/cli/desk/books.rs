//! Books of what came and went that state what was there before: it enters as a count on the day before, and what they
//! state to be left is held against their lines.

use crate::diagnostic::{Code, Diagnostic};
use crate::io::sheet::Sheet;
use crate::io::take::Taken;
use crate::ledger::cell::Cell;
use crate::ledger::header::Says;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::ledger::{Column, Record as _, Row};
use crate::stock::book::{Entry, Gap, Opening, reckon};

use super::Desk;

/// A count that a book opens with, by its document and line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Opens {
    pub line: [String; 2],
    /// Whether it was worked out; else it is a line of the book.
    pub is_made: bool,
}

impl Desk {
    /// The counts that the books among the sheets that were taken open with.
    pub fn opens(&self) -> &[Opens] {
        &self.opens
    }
}

/// How many openings of a sheet are said.
const OPENINGS_SHOWN: usize = 5;

/// Puts what was there before the first lines of a book in front of them, and adds warnings of lines that state
/// something else than they come to.
///
/// Result: the counts that the book opens with, and what is to be said of those that were worked out.
pub fn open(sheet: &Sheet, taken: &mut Taken) -> (Vec<Opens>, Vec<String>) {
    if taken.stated.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let moved = taken.rows.iter().map(|row| (None, row));
    let stated = taken
        .stated
        .iter()
        .map(|stated| (Some(stated.says), &stated.row));
    let told: Vec<(Option<Says>, &Row)> = moved.chain(stated).collect();
    let entry = |(says, row): &(Option<Says>, &Row)| Entry {
        line: row.place.as_ref().map_or(0, |place| place.line),
        says: *says,
        movement: Movement::from_row(row),
    };
    let entries: Vec<Entry> = told.iter().map(entry).collect();
    let found = reckon(&entries);
    let made: Vec<Row> = found
        .openings
        .iter()
        .map(|opening| row_of(opening, told[opening.at].1))
        .collect();
    let gaps = found.gaps.iter();
    let gaps: Vec<Diagnostic> = gaps.map(|gap| gap_of(gap, told[gap.at].1)).collect();
    let is_count = |row: &&Row| row.get::<MovementKind>(Column::Kind) == MovementKind::Count;
    let of = |row: &Row, is_made| Opens {
        line: [Column::Doc, Column::Line].map(|part| row.get(part)),
        is_made,
    };
    let counted = taken.rows.iter().filter(is_count);
    let opens = made.iter().map(|row| of(row, true));
    let opens = opens.chain(counted.map(|row| of(row, false))).collect();
    let said = said(sheet, &made);
    taken.diagnostics.extend(gaps);
    taken.rows.splice(0..0, made);
    (opens, said)
}

/// The count that an opening is, from the row that tells it.
fn row_of(opening: &Opening, told: &Row) -> Row {
    let mut row = told.clone();
    let header = told.place.as_ref().and_then(|place| place.column.clone());
    let header = header.map_or(String::new(), |(_, header)| header.to_string());
    let mut set = |column: Column, cell: Cell| {
        let position = row.table.position(column);
        row.cells[position.expect("a movement has this column")] = cell;
    };
    set(Column::Date, Cell::Day(opening.day));
    set(Column::Qty, Cell::Quantity(opening.qty));
    set(
        Column::Note,
        format!("opening balance, from {header}").into(),
    );
    if told.cell(Column::Lot).text().unwrap_or("") != opening.lot {
        let of_lot = [Column::Lot, Column::Expiry, Column::MfgDate];
        of_lot
            .into_iter()
            .for_each(|column| set(column, Cell::Empty));
    }
    row
}

/// The warning of a line that states something else than the lines come to.
fn gap_of(gap: &Gap, told: &Row) -> Diagnostic {
    let [item, site] = [Column::Item, Column::Site].map(|column| told.get::<String>(column));
    let Gap {
        stated, reckoned, ..
    } = gap;
    let message = format!(
        "{item} at {site}: {stated} is stated here, and the lines come to {reckoned}; the lines stand"
    );
    let place = told.place.clone();
    let warning = Diagnostic::warning(Code::BalanceDiffers, message)
        .hint("look for a line that is missing, stands there twice, or is in another unit");
    match place {
        Some(place) => warning.at(place),
        None => warning,
    }
}

/// What was there before, in words: the first few, and how many they are.
fn said(sheet: &Sheet, made: &[Row]) -> Vec<String> {
    let text = |row: &Row, column| row.cell(column).to_string();
    let one = |row: &Row| {
        let line = row.place.as_ref().map_or(0, |place| place.line);
        let [item, site, qty] = [Column::Item, Column::Site, Column::Qty].map(|c| text(row, c));
        let (place, day) = (sheet.place().at_line(line), text(row, Column::Date));
        format!("{place}: {qty} of {item} at {site} was there before; it is a count of {day}")
    };
    let mut said: Vec<String> = made.iter().take(OPENINGS_SHOWN).map(one).collect();
    if made.len() > OPENINGS_SHOWN {
        let (place, count) = (sheet.place(), made.len());
        said.push(format!(
            "{place}: {count} balances were there before, in all"
        ));
    }
    said
}
