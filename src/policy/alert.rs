//! Price alert rules: which change, of what, from which threshold on, by which text.

use serde::Deserialize;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::word::{Grade, Word};

use super::Holidays;
use super::cited::Cited;
use super::file::read;

mod method;
mod rule;

pub use method::{
    Alps, Baseline, Basis, Clear, Confirm, ForecastRule, Freshness, HolidayRule, Ipa, Markup,
    RobustZ, SpreadRule, Standard, Storage,
};
pub use rule::{AlertRule, AlertScope, Exception, Indicator};

/// A file of alert rules.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRules {
    #[serde(default)]
    pub alert: Vec<AlertRule>,
    pub confirm: Option<Confirm>,
    pub clear: Option<Clear>,
    pub alps: Option<Alps>,
    pub ipa: Option<Ipa>,
    pub robust_z: Option<RobustZ>,
    #[serde(default)]
    pub markup: Vec<Markup>,
    pub storage: Option<Storage>,
    /// What a file does not say of these three is as granary has it.
    #[serde(default = "method::own_freshness")]
    pub freshness: Freshness,
    #[serde(default = "method::own_spread")]
    pub spread: SpreadRule,
    #[serde(default = "method::own_forecast")]
    pub forecast: ForecastRule,
}

/// What stands for a day of effect that the source does not name.
const UNDATED: &str = "undated";

/// The rules that come with granary.
const BUILT_IN: &str = include_str!("../../data/policy/alerts.toml");

impl AlertRules {
    /// Reads a file of rules; `name` is what diagnostics call it.
    ///
    /// Errors: `bad-policy` where it is no such file, a rule has not as many bounds as grades, a date is none, or a number
    /// leaves nothing to be looked at.
    pub fn parse(text: &str, name: &str) -> Result<AlertRules, Diagnostic> {
        let rules: AlertRules = read(text, name, "compare with data/policy/alerts.toml")?;
        let numbers = rules.freshness.numbers().into_iter();
        let numbers = numbers.chain(rules.spread.numbers());
        let mut numbers = numbers.chain(rules.forecast.numbers());
        if let Some(fault) = numbers.find_map(|number| number.fault(text, name)) {
            return Err(fault);
        }
        match rules.fault()? {
            None => Ok(rules),
            Some((fault, hint)) => Err(Diagnostic::error(Code::BadPolicy, fault)
                .at(Place::file(name))
                .hint(hint)),
        }
    }

    /// The rules that come with granary.
    pub fn built_in() -> Result<AlertRules, Diagnostic> {
        AlertRules::parse(BUILT_IN, "alerts.toml")
    }

    /// Every rule, indicator and screen.
    pub fn cited(&self) -> Vec<Cited> {
        let mut cited: Vec<_> = self
            .alert
            .iter()
            .map(|rule| Cited::new(&rule.id, &rule.clause, &rule.source))
            .collect();
        let alps = "deviation of a month from trend and season";
        cited.extend(self.alps.iter().flat_map(|method| {
            let before =
                format!("{alps} of the months before, in logarithms; draws attention only");
            let whole =
                format!("{alps} of the whole sample, as it is published; draws no attention");
            [
                Cited::new(&method.id, before, &method.source),
                Cited::new(&method.published, whole, &method.source),
            ]
        }));
        cited.extend(self.ipa.iter().map(|method| {
            let what = "growth of the quarter and the year against that of earlier years; draws attention only";
            Cited::new(&method.id, what, &method.source)
        }));
        cited.extend(self.robust_z.iter().map(|method| {
            let what = format!(
                "a price against the median of up to {} quotes before it, at least {}: graded {} from {} {} on, of which one is at least {:.0}% of the median; draws attention only",
                method.window,
                method.quotes_min,
                method.grade,
                method.cut,
                method.unit,
                method.spread_floor * 100.0
            );
            Cited::new(&method.id, what, &method.source)
        }));
        let (freshness, spread, forecast) = (&self.freshness, &self.spread, &self.forecast);
        let fresh = format!(
            "a quote is news for {} days, or {} times the usual gap where that is longer; {} equal ones in a row are copied",
            freshness.days, freshness.periods, freshness.equal_run
        );
        cited.push(Cited::new(&freshness.id, fresh, &freshness.source));
        let covers = format!("median and range of a market cover {} days", spread.days);
        cited.push(Cited::new(&spread.id, covers, &spread.source));
        let chosen = format!(
            "a model must have had at most {} of the error of nothing-changes; an interval takes {} past courses",
            forecast.better, forecast.origins_min
        );
        cited.push(Cited::new(&forecast.id, chosen, &forecast.source));
        let screens = self.markup.iter();
        cited.extend(screens.map(|rule| Cited::new(&rule.id, &rule.clause, &rule.source)));
        cited.extend(self.storage.iter().map(|rule| {
            let percent = |part: f64| part * 100.0;
            let what = format!(
                "stock {:.0}% up and sales {:.0}% down from one window of {} days to the next; to be looked at, no verdict",
                percent(rule.stock_rise),
                percent(rule.sales_fall),
                rule.days
            );
            Cited::new(&rule.id, what, &rule.source)
        }));
        cited
    }

    /// The ids of rules and methods that can be chosen, in the order of the file; the published indicator comes last.
    pub fn ids(&self) -> Vec<&str> {
        let alps = self.alps.as_ref();
        let methods = [
            alps.map(|method| method.id.as_str()),
            self.ipa.as_ref().map(|method| method.id.as_str()),
            self.robust_z.as_ref().map(|method| method.id.as_str()),
            alps.map(|method| method.published.as_str()),
        ];
        let rules = self.alert.iter().map(|rule| rule.id.as_str());
        rules.chain(methods.into_iter().flatten()).collect()
    }

    /// What the file says that cannot be, and what to write instead.
    fn fault(&self) -> Result<Option<(String, String)>, Diagnostic> {
        let rule = self.fault_of_a_rule()?;
        Ok(rule.or_else(|| {
            let (fault, hint) = self.fault_beside_rules()?;
            Some((fault, hint.to_owned()))
        }))
    }

    fn fault_of_a_rule(&self) -> Result<Option<(String, String)>, Diagnostic> {
        let holidays = match self.alert.iter().any(|rule| rule.exception.is_some()) {
            true => Holidays::built_in()?.holiday,
            false => Vec::new(),
        };
        let names: Vec<&str> = holidays.iter().map(|known| known.name.as_str()).collect();
        Ok(self.alert.iter().find_map(|rule| rule.fault(&names)))
    }

    fn fault_beside_rules(&self) -> Option<(String, &'static str)> {
        let is_date = |text: &str| text == UNDATED || Day::parse(text).is_some();
        let date = self.dates().find(|(_, _, text)| !is_date(text));
        let date = date.map(|(id, what, text)| {
            let fault = format!("{what} \"{text}\" of {id} is no date");
            (fault, "write a day as YYYY-MM-DD, or undated")
        });
        let confirm = self.confirm.as_ref();
        let grade = confirm.filter(|confirm| Grade::parse(&confirm.grade).is_none());
        let grade = grade.map(|confirm| {
            let fault = format!("grade \"{}\" of confirm is none", confirm.grade);
            (fault, "write notice, warning or severe")
        });
        let storage = self.storage.as_ref().filter(|storage| storage.days <= 0);
        let storage = storage.map(|storage| {
            let fault = format!("{} compares windows of {} days", storage.id, storage.days);
            (fault, "write one day or more")
        });
        let is_open = |rule: &&Markup| rule.baseline == Baseline::Usual && rule.share.is_none();
        let share = self.markup.iter().find(is_open).map(|rule| {
            let fault = format!("{} has no share to say what is usual", rule.id);
            (fault, "write the part of sales, such as share = 0.95")
        });
        date.or(grade).or(storage).or(share)
    }

    /// The first and last days of effect, each with its rule and its name.
    fn dates(&self) -> impl Iterator<Item = (&str, &'static str, &str)> {
        let rules = self.alert.iter().flat_map(|rule| {
            let until = rule.until.as_deref().map(|until| ("until", until));
            let days = [Some(("from", rule.from.as_str())), until];
            let days = days.into_iter().flatten();
            days.map(|(what, text)| (rule.id.as_str(), what, text))
        });
        let alps = self.alps.iter().map(|method| (&method.id, &method.from));
        let ipa = self.ipa.iter().map(|method| (&method.id, &method.from));
        let robust = self
            .robust_z
            .iter()
            .map(|method| (&method.id, &method.from));
        let screens = self.markup.iter().map(|rule| (&rule.id, &rule.from));
        let methods = alps.chain(ipa).chain(robust).chain(screens);
        rules.chain(methods.map(|(id, from)| (id.as_str(), "from", from.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_that_come_with_granary_can_be_read_and_are_sourced() {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let alert = || rules.alert.iter();
        assert!(alert().any(|rule| rule.default));
        assert!(alert().all(|rule| rule.is_sourced() || !rule.default));
        let mut ids = rules.ids();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rules.ids().len(), "an id stands twice");
    }

    #[test]
    fn a_rule_with_a_grade_too_many_is_refused() {
        let text = r#"
            [[alert]]
            id = "own"
            indicator = "week"
            scope = "item"
            default = true
            unit = "fraction"
            grades = ["notice", "warning"]
            cuts = { "*" = [0.1] }
            source = "notice 12"
            from = "2022-03-01"
            clause = "a tenth"
        "#;
        let error = AlertRules::parse(text, "own.toml").expect_err("one cut for two grades");
        assert_eq!(error.code, Code::BadPolicy);
    }

    #[test]
    fn what_would_be_passed_over_in_silence_is_refused() {
        let with = |found: &str, text: &str| AlertRules::parse(&BUILT_IN.replace(found, text), "");
        let cases = [
            ("until = \"2023-02-28\"", "until = \"2023-02-30\""),
            ("from = \"2013-05-01\"", "from = \"May 2013\""),
            ("from = \"2022-03-19\"", "from = \"\""),
            ("grade = \"warning\" ", "grade = \"grave\" "),
            (
                "[storage]\nid = \"stock-up-sales-down\"\ndays = 7",
                "[storage]\nid = \"s\"\ndays = 0",
            ),
            ("basis = \"cost\"", "basis = \"costs\""),
            ("baseline = \"highest\"", "baseline = \"highst\""),
            ("share = 0.95\n", ""),
            ("kind = \"retail\"", "kind = \"retial\""),
            ("purchase = [\"wholesale\"", "purchase = [\"wholesole\""),
            ("equal_run = 30 ", "equal_run = 1 "),
            ("periods = 2 ", "periods = 0 "),
            ("origins_max = 400 ", "origins_max = 19 "),
            ("choosing = 0.60 ", "choosing = 60 "),
            ("holidays = [\"春节\"]", "holidays = [\"春節\"]"),
            (
                "{ vegetable = [0.50, 0.50, 0.50]",
                "{ vegetable = [0.50, 0.50]",
            ),
            ("days_before = 1\n", "days_before = -1\n"),
        ];
        for (found, text) in cases {
            assert!(BUILT_IN.contains(found), "{found}");
            let error = with(found, text).expect_err(text);
            assert_eq!(error.code, Code::BadPolicy, "{text}");
        }
    }

    #[test]
    fn what_a_file_does_not_say_of_freshness_spread_and_forecast_is_as_granary_has_it() {
        let own = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let bare = AlertRules::parse("", "own.toml").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((bare.alert.len(), bare.alps), (0, None));
        assert_eq!(bare.freshness, own.freshness);
        assert_eq!((bare.spread, bare.forecast), (own.spread, own.forecast));
    }

    #[test]
    fn a_rule_holds_from_its_first_to_its_last_day() {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let rule = rules
            .alert
            .iter()
            .find(|rule| rule.until.is_some())
            .expect("a rule of a time");
        let day = |text: &str| Day::parse(text).expect("a date of the test");
        let until = day(rule.until.as_deref().unwrap_or_default());
        assert!(rule.is_in_force(until) && !rule.is_in_force(until.plus_days(1)));
        let from = day(&rule.from);
        assert!(rule.is_in_force(from) && !rule.is_in_force(from.plus_days(-1)));
    }
}
