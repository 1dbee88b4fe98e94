//! What differs between the tables of two days? Rows are matched by what they speak of, whatever the day.
//!
//! Result: one row per table, row and column that differ; a row that came or went stands once, without a column. A
//! number's change is after less before. Nothing is judged here: more may be better or worse.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::cell::{Cell, format_ratio};
use crate::ledger::tables::Difference;
use crate::ledger::word::DifferenceKind;
use crate::ledger::{Column, Row, Table};
use crate::quantity::{Money, Quantity};

/// The tables of a day.
pub type Tables = BTreeMap<Table, Vec<Row>>;

/// What differs between two days, by table, row and column.
///
/// A table that one of the days does not have at all is left out: nobody can tell what changed in it.
/// Rule: `T17`.
pub fn differences(before: &Tables, after: &Tables) -> Vec<Difference> {
    let both = before
        .iter()
        .filter_map(|(table, rows)| Some((*table, rows, after.get(table)?)));
    both.flat_map(|(table, before, after)| of_table(table, before, after))
        .collect()
}

/// The tables of which one day has rows and the other has none supplied.
pub fn one_sided(before: &Tables, after: &Tables) -> Vec<Table> {
    let (before, after): (BTreeSet<Table>, BTreeSet<Table>) = (
        before.keys().copied().collect(),
        after.keys().copied().collect(),
    );
    before.symmetric_difference(&after).copied().collect()
}

fn of_table(table: Table, before: &[Row], after: &[Row]) -> Vec<Difference> {
    let (before, after) = (by_subject(before), by_subject(after));
    let subjects: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let of_subject = |subject: &String| match (before.get(subject), after.get(subject)) {
        (Some(before), Some(after)) => cells(table, subject, before, after),
        (None, _) => vec![whole(table, subject, DifferenceKind::New)],
        (_, None) => vec![whole(table, subject, DifferenceKind::Gone)],
    };
    subjects.into_iter().flat_map(of_subject).collect()
}

/// The rows by what they speak of; of several that speak of one thing each has its number.
pub fn by_subject(rows: &[Row]) -> BTreeMap<String, &Row> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let numbered = rows.iter().map(|row| {
        let subject = subject(row);
        let count = counts.entry(subject.clone()).or_default();
        *count += 1;
        let name = match *count {
            1 => subject,
            number => format!("{subject}#{number}"),
        };
        (name, row)
    });
    numbered.collect()
}

/// What a row speaks of: its key without the day and the plan, which differ from one day to the next.
pub fn subject(row: &Row) -> String {
    let is_dated = matches!(row.table, Table::Alert | Table::Change);
    let fields = row.table.fields().iter().zip(&row.cells);
    let parts: Vec<String> = fields
        .filter(|(field, _)| field.is_key && !matches!(field.column, Column::AsOf | Column::Plan))
        .filter(|(field, _)| !(is_dated && field.column == Column::Date))
        .map(|(_, cell)| cell.to_string())
        .collect();
    let joined = parts.join("/");
    match joined.trim_end_matches('/') {
        // A table without a key of its own: its cells say what it speaks of.
        "" => row
            .cells
            .iter()
            .map(Cell::to_string)
            .collect::<Vec<_>>()
            .join("/"),
        subject => subject.to_owned(),
    }
}

fn whole(table: Table, subject: &str, kind: DifferenceKind) -> Difference {
    Difference {
        of_table: table.id().to_owned(),
        subject: subject.to_owned(),
        figure: String::new(),
        kind,
        before: String::new(),
        after: String::new(),
        change: String::new(),
    }
}

fn cells(table: Table, subject: &str, before: &Row, after: &Row) -> Vec<Difference> {
    let pairs = table
        .fields()
        .iter()
        .zip(before.cells.iter().zip(&after.cells));
    let changed = pairs.filter(|(field, (before, after))| {
        !field.is_key && field.column != Column::BasisSeal && before != after
    });
    changed
        .map(|(field, (before, after))| Difference {
            figure: field.column.id().to_owned(),
            kind: DifferenceKind::Changed,
            before: before.to_string(),
            after: after.to_string(),
            change: change(before, after),
            ..whole(table, subject, DifferenceKind::Changed)
        })
        .collect()
}

/// After less before, where both are numbers or days.
fn change(before: &Cell, after: &Cell) -> String {
    match (before, after) {
        (Cell::Quantity(before), Cell::Quantity(after)) => {
            let difference = i128::from(after.thousandths()) - i128::from(before.thousandths());
            Quantity::from_sum(difference).map_or(String::new(), |qty| qty.to_string())
        }
        (Cell::Money(before), Cell::Money(after)) => {
            let difference = i128::from(after.fen()) - i128::from(before.fen());
            Money::from_sum(difference).map_or(String::new(), |money| money.to_string())
        }
        (Cell::Price(before), Cell::Price(after)) => {
            let steps = after.steps().checked_sub(before.steps());
            steps.map_or(String::new(), |steps| {
                crate::quantity::Price::from_steps(steps).to_string()
            })
        }
        (Cell::Integer(before), Cell::Integer(after)) => {
            let difference = after.checked_sub(*before);
            difference.map_or(String::new(), |difference| difference.to_string())
        }
        (Cell::Ratio(before), Cell::Ratio(after)) => format_ratio(after - before),
        (Cell::Day(before), Cell::Day(after)) => after.days_since(*before).to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::ledger::Record as _;
    use crate::ledger::tables::OnHand;

    fn balance(as_of: &str, lot: &str, pieces: i64) -> Row {
        let as_of = Day::parse(as_of).expect("a date of the test");
        let mut cells = vec![Cell::Empty; Table::Onhand.fields().len()];
        cells[0] = as_of.into();
        cells[1] = Cell::Text("D1".into());
        cells[2] = Cell::Text("mask".into());
        cells[3] = Cell::Text(lot.into());
        cells[7] = Quantity::whole(pieces)
            .expect("a quantity of the test")
            .into();
        let row = Row {
            table: Table::Onhand,
            cells,
            place: None,
        };
        OnHand::from_row(&row).into_row()
    }

    fn day(rows: Vec<Row>) -> Tables {
        BTreeMap::from([(Table::Onhand, rows)])
    }

    #[test]
    fn a_row_of_the_next_day_is_the_same_row() {
        let yesterday = day(vec![
            balance("2022-03-14", "A", 50),
            balance("2022-03-14", "B", 5),
        ]);
        let today = day(vec![
            balance("2022-03-15", "A", 30),
            balance("2022-03-15", "C", 7),
        ]);
        let found = differences(&yesterday, &today);
        let shown: Vec<(&str, &str, DifferenceKind, &str)> = found
            .iter()
            .map(|row| {
                (
                    row.subject.as_str(),
                    row.figure.as_str(),
                    row.kind,
                    row.change.as_str(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("D1/mask/A", "qty", DifferenceKind::Changed, "-20"),
                ("D1/mask/B", "", DifferenceKind::Gone, ""),
                ("D1/mask/C", "", DifferenceKind::New, ""),
            ]
        );
    }

    #[test]
    fn two_days_alike_do_not_differ() {
        let yesterday = day(vec![balance("2022-03-14", "A", 50)]);
        let today = day(vec![balance("2022-03-15", "A", 50)]);
        assert!(differences(&yesterday, &today).is_empty());
        assert!(differences(&yesterday, &Tables::new()).is_empty());
        assert_eq!(one_sided(&yesterday, &Tables::new()), [Table::Onhand]);
    }
}
