//! Which lines of a sheet are no data, and how that is known: titles, sub-totals, notes, headings between the rows.
//!
//! Only what cannot be a row is left out; whatever might be one is read, and refused where it does not read.

use std::borrow::Cow;
use std::fmt;

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::text::{plain, tidy};

use super::super::sheet::{Line, Sheet};
use super::plan::Plan;

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
/// What the notes under a table begin with, before a colon.
const NOTES: [&str; 24] = [
    "注",
    "备注",
    "说明",
    "附注",
    "制表",
    "填表",
    "填报",
    "审核",
    "复核",
    "负责人",
    "保管",
    "经办",
    "打印",
    "联系",
    "报送",
    "监督",
    "电话",
    "投诉",
    "咨询",
    "举报",
    "传真",
    "note",
    "notes",
    "prepared by",
];
/// What a remark alone in its line begins with.
const REMARKS: [&str; 4] = ["以上", "数据截止", "数据截至", "本表"];
/// What a heading between the rows is numbered with: `一、`, `（二）`.
const NUMERALS: &str = "一二三四五六七八九十";

/// A line that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub line: u64,
    pub why: Why,
    /// The first filled cell, by which the reader knows the line again.
    pub text: String,
}

/// Why a line is no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    Title,
    Heading,
    HeaderAgain,
    Subtotal,
    Note,
    /// A map says so.
    Skipped,
    /// A wide line whose cells are all blank.
    Blank,
    /// The end of a ledger that was never acknowledged.
    Torn,
    /// Another table, which the map does not speak of.
    OtherTable,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Why::Title => "title",
            Why::Heading => "heading between rows",
            Why::HeaderAgain => "the header again",
            Why::Subtotal => "sub-total",
            Why::Note => "note",
            Why::Skipped => "skipped by the map",
            Why::Blank => "nothing stated",
            Why::Torn => "torn tail",
            Why::OtherTable => "of another table",
        })
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "out of scope: line {}, {}", self.line, self.why)?;
        match self.text.is_empty() {
            true => Ok(()),
            false => write!(f, ": {}", self.text),
        }
    }
}

impl LeftOut {
    /// `line`, left out for a reason.
    pub fn new(line: &Line, why: Why) -> LeftOut {
        LeftOut {
            line: line.number,
            why,
            text: first_filled(&line.cells).map_or(String::new(), Cow::into_owned),
        }
    }
}

/// Why `line` is no data of its sheet; `None` where it is to be read.
pub fn no_data(sheet: &Sheet, plan: &Plan, line: &Line) -> Option<Why> {
    match () {
        () if plan.skips(&line.cells) => Some(Why::Skipped),
        () if is_subtotal(&line.cells) || adds_up(plan, &line.cells) => Some(Why::Subtotal),
        () if is_header_again(sheet, line) => Some(Why::HeaderAgain),
        () if is_heading(sheet, line) => Some(Why::Heading),
        () if is_note(plan, line) => Some(Why::Note),
        () => None,
    }
}

/// Gives every blank cell of column `at` the cell above it, sub-totals passed over: what a map declares to be meant.
pub fn fill_down(sheet: &mut Sheet, at: usize) {
    let mut above = String::new();
    for line in &mut sheet.lines {
        if is_blank(line) || is_subtotal(&line.cells) {
            continue;
        }
        let width = line.cells.len().max(at + 1);
        line.cells.resize(width, String::new());
        let cell = &mut line.cells[at];
        match tidy(cell).is_empty() {
            true => cell.clone_from(&above),
            false => above.clone_from(cell),
        }
    }
}

/// Whether nothing stands in a line.
pub fn is_blank(line: &Line) -> bool {
    line.cells.iter().all(|cell| tidy(cell).is_empty())
}

/// Whether a line repeats what others add up to.
pub fn is_subtotal(cells: &[String]) -> bool {
    let mut candidates = cells.iter().filter(|cell| may_be_subtotal(cell));
    let Some(first) = candidates.next() else {
        return false;
    };
    let is_first_filled = first_filled(cells).is_some_and(|filled| filled == tidy(first));
    let spaceless = |cell: &str| -> String {
        let plain = plain(cell).to_lowercase();
        plain.chars().filter(|c| !c.is_whitespace()).collect()
    };
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
        SUBTOTALS[..3].iter().any(|total| filled.ends_with(total))
    };
    let first = spaceless(first);
    (is_first_filled && begins(&first))
        || is_alone(&first)
        || candidates.any(|cell| is_alone(&spaceless(cell)))
        || ends()
}

/// Whether the name of the goods or of the place is that of a sum: N95口罩合计, 口罩类小计.
fn adds_up(plan: &Plan, cells: &[String]) -> bool {
    let named = [Column::Item, Column::Site];
    let names = named
        .into_iter()
        .filter_map(|column| plan.cell_of(column, cells));
    let mut names = names.filter(|cell| ends_as_sum(cell));
    names.any(|name| {
        let name = plain(name);
        let name = name.split('(').next().unwrap_or("").trim_end();
        SUBTOTALS[..3].iter().any(|total| name.ends_with(total))
    })
}

/// Whether `cell` may make its line, which states a day and a quantity, no data nevertheless.
///
/// A word of a sub-total that begins with a letter stands alone, so that a digit in the cell tells that it is none.
pub fn may_be_no_data(cell: &str) -> bool {
    let is_code = || {
        let begins = cell.trim_start().as_bytes().first();
        begins.is_some_and(u8::is_ascii) && cell.bytes().any(|byte| byte.is_ascii_digit())
    };
    may_be_subtotal(cell) && (ends_as_sum(cell) || !is_code())
}

/// Whether a name may end in the word of a sum, with what it counts in brackets behind it or without.
fn ends_as_sum(cell: &str) -> bool {
    cell.ends_with('计') || cell.ends_with([')', '）']) && cell.contains('计')
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
        Some(byte) if byte >= 0x80 => cell.chars().any(|c| matches!(c, '计' | '汇')),
        Some(b'T' | b't') if begins("tot") => true,
        Some(b'S' | b's') if begins("sub") => true,
        // Grain is no grand total, and a common category.
        Some(b'G' | b'g') if begins("gra") && !begins("grain") => true,
        _ => ends_as_sum(cell),
    }
}

/// Whether a line says what the header said, as at the top of each printed page.
fn is_header_again(sheet: &Sheet, line: &Line) -> bool {
    let mut pairs = sheet.headers.iter().enumerate();
    let has_some = first_filled(&line.cells).is_some();
    sheet.header_line > 0
        && has_some
        && pairs.all(|(at, header)| {
            line.cells.get(at).map_or("", String::as_str) == header
                || line.cells.get(at).is_some_and(|cell| tidy(cell) == *header)
        })
}

/// Whether a line is a heading between the rows: one cell across the table, or a numbered title alone in front.
fn is_heading(sheet: &Sheet, line: &Line) -> bool {
    let last = sheet.headers.len().saturating_sub(1);
    let is_across = sheet
        .merges_of(line.number)
        .any(|merge| merge.from == merge.to && merge.left == 0 && merge.right >= last && last > 0);
    if is_across {
        return true;
    }
    let begins = line.cells.first().map_or("", String::as_str);
    if begins.starts_with(|c: char| c.is_ascii_graphic() && c != '(') {
        return false;
    }
    let begins = begins.trim_start();
    let numeral = begins.trim_start_matches(['（', '(']);
    let is_numbered = numeral.chars().next().is_some_and(|c| NUMERALS.contains(c))
        && numeral
            .trim_start_matches(|c| NUMERALS.contains(c))
            .starts_with(['、', '）', ')', '．', '.']);
    is_numbered && last > 0 && is_lone(&line.cells)
}

/// Whether a line is a note under the table: it begins as notes do and states no amount, or one cell alone says so.
fn is_note(plan: &Plan, line: &Line) -> bool {
    let begins_plainly = |cell: &str| cell.starts_with(|c: char| c.is_ascii_graphic());
    let is_filled = |cell: &&String| begins_plainly(cell) || !cell.trim().is_empty();
    let Some(first) = line.cells.iter().find(is_filled) else {
        return false;
    };
    if may_sign(first) && is_lone(&line.cells) {
        let first = plain(first);
        let is_remark = || REMARKS.iter().any(|word| first.starts_with(word));
        if Day::parse(&first).is_some() || is_remark() {
            return true;
        }
    }
    let has_colon = match first.is_ascii() {
        true => first.contains(':'),
        false => first.contains([':', '：']),
    };
    if !has_colon {
        return false;
    }
    let first = plain(first).to_lowercase();
    let begins = NOTES.iter().any(|word| first.starts_with(word));
    let has_amount = |cell: &String| cell.contains(|c: char| c.is_ascii_digit());
    begins && !plan.measured(&line.cells).any(has_amount)
}

/// Whether a cell that stands alone may be the day or the remark under a table; nearly every cell is told by its bytes.
fn may_sign(cell: &str) -> bool {
    cell.contains(['年', '日', '上']) || cell.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether only one cell of a line is filled.
pub fn is_lone(cells: &[String]) -> bool {
    cells.iter().filter(|cell| !tidy(cell).is_empty()).count() == 1
}

fn first_filled(cells: &[String]) -> Option<Cow<'_, str>> {
    cells
        .iter()
        .map(|cell| tidy(cell))
        .find(|cell| !cell.is_empty())
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
}
