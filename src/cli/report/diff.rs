//! `granary report diff`: what differs between the tables of two days.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::Table;
use crate::ledger::tables::Difference;
use crate::report::difference::{differences, one_sided};
use crate::report::{documents, table_names::table_name};

use super::forms;

/// Tell what differs between the tables of two days
///
/// Each file holds the tables of a day, as --emit all or one command wrote
/// them. Rows are matched by what they speak of, whatever the day. Why a
/// balance moved, its ledger lines tell: granary stock on-hand --explain.
///
///   $ granary report diff granary-demo/day.jsonl granary-demo/day.jsonl
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct DiffArgs {
    /// Tables of the earlier day
    before: String,
    /// Tables of the later day; - is standard input
    #[arg(default_value = "-")]
    after: String,
}

/// Runs `report diff`.
pub fn run(args: &DiffArgs, global: &Global) -> Result<u8> {
    let before = super::tables_of(global, std::slice::from_ref(&args.before))?;
    let after = super::tables_of(global, std::slice::from_ref(&args.after))?;
    let rows = differences(&before, &after);
    let alone = one_sided(&before, &after);
    let desk = Desk::open_named(global)?;
    for table in &alone {
        let name = table_name(*table, crate::report::Lang::En);
        desk.say(&format!(
            "{name}: only one of the two days has it; not compared"
        ));
    }
    let compared = before.keys().filter(|table| after.contains_key(table));
    let compared: Vec<&str> = compared.map(|table: &Table| table.id()).collect();
    desk.say(&format!("compared: {}", compared.join(", ")));
    forms::finish(desk, rows, "report diff", |rows: &[Difference], names| {
        documents::differences(rows, &alone, names)
    })
}
