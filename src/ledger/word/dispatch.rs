//! The words of dispatch: its steps, how far an order has come, how scarce goods are.

use super::{Choice, Word, choice};

/// A step of dispatch, in the order of the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DispatchStep {
    Apply,
    Approve,
    IssueTask,
    Ship,
    Receive,
}

impl Word for DispatchStep {
    const CHOICES: &'static [Choice] = &[
        choice("apply", "申请", &["提出申请"]),
        choice("approve", "批准", &["同意", "审批"]),
        choice("issue_task", "下达任务", &["下达调用任务"]),
        choice("ship", "出库发运", &["发货", "出库"]),
        choice("receive", "签收", &["收货"]),
    ];
    const ALL: &'static [DispatchStep] = &[
        DispatchStep::Apply,
        DispatchStep::Approve,
        DispatchStep::IssueTask,
        DispatchStep::Ship,
        DispatchStep::Receive,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How far an award has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DispatchStatus {
    Proposed,
    Applied,
    Approved,
    Tasked,
    /// A part has left, the rest has not.
    PartlyShipped,
    Shipped,
    /// Received, with formalities or goods still open.
    Received,
    Closed,
}

impl Word for DispatchStatus {
    const CHOICES: &'static [Choice] = &[
        choice("proposed", "待申请", &["建议"]),
        choice("applied", "已申请", &[]),
        choice("approved", "已批准", &[]),
        choice("tasked", "已下达", &[]),
        choice("partly_shipped", "部分发运", &["部分出库"]),
        choice("shipped", "已发运", &["在途"]),
        choice("received", "已签收", &[]),
        choice("closed", "已办结", &["办结"]),
    ];
    const ALL: &'static [DispatchStatus] = &[
        DispatchStatus::Proposed,
        DispatchStatus::Applied,
        DispatchStatus::Approved,
        DispatchStatus::Tasked,
        DispatchStatus::PartlyShipped,
        DispatchStatus::Shipped,
        DispatchStatus::Received,
        DispatchStatus::Closed,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How scarce an item is, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShortageGrade {
    Enough,
    MayBeShort,
    Short,
    Special,
}

impl Word for ShortageGrade {
    const CHOICES: &'static [Choice] = &[
        choice("enough", "供应充足", &["充足"]),
        choice("may_be_short", "可能短缺", &[]),
        choice("short", "紧缺", &["短缺"]),
        choice("special", "特别紧缺", &[]),
    ];
    const ALL: &'static [ShortageGrade] = &[
        ShortageGrade::Enough,
        ShortageGrade::MayBeShort,
        ShortageGrade::Short,
        ShortageGrade::Special,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
