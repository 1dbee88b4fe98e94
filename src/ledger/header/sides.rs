//! Books that keep what came and what went side by side: 入库, 出库 and perhaps 结存 in one line.

use crate::ledger::column::Column;

use super::Word;

/// Headers over what came, in books that keep both sides.
const CAME: [&str; 6] = ["入库", "入库数量", "入库数", "收入", "收入数量", "本期入库"];
/// Headers over what went.
const WENT: [&str; 8] = [
    "出库",
    "出库数量",
    "出库数",
    "发出",
    "发出数量",
    "支出",
    "支出数量",
    "本期出库",
];
/// Headers over what was left after either.
const LEFT: [&str; 4] = ["结存", "结存数量", "结余", "结余数量"];

/// The columns of a book that keeps what came and what went side by side, by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    pub came: usize,
    pub went: usize,
    /// What was left then.
    pub left: Option<usize>,
}

/// The two sides of a book of movements; `None` where a header states the kind or a single quantity.
pub fn sides(headers: &[String]) -> Option<Sides> {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let only = |names: &[&str]| {
        let mut found = words.iter().enumerate();
        let mut found = found
            .by_ref()
            .filter(|(_, word)| names.contains(&&*word.plain));
        let (at, _) = found.next()?;
        found.next().is_none().then_some(at)
    };
    let qty = Column::Qty.entry();
    let is_single = |word: &Word| {
        word.meant.contains(&Column::Kind) || word.plain == qty.id || word.plain == qty.zh
    };
    let (came, went) = (only(&CAME)?, only(&WENT)?);
    (!words.iter().any(is_single)).then_some(Sides {
        came,
        went,
        left: only(&LEFT),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::header::recognise;
    use crate::ledger::table::Table;

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_book_of_two_sides_is_told_from_one_with_a_kind() {
        let book = "日期,仓库,物资,入库,出库,结存";
        let both = Some(Sides {
            came: 3,
            went: 4,
            left: Some(5),
        });
        assert_eq!(sides(&headers(book)), both);
        assert_eq!(recognise(&headers(book)), Some(Table::Movement));
        for other in [
            "日期,类型,物资,入库,出库",
            "日期,物资,数量,入库,出库",
            "日期,物资,入库",
        ] {
            assert_eq!(sides(&headers(other)), None, "{other}");
        }
    }
}
