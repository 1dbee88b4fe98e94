//! Lines that repeat what others state: sums and parts of them, what is carried over a page, averages and other days
//! beside the prices of a day.

use crate::ledger::Column;
use crate::ledger::text::{plain, tidy};

use super::super::super::sheet::Sheet;
use super::super::plan::{LINES_ASKED, Plan};
use super::{first_filled, may_be_no_place};

/// Words of lines that repeat what others add up to: at the start or end of the first filled cell, or a cell alone.
const SUBTOTALS: [&str; 9] = [
    "合计",
    "小计",
    "总计",
    "累计",
    "共计",
    "本页合计",
    "本页小计",
    "总合计",
    "汇总",
];
/// What may follow such a word: what it counts.
const COUNTED: [&str; 6] = ["数", "数量", "金额", "件数", "总数", "额"];
/// The same in English, as a whole cell.
const SUBTOTALS_EN: [&str; 4] = ["total", "subtotal", "sub-total", "grand total"];
/// What the name of a sum ends with: 县直小计, 本年累计, 中心库汇总.
const ENDS: [&str; 6] = ["合计", "小计", "总计", "累计", "共计", "汇总"];
/// Names of what is carried over a page or a period, and of sums without such an end.
#[rustfmt::skip]
const CARRIED: [&str; 16] = [
    "总数", "总量", "总额", "合计大写", "过次页", "转次页", "转下页", "承前页", "承上页", "接上页", "上月结转", "上年结转",
    "上期结转", "结转下页", "结转下月", "结转下年",
];
/// Names beside those of the markets that state no price of a market on the day.
#[rustfmt::skip]
const COMPARED: [&str; 18] = [
    "最高", "最高价", "最低", "最低价", "昨日", "上日", "前日", "上周", "上月", "上周同期", "上月同期", "上年同期", "去年同期",
    "同期", "环比", "同比", "涨跌", "涨跌幅",
];
/// What the name of an average ends with.
const AVERAGES: [&str; 3] = ["平均", "均价", "平均价"];
/// What those names begin or end with, one of which each has.
#[rustfmt::skip]
const FIRST: [char; 20] = [
    '其', '总', '合', '过', '转', '承', '接', '上', '结', '最', '昨', '前', '去', '同', '环', '涨', '總', '過', '轉', '結',
];
#[rustfmt::skip]
const LAST: [char; 20] = [
    '计', '总', '汇', '均', '价', '期', '幅', ')', '）', ':', '：', ' ', '数', '量', '额', '計', '總', '匯', '數', '額',
];
/// Traditional characters of those words, and the simplified ones in which they stand here.
#[rustfmt::skip]
const SIMPLIFIED: [(char, char); 10] = [
    ('計', '计'), ('總', '总'), ('匯', '汇'), ('彙', '汇'), ('數', '数'), ('額', '额'), ('過', '过'), ('轉', '转'),
    ('頁', '页'), ('結', '结'),
];

/// Whether a line repeats what others add up to.
pub fn is_subtotal(cells: &[String]) -> bool {
    if first_filled(cells).is_some_and(|filled| is_part(&filled)) {
        return true;
    }
    let mut candidates = cells.iter().filter(|cell| may_be_subtotal(cell));
    let Some(first) = candidates.next() else {
        return false;
    };
    let is_first_filled = first_filled(cells).is_some_and(|filled| filled == tidy(first));
    // A name may begin like a sum, as a file called 汇总表.csv does; what follows a sum is a sign or what it counts.
    let begins = |word: &String| {
        let behind = SUBTOTALS
            .iter()
            .filter_map(|total| word.strip_prefix(total));
        behind.into_iter().any(|rest| {
            rest.is_empty() || rest.starts_with([':', '(', '[']) || COUNTED.contains(&rest)
        })
    };
    let is_alone = |word: &String| {
        let english = || {
            SUBTOTALS_EN
                .iter()
                .any(|total| total.replace(' ', "") == *word)
        };
        SUBTOTALS.contains(&word.as_str()) || english()
    };
    let ends = || {
        let filled = first_filled(cells).map_or(String::new(), |cell| spaceless(&cell));
        let filled = filled.trim_end_matches(':');
        ENDS[..4].iter().any(|total| filled.ends_with(total))
    };
    let first = spaceless(first);
    (is_first_filled && begins(&first))
        || is_alone(&first)
        || candidates.any(|cell| is_alone(&spaceless(cell)))
        || ends()
}

/// Whether the name of the goods, of the place or of the market is that of a sum, of a part of one, or of a comparison:
/// N95口罩合计, 其中：儿童口罩, 环比. An average is one beside others alone: a list that has nothing else is one of
/// averages, and each is a row.
pub fn adds_up(sheet: &Sheet, plan: &Plan, cells: &[String]) -> bool {
    let named = [Column::Item, Column::Site, Column::Market].into_iter();
    named
        .filter_map(|column| Some((column, plan.cell_of(column, cells)?)))
        .filter(|(_, cell)| may_name_sum(cell))
        .any(|(column, cell)| {
            is_sum_name(cell) || is_compared(cell) || has_others(sheet, plan, column)
        })
}

/// Whether one of the first lines of a sheet has a name in `column` that is no sum, comparison or average.
fn has_others(sheet: &Sheet, plan: &Plan, column: Column) -> bool {
    let lines = sheet.lines.iter().take(LINES_ASKED);
    let mut names = lines.filter_map(|line| plan.cell_of(column, &line.cells));
    names.any(|name| !tidy(name).is_empty() && !may_name_sum(name))
}

/// Whether a name is that of a sum of others, or of a part that the line above counts already.
pub fn is_sum_name(name: &str) -> bool {
    let name = spaceless(name);
    let name = name.trim_end_matches(':');
    let (before, bracket) = match name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
    {
        Some((before, bracket)) if !before.is_empty() => (before, bracket),
        _ => (name, ""),
    };
    let ends = |text: &str| ENDS.iter().any(|total| text.ends_with(total));
    let counts = |text: &str| {
        let mut behind = COUNTED.iter();
        behind.any(|counted| text.strip_suffix(counted).is_some_and(ends))
    };
    ends(before)
        || counts(before)
        || SUBTOTALS.contains(&bracket)
        || is_part(before)
        || CARRIED.contains(&before)
}

/// Whether a name says that its line compares the prices of a day with others.
fn is_compared(name: &str) -> bool {
    COMPARED.contains(&&*spaceless(name))
}

/// Whether a name says that its line is an average, as 全县平均 does beside the markets of a county.
fn is_average(name: &str) -> bool {
    let name = spaceless(name);
    AVERAGES.iter().any(|word| name.ends_with(word))
}

/// Whether a word begins what the line above counts already.
fn is_part(word: &str) -> bool {
    word.starts_with('其') && spaceless(word).starts_with("其中")
}

/// A cell in its plainest form, without blanks, and with the words of sums in simplified characters.
fn spaceless(cell: &str) -> String {
    let plain = plain(cell).to_lowercase();
    let simplified = |c: char| {
        let mut pairs = SIMPLIFIED.iter();
        let pair = pairs.find(|(traditional, _)| *traditional == c);
        pair.map_or(c, |(_, simplified)| *simplified)
    };
    let chars = plain.chars().filter(|c| !c.is_whitespace());
    chars.map(simplified).collect()
}

/// Whether `cell` may make its line, which states a day and a quantity, no data nevertheless.
///
/// A word of a sub-total that begins with a letter stands alone, so that a digit in the cell tells that it is none.
pub fn may_be_no_data(cell: &str) -> bool {
    let is_code = || {
        let begins = cell.trim_start().as_bytes().first();
        begins.is_some_and(u8::is_ascii) && cell.bytes().any(|byte| byte.is_ascii_digit())
    };
    let is_open = may_name_sum(cell) || may_be_no_place(cell);
    is_open || may_be_subtotal(cell) && (ends_as_sum(cell) || !is_code())
}

/// Whether a name may end in the word of a sum, with what it counts in brackets behind it or without.
fn ends_as_sum(cell: &str) -> bool {
    let is_bracketed = cell.ends_with([')', '）', ':', '：']);
    cell.ends_with(['计', '計']) || is_bracketed && cell.contains(['计', '計'])
}

/// Whether a name may be one of a sum, of a part of one, or of a comparison: nearly every other is told by its ends.
fn may_name_sum(cell: &str) -> bool {
    if cell.is_ascii() {
        return false;
    }
    let ends = cell.trim();
    let is_open = ends.starts_with(FIRST) || ends.ends_with(LAST);
    is_open && (is_sum_name(cell) || is_compared(cell) || is_average(cell))
}

/// Whether a sub-total word may stand in `cell`: nearly every cell is told by its first byte and its last.
fn may_be_subtotal(cell: &str) -> bool {
    let (Some(first), Some(last)) = (cell.as_bytes().first(), cell.as_bytes().last()) else {
        return false;
    };
    let is_padded = first.is_ascii_whitespace() || !first.is_ascii();
    let may_begin = matches!(first, b'T' | b't' | b'S' | b's' | b'G' | b'g');
    if !is_padded && !may_begin && last.is_ascii() && *last != b')' {
        return false;
    }
    let cell = match is_padded {
        true => cell.trim_start(),
        false => cell,
    };
    let begins = |word: &str| {
        let head = cell.as_bytes().get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    };
    match cell.bytes().next() {
        Some(byte) if byte >= 0x80 => cell
            .chars()
            .any(|c| matches!(c, '计' | '汇' | '計' | '匯' | '彙')),
        Some(b'T' | b't') if begins("tot") => true,
        Some(b'S' | b's') if begins("sub") => true,
        // Grain is no grand total, and a common category.
        Some(b'G' | b'g') if begins("gra") && !begins("grain") => true,
        _ => ends_as_sum(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_category_of_grain_is_told_from_a_grand_total() {
        assert!(!may_be_no_data("grain") && !may_be_no_data("Grain and oil"));
        assert!(may_be_no_data("Grand total") && may_be_no_data("grain合计"));
        assert!(may_be_no_data("N95口罩合计(只)") && !may_be_no_data("N95口罩(只)"));
    }

    #[test]
    fn a_line_that_adds_others_up_is_told_by_its_words() {
        for line in [
            "合计,,500",
            "合 计,,500",
            "本页合计：,,500",
            ",小计,500",
            "3,总计,500",
            "市一院 小计,,500",
            "Total,,500",
            "7,Grand Total,500",
            "累计,,500",
            "其中：,口罩,200",
            "其中:儿童,口罩,200",
            "中心库小计：,口罩,200",
            "本年累计,口罩,200",
            "合計,,500",
            ",小計,500",
            "本頁合計：,,500",
            "總計數量,,500",
        ] {
            assert!(is_subtotal(&cells(line)), "{line}");
        }
        for line in [
            "体温计,,500",
            "手持式红外测温计,D1,500",
            "R1,血压计,20",
            "汇总表.csv,2,2022-03-01,receipt,D1,gloves,5",
            "合计2022.xlsx/入库,2,2022-03-01,receipt,D1,gloves,5",
            "total station,D1,1",
            "surgical_mask,D1,5",
            "2022-03-01,计时器,5",
            "",
        ] {
            assert!(!is_subtotal(&cells(line)), "{line}");
        }
    }

    #[test]
    fn a_name_of_no_place_and_no_goods_is_told() {
        for name in [
            "其中",
            "其中：儿童口罩",
            "本月累计",
            "总数",
            "过次页",
            "中心库（合计）",
            "口罩类（小计）",
            "小计：",
            "中心库汇总",
            "合计数",
            "小计数量",
            "合計",
            "N95口罩合計",
            "中心庫（小計）",
            "總數",
            "過次頁",
        ] {
            assert!(is_sum_name(name) && may_be_no_data(name), "{name}");
        }
        for name in ["环比", "最高", "上周同期"] {
            assert!(is_compared(name) && may_be_no_data(name), "{name}");
        }
        assert!(is_average("粮食类平均") && may_be_no_data("粮食类平均"));
        for name in ["全县", "共", "二、消杀类", "填表人：张三", "注："] {
            assert!(may_be_no_place(name) && may_be_no_data(name), "{name}");
        }
        for name in [
            "中心库",
            "总医院",
            "上海路社区",
            "体温计（电子）",
            "體溫計",
            "计数器",
            "血小板计数",
            "血压计",
            "其他库",
            "最高法院",
            "N95口罩(只)",
            "全县应急中心",
            "三一库",
        ] {
            assert!(!may_name_sum(name) && !may_be_no_place(name), "{name}");
        }
    }
}
