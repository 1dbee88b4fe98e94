//! What do own stores and neighbours give at each step?
//!
//! Transfers that were planned before come first, so that what is moved already is not looked for a second time. Else a
//! step of own stores, or of neighbours, is a draw of its own on what the ones before left (`transfer.rs`): the ways
//! between a store and the sites of other areas are shut in the one, those inside an area in the other.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::allocate::draws::draft::Notes;
use crate::diagnostic::{Diagnostic, Result};
use crate::ledger::tables::{Allocation, Lane, Request, Source, Transfer};
use crate::ledger::word::Channel;
use crate::policy::SourcingStep;

use super::super::transfer::{TransferInputs, as_award, draw, implausible};
use super::above::Areas;
use super::{Gap, SourceInputs, due, merged, row, step_of};

/// How it is known what own stores and neighbours give.
#[derive(Debug, Clone, Copy)]
pub enum Stores<'a> {
    /// By transfers that were planned before.
    Planned(&'a [Transfer]),
    /// By what they can spare, when their step comes.
    Asked(&'a TransferInputs<'a>),
}

/// What is drawn on stores while sources are found.
pub(super) struct Drawing<'a> {
    inputs: &'a SourceInputs<'a>,
    areas: &'a Areas<'a>,
    transfer: Vec<Transfer>,
    notes: Notes,
}

/// The lines that draw together: by one step, and whether there is no later step of stores for them.
type Together = BTreeMap<(Channel, bool), Vec<usize>>;

impl<'a> Drawing<'a> {
    /// Nothing is drawn yet. Errors: those of transfers.
    pub(super) fn begun(
        gaps: &[Gap],
        areas: &'a Areas<'a>,
        inputs: &'a SourceInputs<'a>,
    ) -> Result<Drawing<'a>> {
        let mut notes = Notes::default();
        if let Stores::Asked(stores) = inputs.stores {
            let asked: Vec<Request> = gaps.iter().map(|gap| gap.request.clone()).collect();
            notes.say(implausible(&asked, stores)?);
        }
        Ok(Drawing {
            inputs,
            areas,
            transfer: Vec::new(),
            notes,
        })
    }

    /// What was planned before, in time for the day of need.
    pub(super) fn planned(&self, gaps: &mut [Gap]) -> Vec<Source> {
        match self.inputs.stores {
            Stores::Planned(transfers) => self.meet(transfers, gaps),
            Stores::Asked(_) => Vec::new(),
        }
    }

    /// What stores give at the step of a rank, where it is one of stores. Errors: those of transfers.
    pub(super) fn step(&mut self, rank: usize, gaps: &mut [Gap]) -> Result<Vec<Source>> {
        let Stores::Asked(stores) = self.inputs.stores else {
            return Ok(Vec::new());
        };
        let mut together = Together::new();
        for (number, gap) in gaps.iter().enumerate() {
            let step = step_of(gap, rank, self.inputs).filter(|step| is_of_stores(step));
            if let Some(step) = step {
                let later = gap.rule.map_or(&[][..], |rule| &rule.steps[rank + 1..]);
                let key = (step.channel, !later.iter().any(is_of_stores));
                together.entry(key).or_default().push(number);
            }
        }
        let mut rows = Vec::new();
        for ((channel, is_last), numbers) in together {
            rows.extend(self.draw(channel, is_last, &numbers, gaps, stores)?);
        }
        Ok(rows)
    }

    fn draw(
        &mut self,
        channel: Channel,
        is_last: bool,
        numbers: &[usize],
        gaps: &mut [Gap],
        stores: &TransferInputs<'a>,
    ) -> Result<Vec<Source>> {
        let open: Vec<Request> = numbers.iter().map(|number| open(&gaps[*number])).collect();
        let asking: BTreeSet<(&str, &str)> = numbers
            .iter()
            .map(|number| (gaps[*number].request.site.as_str(), gaps[*number].area))
            .collect();
        let wanted: HashSet<&str> = open.iter().map(|line| line.item.as_str()).collect();
        let holding = stores.onhand.iter();
        let holding = holding.filter(|row| wanted.contains(row.item.as_str()));
        let named = |site: &&str| {
            let from = stores.from;
            from.is_none_or(|from| from.iter().any(|name| name == site))
        };
        let holding: BTreeSet<&str> = holding.map(|row| row.site.as_str()).filter(named).collect();
        let (mut from, mut shut) = (Vec::new(), Vec::new());
        for store in holding {
            let area = self.areas.of_reserve(store);
            let is_open = |asker: &&(&str, &str)| channel_between(area, asker.1) == channel;
            let (reached, out_of_reach): (Vec<_>, Vec<_>) = asking.iter().partition(is_open);
            if !reached.is_empty() {
                from.push(store.to_owned());
                let barred = out_of_reach.into_iter();
                shut.extend(barred.map(|(site, _)| Lane::shut(store, site)));
            }
        }
        let lanes: Vec<Lane> = stores.lanes.iter().cloned().chain(shut).collect();
        let before = self.transfer.iter().map(as_award);
        let allocation: Vec<Allocation> = stores.allocation.iter().cloned().chain(before).collect();
        let drawn = draw(
            &open,
            self.inputs.open,
            &TransferInputs {
                lanes: &lanes,
                from: Some(&from),
                allocation: &allocation,
                ..*stores
            },
        )?;
        if is_last {
            // Before the last draw on stores it is not known what stays in them.
            self.notes.say(drawn.of_lines);
        }
        self.notes.say(drawn.of_givers);
        if channel == Channel::Own {
            let kept: HashSet<(&str, &str)> = drawn
                .unknown
                .iter()
                .map(|(site, item)| (self.areas.of_reserve(site), item.as_str()))
                .collect();
            for number in numbers {
                let gap = &mut gaps[*number];
                gap.is_kept_back = kept.contains(&(gap.area, gap.request.item.as_str()));
            }
        }
        let rows = self.meet(&drawn.transfer, gaps);
        self.transfer.extend(drawn.transfer);
        Ok(rows)
    }

    /// Takes transfers off the gaps that they are for, as rows of their steps.
    fn meet(&self, transfers: &[Transfer], gaps: &mut [Gap]) -> Vec<Source> {
        let mut by_line: HashMap<(&str, &str, &str), Vec<&Transfer>> = HashMap::new();
        for transfer in transfers {
            let line = (&*transfer.request, &*transfer.line, &*transfer.item);
            by_line.entry(line).or_default().push(transfer);
        }
        let mut rows = Vec::new();
        for gap in gaps {
            let request = gap.request;
            let line = (&*request.request, &*request.line, &*request.item);
            let Some(transfers) = by_line.get(&line) else {
                continue;
            };
            let due = due(gap, self.inputs);
            let day = |row: &Transfer| row.date.unwrap_or(self.inputs.called_on);
            let in_time = transfers
                .iter()
                .filter(|row| due.is_none_or(|due| day(row) <= due));
            let of_line = in_time.map(|transfer| {
                let area = self.areas.of_reserve(&transfer.from_site);
                let channel = channel_between(area, gap.area);
                let qty = transfer.qty.min(gap.open);
                gap.open -= qty;
                let lot = format!("{} {}", transfer.from_site, transfer.lot);
                let step = gap.step_for(channel);
                let (bare, rank) = (SourcingStep::of(channel), step.map(|(rank, _)| rank));
                let step = step.map_or(&bare, |(_, step)| step);
                row(gap, step, rank, lot.trim(), qty, transfer.date, self.inputs)
            });
            rows.extend(merged(of_line.collect()));
        }
        rows
    }

    /// What was drawn, and what is to be said of it.
    pub(super) fn finish(self) -> (Vec<Transfer>, Vec<Diagnostic>) {
        (self.transfer, self.notes.into_all())
    }
}

fn is_of_stores(step: &SourcingStep) -> bool {
    [Channel::Own, Channel::Neighbour].contains(&step.channel)
}

/// What the stores of an area are to who asks in another, or in the same.
fn channel_between(area: &str, asking: &str) -> Channel {
    match area == asking {
        true => Channel::Own,
        false => Channel::Neighbour,
    }
}

/// A line with what it is still open for; one that is met asks for nothing.
fn open(gap: &Gap) -> Request {
    let given = gap.request.qty.unwrap_or_default() - gap.open;
    gap.request.open_for(gap.open, given)
}
