//! Rows to quotes, column by column, where each cell is in plain form for its column.

use crate::calendar::Day;
use crate::engine::name::{NO_NAME, Names};
use crate::engine::tick::Thing;
use crate::io::frame::rows::Rows;
use crate::io::lane::layout::{Layout, Part};
use crate::io::lane::line::name::quoted_unit;
use crate::io::lane::line::units::Units;
use crate::io::take::title::is_of_lists;
use crate::ledger;
use crate::quantity::Price;

use super::Columns;
use super::cell::{day, price};
use super::column::{Column, Step};
use super::guard::Guards;
use super::named::Named;

/// A reader of rows, with all the names it has met.
pub struct QuoteRows<'a> {
    layout: &'a Layout<'a>,
    names: &'a Names,
    date: Column<Option<Option<Day>>>,
    price: Column<Option<Option<Price>>>,
    market: Named<'a>,
    item: Named<'a>,
    spec: Named<'a>,
    kind: Named<'a>,
    unit: Named<'a>,
    category: Named<'a>,
    units: Units,
    guards: Guards,
}

impl<'a> QuoteRows<'a> {
    /// A reader of `rows`, the lines of `layout`; `None` where the layout tells no cells of dates, or only data frames can
    /// tell what is in the file.
    pub fn new(layout: &'a Layout<'a>, names: &'a Names, rows: &Rows) -> Option<QuoteRows<'a>> {
        use ledger::Column as Of;
        let named = |column| Named::new(layout, names, column);
        let guards = Guards::new(layout, rows)?;
        if !matches!(layout.part(Of::Date), Part::Cell(_)) {
            return None;
        }
        Some(QuoteRows {
            layout,
            names,
            date: Column::new(layout.part(Of::Date), |_| None),
            price: Column::new(layout.part(Of::Price), |_| Some(None)),
            market: named(Of::Market),
            item: named(Of::Item),
            spec: named(Of::Spec),
            kind: named(Of::Kind),
            unit: named(Of::Unit),
            category: named(Of::Category),
            units: Units::default(),
            guards,
        })
    }

    /// What a row of the batch quotes, when and at what price; `None` where the exact reader is to judge it, and where it
    /// has no price in a unit that is known.
    #[inline]
    pub fn quote(&mut self, row: usize) -> Option<(Thing, Day, Price)> {
        if !self.guards.are_passed(row) {
            return None;
        }
        let (layout, names) = (self.layout, self.names);
        let price = self.price.batch[row]?.filter(|price| price.steps() > 0)?;
        let (market, item) = (self.market.number(row)?, self.item.number(row)?);
        if market == NO_NAME || item == NO_NAME {
            return None;
        }
        let (unit, kind) = (self.unit.number(row)?, self.kind.number(row)?);
        let read_unit = || quoted_unit(layout, names, item, unit);
        let unit = self.units.base(item, unit, read_unit)?;
        let (spec, category) = (self.spec.number(row)?, self.category.number(row)?);
        let thing = [market, item, spec, kind, unit, category];
        let date = self.date.batch[row]?.filter(|day| is_of_lists(*day))?;
        Some((thing, date, price))
    }
}

impl Columns for QuoteRows<'_> {
    fn step(&mut self, step: &mut Step<'_>) -> Option<()> {
        self.date.step(step, &mut day)?;
        self.price.step(step, &mut price)?;
        for named in [
            &mut self.market,
            &mut self.item,
            &mut self.spec,
            &mut self.kind,
            &mut self.unit,
            &mut self.category,
        ] {
            named.step(step)?;
        }
        self.guards.step(step)
    }
}
