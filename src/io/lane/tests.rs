//! Both lanes on random messy ledgers: the same balances, repairs, faults and refused lines.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::select;

use super::layout::Layout;
use super::ledger::Ledger;
use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::cost::{Cost, LotBook, LotCosts};
use crate::engine::stock::costs::Costs;
use crate::engine::{Balance, balances};
use crate::io::csv;
use crate::io::map::Map;
use crate::io::sheet::Sheet;
use crate::io::take::plan::Plan;
use crate::io::take::{Taken, take};
use crate::ledger::table::Table;
use crate::ledger::tables::{Item, Movement};
use crate::ledger::{Catalogue, LotKey, Record as _};
use crate::quantity::{Price, Quantity};

mod movements;
mod quote_rows;
mod quotes;
mod requests;
mod rows;

const HEADER: &str =
    "doc,line,date,kind,site,item,lot,qty,unit,expiry,form,owner,unit_cost,ref,note";

const KINDS: [&str; 13] = [
    "receipt",
    "issue",
    "出库",
    "hold",
    "unhold",
    "adjust",
    "reserve",
    "count",
    "reversal",
    "extend",
    "transfer_out",
    "transfer_in",
    "return",
];

fn catalogue() -> Catalogue {
    let item = |code: &str, name: &str, unit: &str| Item {
        name: name.to_owned(),
        unit: unit.to_owned(),
        pack_unit: "case".to_owned(),
        pack_size: Quantity::whole(20),
        ..Item::unlisted(code)
    };
    Catalogue::new([item("mask", "口罩", "piece"), item("rice", "大米", "kg")])
}

/// One cell, mostly plain.
fn cell(
    plain: &'static [&'static str],
    messy: &'static [&'static str],
) -> impl Strategy<Value = &'static str> {
    prop_oneof![30 => select(plain), 1 => select(messy)]
}

/// One line, mostly plain.
fn line() -> impl Strategy<Value = String> {
    let who = (
        cell(&["D1", "D2", "D3"], &["", "\"D,1\"", " D1"]),
        cell(&["1", "2", "3"], &["", "01"]),
        cell(
            &["2022-03-01", "2022-03-02", "2022-03-05"],
            &["2022/3/4", "2022-02-30", "", "44621", "2022年3月5日"],
        ),
        cell(&KINDS, &["isue", "Issue", "", "\"issue\""]),
        cell(&["H1", "医院"], &["", " H1", "\u{200b}H1"]),
        cell(
            &["mask", "rice", "gown"],
            &["口罩", "大米 ", "\"mask\"", "大米（kg）"],
        ),
        cell(&["A", "B", ""], &["A ", "a lot with a long name"]),
    );
    let what = (
        cell(
            &["5", "1200", "0.5", "12.345"],
            &[
                "1,200",
                "\"1,200\"",
                "1.2万",
                "-3",
                "",
                "５",
                "abc",
                "1.2345",
                "2000000000000",
                "5.",
            ],
        ),
        cell(&["piece", "", "只"], &["箱", "kg", "斤", "\"只\""]),
        cell(&["2022-12-31", ""], &["2022-12", "2023/1/1", "never"]),
        cell(&["", "physical", "agreement"], &["paper"]),
        cell(&["", "city"], &["city\t"]),
        cell(&["", "2.66"], &["2.66元", "x", "-1", "3.1"]),
        cell(&["", "D1/1", "D2/2"], &["D9/9"]),
        cell(
            &["", "note"],
            &[
                "\"a, b\"",
                "\"two\nlines\"",
                "more,cells",
                "\"\"\"\"",
                "\"合计\"",
            ],
        ),
    );
    let whole = (who, what).prop_map(|(a, b)| {
        let who = [a.0, a.1, a.2, a.3, a.4, a.5, a.6];
        let what = [b.0, b.1, b.2, b.3, b.4, b.5, b.6, b.7];
        [who.as_slice(), what.as_slice()].concat().join(",")
    });
    prop_oneof![40 => whole, 1 => select(vec![String::new(), "合计,,,,,,,99".to_owned(), ",,,,".to_owned(), "D1,1".to_owned()])]
}

/// What a ledger comes to: balances, and everything that was said of its lines.
#[derive(Debug, PartialEq)]
struct Answer {
    lots: Vec<(LotKey, Balance)>,
    /// What lots cost of which anything lies there.
    costs: Vec<(LotKey, Option<Price>)>,
    said: Said,
}

#[derive(Debug, PartialEq)]
struct Said {
    diagnostics: Vec<Diagnostic>,
    refused: Vec<(u64, Vec<String>)>,
    counts: String,
}

fn said(taken: &Taken) -> Said {
    let refused = taken
        .refused
        .iter()
        .map(|line| (line.number, line.cells.clone()));
    let rows = taken.rows.len() + taken.passed;
    Said {
        diagnostics: taken.diagnostics.clone().said(),
        refused: refused.collect(),
        counts: format!(
            "{:?} {:?} {rows} {}",
            taken.repairs, taken.out_of_scope, taken.refused_more
        ),
    }
}

fn exactly(sheet: &Sheet, map: Option<&Map>, as_of: Day) -> Answer {
    let plan = Plan::new(sheet, Table::Movement, map).expect("the map fits");
    let taken = take(sheet, &plan, &catalogue());
    let movements: Vec<Movement> = taken.rows.iter().map(Movement::from_row).collect();
    let lots: Vec<_> = balances(&movements, as_of).into_iter().collect();
    let book = LotBook::of(&movements, &LotCosts::by(&movements, as_of), as_of);
    let costs = lots
        .iter()
        .filter(|(_, balance)| balance.qty.is_positive())
        .map(|(lot, _)| (lot.clone(), book.held(lot).cost().and_then(Cost::price)));
    Answer {
        costs: costs.collect(),
        lots,
        said: said(&taken),
    }
}

fn by_lanes(sheet: &Sheet, map: Option<&Map>, as_of: Day) -> Option<Answer> {
    let (catalogue, plan) = (
        catalogue(),
        Plan::new(sheet, Table::Movement, map).expect("the map fits"),
    );
    let layouts = [Layout::new(sheet, &plan, &catalogue)?];
    let ledger = Ledger::of_sheets(&layouts);
    let answer = ledger
        .stock(as_of, Costs::All)
        .expect("the text is well formed");
    let said = said(&answer.taken[0]);
    let positive = answer.answer.iter().filter(|lot| lot.qty.is_positive());
    let costs = positive.map(|lot| (lot.lot_key(), lot.unit_cost));
    let lots = answer.answer.iter().map(|lot| {
        let balance = Balance {
            qty: lot.qty,
            held: lot.held,
            reserved: lot.reserved,
            unit: lot.unit.to_owned(),
            expiry: lot.expiry,
            mfg_date: lot.mfg_date,
        };
        (lot.lot_key(), balance)
    });
    Some(Answer {
        lots: lots.collect(),
        costs: costs.collect(),
        said,
    })
}

fn both(text: &str, map: Option<&Map>, as_of: Day) -> (Answer, Option<Answer>) {
    let whole = csv::read(text, "ledger.csv").expect("the text is well formed");
    let lazy = csv::read_lazily(Arc::from(text), "ledger.csv").expect("the text is well formed");
    (exactly(&whole, map, as_of), by_lanes(&lazy, map, as_of))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn both_lanes_give_the_same(
        lines in proptest::collection::vec(line(), 30..90),
        end in select(vec!["\n", "\r\n"]),
        is_ended: bool,
        as_of in select(vec!["2022-03-01", "2022-03-03", "2022-12-31"]),
    ) {
        let mut text = format!("{HEADER}{end}{}", lines.join(end));
        if is_ended {
            text.push_str(end);
        }
        let (exact, by_lanes) = both(&text, None, Day::parse(as_of).expect("a date"));
        let by_lanes = by_lanes.expect("the sheet has a layout");
        prop_assert_eq!(by_lanes, exact);
    }
}

#[test]
fn a_map_is_obeyed_by_both_lanes() {
    let map = "constant.owner = 'city'\n[column]\nlot = 'batch'\n[values.unit]\n'*' = '只'\n[values.site]\n'一' = 'H1'\n\
               [kind]\notherwise = 'receipt'\n[[kind.when]]\ncolumn = 'what'\nany_of = ['出', '损']\nthen = 'issue'\nnegate = true\n";
    let map = Map::parse(map, "map.toml").expect("a map");
    let mut text = "date,what,site,item,batch,qty,unit\n".to_owned();
    for n in 1..60 {
        let (what, qty) = if n % 3 == 0 { ("出", -n) } else { ("入", n) };
        text += &format!(
            "2022-03-{:02},{what},一,mask,B{},{qty},箱\n",
            1 + n % 28,
            n % 4
        );
    }
    text += "2022-03-09,出,一,mask,B1,5,箱\n2022-03-09,\"出\",一,mask,B1,-5,箱\n";
    let (exact, by_lanes) = both(&text, Some(&map), Day::new(2022, 4, 1).expect("a date"));
    assert_eq!(
        exact.said.diagnostics.len(),
        1,
        "a quantity that is turned round is refused: {:?}",
        exact.said
    );
    assert_eq!(by_lanes, Some(exact));
}

#[test]
fn of_more_faults_than_are_told_both_lanes_tell_the_first_and_count_the_others() {
    let mut text = "date,kind,site,item,qty\n".to_owned();
    for n in 0..200 {
        let day = if n % 3 == 0 { "some day" } else { "2022-03-05" };
        text += &format!(
            "{day},receipt,H1,mask,{}\n",
            if n % 4 == 0 { "?" } else { "5" }
        );
    }
    let told = |sheet: &Sheet| {
        let mut plan = Plan::new(sheet, Table::Movement, None).expect("a plan");
        plan.told_max = 3;
        plan
    };
    let whole = csv::read(&text, "ledger.csv").expect("the text is well formed");
    let exact = said(&take(&whole, &told(&whole), &catalogue()));
    let faults = |code: Code| {
        let of_code = exact
            .diagnostics
            .iter()
            .filter(move |fault| fault.code == code);
        of_code.map(|fault| 1 + fault.more).collect::<Vec<_>>()
    };
    assert_eq!(faults(Code::BadDate), [1, 1, 65]);
    assert_eq!(faults(Code::BadQuantity), [1, 1, 48]);
    assert_eq!(exact.refused.len(), 3);
    let lazy = csv::read_lazily(Arc::from(text.as_str()), "ledger.csv").expect("well formed");
    let (plan, catalogue) = (told(&lazy), catalogue());
    let layouts = [Layout::new(&lazy, &plan, &catalogue).expect("a layout")];
    let day = Day::new(2022, 4, 1).expect("a date");
    let answer = Ledger::of_sheets(&layouts)
        .stock(day, Costs::All)
        .expect("well formed");
    assert_eq!(said(&answer.taken[0]), exact);
}

#[test]
fn a_sheet_that_needs_more_than_a_layout_is_taken_as_a_whole() {
    let map = Map::parse("[date_format]\ndate = '%d/%m/%Y'\n", "map.toml").expect("a map");
    let mut text = "date,kind,site,item,qty\n".to_owned();
    text += &"05/03/2022,receipt,H1,mask,5\n".repeat(40);
    let (exact, by_lanes) = both(&text, Some(&map), Day::new(2022, 4, 1).expect("a date"));
    assert_eq!(exact.lots.len(), 1);
    assert_eq!(by_lanes, None);
}
