//! Table `site`: depots, institutions, streets, markets.
//!
//! Key: `site`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Risk, Word as _};
use crate::quantity::Quantity;

/// The class of depots.
const DEPOT: &str = "depot";

/// One row of `site`.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Name people use.
    pub name: String,
    /// Site above it.
    pub parent: String,
    /// Its place in the administration: city, county, institution, and so on.
    pub level: String,
    /// What it is, for a policy: its classes, parted by `;`.
    pub class: String,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Risk level of the area.
    pub risk: String,
    /// Residents.
    pub population: Option<Quantity>,
    /// Beds.
    pub beds: Option<Quantity>,
}

impl Site {
    /// A site of which nothing is known but its code.
    pub fn unlisted(code: &str) -> Site {
        Site {
            site: code.to_owned(),
            name: String::new(),
            parent: String::new(),
            level: String::new(),
            class: String::new(),
            lat: None,
            lon: None,
            risk: String::new(),
            population: None,
            beds: None,
        }
    }

    /// The classes it has, in the order given.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        let classes = self.class.split(';').map(str::trim);
        classes.filter(|class| !class.is_empty())
    }

    /// Whether it is a depot: one that keeps a reserve and gives, unless others are named.
    pub fn is_depot(&self) -> bool {
        self.classes().any(|class| class == DEPOT)
    }

    /// The risk that is stated of it; `None` where none of the known words is.
    pub fn stated_risk(&self) -> Option<Risk> {
        Risk::parse(self.risk.trim())
    }
}

/// The columns of `site`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Name, Kind::Text),
    field(Column::Parent, Kind::Text),
    field(Column::Level, Kind::Text).expected(),
    field(Column::Class, Kind::Text),
    field(Column::Lat, Kind::Ratio),
    field(Column::Lon, Kind::Ratio),
    field(Column::Risk, Kind::Text),
    field(Column::Population, Kind::Quantity).unsigned(),
    field(Column::Beds, Kind::Quantity).unsigned(),
];

impl Record for Site {
    const TABLE: Table = Table::Site;

    fn from_row(row: &Row) -> Site {
        Site {
            site: row.get(Column::Site),
            name: row.get(Column::Name),
            parent: row.get(Column::Parent),
            level: row.get(Column::Level),
            class: row.get(Column::Class),
            lat: row.get(Column::Lat),
            lon: row.get(Column::Lon),
            risk: row.get(Column::Risk),
            population: row.get(Column::Population),
            beds: row.get(Column::Beds),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.name.into(),
            self.parent.into(),
            self.level.into(),
            self.class.into(),
            self.lat.into(),
            self.lon.into(),
            self.risk.into(),
            self.population.into(),
            self.beds.into(),
        ]
    }
}
