//! How much of each balance does the plan promise to institutions?
//!
//! Shape: [`Promised`] by balance, of the lots that have shares alone. A share is planned out of the goods from which it
//! would be set aside: those of the mark that it states, else by the [`Entitlement`] that its institution has to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::ledger::LotKey;
use crate::ledger::earmark::{Earmark, Entitlement};
use crate::ledger::tables::{OnHand, Rotation};
use crate::quantity::Quantity;
use crate::rotate::delivery::Delivery;
use crate::rotate::stage::StageInputs;

use super::{earliest, is_known, means};

/// What of one balance institutions are to have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Promised {
    pub qty: Quantity,
    /// The institutions that take it.
    pub takers: BTreeSet<String>,
    /// The day by which they have to use it up.
    pub use_by: Option<Day>,
}

/// A balance that a share may be of, in the order in which it takes them.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Source<'a> {
    /// `None` where the institution itself has received it.
    entitlement: Option<Entitlement>,
    earmark: &'a str,
    /// The position among the balances of the lot.
    at: usize,
}

/// What plans give of a lot beyond what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    pub from_site: String,
    pub item: String,
    pub lot: String,
    pub qty: Quantity,
}

/// What of each balance is promised on the day of `inputs`, and what is promised beyond them.
///
/// A share that says which goods it is of has them before others look for theirs.
pub fn promised(inputs: &StageInputs<'_>) -> (BTreeMap<LotKey, Promised>, Vec<Excess>) {
    let numbered = inputs.rotation.iter().enumerate();
    let known = numbered.filter(|(_, row)| is_known(row, inputs.as_of));
    let mut shares: Vec<(usize, &Rotation)> = known.collect();
    shares.sort_by_key(|(_, share)| share.earmark.is_empty());
    let planned: BTreeSet<&str> = shares.iter().map(|(_, share)| &*share.lot).collect();
    let mut held: BTreeMap<&str, Vec<(LotKey, &OnHand)>> = BTreeMap::new();
    for row in inputs
        .onhand
        .iter()
        .filter(|row| planned.contains(&*row.lot))
    {
        let of_lot = held.entry(&row.lot).or_default();
        of_lot.push((LotKey::of_balance(row), row));
    }
    for of_lot in held.values_mut() {
        of_lot.sort_by(|one, other| one.0.cmp(&other.0));
    }
    let mut promised = BTreeMap::new();
    let mut beyond: BTreeMap<[&str; 3], Quantity> = BTreeMap::new();
    for (at, share) in shares {
        if let Some(of_lot) = held.get(&*share.lot) {
            let delivery = inputs.deliveries.of_share(at);
            let lot: [&str; 3] = [&share.from_site, &share.item, &share.lot];
            let short = promise(share, delivery, of_lot, inputs, &mut promised);
            *beyond.entry(lot).or_default() += short;
        }
    }
    let beyond = beyond.into_iter().filter(|(_, qty)| qty.is_positive());
    let excess = beyond.map(|(lot, qty)| {
        let [from_site, item, lot] = lot.map(str::to_owned);
        Excess {
            from_site,
            item,
            lot,
            qty,
        }
    });
    (promised, excess.collect())
}

/// Takes up a share from the balances that it is planned from, or that have received it, as far as they go.
///
/// What has left a depot is planned there no more. Where the ledger reserves part of a depot's balance, no more than
/// that is still to be delivered; where nothing is reserved a share that was set aside is given up, and one that never
/// was is not posted yet and counts in full.
///
/// Result: what is still to be delivered and not there; nothing where a part was given up, or the goods have expired.
fn promise(
    share: &Rotation,
    delivery: Delivery,
    of_lot: &[(LotKey, &OnHand)],
    inputs: &StageInputs<'_>,
    promised: &mut BTreeMap<LotKey, Promised>,
) -> Quantity {
    let mut left = (share.qty - delivery.gone()).or_zero();
    let (mut is_settled, mut kept) = (true, Quantity::ZERO);
    for source in sources(share, of_lot, inputs) {
        let (key, balance) = &of_lot[source.at];
        let received = source.entitlement.is_none();
        let is_released = balance.reserved.is_some_and(Quantity::is_zero);
        let is_given_up = is_released && delivery.is_posted;
        let is_usable = !is_expired(balance.expiry, inputs.as_of);
        is_settled &= received || (is_usable && !is_given_up);
        if !received && (is_given_up || !left.is_positive()) {
            continue;
        }
        let promised = promised.entry(key.clone()).or_default();
        let open = (balance.qty - promised.qty).or_zero();
        let reserved = balance.reserved.filter(|reserved| reserved.is_positive());
        let limit = match reserved {
            Some(reserved) if !received => (reserved - promised.qty).or_zero(),
            _ => open,
        };
        // What an institution has received is part of the same share that its depot still counts.
        let rest = if received { share.qty } else { left };
        let taken = open.min(limit).min(rest);
        if !received {
            left -= taken;
            kept += open - taken;
        }
        promised.qty += taken;
        promised.takers.insert(share.institution.clone());
        promised.use_by = earliest(promised.use_by, share.use_by);
    }
    match is_settled {
        true => (left - kept).or_zero(),
        false => Quantity::ZERO,
    }
}

/// The balances of its lot that a share may be of, in the order in which it takes them.
fn sources<'a>(
    share: &Rotation,
    of_lot: &'a [(LotKey, &OnHand)],
    inputs: &StageInputs<'_>,
) -> Vec<Source<'a>> {
    let numbered = of_lot.iter().enumerate();
    let sources = numbered.filter_map(|(at, (key, balance))| {
        let received = share.institution == balance.site && share.item == balance.item;
        let entitlement = match received {
            true => None,
            false => Some(entitlement_to(share, balance, inputs)?),
        };
        Some(Source {
            entitlement,
            earmark: &key.earmark,
            at,
        })
    });
    let mut sources: Vec<Source<'a>> = sources.collect();
    sources.sort();
    sources
}

/// By what entitlement a share is planned from `balance`, `None` where it is not; form and owner bind where both sides
/// state them, a mark where the share does.
///
/// Of goods whose mark cannot be read, or does not admit its institution, a share that states none can be no part.
pub fn entitlement_to(
    share: &Rotation,
    balance: &OnHand,
    inputs: &StageInputs<'_>,
) -> Option<Entitlement> {
    let is_form = match (share.form, balance.form) {
        (Some(planned), Some(held)) => planned == held,
        _ => true,
    };
    let owners = [&share.owner, &balance.owner];
    let is_owner = owners.iter().any(|owner| owner.is_empty()) || owners[0] == owners[1];
    if !is_form || !is_owner || !means(balance, &share.from_site, &share.item) {
        return None;
    }
    if !share.earmark.is_empty() {
        return (share.earmark == balance.earmark).then_some(Entitlement::Alone);
    }
    let wish = Earmark::parse(&balance.earmark).ok()?;
    let day = share.date.unwrap_or(inputs.as_of);
    wish.entitlement(&share.institution, inputs.sites, day)
}
