//! How a counted lot compares with the book.

use super::{Choice, Word, choice};

/// How a counted lot compares with the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountVerdict {
    Agrees,
    Short,
    Surplus,
    /// Something was posted to the lot since the sheet was made: it is to be counted again.
    Moved,
    NotCounted,
    /// The count itself was posted since, and the ledger has it.
    AlreadyPosted,
}

impl Word for CountVerdict {
    const CHOICES: &'static [Choice] = &[
        choice("agrees", "相符", &["账实相符"]),
        choice("short", "盘亏", &[]),
        choice("surplus", "盘盈", &[]),
        choice("moved", "已变动", &[]),
        choice("not_counted", "未盘", &["未盘点"]),
        choice("already_posted", "已入账", &["已记账"]),
    ];
    const ALL: &'static [CountVerdict] = &[
        CountVerdict::Agrees,
        CountVerdict::Short,
        CountVerdict::Surplus,
        CountVerdict::Moved,
        CountVerdict::NotCounted,
        CountVerdict::AlreadyPosted,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
