//! `granary stock import`: sheets of movements into the ledger.

use std::time::Duration;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::Table;
use crate::ledger::tables::Movement;

use super::posting::{self, Guard, Posting};

/// Read sheets of movements into the ledger
///
/// Foreign columns are understood by their Chinese or English names, or by a
/// map file. Rows that the ledger has already are skipped; a bad cell refuses
/// the file unless --rejects takes its row aside. With --dry-run the rows go
/// to standard output, and can be imported again.
///
///   $ granary stock import --dry-run granary-demo/movement.csv
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Import {
    /// Files to read: CSV, XLSX, JSON lines or Parquet (default: standard input)
    files: Vec<String>,
    #[command(flatten)]
    posting: Posting,
}

/// Runs `stock import`.
pub fn run(args: &Import, global: &Global) -> Result<u8> {
    let mut desk = Desk::open_files(global, &args.files)?;
    if !desk.supplies_without_ledger(Table::Movement) {
        desk.state(Table::Movement);
    }
    desk.load::<Movement>()?;
    let rows = desk.rows(Table::Movement)?.to_vec();
    desk.report_unread(&[Table::Movement]);
    if args.posting.dry_run {
        let fresh = posting::fresh_rows(global, rows)?;
        desk.say(&posting::counts(&fresh));
        desk.put_rows(Table::Movement, fresh.rows);
        return desk.finish(Table::Movement);
    }
    posting::append(
        global,
        rows,
        Duration::from_secs(args.posting.wait),
        Guard::None,
    )
}
