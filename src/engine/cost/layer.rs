//! What lies in a pool by what it cost: in the order it came, or mixed to one mean.

use std::collections::VecDeque;

use crate::quantity::{Quantity, share_half_up};

use super::{Cost, Flow};

/// How a pool tells what leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// What came first.
    Oldest,
    /// A share of everything.
    Mean,
}

/// Goods that came in together.
#[derive(Debug, Clone, Copy)]
pub struct Layer<'a> {
    /// In thousandths of a base unit, above nothing.
    pub qty: i128,
    /// In ten-thousandths of a yuan times thousandths of a base unit.
    pub value: i128,
    /// How much of it has no cost.
    pub uncosted: i128,
    /// The first line that brought some of it and states no cost.
    pub without: Option<&'a Flow>,
}

/// The layers of a pool, or of goods on the road, oldest first.
#[derive(Debug, Default)]
pub struct Layers<'a> {
    pub list: VecDeque<Layer<'a>>,
    /// What left before it came: what comes next makes it good, and is not there.
    short: i128,
}

impl<'a> Layer<'a> {
    /// So much of what `flow` brought, at `cost`.
    pub fn of(flow: &'a Flow, cost: Option<Cost>, qty: Quantity) -> Layer<'a> {
        Layer {
            qty: i128::from(qty.thousandths()),
            value: cost.map_or(0, |cost| cost.of(qty)),
            uncosted: match cost {
                Some(_) => 0,
                None => i128::from(qty.thousandths()),
            },
            without: cost.is_none().then_some(flow),
        }
    }

    /// Takes `qty` of it away with its share of the value, rounded to a ten-millionth of a yuan; the rest stays.
    fn split(&mut self, qty: i128) -> Layer<'a> {
        let value = share_half_up(self.value, qty, self.qty);
        let uncosted = share_half_up(self.uncosted, qty, self.qty);
        self.qty -= qty;
        self.value -= value;
        self.uncosted -= uncosted;
        Layer {
            qty,
            value,
            uncosted,
            without: self.without,
        }
    }
}

impl<'a> Layers<'a> {
    /// Thousandths of a base unit in all layers.
    pub fn qty(&self) -> i128 {
        self.list.iter().map(|layer| layer.qty).sum()
    }

    /// Puts goods in.
    pub fn put(&mut self, mut layer: Layer<'a>, leaves: Leaves) {
        let owed = self.short.min(layer.qty);
        if owed > 0 {
            self.short -= owed;
            layer.split(owed);
        }
        if layer.qty == 0 {
            return;
        }
        match self.list.back_mut().filter(|_| leaves == Leaves::Mean) {
            Some(mixed) => {
                mixed.qty += layer.qty;
                mixed.value += layer.value;
                mixed.uncosted += layer.uncosted;
                mixed.without = mixed.without.or(layer.without);
            }
            None => self.list.push_back(layer),
        }
    }

    /// Takes up to `qty` out, oldest first.
    pub fn take(&mut self, mut qty: i128) -> Vec<Layer<'a>> {
        let mut taken = Vec::new();
        while let Some(layer) = self.list.front_mut().filter(|_| qty > 0) {
            let part = layer.split(layer.qty.min(qty));
            qty -= part.qty;
            if layer.qty == 0 {
                self.list.pop_front();
            }
            taken.push(part);
        }
        taken
    }

    /// Takes `qty` out, whether it is there or not.
    pub fn leave(&mut self, qty: i128) -> Vec<Layer<'a>> {
        let taken = self.take(qty);
        self.short += qty - taken.iter().map(|layer| layer.qty).sum::<i128>();
        taken
    }

    /// The mean cost of a base unit of a mixed pool; `None` where it holds nothing or something without a cost.
    pub fn mean(&self) -> Option<Cost> {
        let layer = self.list.front().filter(|layer| layer.without.is_none())?;
        (layer.qty > 0).then(|| Cost::paid(layer.value, layer.qty))
    }
}

/// What a base unit of some layers cost together; `None` where there is nothing, or something without a cost.
pub fn cost_of<'a>(layers: impl IntoIterator<Item = &'a Layer<'a>>) -> Option<Cost> {
    let (mut qty, mut value, mut uncosted) = (0, 0, 0);
    for layer in layers {
        qty += layer.qty;
        value += layer.value;
        uncosted += layer.uncosted;
    }
    (qty > 0 && uncosted == 0).then(|| Cost::paid(value, qty))
}
