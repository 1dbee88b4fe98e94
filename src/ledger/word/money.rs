//! The words of money: by which rule a delivery is settled, what a row does to a fund, how stock is valued.

use crate::ledger::choice::{Choice, Word, choice};

use super::receipt::{EMERGENCY, GIVEN};

/// By which rule a delivery is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettlementBasis {
    /// A county draws on the city's reserve and repays goods and freight.
    CountyFromCity,
    /// A unit of the city draws on it: written off, and restocked from the cash reserve first.
    CityUnit,
    /// One county gives to another, which repays goods and freight.
    CountyToCounty,
    /// Necessities are sold; the receiving area pays after the sale.
    Sale,
    /// Necessities are handed out; the county where they are pays.
    Ration,
    /// Donated goods: nobody pays.
    Donation,
    /// Bought or brought in an emergency: at the market price of the day, from extra money of the district.
    Emergency,
    /// An institution takes goods of the rotation plan and pays for them.
    Rotation,
}

impl Word for SettlementBasis {
    const CHOICES: &'static [Choice] = &[
        choice("county_from_city", "旗县动用市级储备", &["县用市储"]),
        choice("city_unit", "市本级单位动用", &["市级单位"]),
        choice("county_to_county", "旗县区间调运", &["县际调运"]),
        choice("sale", "市场销售分配", &["销售", "市场销售"]),
        choice("ration", "配给发放", &["配给", "配给制", "配给制发放"]),
        choice("donation", "捐赠", GIVEN),
        choice("emergency", "紧急保障", EMERGENCY),
        choice("rotation", "有偿轮换", &["轮换"]),
    ];
    const ALL: &'static [SettlementBasis] = &[
        SettlementBasis::CountyFromCity,
        SettlementBasis::CityUnit,
        SettlementBasis::CountyToCounty,
        SettlementBasis::Sale,
        SettlementBasis::Ration,
        SettlementBasis::Donation,
        SettlementBasis::Emergency,
        SettlementBasis::Rotation,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What a row does to a fund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FundKind {
    /// Money is put in.
    Allot,
    /// Money comes in: repayments, sales, donations in money.
    Income,
    /// Money that rotation or an auction brought.
    RotationIncome,
    /// Money is spent.
    Spend,
    /// Money is paid in advance.
    Prepay,
    /// An advance is used up by what was delivered.
    Clear,
    /// An advance, or part of it, comes back.
    Refund,
    /// The fund is reduced after goods were written off.
    Reduce,
}

impl Word for FundKind {
    const CHOICES: &'static [Choice] = &[
        choice("allot", "拨入", &["拨款", "追加"]),
        choice("income", "收入", &["回款"]),
        choice("rotation_income", "轮换收入", &["拍卖收入"]),
        choice("spend", "支出", &["支付"]),
        choice("prepay", "预付", &["预拨"]),
        choice("clear", "预付核销", &["冲抵预付"]),
        choice("refund", "预付退回", &["收回预付"]),
        choice("reduce", "核减", &["减少"]),
    ];
    const ALL: &'static [FundKind] = &[
        FundKind::Allot,
        FundKind::Income,
        FundKind::RotationIncome,
        FundKind::Spend,
        FundKind::Prepay,
        FundKind::Clear,
        FundKind::Refund,
        FundKind::Reduce,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How stock is valued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueMethod {
    /// Each lot at its own cost.
    Actual,
    /// What is left is what came last.
    Fifo,
    /// The mean cost, moved by every receipt.
    Weighted,
    /// The last reference price of a market.
    Market,
}

impl Word for ValueMethod {
    const CHOICES: &'static [Choice] = &[
        choice("actual", "个别计价", &["实际成本"]),
        choice("fifo", "先进先出", &["先入先出"]),
        choice("weighted", "移动加权平均", &["加权平均"]),
        choice("market", "市价", &["市场价"]),
    ];
    const ALL: &'static [ValueMethod] = &[
        ValueMethod::Actual,
        ValueMethod::Fifo,
        ValueMethod::Weighted,
        ValueMethod::Market,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// Whether a household has paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentState {
    /// All of it.
    Paid,
    /// Some lines of it.
    Part,
    /// Nothing of it.
    Unpaid,
    /// It is free of charge.
    Free,
}

impl Word for PaymentState {
    const CHOICES: &'static [Choice] = &[
        choice("paid", "已付款", &["已付"]),
        choice("part", "部分付款", &["部分"]),
        choice("unpaid", "未付款", &["未付"]),
        choice("free", "免费", &["免费发放"]),
    ];
    const ALL: &'static [PaymentState] = &[
        PaymentState::Paid,
        PaymentState::Part,
        PaymentState::Unpaid,
        PaymentState::Free,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
