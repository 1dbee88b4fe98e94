//! The Chinese words for codes that stand in text columns: methods, classes, whose goods they are.
//!
//! One row for each code. A page shows the word with the code beside it, so that the row is found again in the tables;
//! in English, and where no row speaks of a code, the code stands for itself. Reasons are phrases, not codes.

use crate::ledger::Column;

use crate::lang::Lang;
use crate::policy::Names;
use crate::policy::names;

/// Codes with their words, whatever the column.
#[rustfmt::skip]
const WORDS: &[(&str, &str)] = &[
    // How a figure was worked out.
    ("available_days", "有货日均值"), ("per_head", "按人头"),
    // Classes of goods, and categories of necessities.
    ("disinfection", "消杀"), ("equipment_vehicle", "设备车辆"), ("medicine", "药品"), ("necessity", "生活必需品"),
    ("ppe", "防护用品"), ("reagent", "检测试剂"), ("vegetable", "蔬菜"), ("meat", "肉"), ("egg", "蛋"), ("milk", "奶"),
    ("rice", "大米"), ("flour", "面粉"), ("oil", "食用油"), ("instant_food", "速食"),
    // Whose goods they are; what they are used for has its names beside the rules.
    ("city", "市级"), ("county", "县级"), ("institution", "医疗机构"), ("carrier", "承储企业"),
];

/// Whether codes of a text column have words.
pub fn has_words(column: Column) -> bool {
    matches!(
        column,
        Column::Method
            | Column::Class
            | Column::Category
            | Column::Scope
            | Column::Owner
            | Column::Use
    )
}

/// The word for `code` in a text column; `None` where it stands for itself.
pub fn code_word(column: Column, code: &str, lang: Lang) -> Option<&'static str> {
    if !has_words(column) || lang != Lang::Zh {
        return None;
    }
    if column == Column::Use {
        return names::find(&Names::built_in().uses, code).map(|named| named.name.as_str());
    }
    let known = WORDS.iter().find(|(id, _)| *id == code);
    known.map(|(_, zh)| *zh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_word_and_only_in_chinese() {
        let mut ids: Vec<&str> = WORDS.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), WORDS.len());
        assert_eq!(code_word(Column::Class, "ppe", Lang::Zh), Some("防护用品"));
        assert_eq!(code_word(Column::Class, "ppe", Lang::En), None);
        assert_eq!(code_word(Column::Note, "ppe", Lang::Zh), None);
        assert_eq!(code_word(Column::Method, "year: no quote", Lang::Zh), None);
    }
}
