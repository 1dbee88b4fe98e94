//! Both lanes on random messy tables of quotes: the same things, prices, repairs, faults and refused lines.

use std::collections::BTreeMap;

use super::*;
use crate::io::lane::quotes::quotes;
use crate::ledger::tables::Quote;
use crate::ledger::word::{QuoteKind, Word as _};
use crate::quantity::{Price, Unit};

const HEADER: &str = "date,market,item,spec,price,unit,kind,category,source,low,qty";

/// One line, mostly plain.
fn line() -> impl Strategy<Value = String> {
    let what = (
        cell(
            &["2022-03-01", "2022-03-02", "2022-03-05"],
            &["2022/3/4", "2022-02-30", "", "44621"],
        ),
        cell(&["M1", "市场"], &["", " M1", "\"M,1\""]),
        cell(&["mask", "rice", "白菜"], &["口罩", "\"mask\"", ""]),
        cell(&["", "large"], &["large "]),
        cell(
            &["5", "12.5", "0.1234"],
            &["", "0", "5元", "1,200", "-3", "1.23456", "abc", "5元/斤"],
        ),
        cell(&["", "kg"], &["斤", "场", "piece", "box"]),
    );
    let beside = (
        cell(&["wholesale", "retail"], &["", "批发", "bulk"]),
        cell(&["", "vegetable"], &["grain", " grain"]),
        cell(&["采集", "上报"], &["合计", "\"a, b\"", "more,cells"]),
        cell(&[""], &["4.5", "x"]),
        cell(&[""], &["10", "2000000000000"]),
    );
    let whole = (what, beside).prop_map(|(a, b)| {
        let what = [a.0, a.1, a.2, a.3, a.4, a.5];
        [what.as_slice(), &[b.0, b.1, b.2, b.3, b.4]]
            .concat()
            .join(",")
    });
    prop_oneof![40 => whole, 1 => select(vec![String::new(), "合计,,,,99".to_owned(), ",,,,".to_owned(), "M1,1".to_owned()])]
}

/// Prices by what is quoted, in the order of lines; the quotes that have none; and those that have a quantity.
pub type Listed = (
    BTreeMap<[String; 6], Vec<(Day, Price)>>,
    Vec<Quote>,
    Vec<Quote>,
);

/// What the exact reader makes of a sheet, and what it says of its lines.
pub fn exactly(sheet: &Sheet) -> (Listed, Said) {
    let plan = Plan::new(sheet, Table::Quote, None).expect("the columns fit");
    let taken = take(sheet, &plan, &catalogue());
    let (mut priced, mut others, mut sold) = (BTreeMap::new(), Vec::new(), Vec::new());
    for quote in taken.rows.iter().map(Quote::from_row) {
        if quote.qty.is_some() {
            sold.push(quote.clone());
        }
        let is_measured = quote.unit.is_empty() || Unit::is_known(&quote.unit);
        match quote.price.filter(|price| price.steps() > 0 && is_measured) {
            Some(price) => {
                let kind = quote.kind.map_or("", |kind| kind.id());
                let names = [
                    &quote.market,
                    &quote.item,
                    &quote.spec,
                    kind,
                    &quote.unit,
                    &quote.category,
                ];
                let prices: &mut Vec<_> = priced.entry(names.map(str::to_owned)).or_default();
                prices.push((quote.date, price));
            }
            None => others.push(quote),
        }
    }
    ((priced, others, sold), said(&taken))
}

/// The same by the lane of the sheet; `None` where it is to be taken as a whole.
pub fn by_lanes(sheet: &Sheet) -> Option<(Listed, Said)> {
    let catalogue = catalogue();
    let plan = Plan::new(sheet, Table::Quote, None).expect("the columns fit");
    let layouts = [Layout::new(sheet, &plan, &catalogue).expect("the sheet has a layout")];
    let answer = quotes(&layouts, true).ok()?;
    let (quoted, said) = (answer.answer, said(&answer.taken[0]));
    let text = |number: u32| quoted.texts[number as usize].to_string();
    let mut priced: BTreeMap<_, Vec<_>> = BTreeMap::new();
    quoted.tape.each(&quoted.tape.things, |thing, date, price| {
        let [market, item, spec, kind, unit, category] = *thing;
        let kind = (kind as usize).checked_sub(1);
        let kind = kind.map_or("", |at| QuoteKind::ALL[at].id()).to_owned();
        let [market, item, spec] = [market, item, spec].map(text);
        let names = [market, item, spec, kind, text(unit), text(category)];
        priced.entry(names).or_default().push((date, price));
    });
    Some(((priced, quoted.others, quoted.sold), said))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn both_lanes_read_the_same_quotes(
        lines in proptest::collection::vec(line(), 30..90),
        rounds in 1..4_usize,
        end in select(vec!["\n", "\r\n"]),
        is_ended: bool,
    ) {
        // A list mostly names the same things in one order, again and again.
        let mut text = format!("{HEADER}{end}{}", vec![lines.join(end); rounds].join(end));
        if is_ended {
            text.push_str(end);
        }
        let whole = csv::read(&text, "quote.csv").expect("the text is well formed");
        let lazy = csv::read_lazily(Arc::from(&*text), "quote.csv").expect("the text is well formed");
        prop_assert_eq!(by_lanes(&lazy), Some(exactly(&whole)));
    }
}
