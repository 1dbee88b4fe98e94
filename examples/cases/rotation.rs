//! Cases of expiry: what a printed date means, and which rung of the ladder a lot stands on.

use granary::calendar::{Precision, full_months_left, parse_expiry};
use granary::ledger::word::Word;
use granary::quantity::decimal;
use granary::rotate::{Deadlines, Record, rung};
use granary::stock::shelf::{ShelfLife, has_months_left};
use serde_json::{Value, json};

use super::case::{Case, Read, count, day, flag, malformed, text};
use super::rules::{policy, shelf};

pub const ROTATION_STAGE: &[&str] = &[
    "t9",
    "t4",
    "t3",
    "stage",
    "days_left",
    "full_months_left",
    "donation_deadline_passed",
];

/// The rung of a lot, with its dates counted back from expiry.
pub fn rotation_stage(case: &Case) -> Read<Value> {
    let input = &case.input;
    let expiry = day(input.need("expiry")?)?;
    let as_of = day(input.need("asof")?)?;
    let record = Record {
        failed_auctions: input.maybe("failed_auctions", count)?.unwrap_or(0),
        in_plan: input.maybe("in_plan", flag)?.unwrap_or(false),
        donation_refused: input.maybe("donation_refused", flag)?.unwrap_or(false),
    };
    let Some(ladder) = &policy("P0")?.ladder else {
        return malformed("the plan has no ladder");
    };
    let dates = Deadlines::of(expiry, ladder);
    Ok(json!({
        "t9": dates.warn_on.to_string(),
        "t4": dates.auction_after.to_string(),
        "t3": dates.donate_by.to_string(),
        "stage": rung(expiry, as_of, record, ladder).id(),
        "days_left": expiry.days_since(as_of),
        "full_months_left": full_months_left(expiry, as_of),
        "donation_deadline_passed": dates.is_past_donation(as_of),
    }))
}

pub const EXPIRY_PARSE: &[&str] = &["last_usable", "precision"];

/// The last usable day of a printed expiry.
pub fn expiry_parse(case: &Case) -> Read<Value> {
    let text = text(case.input.need("text")?)?;
    let Some((last, precision)) = parse_expiry(&text) else {
        return malformed(format!("\"{text}\" is no expiry"));
    };
    let precision = match precision {
        Precision::Day => "day",
        Precision::Month => "month",
    };
    Ok(json!({ "last_usable": last.to_string(), "precision": precision }))
}

pub const SHELF_LIFE: &[&str] = &[
    "total_days",
    "left_days",
    "left_pct",
    "accept_75",
    "half_gone",
    "third_left",
    "who_donation_ok",
    "plan_donation_ok",
];

/// What is left of a lot's life, and who would still take it.
pub fn shelf_life(case: &Case) -> Read<Value> {
    let input = &case.input;
    let made = day(input.need("mfg_date")?)?;
    let expiry = day(input.need("expiry")?)?;
    let as_of = day(input.need("asof")?)?;
    let Some(life) = ShelfLife::on(made, expiry, as_of) else {
        return malformed("the lot expired before it was made");
    };
    let terms = shelf()?;
    let Some(ladder) = &policy("P0")?.ladder else {
        return malformed("the plan has no ladder");
    };
    Ok(json!({
        "total_days": life.total_days,
        "left_days": life.left_days,
        "left_pct": decimal::format(life.left_permille(), 1, 1),
        "accept_75": life.has_at_least(&terms.accept),
        "half_gone": life.has_at_most(&terms.half_gone),
        "third_left": life.has_at_most(&terms.third_left),
        "who_donation_ok": has_months_left(expiry, as_of, terms.donation.months),
        "plan_donation_ok": has_months_left(expiry, as_of, ladder.donate.value),
    }))
}
