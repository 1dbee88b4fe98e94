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

mod sums;

use sums::adds_up;
pub use sums::{is_subtotal, is_sum_name, may_be_no_data};

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
        () if is_sum(sheet, plan, &line.cells) => Some(Why::Subtotal),
        () if is_header_again(sheet, line) => Some(Why::HeaderAgain),
        () if is_heading(sheet, line) || heads_rows(plan, line) => Some(Why::Heading),
        () if is_note(plan, line) => Some(Why::Note),
        () => None,
    }
}

/// Whether a line repeats what others state. What granary wrote is a row whatever its words: it cannot be written anew.
fn is_sum(sheet: &Sheet, plan: &Plan, cells: &[String]) -> bool {
    let repeats = is_subtotal(cells) || adds_up(sheet, plan, cells);
    repeats && !is_own(sheet, plan, cells)
}

/// Whether a line is one that granary wrote: of a ledger, or under all columns of its table, each by its id. A name in it
/// was read before, and is one.
pub fn is_own(sheet: &Sheet, plan: &Plan, cells: &[String]) -> bool {
    let fields = plan.table.fields();
    let has = |id: &str| sheet.headers.iter().any(|header| header == id);
    let is_whole = || fields.iter().all(|field| has(field.column.id()));
    is_sealed(plan, cells) || sheet.headers.len() == fields.len() && is_whole()
}

/// Whether a line is one of a ledger, which has taken it already.
fn is_sealed(plan: &Plan, cells: &[String]) -> bool {
    let seal = plan.cell_of(Column::Seal, cells);
    seal.is_some_and(|seal| !seal.trim().is_empty())
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
    is_numbered(begins) && last > 0 && is_lone(&line.cells)
}

/// Whether the goods of a line are a numbered heading, and no amount stands beside it: 一、粮食类 within the days and the
/// markets of a list of prices.
fn heads_rows(plan: &Plan, line: &Line) -> bool {
    let goods = plan.cell_of(Column::Item, &line.cells);
    let states = |cell: &String| cell.contains(|c: char| c.is_ascii_digit());
    goods.is_some_and(is_numbered) && !plan.measured(&line.cells).any(states)
}

/// Whether a cell begins with the number of a heading.
fn is_numbered(cell: &str) -> bool {
    let numeral = cell.trim_start().trim_start_matches(['（', '(']);
    let behind = numeral.trim_start_matches(|c| NUMERALS.contains(c));
    behind.len() < numeral.len() && behind.starts_with(['、', '）', ')', '．', '.'])
}

/// Whether a line is a note under the table: it begins as notes do, or is to be signed, and states no amount; or one cell
/// alone says so.
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
    let has_amount = |cell: &String| cell.contains(|c: char| c.is_ascii_digit());
    let is_said = begins_note(first) || is_signed(&line.cells);
    is_said && !plan.measured(&line.cells).any(has_amount)
}

/// Whether each cell that is filled in a line says what is to be written behind it: 领导签字：, 经办人：.
fn is_signed(cells: &[String]) -> bool {
    let mut filled = cells.iter().filter(|cell| !tidy(cell).is_empty());
    filled.all(|cell| !cell.is_ascii() && cell.contains([':', '：']))
}

/// Whether a cell begins as notes do, before a colon.
fn begins_note(cell: &str) -> bool {
    let has_colon = match cell.is_ascii() {
        true => cell.contains(':'),
        false => cell.contains([':', '：']),
    };
    if !has_colon {
        return false;
    }
    let cell = plain(cell).to_lowercase();
    NOTES.iter().any(|word| cell.starts_with(word))
}

/// Names that may be those of a place, and may say that the line adds all places up.
const ALL: [&str; 8] = ["全县", "全市", "全区", "全省", "全镇", "全乡", "共", "共有"];

/// Whether a name that stands for a place may be one, or a heading, a note or the sum of all: 二、消杀类, 全县.
///
/// Nearly every name is told by how it begins.
pub fn may_be_no_place(name: &str) -> bool {
    if name.is_ascii() {
        return false;
    }
    match name.trim_start().chars().next() {
        Some('全' | '共') => ALL.contains(&name.trim()),
        Some('注' | '备' | '说' | '附' | '制' | '填' | '审' | '复' | '负' | '保' | '经') => {
            begins_note(name)
        }
        Some(_) => is_numbered(name),
        None => false,
    }
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
