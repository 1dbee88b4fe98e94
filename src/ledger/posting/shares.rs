//! The shares of a rotation plan as movements: each is set aside for its institution, a `reserve`.

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};

use super::super::tables::{Movement, Rotation};
use super::super::word::MovementKind;
use super::Unpostable;

/// The reservations of a rotation plan, one a share, in their order; an undated share is set aside on `as_of`.
///
/// The plan's id is the document, so that posting twice adds nothing.
/// Errors: every share that does not say which site gives.
pub fn movements_of_shares(
    shares: &[Rotation],
    as_of: Day,
) -> Result<Vec<(usize, Movement)>, Vec<Unpostable>> {
    let homeless = shares
        .iter()
        .enumerate()
        .filter(|(_, share)| share.from_site.is_empty());
    let homeless: Vec<Unpostable> = homeless
        .map(|(at, share)| {
            let message = format!(
                "the share of lot {} does not say which site gives",
                share.lot
            );
            let hint = "write the site into from_site";
            (at, Diagnostic::error(Code::MissingCell, message).hint(hint))
        })
        .collect();
    if !homeless.is_empty() {
        return Err(homeless);
    }
    let numbered = shares.iter().enumerate();
    Ok(numbered
        .map(|(at, share)| (at, reservation(share, at + 1, as_of)))
        .collect())
}

fn reservation(share: &Rotation, line: usize, as_of: Day) -> Movement {
    Movement {
        doc: share.plan.clone(),
        line: line.to_string(),
        lot: share.lot.clone(),
        qty: Some(share.qty),
        unit: share.unit.clone(),
        form: share.form,
        owner: share.owner.clone(),
        counterparty: share.institution.clone(),
        unit_cost: share.unit_cost,
        ..Movement::new(
            share.date.unwrap_or(as_of),
            MovementKind::Reserve,
            &share.from_site,
            &share.item,
        )
    }
}
