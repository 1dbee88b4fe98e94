//! Did what was released leave the ledger? Releases held against the movements that name their episode.

use std::collections::BTreeSet;

use crate::engine::reversal::reference;
use crate::ledger::tables::{Finding, Movement, Release};
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Quantity;

/// The releases of which another quantity left the ledger than was released, in their order.
///
/// A movement belongs to an episode whose request its `ref` names, `EPISODE/LINE`; one that was reversed does not count.
pub fn unposted(earlier: &[Release], movements: &[Movement]) -> Vec<Finding> {
    let reversals = movements
        .iter()
        .filter(|row| row.kind == MovementKind::Reversal);
    let reversed: BTreeSet<&str> = reversals.map(|row| row.reference.as_str()).collect();
    let found = earlier.iter().filter_map(|row| {
        let released = row.qty?;
        let is_its = |one: &&Movement| {
            let request = one.reference.rsplit_once('/').map(|(request, _)| request);
            let leaves = matches!(one.kind, MovementKind::Issue | MovementKind::TransferOut);
            leaves
                && one.item == row.item
                && request == Some(&*row.episode)
                && !reversed.contains(&*reference(one))
        };
        let out: Quantity = movements
            .iter()
            .filter(is_its)
            .filter_map(|one| one.qty)
            .sum();
        (out != released).then(|| finding(row, released, out))
    });
    found.collect()
}

fn finding(row: &Release, released: Quantity, out: Quantity) -> Finding {
    let (item, unit) = (&row.item, &row.unit);
    Finding {
        code: "release-not-out".to_owned(),
        file: String::new(),
        line: row.episode.clone(),
        severity: Severity::Warning,
        site: String::new(),
        item: item.clone(),
        lot: String::new(),
        value: out.to_string(),
        expected: released.to_string(),
        message: format!("{released} {unit} of {item} were released, {out} left the ledger"),
        hint: "allocate and post the request lines of the episode; a release that is not carried out is taken off table release".to_owned(),
    }
}
