//! What is said of a series whose newest quote cannot be judged.

use crate::ledger::word::Assessed;
use crate::policy::AlertRules;
use crate::price::watch::fixture::{day, quote};
use crate::price::watch::{WatchInputs, watch};

#[test]
fn a_month_without_a_value_is_named_itself_and_not_an_older_one() {
    // Nobody ever quoted in a January, so that the first has no season to be held against.
    let months = (2017..=2021).flat_map(|year| (2..=12).map(move |month| (year, month)));
    let months = months.chain([(2022, 1)]);
    let quotes: Vec<_> = months
        .map(|(year, month)| {
            let steps = 40_000 + 1_000 * i64::from(month * 7 % 10);
            quote(&format!("{year}-{month:02}-15"), "cabbage", steps)
        })
        .collect();
    let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
    let found = watch(&WatchInputs {
        quotes: &quotes,
        usage: &[],
        rules: &rules,
        chosen: &["alps-rt".to_owned()],
        as_of: day("2022-01-15"),
        since: None,
        base: None,
        checks_quotes: false,
        lists_changes: true,
        lists_spreads: true,
        each_day: true,
    });
    let row = &found.assessments[0];
    assert_eq!(
        (row.status, row.date),
        (Assessed::NotAssessable, day("2022-01-15"))
    );
}
