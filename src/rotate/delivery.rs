//! What came of the shares of a plan: how much of its lot each institution received and used.
//!
//! An institution that keeps its stock in the ledger received and issued the lot there. Of one that does not the ledger
//! knows what was handed out to it, and its own reports of use say what became of that: the lot is used up before
//! anything else that expires later, so that its use counts first.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::ledger::tables::{Movement, Rotation, Usage};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

/// What is known of one share; `None` is not known, and never nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivery {
    pub received: Option<Quantity>,
    pub used: Option<Quantity>,
}

/// Movements and reports up to the day, by what they say something of.
pub struct Deliveries<'a> {
    keepers: BTreeSet<&'a str>,
    /// By site, item and lot.
    at_site: BTreeMap<(&'a str, &'a str, &'a str), Vec<&'a Movement>>,
    /// By receiver, item and lot.
    handed_out: BTreeMap<(&'a str, &'a str, &'a str), Vec<&'a Movement>>,
    /// By site and item.
    reports: BTreeMap<(&'a str, &'a str), Vec<&'a Usage>>,
}

impl<'a> Deliveries<'a> {
    /// The movements that count on `as_of`, and what was reported by then.
    pub fn of(movements: &'a [Movement], usage: &'a [Usage], as_of: Day) -> Deliveries<'a> {
        let mut deliveries = Deliveries {
            keepers: BTreeSet::new(),
            at_site: BTreeMap::new(),
            handed_out: BTreeMap::new(),
            reports: BTreeMap::new(),
        };
        for movement in in_ledger_order(movements, as_of) {
            let (item, lot) = (&*movement.item, &*movement.lot);
            deliveries.keepers.insert(&movement.site);
            let at_site = (&*movement.site, item, lot);
            deliveries
                .at_site
                .entry(at_site)
                .or_default()
                .push(movement);
            if is_handed_out(movement) {
                let key = (&*movement.counterparty, item, lot);
                deliveries.handed_out.entry(key).or_default().push(movement);
            }
        }
        for row in usage.iter().filter(|row| row.date <= as_of) {
            let key = (&*row.site, &*row.item);
            deliveries.reports.entry(key).or_default().push(row);
        }
        deliveries
    }

    /// What came of a share since its plan was made.
    pub fn of_share(&self, share: &Rotation) -> Delivery {
        let key = (&*share.institution, &*share.item, &*share.lot);
        let since = |date: Day| share.date.is_none_or(|made| date >= made);
        let delivery = match self.keepers.contains(&*share.institution) {
            true => self.in_ledger(key, since),
            false => self.by_reports(key, since),
        };
        let at_most = |qty: Option<Quantity>| qty.map(|qty| qty.min(share.qty));
        Delivery {
            received: at_most(delivery.received),
            used: at_most(delivery.used),
        }
    }

    fn in_ledger(&self, key: (&str, &str, &str), since: impl Fn(Day) -> bool) -> Delivery {
        let of_lot = self.at_site.get(&key).into_iter().flatten();
        let mut delivery = Delivery {
            received: Some(Quantity::ZERO),
            used: Some(Quantity::ZERO),
        };
        for movement in of_lot.filter(|movement| since(movement.date)) {
            let sum = match movement.kind {
                MovementKind::TransferIn | MovementKind::Receipt => &mut delivery.received,
                MovementKind::Issue => &mut delivery.used,
                _ => continue,
            };
            *sum = Some(sum.unwrap_or_default() + movement.qty.unwrap_or_default());
        }
        delivery
    }

    fn by_reports(&self, key: (&str, &str, &str), since: impl Fn(Day) -> bool) -> Delivery {
        let (institution, item, _) = key;
        let handed_out = self.handed_out.get(&key).into_iter().flatten();
        let handed_out: Vec<&&Movement> = handed_out.filter(|row| since(row.date)).collect();
        let received = sum(handed_out.iter().filter_map(|row| row.qty));
        let Some(first) = handed_out.iter().map(|row| row.date).min() else {
            let nothing = Some(Quantity::ZERO);
            return Delivery {
                received: nothing,
                used: nothing,
            };
        };
        let reports = self.reports.get(&(institution, item)).into_iter().flatten();
        let used = reports.filter(|row| row.date >= first).map(|row| row.used);
        let used: Vec<Option<Quantity>> = used.collect();
        let is_known = !used.is_empty() && used.iter().any(Option::is_some);
        Delivery {
            received: Some(received),
            used: is_known.then(|| sum(used.into_iter().flatten()).min(received)),
        }
    }
}

fn is_handed_out(movement: &Movement) -> bool {
    let leaves = matches!(
        movement.kind,
        MovementKind::Issue | MovementKind::TransferOut
    );
    leaves && !movement.counterparty.is_empty()
}

fn sum(quantities: impl Iterator<Item = Quantity>) -> Quantity {
    quantities.fold(Quantity::ZERO, |sum, qty| sum + qty)
}
