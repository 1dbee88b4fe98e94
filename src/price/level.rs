//! What an indicator's value is called: levels by the cuts of the rule file.

use crate::policy::alert::{Alps, Ipa};

use super::alert::graded;

/// The level of a deviation from trend and season; the lightest is what lies below the first cut.
pub fn alps_level(method: &Alps, value: f64) -> &str {
    let reached = graded(value, &method.cuts).map_or(0, |at| at + 1);
    method.levels.get(reached).map_or("", String::as_str)
}

/// The level of an anomaly of growth, to either side.
pub fn ipa_level(method: &Ipa, value: f64) -> &str {
    let words = if value >= 0.0 {
        &method.high
    } else {
        &method.low
    };
    let reached = graded(value.abs(), &method.cuts);
    reached
        .and_then(|at| words.get(at))
        .map_or("normal", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::AlertRules;

    #[test]
    fn a_level_begins_at_its_cut_and_its_mirror() {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let (alps, ipa) = (rules.alps.expect("cuts"), rules.ipa.expect("cuts"));
        assert_eq!(alps_level(&alps, 0.2499), "normal");
        assert_eq!(alps_level(&alps, 2.0), "crisis");
        assert_eq!(ipa_level(&ipa, 0.4999), "normal");
        assert_eq!(ipa_level(&ipa, 1.0), "abnormally_high");
        assert_eq!(ipa_level(&ipa, -0.5), "moderately_low");
    }
}
