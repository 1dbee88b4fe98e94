//! Books that keep what came and what went side by side, 入库, 出库 and perhaps 结存 in one line, and lists of one side.

use crate::ledger::column::Column;

use super::Word;
use super::held::{is_receiver, is_store};

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

/// Headers over the days of either.
const CAME_ON: [&str; 1] = ["入库日期"];
const WENT_ON: [&str; 1] = ["出库日期"];

/// The columns of a book that keeps what came and what went side by side, by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    pub came: usize,
    pub went: usize,
    /// What was left then.
    pub left: Option<usize>,
    /// The days of either, where each side has its own.
    pub on: Option<(usize, usize)>,
}

/// The one side that a list keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    pub amount: usize,
    /// Whether it came; else it went.
    pub came: bool,
    /// Its day, where the header says of which side it is.
    pub on: Option<usize>,
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
        on: only(&CAME_ON).zip(only(&WENT_ON)),
    })
}

/// Adds to the columns that the `found` headers stand for those that the sides of a book of movements tell.
pub fn told_by_sides(headers: &[String], found: &mut Vec<Column>) {
    let (told, is_dated): (&[Column], bool) = match (sides(headers), side(headers)) {
        (Some(sides), _) => (&[Column::Kind, Column::Qty], sides.on.is_some()),
        (None, Some(side)) => (&[Column::Kind], side.on.is_some()),
        (None, None) => return,
    };
    let date = [Column::Date];
    let told = told.iter().chain(date.iter().filter(|_| is_dated));
    for column in told {
        if !found.contains(column) {
            found.push(*column);
        }
    }
}

/// Headers that say by themselves that their amounts came, or went.
const CAME_ALONE: [&str; 2] = ["入库数量", "收入数量"];
const WENT_ALONE: [&str; 5] = ["出库数量", "发出数量", "支出数量", "领用数量", "发放数量"];

/// The one side of a list that keeps only what came, or only what went; `None` where a header states the kind or another quantity, or none says that the place is a store.
pub fn side(headers: &[String]) -> Option<Side> {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let tells_store = |word: &Word| is_store(&word.plain) || is_receiver(&word.plain);
    let tells_kind = |word: &Word| word.meant.contains(&Column::Kind);
    if !words.iter().any(tells_store) || words.iter().any(tells_kind) {
        return None;
    }
    let amounts = words.iter().enumerate();
    let mut amounts = amounts.filter(|(_, word)| word.meant.contains(&Column::Qty));
    let (amount, word) = amounts.next()?;
    let is_of = |names: &[&str]| names.contains(&&*word.plain);
    let came = match (is_of(&CAME_ALONE), is_of(&WENT_ALONE)) {
        (true, _) => true,
        (_, true) => false,
        _ => return None,
    };
    let day = if came { CAME_ON } else { WENT_ON };
    let on = words.iter().position(|word| day.contains(&&*word.plain));
    let side = Side { amount, came, on };
    amounts.next().is_none().then_some(side)
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
            on: None,
        });
        assert_eq!(sides(&headers(book)), both);
        assert_eq!(recognise(&headers(book)), Some(Table::Movement));
        let dated = headers("仓库,物资,入库日期,入库数量,出库日期,出库数量");
        assert_eq!(sides(&dated).and_then(|sides| sides.on), Some((2, 4)));
        assert_eq!(recognise(&dated), Some(Table::Movement));
        for other in [
            "日期,类型,物资,入库,出库",
            "日期,物资,数量,入库,出库",
            "日期,物资,入库",
        ] {
            assert_eq!(sides(&headers(other)), None, "{other}");
        }
    }

    #[test]
    fn a_list_of_one_side_says_by_its_amounts_whether_they_came_or_went() {
        for (list, expected) in [
            ("领用日期,仓库,领用单位,物资名称,领用数量", Some((4, false))),
            ("日期,库房,物资,入库数量", Some((3, true))),
            ("日期,单位,物资,领用数量", None),
            ("日期,仓库,类型,物资,出库数量", None),
            ("日期,仓库,物资,出库数量,数量", None),
            ("日期,仓库,物资,数量", None),
        ] {
            let side = side(&headers(list)).map(|side| (side.amount, side.came));
            assert_eq!(side, expected, "{list}");
        }
        let dated = headers("出库日期,仓库,物资,出库数量");
        assert_eq!(side(&dated).and_then(|side| side.on), Some(0));
        assert_eq!(recognise(&dated), Some(Table::Movement));
        let list = headers("领用日期,仓库,领用单位,物资名称,领用数量");
        assert_eq!(recognise(&list), Some(Table::Movement));
    }
}
