//! Rows that become movements: how a plan enters the ledger.
//!
//! An award leaves its depot as an `issue` where the receiver keeps no stock in this ledger, and otherwise as a
//! `transfer_out`; the receiver's `transfer_in` is posted when the goods arrive, so that goods on the road are nobody's.
//! [`shares`] does the same for rotation plans, [`disposals`] for what is given away, written off or sold.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};

use super::approval::is_given;
use super::tables::{Allocation, Movement, Transfer, Variance};
use super::word::{CountVerdict, MovementKind};

pub mod disposals;
pub mod shares;

/// A row that cannot become a movement: its position among the rows, and why.
pub type Unpostable = (usize, Diagnostic);

/// The movements that carry out `awards` on `as_of`; `keepers` are the sites that keep stock in this ledger.
///
/// The plan's id is the document and its lines are numbered in it, so that posting twice adds nothing. Result: one row
/// per award, in their order.
pub fn movements_of_awards(
    awards: &[Allocation],
    keepers: &BTreeSet<&str>,
    as_of: Day,
) -> Vec<Movement> {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    awards
        .iter()
        .map(|award| {
            let line = lines.entry(&award.plan).or_default();
            *line += 1;
            movement_of_award(award, *line, keepers.contains(award.site.as_str()), as_of)
        })
        .collect()
}

/// What an issue or a receipt is between two sites that both keep stock in one ledger: one leg of a transfer, neither used
/// nor bought.
pub fn between_books(kind: MovementKind) -> MovementKind {
    match kind {
        MovementKind::Issue => MovementKind::TransferOut,
        MovementKind::Receipt => MovementKind::TransferIn,
        other => other,
    }
}

/// The movements that carry out `transfers` on `as_of`: each leaves its giver, and comes in where it arrives.
///
/// Only what was agreed leaves; a proposal without consent has no movement. The plan's id is the document. Result: in
/// the order of the rows, each with the position of its own.
pub fn movements_of_transfers(transfers: &[Transfer], as_of: Day) -> Vec<(usize, Movement)> {
    let numbered = transfers.iter().enumerate();
    let agreed = numbered.filter(|(_, row)| is_given(&row.consent));
    let movement = |(at, row): (usize, &Transfer)| {
        let date = row.date.unwrap_or(as_of);
        let movement = Movement {
            lot: row.lot.clone(),
            qty: Some(row.qty),
            unit: row.unit.clone(),
            expiry: row.expiry,
            form: row.form,
            owner: row.owner.clone(),
            earmark: row.earmark.clone(),
            basis: "transfer".to_owned(),
            counterparty: row.site.clone(),
            unit_cost: row.unit_cost,
            reference: format!("{}/{}", row.request, row.line),
            approver: row.consent.clone(),
            doc: row.plan.clone(),
            line: (at + 1).to_string(),
            ..Movement::new(date, MovementKind::TransferOut, &row.from_site, &row.item)
        };
        (at, movement)
    };
    agreed.map(movement).collect()
}

/// The awards of specially scarce goods that nobody approved: their positions, and why they may not leave.
///
/// Rule: `P0-A04`.
pub fn unapproved(awards: &[Allocation]) -> Vec<Unpostable> {
    let numbered = awards.iter().enumerate();
    let special =
        numbered.filter(|(_, award)| award.special == Some(true) && !is_given(&award.approval));
    let fault = |(at, award): (usize, &Allocation)| {
        let message = format!(
            "{} of {} for {} are specially scarce and not approved",
            award.qty, award.item, award.site
        );
        let hint = "record the approval in table step and post what allocate dispatch --emit allocation passes on";
        (at, Diagnostic::error(Code::NotApproved, message).hint(hint))
    };
    special.map(fault).collect()
}

/// The counts that carry out a stock-take: of each lot that was counted and did not move since.
///
/// The document of the count is theirs, so that posting twice adds nothing. Result: in the order of the variances, each
/// with the position of its own.
pub fn movements_of_variances(variances: &[Variance]) -> Vec<(usize, Movement)> {
    let is_settled = |(_, variance): &(usize, &Variance)| {
        !matches!(
            variance.verdict,
            CountVerdict::Moved | CountVerdict::NotCounted
        )
    };
    let settled = variances.iter().enumerate().filter(is_settled);
    settled
        .map(|(at, variance)| {
            (
                at,
                Movement {
                    doc: variance.doc.clone(),
                    line: variance.line.clone(),
                    lot: variance.lot.clone(),
                    qty: variance.counted,
                    unit: variance.unit.clone(),
                    expiry: variance.expiry,
                    form: variance.form,
                    owner: variance.owner.clone(),
                    earmark: variance.earmark.clone(),
                    handler: variance.handler.clone(),
                    note: variance.reason.clone(),
                    ..Movement::new(
                        variance.as_of,
                        MovementKind::Count,
                        &variance.site,
                        &variance.item,
                    )
                },
            )
        })
        .collect()
}

fn movement_of_award(
    award: &Allocation,
    line: usize,
    receiver_keeps_stock: bool,
    as_of: Day,
) -> Movement {
    let kind = match receiver_keeps_stock {
        true => between_books(MovementKind::Issue),
        false => MovementKind::Issue,
    };
    Movement {
        lot: award.lot.to_string(),
        qty: Some(award.qty),
        unit: award.unit.to_string(),
        expiry: award.expiry,
        form: award.form,
        owner: award.owner.to_string(),
        earmark: award.earmark.to_string(),
        counterparty: award.site.to_string(),
        unit_cost: award.unit_cost,
        reference: format!("{}/{}", award.request, award.line),
        approver: award.approval.to_string(),
        doc: award.plan.to_string(),
        line: line.to_string(),
        ..Movement::new(
            award.date.unwrap_or(as_of),
            kind,
            &award.from_site,
            &award.item,
        )
    }
}

impl Movement {
    /// A movement of nothing yet: every cell that is not named is empty.
    pub fn new(date: Day, kind: MovementKind, site: &str, item: &str) -> Movement {
        Movement {
            doc: String::new(),
            line: String::new(),
            date,
            kind,
            site: site.to_owned(),
            item: item.to_owned(),
            lot: String::new(),
            qty: None,
            unit: String::new(),
            expiry: None,
            mfg_date: None,
            form: None,
            owner: String::new(),
            purpose: String::new(),
            earmark: String::new(),
            basis: String::new(),
            counterparty: String::new(),
            unit_cost: None,
            maker: String::new(),
            certificate: String::new(),
            usage: String::new(),
            reference: String::new(),
            handler: String::new(),
            approver: String::new(),
            note: String::new(),
            seal: String::new(),
        }
    }
}
