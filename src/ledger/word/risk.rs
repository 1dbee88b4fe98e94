//! Words of the risk of an area: they make a unit a key unit, and keep goods where they are.

use super::{Choice, Word, choice};

/// How great the risk of an area is, least first.
///
/// A cell may hold any other word too: of that nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Risk {
    Low,
    Medium,
    High,
}

impl Word for Risk {
    const CHOICES: &'static [Choice] = &[
        choice("low", "低风险", &["低"]),
        choice("medium", "中风险", &["中"]),
        choice("high", "高风险", &["高"]),
    ];
    const ALL: &'static [Risk] = &[Risk::Low, Risk::Medium, Risk::High];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
