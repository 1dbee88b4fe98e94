//! The words of rotation and disposal.

use crate::ledger::choice::{Choice, Word, choice};

/// Rungs of the rotation ladder, youngest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    Normal,
    NearExpiry,
    Planned,
    Auction,
    Donate,
    WriteOff,
    Expired,
}

impl Word for Rung {
    const CHOICES: &'static [Choice] = &[
        choice("normal", "正常", &[]),
        choice("near_expiry", "近效期", &[]),
        choice("planned", "已列入轮换计划", &[]),
        choice("auction", "可拍卖", &[]),
        choice("donate", "应捐赠", &[]),
        choice("write_off", "应核销", &[]),
        choice("expired", "已过期", &[]),
    ];
    const ALL: &'static [Rung] = &[
        Rung::Normal,
        Rung::NearExpiry,
        Rung::Planned,
        Rung::Auction,
        Rung::Donate,
        Rung::WriteOff,
        Rung::Expired,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How an auction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuctionResult {
    Sold,
    Failed,
}

impl Word for AuctionResult {
    const CHOICES: &'static [Choice] =
        &[choice("sold", "成交", &[]), choice("failed", "流拍", &[])];
    const ALL: &'static [AuctionResult] = &[AuctionResult::Sold, AuctionResult::Failed];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How a lot leaves when it cannot be rotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DisposalMethod {
    Donation,
    WriteOff,
    Sale,
}

impl Word for DisposalMethod {
    const CHOICES: &'static [Choice] = &[
        choice("donation", "捐赠", &[]),
        choice("write_off", "核销", &["销毁", "报废"]),
        choice("sale", "变卖", &["售出", "拍卖成交"]),
    ];
    const ALL: &'static [DisposalMethod] = &[
        DisposalMethod::Donation,
        DisposalMethod::WriteOff,
        DisposalMethod::Sale,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What became of a donation or a write-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DisposalResult {
    /// Nobody has decided yet.
    Proposed,
    Done,
    /// The donee took it.
    Accepted,
    /// The donee, or whoever had to approve it, said no.
    Refused,
}

impl Word for DisposalResult {
    const CHOICES: &'static [Choice] = &[
        choice(
            "proposed",
            "拟处置",
            &[
                "拟",
                "建议",
                "拟核销",
                "拟捐赠",
                "拟销毁",
                "拟报废",
                "待批",
                "待审批",
                "待批准",
                "待确认",
                "未接收",
                "对方未接收",
                "pending",
            ],
        ),
        choice(
            "done",
            "已完成",
            &[
                "完成",
                "已处置",
                "已核销",
                "已捐赠",
                "已销毁",
                "已报废",
                "已变卖",
                "已售出",
                "成交",
                "办结",
            ],
        ),
        choice(
            "accepted",
            "已接收",
            &["接收", "接受", "已接受", "已签收", "对方已接收"],
        ),
        choice(
            "refused",
            "拒绝",
            &[
                "拒收",
                "谢绝",
                "不同意",
                "未同意",
                "未通过",
                "未批准",
                "不批准",
                "不接收",
                "rejected",
                "declined",
            ],
        ),
    ];
    const ALL: &'static [DisposalResult] = &[
        DisposalResult::Proposed,
        DisposalResult::Done,
        DisposalResult::Accepted,
        DisposalResult::Refused,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// Whether an institution will have used up a lot in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pace {
    Done,
    OnPace,
    Behind,
    Lost,
    NotAssessable,
}

impl Word for Pace {
    const CHOICES: &'static [Choice] = &[
        choice("done", "已用完", &[]),
        choice("on_pace", "进度正常", &[]),
        choice("behind", "进度滞后", &[]),
        choice("lost", "逾期未用", &[]),
        choice("not_assessable", "无法判断", &[]),
    ];
    const ALL: &'static [Pace] = &[
        Pace::Done,
        Pace::OnPace,
        Pace::Behind,
        Pace::Lost,
        Pace::NotAssessable,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
