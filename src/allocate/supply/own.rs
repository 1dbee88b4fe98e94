//! What have those who ask of their own: how much in store, and what do they use a day?
//!
//! Stock is what a site gets out of what it keeps itself, physical or held by the institution, before it expires: at
//! its own use, first expiry first (D-01). A site that keeps other balances here and none of an item has none of it; of
//! a site that keeps nothing here the stock is not known, which is not the same. What earlier draws of the same plan
//! gave a site lies there already.
//!
//! Never: an estimate for what is not known.

use std::collections::{HashMap, HashSet};

use crate::allocate::PlanInputs;
use crate::allocate::share::Rate;
use crate::calendar::{Day, is_expired};
use crate::ledger::tables::{Burn, OnHand};
use crate::ledger::word::Form;
use crate::quantity::{Quantity, div_half_up};
use crate::stock::burn::is_of_ledger;
use crate::stock::fefo::{self, Demand, Lot};

use super::lots::available;

/// A site and an item.
pub(in crate::allocate) type Key<'a> = (&'a str, &'a str);

/// The day, the printed rate, and the use over its days: the latest stands, of one day the highest.
type Figure = (Day, Option<Quantity>, i64, i64);

/// Stock and use of the sites that ask.
pub(in crate::allocate) struct Own<'a> {
    keepers: HashSet<&'a str>,
    stock: HashMap<Key<'a>, i64>,
    /// What earlier draws gave.
    given: HashMap<Key<'a>, i64>,
    usage: HashMap<Key<'a>, Rate>,
}

impl<'a> Own<'a> {
    pub(in crate::allocate) fn of(inputs: &PlanInputs<'a>) -> Own<'a> {
        let usage = rates(inputs.burn, inputs.as_of);
        let mut lots: HashMap<Key, Vec<Lot>> = HashMap::new();
        let of_use = |row: &&OnHand| usage.contains_key(&(row.site.as_str(), row.item.as_str()));
        let at_hand = inputs.onhand.iter().filter(|row| is_at_hand(row));
        for row in at_hand.filter(of_use) {
            let lots = lots.entry((&row.site, &row.item)).or_default();
            lots.push(Lot {
                lot: &row.lot,
                qty: available(row),
                expiry: row.expiry,
            });
        }
        let stock = lots.into_iter().map(|(goods, lots)| {
            let usable = usable(&lots, usage[&goods], inputs.as_of);
            (goods, usable.thousandths())
        });
        let mut given: HashMap<Key, i64> = HashMap::new();
        for award in inputs.earlier.given {
            let given = given.entry((&award.site, &award.item)).or_default();
            *given = given.saturating_add(award.qty.thousandths());
        }
        Own {
            keepers: keepers(inputs),
            stock: stock.collect(),
            given,
            usage,
        }
    }

    /// Whether the use a day is known.
    pub(in crate::allocate) fn knows_use(&self, site: &str, item: &str) -> bool {
        self.usage.contains_key(&(site, item))
    }

    /// Stock in thousandths and use a day; `None` unless both are known.
    pub(in crate::allocate) fn cover(&self, site: &str, item: &str) -> Option<(i64, Rate)> {
        let rate = *self.usage.get(&(site, item))?;
        let stock = self.stock.get(&(site, item)).copied();
        let stock = stock.or_else(|| self.keepers.contains(site).then_some(0))?;
        let given = self.given.get(&(site, item)).copied().unwrap_or(0);
        Some((stock.saturating_add(given), rate))
    }
}

/// The sites that keep stock here: those with a balance, and those whose use was worked out from a ledger, for whom
/// no balance means that they ran out.
fn keepers<'a>(inputs: &PlanInputs<'a>) -> HashSet<&'a str> {
    let used = inputs
        .burn
        .iter()
        .filter(|row| is_of_ledger(row))
        .map(|row| row.site.as_str());
    let kept = inputs.onhand.iter().map(|row| row.site.as_str());
    kept.chain(used).collect()
}

/// What first-expiry use at `rate` gets out of `lots`; who uses nothing has all that has not expired.
///
/// Rule: `D-01`.
fn usable(lots: &[Lot], rate: Rate, as_of: Day) -> Quantity {
    match rate.daily().filter(|_| rate.used > 0) {
        Some(daily) => fefo::run(as_of, as_of, lots, &Demand::Daily(daily)).usable,
        None => {
            let lasting = lots.iter().filter(|lot| !is_expired(lot.expiry, as_of));
            lasting.map(|lot| lot.qty).sum()
        }
    }
}

/// Whether a balance is of goods that its site has in store for itself.
pub(in crate::allocate) fn is_at_hand(row: &OnHand) -> bool {
    let kept = [Form::Physical, Form::Institution];
    row.form.is_none_or(|form| kept.contains(&form))
}

/// What each site uses of each item a day: the latest figure on or before the day, of one day the highest.
pub(in crate::allocate) fn rates(burn: &[Burn], as_of: Day) -> HashMap<Key<'_>, Rate> {
    let mut latest: HashMap<Key, Figure> = HashMap::new();
    for row in burn.iter().filter(|row| row.as_of <= as_of) {
        let Some(rate) = rate(row) else { continue };
        let figure = (row.as_of, row.rate, rate.used, rate.days);
        let stands = latest.entry((&row.site, &row.item)).or_insert(figure);
        *stands = figure.max(*stands);
    }
    let rate = |(key, (_, _, used, days))| (key, Rate { used, days });
    latest.into_iter().map(rate).collect()
}

/// The use as it was counted, where the printed rate was worked out so; else the printed rate.
fn rate(row: &Burn) -> Option<Rate> {
    let printed = row.rate.filter(|rate| !rate.is_negative())?.thousandths();
    let counted = || {
        let days = row.days? - row.days_out.unwrap_or(0);
        let used = row.used?.thousandths();
        let is_it = days > 0 && div_half_up(used.into(), days.into()) == i128::from(printed);
        is_it.then_some(Rate { used, days })
    };
    let daily = Rate {
        used: printed,
        days: 1,
    };
    Some(counted().unwrap_or(daily))
}
