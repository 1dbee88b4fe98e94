//! What a lot had cost, to whom and when it was known: for goods whose own line does not say.
//!
//! One maker's lot may be bought by several owners at several prices, and a cost may be stated later than the goods
//! moved. So a cost is asked for by owner and day: what the owner paid by then, else what anybody did. Of a lot
//! bought in parts they cost the mean, weighted by what was bought; where no receipt states a cost, what was stated last.
//! What is stated later changes nothing that was asked for an earlier day.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::quantity::{Price, Quantity, div_half_up, share_half_up};

/// What a base unit cost, exactly: what was paid for so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// In ten-thousandths of a yuan times thousandths of a base unit.
    paid: i128,
    /// In thousandths of a base unit, above nothing.
    bought: i128,
}

impl Cost {
    /// What was paid for so many thousandths, above nothing.
    pub(super) fn paid(paid: i128, bought: i128) -> Cost {
        Cost { paid, bought }
    }

    /// A cost that is stated for a base unit.
    pub fn stated(price: Price) -> Cost {
        Cost {
            paid: i128::from(price.steps()),
            bought: 1,
        }
    }

    /// What so much cost, in ten-thousandths of a yuan times thousandths of a base unit, half-up where a share of what
    /// was paid is no whole number of them.
    pub fn of(self, qty: Quantity) -> i128 {
        share_half_up(self.paid, i128::from(qty.thousandths()), self.bought)
    }

    /// The cost of a base unit, half-up to a ten-thousandth of a yuan.
    pub fn price(self) -> Option<Price> {
        let steps = div_half_up(self.paid, self.bought);
        i64::try_from(steps).ok().map(Price::from_steps)
    }
}

/// Costs by item and lot, as the ledger states them.
#[derive(Debug, Clone, Default)]
pub struct LotCosts(BTreeMap<(String, String), OfLot>);

#[derive(Debug, Clone, Default)]
struct OfLot {
    /// In ledger order.
    by_owner: BTreeMap<String, Vec<Known>>,
    of_all: Vec<Known>,
}

/// What is known of a lot from one line of the ledger on.
#[derive(Debug, Clone, Copy)]
struct Known {
    day: Day,
    last: Price,
    /// What the receipts that state a cost brought so far, and what was paid for it.
    bought: i128,
    paid: i128,
}

impl LotCosts {
    /// The costs that movements state by the day.
    pub fn by(movements: &[Movement], day: Day) -> LotCosts {
        LotCosts::of(&in_ledger_order(movements, day))
    }

    /// The costs of movements that stand in ledger order.
    pub fn of(ordered: &[&Movement]) -> LotCosts {
        let mut costs = LotCosts::default();
        for movement in ordered.iter().filter(|row| !row.lot.is_empty()) {
            if let Some(cost) = movement.unit_cost {
                let lot = (movement.item.clone(), movement.lot.clone());
                let lot = costs.0.entry(lot).or_default();
                let of_owner = lot.by_owner.entry(movement.owner.clone()).or_default();
                learn(of_owner, movement, cost);
                learn(&mut lot.of_all, movement, cost);
            }
        }
        costs
    }

    /// The cost of a lot to `owner` by `day`, else to anybody.
    pub fn on(&self, item: &str, lot: &str, owner: &str, day: Day) -> Option<Cost> {
        let lot = self.0.get(&(item.to_owned(), lot.to_owned()))?;
        let of_owner = lot.by_owner.get(owner).and_then(|known| by(known, day));
        of_owner.or_else(|| by(&lot.of_all, day))
    }

    /// What the goods of a movement had cost: by its own row, else by its lot on its day.
    pub fn of_movement(&self, movement: &Movement) -> Option<Cost> {
        let of_lot = || {
            self.on(
                &movement.item,
                &movement.lot,
                &movement.owner,
                movement.date,
            )
        };
        movement.unit_cost.map(Cost::stated).or_else(of_lot)
    }
}

/// Takes in a line that states a cost; only a receipt buys.
fn learn(known: &mut Vec<Known>, movement: &Movement, cost: Price) {
    let (bought, paid) = known.last().map_or((0, 0), |last| (last.bought, last.paid));
    let qty = movement
        .qty
        .filter(|_| movement.kind == MovementKind::Receipt);
    let qty = qty.unwrap_or_default();
    known.push(Known {
        day: movement.date,
        last: cost,
        bought: bought + i128::from(qty.thousandths()),
        paid: paid + Cost::stated(cost).of(qty),
    });
}

/// What `known` says by `day`: the mean of what was bought, else what was stated last.
fn by(known: &[Known], day: Day) -> Option<Cost> {
    let passed = known.partition_point(|row| row.day <= day);
    let row = known[passed.checked_sub(1)?];
    Some(match row.bought > 0 {
        true => Cost {
            paid: row.paid,
            bought: row.bought,
        },
        false => Cost::stated(row.last),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(day: Day, owner: &str, steps: i64) -> Movement {
        Movement {
            lot: "L".to_owned(),
            owner: owner.to_owned(),
            unit_cost: Some(Price::from_steps(steps)),
            ..Movement::new(day, MovementKind::Receipt, "D", "mask")
        }
    }

    #[test]
    fn a_later_purchase_of_another_owner_changes_no_earlier_cost() {
        let day = |number| Day::new(2022, 3, number).expect("a date of the test");
        let rows = [
            stated(day(1), "city", 10_000),
            stated(day(5), "county", 20_000),
        ];
        let costs = LotCosts::of(&rows.iter().collect::<Vec<_>>());
        let on = |owner, day| {
            let cost = costs.on("mask", "L", owner, day)?;
            cost.price().map(Price::steps)
        };
        assert_eq!(on("city", day(9)), Some(10_000), "its own");
        assert_eq!(on("county", day(4)), Some(10_000), "anybody's by then");
        assert_eq!(
            on("county", day(5)),
            Some(20_000),
            "its own from its day on"
        );
        assert_eq!(on("hospital", day(5)), Some(20_000), "the last of anybody");
        assert_eq!(on("city", Day::new(2022, 2, 28).expect("a date")), None);
    }

    #[test]
    fn a_lot_bought_in_parts_costs_their_mean_and_no_other_line_buys() {
        let day = |number| Day::new(2022, 3, number).expect("a date of the test");
        let bought = |number, steps, pieces| Movement {
            qty: Quantity::whole(pieces),
            ..stated(day(number), "city", steps)
        };
        let rows = [
            bought(1, 10_000, 100),
            bought(2, 30_000, 50),
            Movement {
                kind: MovementKind::TransferIn,
                ..bought(3, 90_000, 50)
            },
        ];
        let costs = LotCosts::of(&rows.iter().collect::<Vec<_>>());
        let on = |number| costs.on("mask", "L", "city", day(number));
        let of = |number, pieces| Some(on(number)?.of(Quantity::whole(pieces)?));
        assert_eq!(of(1, 50), Some(500_000_000));
        assert_eq!(of(3, 150), Some(2_500_000_000), "all that was paid");
        assert_eq!(of(3, 100), Some(1_666_666_667), "half up once");
        assert_eq!(on(3).and_then(Cost::price), Some(Price::from_steps(16_667)));
    }
}
