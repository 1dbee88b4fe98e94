//! What a movement does to its lot: the sign of each kind, in one place.

use crate::quantity::Quantity;

use super::tables::Movement;
use super::word::{Form, MovementKind};

/// The change one movement makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Adds to the balance; negative takes away.
    Add(Quantity),
    /// Sets the balance to what was counted.
    Set(Quantity),
    /// Puts on hold; negative lifts a hold.
    Hold(Quantity),
    /// Sets aside; negative gives back.
    Reserve(Quantity),
    /// Changes the expiry only.
    Extend,
    /// Undoes the line named in `ref`.
    Reverse,
    /// Changes nothing: a count that was left blank is not a count of zero.
    None,
}

/// The effect of `movement`; a quantity is never negative but in `adjust`, and the kind gives the sign.
pub fn effect(movement: &Movement) -> Effect {
    effect_of(movement.kind, movement.qty)
}

/// Whether a line of this kind and quantity tells of goods that come, so that its price is what they cost.
#[inline]
pub fn tells_cost(kind: MovementKind, qty: Option<Quantity>) -> bool {
    let comes = matches!(
        kind,
        MovementKind::Receipt
            | MovementKind::TransferIn
            | MovementKind::Return
            | MovementKind::Adjust
            | MovementKind::Count
    );
    comes && qty.is_none_or(|qty| !qty.is_negative())
}

/// Whether goods that leave with a line of this kind leave at what they cost: to another store, or as a loss. The price of
/// an issue is what they went for.
pub fn leaves_at_cost(kind: MovementKind) -> bool {
    matches!(kind, MovementKind::TransferOut | MovementKind::Dispose)
}

/// Whether stock of this form lies in a store; an agreement, a capacity or cash is a promise.
pub fn lies_in_store(form: Form) -> bool {
    !matches!(form, Form::Agreement | Form::Capacity | Form::Cash)
}

/// The effect of a movement of this kind and quantity.
#[inline]
pub fn effect_of(kind: MovementKind, qty: Option<Quantity>) -> Effect {
    let Some(qty) = qty else {
        return Effect::None;
    };
    match kind {
        MovementKind::Receipt
        | MovementKind::TransferIn
        | MovementKind::Return
        | MovementKind::Adjust => Effect::Add(qty),
        MovementKind::Issue | MovementKind::TransferOut | MovementKind::Dispose => {
            Effect::Add(-qty)
        }
        MovementKind::Count => Effect::Set(qty),
        MovementKind::Hold => Effect::Hold(qty),
        MovementKind::Unhold => Effect::Hold(-qty),
        MovementKind::Reserve => Effect::Reserve(qty),
        MovementKind::Release => Effect::Reserve(-qty),
        MovementKind::Extend => Effect::Extend,
        MovementKind::Reversal => Effect::Reverse,
    }
}
