//! Quotes for the tests of this folder.

use crate::calendar::Day;
use crate::ledger::tables::Quote;
use crate::ledger::word::QuoteKind;
use crate::policy::AlertRules;
use crate::price::circumstances::Circumstances;
use crate::price::watch::{Watch, WatchInputs, WatchOptions, watch};
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

/// The rules that come with granary.
pub fn rules() -> AlertRules {
    AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"))
}

/// What the rules and indicators that are `chosen`, all where none is, say of `quotes` on a day and since another.
pub fn seen(quotes: &[Quote], chosen: &[&str], as_of: &str, since: Option<&str>) -> Watch {
    seen_under(&Circumstances::default(), quotes, chosen, as_of, since)
}

/// The same where some days are unlike others.
pub fn seen_under(
    circumstances: &Circumstances,
    quotes: &[Quote],
    chosen: &[&str],
    as_of: &str,
    since: Option<&str>,
) -> Watch {
    let chosen: Vec<String> = chosen.iter().map(|id| (*id).to_owned()).collect();
    watch(&WatchInputs {
        quotes,
        usage: &[],
        rules: &rules(),
        circumstances,
        chosen: &chosen,
        as_of: day(as_of),
        options: WatchOptions {
            since: since.map(day),
            lists_changes: true,
            lists_spreads: true,
            each_day: true,
            ..WatchOptions::default()
        },
    })
}
