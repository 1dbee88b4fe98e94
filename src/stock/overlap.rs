//! Is a sheet in the ledger already, under another name? The same rows, or the same period of the same source.
//!
//! Only sheets without document numbers of their own are asked: their rows are known by the file's name and the row, so
//! that a copy, or a later export that reaches back, would be counted twice. A document number is proof enough.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::ledger::{Column, Row};

/// Endings of the file names that stand as document numbers.
const ENDINGS: [&str; 8] = [
    ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".json", ".jsonl", ".parquet",
];
/// What is added to the name of a copy.
const COPIES: [&str; 6] = ["副本", "最终", "修订", "copy", "final", "new"];

/// Rows of one sheet that stand, or may stand, in the ledger under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The sheet, as it would be known in the ledger, and the place of its first such row.
    pub doc: String,
    pub place: Option<Place>,
    /// The document that has them.
    pub with: String,
    pub why: Why,
    /// How many rows of the sheet, and of how many.
    pub rows: usize,
    pub of: usize,
    pub from: Day,
    pub to: Day,
}

/// What overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The same content.
    Content,
    /// The same content, at other lines of the same document.
    Moved,
    /// Other rows of the same goods and days, from a file whose name differs by digits or by the word of a copy.
    Period,
}

/// What was found, and the positions of the rows whose content stands in the ledger already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlaps {
    pub found: Vec<Overlap>,
    pub repeated: Vec<usize>,
}

impl Overlaps {
    /// Adds the rows of `fresh` at `positions` that the ledger has at other lines of their own documents.
    pub fn add_moved(&mut self, fresh: &[Row], positions: &[usize]) {
        for (doc, of_doc) in by_document(fresh) {
            let moved: Vec<usize> = of_doc
                .iter()
                .copied()
                .filter(|at| positions.contains(at))
                .collect();
            let found = overlap(&doc, fresh, of_doc.len(), Why::Moved, doc.clone(), &moved);
            self.found.extend(found);
            self.repeated.extend(moved);
        }
    }
}

/// The overlaps of `fresh`, whose keys are new, with `known` and with each other, by document.
///
/// A content that stands in the ledger twice covers two rows of it and no more.
pub fn overlaps(known: &[Row], fresh: &[Row]) -> Overlaps {
    let mut overlaps = Overlaps::default();
    if !fresh.iter().any(is_named_by_file) {
        return overlaps;
    }
    let mut there = There::default();
    known.iter().for_each(|row| there.add(row));
    for (doc, positions) in by_document(fresh) {
        let rows = positions.iter().map(|at| &fresh[*at]);
        if positions.iter().all(|at| is_named_by_file(&fresh[*at])) {
            there.compare(&doc, fresh, &positions, &mut overlaps);
        }
        rows.for_each(|row| there.add(row));
    }
    overlaps
}

/// Whether a row is known by the file and line it was read from, because its sheet has no document numbers.
pub fn is_named_by_file(row: &Row) -> bool {
    let doc: String = row.get(Column::Doc);
    row.place
        .as_ref()
        .is_some_and(|place| place.document() == doc)
}

/// The positions of the rows of each document, in the order in which the documents begin.
fn by_document(rows: &[Row]) -> Vec<(String, Vec<usize>)> {
    let mut at_document: HashMap<String, usize> = HashMap::new();
    let mut documents: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let doc: String = row.get(Column::Doc);
        let position = *at_document.entry(doc.clone()).or_insert_with(|| {
            documents.push((doc, Vec::new()));
            documents.len() - 1
        });
        documents[position].1.push(at);
    }
    documents
}

/// Where goods move: a site, an item, and the kind of movement.
type Goods = [String; 3];

/// What stands in the ledger: contents by document, and the days of each source.
#[derive(Default)]
struct There {
    contents: HashMap<String, Vec<String>>,
    /// By the name of the source and the goods, the days of each document.
    periods: HashMap<(String, Goods), BTreeMap<String, (Day, Day)>>,
}

impl There {
    fn add(&mut self, row: &Row) {
        let doc: String = row.get(Column::Doc);
        let day: Day = row.get(Column::Date);
        if let Some(source) = source(&doc) {
            let days = self.periods.entry((source, goods(row))).or_default();
            let days = days.entry(doc.clone()).or_insert((day, day));
            *days = (days.0.min(day), days.1.max(day));
        }
        self.contents.entry(content(row)).or_default().push(doc);
    }

    /// Adds what overlaps of one document.
    fn compare(&self, doc: &str, fresh: &[Row], positions: &[usize], overlaps: &mut Overlaps) {
        let mut found: BTreeMap<(Why, String), Vec<usize>> = BTreeMap::new();
        let mut used: HashMap<String, usize> = HashMap::new();
        for at in positions {
            let row = &fresh[*at];
            let content = content(row);
            let docs = self.contents.get(&content).map_or(&[][..], Vec::as_slice);
            let mut others = docs.iter().filter(|other| *other != doc);
            let taken = used.entry(content).or_default();
            if let Some(other) = others.nth(*taken) {
                *taken += 1;
                overlaps.repeated.push(*at);
                found
                    .entry((Why::Content, other.clone()))
                    .or_default()
                    .push(*at);
            } else if let Some(other) = self.same_period(doc, row) {
                found.entry((Why::Period, other)).or_default().push(*at);
            }
        }
        for ((why, with), rows) in found {
            overlaps
                .found
                .extend(overlap(doc, fresh, positions.len(), why, with, &rows));
        }
    }

    /// The other document of the same source that covers the day of `row` for the same goods.
    fn same_period(&self, doc: &str, row: &Row) -> Option<String> {
        let day: Day = row.get(Column::Date);
        let days = self.periods.get(&(source(doc)?, goods(row)))?;
        let mut covering = days
            .iter()
            .filter(|(other, (from, to))| *other != doc && (*from..=*to).contains(&day));
        covering.next().map(|(other, _)| other.clone())
    }
}

fn overlap(
    doc: &str,
    fresh: &[Row],
    of: usize,
    why: Why,
    with: String,
    rows: &[usize],
) -> Option<Overlap> {
    let days = rows.iter().map(|at| fresh[*at].get::<Day>(Column::Date));
    Some(Overlap {
        doc: doc.to_owned(),
        place: fresh[*rows.first()?].place.clone(),
        with,
        why,
        rows: rows.len(),
        of,
        from: days.clone().min()?,
        to: days.max()?,
    })
}

/// What a row says, whatever it is called: every cell but its document, its line and its seal.
pub fn content(row: &Row) -> String {
    let named = [Column::Doc, Column::Line, Column::Seal];
    let cells = row.table.fields().iter().zip(&row.cells);
    let said = cells.filter(|(field, _)| !named.contains(&field.column));
    let cells: Vec<String> = said.map(|(_, cell)| cell.to_string()).collect();
    cells.join("\u{1f}")
}

fn goods(row: &Row) -> Goods {
    let kind = row.cell(Column::Kind).word().unwrap_or("").to_owned();
    [row.get(Column::Site), row.get(Column::Item), kind]
}

/// The source of a file by its name: what is left without digits, signs and the words of copies. `None` for a document
/// that is no file.
fn source(doc: &str) -> Option<String> {
    let name = doc.to_lowercase();
    let (file, sheet) = match name.find(".xlsx/").or_else(|| name.find(".xls/")) {
        Some(at) => name.split_at(at),
        None => {
            let ending = ENDINGS.iter().find(|ending| name.ends_with(*ending))?;
            (&name[..name.len() - ending.len()], "")
        }
    };
    let words: String = file.chars().filter(|c| c.is_alphabetic()).collect();
    let bare = COPIES
        .iter()
        .fold(words, |name, copy| name.replace(copy, ""));
    Some(format!("{bare}{sheet}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Record as _;
    use crate::ledger::tables::Movement;
    use crate::ledger::word::MovementKind;
    use crate::quantity::Quantity;

    fn row(file: &str, line: u64, date: &str, pieces: i64) -> Row {
        let day = Day::parse(date).expect("a date of the test");
        let movement = Movement {
            doc: file.to_owned(),
            line: line.to_string(),
            qty: Quantity::whole(pieces),
            ..Movement::new(day, MovementKind::Issue, "D1", "mask")
        };
        Row {
            place: Some(Place::file(file).at_line(line)),
            ..movement.into_row()
        }
    }

    fn found(known: &[Row], fresh: &[Row]) -> Vec<(Why, String, usize)> {
        let found = overlaps(known, fresh).found.into_iter();
        found.map(|o| (o.why, o.with, o.rows)).collect()
    }

    #[test]
    fn a_copy_under_another_name_is_found_row_by_row() {
        let known = [
            row("a.csv", 2, "2022-03-01", 5),
            row("a.csv", 3, "2022-03-02", 6),
        ];
        let fresh = [
            row("b.csv", 2, "2022-03-02", 6),
            row("b.csv", 3, "2022-03-03", 6),
        ];
        assert_eq!(
            found(&known, &fresh),
            [(Why::Content, "a.csv".to_owned(), 1)]
        );
        assert_eq!(overlaps(&known, &fresh).repeated, [0]);
    }

    #[test]
    fn twice_in_the_ledger_covers_two_rows_and_no_more() {
        let known = [
            row("a.csv", 2, "2022-03-01", 5),
            row("a.csv", 3, "2022-03-01", 5),
        ];
        let fresh = [2, 3, 4].map(|line| row("b.csv", line, "2022-03-01", 5));
        assert_eq!(overlaps(&known, &fresh).repeated, [0, 1]);
        let alone = [2, 3].map(|line| row("b.csv", line, "2022-03-01", 5));
        assert_eq!(
            found(&[], &alone),
            [],
            "a sheet does not overlap with itself"
        );
    }

    #[test]
    fn another_export_of_the_same_source_may_not_reach_back() {
        let known = [
            row("台账3月.csv", 2, "2022-03-01", 5),
            row("台账3月.csv", 3, "2022-03-09", 6),
        ];
        let back = [row("台账3月(1).csv", 2, "2022-03-09", 7)];
        assert_eq!(
            found(&known, &back),
            [(Why::Period, "台账3月.csv".to_owned(), 1)]
        );
        let next = [row("台账4月.csv", 2, "2022-03-10", 7)];
        assert_eq!(found(&known, &next), []);
    }

    #[test]
    fn a_document_number_of_its_own_is_proof() {
        let known = [row("a.csv", 2, "2022-03-01", 5)];
        let mut own = row("b.csv", 2, "2022-03-01", 5);
        own.cells[0] = "R7".to_owned().into();
        assert_eq!(found(&known, &[own]), []);
    }

    #[test]
    fn a_source_is_a_name_without_its_numbers() {
        for (a, b) in [
            ("stock-2022-03-01.csv", "stock-2022-03-08.csv"),
            ("台账(1).xlsx/入库", "台账 副本.xlsx/入库"),
        ] {
            assert_eq!(source(a), source(b), "{a} {b}");
        }
        assert_ne!(source("台账.xlsx/入库"), source("台账.xlsx/出库"));
        assert_eq!(source("R-2022-17"), None);
    }
}
