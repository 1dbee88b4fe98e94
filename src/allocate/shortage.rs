//! How scarce is each item that is asked for: enough, may be short, short, specially scarce?
//!
//! Held against what may be given and what eligible lines ask for. Enough: after every request the coming month is
//! covered at today's use. May be short: every request is met and the month is not covered. Short: not every request
//! can be met. Specially scarce: not even those who come first of all, the first line of the first class of the policy. Table `shortage` (item).
//!
//! Never: a threshold of its own; the month is a plan's (P4-R05), and the rest follows from the requests.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::number::numbered;
use crate::engine::parallel::{both, in_parallel, parts};
use crate::ledger::tables::{Allocation, Shortage, Site};
use crate::ledger::word::ShortageGrade;
use crate::policy::Needs;
use crate::quantity::Quantity;

use super::PlanInputs;
use super::claimant::Precedence;
use super::eligibility::Gate;
use super::lots::Store;
use super::own::rates;

/// What is known of one item, in thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scarcity {
    pub available: i128,
    pub requested: i128,
    /// The part of it that those ask for who come first of all.
    pub first: i128,
    /// What the coming month takes; `None` where no use is known.
    pub month: Option<i128>,
}

/// The grade of an item. Rule: `P4-A02`, `P0-A04`, `P0-E04`.
pub fn grade(of: &Scarcity) -> ShortageGrade {
    let left = of.available - of.requested;
    match () {
        () if of.available < of.first => ShortageGrade::Special,
        () if left < 0 => ShortageGrade::Short,
        () if of.month.is_some_and(|month| left < month) => ShortageGrade::MayBeShort,
        () => ShortageGrade::Enough,
    }
}

/// The grade of every item that is asked for, by item. `needs`: the coming month, and what is done at each grade.
///
/// Errors: those of the plan.
pub fn shortages(inputs: &PlanInputs, needs: &Needs) -> Result<Vec<Shortage>> {
    let month = needs.month.value.first().copied().unwrap_or(0);
    let asked = Asked::of(inputs);
    let store = Store::of(inputs, &asked.sites)?;
    let rates = rates_of_askers(inputs);
    let rows = asked.sums.into_iter().map(|(item, (requested, first))| {
        let rate = rates.get(item).copied();
        let lots = store.lots_of(item, 1);
        let scarcity = Scarcity {
            available: lots.iter().map(|lot| i128::from(lot.left)).sum(),
            requested,
            first,
            month: rate.map(|rate| i128::from(rate.thousandths()) * i128::from(month)),
        };
        row(item, &scarcity, rate, needs, inputs)
    });
    Ok(rows.collect())
}

/// What is asked for, and by whom.
struct Asked<'a> {
    /// The sites of all lines.
    sites: Vec<&'a str>,
    /// What eligible lines ask for of each item, and the part of it that comes first of all.
    sums: BTreeMap<&'a str, (i128, i128)>,
}

impl<'a> Asked<'a> {
    fn of(inputs: &PlanInputs<'a>) -> Asked<'a> {
        let requests = inputs.requests;
        let (items, sites) = both(
            requests.len(),
            || numbered(requests, |line| &line.item),
            || numbered(requests, |line| &line.site),
        );
        let (known, rules) = (inputs.items, inputs.rules);
        let goods = items.names.iter();
        let goods = goods.map(|item| {
            (
                Gate::of(item, known, rules),
                Precedence::of(item, known, rules),
            )
        });
        let goods: Vec<(Gate, Precedence)> = goods.collect();
        let order = rules.priority.as_ref();
        let askers = sites.names.iter().map(|site| {
            let tier = order.map_or(1, |order| order.tier(&inputs.sites.classes(site)));
            (inputs.sites.get(site), tier)
        });
        let askers: Vec<(Option<&Site>, i64)> = askers.collect();
        let sums_of = |lines: Range<usize>| {
            let mut sums = vec![(0, 0); goods.len()];
            for at in lines {
                let (line, item) = (&requests[at], items.of[at] as usize);
                let (gate, precedence) = &goods[item];
                let (site, class_tier) = askers[sites.of[at] as usize];
                if gate.bar(line, site).is_some() {
                    continue;
                }
                let qty = i128::from(line.qty.unwrap_or_default().thousandths());
                sums[item].0 += qty;
                if precedence.tier(class_tier, line) == 1 {
                    sums[item].1 += qty;
                }
            }
            sums
        };
        let mut all = vec![(0, 0); goods.len()];
        for sums in in_parallel(parts(requests.len()), sums_of) {
            for (all, (asked, first)) in all.iter_mut().zip(sums) {
                *all = (all.0 + asked, all.1 + first);
            }
        }
        Asked {
            sites: sites.names,
            sums: items.names.into_iter().zip(all).collect(),
        }
    }
}

/// What all sites that ask for an item use of it a day, where anything is known of any of them.
fn rates_of_askers<'a>(inputs: &PlanInputs<'a>) -> HashMap<&'a str, Quantity> {
    let mut sums = HashMap::new();
    if inputs.burn.is_empty() {
        return sums;
    }
    let asking = inputs.requests.iter();
    let asking: HashSet<(&str, &str)> = asking
        .map(|line| (line.site.as_str(), line.item.as_str()))
        .collect();
    for ((site, item), rate) in rates(inputs.burn, inputs.as_of) {
        if let Some(daily) = rate.in_days(1).filter(|_| asking.contains(&(site, item))) {
            *sums.entry(item).or_default() += daily;
        }
    }
    sums
}

/// Marks the awards of specially scarce items: nothing of them leaves without approval. Says which items those are.
///
/// Rule: `P0-A04`.
pub fn mark_special(awards: &mut [Allocation], shortages: &[Shortage]) -> Option<Diagnostic> {
    let special = shortages
        .iter()
        .filter(|row| row.grade == ShortageGrade::Special);
    let special: BTreeSet<&str> = special.map(|row| row.item.as_str()).collect();
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
    rate: Option<Quantity>,
    needs: &Needs,
    inputs: &PlanInputs,
) -> Shortage {
    let grade = grade(of);
    let whole = |sum: i128| Quantity::from_sum(sum).unwrap_or_default();
    let done = needs.when_short(grade);
    let is_daily = rate.is_some_and(|rate| rate.is_positive());
    Shortage {
        item: item.to_owned(),
        as_of: inputs.as_of,
        available: whole(of.available),
        requested: whole(of.requested),
        rate,
        cover_days: rate.filter(|_| is_daily).map(|rate| {
            let days = of.available / i128::from(rate.thousandths());
            i64::try_from(days).unwrap_or(i64::MAX)
        }),
        grade,
        action: done.action.clone(),
        reason: match of.month {
            Some(_) => String::new(),
            None => "use_unknown".to_owned(),
        },
        rule: done.rule(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, ask, lot, uses};
    use super::*;

    fn of(available: i128, requested: i128, first: i128, month: Option<i128>) -> ShortageGrade {
        grade(&Scarcity {
            available,
            requested,
            first,
            month,
        })
    }

    #[test]
    fn each_grade_begins_exactly_at_its_bound() {
        use ShortageGrade::{Enough, MayBeShort, Short, Special};
        assert_eq!(of(400, 100, 50, Some(300)), Enough);
        assert_eq!(of(399, 100, 50, Some(300)), MayBeShort);
        assert_eq!(of(100, 100, 50, Some(300)), MayBeShort);
        assert_eq!(of(99, 100, 50, Some(300)), Short);
        assert_eq!(of(50, 100, 50, Some(300)), Short);
        assert_eq!(of(49, 100, 50, Some(300)), Special);
        assert_eq!(of(100, 100, 50, None), Enough);
        assert_eq!(of(0, 0, 0, None), Enough);
    }

    #[test]
    fn what_may_not_have_the_goods_does_not_make_them_scarce() {
        let mut office = ask("O", "OFFICE", "n95", 500);
        office.usage = "office".into();
        let requests = vec![ask("A", "CASE", "n95", 8), office];
        let mut sample = Sample::of(vec![lot("n95", "A", 10, "2023-01-01")], requests);
        sample.burn = vec![uses("CASE", "n95", 1)];
        let graded = |sample: &Sample| {
            let needs = Needs::built_in().expect("needs come with granary");
            let rows = shortages(&sample.inputs(), &needs).expect("graded");
            rows.into_iter()
                .map(|row| (row.grade, row.requested, row.cover_days))
                .next()
        };
        let eight = Quantity::whole(8).expect("a small number");
        assert_eq!(
            graded(&sample),
            Some((ShortageGrade::MayBeShort, eight, Some(10)))
        );
        sample.requests.clear();
        assert_eq!(graded(&sample), None);
    }
}
