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
    /// How much of that has none because it was given.
    pub given: i128,
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
        let value = cost.map_or(0, |cost| cost.of(qty));
        let qty = i128::from(qty.thousandths());
        let uncosted = if cost.is_none() { qty } else { 0 };
        Layer {
            qty,
            value,
            uncosted,
            given: if flow.is_given { uncosted } else { 0 },
            without: cost.is_none().then_some(flow),
        }
    }

    /// So much of the same goods, each part of them by its share.
    pub fn like(&self, qty: Quantity) -> Layer<'a> {
        self.share(i128::from(qty.thousandths()))
    }

    fn share(&self, qty: i128) -> Layer<'a> {
        let share = |part| share_half_up(part, qty, self.qty);
        Layer {
            qty,
            value: share(self.value),
            uncosted: share(self.uncosted),
            given: share(self.given),
            without: self.without,
        }
    }

    /// Whether some of it has no cost, and was not given either.
    pub fn is_unknown(&self) -> bool {
        self.uncosted > self.given
    }

    /// Puts other goods among these.
    fn mix(&mut self, other: &Layer<'a>) {
        self.qty += other.qty;
        self.value += other.value;
        self.uncosted += other.uncosted;
        self.given += other.given;
        self.without = self.without.or(other.without);
    }

    /// Takes `qty` of it away with its share of the value, rounded to a ten-millionth of a yuan; the rest stays.
    fn split(&mut self, qty: i128) -> Layer<'a> {
        let taken = self.share(qty);
        self.qty -= taken.qty;
        self.value -= taken.value;
        self.uncosted -= taken.uncosted;
        self.given -= taken.given;
        taken
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
            Some(mixed) => mixed.mix(&layer),
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

    /// The mean cost of a base unit; `None` where there is nothing, or something of which nobody knows what it cost.
    pub fn mean(&self) -> Option<Cost> {
        let mixed = mixed(&self.list)?;
        Some(Cost::paid(mixed.value, mixed.qty))
    }
}

/// Some layers as one; `None` where there is nothing, or something of which nobody knows what it cost.
pub fn mixed<'a: 'l, 'l>(layers: impl IntoIterator<Item = &'l Layer<'a>>) -> Option<Layer<'a>> {
    let mut layers = layers.into_iter();
    let mut mixed = *layers.next()?;
    for layer in layers {
        mixed.mix(layer);
    }
    (mixed.qty > 0 && !mixed.is_unknown()).then_some(mixed)
}
