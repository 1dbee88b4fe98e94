//! `granary allocate deliver boxes`: standard boxes from the city to stations and points.

use anyhow::Result;
use clap::Args;

use super::number;
use crate::allocate::deliver::boxes::{BoxesInputs, audit, consignments, stations};
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::Refused;
use crate::ledger::Table;
use crate::ledger::tables::{Delivery as Means, People};
use crate::policy::Delivery;

/// Boxes from the city to stations, and on to points
///
/// By largest remainder at both levels. Points and stations are classes of table
/// site; a point weighs its households (table people) or its population. Table
/// delivery says what vehicles carry and what a place can take.
///
///   $ printf '%s\n' site,parent,level,class,population \
///       N,,city,station, p1,N,street,point,120 p2,N,street,point,80 |
///       granary allocate deliver boxes 1000 --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct BoxesArgs {
    /// Boxes to send out
    #[arg(value_name = "BOXES", value_parser = number())]
    boxes: i64,
    /// Who sends them out
    #[arg(long, value_name = "SITE", default_value = "city")]
    from: String,
}

/// Runs `allocate deliver boxes`.
pub fn run(args: &BoxesArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let rules = Delivery::built_in().map_err(Refused::from)?;
    let sites = desk.sites()?;
    let people = desk.load_or_empty::<People>()?.rows;
    let means = desk.load_or_empty::<Means>()?.rows;
    let inputs = BoxesInputs {
        boxes: args.boxes,
        from: &args.from,
        stations: &stations(&sites, &people)?,
        means: &means,
        rules: &rules,
    };
    let rows = consignments(&inputs);
    audited(&audit(&inputs, &rows))?;
    desk.put(rows);
    desk.finish(Table::Consignment)
}
