//! Terms of a request that contradict it: a weight below nothing, and more at the least than is asked for.

use crate::diagnostic::Code;
use crate::ledger::parse::Fault;
use crate::ledger::table::Table;
use crate::ledger::{Column, Row};
use crate::quantity::Quantity;

use super::Reading;

/// Whether a row is a request that its own terms contradict.
pub fn terms_contradict(row: &Row) -> bool {
    row.table == Table::Request
        && (negative_weight(row).is_some() || least_above_all(row).is_some())
}

/// The weight of a request, where it is below nothing.
fn negative_weight(row: &Row) -> Option<f64> {
    let weight: Option<f64> = row.get(Column::Weight);
    weight.filter(|weight| *weight < 0.0)
}

/// What is asked for at the least, and in all, where that is less.
fn least_above_all(row: &Row) -> Option<(Quantity, Quantity)> {
    let least: Quantity = row.get::<Option<Quantity>>(Column::MinQty)?;
    let all: Quantity = row.get::<Option<Quantity>>(Column::Qty)?;
    (least > all).then_some((least, all))
}

impl Reading<'_> {
    /// Refuses terms of a request that contradict it.
    pub(super) fn judge_terms(&mut self, row: &Row) {
        if row.table != Table::Request {
            return;
        }
        if let Some(weight) = negative_weight(row) {
            let fault = Fault {
                code: Code::BadNumber,
                message: format!("{weight} is negative, and no weight is"),
                hint: "write a weight above 0, such as 2 for who is to get twice as much; 0 waits until all others have what they ask for".to_owned(),
            };
            self.fault_of(row, Column::Weight, fault);
        }
        if let Some((least, all)) = least_above_all(row) {
            let fault = Fault {
                code: Code::BadQuantity,
                message: format!("{least} at the least is more than the {all} asked for"),
                hint: "write the least of what is asked for that is of any use, no more than qty; or leave the cell empty".to_owned(),
            };
            self.fault_of(row, Column::MinQty, fault);
        }
    }

    /// A fault at the cell of a column, which stands in the row.
    fn fault_of(&mut self, row: &Row, column: Column, fault: Fault) {
        let at = row.table.position(column);
        self.fault(
            at.expect("what a row states is a column of its table"),
            fault,
        );
    }
}
