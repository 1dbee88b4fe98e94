//! The unit that stands over a table for all its amounts: 单位：万只, 计量单位：公斤, 单位：元/斤.
//!
//! A name may stand behind 单位 as well, of whoever reports. Where units stand there and it cannot be told which of them
//! each amount is in, as in 单位：万只/万双, nothing is read: every amount would be a guess.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::io::sheet::Sheet;
use crate::ledger::text::{plain, tidy};
use crate::quantity::{Content, Unit};

/// What stands between several units, or behind one.
const BETWEEN: [char; 6] = ['、', '/', '(', ')', '和', '或'];
/// A multiple of a unit that stands there without it.
const MULTIPLES: [&str; 7] = ["十", "百", "千", "万", "十万", "百万", "亿"];
/// A price of so many yuan is not one in yuan.
const YUAN: [&str; 5] = ["千元", "万元", "十万元", "百万元", "亿元"];
/// Words that money is counted in; what they say of amounts of money is not of quantities.
const MONEY: [&str; 4] = ["元", "角", "分", "人民币"];
/// What may stand before 单位 without making it the place that reports.
const OF_AMOUNTS: [&str; 5] = ["计量", "计价", "计数", "数量", "价格"];

/// What the lines over a table say of the unit of its amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated {
    Nothing,
    One(Unit),
    /// Units stand there, and it cannot be told which of them an amount is in; with what is wrong.
    Unclear(Box<Diagnostic>),
}

/// What the lines over the header of `sheet` say of the unit of all its amounts.
pub fn unit_over(sheet: &Sheet) -> Stated {
    let mut units = BTreeSet::new();
    for line in &sheet.above {
        for (at, cell) in line.cells.iter().enumerate() {
            let found = units_in(&plain(cell));
            units.extend(found.units);
            if found.is_unclear || units.len() > 1 {
                let place = sheet.place().at_line(line.number).at_column(at + 1, "");
                return Stated::Unclear(Box::new(unclear(&tidy(cell)).at(place)));
            }
        }
    }
    units
        .into_iter()
        .next()
        .map_or(Stated::Nothing, Stated::One)
}

fn unclear(text: &str) -> Diagnostic {
    let message =
        format!("\"{text}\" stands over the table and does not say the one unit of all amounts");
    Diagnostic::error(Code::BadWord, message).hint(
        "write one unit, such as 单位：万只, or write a column 单位 with the unit of each row",
    )
}

/// The units that a text states.
#[derive(Debug, Default)]
struct Found {
    units: BTreeSet<Unit>,
    /// Whether something stands beside them, or in their place, that changes what they say.
    is_unclear: bool,
}

/// The units in a text, behind each word that announces one; 填报单位：第一医院 and 单位：万元 name none.
fn units_in(text: &str) -> Found {
    let mut found = Found::default();
    let colons = text.match_indices(':').map(|(at, _)| at);
    for at in colons.filter(|at| announces_unit(&text[..*at])) {
        let other = read(value(&text[at + 1..]));
        found.units.extend(other.units);
        found.is_unclear |= other.is_unclear;
    }
    found
}

/// Whether a unit follows behind these words: they end in 单位 or 计量, and in no word for a place that reports.
fn announces_unit(before: &str) -> bool {
    let before = before.trim_end();
    if before.ends_with("计量") {
        return true;
    }
    let word = before.strip_suffix('位').map(str::trim_end);
    let Some(before) = word.and_then(|word| word.strip_suffix('单')) else {
        return false;
    };
    let is_of_amounts = OF_AMOUNTS.iter().any(|word| before.ends_with(word));
    is_of_amounts || !before.ends_with(char::is_alphabetic)
}

/// What stands behind the colon up to the next thing that is said; brackets that it opens belong to it.
fn value(behind: &str) -> &str {
    let behind = behind.trim_start();
    let mut open = 0_i32;
    let end = behind.char_indices().find(|(_, c)| match c {
        '(' => {
            open += 1;
            false
        }
        ')' => {
            open -= 1;
            open < 0
        }
        ' ' | ']' | ';' | '。' => true,
        _ => false,
    });
    &behind[..end.map_or(behind.len(), |(at, _)| at)]
}

/// The units of a value.
fn read(value: &str) -> Found {
    // Behind a comma something else may be said.
    let mut parts = value.split(',');
    let mut found = read_part(parts.next().unwrap_or(""));
    for other in parts.map(read_part) {
        found.is_unclear |= other.is_unclear && !other.units.is_empty();
        found.units.extend(other.units);
    }
    found
}

fn read_part(part: &str) -> Found {
    let mut found = Found::default();
    if let Some(unit) = unit_of(part) {
        found.units.insert(unit);
        return found;
    }
    let is_of_many_yuan = YUAN.iter().any(|yuan| part.contains(&format!("{yuan}/")));
    let mut is_strange = is_of_many_yuan;
    let mut is_multiple = false;
    for word in part.split(BETWEEN).map(str::trim) {
        let is_money = MONEY.contains(&word) || YUAN.contains(&word);
        match unit_of(word) {
            Some(unit) => drop(found.units.insert(unit)),
            None if MULTIPLES.contains(&word) => is_multiple = true,
            None => is_strange |= !is_money && word.contains(char::is_alphanumeric),
        }
    }
    found.is_unclear = is_multiple || is_strange && !found.units.is_empty();
    found
}

/// The unit that a word is, or that a price of this form is of.
fn unit_of(word: &str) -> Option<Unit> {
    let one = Content::unit_of_price(word).unwrap_or(word);
    Unit::is_known(one).then(|| Unit::new(one))
}

#[cfg(test)]
mod tests {
    use super::super::tests::under;
    use super::*;

    #[test]
    fn the_one_unit_over_a_table_is_found() {
        for (above, expected) in [
            (&["单位：万只"][..], Some("万只")),
            (&["某县粮食库存表（单位：吨）"], Some("吨")),
            (&["填报日期：2022年3月15日  计量单位: 公斤"], Some("公斤")),
            (&["填报单位：县局 单位：万只"], Some("万只")),
            (&["填报单位：县局　单　位：万只"], Some("万只")),
            (&["库存表数量单位 ：万只 2022年"], Some("万只")),
            (&["计量：万只"], Some("万只")),
            (&["单位：只（个）"], Some("只")),
            (&["单位：万只、万元"], Some("万只")),
            (&["单位：只，2022年3月"], Some("只")),
            (&["单位：元/500克"], Some("500克")),
            (&["单位：元/公斤、%"], Some("公斤")),
            (&["填报单位：第一医院"], None),
            (&["填报单位：盒"], None),
            (&["单位：第一医院", "单位：箱"], Some("箱")),
            (&["单位：第一医院（盖章）"], None),
            (&["单位：万元"], None),
            (&["单位：元"], None),
            (&[], None),
        ] {
            let expected = expected.map_or(Stated::Nothing, |unit| Stated::One(Unit::new(unit)));
            assert_eq!(unit_over(&under(above)), expected, "{above:?}");
        }
    }

    #[test]
    fn units_of_which_none_is_that_of_all_amounts_are_refused_where_they_stand() {
        for above in [
            &["单位：吨", "单位：箱"][..],
            &["", "单位：万只、万双"],
            &["", "单位：万只/万双"],
            &["", "单位：箱（20只/箱）"],
            &["", "单位：只（万）"],
            &["", "单位：万"],
            &["", "单位：只，万双"],
            &["", "单位：万元/吨"],
            &["", "单位：元/盒（20只）"],
        ] {
            let Stated::Unclear(refused) = unit_over(&under(above)) else {
                panic!("{above:?} is not refused");
            };
            let place = refused.place.expect("a place");
            assert_eq!(place.line, 2, "{above:?}");
            assert!(refused.message.contains(above[1]), "{above:?}");
        }
    }
}
