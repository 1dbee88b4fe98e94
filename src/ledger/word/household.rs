//! The words of supply to households: who pays, how goods arrive, what is due.

use super::{Choice, Word, choice};

/// Whether an order is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Payment {
    Paid,
    /// Handed out to households with special needs.
    Free,
}

impl Word for Payment {
    const CHOICES: &'static [Choice] = &[
        choice("paid", "已付款", &["已付"]),
        choice("free", "免费派发", &["派发"]),
    ];
    const ALL: &'static [Payment] = &[Payment::Paid, Payment::Free];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How goods reach a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeliveryMode {
    Doorstep,
    Pickup,
}

impl Word for DeliveryMode {
    const CHOICES: &'static [Choice] = &[
        choice("doorstep", "送货到户", &["上门", "到户"]),
        choice("pickup", "错时领取", &["自提", "领取"]),
    ];
    const ALL: &'static [DeliveryMode] = &[DeliveryMode::Doorstep, DeliveryMode::Pickup];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What is due every few days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CycleKind {
    Order,
    Call,
}

impl Word for CycleKind {
    const CHOICES: &'static [Choice] = &[
        choice("order", "报送需求", &["采购申请"]),
        choice("call", "电话了解", &["电话"]),
    ];
    const ALL: &'static [CycleKind] = &[CycleKind::Order, CycleKind::Call];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
