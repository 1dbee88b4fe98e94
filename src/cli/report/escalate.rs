//! `granary report escalate`: what is asked of the next level.

use anyhow::Result;
use clap::Args;

use crate::cli::allocate::source::untold;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::tables::{Escalation, Source};
use crate::ledger::word::Channel;
use crate::report::documents;
use crate::report::escalation::{Asking, escalations};

use super::forms;

/// Write the request to the next level: need, have, gap, sources tried
///
/// Made of the rows of `allocate source` alone. With --policy the steps that
/// were open (--level, or table event) and gave nothing are named too; those
/// whose table is not at hand here are not supplied. As Markdown or HTML it
/// is the document that is sent.
///
///   $ granary allocate source --ledger granary-demo --as-of 2022-03-15 --policy P0 -q | granary report escalate --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct EscalateArgs {}

/// Runs `report escalate`.
pub fn run(_args: &EscalateArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let sources = desk.load::<Source>()?.rows;
    let rules = desk.rules()?;
    let untold = untold(&mut desk, &rules)?.into_iter();
    let untold: Vec<Channel> = untold.map(|(channel, _)| channel).collect();
    let asking = Asking {
        rules: &rules,
        items: &desk.catalogue()?,
        sites: &desk.sites()?,
        events: &desk.events()?,
        level: global.level,
        untold: &untold,
        as_of,
    };
    let rows = escalations(&sources, &asking);
    forms::finish(
        desk,
        rows,
        "report escalate",
        |rows: &[Escalation], names| documents::escalations(rows, names, as_of),
    )
}
