//! What became of what had come to each share: used, given back, or written off.
//!
//! An institution that keeps its stock in the ledger issued the lot there, took some back from its wards, sent some away
//! again, or disposed of it. Of one that does not the ledger knows what came back to a store in its name, and its own
//! reports of use say the rest: what has to be used first counts first. Nobody is rid of more of a share than had come
//! by then; what was given back and came again is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Movement, Usage};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::{Came, Plan, is_since};

/// What an institution has no more of a share; a use of `None` is not known, and never nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    pub used: Option<Quantity>,
    pub given_back: Quantity,
    pub written_off: Quantity,
}

impl Spent {
    fn sum(&self) -> Quantity {
        self.used.unwrap_or_default() + self.given_back + self.written_off
    }

    fn use_up(&mut self, qty: Quantity) {
        self.used = Some(self.used.unwrap_or_default() + qty);
    }

    fn give_back(&mut self, qty: Quantity) {
        self.given_back += qty;
    }

    fn write_off(&mut self, qty: Quantity) {
        self.written_off += qty;
    }
}

impl Plan<'_> {
    /// What became of what `came` to each share; `keepers` keep their stock in the ledger.
    pub fn spent(
        &self,
        came: &[Came],
        usage: &[Usage],
        keepers: &BTreeSet<&str>,
        as_of: Day,
    ) -> Vec<Spent> {
        let keeps = |at: usize| keepers.contains(&*self.shares[at].institution);
        let mut spent = vec![Spent::default(); came.len()];
        for (at, spent) in spent.iter_mut().enumerate() {
            // Of what never came nothing can be used.
            spent.used = (keeps(at) || came[at].of_share.0.is_empty()).then_some(Quantity::ZERO);
        }
        for line in &self.lines {
            self.follow(line, came, keepers, &mut spent);
        }
        self.report(came, usage, |at| !keeps(at), as_of, &mut spent);
        for (spent, came) in spent.iter_mut().zip(came) {
            let again = spent.given_back.min(came.beyond.sum());
            spent.given_back -= again;
        }
        spent
    }

    /// What a line says became of its lot at the institution of its site, or on the other side.
    fn follow(
        &self,
        line: &Movement,
        came: &[Came],
        keepers: &BTreeSet<&str>,
        spent: &mut [Spent],
    ) {
        let of = (line.date, line.qty.unwrap_or_default());
        let here = || self.shares_of(&line.site, line);
        match line.kind {
            MovementKind::Issue => take(&here(), came, spent, of, Spent::use_up),
            MovementKind::TransferOut => take(&here(), came, spent, of, Spent::give_back),
            MovementKind::Dispose => take(&here(), came, spent, of, Spent::write_off),
            MovementKind::Return | MovementKind::TransferIn => {
                let there = match keepers.contains(&*line.counterparty) {
                    // Its own line says so.
                    true => Vec::new(),
                    false => self.shares_of(&line.counterparty, line),
                };
                take(&there, came, spent, of, Spent::give_back);
                if there.is_empty() && line.kind == MovementKind::Return {
                    unused(&here(), line, spent);
                }
            }
            _ => {}
        }
    }

    /// The shares that an institution has in the lot of a line, of plans that were made by then.
    fn shares_of(&self, institution: &str, line: &Movement) -> Vec<usize> {
        let of_lot = self.of_lot(line).iter().copied();
        of_lot
            .filter(|at| {
                let share = &self.shares[*at];
                share.institution == institution && is_since(share, line.date)
            })
            .collect()
    }

    /// What institutions reported as used of what had come to each share, of one item in the order of the last days; it is
    /// not known where nobody has reported since it came.
    fn report(
        &self,
        came: &[Came],
        usage: &[Usage],
        reports_use: impl Fn(usize) -> bool,
        as_of: Day,
        spent: &mut [Spent],
    ) {
        let mut of_item: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for at in self.by_lot.values().flatten().copied() {
            let share = &self.shares[at];
            if reports_use(at) {
                let key = (&*share.institution, &*share.item);
                of_item.entry(key).or_default().push(at);
            }
        }
        for shares in of_item.values_mut() {
            shares.sort_by_key(|at| {
                let share = &self.shares[*at];
                (share.use_by.is_none(), share.use_by, share.date, *at)
            });
        }
        let reports = usage.iter().filter(|row| row.date <= as_of);
        let mut reports: Vec<(&Usage, Quantity)> =
            reports.filter_map(|row| Some((row, row.used?))).collect();
        reports.sort_by_key(|(row, _)| row.date);
        for (row, qty) in reports {
            let Some(shares) = of_item.get(&(&*row.site, &*row.item)) else {
                continue;
            };
            for at in shares {
                if came[*at].of_share.by(row.date).is_positive() {
                    spent[*at].used.get_or_insert(Quantity::ZERO);
                }
            }
            take(shares, came, spent, (row.date, qty), Spent::use_up);
        }
    }
}

/// Takes so much of a day off `shares`, in their order, each up to what had come by then.
fn take(
    shares: &[usize],
    came: &[Came],
    spent: &mut [Spent],
    (day, mut qty): (Day, Quantity),
    add: fn(&mut Spent, Quantity),
) {
    for at in shares.iter().copied() {
        let (of_share, spent) = (came[at].of_share.by(day), &mut spent[at]);
        let again = spent.given_back.min(came[at].beyond.by(day));
        let part = qty.min(of_share + again - spent.sum()).or_zero();
        if part.is_positive() {
            add(spent, part);
            qty -= part;
        }
    }
}

/// Gives what came back from the wards to the shares that it was used of, the last of them first.
fn unused(shares: &[usize], line: &Movement, spent: &mut [Spent]) {
    let mut qty = line.qty.unwrap_or_default();
    for at in shares.iter().rev().copied() {
        let used = spent[at].used.unwrap_or_default();
        let part = qty.min(used).or_zero();
        spent[at].used = Some(used - part);
        qty -= part;
    }
}
