//! Check `over-use`: a unit that uses more than its norm, with the amount.
//!
//! Use is what the record says of the window before as-of (usage where a site reports, else issues); the norm is that
//! of the site, counted on its posts, beds or people, for as many days. Exactly the norm is no over-use. A site of
//! which a norm speaks and that has nothing to count it on cannot be assessed. Durable goods are assigned and not
//! used up (S22): what went out of them is no use.

use crate::calendar::Day;
use crate::ledger::tables::Finding;
use crate::ledger::word::Severity;
use crate::quantity::{Quantity, THOUSANDTHS, div_ceil};

use super::super::cover::norm::Norms;
use super::super::record::{Series, use_on_record};
use super::{CheckInputs, NOT_ASSESSABLE, Outcome, finding};

/// Sites and items above their norm.
pub fn over_use(inputs: &CheckInputs) -> Outcome {
    if inputs.norms.is_empty() {
        return Outcome::Lacks("table norm");
    }
    let Some(days) = inputs.limits.get("over-use").copied() else {
        return Outcome::Lacks("a limit: --limit over-use=DAYS");
    };
    let norms = Norms::new(inputs.norms, inputs.staff, inputs.sites);
    let norms = norms.with_people(inputs.people);
    let movements = &inputs.movements.rows;
    let record = use_on_record(movements, &inputs.usage.rows, inputs.as_of);
    let mut findings = Vec::new();
    for ((site, item), series) in &record {
        if inputs.catalogue.is_durable(item) {
            continue;
        }
        let Some((from, used)) = in_window(series, inputs.as_of, days) else {
            continue;
        };
        let parts = norms.parts(site, item);
        if parts.is_empty() {
            if norms.basis(site, item).is_some() {
                findings.push(nothing_to_count_on(site, item));
            }
            continue;
        }
        let window = inputs.as_of.days_since(from);
        // Thousandths of thousandths, so that nothing is rounded before it is compared.
        let daily: i128 = parts
            .iter()
            .map(|part| square(part.norm.rate, part.count))
            .sum();
        let allowed = daily * i128::from(window);
        let is_over = square(used, Quantity::from_thousandths(THOUSANDTHS)) > allowed;
        if is_over {
            let norm = Quantity::from_sum(div_ceil(allowed, i128::from(THOUSANDTHS)));
            findings.push(above(
                inputs,
                (site, item),
                from,
                used,
                norm.unwrap_or_default(),
            ));
        }
    }
    Outcome::Found(findings)
}

fn square(a: Quantity, b: Quantity) -> i128 {
    i128::from(a.thousandths()) * i128::from(b.thousandths())
}

/// The first day of the window, and what was used from it up to the day before `as_of`; `None` without use.
fn in_window(series: &Series, as_of: Day, days: i64) -> Option<(Day, Quantity)> {
    let first = *series.keys().next()?;
    let from = first.max(as_of.plus_days(-days));
    let used: Quantity = series.range(from..as_of).map(|(_, qty)| *qty).sum();
    used.is_positive().then_some((from, used))
}

fn above(
    inputs: &CheckInputs,
    (site, item): (&str, &str),
    from: Day,
    used: Quantity,
    norm: Quantity,
) -> Finding {
    let over = used - norm;
    let percent = match norm.is_positive() {
        true => {
            let percent = i128::from(over.thousandths()) * 100 / i128::from(norm.thousandths());
            format!(", {percent} % over the norm")
        }
        false => String::new(),
    };
    let to = inputs.as_of.plus_days(-1);
    let message = format!(
        "{used} was used from {from} to {to} and the norm is {norm}: {over} too many{percent}"
    );
    let last = inputs
        .movements
        .rows
        .iter()
        .rposition(|row| row.site == site && row.item == item && row.date < inputs.as_of);
    let found = match last {
        Some(at) => finding(inputs.movements, at, "over-use", Severity::Warning, message),
        None => Finding::new("over-use", Severity::Warning, message),
    };
    Finding {
        site: site.to_owned(),
        item: item.to_owned(),
        lot: String::new(),
        value: used.to_string(),
        expected: norm.to_string(),
        hint: "ask what it was used for; correct the norm, the head-count or the habit".to_owned(),
        ..found
    }
}

fn nothing_to_count_on(site: &str, item: &str) -> Finding {
    let message = format!(
        "a norm speaks of {item} at {site}, and nothing says for how many posts, beds or people"
    );
    Finding {
        site: site.to_owned(),
        item: item.to_owned(),
        value: "over-use".to_owned(),
        hint: "add the site's staff, people, beds or population".to_owned(),
        ..Finding::new(NOT_ASSESSABLE, Severity::Warning, message)
    }
}
