//! What must be done by which day? The dates of lots, of what is owed back, of goods on order or underway and of open
//! dispatch.
//!
//! Every date is one that another table states; none is counted here. A date that is past is listed as long as the
//! matter is open: goods that are still there, not come back, not arrived, a dispatch that is not closed. Of a lot only
//! the steps are listed that are still to be taken and can be.

use crate::calendar::Day;
use crate::ledger::tables::{Deadline, Dispatch, Inbound, Replenishment, Stage};
use crate::ledger::word::{DeadlineKind, DispatchStatus, InboundStatus, ReplenishStatus, Rung};
use crate::stock::standing::newest;

/// The tables that deadlines stand in.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeadlineInputs<'a> {
    pub stage: &'a [Stage],
    pub replenishment: &'a [Replenishment],
    pub inbound: &'a [Inbound],
    pub dispatch: &'a [Dispatch],
}

/// The deadlines up to `until`, by date, kind, site and goods; without it, all of them.
///
/// Of a lot the steps still to be taken are listed with dates from `as_of` on, and its expiry also when it is past:
/// goods that expired and are still there wait for somebody. Rule: `T9`.
pub fn deadlines(inputs: &DeadlineInputs, as_of: Day, until: Option<Day>) -> Vec<Deadline> {
    let stages = newest(inputs.stage, as_of, |row| Some(row.as_of), |row| &row.site);
    let held = stages.into_iter().filter(|row| row.qty.is_positive());
    let mut rows: Vec<Deadline> = held.flat_map(|row| of_lot(row, as_of)).collect();
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

/// The steps of a lot, from its first date to its last.
const STEPS: [DeadlineKind; 6] = [
    DeadlineKind::Warn,
    DeadlineKind::AuctionFrom,
    DeadlineKind::Auction1,
    DeadlineKind::Auction2,
    DeadlineKind::Donate,
    DeadlineKind::Expiry,
];

/// The steps that are still to be taken of a lot: from its next one on, which its row states or else its rung tells; on
/// every rung its expiry stands.
fn steps(row: &Stage) -> &'static [DeadlineKind] {
    use DeadlineKind::{Auction1, Donate, Expiry, Warn};
    let first = match row.stage {
        // On its first day the warning itself is listed too.
        Rung::Normal | Rung::NearExpiry => Warn,
        Rung::Auction => row.next_step.unwrap_or(Auction1),
        Rung::Donate => Donate,
        Rung::Planned | Rung::WriteOff | Rung::Expired => Expiry,
    };
    let at = STEPS.iter().position(|step| *step == first);
    &STEPS[at.unwrap_or(STEPS.len() - 1)..]
}

fn of_lot(row: &Stage, as_of: Day) -> Vec<Deadline> {
    let dates = steps(row).iter().map(|kind| (*kind, row.date_of(*kind)));
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
    // What is only pledged is on nobody's way.
    let no_arrival = [
        InboundStatus::Pledged,
        InboundStatus::Received,
        InboundStatus::Cancelled,
    ];
    let date = row
        .expected_on
        .filter(|_| !no_arrival.contains(&row.status))?;
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
