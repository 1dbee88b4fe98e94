//! What has to be given away or written off, and whether what was done was in order: table `disposal`.
//!
//! Shape: a proposed row for every lot on rung donate, write-off or expired, dated on the day, with what it is worth at
//! cost; it leaves nothing from the ledger before someone has approved it. Beside them, in `dispose/findings.rs`, what is
//! out of order on record. Nothing is posted here.

use crate::calendar::Day;
use crate::ledger::tables::{Disposal, Stage};
use crate::ledger::word::{DisposalMethod, DisposalResult, Form, Rung};
use crate::quantity::Money;

use super::book::{AuctionCount, Auctions};
use super::deadlines::Deadlines;
use super::stage::{StageInputs, Staged};

mod findings;
mod sold;

pub use findings::{Places, findings};
pub use sold::{Sold, take_off_sales};

/// The donations and write-offs that are due, one a lot.
///
/// What is planned is its institution's until the lot has expired, and is left out; after that all of it is. What is sold
/// is left out in any case, and what is on hold of a donation: [`held_back`] names it.
///
/// Result: in the order of `stages`. Rule: `P0-T04`, `P0-T08` to `P0-T11`; the receiver of a donation is the ladder's.
pub fn proposals(stages: &[Staged], inputs: &StageInputs<'_>) -> Vec<Disposal> {
    let due = stages.iter().filter(|staged| staged.open().is_positive());
    // What a supplier keeps by agreement was never the reserve's to write off.
    let due = due.filter(|staged| {
        let form = Form::stated(staged.stage.form);
        inputs.ladder.applies_to(form)
    });
    let auctions = Auctions::of(inputs);
    due.filter_map(|staged| proposal(staged, &auctions, inputs))
        .collect()
}

/// The lots, as `site/item/lot`, of which part or all would be donated if it were not on hold.
pub fn held_back(stages: &[Staged]) -> Vec<String> {
    let held = stages.iter().filter(|staged| {
        let is_due = staged.stage.stage == Rung::Donate && staged.open().is_positive();
        is_due && staged.held.is_positive()
    });
    let name = |staged: &Staged| {
        let Stage {
            site, item, lot, ..
        } = &staged.stage;
        format!("{site}/{item}/{lot}")
    };
    held.map(name).collect()
}

fn proposal(
    staged: &Staged,
    auctions: &Auctions<'_>,
    inputs: &StageInputs<'_>,
) -> Option<Disposal> {
    let stage = &staged.stage;
    let qty = match stage.stage {
        Rung::Donate => (staged.open() - staged.held).or_zero(),
        _ => staged.open(),
    };
    let expiry = stage.expiry?;
    let dates = Deadlines::of(expiry, inputs.ladder);
    let lot = (&*stage.site, &*stage.item, &*stage.lot);
    let failed = failures(auctions, lot, Some(&dates), inputs.as_of);
    let (method, reason) = match stage.stage {
        Rung::Donate => (
            DisposalMethod::Donation,
            format!("{failed} auctions in a row failed"),
        ),
        Rung::WriteOff if dates.is_past_donation(inputs.as_of) => (
            DisposalMethod::WriteOff,
            format!(
                "{failed} auctions failed, and the last day of donation was {}",
                dates.donate_by
            ),
        ),
        Rung::WriteOff => (DisposalMethod::WriteOff, "donation was refused".to_owned()),
        Rung::Expired => (DisposalMethod::WriteOff, "expired".to_owned()),
        Rung::Normal | Rung::NearExpiry | Rung::Planned | Rung::Auction => return None,
    };
    if !qty.is_positive() {
        return None;
    }
    let donee = inputs.ladder.donee.as_ref();
    let receiver = donee.filter(|_| method == DisposalMethod::Donation);
    Some(Disposal {
        site: stage.site.clone(),
        item: stage.item.clone(),
        result: Some(DisposalResult::Proposed),
        qty: Some(qty),
        reason,
        counterparty: receiver.map_or(String::new(), |donee| donee.name.clone()),
        unit: stage.unit.clone(),
        expiry: Some(expiry),
        days_left: stage.days_left,
        form: stage.form,
        owner: stage.owner.clone(),
        earmark: stage.earmark.clone(),
        unit_cost: stage.unit_cost,
        value: stage.unit_cost.and_then(|cost| Money::of(qty, cost)),
        rule: stage.rule.clone(),
        ..Disposal::new(&stage.lot, inputs.as_of, method)
    })
}

/// Auctions of a lot that failed in a row up to a day; a site or item that is left out may be any.
///
/// Without the `dates` of the lot nobody knows which came before they were allowed, and all count.
fn failures(
    auctions: &Auctions<'_>,
    lot: (&str, &str, &str),
    dates: Option<&Deadlines>,
    day: Day,
) -> i64 {
    let by_then = auctions.of_lot(lot).filter(|row| row.date <= day);
    AuctionCount::of(by_then, dates.map(|dates| dates.auction_from)).failed
}
