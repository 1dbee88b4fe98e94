//! Does a plan keep its own rules? Every figure is added up again from the row it stands in, by other steps.
//!
//! | code | holds |
//! |---|---|
//! | `need` | target and what comes off and on make the need |
//! | `pack` | the quantity is the least number of whole packs that holds the need |
//! | `amount` | the amount is the quantity at its price |
//! | `split` | what is funded and what is over budget make the quantity |
//! | `budget` | no more is spent than there is |
//! | `order` | nothing further down is paid while a pack further up could be |

use crate::ledger::tables::{Finding, Procurement};
use crate::ledger::word::Severity;
use crate::quantity::{Money, Price, Quantity};

/// What is wrong with `plan`, if anything; `budget` is the money there is for all of it, where one sum is for all.
pub fn audit(plan: &[Procurement], budget: Option<Money>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for row in plan {
        let checks = [
            ("need", need_adds_up(row)),
            ("pack", packs_are_whole(row)),
            ("amount", amount_is_the_cost(row)),
            ("split", parts_make_the_whole(row)),
        ];
        let broken = checks
            .into_iter()
            .filter(|(_, holds)| *holds == Some(false));
        findings.extend(broken.map(|(code, _)| finding(row, code)));
    }
    if let Some(budget) = budget {
        findings.extend(money(plan, budget));
    }
    findings
}

/// `None` where the row has no figures to add up.
fn need_adds_up(row: &Procurement) -> Option<bool> {
    let figure = |qty: Option<Quantity>| qty.map(Quantity::thousandths).map(i128::from);
    let wanted = figure(row.target)? + figure(row.redundancy)?;
    let kept = figure(row.available)? - figure(row.expiring)?;
    let coming = figure(row.inbound)? + figure(row.planned)?;
    let missing = wanted - kept - coming;
    Some(figure(row.need)? == if missing > 0 { missing } else { 0 })
}

fn packs_are_whole(row: &Procurement) -> Option<bool> {
    let pack = row.pack_size.map_or(1000, Quantity::thousandths);
    let (need, qty) = (row.need?.thousandths(), row.qty?.thousandths());
    Some(qty % pack == 0 && qty >= need && qty - need < pack)
}

fn amount_is_the_cost(row: &Procurement) -> Option<bool> {
    Some(row.amount? == cost(row.qty?, row.price?))
}

/// Thousandths of a unit times ten-thousandths of a yuan, in fen, half up.
fn cost(qty: Quantity, price: Price) -> Money {
    let exact = i128::from(qty.thousandths()) * i128::from(price.steps());
    let fen = (exact + 50_000) / 100_000;
    Money::from_fen(i64::try_from(fen).unwrap_or(i64::MAX))
}

fn parts_make_the_whole(row: &Procurement) -> Option<bool> {
    let parts = row.funded? + row.over_budget?;
    let paid = row.funded_amount? == cost(row.funded?, row.price?);
    Some(parts == row.qty? && paid)
}

/// Whether one sum for all is kept to, and spent from the top of the list.
fn money(plan: &[Procurement], budget: Money) -> Vec<Finding> {
    let mut ranked: Vec<&Procurement> = plan.iter().filter(|row| row.rank.is_some()).collect();
    ranked.sort_by_key(|row| row.rank);
    let mut left = i128::from(budget.fen());
    let mut findings = Vec::new();
    for row in ranked {
        let (Some(paid), Some(price)) = (row.funded_amount, row.price) else {
            continue;
        };
        let funded = row.funded.unwrap_or_default();
        let pack = row.pack_size.unwrap_or(Quantity::from_thousandths(1000));
        let is_cut = row.over_budget.is_some_and(Quantity::is_positive);
        if is_cut && i128::from(cost(funded + pack, price).fen()) <= left {
            findings.push(finding(row, "order"));
        }
        left -= i128::from(paid.fen());
        if left < 0 {
            findings.push(finding(row, "budget"));
        }
    }
    findings
}

fn finding(row: &Procurement, code: &str) -> Finding {
    Finding {
        line: row.period.clone(),
        site: row.site.clone(),
        item: row.item.clone(),
        hint: "this is a fault of granary; please report it with the inputs".to_owned(),
        ..Finding::new(
            code,
            Severity::Error,
            format!("{} at {} in {}", row.item, row.site, row.period),
        )
    }
}
