//! Where do rows to post come from, and what does that make of them?

use anyhow::Result;

use crate::allocate::supply::entering::entering;
use crate::calendar::Day;
use crate::ledger::tables::Movement;
use crate::ledger::{Record as _, Row};

use super::{Fresh, sift};

/// What rows to post are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Movements, each with the number of its line.
    Movements,
    /// The awards or transfers of plans, of which some may be in the ledger under other numbers or documents. They leave on
    /// the day that is stated, else each on its own.
    Plans { on: Option<Day> },
}

/// How many of the movements that are there were taken back, where any were: they give nothing.
pub fn taken_back(fresh: &Fresh) -> Option<String> {
    match fresh.taken_back {
        0 => None,
        1 => Some("1 of them was taken back: make a new plan to give it again".to_owned()),
        count => Some(format!(
            "{count} of them were taken back: make a new plan to give them again"
        )),
    }
}

/// [`sift`] of rows of an origin: those of plans as they enter the ledger beside what it has of the same plans.
pub fn sift_from(origin: Origin, known: &[Row], rows: Vec<Row>) -> Result<Fresh> {
    if origin == Origin::Movements {
        return sift(known, rows);
    }
    let movements = |rows: &[Row]| rows.iter().map(Movement::from_row).collect::<Vec<_>>();
    let entering = entering(&movements(&rows), &movements(known));
    let count = rows.len();
    let lines = rows.into_iter().zip(entering.lines);
    let rows: Vec<Row> = lines
        .filter_map(|(row, line)| {
            Some(Row {
                place: row.place,
                ..line?.into_row()
            })
        })
        .collect();
    let elsewhere = count - rows.len();
    let mut fresh = sift(known, rows)?;
    fresh.known += elsewhere;
    fresh.taken_back = entering.taken_back;
    Ok(fresh)
}
