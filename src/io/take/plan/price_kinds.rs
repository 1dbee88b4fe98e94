//! Lists that have wholesale and retail prices side by side: each filled one is a quote of its kind.

use crate::ledger::header::price_kinds;
use crate::ledger::word::Word as _;
use crate::ledger::{Column, Table};

use super::super::super::map::Map;
use super::super::super::sheet::Sheet;
use super::Plan;
use super::source::From;

impl Plan {
    /// Makes a plan for each kind of price that a sheet of quotes has, unless a column or the map says which price it is.
    pub(super) fn part_price_kinds(&mut self, sheet: &Sheet, map: Option<&Map>) {
        let kind = self.table.position(Column::Kind);
        let price = self.table.position(Column::Price);
        let (Table::Quote, Some(kind), Some(price)) = (self.table, kind, price) else {
            return;
        };
        let is_named = map.is_some_and(|map| map.states(Column::Price.id()));
        let is_open = !is_named && !self.sources[kind].is_something() && self.wide.is_empty();
        let Some(kinds) = price_kinds(&sheet.headers).filter(|_| is_open) else {
            return;
        };
        let layers = kinds.map(|(at, word)| {
            let mut layer = self.clone();
            layer.column = Some(at);
            layer.sources[kind].from = From::Constant(word.id().to_owned());
            layer.sources[price].from = From::Cell(at);
            layer
        });
        self.sources.clone_from(&layers[0].sources);
        self.wide = layers.into();
    }
}
