//! The entries of settlements in the books: each line twice, once debited and once credited. Table `entry`.

use crate::ledger::tables::{Entry, Settlement};
use crate::ledger::word::SettlementBasis;
use crate::quantity::Money;

/// Goods that left the reserve.
const GOODS: &str = "reserve_goods";
const FREIGHT: &str = "freight";
const RECEIVABLE: &str = "receivable";
const PAYABLE: &str = "payable";
const WRITTEN_OFF: &str = "written_off";
const RESTOCKING: &str = "restocking";
const ROTATION_INCOME: &str = "rotation_income";
const EMERGENCY: &str = "emergency_cost";

/// The entries of `settlements`, in their order: debit, then credit.
///
/// A line that comes to nothing, or of which the amount is not known, has none.
pub fn entries(settlements: &[Settlement]) -> Vec<Entry> {
    let counted = settlements.iter().filter_map(|row| {
        let total = row.total.filter(|total| total.fen() != 0)?;
        Some((row, total))
    });
    counted.flat_map(|(row, total)| pair(row, total)).collect()
}

fn pair(row: &Settlement, total: Money) -> [Entry; 2] {
    let (debit, credit) = accounts(row);
    let entry = |suffix: &str, (account, party): (&str, &str)| Entry {
        settlement: row.settlement.clone(),
        line: format!("{}{suffix}", row.line),
        date: row.date,
        account: account.to_owned(),
        counterparty: party.to_owned(),
        debited: Money::ZERO,
        credited: Money::ZERO,
        rule: row.rule.clone(),
    };
    [
        Entry {
            debited: total,
            ..entry("d", debit)
        },
        Entry {
            credited: total,
            ..entry("c", credit)
        },
    ]
}

/// The account that is debited and the one that is credited, each with its party.
fn accounts(row: &Settlement) -> ((&str, &str), (&str, &str)) {
    let (payer, payee) = (row.payer.as_str(), row.payee.as_str());
    if !row.fund.is_empty() {
        let debit = match row.basis {
            SettlementBasis::Emergency => PAYABLE,
            _ => RESTOCKING,
        };
        return ((debit, payee), (row.fund.as_str(), ""));
    }
    match row.basis {
        SettlementBasis::CityUnit => ((WRITTEN_OFF, row.site.as_str()), (GOODS, "")),
        SettlementBasis::Emergency => ((EMERGENCY, payer), (PAYABLE, payee)),
        SettlementBasis::Rotation => ((RECEIVABLE, payer), (ROTATION_INCOME, payee)),
        SettlementBasis::CountyFromCity
        | SettlementBasis::CountyToCounty
        | SettlementBasis::Sale
        | SettlementBasis::Ration
        | SettlementBasis::Donation => {
            let what = if row.freight.is_some() {
                FREIGHT
            } else {
                GOODS
            };
            ((RECEIVABLE, payer), (what, payee))
        }
    }
}
