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
use crate::quantity::{Quantity, div_ceil};

use super::lots::available;

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
    /// Its use a day in thousandths: so much in so many days.
    pub(super) rate: Option<(i64, i64)>,
}

impl Keep {
    /// Whole days that `left` lasts at the site's own use; `None` where that is not known or nothing.
    pub(super) fn days(&self, left: Quantity) -> Option<i64> {
        let (used, days) = self.rate.filter(|(used, _)| *used > 0)?;
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
    let mut onhand = inputs.onhand.to_vec();
    take_out(&mut onhand, inputs.allocation);
    let mut by_goods: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, row) in inputs.onhand.iter().enumerate() {
        if row.form.is_none_or(|form| form == Form::Physical)
            && !is_expired(row.expiry, inputs.as_of)
        {
            by_goods.entry((&row.site, &row.item)).or_default().push(at);
        }
    }
    let rates = rates(inputs);
    let standards = standards(inputs.cover);
    let mut keeps = BTreeMap::new();
    for (goods, mut rows) in by_goods {
        let stock: Quantity = rows.iter().map(|&at| available(&onhand[at])).sum();
        let rate = rates.get(&goods).copied();
        let keep = Keep {
            floor: floor(rate, standards.get(&goods).copied(), inputs.floor_days),
            stock,
            rate,
        };
        rows.sort_by_key(|&at| (onhand[at].expiry.is_none(), onhand[at].expiry, at));
        let mut kept = keep.floor.unwrap_or(stock);
        for &at in rows.iter().rev() {
            let stays = available(&onhand[at]).min(kept);
            onhand[at].available = Some(available(&onhand[at]) - stays);
            kept -= stays;
        }
        keeps.insert(goods, keep);
    }
    Surplus { onhand, keeps }
}

/// The larger of the two floors; `None` where neither is known.
fn floor(
    rate: Option<(i64, i64)>,
    standard: Option<Quantity>,
    days: Option<i64>,
) -> Option<Quantity> {
    let by_days = rate.zip(days).and_then(|((used, of), days)| {
        let kept = div_ceil(i128::from(used) * i128::from(days), i128::from(of));
        Quantity::from_sum(kept)
    });
    let by_days = if days == Some(0) {
        Some(Quantity::ZERO)
    } else {
        by_days
    };
    // Where days are asked for and the use is not known, a standard alone does not say that they are kept.
    match days {
        Some(_) => by_days.map(|floor| floor.max(standard.unwrap_or_default())),
        None => standard,
    }
}

/// Takes out of the balances what a plan gives out of them.
fn take_out(onhand: &mut [OnHand], allocation: &[Allocation]) {
    type Lot<'a> = [&'a str; 5];
    let mut given: HashMap<Lot, Quantity> = HashMap::new();
    for row in allocation {
        let lot: Lot = [
            &row.from_site,
            &row.item,
            &row.lot,
            &row.owner,
            &row.earmark,
        ];
        *given.entry(lot).or_default() += row.qty;
    }
    for row in onhand {
        let lot: Lot = [&row.site, &row.item, &row.lot, &row.owner, &row.earmark];
        if let Some(given) = given.get(&lot) {
            row.available = Some((available(row) - *given).or_zero());
        }
    }
}

/// The day of a figure, and the use over its days.
type Figure = (Day, (i64, i64));

/// The use of each site, the latest figure.
fn rates<'a>(inputs: &SurplusInputs<'a>) -> HashMap<(&'a str, &'a str), (i64, i64)> {
    let mut rates: HashMap<(&str, &str), Figure> = HashMap::new();
    for row in inputs.burn.iter().filter(|row| row.as_of <= inputs.as_of) {
        let Some(rate) = super::own::rate(row) else {
            continue;
        };
        let figure = (row.as_of, (rate.used, rate.days));
        let stands = rates.entry((&row.site, &row.item)).or_insert(figure);
        *stands = figure.max(*stands);
    }
    rates
        .into_iter()
        .map(|(goods, (_, rate))| (goods, rate))
        .collect()
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
