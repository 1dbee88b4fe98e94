//! What is expected to be otherwise than it is: use that changes from a day on, stock that is out of reach for a time.
//!
//! Cover is worked out with it as with the facts; an outlook without entries changes nothing. Who expects it, and why,
//! is for the caller to know.

use std::collections::BTreeMap;

use crate::calendar::Day;

use super::steps::{Span, Steps};

/// The use expected of an item at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    whole: Steps,
    /// What an area counts of it that leaves out what its sites pass on to each other.
    in_areas: BTreeMap<String, Steps>,
}

impl From<Steps> for Use {
    /// A use that every area counts in full.
    fn from(whole: Steps) -> Use {
        Use {
            whole,
            in_areas: BTreeMap::new(),
        }
    }
}

impl Use {
    /// A use of which some areas count another part than the whole.
    pub fn with_areas(whole: Steps, in_areas: BTreeMap<String, Steps>) -> Use {
        Use { whole, in_areas }
    }

    /// What an area counts of it; the whole where none asks.
    pub fn counted_by(&self, area: Option<&str>) -> &Steps {
        let part = area.and_then(|area| self.in_areas.get(area));
        part.unwrap_or(&self.whole)
    }

    /// The same changed alike for all who count it; `None` where a change does not fit.
    pub fn changed(&self, change: impl Fn(&Steps) -> Option<Steps>) -> Option<Use> {
        let in_areas = self.in_areas.iter();
        let in_areas = in_areas.map(|(area, steps)| Some((area.clone(), change(steps)?)));
        Some(Use {
            whole: change(&self.whole)?,
            in_areas: in_areas.collect::<Option<_>>()?,
        })
    }

    /// Both together, as each area counts them; `None` where the sum does not fit.
    pub fn plus(&self, more: &Use) -> Option<Use> {
        let areas = self.in_areas.keys().chain(more.in_areas.keys());
        let in_areas = areas.map(|area| {
            let parts = [self, more].map(|part| part.counted_by(Some(area)));
            Some((area.clone(), Steps::sum(&parts)?))
        });
        Some(Use {
            whole: Steps::sum(&[&self.whole, &more.whole])?,
            in_areas: in_areas.collect::<Option<_>>()?,
        })
    }
}

/// What is expected, by item and site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    uses: BTreeMap<String, BTreeMap<String, Use>>,
    away: BTreeMap<String, BTreeMap<String, Vec<Span>>>,
    /// The last of the days looked at.
    pub until: Day,
}

impl Outlook {
    /// Everything goes on as it is; the days up to `until` are looked at.
    pub fn unchanged(until: Day) -> Outlook {
        Outlook {
            uses: BTreeMap::new(),
            away: BTreeMap::new(),
            until,
        }
    }

    /// The use expected of an item at a site, where it changes.
    pub fn use_of(&self, site: &str, item: &str) -> Option<&Use> {
        self.uses_of(item)?.get(site)
    }

    /// The use expected of an item at each site where it changes.
    pub fn uses_of(&self, item: &str) -> Option<&BTreeMap<String, Use>> {
        self.uses.get(item)
    }

    /// The spans in which the stock of an item at a site is out of reach.
    pub fn away(&self, site: &str, item: &str) -> &[Span] {
        let of_item = self.away.get(item);
        of_item
            .and_then(|sites| sites.get(site))
            .map_or(&[], Vec::as_slice)
    }

    /// Expects another use.
    pub fn expect_use(&mut self, site: &str, item: &str, expected: Use) {
        let of_item = self.uses.entry(item.to_owned()).or_default();
        of_item.insert(site.to_owned(), expected);
    }

    /// Expects the stock of an item at a site to be out of reach.
    pub fn expect_away(&mut self, site: &str, item: &str, span: Span) {
        let of_item = self.away.entry(item.to_owned()).or_default();
        of_item.entry(site.to_owned()).or_default().push(span);
    }

    /// The sites and items whose use changes.
    pub fn used(&self) -> impl Iterator<Item = (&str, &str)> {
        let items = self.uses.iter();
        items.flat_map(|(item, sites)| sites.keys().map(move |site| (&**site, &**item)))
    }
}

/// Whether stock is gone for good by `day`.
pub fn is_gone(away: &[Span], day: Day) -> bool {
    let gone = |span: &Span| span.until.is_none() && span.from <= day;
    away.iter().any(gone)
}

/// Whether stock can be reached on `day`.
pub fn is_in_reach(away: &[Span], day: Day) -> bool {
    !away.iter().any(|span| span.holds(day))
}
