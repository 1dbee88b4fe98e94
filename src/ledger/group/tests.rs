//! What is added up, what is kept apart, and what is counted once.

use super::*;
use crate::calendar::Day;
use crate::ledger::Record as _;
use crate::ledger::tables::{Movement, Waste};
use crate::ledger::word::{Form, MovementKind};

fn movement(site: &str, item: &str, thousandths: i64, unit: &str) -> Row {
    let day = Day::parse("2022-03-01").expect("a date of the test");
    Movement {
        qty: Some(Quantity::from_thousandths(thousandths)),
        unit: unit.to_owned(),
        form: Some(Form::Physical),
        ..Movement::new(day, MovementKind::Receipt, site, item)
    }
    .into_row()
}

fn lines(grouped: &Grouped) -> Vec<String> {
    let line = |row: &Vec<Cell>| {
        let cells: Vec<String> = row.iter().map(Cell::to_string).collect();
        cells.join(",")
    };
    grouped.rows.iter().map(line).collect()
}

#[test]
fn a_tenth_and_two_tenths_are_three_tenths() {
    let rows = [
        movement("D1", "rice", 100, "kg"),
        movement("D1", "flour", 200, "kg"),
    ];
    let grouped = group(Table::Movement, &rows, &[Column::Site]).expect("it fits");
    assert_eq!(lines(&grouped), ["D1,receipt,physical,kg,0.3,2"]);
    assert_eq!(grouped.joined, [Column::Kind, Column::Form, Column::Unit]);
    assert_eq!(grouped.left_out, [Column::UnitCost]);
}

#[test]
fn forms_and_units_are_never_added_up_silently() {
    let mut agreed = movement("D1", "mask", 5000, "piece");
    agreed.cells[Table::Movement.position(Column::Form).expect("a column")] =
        Cell::Word(crate::ledger::choice::Word::id(Form::Agreement));
    let rows = [
        movement("D1", "mask", 1000, "piece"),
        agreed,
        movement("D1", "rice", 2000, "kg"),
    ];
    let grouped = group(Table::Movement, &rows, &[Column::Site]).expect("it fits");
    assert_eq!(
        lines(&grouped),
        [
            "D1,receipt,agreement,piece,5,1",
            "D1,receipt,physical,kg,2,1",
            "D1,receipt,physical,piece,1,1"
        ]
    );
}

#[test]
fn goods_without_a_unit_are_kept_apart() {
    let rows = [
        movement("D1", "mask", 1000, ""),
        movement("D1", "rice", 2000, "kg"),
    ];
    let grouped = group(Table::Movement, &rows, &[Column::Site]).expect("it fits");
    assert_eq!(grouped.rows.len(), 2);
    assert_eq!(grouped.joined[0], Column::Item);
}

#[test]
fn a_sum_of_which_a_part_is_missing_is_missing() {
    let waste = |value| {
        Waste {
            month: "2022-03".to_owned(),
            site: "D1".to_owned(),
            item: "mask".to_owned(),
            lot: String::new(),
            qty: Quantity::from_thousandths(1000),
            value,
            available: None,
            waste_rate: None,
        }
        .into_row()
    };
    let rows = [waste(Some(Money::from_fen(5))), waste(None)];
    let grouped = group(Table::Waste, &rows, &[Column::Month]).expect("it fits");
    assert_eq!(lines(&grouped), ["2022-03,mask,2,,,2"]);
    assert_eq!(grouped.incomplete, 1);
    assert!(
        group(Table::Waste, &[], &[Column::Month])
            .expect("nothing fits")
            .rows
            .is_empty()
    );
}

#[test]
fn a_sum_that_does_not_fit_is_an_error() {
    let rows = [
        movement("D1", "mask", i64::MAX, "piece"),
        movement("D1", "mask", 1, "piece"),
    ];
    let error = group(Table::Movement, &rows, &[Column::Site]).expect_err("it does not fit");
    assert_eq!(error.code, Code::Overflow);
}

#[test]
fn what_each_row_states_again_and_what_is_a_total_already_is_not_added_up() {
    let row = |table: Table, cells: &[(Column, Cell)]| {
        let mut row = Row {
            table,
            cells: vec![Cell::Empty; table.fields().len()],
            place: None,
        };
        for (column, cell) in cells {
            row.cells[table.position(*column).expect("a column")] = cell.clone();
        }
        row
    };
    let qty = |pieces: i64| Cell::Quantity(Quantity::from_thousandths(1000 * pieces));
    let lot = |lot: &str, qty_of_lot: i64| {
        let cells = [
            (Column::Lot, Cell::Text(lot.into())),
            (Column::FromSite, Cell::Text("D2".into())),
            (Column::Qty, qty(qty_of_lot)),
            (Column::Floor, qty(30)),
            (Column::Kept, qty(40)),
        ];
        row(Table::Transfer, &cells)
    };
    let lots = [lot("A", 5), lot("B", 7)];
    let by_giver = group(Table::Transfer, &lots, &[Column::FromSite]).expect("it fits");
    assert!(by_giver.left_out.contains(&Column::Kept));
    assert!(by_giver.left_out.contains(&Column::Floor));
    let tier = |tier: Cell, requested: i64| {
        let cells = [
            (Column::Item, Cell::Text("mask".into())),
            (Column::Tier, tier),
            (Column::Requested, qty(requested)),
        ];
        row(Table::Fairness, &cells)
    };
    let tiers = [
        tier(Cell::Empty, 118),
        tier(Cell::Integer(1), 100),
        tier(Cell::Integer(2), 18),
    ];
    let requested = |rows: &[Row]| {
        let by_item = group(Table::Fairness, rows, &[Column::Item]).expect("it fits");
        let at = by_item
            .fields
            .iter()
            .position(|field| field.column == Column::Requested);
        by_item.rows[0][at.expect("a sum")].to_string()
    };
    assert_eq!(requested(&tiers), "118");
    assert_eq!(requested(&tiers[1..]), "118");
}

/// Rows of a table of money: a word of one column, and so many fen of another.
fn owed(table: Table, key: Column, amount: Column, rows: &[(&str, i64)]) -> Vec<Row> {
    let row = |(word, fen): &(&str, i64)| {
        let mut cells = vec![Cell::Empty; table.fields().len()];
        cells[table.position(key).expect("a column")] = Cell::Text((*word).into());
        cells[table.position(amount).expect("a column")] = Cell::Money(Money::from_fen(*fen));
        Row {
            table,
            cells,
            place: None,
        }
    };
    rows.iter().map(row).collect()
}

#[test]
fn one_sum_of_money_is_counted_once_whatever_it_is_told_by() {
    let spans = [("31-60", 20_000), ("not_due", 10_000), ("total", 30_000)];
    let ageing = owed(Table::Ageing, Column::Bucket, Column::Unpaid, &spans);
    let all = group(Table::Ageing, &ageing, &[Column::Payer]).expect("it fits");
    assert_eq!(lines(&all), [",,300.00,1"]);
    let parts = group(Table::Ageing, &ageing[..2], &[Column::Payer]).expect("it fits");
    assert_eq!(lines(&parts), [",,300.00,2"], "no total is among the rows");
    let apart = group(Table::Ageing, &ageing, &[Column::Bucket]).expect("it fits");
    assert_eq!(apart.rows.len(), 3);
    let methods = [("actual", 100), ("fifo", 200)];
    let valued = owed(Table::Valuation, Column::Method, Column::Value, &methods);
    let apart = group(Table::Valuation, &valued, &[Column::Site]).expect("it fits");
    assert!(apart.joined.contains(&Column::Method));
    assert_eq!(apart.rows.len(), 2);
    let paid = [("", 3000), ("cash_reserve", 2000)];
    let settled = owed(Table::Settlement, Column::Fund, Column::Total, &paid);
    let apart = group(Table::Settlement, &settled, &[Column::Basis]).expect("it fits");
    assert!(apart.joined.contains(&Column::Fund));
    assert_eq!(apart.rows.len(), 2);
}
