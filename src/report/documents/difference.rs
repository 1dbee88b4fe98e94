//! What differs between two days as a document, a listing for each table.

use std::collections::BTreeSet;

use crate::ledger::tables::Difference;
use crate::ledger::{Column, Table};
use crate::report::names::Names;
use crate::report::page::{Block, Grid, Page, Tone};
use crate::report::table_names::table_name;
use crate::report::words::Label;

use super::{document, nothing, section};

/// What differs, table by table.
pub fn differences(rows: &[Difference], one_sided: &[Table], names: &Names) -> Page {
    let lang = names.lang;
    let tables: BTreeSet<&str> = rows.iter().map(|row| row.of_table.as_str()).collect();
    let columns = [
        Column::Subject,
        Column::Kind,
        Column::Figure,
        Column::Before,
        Column::After,
        Column::Change,
    ];
    let blocks = tables.iter().flat_map(|table| {
        let of_table: Vec<&Difference> = rows.iter().filter(|row| row.of_table == *table).collect();
        let name =
            Table::from_id(table).map_or((*table).to_owned(), |table| table_name(table, lang));
        let grid = Grid::of_rows(Label::DifferenceList, names, &columns, &of_table, |_| {
            Tone::Plain
        });
        let text = Label::DifferenceCount.fill(lang, &[&name, &of_table.len().to_string()]);
        [Block::note(Tone::Plain, text), Block::Grid(grid)]
    });
    let mut blocks: Vec<Block> = blocks.collect();
    if blocks.is_empty() {
        blocks.push(nothing::<Difference>(lang));
    }
    for table in one_sided {
        let name = table_name(*table, lang);
        blocks.push(Block::note(
            Tone::Warn,
            Label::NotComparable.fill(lang, &[&name]),
        ));
    }
    let sections = vec![section("differences", Label::DifferenceList, lang, blocks)];
    document(lang, Label::TitleDiff, &[], sections)
}
