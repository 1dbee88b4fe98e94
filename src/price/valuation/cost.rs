//! What a lot had cost, to whom and when it was known.
//!
//! One maker's lot may be bought by several owners at several prices, and a cost may be stated later than the goods
//! moved. So a cost is asked for by owner and day: what the owner stated last by then, else what anybody did. What is
//! stated later changes nothing that was asked for an earlier day.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Movement;
use crate::quantity::Price;

/// Costs by item and lot, each with its owner and day, as the ledger states them.
#[derive(Debug, Clone, Default)]
pub struct LotCosts(BTreeMap<(String, String), Vec<Stated>>);

#[derive(Debug, Clone)]
struct Stated {
    day: Day,
    owner: String,
    cost: Price,
}

impl LotCosts {
    /// The costs of movements that stand in ledger order.
    pub fn of(ordered: &[&Movement]) -> LotCosts {
        let mut costs = LotCosts::default();
        for movement in ordered.iter().filter(|row| !row.lot.is_empty()) {
            if let Some(cost) = movement.unit_cost {
                let lot = (movement.item.clone(), movement.lot.clone());
                costs.0.entry(lot).or_default().push(Stated {
                    day: movement.date,
                    owner: movement.owner.clone(),
                    cost,
                });
            }
        }
        costs
    }

    /// The cost of a base unit of a lot as `owner` stated it last by `day`, else as anybody did.
    pub fn on(&self, item: &str, lot: &str, owner: &str, day: Day) -> Option<Price> {
        let stated = self.0.get(&(item.to_owned(), lot.to_owned()))?;
        let by_then = || stated.iter().rev().filter(|row| row.day <= day);
        let of_owner = by_then().find(|row| row.owner == owner);
        of_owner.or_else(|| by_then().next()).map(|row| row.cost)
    }

    /// What the goods of a movement had cost: by its own row, else by its lot on its day.
    pub fn of_movement(&self, movement: &Movement) -> Option<Price> {
        let of_lot = || {
            self.on(
                &movement.item,
                &movement.lot,
                &movement.owner,
                movement.date,
            )
        };
        movement.unit_cost.or_else(of_lot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::word::MovementKind;

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
        let on = |owner, day| costs.on("mask", "L", owner, day).map(Price::steps);
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
}
