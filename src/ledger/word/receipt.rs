//! The words of how goods came into a store.

use super::{Choice, Word, choice};

/// What people write of goods that were given, beside 捐赠.
///
/// Rule: `P0-A05`, `P0-F09`, `P1-D01`.
pub(super) const GIVEN: &[&str] = &[
    "接受捐赠",
    "社会捐赠",
    "无偿捐赠",
    "定向捐赠",
    "捐赠入库",
    "捐助",
    "赠送",
    "受赠",
];

/// What people write of a purchase in an emergency.
pub(super) const EMERGENCY: &[&str] = &["应急采购", "紧急采购"];

/// How goods came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReceiptBasis {
    /// They were paid for.
    Purchase,
    /// They were given.
    Donation,
    /// An agreement was called off.
    Agreement,
    /// Another store sent them.
    Transfer,
    /// A count found more than the book had.
    Found,
    /// They are somebody else's, who had them stored.
    Entrusted,
}

impl Word for ReceiptBasis {
    const CHOICES: &'static [Choice] = &[
        choice("purchase", "采购", &["购买", "购入", "政府采购"]),
        choice("donation", "捐赠", GIVEN),
        choice("agreement", "协议", &["协议供应"]),
        choice("transfer", "调拨", &["调入", "上级调拨"]),
        choice("found", "盘盈", &[]),
        choice("entrusted", "代储", &[]),
    ];
    const ALL: &'static [ReceiptBasis] = &[
        ReceiptBasis::Purchase,
        ReceiptBasis::Donation,
        ReceiptBasis::Agreement,
        ReceiptBasis::Transfer,
        ReceiptBasis::Found,
        ReceiptBasis::Entrusted,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}
