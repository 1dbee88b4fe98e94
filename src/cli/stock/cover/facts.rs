//! The facts that cover is worked out from, as they were read: balances, use, sites, norms, what is on order.

use std::cell::OnceCell;

use anyhow::Result;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::engine::Stock;
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
use super::super::{burn, negative, on_hand, units};

/// The facts of a desk.
pub struct Facts {
    pub record: UseRecord,
    /// What was issued by day, of a ledger in short.
    issued: Option<Vec<Issued>>,
    as_of: Day,
    /// The balances as they were worked out; `None` where they were given.
    pub stock: Option<Stock>,
    /// The same as rows: as given, or when somebody asks for them.
    onhand: OnceCell<Vec<OnHand>>,
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
        let (onhand, burn) = (on_hand::stated(desk)?, burn::stated(desk)?);
        if onhand.is_none() && !desk.supplies(Table::Movement)? {
            return Err(desk.missing(Table::Movement).into());
        }
        let together = options.include_transfers && place != Place::Site;
        // What sites pass on to each other is told by the whole line.
        let from = options.looks_back_to(as_of).filter(|_| !together);
        let mut record = record_of_use(desk, onhand.is_some(), from)?;
        let knows_burn = burn.is_some();
        let burn = match burn {
            Some(mut burn) => {
                burn.sort_by(|a, b| (&a.site, &a.item).cmp(&(&b.site, &b.item)));
                burn
            }
            None => burn_rows(desk, &record, options, place)?,
        };
        // What else a short ledger has to tell was told.
        let (of_ledger, issued) = match record.short.take() {
            Some(short) => (Some(short.stock), short.issued),
            None => (None, None),
        };
        let catalogue = desk.catalogue()?;
        let stock = match &onhand {
            Some(rows) => {
                units::warn_of_items(desk, stock::units::mixed_items(rows, &catalogue));
                negative::warn_of_balances(desk, rows);
                None
            }
            None => {
                let stock = of_ledger.unwrap_or_else(|| Stock::of(&record.movements, as_of));
                units::warn_of_lots(desk, &stock);
                units::warn_of_items(desk, stock::units::mixed_items_of(&stock, &catalogue));
                negative::warn_of_stock(desk, &stock);
                Some(stock)
            }
        };
        let facts = Facts {
            record,
            issued,
            as_of,
            stock,
            onhand: onhand.map(OnceCell::from).unwrap_or_default(),
            burn,
            catalogue,
            sites: desk.sites()?,
            staff: desk.records()?,
            events: desk.records()?,
            norms: desk.records()?,
            inbound: desk.records()?,
        };
        if facts.stock.is_some() && desk.is_asked_for(Table::Onhand) {
            desk.put(facts.onhand().to_vec());
        }
        if !knows_burn && desk.is_asked_for(Table::Burn) {
            desk.put(facts.burn.clone());
        }
        Ok(facts)
    }

    /// The balances as rows.
    pub fn onhand(&self) -> &[OnHand] {
        let worked_out = || {
            let stock = self.stock.as_ref();
            stock.map_or_else(Vec::new, |stock| stock::on_hand_of(stock, self.as_of))
        };
        self.onhand.get_or_init(worked_out)
    }

    /// What cover is worked out from.
    pub fn inputs<'a>(
        &'a self,
        rules: &'a Rules,
        arrivals: Option<&'a [Arrival]>,
    ) -> stock::CoverInputs<'a> {
        stock::CoverInputs {
            onhand: self.onhand(),
            ..self.inputs_beside_stock(rules, arrivals)
        }
    }

    /// The same without the balances.
    pub fn inputs_beside_stock<'a>(
        &'a self,
        rules: &'a Rules,
        arrivals: Option<&'a [Arrival]>,
    ) -> stock::CoverInputs<'a> {
        stock::CoverInputs {
            onhand: &[],
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

    /// What arrives in so many days; table `availability` goes to the answer where anybody looks at it.
    pub fn arrivals(&self, desk: &mut Desk, facts: &Facts, days: i64) -> Vec<Arrival> {
        let inputs = AvailabilityInputs {
            onhand: facts.onhand(),
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
        if desk.looks_beside_at(Table::Availability) {
            desk.put(stock::availability::availability(&inputs, horizon));
        }
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
