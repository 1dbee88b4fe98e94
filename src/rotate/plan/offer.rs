//! Which balances may be handed out, and how much of each.
//!
//! Dated lots of the depots, or of the sites that are named, in store or consigned (代储), on the ladder and not an
//! institution's own: less what an
//! earlier plan has promised, and less what a floor keeps, in whole packs. What a donor marked is offered to those whom
//! the mark admits.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::is_expired;
use crate::diagnostic::Diagnostic;
use crate::ledger::LotKey;
use crate::ledger::earmark::Earmark;
use crate::ledger::tables::{OnHand, Stage};
use crate::ledger::word::{Form, Rung};
use crate::quantity::{Quantity, div_ceil};
use crate::rotate::book::Book;
use crate::rotate::stage::{INSTITUTION, is_on_ladder, stages};

use super::PlanInputs;

/// A balance that may be handed out.
pub struct Offer<'a> {
    pub row: &'a OnHand,
    /// Whom a donor wants to have it, where that still binds.
    pub wish: Option<Earmark>,
    /// What no plan has promised yet.
    pub open: Quantity,
    /// What of it may leave, in whole packs.
    pub packs: i64,
}

/// The balances that may be handed out, by item.
pub fn offered<'a>(inputs: &PlanInputs<'a>) -> BTreeMap<&'a str, Vec<&'a OnHand>> {
    // A second round offers what is past its warning and not planned whole, however little time is left: whatever is used
    // needs no auction.
    let is_open = |stage: &Stage| !matches!(stage.stage, Rung::Normal | Rung::Planned);
    let second: Option<BTreeSet<LotKey>> = inputs.options.second_round.then(|| {
        let staged = stages(&inputs.stage).into_iter().filter(is_open);
        staged.map(|stage| key_of(&stage)).collect()
    });
    let mut offered: Vec<&OnHand> = inputs.stage.onhand.iter().collect();
    offered.retain(|row| {
        let is_in_round = |second: &BTreeSet<LotKey>| second.contains(&LotKey::of_balance(row));
        gives(inputs, row) && second.as_ref().is_none_or(is_in_round)
    });
    offered.sort_by_cached_key(|row| LotKey::of_balance(row));
    let mut by_item: BTreeMap<&str, Vec<&OnHand>> = BTreeMap::new();
    for row in offered {
        by_item.entry(&row.item).or_default().push(row);
    }
    by_item
}

/// The balance that a row of table `stage` is of.
fn key_of(stage: &Stage) -> LotKey {
    LotKey {
        site: stage.site.clone(),
        item: stage.item.clone(),
        lot: stage.lot.clone(),
        form: Form::stated(stage.form),
        owner: stage.owner.clone(),
        earmark: stage.earmark.clone(),
    }
}

/// Whether a balance may be handed out at all.
fn gives(inputs: &PlanInputs<'_>, row: &OnHand) -> bool {
    let as_of = inputs.stage.as_of;
    let of_site = match inputs.options.from.is_empty() {
        // A reserve that an enterprise stores is the reserve's all the same.
        true => inputs.sites.is_depot(&row.site) || row.form == Some(Form::Consigned),
        false => inputs.options.from.contains(&row.site),
    };
    let in_time = row
        .expiry
        .is_some_and(|last| last <= inputs.options.until && !is_expired(Some(last), as_of));
    // What lies in store for the reserve is offered, whoever keeps it: the ladder says of which forms it is.
    let kept = [Form::Physical, Form::Consigned];
    let in_store = kept.contains(&Form::stated(row.form));
    of_site && in_time && in_store && row.owner != INSTITUTION && is_on_ladder(row, &inputs.stage)
}

/// What of each balance may leave: not what is promised, and of each site not what its floor keeps, the longest-lived
/// first.
///
/// Errors: `bad-word` where a mark cannot be read.
pub fn offers<'a>(
    inputs: &PlanInputs<'_>,
    rows: &[&'a OnHand],
    pack: i64,
    book: &Book<'_>,
) -> Result<Vec<Offer<'a>>, Diagnostic> {
    let mut free: Vec<Quantity> = Vec::new();
    for row in rows {
        let planned = book.story(row).planned;
        let available = row.available.unwrap_or(row.qty).or_zero();
        free.push(available.min((row.qty - planned).or_zero()));
    }
    let open = free.clone();
    for (site, mut kept) in floors(inputs, rows) {
        let mut latest: Vec<usize> = (0..rows.len())
            .filter(|at| rows[*at].site == site)
            .collect();
        latest.sort_by_key(|at| std::cmp::Reverse(rows[*at].expiry));
        for at in latest {
            let stays = free[at].min(kept);
            free[at] -= stays;
            kept -= stays;
        }
    }
    let offer = |((row, open), free): ((&&'a OnHand, Quantity), Quantity)| {
        Ok(Offer {
            row,
            wish: Earmark::binding(row, inputs.stage.as_of)?,
            open,
            packs: free.thousandths() / pack,
        })
    };
    rows.iter().zip(open).zip(free).map(offer).collect()
}

/// How much of what is offered each site must keep, beyond what it holds besides.
fn floors(inputs: &PlanInputs<'_>, rows: &[&OnHand]) -> BTreeMap<String, Quantity> {
    let mut floors = BTreeMap::new();
    let Some(item) = rows.first().map(|row| row.item.clone()) else {
        return floors;
    };
    for demand in inputs.demand.iter().filter(|demand| demand.item == item) {
        let keep = i128::from(demand.demand.thousandths()) * i128::from(inputs.options.keep);
        let held = inputs.stage.onhand.iter().filter(|row| {
            row.site == demand.site
                && row.item == item
                && !is_expired(row.expiry, inputs.stage.as_of)
        });
        let held: i128 = held
            .map(|row| i128::from(row.available.unwrap_or(row.qty).thousandths()))
            .sum();
        let offered = rows.iter().filter(|row| row.site == demand.site);
        let offered: i128 = offered
            .map(|row| i128::from(row.available.unwrap_or(row.qty).thousandths()))
            .sum();
        let kept = div_ceil(keep, 100) - (held - offered);
        if let Some(kept) = Quantity::from_sum(kept.max(0)) {
            floors.insert(demand.site.clone(), kept);
        }
    }
    floors
}
