//! `granary report audit`: the book of a period.

use anyhow::Result;
use clap::Args;

use crate::calendar::Day;
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::{Global, day};
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::tables::{Account, Book, Disposal, Movement, Variance};
use crate::report::book;
use crate::report::documents::{self, AuditTables};
use crate::stock;

use super::forms;

/// Write the book of a year: opening, what moved it, closing
///
/// In quantity and in money, by site, goods, form and owner; opening and moves
/// make the closing, which is checked against the balances. What an owner has on
/// the road between two of its sites stands at site D1>D2. As Markdown or
/// HTML the stock-takes, write-offs and fund accounts that are supplied
/// (tables variance, disposal, account) stand beside it.
///
///   $ granary report audit --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct AuditArgs {
    /// First day (default: the first of the year of the day answered for)
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<Day>,
}

/// Runs `report audit`.
pub fn run(args: &AuditArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let to = desk.as_of();
    let from = args.from.unwrap_or_else(|| to.first_of_year());
    if from > to {
        let message = format!("--from {from} lies after {to}, the day answered for");
        let hint = "name an earlier day, or a later one with --as-of";
        return Err(Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint)).into());
    }
    let movements = desk.load::<Movement>()?.rows;
    let rows = book::book(&movements, from, to).map_err(Refused::from)?;
    audited(&book::audit(&rows, &stock::on_hand(&movements, to)))?;
    let variance = desk.load_if_given::<Variance>()?;
    let disposal = desk.load_if_given::<Disposal>()?;
    let account = desk.load_if_given::<Account>()?;
    let beside = AuditTables {
        variance: variance.as_deref(),
        disposal: disposal.as_deref(),
        account: account.as_deref(),
    };
    forms::finish(desk, rows, "report audit", |rows: &[Book], names| {
        documents::book(rows, &beside, names, (from, to))
    })
}
