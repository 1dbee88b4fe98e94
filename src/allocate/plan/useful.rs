//! Who is passed over so that nobody gets a quantity too small to be of use?
//!
//! A line may say the least that is of use to it (`min_qty`), and a policy may say so for goods; it gets as much, or
//! nothing. To choose the lines that are served is a knapsack, so this is a heuristic: tier by tier, the least quantities
//! are guaranteed as far as the goods go; of the lines that still get less, the one with the smallest award is passed
//! over, and the rest is shared again; in the end each line that was passed over is tried once more. What is left in
//! store is never enough for the least quantity of a line that was passed over.
//!
//! Never: another order of the tiers. A line is passed over for others of its own tier alone.

use std::collections::BTreeSet;

use crate::allocate::Minimum;
use crate::allocate::supply::lots::Lot;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::Request;
use crate::quantity::Quantity;

use super::claimant::{Bounds, Candidate, claimants, least};
use super::facts::Facts;
use super::phase::share_out;
use super::problem::Problem;

/// Shares an item; lines that cannot be given what is of use to them are passed over, and come back by number.
pub(super) fn share_useful<'a>(
    item: &'a str,
    candidates: Vec<Candidate<'a>>,
    lots: Vec<Lot<'a>>,
    bounds: Bounds,
    facts: &Facts<'a>,
) -> Result<(Problem<'a>, Vec<usize>), Diagnostic> {
    let mut sharing = Sharing {
        item,
        lots,
        bounds,
        facts,
        candidates,
        passed_over: BTreeSet::new(),
    };
    if bounds.minimum == Minimum::Useful {
        let tiers: BTreeSet<i64> = sharing.candidates.iter().map(|line| line.tier).collect();
        for tier in tiers {
            sharing.settle(tier)?;
        }
    }
    let problem = sharing.shared(i64::MAX)?;
    Ok((problem, sharing.passed_over.into_iter().collect()))
}

struct Sharing<'a, 'b> {
    item: &'a str,
    lots: Vec<Lot<'a>>,
    bounds: Bounds,
    facts: &'b Facts<'a>,
    candidates: Vec<Candidate<'a>>,
    /// Numbers of the lines that get nothing.
    passed_over: BTreeSet<usize>,
}

impl<'a> Sharing<'a, '_> {
    /// Shares among the lines up to a tier that are not passed over.
    fn shared(&self, tier: i64) -> Result<Problem<'a>, Diagnostic> {
        let served =
            |line: &&Candidate| line.tier <= tier && !self.passed_over.contains(&line.number);
        let lines: Vec<Candidate> = self.candidates.iter().filter(served).copied().collect();
        let mut problem = Problem {
            claimants: claimants(lines, &self.lots, self.bounds),
            item: self.item,
            lots: self.lots.clone(),
            step: self.bounds.step,
        };
        share_out(&mut problem, self.facts)?;
        Ok(problem)
    }

    /// Decides who of a tier is passed over.
    fn settle(&mut self, tier: i64) -> Result<(), Diagnostic> {
        let mut dropped = Vec::new();
        while let Some(line) = self.too_little(&self.shared(tier)?) {
            self.passed_over.insert(line);
            dropped.push(line);
        }
        dropped.sort_unstable();
        for line in dropped {
            self.passed_over.remove(&line);
            if self.too_little(&self.shared(tier)?).is_some() {
                self.passed_over.insert(line);
            }
        }
        Ok(())
    }

    /// The line with the smallest award that is too small to be of use; of equals the last.
    fn too_little(&self, problem: &Problem) -> Option<usize> {
        let awards = problem.claimants.iter().flat_map(|claimant| {
            let mut shares = Vec::with_capacity(claimant.lines.len());
            claimant.hand_out(claimant.awarded, &mut shares);
            shares
                .into_iter()
                .zip(claimant.lines.iter().map(|line| line.number))
        });
        let too_little = awards.filter(|&(given, number)| {
            given > 0 && given < least(self.facts.lines.all[number], self.bounds)
        });
        let smallest = too_little.min_by_key(|&(given, number)| (given, std::cmp::Reverse(number)));
        smallest.map(|(_, number)| number)
    }
}

/// The least that a policy calls useful of an item, with the rule that says so; of several the largest.
pub(super) fn of_policy<'a>(item: &str, facts: &Facts<'a>) -> Option<(Quantity, &'a str)> {
    let inputs = facts.inputs;
    let known = inputs.items.get(item)?;
    let tier = inputs.rules.tier_of(item);
    let rules = inputs.rules.shipment.iter();
    let speaking = rules.filter(|rule| rule.items.includes(known, tier));
    let least = speaking.filter_map(|rule| Some((Quantity::whole(rule.least)?, rule.id.as_str())));
    least.max()
}

/// Says how many lines were passed over, and how far from the best that may be.
pub(super) fn passed_over(problem: &Problem, lines: &[&Request]) -> Option<Diagnostic> {
    if lines.is_empty() {
        return None;
    }
    let left: i128 = problem.lots.iter().map(|lot| i128::from(lot.left)).sum();
    let asked: i128 = lines
        .iter()
        .map(|line| i128::from(line.qty.unwrap_or_default().thousandths()))
        .sum();
    let qty = |sum| Quantity::from_sum(sum).unwrap_or(Quantity::MAX);
    let counted = match lines.len() {
        1 => "1 line is".to_owned(),
        more => format!("{more} lines are"),
    };
    let message = format!(
        "{}: {counted} passed over, as less than a useful quantity was left for it; {} stay in store, and no other choice gives out more than {} more",
        problem.item,
        qty(left),
        qty(left.min(asked))
    );
    let hint = "who is passed over is a heuristic: the smallest award of a tier first; lower min_qty where less is of use";
    Some(Diagnostic::warning(Code::BelowMinimum, message).hint(hint))
}
