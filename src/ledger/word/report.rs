//! Words of reports: lists that are made public, deadlines, differences, the yearly book, tallies, roads.

use super::{Choice, Word, choice};

/// Which of the lists that are made public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DisclosureList {
    Purchase,
    Allocation,
    Stock,
    Donation,
}

impl Word for DisclosureList {
    const CHOICES: &'static [Choice] = &[
        choice("purchase", "采购", &["采购清单"]),
        choice("allocation", "调配", &["分配", "调配清单"]),
        choice("stock", "库存", &["库存清单"]),
        choice("donation", "接受捐赠", &["捐赠", "接受捐赠清单"]),
    ];
    const ALL: &'static [DisclosureList] = &[
        DisclosureList::Purchase,
        DisclosureList::Allocation,
        DisclosureList::Stock,
        DisclosureList::Donation,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What a day is the last or the first day of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineKind {
    Warn,
    AuctionFrom,
    Auction1,
    Auction2,
    Donate,
    Expiry,
    Replenish,
    Arrival,
    Dispatch,
}

impl Word for DeadlineKind {
    const CHOICES: &'static [Choice] = &[
        choice("warn", "近效期预警", &[]),
        choice("auction_from", "可开始拍卖", &[]),
        choice("auction_1", "首次拍卖期限", &[]),
        choice("auction_2", "二次拍卖期限", &[]),
        choice("donate", "捐赠期限", &[]),
        choice("expiry", "到期", &["失效"]),
        choice("replenish", "补充期限", &[]),
        choice("arrival", "到货", &["预计到货"]),
        choice("dispatch", "调用环节期限", &[]),
    ];
    const ALL: &'static [DeadlineKind] = &[
        DeadlineKind::Warn,
        DeadlineKind::AuctionFrom,
        DeadlineKind::Auction1,
        DeadlineKind::Auction2,
        DeadlineKind::Donate,
        DeadlineKind::Expiry,
        DeadlineKind::Replenish,
        DeadlineKind::Arrival,
        DeadlineKind::Dispatch,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How a row or cell differs from the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    New,
    Gone,
    Changed,
}

impl Word for DifferenceKind {
    const CHOICES: &'static [Choice] = &[
        choice("new", "新增", &[]),
        choice("gone", "消失", &[]),
        choice("changed", "变动", &[]),
    ];
    const ALL: &'static [DifferenceKind] = &[
        DifferenceKind::New,
        DifferenceKind::Gone,
        DifferenceKind::Changed,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What a line of the yearly book stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BookKind {
    Opening,
    Receipt,
    Donation,
    TransferIn,
    Return,
    Issue,
    TransferOut,
    Dispose,
    Count,
    Adjust,
    Reversal,
    /// What came onto the road less what left it.
    Road,
    Closing,
}

impl Word for BookKind {
    const CHOICES: &'static [Choice] = &[
        choice("opening", "期初", &["期初结存"]),
        choice("receipt", "购入入库", &[]),
        choice("donation", "接受捐赠", &[]),
        choice("transfer_in", "调入", &[]),
        choice("return", "退库", &[]),
        choice("issue", "出库", &[]),
        choice("transfer_out", "调出", &[]),
        choice("dispose", "核销处置", &[]),
        choice("count", "盘点差异", &[]),
        choice("adjust", "调整", &[]),
        choice("reversal", "冲销", &[]),
        choice("road", "在途增减", &["在途"]),
        choice("closing", "期末", &["期末结存"]),
    ];
    const ALL: &'static [BookKind] = &[
        BookKind::Opening,
        BookKind::Receipt,
        BookKind::Donation,
        BookKind::TransferIn,
        BookKind::Return,
        BookKind::Issue,
        BookKind::TransferOut,
        BookKind::Dispose,
        BookKind::Count,
        BookKind::Adjust,
        BookKind::Reversal,
        BookKind::Road,
        BookKind::Closing,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What is counted by day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TallyKind {
    Complaint,
    Enforcement,
    Advert,
    Pass,
    Hotline,
    Inspection,
    Fever,
    Other,
}

impl Word for TallyKind {
    const CHOICES: &'static [Choice] = &[
        choice("complaint", "投诉举报", &["投诉", "举报", "12315", "12345"]),
        choice("enforcement", "执法检查", &["执法", "检查"]),
        choice("advert", "广告监测", &["违法广告"]),
        choice("pass", "通行证", &["通行证办理"]),
        choice("hotline", "热线来电", &["热线"]),
        choice("inspection", "抽样检验", &["抽检"]),
        choice("fever", "发热停配", &["发热"]),
        choice("other", "其他", &[]),
    ];
    const ALL: &'static [TallyKind] = &[
        TallyKind::Complaint,
        TallyKind::Enforcement,
        TallyKind::Advert,
        TallyKind::Pass,
        TallyKind::Hotline,
        TallyKind::Inspection,
        TallyKind::Fever,
        TallyKind::Other,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// Whether goods can pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteState {
    Open,
    Slow,
    Blocked,
    Arrived,
}

impl Word for RouteState {
    const CHOICES: &'static [Choice] = &[
        choice("open", "畅通", &["通行", "正常"]),
        choice("slow", "缓行", &["拥堵", "延误"]),
        choice("blocked", "中断", &["封闭", "不通"]),
        choice("arrived", "已到达", &["到达"]),
    ];
    const ALL: &'static [RouteState] = &[
        RouteState::Open,
        RouteState::Slow,
        RouteState::Blocked,
        RouteState::Arrived,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
