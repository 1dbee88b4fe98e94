//! What is out of order in the auctions and disposals on record: too early, too late, without the approval that an
//! exception needs, or without a word on which lot is meant.

use crate::diagnostic::Place;
use crate::ledger::approval::is_given;
use crate::ledger::tables::{Auction, Disposal, Finding};
use crate::ledger::word::{DisposalMethod, DisposalResult, Severity};
use crate::rotate::book::{Auctions, Unclear, means};
use crate::rotate::deadlines::Deadlines;
use crate::rotate::stage::{StageInputs, is_on_ladder, is_short_lived};

use super::failures;
use super::sold::Sold;

/// Where the rows stand that are judged, in their order.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    pub auctions: &'a [Option<Place>],
    pub disposals: &'a [Option<Place>],
}

/// Code, message and hint of a fault.
type Fault = (&'static str, String, &'static str);

/// The findings of the day, those of disposals first.
///
/// A donation follows two failed auctions and is in time up to its last day; another needs a record that names the
/// exception. A write-off needs its approval and a witness; a sale needs nothing. An auction is held when it is allowed.
/// `sold`: what was sold and has not left the ledger. Rule: `D-09` to `D-11`, `P0-T07`, `P0-T10`, `P0-T12`.
pub fn findings(inputs: &StageInputs<'_>, places: Places<'_>, sold: &[Sold]) -> Vec<Finding> {
    let unclear = Unclear::of(inputs);
    let auctions = Auctions::of(inputs);
    let mut findings = Vec::new();
    for (at, disposal) in inputs.disposals.iter().enumerate() {
        let is_done = !matches!(
            disposal.result,
            Some(DisposalResult::Proposed | DisposalResult::Refused)
        );
        let mut faults = Vec::new();
        if disposal.date <= inputs.as_of && unclear.disposals.contains(&at) {
            faults.push(several_lots("disposal-unclear", &disposal.lot));
        }
        if disposal.date <= inputs.as_of && is_done {
            faults.extend(faults_of_disposal(inputs, &auctions, disposal));
        }
        let place = places.disposals.get(at).and_then(Option::as_ref);
        let faults = faults.into_iter();
        findings.extend(faults.map(|fault| of_disposal(disposal, place, fault)));
    }
    for (at, auction) in inputs.auctions.iter().enumerate() {
        let mut faults = Vec::new();
        if auction.date <= inputs.as_of && unclear.auctions.contains(&at) {
            faults.push(several_lots("auction-unclear", &auction.lot));
        } else if auction.date <= inputs.as_of {
            faults.extend(early(inputs, auction));
        }
        faults.extend(
            sold.iter()
                .filter(|lot| lot.auction == at)
                .filter_map(too_much),
        );
        let place = places.auctions.get(at).and_then(Option::as_ref);
        let faults = faults.into_iter();
        findings.extend(faults.map(|fault| of_auction(auction, place, fault)));
    }
    findings
}

/// The fault of a row that may mean several lots.
fn several_lots(code: &'static str, lot: &str) -> Fault {
    (
        code,
        format!("several lots have the number {lot}: the row counts for none of them"),
        "write the site and the item of the lot that is meant",
    )
}

/// Everything that a disposal lacks that was carried out.
fn faults_of_disposal(
    inputs: &StageInputs<'_>,
    auctions: &Auctions<'_>,
    disposal: &Disposal,
) -> Vec<Fault> {
    let is_approved = is_given(&disposal.approval);
    let lot = &disposal.lot;
    let mut faults = Vec::new();
    if disposal.method == DisposalMethod::Donation && !is_approved {
        faults = faults_of_donation(inputs, auctions, disposal);
    }
    if disposal.method == DisposalMethod::WriteOff && !is_approved {
        faults.push((
            "write-off-approval",
            format!("lot {lot} was written off without an approval"),
            "name the approval of the write-off in approval",
        ));
    }
    if disposal.lacks_witness() {
        faults.push((
            "write-off-witness",
            format!("lot {lot} was written off, and nobody is named who watched its destruction"),
            "write who watched it into witness, and the day into destroyed_on; goods used up in tests have reason sampling_loss",
        ));
    }
    faults
}

/// Everything that a donation without a record of an exception lacks.
fn faults_of_donation(
    inputs: &StageInputs<'_>,
    auctions: &Auctions<'_>,
    disposal: &Disposal,
) -> Vec<Fault> {
    let Disposal {
        site,
        item,
        lot,
        date,
        ..
    } = disposal;
    let hint = "name the record that allows the exception in approval";
    let mut faults = Vec::new();
    let dates = dates_of(inputs, disposal);
    let failed = failures(auctions, (site, item, lot), dates.as_ref(), *date);
    let needed = i64::from(inputs.ladder.failed_auctions.value);
    if failed < needed {
        let message = format!(
            "lot {lot} was donated after {failed} failed auctions in a row, and {needed} come first"
        );
        faults.push(("donation-early", message, hint));
    }
    if let Some(dates) = dates.filter(|dates| dates.is_past_donation(*date)) {
        let message = format!("lot {lot} was donated on {date}, after {}", dates.donate_by);
        faults.push(("donation-late", message, hint));
    }
    faults
}

/// The dates of the lot of a disposal, by the expiry that it states or the earliest of those on hand.
fn dates_of(inputs: &StageInputs<'_>, disposal: &Disposal) -> Option<Deadlines> {
    let of_lot = inputs
        .onhand
        .iter()
        .filter(|row| row.lot == disposal.lot && means(row, &disposal.site, &disposal.item));
    let on_hand = of_lot.filter_map(|row| row.expiry).min();
    let expiry = disposal.expiry.or(on_hand)?;
    Some(Deadlines::of(expiry, inputs.ladder))
}

/// What is wrong with the day of an auction: that it came before auctions of its lot were allowed.
///
/// Goods that are too short-lived for the ladder are sold when there is a buyer. Rule: `P0-T07`, `D-09`.
fn early(inputs: &StageInputs<'_>, auction: &Auction) -> Option<Fault> {
    let Auction {
        site,
        item,
        lot,
        date,
        ..
    } = auction;
    let held = inputs.onhand.iter().find(|row| {
        row.lot == *lot
            && means(row, site, item)
            && row.expiry.is_some()
            && is_on_ladder(row, inputs)
    })?;
    let dates = Deadlines::of(held.expiry?, inputs.ladder);
    if *date >= dates.auction_from || is_short_lived(held, &dates) {
        return None;
    }
    Some((
        "auction-early",
        format!(
            "lot {lot} was put up on {date}, before {}: that is no failed auction",
            dates.auction_from
        ),
        "put it up again once less than the months of the plan are left",
    ))
}

/// The fault of a sale of more than there is.
fn too_much(sold: &Sold) -> Option<Fault> {
    let qty = sold.qty.filter(|_| sold.is_too_much())?;
    Some((
        "auction-oversold",
        format!(
            "{qty} of lot {} are sold and have not left, and {} are there",
            sold.lot, sold.there
        ),
        "correct sold_qty, or post what left for the buyer with basis sale",
    ))
}

fn of_disposal(disposal: &Disposal, place: Option<&Place>, fault: Fault) -> Finding {
    Finding {
        site: disposal.site.clone(),
        item: disposal.item.clone(),
        lot: disposal.lot.clone(),
        value: disposal.date.to_string(),
        ..finding(place, fault)
    }
}

fn of_auction(auction: &Auction, place: Option<&Place>, fault: Fault) -> Finding {
    Finding {
        site: auction.site.clone(),
        item: auction.item.clone(),
        lot: auction.lot.clone(),
        value: auction.date.to_string(),
        ..finding(place, fault)
    }
}

fn finding(place: Option<&Place>, (code, message, hint): Fault) -> Finding {
    Finding {
        file: place.map_or(String::new(), |place| place.file.to_string()),
        line: place.map_or(String::new(), |place| place.line.to_string()),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}
