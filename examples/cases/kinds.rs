//! Which kinds of case have an answer, by whom, and with which keys.
//!
//! A key that a case expects and that does not stand here is one the library cannot work out yet.

use serde_json::Value;

use super::case::{Case, Read};
use super::{
    flows, indices, money, plans, prices, rotation, sharing, standards, statistics, stock, supply,
};

/// A kind of case.
pub struct Kind {
    pub word: &'static str,
    /// Every key an answer may have; none for an answer that is a list or a single value.
    pub keys: &'static [&'static str],
    pub answer: fn(&Case) -> Read<Value>,
}

const fn kind(
    word: &'static str,
    keys: &'static [&'static str],
    answer: fn(&Case) -> Read<Value>,
) -> Kind {
    Kind { word, keys, answer }
}

const AWARDS: &[&str] = &["awards"];

/// The kinds that have an answer.
pub const KINDS: &[Kind] = &[
    kind("fefo_cover", stock::FEFO_COVER, stock::fefo_cover),
    kind("amc", stock::AMC, stock::amc),
    kind("peak_use", stock::PEAK_USE, stock::peak_use),
    kind("minmax", stock::MINMAX, stock::minmax),
    kind("testing_round", stock::TESTING_ROUND, stock::testing_round),
    kind(
        "tier_standard",
        standards::TIER_STANDARD,
        standards::tier_standard,
    ),
    kind(
        "reserve_days",
        standards::RESERVE_DAYS,
        standards::reserve_days,
    ),
    kind(
        "rotation_stage",
        rotation::ROTATION_STAGE,
        rotation::rotation_stage,
    ),
    kind(
        "expiry_parse",
        rotation::EXPIRY_PARSE,
        rotation::expiry_parse,
    ),
    kind("rotation_plan", plans::ROTATION_PLAN, plans::rotation_plan),
    kind("rotate", plans::ROTATE, plans::rotate),
    kind("procurement", plans::PROCUREMENT, plans::procurement),
    kind("shelf_life", rotation::SHELF_LIFE, rotation::shelf_life),
    kind("settlement", money::SETTLEMENT, money::settlement),
    kind("subsidy", money::SUBSIDY, money::storage_subsidy),
    kind("ration", supply::RATION, supply::ration),
    kind("workload", supply::WORKLOAD, supply::workload),
    kind("dispatch", supply::DISPATCH, supply::dispatch),
    kind("cascade", supply::CASCADE, supply::cascade),
    kind("order_cycle", supply::ORDER_CYCLE, supply::order_cycle),
    kind("claims", sharing::CLAIMS, sharing::claims),
    kind("claims_weighted", AWARDS, sharing::claims_weighted),
    kind("days_of_cover", AWARDS, sharing::days_of_cover),
    kind("tiers", AWARDS, sharing::tiers),
    kind("packs", AWARDS, sharing::packs),
    kind(
        "apportionment",
        sharing::APPORTIONMENT,
        sharing::apportionment,
    ),
    kind("transport", flows::SHIPPED, flows::transport),
    kind("min_cost_flow", flows::COST, flows::min_cost_flow),
    kind("min_cost_flow_file", flows::COST, flows::min_cost_flow_file),
    kind("ppe_dataset", flows::COST, flows::ppe_dataset),
    kind("network", AWARDS, flows::network),
    kind("changes", prices::CHANGES, prices::changes),
    kind("signal_light", &[], prices::signal_light),
    kind("graded", &[], prices::graded),
    kind("bilateral_fixed_base", &[], indices::against_first),
    kind("bilateral_chained", &[], indices::chained),
    kind("elementary_fixed", &[], indices::against_first),
    kind("elementary_chained", &[], indices::chained),
    kind("geks", &[], indices::geks),
    kind("gesd", statistics::GESD, statistics::gesd),
    kind("quartile_method", &[], statistics::quartiles),
    kind("hb_transform", &[], statistics::symmetric),
    kind("hampel", statistics::HAMPEL, statistics::hampel),
    kind("ipa", statistics::IPA, statistics::ipa),
    kind("alps", statistics::ALPS, statistics::alps),
    kind("alps_phase", &[], statistics::phases),
    kind("unit", &[], statistics::units),
    kind("hog_fall", &[], prices::hog_fall),
    kind("pork_rise", &[], prices::pork_rise),
    kind("social_aid", &[], prices::social_aid),
    kind("gouging", prices::GOUGING, prices::gouging),
    kind("mase", &[], prices::mase),
    kind("price_alert", prices::PRICE_ALERT, prices::price_alert),
];
