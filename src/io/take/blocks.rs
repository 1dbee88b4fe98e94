//! Several tables in one sheet: one below the other, or side by side, each with its own header.
//!
//! A row may be made of words that headers are made of, as a carrier that reports nothing is: `D,W,carrier,no`. So a line
//! of such words begins another table only where it is the whole header of one, or where nothing in it reads under the
//! header above it.
//!
//! Positions stay those of the file: a table beside another keeps its columns, and the cells of the other are blank.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::ledger::header::{headings, recognise, understood};
use crate::ledger::parse::parse;
use crate::ledger::table::Kind;
use crate::ledger::text::tidy;
use crate::ledger::{Column, Table};

use super::super::sheet::{Line, Sheet};
use super::scope::is_lone;
use super::table_of;
use super::top::with_header_line;

/// The tables of a sheet, from top to bottom and from left to right.
pub fn blocks(sheet: Sheet) -> Vec<Sheet> {
    if sheet.header_line == 0 {
        return vec![sheet];
    }
    let mut blocks: Vec<Sheet> = stacked(sheet).into_iter().flat_map(beside).collect();
    if blocks.len() > 1 {
        // The name of a sheet that holds several tables cannot say which of them each is.
        for block in &mut blocks {
            block.stated = None;
        }
    }
    blocks
}

/// Whether the cells of a line may be the header of some table: words that headers are made of, and no digit.
pub fn may_be_header(cells: &[String]) -> bool {
    let has_digit = |cell: &String| cell.bytes().any(|byte| byte.is_ascii_digit());
    if cells.iter().any(has_digit) {
        return false;
    }
    let filled = cells.iter().filter(|cell| !tidy(cell).is_empty()).count();
    // No header says one word twice, as a depot called DEPOT does that is of class depot.
    let known = cells
        .iter()
        .filter(|cell| understood(std::slice::from_ref(cell)) > 0);
    let known: BTreeSet<String> = known.map(|cell| tidy(cell).to_lowercase()).collect();
    let known = known.len();
    known >= 2 && known * 2 >= filled
}

/// Splits a sheet where another header begins; the titles over it go with it.
fn stacked(mut sheet: Sheet) -> Vec<Sheet> {
    let mut blocks = Vec::new();
    while let Some(at) = next_header(&sheet) {
        let titles = sheet.lines[..at]
            .iter()
            .rev()
            .take_while(|line| is_lone(&line.cells))
            .count();
        let below = sheet.lines.split_off(at - titles);
        let shell = sheet.shell();
        sheet.open_end = None;
        blocks.push(sheet);
        sheet = with_header_line(shell, below, titles);
    }
    blocks.push(sheet);
    blocks
}

/// The position of the first line of data that is the header of another table; the same header again is none.
fn next_header(sheet: &Sheet) -> Option<usize> {
    let mut kinds = None;
    sheet.lines.iter().position(|line| {
        may_be_header(&line.cells) && !is_same(&line.cells, &sheet.headers) && {
            let kinds = kinds.get_or_insert_with(|| kinds_of(sheet));
            begins_table(kinds, &line.cells)
        }
    })
}

/// What the columns of a sheet hold; nothing is known of those that its table does not have.
fn kinds_of(sheet: &Sheet) -> Vec<Option<Kind>> {
    let Some(table) = table_of(sheet) else {
        return Vec::new();
    };
    let kind = |column| table.position(column).map(|at| table.fields()[at].kind);
    let headings = headings(table, &sheet.headers).into_iter();
    headings
        .map(|heading| heading.column.and_then(kind))
        .collect()
}

/// Whether words that headers are made of are no row under columns of these kinds.
///
/// A column of text takes any word. Of the others all cells of a row read, and none of a header does, whether its table
/// is known or not. Where some read and some do not, or there are none, the line is a header if it makes a whole table.
fn begins_table(kinds: &[Option<Kind>], cells: &[String]) -> bool {
    let told = kinds.iter().zip(cells).filter_map(|(kind, cell)| {
        let kind = kind.filter(|kind| *kind != Kind::Text)?;
        (!tidy(cell).is_empty()).then(|| parse(kind, cell, None).is_ok())
    });
    let told: Vec<bool> = told.collect();
    match (told.contains(&true), told.contains(&false)) {
        (true, false) => false,
        (false, true) => true,
        _ => recognise(cells).is_some(),
    }
}

fn is_same(cells: &[String], headers: &[String]) -> bool {
    let width = cells.len().max(headers.len());
    (0..width).all(|at| {
        let cell = cells.get(at).map_or("", String::as_str);
        let header = headers.get(at).map_or("", String::as_str);
        tidy(cell) == header
    })
}

/// Splits a sheet whose header is several headers side by side, each of a table of its own, or with what they share in
/// front of them.
fn beside(sheet: Sheet) -> Vec<Sheet> {
    let parts = match header_parts(&sheet.headers) {
        Some(parts) => parts,
        None => match with_shared(&sheet.headers) {
            Some(parts) => parts,
            None => return vec![sheet],
        },
    };
    let mut above = Some(sheet.above.clone());
    let parts = parts.iter().map(|part| Sheet {
        headers: part.of(&sheet.headers),
        lines: sheet
            .lines
            .iter()
            .map(|line| Line {
                number: line.number,
                cells: part.of(&line.cells),
            })
            .collect(),
        above: above.take().unwrap_or_default(),
        ..sheet.shell()
    });
    parts.collect()
}

/// The columns of one of several tables side by side.
struct Part {
    /// What all of them share, in front.
    shared: usize,
    own: Range<usize>,
}

impl Part {
    /// `cells` with everything outside of this part blank, so that positions stay; all blank where it states nothing of
    /// its own.
    fn of(&self, cells: &[String]) -> Vec<String> {
        let own = cells.get(self.own.start..self.own.end.min(cells.len()));
        let states = own.is_some_and(|own| own.iter().any(|cell| !tidy(cell).is_empty()));
        let is_of = |at: usize| self.own.contains(&at) || states && at < self.shared;
        let upto = cells.iter().take(self.own.end).enumerate();
        upto.map(|(at, cell)| match is_of(at) {
            true => cell.clone(),
            false => String::new(),
        })
        .collect()
    }
}

/// The parts of headers of which each is that of a table by itself; `None` where there are not several.
fn header_parts(headers: &[String]) -> Option<Vec<Part>> {
    let groups = header_groups(headers);
    let names = |group: &Range<usize>| headers[group.clone()].to_vec();
    let is_table = |group: &Range<usize>| recognise(&names(group)).is_some();
    let is_repeated = || groups.iter().all(|group| names(group) == names(&groups[0]));
    let is_wide = groups.iter().all(|group| group.len() > 1);
    let splits = groups.len() > 1 && is_wide && (groups.iter().all(is_table) || is_repeated());
    let part = |own| Part { shared: 0, own };
    splits.then(|| groups.into_iter().map(part).collect())
}

/// The parts of headers that say the same of several goods, behind what holds for all of them: 仓库, and twice 物资名称,
/// 单位, 库存数量.
fn with_shared(headers: &[String]) -> Option<Vec<Part>> {
    let names_goods = |group: &[String]| {
        group.iter().any(|header| {
            let found = headings(Table::Onhand, std::slice::from_ref(header));
            found[0].column == Some(Column::Item)
        })
    };
    (1..headers.len()).find_map(|shared| {
        let behind = &headers[shared..];
        let length = 1 + behind[1..].iter().position(|header| *header == behind[0])?;
        let (first, rest) = behind.split_at(length);
        let repeats =
            behind.len().is_multiple_of(length) && rest.chunks(length).all(|again| again == first);
        let splits = length > 1 && repeats && names_goods(first);
        let is_table = || recognise(&headers[..shared + length]).is_some();
        (splits && is_table()).then(|| {
            let starts = (shared..headers.len()).step_by(length);
            let part = |start| Part {
                shared,
                own: start..start + length,
            };
            starts.map(part).collect()
        })
    })
}

/// The groups of headers that stand together: an empty header parts them, and so does the first of a group again.
fn header_groups(headers: &[String]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for (at, header) in headers.iter().enumerate() {
        let begins_anew = at > from && *header == headers[from];
        if header.is_empty() || begins_anew {
            if at > from {
                groups.push(from..at);
            }
            from = if header.is_empty() { at + 1 } else { at };
        }
    }
    if headers.len() > from {
        groups.push(from..headers.len());
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(text: &str) -> Vec<Sheet> {
        blocks(super::super::super::csv::read(text, "x.csv").expect("delimited text"))
    }

    #[test]
    fn a_second_header_begins_a_second_table_and_takes_its_title() {
        let found = tables(
            "一、入库\n日期,类型,单位,物资编码,数量\n2022-03-01,入库,D1,gloves,5\n\
             二、库存\n截止日期,单位,物资编码,数量\n2022-03-02,D1,gloves,5\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].header_line, found[0].lines.len()), (2, 1));
        assert_eq!((found[1].header_line, found[1].lines.len()), (5, 1));
        assert_eq!(found[1].above[0].number, 4);
    }

    #[test]
    fn tables_side_by_side_keep_their_columns() {
        let found = tables(
            "单位,物资编码,数量,截止日期,,单位,物资编码,数量,截止日期\n\
             D1,gloves,5,2022-03-01,,D2,gloves,7,2022-03-01\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].headers[..6], ["", "", "", "", "", "单位"]);
        assert_eq!(found[1].lines[0].cells[5..8], ["D2", "gloves", "7"]);
        assert_eq!(found[0].lines[0].cells.len(), 4);
    }

    #[test]
    fn goods_side_by_side_share_what_stands_in_front() {
        let found = tables(
            "仓库,物资名称,单位,库存数量,物资名称,单位,库存数量\n\
             县库,N95口罩,只,100,84消毒液,瓶,30\n乡库,N95口罩,只,5,,,\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].lines[1].cells, ["乡库", "N95口罩", "只", "5"]);
        let second = &found[1].lines;
        assert_eq!(
            second[0].cells,
            ["县库", "", "", "", "84消毒液", "瓶", "30"]
        );
        assert!(second[1].cells.iter().all(String::is_empty));
        // Amounts side by side are not goods side by side: what came and what went, perhaps.
        let sums = "仓库,物资名称,数量,金额,数量,金额\n县库,N95口罩,1,2,3,4\n";
        assert_eq!(tables(sums).len(), 1);
    }

    #[test]
    fn the_same_header_on_the_next_page_begins_no_table() {
        let page = "日期,类型,单位,物资编码,数量\n";
        let found = tables(&format!("{page}2022-03-01,入库,D1,gloves,5\n{page}"));
        assert_eq!((found.len(), found[0].lines.len()), (1, 2));
    }

    #[test]
    fn a_row_of_words_that_headers_are_made_of_begins_no_table() {
        for text in [
            "enterprise,name,class,reports\nA,X,carrier,yes\nB,Y,carrier,no\nC,Z,carrier,yes\n",
            "enterprise,name,class,reports,from,to\nB,Y,carrier,no,,\nA,X,carrier,yes,,\nD,W,carrier,no,,\n",
            "单位,名称,上级单位,级别,类别\n县,某县,,旗县区,\n东库,储备库,,市,仓库\n一院,人民医院,,医疗机构,发热门诊\n",
        ] {
            let found = tables(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].lines.len(), text.lines().count() - 1, "{text}");
        }
    }

    #[test]
    fn a_header_that_granary_does_not_know_still_ends_the_table_above() {
        let found = tables(
            "单位,物资编码,数量,截止日期\nD1,gloves,5,2022-03-01\n姓名,单位,电话,备注\n张三,D1,无,无\n",
        );
        assert_eq!((found.len(), found[0].lines.len()), (2, 1));
        let found = tables(
            "enterprise,name,class,reports\nA,X,carrier,no\nsite,name,parent,level\nD,W,C,city\n",
        );
        assert_eq!((found.len(), found[1].lines.len()), (2, 1));
    }

    #[test]
    fn words_of_data_are_no_header() {
        for line in [
            "D1,gloves,A,,",
            "日期,2022-03-01,单位,H1",
            "单位,,",
            "a,b,c",
            "DEPOT,,,city,depot",
        ] {
            let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            assert!(!may_be_header(&cells), "{line}");
        }
    }
}
