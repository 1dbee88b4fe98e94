//! What people, posts and households take where no reserve standard says it: rations, wear, orders, the coming month.
//!
//! Figures of standards beside the plans, with their source and how sure they are, and the plans' own words on needs
//! that they ask for without a quantity.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Place, guess};
use crate::ledger::tables::Norm;
use crate::ledger::word::{NeedKind, NormBasis, ShortageGrade, Word};
use crate::quantity::{Quantity, decimal};

use super::cited::Cited;
use super::file::read;
use super::standard::Confidence;
use super::term::Since;
use super::words::Words;

/// A file of needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// The coming month, in days.
    pub month: Clause,
    /// Reserves roll: a new lot in for each old one out.
    pub rolling: Rolling,
    /// Goods of a ration, and the items that meet each.
    #[serde(default)]
    met_by: BTreeMap<String, Vec<String>>,
    pub ration: Vec<Ration>,
    norm: Vec<Wear>,
    pub workload: Workload,
    /// What is done about goods, by how scarce they are.
    shortage: Vec<WhenShort>,
    asked: Vec<AskedFor>,
}

/// Whose plan has reserves roll, and whose ladder says which goods those are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rolling {
    pub rule: String,
    #[serde(rename = "clause")]
    _clause: String,
    /// The profile of the rule.
    pub plan: String,
    /// The profile by whose ladder goods roll where that plan has none.
    pub goods_of: String,
}

/// What is done about goods of a grade of scarcity.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhenShort {
    grade: String,
    pub action: String,
    rules: Vec<Words>,
    #[serde(rename = "from")]
    _from: Since,
}

impl WhenShort {
    /// The rules that say so.
    pub fn rule(&self) -> String {
        let ids: Vec<&str> = self.rules.iter().map(|words| words.rule.as_str()).collect();
        ids.join("+")
    }
}

/// A value of a plan with its unit and words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    pub rule: String,
    pub value: Vec<i64>,
    pub unit: String,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub note: String,
}

/// What one person eats a day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ration {
    pub id: String,
    /// What a user calls it.
    pub name: String,
    pub title: String,
    /// Whether it is taken when none is named.
    pub default: bool,
    /// Grams a person and day: one value, or the least and the most.
    pub amounts: BTreeMap<String, Vec<i64>>,
    pub unit: String,
    /// Percent to add in an outbreak, where the source says any.
    #[serde(default)]
    pub outbreak_percent: Option<i64>,
    pub confidence: Confidence,
    pub source: String,
    pub from: Since,
}

/// What those of some roles wear a day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wear {
    id: String,
    roles: Vec<String>,
    basis: String,
    /// Base units by item, as decimals.
    rates: BTreeMap<String, String>,
    #[serde(rename = "unit")]
    _unit: String,
    #[serde(rename = "confidence")]
    _confidence: Confidence,
    source: String,
    #[serde(rename = "from")]
    _from: Since,
    #[serde(default, rename = "note")]
    _note: String,
}

/// How many times the orders, and what part of the staff is left.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workload {
    /// Times the normal orders, least and most.
    pub orders: Clause,
    /// The part of the staff at work: numerator and denominator.
    pub staff: Clause,
}

/// A need that a plan asks for without saying how much.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedFor {
    kind: String,
    rule: String,
    clause: String,
    #[serde(rename = "from")]
    _from: Since,
}

/// The needs that come with granary.
const BUILT_IN: &str = include_str!("../../data/policy/needs.toml");

impl Needs {
    /// Reads a file of needs; `name` is what diagnostics call it.
    pub fn parse(text: &str, name: &str) -> Result<Needs, Diagnostic> {
        let hint = "compare with data/policy/needs.toml";
        let fault = |message: String| {
            Diagnostic::error(Code::BadPolicy, message)
                .at(Place::file(name))
                .hint(hint)
        };
        let needs: Needs = read(text, name, hint)?;
        let unsaid = ShortageGrade::ALL
            .iter()
            .find(|grade| needs.of_grade(**grade).is_none());
        if let Some(grade) = unsaid {
            let message = format!("nothing is said of goods of grade {}", grade.id());
            return Err(fault(message));
        }
        match needs.norm.iter().find(|wear| wear.norms().is_none()) {
            Some(wear) => {
                let message = format!("norm {} has a basis or a rate that cannot be read", wear.id);
                Err(fault(message))
            }
            None => Ok(needs),
        }
    }

    /// The needs that come with granary.
    pub fn built_in() -> Result<Needs, Diagnostic> {
        Needs::parse(BUILT_IN, "needs.toml")
    }

    /// The ration of a name or id; without one the default.
    ///
    /// Errors: `bad-flag` for a name that none has.
    pub fn ration_named(&self, name: Option<&str>) -> Result<&Ration, Diagnostic> {
        let is_it = |ration: &&Ration| match name {
            Some(name) => ration.name == name || ration.id.eq_ignore_ascii_case(name),
            None => ration.default,
        };
        self.ration.iter().find(is_it).ok_or_else(|| {
            let names: Vec<&str> = self.ration.iter().map(|ration| &*ration.name).collect();
            let name = name.unwrap_or_default();
            let meant = guess(name, names.iter().copied());
            let hint = format!("{meant}the rations are {}", names.join(", "));
            Diagnostic::error(Code::BadFlag, format!("there is no ration \"{name}\"")).hint(hint)
        })
    }

    /// The items that meet one of the goods of a ration.
    pub fn met_by<'a>(&'a self, goods: &'a str) -> Vec<&'a str> {
        match self.met_by.get(goods) {
            Some(items) => items.iter().map(String::as_str).collect(),
            None => vec![goods],
        }
    }

    fn of_grade(&self, grade: ShortageGrade) -> Option<&WhenShort> {
        self.shortage.iter().find(|rule| rule.grade == grade.id())
    }

    /// What is done about goods of a grade.
    pub fn when_short(&self, grade: ShortageGrade) -> &WhenShort {
        self.of_grade(grade)
            .expect("a file that says nothing of a grade is refused")
    }

    /// What staff and samplers wear, as norms.
    pub fn norms(&self) -> Vec<Norm> {
        let norms = self.norm.iter().filter_map(Wear::norms);
        norms.flatten().collect()
    }

    /// The rule and the words by which a plan asks for a kind of need; empty where none does.
    pub fn asked_by(&self, kind: NeedKind) -> (&str, &str) {
        let found = self.asked.iter().find(|asked| asked.kind == kind.id());
        found.map_or(("", ""), |asked| (&asked.rule, &asked.clause))
    }

    /// Every rule of the file.
    pub fn cited(&self) -> Vec<Cited> {
        let rations = self.ration.iter().map(|ration| {
            let amounts: Vec<String> = ration.amounts.iter().map(amount_in_words).collect();
            let what = format!("{}: {} a person and day", ration.title, amounts.join(", "));
            Cited::new(&ration.id, what, &ration.source)
        });
        let wear = self.norm.iter().map(|wear| {
            let rates: Vec<String> = wear
                .rates
                .iter()
                .map(|(i, rate)| format!("{i} {rate}"))
                .collect();
            let what = format!("{} a day: {}", wear.roles.join(", "), rates.join(", "));
            Cited::new(&wear.id, what, &wear.source)
        });
        let clauses = [&self.month, &self.workload.orders, &self.workload.staff].map(|clause| {
            let what = format!("{:?} {}", clause.value, clause.unit);
            Cited::new(&clause.rule, what, &clause.clause)
        });
        let done = self.shortage.iter().flat_map(|rule| {
            let what = format!("goods that are {}: {}", rule.grade, rule.action);
            let rows = rule.rules.iter();
            rows.map(move |words| Cited::new(&words.rule, what.clone(), &words.clause))
        });
        rations.chain(wear).chain(clauses).chain(done).collect()
    }
}

fn amount_in_words((goods, grams): (&String, &Vec<i64>)) -> String {
    let grams: Vec<String> = grams.iter().map(i64::to_string).collect();
    format!("{goods} {} g", grams.join("-"))
}

impl Wear {
    /// The norms of its roles; `None` where the basis or a rate cannot be read.
    fn norms(&self) -> Option<Vec<Norm>> {
        let basis = NormBasis::parse(&self.basis)?;
        let of_role = |role: &String, item: &String, rate: &String| {
            Some(Norm {
                scope: role.clone(),
                item: item.clone(),
                rate: Quantity::from_thousandths(decimal::parse(rate, 3).ok()?),
                unit: String::new(),
                basis,
                source: format!("{} {}", self.id, self.source),
                occasion: None,
            })
        };
        let pairs = self.roles.iter().flat_map(|role| {
            let rates = self.rates.iter();
            rates.map(move |(item, rate)| (role, item, rate))
        });
        pairs
            .map(|(role, item, rate)| of_role(role, item, rate))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs() -> Needs {
        Needs::built_in().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn the_needs_that_come_with_granary_can_be_read() {
        let needs = needs();
        let norms = needs.norms();
        let goggles = norms
            .iter()
            .find(|norm| (&*norm.scope, &*norm.item) == ("nurse", "goggles"));
        assert_eq!(goggles.map(|norm| norm.rate.thousandths()), Some(100));
        assert!(
            needs
                .asked
                .iter()
                .all(|asked| NeedKind::parse(&asked.kind).is_some())
        );
        let defaults = needs.ration.iter().filter(|ration| ration.default);
        assert_eq!(defaults.count(), 1);
    }

    #[test]
    fn a_ration_is_found_by_name_or_id_and_a_typo_is_answered() {
        let needs = needs();
        let id = |name| needs.ration_named(name).map(|ration| ration.id.as_str());
        assert_eq!(id(None), Ok("S19"));
        assert_eq!(id(Some("s21")), Ok("S21"));
        let error = id(Some("who-emergancy")).expect_err("a typo");
        assert!(
            error
                .hint
                .is_some_and(|hint| hint.starts_with("did you mean who-emergency?"))
        );
    }

    #[test]
    fn a_rate_that_is_no_number_and_a_date_that_is_no_day_are_refused() {
        for (found, text) in [
            ("\"0.1\"", "\"a tenth\""),
            ("\"2022-03-17\"", "\"17 March\""),
        ] {
            let own = BUILT_IN.replace(found, text);
            assert_ne!(own, BUILT_IN, "{found}");
            let error = Needs::parse(&own, "needs.toml").expect_err(text);
            assert_eq!(error.code, Code::BadPolicy);
        }
    }
}
