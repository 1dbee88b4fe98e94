//! What does a plan ask of one tier of goods at one response level, and who answers for it?
//!
//! A tier is kept in store between two bounds, scaled up from a level on, or it is bought on demand and not kept.
//! Which, at which level, for how many days and by whom stands in the policy. This file never looks at single items,
//! sites or lots; [`mod@super::cover`] does.
//!
//! It is the standard by itself, as the worked cases of `examples/cases` state it; no command asks for it.

use crate::diagnostic::Diagnostic;
use crate::ledger::word::{Action, Level, Verdict};
use crate::policy::{Rules, Standard};
use crate::quantity::{Quantity, Rate};

use super::cover::scale_up_percent;
use super::need::{Band, band, gap, verdict};

/// The percentage of an amount that is not scaled.
const WHOLE: i64 = 100;

/// One tier of goods, its use and its stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TierAsked {
    pub tier: i64,
    pub level: Level,
    /// The basic supply amount of a day.
    pub daily: Rate,
    pub stock: Quantity,
    /// Percent of the basic amount where the level scales it, in place of the policy's.
    pub percent: Option<i64>,
}

/// What a plan asks of a tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TierStandard {
    /// Kept in store.
    Kept(Kept),
    /// Bought when it is asked for, after approval.
    OnDemand {
        rule: String,
        route: Action,
        approval: String,
    },
}

/// The stock of a tier against what is asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub rule: String,
    /// Whether the level scales the basic amount up.
    pub scaled: bool,
    pub band: Band,
    pub gap_to_min: Quantity,
    /// `None` where the standard has no upper bound.
    pub gap_to_max: Option<Quantity>,
    pub verdict: Verdict,
    /// Who answers for supply at the level; `None` where the plan does not say.
    pub responsible: Option<String>,
    /// Whether the level alone would let goods be allocated for all areas together.
    pub unified_allocation: Option<bool>,
}

/// What the rules ask of a tier; `None` where they say nothing about it at this level, or it does not fit.
///
/// Errors: `no-policy` where the level scales the amount and nobody says by how much.
/// Rule: `P3-R01` to `P3-R04`, `P3-E01`, `P3-E02`, `D-14`, `D-15`.
pub fn tier_standard(rules: &Rules, asked: &TierAsked) -> Result<Option<TierStandard>, Diagnostic> {
    let speaks_of = |standard: &&Standard| {
        let tiers = standard.items.tier.as_deref().unwrap_or(&[]);
        tiers.contains(&asked.tier) && standard.applies_at(asked.level)
    };
    if let Some(standard) = rules.standards.iter().find(speaks_of) {
        return Ok(kept(rules, standard, asked)?.map(TierStandard::Kept));
    }
    let on_demand = rules.on_demand.iter().find(|rule| rule.tier == asked.tier);
    Ok(on_demand.map(|rule| TierStandard::OnDemand {
        rule: rule.id.clone(),
        route: Action::PurchaseOnDemand,
        approval: rule.approval.clone(),
    }))
}

fn kept(rules: &Rules, standard: &Standard, asked: &TierAsked) -> Result<Option<Kept>, Diagnostic> {
    let percent = if standard.scaled {
        scale_up_percent(rules, asked.percent, standard, asked.level)?
    } else {
        WHOLE
    };
    let band = standard
        .bounds()
        .and_then(|(low, high)| band(asked.daily, low, high, percent));
    let responsibility = rules.responsibility.as_ref();
    Ok(band.map(|band| Kept {
        rule: standard.id.clone(),
        scaled: standard.scaled,
        band,
        gap_to_min: gap(asked.stock, band.min).round_up_to_whole(),
        gap_to_max: band
            .max
            .map(|max| gap(asked.stock, max).round_up_to_whole()),
        verdict: verdict(asked.stock, band),
        responsible: responsibility
            .and_then(|plan| plan.at(asked.level))
            .map(|supplier| supplier.by.clone()),
        unified_allocation: responsibility.map(|plan| plan.is_unified(asked.level)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn rules() -> Rules {
        let policy = Policy::built_in("P3").unwrap_or_else(|error| panic!("{error}"));
        Rules::of(&[policy]).expect("one policy has no conflict")
    }

    fn asked(tier: i64, level: Level) -> TierAsked {
        let pieces = |n| Quantity::whole(n).expect("a quantity of the test");
        TierAsked {
            tier,
            level,
            daily: Rate::daily(pieces(100)),
            stock: pieces(1400),
            percent: Some(150),
        }
    }

    fn kept_at(level: Level) -> Kept {
        match tier_standard(&rules(), &asked(1, level)) {
            Ok(Some(TierStandard::Kept(kept))) => kept,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn level_three_itself_is_scaled_and_the_district_answers() {
        let below = kept_at(Level::Iv);
        assert_eq!((below.scaled, below.verdict), (false, Verdict::Within));
        assert_eq!(below.responsible.as_deref(), Some("street"));
        assert_eq!(below.unified_allocation, Some(false));
        for level in [Level::Iii, Level::Ii, Level::I] {
            let kept = kept_at(level);
            assert_eq!((kept.scaled, kept.verdict), (true, Verdict::Short));
            assert_eq!(kept.responsible.as_deref(), Some("district"));
            assert_eq!(kept.unified_allocation, Some(true));
        }
        assert_eq!(kept_at(Level::None).responsible.as_deref(), Some("street"));
    }

    #[test]
    fn a_tier_that_is_not_kept_is_bought_on_demand() {
        let found = tier_standard(&rules(), &asked(3, Level::I));
        let Ok(Some(TierStandard::OnDemand { rule, .. })) = found else {
            panic!("{found:?}");
        };
        assert_eq!(rule, "P3-R04");
        assert_eq!(tier_standard(&rules(), &asked(4, Level::I)), Ok(None));
    }

    #[test]
    fn a_scaled_amount_without_a_percentage_is_refused() {
        let silent = TierAsked {
            percent: None,
            ..asked(1, Level::Iii)
        };
        assert!(tier_standard(&rules(), &silent).is_err());
        let calm = TierAsked {
            level: Level::Iv,
            ..silent
        };
        assert!(tier_standard(&rules(), &calm).is_ok());
    }
}
