//! Cases of standards: tiers of goods by response level, days of reserve.

use std::slice;

use granary::ledger::word::{Level, Verdict, Word};
use granary::policy::Rules;
use granary::quantity::{Rate, days_of_cover};
use granary::stock::need::{band, gap, verdict};
use granary::stock::tier::Kept;
use granary::stock::{TierAsked, TierStandard, tier_standard as standard_of};
use serde_json::{Map, Value, json};

use super::case::{Case, Read, Trouble, count, malformed, number, quantity, text};
use super::rules::policy;
use super::stock::not_negative;

/// The plan whose tiers the cases speak of.
const TIER_PLAN: &str = "P3";

/// The names that the cases give standards: name, plan, rule.
const RESERVES: &[(&str, &str, &str)] = &[
    ("county_full_load", "P0", "P0-R01"),
    ("facility_peak", "P4", "P4-R03"),
    ("supermarket_week", "P7", "P7-R01"),
];

/// An amount that is not scaled, in percent.
const WHOLE: i64 = 100;

pub const TIER_STANDARD: &[&str] = &[
    "standing",
    "scaled",
    "min_qty",
    "max_qty",
    "gap_to_min",
    "gap_to_max",
    "status",
    "responsible",
    "unified_allocation",
    "route",
    "approval",
];

/// What is kept of a tier at a level, and who answers for it.
pub fn tier_standard(case: &Case) -> Read<Value> {
    let input = &case.input;
    let word = text(input.need("response_level")?)?;
    let Some(level) = Level::parse(&word) else {
        return malformed(format!("\"{word}\" is no response level"));
    };
    let asked = TierAsked {
        tier: count(input.need("tier")?)?,
        level,
        daily: Rate::daily(not_negative(quantity(input.need("daily_basic")?)?)?),
        stock: quantity(input.need("on_hand")?)?,
        percent: input.maybe("scale_up_pct", count)?,
    };
    let rules = match Rules::of(slice::from_ref(policy(TIER_PLAN)?)) {
        Ok(rules) => rules,
        Err(_) => return malformed("the plan contradicts itself"),
    };
    let standard = standard_of(&rules, &asked).or_else(|error| malformed(error.message))?;
    match standard {
        Some(TierStandard::Kept(kept)) => Ok(kept_in_words(&kept)),
        Some(TierStandard::OnDemand {
            route, approval, ..
        }) => Ok(json!({ "standing": false, "route": route.id(), "approval": approval })),
        None => malformed(format!(
            "the plan says nothing of tier {} in this amount",
            asked.tier
        )),
    }
}

fn kept_in_words(kept: &Kept) -> Value {
    let mut keys = Map::new();
    keys.insert("standing".into(), true.into());
    keys.insert("scaled".into(), kept.scaled.into());
    keys.insert("min_qty".into(), number(kept.band.min));
    keys.insert("gap_to_min".into(), number(kept.gap_to_min));
    if let Some((max, gap)) = kept.band.max.zip(kept.gap_to_max) {
        keys.insert("max_qty".into(), number(max));
        keys.insert("gap_to_max".into(), number(gap));
    }
    keys.insert("status".into(), kept.verdict.id().into());
    if let Some(responsible) = &kept.responsible {
        keys.insert("responsible".into(), responsible.as_str().into());
    }
    if let Some(unified) = kept.unified_allocation {
        keys.insert("unified_allocation".into(), unified.into());
    }
    keys.into()
}

pub const RESERVE_DAYS: &[&str] = &["days", "required", "gap", "cover_days", "met"];

/// Stock against a standard of so many days.
pub fn reserve_days(case: &Case) -> Read<Value> {
    let input = &case.input;
    let days = reserve_of(&text(input.need("standard")?)?)?;
    let daily = Rate::daily(not_negative(quantity(input.need("daily")?)?)?);
    let stock = quantity(input.need("on_hand")?)?;
    let Some(band) = band(daily, days, None, WHOLE) else {
        return malformed("the need does not fit");
    };
    let mut keys = Map::new();
    keys.insert("days".into(), days.into());
    keys.insert("required".into(), number(band.min));
    // A case counts things (D-32).
    let gap = gap(stock, band.min).round_up_to_whole();
    keys.insert("gap".into(), number(gap));
    if let Some(days) = days_of_cover(stock, daily) {
        keys.insert("cover_days".into(), days.0.into());
    }
    keys.insert(
        "met".into(),
        (verdict(stock, band) != Verdict::Short).into(),
    );
    Ok(keys.into())
}

/// The days of the standard that the cases call `name`, from its plan.
fn reserve_of(name: &str) -> Read<i64> {
    let Some((_, plan, rule)) = RESERVES.iter().find(|(known, ..)| *known == name) else {
        return Err(Trouble::NotKnown(format!("standard {name}")));
    };
    let policy = policy(plan)?;
    let standard = policy.standard.iter().find(|standard| standard.id == *rule);
    match standard.and_then(|standard| standard.bounds()) {
        Some((days, _)) => Ok(days),
        None => malformed(format!("the plan has no days under {rule}")),
    }
}
