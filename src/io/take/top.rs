//! The top of a sheet: which line is its header, or which two, and what stands over it.

use std::collections::BTreeSet;

use crate::ledger::header::{recognise, understood};
use crate::ledger::text::tidy;

use super::super::sheet::{Line, Sheet};
use super::blocks::may_be_header;
use super::title::is_of_table;

/// How many lines from the top may come before a header.
const HEADER_SEARCH: usize = 20;

/// Splits `lines` into what stands above the header, the header, and the data.
///
/// The header is the first line, among the first twenty, that makes a table; without any, the line that has the most
/// known headers, or else the first. Where cells merged over several columns stand over it, both lines are the header.
pub fn with_header(mut sheet: Sheet, lines: Vec<Line>) -> Sheet {
    let filled = |line: &Line| line.cells.iter().any(|cell| !tidy(cell).is_empty());
    let scored = || {
        let top = lines.iter().take(HEADER_SEARCH).enumerate();
        top.filter(|(_, line)| filled(line))
    };
    let is_all_known =
        |line: &Line| !line.cells.is_empty() && understood(&line.cells) == line.cells.len();
    if lines.first().is_some_and(is_all_known) {
        set_header(&mut sheet, lines, 0);
        return sheet;
    }
    let makes_table = |line: &Line| may_be_header(&line.cells) && recognise(&line.cells).is_some();
    let first = scored().find(|(_, line)| makes_table(line));
    let most =
        || scored().max_by_key(|(at, line)| (understood(&line.cells), std::cmp::Reverse(*at)));
    let Some(at) = first.or_else(most).map(|(at, _)| at) else {
        return sheet;
    };
    with_header_line(sheet, lines, at)
}

/// The same where the header is known to be, or to be part of, the line at position `at`.
pub fn with_header_line(mut sheet: Sheet, lines: Vec<Line>, at: usize) -> Sheet {
    match two_lines(&sheet, &lines, at) {
        Some(top) => set_header_of_two(&mut sheet, lines, top),
        None => set_header(&mut sheet, lines, at),
    }
    sheet
}

/// The sheet with its header in row `number` of the file instead, or in `count` rows from there (one or two).
///
/// Without a number, one row stays where it was found; of two, that one is the upper where words stand under it, and
/// otherwise the lower. `None` where nothing stands in that row. A format without header lines stays as it is.
pub fn with_header_at(mut sheet: Sheet, number: Option<u64>, count: u64) -> Option<Sheet> {
    if sheet.header_line == 0 {
        return Some(sheet);
    }
    let found = sheet.above.len();
    let mut lines = std::mem::take(&mut sheet.above);
    lines.push(Line {
        number: sheet.header_line,
        cells: std::mem::take(&mut sheet.headers),
    });
    lines.append(&mut sheet.lines);
    let at = match number {
        Some(number) => lines.iter().position(|line| line.number == number)?,
        None if count == 2 && !lines.get(found + 1).is_some_and(has_words_only) => {
            found.checked_sub(1)?
        }
        None => found,
    };
    if count == 2 {
        lines.get(at + 1)?;
        set_header_of_two(&mut sheet, lines, at);
    } else {
        set_header(&mut sheet, lines, at);
    }
    Some(sheet)
}

/// Whether no cell of a line is a number or a date, as no header is; goods may begin with a digit: 84消毒液.
fn has_words_only(line: &Line) -> bool {
    let is_word = |c: char| c.is_alphabetic() && !['年', '月', '日'].contains(&c);
    let is_value = |cell: &String| {
        let cell = tidy(cell);
        cell.starts_with(|c: char| c.is_ascii_digit()) && !cell.contains(is_word)
    };
    !line.cells.iter().any(is_value)
}

/// The position of the upper of two header lines, where the line at `at` is one of them.
///
/// The upper has a cell merged over several columns, though not over all, and the lower has words under it.
fn two_lines(sheet: &Sheet, lines: &[Line], at: usize) -> Option<usize> {
    let pairs = [Some(at), at.checked_sub(1)];
    pairs.into_iter().flatten().find(|top| {
        let (upper, lower) = (&lines[*top], lines.get(top + 1));
        lower.is_some_and(|lower| is_pair(sheet, upper, lower))
    })
}

fn is_pair(sheet: &Sheet, upper: &Line, lower: &Line) -> bool {
    let filled = |cells: &[String]| cells.iter().filter(|cell| !tidy(cell).is_empty()).count();
    let names_several = |left: usize, right: usize| {
        let under = lower
            .cells
            .get(left..=right.min(lower.cells.len().saturating_sub(1)));
        under.is_some_and(|cells| filled(cells) >= 2)
    };
    let mut groups = sheet
        .merges_of(upper.number)
        .filter(|merge| merge.from == merge.to && merge.right > merge.left);
    lower.number == upper.number + 1
        && filled(&upper.cells) >= 2
        && has_words_only(lower)
        && !is_title(upper, lower)
        && groups.any(|merge| names_several(merge.left, merge.right))
}

/// Whether the upper of two lines is a title over a header, and no part of it, though its cells are merged: it says
/// something of the whole table, `编制单位：县商务局` and `单位：万只`, and the lower is a header without it.
///
/// Groups of one kind, as months or depots beside each other are, stand over the same words again and again.
fn is_title(upper: &Line, lower: &Line) -> bool {
    let words = lower.cells.iter().map(|cell| tidy(cell));
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let says_each_once = words.iter().collect::<BTreeSet<_>>().len() == words.len();
    let has_word = |at: usize| {
        lower
            .cells
            .get(at)
            .is_some_and(|cell| !tidy(cell).is_empty())
    };
    let cells = || upper.cells.iter().enumerate();
    let stands_over =
        |(at, cell): (usize, &String)| tidy(cell).is_empty() || is_of_table(cell) || has_word(at);
    let mut titles = cells().filter(|(_, cell)| is_of_table(cell));
    says_each_once && cells().all(stands_over) && titles.next().is_some()
}

/// Puts the header at position `at` of `lines`; trailing headers without a name are cut off.
fn set_header(sheet: &mut Sheet, mut lines: Vec<Line>, at: usize) {
    let data = lines.split_off(at + 1);
    let header = lines.pop().unwrap_or_default();
    let headers = header.cells;
    let named = headers
        .iter()
        .rposition(|header| !tidy(header).is_empty())
        .map_or(0, |last| last + 1);
    sheet.headers = headers[..named]
        .iter()
        .map(|header| tidy(header).into_owned())
        .collect();
    sheet.header_line = header.number;
    sheet.width = sheet.width.map(|_| headers.len());
    sheet.above = lines;
    sheet.lines = data;
}

/// Puts the header into the lines at `top` and below it: a group's name goes before each of its columns, unless the
/// column's own name is known and stands only once.
fn set_header_of_two(sheet: &mut Sheet, mut lines: Vec<Line>, top: usize) {
    let lower = lines.remove(top + 1);
    let upper = std::mem::take(&mut lines[top].cells);
    let width = upper.len().max(lower.cells.len());
    let word = |cells: &[String], at: usize| {
        cells
            .get(at)
            .map_or(String::new(), |cell| tidy(cell).into_owned())
    };
    let mut group = String::new();
    let mut is_inside = false;
    let mut joined = Vec::with_capacity(width);
    for at in 0..width {
        let (over, under) = (word(&upper, at), word(&lower.cells, at));
        if !over.is_empty() || !is_inside {
            group.clone_from(&over);
        }
        is_inside = !under.is_empty();
        let twins = lower
            .cells
            .iter()
            .filter(|cell| tidy(cell) == under)
            .count();
        let speaks_alone = twins == 1 && understood(std::slice::from_ref(&under)) == 1;
        joined.push(match (group.is_empty(), under.is_empty()) {
            (true, _) => under,
            (false, true) => group.clone(),
            (false, false) => match name_of(&group, &under) {
                Some(name) => name,
                None if speaks_alone => under,
                None => format!("{group} {under}"),
            },
        });
    }
    lines[top].cells = joined;
    let upper_line = lines[top].number;
    set_header(sheet, lines, top);
    sheet.header_line = upper_line;
}

/// Words under a group that say the name or the code of what the group names.
const NAMES: [&str; 4] = ["名称", "编码", "编号", "代码"];
/// What a group may be called beyond the thing itself: 物资信息, 物资基本信息.
const ABOUT: [&str; 2] = ["基本信息", "信息"];

/// The header that a group and a word under it are together, as 物资信息 over 名称 is 物资名称; `None` where the word is
/// no name, or nothing is known by it.
fn name_of(group: &str, under: &str) -> Option<String> {
    let mut about = ABOUT.iter();
    let thing = about.find_map(|about| group.strip_suffix(about));
    let name = format!("{}{under}", thing.unwrap_or(group));
    let is_known = NAMES.contains(&under) && understood(std::slice::from_ref(&name)) == 1;
    is_known.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::super::sheet::Merge;
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        let numbered = text.lines().zip(1..);
        numbered
            .map(|(line, number)| Line {
                number,
                cells: line.split(',').map(str::to_owned).collect(),
            })
            .collect()
    }

    #[test]
    fn a_group_over_several_columns_makes_two_lines_one_header() {
        let sheet = Sheet {
            merges: vec![
                Merge {
                    from: 1,
                    to: 1,
                    left: 0,
                    right: 5,
                },
                Merge {
                    from: 2,
                    to: 2,
                    left: 2,
                    right: 3,
                },
                Merge {
                    from: 2,
                    to: 2,
                    left: 4,
                    right: 5,
                },
            ],
            ..Sheet::default()
        };
        let text = "台账,,,,,\n日期,物资编码,入库,,出库,\n,,数量,单价,数量,单位\n2022-03-01,gloves,5,1,2,H1";
        let sheet = with_header(sheet, lines(text));
        assert_eq!(
            sheet.headers,
            ["日期", "物资编码", "入库 数量", "单价", "出库 数量", "单位"]
        );
        assert_eq!((sheet.header_line, sheet.above.len()), (2, 1));
        assert_eq!(sheet.lines[0].number, 4);
    }

    #[test]
    fn a_title_across_the_table_is_no_second_header() {
        let sheet = Sheet {
            merges: vec![Merge {
                from: 1,
                to: 1,
                left: 0,
                right: 2,
            }],
            ..Sheet::default()
        };
        let sheet = with_header(sheet, lines("库存表,,\n单位,物资编码,数量\nD1,gloves,5"));
        assert_eq!(sheet.headers, ["单位", "物资编码", "数量"]);
    }

    /// The headers of `text` where a cell of its first line is merged over the columns `left` to `right`.
    fn headers_under(left: usize, right: usize, text: &str) -> Vec<String> {
        let merge = Merge {
            from: 1,
            to: 1,
            left,
            right,
        };
        let sheet = Sheet {
            merges: vec![merge],
            ..Sheet::default()
        };
        with_header(sheet, lines(text)).headers
    }

    #[test]
    fn a_line_of_what_holds_for_all_is_a_title_though_its_cells_are_merged() {
        let header = "仓库,物资名称,库存数量";
        for title in [
            "编制单位：县商务局,,单位：万只",
            "县商务局,,2022年3月",
            "县商务局,,（单位：万只）",
            "2022-03-05,,单位：万只",
        ] {
            let text = format!("{title}\n{header}\n县库,口罩,5");
            let found = headers_under(0, 1, &text);
            assert_eq!(found, ["仓库", "物资名称", "库存数量"], "{title}");
        }
    }

    #[test]
    fn a_group_says_of_what_a_name_under_it_is_the_name() {
        for (group, name) in [
            ("物资信息", "物资名称"),
            ("物资", "物资名称"),
            ("单位基本信息", "单位名称"),
            ("其他", "名称"),
        ] {
            let text = format!("仓库,{group},,库存数量\n,名称,规格,\n县库,口罩,只,5");
            assert_eq!(headers_under(1, 2, &text)[1], name, "{group}");
        }
    }

    #[test]
    fn months_and_depots_over_the_same_words_are_groups() {
        let text = "物资名称,2022年3月,\n,入库数,出库数\n口罩,5,2";
        let found = headers_under(1, 2, text);
        assert_eq!(found[0], "物资名称");
        let text = "仓库,物资名称,仓库：县库,,仓库：乡库,\n,,甲,乙,甲,乙\n县库,口罩,5,2,5,2";
        let found = headers_under(2, 3, text);
        assert_eq!(found[..3], ["仓库", "物资名称", "仓库：县库 甲"]);
        let text = "仓库,物资名称,其中：儿童,\n,,甲,乙\n县库,口罩,5,2";
        assert_eq!(headers_under(2, 3, text)[2], "其中：儿童 甲");
    }

    #[test]
    fn the_first_table_of_a_sheet_keeps_its_header() {
        let text = "site,item,as_of,qty\nD1,gloves,2022-03-01,5\nsite,item,as_of,qty,unit,lot\nD1,a,2022-03-01,5,,\n";
        assert_eq!(with_header(Sheet::default(), lines(text)).header_line, 1);
    }
}
