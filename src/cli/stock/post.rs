//! `granary stock post`: movements and plans onto the sealed ledger.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::{Desk, missing};
use crate::cli::global::Global;
use crate::ledger::tables::Allocation;
use crate::ledger::{Loaded, Record as _, Row, Table, posting as of_plans};

use super::posting::{self, Guard, Posting};

/// Post movements and awards to the sealed ledger
///
/// Takes the tables movement and allocation from standard input or --in, and
/// appends them under a lock, all or none. Posting the same plan twice adds
/// nothing. Exit code 75 says that the ledger is locked, or has moved on since
/// the plan was made.
///
///   $ granary stock post --in movement=granary-demo/movement.csv --dry-run
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Post {
    #[command(flatten)]
    posting: Posting,
    /// Post a plan although the ledger has moved on since it was made
    #[arg(long)]
    rebase: bool,
}

/// Runs `stock post`.
pub fn run(args: &Post, global: &Global) -> Result<u8> {
    // The rows to post come from --in and the pipe alone: what the ledger holds is there already.
    let mut desk = Desk::open(global)?;
    let given = |desk: &Desk, table| desk.supplies_without_ledger(table);
    if !given(&desk, Table::Movement) && !given(&desk, Table::Allocation) {
        return Err(missing(Table::Movement).into());
    }
    let Loaded {
        rows: awards,
        places,
    } = match given(&desk, Table::Allocation) {
        true => desk.load::<Allocation>()?,
        false => Loaded::default(),
    };
    // Beside a plan, the movements of the pipe are the ledger that it was made of.
    let rows = if awards.is_empty() {
        desk.rows(Table::Movement)?.to_vec()
    } else {
        let keepers = posting::keepers(global)?;
        let keepers: BTreeSet<&str> = keepers.iter().map(String::as_str).collect();
        let movements = of_plans::movements_of_awards(&awards, &keepers, desk.as_of());
        let placed = movements.into_iter().zip(places);
        placed
            .map(|(movement, place)| Row {
                place,
                ..movement.into_row()
            })
            .collect()
    };
    if args.posting.dry_run {
        let fresh = posting::fresh_and_guarded(global, rows)?;
        desk.say(&posting::counts(&fresh));
        desk.put_rows(Table::Movement, fresh.rows);
        return desk.finish(Table::Movement);
    }
    let guard = if args.rebase {
        Guard::Balances
    } else {
        Guard::Basis(posting::basis_seal(&awards))
    };
    let wait = Duration::from_secs(args.posting.wait);
    posting::append(global, rows, wait, guard)
}
