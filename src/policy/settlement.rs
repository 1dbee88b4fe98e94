//! Who pays for what left a reserve, out of which money, and what a carrier earns: with the words of the plan for each.

use serde::{Deserialize, Deserializer};

use crate::ledger::word::{SettlementBasis, Word as _};

use super::checked::{percent, unit, word};
use super::cited::Cited;
use super::term::{Since, Until};
use super::words::Words;

/// How deliveries of one kind are settled.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettlementRule {
    pub id: String,
    #[serde(deserialize_with = "word")]
    pub basis: SettlementBasis,
    pub payer: Payer,
    pub payee: Payee,
    /// Whether the payer bears the freight; else it is shown apart and billed to nobody.
    #[serde(default)]
    pub freight: bool,
    /// What the goods are priced at where nothing else is asked for.
    pub price: PriceSource,
    /// When it is paid; `None` where the plan does not say.
    pub when: Option<PayWhen>,
    /// Who must have approved it; empty where nobody is named.
    #[serde(default)]
    pub approval: String,
    /// The money that pays, in this order; what the first does not reach the next pays.
    #[serde(default)]
    pub funds: Vec<String>,
    /// The rule that gives that order.
    #[serde(default)]
    pub funds_rule: String,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// Who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// Nobody: what was drawn is written off.
    None,
    /// The county, or the city, that the receiver belongs to.
    ReceivingArea,
    /// The receiver itself.
    Receiver,
    /// The area that gave it, out of extra money.
    GivingArea,
}

/// Who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payee {
    None,
    /// The reserve that the goods came from.
    Reserve,
    /// The county that gave them.
    GivingArea,
    /// Whoever supplied them, by the movement.
    Supplier,
}

/// When a settlement is to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayWhen {
    /// On the day the goods are handed over, so that the bill is due when they are received.
    OnDelivery,
    /// Once the goods are sold; nobody knows ahead when that is.
    AfterSale,
}

impl PayWhen {
    /// The word for it in rules and in column `pay_when`.
    pub fn id(self) -> &'static str {
        match self {
            PayWhen::OnDelivery => "on_delivery",
            PayWhen::AfterSale => "after_sale",
        }
    }
}

/// What goods are priced at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceSource {
    /// What the lot cost.
    Lot,
    /// The moving average of what was paid for the item.
    Average,
    /// The price of a contract in force.
    Contract,
    /// The market price of the day.
    Market,
}

/// What one fund may be spent on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundRule {
    pub id: String,
    /// Its name in the book.
    pub fund: String,
    /// What it may be spent on; empty with `by_donor`.
    #[serde(default)]
    pub purposes: Vec<String>,
    /// It may be spent on what its donors named, and no more of it than they gave for that.
    #[serde(default)]
    pub by_donor: bool,
    /// Rotation income goes into it, and write-offs reduce it: the rules that say so.
    pub rotation_income: Option<String>,
    pub write_off: Option<String>,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// What a carrier earns for the reserve it stores.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubsidyRule {
    pub id: String,
    /// Percent of the contracted value a year.
    #[serde(deserialize_with = "percent")]
    pub rate: i64,
    #[serde(deserialize_with = "percent_a_year")]
    pub unit: String,
    pub clause: String,
    /// It is paid ahead.
    pub prepaid: Words,
    /// The carrier's agreement is what payment rests on.
    pub basis: Words,
    /// What a failed inspection leads to.
    pub inspection: Words,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

impl SettlementRule {
    /// The rule in words.
    pub fn cited(&self) -> Cited {
        let what = match self.payer {
            Payer::None => "nobody pays",
            Payer::ReceivingArea => "the area that receives pays",
            Payer::Receiver => "the receiver pays",
            Payer::GivingArea => "the area that gives pays, from extra money",
        };
        let what = format!("settlement {}: {what}", self.basis.id());
        Cited::new(&self.id, what, &self.clause)
    }
}

impl FundRule {
    /// The rule in words.
    pub fn cited(&self) -> Cited {
        let what = match self.by_donor {
            true => format!("fund {}: as its donors wish", self.fund),
            false => format!("fund {}: for {}", self.fund, self.purposes.join(", ")),
        };
        Cited::new(&self.id, what, &self.clause)
    }
}

impl SubsidyRule {
    /// Every rule of it.
    pub fn cited(&self) -> Vec<Cited> {
        let rate = format!("storage subsidy of {} {}", self.rate, self.unit);
        vec![
            Cited::new(&self.id, rate, &self.clause),
            self.prepaid.cited("the subsidy is paid ahead"),
            self.basis
                .cited("the carrier's agreement is the basis of payment"),
            self.inspection
                .cited("a failed inspection leads to criticism, clawback or loss of the status"),
        ]
    }
}

/// Every rule on who pays and on what a fund is for.
pub fn cited(settlements: &[SettlementRule], funds: &[FundRule]) -> impl Iterator<Item = Cited> {
    let funds = funds.iter().map(FundRule::cited);
    settlements.iter().map(SettlementRule::cited).chain(funds)
}

fn percent_a_year<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    unit(from, &["percent of the value a year"])
}
