//! `granary stock`: what there is, what is used, and for how many days it lasts.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, Global};
use crate::diagnostic::{Code, Diagnostic, Refused, nearest};
use crate::ledger::tables::{Allocation, Burn, Event, Movement, Norm, OnHand, Staff, Usage};
use crate::ledger::{Record as _, Table, posting};
use crate::stock::{self, Check};

mod post;

/// The verbs of `stock`.
#[derive(Debug, Subcommand)]
pub enum Stock {
    Import(Import),
    Post(Post),
    OnHand(OnHandArgs),
    Burn(BurnArgs),
    Cover(CoverArgs),
    Check(CheckArgs),
}

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

/// How rows enter the ledger.
#[derive(Debug, Args)]
pub struct Posting {
    /// Write the rows to standard output instead of the ledger
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Wait so many seconds for another process to finish
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=86_400))]
    wait: u64,
}

/// Balances by site, item and lot on a day
///
/// Movements dated up to and including the day count. Expired, held and
/// reserved goods stay on hand; `available` leaves them out.
///
///   $ granary stock on-hand --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct OnHandArgs {}

/// Daily use, adjusted for days without stock
///
/// The window ends the day before and starts no earlier than the first
/// receipt; days on which nothing was available do not count.
///
///   $ granary stock burn --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct BurnArgs {
    #[command(flatten)]
    window: Window,
}

/// The window of daily use.
#[derive(Debug, Args)]
pub struct Window {
    /// Days in the window
    #[arg(long, value_name = "DAYS", default_value_t = 28, value_parser = clap::value_parser!(i64).range(1..=3660))]
    window: i64,
    /// Count goods transferred to other sites as used
    #[arg(long)]
    include_transfers: bool,
}

/// Days of stock, against the standards of a policy
///
/// Goods are used first expiry first; what expires unused does not count.
/// Without --policy the days are printed without a standard.
///
///   $ granary stock cover --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CoverArgs {
    #[command(flatten)]
    window: Window,
    /// Percent of the basic amount where a standard is scaled up by level
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(i64).range(100..=10_000))]
    scale_up: Option<i64>,
}

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

/// Runs a verb of `stock`.
pub fn run(verb: &Stock, global: &Global) -> Result<u8> {
    match verb {
        Stock::Import(args) => import(args, global),
        Stock::Post(args) => post_rows(args, global),
        Stock::OnHand(_) => on_hand(global),
        Stock::Burn(args) => burn(args, global),
        Stock::Cover(args) => cover(args, global),
        Stock::Check(args) => check(args, global),
    }
}

fn import(args: &Import, global: &Global) -> Result<u8> {
    let mut desk = Desk::open_files(global, &args.files)?;
    if !desk.supplies_without_ledger(Table::Movement) {
        desk.state(Table::Movement);
    }
    desk.load::<Movement>()?;
    let rows = desk.rows(Table::Movement)?.to_vec();
    if args.posting.dry_run {
        let fresh = post::fresh_rows(global, rows)?;
        desk.say(&post::counts(&fresh));
        desk.put_rows(Table::Movement, fresh.rows);
        return desk.finish(Table::Movement);
    }
    post::append(
        global,
        rows,
        Duration::from_secs(args.posting.wait),
        post::Guard::None,
    )
}

fn post_rows(args: &Post, global: &Global) -> Result<u8> {
    // The rows to post come from --in and the pipe alone: what the ledger holds is there already.
    let mut desk = Desk::open(global)?;
    let given = |desk: &Desk, table| desk.supplies_without_ledger(table);
    if !given(&desk, Table::Movement) && !given(&desk, Table::Allocation) {
        return Err(crate::cli::desk::missing(Table::Movement).into());
    }
    let awards = match given(&desk, Table::Allocation) {
        true => desk.load::<Allocation>()?.rows,
        false => Vec::new(),
    };
    // Beside a plan, the movements of the pipe are the ledger that it was made of.
    let rows = if awards.is_empty() {
        desk.rows(Table::Movement)?.to_vec()
    } else {
        let keepers = post::keepers(global)?;
        let keepers: BTreeSet<&str> = keepers.iter().map(String::as_str).collect();
        let movements = posting::movements_of_awards(&awards, &keepers, desk.as_of());
        movements.into_iter().map(Movement::into_row).collect()
    };
    if args.posting.dry_run {
        let fresh = post::fresh_rows(global, rows)?;
        desk.say(&post::counts(&fresh));
        desk.put_rows(Table::Movement, fresh.rows);
        return desk.finish(Table::Movement);
    }
    let guard = if args.rebase {
        post::Guard::Balances
    } else {
        post::Guard::Basis(post::basis_seal(&awards))
    };
    let wait = Duration::from_secs(args.posting.wait);
    post::append(global, rows, wait, guard)
}

fn on_hand(global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let movements = desk.load::<Movement>()?;
    desk.put(stock::on_hand(&movements.rows, desk.as_of()));
    desk.finish(Table::Onhand)
}

fn burn(args: &BurnArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let record = UseRecord::load(&mut desk)?;
    let rates = burn_rows(&record, desk.as_of(), &args.window);
    desk.put(rates);
    desk.finish(Table::Burn)
}

/// What is known of use: movements, and what sites report.
struct UseRecord {
    movements: Vec<Movement>,
    usage: Vec<Usage>,
}

impl UseRecord {
    /// Reports of use stand without a ledger; with neither there is nothing to go by.
    fn load(desk: &mut Desk) -> Result<UseRecord> {
        let usage = desk.load_or_empty::<Usage>()?.rows;
        let movements = match usage.is_empty() {
            true => desk.load::<Movement>()?.rows,
            false => desk.load_or_empty::<Movement>()?.rows,
        };
        Ok(UseRecord { movements, usage })
    }
}

/// Daily use, worked out from movements and usage.
fn burn_rows(record: &UseRecord, as_of: Day, window: &Window) -> Vec<Burn> {
    let options = stock::BurnOptions {
        window_days: window.window,
        include_transfers: window.include_transfers,
    };
    let inputs = stock::BurnInputs {
        movements: &record.movements,
        usage: &record.usage,
        as_of,
    };
    stock::burn(&inputs, &options)
}

fn cover(args: &CoverArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let rules = desk.rules()?;
    let (onhand, burn) = (
        desk.load_if_given::<OnHand>()?,
        desk.load_if_given::<Burn>()?,
    );
    let has_record = desk.supplies(Table::Movement)? || desk.supplies(Table::Usage)?;
    if onhand.is_none() && !desk.supplies(Table::Movement)? {
        return Err(crate::cli::desk::missing(Table::Movement).into());
    }
    let record = match onhand.is_some() && !has_record {
        true => UseRecord {
            movements: Vec::new(),
            usage: Vec::new(),
        },
        false => UseRecord::load(&mut desk)?,
    };
    let onhand = onhand.unwrap_or_else(|| {
        let onhand = stock::on_hand(&record.movements, as_of);
        desk.put(onhand.clone());
        onhand
    });
    let burn = burn.unwrap_or_else(|| {
        let burn = burn_rows(&record, as_of, &args.window);
        desk.put(burn.clone());
        burn
    });
    let inputs = stock::CoverInputs {
        onhand: &onhand,
        burn: &burn,
        movements: &record.movements,
        usage: &record.usage,
        catalogue: &desk.catalogue()?,
        sites: &desk.sites()?,
        staff: &desk.load_or_empty::<Staff>()?.rows,
        events: &desk.load_or_empty::<Event>()?.rows,
        norms: &desk.load_or_empty::<Norm>()?.rows,
        rules: &rules,
    };
    let options = stock::CoverOptions {
        demand_from: global.demand_from.unwrap_or(as_of),
        level: global.level,
        percent: args.scale_up,
        ..stock::CoverOptions::on(as_of)
    };
    let answer = stock::cover(&inputs, &options).map_err(Refused::from)?;
    desk.note(&answer.notes);
    desk.put(answer.cover);
    desk.put(answer.waste);
    desk.finish(Table::Cover)
}

fn check(args: &CheckArgs, global: &Global) -> Result<u8> {
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
        findings.extend(post::seal_findings(&mut desk)?);
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
