//! Why a request line is not met in full: the words of column `reason` in table `unmet`, and what each means.

/// The goods are kept for listed uses, and the line states none.
pub const USE_MISSING: &str = "not_eligible: use missing";

/// Every reason with its meaning and what helps.
pub const REASONS: &[(&str, &str)] = &[
    (
        "amount_not_said",
        "column qty is empty and nothing says for how many people: write the amount",
    ),
    (
        "not_eligible",
        "a rule keeps the goods for listed uses, lines of duty or sites, and the line is of none of them; column rule names it: see column use, duty and the class of the site",
    ),
    (
        USE_MISSING,
        "a rule keeps the goods for listed uses, and the line states none: fill column use",
    ),
    (
        "short",
        "there was less than was asked for, and it was shared by the rule named beside it",
    ),
    (
        "no_stock",
        "no store that gives holds any of it for this site; one that asks for it itself gives none",
    ),
    (
        "no_way",
        "a store holds some, and no open way leads from it to the site",
    ),
    (
        "min_days_left",
        "what lies in store expires on the way, or sooner than the line allows: see column min_days_left",
    ),
    ("below_one_pack", "the share is less than a whole pack"),
    ("below_min_qty", "the share is less than is of any use"),
    (
        "not_triggered",
        "the reserve is not open at the response level in force, and the line is not urgent",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::plan::eligibility::Bar;

    #[test]
    fn every_bar_says_a_reason_that_is_explained() {
        let rule = "P1-A04";
        for bar in [
            Bar::AmountNotSaid,
            Bar::NotEligible { rule },
            Bar::UseMissing { rule },
            Bar::BelowMinimum { rule },
        ] {
            let reason = bar.reason();
            assert!(
                REASONS.iter().any(|(known, _)| *known == reason),
                "{reason}"
            );
        }
    }
}
