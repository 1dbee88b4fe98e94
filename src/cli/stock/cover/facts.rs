//! The facts that cover is worked out from, as they were read: balances, use, sites, norms, what is on order.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use anyhow::Result;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::engine::Stock;
use crate::engine::digest::{Days, Deliveries, Short};
use crate::engine::issued::Issued;
use crate::ledger::tables::{
    Agreement, Budget, Burn, Capacity, Demand, Event, Inbound, Movement, Norm, OnHand, People,
    Staff,
};
use crate::ledger::{Catalogue, SiteTree, Table};
use crate::policy::Rules;
use crate::stock::availability::{Arrival, Arrivals, AvailabilityInputs, Horizon};
use crate::stock::burn::AreaBurn;
use crate::stock::cover::group::Place;
use crate::stock::{self, BurnOptions};

use super::super::agreed::agreements;
use super::super::burn::{UseRecord, burn_rows, burn_rows_of_areas};
use super::super::norms::norms_of_rounds;
use super::super::{burn, negative, on_hand, twice, units};

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
    /// What says which promises on the books count; `None` where nothing does.
    agreements: Option<Vec<Agreement>>,
    /// The balances with what was agreed, when somebody asks for them.
    agreed: OnceCell<Vec<OnHand>>,
    pub burn: Vec<Burn>,
    /// The rates of sites that are others for an area around them; none where use was given.
    area_burn: Vec<AreaBurn>,
    pub catalogue: Catalogue,
    pub sites: SiteTree,
    pub staff: Vec<Staff>,
    people: Vec<People>,
    pub events: Vec<Event>,
    pub norms: Vec<Norm>,
    /// What is coming, less what has arrived.
    pub inbound: Vec<Inbound>,
    knows_orders: bool,
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
    /// What is on the road between sites is looked for where table `inbound` is supplied or the command asks for what
    /// is coming: a long ledger is then read for each transfer.
    ///
    /// Errors: `missing-table` where neither balances nor movements are supplied.
    pub fn load(
        desk: &mut Desk,
        options: &BurnOptions,
        place: Place,
        asks_for_coming: bool,
    ) -> Result<Facts> {
        let as_of = desk.as_of();
        let (onhand, burn) = (on_hand::stated(desk)?, burn::stated(desk)?);
        if onhand.is_none() && !desk.supplies(Table::Movement)? {
            return Err(desk.missing(Table::Movement).into());
        }
        let has_areas = place != Place::Site || !desk.global.policy.is_empty();
        // What sites of an area pass on to each other is told by the whole line.
        let is_netted = options.include_transfers && has_areas;
        let from = options.looks_back_to(as_of).filter(|_| !is_netted);
        let knows_orders = desk.supplies(Table::Inbound)?;
        let deliveries = asked_deliveries(knows_orders, asks_for_coming);
        let mut record = record_of_use(desk, onhand.is_some(), from, deliveries)?;
        let knows_burn = burn.is_some();
        let (burn, area_burn) = rates(desk, burn, &record, options, place)?;
        let delivered = record.short.as_mut().map(delivered);
        // What else a short ledger has to tell was told.
        let short = record.short.take();
        let (of_ledger, issued) = short.map(|short| (short.stock, short.issued)).unzip();
        let catalogue = desk.catalogue()?;
        let stock = match &onhand {
            Some(rows) => {
                units::warn_of_items(desk, stock::units::mixed_items(rows, &catalogue));
                negative::warn_of_balances(desk, rows);
                say_of_plain(desk, rows);
                None
            }
            None => {
                let stock = of_ledger.unwrap_or_else(|| Stock::of(&record.movements, as_of));
                Some(with_warnings(desk, stock, &catalogue))
            }
        };
        let mut facts = Facts {
            record,
            issued: issued.flatten(),
            as_of,
            stock,
            onhand: onhand.map(OnceCell::from).unwrap_or_default(),
            agreements: agreements(desk)?,
            agreed: OnceCell::new(),
            burn,
            area_burn,
            catalogue,
            sites: desk.sites()?,
            staff: desk.records()?,
            people: desk.records()?,
            events: desk.records()?,
            norms: norms_of_rounds(desk)?,
            inbound: desk.records()?,
            knows_orders,
        };
        if deliveries != Deliveries::Nothing {
            facts.inbound = facts.coming(delivered);
        }
        if facts.stock.is_some() && desk.is_asked_for(Table::Onhand) {
            desk.put(facts.onhand().to_vec());
        }
        if !knows_burn && desk.is_asked_for(Table::Burn) {
            desk.put(facts.burn.clone());
        }
        Ok(facts)
    }

    /// What table `inbound` says is coming, less what has arrived, and what else is on the road.
    fn coming(&self, delivered: Option<(Vec<Movement>, BTreeSet<String>)>) -> Vec<Inbound> {
        let (inbound, as_of) = (&self.inbound, self.as_of);
        match delivered {
            Some((lines, keepers)) => {
                stock::coming(inbound, &lines, |site| keepers.contains(site), as_of)
            }
            None => stock::coming_by_ledger(inbound, &self.record.movements, as_of),
        }
    }

    /// The balances as rows.
    pub fn onhand(&self) -> &[OnHand] {
        let worked_out = || {
            let stock = self.stock.as_ref();
            stock.map_or_else(Vec::new, |stock| stock::on_hand_of(stock, self.as_of))
        };
        self.onhand.get_or_init(worked_out)
    }

    /// The balances that a need is held against: with what agreements in force are worth.
    ///
    /// Of an agreement that serves no one site nobody can say whose need it meets.
    fn counted(&self) -> &[OnHand] {
        let Some(agreements) = &self.agreements else {
            return self.onhand();
        };
        self.agreed.get_or_init(|| {
            let mut counted = stock::agreed(self.onhand(), agreements, self.as_of);
            counted.retain(|row| !row.site.is_empty());
            counted
        })
    }

    /// Warns of agreements that count for no site.
    pub fn warn_of_agreements(&self, desk: &mut Desk) {
        if let Some(agreements) = &self.agreements {
            let placeless = stock::agreed::of_no_site(self.onhand(), agreements, self.as_of);
            desk.note(&placeless);
        }
    }

    /// The balances as they were worked out, where what each site has is told by them alone.
    pub fn stock_by_site(&self) -> Option<&Stock> {
        self.stock.as_ref().filter(|_| self.agreements.is_none())
    }

    /// What cover is worked out from.
    pub fn inputs<'a>(
        &'a self,
        rules: &'a Rules,
        arrivals: Option<&'a [Arrival]>,
    ) -> stock::CoverInputs<'a> {
        stock::CoverInputs {
            onhand: self.counted(),
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
            area_burn: &self.area_burn,
            movements: &self.record.movements,
            issued: self.issued.as_deref(),
            usage: &self.record.usage,
            catalogue: &self.catalogue,
            sites: &self.sites,
            staff: &self.staff,
            people: &self.people,
            events: &self.events,
            norms: &self.norms,
            inbound: &self.inbound,
            knows_orders: self.knows_orders,
            arrivals,
            outlook: None,
            rules,
        }
    }
}

impl Coming {
    /// Reads the tables that say what arrives, beside those that `facts` have.
    pub fn load(desk: &mut Desk, facts: &Facts) -> Result<Coming> {
        Ok(Coming {
            agreements: facts.agreements.clone().unwrap_or_default(),
            capacities: desk.records()?,
            budgets: desk.records()?,
            demands: desk.records()?,
        })
    }

    /// What arrives in so many days, and what does not count; table `availability` goes to the answer where anybody looks
    /// at it.
    pub fn arrivals(&self, desk: &mut Desk, facts: &Facts, days: i64) -> Arrivals {
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
        stock::availability::arrivals(&inputs, horizon)
    }
}

/// Use as it was given, else as it is worked out, with the rates that are others for an area.
fn rates(
    desk: &mut Desk,
    given: Option<Vec<Burn>>,
    record: &UseRecord,
    options: &BurnOptions,
    place: Place,
) -> Result<(Vec<Burn>, Vec<AreaBurn>)> {
    if let Some(mut burn) = given {
        burn.sort_by(|a, b| (&a.site, &a.item).cmp(&(&b.site, &b.item)));
        return Ok((burn, Vec::new()));
    }
    let burn = burn_rows(desk, record, options, place)?;
    twice::warn(desk, record, &burn, options);
    Ok((burn, burn_rows_of_areas(desk, record, options)?))
}

/// The lines of a ledger that say what has arrived of orders, and what is on the road.
fn asked_deliveries(knows_orders: bool, asks_for_coming: bool) -> Deliveries {
    match (knows_orders, asks_for_coming) {
        (true, _) => Deliveries::All,
        (false, true) => Deliveries::Transfers,
        (false, false) => Deliveries::Nothing,
    }
}

/// Balances as they were worked out, after what is odd about them was said.
fn with_warnings(desk: &mut Desk, stock: Stock, catalogue: &Catalogue) -> Stock {
    units::warn_of_lots(desk, &stock);
    units::warn_of_items(desk, stock::units::mixed_items_of(&stock, catalogue));
    negative::warn_of_stock(desk, &stock);
    stock
}

/// What has left one store of the ledger for another and not arrived, on the day.
pub fn on_road(desk: &mut Desk) -> Result<Vec<Inbound>> {
    let as_of = desk.as_of();
    let days = Days {
        from: as_of,
        until: as_of,
        deliveries: Deliveries::Transfers,
    };
    Ok(match desk.short_ledger(days, false, false)? {
        Some(mut short) => {
            let (lines, keepers) = delivered(&mut short);
            stock::coming(&[], &lines, |site| keepers.contains(site), as_of)
        }
        None => stock::coming_by_ledger(&[], &desk.load::<Movement>()?.rows, as_of),
    })
}

/// The deliveries of a ledger in short, and the sites named in them that have lines of their own.
fn delivered(short: &mut Short) -> (Vec<Movement>, BTreeSet<String>) {
    let lines = std::mem::take(&mut short.deliveries);
    let named = lines.iter().map(|line| &line.counterparty);
    let keepers = named.filter(|site| short.part_of(site).is_some());
    let keepers = keepers.cloned().collect();
    (lines, keepers)
}

/// What is known of use: nothing where balances were given and nothing else.
fn record_of_use(
    desk: &mut Desk,
    has_balances: bool,
    from: Option<Day>,
    deliveries: Deliveries,
) -> Result<UseRecord> {
    let has_record = desk.supplies(Table::Movement)? || desk.supplies(Table::Usage)?;
    if has_balances && !has_record {
        return Ok(UseRecord::of(Vec::new(), Vec::new()));
    }
    // A standard may look at the most that was ever used.
    let with_issues = !desk.global.policy.is_empty();
    UseRecord::load(desk, from, with_issues, deliveries)
}

/// Says of balances that state neither form nor last day, as a list of a few columns does, what they count as.
fn say_of_plain(desk: &Desk, rows: &[OnHand]) {
    let is_plain = |row: &OnHand| row.form.is_none() && row.expiry.is_none();
    if !rows.is_empty() && rows.iter().all(is_plain) {
        desk.say("no balance states a form or a last day: all count as goods in store that do not expire");
    }
}
