//! What will expire before it is used, at the use as it is now: a row for each month and lot.
//!
//! Only what lies in a store and may be picked. Each site uses its own, or sites and goods share what they have where they
//! are put together ([`super::group`]), as the rows of cover have it; a lot is told at the site where it lies.

use std::collections::BTreeMap;

use crate::engine::parallel;
use crate::ledger::tables::{OnHand, Waste};
use crate::quantity::{Money, Quantity};

use super::super::fefo::Demand;
use super::super::on_hand::is_in_store;
use super::desk::{Desk, Pace};
use super::group::{Group, groups};
use super::meant::as_meant;
use super::pickable;
use super::row::simulate;

/// Characters of a month in a date: `2022-03`.
const MONTH_CHARACTERS: usize = 7;

/// Month, site, item and lot.
type Key<'a> = (String, &'a str, &'a str, &'a str);

/// What a lot loses of what could be picked.
struct Loss {
    qty: Quantity,
    of: Quantity,
    /// `None` where a lot has no cost on record.
    value: Option<Money>,
}

impl Loss {
    const NONE: Loss = Loss {
        qty: Quantity::ZERO,
        of: Quantity::ZERO,
        value: Some(Money::ZERO),
    };

    fn add(&mut self, more: Loss) {
        self.qty += more.qty;
        self.of += more.of;
        let values = self.value.zip(more.value);
        self.value = values.and_then(|(sum, more)| sum_of(sum, more));
    }
}

/// The lots that lose something, by the month of their expiry, site, item and lot.
pub fn rows<'a>(desk: &'a Desk<'a>) -> Vec<Waste> {
    let losses = parallel::all_of(&groups(desk), |group| losses(desk, group));
    let mut rows: BTreeMap<Key<'_>, Loss> = BTreeMap::new();
    for (key, lost) in losses {
        rows.entry(key).or_insert(Loss::NONE).add(lost);
    }
    let rows = rows.into_iter();
    rows.map(|((month, site, item, lot), loss)| Waste {
        month,
        site: site.to_owned(),
        item: item.to_owned(),
        lot: lot.to_owned(),
        qty: loss.qty,
        value: loss.value,
        available: Some(loss.of),
        waste_rate: Some(loss.qty.as_f64() / loss.of.as_f64()),
    })
    .collect()
}

/// What each lot of a group loses, of those that lose anything.
fn losses<'a>(desk: &Desk<'a>, group: &Group<'a>) -> Vec<(Key<'a>, Loss)> {
    let rate = group.rate().map(Pace::Use);
    let demand = desk.demand(&group.sites, &group.items, rate);
    let is_used = |demand: &Demand| !demand.is_zero() && is_in_store(Some(group.form));
    let Some(demand) = demand.filter(is_used) else {
        return Vec::new();
    };
    let meant = as_meant(desk, group.site, &group.lots);
    let (lots, used) = (&group.lots, simulate(desk, &meant, &demand));
    let wasted = lots.iter().zip(used.wasted.iter().zip(&used.wasted_parts));
    let wasted = wasted.filter(|(_, (qty, _))| qty.is_positive());
    let loss = |(lot, (qty, parts)): (&&'a OnHand, (&Quantity, &i128))| {
        let month = lot.expiry.map_or(String::new(), |day| {
            day.to_string()[..MONTH_CHARACTERS].to_owned()
        });
        let loss = Loss {
            qty: *qty,
            of: pickable(lot, desk.options.as_of),
            value: value(lot, *parts, used.scale),
        };
        ((month, &*lot.site, &*lot.item, &*lot.lot), loss)
    };
    wasted.map(loss).collect()
}

/// What is lost at purchase cost, from the exact quantity; `None` where the lot has none on record.
fn value(lot: &OnHand, parts: i128, scale: i128) -> Option<Money> {
    Money::of_parts(parts, scale, lot.unit_cost?)
}

fn sum_of(sum: Money, more: Money) -> Option<Money> {
    Money::from_sum(i128::from(sum.fen()) + i128::from(more.fen()))
}
