//! A long ledger as a short one: what lay there before a day, and every line from that day on.
//!
//! For a question that looks at no day before `from` but for balances and for the day on which an item first came in,
//! the short ledger gives the answer of the long one. It opens with a receipt of next to nothing on that first day, and
//! on the day before `from` with a count, a hold and a reservation of each lot that moves from then on. Of the lots
//! that lie still all the while only the one that is usable longest is told: on whatever day another is there to be
//! used, it is there too.

use std::collections::HashSet;
use std::sync::Arc;

use crate::calendar::Day;
use crate::ledger::effect::{Effect, effect_of, lies_in_store};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::issued::{DaysOfIssue, Issued, issued};
use super::name::{NO_NAME, Names};
use super::order::Order;
use super::parallel;
use super::posting::{Asked, Fold, Posting, Wanted, form_owner_earmark, key, parts};
use super::shards::Shards;
use super::slots::Slots;
use super::stock::Stock;
use super::tally::Tally;

pub mod given;
mod opening;

use given::{Given, Way};
use opening::{blank, goods, openings};

/// The lot that tells when an item first came in; no text has this character.
const TRACE: &str = "\u{1f}";
/// Parts of a short ledger: as rows a few of them take little room, and each core gets many.
const PARTS: usize = 256;
/// Lines that are one part; fewer in tests, so that there are several.
const FEW_LINES: usize = if cfg!(test) { 1 << 3 } else { 1 << 13 };
/// Lines of a block.
const BLOCK: usize = 1 << 10;

/// The fold that shortens a ledger.
#[derive(Debug)]
pub struct Digest<'a> {
    pub days: Days,
    with_issues: bool,
    order: &'a Order,
    names: &'a Names,
    /// What lies there before `from`.
    pub before: Tally<'a>,
    /// The goods of each site, by the numbers of site and item: one table for all digests of a pass.
    goods: Arc<Shards<Slots<Goods>>>,
    /// The lines from `from` on, in blocks that are never moved.
    lines: Vec<Vec<Posting>>,
    /// The lines that reversals name up to the last day.
    pub named: HashSet<u32>,
    /// The deliveries that are kept as they are written, by position.
    deliveries: Vec<(u64, Movement)>,
    given: HashSet<Way>,
}

/// A short ledger, and what goes with it. Its lines are held as the engine has them, and made rows of part by part: as
/// rows they would take five times the room.
#[derive(Debug)]
pub struct Short {
    /// By site, and of each site in ledger order.
    lines: Vec<Posting>,
    /// Where the parts end; the lines of one site are in one part.
    ends: Vec<usize>,
    /// The balances on the last day.
    pub stock: Stock,
    /// What was issued of each item at each site, day by day, from the first day on; `None` where it was not asked.
    pub issued: Option<Vec<Issued>>,
    /// The deliveries that were asked for, as they are written, in their order; none that was undone.
    pub deliveries: Vec<Movement>,
    /// Who gave goods out to whom in the days that are kept whole, in order.
    pub given: Vec<Given>,
}

/// When an item was first spoken of at a site, when it first came in, and what went out.
#[derive(Debug, Clone, Default)]
struct Goods {
    first: Option<Day>,
    first_in: Option<Day>,
    issues: DaysOfIssue,
}

/// The days that are kept whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub from: Day,
    pub until: Day,
    /// What is kept as it is written up to the last day, however long before.
    pub deliveries: Deliveries,
}

/// Lines of which more is asked than a balance: their documents, and whom they name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deliveries {
    #[default]
    Nothing,
    /// What was sent from site to site, and arrived there; of what was received, that which may have been sent so, since
    /// it names a line.
    Transfers,
    /// The same, and what was received from elsewhere.
    All,
}

impl Deliveries {
    /// Whether lines of a kind are kept.
    fn wants(self, kind: MovementKind) -> Wanted {
        match (self, kind) {
            (Deliveries::Nothing, _) => Wanted::No,
            (_, kind) if is_transfer(kind) => Wanted::Always,
            (Deliveries::All, MovementKind::Receipt) => Wanted::Always,
            (Deliveries::Transfers, MovementKind::Receipt) => Wanted::WithReference,
            _ => Wanted::No,
        }
    }
}

fn is_transfer(kind: MovementKind) -> bool {
    matches!(kind, MovementKind::TransferOut | MovementKind::TransferIn)
}

impl<'a> Digest<'a> {
    /// The digest of a ledger whose order is known.
    pub fn new(days: Days, with_issues: bool, order: &'a Order, names: &'a Names) -> Digest<'a> {
        Digest {
            days,
            with_issues,
            order,
            names,
            before: Tally::new(days.from.plus_days(-1), order),
            goods: Arc::default(),
            lines: Vec::new(),
            named: HashSet::new(),
            deliveries: Vec::new(),
            given: HashSet::new(),
        }
    }

    /// A digest for a further thread of the same pass.
    pub fn beside(&self) -> Digest<'a> {
        Digest {
            before: self.before.beside(),
            goods: self.goods.clone(),
            ..Digest::new(self.days, self.with_issues, self.order, self.names)
        }
    }

    /// Keeps of a line what is kept of its goods.
    #[inline]
    fn see(&self, goods: &mut Goods, posting: &Posting) {
        goods.first = earlier(goods.first, Some(posting.date));
        let moves = effect_of(posting.kind, posting.qty);
        if let Effect::Add(qty) | Effect::Set(qty) = moves
            && !qty.is_zero()
            && is_in_store(posting, self.names)
        {
            if qty.is_positive() {
                goods.first_in = earlier(goods.first_in, Some(posting.date));
                if self.with_issues && posting.kind == MovementKind::Return {
                    goods.issues.add_return(posting.date, qty);
                }
            } else if self.with_issues && posting.kind == MovementKind::Issue {
                goods.issues.add(posting.date, -qty);
            }
        }
    }

    fn keep_posting(&mut self, posting: Posting) {
        let has_room = |block: &&mut Vec<Posting>| block.len() < block.capacity();
        match self.lines.last_mut().filter(has_room) {
            Some(block) => block.push(posting),
            None => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(posting);
                self.lines.push(block);
            }
        }
    }

    /// The short ledger.
    pub fn short(self) -> Short {
        let Days { from, .. } = self.days;
        let traced_lot = self.names.number(TRACE);
        let mut stock = Stock::in_any_order(self.before, self.order, self.names);
        let mut blocks = openings(&stock, from.plus_days(-1), self.names, &self.lines);
        let goods =
            Arc::into_inner(self.goods).expect("the pass is over, and one digest is left of it");
        let (mut traces, mut issues) = (Vec::new(), Vec::new());
        for (key, goods) in goods.into_parts().into_iter().flat_map(Slots::into_entries) {
            let [site, item, ..] = parts(key);
            traces.extend(trace(&goods, [site, item, traced_lot], from));
            if self.with_issues {
                issues.push(([site, item], goods.first_in, goods.issues));
            }
        }
        blocks.push(traces);
        blocks.extend(self.lines);
        let mut deliveries = self.deliveries;
        deliveries.sort_unstable_by_key(|(position, _)| *position);
        let (lines, ends) = in_parts(blocks, &stock);
        stock.go_on(|| lines.iter().filter(|line| line.date >= from));
        Short {
            lines,
            ends,
            stock: stock.finished(),
            issued: self.with_issues.then(|| issued(issues, self.names)),
            deliveries: deliveries.into_iter().map(|(_, line)| line).collect(),
            given: given::named(self.given, self.names),
        }
    }
}

impl Short {
    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.ends.len()
    }

    /// The number of the part that has the lines of a site; `None` where it has none.
    pub fn part_of(&self, site: &str) -> Option<usize> {
        let text = |line: &Posting| self.stock.text(parts(line.key)[0]);
        let first = self.lines.partition_point(|line| text(line) < site);
        let has_lines = self.lines.get(first).is_some_and(|line| text(line) == site);
        has_lines.then(|| self.ends.partition_point(|end| *end <= first))
    }

    /// The movements of a part, whose number is below `parts`: all of some sites, those of each in ledger order.
    pub fn part(&self, number: usize) -> Vec<Movement> {
        let from = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        let lines = self.lines[from..self.ends[number]].iter();
        lines.map(|line| movement(line, &self.stock)).collect()
    }
}

impl Fold for Digest<'_> {
    fn post(&mut self, postings: &[Posting]) {
        self.before.post(postings);
        for posting in postings {
            if posting.date > self.days.until {
                continue;
            }
            if posting.kind == MovementKind::Reversal && posting.reference != NO_NAME {
                self.named.insert(posting.reference);
            }
            if self.order.undoes(posting) {
                continue;
            }
            if posting.date >= self.days.from {
                self.keep_posting(*posting);
            }
        }
        let Digest { days, order, .. } = *self;
        let counts = |posting: &Posting| posting.date <= days.until && !order.undoes(posting);
        self.goods.each(
            postings,
            |posting| counts(posting).then(|| goods(posting.key)),
            |goods, posting| self.see(goods, posting),
        );
    }

    fn join(&mut self, other: Self) {
        self.before.join(other.before);
        self.lines.extend(other.lines);
        self.named.extend(other.named);
        self.deliveries.extend(other.deliveries);
        self.given.extend(other.given);
    }

    fn wants(&self, posting: &Posting) -> Wanted {
        let Days {
            until, deliveries, ..
        } = self.days;
        match deliveries.wants(posting.kind) {
            Wanted::No => Wanted::No,
            _ if posting.date > until || self.order.undoes(posting) => Wanted::No,
            wanted => wanted,
        }
    }

    fn asks(&self) -> Asked {
        Asked {
            references: self.days.deliveries == Deliveries::Transfers,
            receivers: true,
        }
    }

    fn wants_receiver(&self, posting: &Posting) -> bool {
        let Days { from, until, .. } = self.days;
        posting.kind == MovementKind::Issue && from <= posting.date && posting.date < until
    }

    fn receive(&mut self, posting: &Posting, receiver: u32) {
        let [site, item, ..] = parts(posting.key);
        let is_other = receiver != NO_NAME && receiver != site;
        let is_any = posting.qty.is_some_and(Quantity::is_positive);
        if is_other && is_any && !self.order.undoes(posting) && is_in_store(posting, self.names) {
            self.given.insert([site, item, receiver]);
        }
    }

    fn keep(&mut self, position: u64, movement: Movement) {
        self.deliveries.push((position, movement));
    }
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Lines in the order of their sites, those of each in ledger order; and where the parts end.
fn in_parts(blocks: Vec<Vec<Posting>>, stock: &Stock) -> (Vec<Posting>, Vec<usize>) {
    let site = |line: &Posting| parts(line.key)[0];
    let lines = || blocks.iter().flatten();
    let numbers: HashSet<u32> = lines().map(site).collect();
    let mut sites: Vec<u32> = numbers.into_iter().collect();
    sites.sort_unstable_by_key(|site| stock.text(*site));
    let mut places = vec![0; sites.iter().max().map_or(0, |last| *last as usize + 1)];
    for (place, site) in (0_u32..).zip(sites) {
        places[site as usize] = place;
    }
    // What is sorted is less than half as long as a line.
    let stand = |line: &'_ _| (places[site(line) as usize], line.stamp());
    let mut order: Vec<_> = lines().map(|line| (stand(line), line)).collect();
    parallel::sort(&mut order, |(a, _), (b, _)| a.cmp(b));
    let lines: Vec<Posting> = parallel::each(&order, |(_, line)| **line);
    let enough = match lines.len() < FEW_LINES {
        true => lines.len(),
        false => lines.len().div_ceil(PARTS),
    };
    let (mut ends, mut end, mut begin) = (Vec::new(), 0, 0);
    for of_site in lines.chunk_by(|a, b| site(a) == site(b)) {
        end += of_site.len();
        if end - begin >= enough || end == lines.len() {
            ends.push(end);
            begin = end;
        }
    }
    (lines, ends)
}

/// A line of a ledger again, without the columns that a posting leaves out; whatever a reversal undid is left out
/// already, so that it names nothing.
fn movement(line: &Posting, stock: &Stock) -> Movement {
    let [site, item, lot, whose] = parts(line.key).map(|name| stock.text(name));
    let (form, owner, earmark) = form_owner_earmark(whose);
    Movement {
        lot: lot.to_owned(),
        form: Some(form),
        owner: owner.to_owned(),
        earmark: earmark.to_owned(),
        qty: line.qty,
        unit: stock.text(line.unit).to_owned(),
        expiry: line.expiry,
        mfg_date: line.mfg_date,
        unit_cost: line.unit_cost,
        ..Movement::new(line.date, line.kind, site, item)
    }
}

/// The line that tells that an item was there before `from`, or when it first came in: a lot of its own that was past
/// its last day when it came.
fn trace(goods: &Goods, [site, item, lot]: [u32; 3], from: Day) -> Option<Posting> {
    let before = |day: Option<Day>| day.filter(|day| *day < from);
    if let Some(day) = before(goods.first_in) {
        return Some(Posting {
            qty: Some(Quantity::from_thousandths(1)),
            expiry: Some(day.plus_days(-1)),
            ..blank(key([site, item, lot, NO_NAME]), day, MovementKind::Receipt)
        });
    }
    let goods_alone = key([site, item, NO_NAME, NO_NAME]);
    before(goods.first).map(|day| blank(goods_alone, day, MovementKind::Count))
}

/// Whether a line is about stock that lies in a store.
fn is_in_store(posting: &Posting, names: &Names) -> bool {
    let [.., whose] = parts(posting.key);
    let is_in_store = || {
        let whose = names.text(whose);
        let (form, ..) = form_owner_earmark(&whose);
        lies_in_store(form)
    };
    whose == NO_NAME || is_in_store()
}
