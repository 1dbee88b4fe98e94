//! Does every table come out of Parquet as it went in, whatever its cells hold?
//!
//! Rows are drawn from the columns of each table, so that a new table or type is tested from its first day.

use granary::calendar::Day;
use granary::io::frame::{read_parquet, write_parquet};
use granary::io::take::plan::Plan;
use granary::io::take::take;
use granary::io::view::{Headers, View};
use granary::ledger::cell::Cell;
use granary::ledger::table::{Field, Kind};
use granary::ledger::{Catalogue, Column, Row, Table};
use granary::quantity::{Money, Price, Quantity};
use proptest::prelude::*;

/// Larger than any store, smaller than what a table refuses as implausible.
const THOUSANDTHS_MAX: i64 = 9_000_000_000;

/// A cell of `field`; what may be missing sometimes is.
fn cell(field: &Field) -> BoxedStrategy<Cell> {
    let filled = match field.kind {
        // The unit is the item's, and no item is listed here; keys of one word keep rows apart.
        Kind::Text if field.column == Column::Unit => Just(Cell::Text("piece".into())).boxed(),
        Kind::Text => "[a-z口罩][a-z0-9口罩,\"|-]{0,8}[a-z0-9]"
            .prop_map(|text| Cell::Text(text.into()))
            .boxed(),
        Kind::Quantity => (0..THOUSANDTHS_MAX)
            .prop_map(|n| Cell::Quantity(Quantity::from_thousandths(n)))
            .boxed(),
        Kind::Money => (-THOUSANDTHS_MAX..THOUSANDTHS_MAX)
            .prop_map(|n| Cell::Money(Money::from_fen(n)))
            .boxed(),
        Kind::Price => (0..THOUSANDTHS_MAX)
            .prop_map(|n| Cell::Price(Price::from_steps(n)))
            .boxed(),
        Kind::Day | Kind::Expiry => (2000..2100_i32, 1..13_u32, 1..29_u32)
            .prop_map(|(year, month, day)| Cell::Day(Day::new(year, month, day).expect("a day")))
            .boxed(),
        Kind::Integer => (0..1_000_000_i64).prop_map(Cell::Integer).boxed(),
        Kind::Ratio => (-1e6..1e6_f64).prop_map(Cell::Ratio).boxed(),
        Kind::Truth => any::<bool>().prop_map(Cell::Truth).boxed(),
        Kind::Word(choices) => (0..choices.len())
            .prop_map(|at| Cell::Word(choices[at].id))
            .boxed(),
    };
    // A movement without a document gets its file's name and its line as one.
    let is_given = [Column::Unit, Column::Doc, Column::Line].contains(&field.column);
    match field.is_required || is_given {
        true => filled,
        false => prop_oneof![1 => Just(Cell::Empty), 3 => filled].boxed(),
    }
}

fn rows(table: Table) -> impl Strategy<Value = Vec<Vec<Cell>>> {
    let cells: Vec<BoxedStrategy<Cell>> = table.fields().iter().map(cell).collect();
    prop::collection::vec(cells, 0..6)
}

fn through_parquet(table: Table, rows: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    let typed: Vec<Row> = rows
        .iter()
        .map(|cells| Row {
            table,
            cells: cells.clone(),
            place: None,
        })
        .collect();
    let view = View::of_table(table, &typed, Headers::En, None);
    let bytes = write_parquet(&view).unwrap_or_else(|error| panic!("{error}"));
    let mut sheet = read_parquet(&bytes, "t.parquet").unwrap_or_else(|error| panic!("{error}"));
    sheet.stated = Some(table.id().to_owned());
    let plan = Plan::new(&sheet, table, None).unwrap_or_else(|error| panic!("{error:?}"));
    let taken = take(&sheet, &plan, &Catalogue::default());
    assert!(
        taken.refused.is_empty(),
        "{}: {:?}",
        table.id(),
        taken.refused
    );
    taken.rows.into_iter().map(|row| row.cells).collect()
}

#[test]
fn every_table_comes_out_of_parquet_as_it_went_in() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(12));
    for table in Table::all() {
        let outcome = runner.run(&rows(table), |rows| {
            let back = through_parquet(table, &rows);
            prop_assert_eq!(back, rows, "table {}", table.id());
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
