//! Was anybody given goods while somebody of the same turn, with fewer days of cover, could have used them?
//!
//! Looked at where the plan shares by equal cover, and in turns of which stock and use of every site are known. There a
//! unit goes to whoever has the fewest days, so that nobody's last unit came at more days than are left to somebody who
//! is short of it. What earlier draws and earlier turns gave a site lies there already. Not held against each other are
//!
//! - units that were guaranteed, or are the least that is of use to a line, which come first whatever the cover is;
//! - lines that are passed over because less than that was left for them: who they are is a heuristic of the plan;
//! - sites of which one line is served whole or not at all beside others, so that each has a share of its own;
//! - sites that a donor meant goods for, which they have before all share the others;
//! - sites that ask for several shelf lives, of which each rises by a part of its cover.
//!
//! Where packs are handed out by largest remainder a pack more or less on either side is nothing uneven.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::calendar::Day;
use crate::engine::parallel::{all_of, both};
use crate::ledger::tables::{Burn, Finding, OnHand};
use crate::ledger::word::Form;
use crate::policy::SharingRule;
use crate::quantity::Quantity;
use crate::stock::burn::is_of_ledger;

use super::super::round::Rounding;
use super::super::{Minimum, PlanInputs};
use super::book::{Book, Traced, Turn};
use super::lot::{can_leave, is_meant, may_have};
use super::on_award;
use super::road::Roads;

/// A site in its turn for an item.
struct Claim<'a> {
    site: &'a str,
    /// The least days that its goods must last.
    days_left: i64,
    /// Whether it has several shares: some of its goods must last longer than others, or a line stands alone beside others.
    is_mixed: bool,
    /// Whether a line of it is served whole or not at all.
    stands_alone: bool,
    /// Thousandths: what it asks for in what can be issued, what it got, what of it is guaranteed, and what it has without
    /// that.
    asked: i128,
    got: i128,
    least: i128,
    stock: i128,
    pace: Pace,
}

/// Thousandths used in so many days.
type Pace = (i128, i128);

/// The lines of one turn for an item, and the awards of the item to them.
#[derive(Default)]
struct OfTurn<'a, 'b> {
    lines: Vec<usize>,
    awards: Vec<&'b Traced<'a>>,
}

/// The turns of an item.
type Turns<'a, 'b> = BTreeMap<Turn, OfTurn<'a, 'b>>;

pub(super) fn findings(book: &Book, traced: &[Traced], roads: &Roads) -> Vec<Finding> {
    let inputs = &book.inputs;
    let options = &inputs.options;
    let of_policy = inputs.rules.within_tier.as_ref().map(|rule| rule.rule);
    let is_by_cover = options.rule.or(of_policy) == Some(SharingRule::EqualCover);
    if !is_by_cover || inputs.burn.is_empty() {
        return Vec::new();
    }
    let (covers, items) = both(
        inputs.requests.len(),
        || Covers::of(inputs),
        || by_item(book, traced),
    );
    let meant = inputs.onhand.iter().filter(|row| is_meant(row, inputs));
    let mut wishes: Vec<Vec<&OnHand>> = vec![Vec::new(); book.items().len()];
    for row in meant {
        if let Some(item) = book.item_named(&row.item) {
            wishes[item].push(row);
        }
    }
    let items: Vec<_> = book.items().zip(items).zip(wishes).collect();
    all_of(&items, |((item, turns), wishes)| {
        of_item(item, turns, wishes, (book, &covers, roads))
    })
}

/// What every item is held against.
type Known<'a, 'b> = (&'b Book<'a>, &'b Covers<'a>, &'b Roads<'a>);

/// What is uneven in the turns of one item; what it gave to earlier turns lies with them already.
fn of_item(item: &str, turns: &Turns, wishes: &[&OnHand], known: Known) -> Vec<Finding> {
    let (book, covers, roads) = known;
    let step = i128::from(book.smallest_of(item));
    let mut found = Vec::new();
    let mut before: HashMap<&str, i128> = HashMap::new();
    for of_turn in turns.values() {
        let claims = claims(of_turn, book, covers, &before, step);
        let uneven = claims.and_then(|claims| {
            let of_turn = (claims.as_slice(), of_turn.awards.as_slice());
            uneven(of_turn, wishes, step, book, roads)
        });
        found.extend(uneven);
        for traced in &of_turn.awards {
            let qty = i128::from(traced.award.qty.thousandths());
            *before.entry(&traced.award.site).or_default() += qty;
        }
    }
    found
}

/// The turns of each item, by its number; none of an item of which nobody is short. Lines that may not have it, or are
/// passed over, are in no turn.
fn by_item<'a, 'b>(book: &Book<'a>, traced: &'b [Traced<'a>]) -> Vec<Turns<'a, 'b>> {
    let requests = book.inputs.requests;
    let mut are_short = vec![false; book.items().len()];
    let given = book.given(traced);
    for (number, (line, got)) in requests.iter().zip(&given).enumerate() {
        are_short[book.item_of(number)] |= line.qty.unwrap_or_default().thousandths() > *got;
    }
    let is_passed_over = |line: usize| given[line] == 0 && book.least(line) > 0;
    let is_looked_at = |line: usize| {
        let is_short = are_short[book.item_of(line)];
        is_short && !is_passed_over(line) && book.barring_rule(line).is_none()
    };
    let mut items: Vec<Turns> = Vec::new();
    items.resize_with(book.items().len(), BTreeMap::new);
    for line in (0..requests.len()).filter(|line| is_looked_at(*line)) {
        let turns = &mut items[book.item_of(line)];
        turns.entry(book.turn(line)).or_default().lines.push(line);
    }
    for traced in traced {
        let line = traced.line.filter(|line| is_looked_at(*line));
        let Some(line) = line.filter(|line| requests[*line].item == traced.award.item) else {
            continue;
        };
        let turns = &mut items[book.item_of(line)];
        turns
            .entry(book.turn(line))
            .or_default()
            .awards
            .push(traced);
    }
    items
}

/// The sites of a turn; `None` where something else than cover decides.
fn claims<'a>(
    of_turn: &OfTurn,
    book: &Book<'a>,
    covers: &Covers,
    before: &HashMap<&str, i128>,
    step: i128,
) -> Option<Vec<Claim<'a>>> {
    let mut claims: BTreeMap<&str, Claim> = BTreeMap::new();
    let mut leasts: HashMap<&str, i128> = HashMap::new();
    let mut lines_of: HashMap<&str, usize> = HashMap::new();
    for &number in &of_turn.lines {
        let line = &book.inputs.requests[number];
        let asked = i128::from(line.qty.unwrap_or_default().thousandths().max(0));
        *leasts.entry(&line.site).or_default() += guaranteed(number, book);
        if asked < step {
            continue;
        }
        *lines_of.entry(&line.site).or_default() += 1;
        let is_alone = book.least(number) > 0;
        let days_left = line.terms().min_days_left.unwrap_or(0).max(0);
        let (stock, pace) = covers.get(&line.site, &line.item)?;
        let claim = claims.entry(&line.site).or_insert(Claim {
            site: &line.site,
            days_left,
            is_mixed: false,
            stands_alone: false,
            asked: 0,
            got: 0,
            least: 0,
            stock: stock + before.get(line.site.as_str()).copied().unwrap_or(0),
            pace,
        });
        claim.is_mixed |= claim.days_left != days_left;
        claim.stands_alone |= is_alone;
        claim.asked += asked - asked % step;
    }
    for claim in claims.values_mut() {
        claim.least = leasts[claim.site];
        claim.is_mixed |= claim.stands_alone && lines_of[claim.site] > 1;
    }
    for traced in &of_turn.awards {
        let claim = claims.get_mut(traced.award.site.as_str())?;
        claim.got += i128::from(traced.award.qty.thousandths());
    }
    Some(claims.into_values().collect())
}

/// What a line is to have before anybody of its turn gets more, in thousandths: what is guaranteed, or of use at least.
fn guaranteed(number: usize, book: &Book) -> i128 {
    let line = &book.inputs.requests[number];
    let least = match book.inputs.options.minimum {
        Minimum::Guaranteed => line.terms().min_qty.unwrap_or_default(),
        Minimum::Ignored | Minimum::Useful => Quantity::ZERO,
    };
    let asked = line.qty.unwrap_or_default();
    let least = least.min(asked).thousandths().max(book.least(number));
    i128::from(least.max(0))
}

/// The first award of which a unit should have gone to a site with fewer days. `of_turn`: its claims and its awards;
/// `wishes`: the lots of the item that donors meant for somebody.
fn uneven(
    (claims, awards): (&[Claim], &[&Traced]),
    wishes: &[&OnHand],
    step: i128,
    book: &Book,
    roads: &Roads,
) -> Option<Finding> {
    let inputs = &book.inputs;
    let is_alike = |claim: &&Claim| {
        let is_wished = |lot: &&OnHand| may_have(lot, claim.site, inputs);
        !claim.is_mixed && !wishes.iter().any(is_wished)
    };
    let alike = claims.iter().filter(is_alike);
    let is_beyond = |claim: &&Claim| claim.got - step >= claim.least;
    let judged = alike.clone().filter(is_beyond);
    let by_site: HashMap<&str, &Claim> = judged.map(|claim| (claim.site, claim)).collect();
    let slack = match inputs.options.rounding {
        Rounding::PackByPack => 0,
        Rounding::LargestRemainder => step,
    };
    let is_short = |claim: &&Claim| claim.asked - claim.got >= step;
    let mut short: Vec<&Claim> = alike.filter(is_short).collect();
    short.sort_by(|a, b| days(a, a.got + slack, b, b.got + slack).then(a.site.cmp(b.site)));
    awards.iter().find_map(|traced| {
        let (lot, giver) = (book.lot(traced)?, &traced.award.from_site);
        let had = *by_site.get(traced.award.site.as_str())?;
        // Up to those who have as many days as it had before its last unit.
        let before = had.got - step;
        let behind = short
            .iter()
            .take_while(|claim| days(claim, claim.got + slack, had, before) == Ordering::Less);
        let last = lot
            .expiry
            .map_or(i64::MAX, |day| day.days_since(inputs.as_of));
        let mut could_have = behind.filter(|claim| {
            claim.site != had.site
                && last >= claim.days_left
                && may_have(lot, claim.site, inputs)
                && roads.lead(giver, claim.site, inputs)
        });
        let behind = could_have.next()?;
        let message = format!(
            "{} has fewer days of it, is short, and could have used lot \"{}\"",
            behind.site, lot.lot
        );
        let hint = "give each unit to whoever has the fewest days of cover";
        Some(on_award("uneven_cover", traced.award, message, hint))
    })
}

/// Whether one site has fewer days than another, each with what it got; who uses nothing has endless days.
fn days(a: &Claim, got_a: i128, b: &Claim, got_b: i128) -> Ordering {
    let parts = |claim: &Claim, got: i128| {
        let (used, days) = claim.pace;
        ((claim.stock + got) * days, used)
    };
    let ((stock_a, used_a), (stock_b, used_b)) = (parts(a, got_a), parts(b, got_b));
    match (used_a > 0, used_b > 0) {
        (true, true) => (stock_a * used_b).cmp(&(stock_b * used_a)),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => Ordering::Equal,
    }
}

/// What sites have and use, as the tables say and as earlier draws left it.
struct Covers<'a> {
    stock: HashMap<(&'a str, &'a str), i128>,
    keeping: HashSet<&'a str>,
    given: HashMap<(&'a str, &'a str), i128>,
    /// The latest day that states a use, and of that day the highest: as it is printed, and as it was counted.
    paces: HashMap<(&'a str, &'a str), (Day, i128, Pace)>,
}

impl<'a> Covers<'a> {
    fn of(inputs: &PlanInputs<'a>) -> Covers<'a> {
        let lies_there = |row: &&OnHand| {
            matches!(row.form, None | Some(Form::Physical | Form::Institution))
                && row.expiry.is_none_or(|expiry| expiry >= inputs.as_of)
        };
        let mut stock: HashMap<(&str, &str), i128> = HashMap::new();
        for row in inputs.onhand.iter().filter(lies_there) {
            let sum = stock.entry((&row.site, &row.item)).or_default();
            *sum += i128::from(can_leave(row).thousandths());
        }
        let mut given: HashMap<(&str, &str), i128> = HashMap::new();
        for award in inputs.earlier.given {
            let sum = given.entry((&award.site, &award.item)).or_default();
            *sum += i128::from(award.qty.thousandths());
        }
        let mut paces: HashMap<(&str, &str), (Day, i128, Pace)> = HashMap::new();
        for row in inputs.burn.iter().filter(|row| row.as_of <= inputs.as_of) {
            let Some(rate) = row.rate.filter(|rate| !rate.is_negative()) else {
                continue;
            };
            let printed = i128::from(rate.thousandths());
            let stated = (row.as_of, printed, pace(row, printed));
            let latest = paces.entry((&row.site, &row.item)).or_insert(stated);
            *latest = stated.max(*latest);
        }
        let of_ledger = inputs.burn.iter().filter(|row| is_of_ledger(row));
        let keeping = inputs.onhand.iter().map(|row| row.site.as_str());
        Covers {
            stock,
            keeping: keeping
                .chain(of_ledger.map(|row| row.site.as_str()))
                .collect(),
            given,
            paces,
        }
    }

    /// Stock in thousandths and use; `None` where one of them is not known.
    fn get(&self, site: &str, item: &str) -> Option<(i128, Pace)> {
        let (_, _, pace) = *self.paces.get(&(site, item))?;
        let stock = self.stock.get(&(site, item)).copied();
        let stock = stock.or_else(|| self.keeping.contains(site).then_some(0))?;
        let given = self.given.get(&(site, item)).copied().unwrap_or(0);
        Some((stock + given, pace))
    }
}

/// The use over the days it was counted in, where that makes what is printed; else what is printed, a day.
fn pace(row: &Burn, printed: i128) -> Pace {
    let days = i128::from(row.days.unwrap_or(0) - row.days_out.unwrap_or(0));
    let used = row.used.map_or(-1, |used| i128::from(used.thousandths()));
    let is_it = days > 0 && used >= 0 && (2 * used + days) / (2 * days) == printed;
    if is_it { (used, days) } else { (printed, 1) }
}
