//! `granary stock check`: every fault of a ledger, with its place.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, Global};
use crate::diagnostic::{Code, Diagnostic, Refused, nearest};
use crate::ledger::Table;
use crate::ledger::tables::Movement;
use crate::stock::{self, Check};

use super::posting::seal_findings;

/// Check the ledger, and name every fault with its place
///
/// Prints nothing and ends with 0 when all is well; any finding ends with 1.
///
///   $ granary stock check --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CheckArgs {
    /// Run only these checks
    #[arg(value_name = "CHECK")]
    only: Vec<String>,
}

/// Runs `stock check`.
pub fn run(args: &CheckArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let movements = desk.load::<Movement>()?;
    let checks = chosen_checks(&args.only)?;
    let mut findings = stock::check(
        &stock::CheckInputs {
            movements: &movements,
            catalogue: &desk.catalogue()?,
        },
        &checks,
    );
    if args.only.is_empty() || args.only.iter().any(|check| check == SEAL) {
        findings.extend(seal_findings(&mut desk)?);
    }
    let is_clean = findings.is_empty();
    desk.put(findings);
    // A clean ledger prints nothing, not even a header, unless the table was asked for.
    if is_clean && global.emit.is_empty() && global.output.is_none() && global.save.is_empty() {
        return Ok(0);
    }
    desk.finish_or(Table::Finding, FailOn::Notice)
}

/// The check of the seals, which looks at lines and not at movements.
const SEAL: &str = "seal";

/// The checks that were named, or all.
fn chosen_checks(names: &[String]) -> Result<Vec<Check>> {
    let named = names.iter().filter(|name| *name != SEAL).map(|name| {
        Check::parse(name).ok_or_else(|| {
            let ids: Vec<&str> = Check::ALL
                .iter()
                .map(|check| check.id())
                .chain([SEAL])
                .collect();
            let unknown = Diagnostic::error(Code::BadFlag, format!("there is no check \"{name}\""));
            let meant = nearest(name, ids.iter().copied())
                .map_or(String::new(), |near| format!("did you mean {near}? "));
            Refused::from(unknown.hint(format!("{meant}the checks are {}", ids.join(", "))))
        })
    });
    match names {
        [] => Ok(Check::ALL.to_vec()),
        _ => Ok(named.collect::<Result<_, _>>()?),
    }
}
