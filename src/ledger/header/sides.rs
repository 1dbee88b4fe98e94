//! Books that keep what came and what went side by side, 入库, 出库 and perhaps 结存 in one line, and lists of one side.

use crate::ledger::column::Column;

use super::held::{is_giver, is_held, is_receiver, is_store};
use super::{TAKER, Word};

/// Headers over what came, in books that keep both sides.
#[rustfmt::skip]
const CAME: [&str; 19] = [
    "入库", "入库数量", "入库数", "收入", "收入数量", "本期入库", "本期收入", "本月入库", "本日入库", "当日入库", "今日入库",
    "领入", "领入数量", "进货", "进货数量", "购进", "购进数量", "购入", "购入数量",
];
/// Headers over what went.
#[rustfmt::skip]
const WENT: [&str; 24] = [
    "出库", "出库数量", "出库数", "发出", "发出数量", "支出", "支出数量", "本期出库", "本期发出", "本月出库", "本日出库",
    "当日出库", "今日出库", "领用", "领用数量", "领出", "领出数量", "发放", "发放数量", "销售", "销售数量", "售出", "售出数量",
    "销量",
];
/// Headers over what was left after either; so is whatever a list of balances has its amounts under.
const LEFT: [&str; 7] = [
    "结存",
    "结存数量",
    "结余",
    "结余数量",
    "期末",
    "余额",
    "剩余",
];
/// Headers over what was there before.
#[rustfmt::skip]
const OPENING: [&str; 24] = [
    "期初", "期初库存", "期初数量", "期初库存数量", "期初结存", "期初余额", "上期结存", "上期结余", "上期库存", "上月结存",
    "上月结余", "上月库存", "上月结转", "上日结存", "上日库存", "昨日结存", "昨日库存", "月初库存", "月初结存", "年初库存",
    "年初结存", "上年结转", "原有库存", "原库存",
];

/// Headers over the days of either.
const CAME_ON: [&str; 1] = ["入库日期"];
const WENT_ON: [&str; 1] = ["出库日期"];

/// The columns of a book that keeps what came and what went side by side, by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    pub came: usize,
    pub went: usize,
    /// What was there before.
    pub opening: Option<usize>,
    /// What was left then.
    pub left: Option<usize>,
    /// The days of either, where each side has its own.
    pub on: Option<(usize, usize)>,
}

/// What a line of a book states beside what moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// How much was there before it.
    Opens,
    /// How much was left after it.
    Leaves,
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
    let held = || words.iter().position(|word| is_held(&word.plain));
    (!words.iter().any(is_single)).then_some(Sides {
        came,
        went,
        opening: only(&OPENING),
        left: only(&LEFT).or_else(held),
        on: only(&CAME_ON).zip(only(&WENT_ON)),
    })
}

/// Where a book of both sides says who gave goods (where they `came`) or who took them: the column of this side, if there is
/// one, and those of the other.
pub fn others_of(headers: &[String], came: bool) -> (Option<usize>, Vec<usize>) {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let gives = |word: &Word| is_giver(&word.plain);
    let takes = |word: &Word| is_receiver(&word.plain) || word.plain == TAKER;
    let at = |says: &dyn Fn(&Word) -> bool| -> Vec<usize> {
        let columns = words.iter().enumerate().filter(|(_, word)| says(word));
        columns.map(|(at, _)| at).collect()
    };
    let (own, other) = match came {
        true => (at(&gives), at(&takes)),
        false => (at(&takes), at(&gives)),
    };
    (own.first().copied(), other)
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
    fn who_gave_goods_and_who_took_them_are_of_different_sides() {
        let both = headers("日期,仓库,物资,入库,出库,领用单位,供应商");
        assert_eq!(others_of(&both, true), (Some(6), vec![5]));
        assert_eq!(others_of(&both, false), (Some(5), vec![6]));
        assert_eq!(
            others_of(&headers("入库,出库,往来单位"), true),
            (None, vec![])
        );
    }

    #[test]
    fn a_book_of_two_sides_is_told_from_one_with_a_kind() {
        let book = "日期,仓库,物资,入库,出库,结存";
        let both = Some(Sides {
            came: 3,
            went: 4,
            opening: None,
            left: Some(5),
            on: None,
        });
        assert_eq!(sides(&headers(book)), both);
        assert_eq!(recognise(&headers(book)), Some(Table::Movement));
        let dated = headers("仓库,物资,入库日期,入库数量,出库日期,出库数量");
        assert_eq!(sides(&dated).and_then(|sides| sides.on), Some((2, 4)));
        assert_eq!(recognise(&dated), Some(Table::Movement));
        let goods = "仓库,日期,物资名称,单位,期初库存,进货,销售,期末库存";
        let both = sides(&headers(goods)).map(|sides| (sides.opening, sides.left));
        assert_eq!(both, Some((Some(4), Some(7))));
        assert_eq!(recognise(&headers(goods)), Some(Table::Movement));
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
