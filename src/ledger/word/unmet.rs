//! The words of column `reason` in table `unmet`: why a request line is not met in full.

use super::{Choice, Word, choice};

/// Why a request line is not met in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnmetReason {
    AmountNotSaid,
    NotEligible,
    UseMissing,
    Short,
    NoStock,
    NoWay,
    MinDaysLeft,
    BelowOnePack,
    BelowMinQty,
    NotTriggered,
}

impl Word for UnmetReason {
    const CHOICES: &'static [Choice] = &[
        choice("amount_not_said", "未写明数量", &[]),
        choice("not_eligible", "不符合领用范围", &[]),
        choice(
            "not_eligible: use missing",
            "不符合领用范围：未写明用途",
            &[],
        ),
        choice("short", "不足", &[]),
        choice("no_stock", "无库存", &[]),
        choice("no_way", "道路不通", &[]),
        choice("min_days_left", "剩余有效期不够", &[]),
        choice("below_one_pack", "不足一件包装", &[]),
        choice("below_min_qty", "不足最低有效量", &[]),
        choice("not_triggered", "未达到动用条件", &[]),
    ];
    const ALL: &'static [UnmetReason] = &[
        UnmetReason::AmountNotSaid,
        UnmetReason::NotEligible,
        UnmetReason::UseMissing,
        UnmetReason::Short,
        UnmetReason::NoStock,
        UnmetReason::NoWay,
        UnmetReason::MinDaysLeft,
        UnmetReason::BelowOnePack,
        UnmetReason::BelowMinQty,
        UnmetReason::NotTriggered,
    ];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

impl UnmetReason {
    /// What it means, and what helps.
    pub const fn meaning(self) -> &'static str {
        match self {
            UnmetReason::AmountNotSaid => {
                "column qty is empty and nothing says for how many people: write the amount"
            }
            UnmetReason::NotEligible => {
                "a rule keeps the goods for listed uses, lines of duty or sites, and the line is of none of them; column rule names it: see column use, duty and the class of the site"
            }
            UnmetReason::UseMissing => {
                "a rule keeps the goods for listed uses, and the line states none: fill column use"
            }
            UnmetReason::Short => {
                "there was less than was asked for, and it was shared by the rule named beside it"
            }
            UnmetReason::NoStock => {
                "no store that gives holds any of it for this site; one that asks for it itself gives none"
            }
            UnmetReason::NoWay => "a store holds some, and no open way leads from it to the site",
            UnmetReason::MinDaysLeft => {
                "what lies in store expires on the way, or sooner than the line allows: see column min_days_left"
            }
            UnmetReason::BelowOnePack => "the share is less than a whole pack",
            UnmetReason::BelowMinQty => "the share is less than is of any use",
            UnmetReason::NotTriggered => "the reserve is not open at the response level in force",
        }
    }

    /// Whether the line may not have what it asks for, so that it lacks none of it.
    pub const fn is_barred(self) -> bool {
        matches!(self, UnmetReason::NotEligible | UnmetReason::UseMissing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_known_in_either_language() {
        for reason in UnmetReason::ALL {
            assert_eq!(UnmetReason::parse(reason.id()), Some(*reason));
            let chinese = UnmetReason::CHOICES[*reason as usize].zh;
            assert_eq!(UnmetReason::parse(chinese), Some(*reason));
        }
        assert_eq!(UnmetReason::parse("lost on the way"), None);
    }
}
