//! What has the ledger given to request lines already, and which awards has it carried out?
//!
//! A line that left a store names its request line in `ref`. It gave what is not undone by a reversal and did not come
//! back. Where its document is that of a plan, or one that `allocate dispatch` made of it (`PLAN-1`), it carried out the
//! award of that plan for the line and the goods, whatever its line number. Such an award stays given, and leaves no store
//! a second time: the balances are without it. What of it has arrived lies among the balances of who got it; what has not
//! is on the road to them, as that of any other award.
//!
//! Never: whether a posting was right; that is for `stock check` and `allocate dispatch`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::calendar::Day;
use crate::engine::reversal::{reference, reversed_lines};
use crate::ledger::tables::{Allocation, Movement, OnHand, Request};
use crate::ledger::word::{Form, MovementKind};
use crate::ledger::{Catalogue, Text};
use crate::quantity::Quantity;
use crate::stock::coming::arrived;

mod before;

use before::Before;

/// What an award and its movement are both known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Name {
    plan: String,
    /// The request and its line.
    request: String,
    from: String,
    to: String,
    item: String,
    lot: String,
    owner: String,
    earmark: String,
    form: Form,
}

/// A line that left a store for a request line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Departure<'a> {
    pub(super) line: &'a Movement,
    /// What of it is gone from the store, and what was taken back there.
    pub(super) gone: Quantity,
    pub(super) back: Quantity,
    /// What of it is known to have arrived.
    arrived: Quantity,
}

/// The lines that left a store by a day and name in `ref` what for, in their order.
pub(super) fn departures(movements: &[Movement], as_of: Day) -> Vec<Departure<'_>> {
    let is_one = |line: &Movement| {
        let is_sent = matches!(line.kind, MovementKind::Issue | MovementKind::TransferOut);
        is_sent && line.date <= as_of && !line.reference.is_empty()
    };
    if !movements.iter().any(is_one) {
        return Vec::new();
    }
    let reversed = reversed_lines(movements, as_of);
    let departure = |at: usize| {
        let line = &movements[at];
        let qty = line.qty.unwrap_or_default();
        let [gone, back] = match reversed.contains(&at) {
            true => [Quantity::ZERO, qty],
            false => [qty, Quantity::ZERO],
        };
        Departure {
            line,
            gone,
            back,
            arrived: Quantity::ZERO,
        }
    };
    let sent = (0..movements.len()).filter(|at| is_one(&movements[*at]));
    let mut sent: Vec<Departure> = sent.map(departure).collect();
    let numbered = movements.iter().enumerate();
    let counts = numbered.filter(|(at, line)| line.date <= as_of && !reversed.contains(at));
    let returns = counts.map(|(_, line)| line);
    let returns = returns.filter(|line| line.kind == MovementKind::Return);
    take_back(&mut sent, returns.filter(|line| !line.reference.is_empty()));
    let mut there = arrived(movements, as_of);
    for departure in &mut sent {
        let line = departure.line;
        let leg = [&*line.doc, &*line.item, &*line.lot, &*line.counterparty];
        let is_transfer = line.kind == MovementKind::TransferOut;
        if let Some(there) = there.get_mut(&leg).filter(|_| is_transfer) {
            departure.arrived = departure.gone.min(*there).or_zero();
            *there -= departure.arrived;
        }
    }
    sent
}

/// Takes what came back off the lines that sent it: a return names one of them, or the request line.
fn take_back<'a>(sent: &mut [Departure], returns: impl Iterator<Item = &'a Movement>) {
    let mut returns = returns.peekable();
    if returns.peek().is_none() {
        return;
    }
    let mut named: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, departure) in sent.iter().enumerate() {
        let line = departure.line;
        for name in [reference(line), line.reference.clone()] {
            named.entry(name).or_default().push(at);
        }
    }
    for line in returns {
        let mut qty = line.qty.unwrap_or_default();
        for &at in named.get(&line.reference).into_iter().flatten() {
            let departure = &mut sent[at];
            let left = departure.line;
            if (&left.site, &left.item, &left.lot) == (&line.site, &line.item, &line.lot) {
                let part = qty.min(departure.gone).or_zero();
                departure.gone -= part;
                departure.back += part;
                qty -= part;
            }
        }
    }
}

/// The one of some plans that a document carries out: its own, or the whole of one of which it is a numbered part.
pub(super) fn plan_of<'a>(document: &'a str, plans: &HashSet<&str>) -> Option<&'a str> {
    let parts = document.rmatch_indices('-').map(|(at, _)| &document[..at]);
    std::iter::once(document)
        .chain(parts)
        .find(|plan| plans.contains(plan))
}

/// What the ledger has of awards, by what movements name of them.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    left: HashMap<Name, Quantity>,
    arrived: HashMap<Name, Quantity>,
    back: HashMap<Name, Quantity>,
    /// Whether it has anything of the plans.
    is_of_plans: bool,
    /// What documents of no such plan gave, as awards of these documents.
    others: Vec<Allocation>,
}

impl Posted {
    /// What of `plans`, and what beside them, left for request lines by a day and was not taken back.
    pub fn of(movements: &[Movement], plans: &HashSet<&str>, as_of: Day) -> Posted {
        let mut posted = Posted::default();
        for departure in departures(movements, as_of) {
            let line = departure.line;
            let plan = plan_of(&line.doc, plans);
            let name = Name::of_line(line, plan.unwrap_or(&line.doc));
            match plan {
                Some(_) => posted.is_of_plans |= departure.gone.is_positive(),
                None if departure.gone.is_positive() => {
                    posted.others.push(as_given(line, departure.gone));
                }
                None => continue,
            }
            let mut add = |to: fn(&mut Posted) -> &mut HashMap<Name, Quantity>, qty: Quantity| {
                if qty.is_positive() {
                    *to(&mut posted).entry(name.clone()).or_default() += qty;
                }
            };
            add(|posted| &mut posted.left, departure.gone);
            add(|posted| &mut posted.arrived, departure.arrived);
            add(|posted| &mut posted.back, departure.back);
        }
        posted
    }

    /// The same as if nothing of the plans were posted: beside balances that were stated, of which nobody knows whether
    /// they are without it, or that have it back.
    #[must_use]
    pub fn without(mut self, plans: &HashSet<&str>) -> Posted {
        for known in [&mut self.left, &mut self.arrived, &mut self.back] {
            known.retain(|name, _| !plans.contains(name.plan.as_str()));
        }
        self.is_of_plans = false;
        self
    }

    /// The same, of what documents of no such plan gave that alone which served `requests`: after they were written, of
    /// what they ask for or what stands in for it.
    #[must_use]
    pub fn serving(mut self, requests: &[Request], items: &Catalogue) -> Posted {
        if self.others.is_empty() {
            return self;
        }
        let lines = requests.iter();
        let lines = lines.map(|line| ([&*line.request, &*line.line], line));
        let lines: HashMap<[&str; 2], &Request> = lines.collect();
        let others = std::mem::take(&mut self.others).into_iter();
        self.others = others
            .filter_map(|given| for_its_line(given, &lines, items))
            .collect();
        self
    }

    /// What documents of no such plan gave, as awards of these documents, in the order of the ledger.
    pub fn others(&self) -> &[Allocation] {
        &self.others
    }

    /// Whether the ledger has anything of the plans.
    pub fn is_of_plans(&self) -> bool {
        self.is_of_plans
    }

    /// The awards as far as their goods lie in the stores that give them.
    pub fn to_leave<'a>(&self, awards: &'a [Allocation]) -> Cow<'a, [Allocation]> {
        less(&self.left, awards)
    }

    /// The awards as far as their goods are not among the balances of who gets them.
    pub fn to_arrive<'a>(&self, awards: &'a [Allocation]) -> Cow<'a, [Allocation]> {
        less(&self.arrived, awards)
    }

    /// The balances as they were before these awards left: what did lies in its store again, and not with who got it.
    ///
    /// Result: the rows of `onhand` in their order, and then those of lots that went out to the last piece.
    pub fn put_back(&self, onhand: &[OnHand], awards: &[Allocation], as_of: Day) -> Vec<OnHand> {
        let mut before = Before::of(onhand);
        let left = parts(&self.left, awards).into_iter();
        let ways = left.zip(parts(&self.arrived, awards));
        for (award, (left, arrived)) in awards.iter().zip(ways) {
            before.put_back(award, left, as_of);
            before.take_from_receiver(award, arrived);
        }
        before.rows
    }

    /// What of each award has left, and what of it came back and did not leave again.
    pub(super) fn way_of(&self, awards: &[Allocation]) -> Vec<[Quantity; 2]> {
        if self.left.is_empty() && self.back.is_empty() {
            return vec![[Quantity::ZERO; 2]; awards.len()];
        }
        let mut open = [self.left.clone(), self.back.clone()];
        let way = |award: &Allocation| {
            let name = Name::of_award(award);
            let mut rest = award.qty;
            open.each_mut().map(|open| {
                let known = open.get_mut(&name);
                let part = known.map_or(Quantity::ZERO, |known| {
                    let part = rest.min(*known).or_zero();
                    *known -= part;
                    part
                });
                rest -= part;
                part
            })
        };
        awards.iter().map(way).collect()
    }
}

/// What left in a line of the ledger as an award of its document; its request line is not known apart from its number.
fn as_given(line: &Movement, qty: Quantity) -> Allocation {
    Allocation {
        plan: line.doc.as_str().into(),
        request: line.reference.as_str().into(),
        line: Text::new(),
        from_site: line.site.as_str().into(),
        lot: line.lot.as_str().into(),
        date: Some(line.date),
        site: line.counterparty.as_str().into(),
        item: line.item.as_str().into(),
        qty,
        unit: line.unit.as_str().into(),
        expiry: line.expiry,
        form: line.form,
        owner: line.owner.as_str().into(),
        earmark: line.earmark.as_str().into(),
        unit_cost: line.unit_cost,
        tier: None,
        rule: Text::new(),
        reason: Text::new(),
        distance: None,
        approval: line.approver.as_str().into(),
        basis_seal: Text::new(),
        special: None,
        stands_for: Text::new(),
        counts_as: None,
    }
}

/// What was given as an award to the line that its `ref` names; `None` where that is none of the lines, or another of the
/// same number: one that was written later, is for other goods, or of the store itself.
fn for_its_line(
    given: Allocation,
    lines: &HashMap<[&str; 2], &Request>,
    items: &Catalogue,
) -> Option<Allocation> {
    let named = given.request.clone();
    let mut parts = named
        .match_indices('/')
        .map(|(at, _)| [&named[..at], &named[at + 1..]]);
    let asked = parts.find_map(|name| lines.get(&name))?;
    let is_later = asked.date.is_some_and(|asked| given.date < Some(asked));
    if is_later || asked.site == given.from_site {
        return None;
    }
    let given = Allocation {
        request: asked.request.clone(),
        line: asked.line.clone(),
        ..given
    };
    if asked.item == given.item {
        return Some(given);
    }
    let substitutes = items.get(&asked.item)?.substitutes().ok()?;
    let stand_in = substitutes
        .iter()
        .find(|other| *other.item == *given.item)?;
    Some(Allocation {
        stands_for: asked.item.clone(),
        counts_as: Some(stand_in.exchange.counts(given.qty)),
        ..given
    })
}

/// The awards less what is done of them, each as far as it goes, in their order.
fn less<'a>(done: &HashMap<Name, Quantity>, awards: &'a [Allocation]) -> Cow<'a, [Allocation]> {
    if done.is_empty() {
        return Cow::Borrowed(awards);
    }
    let rest = awards.iter().zip(parts(done, awards));
    let rest = rest.filter_map(|(award, part)| {
        let qty = award.qty - part;
        qty.is_positive().then(|| Allocation {
            qty,
            ..award.clone()
        })
    });
    rest.collect()
}

/// What is done of each award, as far as it goes, in their order.
fn parts(done: &HashMap<Name, Quantity>, awards: &[Allocation]) -> Vec<Quantity> {
    if done.is_empty() {
        return vec![Quantity::ZERO; awards.len()];
    }
    let mut done = done.clone();
    let part = |award: &Allocation| {
        let done = done.get_mut(&Name::of_award(award));
        done.map_or(Quantity::ZERO, |done| {
            let part = award.qty.min(*done).or_zero();
            *done -= part;
            part
        })
    };
    awards.iter().map(part).collect()
}

impl Name {
    /// A line of the ledger as it names an award of `plan`.
    pub(super) fn of_line(line: &Movement, plan: &str) -> Name {
        Name {
            plan: plan.to_owned(),
            request: line.reference.clone(),
            from: line.site.clone(),
            to: line.counterparty.clone(),
            item: line.item.clone(),
            lot: line.lot.clone(),
            owner: line.owner.clone(),
            earmark: line.earmark.clone(),
            form: Form::stated(line.form),
        }
    }

    fn of_award(award: &Allocation) -> Name {
        Name {
            plan: award.plan.to_string(),
            request: format!("{}/{}", award.request, award.line),
            from: award.from_site.to_string(),
            to: award.site.to_string(),
            item: award.item.to_string(),
            lot: award.lot.to_string(),
            owner: award.owner.to_string(),
            earmark: award.earmark.to_string(),
            form: Form::stated(award.form),
        }
    }
}

#[cfg(test)]
mod tests;
