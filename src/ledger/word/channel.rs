//! The words of where goods are to come from.

use crate::ledger::choice::{Choice, Word, choice};

/// From whom goods that are missing are to come, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// What lies in stores of the same area.
    Own,
    /// What other areas have above what they need themselves.
    Neighbour,
    /// What shops and wholesalers hold.
    Commercial,
    /// What enterprises have agreed to supply.
    Agreement,
    /// What production lines can make.
    Production,
    /// What institutions hold for themselves.
    Requisition,
    /// What the money there is buys.
    Purchase,
    /// What is ordered from outside.
    Import,
    /// What the next level is asked for.
    Request,
}

impl Word for Channel {
    const CHOICES: &'static [Choice] = &[
        choice("own", "自有储备", &["本级储备"]),
        choice("neighbour", "周边调剂", &["区间调拨", "周边旗县区"]),
        choice("commercial", "商业库存", &["企业库存"]),
        choice("agreement", "协议供应", &["协议储备"]),
        choice("production", "应急生产", &["产能转换"]),
        choice("requisition", "征用", &["征调"]),
        choice("purchase", "应急采购", &["采购"]),
        choice("import", "外地调入", &["区外调入"]),
        choice("request", "向上级申请", &["上级支援"]),
    ];
    const ALL: &'static [Channel] = &[
        Channel::Own,
        Channel::Neighbour,
        Channel::Commercial,
        Channel::Agreement,
        Channel::Production,
        Channel::Requisition,
        Channel::Purchase,
        Channel::Import,
        Channel::Request,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
