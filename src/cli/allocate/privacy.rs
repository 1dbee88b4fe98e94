//! Tables of people as a verb of `allocate` passes them on.

use anyhow::Result;

use crate::allocate::household::privacy::{masked_door, masked_phone};
use crate::cli::desk::Desk;
use crate::ledger::cell::Cell;
use crate::ledger::{Column, Row, Table};

/// The tables that name people.
const PERSONAL: [Table; 2] = [Table::Household, Table::Order];

/// Answers with the tables of people that are asked for, names left out and numbers and doors masked.
///
/// Rule: `D-30`.
pub fn mask_tables(desk: &mut Desk) -> Result<()> {
    for table in PERSONAL {
        if desk.is_asked_for(table) && desk.supplies(table)? {
            let rows = desk.rows(table)?.iter().map(masked).collect();
            desk.put_rows(table, rows);
        }
    }
    Ok(())
}

fn masked(row: &Row) -> Row {
    let mut row = row.clone();
    for (field, cell) in row.table.fields().iter().zip(&mut row.cells) {
        let text = cell.text().unwrap_or_default();
        let shown = match field.column {
            Column::Name => String::new(),
            Column::Phone => masked_phone(text),
            Column::Door => masked_door(text),
            _ => continue,
        };
        *cell = Cell::from(shown);
    }
    row
}
