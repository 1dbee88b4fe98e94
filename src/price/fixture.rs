//! Quotes for the tests of this folder.

use crate::calendar::Day;
use crate::ledger::tables::Quote;
use crate::ledger::word::QuoteKind;
use crate::quantity::Price;

/// A day that the test writes as YYYY-MM-DD.
pub fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

/// A wholesale quote of a vegetable at market M01, in ten-thousandths of a yuan a kilogram.
pub fn quote(date: &str, item: &str, steps: i64) -> Quote {
    Quote {
        date: day(date),
        market: "M01".to_owned(),
        item: item.to_owned(),
        spec: String::new(),
        price: Some(Price::from_steps(steps)),
        unit: "kg".to_owned(),
        kind: Some(QuoteKind::Wholesale),
        category: "vegetable".to_owned(),
        source: String::new(),
        low: None,
        high: None,
        fee: None,
        qty: None,
    }
}
