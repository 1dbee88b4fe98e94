//! The words of price watching: what a rule says of a series, and whether a market still quotes.

use crate::ledger::choice::{Choice, Word, choice};

/// What a rule or an indicator says of a series or a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assessed {
    Clear,
    Holding,
    Met,
    NotEligible,
    NotAssessable,
}

impl Word for Assessed {
    const CHOICES: &'static [Choice] = &[
        choice("clear", "正常", &["green"]),
        choice("holding", "待解除", &[]),
        choice("met", "触发", &[]),
        choice("not_eligible", "历史不足", &[]),
        choice("not_assessable", "无法判断", &[]),
    ];
    const ALL: &'static [Assessed] = &[
        Assessed::Clear,
        Assessed::Holding,
        Assessed::Met,
        Assessed::NotEligible,
        Assessed::NotAssessable,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// Whether a price is still quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reported {
    Reported,
    Missing,
    Stale,
    Copied,
    NoQuote,
    UnknownUnit,
}

impl Word for Reported {
    const CHOICES: &'static [Choice] = &[
        choice("reported", "已报", &[]),
        choice("missing", "缺报", &[]),
        choice("stale", "过时", &[]),
        choice("copied", "疑似照抄", &[]),
        choice("no_quote", "无报价", &[]),
        choice("unknown_unit", "单位不明", &[]),
    ];
    const ALL: &'static [Reported] = &[
        Reported::Reported,
        Reported::Missing,
        Reported::Stale,
        Reported::Copied,
        Reported::NoQuote,
        Reported::UnknownUnit,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
