//! What has to be given away or written off, and whether what was done was in order: table `disposal`.
//!
//! Shape: a proposed row for every lot on rung donate, write-off or expired, dated on the day, with what it is worth at
//! cost; it leaves nothing from the ledger before someone has approved it. Beside them findings about donations and
//! write-offs on record that the ladder does not bear. Nothing is posted here.

use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::ledger::posting::disposals::PROPOSED;
use crate::ledger::tables::{Disposal, Finding, OnHand};
use crate::ledger::word::{DisposalMethod, Rung, Severity};
use crate::quantity::Money;

use super::book::{AuctionCount, is_refusal, means};
use super::deadlines::Deadlines;
use super::stage::{StageInputs, Staged};

/// The donations and write-offs that are due, one a lot.
///
/// What is planned is its institution's until the lot has expired, and is left out; after that all of it is. Result: in
/// the order of `stages`. Rule: `P0-T04`, `P0-T08` to `P0-T11`; the receiver of a donation is the ladder's.
pub fn proposals(stages: &[Staged], inputs: &StageInputs<'_>) -> Vec<Disposal> {
    let due = stages
        .iter()
        .filter(|staged| staged.stage.qty.is_positive());
    due.filter_map(|staged| proposal(staged, inputs)).collect()
}

fn proposal(staged: &Staged, inputs: &StageInputs<'_>) -> Option<Disposal> {
    let (stage, qty) = (&staged.stage, staged.open());
    let expiry = stage.expiry?;
    let dates = Deadlines::of(expiry, inputs.ladder);
    let failed = failures(inputs, &stage.lot, &stage.site, &stage.item, inputs.as_of);
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
    let donee = inputs.ladder.donee.as_ref();
    let receiver = donee.filter(|_| method == DisposalMethod::Donation);
    Some(Disposal {
        site: stage.site.clone(),
        item: stage.item.clone(),
        result: PROPOSED.to_owned(),
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

/// What is out of order in the disposals on record: too early, too late, without the approval that an exception needs.
///
/// A donation follows two failed auctions and is in time up to its last day; another needs a record that names the
/// exception. A write-off needs its approval; a sale needs nothing. `places`: where each disposal stands, in their
/// order. Rule: `D-10`, `D-11`, `P0-T10`.
pub fn findings(inputs: &StageInputs<'_>, places: &[Option<Place>]) -> Vec<Finding> {
    let known = inputs.disposals.iter().enumerate();
    let done = known.filter(|(_, row)| {
        let is_done = !is_refusal(&row.result) && row.result != PROPOSED;
        is_done && row.date <= inputs.as_of && row.approval.is_empty()
    });
    let mut findings = Vec::new();
    for (at, disposal) in done {
        let place = places.get(at).and_then(Option::as_ref);
        let faults = match disposal.method {
            DisposalMethod::Donation => faults_of_donation(inputs, disposal),
            DisposalMethod::WriteOff => vec![(
                "write-off-approval",
                format!("lot {} was written off without an approval", disposal.lot),
            )],
            DisposalMethod::Sale => Vec::new(),
        };
        findings.extend(
            faults
                .into_iter()
                .map(|fault| finding(disposal, place, fault)),
        );
    }
    findings
}

/// Code and message of everything that a donation without a record of an exception lacks.
fn faults_of_donation(
    inputs: &StageInputs<'_>,
    disposal: &Disposal,
) -> Vec<(&'static str, String)> {
    let Disposal { lot, date, .. } = disposal;
    let mut faults = Vec::new();
    let failed = failures(inputs, lot, &disposal.site, &disposal.item, *date);
    let needed = i64::from(inputs.ladder.failed_auctions.value);
    if failed < needed {
        let message = format!(
            "lot {lot} was donated after {failed} failed auctions in a row, and {needed} come first"
        );
        faults.push(("donation-early", message));
    }
    let dates = expiry_of(inputs, disposal).map(|expiry| Deadlines::of(expiry, inputs.ladder));
    if let Some(dates) = dates.filter(|dates| dates.is_past_donation(*date)) {
        let message = format!("lot {lot} was donated on {date}, after {}", dates.donate_by);
        faults.push(("donation-late", message));
    }
    faults
}

/// Auctions of a lot that failed in a row up to a day; a row that leaves out its site or item means every such lot.
fn failures(inputs: &StageInputs<'_>, lot: &str, site: &str, item: &str, day: Day) -> i64 {
    let fits = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
    let of_lot = inputs.auctions.iter().filter(|row| {
        row.lot == lot && fits(&row.site, site) && fits(&row.item, item) && row.date <= day
    });
    AuctionCount::of(of_lot).failed
}

fn expiry_of(inputs: &StageInputs<'_>, disposal: &Disposal) -> Option<Day> {
    let of_lot =
        |row: &&OnHand| row.lot == disposal.lot && means(row, &disposal.site, &disposal.item);
    let on_hand = inputs.onhand.iter().filter(of_lot);
    disposal
        .expiry
        .or(on_hand.filter_map(|row| row.expiry).min())
}

fn finding(disposal: &Disposal, place: Option<&Place>, (code, message): (&str, String)) -> Finding {
    let hint = match disposal.method {
        DisposalMethod::WriteOff => "name the approval of the write-off in approval",
        _ => "name the record that allows the exception in approval",
    };
    Finding {
        file: place.map_or(String::new(), |place| place.file.to_string()),
        line: place.map_or(String::new(), |place| place.line.to_string()),
        site: disposal.site.clone(),
        item: disposal.item.clone(),
        lot: disposal.lot.clone(),
        value: disposal.date.to_string(),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}
