//! The texts of one column of rows: a cell that stood there before is the text that it was then.

use crate::engine::memo::Memo;
use crate::ledger::Text;

use super::name::EXACT;

/// Different texts after which it is told whether a column repeats its cells.
const TOLD_BY: usize = 64;
/// Different texts that are kept at the most.
const KEPT: usize = 1 << 12;

/// The texts that were met in a column.
#[derive(Debug, Default)]
pub struct Texts {
    memo: Memo,
    kept: Vec<Text>,
    /// How many cells were asked for.
    asked: usize,
    /// Whether most cells differ, as numbers of lines and seals do: each is then read by itself.
    is_varied: bool,
}

impl Texts {
    /// The text of the cell at `from..to` of `block`, as `read` reads it; `None` where the exact reader is to judge it.
    #[inline]
    pub fn text(
        &mut self,
        block: &str,
        (from, to): (usize, usize),
        read: impl Fn(&str) -> Option<Text>,
    ) -> Option<Text> {
        if self.is_varied {
            return read(&block[from..to]);
        }
        let kept = &mut self.kept;
        let answer = self.memo.answer(block.as_bytes(), from, to, |_| {
            let Some(text) = read(&block[from..to]) else {
                return EXACT;
            };
            kept.push(text);
            u32::try_from(kept.len() - 1).unwrap_or(EXACT)
        });
        self.asked += 1;
        let many = self.kept.len();
        self.is_varied = many > TOLD_BY && (many > KEPT || many * 2 > self.asked);
        self.kept.get(answer as usize).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of `cells` in their order, and how many of them were read.
    fn read(cells: &[String]) -> (Vec<Option<Text>>, usize) {
        let (mut texts, read) = (Texts::default(), std::cell::Cell::new(0));
        let block = cells.concat();
        let mut from = 0;
        let all = cells.iter().map(|cell| {
            let there = (from, from + cell.len());
            from = there.1;
            texts.text(&block, there, |cell| {
                read.set(read.get() + 1);
                (!cell.ends_with('?')).then(|| cell.into())
            })
        });
        (all.collect(), read.get())
    }

    #[test]
    fn a_text_that_repeats_is_read_once_and_one_that_is_refused_stays_so() {
        let cells = ["H1", "?", "a note that is longer than a slot", "H1", "?"];
        let cells = cells.repeat(100).into_iter().map(str::to_owned);
        let cells: Vec<String> = cells.collect();
        let (texts, times) = read(&cells);
        for (text, cell) in texts.iter().zip(&cells) {
            let expected = (cell != "?").then(|| Text::from(cell.as_str()));
            assert_eq!(*text, expected);
        }
        assert_eq!(times, 3);
    }

    #[test]
    fn texts_that_differ_are_read_one_by_one_and_are_the_same() {
        let cells: Vec<String> = (0..500).map(|n| format!("seal {n}")).collect();
        let (texts, times) = read(&cells);
        let texts = texts.into_iter().flatten().map(String::from);
        assert!(texts.eq(cells.iter().cloned()));
        assert_eq!(times, 500);
    }
}
