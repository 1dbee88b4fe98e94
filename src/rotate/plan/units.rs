//! Whose goods is a balance, and whose unit an institution?
//!
//! Each area that keeps a reserve shares it out among its own units. Goods are of the area whose level their owner names,
//! or else their store bears, or else of the nearest one above the store; of a store that lies under none, of the only one
//! of that level. A unit is of the area of its own level above it, or else of the nearest. What table `site` does not say
//! nobody supposes: goods of an unknown area are for units of an unknown area, as where the table says nothing of areas.

use std::collections::{HashMap, HashSet};

use crate::ledger::SiteTree;
use crate::ledger::tables::OnHand;
use crate::policy::ladder::Takers;

use super::PlanInputs;

/// The units of each area, by the rule of a plan; without one, whoever uses the goods.
pub struct Units<'a> {
    rule: Option<&'a Takers>,
    sites: &'a SiteTree,
    /// The sites under which others lie.
    parents: HashSet<&'a str>,
    /// Whose every site is that uses anything.
    users: HashMap<&'a str, Whose<'a>>,
}

/// Whose something is, as far as anybody can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whose<'a> {
    /// The level of government; empty where nothing says.
    level: &'a str,
    pub area: Option<&'a str>,
}

impl<'a> Units<'a> {
    /// The units among those who use anything. Where sites are named that take, no rule asks whose units they are.
    pub fn of(inputs: &PlanInputs<'a>) -> Units<'a> {
        let is_named = !inputs.options.to.is_empty();
        let mut units = Units {
            rule: inputs.stage.ladder.takers.as_ref().filter(|_| !is_named),
            sites: inputs.sites,
            parents: inputs.sites.sites().map(|site| &*site.parent).collect(),
            users: HashMap::new(),
        };
        let users = inputs.burn.iter().map(|burn| &*burn.site);
        units.users = users.map(|site| (site, units.whose(site, ""))).collect();
        units
    }

    /// Whose goods a balance is.
    pub fn goods(&self, row: &'a OnHand) -> Whose<'a> {
        let whose = self.whose(&row.site, &row.owner);
        let area = whose.area.or_else(|| self.only_area(whose.level));
        Whose { area, ..whose }
    }

    /// Whose unit a site is that uses something.
    pub fn unit(&self, site: &str) -> Whose<'a> {
        let nobody = Whose {
            level: "",
            area: None,
        };
        self.users.get(site).copied().unwrap_or(nobody)
    }

    /// Whether an institution may have of somebody's goods.
    ///
    /// Rule: `P0-T02`, `P0-T16`, `P0-E02`.
    pub fn admit(&self, goods: Whose<'_>, institution: &str) -> bool {
        let Some(rule) = self.rule else {
            return true;
        };
        let unit = self.unit(institution);
        let is_of_level = unit.area.is_some() || unit.level.is_empty() || goods.level.is_empty();
        unit.area == goods.area
            && (is_of_level || unit.level == goods.level)
            && self.is_unit(rule, institution)
    }

    /// Whether a site is a unit of which nobody can tell whose.
    pub fn is_unplaced(&self, site: &str) -> bool {
        let is_unit = self.rule.is_some_and(|rule| self.is_unit(rule, site));
        is_unit && self.unit(site).area.is_none()
    }

    /// Whether a site is of a level whose sites are units; one that states none may be.
    fn is_unit(&self, rule: &Takers, site: &str) -> bool {
        let level = self.level(site);
        let mut levels = rule.areas.iter().chain(&rule.units);
        level.is_empty() || levels.any(|known| known == level)
    }

    fn level(&self, site: &str) -> &'a str {
        self.sites.get(site).map_or("", |site| &site.level)
    }

    fn whose(&self, site: &'a str, owner: &'a str) -> Whose<'a> {
        let areas = self.rule.map_or(&[][..], |rule| &rule.areas);
        let keeps = |level: &&str| areas.iter().any(|area| area == level);
        let stated = [owner, self.level(site)].into_iter().find(keeps);
        let above = self.sites.upwards(site);
        // A site of such a level under another of the same is a unit of that one.
        let is_area = |at: &usize| {
            let level = self.level(above[*at]);
            let mut higher = above[at + 1..].iter();
            keeps(&level) && higher.all(|code| self.level(code) != level)
        };
        let first = usize::from(!self.parents.contains(site));
        let areas = (first..above.len()).filter(is_area).map(|at| above[at]);
        let mut areas = areas.filter(|code| stated.is_none_or(|level| self.level(code) == level));
        let area = areas.next();
        let level = stated.or(area.map(|code| self.level(code)));
        Whose {
            level: level.unwrap_or_default(),
            area,
        }
    }

    /// The only site of a level under which others lie, where there is one alone; of no level there is none.
    fn only_area(&self, level: &str) -> Option<&'a str> {
        if level.is_empty() {
            return None;
        }
        let of_level = self.sites.sites().filter(|site| site.level == level);
        let mut areas = of_level.filter(|site| {
            let own = self.whose(&site.site, "").area;
            own == Some(&*site.site)
        });
        let first = areas.next()?;
        areas.next().is_none().then_some(&*first.site)
    }
}

#[cfg(test)]
mod tests;
