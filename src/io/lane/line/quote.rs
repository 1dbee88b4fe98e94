//! One line of a long table of quotes, where each of its cells is in plain form for its column.

use crate::calendar::Day;
use crate::engine::name::{NO_NAME, Names};
use crate::engine::tick::Thing;
use crate::io::lane::layout::{Layout, Part};
use crate::ledger::Column;
use crate::quantity::Price;

use super::name::{name, quote_kind, quoted_unit};
use super::sheet::SheetLane;
use super::{Cells, Named, price};

/// A reader of quotes, with all the names it has met.
#[derive(Debug)]
pub struct QuoteLane<'a> {
    sheet: SheetLane<'a>,
    price: Part<'a>,
    market: Named<'a>,
    item: Named<'a>,
    spec: Named<'a>,
    kind: Named<'a>,
    unit: Named<'a>,
    category: Named<'a>,
}

impl<'a> QuoteLane<'a> {
    /// A reader of the lines of `layout`, whose names are numbered by `names`.
    pub fn new(layout: &'a Layout<'a>, names: &'a Names) -> QuoteLane<'a> {
        QuoteLane {
            sheet: SheetLane::new(layout, names),
            price: layout.part(Column::Price),
            market: Named::new(layout, Column::Market),
            item: Named::new(layout, Column::Item),
            spec: Named::new(layout, Column::Spec),
            kind: Named::new(layout, Column::Kind),
            unit: Named::new(layout, Column::Unit),
            category: Named::new(layout, Column::Category),
        }
    }

    /// What a line quotes, when and at what price; `None` where the exact reader is to judge it, and where it has no
    /// price in a unit that is known.
    pub fn quote(&mut self, cells: &Cells<'_>) -> Option<(Thing, Day, Price)> {
        let (layout, names) = (self.sheet.layout, self.sheet.names);
        let date = self.sheet.day(cells)?;
        let price = price(self.price, cells)?.filter(|price| price.steps() > 0)?;
        let named =
            |of: &mut Named<'a>, column| of.number(cells, |cell| name(layout, names, column, cell));
        let market = named(&mut self.market, Column::Market)?;
        let item = named(&mut self.item, Column::Item)?;
        let spec = named(&mut self.spec, Column::Spec)?;
        let kind = self.kind.number(cells, |cell| quote_kind(layout, cell))?;
        let unit = named(&mut self.unit, Column::Unit)?;
        let category = named(&mut self.category, Column::Category)?;
        if market == NO_NAME || item == NO_NAME {
            return None;
        }
        let read_unit = || quoted_unit(layout, names, item, unit);
        let unit = self.sheet.units.base(item, unit, read_unit)?;
        Some(([market, item, spec, kind, unit, category], date, price))
    }
}
