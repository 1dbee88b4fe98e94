//! `granary schema`: the contract between commands in writing.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::table_named;
use crate::cli::global::Global;
use crate::io::output;
use crate::ledger::{Table, schema};

/// Write the tables and columns as JSON Schema
///
///   $ granary schema movement
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Schema {
    /// The table (default: the names of all)
    table: Option<String>,
}

/// Runs `schema`.
pub fn run(args: &Schema, global: &Global) -> Result<u8> {
    let text = match &args.table {
        Some(id) => format!("{:#}\n", schema::json_schema(table_named(id)?)),
        None => {
            let width = Table::all()
                .map(|table| table.id().len())
                .max()
                .unwrap_or(0);
            Table::all()
                .map(|table| format!("{:<width$} {}\n", table.id(), table.meaning()))
                .collect()
        }
    };
    output::write(global.output.as_deref(), text.as_bytes())?;
    Ok(0)
}
