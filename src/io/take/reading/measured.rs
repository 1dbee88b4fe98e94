//! Quantities and prices of a row in the base unit of its item, which may be given by its name.

use crate::diagnostic::Code;
use crate::ledger::measure::{Conversion, conversion, convert, is_of_item, unsaid};
use crate::ledger::parse::{Fault, Repair};
use crate::ledger::table::{Kind, Table};
use crate::ledger::tables::Item;
use crate::ledger::text::tidy;
use crate::ledger::{Column, Row};
use crate::quantity::Unit;

use super::Reading;
use super::faults::{inexact, warning};

impl Reading<'_> {
    /// Brings quantities and prices to the item's base unit; an item given by its catalogue name gets its code.
    ///
    /// `units`: those that stand in cells, with the position of each.
    pub(super) fn measure(&mut self, row: &mut Row, units: &[(usize, Unit)]) {
        let item_at = row.table.position(Column::Item);
        let Some(item_at) = item_at.filter(|_| row.table != Table::Item) else {
            return;
        };
        let code = row.cells[item_at].text().unwrap_or("");
        let unit_at = row.table.position(Column::Unit);
        match self.catalogue.get(code) {
            Some(item) if self.is_in_base_unit(row, item, unit_at, units) => return,
            Some(_) => {}
            None => self.name_item(row, item_at, unit_at.filter(|_| units.is_empty())),
        }
        self.convert(row, item_at, unit_at, units);
    }

    /// Gives an item that stands there by its catalogue name its code, and the row the unit behind that name where it
    /// has none.
    fn name_item(&mut self, row: &mut Row, item_at: usize, unit_at: Option<usize>) {
        let name = row.cells[item_at].text().unwrap_or("");
        let by_name = self.catalogue.code_of_name(name).map(|code| (code, None));
        let Some((code, unit)) = by_name.or_else(|| self.catalogue.code_and_unit(name)) else {
            return;
        };
        row.cells[item_at] = code.to_owned().into();
        self.repairs.push(Repair::ItemByName);
        if let (Some(unit), Some(at)) = (unit, unit_at)
            && row.cells[at].is_empty()
        {
            row.cells[at] = unit.id().to_owned().into();
        }
    }

    /// Converts each quantity and price that states a unit, in its cell, over its column, or in the row's own.
    fn convert(
        &mut self,
        row: &mut Row,
        item_at: usize,
        unit_at: Option<usize>,
        units: &[(usize, Unit)],
    ) {
        let item = row.cells[item_at].to_string();
        let stated = unit_at
            .map(|at| row.cells[at].to_string())
            .filter(|text| !text.is_empty())
            .map(|text| Unit::new(&text));
        let spec = self.plan.spec(&self.line.cells);
        let mut without_unit = None;
        let mut has_unit = false;
        for at in 0..row.cells.len() {
            let in_cell = units.iter().find(|(cell, _)| *cell == at);
            let own = in_cell
                .map(|(_, unit)| unit.clone())
                .or_else(|| self.plan.sources[at].unit.clone());
            let is_open = own.is_none();
            let unit = own.or_else(|| stated.clone());
            let field = &row.table.fields()[at];
            let measured = matches!(field.kind, Kind::Quantity | Kind::Price);
            if !measured || row.cells[at].is_empty() {
                continue;
            }
            let is_touched = !is_open || is_of_item(field);
            if is_open
                && row.table.fields()[at].column == Column::UnitCost
                && let Some(fault) = self.open_cost(row, units, stated.as_ref(), &spec)
            {
                return self.fault(at, fault);
            }
            let Some(unit) = unit else {
                without_unit = without_unit.or(Some(at).filter(|_| is_touched));
                continue;
            };
            has_unit = true;
            match conversion(self.catalogue, &item, &unit, &spec) {
                Ok(conversion) => {
                    if is_touched {
                        self.apply(row, at, &conversion);
                        self.tell(&conversion, &item, &unit, &spec);
                    }
                    if let Some(unit_at) = unit_at {
                        row.cells[unit_at] = conversion.base.id().to_owned().into();
                    }
                }
                Err(fault) => {
                    let at = unit_at.filter(|_| is_open).unwrap_or(at);
                    return self.fault(at, self.as_written(at, &unit, fault));
                }
            }
        }
        if let (Some(at), false) = (without_unit, has_unit)
            && let Some(fault) = unsaid(self.catalogue, &item, &spec)
            && !self.plan.gives_unit_away(self.sheet)
        {
            return self.fault(at, fault);
        }
        if let (Some(unit_at), None, Some(base)) =
            (unit_at, &stated, self.catalogue.base_unit(&item))
            && row.cells[unit_at].is_empty()
        {
            row.cells[unit_at] = base.id().to_owned().into();
        }
    }

    /// A fault of a unit that has a cell of its own, with what that says: 件 in place of package.
    fn as_written(&self, at: usize, unit: &Unit, fault: Fault) -> Fault {
        let is_of_unit = self.plan.table.position(Column::Unit) == Some(at);
        let cell = self.plan.cell_of(Column::Unit, &self.line.cells);
        let Some(cell) = cell.filter(|_| is_of_unit) else {
            return fault;
        };
        let (said, written) = (format!("\"{unit}\""), format!("\"{}\"", tidy(cell)));
        Fault {
            message: fault.message.replacen(&said, &written, 1),
            ..fault
        }
    }

    /// What is wrong with a cost whose unit nobody states, beside an amount in packs or in so many pieces at once: it may be
    /// of either, or of one.
    fn open_cost(
        &self,
        row: &Row,
        units: &[(usize, Unit)],
        stated: Option<&Unit>,
        spec: &str,
    ) -> Option<Fault> {
        let item = row.get::<String>(Column::Item);
        let amount = row.table.position(Column::Qty)?;
        let in_cell = units.iter().find(|(cell, _)| *cell == amount);
        let of_amount = || {
            in_cell
                .map(|(_, unit)| unit)
                .or(self.plan.sources[amount].unit.as_ref())
        };
        let counted = match stated {
            Some(unit) => Some(unit).filter(|unit| unit.multiple().is_some()),
            None => of_amount(),
        }?;
        let counts_one =
            conversion(self.catalogue, &item, counted, spec).is_ok_and(|one| one.is_identity());
        let base = self.catalogue.base_unit(&item);
        let base = base.as_ref().map_or("单个", Unit::id);
        (!counts_one).then(|| Fault {
            code: Code::UnknownPack,
            message: format!("nothing says whether this is the price of a {counted} or of a {base}"),
            hint: "write what it is the price of over the column, such as 单价（元/盒） or 单价（元/只）".to_owned(),
        })
    }

    /// Whether the row states the catalogue's own unit and nothing else, so that nothing is to be converted.
    fn is_in_base_unit(
        &self,
        row: &Row,
        item: &Item,
        unit_at: Option<usize>,
        units: &[(usize, Unit)],
    ) -> bool {
        let is_stated = unit_at.is_some_and(|at| row.cells[at].text() == Some(&item.unit));
        is_stated
            && units.is_empty()
            && self.plan.sources.iter().all(|source| source.unit.is_none())
    }

    /// Warns where a pack differs from the catalogue's, or was taken for granted.
    fn tell(&mut self, conversion: &Conversion, item: &str, unit: &Unit, spec: &str) {
        let told = conversion.difference(item, unit);
        if let Some(fault) = told.or_else(|| conversion.assumption(item, unit, spec)) {
            self.faults.push(warning(fault).at(self.place()));
        }
    }

    fn apply(&mut self, row: &mut Row, at: usize, conversion: &Conversion) {
        if conversion.is_identity() {
            return;
        }
        match convert(&row.cells[at], conversion) {
            Some(cell) => {
                row.cells[at] = cell;
                self.repairs.push(Repair::UnitConverted);
            }
            None => self.fault(at, inexact(&row.cells[at].to_string(), conversion)),
        }
    }
}
