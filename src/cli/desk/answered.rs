//! One table of an answer: as it was worked out until somebody looks at its rows.

use crate::ledger::{Records, Row};

/// The rows that a command answers with in one table.
pub(super) enum Answer {
    Rows(Vec<Row>),
    /// As they were worked out; nobody has looked at them as rows.
    Worked(Box<dyn Records>),
}

impl Answer {
    /// Its rows, to be looked at and changed.
    pub(super) fn rows(&mut self) -> &mut Vec<Row> {
        if let Answer::Worked(records) = self {
            *self = Answer::Rows(records.rows());
        }
        match self {
            Answer::Rows(rows) => rows,
            Answer::Worked(_) => unreachable!("it was made rows above"),
        }
    }
}
