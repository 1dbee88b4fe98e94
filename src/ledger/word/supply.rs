//! The words of agreements, producers and purchase plans.

use crate::ledger::choice::{Choice, Word, choice};

/// What an enterprise has agreed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgreementKind {
    Supply,
    Storage,
    Production,
}

impl Word for AgreementKind {
    const CHOICES: &'static [Choice] = &[
        choice("supply", "供应", &["供货", "协议供应"]),
        choice("storage", "代储", &["承储"]),
        choice("production", "生产", &["产能"]),
    ];
    const ALL: &'static [AgreementKind] = &[
        AgreementKind::Supply,
        AgreementKind::Storage,
        AgreementKind::Production,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How far an agreement has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgreementStatus {
    Pledged,
    Signed,
    Ended,
}

impl Word for AgreementStatus {
    const CHOICES: &'static [Choice] = &[
        choice("pledged", "意向", &["承诺"]),
        choice("signed", "已签订", &["已签", "生效"]),
        choice("ended", "已终止", &["终止", "解除"]),
    ];
    const ALL: &'static [AgreementStatus] = &[
        AgreementStatus::Pledged,
        AgreementStatus::Signed,
        AgreementStatus::Ended,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// Whether a production line stands already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    Existing,
    New,
    Rebuilt,
}

impl Word for LineKind {
    const CHOICES: &'static [Choice] = &[
        choice("existing", "现有", &["既有"]),
        choice("new", "新设", &["新建"]),
        choice("rebuilt", "改造", &["改建", "转产"]),
    ];
    const ALL: &'static [LineKind] = &[LineKind::Existing, LineKind::New, LineKind::Rebuilt];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What a quality inspection found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InspectionResult {
    Pass,
    Fail,
}

impl Word for InspectionResult {
    const CHOICES: &'static [Choice] =
        &[choice("pass", "合格", &[]), choice("fail", "不合格", &[])];
    const ALL: &'static [InspectionResult] = &[InspectionResult::Pass, InspectionResult::Fail];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What follows a breach (P3-F05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    Criticism,
    Clawback,
    Disqualify,
}

impl Word for Measure {
    const CHOICES: &'static [Choice] = &[
        choice("criticism", "通报批评", &[]),
        choice("clawback", "追回补助资金", &["追回"]),
        choice("disqualify", "取消承储资格", &["取消资格"]),
    ];
    const ALL: &'static [Measure] = &[Measure::Criticism, Measure::Clawback, Measure::Disqualify];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How far goods on their way have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InboundStatus {
    Pledged,
    Ordered,
    Dispatched,
    InTransit,
    Shipped,
    Received,
    Cancelled,
}

impl Word for InboundStatus {
    const CHOICES: &'static [Choice] = &[
        choice("pledged", "意向", &["承诺"]),
        choice("ordered", "已下单", &["已订货"]),
        choice("dispatched", "已发货", &[]),
        choice("in_transit", "在途", &[]),
        choice("shipped", "已起运", &[]),
        choice("received", "已收货", &["已到货"]),
        choice("cancelled", "已取消", &[]),
    ];
    const ALL: &'static [InboundStatus] = &[
        InboundStatus::Pledged,
        InboundStatus::Ordered,
        InboundStatus::Dispatched,
        InboundStatus::InTransit,
        InboundStatus::Shipped,
        InboundStatus::Received,
        InboundStatus::Cancelled,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What becomes of a line of the purchase plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProcurementStatus {
    Enough,
    ToBuy,
    ToAgree,
    Funded,
    PartFunded,
    OverBudget,
    NoPrice,
    NeedsApproval,
    NotAssessable,
}

impl Word for ProcurementStatus {
    const CHOICES: &'static [Choice] = &[
        choice("enough", "无需采购", &[]),
        choice("to_buy", "待采购", &[]),
        choice("to_agree", "待签协议", &[]),
        choice("funded", "资金已落实", &[]),
        choice("part_funded", "部分落实", &[]),
        choice("over_budget", "超预算", &[]),
        choice("no_price", "无价格", &[]),
        choice("needs_approval", "待批准", &[]),
        choice("not_assessable", "无法测算", &[]),
    ];
    const ALL: &'static [ProcurementStatus] = &[
        ProcurementStatus::Enough,
        ProcurementStatus::ToBuy,
        ProcurementStatus::ToAgree,
        ProcurementStatus::Funded,
        ProcurementStatus::PartFunded,
        ProcurementStatus::OverBudget,
        ProcurementStatus::NoPrice,
        ProcurementStatus::NeedsApproval,
        ProcurementStatus::NotAssessable,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// Whether a report came, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportStatus {
    OnTime,
    Late,
    Missing,
    Received,
}

impl Word for ReportStatus {
    const CHOICES: &'static [Choice] = &[
        choice("on_time", "按时", &[]),
        choice("late", "迟报", &[]),
        choice("missing", "缺报", &["未报"]),
        choice("received", "已报", &[]),
    ];
    const ALL: &'static [ReportStatus] = &[
        ReportStatus::OnTime,
        ReportStatus::Late,
        ReportStatus::Missing,
        ReportStatus::Received,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How old figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataStatus {
    Fresh,
    Stale,
    Missing,
}

impl Word for DataStatus {
    const CHOICES: &'static [Choice] = &[
        choice("fresh", "最新", &[]),
        choice("stale", "过时", &["陈旧"]),
        choice("missing", "缺报", &[]),
    ];
    const ALL: &'static [DataStatus] = &[DataStatus::Fresh, DataStatus::Stale, DataStatus::Missing];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
