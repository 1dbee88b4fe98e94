//! `granary report standards`: counties by standards.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::tables::{Compliance, Cover};
use crate::report::compliance::compliance;
use crate::report::documents;

use super::forms;

/// Hold counties against standards, a row for each county and standard
///
/// Made of the rows of `stock cover` alone: how many are short, within, above
/// or could not be judged, and which is worst off. As Markdown or HTML the
/// rows are a matrix.
///
///   $ granary stock cover --ledger granary-demo --as-of 2022-03-15 --policy P0 --emit all -q | granary report standards --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct StandardsArgs {}

/// Runs `report standards`.
pub fn run(_args: &StandardsArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let cover = desk.load::<Cover>()?.rows;
    let rows = compliance(&cover, &desk.sites()?, as_of);
    forms::finish(
        desk,
        rows,
        "report standards",
        |rows: &[Compliance], names| documents::standards(rows, names, as_of),
    )
}
