//! What lies where on a day? One row per lot key: the balance, what is held or set aside, what may be picked.
//!
//! Forms, owners and earmarks are never added up here. A lot of which nothing is left, held or set aside has no row.

use crate::calendar::{Day, is_expired};
use crate::engine::{Balance, balances};
use crate::ledger::LotKey;
use crate::ledger::tables::{Movement, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

/// The stock on `as_of`, by site, item, lot, form, owner and earmark.
///
/// `movements`: in ledger order; those dated later do not count. A negative balance stays negative, because it is a
/// fault to be found and not to be hidden; nothing of it is available.
pub fn on_hand(movements: &[Movement], as_of: Day) -> Vec<OnHand> {
    let all = balances(movements, as_of).into_iter();
    all.filter(|(_, balance)| !is_empty(balance))
        .map(|(key, balance)| row(key, balance, as_of))
        .collect()
}

/// What may be picked of a balance: less what is held and set aside, nothing once it has expired.
pub fn available(
    qty: Quantity,
    held: Quantity,
    reserved: Quantity,
    expiry: Option<Day>,
    as_of: Day,
) -> Quantity {
    if is_expired(expiry, as_of) {
        return Quantity::ZERO;
    }
    (qty - held - reserved).or_zero()
}

/// Whether stock of this form lies in a store; an agreement, a capacity or cash is a promise.
pub fn is_in_store(form: Option<Form>) -> bool {
    !matches!(form, Some(Form::Agreement | Form::Capacity | Form::Cash))
}

fn is_empty(balance: &Balance) -> bool {
    balance.qty.is_zero() && balance.held.is_zero() && balance.reserved.is_zero()
}

fn row(key: LotKey, balance: Balance, as_of: Day) -> OnHand {
    let Balance {
        qty,
        held,
        reserved,
        unit,
        expiry,
        mfg_date,
        unit_cost,
    } = balance;
    OnHand {
        as_of,
        site: key.site,
        item: key.item,
        lot: key.lot,
        form: Some(key.form),
        owner: key.owner,
        earmark: key.earmark,
        qty,
        unit,
        expiry,
        mfg_date,
        held: Some(held),
        reserved: Some(reserved),
        available: Some(available(qty, held, reserved, expiry, as_of)),
        unit_cost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::word::MovementKind;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn movement(date: &str, kind: MovementKind, lot: &str, pieces: i64) -> Movement {
        Movement {
            lot: lot.to_owned(),
            qty: Quantity::whole(pieces),
            expiry: Some(day("2022-03-10")),
            ..Movement::new(day(date), kind, "D1", "mask")
        }
    }

    fn ledger() -> Vec<Movement> {
        vec![
            movement("2022-03-01", MovementKind::Receipt, "A", 100),
            movement("2022-03-02", MovementKind::Hold, "A", 30),
            movement("2022-03-02", MovementKind::Reserve, "A", 20),
            movement("2022-03-02", MovementKind::Receipt, "B", 5),
            movement("2022-03-03", MovementKind::Issue, "B", 5),
        ]
    }

    #[test]
    fn what_is_held_or_set_aside_is_not_available() {
        let rows = on_hand(&ledger(), day("2022-03-03"));
        assert_eq!(rows.len(), 1, "nothing is left of lot B");
        assert_eq!(rows[0].qty, Quantity::from_thousandths(100_000));
        assert_eq!(rows[0].available, Quantity::whole(50));
    }

    #[test]
    fn a_lot_is_available_on_its_expiry_day_and_not_after() {
        let available = |as_of| on_hand(&ledger(), day(as_of))[0].available;
        assert_eq!(available("2022-03-10"), Quantity::whole(50));
        assert_eq!(available("2022-03-11"), Some(Quantity::ZERO));
    }

    #[test]
    fn a_balance_below_zero_is_shown_and_gives_nothing() {
        let ledger = [movement("2022-03-01", MovementKind::Issue, "A", 1)];
        let rows = on_hand(&ledger, day("2022-03-01"));
        assert_eq!(rows[0].qty, Quantity::from_thousandths(-1000));
        assert_eq!(rows[0].available, Some(Quantity::ZERO));
        assert!(on_hand(&ledger, day("2022-02-28")).is_empty());
    }
}
