//! Which goods count for a place? Not those that a donor meant for others: they are taken out before anything is counted.
//!
//! Goods with a mark count wherever somebody in the area may have them. A depot keeps nothing for itself, so that at a
//! depot they count where somebody in the area that it serves may have them. A mark that cannot be read is left to those
//! who share out, and so is one on a class or an area at a site that no table lists. Marked goods stay in the balance;
//! what is not meant for a place is not usable there.

use std::borrow::Cow;

use crate::ledger::earmark::Earmark;
use crate::ledger::tables::OnHand;
use crate::quantity::Quantity;

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
    let (sites, as_of) = (desk.inputs.sites, desk.options.as_of);
    if lot.earmark.is_empty() || place == ALL {
        return true;
    }
    let Ok(Some(wish)) = Earmark::binding(lot, as_of) else {
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
    let members = desk.areas.members(area).iter();
    let mut members = members.copied().chain([place]);
    members.any(|member| wish.admits(member, sites, as_of))
}
