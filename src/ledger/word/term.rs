//! The words of table `explanation`: how a term goes into its figure.

use crate::ledger::choice::{Choice, Word, choice};

/// How a term goes into the figure it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// The figure itself.
    Is,
    /// Adds to the figure, or takes from it.
    Add,
    /// The sum of what adds is multiplied by it.
    Times,
    /// The sum of what adds is divided by it.
    Divide,
    /// Was looked at and does not count.
    Note,
    /// The rule behind it.
    Rule,
    /// What would change the figure.
    Change,
}

impl Word for TermKind {
    const CHOICES: &'static [Choice] = &[
        choice("is", "结果", &[]),
        choice("add", "加", &[]),
        choice("times", "乘以", &[]),
        choice("divide", "除以", &[]),
        choice("note", "说明", &[]),
        choice("rule", "依据", &[]),
        choice("change", "变动条件", &[]),
    ];
    const ALL: &'static [TermKind] = &[
        TermKind::Is,
        TermKind::Add,
        TermKind::Times,
        TermKind::Divide,
        TermKind::Note,
        TermKind::Rule,
        TermKind::Change,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
