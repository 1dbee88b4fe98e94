//! `granary stock require forward`: what the coming month takes, at the use of today.

use anyhow::Result;
use clap::Args;

use super::{Given, Where, days, finish};
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::stock::burn::{self, UseRecord, Window, burn_rows};
use crate::diagnostic::Refused;
use crate::engine::digest::Deliveries;
use crate::stock::cover::group::Place;
use crate::stock::require::forward::forward;

/// The coming month, at the use of today
///
///   $ granary stock require forward --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ForwardArgs {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    window: Window,
    /// Days to cover, in place of a month of 30 days
    #[arg(long, value_name = "DAYS", value_parser = days())]
    days: Option<i64>,
}

/// Runs `stock require forward`.
pub fn run(args: &ForwardArgs, global: &Global) -> Result<u8> {
    let options = args.window.options()?;
    let mut desk = Desk::open(global)?;
    let given = Given::load(&mut desk, &args.place)?;
    let burn = match burn::stated(&mut desk)? {
        Some(burn) => burn,
        None => {
            let from = options.looks_back_to(desk.as_of());
            let record = UseRecord::load(&mut desk, from, false, Deliveries::Nothing)?;
            burn_rows(&mut desk, &record, &options, Place::Site)?
        }
    };
    let month = &given.needs.month;
    let rows = forward(&given.inputs(), &burn, args.days, month).map_err(Refused::from)?;
    finish(desk, rows)
}
