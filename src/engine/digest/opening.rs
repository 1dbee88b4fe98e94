//! The lines with which a short ledger opens: where each lot stands that matters.

use std::collections::HashSet;

use crate::calendar::Day;
use crate::ledger::effect::lies_in_store;
use crate::ledger::word::MovementKind;

use super::super::name::{NO_NAME, Names};
use super::super::parallel;
use super::super::posting::{Posting, key, parts};
use super::super::shards::Shards;
use super::super::slots::Slots;
use super::super::stock::{Standing, Stock};

/// Of the lots of one item at one site that can be used and lie still, the one that can be used longest.
type Longest = Option<(LastDay, u128)>;

/// The last day of a lot; one without a day can be used longest of all.
type LastDay = (bool, Option<Day>);

/// The lines that put the lots that matter where they stand on `eve`, before `lines`: those that move, and of those
/// that lie still the one of each item at each site that can be used longest.
pub fn openings(
    stock: &Stock,
    eve: Day,
    names: &Names,
    lines: &[Vec<Posting>],
) -> Vec<Vec<Posting>> {
    let moving: HashSet<u128> = lines.iter().flatten().map(|line| line.key).collect();
    let longest: Shards<Slots<Longest>> = Shards::default();
    let lots = stock.len();
    let mut openings = parallel::in_parallel_of(lots, stock.parts().collect(), |part| {
        let (mut lines, mut still) = (Vec::new(), Vec::new());
        for lot in part {
            if moving.contains(&lot.key) {
                opening(&lot, eve, names, &mut lines);
            } else if lies_in_store(lot.form) && lot.qty > lot.held + lot.reserved {
                still.push((last_day(&lot), lot.key));
            }
        }
        let goods = |(_, lot): &(LastDay, u128)| Some(goods(*lot));
        let join =
            |longest: &mut Longest, lot: &(LastDay, u128)| *longest = (*longest).max(Some(*lot));
        longest.each(&still, goods, join);
        lines
    });
    let longest = longest.into_parts();
    openings.extend(parallel::in_parallel_of(lots, longest, |part| {
        let mut lines = Vec::with_capacity(part.len());
        let lots = part.into_entries().filter_map(|(_, longest)| longest);
        for (_, lot) in lots {
            if let Some(lot) = stock.get(lot) {
                opening(&lot, eve, names, &mut lines);
            }
        }
        lines
    }));
    openings
}

fn last_day(lot: &Standing<'_>) -> LastDay {
    match lot.expiry.day() {
        None => (true, None),
        day => (false, day),
    }
}

/// The key of the goods of a line, whatever their lot and whoever's they are.
#[inline]
pub fn goods(line: u128) -> u128 {
    let [site, item, ..] = parts(line);
    key([site, item, NO_NAME, NO_NAME])
}

/// Adds the lines that put a lot where it stands.
fn opening(lot: &Standing<'_>, day: Day, names: &Names, lines: &mut Vec<Posting>) {
    // Behind what is said of the goods alone, which has no position.
    let line = |position, kind, qty| Posting {
        position,
        qty,
        unit: names.number(lot.unit),
        expiry: lot.expiry.day(),
        mfg_date: lot.mfg_date,
        unit_cost: lot.unit_cost,
        ..blank(lot.key, day, kind)
    };
    lines.push(line(1, MovementKind::Count, Some(lot.qty)));
    let holds = [
        (MovementKind::Hold, lot.held),
        (MovementKind::Reserve, lot.reserved),
    ];
    let holds = holds.into_iter().filter(|(_, qty)| !qty.is_zero());
    lines.extend(holds.map(|(kind, qty)| line(2, kind, Some(qty))));
    if lot.expiry.is_extended() {
        lines.push(line(2, MovementKind::Extend, None));
    }
}

/// A line that says nothing but what it is about.
pub fn blank(key: u128, date: Day, kind: MovementKind) -> Posting {
    Posting {
        position: 0,
        key,
        date,
        kind,
        qty: None,
        unit: NO_NAME,
        expiry: None,
        mfg_date: None,
        unit_cost: None,
        reference: NO_NAME,
        name: 0,
    }
}
