//! What does an audit look up of each item, site, line and lot? Each once, by its number.
//!
//! A line is numbered by its place among the requests, a lot by its place among the balances. What rules say of goods is
//! worked out for each item that is asked for, what class a site has for each site that asks, so that a million lines are
//! held against the rules without a million searches through them.
//!
//! Never: a judgement.

use std::collections::HashMap;

use crate::engine::memo::ByText;
use crate::engine::number::numbered;
use crate::engine::parallel::{both, each};
use crate::ledger::Text;
use crate::ledger::tables::{Allocation, OnHand, Request};
use crate::ledger::word::{Duty, Form, Word};
use crate::policy::Eligibility;
use crate::policy::priority::FirstUse;
use crate::policy::selector::Items;
use crate::quantity::Unit;

use super::super::{Minimum, PlanInputs};
use super::index::Index;

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
    lines: Index<'a>,
    lots: HashMap<LotName, usize, ByText>,
    /// The numbers of the item and of the site of each line.
    asked: Vec<(u32, u32)>,
    goods: Vec<Goods<'a>>,
    goods_by_code: HashMap<&'a str, usize, ByText>,
    askers: Vec<Asker<'a>>,
    /// The lines of duty in the order they are served; `None` where the policy has no order.
    duties: Option<Vec<Option<Duty>>>,
}

/// What tells a balance from every other: site, item, lot, owner and earmark, and the form, physical where none is
/// stated. Its texts stand in it, so that a search among a million does not look for them elsewhere.
pub(super) type LotName = ([Text; 5], Form);

/// The name of a balance.
pub(super) fn lot_of_balance(row: &OnHand) -> LotName {
    let names = [&row.site, &row.item, &row.lot, &row.owner, &row.earmark];
    (names.map(Text::from), row.form.unwrap_or(Form::Physical))
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
    (names.map(Text::clone), award.form.unwrap_or(Form::Physical))
}

/// What the rules say of an item.
struct Goods<'a> {
    code: &'a str,
    /// The least that can be handed out, in thousandths.
    smallest: i64,
    /// The least that a policy calls useful, in thousandths.
    least: Option<i64>,
    eligibility: Vec<&'a Eligibility>,
    first_use: Vec<&'a FirstUse>,
}

/// A site that asks.
struct Asker<'a> {
    code: &'a str,
    level: &'a str,
    class: &'a str,
    /// The place of its best class in the order of the policy.
    turn: usize,
}

impl<'a> Book<'a> {
    pub(super) fn of(inputs: &PlanInputs<'a>) -> Book<'a> {
        let index = || Index::of(inputs.requests);
        let (lines, book) = both(inputs.requests.len(), index, || Book::unindexed(inputs));
        Book { lines, ..book }
    }

    /// The book but for the index of its lines.
    fn unindexed(inputs: &PlanInputs<'a>) -> Book<'a> {
        let (items, sites) = both(
            inputs.requests.len(),
            || numbered(inputs.requests, |line| &line.item),
            || numbered(inputs.requests, |line| &line.site),
        );
        let mut book = Book {
            inputs: *inputs,
            lines: Index::of(&[]),
            lots: HashMap::with_capacity_and_hasher(inputs.onhand.len(), ByText::default()),
            asked: items.of.into_iter().zip(sites.of).collect(),
            goods: Vec::new(),
            goods_by_code: HashMap::default(),
            askers: sites.names.iter().map(|site| asker(site, inputs)).collect(),
            duties: inputs.rules.duty.as_ref().map(|rule| {
                let duties = rule.order.iter().map(|word| Duty::parse(word));
                duties.collect()
            }),
        };
        let mut units: HashMap<&str, &str, ByText> = HashMap::default();
        for (number, row) in inputs.onhand.iter().enumerate() {
            units.entry(&row.item).or_insert(&row.unit);
            book.lots.insert(lot_of_balance(row), number);
        }
        let unit = |item: &str| units.get(item).copied().unwrap_or("");
        for item in items.names {
            book.add_goods(item, unit(item));
        }
        for row in inputs.onhand {
            if !book.goods_by_code.contains_key(row.item.as_str()) {
                book.add_goods(&row.item, unit(&row.item));
            }
        }
        book
    }

    fn add_goods(&mut self, code: &'a str, unit: &str) {
        self.goods_by_code.insert(code, self.goods.len());
        self.goods.push(goods(code, unit, &self.inputs));
    }

    /// What the rules say of the item and of the site of a line.
    fn asked(&self, line: usize) -> (&Goods<'a>, &Asker<'a>) {
        let (item, site) = self.asked[line];
        (&self.goods[item as usize], &self.askers[site as usize])
    }

    /// Awards with what they name. Of two lines or balances of one name the later one is meant.
    pub(super) fn trace(
        &self,
        awards: impl IntoIterator<Item = &'a Allocation>,
    ) -> Vec<Traced<'a>> {
        let awards: Vec<&Allocation> = awards.into_iter().collect();
        each(&awards, |award| self.traced(award))
    }

    fn traced(&self, award: &'a Allocation) -> Traced<'a> {
        Traced {
            line: self.line_named(&award.request, &award.line),
            lot: self.lots.get(&lot_of_award(award)).copied(),
            award,
        }
    }

    /// The number of a line.
    pub(super) fn line_named(&self, request: &str, line: &str) -> Option<usize> {
        self.lines.get(request, line)
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
        self.asked[line].0 as usize
    }

    /// The least that can be handed out of the item of a line, in thousandths.
    pub(super) fn smallest(&self, line: usize) -> i64 {
        self.asked(line).0.smallest
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
        let of_policy = self.asked(number).0.least;
        let least = match (of_policy, self.inputs.options.minimum) {
            (Some(least), _) => own.max(least),
            (None, Minimum::Useful) => own,
            (None, _) => 0,
        };
        least.min(line.qty.unwrap_or_default().thousandths())
    }

    /// The rule, if any, that keeps the goods of a line from its site, use and line of duty.
    pub(super) fn barring_rule(&self, number: usize) -> Option<&'a str> {
        let line = &self.inputs.requests[number];
        let (goods, asker) = self.asked(number);
        let bars = goods.eligibility.iter().find(|rule| {
            let is_use = rule.uses.iter().any(|usage| line.usage == *usage);
            let is_duty = rule.duty.is_empty()
                || (line.duty).is_none_or(|duty| rule.duty.iter().any(|word| word == duty.id()));
            let of_class = |wanted: &String| asker.classes().any(|word| word == wanted);
            let is_site = holds(&rule.sites.level, Some(asker.level))
                && (rule.sites.class.as_ref()).is_none_or(|list| list.iter().any(of_class));
            !(is_use && is_duty && is_site)
        });
        bars.map(|rule| rule.id.as_str())
    }

    /// The turn of a line.
    pub(super) fn turn(&self, number: usize) -> Turn {
        let line = &self.inputs.requests[number];
        let (goods, asker) = self.asked(number);
        let own = line.duty.unwrap_or(Duty::First);
        let duties = self.duties.as_ref();
        let duty = duties.map_or(0, |order| {
            let place = order.iter().position(|duty| *duty == Some(own));
            place.unwrap_or(order.len())
        });
        let mut first_uses = goods.first_use.iter();
        // Whoever waits for other uses comes after every line of duty of those.
        let after = match first_uses.any(|rule| rule.uses.iter().all(|usage| line.usage != *usage))
        {
            true => duties.map_or(0, Vec::len) + 1,
            false => 0,
        };
        (duty + after, asker.turn)
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

impl<'a> Asker<'a> {
    fn classes(&self) -> impl Iterator<Item = &'a str> {
        self.class.split(';').map(str::trim)
    }
}

fn asker<'a>(code: &'a str, inputs: &PlanInputs<'a>) -> Asker<'a> {
    let (level, class) = match inputs.sites.get(code) {
        Some(site) => (site.level.as_str(), site.class.as_str()),
        None => ("", ""),
    };
    let asker = Asker {
        code,
        level,
        class,
        turn: 0,
    };
    let turn = inputs.rules.priority.as_ref().map_or(0, |order| {
        let is_own = |tier: &Vec<String>| {
            tier.iter()
                .any(|word| asker.classes().any(|own| own == word))
        };
        let place = order.classes.iter().position(is_own);
        place.unwrap_or(order.classes.len())
    });
    Asker { turn, ..asker }
}

fn goods<'a>(code: &'a str, unit: &str, inputs: &PlanInputs<'a>) -> Goods<'a> {
    let rules = inputs.rules;
    let speaks = |items: &Items| speaks_of(items, code, inputs);
    let shipments = rules.shipment.iter();
    Goods {
        code,
        smallest: smallest(code, unit, inputs),
        least: shipments
            .filter(|rule| speaks(&rule.items))
            .map(|rule| rule.least.saturating_mul(1000))
            .max(),
        eligibility: (rules.eligibility.iter())
            .filter(|rule| speaks(&rule.items))
            .collect(),
        first_use: (rules.first_use.iter())
            .filter(|rule| speaks(&rule.items))
            .collect(),
    }
}

/// The least that can be handed out of an item, in thousandths; `unit` as its balances state it.
fn smallest(item: &str, unit: &str, inputs: &PlanInputs) -> i64 {
    let known = inputs.items.get(item);
    let closed = known
        .and_then(|item| item.pack_size)
        .filter(|pack| !inputs.options.break_packs && pack.is_positive());
    if let Some(pack) = closed {
        return pack.thousandths();
    }
    let unit = known.map_or(unit, |item| &item.unit);
    match Unit::new(unit).base().0.id() {
        "kg" | "L" => 1,
        _ => 1000,
    }
}

/// Whether a list of words holds one; a list that is not given holds any.
fn holds(list: &Option<Vec<String>>, word: Option<&str>) -> bool {
    let is_listed = |list: &Vec<String>| list.iter().any(|listed| Some(listed.as_str()) == word);
    list.as_ref().is_none_or(is_listed)
}

/// Whether a rule's list of goods means an item.
fn speaks_of(items: &Items, item: &str, inputs: &PlanInputs) -> bool {
    let known = inputs.items.get(item);
    let tier = inputs.rules.tier_of(item);
    holds(&items.grade, known.map(|item| item.grade.as_str()))
        && holds(&items.class, known.map(|item| item.class.as_str()))
        && holds(&items.item, Some(item))
        && (items.tier.as_ref()).is_none_or(|tiers| tier.is_some_and(|tier| tiers.contains(&tier)))
}
