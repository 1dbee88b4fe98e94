//! Words of a reserve: what becomes of goods that it gave out.

use super::{Choice, Word, choice};

/// Whether what a reserve gave out has come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReplenishStatus {
    Replaced,
    Owed,
    Overdue,
}

impl Word for ReplenishStatus {
    const CHOICES: &'static [Choice] = &[
        choice("replaced", "已补充", &[]),
        choice("owed", "待补充", &["应补"]),
        choice("overdue", "逾期未补", &[]),
    ];
    const ALL: &'static [ReplenishStatus] = &[
        ReplenishStatus::Replaced,
        ReplenishStatus::Owed,
        ReplenishStatus::Overdue,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
