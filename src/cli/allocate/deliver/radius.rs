//! `granary allocate deliver radius`: which sites lie around a key site.

use anyhow::Result;
use clap::Args;

use crate::allocate::deliver::nearby::{Listed, nearby};
use crate::cli::desk::{Desk, unlisted};
use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::{SiteTree, Table};
use crate::policy::Delivery;
use crate::quantity::decimal;

/// Sites within so many km of a key site
///
/// The boundary itself is within. A site of which nobody knows where it lies is
/// listed without a distance.
///
///   $ granary allocate deliver radius H01 --ledger granary-demo
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct RadiusArgs {
    /// The key sites
    #[arg(value_name = "SITE", required = true)]
    around: Vec<String>,
    /// Km around them, up to a metre [default: 3]
    #[arg(long, value_name = "KM", value_parser = metres)]
    km: Option<i64>,
    /// List the sites outside, too
    #[arg(long)]
    all: bool,
}

/// Kilometres as metres.
fn metres(text: &str) -> Result<i64, String> {
    match decimal::parse(text, 3) {
        Ok(metres) if metres >= 0 => Ok(metres),
        _ => Err("write km with up to three decimals, such as 3 or 0.5".to_owned()),
    }
}

/// Runs `allocate deliver radius`.
pub fn run(args: &RadiusArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let rules = Delivery::built_in().map_err(Refused::from)?;
    let sites = desk.sites()?;
    let keys: Vec<&str> = args.around.iter().map(String::as_str).collect();
    expect_placed(&sites, &keys)?;
    let of_plan = rules.radius.value.first().copied().unwrap_or(0) * 1000;
    let (within, rule) = match args.km {
        Some(metres) if metres != of_plan => (metres, ""),
        _ => (of_plan, rules.radius.rule.as_str()),
    };
    let listed = match args.all {
        true => Listed::All,
        false => Listed::Within,
    };
    desk.put(nearby(&sites, &keys, within, rule, listed));
    desk.finish(Table::Nearby)
}

/// Refuses a key site that table `site` does not list, or of which it does not say where it lies.
fn expect_placed(sites: &SiteTree, keys: &[&str]) -> Result<(), Refused> {
    let fault = |key: &&str| {
        let Some(site) = sites.get(key) else {
            return Some(unlisted(sites, key));
        };
        (site.lat.is_none() || site.lon.is_none()).then(|| {
            Diagnostic::error(Code::MissingCell, format!("nobody says where {key} lies"))
                .hint("add lat and lon to table site")
        })
    };
    let faults: Vec<Diagnostic> = keys.iter().filter_map(fault).collect();
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Refused(faults)),
    }
}
