//! The reserve scale after write-offs: it falls with the fund, and only the next plan restores it.

use crate::engine::balance::in_ledger_order;
use crate::ledger::tables::{Movement, Scale};
use crate::quantity::Quantity;

use super::FundInputs;
use super::derived::is_write_off;

/// The scales in force on the day, each less what was written off since it began.
///
/// Of several plans of one scope and item the latest that has begun is in force. Rule: `P0-T13`, `D-33`.
pub fn scales(inputs: &FundInputs) -> Vec<Scale> {
    let has_begun = |scale: &&Scale| scale.from.is_none_or(|from| from <= inputs.as_of);
    let is_latest = |scale: &&Scale| {
        let mut begun = inputs.scales.iter().filter(has_begun);
        !begun.any(|other| {
            other.scope == scale.scope && other.item == scale.item && other.from > scale.from
        })
    };
    let written_off: Vec<&Movement> = in_ledger_order(inputs.movements, inputs.as_of)
        .into_iter()
        .filter(|movement| is_write_off(movement, inputs))
        .collect();
    let rule = inputs.rules.iter().find_map(|rule| rule.write_off.clone());
    let in_force = inputs.scales.iter().filter(has_begun).filter(is_latest);
    in_force
        .map(|scale| {
            let of_scale = written_off.iter().filter(|row| is_of(row, scale, inputs));
            let gone: Quantity = of_scale.filter_map(|row| row.qty).sum();
            Scale {
                as_of: Some(inputs.as_of),
                reduced: Some(gone),
                scale_left: Some((scale.qty - gone).or_zero()),
                rule: rule.clone().unwrap_or_default(),
                ..scale.clone()
            }
        })
        .collect()
}

fn is_of(movement: &Movement, scale: &Scale, inputs: &FundInputs) -> bool {
    let above = inputs.sites.upwards(&movement.site);
    movement.item == scale.item
        && scale.from.is_none_or(|from| movement.date >= from)
        && (scale.scope == "*" || above.contains(&scale.scope.as_str()))
}
