//! What goods are called: the names that the catalogue which comes with granary has for codes, in Chinese.
//!
//! A sentence of an alert speaks of goods by their code, as tables do; a reader knows them by their name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The catalogue; its first two columns are the code and the name of each item.
const CATALOGUE: &str = include_str!("../../data/catalogue.csv");

/// `text` with its first word, where that is the code of an item, as the item's name: what stands behind it is its sort.
pub fn named(text: &str) -> Cow<'_, str> {
    let (code, behind) = text.split_at(text.find(' ').unwrap_or(text.len()));
    match names().get(code) {
        Some(name) => Cow::Owned(format!("{name}{behind}")),
        None => Cow::Borrowed(text),
    }
}

fn names() -> &'static HashMap<&'static str, &'static str> {
    static NAMES: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let lines = CATALOGUE.lines().skip(1);
        let name = |line: &'static str| {
            let (code, behind) = line.split_once(',')?;
            Some((code, behind.split(',').next()?))
        };
        lines.filter_map(name).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_of_the_catalogue_have_a_name_and_others_their_code() {
        assert_eq!(named("rice"), "大米");
        assert_eq!(named("rice japonica"), "大米 japonica");
        assert_eq!(named("ricecake"), "ricecake");
        assert_eq!(named("大米"), "大米");
        assert!(!CATALOGUE.contains('"'), "no name of it needs quoting");
    }
}
