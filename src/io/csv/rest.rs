//! Lines that were left unsplit and are taken one by one as they lie, each in the cells of the one before.

use super::super::sheet::{Line, Rest, Sheet, Source};
use super::proper;

/// The text of the lines where they need not be split beforehand: it is in memory, and plain.
fn plain(rest: &Rest) -> Option<&str> {
    match &rest.source {
        Source::Text(text) if proper::is_plain(text.as_bytes()) => Some(text),
        _ => None,
    }
}

/// The sheet as it is taken line by line, with what only its last line shows; `None` where its lines are to be split.
pub fn by_line(sheet: &Sheet) -> Option<Sheet> {
    let text = plain(sheet.rest.as_ref()?)?;
    let last = 1 + text.bytes().filter(|byte| *byte == b'\n').count() as u64;
    Some(Sheet {
        open_end: (!text.ends_with('\n')).then_some(last),
        ..sheet.clone()
    })
}

/// Hands every line of `rest` to `take`; empty ones are none.
pub fn each_line(rest: &Rest, mut take: impl FnMut(&Line)) {
    let text = plain(rest).map_or("", |text| &text[rest.offset as usize..]);
    let mut line = Line::default();
    for (cells, number) in text.split('\n').zip(rest.line..) {
        if !cells.is_empty() {
            line.number = number;
            proper::cells_into(&mut line.cells, cells, rest.delimiter);
            take(&line);
        }
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
