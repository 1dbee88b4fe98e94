//! What of a command line shapes a plan, in words that stay the same however the flags are kept in memory.

use std::fmt::Display;

use clap::ValueEnum;

/// The verb and the flags that shape a plan, a word each, as its id is taken of them.
#[derive(Debug)]
pub struct Shape(Vec<String>);

impl Shape {
    /// The shape of what `verb` makes, without any flag.
    pub fn of(verb: &str) -> Shape {
        Shape(vec![verb.to_owned()])
    }

    /// The same with a flag, once for each value; a flag that was not given adds nothing, so that flags to come leave the
    /// ids of today's plans alone.
    pub fn with<T: Display>(mut self, flag: &str, values: impl IntoIterator<Item = T>) -> Shape {
        let words = values.into_iter().map(|value| format!("{flag}={value}"));
        self.0.extend(words);
        self
    }

    /// The same with a flag that is on or off.
    pub fn with_switch(self, flag: &str, is_on: bool) -> Shape {
        self.with(flag, is_on.then_some("yes"))
    }

    /// The words, in the order they were given.
    pub fn words(&self) -> &[String] {
        &self.0
    }
}

/// What a value is called on the command line.
pub fn name_of(value: &impl ValueEnum) -> String {
    let name = value.to_possible_value();
    name.map_or_else(String::new, |value| value.get_name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::global::FormatName;

    #[test]
    fn a_shape_is_the_verb_and_what_was_given() {
        let shape = Shape::of("plan")
            .with("from", ["D0", "D1"])
            .with("pool", None::<i64>)
            .with("format", [name_of(&FormatName::Csv)])
            .with_switch("useful", true)
            .with_switch("truncate", false);
        let words = ["plan", "from=D0", "from=D1", "format=csv", "useful=yes"];
        assert_eq!(shape.words(), words);
    }
}
