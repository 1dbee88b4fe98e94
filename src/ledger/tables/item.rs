//! Table `item`: catalogue of goods.
//!
//! Key: `item`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Sector, Word};
use crate::quantity::Quantity;

/// One row of `item`.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Name people use.
    pub name: String,
    /// Class of the item, or `;` list of classes of the site.
    pub class: String,
    /// Category of necessities, or kind of goods within a class.
    pub category: String,
    /// The item's base unit.
    pub unit: String,
    /// Name of the issue pack.
    pub pack_unit: String,
    /// Base units in one pack.
    pub pack_size: Option<Quantity>,
    /// Grade of protection (high, general), or grade of an alert.
    pub grade: String,
    /// Whether using it uses it up.
    pub consumable: Option<bool>,
    /// Validity from the day of making: `36 mo`, `7 d`.
    pub shelf_life: String,
    /// Item that may stand in for it.
    pub substitute: String,
    /// Units of the substitute for one unit of the item.
    pub ratio: Option<f64>,
    /// Order of the class served, or tier of the goods; 1 first.
    pub tier: Option<i64>,
    /// Whether goods are made for medical or for civil use.
    pub sector: Option<Sector>,
    /// Who alone may have it: `first_line`.
    pub restriction: String,
    /// Standard that the product is made to: `GB 19083`.
    pub product_standard: String,
    /// Other names of it, a `;` list.
    pub aliases: String,
    /// Words that count one base unit of it, a `;` list: 套 of a coverall.
    pub counters: String,
}

/// The columns of `item`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Name, Kind::Text),
    field(Column::Class, Kind::Text),
    field(Column::Category, Kind::Text),
    field(Column::Unit, Kind::Text).expected(),
    field(Column::PackUnit, Kind::Text),
    field(Column::PackSize, Kind::Quantity),
    field(Column::Grade, Kind::Text),
    field(Column::Consumable, Kind::Truth),
    field(Column::ShelfLife, Kind::Text),
    field(Column::Substitute, Kind::Text),
    field(Column::Ratio, Kind::Ratio),
    field(Column::Tier, Kind::Integer),
    field(Column::Sector, Kind::Word(Sector::CHOICES)),
    field(Column::Restriction, Kind::Text),
    field(Column::ProductStandard, Kind::Text),
    field(Column::Aliases, Kind::Text),
    field(Column::Counters, Kind::Text),
];

impl Record for Item {
    const TABLE: Table = Table::Item;

    fn from_row(row: &Row) -> Item {
        Item {
            item: row.get(Column::Item),
            name: row.get(Column::Name),
            class: row.get(Column::Class),
            category: row.get(Column::Category),
            unit: row.get(Column::Unit),
            pack_unit: row.get(Column::PackUnit),
            pack_size: row.get(Column::PackSize),
            grade: row.get(Column::Grade),
            consumable: row.get(Column::Consumable),
            shelf_life: row.get(Column::ShelfLife),
            substitute: row.get(Column::Substitute),
            ratio: row.get(Column::Ratio),
            tier: row.get(Column::Tier),
            sector: row.get(Column::Sector),
            restriction: row.get(Column::Restriction),
            product_standard: row.get(Column::ProductStandard),
            aliases: row.get(Column::Aliases),
            counters: row.get(Column::Counters),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.item.into(),
            self.name.into(),
            self.class.into(),
            self.category.into(),
            self.unit.into(),
            self.pack_unit.into(),
            self.pack_size.into(),
            self.grade.into(),
            self.consumable.into(),
            self.shelf_life.into(),
            self.substitute.into(),
            self.ratio.into(),
            self.tier.into(),
            self.sector.into(),
            self.restriction.into(),
            self.product_standard.into(),
            self.aliases.into(),
            self.counters.into(),
        ]
    }
}
