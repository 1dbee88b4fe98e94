//! What became of what had come to each share: used, given back, or written off.
//!
//! An institution that keeps its stock in the ledger issued the lot there, took some back from its wards, sent some away
//! again, disposed of it, or found less than the book says. Of one that does not the ledger knows what came back to a
//! store in its name, or by the line that had sent it, and its own reports of use say the rest: what has to be used first
//! counts first, as long as it may be used. Nobody is rid of more of a share than had come by then; what was given back
//! and came again is there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::engine::reversal::reference;
use crate::ledger::LotKey;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Movement, Usage};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use crate::rotate::book::earliest;

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
    /// What became of what `came` to each share; `keepers` keep their stock in the ledger, `expiries` are those of the
    /// lots.
    pub fn spent(
        &self,
        came: &[Came],
        usage: &[Usage],
        keepers: &BTreeSet<&str>,
        expiries: &[Option<Day>],
        as_of: Day,
    ) -> Vec<Spent> {
        let keeps = |at: usize| keepers.contains(&*self.shares[at].institution);
        let mut spent = vec![Spent::default(); came.len()];
        for (at, spent) in spent.iter_mut().enumerate() {
            // Of what never came nothing can be used.
            spent.used = (keeps(at) || came[at].of_share.0.is_empty()).then_some(Quantity::ZERO);
        }
        let (senders, mut balances) = (self.senders(), BTreeMap::new());
        for line in &self.lines {
            let change = change(line, &mut balances);
            match line.kind {
                MovementKind::Adjust | MovementKind::Count => {
                    self.mend(line, change, came, &mut spent);
                }
                _ => self.follow(line, giver(line, &senders), came, keepers, &mut spent),
            }
        }
        let reports = usage.iter().filter(|row| row.date <= as_of);
        self.report(came, reports, |at| !keeps(at), expiries, &mut spent);
        for (spent, came) in spent.iter_mut().zip(came) {
            let again = spent.given_back.min(came.beyond.sum());
            spent.given_back -= again;
        }
        spent
    }

    /// Who was sent what returns name in `ref`, by the name of the line that sent it.
    fn senders(&self) -> HashMap<String, &str> {
        if !self.lines.iter().any(|line| is_unsigned_return(line)) {
            return HashMap::new();
        }
        let sent = self
            .lines
            .iter()
            .filter(|line| matches!(line.kind, MovementKind::Issue | MovementKind::TransferOut));
        sent.map(|line| (reference(line), &*line.counterparty))
            .collect()
    }

    /// What a line that puts the book right says of its lot at the institution of its site: less is a loss, and more makes
    /// up for one.
    fn mend(&self, line: &Movement, change: Quantity, came: &[Came], spent: &mut [Spent]) {
        let here = self.shares_of(&line.site, line);
        match change.is_negative() {
            true => take(&here, came, spent, (line.date, -change), Spent::write_off),
            false => give_again(&here, change, spent, |spent| &mut spent.written_off),
        }
    }

    /// What a line says became of its lot at the institution of its site, or at the one that gives goods back.
    fn follow(
        &self,
        line: &Movement,
        giver: &str,
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
                let there = match keepers.contains(giver) {
                    // Its own line says so.
                    true => Vec::new(),
                    false => self.shares_of(giver, line),
                };
                take(&there, came, spent, of, Spent::give_back);
                if there.is_empty() && line.kind == MovementKind::Return {
                    let qty = line.qty.unwrap_or_default();
                    give_again(&here(), qty, spent, |spent| {
                        spent.used.get_or_insert_default()
                    });
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
    ///
    /// Nothing is used of an expired lot: what is reported after its last day was used of others. Rule: `D-02`.
    fn report<'u>(
        &self,
        came: &[Came],
        usage: impl Iterator<Item = &'u Usage>,
        reports_use: impl Fn(usize) -> bool,
        expiries: &[Option<Day>],
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
                let last = earliest(share.use_by, expiries[*at]);
                (last.is_none(), last, share.date, *at)
            });
        }
        let mut reports: Vec<(&Usage, Quantity)> =
            usage.filter_map(|row| Some((row, row.used?))).collect();
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
            let last = |at: &usize| expiries[*at].or(self.shares[*at].use_by);
            let is_usable = |at: &usize| last(at).is_none_or(|last| row.date <= last);
            let usable: Vec<usize> = shares.iter().copied().filter(is_usable).collect();
            take(&usable, came, spent, (row.date, qty), Spent::use_up);
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

/// Gives what is there again to the shares that had lost it, the last of them first; `lost` is what of a share was.
fn give_again(
    shares: &[usize],
    mut qty: Quantity,
    spent: &mut [Spent],
    lost: fn(&mut Spent) -> &mut Quantity,
) {
    for at in shares.iter().rev().copied() {
        let lost = lost(&mut spent[at]);
        let part = qty.min(*lost).or_zero();
        *lost -= part;
        qty -= part;
    }
}

/// What a line adds to the balance of its lot at its site, and what it takes away.
fn change(line: &Movement, balances: &mut BTreeMap<LotKey, Quantity>) -> Quantity {
    let balance = balances.entry(LotKey::of_movement(line)).or_default();
    let before = *balance;
    match effect(line) {
        Effect::Add(change) => *balance += change,
        Effect::Set(counted) => *balance = counted,
        _ => {}
    }
    *balance - before
}

/// Whether goods came back by a line that says which line had sent them, and not from whom.
fn is_unsigned_return(line: &Movement) -> bool {
    line.kind == MovementKind::Return && line.counterparty.is_empty() && !line.reference.is_empty()
}

/// Who gives back what a line takes in: whom it names, else who had been sent it.
fn giver<'a>(line: &'a Movement, senders: &HashMap<String, &'a str>) -> &'a str {
    match is_unsigned_return(line) {
        true => senders.get(&line.reference).copied().unwrap_or_default(),
        false => &line.counterparty,
    }
}
