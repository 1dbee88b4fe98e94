//! Orders, households and packages for tests.

use crate::calendar::Day;
use crate::ledger::Loaded;
use crate::ledger::tables::{Household, Kit, OnHand, Order, Package};
use crate::ledger::word::Form;
use crate::policy::Delivery;
use crate::quantity::{Price, Quantity};

use super::KitsInputs;

/// Tables that a test fills.
pub(super) struct Sample {
    pub(super) orders: Loaded<Order>,
    pub(super) households: Loaded<Household>,
    pub(super) packages: Vec<Package>,
    pub(super) parts: Vec<Kit>,
    pub(super) onhand: Vec<OnHand>,
    pub(super) rules: Delivery,
}

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

pub(super) fn whole(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

impl Sample {
    pub(super) fn new() -> Sample {
        let rules = Delivery::built_in().unwrap_or_else(|error| panic!("{error}"));
        Sample {
            orders: Loaded::default(),
            households: Loaded::default(),
            packages: vec![package("A", 50), package("B", 30)],
            parts: vec![
                part("A", "rice", 5),
                part("A", "oil", 1),
                part("B", "egg", 2),
            ],
            onhand: Vec::new(),
            rules,
        }
    }

    pub(super) fn inputs(&self) -> KitsInputs<'_> {
        KitsInputs {
            orders: &self.orders,
            households: &self.households,
            packages: Some(&self.packages),
            parts: &self.parts,
            onhand: &self.onhand,
            rules: &self.rules,
            as_of: day("2020-02-13"),
            pay_by: day("2020-02-12"),
            plan_id: "P",
        }
    }

    pub(super) fn house(&mut self, household: &str, site: &str, group: &str) {
        self.households.rows.push(Household {
            household: household.to_owned(),
            site: site.to_owned(),
            building: "1".to_owned(),
            entrance: "1".to_owned(),
            door: "101".to_owned(),
            name: "somebody".to_owned(),
            phone: "13812345678".to_owned(),
            headcount: None,
            group: group.to_owned(),
        });
        self.households.places.push(None);
    }

    pub(super) fn order(
        &mut self,
        order: &str,
        household: &str,
        package: &str,
        count: i64,
        paid: Option<bool>,
    ) {
        self.orders.rows.push(Order {
            order: order.to_owned(),
            line: String::new(),
            date: Some(day("2020-02-11")),
            household: household.to_owned(),
            package: package.to_owned(),
            qty: whole(count),
            paid,
            paid_on: None,
            enterprise: String::new(),
            site: String::new(),
            building: String::new(),
            entrance: String::new(),
            door: String::new(),
            name: String::new(),
            phone: String::new(),
            note: String::new(),
        });
        self.orders.places.push(None);
    }

    pub(super) fn holds(&mut self, supplier: &str, item: &str, count: i64) {
        self.onhand.push(OnHand {
            form: Some(Form::Physical),
            qty: whole(count),
            ..OnHand::new(day("2020-02-13"), supplier, item)
        });
    }
}

pub(super) fn package(name: &str, yuan: i64) -> Package {
    Package {
        package: name.to_owned(),
        name: String::new(),
        price: Some(Price::from_steps(yuan * 10_000)),
        enterprise: "S1".to_owned(),
        note: String::new(),
    }
}

fn part(kit: &str, item: &str, qty: i64) -> Kit {
    Kit {
        kit: kit.to_owned(),
        item: item.to_owned(),
        qty: whole(qty),
        unit: String::new(),
        note: String::new(),
    }
}
