//! A long ledger as a short one: what lay there before a day, and every line from that day on.
//!
//! For a question that looks at no day before `from` but for balances and for the day on which an item first came in,
//! the short ledger gives the answer of the long one. It opens with a receipt of next to nothing on that first day, and
//! on the day before `from` with a count, a hold and a reservation of each lot that moves from then on. Of the lots
//! that lie still all the while only the one that is usable longest is told: on whatever day another is there to be
//! used, it is there too.

use std::collections::{HashMap, HashSet};
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
use super::posting::{Fold, Posting, form_owner_earmark, key, parts};
use super::shards::Shards;
use super::slots::Slots;
use super::stock::{Standing, Stock};
use super::tally::Tally;

/// The lot that tells when an item first came in; no text has this character.
const TRACE: &str = "\u{1f}";
/// Parts of a short ledger: as rows a few of them take little room, and each core gets many.
const PARTS: usize = 256;
/// Lines that are one part; fewer in tests, so that there are several.
const FEW_LINES: usize = if cfg!(test) { 1 << 3 } else { 1 << 13 };

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
    /// The lines from `from` on.
    lines: Vec<Posting>,
    /// The lines that reversals name up to the last day.
    pub named: HashSet<u32>,
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
            } else if self.with_issues && posting.kind == MovementKind::Issue {
                goods.issues.add(posting.date, -qty);
            }
        }
    }

    /// The short ledger.
    pub fn short(self) -> Short {
        let Days { from, .. } = self.days;
        let mut lines = self.lines;
        let traced_lot = self.names.number(TRACE);
        let mut stock = Stock::in_any_order(self.before, self.order, self.names);
        openings(&stock, from.plus_days(-1), self.names, &mut lines);
        let mut issues = Vec::new();
        let goods =
            Arc::into_inner(self.goods).expect("the pass is over, and one digest is left of it");
        for (key, goods) in goods.into_parts().into_iter().flat_map(Slots::into_entries) {
            let [site, item, ..] = parts(key);
            lines.extend(trace(&goods, [site, item, traced_lot], from));
            issues.push(([site, item], goods.issues));
        }
        let ends = put_in_parts(&mut lines, &stock);
        stock.go_on(|| lines.iter().filter(|line| line.date >= from));
        Short {
            lines,
            ends,
            stock: stock.ordered(),
            issued: self.with_issues.then(|| issued(issues, self.names)),
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
                self.lines.push(*posting);
            }
        }
        let Digest { days, order, .. } = *self;
        let counts = |posting: &Posting| posting.date <= days.until && !order.undoes(posting);
        self.goods.each(
            postings,
            |posting| counts(posting).then(|| goods(posting.key)),
            |goods| goods.issues.len() as u64,
            |goods, posting| self.see(goods, posting),
        );
    }

    fn join(&mut self, other: Self) {
        self.before.join(other.before);
        self.lines.extend(other.lines);
        self.named.extend(other.named);
    }
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
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

/// A line that says nothing but what it is about.
fn blank(key: u128, date: Day, kind: MovementKind) -> Posting {
    Posting {
        position: 0,
        key,
        date,
        kind,
        qty: None,
        unit: NO_NAME,
        expiry: None,
        mfg_date: None,
        unit_cost: None,
        reference: NO_NAME,
        name: 0,
    }
}

/// Adds to lines the lines that put the lots that matter where they stand on `eve`.
fn openings(stock: &Stock, eve: Day, names: &Names, lines: &mut Vec<Posting>) {
    let moving: HashSet<u128> = lines.iter().map(|line| line.key).collect();
    // By site and item: of the lots that can be used and lie still, the one that can be used longest.
    let mut longest: HashMap<[u32; 2], Standing<'_>> = HashMap::new();
    let last_day = |lot: &Standing<'_>| {
        lot.expiry
            .day()
            .map_or((true, None), |day| (false, Some(day)))
    };
    for lot in stock.iter() {
        if moving.contains(&lot.key) {
            opening(&lot, eve, names, lines);
        } else if lies_in_store(lot.form) && lot.qty > lot.held + lot.reserved {
            let [site, item, ..] = parts(lot.key);
            let known = longest.entry([site, item]).or_insert(lot);
            if last_day(&lot) > last_day(known) {
                *known = lot;
            }
        }
    }
    let longest = longest.into_values();
    longest.for_each(|lot| opening(&lot, eve, names, lines));
}

/// Adds the lines that put a lot where it stands.
fn opening(lot: &Standing<'_>, day: Day, names: &Names, lines: &mut Vec<Posting>) {
    // Behind what is said of the goods alone, which has no position.
    let line = |position, kind, qty| Posting {
        position,
        qty,
        unit: names.number(lot.unit),
        expiry: lot.expiry.day(),
        mfg_date: lot.mfg_date,
        unit_cost: lot.unit_cost,
        ..blank(lot.key, day, kind)
    };
    lines.push(line(1, MovementKind::Count, Some(lot.qty)));
    let holds = [
        (MovementKind::Hold, lot.held),
        (MovementKind::Reserve, lot.reserved),
    ];
    let holds = holds.into_iter().filter(|(_, qty)| !qty.is_zero());
    lines.extend(holds.map(|(kind, qty)| line(2, kind, Some(qty))));
    if lot.expiry.is_extended() {
        lines.push(line(2, MovementKind::Extend, None));
    }
}

/// Puts lines in the order of their sites, and those of each site in ledger order. Result: where the parts end.
fn put_in_parts(lines: &mut [Posting], stock: &Stock) -> Vec<usize> {
    let site = |line: &Posting| parts(line.key)[0];
    let numbers: HashSet<u32> = lines.iter().map(site).collect();
    let mut sites: Vec<u32> = numbers.into_iter().collect();
    sites.sort_unstable_by_key(|site| stock.text(*site));
    let mut places = vec![0; sites.iter().max().map_or(0, |last| *last as usize + 1)];
    for (place, site) in (0_u32..).zip(sites) {
        places[site as usize] = place;
    }
    let place = |line: &Posting| (places[site(line) as usize], line.stamp());
    parallel::sort(lines, |a, b| place(a).cmp(&place(b)));
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
    ends
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

/// The key of the goods of a line, whatever their lot and whoever's they are.
#[inline]
fn goods(line: u128) -> u128 {
    let [site, item, ..] = parts(line);
    key([site, item, NO_NAME, NO_NAME])
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
