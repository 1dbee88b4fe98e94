//! The words of an item: its state at a site, what to do about it, why its use is not known, and what it is made for.

use crate::ledger::choice::{Choice, Word, choice};

/// The one state of an item at a site, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StockState {
    /// Nothing there can be used.
    Out,
    /// Short of a standard or of a minimum.
    BelowMin,
    /// Part of it expires before it is used.
    NearExpiry,
    /// More than a maximum.
    Over,
    /// There, and nothing was used in the window.
    Unused,
    /// Between every minimum and maximum.
    InBand,
    /// Used, or durable, and nothing says how much is enough.
    NoThreshold,
}

impl Word for StockState {
    const CHOICES: &'static [Choice] = &[
        choice("out", "断供", &["缺货"]),
        choice("below_min", "低于下限", &["不足"]),
        choice("near_expiry", "临近过期", &[]),
        choice("over", "超储", &[]),
        choice("unused", "闲置", &[]),
        choice("in_band", "正常", &["达标"]),
        choice("no_threshold", "无标准", &[]),
    ];
    const ALL: &'static [StockState] = &[
        StockState::Out,
        StockState::BelowMin,
        StockState::NearExpiry,
        StockState::Over,
        StockState::Unused,
        StockState::InBand,
        StockState::NoThreshold,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What to do about the stock of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    Nothing,
    /// First of all what expires first: part of it is wasted at the use of the record.
    UseFirst,
    Order,
    /// The stock has fallen below the point of an emergency.
    OrderNow,
    /// What is on order closes the gap.
    AwaitDelivery,
    /// What others can spare closes the gap.
    Move,
    MoveAndOrder,
    /// The plan keeps none of it in store.
    PurchaseOnDemand,
    NotAssessable,
}

impl Word for Action {
    const CHOICES: &'static [Choice] = &[
        choice("none", "无", &[]),
        choice("use_first", "优先使用", &[]),
        choice("order", "补货", &[]),
        choice("order_now", "立即补货", &[]),
        choice("await_delivery", "待到货", &[]),
        choice("move", "调拨", &[]),
        choice("move_and_order", "调拨并补货", &[]),
        choice("purchase_on_demand", "按需采购", &[]),
        choice("not_assessable", "无法判定", &[]),
    ];
    const ALL: &'static [Action] = &[
        Action::Nothing,
        Action::UseFirst,
        Action::Order,
        Action::OrderNow,
        Action::AwaitDelivery,
        Action::Move,
        Action::MoveAndOrder,
        Action::PurchaseOnDemand,
        Action::NotAssessable,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// Why the use of goods has no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoRate {
    NoAvailableDay,
    NoUsageInWindow,
    ShortRecord,
    NoHeads,
    /// Nobody writes down what is used.
    NoUseWritten,
    /// Use was written down in several units: their sum is no amount.
    DifferentUnits,
    /// It is assigned, and not used up.
    Durable,
}

impl Word for NoRate {
    const CHOICES: &'static [Choice] = &[
        choice("no_available_day", "无有货日", &[]),
        choice("no_usage_in_window", "统计期内无消耗", &[]),
        choice("short_record", "记录期不足", &[]),
        choice("no_heads", "无人数", &[]),
        choice("no_use_written", "统计期内该单位未登记任何出库", &[]),
        choice("different_units", "各行计量单位不一", &[]),
        choice("durable", "耐用品", &[]),
    ];
    const ALL: &'static [NoRate] = &[
        NoRate::NoAvailableDay,
        NoRate::NoUsageInWindow,
        NoRate::ShortRecord,
        NoRate::NoHeads,
        NoRate::NoUseWritten,
        NoRate::DifferentUnits,
        NoRate::Durable,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// Whether goods are made for medical or for civil use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sector {
    Medical,
    Civil,
}

impl Word for Sector {
    const CHOICES: &'static [Choice] = &[
        choice("medical", "医用", &["医疗"]),
        choice("civil", "民用", &["日用"]),
    ];
    const ALL: &'static [Sector] = &[Sector::Medical, Sector::Civil];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
