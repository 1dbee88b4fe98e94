//! Table `metric`: measures of a plan: part met, way, idle time.
//!
//! Key: `metric`, `site`, `item`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};

/// One row of `metric`.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Name of a measure of a plan.
    pub metric: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Option<f64>,
    /// One sentence for the reader.
    pub text: String,
}

/// The columns of `metric`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Metric, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Value, Kind::Ratio).expected(),
    field(Column::Text, Kind::Text),
];

impl Record for Metric {
    const TABLE: Table = Table::Metric;

    fn from_row(row: &Row) -> Metric {
        Metric {
            metric: row.get(Column::Metric),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            value: row.get(Column::Value),
            text: row.get(Column::Text),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.metric.into(),
            self.site.into(),
            self.item.into(),
            self.value.into(),
            self.text.into(),
        ]
    }
}
