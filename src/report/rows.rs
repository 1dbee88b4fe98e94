//! A page cell by cell: the same lines that a reader sees, as rows that a program reads.
//!
//! Rows x key: one for each cell that is filled, by section, block, line and column. Values stand as a file holds them;
//! a page that is made for this is made in English, so that the language of the reader never changes it.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::tables::Bulletin;

use super::page::{Block, Page, Section};

/// The cells of a page made on a day.
///
/// Rule: `T16`.
pub fn cells(page: &Page, date: Day) -> Vec<Bulletin> {
    let of_section = |section: &Section| {
        let mut rows = Vec::new();
        let (mut notes, mut points) = (0, 0);
        for block in &section.blocks {
            let mut put = |block: &str, line: i64, heading: &str, value: &Cell| {
                if !value.is_empty() {
                    rows.push(Bulletin {
                        section: section.id.to_owned(),
                        block: block.to_owned(),
                        line,
                        heading: heading.to_owned(),
                        value: value.to_string(),
                        date: Some(date),
                    });
                }
            };
            match block {
                Block::Note(note) => {
                    notes += 1;
                    put(
                        "note",
                        notes,
                        "text",
                        &Cell::Text(note.text.as_str().into()),
                    );
                }
                Block::Points(listed) => {
                    for point in listed {
                        points += 1;
                        put(
                            "point",
                            points,
                            "text",
                            &Cell::Text(point.text.as_str().into()),
                        );
                        for (at, detail) in point.details.iter().enumerate() {
                            let heading = format!("detail_{}", at + 1);
                            put(
                                "point",
                                points,
                                &heading,
                                &Cell::Text(detail.as_str().into()),
                            );
                        }
                    }
                }
                Block::Grid(grid) => {
                    for (line, number) in grid.lines.iter().zip(1..) {
                        for (head, cell) in grid.headings.iter().zip(&line.cells) {
                            put(&grid.id, number, &head.id, &cell.value);
                        }
                    }
                }
                Block::Chart(_) => {}
            }
        }
        rows
    };
    page.sections.iter().flat_map(of_section).collect()
}

/// How many lines of tables the page shows, and how many it only counts.
pub fn lines(page: &Page) -> (usize, usize) {
    let shown = page.grids().map(|(_, grid)| grid.lines.len()).sum();
    let counted = page.grids().map(|(_, grid)| grid.left_out).sum();
    (shown, counted)
}
