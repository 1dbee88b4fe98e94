//! Cells that are told by one above them: a mark such as 同上, or one of several merged cells.

use crate::diagnostic::Code;
use crate::ledger::parse::{Fault, Repair, is_ditto};
use crate::ledger::text::tidy;

use super::super::plan::is_repeated;
use super::super::scope::no_data;
use super::Reading;

impl Reading<'_> {
    /// What a mark for the cell above stands for; `None` after a fault where no row above says anything.
    pub(super) fn above(&mut self, at: usize, mark: &str) -> Option<String> {
        let column = self.plan.sources[at].cell_column();
        let lines = &self.sheet.lines;
        let above = &lines[..lines.partition_point(|line| line.number < self.line.number)];
        let rows = above.iter().rev();
        let rows = rows.filter(|line| no_data(self.sheet, self.plan, line).is_none());
        let mut cells = rows.filter_map(|line| line.cells.get(column?));
        let meant = cells
            .find(|cell| !is_ditto(&tidy(cell)))
            .map(|cell| tidy(cell));
        if let Some(meant) = meant.filter(|meant| !meant.is_empty()) {
            self.repairs.push(Repair::Ditto);
            return Some(self.plan.sources[at].mapped(meant.into_owned()));
        }
        self.fault(
            at,
            Fault {
                code: Code::MissingCell,
                message: format!(
                    "\"{}\" says what stands above, and nothing does",
                    tidy(mark)
                ),
                hint: "write out what is meant".to_owned(),
            },
        );
        None
    }

    pub(super) fn sheet_cell(&self, number: u64, column: usize) -> String {
        let line = self.sheet.lines.iter().find(|line| line.number == number);
        line.and_then(|line| line.cells.get(column))
            .map_or(String::new(), |cell| tidy(cell).into_owned())
    }

    /// The Chinese header of a column that says something of several lines in a row, and may be blank in those behind the
    /// first, as nobody leaves it who writes for a program.
    pub(super) fn header_of_several(&self, at: usize) -> Option<&str> {
        let column = self.plan.sources[at].cell_column()?;
        let header = self.sheet.headers.get(column)?;
        let is_of_several = is_repeated(self.plan.table.fields()[at].column);
        (is_of_several && !header.is_ascii()).then_some(header)
    }
}
