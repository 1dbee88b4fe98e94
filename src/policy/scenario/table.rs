//! One table of a scenario's file: its keys with their places, read as what they should be.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Place, guess};
use crate::quantity::{Quantity, decimal};

use super::Named;

/// The text of a file, and what diagnostics call it.
pub struct File<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

impl File<'_> {
    /// The place of a byte, under a heading.
    pub fn place(&self, start: usize, heading: &str) -> Place {
        let before = &self.text[..start.min(self.text.len())];
        let line = 1 + before.matches('\n').count() as u64;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let place = Place::file(self.name).at_line(line);
        place.at_column(column, heading)
    }
}

/// A table that is being read: each key that is asked for is taken, and what is left is unknown.
pub struct Keys<'a> {
    file: &'a File<'a>,
    table: &'a DeTable<'a>,
    taken: BTreeSet<&'static str>,
    faults: &'a mut Vec<Diagnostic>,
}

impl<'a> Keys<'a> {
    /// A table of `file`; faults are added to `faults`.
    pub fn new(
        file: &'a File<'a>,
        table: &'a DeTable<'a>,
        faults: &'a mut Vec<Diagnostic>,
    ) -> Keys<'a> {
        Keys {
            file,
            table,
            taken: BTreeSet::new(),
            faults,
        }
    }

    fn value(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.taken.insert(key);
        self.table.get(key)
    }

    /// The value of a key as `read` reads it; `None` where it is not there, or a fault where it cannot be read.
    fn read<T>(
        &mut self,
        key: &'static str,
        hint: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(key)?;
        let found = read(value.get_ref());
        if found.is_none() {
            self.fault(
                value.span().start,
                key,
                &format!("{key} is not understood"),
                hint,
            );
        }
        found
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let hint = format!("write {key} = \"…\"");
        self.read(key, &hint, |value| value.as_str().map(str::to_owned))
    }

    /// A text that one of a list of words is made of.
    pub fn word<T>(
        &mut self,
        key: &'static str,
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str().unwrap_or("");
        let found = parse(text);
        if found.is_none() {
            let meant = guess(text, words.iter().copied());
            let message = format!("{key} is never \"{text}\"");
            let hint = format!("{meant}write one of {}", words.join(", "));
            self.fault(value.span().start, key, &message, &hint);
        }
        found
    }

    /// A date.
    pub fn day(&mut self, key: &'static str) -> Option<Day> {
        self.read(key, "write a date as 2022-03-16", day)
    }

    /// A whole number, not below nothing.
    pub fn count(&mut self, key: &'static str) -> Option<i64> {
        self.read(key, "write a whole number, without quotation marks", count)
    }

    /// How often something is done: a whole number from 1.
    pub fn times_done(&mut self, key: &'static str) -> Option<i64> {
        self.read(key, "write a whole number from 1", |value| {
            count(value).filter(|number| *number > 0)
        })
    }

    /// How many times: a number above nothing, in thousandths at the finest.
    pub fn times(&mut self, key: &'static str) -> Option<Quantity> {
        let hint = "write a number above nothing, such as 3 or 2.5";
        self.read(key, hint, multiple)
    }

    /// One multiple, or the least and the most.
    pub fn range(&mut self, key: &'static str) -> Vec<Quantity> {
        let hint = "write a number, or the least and the most: [20, 30]";
        let read = self.read(key, hint, |value| match value {
            DeValue::Array(several) => several.iter().map(|one| multiple(one.get_ref())).collect(),
            one => Some(vec![multiple(one)?]),
        });
        read.unwrap_or_default()
    }

    /// True or false; false where nothing is said.
    pub fn truth(&mut self, key: &'static str) -> bool {
        let hint = "write true or false, without quotation marks";
        self.read(key, hint, |value| value.as_bool())
            .unwrap_or(false)
    }

    /// A list of codes, each with its place; `None` where the key is not there.
    pub fn names(&mut self, key: &'static str) -> Option<Vec<Named>> {
        let value = self.value(key)?;
        let list = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        let mut names = Vec::new();
        for one in list {
            match one.get_ref().as_str() {
                Some(code) => names.push(Named {
                    code: code.to_owned(),
                    place: self.file.place(one.span().start, key),
                }),
                None => {
                    let hint = format!("write {key} = [\"…\", \"…\"]");
                    self.fault(
                        one.span().start,
                        key,
                        &format!("{key} is not understood"),
                        &hint,
                    );
                }
            }
        }
        Some(names)
    }

    /// How many from each day on: one number from `from` on, or a list of `{ on = DAY, count = NUMBER }`.
    pub fn curve(&mut self, key: &'static str, from: Option<Day>) -> Vec<(Day, i64)> {
        let hint = "write a number, or a curve: [{ on = 2022-03-16, count = 20 }, { on = 2022-03-20, count = 80 }]";
        let step = |step: &DeValue<'_>| {
            let DeValue::Table(step) = step else {
                return None;
            };
            let on = step.get("on").and_then(|value| day(value.get_ref()));
            let count = step.get("count").and_then(|value| count(value.get_ref()));
            on.zip(count).filter(|_| step.len() == 2)
        };
        let read = self.read(key, hint, |value| match value {
            DeValue::Array(steps) => steps.iter().map(|one| step(one.get_ref())).collect(),
            one => Some(from.into_iter().zip([count(one)?]).collect()),
        });
        let mut curve: Vec<(Day, i64)> = read.unwrap_or_default();
        curve.sort_by_key(|(day, _)| *day);
        curve
    }

    /// A key that has to be there.
    pub fn required<T>(&mut self, found: Option<T>, key: &'static str, start: usize) -> Option<T> {
        if found.is_none() && self.table.get(key).is_none() {
            let message = format!("{key} is missing");
            self.fault(start, "", &message, &format!("add {key} = …"));
        }
        found
    }

    /// Names every key that was not asked for.
    pub fn finish(self, what: &str) {
        let known: Vec<&str> = self.taken.iter().copied().collect();
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if self.taken.contains(name) {
                continue;
            }
            let meant = guess(name, known.iter().copied());
            let message = format!("there is no key \"{name}\" in {what}");
            let hint = format!("{meant}its keys are {}", known.join(", "));
            let place = self.file.place(key.span().start, name);
            self.faults.push(
                Diagnostic::error(Code::BadScenario, message)
                    .at(place)
                    .hint(hint),
            );
        }
    }

    /// Adds a fault at a byte.
    pub fn fault(&mut self, start: usize, key: &str, message: &str, hint: &str) {
        let place = self.file.place(start, key);
        let fault = Diagnostic::error(Code::BadScenario, message).at(place);
        self.faults.push(fault.hint(hint));
    }

    /// Adds a fault at the value of a key.
    pub fn fault_of(&mut self, key: &'static str, message: &str, hint: &str) {
        let start = self.table.get(key).map_or(0, |value| value.span().start);
        self.fault(start, key, message, hint);
    }
}

/// A date, written bare or as text.
fn day(value: &DeValue<'_>) -> Option<Day> {
    match value {
        DeValue::Datetime(date) => Day::parse(&date.to_string()),
        DeValue::String(text) => Day::parse(text),
        _ => None,
    }
}

fn count(value: &DeValue<'_>) -> Option<i64> {
    let DeValue::Integer(number) = value else {
        return None;
    };
    let number = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
    (number >= 0).then_some(number)
}

fn multiple(value: &DeValue<'_>) -> Option<Quantity> {
    let text = match value {
        DeValue::Integer(_) => count(value)?.to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::String(text) => text.to_string(),
        _ => return None,
    };
    let times = Quantity::from_thousandths(decimal::parse(&text, 3).ok()?);
    times.is_positive().then_some(times)
}
