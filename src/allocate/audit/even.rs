//! Was anybody given goods while somebody of the same turn, who was due them before, could have used them?
//!
//! A rule of sharing gives each unit to whoever is lowest by some measure, so that nobody's last unit came at a higher one
//! than that of somebody who is short:
//!
//! | rule | measure of a site that got so much |
//! |---|---|
//! | equal cover | the days that it has, with what earlier draws and turns gave it |
//! | equal awards | what it got |
//! | equal losses | what it got less what it asks for |
//! | proportional, weighted | what it got, a unit that it asks for or of its weight; half a pack more where packs go one by one |
//!
//! Where stock or use of somebody who is served is not known, the policy has another rule in place of equal cover. Not
//! held against each other are
//!
//! - units that were guaranteed, or are the least that is of use to a line, which come first whatever the cover is;
//! - lines that are passed over because less than that was left for them: who they are is a heuristic of the plan;
//! - sites of which one line is served whole or not at all beside others, so that each has a share of its own;
//! - sites that a donor meant goods for, which they have before all share the others;
//! - sites that ask for several shelf lives, of which each rises by a part of its cover.
//!
//! Where packs are handed out by largest remainder a pack more or less on either side is nothing uneven.
//!
//! Never: a turn that is shared by the rule of the Talmud, or by claims that were cut to the supply where that counts.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::allocate::share::round::Rounding;
use crate::engine::parallel::{all_of, both};
use crate::ledger::tables::{Finding, OnHand, Request};
use crate::policy::SharingRule;
use crate::quantity::Quantity;

use super::super::Minimum;
use super::book::{Book, Traced, Turn};
use super::cover::{Covers, Pace};
use super::lot::{is_meant, may_have};
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
    /// Thousandths: what it asks for, what of that can be issued, what it got, and what is guaranteed.
    claimed: i128,
    asked: i128,
    got: i128,
    least: i128,
    /// What it has without that, and what it uses, where both are known.
    cover: Option<(i128, Pace)>,
    /// Millionths.
    weight: i128,
}

/// The rule by which a turn is shared, and what is handed out one by one in it.
#[derive(Clone, Copy)]
struct Measure {
    rule: SharingRule,
    step: i128,
    rounding: Rounding,
}

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
        let measure = Measure::of(&claims, step, book);
        let uneven = measure.and_then(|measure| {
            let of_turn = (claims.as_slice(), of_turn.awards.as_slice());
            uneven(of_turn, wishes, measure, book, roads)
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

/// The sites of a turn.
fn claims<'a>(
    of_turn: &OfTurn,
    book: &Book<'a>,
    covers: &Covers,
    before: &HashMap<&str, i128>,
    step: i128,
) -> Vec<Claim<'a>> {
    let mut claims: BTreeMap<&str, Claim> = BTreeMap::new();
    let mut leasts: HashMap<&str, i128> = HashMap::new();
    let mut lines_of: HashMap<&str, usize> = HashMap::new();
    let mut weights: HashMap<&str, i128> = HashMap::new();
    for &number in &of_turn.lines {
        let line = &book.inputs.requests[number];
        let asked = i128::from(line.qty.unwrap_or_default().thousandths().max(0));
        *leasts.entry(&line.site).or_default() += guaranteed(number, book);
        let weight = weights.entry(&line.site).or_default();
        *weight = weight_of(line).max(*weight);
        if asked < step {
            continue;
        }
        *lines_of.entry(&line.site).or_default() += 1;
        let is_alone = book.least(number) > 0;
        let days_left = line.terms().min_days_left.unwrap_or(0).max(0);
        let claim = claims.entry(&line.site).or_insert(Claim {
            site: &line.site,
            days_left,
            is_mixed: false,
            stands_alone: false,
            claimed: 0,
            asked: 0,
            got: 0,
            least: 0,
            cover: covers.get(&line.site, &line.item).map(|(stock, pace)| {
                let before = before.get(line.site.as_str()).copied().unwrap_or(0);
                (stock + before, pace)
            }),
            weight: 0,
        });
        claim.is_mixed |= claim.days_left != days_left;
        claim.stands_alone |= is_alone;
        claim.claimed += asked;
        claim.asked += asked - asked % step;
    }
    for claim in claims.values_mut() {
        claim.least = leasts[claim.site];
        claim.weight = weights[claim.site];
        claim.is_mixed |= claim.stands_alone && lines_of[claim.site] > 1;
    }
    for traced in &of_turn.awards {
        if let Some(claim) = claims.get_mut(traced.award.site.as_str()) {
            claim.got += i128::from(traced.award.qty.thousandths());
        }
    }
    claims.into_values().collect()
}

/// The weight of a line, in millionths; one where none is stated.
fn weight_of(line: &Request) -> i128 {
    let weight = line.terms().weight.unwrap_or(1.0).clamp(0.0, 1e6);
    (weight * 1e6).round() as i128
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

impl Measure {
    /// The rule of a turn; `None` where it is not judged.
    fn of(claims: &[Claim], step: i128, book: &Book) -> Option<Measure> {
        let options = &book.inputs.options;
        let policy = book.inputs.rules.within_tier.as_ref();
        let otherwise = policy.map_or(SharingRule::EqualAwards, |policy| policy.otherwise);
        let stated = options.rule.or(policy.map(|policy| policy.rule));
        let is_unknown = |claim: &Claim| claim.cover.is_none();
        let in_place = match otherwise {
            SharingRule::EqualCover => SharingRule::EqualAwards,
            otherwise => otherwise,
        };
        let rule = match stated.unwrap_or(otherwise) {
            SharingRule::EqualCover if !claims.iter().any(is_unknown) => SharingRule::EqualCover,
            // Who is not served may be out of reach, and then has no say in the rule.
            SharingRule::EqualCover => claims
                .iter()
                .any(|claim| is_unknown(claim) && claim.got > 0)
                .then_some(in_place)?,
            rule => rule,
        };
        let is_of_claims = matches!(rule, SharingRule::Proportional | SharingRule::EqualLosses);
        let is_judged = rule != SharingRule::Talmud && !(is_of_claims && options.truncate);
        is_judged.then_some(Measure {
            rule,
            step,
            rounding: options.rounding,
        })
    }

    /// The measure of a site that got so much, as numerator and denominator; nothing below the line is without end.
    fn at(&self, claim: &Claim, got: i128) -> (i128, i128) {
        let half = match self.rounding {
            Rounding::PackByPack => self.step,
            Rounding::LargestRemainder => 0,
        };
        match self.rule {
            SharingRule::EqualCover => {
                let (stock, (used, days)) = claim.cover.unwrap_or_default();
                ((stock + got) * days, used)
            }
            SharingRule::EqualAwards | SharingRule::Talmud => (got, 1),
            SharingRule::EqualLosses => (got - claim.claimed, 1),
            SharingRule::Proportional => (2 * got + half, claim.claimed),
            SharingRule::Weighted => (2 * got + half, claim.weight),
        }
    }

    /// Whether one site is lower than another, each with what it got.
    fn compare(&self, a: &Claim, got_a: i128, b: &Claim, got_b: i128) -> Ordering {
        let ((part_a, of_a), (part_b, of_b)) = (self.at(a, got_a), self.at(b, got_b));
        match (of_a > 0, of_b > 0) {
            (true, true) => (part_a * of_b).cmp(&(part_b * of_a)),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => Ordering::Equal,
        }
    }

    /// What is wrong with an award while `behind` is lower.
    fn finding(&self, traced: &Traced, behind: &Claim, lot: &OnHand) -> Finding {
        let (site, lot) = (behind.site, &lot.lot);
        let message = match self.rule {
            SharingRule::EqualCover => {
                let message = format!(
                    "{site} has fewer days of it, is short, and could have used lot \"{lot}\""
                );
                let hint = "give each unit to whoever has the fewest days of cover";
                return on_award("uneven_cover", traced.award, message, hint);
            }
            SharingRule::EqualAwards | SharingRule::Talmud => {
                format!("{site} got less of it, is short, and could have used lot \"{lot}\"")
            }
            SharingRule::EqualLosses => {
                format!("{site} is short of more of it, and could have used lot \"{lot}\"")
            }
            SharingRule::Proportional => format!(
                "{site} got a smaller part of what it asks for, and could have used lot \"{lot}\""
            ),
            SharingRule::Weighted => format!(
                "{site} got less of it by its weight, is short, and could have used lot \"{lot}\""
            ),
        };
        let hint = "give each unit to whoever is due it next, or check with the --rule of the plan";
        on_award("uneven_share", traced.award, message, hint)
    }
}

/// The first award of which a unit should have gone to a site that is lower. `of_turn`: its claims and its awards;
/// `wishes`: the lots of the item that donors meant for somebody.
fn uneven(
    (claims, awards): (&[Claim], &[&Traced]),
    wishes: &[&OnHand],
    measure: Measure,
    book: &Book,
    roads: &Roads,
) -> Option<Finding> {
    let (inputs, step) = (&book.inputs, measure.step);
    let is_alike = |claim: &&Claim| {
        let is_wished = |lot: &&OnHand| may_have(lot, claim.site, inputs);
        !claim.is_mixed && !wishes.iter().any(is_wished)
    };
    let alike = claims.iter().filter(is_alike);
    let is_beyond = |claim: &&Claim| claim.got - step >= claim.least;
    let judged = alike.clone().filter(is_beyond);
    let by_site: HashMap<&str, &Claim> = judged.map(|claim| (claim.site, claim)).collect();
    let slack = match measure.rounding {
        Rounding::PackByPack => 0,
        Rounding::LargestRemainder => step,
    };
    let is_short = |claim: &&Claim| claim.asked - claim.got >= step;
    let mut short: Vec<&Claim> = alike.filter(is_short).collect();
    short.sort_by(|a, b| {
        let order = measure.compare(a, a.got + slack, b, b.got + slack);
        order.then(a.site.cmp(b.site))
    });
    awards.iter().find_map(|traced| {
        let (lot, giver) = (book.lot(traced)?, &traced.award.from_site);
        let had = *by_site.get(traced.award.site.as_str())?;
        // Up to those who are as high as it was before its last unit.
        let before = had.got - step;
        let is_lower = |claim: &&&Claim| {
            measure.compare(claim, claim.got + slack, had, before) == Ordering::Less
        };
        let behind = short.iter().take_while(is_lower);
        let last = lot
            .expiry
            .map_or(i64::MAX, |day| day.days_since(inputs.as_of));
        let mut could_have = behind.filter(|claim| {
            claim.site != had.site
                && last - roads.days(giver, claim.site) >= claim.days_left
                && may_have(lot, claim.site, inputs)
                && roads.lead(giver, claim.site, inputs)
        });
        let behind = could_have.next()?;
        Some(measure.finding(traced, behind, lot))
    })
}
