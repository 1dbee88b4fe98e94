//! Table `household`: who lives where, and who needs help.
//!
//! Key: `household`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `household`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// Household, by its number.
    pub household: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Building of the compound.
    pub building: String,
    /// Entrance of the building.
    pub entrance: String,
    /// Door within the entrance; personal, masked unless it is asked for.
    pub door: String,
    /// Name people use.
    pub name: String,
    /// Telephone; personal, masked unless it is asked for.
    pub phone: String,
    /// How many people.
    pub headcount: Option<Quantity>,
    /// Special need of the household: empty_nest_elderly, bedridden, other_hardship.
    pub group: String,
}

/// The columns of `household`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Household, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).required(),
    field(Column::Building, Kind::Text),
    field(Column::Entrance, Kind::Text),
    field(Column::Door, Kind::Text),
    field(Column::Name, Kind::Text),
    field(Column::Phone, Kind::Text),
    field(Column::Headcount, Kind::Quantity).unsigned(),
    field(Column::Group, Kind::Text),
];

impl Record for Household {
    const TABLE: Table = Table::Household;

    fn from_row(row: &Row) -> Household {
        Household {
            household: row.get(Column::Household),
            site: row.get(Column::Site),
            building: row.get(Column::Building),
            entrance: row.get(Column::Entrance),
            door: row.get(Column::Door),
            name: row.get(Column::Name),
            phone: row.get(Column::Phone),
            headcount: row.get(Column::Headcount),
            group: row.get(Column::Group),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.household.into(),
            self.site.into(),
            self.building.into(),
            self.entrance.into(),
            self.door.into(),
            self.name.into(),
            self.phone.into(),
            self.headcount.into(),
            self.group.into(),
        ]
    }
}
