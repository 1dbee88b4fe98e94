//! A cell of 有效期 that says how long the goods keep: with the day of making in the same row it is a last day.

use crate::ledger::catalogue::last_day;
use crate::ledger::cell::Cell;
use crate::ledger::parse::Repair;
use crate::ledger::{Column, Row};

use super::Reading;

impl Reading<'_> {
    /// Works the last days out from the day of making, as the catalogue's shelf life is; without one, a fault.
    pub(super) fn work_out_last_days(&mut self, row: &mut Row) {
        let made = row.table.position(Column::MfgDate);
        let made = made.and_then(|at| match row.cells[at] {
            Cell::Day(day) => Some(day),
            _ => None,
        });
        for (at, span, fault) in std::mem::take(&mut self.spans) {
            match made.and_then(|made| last_day(&span, made)) {
                Some(day) => {
                    row.cells[at] = Cell::Day(day);
                    self.repairs.push(Repair::LastDay);
                }
                None => self.fault(at, fault),
            }
        }
    }
}
