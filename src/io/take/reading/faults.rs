//! What is wrong with a measured cell, in words.

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::cell::{Cell, format_ratio};
use crate::ledger::measure::Conversion;
use crate::ledger::parse::Fault;
use crate::ledger::table::{Field, Kind, Table};
use crate::ledger::text::tidy;
use crate::ledger::{Column, Row};
use crate::quantity::{Content, Quantity};

use super::super::scope::{is_own, may_be_no_place};
use super::Reading;

/// A fault that does not refuse the row.
pub fn warning(fault: Fault) -> Diagnostic {
    Diagnostic::warning(fault.code, fault.message).hint(fault.hint)
}

/// The most characters of a cell that a message repeats.
const SHOWN_MAX: usize = 60;

/// A message with no more of a long cell's `text` than shows which it is.
pub fn without_length(message: String, text: &str) -> String {
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => message.replace(text, &format!("{}…", &text[..end])),
        None => message,
    }
}

/// The fault of a cell that holds the error of a formula: it is no name either.
pub fn failed(kind: Kind, text: &str) -> Fault {
    let code = match kind {
        Kind::Quantity => Code::BadQuantity,
        Kind::Money | Kind::Price => Code::BadMoney,
        Kind::Day | Kind::Expiry => Code::BadDate,
        Kind::Integer | Kind::Ratio => Code::BadNumber,
        Kind::Text | Kind::Word(_) | Kind::Truth => Code::BadWord,
    };
    Fault {
        code,
        message: format!("\"{text}\" is the error of a formula"),
        hint: "mend the formula in the sheet, or write the value that it should give".to_owned(),
    }
}

impl Reading<'_> {
    /// Refuses amounts of a place whose name may say that the line is none of a place, unless a map
    /// names the place or granary wrote the line.
    pub(super) fn refuse_no_place(&mut self, row: &Row) {
        if !matches!(row.table, Table::Onhand | Table::Movement | Table::Request) {
            return;
        }
        let cell = self.plan.cell_of(Column::Site, &self.line.cells);
        let named = row.table.position(Column::Site).zip(cell);
        let Some((at, name)) = named.filter(|(_, cell)| may_be_no_place(cell)) else {
            return;
        };
        let is_mapped = row.cells[at].text() != Some(&*tidy(name));
        if is_mapped || is_own(self.sheet, self.plan, &self.line.cells) {
            return;
        }
        let message = format!(
            "\"{}\" may be a place, or a heading, a note or the sum of the others",
            tidy(name)
        );
        let hint = "leave the line out where it is none of a place, or begin it with 合计 where it adds others up; else write the name of the place";
        self.fault(
            at,
            Fault {
                code: Code::BadWord,
                message,
                hint: hint.to_owned(),
            },
        );
    }

    /// Refuses goods of a catalogue whose unit is that of a price: the list is one of prices, which nobody would read.
    pub(super) fn refuse_priced(&mut self, row: &Row) {
        let unit = row
            .table
            .position(Column::Unit)
            .filter(|_| row.table == Table::Item);
        let Some((at, unit)) = unit.and_then(|at| Some((at, row.cells[at].text()?))) else {
            return;
        };
        if unit.starts_with('元') && Content::unit_of_price(unit).is_some() {
            let fault = Fault {
                code: Code::BadWord,
                message: format!("\"{unit}\" is the unit of a price, and a catalogue has no prices"),
                hint: "a list of prices has columns for the day, the market and the price (日期, 市场, 价格); where a column is a market or a day, say so with --map and unpivot".to_owned(),
            };
            self.fault(at, fault);
        }
    }

    /// Refuses goods of which a pack holds nothing, or less.
    pub(super) fn refuse_empty_pack(&mut self, row: &Row) {
        let size = row.table.position(Column::PackSize);
        let Some((at, Cell::Quantity(size))) = size.map(|at| (at, &row.cells[at])) else {
            return;
        };
        if row.table == Table::Item && !size.is_positive() {
            let fault = Fault {
                code: Code::BadQuantity,
                message: format!("\"{size}\" is no size of a pack"),
                hint: "write how many base units are in one pack, such as 50; leave the cell empty where nobody knows".to_owned(),
            };
            self.fault(at, fault);
        }
    }
}

impl Reading<'_> {
    /// Refuses a yearly subsidy of all that the goods are worth and more, or of less than nothing: 7 is 700 percent. Warns
    /// of next to none: a workbook holds 0.07 where it shows 7%, and under a header of percent that is 0.0007.
    ///
    /// Rule: `P3-F01`.
    pub(super) fn judge_rate(&mut self, at: usize, rate: f64) {
        let column = self.plan.table.fields()[at].column;
        if column != Column::SubsidyRate || rate == 0.0 || (LEAST_RATE..1.0).contains(&rate) {
            return;
        }
        if (0.0..LEAST_RATE).contains(&rate) {
            let rate = format_ratio(rate);
            let message = format!("{rate} is next to no yearly share; it was taken as it stands");
            let warning = Diagnostic::warning(Code::Implausible, message).at(self.cell_place(at));
            let hint = "write 7, or 7% as text, where 0.07 stands under a header of percent";
            self.faults.push(warning.hint(hint));
            return;
        }
        let fault = Fault {
            code: Code::BadNumber,
            message: format!("{} is no yearly share of a value", format_ratio(rate)),
            hint: "write 7% or 0.07; or 7 where the header says percent, such as 补贴比例（%）"
                .to_owned(),
        };
        self.fault(at, fault);
    }
}

/// The least yearly subsidy that anybody pays: below it a share was divided by a hundred twice.
const LEAST_RATE: f64 = 0.002;

/// A number where goods should have a last day: it may be how long they keep, in which unit nobody says.
pub fn bare_span(text: &str, fault: Fault) -> Fault {
    let number = text.trim().trim_end_matches('月');
    match number.parse::<u16>() {
        Ok(number) if number < BARE_MAX => Fault {
            code: fault.code,
            message: format!("\"{text}\" is no day, nor how long it keeps: the unit is missing"),
            hint: format!(
                "write the last usable day, YYYY-MM-DD; or the unit, such as {number}个月 beside the day of making (生产日期), or in the header: 保质期（月）"
            ),
        },
        _ => fault,
    }
}

/// From this number on, a number may be a year.
const BARE_MAX: u16 = 1_900;

/// A number below nothing in a column that has none: a change where a price should be, a sign that the kind gives.
///
/// Rule: `D-31`.
pub fn negative(table: Table, field: &Field, cell: &Cell) -> Fault {
    let is_price = field.kind == Kind::Price;
    let (message, hint) = match table {
        Table::Quote if is_price => (
            format!("{cell} is negative, and no price is"),
            "write the price itself, and not its change; leave the cell empty where there is no price",
        ),
        Table::Movement | Table::Onhand if is_price => (
            format!("{cell} is negative, and no cost is"),
            "write what a unit of it cost, without a sign: the kind says whether it came or went; leave the cell empty where nobody knows",
        ),
        Table::Movement => (
            format!("{cell} is negative"),
            "write the quantity without a sign and let the kind say whether it came or went; only adjust is signed",
        ),
        _ => (
            format!("{cell} is negative"),
            "write it without a sign, 0 where there is none",
        ),
    };
    let code = match field.kind {
        Kind::Quantity => Code::BadQuantity,
        Kind::Money | Kind::Price => Code::BadMoney,
        _ => Code::BadNumber,
    };
    Fault {
        code,
        message,
        hint: hint.to_owned(),
    }
}

/// A quantity that is by itself more than those of a table may come to.
pub fn uncountable(quantity: Quantity) -> Fault {
    Fault {
        code: Code::Overflow,
        message: format!("{quantity} is more than can be counted"),
        hint: "look for extra zeros, or for a bar code in the column of quantities".to_owned(),
    }
}

/// A month of which a nought may be lost, as a spreadsheet makes 2027.1 of 2027.10.
pub fn cut_month(number: &str) -> Fault {
    let year = number.split('.').next().unwrap_or(number);
    Fault {
        code: Code::BadDate,
        message: format!("\"{number}\" is a number here, and may be January or October"),
        hint: format!("write {year}-01 or {year}-10, as text"),
    }
}

/// A quantity that is no whole number of thousandths of the base unit.
pub fn inexact(quantity: &str, conversion: &Conversion) -> Fault {
    Fault {
        code: Code::BadQuantity,
        message: format!("{quantity} does not convert exactly to {}", conversion.base),
        hint: format!(
            "write the quantity in {} with at most three decimals",
            conversion.base
        ),
    }
}
