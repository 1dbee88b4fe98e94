//! Words, numbers and units of a policy file, checked where they are read: what is no word of its list, what counts in
//! another unit, and what lies outside its bounds is refused at its line, with what to write instead.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Deserializer, de};

use crate::diagnostic::guess;
use crate::ledger::word::Word;

use super::file::advice;

/// The greatest number of a policy file: beyond it sums of days and amounts would no longer be exact.
pub(super) const MOST: i64 = 1_000_000_000;

/// A word of a closed list, in any of its spellings.
pub(super) fn word<'de, D: Deserializer<'de>, W: Word>(from: D) -> Result<W, D::Error> {
    let word = String::deserialize(from)?;
    W::parse(&word).ok_or_else(|| {
        let ids: Vec<&str> = W::CHOICES.iter().map(|choice| choice.id).collect();
        let meant = guess(&word, ids.iter().copied());
        let hint = format!("{meant}write one of {}", ids.join(", "));
        advice(format!("\"{word}\" is no word of its list"), &hint)
    })
}

/// Words of a closed list.
pub(super) fn words<'de, D: Deserializer<'de>, W: Word>(from: D) -> Result<Vec<W>, D::Error> {
    let words = Vec::<Spelt<W>>::deserialize(from)?;
    Ok(words.into_iter().map(|Spelt(word)| word).collect())
}

/// Words of a closed list, where a rule names any.
pub(super) fn some_words<'de, D: Deserializer<'de>, W: Word>(
    from: D,
) -> Result<Option<Vec<W>>, D::Error> {
    words(from).map(Some)
}

/// A word that its own place in the file is told of.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Spelt<W>(W);

impl<'de, W: Word> Deserialize<'de> for Spelt<W> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        word(from).map(Spelt)
    }
}

/// So many percent by a word of a closed list, all of the whole at least.
///
/// Rule: `D-14`.
pub(super) fn percent_by<'de, D: Deserializer<'de>, W: Word + Ord>(
    from: D,
) -> Result<BTreeMap<W, i64>, D::Error> {
    let percent = BTreeMap::<Spelt<W>, FromHundred>::deserialize(from)?;
    let percent = percent.into_iter();
    Ok(percent
        .map(|(Spelt(word), FromHundred(value))| (word, value))
        .collect())
}

struct FromHundred(i64);

impl<'de> Deserialize<'de> for FromHundred {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        within(from, 100..=10_000).map(FromHundred)
    }
}

/// A whole number within bounds, both included.
pub(super) fn within<'de, D: Deserializer<'de>, N: TryFrom<i64>>(
    from: D,
    bounds: RangeInclusive<i64>,
) -> Result<N, D::Error> {
    let number = i64::deserialize(from)?;
    let held = Some(number).filter(|number| bounds.contains(number));
    held.and_then(|number| N::try_from(number).ok())
        .ok_or_else(|| outside(number, &bounds))
}

/// What is wrong with a number that lies outside of bounds that its unit has; `None` where it lies within.
pub(super) fn fault_of_bounds<E: de::Error>(
    number: i64,
    bounds: &RangeInclusive<i64>,
) -> Option<E> {
    (!bounds.contains(&number)).then(|| outside(number, bounds))
}

fn outside<E: de::Error>(number: i64, bounds: &RangeInclusive<i64>) -> E {
    let hint = format!(
        "write a whole number from {} to {}",
        bounds.start(),
        bounds.end()
    );
    advice(format!("{number} lies outside its bounds"), &hint)
}

/// A number that is 1 at least.
pub(super) fn from_one<'de, D: Deserializer<'de>, N: TryFrom<i64>>(from: D) -> Result<N, D::Error> {
    within(from, 1..=MOST)
}

/// A number that is not negative.
pub(super) fn from_zero<'de, D: Deserializer<'de>, N: TryFrom<i64>>(
    from: D,
) -> Result<N, D::Error> {
    within(from, 0..=MOST)
}

/// A part of the whole, in percent.
pub(super) fn percent<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    within(from, 0..=100)
}

/// A number that is 1 at least, where a rule has one.
pub(super) fn some_from_one<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    from_one(from).map(Some)
}

/// Numbers that are 1 at least.
pub(super) fn all_from_one<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<i64>, D::Error> {
    let numbers = Vec::<FromOne>::deserialize(from)?;
    Ok(numbers.into_iter().map(|FromOne(number)| number).collect())
}

struct FromOne(i64);

impl<'de> Deserialize<'de> for FromOne {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from_one(from).map(FromOne)
    }
}

/// The least, and the most where there are two.
pub(super) fn band<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<i64>, D::Error> {
    let numbers = all_from_one(from)?;
    match *numbers {
        [_] => Ok(numbers),
        [least, most] if least <= most => Ok(numbers),
        _ => Err(advice(
            format!("{numbers:?} is neither a least value nor a least and a most"),
            "write [14], or [14, 20] with the lesser one first",
        )),
    }
}

/// What is wrong with a unit that is none of those that the rule is computed in; `None` where it is one.
pub(super) fn fault_of_unit<E: de::Error>(unit: &str, units: &[&str]) -> Option<E> {
    (!units.contains(&unit)).then(|| {
        let hint = format!(
            "write the value in this unit, and unit = \"{}\"",
            units.join("\" or \"")
        );
        advice(format!("\"{unit}\" is not the unit of this rule"), &hint)
    })
}

/// A unit that must be one of `units`.
pub(super) fn unit<'de, D: Deserializer<'de>>(from: D, units: &[&str]) -> Result<String, D::Error> {
    let unit = String::deserialize(from)?;
    match fault_of_unit(&unit, units) {
        None => Ok(unit),
        Some(fault) => Err(fault),
    }
}
