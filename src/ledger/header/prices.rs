//! Lists of prices: which of their headers says what kind of price, and of which day.

use crate::ledger::word::QuoteKind;

use super::Word;

/// Headers over prices of one kind.
const WHOLESALE: [&str; 4] = ["批发价", "批发价格", "批发均价", "批发平均价"];
const RETAIL: [&str; 4] = ["零售价", "零售价格", "零售均价", "零售平均价"];

/// What stands before 价 where the price is one of several that were seen: of a day or week, or the lowest of a day.
#[rustfmt::skip]
const SEEN: [&str; 14] = [
    "今日", "昨日", "本日", "当日", "前日", "本周", "上周", "本月", "上月", "本期", "上期", "最低", "最高", "平均",
];
/// The words for a price.
const PRICES: [&str; 3] = ["价", "价格", "均价"];

/// The positions of the headers over wholesale and over retail prices, where a list has both side by side.
pub fn price_kinds(headers: &[String]) -> Option<[(usize, QuoteKind); 2]> {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let only = |names: &[&str]| {
        let mut found = words.iter().enumerate();
        let is_named = |(_, word): &(usize, &Word)| names.contains(&&*word.plain);
        let (at, _) = found.find(is_named)?;
        (!found.any(|word| is_named(&word))).then_some(at)
    };
    let (wholesale, retail) = (only(&WHOLESALE)?, only(&RETAIL)?);
    Some([
        (wholesale, QuoteKind::Wholesale),
        (retail, QuoteKind::Retail),
    ])
}

/// Whether a header, in its plainest form, is over prices that were seen, as no catalogue has: 今日价, 最低价.
pub fn is_seen_price(word: &str) -> bool {
    let mut seen = SEEN.iter().filter_map(|seen| word.strip_prefix(seen));
    seen.any(|price| PRICES.contains(&price))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::header::{nearly, recognise};
    use crate::ledger::table::Table;

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_list_may_have_wholesale_and_retail_prices_side_by_side() {
        let both = headers("日期,市场,品名,批发价（元/公斤）,零售价格");
        let kinds = [(3, QuoteKind::Wholesale), (4, QuoteKind::Retail)];
        assert_eq!(price_kinds(&both), Some(kinds));
        assert_eq!(recognise(&both), Some(Table::Quote));
        for other in ["日期,市场,品名,零售价", "日期,市场,品名,批发价,批发价"]
        {
            assert_eq!(price_kinds(&headers(other)), None, "{other}");
        }
    }

    #[test]
    fn prices_that_were_seen_make_no_catalogue() {
        for line in [
            "日期,市场,品名,单位,今日价,昨日价,上周价",
            "日期,市场,品名,单位,最低价,最高价",
        ] {
            assert_eq!(recognise(&headers(line)), None, "{line}");
            let near = nearly(&headers(line)).map(|(table, _)| table);
            assert_eq!(near, Some(Table::Quote), "{line}");
        }
        let seen = "药店,商品,规格,单位,昨日价,今日价,涨跌幅,备注";
        assert_eq!(recognise(&headers(seen)), None);
        let catalogue = "物资编码,物资名称,计量单位,单价";
        assert_eq!(recognise(&headers(catalogue)), Some(Table::Item));
    }
}
