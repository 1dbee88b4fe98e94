//! The rows of table `subsidy`: each agreement with what was held, what failed, and what is still to pay or recover.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::engine::cost::{EXACT_PER_FEN, LotCosts};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Breach, Carrier, Inspection, Movement, Subsidy};
use crate::policy::SubsidyRule;
use crate::quantity::Money;

use super::failure::{Failure, failures, without_goods};
use super::held::{Stores, expired_lots, shortfalls};
use super::{RATE_STEPS, Shortfall, Span, Terms, days, subsidy};

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
    /// Owners whose goods are a reserve, which a carrier stores for them.
    pub reserve_owners: &'a [String],
    pub as_of: Day,
}

/// The subsidies of the agreements, in the order of the table. One whose term is still to begin has a row, too, as it is
/// paid ahead.
///
/// Rule: `P3-F01` to `P3-F05`.
pub fn subsidies(inputs: &SubsidyInputs) -> Vec<Subsidy> {
    let worked = worked_out(inputs, &Stores::of(inputs)).into_iter();
    worked.map(|(row, _)| row).collect()
}

/// One agreement, with what it is judged by.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub carrier: &'a Carrier,
    pub inputs: &'a SubsidyInputs<'a>,
    pub stores: &'a Stores<'a>,
    /// What was moved in its own store, in ledger order.
    pub here: &'a [Movement],
}

/// What the figures of a row were worked out from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grounds {
    pub terms: Terms,
    /// In the order of their days.
    pub shortfalls: Vec<Shortfall>,
    /// What was recovered, in fen.
    pub recovered: i64,
}

/// The rows in the order of the table, each with its grounds where it has figures.
pub(super) fn worked_out(
    inputs: &SubsidyInputs,
    stores: &Stores,
) -> Vec<(Subsidy, Option<Grounds>)> {
    let costs = LotCosts::by(inputs.movements, inputs.as_of);
    let carriers = inputs.carriers.iter().zip(&stores.by_carrier);
    carriers
        .map(|(carrier, here)| {
            let case = Case {
                carrier,
                inputs,
                stores,
                here,
            };
            of_carrier(case, &costs)
        })
        .collect()
}

fn of_carrier(case: Case, costs: &LotCosts) -> (Subsidy, Option<Grounds>) {
    let Case {
        carrier, inputs, ..
    } = case;
    let rate = match carrier.subsidy_rate {
        Some(agreed) => (agreed * RATE_STEPS as f64).round() as i64,
        None => Terms::percent(inputs.rule.rate),
    };
    let bare = bare(carrier, inputs, rate);
    let (Some(value), Some(from), Some(to)) = (carrier.contract_value, carrier.from, carrier.to)
    else {
        let why = "the agreement states no value, or not from when until when";
        return without_figures(bare, why.to_owned());
    };
    if to < from {
        let why = format!("the term ends on {to}, before it begins on {from}");
        return without_figures(bare, why);
    }
    let terms = Terms {
        value,
        rate,
        from,
        to,
    };
    of_terms(case, costs, terms, bare)
}

/// The figures of an agreement that states its terms.
fn of_terms(
    case: Case,
    costs: &LotCosts,
    terms: Terms,
    bare: Subsidy,
) -> (Subsidy, Option<Grounds>) {
    let term = terms.span();
    let as_of = case.inputs.as_of;
    let failures = failures(case, term);
    let mut reasons = Vec::new();
    let held = held(case, costs, &terms).unwrap_or_else(|why| {
        reasons.push(why);
        Vec::new()
    });
    let short = merged(held, &failures, &terms);
    if as_of < term.from {
        reasons.push(format!(
            "the term begins on {}, and is paid ahead: what is short in it is not known yet",
            term.from
        ));
    } else if as_of < term.to {
        reasons.push(format!(
            "the term runs until {}: what is short later is not known yet",
            term.to
        ));
    }
    reasons.extend(past_their_day(case, term));
    reasons.extend(failures.iter().map(Failure::said));
    reasons.extend(without_goods(case, term));
    let Some(earned) = subsidy(&terms, &short) else {
        return without_figures(bare, "the subsidy does not fit".to_owned());
    };
    let net = earned.entitled.fen() - earned.clawback.fen();
    let (recovered, unclear) = recovered(case);
    if unclear > 0 {
        let unclear = Money::from_fen(unclear);
        reasons.push(format!(
            "{unclear} was recovered of one of several agreements: not counted here, state item and agreement in table breach"
        ));
    }
    let paid = case
        .carrier
        .prepaid
        .map(|prepaid| prepaid.fen() - recovered);
    if paid.is_none() {
        reasons.push(
            "the agreement does not state what was prepaid: the difference is not known".to_owned(),
        );
    }
    let row = Subsidy {
        days: Some(earned.days),
        entitled: Some(earned.entitled),
        short_days: Some(short.iter().map(|span| days(span.from, span.to)).sum()),
        clawback: Some(earned.clawback),
        net_amount: Some(Money::from_fen(net)),
        difference: paid.map(|paid| Money::from_fen(net - paid)),
        measure: failures.iter().map(|failure| failure.measure).max(),
        reason: reasons.join("; "),
        ..bare
    };
    let grounds = Grounds {
        terms,
        shortfalls: short,
        recovered,
    };
    (row, Some(grounds))
}

/// What the row says of goods that lie there and are past their last day.
fn past_their_day(case: Case, term: Span) -> Option<String> {
    let as_of = case.inputs.as_of;
    let expired = expired_lots(case.here, as_of.min(term.to));
    let lots = expired.join(", ");
    (as_of >= term.from && !expired.is_empty())
        .then(|| format!("past their last day and not held: lots {lots}"))
}

/// A row without figures, and why.
fn without_figures(bare: Subsidy, reason: String) -> (Subsidy, Option<Grounds>) {
    (Subsidy { reason, ..bare }, None)
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
fn held(case: Case, costs: &LotCosts, terms: &Terms) -> Result<Vec<Shortfall>, String> {
    let as_of = case.inputs.as_of;
    if as_of < terms.from {
        return Ok(Vec::new());
    }
    if case.here.is_empty() {
        return Err(
            "the ledger has nothing of form consigned for it: what was held is not known"
                .to_owned(),
        );
    }
    let past = Span {
        from: terms.from,
        to: as_of.min(terms.to),
    };
    shortfalls(case.here, costs, terms.value, past)
}

/// Whether a breach may be of this agreement: it names its enterprise, and its item and its number or none.
///
/// A number that no agreement of the enterprise for the item states may be that of any which states none.
fn is_of(row: &Breach, carrier: &Carrier, inputs: &SubsidyInputs) -> bool {
    let is_numbered = |other: &Carrier| {
        other.enterprise == carrier.enterprise
            && other.item == carrier.item
            && other.agreement == row.agreement
    };
    let is_its_number = row.agreement.is_empty()
        || row.agreement == carrier.agreement
        || carrier.agreement.is_empty() && !inputs.carriers.iter().any(is_numbered);
    row.enterprise == carrier.enterprise
        && (row.item.is_empty() || row.item == carrier.item)
        && is_its_number
}

/// The breaches by today that may be of this agreement.
pub(super) fn breaches_of(case: Case<'_>) -> impl Iterator<Item = &Breach> + Clone {
    let Case {
        carrier, inputs, ..
    } = case;
    let breaches = inputs.breaches.iter();
    breaches.filter(move |row| row.date <= inputs.as_of && is_of(row, carrier, inputs))
}

/// What was recovered of this agreement by the day, in fen; and what nobody can tell of which agreement it was.
///
/// A recovery belongs to the item it names, and of that item to the term that had begun last by its date; where it fits
/// several agreements of that day nobody can tell.
fn recovered(case: Case) -> (i64, i64) {
    let Case {
        carrier, inputs, ..
    } = case;
    let (mut counted, mut unclear) = (0, 0);
    for row in breaches_of(case) {
        let fen = row.recovered.map_or(0, Money::fen);
        let begun = inputs.carriers.iter().filter(|other| {
            is_of(row, other, inputs) && other.from.is_none_or(|from| from <= row.date)
        });
        let begun: Vec<&Carrier> = begun.collect();
        let last = begun.iter().map(|other| other.from).max();
        if !begun.iter().any(|other| std::ptr::eq(*other, carrier)) {
            continue;
        }
        let items: BTreeSet<&str> = begun.iter().map(|other| other.item.as_str()).collect();
        let is_last = last == Some(carrier.from);
        let of_last = begun.iter().filter(|other| Some(other.from) == last);
        match (items.len() == 1 && of_last.count() == 1, is_last) {
            (true, true) => counted += fen,
            (true, false) => {}
            (false, _) => unclear += fen,
        }
    }
    (counted, unclear)
}

/// Shortfalls outside the days of the failures, and all of the value on those.
fn merged(held: Vec<Shortfall>, failures: &[Failure], terms: &Terms) -> Vec<Shortfall> {
    let mut spans = held;
    for lost in folded(failures) {
        let outside = |span: Shortfall| {
            let before = (span.from < lost.from).then(|| Shortfall {
                to: span.to.min(lost.from.plus_days(-1)),
                ..span
            });
            let after = (span.to > lost.to).then(|| Shortfall {
                from: span.from.max(lost.to.plus_days(1)),
                ..span
            });
            [before, after]
        };
        spans = spans.into_iter().flat_map(outside).flatten().collect();
        spans.push(Shortfall {
            from: lost.from,
            to: lost.to,
            short: i128::from(terms.value.fen()) * EXACT_PER_FEN,
        });
    }
    spans.sort_by_key(|span| span.from);
    spans
}

/// The days of the failures, in spans that neither overlap nor touch.
fn folded(failures: &[Failure]) -> Vec<Span> {
    let days = failures.iter().flat_map(|failure| &failure.days);
    let mut days: Vec<Span> = days.copied().collect();
    days.sort();
    let mut spans: Vec<Span> = Vec::new();
    for span in days {
        match spans.last_mut() {
            Some(last) if span.from <= last.to.plus_days(1) => last.to = last.to.max(span.to),
            _ => spans.push(span),
        }
    }
    spans
}
