//! The words of needs: what an amount is for, and what a requirement is for.

use crate::ledger::choice::{Choice, Word, choice};

/// What a norm's amount is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Occasion {
    /// Used each day.
    #[default]
    Day,
    /// Kept once by each household.
    Household,
    /// Handed out once against the heat.
    Summer,
    /// Handed out once against the cold.
    Winter,
}

impl Word for Occasion {
    const CHOICES: &'static [Choice] = &[
        choice("day", "每日", &["日常"]),
        choice("household", "家庭储备", &["家庭"]),
        choice("summer", "防暑", &["防暑降温"]),
        choice("winter", "御寒", &["御寒保暖"]),
    ];
    const ALL: &'static [Occasion] = &[
        Occasion::Day,
        Occasion::Household,
        Occasion::Summer,
        Occasion::Winter,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What a requirement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NeedKind {
    Testing,
    Load,
    Staff,
    Gate,
    Forward,
    Ration,
    Zone,
    Patient,
    Season,
    Household,
}

impl Word for NeedKind {
    const CHOICES: &'static [Choice] = &[
        choice("testing", "全员检测", &[]),
        choice("load", "满负荷", &[]),
        choice("staff", "一线人员", &[]),
        choice("gate", "卡口办公", &[]),
        choice("forward", "今后需求", &[]),
        choice("ration", "配给", &[]),
        choice("zone", "封闭区域", &[]),
        choice("patient", "慢性病用药", &[]),
        choice("season", "防暑御寒", &[]),
        choice("household", "家庭储备", &[]),
    ];
    const ALL: &'static [NeedKind] = &[
        NeedKind::Testing,
        NeedKind::Load,
        NeedKind::Staff,
        NeedKind::Gate,
        NeedKind::Forward,
        NeedKind::Ration,
        NeedKind::Zone,
        NeedKind::Patient,
        NeedKind::Season,
        NeedKind::Household,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
