//! Table `burn`: daily use of one item at one site, with its window.
//!
//! Key: `as_of`, `site`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{NoRate, NormBasis, Word};
use crate::quantity::Quantity;

/// One row of `burn`.
#[derive(Debug, Clone, PartialEq)]
pub struct Burn {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Base units a day (a norm: for each post, bed, resident …).
    pub rate: Option<Quantity>,
    /// How the figure was worked out.
    pub method: String,
    /// First day of the window.
    pub from: Option<Day>,
    /// Last day of the window.
    pub to: Option<Day>,
    /// Days in the window.
    pub days: Option<i64>,
    /// Days of the window on which nothing was available.
    pub days_out: Option<i64>,
    /// Quantity used up.
    pub used: Option<Quantity>,
    /// Why a figure is missing or a decision was taken.
    pub reason: Option<NoRate>,
    /// What was asked for in the window: use, and what stock was short of.
    pub demanded: Option<Quantity>,
    /// Days that the use is spread over.
    pub divisor: Option<Quantity>,
    /// Days of the window that the site reported.
    pub days_reported: Option<i64>,
    /// Passed on to other sites in the window; no use unless asked for.
    pub transferred: Option<Quantity>,
    /// What would have been used on the days out, rounded up.
    pub unmet: Option<Quantity>,
    /// Base units in a month of 30.4 days.
    pub monthly: Option<Quantity>,
    /// What use is counted on: posts, beds, patients or residents.
    pub head_basis: Option<NormBasis>,
    /// How many there are to count use on.
    pub heads: Option<Quantity>,
    /// Their days in the window on which there was something to use.
    pub head_days: Option<Quantity>,
    /// Base units a day for each of them.
    pub per_head: Option<Quantity>,
}

/// The columns of `burn`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Rate, Kind::Quantity).expected(),
    field(Column::Method, Kind::Text),
    field(Column::From, Kind::Day),
    field(Column::To, Kind::Day),
    field(Column::Days, Kind::Integer),
    field(Column::DaysOut, Kind::Integer),
    field(Column::Used, Kind::Quantity),
    field(Column::Reason, Kind::Word(NoRate::CHOICES)),
    field(Column::Demanded, Kind::Quantity),
    field(Column::Divisor, Kind::Quantity),
    field(Column::DaysReported, Kind::Integer),
    field(Column::Transferred, Kind::Quantity),
    field(Column::Unmet, Kind::Quantity),
    field(Column::Monthly, Kind::Quantity),
    field(Column::HeadBasis, Kind::Word(NormBasis::CHOICES)),
    field(Column::Heads, Kind::Quantity),
    field(Column::HeadDays, Kind::Quantity),
    field(Column::PerHead, Kind::Quantity),
];

impl Burn {
    /// A row that says nothing yet.
    pub fn blank(as_of: Day, site: &str, item: &str) -> Burn {
        Burn {
            as_of,
            site: site.to_owned(),
            item: item.to_owned(),
            rate: None,
            method: String::new(),
            from: None,
            to: None,
            days: None,
            days_out: None,
            used: None,
            reason: None,
            demanded: None,
            divisor: None,
            days_reported: None,
            transferred: None,
            unmet: None,
            monthly: None,
            head_basis: None,
            heads: None,
            head_days: None,
            per_head: None,
        }
    }
}

impl Record for Burn {
    const TABLE: Table = Table::Burn;

    fn from_row(row: &Row) -> Burn {
        Burn {
            as_of: row.get(Column::AsOf),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            rate: row.get(Column::Rate),
            method: row.get(Column::Method),
            from: row.get(Column::From),
            to: row.get(Column::To),
            days: row.get(Column::Days),
            days_out: row.get(Column::DaysOut),
            used: row.get(Column::Used),
            reason: row.get(Column::Reason),
            demanded: row.get(Column::Demanded),
            divisor: row.get(Column::Divisor),
            days_reported: row.get(Column::DaysReported),
            transferred: row.get(Column::Transferred),
            unmet: row.get(Column::Unmet),
            monthly: row.get(Column::Monthly),
            head_basis: row.get(Column::HeadBasis),
            heads: row.get(Column::Heads),
            head_days: row.get(Column::HeadDays),
            per_head: row.get(Column::PerHead),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.site.into(),
            self.item.into(),
            self.rate.into(),
            self.method.into(),
            self.from.into(),
            self.to.into(),
            self.days.into(),
            self.days_out.into(),
            self.used.into(),
            self.reason.into(),
            self.demanded.into(),
            self.divisor.into(),
            self.days_reported.into(),
            self.transferred.into(),
            self.unmet.into(),
            self.monthly.into(),
            self.head_basis.into(),
            self.heads.into(),
            self.head_days.into(),
            self.per_head.into(),
        ]
    }
}
