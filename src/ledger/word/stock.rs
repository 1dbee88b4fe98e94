//! The words of an item: its state at a site, and what it is made for.

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
