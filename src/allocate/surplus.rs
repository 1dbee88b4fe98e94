//! What can a site give away and still keep what it needs itself?
//!
//! `surplus = max(0, available − given out by the plan − floor)`, by site and item, and of the lots the
//! earliest expiring: what is kept lasts longest. The floor is the larger of what its standards ask for
//! (`need_min` of table `cover`) and the days to keep times its own use. Where neither is known there is
//! no floor to keep to, and the site gives nothing.
//!
//! Never: who gets it (`transfer.rs`).

use std::collections::{BTreeMap, HashMap};

use crate::calendar::{Day, is_expired};
use crate::ledger::tables::{Allocation, Burn, Cover, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::keep::{Kept, keep_back};
use super::lots::available;
use super::own::{Key, rates};
use super::remaining::remaining;
use super::share::Rate;

/// What a surplus is worked out from.
#[derive(Debug, Clone, Copy)]
pub(super) struct SurplusInputs<'a> {
    pub(super) onhand: &'a [OnHand],
    /// What a plan gives out already.
    pub(super) allocation: &'a [Allocation],
    pub(super) burn: &'a [Burn],
    pub(super) cover: &'a [Cover],
    /// Days of its own use that a site keeps; `None` where only standards count.
    pub(super) floor_days: Option<i64>,
    pub(super) as_of: Day,
}

/// What a site keeps of an item, and what that lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keep {
    /// `None` where nothing says what it needs.
    pub(super) floor: Option<Quantity>,
    /// What can be picked before anything is given away.
    pub(super) stock: Quantity,
    /// Its own use.
    pub(super) rate: Option<Rate>,
}

impl Keep {
    /// Whole days that `left` lasts at the site's own use; `None` where that is not known or nothing.
    pub(super) fn days(&self, left: Quantity) -> Option<i64> {
        let Rate { used, days } = self.rate.filter(|rate| rate.used > 0)?;
        let lasts = i128::from(left.thousandths()) * i128::from(days) / i128::from(used);
        i64::try_from(lasts).ok()
    }
}

/// The balances with what each may give away as `available`, and what each site keeps of each item.
pub(super) struct Surplus<'a> {
    pub(super) onhand: Vec<OnHand>,
    pub(super) keeps: BTreeMap<(&'a str, &'a str), Keep>,
}

/// Takes what sites keep for themselves out of their balances, the latest expiring first.
pub(super) fn surplus<'a>(inputs: &SurplusInputs<'a>) -> Surplus<'a> {
    let onhand = remaining(inputs.onhand, inputs.allocation);
    let mut stocks: BTreeMap<Key, Quantity> = BTreeMap::new();
    for (row, left) in inputs.onhand.iter().zip(&onhand) {
        if row.form.is_none_or(|form| form == Form::Physical)
            && !is_expired(row.expiry, inputs.as_of)
        {
            *stocks.entry((&row.site, &row.item)).or_default() += available(left);
        }
    }
    let rates = rates(inputs.burn, inputs.as_of);
    let standards = standards(inputs.cover);
    let keep = |(goods, stock): (Key<'a>, Quantity)| {
        let rate = rates.get(&goods).copied();
        let floor = floor(rate, standards.get(&goods).copied(), inputs.floor_days);
        (goods, Keep { floor, stock, rate })
    };
    let keeps: BTreeMap<Key, Keep> = stocks.into_iter().map(keep).collect();
    let kept = keeps.iter().map(|((site, item), keep)| {
        let kept = keep.floor.map_or(Kept::All, Kept::Quantity);
        (((*site).to_owned(), (*item).to_owned()), kept)
    });
    Surplus {
        onhand: keep_back(&onhand, &kept.collect(), inputs.as_of),
        keeps,
    }
}

/// The larger of the two floors; `None` where neither is known.
fn floor(rate: Option<Rate>, standard: Option<Quantity>, days: Option<i64>) -> Option<Quantity> {
    let by_days = match days {
        Some(0) => Some(Quantity::ZERO),
        days => rate.zip(days).and_then(|(rate, days)| rate.in_days(days)),
    };
    // Where days are asked for and the use is not known, a standard alone does not say that they are kept.
    match days {
        Some(_) => by_days.map(|floor| floor.max(standard.unwrap_or_default())),
        None => standard,
    }
}

/// The most that any standard asks a site to keep in physical stock.
fn standards(cover: &[Cover]) -> HashMap<(&str, &str), Quantity> {
    let mut standards: HashMap<(&str, &str), Quantity> = HashMap::new();
    for row in cover
        .iter()
        .filter(|row| row.form.is_none_or(|form| form == Form::Physical))
    {
        if let Some(need) = row.need_min {
            let most = standards.entry((&row.site, &row.item)).or_default();
            *most = need.max(*most);
        }
    }
    standards
}
