//! Table `subsidy`: storage subsidy of each carrier: earned, clawed back, still to pay.
//!
//! Key: `as_of`, `enterprise`, `item`, `site`, `from`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Measure, Word};
use crate::quantity::Money;

/// One row of `subsidy`.
#[derive(Debug, Clone, PartialEq)]
pub struct Subsidy {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// First day of the window.
    pub from: Option<Day>,
    /// Last day of the window.
    pub to: Option<Day>,
    /// Contracted value of the reserve, yuan.
    pub contract_value: Option<Money>,
    /// Yearly subsidy as a share of the value.
    pub subsidy_rate: Option<f64>,
    /// Days of the term, both ends counted.
    pub days: Option<i64>,
    /// Subsidy for the term and the value agreed, yuan.
    pub entitled: Option<Money>,
    /// Days on which less was held than agreed.
    pub short_days: Option<i64>,
    /// Subsidy for what was not held or not fit, yuan.
    pub clawback: Option<Money>,
    /// Subsidy less what is clawed back, yuan.
    pub net_amount: Option<Money>,
    /// Subsidy paid in advance, yuan.
    pub prepaid: Option<Money>,
    /// Still to be paid, yuan; negative is to be recovered.
    pub difference: Option<Money>,
    /// Criticism, clawback or disqualify.
    pub measure: Option<Measure>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `subsidy`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Enterprise, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key(),
    field(Column::From, Kind::Day).key(),
    field(Column::To, Kind::Day),
    field(Column::ContractValue, Kind::Money),
    field(Column::SubsidyRate, Kind::Ratio),
    field(Column::Days, Kind::Integer),
    field(Column::Entitled, Kind::Money).expected(),
    field(Column::ShortDays, Kind::Integer),
    field(Column::Clawback, Kind::Money),
    field(Column::NetAmount, Kind::Money),
    field(Column::Prepaid, Kind::Money),
    field(Column::Difference, Kind::Money),
    field(Column::Measure, Kind::Word(Measure::CHOICES)),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Subsidy {
    const TABLE: Table = Table::Subsidy;

    fn from_row(row: &Row) -> Subsidy {
        Subsidy {
            as_of: row.get(Column::AsOf),
            enterprise: row.get(Column::Enterprise),
            item: row.get(Column::Item),
            site: row.get(Column::Site),
            from: row.get(Column::From),
            to: row.get(Column::To),
            contract_value: row.get(Column::ContractValue),
            subsidy_rate: row.get(Column::SubsidyRate),
            days: row.get(Column::Days),
            entitled: row.get(Column::Entitled),
            short_days: row.get(Column::ShortDays),
            clawback: row.get(Column::Clawback),
            net_amount: row.get(Column::NetAmount),
            prepaid: row.get(Column::Prepaid),
            difference: row.get(Column::Difference),
            measure: row.get(Column::Measure),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.enterprise.into(),
            self.item.into(),
            self.site.into(),
            self.from.into(),
            self.to.into(),
            self.contract_value.into(),
            self.subsidy_rate.into(),
            self.days.into(),
            self.entitled.into(),
            self.short_days.into(),
            self.clawback.into(),
            self.net_amount.into(),
            self.prepaid.into(),
            self.difference.into(),
            self.measure.into(),
            self.reason.into(),
            self.rule.into(),
        ]
    }
}
