//! A cell that its column does not read as it stands: nothing stated, a span in place of a day, a day without its year.

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::Column;
use crate::ledger::cell::Cell;
use crate::ledger::parse::{
    Fault, Repair, day_of_year, is_endless, is_nothing, is_outside, shelf_life,
};
use crate::ledger::table::{Field, Kind};
use crate::ledger::text::plain;

use super::Reading;
use super::faults::bare_span;

impl Reading<'_> {
    /// The cell that `text` stands for although `fault` says that it is none of its column; `None` after a fault.
    pub(super) fn otherwise(
        &mut self,
        at: usize,
        field: &Field,
        text: &str,
        fault: Fault,
    ) -> Option<Cell> {
        let is_last_day = field.kind == Kind::Expiry;
        if is_nothing(text) || is_last_day && is_endless(text) {
            if needs_amount(field) {
                self.fault(at, undecided(text));
                return None;
            }
            self.repairs.push(Repair::Nothing);
            return Some(Cell::Empty);
        }
        let span = || shelf_life(text).or_else(|| self.span_by_header(at, text));
        if let Some(span) = is_last_day.then(span).flatten() {
            self.spans.push((at, span, fault));
            return None;
        }
        let is_declared = self.plan.sources[at].date_format.is_some();
        // 3/8 is the eighth of March where headers are Chinese, and may be the third of August elsewhere.
        let is_clear =
            !text.contains('/') || self.sheet.headers.iter().any(|header| !header.is_ascii());
        let is_day = matches!(field.kind, Kind::Day | Kind::Expiry) && !is_declared && is_clear;
        // Only the day of the line itself lies in the year of the list.
        let of_line = [Column::Date, Column::AsOf].contains(&field.column);
        let year = self.plan.year.filter(|_| of_line);
        match is_day.then(|| day_of_year(text, year)).flatten() {
            Some(Ok(day)) => {
                self.repairs.push(Repair::YearOfList);
                if is_outside(day, year) {
                    self.far_from_title(at, text, day);
                }
                return Some(Cell::Day(day));
            }
            Some(Err(without)) if of_line => self.fault(at, without),
            Some(Err(without)) => self.fault(
                at,
                Fault {
                    hint: "write YYYY-MM-DD, with its own year".to_owned(),
                    ..without
                },
            ),
            None if is_last_day && !is_declared => self.fault(at, bare_span(text, fault)),
            None => self.fault(at, fault),
        }
        None
    }
}

impl Reading<'_> {
    /// How long goods keep where the header has the unit of a bare number, as 保质期（月） has.
    fn span_by_header(&self, at: usize, text: &str) -> Option<String> {
        let column = self.plan.sources[at].cell_column()?;
        let header = plain(self.sheet.headers.get(column)?);
        let (_, unit) = header.trim_end_matches(')').rsplit_once('(')?;
        let unit = match unit {
            "月" => "个月",
            "日" => "天",
            other => other,
        };
        shelf_life(&format!("{}{unit}", text.trim()))
    }

    /// Warns of a day that lies outside the year of the title over the list.
    fn far_from_title(&mut self, at: usize, text: &str, day: Day) {
        let message = format!(
            "\"{text}\" is far from the month of the title; it was read as {day}, outside its year"
        );
        let warning = Diagnostic::warning(Code::BadDate, message)
            .at(self.cell_place(at))
            .hint("write the year where it is another one: YYYY-MM-DD");
        self.faults.push(warning);
    }
}

/// Whether a column holds amounts of which one must be stated: a mark in it may be 0, or not known.
fn needs_amount(field: &Field) -> bool {
    let is_stated = field.is_required || field.is_expected || field.column == Column::Counted;
    field.kind == Kind::Quantity && is_stated
}

/// A mark in a column of amounts, which may be 0 or not known.
fn undecided(text: &str) -> Fault {
    Fault {
        code: Code::BadQuantity,
        message: format!("\"{text}\" is not a quantity"),
        hint:
            "write 0 where there is none; leave the cell empty, or the line out, where nobody knows"
                .to_owned(),
    }
}
