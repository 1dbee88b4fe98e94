//! The words that stand in cells: closed lists, each an enum with its id, its Chinese word and its aliases.

pub use super::choice::{Choice, Word, choice, ids};

mod channel;
mod count;
mod dispatch;
mod household;
mod level;
mod money;
mod need;
mod price;
mod receipt;
mod report;
mod reserve;
mod risk;
mod rotation;
mod stock;
mod supply;
mod term;
mod unmet;

pub use channel::Channel;
pub use count::CountVerdict;
pub use dispatch::{DispatchStatus, DispatchStep, ShortageGrade};
pub use household::{CycleKind, DeliveryMode, Payment};
pub use level::Level;
pub use money::{FundKind, PaymentState, SettlementBasis, ValueMethod};
pub use need::{NeedKind, Occasion};
pub use price::{Assessed, Reported};
pub use receipt::ReceiptBasis;
pub use report::{BookKind, DeadlineKind, DifferenceKind, DisclosureList, RouteState, TallyKind};
pub use reserve::ReplenishStatus;
pub use risk::Risk;
pub use rotation::{AuctionResult, DisposalMethod, DisposalResult, Pace, Rung};
pub use stock::{Action, NoRate, Sector, StockState};
pub use supply::{
    AgreementKind, AgreementStatus, DataStatus, InboundStatus, InspectionResult, LineKind, Measure,
    ProcurementStatus, ReportStatus,
};
pub use term::TermKind;
pub use unmet::UnmetReason;

/// What a movement does to its lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MovementKind {
    Receipt,
    Issue,
    TransferIn,
    TransferOut,
    Count,
    Adjust,
    Dispose,
    Return,
    Reserve,
    Release,
    Hold,
    Unhold,
    Extend,
    Reversal,
}

impl Word for MovementKind {
    const CHOICES: &'static [Choice] = &[
        choice(
            "receipt",
            "入库",
            &[
                "购入",
                "收入",
                "in",
                "receive",
                "采购",
                "采购入库",
                "捐赠入库",
                "购进",
                "其他入库",
                "其它入库",
            ],
        ),
        choice(
            "issue",
            "出库",
            &[
                "领用",
                "发放",
                "out",
                "消耗",
                "领用出库",
                "发放出库",
                "领料出库",
                "其他出库",
                "其它出库",
            ],
        ),
        choice("transfer_in", "调入", &["移入", "调拨入库"]),
        choice("transfer_out", "调出", &["移出", "调拨出库"]),
        choice("count", "盘点", &["盘存", "实盘"]),
        choice("adjust", "调整", &["损益"]),
        choice(
            "dispose",
            "处置",
            &[
                "报废",
                "核销",
                "报损",
                "损耗",
                "销毁",
                "报废出库",
                "报损出库",
            ],
        ),
        choice("return", "退库", &["退回", "退库入库", "归还入库"]),
        choice("reserve", "预留", &["分配锁定"]),
        choice("release", "解除预留", &["释放"]),
        choice("hold", "冻结", &["停用"]),
        choice("unhold", "解冻", &["恢复"]),
        choice("extend", "延期", &["延长有效期"]),
        choice("reversal", "冲销", &["红冲"]),
    ];
    const ALL: &'static [MovementKind] = &[
        MovementKind::Receipt,
        MovementKind::Issue,
        MovementKind::TransferIn,
        MovementKind::TransferOut,
        MovementKind::Count,
        MovementKind::Adjust,
        MovementKind::Dispose,
        MovementKind::Return,
        MovementKind::Reserve,
        MovementKind::Release,
        MovementKind::Hold,
        MovementKind::Unhold,
        MovementKind::Extend,
        MovementKind::Reversal,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What to write for words of which sign or circumstance decide what the movement did.
#[rustfmt::skip]
const UNCLEAR: [(&str, &str); 9] = [
    ("盘盈", "write 调整 (adjust) with what was found as it is, or 盘点 (count) with all that was counted"),
    ("盘亏", "write 调整 (adjust) with what is lacking as -5, or 盘点 (count) with all that was counted"),
    ("期初", "write 盘点 (count) on the day before the first movement; or read a list of balances, its amounts headed 库存数量"),
    ("退货", "write 退库 (return) where goods came back into the store, 出库 (issue) where they went back to the supplier"),
    ("归还", "write 退库 (return) where goods came back into the store, 调出 (transfer_out) where borrowed goods went back to their owner"),
    ("借出", "write 调出 (transfer_out) where they are to come back, 出库 (issue) where they were used up"),
    ("借入", "write 调入 (transfer_in) where they came from another store, 入库 (receipt) else"),
    ("捐赠", "write 捐赠入库 (receipt) where they were given to the store, 处置 (dispose) where the store gave them away"),
    ("赠送", "write 捐赠入库 (receipt) where they were given to the store, 处置 (dispose) where the store gave them away"),
];

/// What to write instead of a word that does not say what a movement did; `None` for words of other columns.
pub fn instead(choices: &[Choice], word: &str) -> Option<&'static str> {
    if choices != MovementKind::CHOICES {
        return None;
    }
    let unclear = UNCLEAR.iter().find(|(unclear, _)| *unclear == word);
    unclear.map(|(_, hint)| *hint)
}

/// In what form a reserve is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    Physical,
    Agreement,
    Consigned,
    Commercial,
    Institution,
    Capacity,
    Cash,
}

impl Word for Form {
    const CHOICES: &'static [Choice] = &[
        choice("physical", "实物", &["实物储备"]),
        choice("agreement", "协议", &["协议储备"]),
        choice("consigned", "代储", &["承储"]),
        choice("commercial", "商业", &["商业库存"]),
        choice("institution", "机构", &["机构储备"]),
        choice("capacity", "产能", &["产能储备"]),
        choice("cash", "现金", &["现金储备"]),
    ];
    const ALL: &'static [Form] = &[
        Form::Physical,
        Form::Agreement,
        Form::Consigned,
        Form::Commercial,
        Form::Institution,
        Form::Capacity,
        Form::Cash,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

impl Form {
    /// The form of goods of which a column states it or not. Most sheets count what lies in store and have no such
    /// column, while agreements, capacities and money are always called so: where no form is stated, it is physical.
    pub fn stated(form: Option<Form>) -> Form {
        form.unwrap_or(Form::Physical)
    }
}

/// Whether staff are in contact with risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    First,
    Second,
}

impl Word for Duty {
    const CHOICES: &'static [Choice] = &[
        choice(
            "first",
            "一线",
            &[
                "first_line",
                "1",
                "第一线",
                "一线人员",
                "一线防控",
                "一线防控工作人员",
            ],
        ),
        choice(
            "second",
            "二线",
            &[
                "second_line",
                "2",
                "第二线",
                "二线人员",
                "非一线",
                "非一线防控工作人员",
            ],
        ),
    ];
    const ALL: &'static [Duty] = &[Duty::First, Duty::Second];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// What a norm is counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NormBasis {
    PerRole,
    PerBed,
    PerPatient,
    PerResident,
    PerSampler,
    Fixed,
    PerHousehold,
    PerMember,
}

impl Word for NormBasis {
    const CHOICES: &'static [Choice] = &[
        choice("per_role", "每岗位", &[]),
        choice("per_bed", "每床位", &[]),
        choice("per_patient", "每病人", &[]),
        choice("per_resident", "每居民", &[]),
        choice("per_sampler", "每采样员", &[]),
        choice("fixed", "固定", &[]),
        choice("per_household", "每户", &[]),
        choice("per_member", "每人", &[]),
    ];
    const ALL: &'static [NormBasis] = &[
        NormBasis::PerRole,
        NormBasis::PerBed,
        NormBasis::PerPatient,
        NormBasis::PerResident,
        NormBasis::PerSampler,
        NormBasis::Fixed,
        NormBasis::PerHousehold,
        NormBasis::PerMember,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How the stock stands to a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Short,
    Within,
    Above,
}

impl Word for Verdict {
    const CHOICES: &'static [Choice] = &[
        choice("short", "不足", &[]),
        choice("within", "达标", &[]),
        choice("above", "超储", &[]),
    ];
    const ALL: &'static [Verdict] = &[Verdict::Short, Verdict::Within, Verdict::Above];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// Which price was quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteKind {
    Wholesale,
    Retail,
    Purchase,
    Target,
}

impl Word for QuoteKind {
    const CHOICES: &'static [Choice] = &[
        choice("wholesale", "批发", &["Wholesale", "批发价", "批发价格"]),
        choice("retail", "零售", &["Retail", "零售价", "零售价格"]),
        choice("purchase", "进货", &["采购", "进货价", "采购价"]),
        choice("target", "目标价", &["目标"]),
    ];
    const ALL: &'static [QuoteKind] = &[
        QuoteKind::Wholesale,
        QuoteKind::Retail,
        QuoteKind::Purchase,
        QuoteKind::Target,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How grave an alert is, lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    Notice,
    Warning,
    Severe,
}

impl Word for Grade {
    const CHOICES: &'static [Choice] = &[
        choice("notice", "提示", &[]),
        choice("warning", "警告", &[]),
        choice("severe", "严重", &[]),
    ];
    const ALL: &'static [Grade] = &[Grade::Notice, Grade::Warning, Grade::Severe];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

/// How grave a finding is, lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Notice,
    Warning,
    Error,
}

impl Word for Severity {
    const CHOICES: &'static [Choice] = &[
        choice("notice", "提示", &[]),
        choice("warning", "警告", &[]),
        choice("error", "错误", &[]),
    ];
    const ALL: &'static [Severity] = &[Severity::Notice, Severity::Warning, Severity::Error];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
