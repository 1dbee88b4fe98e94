//! What of the balances auctions have sold, where the ledger does not say yet that it left.
//!
//! `stock post auction` takes a sale out of the ledger under a document of its own; a line of any other document that says
//! sale, or after the sale gives no other reason, is taken for it as well. What is left over stands in the balances and is
//! somebody else's. Where no ledger tells what has left, what was sold is taken to lie there still, unless more was sold
//! than is there: then it has left.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::ledger::posting::disposals::{document_of, sales};
use crate::ledger::tables::{Disposal, Movement};
use crate::ledger::word::{DisposalMethod, MovementKind, Word as _};
use crate::quantity::Quantity;
use crate::rotate::book::Unclear;
use crate::rotate::stage::{StageInputs, Staged};

/// A lot of which something was sold that still stands in the balances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sold {
    pub site: String,
    pub item: String,
    pub lot: String,
    /// What was sold and has not left; `None` where a sale states no quantity: then it was all.
    pub qty: Option<Quantity>,
    /// What there is of the lot beyond what a plan gives to institutions.
    pub there: Quantity,
    /// The position of the last of its sales among the auctions.
    pub auction: usize,
}

impl Sold {
    /// Whether more was sold than there is.
    pub fn is_too_much(&self) -> bool {
        self.qty.is_some_and(|qty| qty > self.there)
    }
}

/// Writes into `staged` what of each balance is sold, and names the lots; `movements`: the lines of the ledger, where
/// anything supplies them.
pub fn take_off_sales(
    staged: &mut [Staged],
    inputs: &StageInputs<'_>,
    movements: Option<&[Movement]>,
) -> Vec<Sold> {
    let unclear = Unclear::of(inputs).auctions;
    let mut sales = sales(inputs.auctions);
    sales.retain(|(at, sale)| sale.date <= inputs.as_of && !unclear.contains(at));
    if sales.is_empty() {
        return Vec::new();
    }
    let numbers: BTreeSet<&str> = sales.iter().map(|(_, sale)| &*sale.lot).collect();
    let mut lines = in_ledger_order(movements.unwrap_or_default(), inputs.as_of);
    lines.retain(|line| numbers.contains(&*line.lot));
    let mut sold = Vec::new();
    for balances in staged.chunk_by_mut(|one, other| lot_of(one) == lot_of(other)) {
        let lot = lot_of(&balances[0]);
        let of_lot = sales.iter().filter(|(_, sale)| is_of(sale, lot));
        let of_lot: Vec<&(usize, Disposal)> = of_lot.collect();
        let Some((auction, _)) = of_lot.last() else {
            continue;
        };
        let qty = not_left(&of_lot, &lines, lot);
        if qty.is_none_or(Quantity::is_positive) {
            let there = balances.iter().map(Staged::open).sum();
            let [site, item, lot] = lot.map(str::to_owned);
            let of_lot = Sold {
                site,
                item,
                lot,
                qty,
                there,
                auction: *auction,
            };
            if movements.is_none() && of_lot.is_too_much() {
                continue;
            }
            sold.push(of_lot);
            take_off(balances, qty.unwrap_or(there));
        }
    }
    sold
}

/// Takes so much off the balances of a lot, in their order.
fn take_off(balances: &mut [Staged], mut qty: Quantity) {
    for balance in balances {
        let part = qty.min(balance.open());
        balance.sold = part;
        qty -= part;
    }
}

/// What was sold of a lot and has not left.
fn not_left(sales: &[&(usize, Disposal)], lines: &[&Movement], lot: [&str; 3]) -> Option<Quantity> {
    let documents: Vec<String> = sales.iter().map(|(_, sale)| document_of(sale)).collect();
    let of_lot = lines
        .iter()
        .filter(|line| [&*line.site, &*line.item, &*line.lot] == lot);
    let of_lot: Vec<&&Movement> = of_lot.collect();
    let posted: BTreeSet<&str> = of_lot.iter().map(|line| &*line.doc).collect();
    let first = sales.iter().map(|(_, sale)| sale.date).min()?;
    let by_hand = of_lot
        .iter()
        .filter(|line| takes_out_a_sale(line, first) && !documents.contains(&line.doc));
    let by_hand: Quantity = by_hand.filter_map(|line| line.qty).sum();
    let open = sales.iter().zip(&documents);
    let open = open.filter(|(_, document)| !posted.contains(&***document));
    let sold: Option<Quantity> = open.map(|((_, sale), _)| sale.qty).sum();
    sold.map(|sold| (sold - by_hand).or_zero())
}

/// Whether a line takes out what was sold: it says so, or goods leave since the first sale for no other reason.
fn takes_out_a_sale(line: &Movement, first: Day) -> bool {
    matches!(line.kind, MovementKind::Dispose | MovementKind::Issue)
        && (line.basis == DisposalMethod::Sale.id() || line.basis.is_empty() && line.date >= first)
}

fn lot_of(staged: &Staged) -> [&str; 3] {
    let stage = &staged.stage;
    [&stage.site, &stage.item, &stage.lot]
}

fn is_of(sale: &Disposal, [site, item, lot]: [&str; 3]) -> bool {
    let fits = |stated: &str, held: &str| stated.is_empty() || stated == held;
    sale.lot == lot && fits(&sale.site, site) && fits(&sale.item, item)
}
