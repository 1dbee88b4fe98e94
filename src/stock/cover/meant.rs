//! Which goods count for a place? Not those that a donor meant for others: they are taken out before anything is counted.
//!
//! Goods with a mark count wherever somebody in the area may have them. A depot keeps nothing for itself, so that at a
//! depot they count where somebody in the area that it serves may have them. A mark that cannot be read is left to those
//! who share out, and so is one on a class or an area at a site that no table lists. Marked goods stay in the balance;
//! what is not meant for a place is not usable there.

use std::borrow::Cow;

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::earmark::Earmark;
use crate::ledger::tables::OnHand;
use crate::quantity::Quantity;

use super::area::Areas;
use super::desk::Desk;
use super::group::ALL;

/// Lots as a place has them: of those that are meant for others nothing may be picked.
///
/// Rule: `P0-A05`.
pub fn as_meant<'a>(desk: &Desk<'_>, place: &str, lots: &[&'a OnHand]) -> Vec<Cow<'a, OnHand>> {
    let lots = lots.iter().copied();
    lots.map(|lot| match is_meant(desk, place, lot) {
        true => Cow::Borrowed(lot),
        false => Cow::Owned(OnHand {
            available: Some(Quantity::ZERO),
            ..lot.clone()
        }),
    })
    .collect()
}

/// Whether somebody at a place may have a lot.
pub fn is_meant(desk: &Desk<'_>, place: &str, lot: &OnHand) -> bool {
    desk.wishes().admit(place, &lot.earmark)
}

/// Whom donors want to have their goods, on a day.
#[derive(Clone, Copy)]
pub struct Wishes<'a> {
    pub sites: &'a SiteTree,
    pub areas: &'a Areas<'a>,
    pub as_of: Day,
}

impl Wishes<'_> {
    /// Whether somebody at a place may have goods with a mark.
    ///
    /// Rule: `P0-A05`.
    pub fn admit(&self, place: &str, earmark: &str) -> bool {
        let (sites, as_of) = (self.sites, self.as_of);
        if earmark.is_empty() || place == ALL {
            return true;
        }
        let wish = Earmark::parse(earmark).ok();
        let Some(wish) = wish.filter(|wish| wish.binds(as_of)) else {
            return true;
        };
        let Some(site) = sites.get(place) else {
            let is_looked_up = wish.class.is_some() || wish.area.is_some();
            return is_looked_up || wish.admits(place, sites, as_of);
        };
        let area = match site.is_depot() && sites.get(&site.parent).is_some() {
            true => &site.parent,
            false => &site.site,
        };
        let members = self.areas.members(area).iter();
        let mut members = members.copied().chain([place]);
        members.any(|member| wish.admits(member, sites, as_of))
    }
}
