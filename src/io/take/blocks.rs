//! Several tables in one sheet: one below the other, or side by side, each with its own header.
//!
//! Positions stay those of the file: a table beside another keeps its columns, and the cells of the other are blank.

use std::collections::BTreeSet;

use crate::ledger::header::{recognise, understood};
use crate::ledger::text::tidy;

use super::super::sheet::{Line, Sheet};
use super::scope::is_lone;
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

/// Whether the cells of a line are the header of some table: words that headers are made of, and no digit.
pub fn is_header(cells: &[String]) -> bool {
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
    sheet
        .lines
        .iter()
        .position(|line| is_header(&line.cells) && !is_same(&line.cells, &sheet.headers))
}

fn is_same(cells: &[String], headers: &[String]) -> bool {
    let width = cells.len().max(headers.len());
    (0..width).all(|at| {
        let cell = cells.get(at).map_or("", String::as_str);
        let header = headers.get(at).map_or("", String::as_str);
        tidy(cell) == header
    })
}

/// Splits a sheet whose header is several headers side by side, each of a table of its own.
fn beside(sheet: Sheet) -> Vec<Sheet> {
    let groups = header_groups(&sheet.headers);
    let names = |group: &std::ops::Range<usize>| sheet.headers[group.clone()].to_vec();
    let is_table = |group: &std::ops::Range<usize>| recognise(&names(group)).is_some();
    let is_repeated = || groups.iter().all(|group| names(group) == names(&groups[0]));
    let is_wide = groups.iter().all(|group| group.len() > 1);
    let splits = groups.len() > 1 && is_wide && (groups.iter().all(is_table) || is_repeated());
    if !splits {
        return vec![sheet];
    }
    let mut above = Some(sheet.above.clone());
    groups
        .iter()
        .map(|group| Sheet {
            headers: only(&sheet.headers, group),
            lines: sheet
                .lines
                .iter()
                .map(|line| Line {
                    number: line.number,
                    cells: only(&line.cells, group),
                })
                .collect(),
            above: above.take().unwrap_or_default(),
            ..sheet.shell()
        })
        .collect()
}

/// The groups of headers that stand together: an empty header parts them, and so does the first of a group again.
fn header_groups(headers: &[String]) -> Vec<std::ops::Range<usize>> {
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
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

/// `cells` with everything outside of `group` blank, so that positions stay.
fn only(cells: &[String], group: &std::ops::Range<usize>) -> Vec<String> {
    let upto = cells.iter().take(group.end).enumerate();
    upto.map(|(at, cell)| match group.contains(&at) {
        true => cell.clone(),
        false => String::new(),
    })
    .collect()
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
    fn the_same_header_on_the_next_page_begins_no_table() {
        let page = "日期,类型,单位,物资编码,数量\n";
        let found = tables(&format!("{page}2022-03-01,入库,D1,gloves,5\n{page}"));
        assert_eq!((found.len(), found[0].lines.len()), (1, 2));
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
            assert!(!is_header(&cells), "{line}");
        }
    }
}
