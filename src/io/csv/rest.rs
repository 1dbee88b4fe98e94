//! Lines that were left unsplit and are taken one by one as they lie, each in the cells of the one before.

use memchr::{memchr, memchr_iter, memrchr};

use crate::engine::separators::Separators;

use super::super::sheet::{Line, Rest, Sheet, Source};
use super::proper;

/// Bytes of text whose lines are told apart together.
const BLOCK: usize = if cfg!(test) { 1 << 6 } else { 1 << 13 };

/// The text of the lines where they need not be split beforehand: it is in memory, and plain.
fn plain(rest: &Rest) -> Option<&str> {
    match &rest.source {
        Source::Text(text) if proper::is_plain(text.as_bytes()) => Some(text),
        _ => None,
    }
}

/// The text of the lines that are taken as they lie.
fn text_of(rest: &Rest) -> &str {
    plain(rest).map_or("", |text| &text[rest.offset as usize..])
}

/// The sheet as it is taken line by line, with what only its last line shows; `None` where its lines are to be split.
pub fn by_line(sheet: &Sheet) -> Option<Sheet> {
    let text = plain(sheet.rest.as_ref()?)?;
    let last = || 1 + memchr_iter(b'\n', text.as_bytes()).count() as u64;
    Some(Sheet {
        open_end: (!text.ends_with('\n')).then(last),
        ..sheet.clone()
    })
}

/// How many lines there are that are taken as they lie, empty ones among them.
pub fn lines_in(rest: &Rest) -> usize {
    let text = text_of(rest);
    memchr_iter(b'\n', text.as_bytes()).count() + usize::from(!text.ends_with('\n'))
}

/// Hands every line of `rest` to `take`; empty ones are none.
pub fn each_line(rest: &Rest, mut take: impl FnMut(&Line)) {
    let mut text = text_of(rest);
    let mut separators = Separators::default();
    let mut line = Line {
        number: rest.line,
        cells: Vec::new(),
    };
    while let Some(end) = block_end(text.as_bytes()) {
        let block;
        (block, text) = text.split_at(end);
        separators.find(block.as_bytes(), rest.delimiter);
        let (mut first, mut start) = (0, 0);
        for last in &separators.lines {
            let ends = &separators.cells()[first..*last as usize];
            let feed = ends[ends.len() - 1] as usize;
            if feed > start {
                fill(&mut line.cells, block, start, ends);
                take(&line);
            }
            line.number += 1;
            (first, start) = (*last as usize, feed + 1);
        }
    }
    if !text.is_empty() {
        proper::cells_into(&mut line.cells, text, rest.delimiter);
        take(&line);
    }
}

/// Where a block of whole lines ends, as many as are looked at together; `None` where no line ends.
fn block_end(text: &[u8]) -> Option<usize> {
    let head = &text[..text.len().min(BLOCK)];
    let feed = memrchr(b'\n', head).or_else(|| memchr(b'\n', text))?;
    Some(feed + 1)
}

/// Puts the cells of a block that begin at `start` and have these `ends` in place of others, whose room is used again.
fn fill(cells: &mut Vec<String>, block: &str, mut start: usize, ends: &[u32]) {
    cells.resize_with(ends.len(), String::new);
    for (cell, end) in cells.iter_mut().zip(ends) {
        let end = *end as usize;
        cell.clear();
        cell.push_str(&block[start..end]);
        start = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn lines_taken_as_they_lie_are_those_of_the_whole_text() {
        let head = (1..30).map(|n| format!("D{n},gloves,2022-03-01,{n}\n"));
        let head = format!("site,item,as_of,qty\n{}", head.collect::<String>());
        for tail in ["", "\n\nD1,a,,,,,\n", "D2,b\nD3,c,2022-03-02,7", "D4"] {
            let text = format!("{head}{tail}");
            let whole = super::super::read(&text, "x.csv").expect("delimited text");
            let lazy = super::super::read_lazily(Arc::from(&*text), "x.csv").expect("the same");
            let lazy = by_line(&lazy).expect("plain text");
            let mut lines = lazy.lines.clone();
            each_line(lazy.rest.as_ref().expect("a rest"), |line| {
                lines.push(line.clone())
            });
            let shown = |lines: &[Line]| format!("{lines:?}");
            assert_eq!(shown(&lines), shown(&whole.lines), "{tail:?}");
            assert_eq!(lazy.open_end, whole.open_end, "{tail:?}");
            assert_eq!((lazy.headers, lazy.width), (whole.headers, whole.width));
        }
        let quoted = format!("{head}D5,\"d\",2022-03-01,5\n");
        let lazy = super::super::read_lazily(Arc::from(&*quoted), "x.csv").expect("the same");
        assert!(by_line(&lazy).is_none());
    }
}
