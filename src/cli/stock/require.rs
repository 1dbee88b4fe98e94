//! `granary stock require`: what is needed, before asking what is there. A file for each way of counting.

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::calendar::Day;
use crate::cli::desk::{Desk, expect_listed};
use crate::cli::global::Global;
use crate::cli::stock::agreed::{agreed, agreements};
use crate::cli::stock::on_hand::balances;
use crate::diagnostic::Refused;
use crate::ledger::tables::{OnHand, Requirement};
use crate::ledger::{Catalogue, SiteTree, Table};
use crate::policy::Needs;
use crate::stock;
use crate::stock::require::RequireInputs;

mod by_norm;
mod forward;
mod ration;
mod testing;

/// What is needed, before asking what is there
///
/// Each row shows the terms that add up to it. With stock on hand, from a ledger
/// or table onhand, it also says what is there in time and what is missing.
#[derive(Debug, Subcommand)]
pub enum Require {
    Testing(testing::TestingArgs),
    Load(by_norm::LoadArgs),
    Staff(by_norm::StaffArgs),
    Gate(by_norm::GateArgs),
    Patients(by_norm::PatientsArgs),
    Season(by_norm::SeasonArgs),
    Household(by_norm::HouseholdArgs),
    Forward(forward::ForwardArgs),
    Ration(ration::RationArgs),
    Zone(ration::ZoneArgs),
}

/// Runs a verb of `stock require`.
pub fn run(kind: &Require, global: &Global) -> Result<u8> {
    match kind {
        Require::Testing(args) => testing::run(args, global),
        Require::Load(args) => by_norm::load(args, global),
        Require::Staff(args) => by_norm::staff(args, global),
        Require::Gate(args) => by_norm::gate(args, global),
        Require::Patients(args) => by_norm::patients(args, global),
        Require::Season(args) => by_norm::season(args, global),
        Require::Household(args) => by_norm::household(args, global),
        Require::Forward(args) => forward::run(args, global),
        Require::Ration(args) => ration::ration(args, global),
        Require::Zone(args) => ration::zone(args, global),
    }
}

/// Where it is needed.
#[derive(Debug, Args)]
pub struct Where {
    /// Only for this site, with those below it
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
}

/// Days that a need covers.
pub fn days() -> clap::builder::RangedI64ValueParser<i64> {
    clap::value_parser!(i64).range(1..=3660)
}

/// Numbers of people and things.
pub fn number() -> clap::builder::RangedI64ValueParser<i64> {
    clap::value_parser!(i64).range(1..=10_000_000_000)
}

/// The tables that every kind of need looks at.
struct Given {
    as_of: Day,
    demand_from: Day,
    catalogue: Catalogue,
    sites: SiteTree,
    onhand: Option<Vec<OnHand>>,
    site: Option<String>,
    needs: Needs,
}

impl Given {
    /// Stock comes from table `onhand`, else from the movements, else nothing is said of it; what of it is agreed, from
    /// table `agreement` where that is supplied.
    fn load(desk: &mut Desk, place: &Where) -> Result<Given> {
        let as_of = desk.as_of();
        let onhand = balances(desk)?;
        let agreements = agreements(desk)?;
        let onhand = onhand.map(|onhand| {
            let agreed = agreed(desk, &onhand, agreements.as_deref());
            agreed.unwrap_or(onhand)
        });
        let sites = desk.sites()?;
        if let Some(site) = &place.site {
            expect_listed(&sites, site)?;
        }
        Ok(Given {
            as_of,
            demand_from: desk.demand_from()?,
            catalogue: desk.catalogue()?,
            sites,
            onhand,
            site: place.site.clone(),
            needs: Needs::built_in().map_err(Refused::from)?,
        })
    }

    fn inputs(&self) -> RequireInputs<'_> {
        RequireInputs {
            as_of: self.as_of,
            demand_from: self.demand_from,
            catalogue: &self.catalogue,
            sites: &self.sites,
            onhand: self.onhand.as_deref(),
            site: self.site.as_deref(),
        }
    }
}

/// Writes the rows.
fn finish(mut desk: Desk, rows: Vec<Requirement>) -> Result<u8> {
    if let Some(asked) = desk.to_explain(&rows)? {
        desk.put(stock::explain::require(&asked));
    }
    desk.put(rows);
    desk.finish(Table::Requirement)
}
