//! `granary convert`: whatever can be read, written as granary writes it.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::{Desk, table_named};
use crate::cli::global::Global;
use crate::ledger::Table;

/// Read any input, decode and map it, and write it as granary does
///
///   $ granary convert granary-demo/request.csv --columns site,item,qty -f csv
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Convert {
    /// Files to read (default: standard input)
    files: Vec<String>,
    /// Read them as this table, whatever their columns tell
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
}

/// Runs `convert`.
pub fn run(convert: &Convert, global: &Global) -> Result<u8> {
    let mut desk = Desk::open_files(global, &convert.files)?;
    let tables: Vec<Table> = match &convert.table {
        Some(table) => vec![table_named(table)?],
        None => desk.tables_of_inputs()?,
    };
    for table in &tables {
        if convert.table.is_some() {
            desk.state(*table);
        }
        let rows = desk.rows(*table)?.to_vec();
        desk.put_rows(*table, rows);
    }
    desk.report_unread(&tables)?;
    desk.emit(&tables);
    desk.finish(tables[0])
}
