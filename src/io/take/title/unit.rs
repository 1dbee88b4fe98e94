//! The unit that stands over a table for all its amounts: 单位：万只, 计量单位：公斤, 单位：元/斤, 金额单位：万元.
//!
//! A name may stand behind 单位 as well, of whoever reports. Where units stand there and it cannot be told which of them
//! each amount is in, as in 单位：万只/万双, nothing is read: every amount would be a guess.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::io::sheet::Sheet;
use crate::ledger::header::Stated;
use crate::ledger::text::{plain, tidy};

/// What may stand before 单位 without making it the place that reports.
const OF_AMOUNTS: [&str; 8] = [
    "计量", "计价", "计数", "数量", "价格", "金额", "货币", "资金",
];

/// What the lines over a table say of the unit of its amounts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Over {
    pub stated: Stated,
    /// The last cell that says something of it.
    cell: Option<Box<(Place, String)>>,
}

/// What the lines over the header of `sheet` say of the unit of all its amounts.
pub fn unit_over(sheet: &Sheet) -> Over {
    let mut over = Over::default();
    for line in &sheet.above {
        for (at, cell) in line.cells.iter().enumerate() {
            let found = stated_in(&plain(cell));
            if found.is_nothing() {
                continue;
            }
            over.stated.join(found);
            let place = sheet.place().at_line(line.number).at_column(at + 1, "");
            over.cell = Some(Box::new((place, tidy(cell).into_owned())));
        }
    }
    over
}

impl Over {
    /// The refusal of amounts whose one unit it does not say.
    pub fn unclear(&self) -> Diagnostic {
        let (place, text) = self.said();
        let message = format!(
            "\"{text}\" stands over the table and does not say the one unit of all amounts"
        );
        Diagnostic::error(Code::BadWord, message).at(place).hint(
            "write one unit, such as 单位：万只, or write a column 单位 with the unit of each row",
        )
    }

    /// The refusal of money and prices of which it does not say what they are in.
    pub fn unclear_money(&self) -> Diagnostic {
        let (place, text) = self.said();
        let message = format!(
            "\"{text}\" stands over the table and does not say whether prices are in it as well"
        );
        Diagnostic::error(Code::BadWord, message).at(place).hint(
            "write what prices are in over their column, such as 单价（元） or 价格（元/斤）, and amounts of money over theirs, such as 金额（万元）",
        )
    }

    fn said(&self) -> (Place, &str) {
        let said = self.cell.as_deref();
        let (place, text) = said.expect("what is refused was said in a cell");
        (place.clone(), text)
    }
}

/// The units in a text, behind each word that announces one; 填报单位：第一医院 names none.
fn stated_in(text: &str) -> Stated {
    let mut stated = Stated::default();
    let colons = text.match_indices(':').map(|(at, _)| at);
    for at in colons.filter(|at| announces_unit(&text[..*at])) {
        stated.join(Stated::read(value(&text[at + 1..])));
    }
    stated
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

#[cfg(test)]
mod tests {
    use super::super::tests::under;
    use super::*;
    use crate::quantity::Unit;

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
            (&["单位：万元/吨"], Some("吨")),
            (&["单位：元/50公斤"], Some("50公斤")),
            (&["单位：万元"], None),
            (&["单位：元"], None),
            (&[], None),
        ] {
            let over = unit_over(&under(above));
            let expected = expected.map(Unit::new);
            assert_eq!(over.stated.unit(), expected.as_ref(), "{above:?}");
            assert!(!over.stated.is_unclear(), "{above:?}");
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
            &["", "单位：元/袋25kg"],
            &["", "单位：元/盒（20只）"],
        ] {
            let over = unit_over(&under(above));
            assert!(over.stated.is_unclear(), "{above:?}");
            let refused = over.unclear();
            let place = refused.place.expect("a place");
            assert_eq!(place.line, 2, "{above:?}");
            assert!(refused.message.contains(above[1]), "{above:?}");
        }
    }

    #[test]
    fn the_money_over_a_table_is_found() {
        for (above, zeros) in [
            (&["单位：万元"][..], Some(4)),
            (&["金额单位：元"], Some(0)),
            (&["单位：万只、万元"], Some(4)),
            (&["单位：分/斤"], Some(-2)),
            (&["单位：万只"], None),
            (&["单位：元", "金额单位：万元"], None),
        ] {
            let stated = unit_over(&under(above)).stated;
            assert_eq!(stated.zeros(), zeros, "{above:?}");
            assert_eq!(stated.has_several_moneys(), above.len() > 1, "{above:?}");
        }
    }
}
