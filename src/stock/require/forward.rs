//! What will the coming month take, at the use of today?

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::{Burn, Requirement};
use crate::ledger::word::{Form, NeedKind, Word};
use crate::policy::needs::Clause;
use crate::quantity::Rate;

use super::super::burn::rate_of;
use super::shelf::Shelf;
use super::{RequireInputs, in_order, judged};

/// The need of `days`, else of the plan's month: one row per site and item that is used; a row whose use is unknown says why and asks for nothing it cannot tell.
///
/// Rule: `P4-R05`.
pub fn forward(
    inputs: &RequireInputs<'_>,
    burn: &[Burn],
    days: Option<i64>,
    month: &Clause,
) -> Result<Vec<Requirement>, Diagnostic> {
    let Some(days) = days.or(month.value.first().copied()) else {
        let message = format!("{} states no days", month.rule);
        let hint = "state its days with the clause, or give --days";
        return Err(Diagnostic::error(Code::BadPolicy, message).hint(hint));
    };
    let mut shelves: BTreeMap<&str, Option<Shelf<'_>>> = BTreeMap::new();
    let asked = burn.iter().filter(|burn| inputs.is_asked(&burn.site));
    let rows = asked.map(|burn| {
        let shelf = shelves.entry(&burn.site);
        let shelf = shelf.or_insert_with(|| inputs.shelf(&burn.site)).as_ref();
        let row = Requirement {
            days: Some(days),
            rule: month.rule.clone(),
            ..inputs.row(NeedKind::Forward, &burn.site, &burn.item)
        };
        match rate_of(burn) {
            Some(rate) => of_rate(shelf, row, rate, days),
            None => {
                let why = burn.reason.map_or("no use on record", Word::id);
                Requirement {
                    basis: format!("not assessable: {why}"),
                    ..row
                }
            }
        }
    });
    Ok(in_order(rows.collect()))
}

fn of_rate(shelf: Option<&Shelf<'_>>, row: Requirement, rate: Rate, days: i64) -> Requirement {
    let qty = rate.need(days);
    let (used, over) = (rate.numerator(), rate.denominator());
    let per_day = match over {
        1 => format!("{used} a day"),
        over => format!("{used} / {over} days"),
    };
    let have = shelf.map(|shelf| shelf.usable_at(&[&row.item], Form::Physical, rate));
    let terms = qty.map_or(String::new(), |qty| {
        format!("{per_day} × {days} days → {qty}")
    });
    let row = Requirement {
        qty,
        basis: "use as it is".to_owned(),
        terms,
        ..row
    };
    judged(row, have)
}
