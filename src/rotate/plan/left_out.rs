//! Who uses what is offered, and may have none of it?

use std::collections::BTreeSet;

use super::freight::Freight;
use super::offer::Offer;

/// Those who use something that is offered and whom no goods of it are for.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// They are no units of an area whose goods are offered.
    pub strangers: BTreeSet<String>,
    /// Nobody can tell of which area they are.
    pub unknown: BTreeSet<String>,
    /// They were named to take, and use nothing that is offered.
    pub idle: BTreeSet<String>,
}

/// Those who are left out of all items that they use; `items`: what is offered of each, and who uses it; `named`: the sites that take, where any are named.
pub fn left_out<'t, 'a: 't>(
    items: impl Iterator<Item = (&'t [Offer<'a>], &'t [&'a str])>,
    freight: &Freight<'_>,
    named: &BTreeSet<String>,
) -> LeftOut {
    let (mut users, mut admitted) = (BTreeSet::new(), BTreeSet::new());
    for (offers, takers) in items.filter(|(offers, _)| is_offered(offers)) {
        users.extend(takers.iter().copied());
        for offer in one_of_each(offers) {
            let may_have = takers.iter().zip(freight.admitted(offer, takers));
            admitted.extend(may_have.filter(|(_, may)| *may).map(|(to, _)| *to));
        }
    }
    let left_out = users.difference(&admitted).map(|site| (*site).to_owned());
    let (unknown, strangers) = left_out.partition(|site| freight.units.is_unplaced(site));
    let idle = named.iter().filter(|site| !users.contains(site.as_str()));
    LeftOut {
        strangers,
        unknown,
        idle: idle.cloned().collect(),
    }
}

fn is_offered(offers: &[Offer<'_>]) -> bool {
    offers.iter().any(|offer| offer.packs > 0)
}

/// An offer for each store, owner and mark: the others are for the same takers.
fn one_of_each<'t, 'a>(offers: &'t [Offer<'a>]) -> impl Iterator<Item = &'t Offer<'a>> {
    let mut seen = BTreeSet::new();
    let offered = offers.iter().filter(|offer| offer.packs > 0);
    offered.filter(move |offer| {
        let row = offer.row;
        seen.insert((&row.site, &row.owner, &row.earmark))
    })
}
