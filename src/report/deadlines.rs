//! What must be done by which day? The dates of lots, of what is owed back, of goods underway and of open dispatch.
//!
//! Every date is one that another table states; none is counted here. A date that is past is listed as long as the
//! matter is open: goods that are still there, not come back, not arrived, a dispatch that is not closed. Of a lot only
//! the steps are listed that are still to be taken and can be.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Auction, Deadline, Dispatch, Inbound, Replenishment, Stage};
use crate::ledger::word::{DeadlineKind, DispatchStatus, InboundStatus, ReplenishStatus, Rung};
use crate::rotate::book::AuctionCount;

/// The tables that deadlines stand in.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeadlineInputs<'a> {
    pub stage: &'a [Stage],
    /// Tell which auctions were held.
    pub auctions: &'a [Auction],
    pub replenishment: &'a [Replenishment],
    pub inbound: &'a [Inbound],
    pub dispatch: &'a [Dispatch],
}

/// The deadlines up to `until`, by date, kind, site and goods; without it, all of them.
///
/// Of a lot the steps still to be taken are listed with dates from `as_of` on, and its expiry also when it is past:
/// goods that expired and are still there wait for somebody. Rule: `T9`.
pub fn deadlines(inputs: &DeadlineInputs, as_of: Day, until: Option<Day>) -> Vec<Deadline> {
    let newest = inputs
        .stage
        .iter()
        .map(|row| row.as_of)
        .filter(|day| *day <= as_of)
        .max();
    let held = inputs
        .stage
        .iter()
        .filter(|row| Some(row.as_of) == newest && row.qty.is_positive());
    let mut auctions: BTreeMap<&str, Vec<&Auction>> = BTreeMap::new();
    for auction in inputs.auctions.iter().filter(|row| row.date <= as_of) {
        auctions.entry(&auction.lot).or_default().push(auction);
    }
    let of_held = held.flat_map(|row| {
        let held = auctions.get(row.lot.as_str());
        of_lot(row, held.map_or(&[][..], Vec::as_slice), as_of)
    });
    let mut rows: Vec<Deadline> = of_held.collect();
    rows.extend(
        inputs
            .replenishment
            .iter()
            .filter_map(|row| of_debt(row, as_of)),
    );
    rows.extend(inputs.inbound.iter().filter_map(|row| of_goods(row, as_of)));
    rows.extend(
        inputs
            .dispatch
            .iter()
            .filter_map(|row| of_award(row, as_of)),
    );
    rows.retain(|row| until.is_none_or(|until| row.date <= until));
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    rows
}

type Key<'a> = (Day, DeadlineKind, [&'a str; 5]);

fn key(row: &Deadline) -> Key<'_> {
    (
        row.date,
        row.kind,
        [
            &row.site,
            &row.item,
            &row.lot,
            &row.reference,
            &row.from_site,
        ],
    )
}

/// The steps that are still to be taken of a lot on its rung; on every rung its expiry stands.
///
/// `auctions`: those of its lot number up to the day.
fn steps(row: &Stage, auctions: &[&Auction], as_of: Day) -> &'static [DeadlineKind] {
    use DeadlineKind::{Auction1, Auction2, AuctionFrom, Donate, Expiry, Warn};
    match row.stage {
        Rung::Normal | Rung::NearExpiry => &[Warn, AuctionFrom, Auction1, Auction2, Donate, Expiry],
        Rung::Auction => match next_auction(row, auctions, as_of) {
            Some(Auction1) => &[Auction1, Auction2, Donate, Expiry],
            Some(_) => &[Auction2, Donate, Expiry],
            None => &[Expiry],
        },
        Rung::Donate => &[Donate, Expiry],
        Rung::Planned | Rung::WriteOff | Rung::Expired => &[Expiry],
    }
}

/// Which auction of a lot is to be held next; `None` where two can no longer fail before the last day of donation.
fn next_auction(row: &Stage, auctions: &[&Auction], as_of: Day) -> Option<DeadlineKind> {
    let (first_by, second_by) = (row.auction_1_by?, row.auction_2_by?);
    let fits = |stated: &str, held: &str| stated.is_empty() || stated == held;
    let held = auctions
        .iter()
        .filter(|auction| fits(&auction.site, &row.site) && fits(&auction.item, &row.item));
    let count = AuctionCount::of(held.copied());
    let interval = second_by.days_since(first_by);
    let again = count.last.map(|last| last.plus_days(interval));
    let earliest = again.map_or(as_of, |again| again.max(as_of));
    let (next, latest) = match count.failed {
        0 => (DeadlineKind::Auction1, first_by),
        _ => (DeadlineKind::Auction2, second_by),
    };
    (earliest <= latest).then_some(next)
}

fn of_lot(row: &Stage, auctions: &[&Auction], as_of: Day) -> Vec<Deadline> {
    let dates = steps(row, auctions, as_of).iter().map(|kind| {
        let date = match kind {
            DeadlineKind::Warn => row.warn_on,
            DeadlineKind::AuctionFrom => row.auction_from,
            DeadlineKind::Auction1 => row.auction_1_by,
            DeadlineKind::Auction2 => row.auction_2_by,
            DeadlineKind::Donate => row.donate_by,
            _ => row.expiry,
        };
        (*kind, date)
    });
    let is_open = |(kind, date): &(DeadlineKind, Option<Day>)| {
        date.is_some_and(|date| date >= as_of || *kind == DeadlineKind::Expiry)
    };
    let deadline = |(kind, date): (DeadlineKind, Option<Day>)| {
        Some(Deadline {
            form: row.form,
            owner: row.owner.clone(),
            earmark: row.earmark.clone(),
            lot: row.lot.clone(),
            qty: Some(row.qty),
            unit: row.unit.clone(),
            stage: Some(row.stage),
            action: row.action.clone(),
            liable: row.liable.clone(),
            rule: row.rule.clone(),
            ..blank(date?, kind, &row.site, &row.item, as_of)
        })
    };
    dates.filter(is_open).filter_map(deadline).collect()
}

fn of_debt(row: &Replenishment, as_of: Day) -> Option<Deadline> {
    let date = row
        .due
        .filter(|_| row.status != ReplenishStatus::Replaced)?;
    Some(Deadline {
        reference: format!("{}/{}", row.doc, row.line),
        qty: Some(row.owed),
        unit: row.unit.clone(),
        rule: row.rule.clone(),
        ..blank(date, DeadlineKind::Replenish, &row.site, &row.item, as_of)
    })
}

fn of_goods(row: &Inbound, as_of: Day) -> Option<Deadline> {
    let done = [InboundStatus::Received, InboundStatus::Cancelled];
    let date = row.expected_on.filter(|_| !done.contains(&row.status))?;
    Some(Deadline {
        form: row.form,
        reference: format!("{}/{}", row.doc, row.line),
        qty: Some(row.qty),
        unit: row.unit.clone(),
        liable: row.counterparty.clone(),
        ..blank(date, DeadlineKind::Arrival, &row.site, &row.item, as_of)
    })
}

fn of_award(row: &Dispatch, as_of: Day) -> Option<Deadline> {
    let date = row
        .next_due
        .filter(|_| row.status != DispatchStatus::Closed)?;
    Some(Deadline {
        from_site: row.from_site.clone(),
        lot: row.lot.clone(),
        reference: format!("{}/{}", row.request, row.line),
        qty: Some(row.qty),
        unit: row.unit.clone(),
        liable: row.liable.clone(),
        rule: row.rule.clone(),
        ..blank(date, DeadlineKind::Dispatch, &row.site, &row.item, as_of)
    })
}

fn blank(date: Day, kind: DeadlineKind, site: &str, item: &str, as_of: Day) -> Deadline {
    Deadline {
        date,
        kind,
        site: site.to_owned(),
        from_site: String::new(),
        item: item.to_owned(),
        lot: String::new(),
        form: None,
        owner: String::new(),
        earmark: String::new(),
        reference: String::new(),
        days_left: Some(date.days_since(as_of)),
        qty: None,
        unit: String::new(),
        stage: None,
        action: String::new(),
        liable: String::new(),
        rule: String::new(),
    }
}
