//! What every verb that makes or judges a plan has before it: requests, balances, use, sites, rules.

use std::collections::{BTreeSet, HashSet};

use anyhow::Result;

use crate::allocate::draws::gate::{Gated, is_pooled};
use crate::allocate::draws::own_level::{nobody_asks, own_run};
use crate::allocate::intake::askers::name_askers;
use crate::allocate::intake::classes::unknown_classes;
use crate::allocate::intake::duties::unstated_duties;
use crate::allocate::intake::intake;
use crate::allocate::intake::uses::read_uses;
use crate::allocate::plan::gift::Gifts;
use crate::allocate::supply::keep::{Kept, floors, keep_back};
use crate::allocate::supply::posted::Posted;
use crate::allocate::{Earlier, PlanInputs, PlanOptions, RunOfArea, audit_own_run};
use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::stock::burn::{UseRecord, burn_rows, stated as stated_use};
use crate::cli::stock::incoming::places;
use crate::cli::stock::negative;
use crate::cli::stock::on_hand::balances_of_lines;
use crate::cli::stock::units::guard_requests;
use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::engine::number::numbered;
use crate::ledger::tables::{
    Allocation, Burn, Event, Finding, Lane, Movement, Norm, OnHand, Request, Site, Usage,
};
use crate::ledger::word::Level;
use crate::ledger::{Catalogue, Loaded, Record as _, SiteTree, Table};
use crate::policy::Rules;
use crate::stock::BurnOptions;
use crate::stock::cover::group::Place;

use super::stores::{Keep, Stores, nothing_to_keep};

/// The tables of a plan.
pub struct Given {
    pub requests: Vec<Request>,
    pub onhand: Vec<OnHand>,
    pub burn: Vec<Burn>,
    pub lanes: Vec<Lane>,
    pub items: Catalogue,
    pub sites: SiteTree,
    pub rules: Rules,
    pub as_of: Day,
    pub basis_seal: String,
    /// What the ledger gave to the request lines, and carried out of the plans that are gone on from.
    pub posted: Posted,
    gifts: Gifts,
    events: Vec<Event>,
    level: Option<Level>,
    /// The sites as they are listed, where the run of an area ranks its own before others.
    listed: Option<SiteTree>,
    /// The balances as they were, where something was set aside since.
    before: Option<Vec<OnHand>>,
}

impl Given {
    /// Loads them; request lines are taken in, and what was repeated or worked out is said. `before`: the plans that are
    /// gone on from.
    pub fn load(desk: &mut Desk, before: &HashSet<&str>) -> Result<Given> {
        let as_of = desk.as_of();
        let (rules, _) = desk.rules_with("who comes first", |rules| {
            rules.puts_in_order().then_some(())
        })?;
        let sites = desk.sites()?;
        let items = desk.catalogue()?;
        let lines = taken_in(desk, &sites, &items, &rules)?;
        let (onhand, movements) = on_hand(desk)?;
        let items = desk.catalogue()?;
        guard_requests(&lines, &onhand, &items)?;
        let requests = lines.rows;
        let basis_seal = desk.head_seal(movements.as_deref())?;
        Ok(Given {
            posted: posted(desk, movements.as_deref(), before)?.serving(&requests, &items),
            requests,
            onhand,
            gifts: Gifts::of(movements.as_deref().unwrap_or_default()),
            burn: burn(desk, movements)?,
            lanes: desk.load_or_empty::<Lane>()?.rows,
            items,
            sites,
            rules,
            as_of,
            basis_seal,
            events: desk.events()?,
            level: desk.global.level,
            listed: None,
            before: None,
        })
    }

    /// Puts back what the ledger has carried out of `awards`, so that a plan is judged by the balances that it was made of.
    pub fn put_back(&mut self, awards: &[Allocation]) {
        let plans: HashSet<&str> = awards.iter().map(|award| award.plan.as_str()).collect();
        self.onhand = self.posted.put_back(&self.onhand, awards, self.as_of);
        self.posted = std::mem::take(&mut self.posted).without(&plans);
    }

    /// The gate of the policy with the levels in force; `None` where the policy has none.
    pub fn gated(&self) -> Option<Gated<'_>> {
        let gate = self.rules.gate.as_ref()?;
        Some(Gated {
            gate,
            stated: self.level,
            events: &self.events,
        })
    }

    /// The balances of every site, whether anything was set aside of them or not.
    pub fn balances(&self) -> &[OnHand] {
        self.before.as_deref().unwrap_or(&self.onhand)
    }

    /// Sets aside what stays where it is, and says who gives; `None` where nobody is named.
    ///
    /// Errors: `not-triggered` where reserves are called up and the policy does not allow it on the day; `bad-flag` where
    /// an area is no owner of the stores that give.
    pub fn set_aside(&mut self, stores: &Stores) -> Result<Option<Vec<String>>> {
        if stores.pool.is_some() || !stores.keep.is_empty() {
            self.before = Some(self.onhand.clone());
        }
        let mut from = stores.from.clone();
        if let Some(area) = &stores.own_level {
            let run = own_run(area, &from, &self.sites, &mut self.rules).map_err(Refused::from)?;
            self.listed = Some(std::mem::replace(&mut self.sites, run.sites));
            from = run.givers;
        }
        let depots_give = match from.is_empty() {
            true => depots(&self.sites),
            false => Vec::new(),
        };
        let givers = from.iter().chain(&depots_give);
        let givers: Vec<&Site> = givers.filter_map(|site| self.sites.get(site)).collect();
        self.rules
            .settle_gate(givers.into_iter())
            .map_err(Refused::from)?;
        if let Some(days) = stores.pool {
            let pooled = self.pooled()?;
            from.extend(match from.is_empty() {
                true => depots(&self.sites),
                false => Vec::new(),
            });
            let floors = floors(
                &self.onhand,
                &self.burn,
                |site| pooled.contains(site),
                days,
                self.as_of,
            );
            keep_back(&mut self.onhand, &floors, self.as_of);
            from.extend(pooled);
        }
        let is_known = |keep: &&Keep| {
            let mut rows = self.onhand.iter();
            let is_listed = self.sites.get(&keep.0).is_some() && self.items.get(&keep.1).is_some();
            is_listed || rows.any(|row| row.site == keep.0 && row.item == keep.1)
        };
        if let Some(keep) = stores.keep.iter().find(|keep| !is_known(keep)) {
            return Err(nothing_to_keep(keep, &self.onhand).into());
        }
        if !stores.keep.is_empty() {
            let kept = stores.keep.iter();
            let kept =
                kept.map(|(site, item, qty)| ((site.clone(), item.clone()), Kept::Quantity(*qty)));
            keep_back(&mut self.onhand, &kept.collect(), self.as_of);
        }
        Ok((!from.is_empty()).then_some(from))
    }

    /// What is wrong with the run of an area that shares what its own stores, `from`, hold.
    pub fn audit_own_run(&self, stores: &Stores, from: Option<&[String]>) -> Vec<Finding> {
        let run = stores.own_level.as_deref().map(|area| RunOfArea {
            area,
            sites: &self.sites,
            rules: &self.rules,
            givers: from.unwrap_or_default(),
        });
        let run = run.zip(self.listed.as_ref());
        run.map_or_else(Vec::new, |(run, listed)| audit_own_run(&run, listed))
    }

    /// Warns of what was asked for and comes to nothing: of goods to be kept where there is no balance of them, and of an
    /// own level of which nobody asks.
    pub fn without_effect(&self, stores: &Stores) -> Vec<Diagnostic> {
        let is_there = |keep: &&Keep| {
            let mut rows = self.onhand.iter();
            rows.any(|row| row.site == keep.0 && row.item == keep.1)
        };
        let missing = stores.keep.iter().filter(|keep| !is_there(keep));
        let warn = |(site, item, _): &Keep| {
            let holding = self.onhand.iter().filter(|row| row.item == *item);
            let holding: BTreeSet<&str> = holding.map(|row| row.site.as_str()).collect();
            let below = holding
                .iter()
                .find(|store| self.sites.upwards(store).contains(&site.as_str()));
            let hint = match below {
                Some(store) => format!("name the store that holds it, such as {store}/{item}"),
                None => "name a site that holds it".to_owned(),
            };
            let message = format!("--keep {site}/{item} keeps nothing: there is no balance of it");
            Diagnostic::warning(Code::BadFlag, message).hint(hint)
        };
        let own_level = stores.own_level.as_ref();
        let nobody = own_level.and_then(|area| nobody_asks(area, &self.requests, &self.sites));
        missing.map(warn).chain(nobody).collect()
    }

    /// The institutions that hold stock and whose reserves are called up.
    fn pooled(&self) -> Result<BTreeSet<String>> {
        let gated = self.gated();
        let called_up = |site: &str| {
            gated
                .as_ref()
                .is_some_and(|gated| is_pooled(site, gated, &self.sites, self.as_of))
        };
        let holders = numbered(&self.onhand, |row| &row.site).names.into_iter();
        let institutions = holders.filter(|site| !self.sites.is_depot(site));
        let pooled = institutions.filter(|site| called_up(site));
        let pooled: BTreeSet<String> = pooled.map(str::to_owned).collect();
        if pooled.is_empty() {
            let message = "reserves of institutions are not called up together: no policy in force says so at this level";
            let hint = "name a policy that does, and the level with --level or table event; or leave --pool away";
            return Err(
                Refused::from(Diagnostic::error(Code::NotTriggered, message).hint(hint)).into(),
            );
        }
        Ok(pooled)
    }

    /// The inputs of a plan of this id.
    pub fn inputs<'a>(
        &'a self,
        plan_id: &'a str,
        from: Option<&'a [String]>,
        options: PlanOptions,
    ) -> PlanInputs<'a> {
        PlanInputs {
            onhand: &self.onhand,
            requests: &self.requests,
            burn: &self.burn,
            lanes: &self.lanes,
            items: &self.items,
            sites: &self.sites,
            rules: &self.rules,
            as_of: self.as_of,
            from,
            plan_id,
            basis_seal: &self.basis_seal,
            options,
            earlier: Earlier::default(),
            gifts: Some(&self.gifts),
        }
    }
}

/// Refuses sites that were named to give and that no table knows.
pub fn are_known(from: &[String], sites: &SiteTree, onhand: &[OnHand]) -> Result<(), Refused> {
    let mut known: BTreeSet<&str> = sites.sites().map(|site| site.site.as_str()).collect();
    known.extend(onhand.iter().map(|row| row.site.as_str()));
    let unknown = from.iter().filter(|name| !known.contains(name.as_str()));
    let refused = unknown.map(|name| {
        let meant = guess(name, known.iter().copied());
        Diagnostic::error(
            Code::BadFlag,
            format!("--from {name}: no table lists such a site"),
        )
        .hint(format!("{meant}write the code of a site that keeps stock"))
    });
    match refused.collect::<Vec<_>>() {
        faults if faults.is_empty() => Ok(()),
        faults => Err(Refused(faults)),
    }
}

/// The sites of class depot.
fn depots(sites: &SiteTree) -> Vec<String> {
    let depots = sites.sites().filter(|site| sites.is_depot(&site.site));
    depots.map(|site| site.site.clone()).collect()
}

/// The request lines: each once, for a use that the rules know, a blank quantity worked out by headcount, and what was
/// done to them said. With the place of each.
///
/// Errors: `missing-table` without requests; every line that says too little.
pub fn taken_in(
    desk: &mut Desk,
    sites: &SiteTree,
    items: &Catalogue,
    rules: &Rules,
) -> Result<Loaded<Request>> {
    let mut lines = desk.load_for_plan::<Request>()?;
    let named = name_askers(&mut lines.rows, sites);
    places::in_words(&named)
        .iter()
        .for_each(|line| desk.say(line));
    let unknown = read_uses(&mut lines, items, rules);
    desk.note(&unknown);
    let asks_by_head = lines
        .rows
        .iter()
        .any(|line| line.qty.is_none() && line.terms().headcount.is_some());
    let norms = match asks_by_head {
        true => desk.load_or_empty::<Norm>()?.rows,
        false => Vec::new(),
    };
    let count = lines.rows.len();
    let taken = intake(lines, &norms, sites)?;
    desk.note(&taken.notes);
    desk.note(&unknown_classes(&taken.lines.rows, sites, rules));
    desk.note(unstated_duties(&taken.lines, rules).as_slice());
    if taken.repeated + taken.filled > 0 {
        desk.say(&format!(
            "{count} request lines: {} handed in twice and taken once, {} worked out by headcount",
            taken.repeated, taken.filled
        ));
        desk.put_rows(
            Table::Request,
            taken
                .lines
                .rows
                .iter()
                .cloned()
                .map(Request::into_row)
                .collect(),
        );
    }
    Ok(taken.lines)
}

/// What left for request lines by the ledger, where one is at hand; that it carried out some of `plans` is said. Whether
/// balances that were stated are without that is not known.
pub fn posted(
    desk: &mut Desk,
    movements: Option<&[Movement]>,
    plans: &HashSet<&str>,
) -> Result<Posted> {
    let as_of = desk.as_of();
    let Some(movements) = movements else {
        let movements = desk.load_or_empty::<Movement>()?.rows;
        return Ok(Posted::of(&movements, plans, as_of).without(plans));
    };
    let posted = Posted::of(movements, plans, as_of);
    if posted.is_of_plans() {
        desk.say(
            "what of the plans before was posted has left the balances, and leaves no store again",
        );
    }
    Ok(posted)
}

/// Balances: as table `onhand` says, or worked out from the movements, which then come with them.
pub fn on_hand(desk: &mut Desk) -> Result<(Vec<OnHand>, Option<Vec<Movement>>)> {
    let found = balances_of_lines(desk)?;
    let onhand = found.onhand.ok_or_else(|| desk.missing(Table::Onhand))?;
    negative::warn_of_balances(desk, &onhand);
    Ok((onhand, found.movements))
}

/// Daily use: as table `burn` says, or worked out from movements, where they are at hand, and reports of use as
/// `stock burn` does; without any nothing is known of it.
pub fn burn(desk: &mut Desk, movements: Option<Vec<Movement>>) -> Result<Vec<Burn>> {
    if let Some(burn) = stated_use(desk)? {
        return Ok(burn);
    }
    if !desk.supplies(Table::Movement)? && !desk.supplies(Usage::TABLE)? {
        return Ok(Vec::new());
    }
    let record = UseRecord::whole(desk, movements)?;
    burn_rows(desk, &record, &BurnOptions::default(), Place::Site)
}
