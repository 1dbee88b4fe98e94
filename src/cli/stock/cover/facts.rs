//! The facts that cover is worked out from, as they were read: balances, use, sites, norms, what is on order.

use anyhow::Result;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::engine::issued::Issued;
use crate::ledger::tables::{
    Agreement, Budget, Burn, Capacity, Demand, Event, Inbound, Norm, OnHand, Staff,
};
use crate::ledger::{Catalogue, SiteTree, Table};
use crate::policy::Rules;
use crate::stock::availability::{Arrival, AvailabilityInputs, Horizon};
use crate::stock::cover::group::Place;
use crate::stock::{self, BurnOptions};

use super::super::burn::{UseRecord, burn_rows};
use super::super::units;

/// The facts of a desk.
pub struct Facts {
    pub record: UseRecord,
    /// What was issued by day, of a ledger in short.
    issued: Option<Vec<Issued>>,
    pub onhand: Vec<OnHand>,
    pub burn: Vec<Burn>,
    pub catalogue: Catalogue,
    pub sites: SiteTree,
    pub staff: Vec<Staff>,
    pub events: Vec<Event>,
    pub norms: Vec<Norm>,
    pub inbound: Vec<Inbound>,
}

/// What arrives, and the tables that say so.
pub struct Coming {
    pub agreements: Vec<Agreement>,
    pub capacities: Vec<Capacity>,
    pub budgets: Vec<Budget>,
    pub demands: Vec<Demand>,
}

impl Facts {
    /// Reads them; balances and use that are not given are worked out, and go to the answer.
    ///
    /// Errors: `missing-table` where neither balances nor movements are supplied.
    pub fn load(desk: &mut Desk, options: &BurnOptions, place: Place) -> Result<Facts> {
        let as_of = desk.as_of();
        let (onhand, burn) = (
            desk.load_if_given::<OnHand>()?,
            desk.load_if_given::<Burn>()?,
        );
        if onhand.is_none() && !desk.supplies(Table::Movement)? {
            return Err(desk.missing(Table::Movement).into());
        }
        let together = options.include_transfers && place != Place::Site;
        // What sites pass on to each other is told by the whole line.
        let from = options.looks_back_to(as_of).filter(|_| !together);
        let mut record = record_of_use(desk, onhand.is_some(), from)?;
        let (knows_stock, knows_burn) = (onhand.is_some(), burn.is_some());
        let burn = match burn {
            Some(burn) => burn,
            None => burn_rows(desk, &record, options, place)?,
        };
        let onhand = onhand.unwrap_or_else(|| record.on_hand(desk));
        // What else a short ledger has to tell was told.
        let issued = record.short.take().and_then(|short| short.issued);
        let catalogue = desk.catalogue()?;
        units::warn_of_items(desk, &onhand, &catalogue);
        if !knows_stock && desk.is_asked_for(Table::Onhand) {
            desk.put(onhand.clone());
        }
        if !knows_burn && desk.is_asked_for(Table::Burn) {
            desk.put(burn.clone());
        }
        Ok(Facts {
            record,
            issued,
            onhand,
            burn,
            catalogue,
            sites: desk.sites()?,
            staff: desk.records()?,
            events: desk.records()?,
            norms: desk.records()?,
            inbound: desk.records()?,
        })
    }

    /// What cover is worked out from.
    pub fn inputs<'a>(
        &'a self,
        rules: &'a Rules,
        arrivals: Option<&'a [Arrival]>,
    ) -> stock::CoverInputs<'a> {
        stock::CoverInputs {
            onhand: &self.onhand,
            burn: &self.burn,
            movements: &self.record.movements,
            issued: self.issued.as_deref(),
            usage: &self.record.usage,
            catalogue: &self.catalogue,
            sites: &self.sites,
            staff: &self.staff,
            events: &self.events,
            norms: &self.norms,
            inbound: &self.inbound,
            arrivals,
            outlook: None,
            rules,
        }
    }
}

impl Coming {
    /// Reads the tables that say what arrives.
    pub fn load(desk: &mut Desk) -> Result<Coming> {
        Ok(Coming {
            agreements: desk.records()?,
            capacities: desk.records()?,
            budgets: desk.records()?,
            demands: desk.records()?,
        })
    }

    /// What arrives in so many days; table `availability` goes to the answer.
    pub fn arrivals(&self, desk: &mut Desk, facts: &Facts, days: i64) -> Vec<Arrival> {
        let inputs = AvailabilityInputs {
            onhand: &facts.onhand,
            agreements: &self.agreements,
            capacities: &self.capacities,
            budgets: &self.budgets,
            demands: &self.demands,
            inbound: &facts.inbound,
            catalogue: &facts.catalogue,
            sites: &facts.sites,
        };
        let horizon = Horizon {
            called_on: desk.as_of(),
            days,
        };
        desk.put(stock::availability::availability(&inputs, horizon));
        stock::availability::arrivals(&inputs, horizon).counted
    }
}

/// What is known of use: nothing where balances were given and nothing else.
fn record_of_use(desk: &mut Desk, has_balances: bool, from: Option<Day>) -> Result<UseRecord> {
    let has_record = desk.supplies(Table::Movement)? || desk.supplies(Table::Usage)?;
    if has_balances && !has_record {
        return Ok(UseRecord::of(Vec::new(), Vec::new()));
    }
    // A standard may look at the most that was ever used.
    let with_issues = !desk.global.policy.is_empty();
    UseRecord::load(desk, from, with_issues)
}
