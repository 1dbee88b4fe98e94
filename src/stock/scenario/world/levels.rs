//! Which response level counts where, once events have stated others?
//!
//! The gravest of the days looked at, from the day answered for on: what a standard asks for at that level has to be in
//! store when it comes into force. So whatever raises a level counts, whenever it begins, and a lower one counts where it
//! is in force on all of the days.
//!
//! Rule: `S13`.

use crate::calendar::Day;
use crate::ledger::tables::Event;
use crate::ledger::word::Level;
use crate::policy::scenario::{Happening, Named};

use super::super::super::cover::group::{ALL, Place};
use super::super::super::steps::Span;
use super::{World, span};

/// A level that an event states on its days.
#[derive(Debug, Clone)]
pub struct Stated {
    /// A site stands for all sites below it; none for everywhere.
    named: Vec<Named>,
    days: Span,
    says: Says,
}

/// What an event says of the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It is in force, whatever was before.
    InForce(Level),
    /// It is no less grave.
    AtLeast(Level),
}

impl World<'_> {
    /// Lets an event state a level at its sites.
    pub fn state_level(&mut self, event: &Happening, says: Says) {
        self.stated.push(Stated {
            named: event.sites.clone(),
            days: span(event),
            says,
        });
        let before = self.levels.take();
        let as_of = self.options.as_of;
        let everywhere = self.sites_of(&[]);
        let stated = self.stated.iter();
        let stated: Vec<_> = stated
            .map(|said| (said, self.sites_of(&said.named)))
            .collect();
        let mut after = Vec::with_capacity(everywhere.len() + 1);
        for site in everywhere {
            let of_site = stated.iter().filter(|(_, sites)| sites.contains(&site));
            let of_site: Vec<&Stated> = of_site.map(|(said, _)| *said).collect();
            let as_it_was = self.level_as_it_was(&site).unwrap_or(Level::None);
            let level = self.gravest(as_it_was, &of_site);
            let was = match &before {
                Some(levels) => self.as_it_was.sites.level_in_force(levels, &site, as_of),
                None => Some(as_it_was),
            };
            if was != Some(level) {
                self.touched.add_site(&site);
            }
            after.push(in_force(&site, level, as_of));
        }
        // All sites put together have the level that was stated for all, and one that is stated everywhere.
        let of_all = stated.iter().filter(|(said, _)| said.named.is_empty());
        let of_all: Vec<&Stated> = of_all.map(|(said, _)| *said).collect();
        let as_it_was = self.level_as_it_was(ALL);
        if as_it_was.is_some() || !of_all.is_empty() {
            let level = self.gravest(as_it_was.unwrap_or(Level::None), &of_all);
            after.push(in_force(ALL, level, as_of));
        }
        if self.options.grouping.place != Place::Site {
            // A place that sites are put together to may have a level of its own.
            self.touched.add_everything();
        }
        self.levels = Some(after);
    }

    /// The level in force before anything happens, where one is known.
    fn level_as_it_was(&self, site: &str) -> Option<Level> {
        let facts = self.as_it_was;
        let stated = || {
            let sites = facts.sites;
            sites.level_in_force(facts.events, site, self.options.as_of)
        };
        self.options.level.or_else(stated)
    }

    /// The gravest level of the days looked at, and of later ones on which another comes into force.
    fn gravest(&self, as_it_was: Level, stated: &[&Stated]) -> Level {
        let as_of = self.options.as_of;
        let begin = stated.iter().map(|said| said.days.from.max(as_of));
        let end = stated.iter().filter_map(|said| said.days.after());
        let end = end.filter(|day| *day <= self.outlook.until);
        let days = begin.chain(end).chain([as_of]);
        let levels = days.map(|day| level_on(day, as_it_was, stated));
        levels.max().unwrap_or(as_it_was)
    }
}

/// The level of a day; of several that events put in force the gravest.
fn level_on(day: Day, as_it_was: Level, stated: &[&Stated]) -> Level {
    let says = stated.iter().filter(|said| said.days.holds(day));
    let (mut in_force, mut at_least) = (None, Level::None);
    for said in says {
        match said.says {
            Says::InForce(level) => in_force = in_force.max(Some(level)),
            Says::AtLeast(level) => at_least = at_least.max(level),
        }
    }
    in_force.unwrap_or(as_it_was).max(at_least)
}

/// A level that counts at a site from a day on.
fn in_force(scope: &str, level: Level, from: Day) -> Event {
    Event {
        date: from,
        scope: scope.to_owned(),
        level,
        outbreak: String::new(),
        disaster: None,
        source: String::new(),
    }
}
