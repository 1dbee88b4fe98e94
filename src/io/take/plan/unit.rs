//! The unit of each amount of a sheet: as its header states it, else a column of units, else a title over the table.
//!
//! An amount whose header or title says something that is no unit of it, as （万） and 元/袋25kg do, is refused: taken as it
//! stands it would be another amount.

use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Column;
use crate::ledger::header::{Heading, Stated, headings};
use crate::ledger::measure::is_of_item;
use crate::ledger::table::{Field, Kind, Table};

use super::super::super::map::Map;
use super::super::super::sheet::Sheet;
use super::super::title::unit::{Over, unit_over};
use super::Plan;
use super::source::Source;

impl Plan {
    /// Has each amount in the unit that its header states, and where none does, and no column of units is there, in that
    /// of the title over the table. What a map says is a unit comes before all of them.
    ///
    /// Errors: `bad-word` where it cannot be told what an amount is in.
    pub(super) fn take_units(&mut self, sheet: &Sheet, map: Option<&Map>) -> Result<(), Refused> {
        if self.table == Table::Item {
            return Ok(());
        }
        let found = headings(self.table, &sheet.headers);
        let over = unit_over(sheet);
        let is_mapped = map.is_some_and(|map| map.states(Column::Unit.id()));
        let (fields, unit) = (self.table.fields(), self.table.position(Column::Unit));
        for sources in self.all_sources() {
            let has_column = unit.is_some_and(|at| sources[at].is_something());
            for (source, field) in sources.iter_mut().zip(fields) {
                if !source.is_something() {
                    continue;
                }
                let stated = of_headers(source, &found);
                if is_refused(field, &stated, has_column) {
                    return Err(unclear(sheet, source, &found).into());
                }
                if is_measured(field) && !is_mapped {
                    source.unit = stated.unit().cloned();
                }
                source.is_percent = field.kind == Kind::Ratio && stated.is_percent();
                source.zeros = stated.zeros().filter(|_| is_money(field));
                if unit.is_some() || is_money(field) {
                    take_over(source, field, &over, has_column)?;
                }
            }
        }
        Ok(())
    }
}

/// Gives an amount that has none the unit and the money of the title over the table.
fn take_over(
    source: &mut Source,
    field: &Field,
    over: &Over,
    has_column: bool,
) -> Result<(), Refused> {
    let stated = &over.stated;
    if is_of_item(field) && source.unit.is_none() && !has_column {
        if stated.is_unclear() {
            return Err(over.unclear().into());
        }
        // So many pieces at once have no price that anybody writes.
        let is_price = field.kind == Kind::Price;
        let unit = stated
            .unit()
            .filter(|unit| !is_price || unit.multiple().is_none());
        source.unit = unit.cloned();
    }
    if !is_money(field) || source.zeros.is_some() {
        return Ok(());
    }
    let is_of_prices = stated.is_price() || stated.zeros() == Some(0);
    let is_open = field.kind == Kind::Price && stated.zeros().is_some() && !is_of_prices;
    if stated.has_several_moneys() || is_open {
        return Err(over.unclear_money().into());
    }
    source.zeros = stated.zeros();
    Ok(())
}

/// What the headers that an amount is read from say of its unit; where they differ, it cannot be told.
fn of_headers(source: &Source, found: &[Heading]) -> Stated {
    let mut stated = Stated::default();
    for at in source.cell_columns() {
        stated.join(found[at].stated.clone());
    }
    stated
}

/// Whether an amount cannot be read for what its header says of the unit. Units beside each other, as in （只/套）, may be
/// told apart by a column of units.
fn is_refused(field: &Field, stated: &Stated, has_column: bool) -> bool {
    let is_unclear = stated.is_unknown() || stated.is_unclear() && !has_column;
    match field.kind {
        Kind::Price => is_unclear || stated.has_several_moneys(),
        Kind::Money => stated.has_several_moneys(),
        // Who is told 人口（万人） would count ten thousand as one.
        Kind::Integer => {
            let unit = stated.unit();
            stated.is_unknown() || unit.is_some_and(|unit| unit.multiple().is_some())
        }
        // A norm may be 只/人.
        Kind::Quantity => is_unclear && field.column != Column::Rate,
        _ => false,
    }
}

fn is_measured(field: &Field) -> bool {
    matches!(field.kind, Kind::Quantity | Kind::Price)
}

fn is_money(field: &Field) -> bool {
    matches!(field.kind, Kind::Money | Kind::Price)
}

fn unclear(sheet: &Sheet, source: &Source, found: &[Heading]) -> Diagnostic {
    let at = source.cell_columns().first().copied().unwrap_or_default();
    let header = &found[at].text;
    let place = sheet.place().at_line(sheet.header_line);
    let message = "what stands in the brackets of this header is not one unit of all amounts";
    Diagnostic::error(Code::BadWord, message)
        .at(place.at_column(at + 1, header))
        .hint("write one unit that is known, such as 数量（万只） or 价格（元/斤）, or write a column 单位 with the unit of each row")
}
