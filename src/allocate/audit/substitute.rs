//! Does what stands in for other goods keep the rules of substitution?
//!
//! A plan with substitutes is several plans, one after the other, and is judged as that: first what everybody gets of what
//! they asked for, as if nothing stood in for anything; then, choice by choice, what the lines that are still short get of
//! the substitute, out of what is left. So a substitute that is used before the item itself ends shows as a lot that
//! stays in store.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::allocate::draws::gate::Gated;
use crate::engine::memo::ByText;
use crate::ledger::Text;
use crate::ledger::tables::{Allocation, Finding, OnHand, Request, Transfer, Unmet};
use crate::quantity::Quantity;

use super::super::{Earlier, PlanInputs};
use super::book::{Book, LotName, Traced, lot_of_award, lot_of_balance};
use super::gate::{of_awards_gated, stores};
use super::lot::can_leave;
use super::{in_order, line, on_award};

/// Millionths in a ratio of 1.
const MILLION: i128 = 1_000_000;

/// Judges a plan with its substitutes, under the gate where there is one.
pub fn audit_whole(
    inputs: &PlanInputs,
    gated: Option<&Gated>,
    allocation: &[Allocation],
    unmet: &[Unmet],
) -> Vec<Finding> {
    audit_moved(inputs, gated, allocation, unmet, &[])
}

/// Judges a plan behind which goods were transferred: what `unmet` says to be left by all of them follows from the awards
/// and the transfers. Transfers themselves are judged where they are made.
pub fn audit_moved(
    inputs: &PlanInputs,
    gated: Option<&Gated>,
    allocation: &[Allocation],
    unmet: &[Unmet],
    transfers: &[Transfer],
) -> Vec<Finding> {
    let book = Book::of(inputs);
    let traced = book.trace(allocation);
    let mut found = of_awards_whole(&book, gated, &traced);
    found.extend(line::findings(&book, &traced, unmet, transfers));
    in_order(found)
}

/// Judges the last of several plans, one behind another: its `awards` as the run that it was, on its `open` inputs, and
/// what `unmet` says of whole lines by all that was `given`, by those before it and by itself.
pub fn audit_last(
    whole: &PlanInputs,
    open: &PlanInputs,
    gated: Option<&Gated>,
    awards: &[Allocation],
    given: &[Allocation],
    unmet: &[Unmet],
    transfers: &[Transfer],
) -> Vec<Finding> {
    let book = Book::of(open);
    let mut found = of_awards_whole(&book, gated, &book.trace(awards));
    let book = Book::of(whole);
    found.extend(line::findings(&book, &book.trace(given), unmet, transfers));
    in_order(found)
}

/// What is wrong with awards by themselves, some of which may stand in for other goods.
fn of_awards_whole(book: &Book, gated: Option<&Gated>, traced: &[Traced]) -> Vec<Finding> {
    let inputs = &book.inputs;
    let is_substitute = |traced: &&Traced| !traced.award.stands_for.is_empty();
    let is_used = traced.iter().any(|traced| is_substitute(&traced));
    let has_any = inputs.items.items().any(|item| !item.substitute.is_empty());
    let may_be_used = has_any && inputs.options.substitutes;
    if !is_used && !may_be_used {
        return of_awards_gated(book, gated, traced);
    }
    let (other, own): (Vec<Traced>, Cow<[Traced]>) = match is_used {
        false => (Vec::new(), Cow::Borrowed(traced)),
        true => {
            let (other, own): (Vec<Traced>, Vec<Traced>) = traced.iter().partition(is_substitute);
            (other, Cow::Owned(own))
        }
    };
    let mut found = of_awards_gated(book, gated, &own);
    let may_stand_in = inputs.options.substitutes;
    let (mut by_choice, mut strange) = (BTreeMap::new(), Vec::new());
    for award in other.iter().map(|traced| traced.award) {
        match choice(award, inputs).filter(|_| may_stand_in) {
            Some(choice) => by_choice.entry(choice).or_insert_with(Vec::new).push(award),
            None => strange.push(award),
        }
    }
    if may_stand_in {
        found.extend(judge_turns(book, gated, &own, by_choice));
    }
    found.extend(strange.into_iter().map(|award| {
        let message = format!("{} may not stand in for {}", award.item, award.stands_for);
        let hint = "give what the catalogue names as its substitute, of no lower grade";
        on_award("bad_substitute", award, message, hint)
    }));
    found
}

/// Judges what stands in for other goods, choice by choice, after what was given of the goods themselves.
fn judge_turns(
    book: &Book,
    gated: Option<&Gated>,
    own: &[Traced],
    mut by_choice: BTreeMap<usize, Vec<&Allocation>>,
) -> Vec<Finding> {
    let inputs = &book.inputs;
    let choices = |code| {
        let item = inputs.items.get(code)?;
        Some(item.substitute.split(';').count()).filter(|_| !item.substitute.is_empty())
    };
    // Of goods that nobody asks for and that stand in for nothing here it does not matter what would.
    let asked = book.items().filter_map(choices).max();
    let used = by_choice.keys().map(|choice| choice + 1).max();
    let Some(turns) = asked.max(used) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut met = vec![0; inputs.requests.len()];
    for traced in own {
        let Some(line) = traced.line else { continue };
        met[line] += i128::from(traced.award.qty.thousandths());
    }
    let mut judged: Vec<&Allocation> = own.iter().map(|traced| traced.award).collect();
    for turn in 0..turns {
        let awards = by_choice.remove(&turn).unwrap_or_default();
        found.extend(judge_turn(turn, book, gated, &judged, &mut met, &awards));
        judged.extend(awards);
    }
    found
}

/// Judges the awards of one choice, and adds what they are worth to `met`; `before`: what was given before it.
///
/// `met`: thousandths of its own item that each line has or has something for, as it is and not as the awards say.
fn judge_turn(
    turn: usize,
    book: &Book,
    gated: Option<&Gated>,
    before: &[&Allocation],
    met: &mut [i128],
    awards: &[&Allocation],
) -> Vec<Finding> {
    let open = open(turn, book, met);
    if open.is_empty() && awards.is_empty() {
        return Vec::new();
    }
    let inputs = &book.inputs;
    let mut found = counts(turn, awards, book, &open, met);
    let asked: Vec<Request> = open.into_values().map(|(asked, _)| asked).collect();
    let plain: Vec<Allocation> = awards
        .iter()
        .map(|&award| Allocation {
            stands_for: Text::new(),
            counts_as: None,
            ..award.clone()
        })
        .collect();
    let onhand = left(inputs, before);
    // Who gives is a matter of the whole plan, not of the lines that are short.
    let givers = stores(inputs);
    let earlier = inputs.earlier;
    let given = earlier.given.iter().chain(before.iter().copied());
    let given: Vec<Allocation> = given.cloned().collect();
    let requests = match earlier.requests.is_empty() {
        true => Cow::Borrowed(inputs.requests),
        false => Cow::Owned([earlier.requests, inputs.requests].concat()),
    };
    let part = Book::of(&PlanInputs {
        from: Some(&givers),
        onhand: &onhand,
        requests: &asked,
        earlier: Earlier {
            requests: &requests,
            given: &given,
        },
        ..*inputs
    });
    let traced = part.trace(&plain);
    found.extend(of_awards_gated(&part, gated, &traced));
    found.extend(line::too_much(&part, &traced));
    found
}

/// Which choice the goods of an award are for the item they stand in for, from 0; `None` where they are none.
fn choice(award: &Allocation, inputs: &PlanInputs) -> Option<usize> {
    let asked = inputs.items.get(&award.stands_for)?;
    let at = names(&asked.substitute).position(|(code, _)| code == award.item)?;
    is_no_lower(&award.item, &award.stands_for, inputs).then_some(at)
}

/// The codes of a list of substitutes, with the ratios that stand behind them.
fn names(list: &str) -> impl Iterator<Item = (&str, Option<f64>)> {
    let parts = list
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.map(|part| {
        let mut words = part.splitn(2, ':').map(str::trim);
        let code = words.next().unwrap_or("");
        (code, words.next().and_then(|ratio| ratio.parse().ok()))
    })
}

fn is_no_lower(substitute: &str, item: &str, inputs: &PlanInputs) -> bool {
    let grade = |code: &str| inputs.items.get(code).map(|item| item.grade.clone());
    let asked = grade(item).unwrap_or_default();
    let is_open = asked.is_empty() || asked == "general";
    substitute != item && (is_open || grade(substitute) == Some(asked))
}

/// Millionths of the `turn`th substitute for one unit of an item.
fn ratio<'a>(item: &str, turn: usize, inputs: &PlanInputs<'a>) -> Option<(&'a str, i128)> {
    let known = inputs.items.get(item)?;
    let (code, own) = names(&known.substitute).nth(turn)?;
    let ratio = own.or(known.ratio).unwrap_or(1.0);
    Some((code, (ratio * MILLION as f64).round() as i128))
}

/// The lines that are still open for their `turn`th substitute, by number: as they ask for it, and what they are open
/// for of their own item in thousandths.
type Open = BTreeMap<usize, (Request, i128)>;

fn open(turn: usize, book: &Book, met: &[i128]) -> Open {
    let inputs = &book.inputs;
    let of_item = |item| {
        let (code, steps) = ratio(item, turn, inputs)?;
        is_no_lower(code, item, inputs).then_some((code, steps))
    };
    let substitutes: Vec<Option<(&str, i128)>> = book.items().map(of_item).collect();
    let mut open = BTreeMap::new();
    for (number, line) in inputs.requests.iter().enumerate() {
        let Some((code, steps)) = substitutes[book.item_of(number)] else {
            continue;
        };
        let got = met[number];
        let asked = i128::from(line.qty.unwrap_or_default().thousandths());
        let short = Quantity::from_sum(asked - got).unwrap_or_default();
        let had = Quantity::from_sum(got).unwrap_or_default();
        if !short.is_positive() || book.barring_rule(number).is_some() {
            continue;
        }
        let needs = |qty: Quantity| {
            let exact = i128::from(qty.thousandths()) * steps;
            let thousandths = (exact + MILLION - 1) / MILLION;
            let unit = inputs.items.get(code).map_or("", |item| &item.unit);
            let step: i128 = match crate::quantity::Unit::new(unit).base().0.id() {
                "kg" | "L" => 1,
                _ => 1000,
            };
            Quantity::from_sum((thousandths + step - 1) / step * step)
        };
        let asked = Request {
            qty: needs(short),
            item: code.into(),
            ..line.clone()
        };
        let least = line.terms().min_qty.map(|least| (least - had).or_zero());
        let asked = asked.with_least(least.and_then(needs));
        open.insert(number, (asked, i128::from(short.thousandths())));
    }
    open
}

/// Whether what stands in counts as what it is: no more than the line was open for, and no part of a thousandth more.
fn counts(
    turn: usize,
    awards: &[&Allocation],
    book: &Book,
    open: &Open,
    met: &mut [i128],
) -> Vec<Finding> {
    let mut sums: BTreeMap<(&str, &str), (i128, i128, &Allocation)> = BTreeMap::new();
    for award in awards {
        let line = (award.request.as_str(), award.line.as_str());
        let sum = sums.entry(line).or_insert((0, 0, award));
        sum.0 += i128::from(award.qty.thousandths());
        sum.1 += i128::from(award.met().thousandths());
    }
    let mut found = Vec::new();
    for ((request, line), (given, counted, award)) in sums {
        let line = book.line_named(request, line);
        let was_open = line.and_then(|line| open.get(&line));
        let was_open = was_open.map_or(0, |(_, open)| *open);
        let steps = ratio(&award.stands_for, turn, &book.inputs);
        let steps = steps.map_or(MILLION, |(_, steps)| steps);
        let worth = (given * MILLION / steps.max(1)).min(was_open);
        if let Some(line) = line {
            met[line] += worth;
        }
        if counted != worth {
            let qty = |thousandths| Quantity::from_sum(thousandths).unwrap_or_default();
            let message = format!(
                "{} of {} count as {} of {}, and are {}",
                qty(given),
                award.item,
                qty(counted),
                award.stands_for,
                qty(worth)
            );
            let hint = "divide by the ratio of the item, and round down";
            found.push(on_award("wrong_count", award, message, hint));
        }
    }
    found
}

/// What is in store after these awards.
fn left(inputs: &PlanInputs, before: &[&Allocation]) -> Vec<OnHand> {
    let mut issued: HashMap<LotName, Quantity, ByText> = HashMap::default();
    for award in before {
        *issued.entry(lot_of_award(award)).or_default() += award.qty;
    }
    let mut rows = inputs.onhand.to_vec();
    for row in &mut rows {
        let gone = issued.get(&lot_of_balance(row));
        row.available = Some((can_leave(row) - gone.copied().unwrap_or_default()).or_zero());
    }
    rows
}
