//! The book of a period: opening, what came, what went, closing, in quantity and in money.
//!
//! Rows × key: one for each site, item, form, owner and kind of movement; `closing` is the sum of the others, which the
//! stock on the last day proves by another way. A lot is valued as `price value` and `report lists` value it: what comes
//! adds what it cost, what leaves takes its part of the value along, and the last of a lot takes all that is left. The value
//! of a page is exact and rounded once, as in `price value`. What nobody stated a cost of is counted apart and is not
//! worth nought.
//!
//! What an owner sent from one of its sites to another and has not arrived lies in no store: it has a page of its own,
//! at site `D1>D2`, with what came onto the road less what left it under `road`. So nothing is lost between two stores.
//!
//! A line that a reversal of the period undoes has been in the opening: what it takes back stands under `reversal`,
//! with what that changes of other lines of the opening. What else is known of those lines only now, a cost that was
//! stated of their lot in the period say, stands under `adjust`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::balance::positions_in_ledger_order;
use crate::engine::cost::{Held, LotBook, LotCosts, Moved, fen};
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Book, Finding, Movement, OnHand};
use crate::ledger::word::{BookKind, Form, MovementKind, Severity, Word as _};
use crate::quantity::{Money, Quantity};
use crate::stock::transit::{Transit, in_transit};

/// What a line adds to a lot: thousandths, fen, and thousandths without a cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Added {
    qty: i128,
    fen: i128,
    unvalued: i128,
    lines: i64,
}

impl Added {
    fn plus(self, other: Added) -> Added {
        Added {
            qty: self.qty + other.qty,
            fen: self.fen + other.fen,
            unvalued: self.unvalued + other.unvalued,
            lines: self.lines + other.lines,
        }
    }

    fn less(self, other: Added) -> Added {
        Added {
            qty: self.qty - other.qty,
            fen: self.fen - other.fen,
            unvalued: self.unvalued - other.unvalued,
            lines: self.lines - other.lines,
        }
    }
}

/// What is kept apart in the book: site, item, form and owner.
type Page = (String, String, Form, String);

/// The book from one day to another, by site, item, form, owner and kind.
///
/// `movements`: in ledger order. Errors: `overflow` where a value does not fit. Rule: `T6`.
pub fn book(movements: &[Movement], from: Day, to: Day) -> Result<Vec<Book>, Diagnostic> {
    let mut pages: BTreeMap<(Page, BookKind), Added> = BTreeMap::new();
    let mut units: BTreeMap<Page, String> = BTreeMap::new();
    let mut add = |page: Page, kind: BookKind, added: Added| {
        let sum = pages.entry((page, kind)).or_default();
        *sum = sum.plus(added);
    };
    let day_before = from.plus_days(-1);
    let (then, roads_then) = replay(movements, day_before);
    let (now, roads_now) = replay(movements, to);
    let undone = || then.iter().filter(|(at, _)| !now.contains_key(*at));
    let page_at = |at: &usize| page_of(&movements[*at]);
    let corrected: BTreeSet<Page> = undone().map(|(at, _)| page_at(at)).collect();
    for at in now.keys().chain(then.keys()) {
        let unit = &movements[*at].unit;
        if !unit.is_empty() {
            units.entry(page_at(at)).or_insert_with(|| unit.clone());
        }
    }
    for (at, added) in &now {
        let movement = &movements[*at];
        let page = page_of(movement);
        match movement.date >= from {
            true => add(page, kind_of(movement), *added),
            false => {
                let before = then.get(at).copied().unwrap_or_default();
                let since = match corrected.contains(&page) {
                    true => BookKind::Reversal,
                    false => BookKind::Adjust,
                };
                add(page.clone(), BookKind::Opening, before);
                add(page, since, added.less(before));
            }
        }
    }
    for (at, before) in undone() {
        let page = page_at(at);
        add(page.clone(), BookKind::Opening, *before);
        add(page, BookKind::Reversal, Added::default().less(*before));
    }
    let ways: BTreeSet<&Page> = roads_then.keys().chain(roads_now.keys()).collect();
    for page in ways {
        let on_road = |roads: &Roads| {
            roads
                .get(page)
                .map_or(Added::default(), |(added, _)| *added)
        };
        let (before, after) = (on_road(&roads_then), on_road(&roads_now));
        add(page.clone(), BookKind::Opening, before);
        add(page.clone(), BookKind::Road, after.less(before));
        let known = roads_now.get(page).or_else(|| roads_then.get(page));
        units.extend(known.map(|(_, unit)| (page.clone(), unit.clone())));
    }
    closed(pages, &units, from, to)
}

/// The rows with a closing for each page; a kind that adds nothing has no row.
fn closed(
    mut pages: BTreeMap<(Page, BookKind), Added>,
    units: &BTreeMap<Page, String>,
    from: Day,
    to: Day,
) -> Result<Vec<Book>, Diagnostic> {
    let mut sums: BTreeMap<Page, Added> = BTreeMap::new();
    for ((page, _), added) in &pages {
        let sum = sums.entry(page.clone()).or_default();
        *sum = sum.plus(*added);
    }
    for (page, sum) in sums {
        pages.entry((page.clone(), BookKind::Opening)).or_default();
        pages.insert((page, BookKind::Closing), sum);
    }
    let is_said = |kind: BookKind, added: &Added| {
        // What did not move on the road is said, too: by this kind its pages are known.
        let is_always = matches!(kind, BookKind::Opening | BookKind::Road | BookKind::Closing);
        is_always || *added != Added::default()
    };
    let rows = pages
        .into_iter()
        .filter(|((_, kind), added)| is_said(*kind, added));
    rows.map(|((page, kind), added)| {
        let unit = units.get(&page).cloned().unwrap_or_default();
        let (site, item, form, owner) = page;
        let value = Money::from_sum(added.fen).ok_or_else(|| too_dear(&item, &site))?;
        Ok(Book {
            from,
            to,
            site,
            item,
            form: Some(form),
            owner,
            kind,
            qty: Quantity::from_sum(added.qty)
                .expect("a ledger whose quantities do not fit is refused when it is read"),
            unit,
            value,
            lines: added.lines,
            unvalued: Quantity::from_sum(added.unvalued),
        })
    })
    .collect()
}

fn too_dear(item: &str, site: &str) -> Diagnostic {
    let message = format!("what {item} at {site} cost does not fit 64 bits of fen");
    Diagnostic::error(Code::Overflow, message).hint("check column unit_cost for extra zeros")
}

/// What each line that counts on a day adds to its page: in money what the goods of the page are worth in fen after it,
/// less what they were worth before, so that all lines of a page add up to what is left of it, rounded once. Beside it what
/// is on the road.
///
/// Rule: `D-32`.
fn replay(movements: &[Movement], as_of: Day) -> (BTreeMap<usize, Added>, Roads) {
    let costs = LotCosts::by(movements, as_of);
    let book = LotBook::of(movements, &costs, as_of);
    let roads = roads(&in_transit(movements, &book, as_of));
    let moved: HashMap<usize, &Moved> = book.lines().iter().map(|line| (line.at, line)).collect();
    let mut worth: HashMap<PageOf, i128> = HashMap::new();
    let mut lines = BTreeMap::new();
    for at in positions_in_ledger_order(movements, as_of) {
        let movement = &movements[at];
        if !matches!(effect(movement), Effect::Add(_) | Effect::Set(_)) {
            continue;
        }
        // A line that finds what the book says has moved nothing, and is a line of it all the same.
        let mut added = Added {
            lines: 1,
            ..Added::default()
        };
        if let Some(line) = moved.get(&at) {
            let form = Form::stated(movement.form);
            let page = (&*movement.site, &*movement.item, form, &*movement.owner);
            let worth = worth.entry(page).or_default();
            let before = *worth;
            *worth += line.after.paid - line.before.paid;
            added.qty = i128::from(line.qty.thousandths());
            added.fen = fen(*worth) - fen(before);
            added.unvalued = line.after.uncosted - line.before.uncosted;
        }
        lines.insert(at, added);
    }
    (lines, roads)
}

/// What is on each road, with its unit.
type Roads = BTreeMap<Page, (Added, String)>;

/// The pages of the goods on the road, each rounded once.
fn roads(transits: &[Transit]) -> Roads {
    let mut held: BTreeMap<Page, (Held, &str)> = BTreeMap::new();
    for Transit {
        lot,
        unit,
        held: part,
        ..
    } in transits
    {
        let page = (
            lot.site.clone(),
            lot.item.clone(),
            lot.form,
            lot.owner.clone(),
        );
        let (sum, of) = held.entry(page).or_default();
        sum.qty += part.qty;
        sum.paid += part.paid;
        sum.uncosted += part.uncosted;
        *of = unit;
    }
    let roads = held.into_iter().map(|(page, (held, unit))| {
        let added = Added {
            qty: held.qty,
            fen: fen(held.paid),
            unvalued: held.uncosted,
            lines: 0,
        };
        (page, (added, unit.to_owned()))
    });
    roads.collect()
}

fn page_of(movement: &Movement) -> Page {
    let form = Form::stated(movement.form);
    let (site, item) = (movement.site.clone(), movement.item.clone());
    (site, item, form, movement.owner.clone())
}

/// Under what the book lists a line.
fn kind_of(movement: &Movement) -> BookKind {
    match movement.kind {
        MovementKind::Receipt if movement.is_donation() => BookKind::Donation,
        MovementKind::Receipt => BookKind::Receipt,
        MovementKind::Issue => BookKind::Issue,
        MovementKind::TransferIn => BookKind::TransferIn,
        MovementKind::TransferOut => BookKind::TransferOut,
        MovementKind::Count => BookKind::Count,
        MovementKind::Dispose => BookKind::Dispose,
        MovementKind::Return => BookKind::Return,
        MovementKind::Adjust
        | MovementKind::Reserve
        | MovementKind::Release
        | MovementKind::Hold
        | MovementKind::Unhold
        | MovementKind::Extend
        | MovementKind::Reversal => BookKind::Adjust,
    }
}

/// What is kept apart, borrowed from a row.
type PageOf<'a> = (&'a str, &'a str, Form, &'a str);

/// What of a book does not hold: opening and moves make the closing, and the closing is the stock on the last day, which
/// the balances know by another way, but for goods on the road, which lie in no store.
pub fn audit(book: &[Book], onhand: &[OnHand]) -> Vec<Finding> {
    let mut pages: BTreeMap<PageOf, Sums> = BTreeMap::new();
    for row in book {
        let form = Form::stated(row.form);
        let sums = pages.entry((&row.site, &row.item, form, &row.owner));
        let sums = sums.or_default();
        let side = match row.kind {
            BookKind::Closing => &mut sums.closing,
            _ => &mut sums.moves,
        };
        side.0 += i128::from(row.qty.thousandths());
        side.1 += i128::from(row.value.fen());
        sums.is_road |= row.kind == BookKind::Road;
    }
    for row in onhand {
        let form = Form::stated(row.form);
        let sums = pages.entry((&row.site, &row.item, form, &row.owner));
        sums.or_default().stock += i128::from(row.qty.thousandths());
    }
    let open = pages
        .iter()
        .filter(|(_, sums)| sums.moves != sums.closing || !sums.is_in_stock());
    open.map(|(page, sums)| finding(page, sums)).collect()
}

/// What a page of the book adds up to: thousandths and fen of the opening and the moves and of the closing, thousandths
/// in stock.
#[derive(Default)]
struct Sums {
    moves: (i128, i128),
    closing: (i128, i128),
    stock: i128,
    /// Whether it is of goods on the road.
    is_road: bool,
}

impl Sums {
    /// Whether what it closes with lies in stock, where it is to lie there.
    fn is_in_stock(&self) -> bool {
        self.is_road || self.closing.0 == self.stock
    }
}

fn finding((site, item, form, owner): &PageOf, sums: &Sums) -> Finding {
    let qty = |sum| Quantity::from_sum(sum).map_or(String::new(), |qty| qty.to_string());
    let money = |sum| Money::from_sum(sum).map_or(String::new(), |money| money.to_string());
    let (closing, stock) = (sums.closing.0, sums.stock);
    let (what, value, expected) = if !sums.is_in_stock() {
        ("in stock", qty(closing), qty(stock))
    } else if closing != sums.moves.0 {
        ("moved", qty(closing), qty(sums.moves.0))
    } else {
        ("in money", money(sums.closing.1), money(sums.moves.1))
    };
    let whose = match *owner {
        "" => String::new(),
        owner => format!(" of {owner}"),
    };
    Finding {
        site: (*site).to_owned(),
        item: (*item).to_owned(),
        value,
        expected,
        hint: "this is a fault of granary: please report it with the ledger".to_owned(),
        ..Finding::new(
            "book-open",
            Severity::Error,
            format!(
                "the book of {item} at {site}, {}{whose}, does not close: what is {what} is not what it closes with",
                form.id()
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Price;
    use crate::stock::on_hand;

    #[test]
    fn a_book_that_was_changed_in_quantity_or_money_does_not_close() {
        let day = |text| Day::parse(text).expect("a date");
        let movement = |on, kind, qty| Movement {
            doc: "R1".to_owned(),
            qty: Quantity::whole(qty),
            unit_cost: Some(Price::from_steps(20_000)),
            ..Movement::new(day(on), kind, "D1", "rice")
        };
        let movements = [
            movement("2022-01-01", MovementKind::Receipt, 100),
            movement("2022-02-01", MovementKind::Issue, 30),
        ];
        let (from, to) = (day("2022-02-01"), day("2022-02-28"));
        let onhand = on_hand(&movements, to);
        let whole = book(&movements, from, to).expect("small numbers");
        assert_eq!(audit(&whole, &onhand), []);
        let found = |change: &dyn Fn(&mut Book)| {
            let mut changed = whole.clone();
            let closing = changed.iter_mut().find(|row| row.kind == BookKind::Closing);
            change(closing.expect("a book has a closing"));
            let found = audit(&changed, &onhand).into_iter();
            found
                .map(|row| (row.value, row.expected))
                .collect::<Vec<_>>()
        };
        let pair = |value: &str, expected: &str| vec![(value.to_owned(), expected.to_owned())];
        let less = found(&|row| row.qty = Quantity::whole(69).expect("small"));
        assert_eq!(less, pair("69", "70"));
        let dearer = found(&|row| row.value = Money::from_fen(14_001));
        assert_eq!(dearer, pair("140.01", "140.00"));
    }
}
