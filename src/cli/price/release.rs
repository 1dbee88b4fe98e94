//! `granary price release`: what goes from the reserve of necessities onto the market.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::cli::allocate::{given, stores};
use crate::cli::desk::{Desk, expect_listed, missing};
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::cli::stock::cover;
use crate::ledger::tables::{Alert, Assessment, Balance, Release};
use crate::ledger::{SiteTree, Table};
use crate::policy::AlertRules;
use crate::price::release::floor::{FloorInputs, floors};
use crate::price::release::{ReleaseInputs, Released, release, unposted};

/// The level of the sites that a market release goes to.
const MARKET: &str = "market";

/// What goes from the reserve onto the market, once an episode
///
/// Takes the alerts of price watch, the tight supplies of price balance, or
/// both. A legal rule met gravely and confirmed, or a tight supply, begins an
/// episode; half a month of quiet days on record ends it. What lies above the
/// floor is released, as request lines that allocate plan shares out whatever
/// the gate of the reserve says; table replenishment has what is to come back.
/// Table release of the days before keeps an episode from releasing twice;
/// price watch --since the day of the last one tells when it is over.
///
///   $ granary price watch --ledger granary-demo --as-of 2022-03-15 \
///       --emit all -q |
///       granary price release --ledger granary-demo --as-of 2022-03-15 \
///       --from M01
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ReleaseArgs {
    /// Release from these sites (default: the depots)
    #[arg(long, value_name = "SITE", value_delimiter = ',')]
    from: Vec<String>,
    /// Release to these sites (default: those of level market that do not give)
    #[arg(long, value_name = "SITE", value_delimiter = ',')]
    to: Vec<String>,
    /// Keep this much of an item at a site, or what table cover says is needed where that is more
    #[arg(long, value_name = "SITE/ITEM=QTY", value_parser = stores::kept)]
    keep: Vec<stores::Keep>,
    /// Days within which what was released is to be back
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=3660))]
    replenish_days: Option<i64>,
    /// Read the rules of money from this file instead of granary's own
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Read alert rules from this file instead of granary's own
    #[arg(long, value_name = "FILE")]
    alert_rules: Option<PathBuf>,
}

/// Runs `price release`.
pub fn run(args: &ReleaseArgs, global: &Global) -> Result<u8> {
    let rules = super::reference::money_rules(args.rules.as_deref())?;
    let alert_rules = super::rules(args.alert_rules.as_deref())?;
    let mut desk = Desk::open(global)?;
    let alerts = desk.load_if_given::<Alert>()?;
    let balances = desk.load_if_given::<Balance>()?;
    if alerts.is_none() && balances.is_none() {
        return Err(missing(Table::Alert).into());
    }
    let sites = desk.sites()?;
    for site in args.from.iter().chain(&args.to) {
        expect_listed(&sites, site)?;
    }
    let (from, to) = ends(args, &sites);
    let earlier = desk.records::<Release>()?;
    let (onhand, movements) = given::on_hand(&mut desk)?;
    let is_due = !earlier.is_empty() && desk.is_asked_for(Table::Finding);
    let unposted = match &movements {
        _ if !is_due => None,
        Some(movements) => Some(unposted(&earlier, movements)),
        None => Some(unposted(&earlier, &desk.records()?)),
    };
    let catalogue = desk.catalogue()?;
    let released = release(&ReleaseInputs {
        alerts: &alerts.unwrap_or_default(),
        assessments: &desk.records::<Assessment>()?,
        balances: &balances.unwrap_or_default(),
        earlier: &earlier,
        onhand: &onhand,
        floors: &floors(&FloorInputs {
            kept: &args.keep,
            cover: &cover::stated(&mut desk)?.unwrap_or_default(),
            onhand: &onhand,
            sites: &sites,
            catalogue: &catalogue,
            from: &from,
            as_of: desk.as_of(),
        }),
        burn: &given::burn(&mut desk, movements)?,
        catalogue: &catalogue,
        legal: &legal(&alert_rules),
        rule: &rules.release,
        from: &from,
        to: &to,
        as_of: desk.as_of(),
        replenish_days: args.replenish_days,
    });
    say(&desk, &released);
    if let Some(unposted) = unposted {
        desk.put_beside(unposted)?;
    }
    // Who shares out asks for lines, and on most days there are none.
    desk.put_all_beside(released.requests)?;
    desk.put_beside(released.replenishments)?;
    desk.put(released.releases);
    desk.finish(Table::Release)
}

fn say(desk: &Desk, released: &Released) {
    for note in &released.notes {
        desk.say(note);
    }
    if released.releases.is_empty() && released.notes.is_empty() {
        desk.say("no episode is open: nothing is released");
    }
    if !released.requests.is_empty() {
        let lines = counted(released.requests.len(), "request line");
        let tasks = counted(released.replenishments.len(), "replenishment");
        desk.say(&format!(
            "{lines} to share out, {tasks} to come back (--emit request, --emit replenishment)"
        ));
    }
}

/// The stores that give and the markets that get, as they are named, else by what table `site` says.
fn ends(args: &ReleaseArgs, sites: &SiteTree) -> (Vec<String>, Vec<String>) {
    let listed = |is_meant: &dyn Fn(&str, &str) -> bool| -> Vec<String> {
        let rows = sites
            .sites()
            .filter(|site| is_meant(&site.site, &site.level));
        rows.map(|site| site.site.clone()).collect()
    };
    let from = match args.from.is_empty() {
        true => listed(&|site, _| sites.is_depot(site)),
        false => args.from.clone(),
    };
    let to = match args.to.is_empty() {
        true => listed(&|site, level| level == MARKET && !from.iter().any(|giver| giver == site)),
        false => args.to.clone(),
    };
    (from, to)
}

/// The rules that may trigger: those with a source that look for a rise.
fn legal(rules: &AlertRules) -> BTreeSet<&str> {
    let rises = rules.alert.iter().filter(|rule| !rule.falls);
    let rises = rises.filter(|rule| rule.is_sourced());
    rises.map(|rule| rule.id.as_str()).collect()
}
