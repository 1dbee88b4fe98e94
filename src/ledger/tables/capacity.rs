//! Table `capacity`: what production lines can make a day, and from which day on.
//!
//! Key: `enterprise`, `production_line`, `item`, `start_day`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{AgreementStatus, LineKind, Word};
use crate::quantity::Quantity;

/// One row of `capacity`.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Production line of the enterprise.
    pub production_line: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Days from the call to the first day of output; 0 is the day of the call.
    pub start_day: Option<i64>,
    /// Existing, new or rebuilt line.
    pub kind: LineKind,
    /// Whose reserve it serves, by the code of the depot or area; empty for all.
    pub site: String,
    /// Quantity that can be made a day.
    pub capacity: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// Days from the first output to full output, in even steps; empty or 1 where it is full at once.
    pub ramp_days: Option<i64>,
    /// Days of normal production that the raw material lasts.
    pub raw_material_days: Option<f64>,
    /// First day on which it is held ready.
    pub from: Option<Day>,
    /// Last day on which it is held ready.
    pub to: Option<Day>,
    /// How far it has come.
    pub status: Option<AgreementStatus>,
    /// Agreement under which it is held ready; empty where the register alone lists it.
    pub agreement: String,
    /// Free text.
    pub note: String,
}

/// The columns of `capacity`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Enterprise, Kind::Text).key().required(),
    field(Column::ProductionLine, Kind::Text).key(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::StartDay, Kind::Integer).key().expected(),
    field(Column::Kind, Kind::Word(LineKind::CHOICES)).required(),
    field(Column::Site, Kind::Text),
    field(Column::Capacity, Kind::Quantity)
        .required()
        .unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::RampDays, Kind::Integer).unsigned(),
    field(Column::RawMaterialDays, Kind::Ratio).unsigned(),
    field(Column::From, Kind::Day),
    field(Column::To, Kind::Day),
    field(Column::Status, Kind::Word(AgreementStatus::CHOICES)),
    field(Column::Agreement, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Capacity {
    const TABLE: Table = Table::Capacity;

    fn from_row(row: &Row) -> Capacity {
        Capacity {
            enterprise: row.get(Column::Enterprise),
            production_line: row.get(Column::ProductionLine),
            item: row.get(Column::Item),
            start_day: row.get(Column::StartDay),
            kind: row.get(Column::Kind),
            site: row.get(Column::Site),
            capacity: row.get(Column::Capacity),
            unit: row.get(Column::Unit),
            ramp_days: row.get(Column::RampDays),
            raw_material_days: row.get(Column::RawMaterialDays),
            from: row.get(Column::From),
            to: row.get(Column::To),
            status: row.get(Column::Status),
            agreement: row.get(Column::Agreement),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.enterprise.into(),
            self.production_line.into(),
            self.item.into(),
            self.start_day.into(),
            self.kind.into(),
            self.site.into(),
            self.capacity.into(),
            self.unit.into(),
            self.ramp_days.into(),
            self.raw_material_days.into(),
            self.from.into(),
            self.to.into(),
            self.status.into(),
            self.agreement.into(),
            self.note.into(),
        ]
    }
}
