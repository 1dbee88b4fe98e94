//! The rows of table `subsidy`: each agreement with what was held, what failed, and what is still to pay or recover.

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::tables::{Breach, Carrier, Inspection, Movement, Subsidy};
use crate::ledger::word::{InspectionResult, Measure};
use crate::policy::SubsidyRule;
use crate::quantity::Money;

use super::super::valuation::{LotCosts, pools};
use super::held::{movements_of, shortfalls};
use super::{RATE_STEPS, Shortfall, Terms, subsidy};

/// What subsidies are made of.
#[derive(Debug, Clone, Copy)]
pub struct SubsidyInputs<'a> {
    pub carriers: &'a [Carrier],
    /// In ledger order; what a carrier stores has form consigned.
    pub movements: &'a [Movement],
    pub inspections: &'a [Inspection],
    pub breaches: &'a [Breach],
    pub sites: &'a SiteTree,
    pub rule: &'a SubsidyRule,
    pub as_of: Day,
}

/// A failed inspection, what was decided about it, and the days that do not count for it.
struct Failure {
    from: Day,
    to: Day,
    measure: Measure,
    is_proposed: bool,
}

/// The subsidies of the agreements that have begun by the day, in the order of the table.
///
/// Rule: `P3-F01` to `P3-F05`.
pub fn subsidies(inputs: &SubsidyInputs) -> Vec<Subsidy> {
    let (_, costs) = pools(inputs.movements, inputs.as_of);
    let has_begun = |row: &&Carrier| row.from.is_none_or(|from| from <= inputs.as_of);
    let begun = inputs.carriers.iter().filter(has_begun);
    begun
        .map(|carrier| of_carrier(carrier, inputs, &costs))
        .collect()
}

fn of_carrier(carrier: &Carrier, inputs: &SubsidyInputs, costs: &LotCosts) -> Subsidy {
    let rate = match carrier.subsidy_rate {
        Some(agreed) => (agreed * RATE_STEPS as f64).round() as i64,
        None => Terms::percent(inputs.rule.rate),
    };
    let bare = bare(carrier, inputs, rate);
    let (Some(value), Some(from), Some(to)) = (carrier.contract_value, carrier.from, carrier.to)
    else {
        return Subsidy {
            reason: "the agreement states no value, or not from when until when".to_owned(),
            ..bare
        };
    };
    let terms = Terms {
        value,
        rate,
        from,
        to,
    };
    let failure = failure(carrier, inputs, to);
    let mut reasons = Vec::new();
    let held = held(carrier, inputs, costs, &terms).unwrap_or_else(|why| {
        reasons.push(why);
        Vec::new()
    });
    let short = merged(held, failure.as_ref(), &terms);
    if inputs.as_of < to {
        reasons.push(format!(
            "the term runs until {to}: what is short later is not known yet"
        ));
    }
    if let Some(failure) = &failure {
        let decided = if failure.is_proposed {
            "proposed, no measure is on record"
        } else {
            "on record"
        };
        reasons.push(format!("failed inspection of {} ({decided})", failure.from));
    }
    let Some(earned) = subsidy(&terms, &short) else {
        return Subsidy {
            reason: "the subsidy does not fit".to_owned(),
            ..bare
        };
    };
    let net = earned.entitled.fen() - earned.clawback.fen();
    let paid = carrier
        .prepaid
        .map(|prepaid| prepaid.fen() - recovered(carrier, inputs));
    Subsidy {
        days: Some(earned.days),
        entitled: Some(earned.entitled),
        short_days: Some(
            short
                .iter()
                .map(|span| span.to.days_since(span.from) + 1)
                .sum(),
        ),
        clawback: Some(earned.clawback),
        net_amount: Some(Money::from_fen(net)),
        difference: paid.map(|paid| Money::from_fen(net - paid)),
        measure: failure.map(|failure| failure.measure),
        reason: reasons.join("; "),
        ..bare
    }
}

/// A row of which only the agreement is known.
fn bare(carrier: &Carrier, inputs: &SubsidyInputs, rate: i64) -> Subsidy {
    Subsidy {
        as_of: inputs.as_of,
        enterprise: carrier.enterprise.clone(),
        item: carrier.item.clone(),
        site: carrier.site.clone(),
        from: carrier.from,
        to: carrier.to,
        contract_value: carrier.contract_value,
        subsidy_rate: Some(rate as f64 / RATE_STEPS as f64),
        days: None,
        entitled: None,
        short_days: None,
        clawback: None,
        net_amount: None,
        prepaid: carrier.prepaid,
        difference: None,
        measure: None,
        reason: String::new(),
        rule: inputs.rule.id.clone(),
    }
}

/// The days up to today on which less was held than agreed; the error says why nobody can tell.
fn held(
    carrier: &Carrier,
    inputs: &SubsidyInputs,
    costs: &LotCosts,
    terms: &Terms,
) -> Result<Vec<Shortfall>, String> {
    let same = inputs.carriers.iter().filter(|other| {
        other.item == carrier.item
            && other.site == carrier.site
            && other.enterprise != carrier.enterprise
    });
    let stored = movements_of(carrier, inputs.movements, inputs.sites, same.count() == 0);
    if stored.is_empty() {
        return Err(
            "the ledger has nothing of form consigned for it: what was held is not known"
                .to_owned(),
        );
    }
    shortfalls(
        &stored,
        costs,
        terms.value,
        (terms.from, inputs.as_of.min(terms.to)),
    )
}

/// The first failed inspection of the term that was not followed by criticism alone, with the days that do not count.
///
/// Until the goods pass again, or to the end of the term where the carrier is disqualified; without a measure on record
/// the gravest is proposed for goods that did not pass again. Rule: `P3-F05`.
fn failure(carrier: &Carrier, inputs: &SubsidyInputs, to: Day) -> Option<Failure> {
    let of_carrier = inputs.inspections.iter().filter(|row| {
        row.enterprise == carrier.enterprise && row.item == carrier.item && row.date <= inputs.as_of
    });
    let in_term = |day: Day| carrier.from.is_none_or(|from| from <= day) && day <= to;
    let mut failed: Vec<&Inspection> = of_carrier
        .clone()
        .filter(|row| row.result == InspectionResult::Fail && in_term(row.date))
        .collect();
    failed.sort_by_key(|row| row.date);
    failed.into_iter().find_map(|failed| {
        let passed = of_carrier
            .clone()
            .filter(|row| row.result == InspectionResult::Pass && row.date > failed.date)
            .map(|row| row.date)
            .min();
        let measure = measure(carrier, inputs, failed.date);
        let proposed = match passed {
            Some(_) => Measure::Clawback,
            None => Measure::Disqualify,
        };
        let until = match (measure.unwrap_or(proposed), passed) {
            (Measure::Criticism, _) => return None,
            (Measure::Disqualify, _) | (Measure::Clawback, None) => to,
            (Measure::Clawback, Some(passed)) => passed.plus_days(-1).min(to),
        };
        Some(Failure {
            from: failed.date,
            to: until,
            measure: measure.unwrap_or(proposed),
            is_proposed: measure.is_none(),
        })
    })
}

/// The gravest measure on record since a failed inspection.
fn measure(carrier: &Carrier, inputs: &SubsidyInputs, failed: Day) -> Option<Measure> {
    let breaches = breaches_of(carrier, inputs).filter(|row| row.date >= failed);
    breaches.filter_map(|row| row.measure).max()
}

fn breaches_of<'a>(
    carrier: &'a Carrier,
    inputs: &SubsidyInputs<'a>,
) -> impl Iterator<Item = &'a Breach> {
    let as_of = inputs.as_of;
    inputs.breaches.iter().filter(move |row| {
        row.enterprise == carrier.enterprise
            && (row.item.is_empty() || row.item == carrier.item)
            && row.date <= as_of
    })
}

/// What was recovered already in the term, in fen.
fn recovered(carrier: &Carrier, inputs: &SubsidyInputs) -> i64 {
    let in_term =
        breaches_of(carrier, inputs).filter(|row| carrier.from.is_none_or(|from| row.date >= from));
    in_term
        .filter_map(|row| row.recovered)
        .map(Money::fen)
        .sum()
}

/// Shortfalls outside the days of a failure, and all of the value on those.
fn merged(held: Vec<Shortfall>, failure: Option<&Failure>, terms: &Terms) -> Vec<Shortfall> {
    let Some(failure) = failure else { return held };
    let mut spans = Vec::new();
    for span in held {
        let before = Shortfall {
            to: span.to.min(failure.from.plus_days(-1)),
            ..span
        };
        let after = Shortfall {
            from: span.from.max(failure.to.plus_days(1)),
            ..span
        };
        spans.extend(
            [before, after]
                .into_iter()
                .filter(|span| span.from <= span.to),
        );
    }
    spans.push(Shortfall {
        from: failure.from,
        to: failure.to,
        short: terms.value,
    });
    spans.sort_by_key(|span| span.from);
    spans
}
