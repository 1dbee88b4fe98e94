//! Table `readiness`: how many whole sets there are, and which part there is too little of.
//!
//! Key: `as_of`, `site`, `kit`, `form`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, Word};
use crate::quantity::Quantity;

/// One row of `readiness`.
#[derive(Debug, Clone, PartialEq)]
pub struct Readiness {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// A set of goods that is only of use together.
    pub kit: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity of it in one set, in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// Balance less expired, held and reserved.
    pub available: Quantity,
    /// How many sets this part would make.
    pub makes: Option<i64>,
    /// How many whole sets there are: the fewest that any part makes.
    pub full_kits: Option<i64>,
    /// Whether there are no more sets for lack of this part.
    pub limiting: Option<bool>,
    /// What is missing of this part for one set more.
    pub lacks: Option<Quantity>,
}

/// The columns of `readiness`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Kit, Kind::Text).key().required(),
    field(Column::Form, Kind::Word(Form::CHOICES)).key(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
    field(Column::Available, Kind::Quantity).required(),
    field(Column::Makes, Kind::Integer).expected(),
    field(Column::FullKits, Kind::Integer).expected(),
    field(Column::Limiting, Kind::Truth),
    field(Column::Lacks, Kind::Quantity),
];

impl Record for Readiness {
    const TABLE: Table = Table::Readiness;

    fn from_row(row: &Row) -> Readiness {
        Readiness {
            as_of: row.get(Column::AsOf),
            site: row.get(Column::Site),
            kit: row.get(Column::Kit),
            form: row.get(Column::Form),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            available: row.get(Column::Available),
            makes: row.get(Column::Makes),
            full_kits: row.get(Column::FullKits),
            limiting: row.get(Column::Limiting),
            lacks: row.get(Column::Lacks),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.site.into(),
            self.kit.into(),
            self.form.into(),
            self.item.into(),
            self.qty.into(),
            self.unit.into(),
            self.available.into(),
            self.makes.into(),
            self.full_kits.into(),
            self.limiting.into(),
            self.lacks.into(),
        ]
    }
}
