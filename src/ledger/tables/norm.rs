//! Table `norm`: what one post, bed or resident uses a day.
//!
//! Key: `scope`, `item`, `occasion`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{NormBasis, Occasion, Word};
use crate::quantity::Quantity;

/// One row of `norm`.
#[derive(Debug, Clone, PartialEq)]
pub struct Norm {
    /// The site, class or area it applies to.
    pub scope: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Base units a day (a norm: for each post, bed, resident …).
    pub rate: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// How it came (purchase, donation, agreement, transfer, found), or what a norm or need is counted on.
    pub basis: NormBasis,
    /// Where it is from.
    pub source: String,
    /// What the amount is for; where nothing is stated, each day.
    pub occasion: Option<Occasion>,
}

/// The columns of `norm`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Scope, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Rate, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::Basis, Kind::Word(NormBasis::CHOICES)).required(),
    field(Column::Source, Kind::Text),
    field(Column::Occasion, Kind::Word(Occasion::CHOICES)).key(),
];

impl Record for Norm {
    const TABLE: Table = Table::Norm;

    fn from_row(row: &Row) -> Norm {
        Norm {
            scope: row.get(Column::Scope),
            item: row.get(Column::Item),
            rate: row.get(Column::Rate),
            unit: row.get(Column::Unit),
            basis: row.get(Column::Basis),
            source: row.get(Column::Source),
            occasion: row.get(Column::Occasion),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.scope.into(),
            self.item.into(),
            self.rate.into(),
            self.unit.into(),
            self.basis.into(),
            self.source.into(),
            self.occasion.into(),
        ]
    }
}
