//! What a lot had cost, to whom and when it was known: for goods whose own line does not say.
//!
//! One maker's lot may be bought by several owners at several prices, and a cost may be stated later than the goods
//! moved. So a cost is asked for by owner and day: what the owner paid by then, else what anybody did. Of a lot
//! bought in parts they cost the mean, weighted by what was bought; where no receipt states a cost, what was stated last.
//! What is stated later changes nothing that was asked for an earlier day. Goods that were given have no cost, whatever
//! was paid for others of their lot.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::effect::{leaves_at_cost, tells_cost};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::quantity::Price;

use super::super::balance::in_ledger_order;
use super::Cost;

/// Costs by item and lot, as the ledger states them.
#[derive(Debug, Clone, Default)]
pub struct LotCosts {
    stated: BTreeMap<(String, String), OfLot>,
    /// Lots that were given and never bought.
    given: BTreeSet<(String, String)>,
}

#[derive(Debug, Clone, Default)]
struct OfLot {
    /// By the lines of goods that came.
    came: Told,
    /// By those of goods that left at what they cost: heard where no goods that came state a cost.
    left: Told,
}

/// What some lines of a lot tell, in ledger order.
#[derive(Debug, Clone, Default)]
struct Told {
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
        let mut costs = LotCosts {
            given: given_lots(ordered),
            ..LotCosts::default()
        };
        let of_lots = ordered.iter().filter(|row| !row.lot.is_empty());
        for movement in of_lots {
            let Some(cost) = stated_cost(movement) else {
                continue;
            };
            let lot = (movement.item.clone(), movement.lot.clone());
            let lot = costs.stated.entry(lot).or_default();
            match leaves_at_cost(movement.kind) {
                true => lot.left.learn(movement, cost),
                false => lot.came.learn(movement, cost),
            }
        }
        costs
    }

    /// The cost of a lot to `owner` by `day`, else to anybody.
    pub fn on(&self, item: &str, lot: &str, owner: &str, day: Day) -> Option<Cost> {
        self.on_first(item, lot, owner, &[day])
    }

    /// The same by the first of some days by which it is known.
    fn on_first(&self, item: &str, lot: &str, owner: &str, days: &[Day]) -> Option<Cost> {
        let lot = self.stated.get(&(item.to_owned(), lot.to_owned()))?;
        [&lot.came, &lot.left]
            .into_iter()
            .find_map(|told| days.iter().find_map(|day| told.on(owner, *day)))
    }

    /// Whether the goods of a movement were given: it brings them so itself, or nobody ever bought of their lot.
    ///
    /// Rule: `D-24`.
    pub fn are_given(&self, movement: &Movement) -> bool {
        movement.is_gift() || self.is_given_lot(&movement.item, &movement.lot)
    }

    /// Whether a lot was given and never bought.
    pub fn is_given_lot(&self, item: &str, lot: &str) -> bool {
        self.given.contains(&(item.to_owned(), lot.to_owned()))
    }

    /// What the goods of a movement had cost: by its own row, else by its lot on its day.
    pub fn of_movement(&self, movement: &Movement) -> Option<Cost> {
        self.of_movement_by(movement, movement.date)
    }

    /// The same, else by its lot on a later day.
    pub fn of_movement_by(&self, movement: &Movement, day: Day) -> Option<Cost> {
        let Movement {
            item, lot, owner, ..
        } = movement;
        if movement.is_gift() {
            return None;
        }
        let of_lot = || self.on_first(item, lot, owner, &[movement.date, day]);
        movement.unit_cost.map(Cost::stated).or_else(of_lot)
    }
}

impl Told {
    fn learn(&mut self, movement: &Movement, cost: Price) {
        let of_owner = self.by_owner.entry(movement.owner.clone()).or_default();
        learn(of_owner, movement, cost);
        learn(&mut self.of_all, movement, cost);
    }

    /// What is told of the cost to `owner` by `day`, else to anybody.
    fn on(&self, owner: &str, day: Day) -> Option<Cost> {
        let of_owner = self.by_owner.get(owner).and_then(|known| by(known, day));
        of_owner.or_else(|| by(&self.of_all, day))
    }
}

/// The lots, by item and number, that were given and never bought.
fn given_lots(ordered: &[&Movement]) -> BTreeSet<(String, String)> {
    let receipts = ordered.iter().copied();
    let receipts = receipts.filter(|row| row.kind == MovementKind::Receipt);
    let (given, bought): (Vec<_>, Vec<_>) = receipts.partition(|row| row.is_donation());
    let lots = |rows: Vec<&Movement>| -> BTreeSet<(String, String)> {
        let lots = rows.into_iter();
        lots.map(|row| (row.item.clone(), row.lot.clone()))
            .collect()
    };
    let (mut given, bought) = (lots(given), lots(bought));
    given.retain(|lot| !bought.contains(lot));
    given
}

/// The cost that a line states of its goods; a price that they went for is none.
pub(super) fn stated_cost(movement: &Movement) -> Option<Price> {
    let is_cost = tells_cost(movement.kind, movement.qty) || leaves_at_cost(movement.kind);
    movement.unit_cost.filter(|_| is_cost)
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
    use crate::quantity::Quantity;

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
