//! Reserve standards: which goods, where, at which level, in which form, and how many days of what.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::calendar::Day;
use crate::ledger::word::{Form, Level, ids};

use super::checked::{
    all_from_one, band, fault_of_unit, from_one, percent, percent_by, some_from_one, unit, word,
    words,
};
use super::cited::Cited;
use super::file::advice;
use super::selector::{Items, Sites};
use super::term::{Season, Since, Until, is_in_force};

/// What must be kept in store.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub id: String,
    pub title: String,
    pub items: Items,
    pub sites: Sites,
    pub levels: Levels,
    #[serde(deserialize_with = "word")]
    form: Form,
    /// Whether the amount is scaled up by the level's percentage.
    #[serde(default)]
    pub scaled: bool,
    pub need: Need,
    pub clause: String,
    pub from: Since,
    /// The last day of a rule that another one followed.
    #[serde(default)]
    pub until: Until,
    /// The part of the year in which it asks for anything.
    pub season: Option<Season>,
    #[serde(default)]
    pub note: String,
}

/// How much: one value is a minimum, two are a minimum and a target.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Need {
    #[serde(deserialize_with = "band")]
    pub value: Vec<i64>,
    /// `day` or `round`, or the unit of a fixed quantity.
    pub unit: String,
    pub basis: Basis,
    /// Thousandths of the item's base unit a resident and day, where the standard counts on residents.
    #[serde(default, deserialize_with = "some_from_one")]
    pub per_resident: Option<i64>,
}

impl<'de> Deserialize<'de> for Need {
    /// A need as it is stated, if its unit is that of its basis.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Need, D::Error> {
        let need = Need::deserialize(from)?;
        let units: &[&str] = match need.basis {
            Basis::Fixed => return Ok(need),
            Basis::TestingRound => &["round"],
            _ => &["day"],
        };
        fault_of_unit(&need.unit, units).map_or(Ok(need), Err)
    }
}

/// What a day or round of need is counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// All posts and beds at work (D-18).
    FullLoad,
    /// The highest sum of as many days on record (D-17).
    PeakUse,
    /// The configured basic supply amount, else the use of in-stock days (D-16).
    Basic,
    /// Daily sales.
    Sales,
    /// One test of everybody, pooled.
    TestingRound,
    /// Raw material at normal production.
    Production,
    /// So much for each resident.
    Resident,
    /// A fixed quantity.
    Fixed,
}

/// At which response levels a standard is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Levels {
    /// `"any"`.
    Any,
    Listed(Vec<Level>),
}

impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Levels, D::Error> {
        from.deserialize_any(StatedLevels)
    }
}

/// Reads `"any"`, or a list of levels.
struct StatedLevels;

impl<'de> de::Visitor<'de> for StatedLevels {
    type Value = Levels;

    fn expecting(&self, says: &mut fmt::Formatter) -> fmt::Result {
        says.write_str("\"any\" or a list of response levels")
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Levels, E> {
        match word {
            "any" => Ok(Levels::Any),
            _ => Err(advice(
                format!("\"{word}\" is no list of levels"),
                "write levels = \"any\", or a list such as [\"II\", \"I\"]",
            )),
        }
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, levels: A) -> Result<Levels, A::Error> {
        words(de::value::SeqAccessDeserializer::new(levels)).map(Levels::Listed)
    }
}

/// The items of one tier of a dated catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierList {
    pub id: String,
    pub tier: i64,
    pub items: Vec<String>,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
}

/// A tier that is not kept in store but bought when asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnDemand {
    pub id: String,
    pub tier: i64,
    pub approval: String,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
}

/// Percent of the basic amount to keep at each level; the plan gives none, so a user must.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleUp {
    pub id: String,
    #[serde(deserialize_with = "percent_by")]
    pub percent: BTreeMap<Level, i64>,
    #[serde(default)]
    pub clause: String,
    #[serde(default)]
    pub from: Since,
    #[serde(default)]
    pub until: Until,
}

/// Who keeps goods supplied, by response level.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    pub id: String,
    /// Levels at which each area supplies itself.
    pub own: Supplier,
    /// Levels at which goods may be allocated and delivered for all areas together.
    pub unified: Supplier,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// Who answers for supply at some levels.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supplier {
    pub by: String,
    #[serde(deserialize_with = "words")]
    pub levels: Vec<Level>,
    pub rule: String,
    pub clause: String,
}

/// What one test of everybody takes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestingRound {
    pub id: String,
    #[serde(deserialize_with = "from_one")]
    pub persons_per_tube: i64,
    #[serde(deserialize_with = "percent")]
    pub loss_percent: i64,
    /// Days within which everybody is tested.
    #[serde(deserialize_with = "from_one")]
    pub days: i64,
    /// Items of which one is used for each pool.
    pub per_pool: Vec<String>,
    /// Items of which one is used for each person.
    pub per_person: Vec<String>,
    #[serde(deserialize_with = "person_per_tube")]
    pub unit: String,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    /// People one sampler takes a sample from in a day; like the others `None` where no figure is in force.
    pub sampler: Option<Yardstick>,
    /// People one site serves, fewest and most.
    pub site: Option<Yardstick>,
    /// People one desk serves, fewest and most.
    pub desk: Option<Yardstick>,
    /// Wells of a plate, and those that its controls take.
    pub plate: Option<Yardstick>,
    /// What samples travel in; how many tubes one holds is set locally.
    #[serde(rename = "box")]
    pub transport: Option<Transport>,
}

/// A figure of a standard outside the plans: one value, or its least and its most.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yardstick {
    pub rule: String,
    #[serde(deserialize_with = "all_from_one")]
    value: Vec<i64>,
    pub unit: String,
    pub confidence: Confidence,
    pub source: String,
    pub from: Since,
}

/// How sure a figure is. One that is only remembered has no word here, because it may not be a default (D-34).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the cited text.
    Read,
    /// Read on a page that quotes the text.
    Secondary,
    /// Granary's own, where no text gives one.
    Own,
}

/// The box that samples travel in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transport {
    pub rule: String,
    pub item: String,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub note: String,
}

impl Yardstick {
    /// The least value.
    pub fn least(&self) -> Option<i64> {
        self.value.iter().min().copied()
    }

    /// The greatest value.
    pub fn most(&self) -> Option<i64> {
        self.value.iter().max().copied()
    }
}

impl TestingRound {
    /// The same with the figures that are in force on `as_of` only.
    pub fn on(mut self, as_of: Day) -> TestingRound {
        let is_to_come = |from: Since| !is_in_force(from, Until::default(), as_of);
        let figures = [
            &mut self.sampler,
            &mut self.site,
            &mut self.desk,
            &mut self.plate,
        ];
        for figure in figures {
            figure.take_if(|figure| is_to_come(figure.from));
        }
        self.transport
            .take_if(|transport| is_to_come(transport.from));
        self
    }

    /// Every rule of the round.
    pub fn cited(&self) -> Vec<Cited> {
        let round = Cited::new(&self.id, "pooled testing of everybody", &self.clause);
        let yardsticks = [&self.sampler, &self.site, &self.desk, &self.plate];
        let figures = yardsticks.into_iter().flatten().map(|figure| {
            let what = format!("{:?} {}", figure.value, figure.unit);
            Cited::new(&figure.rule, what, &figure.source)
        });
        let transport = self.transport.iter().map(|transport| {
            let what = format!("{} for the samples", transport.item);
            Cited::new(&transport.rule, what, &transport.clause)
        });
        let beside = figures.chain(transport);
        std::iter::once(round).chain(beside).collect()
    }
}

impl Standard {
    /// The form the standard asks for; no other form stands in for it.
    pub fn form(&self) -> Form {
        self.form
    }

    /// The bounds in days or rounds: the first value, and the last where there are two.
    pub fn bounds(&self) -> Option<(i64, Option<i64>)> {
        let values = &self.need.value;
        let low = *values.first()?;
        Some((low, values.last().copied().filter(|_| values.len() > 1)))
    }

    /// Whether the standard asks for anything on `as_of`.
    pub fn applies_on(&self, as_of: Day) -> bool {
        let in_season = self
            .season
            .as_ref()
            .is_none_or(|season| season.holds(as_of));
        in_season && is_in_force(self.from, self.until, as_of)
    }

    /// Whether the standard is in force at `level`.
    pub fn applies_at(&self, level: Level) -> bool {
        match &self.levels {
            Levels::Any => true,
            Levels::Listed(levels) => levels.contains(&level),
        }
    }
}

impl Responsibility {
    /// Both of its rules.
    pub fn cited(&self) -> [Cited; 2] {
        [&self.own, &self.unified].map(|supplier| {
            let what = format!("{} at {}", supplier.by, ids(&supplier.levels).join(", "));
            Cited::new(&supplier.rule, what, &supplier.clause)
        })
    }

    /// Who answers for supply at `level`, if the plan says; listed twice, the wider area does.
    pub fn at(&self, level: Level) -> Option<&Supplier> {
        [&self.unified, &self.own]
            .into_iter()
            .find(|supplier| supplier.levels.contains(&level))
    }

    /// Whether the level alone would let goods be allocated for all areas together; the plan asks for a tight supply
    /// and a failing market besides, which others judge.
    pub fn is_unified(&self, level: Level) -> bool {
        self.unified.levels.contains(&level)
    }
}

fn person_per_tube<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    unit(from, &["person_per_tube"])
}

impl ScaleUp {
    /// The percentage of `level`, if it is set.
    pub fn at(&self, level: Level) -> Option<i64> {
        self.percent.get(&level).copied()
    }
}
