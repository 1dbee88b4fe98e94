//! What lots cost: mostly the one cost that is stated of their goods, else what their lines add up to.
//!
//! Sums in any order cannot tell a mean that every line moves. So each lot keeps whether all that came states one cost;
//! where it does, that is what the lot cost, and where some of it states none, what all that is written of these goods
//! anywhere agrees on. Only where costs differ, or some may have been given, must the lines be looked at once more: those
//! of these goods alone.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use crate::calendar::Day;
use crate::ledger::effect::{leaves_at_cost, tells_cost};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::quantity::Price;

use super::super::cost::{Cost, LotBook, LotCosts};
use super::super::name::NO_NAME;
use super::super::order::Order;
use super::super::parallel::in_parallel_of;
use super::super::posting::{Fold, Posting, Wanted, line_name, parts};
use super::super::slots::{Entry, Slots};
use super::super::tally::Lot;
use super::Stock;

/// Lines that may be held at once; fewer in tests, so that there are several rounds.
const LINES_AT_ONCE: usize = if cfg!(test) { 1 << 3 } else { 1 << 20 };

/// Lines of a ledger that is not called long; fewer in tests.
const LINES_OF_SHORT: usize = if cfg!(test) { 1 << 6 } else { 1 << 20 };

/// Goods whose lines are looked at together, few enough to stay near the processor; fewer in tests.
const GOODS_OF_PART: usize = if cfg!(test) { 1 << 1 } else { 1 << 8 };

/// Of which goods it is worked out what they cost, where only their lines can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Costs {
    /// Of none: nobody looks at it.
    No,
    /// Of all, unless the ledger is long: that would take many times as long as the balances.
    OfShort,
    /// Of all, however long it takes.
    All,
}

impl Costs {
    /// Whether they are worked out in a ledger of so many lines.
    pub fn are_due(self, lines: usize) -> bool {
        match self {
            Costs::No => false,
            Costs::OfShort => lines <= LINES_OF_SHORT,
            Costs::All => true,
        }
    }
}

/// What the lines of one lot state of its cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stated {
    /// Whether any of them states one.
    is_any: bool,
    /// Whether two of them differ.
    differs: bool,
    /// Whether any of them brings goods whose cost it does not say.
    without: Without,
    /// Whether any of them states one of goods that leave.
    is_any_left: bool,
}

/// What the lines of a lot bring of which they do not say the cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Without {
    #[default]
    Nothing,
    /// Goods whose cost stands elsewhere: moved, found, or come back.
    Moved,
    /// Goods that were received: bought, so that their cost stands elsewhere, or given, so that they have none. Which of
    /// the two its basis says, and that is read with the whole line alone.
    Received,
}

/// The numbers of an item and of a lot of it, wherever it lies and whoever's it is.
type Goods = (u32, u32);

fn goods_of(lot: u128) -> Goods {
    let [_, item, lot, _] = parts(lot);
    (item, lot)
}

/// Goods whose cost only their lines can tell, by number of item and lot.
#[derive(Debug, Default)]
pub struct Unsettled(HashSet<Goods, FixedState>);

impl Unsettled {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a line is one of theirs that counts on the day, in a ledger of that order.
    pub fn wants(&self, posting: &Posting, as_of: Day, order: &Order) -> bool {
        let counts = posting.date <= as_of
            && posting.kind != MovementKind::Reversal
            && !order.undoes(posting);
        counts && self.holds(posting.key)
    }

    fn holds(&self, lot: u128) -> bool {
        self.0.contains(&goods_of(lot))
    }

    fn add(&mut self, lot: u128) {
        self.0.insert(goods_of(lot));
    }
}

impl Stated {
    /// Takes in a line of a lot that cost `known` where anything was stated: what brings none tells nothing of it.
    #[inline]
    pub fn join(&mut self, known: &mut Price, posting: &Posting) {
        if !tells_cost(posting.kind, posting.qty) {
            self.is_any_left |= posting.unit_cost.is_some() && leaves_at_cost(posting.kind);
            return;
        }
        // What a transfer brings costs what it left at, whatever the receiver states.
        let without = match (posting.kind, posting.unit_cost) {
            (MovementKind::TransferIn, _) => Without::Moved,
            (_, Some(_)) => Without::Nothing,
            (MovementKind::Receipt, None) => Without::Received,
            (_, None) => Without::Moved,
        };
        self.without = self.without.max(without);
        match posting.unit_cost {
            None => {}
            Some(cost) if self.is_any => self.differs |= cost != *known,
            Some(cost) => {
                *known = cost;
                self.is_any = true;
            }
        }
    }
}

/// What all lots of the same goods agree on, and whether any of them was received without a cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Told {
    agreed: Agreed,
    is_received_without: bool,
}

impl Told {
    fn join(&mut self, lot: &Lot) {
        self.agreed.join(lot);
        self.is_received_without |= lot.stated.without == Without::Received;
    }
}

/// What all lots of the same goods agree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Agreed {
    #[default]
    OnNothing,
    On(Price),
    Differs,
}

impl Agreed {
    fn join(&mut self, lot: &Lot) {
        *self = match (*self, lot.stated) {
            (_, Stated { differs: true, .. }) => Agreed::Differs,
            (Agreed::OnNothing, stated) if !stated.is_any && stated.is_any_left => Agreed::Differs,
            (_, Stated { is_any: false, .. }) => return,
            (Agreed::OnNothing, _) => Agreed::On(lot.unit_cost),
            (Agreed::On(cost), _) if cost == lot.unit_cost => return,
            _ => Agreed::Differs,
        };
    }
}

impl Lot {
    /// The cost on which all lines agree that state one.
    pub fn cost(&self) -> Option<Price> {
        let Stated {
            is_any, differs, ..
        } = self.stated;
        (is_any && !differs).then_some(self.unit_cost)
    }

    /// Whether anything lies there, and came at several costs.
    fn lies_at_several(&self) -> bool {
        self.qty.is_positive() && self.stated.differs
    }

    /// Whether anything lies there, and some of it came without a cost.
    fn lies_partly_without(&self) -> bool {
        let is_whole = self.stated.is_any && self.stated.without == Without::Nothing;
        self.qty.is_positive() && !is_whole
    }
}

impl Stock {
    /// Gives lots that state no cost the one that is stated of their goods elsewhere, and finds the goods of which
    /// anything lies there and several costs are stated, or one of which some may have been given.
    pub(super) fn share_costs(&mut self) {
        let mut goods: HashMap<Goods, Told, FixedState> = HashMap::default();
        let lots = || self.parts.iter().flat_map(Slots::entries);
        for Entry { key, kept } in lots() {
            if kept.lies_at_several() {
                self.unsettled.add(*key);
            } else if kept.lies_partly_without() {
                goods.entry(goods_of(*key)).or_default();
            }
        }
        if goods.is_empty() {
            return;
        }
        for Entry { key, kept } in lots() {
            if let Some(told) = goods.get_mut(&goods_of(*key)) {
                told.join(kept);
            }
        }
        for Entry { key, .. } in lots().filter(|lot| lot.kept.lies_partly_without()) {
            let [_, _, lot, _] = parts(*key);
            let told = goods.get(&goods_of(*key)).copied().unwrap_or_default();
            match told.agreed {
                Agreed::OnNothing => {}
                // Of goods without a lot number nothing says that they are the same.
                Agreed::On(cost) if lot != NO_NAME => {
                    self.costs.insert(*key, Some(cost));
                    // What was given of them has no cost, and their lines tell it.
                    if told.is_received_without {
                        self.unsettled.add(*key);
                    }
                }
                Agreed::On(_) | Agreed::Differs => self.unsettled.add(*key),
            }
        }
    }

    /// How many lots lie there whose cost was not worked out: their own lines differ, or do not say it of all of them.
    pub fn unsettled_lots(&self) -> usize {
        if self.unsettled.is_empty() {
            return 0;
        }
        let is_unsettled = |Entry { key, kept }: &&Entry<Lot>| {
            kept.lies_at_several() || kept.lies_partly_without() && self.unsettled.holds(*key)
        };
        let of_part = |part: &Slots<Lot>| part.entries().iter().filter(is_unsettled).count();
        self.of_parts(of_part).into_iter().sum()
    }

    /// Hands over the goods whose cost only their lines can tell, in parts of which the lines can be held at once, if
    /// each lot has its share of all `lines` of the ledger.
    pub fn take_unsettled(&mut self, lines: usize) -> Vec<Unsettled> {
        let unsettled = std::mem::take(&mut self.unsettled);
        if unsettled.is_empty() {
            return Vec::new();
        }
        let of_part = |part: &Slots<Lot>| {
            let lots = part.entries().iter();
            lots.filter(|lot| unsettled.holds(lot.key)).count()
        };
        let lots: usize = self.of_parts(of_part).into_iter().sum();
        let rounds = (lines * lots / self.len()).div_ceil(LINES_AT_ONCE).max(1);
        let mut parts: Vec<Unsettled> = Vec::new();
        parts.resize_with(rounds, Unsettled::default);
        for (at, goods) in unsettled.0.into_iter().enumerate() {
            parts[at % rounds].0.insert(goods);
        }
        parts
    }

    /// Works out what goods cost that lie there on the day: the mean of what lies in each lot, and nothing where a part
    /// of it has no cost; `found` has all lines of these goods.
    pub fn settle_costs(&mut self, found: CostLines<'_>) {
        let CostLines { goods, as_of, .. } = found;
        let lines = found.parts.iter().map(Vec::len).sum();
        let books = in_parallel_of(lines, found.parts, |mut lines| {
            lines.sort_unstable_by_key(|(position, _)| *position);
            let lines: Vec<Movement> = lines.into_iter().map(|(_, line)| line).collect();
            LotBook::of(&lines, &LotCosts::by(&lines, as_of), as_of)
        });
        let costs = self.rows(
            |lot| lot.qty.is_positive() && goods.holds(lot.key),
            |lot| {
                let book = &books[part_of(lot.item, lot.lot, books.len())];
                let held = book.held(&lot.lot_key());
                (lot.key, held.cost().and_then(Cost::price))
            },
        );
        self.costs.extend(costs);
    }
}

/// A search for the lines that can matter to what goods cost.
#[derive(Debug)]
pub struct CostLines<'a> {
    goods: &'a Unsettled,
    as_of: Day,
    order: &'a Order,
    /// Lines with their positions; those of the same goods are in one part.
    parts: Vec<Vec<(u64, Movement)>>,
}

/// Which of so many parts has the lines of a lot of an item.
fn part_of(item: &str, lot: &str, parts: usize) -> usize {
    let hash = line_name(item, lot);
    (hash % parts as u64) as usize
}

impl<'a> CostLines<'a> {
    /// A search for those of `goods` that count on the day, in a ledger whose order is known.
    pub fn new(goods: &'a Unsettled, as_of: Day, order: &'a Order) -> CostLines<'a> {
        CostLines {
            goods,
            as_of,
            order,
            parts: vec![Vec::new(); goods.0.len().div_ceil(GOODS_OF_PART).max(1)],
        }
    }
}

impl Fold for CostLines<'_> {
    fn post(&mut self, _: &[Posting]) {}

    fn join(&mut self, other: Self) {
        for (lines, more) in self.parts.iter_mut().zip(other.parts) {
            lines.extend(more);
        }
    }

    fn wants(&self, posting: &Posting) -> Wanted {
        match self.goods.wants(posting, self.as_of, self.order) {
            true => Wanted::Always,
            false => Wanted::No,
        }
    }

    fn keep(&mut self, position: u64, movement: Movement) {
        let part = part_of(&movement.item, &movement.lot, self.parts.len());
        self.parts[part].push((position, movement));
    }
}
