//! The place that stands over a table for all its lines, as forms have it: 申领单位：城关镇卫生院, 仓库：中心库, 采价点：城关市场;
//! or that a sheet of a workbook is called after: 临河区.
//!
//! Who reports a list, as 填报单位 names it, is no place of its lines.

use std::collections::BTreeSet;

use crate::io::sheet::{Line, Sheet};
use crate::ledger::text::plain;
use crate::ledger::{Column, Table};

/// Words before the place that asks for goods.
const ASKING: [&str; 7] = [
    "申领单位",
    "申请单位",
    "需求单位",
    "领取单位",
    "请领单位",
    "使用单位",
    "申报单位",
];
/// Words before the place where goods lie.
const STORES: [&str; 7] = [
    "仓库",
    "仓库名称",
    "库房",
    "库房名称",
    "储备库",
    "存放地点",
    "库点",
];
/// Words before the place where prices were seen.
const MARKETS: [&str; 6] = [
    "市场",
    "市场名称",
    "采价点",
    "采价市场",
    "监测点",
    "监测市场",
];
/// What the name of a place ends with, where a sheet is called after one.
#[rustfmt::skip]
const ENDS: [&str; 16] = [
    "县", "区", "市", "旗", "镇", "乡", "街道", "社区", "村", "医院", "卫生院", "疾控中心", "仓库", "储备库", "中心库", "超市",
];

/// The column of `table` that such a place is of.
pub fn column_over(table: Table) -> Option<Column> {
    match table {
        Table::Request | Table::Onhand | Table::Movement => Some(Column::Site),
        Table::Quote => Some(Column::Market),
        _ => None,
    }
}

/// The one place of all lines that the lines over the header of `sheet` name, and the number of its line.
pub fn place_over(sheet: &Sheet, table: Table) -> Option<(String, u64)> {
    let words: &[&str] = match table {
        Table::Request => &ASKING,
        Table::Onhand | Table::Movement => &STORES,
        Table::Quote => &MARKETS,
        _ => return None,
    };
    let found = sheet.above.iter().flat_map(|line| {
        let named = named_in(line, words);
        named.into_iter().map(|name| (name, line.number))
    });
    let found: Vec<(String, u64)> = found.collect();
    let names: BTreeSet<&String> = found.iter().map(|(name, _)| name).collect();
    match names.len() {
        1 => found.into_iter().next(),
        _ => None,
    }
}

/// The place that a sheet of a workbook is called after.
pub fn place_of_name(sheet: &Sheet) -> Option<&str> {
    let name = sheet.name.as_deref()?.trim();
    let is_behind = |end: &str| {
        name.strip_suffix(end)
            .is_some_and(|first| !first.is_empty())
    };
    let is_word = name.chars().all(char::is_alphabetic);
    (is_word && ENDS.iter().any(|end| is_behind(end))).then_some(name)
}

/// The names in a line behind one of `words` and a colon, in the same cell or in the next that is filled.
fn named_in(line: &Line, words: &[&str]) -> Vec<String> {
    let cells: Vec<_> = line.cells.iter().map(|cell| plain(cell)).collect();
    let filled: Vec<&str> = cells
        .iter()
        .map(|cell| &**cell)
        .filter(|cell| !cell.is_empty())
        .collect();
    let mut names = Vec::new();
    for (place, cell) in filled.iter().enumerate() {
        let next = filled.get(place + 1).copied().unwrap_or("");
        for (at, _) in cell.match_indices(':') {
            let word = cell[..at].trim_end().rsplit(' ').next().unwrap_or("");
            let behind = cell[at + 1..].trim();
            let name = match behind.split(' ').next() {
                Some("") | None => next.trim(),
                Some(name) => name,
            };
            if words.contains(&word) && !name.is_empty() && !name.contains(':') {
                names.push(name.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::tests::under;
    use super::*;

    #[test]
    fn the_one_place_over_a_table_is_found() {
        for (table, above, expected) in [
            (
                Table::Request,
                "申领单位：城关镇卫生院",
                Some("城关镇卫生院"),
            ),
            (
                Table::Request,
                "申领单位：县医院 申领日期：2022年3月5日",
                Some("县医院"),
            ),
            (Table::Onhand, "仓库： 中心库", Some("中心库")),
            (
                Table::Quote,
                "2022年3月5日 采价点：城关市场",
                Some("城关市场"),
            ),
            (Table::Onhand, "填报单位：县卫健局", None),
            (Table::Onhand, "单位：万只", None),
            (Table::Request, "领取单位（盖章）：", None),
            (Table::Item, "仓库：中心库", None),
        ] {
            let found = place_over(&under(&[above]), table);
            let found = found.map(|(name, _)| name);
            assert_eq!(found.as_deref(), expected, "{above}");
        }
        let two = under(&["仓库：中心库", "仓库：东库"]);
        assert_eq!(place_over(&two, Table::Onhand), None);
        let mut parted = under(&["仓库："]);
        parted.above[0].cells.push("中心库".to_owned());
        let found = place_over(&parted, Table::Onhand);
        assert_eq!(found.map(|(name, _)| name).as_deref(), Some("中心库"));
    }

    #[test]
    fn a_sheet_may_be_called_after_a_place() {
        for (name, is_place) in [
            ("临河区", true),
            ("五原县", true),
            ("县人民医院", true),
            ("Sheet1", false),
            ("11月", false),
            ("口罩", false),
            ("县", false),
        ] {
            let sheet = Sheet {
                name: Some(name.into()),
                ..Sheet::default()
            };
            assert_eq!(place_of_name(&sheet).is_some(), is_place, "{name}");
        }
    }
}
