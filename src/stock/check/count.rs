//! Check `recent-count`: goods that moved and were not counted since, for longer than the limit.
//!
//! One finding a site and item, on the last line that changed its balance; a hold, a reservation or an extension moves
//! nothing. Goods that were never counted are named from the same day on, reckoned from their first line.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::Finding;
use crate::ledger::word::{MovementKind, Severity};

use super::super::on_hand::is_in_store;
use super::balance::in_order;
use super::{CheckInputs, Outcome, finding};

/// What is known of the goods of one site and item.
struct Goods {
    first: Day,
    /// The last line that changed the balance.
    last: usize,
    counted: Option<Day>,
}

/// Goods whose last count is too old for their last posting.
pub fn recent_count(inputs: &CheckInputs) -> Outcome {
    let Some(limit) = inputs.limits.get("recent-count").copied() else {
        return Outcome::Lacks("a limit: --limit recent-count=DAYS");
    };
    let movements = &inputs.movements;
    let mut goods: BTreeMap<(&str, &str), Goods> = BTreeMap::new();
    for at in in_order(movements) {
        let row = &movements.rows[at];
        let moves = matches!(effect(row), Effect::Add(_) | Effect::Set(_));
        if row.date > inputs.as_of || !is_in_store(row.form) || !moves {
            continue;
        }
        let goods = goods.entry((&row.site, &row.item)).or_insert(Goods {
            first: row.date,
            last: at,
            counted: None,
        });
        goods.last = at;
        if row.kind == MovementKind::Count {
            goods.counted = Some(row.date);
        }
    }
    let findings = goods.into_values().filter_map(|goods| {
        let last = movements.rows[goods.last].date;
        let since = goods.counted.unwrap_or(goods.first);
        if last.days_since(since) <= limit {
            return None;
        }
        let message = match goods.counted {
            Some(day) => format!("last counted on {day}, and moved until {last}"),
            None => format!(
                "never counted since {}, and moved until {last}",
                goods.first
            ),
        };
        Some(Finding {
            value: goods.counted.map_or(String::new(), |day| day.to_string()),
            expected: format!("a count within {limit} days"),
            hint: "count the shelf, and post what is there with kind count".to_owned(),
            ..finding(
                movements,
                goods.last,
                "recent-count",
                Severity::Notice,
                message,
            )
        })
    });
    Outcome::Found(findings.collect())
}
