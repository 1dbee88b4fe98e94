//! Lines with a day each: are they balances of that day, or what came and went on it?

use super::super::column::Column;
use super::super::table::Table;
use super::held::{is_held, is_reason, is_receiver, stated_on};
use super::sides::sides;
use super::{Word, columns};

/// Gives the day of each line, as 盘点日期 and 日期 state it, to the balances of a list that has no day of its own.
pub(super) fn date_balances(table: Table, words: &[Word], columns: &mut [Option<Column>]) {
    if table != Table::Onhand || columns.contains(&Some(Column::AsOf)) {
        return;
    }
    let free = columns.iter().zip(words).enumerate();
    let free = free.filter(|(_, (column, _))| column.is_none());
    let days = free.filter_map(|(at, (_, word))| Some((stated_on(&word.plain)?, at)));
    if let Some((_, at)) = days.min() {
        columns[at] = Some(Column::AsOf);
    }
}

/// Whether a header is over the day of each line, and not over that of a whole list.
pub fn is_day_of_line(header: &str) -> bool {
    stated_on(&Word::of(header).plain).is_some()
}

/// Headers over how long goods keep, and over a last day as well.
const SPANS: [&str; 3] = ["保质期", "有效期限", "使用期限"];

/// Whether a header may be over how long goods keep, which is a last day only beside a day of making.
pub fn is_span(header: &str) -> bool {
    SPANS.contains(&&*Word::of(header).plain)
}

/// What a header says of a last day of use; a number of pieces or days does not.
const LAST_DAYS: [&str; 9] = [
    "效期",
    "保质期",
    "失效",
    "过期",
    "到期",
    "有效日",
    "使用期",
    "保存期",
    "期限",
];

/// Whether a header, known or not, seems to be over the last day on which goods can be used.
pub fn may_be_last_day(header: &str) -> bool {
    let says = LAST_DAYS.iter().any(|word| header.contains(word));
    says && !header.contains(['数', '量', '天', '率'])
}

/// Whether headers tell what moved, as no list of what is there does: who got the goods, what came and what went, or
/// why, where the amounts are not said to be in store. Who supplied them may stand on such a list.
pub fn tells_movements(headers: &[String]) -> bool {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let is_any = |tells: fn(&str) -> bool| words.iter().any(|word| tells(&word.plain));
    let is_dated = words.iter().any(|word| word.meant.contains(&Column::Date));
    let tells_reasons = is_dated && is_any(is_reason) && !is_any(is_held);
    is_any(is_receiver) || sides(headers).is_some() || tells_reasons
}

/// The header over the day of each line, where a list is taken for one of balances although nothing over its amounts
/// says that they are in store.
pub fn assumed_day(headers: &[String]) -> Option<&String> {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let columns = columns(Table::Onhand, &words);
    let position = |column| columns.iter().position(|found| *found == Some(column));
    let (day, amount) = (position(Column::AsOf)?, position(Column::Qty)?);
    let is_assumed = stated_on(&words[day].plain).is_some() && !is_held(&words[amount].plain);
    is_assumed.then(|| &headers[day])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::header::{headings, recognise};

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    fn understood_as(table: Table, line: &str) -> Vec<Option<Column>> {
        let found = headings(table, &headers(line));
        found.iter().map(|heading| heading.column).collect()
    }

    #[test]
    fn a_list_of_balances_may_state_the_day_of_each_line() {
        use Column::{AsOf, Item, Qty, Site};
        for day in ["日期", "盘点日期", "填报日期", "更新时间", "date"] {
            let list = format!("{day},仓库,物资名称,库存数量");
            assert_eq!(recognise(&headers(&list)), Some(Table::Onhand), "{list}");
            let expected = [AsOf, Site, Item, Qty].map(Some);
            assert_eq!(understood_as(Table::Onhand, &list), expected, "{list}");
        }
        let closer = understood_as(Table::Onhand, "日期,仓库,物资名称,库存数量,盘点日期");
        assert_eq!((closer[0], closer[4]), (None, Some(AsOf)));
        let own = understood_as(Table::Onhand, "日期,仓库,物资名称,库存数量,统计日期");
        assert_eq!((own[0], own[4]), (None, Some(AsOf)));
        let of_use = "日期,单位名称,物资名称,消耗量,当日库存";
        assert_eq!(recognise(&headers(of_use)), Some(Table::Usage));
        let unsaid = "日期,仓库,物资名称,数量";
        assert_ne!(recognise(&headers(unsaid)), Some(Table::Onhand));
        assert_eq!(
            assumed_day(&headers(unsaid)).map(String::as_str),
            Some("日期")
        );
        assert_eq!(assumed_day(&headers("日期,仓库,物资名称,库存数量")), None);
        for moved in ["日期,仓库,物资名称,数量,摘要", "日期,物资,领入,领用,结存"]
        {
            assert!(tells_movements(&headers(moved)), "{moved}");
        }
        assert!(!tells_movements(&headers("日期,仓库,物资名称,结存,摘要")));
    }
}
