//! How much of a step people wrote down, award by award.
//!
//! A record of a line is shared by the awards of that line, one of the whole request by all awards of the request; each
//! counts once. A record without a quantity means all of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ledger::tables::{Allocation, Step};
use crate::ledger::word::DispatchStep;
use crate::quantity::Quantity;

/// The steps on record, by request and line; a blank line is the whole request.
pub(super) type Steps<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a Step>>;

/// What an award may take of the records of a step.
#[derive(Debug, Clone, Copy)]
pub(super) enum Claim {
    /// The ledger knows how much it was; of the records that much is taken.
    Known(Quantity),
    /// It takes its turn, as far as this goes; who has a better claim takes it first.
    Open { qty: Quantity, is_first: bool },
}

/// What of the records of a step is not given to an award yet; `None`: all of it.
struct Left<'a>(BTreeMap<(&'a str, &'a str), Option<Quantity>>);

impl<'a> Left<'a> {
    fn of(steps: &Steps<'a>, step: DispatchStep) -> Left<'a> {
        let mut left = BTreeMap::new();
        for (key, steps) in steps {
            let mut of_step = steps.iter().filter(|row| row.step == step).peekable();
            if of_step.peek().is_some() {
                left.insert(*key, of_step.map(|row| row.qty).sum::<Option<Quantity>>());
            }
        }
        Left(left)
    }

    /// Takes `qty` for an award as far as there is any: first of its line, then of its request.
    fn take(&mut self, award: &'a Allocation, mut qty: Quantity) -> Option<Quantity> {
        let mut taken = None;
        for line in [&*award.line, ""] {
            let Some(left) = self.0.get_mut(&(&*award.request, line)) else {
                continue;
            };
            let part = left.map_or(qty, |left| left.min(qty));
            *left = left.map(|left| left - part);
            qty -= part;
            taken = Some(taken.unwrap_or(Quantity::ZERO) + part);
        }
        taken
    }

    /// What is left of the records of a line, or of its request where that has no other line.
    fn rest(&mut self, award: &'a Allocation, lone: &HashSet<&str>) -> Quantity {
        let mut take = |line: &'a str| {
            let left = self.0.get_mut(&(&*award.request, line));
            left.and_then(|left| left.as_mut()).map(std::mem::take)
        };
        let of_line = take(&award.line).unwrap_or_default();
        match lone.contains(&*award.request) {
            true => of_line + take("").unwrap_or_default(),
            false => of_line,
        }
    }
}

/// The requests of which only one line has awards.
fn lone_lines(awards: &[Allocation]) -> HashSet<&str> {
    let mut lines: HashMap<&str, Option<&str>> = HashMap::new();
    for award in awards {
        let only = lines.entry(&award.request).or_insert(Some(&award.line));
        *only = only.filter(|line| *line == &*award.line);
    }
    let lone = lines.into_iter().filter(|(_, only)| only.is_some());
    lone.map(|(request, _)| request).collect()
}

/// How much of a step is on record for each award that the ledger does not know it of; `None` where nothing is.
///
/// `claims`: one an award, in their order. What is more than all say goes to the last.
pub(super) fn noted<'a>(
    steps: &Steps<'a>,
    step: DispatchStep,
    awards: &'a [Allocation],
    claims: &[Claim],
) -> Vec<Option<Quantity>> {
    let mut left = Left::of(steps, step);
    let mut noted = vec![None; awards.len()];
    for (award, claim) in awards.iter().zip(claims) {
        if let Claim::Known(qty) = claim {
            left.take(award, *qty);
        }
    }
    for turn in [true, false] {
        for (at, claim) in claims.iter().enumerate() {
            match claim {
                Claim::Open { qty, is_first } if *is_first == turn => {
                    noted[at] = left.take(&awards[at], *qty);
                }
                _ => {}
            }
        }
    }
    let lone = lone_lines(awards);
    for (award, noted) in awards.iter().zip(&mut noted).rev() {
        if let Some(noted) = noted {
            *noted += left.rest(award, &lone);
        }
    }
    noted
}
