//! What does an audit look up of each item, site, line and lot? Each once, by its number.
//!
//! A line is numbered by its place among the requests, a lot by its place among the balances. What rules say of goods is
//! worked out for each item that is asked for, what class a site has for each site that asks, so that a million lines are
//! held against the rules without a million searches through them.
//!
//! Never: a judgement.

use std::collections::HashMap;

use crate::engine::ahead::{each_ahead, wish};
use crate::engine::memo::ByText;
use crate::engine::number::numbered;
use crate::engine::parallel::{both, each};
use crate::ledger::Text;
use crate::ledger::tables::{Allocation, OnHand, Request};
use crate::ledger::word::{Duty, Form};

use super::super::{Minimum, PlanInputs};
use super::bar::{Asker, Bars, asker};
use super::goods::{Goods, goods, smallest};
use super::index::{Index, hash};

/// The place of a line in the order of service: line of duty, then class of the site.
pub(super) type Turn = (usize, usize);

/// An award with the numbers of the request line and of the balance it names.
#[derive(Clone, Copy)]
pub(super) struct Traced<'a> {
    pub(super) award: &'a Allocation,
    pub(super) line: Option<usize>,
    pub(super) lot: Option<usize>,
}

/// The inputs of a plan, looked up.
pub(super) struct Book<'a> {
    pub(super) inputs: PlanInputs<'a>,
    lines: Index,
    lots: Index,
    lot_names: Vec<LotName>,
    /// The number of the item of each balance.
    items_of_lots: Vec<usize>,
    /// The numbers of the item, of the site and of the use of each line.
    asked: Vec<[u32; 3]>,
    goods: Vec<Goods<'a>>,
    goods_by_code: HashMap<&'a str, usize, ByText>,
    askers: Vec<Asker<'a>>,
    bars: Bars<'a>,
    /// The lines of duty in the order they are served; `None` where the policy has no order.
    duties: Option<&'a [Duty]>,
}

/// What tells a balance from every other: site, item, lot, owner and earmark, and the form, physical where none is
/// stated. Its texts stand in it, so that a search among a million does not look for them elsewhere.
pub(super) type LotName = ([Text; 5], Form);

/// The name of a balance.
pub(super) fn lot_of_balance(row: &OnHand) -> LotName {
    let names = [&row.site, &row.item, &row.lot, &row.owner, &row.earmark];
    (names.map(Text::from), Form::stated(row.form))
}

/// The hash of the name of a line.
fn hash_of_line(request: &str, line: &str) -> u64 {
    hash((request, line))
}

/// The name of the balance that an award comes from.
pub(super) fn lot_of_award(award: &Allocation) -> LotName {
    let names = [
        &award.from_site,
        &award.item,
        &award.lot,
        &award.owner,
        &award.earmark,
    ];
    (names.map(Text::clone), Form::stated(award.form))
}

impl<'a> Book<'a> {
    pub(super) fn of(inputs: &PlanInputs<'a>) -> Book<'a> {
        let lines = inputs.requests;
        let index = || {
            let hashes = each(lines, |line| hash_of_line(&line.request, &line.line));
            let name = |number: usize| (&lines[number].request, &lines[number].line);
            Index::of(&hashes, |a, b| name(a) == name(b))
        };
        let (lines, book) = both(lines.len(), index, || Book::unindexed(inputs));
        Book { lines, ..book }
    }

    /// The book but for the index of its lines.
    fn unindexed(inputs: &PlanInputs<'a>) -> Book<'a> {
        let (requests, onhand) = (inputs.requests, inputs.onhand);
        let (items, (sites, uses)) = both(
            requests.len(),
            || numbered(requests, |line| &line.item),
            || {
                let sites = numbered(requests, |line| &line.site);
                (sites, numbered(requests, |line| &line.usage))
            },
        );
        let askers: Vec<Asker> = sites.names.iter().map(|site| asker(site, inputs)).collect();
        let lot_names: Vec<LotName> = onhand.iter().map(lot_of_balance).collect();
        let hashes: Vec<u64> = lot_names.iter().map(hash).collect();
        let asked = items.of.into_iter().zip(sites.of).zip(uses.of);
        let mut book = Book {
            inputs: *inputs,
            lines: Index::of(&[], |_, _| false),
            lots: Index::of(&hashes, |a, b| lot_names[a] == lot_names[b]),
            lot_names,
            items_of_lots: Vec::with_capacity(onhand.len()),
            asked: asked
                .map(|((item, site), usage)| [item, site, usage])
                .collect(),
            goods: Vec::new(),
            goods_by_code: HashMap::default(),
            bars: Bars::of(inputs, &uses.names, &askers),
            askers,
            duties: inputs.rules.duty.as_ref().map(|rule| &*rule.order),
        };
        let mut units: HashMap<&str, &str, ByText> = HashMap::default();
        for row in onhand {
            units.entry(&row.item).or_insert(&row.unit);
        }
        let unit = |item: &str| units.get(item).copied().unwrap_or("");
        for item in items.names {
            book.add_goods(item, unit(item));
        }
        for row in onhand {
            let number = match book.item_named(&row.item) {
                Some(number) => number,
                None => book.add_goods(&row.item, unit(&row.item)),
            };
            book.items_of_lots.push(number);
        }
        book
    }

    /// Adds an item and gives its number.
    fn add_goods(&mut self, code: &'a str, unit: &str) -> usize {
        self.goods_by_code.insert(code, self.goods.len());
        self.goods.push(goods(code, unit, &self.inputs));
        self.goods.len() - 1
    }

    /// The numbers of the item, of the site and of the use of a line.
    fn asked(&self, line: usize) -> [usize; 3] {
        self.asked[line].map(|number| number as usize)
    }

    /// Awards with what they name. Of two lines or balances of one name the later one is meant.
    pub(super) fn trace(
        &self,
        awards: impl IntoIterator<Item = &'a Allocation>,
    ) -> Vec<Traced<'a>> {
        let awards: Vec<&Allocation> = awards.into_iter().collect();
        let hashed = each(&awards, |award| {
            (hash_of_line(&award.request, &award.line), *award)
        });
        self.each_found(&hashed, |hash, award| Traced {
            line: self.line_of(hash, &award.request, &award.line),
            lot: self.lot_named(award),
            award,
        })
    }

    /// What becomes of rows that each name a line; the lines lie far off and in another order.
    fn each_found<'r, T: Copy + Sync, R: Send>(
        &self,
        hashed: &'r [(u64, T)],
        found: impl Fn(u64, T) -> R + Sync + Send,
    ) -> Vec<R> {
        let far = |(hash, _): &'r (u64, T)| self.lines.wish(*hash);
        let near = |(hash, _): &'r (u64, T)| {
            let line = self.lines.guess(*hash);
            line.into_iter()
                .for_each(|line| wish(&self.inputs.requests[line]));
        };
        each_ahead(
            hashed,
            (far, near),
            || (),
            |(), (hash, row)| found(*hash, *row),
        )
    }

    fn lot_named(&self, award: &Allocation) -> Option<usize> {
        let names = [
            &award.from_site,
            &award.item,
            &award.lot,
            &award.owner,
            &award.earmark,
        ];
        let form = Form::stated(award.form);
        self.lots.get(hash((names, form)), |number| {
            let (own, own_form) = &self.lot_names[number];
            own.iter().eq(names) && *own_form == form
        })
    }

    /// The number of a line.
    pub(super) fn line_named(&self, request: &str, line: &str) -> Option<usize> {
        self.line_of(hash_of_line(request, line), request, line)
    }

    /// The number of each line that rows name.
    pub(super) fn lines_named<T: Sync>(
        &self,
        rows: &[T],
        name: impl Fn(&T) -> (&str, &str) + Sync + Send,
    ) -> Vec<Option<usize>> {
        let hashed = each(rows, |row| {
            let (request, line) = name(row);
            (hash_of_line(request, line), row)
        });
        self.each_found(&hashed, |hash, row| {
            let (request, line) = name(row);
            self.line_of(hash, request, line)
        })
    }

    fn line_of(&self, hash: u64, request: &str, line: &str) -> Option<usize> {
        self.lines.get(hash, |number| {
            let row = &self.inputs.requests[number];
            row.request == request && row.line == line
        })
    }

    /// The line that an award names.
    pub(super) fn line(&self, traced: &Traced) -> Option<&'a Request> {
        traced.line.map(|number| &self.inputs.requests[number])
    }

    /// The balance that an award names.
    pub(super) fn lot(&self, traced: &Traced) -> Option<&'a OnHand> {
        traced.lot.map(|number| &self.inputs.onhand[number])
    }

    /// The items that are asked for or in store, by number.
    pub(super) fn items(&self) -> impl ExactSizeIterator<Item = &'a str> {
        self.goods.iter().map(|goods| goods.code)
    }

    /// The sites that ask.
    pub(super) fn askers(&self) -> impl Iterator<Item = &'a str> {
        self.askers.iter().map(|asker| asker.code)
    }

    /// The number of an item that is asked for or in store.
    pub(super) fn item_named(&self, code: &str) -> Option<usize> {
        self.goods_by_code.get(code).copied()
    }

    /// The number of the item of a line.
    pub(super) fn item_of(&self, line: usize) -> usize {
        self.asked(line)[0]
    }

    /// The least that can be handed out of the item of a line, in thousandths.
    pub(super) fn smallest(&self, line: usize) -> i64 {
        self.goods[self.item_of(line)].smallest
    }

    /// The same of the item of an award.
    pub(super) fn smallest_awarded(&self, traced: &Traced) -> i64 {
        match traced.lot {
            Some(lot) => self.goods[self.items_of_lots[lot]].smallest,
            None => self.smallest_of(&traced.award.item),
        }
    }

    /// The same of any item.
    pub(super) fn smallest_of(&self, item: &str) -> i64 {
        match self.item_named(item) {
            Some(number) => self.goods[number].smallest,
            None => smallest(item, "", &self.inputs),
        }
    }

    /// The least that is of use to a line, in thousandths; nothing where the plan does not ask.
    pub(super) fn least(&self, number: usize) -> i64 {
        let line = &self.inputs.requests[number];
        let own = line.terms().min_qty.unwrap_or_default().thousandths();
        let of_policy = self.goods[self.item_of(number)].least;
        let least = match (of_policy, self.inputs.options.minimum) {
            (Some(least), _) => own.max(least),
            (None, Minimum::Useful) => own,
            (None, _) => 0,
        };
        least.min(line.qty.unwrap_or_default().thousandths())
    }

    /// Whether the policy says what is of use of the item of a line, so that it gets as much, or nothing.
    pub(super) fn has_useful_least(&self, number: usize) -> bool {
        self.goods[self.item_of(number)].least.is_some()
    }

    /// The rule, if any, that keeps the goods of a line from its site, use and line of duty.
    pub(super) fn barring_rule(&self, number: usize) -> Option<&'a str> {
        let [item, site, usage] = self.asked(number);
        let rules = &self.goods[item].eligibility;
        let duty = self.inputs.requests[number].duty;
        self.bars.barring(rules, (usage, site), duty)
    }

    /// The turn of a line.
    pub(super) fn turn(&self, number: usize) -> Turn {
        let [item, site, usage] = self.asked(number);
        let own = self.inputs.requests[number].duty.unwrap_or(Duty::First);
        let duties = self.duties;
        let duty = duties.map_or(0, |order| {
            let place = order.iter().position(|duty| *duty == own);
            place.unwrap_or(order.len())
        });
        // Whoever waits for other uses comes after every line of duty of those.
        let after = match self.bars.waits(&self.goods[item].first_use, usage) {
            true => duties.map_or(0, <[Duty]>::len) + 1,
            false => 0,
        };
        (duty + after, self.askers[site].turn)
    }

    /// The number of the turn of a line, from 1.
    pub(super) fn tier(&self, number: usize) -> i64 {
        let priority = self.inputs.rules.priority.as_ref();
        let classes = priority.map_or(0, |order| order.classes.len());
        let (duty, class) = self.turn(number);
        (duty * (classes + 1) + class + 1) as i64
    }

    /// What each line was given, by number.
    pub(super) fn given(&self, traced: &[Traced]) -> Vec<i64> {
        let mut given: Vec<i64> = vec![0; self.inputs.requests.len()];
        for award in traced {
            let Some(line) = award.line else { continue };
            given[line] = given[line].saturating_add(award.award.met().thousandths());
        }
        given
    }

    /// What leaves each balance in thousandths, by number.
    pub(super) fn issued(&self, traced: &[Traced]) -> Vec<i128> {
        let mut issued = vec![0; self.inputs.onhand.len()];
        for award in traced {
            let Some(lot) = award.lot else { continue };
            issued[lot] += i128::from(award.award.qty.thousandths());
        }
        issued
    }
}
