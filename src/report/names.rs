//! How a cell is shown to a reader: names for codes, words of the language, digits in groups.
//!
//! A code that no `item` or `site` row names is shown as it is. Nothing is rounded here: ratios that are changes
//! are shown in percent with one decimal, everything else as exactly as the table holds it.

use std::collections::BTreeMap;

use crate::lang::units::unit_word;
use crate::lang::{Lang, said};
use crate::ledger::cell::{Cell, format_ratio};
use crate::ledger::table::{Field, Kind};
use crate::ledger::tables::{Item, Site};
use crate::ledger::word::Word;
use crate::ledger::{Catalogue, Column};
use crate::quantity::Quantity;

use super::code_words::{code_word, has_words};
use super::page::Shown;

/// Names of items and sites, and the language they are shown in.
#[derive(Debug)]
pub struct Names<'a> {
    pub lang: Lang,
    items: BTreeMap<&'a str, &'a Item>,
    sites: BTreeMap<&'a str, &'a str>,
    /// Whose names, which are Chinese, a Chinese reader gets where no row of table item names goods.
    catalogue: Option<&'a Catalogue>,
}

impl<'a> Names<'a> {
    /// The names that `items` and `sites` give; of two rows with one code the later one stands.
    pub fn new(lang: Lang, items: &'a [Item], sites: &'a [Site]) -> Names<'a> {
        let site_name = |site: &'a Site| (site.site.as_str(), site.name.as_str());
        Names {
            lang,
            items: items
                .iter()
                .map(|item| (item.item.as_str(), item))
                .collect(),
            sites: sites.iter().map(site_name).collect(),
            catalogue: None,
        }
    }

    /// The same with the names of a catalogue behind those of the rows.
    pub fn with_catalogue(self, catalogue: Option<&'a Catalogue>) -> Names<'a> {
        let catalogue = catalogue.filter(|_| self.lang == Lang::Zh);
        Names { catalogue, ..self }
    }

    /// Whether the catalogue has this item.
    pub fn has_item(&self, code: &str) -> bool {
        self.items.contains_key(code)
    }

    /// Whether the site table has this site.
    pub fn has_site(&self, code: &str) -> bool {
        self.sites.contains_key(code)
    }

    /// The name of an item, or its code.
    pub fn item<'b>(&'b self, code: &'b str) -> &'b str {
        let listed = || self.catalogue.and_then(|catalogue| catalogue.get(code));
        let item = self.items.get(code).copied().or_else(listed);
        let name = item.map_or("", |item| &item.name);
        if name.is_empty() { code } else { name }
    }

    /// The name of a site, or its code.
    pub fn site<'b>(&'b self, code: &'b str) -> &'b str {
        match self.sites.get(code) {
            Some(name) if !name.is_empty() => name,
            _ => code,
        }
    }

    /// The unit a row states, or that of the catalogue where it states none.
    pub fn unit<'b>(&'b self, stated: &'b str, item: &str) -> &'b str {
        let listed = || self.items.get(item).map_or("", |item| &item.unit);
        if stated.is_empty() { listed() } else { stated }
    }

    /// An item with its code beside the name.
    pub fn item_shown(&self, code: &str) -> Shown {
        named(self.item(code), code)
    }

    /// A quantity with the word for its unit.
    pub fn amount(&self, qty: Quantity, unit: &str, item: &str) -> String {
        let unit = unit_word(self.unit(unit, item), self.lang);
        match unit {
            "" => quantity(qty),
            unit => format!("{} {unit}", quantity(qty)),
        }
    }

    /// The word of a closed list, as a heading.
    pub fn word_of<W: Word>(&self, value: W) -> &'static str {
        let choice = W::CHOICES.iter().find(|choice| choice.id == value.id());
        choice.map_or(value.id(), |choice| self.lang.pick(choice.zh, choice.id))
    }

    /// A word of a closed list as a cell.
    pub fn word_shown<W: Word>(&self, value: W) -> Shown {
        Shown {
            value: Cell::Word(value.id()),
            ..Shown::from(self.word(value))
        }
    }

    /// A word of a closed list as a cell; nothing where none is stated.
    pub fn word_if<W: Word>(&self, value: Option<W>) -> Shown {
        value.map_or_else(
            || Shown::from(String::new()),
            |value| self.word_shown(value),
        )
    }

    /// A site with its code beside the name.
    pub fn site_shown(&self, code: &str) -> Shown {
        named(self.site(code), code)
    }

    /// A quantity as a cell; nothing where it is not known.
    pub fn qty_shown(&self, qty: Option<Quantity>) -> Shown {
        Shown {
            value: Cell::from(qty),
            ..Shown::from(qty.map_or(String::new(), quantity))
        }
    }

    /// The words of a decision as a cell.
    pub fn phrase_shown(&self, text: &str) -> Shown {
        Shown {
            value: Cell::Text(text.into()),
            ..Shown::from(said(text, self.lang))
        }
    }

    /// A code of a text column with its word, where it has one.
    pub fn code_shown(&self, column: Column, code: &str) -> Shown {
        named(code_word(column, code, self.lang).unwrap_or(code), code)
    }

    /// The word of a closed list in the page's language.
    pub fn word<W: Word>(&self, value: W) -> String {
        let choice = W::CHOICES.iter().find(|choice| choice.id == value.id());
        let zh = choice.map_or(value.id(), |choice| choice.zh);
        self.lang.pick(zh.to_owned(), value.id().replace('_', " "))
    }

    /// One cell of a table.
    pub fn shown(&self, field: &Field, cell: &Cell) -> Shown {
        let shown = match (field.column, cell) {
            (Column::Item | Column::Substitute, Cell::Text(code)) => named(self.item(code), code),
            (
                Column::Site
                | Column::FromSite
                | Column::Market
                | Column::Counterparty
                | Column::Addressee
                | Column::Institution,
                Cell::Text(code),
            ) => named(self.site(code), code),
            (
                Column::Reason
                | Column::Liable
                | Column::Group
                | Column::Note
                | Column::Basis
                | Column::Expected,
                Cell::Text(text),
            ) => said(text, self.lang).into(),
            (Column::Scope, Cell::Text(code)) if self.has_site(code) => {
                named(self.site(code), code)
            }
            // One word may be a code of the user's; several are a sentence, of ours where there is a phrase for it.
            (_, Cell::Text(text)) if text.contains(' ') => said(text, self.lang).into(),
            (column, Cell::Text(code)) if has_words(column) => self.code_shown(column, code),
            (Column::Figure, Cell::Text(id)) => match Column::from_id(id) {
                Some(figure) => named(self.lang.pick(figure.zh(), figure.id()), id),
                None => Shown::from(cell),
            },
            (Column::Unit, Cell::Text(unit)) => unit_word(unit, self.lang).to_owned().into(),
            (_, Cell::Quantity(qty)) => quantity(*qty).into(),
            (_, Cell::Money(money)) => grouped(&money.to_string()).into(),
            (_, Cell::Price(price)) => grouped(&price.to_string()).into(),
            (column, Cell::Ratio(ratio)) if is_change(column) => percent(*ratio).into(),
            (_, Cell::Ratio(ratio)) => format_ratio(*ratio).into(),
            (_, Cell::Word(id)) => choice_word(field.kind, id, self.lang).into(),
            _ => Shown::from(cell),
        };
        Shown {
            value: cell.clone(),
            ..shown
        }
    }
}

/// A quantity with its digits in groups of three.
pub fn quantity(qty: Quantity) -> String {
    grouped(&qty.to_string())
}

/// Digits in groups of three before the point: `1234567.5` is shown as `1,234,567.5`.
pub fn grouped(number: &str) -> String {
    let (sign, digits) = number
        .strip_prefix('-')
        .map_or(("", number), |rest| ("-", rest));
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut text = String::from(sign);
    for (position, digit) in digits.chars().enumerate() {
        let left = whole.len().saturating_sub(position);
        if position > 0 && left > 0 && left % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A fraction as a signed percentage.
pub fn percent(ratio: f64) -> String {
    format!("{:+.1}%", ratio * 100.0)
}

fn named(name: &str, code: &str) -> Shown {
    Shown {
        text: name.to_owned(),
        code: (name != code).then(|| code.to_owned()),
        value: Cell::Text(code.into()),
    }
}

/// Whether the ratios of a column are changes of a price.
fn is_change(column: Column) -> bool {
    matches!(
        column,
        Column::Prev | Column::Day | Column::Week | Column::Xun | Column::Month | Column::Year
    )
}

fn choice_word(kind: Kind, id: &'static str, lang: Lang) -> String {
    let choices = match kind {
        Kind::Word(choices) => choices,
        _ => &[],
    };
    let zh = choices
        .iter()
        .find(|choice| choice.id == id)
        .map_or(id, |c| c.zh);
    lang.pick(zh.to_owned(), id.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Delivery, Policy};

    #[test]
    fn digits_stand_in_groups_of_three_before_the_point() {
        let cases = [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-1234567.125", "-1,234,567.125"),
            ("-100", "-100"),
        ];
        for (number, expected) in cases {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn whoever_a_policy_holds_liable_and_every_group_has_a_word() {
        let known = |word: &str| assert_ne!(said(word, Lang::Zh), word);
        for id in ["P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7"] {
            let policy = Policy::built_in(id).unwrap_or_else(|fault| panic!("{fault}"));
            policy.procedure.iter().for_each(|rule| known(&rule.liable));
            policy.replenish.iter().for_each(|rule| known(&rule.by));
        }
        let delivery = Delivery::built_in().unwrap_or_else(|fault| panic!("{fault}"));
        delivery.group.iter().for_each(|group| known(&group.name));
    }

    #[test]
    fn a_change_is_shown_in_percent_with_its_sign() {
        assert_eq!(percent(0.3), "+30.0%");
        assert_eq!(percent(-0.055), "-5.5%");
    }
}
