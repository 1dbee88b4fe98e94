//! How scarce is each item that is asked for: enough, may be short, short, specially scarce?
//!
//! Held against what some asker may have, what eligible lines ask for, and what the plan gives them of it. Enough:
//! what is left covers the coming month at today's use, first expiry first, without what expires before it is used.
//! May be short: every request is met and the month is not covered. Short: not every request is met. Specially scarce:
//! not even those who come first of all, the first line of the first class of the policy, and of the own level before
//! it. A line for which the reserve is not open is no sign of scarcity by itself. Table `shortage` (item).
//!
//! Never: a threshold of its own; the month is a plan's (P4-R05), and the rest follows from the requests.

use std::collections::{BTreeSet, HashMap};

use crate::allocate::PlanInputs;
use crate::allocate::supply::lots::{Lot, Store};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::number::numbered;
use crate::engine::parallel::both;
use crate::ledger::tables::{Allocation, Finding, Request, Shortage, Unmet};
use crate::ledger::word::{Severity, ShortageGrade};
use crate::policy::Needs;
use crate::quantity::{Quantity, Rate};
use crate::stock::fefo::{self, Demand};

use super::fairness::tier_of;

mod asked;
mod given;
mod uses;

use asked::{asked, first_tiers};
use given::given;
use uses::{use_unknown_of, uses_of_askers};

/// What is known of one item, in thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scarcity {
    /// What some of those who ask may have.
    pub available: i128,
    pub requested: i128,
    /// The part of it that those ask for who come first of all.
    pub first: i128,
    /// What the plan leaves those short of who may draw on the stores, and of that those who come first of all.
    pub short: i128,
    pub first_short: i128,
    /// Whether what it leaves in store covers the coming month; `None` where no use is known.
    pub covers_month: Option<bool>,
}

/// The grade of an item. Rule: `P4-A02`, `P0-A04`, `P0-E04`, `D-01`.
pub fn grade(of: &Scarcity) -> ShortageGrade {
    match () {
        () if of.available < of.first || of.first_short > 0 => ShortageGrade::Special,
        () if of.available < of.requested || of.short > 0 => ShortageGrade::Short,
        () if of.covers_month == Some(false) => ShortageGrade::MayBeShort,
        () => ShortageGrade::Enough,
    }
}

/// The grade of every item that is asked for, by item. `allocation`, `unmet`: what a plan gives and what it does not;
/// `needs`: the coming month, and what is done at each grade.
///
/// Errors: those of the plan.
pub fn shortages(
    inputs: &PlanInputs,
    allocation: &[Allocation],
    unmet: &[Unmet],
    needs: &Needs,
) -> Result<Vec<Shortage>> {
    let month = needs.month.value.first().copied().unwrap_or(0);
    let requests = inputs.requests;
    let (items, sites) = both(
        requests.len(),
        || numbered(requests, |line| &line.item),
        || numbered(requests, |line| &line.site),
    );
    let store = Store::of(inputs, &sites.names)?;
    let lots = asked::lots_for_askers(inputs, &store, &items, &sites);
    let asked = asked(inputs, unmet, &store, (&items, &sites));
    let uses = uses_of_askers(inputs);
    let tiers = tiers_unsaid(inputs, allocation);
    let first = first_tiers(inputs.rules);
    let given = given(allocation, &items.names, &tiers, first, !uses.is_empty());
    let mut by_item: Vec<(usize, &str)> = items.names.iter().copied().enumerate().collect();
    by_item.sort_unstable_by_key(|(_, item)| *item);
    let rows = by_item.into_iter().map(|(number, item)| {
        let (asked, given) = (&asked[number], &given[number]);
        let used = uses.get(item).cloned().unwrap_or_default();
        let rate = used.known;
        let daily = rate.filter(|rate| rate.is_positive());
        let days = |lots: &[Lot]| cover_days(lots, daily?, inputs);
        let left = given.left_of(&lots[number]);
        let lasts_month = |_| days(&left).is_none_or(|days| days >= month);
        let scarcity = Scarcity {
            available: lots[number].iter().map(|lot| i128::from(lot.left)).sum(),
            requested: asked.all,
            first: asked.first,
            short: asked.due - given.met,
            first_short: asked.first_due - given.first_met,
            // What is not known comes on top: it can only make less of a month.
            covers_month: rate
                .map(lasts_month)
                .filter(|lasts| !lasts || used.unknown.is_empty()),
        };
        let cover = (rate, days(&lots[number]));
        row(item, &scarcity, (cover, &used.unknown), needs, inputs)
    });
    Ok(rows.collect())
}

/// The tiers of lines by request and line, for awards that do not say theirs; none where all do.
fn tiers_unsaid<'a>(
    inputs: &PlanInputs<'a>,
    allocation: &[Allocation],
) -> HashMap<(&'a str, &'a str), i64> {
    if allocation.iter().all(|award| award.tier.is_some()) {
        return HashMap::new();
    }
    let lines = inputs.requests.iter();
    let tier = |line: &'a Request| ((&*line.request, &*line.line), tier_of(line, inputs));
    lines.map(tier).collect()
}

/// Whole days that lots last at a daily use, first expiry first; what expires before it is used covers nothing.
///
/// Rule: `D-01`.
fn cover_days(lots: &[Lot], daily: Quantity, inputs: &PlanInputs) -> Option<i64> {
    let lots: Vec<fefo::Lot> = lots
        .iter()
        .map(|lot| fefo::Lot {
            lot: &lot.row.lot,
            qty: Quantity::from_thousandths(lot.left),
            expiry: lot.row.expiry,
        })
        .collect();
    let demand = Demand::Daily(Rate::daily(daily));
    fefo::run(inputs.as_of, inputs.as_of, &lots, &demand).cover_days
}

/// The awards of specially scarce items that do not say so: nothing would keep them from leaving without approval.
///
/// Rule: `P0-A04`.
pub fn unmarked(allocation: &[Allocation], shortages: &[Shortage]) -> Vec<Finding> {
    let special = specially_scarce(shortages);
    let is_unmarked =
        |award: &&Allocation| award.special != Some(true) && special.contains(award.item.as_str());
    let of_award = |award: &Allocation| Finding {
        line: format!("{}/{}", award.request, award.line),
        site: award.site.to_string(),
        item: award.item.to_string(),
        lot: award.lot.to_string(),
        value: award.qty.to_string(),
        hint: "write yes into column special; it leaves when it is approved".to_owned(),
        ..Finding::new(
            "unmarked_special",
            Severity::Error,
            format!(
                "{} is specially scarce, and the award does not say so",
                award.item
            ),
        )
    };
    allocation
        .iter()
        .filter(is_unmarked)
        .map(of_award)
        .collect()
}

fn specially_scarce(shortages: &[Shortage]) -> BTreeSet<&str> {
    let special = shortages.iter();
    let special = special.filter(|row| row.grade == ShortageGrade::Special);
    special.map(|row| row.item.as_str()).collect()
}

/// Marks the awards of specially scarce items: nothing of them leaves without approval. Says which items those are.
///
/// Rule: `P0-A04`.
pub fn mark_special(awards: &mut [Allocation], shortages: &[Shortage]) -> Option<Diagnostic> {
    let special = specially_scarce(shortages);
    let mut marked = BTreeSet::new();
    for award in awards
        .iter_mut()
        .filter(|award| special.contains(award.item.as_str()))
    {
        award.special = Some(true);
        marked.insert(award.item.as_str());
    }
    (!marked.is_empty()).then(|| {
        let items: Vec<&str> = marked.into_iter().collect();
        let message = format!(
            "specially scarce, so that nothing leaves without approval: {}",
            items.join(", ")
        );
        Diagnostic::warning(Code::NotApproved, message)
            .hint("propose it to the command; allocate dispatch passes on what is approved")
    })
}

fn row(
    item: &str,
    of: &Scarcity,
    (cover, unknown): ((Option<Quantity>, Option<i64>), &[&str]),
    needs: &Needs,
    inputs: &PlanInputs,
) -> Shortage {
    let grade = grade(of);
    let whole = |sum: i128| Quantity::from_sum(sum).unwrap_or_default();
    let done = needs.when_short(grade);
    // The use of some of them is not the use of all.
    let (rate, cover_days) = if unknown.is_empty() {
        cover
    } else {
        (None, None)
    };
    Shortage {
        item: item.to_owned(),
        as_of: inputs.as_of,
        available: whole(of.available),
        requested: whole(of.requested),
        rate,
        cover_days,
        grade,
        action: done.action.clone(),
        reason: match (unknown, of.covers_month) {
            ([], Some(_)) => String::new(),
            ([], None) => "use_unknown".to_owned(),
            (some, _) => use_unknown_of(some),
        },
        rule: done.rule(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{Sample, ask, day, lot, pieces, uses};

    fn of(available: i128, requested: i128, first: i128, covers: Option<bool>) -> ShortageGrade {
        grade(&Scarcity {
            available,
            requested,
            first,
            covers_month: covers,
            ..Scarcity::default()
        })
    }

    #[test]
    fn each_grade_begins_exactly_at_its_bound() {
        use ShortageGrade::{Enough, MayBeShort, Short, Special};
        assert_eq!(of(100, 100, 50, Some(true)), Enough);
        assert_eq!(of(100, 100, 50, Some(false)), MayBeShort);
        assert_eq!(of(99, 100, 50, Some(true)), Short);
        assert_eq!(of(50, 100, 50, Some(false)), Short);
        assert_eq!(of(49, 100, 50, Some(false)), Special);
        assert_eq!(of(100, 100, 50, None), Enough);
        assert_eq!(of(0, 0, 0, None), Enough);
        let left_short = |short, first_short| {
            grade(&Scarcity {
                available: 100,
                requested: 100,
                short,
                first_short,
                ..Scarcity::default()
            })
        };
        assert_eq!(left_short(0, 0), Enough);
        assert_eq!(left_short(1, 0), Short);
        assert_eq!(left_short(1, 1), Special);
    }

    /// The rows of table `shortage` as grade, what is available, and days of cover.
    fn graded(sample: &Sample) -> Vec<(ShortageGrade, Quantity, Option<i64>)> {
        let needs = Needs::built_in().expect("needs come with granary");
        let plan = sample.plan();
        let rows = shortages(&sample.inputs(), &plan.allocation, &plan.unmet, &needs);
        let rows = rows.expect("graded");
        let of = |row: Shortage| (row.grade, row.available, row.cover_days);
        rows.into_iter().map(of).collect()
    }

    #[test]
    fn what_may_not_have_the_goods_does_not_make_them_scarce() {
        let mut office = ask("O", "OFFICE", "n95", 500);
        office.usage = "office".into();
        let requests = vec![ask("A", "CASE", "n95", 8), office];
        let mut sample = Sample::of(vec![lot("n95", "A", 10, "2023-01-01")], requests);
        sample.burn = vec![uses("CASE", "n95", 1)];
        let may_be_short = (ShortageGrade::MayBeShort, pieces(10), Some(10));
        assert_eq!(graded(&sample), [may_be_short]);
        sample.requests.clear();
        assert_eq!(graded(&sample), []);
    }

    #[test]
    fn goods_meant_for_who_does_not_ask_or_ending_too_soon_leave_them_scarce() {
        let mut lots = vec![lot("mask", "GIFT", 500, ""), lot("mask", "OPEN", 40, "")];
        lots[0].earmark = "site:OFFICE".to_owned();
        let mut sample = Sample::of(lots, vec![ask("A", "CASE", "mask", 40)]);
        let of = |grade, there| (grade, pieces(there), None);
        assert_eq!(graded(&sample), [of(ShortageGrade::Enough, 40)]);
        sample.requests[0].qty = Some(pieces(41));
        assert_eq!(graded(&sample), [of(ShortageGrade::Special, 40)]);
        // What it is meant for asks too: there is enough of it, and still none for the hospital.
        sample.requests.push(ask("B", "OFFICE", "mask", 10));
        assert_eq!(graded(&sample), [of(ShortageGrade::Special, 540)]);
        sample.onhand.remove(0);
        sample.onhand[0].expiry = Some(day("2022-03-20"));
        sample.requests.truncate(1);
        sample.requests[0] = ask("A", "F1", "mask", 40);
        sample.requests[0]
            .terms
            .get_or_insert_default()
            .min_days_left = Some(6);
        assert_eq!(graded(&sample), [of(ShortageGrade::Enough, 40)]);
        sample.requests[0]
            .terms
            .get_or_insert_default()
            .min_days_left = Some(7);
        assert_eq!(graded(&sample), [of(ShortageGrade::Short, 40)]);
    }

    #[test]
    fn awards_of_specially_scarce_goods_that_do_not_say_so_are_found() {
        let sample = Sample::of(
            vec![lot("mask", "L", 40, "")],
            vec![ask("A", "CASE", "mask", 41)],
        );
        let needs = Needs::built_in().expect("needs come with granary");
        let mut plan = sample.plan();
        let rows = shortages(&sample.inputs(), &plan.allocation, &plan.unmet, &needs);
        let rows = rows.expect("graded");
        let codes: Vec<String> = unmarked(&plan.allocation, &rows)
            .into_iter()
            .map(|finding| finding.code)
            .collect();
        assert_eq!(codes, ["unmarked_special"]);
        mark_special(&mut plan.allocation, &rows);
        assert_eq!(unmarked(&plan.allocation, &rows), []);
    }

    #[test]
    fn awards_that_leave_their_tier_out_have_that_of_their_lines() {
        let requests = vec![ask("A", "CASE", "mask", 30), ask("B", "F1", "mask", 35)];
        let sample = Sample::of(vec![lot("mask", "L", 60, "")], requests);
        let needs = Needs::built_in().expect("needs come with granary");
        let mut plan = sample.plan();
        let grades = |plan: &crate::allocate::Plan| {
            let rows = shortages(&sample.inputs(), &plan.allocation, &plan.unmet, &needs);
            let grade = |row: Shortage| row.grade;
            rows.expect("graded")
                .into_iter()
                .map(grade)
                .collect::<Vec<_>>()
        };
        assert_eq!(grades(&plan), [ShortageGrade::Short]);
        for award in &mut plan.allocation {
            award.tier = None;
        }
        assert_eq!(grades(&plan), [ShortageGrade::Short]);
    }

    #[test]
    fn what_expires_before_it_is_used_covers_no_month() {
        let lots = vec![
            lot("mask", "SOON", 300, "2022-03-19"),
            lot("mask", "LATE", 100, ""),
        ];
        let mut sample = Sample::of(lots, vec![ask("A", "CASE", "mask", 100)]);
        sample.burn = vec![uses("CASE", "mask", 10)];
        let of = |grade, days| (grade, pieces(400), Some(days));
        assert_eq!(graded(&sample), [of(ShortageGrade::MayBeShort, 16)]);
        // 200 are left of it after the request, to be used in 20 days.
        sample.onhand[0].expiry = Some(day("2022-04-01"));
        assert_eq!(graded(&sample), [of(ShortageGrade::MayBeShort, 29)]);
        sample.onhand[0].expiry = Some(day("2022-04-02"));
        assert_eq!(graded(&sample), [of(ShortageGrade::Enough, 30)]);
    }
}
