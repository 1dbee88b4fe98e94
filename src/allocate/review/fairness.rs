//! How does a plan treat the tiers: what part of their wishes is met, how long do they last, what changed since the last?
//!
//! Table `fairness` (item, tier): a row a tier, and one without a tier for the item as a whole, so that the rows of the
//! tiers add up to it. Lines that may not have the goods, and lines that do not say how much, are not counted: their
//! share of nothing is no judgement. Quantities of different items are never added.
//!
//! Never: whether the rule of sharing is a good one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::allocate::PlanInputs;
use crate::allocate::plan::claimant::Precedence;
use crate::allocate::plan::eligibility::Bars;
use crate::allocate::plan::line::Lines;
use crate::allocate::supply::own::Own;
use crate::diagnostic::Result;
use crate::ledger::tables::{Allocation, Fairness, Finding, Request};
use crate::ledger::word::Severity;
use crate::quantity::Quantity;

/// What is counted of one item and tier.
#[derive(Default)]
struct Part<'a> {
    lines: i64,
    requested: Quantity,
    given: Quantity,
    full: i64,
    unserved: i64,
    sites: BTreeSet<&'a str>,
    before: Option<Quantity>,
}

/// How the awards treat each tier of each item; `before`: the awards of the plan before, where there is one.
///
/// Result: by item and tier, the row of the whole item first. Errors: those of the plan.
pub fn fairness(
    inputs: &PlanInputs,
    awards: &[Allocation],
    before: Option<&[Allocation]>,
) -> Result<Vec<Fairness>> {
    let lines = Lines::of(inputs.requests)?;
    let given = given_by_line(awards);
    let mut parts: BTreeMap<(&str, Option<i64>), Part> = BTreeMap::new();
    for (item, numbers) in &lines.by_item {
        let bars = Bars::of(item, inputs.items, inputs.rules);
        let asked = numbers.iter().map(|at| lines.all[*at]);
        for line in asked.filter(|line| bars.bar(line, inputs.sites.get(&line.site)).is_none()) {
            let got = given
                .get(&(line.request.as_str(), line.line.as_str()))
                .copied()
                .unwrap_or_default();
            for part in [None, Some(tier_of(line, inputs))] {
                parts.entry((item, part)).or_default().count(line, got);
            }
        }
    }
    for award in before.unwrap_or_default() {
        for part in [None].into_iter().chain(award.tier.map(Some)) {
            if let Some(part) = parts.get_mut(&(award.asked_item(), part)) {
                *part.before.get_or_insert_default() += award.met();
            }
        }
    }
    let covers = covers(inputs, awards);
    let rows = parts
        .into_iter()
        .map(|((item, tier), part)| part.row(item, tier, &covers, before.is_some()));
    Ok(rows.collect())
}

fn given_by_line(awards: &[Allocation]) -> HashMap<(&str, &str), Quantity> {
    let mut given: HashMap<(&str, &str), Quantity> = HashMap::new();
    for award in awards {
        *given.entry((&award.request, &award.line)).or_default() += award.met();
    }
    given
}

/// The tier of a line.
pub(super) fn tier_of(line: &Request, inputs: &PlanInputs) -> i64 {
    let classes = inputs.sites.classes(&line.site);
    let class_tier = inputs
        .rules
        .priority
        .as_ref()
        .map_or(1, |order| order.tier(&classes));
    Precedence::of(&line.item, inputs.items, inputs.rules).tier(class_tier, line)
}

/// Days that a receiver's own stock lasts with its awards, by item and site, where stock and use are known.
type Covers<'a> = HashMap<(&'a str, &'a str), f64>;

fn covers<'a>(inputs: &PlanInputs<'a>, awards: &[Allocation]) -> Covers<'a> {
    let own = Own::of(inputs);
    let mut given: HashMap<(&str, &str), i128> = HashMap::new();
    for award in awards {
        *given.entry((award.asked_item(), &award.site)).or_default() +=
            i128::from(award.met().thousandths());
    }
    let asked: BTreeSet<(&str, &str)> = inputs
        .requests
        .iter()
        .map(|line| (line.item.as_str(), line.site.as_str()))
        .collect();
    let days = asked.into_iter().filter_map(|(item, site)| {
        let (stock, rate) = own.cover(site, item)?;
        let all = i128::from(stock) + given.get(&(item, site)).copied().unwrap_or(0);
        let used = rate.used as f64 / rate.days as f64;
        (used > 0.0).then(|| ((item, site), all as f64 / used))
    });
    days.collect()
}

impl<'a> Part<'a> {
    fn count(&mut self, line: &'a Request, got: Quantity) {
        let asked = line.qty.unwrap_or_default();
        self.lines += 1;
        self.requested += asked;
        self.given += got;
        self.full += i64::from(got >= asked);
        self.unserved += i64::from(got.is_zero() && asked.is_positive());
        self.sites.insert(&line.site);
    }

    fn row(self, item: &str, tier: Option<i64>, covers: &Covers, is_compared: bool) -> Fairness {
        let mut days: Vec<f64> = self
            .sites
            .iter()
            .filter_map(|site| covers.get(&(item, *site)).copied())
            .collect();
        days.sort_by(f64::total_cmp);
        let before = is_compared.then(|| self.before.unwrap_or_default());
        Fairness {
            item: item.to_owned(),
            tier,
            lines: self.lines,
            requested: self.requested,
            given: self.given,
            short: (self.requested - self.given).or_zero(),
            fill: share(self.given, self.requested),
            full: self.full,
            unserved: self.unserved,
            cover_min: days.first().copied(),
            cover_median: median(&days),
            given_before: before,
            change_qty: before.map(|before| self.given - before),
        }
    }
}

/// A part of a whole; `None` where the whole is nothing.
pub(super) fn share(part: Quantity, whole: Quantity) -> Option<f64> {
    whole
        .is_positive()
        .then(|| part.thousandths() as f64 / whole.thousandths() as f64)
}

/// The middle of sorted numbers, or half-way between the two in the middle.
fn median(sorted: &[f64]) -> Option<f64> {
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some((lower + upper) / 2.0)
}

/// Whether the rows add up to the awards: what each item is given, and its tiers together.
pub fn ties(rows: &[Fairness], awards: &[Allocation]) -> bool {
    let mut sums: BTreeMap<&str, [i128; 3]> = BTreeMap::new();
    for award in awards {
        sums.entry(award.asked_item()).or_default()[0] += i128::from(award.met().thousandths());
    }
    for row in rows {
        let sum = sums.entry(&row.item).or_default();
        sum[if row.tier.is_none() { 1 } else { 2 }] += i128::from(row.given.thousandths());
    }
    sums.values()
        .all(|[awards, whole, tiers]| awards == whole && whole == tiers)
}

/// A finding where the rows do not add up to the awards.
pub fn untied(rows: &[Fairness], awards: &[Allocation]) -> Option<Finding> {
    (!ties(rows, awards)).then(|| Finding {
    hint: "mend what the other findings say, and look again".to_owned(),
    ..Finding::new("untied", Severity::Error, "the tiers do not add up to the awards: something goes to a line that may not have it, or that nobody asked for")
})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{Sample, ask, lot, pieces, uses};

    /// 60 masks for a case hospital (30), two clinics (20 and 40), and an office that may have masks too.
    fn sample() -> Sample {
        let requests = vec![
            ask("A", "CASE", "mask", 30),
            ask("B", "F1", "mask", 20),
            ask("C", "F2", "mask", 40),
        ];
        let mut sample = Sample::of(vec![lot("mask", "L", 60, "2023-01-01")], requests);
        sample.burn = vec![uses("F1", "mask", 5), uses("F2", "mask", 3)];
        sample
    }

    fn rows(sample: &Sample, before: Option<&[Allocation]>) -> Vec<Fairness> {
        let plan = sample.plan();
        let rows = fairness(&sample.inputs(), &plan.allocation, before)
            .expect("requests that can be read");
        assert!(ties(&rows, &plan.allocation));
        rows
    }

    #[test]
    fn the_tiers_add_up_to_the_item_and_the_item_to_the_plan() {
        let rows = rows(&sample(), None);
        let seen: Vec<_> = rows
            .iter()
            .map(|row| (row.tier, row.lines, row.given, row.full, row.unserved))
            .collect();
        assert_eq!(
            seen,
            [
                (None, 3, pieces(60), 1, 0),
                (Some(1), 1, pieces(30), 1, 0),
                (Some(3), 2, pieces(30), 0, 0)
            ]
        );
        assert_eq!(rows[0].fill, Some(60.0 / 90.0));
        assert_eq!((rows[0].given_before, rows[0].change_qty), (None, None));
        assert!(
            fairness(&Sample::of(Vec::new(), Vec::new()).inputs(), &[], None)
                .expect("nothing")
                .is_empty()
        );
    }

    #[test]
    fn a_line_that_may_not_have_the_goods_is_not_counted() {
        let mut sample = sample();
        let mut office = ask("D", "OFFICE", "n95", 10);
        office.usage = "office".into();
        sample.requests.push(office);
        assert!(rows(&sample, None).iter().all(|row| row.item == "mask"));
    }

    #[test]
    fn what_changed_since_the_plan_before_is_said_tier_by_tier() {
        let mut first = sample();
        first.onhand[0] = lot("mask", "L", 40, "2023-01-01");
        let before = first.plan().allocation;
        let changed: Vec<_> = rows(&sample(), Some(&before))
            .into_iter()
            .map(|row| row.change_qty)
            .collect();
        assert_eq!(
            changed,
            [Some(pieces(20)), Some(pieces(0)), Some(pieces(20))]
        );
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[4.0]), Some(4.0));
        assert_eq!(median(&[1.0, 2.0, 9.0]), Some(2.0));
        assert_eq!(median(&[1.0, 2.0, 4.0, 9.0]), Some(3.0));
    }
}
