//! Rows of Parquet files as they are stored, as lines of text, and read whole: the same answers, faults and repairs.

use super::*;
use crate::io::frame::rows::Rows;
use crate::io::frame::{read_parquet, write_groups};
use crate::io::view::View;
use crate::ledger::Loaded;
use crate::ledger::cell::Cell;
use crate::ledger::table::Kind;

const HEADERS: [&str; 14] = [
    "doc",
    "date",
    "kind",
    "site",
    "item",
    "lot",
    "qty",
    "unit",
    "expiry",
    "form",
    "owner",
    "unit_cost",
    "note",
    "approver",
];
const FILE: &str = "ledger.parquet";

/// What each column holds, where a ledger may have it as one type or another.
#[derive(Debug, Clone)]
struct Types {
    date: Kind,
    lot: Kind,
    qty: Kind,
    expiry: Kind,
    cost: Kind,
}

fn types() -> impl Strategy<Value = Types> {
    let day = || select(vec![Kind::Day, Kind::Day, Kind::Text]);
    let number = |decimal| select(vec![Kind::Ratio, Kind::Integer, decimal, Kind::Text]);
    let lot = select(vec![Kind::Text, Kind::Text, Kind::Integer, Kind::Day]);
    let all = (
        day(),
        lot,
        number(Kind::Quantity),
        day(),
        number(Kind::Price),
    );
    all.prop_map(|(date, lot, qty, expiry, cost)| Types {
        date,
        lot,
        qty,
        expiry,
        cost,
    })
}

/// The day from which stored days are counted.
pub fn start() -> Day {
    Day::new(1970, 1, 1).expect("a day")
}

/// A number that picks a plain cell, and now and then one that picks an odd one.
pub fn pick() -> impl Strategy<Value = (bool, usize)> {
    prop_oneof![25 => (Just(true), 0..6_usize), 1 => (Just(false), 0..6_usize)]
}

/// A text that `pick` picks, or none.
pub fn text(plain: &[&str], odd: &[&str], (is_plain, at): (bool, usize)) -> Cell {
    let texts = if is_plain { plain } else { odd };
    match texts[at % texts.len()] {
        "" if at % 2 == 0 => Cell::Empty,
        text => Cell::Text(text.into()),
    }
}

/// A day that `pick` picks, as a day or a text.
pub fn day(kind: Kind, (is_plain, at): (bool, usize)) -> Cell {
    let day = |number: i64| start().plus_days(number);
    match (kind, is_plain) {
        (Kind::Day, true) => Cell::Day(day(19_050 + at as i64)),
        (Kind::Day, false) if at < 2 => Cell::Empty,
        (Kind::Day, false) => Cell::Day(day([-25_567, -25_568, 9_999_999, -400_000][at - 2])),
        (_, true) => Cell::Text(day(19_050 + at as i64).to_string().into()),
        (_, false) => text(
            &[],
            &["2022/3/4", "2022-02-30", "", "44621", "\"", "合计"],
            (false, at),
        ),
    }
}

/// A number that `pick` picks, as it may be stored.
pub fn number(kind: Kind, (is_plain, at): (bool, usize)) -> Cell {
    let odd = [-3.0, 0.0, 1e13, f64::NAN, 1.234_56, -0.0][at];
    match (kind, is_plain) {
        (Kind::Integer, true) => Cell::Integer([5, 1200, 0, 7, 31, 8][at]),
        (Kind::Integer, false) => match at {
            0 => Cell::Empty,
            _ => Cell::Integer([0, -4, i64::MAX, 1 << 50, -1, 2_000_000_000_000][at]),
        },
        (Kind::Ratio, true) => Cell::Ratio([5.0, 0.5, 12.345, 0.0, 1e6, 2.66][at]),
        (Kind::Ratio, false) if at == 1 => Cell::Empty,
        (Kind::Ratio, false) => Cell::Ratio(odd),
        (Kind::Quantity, _) => {
            let sign = if is_plain { 1 } else { -1 };
            Cell::Quantity(Quantity::from_thousandths(
                [5000, 500, 1, 0, 7, 12_345][at] * sign,
            ))
        }
        (Kind::Price, _) => {
            let sign = if is_plain { 1 } else { -1 };
            Cell::Price(crate::quantity::Price::from_steps(
                [26_600, 1, 0, 7, 4, 9][at] * sign,
            ))
        }
        _ => text(
            &["5", "1200", "0.5", "12.345", "0", "31"],
            &["1,200", "1.2万", "-3", "", "abc", "５"],
            (is_plain, at),
        ),
    }
}

/// One row, mostly plain.
fn row(types: Types) -> impl Strategy<Value = Vec<Cell>> {
    proptest::collection::vec(pick(), HEADERS.len()).prop_map(move |p| {
        let lot = match (types.lot, p[5]) {
            (Kind::Text, pick) => text(
                &["A", "B", "", "a lot with a long name", "批次", "C\u{e9}"],
                &["A ", "\"B\"", "x\u{1f}y", "two\nlines", "total", "B\r"],
                pick,
            ),
            (Kind::Integer, (_, at)) => Cell::Integer(20_220_301 + at as i64),
            (kind, pick) => day(kind, pick),
        };
        vec![
            text(
                &["D1", "D2", "D3", "单1", "", "x"],
                &["合计", "Total", "小计,", "t", "\"合计\"", "s\n"],
                p[0],
            ),
            day(types.date, p[1]),
            text(
                &["receipt", "issue", "出库", "hold", "adjust", "入"],
                &["isue", "Issue", "", "count", "reversal", "\"出\""],
                p[2],
            ),
            text(&["H1", "医院"], &["", " H1", "一", "日期"], p[3]),
            text(
                &["mask", "rice", "gown"],
                &["口罩", "大米 ", "\"mask\"", "合计"],
                p[4],
            ),
            lot,
            number(types.qty, p[6]),
            text(&["piece", "", "只"], &["箱", "kg", "斤", "\"只\""], p[7]),
            day(types.expiry, p[8]),
            text(
                &["", "physical", "agreement"],
                &["paper", "\"physical\""],
                p[9],
            ),
            text(&["", "city"], &["city\t", "小计"], p[10]),
            number(types.cost, p[11]),
            text(
                &["", "note", "a, b", "备注一"],
                &["合计", "say \"so\"", "grand total", "计"],
                p[12],
            ),
            text(&["", "", "", "", "", "王"], &["x"], p[13]),
        ]
    })
}

fn table() -> impl Strategy<Value = (Types, Vec<Vec<Cell>>)> {
    types().prop_flat_map(|types| {
        let rows = proptest::collection::vec(row(types.clone()), 1..90);
        (Just(types), rows)
    })
}

fn view(types: &Types, rows: Vec<Vec<Cell>>) -> View<'static> {
    let kind = |header: &&str| match *header {
        "date" => types.date,
        "lot" => types.lot,
        "qty" => types.qty,
        "expiry" => types.expiry,
        "unit_cost" => types.cost,
        _ => Kind::Text,
    };
    View {
        headings: HEADERS.map(str::to_owned).to_vec(),
        kinds: HEADERS.iter().map(kind).collect(),
        rows: rows.into_iter().collect(),
        ..View::default()
    }
}

fn map() -> Map {
    let map = "constant.earmark = 'site:H1'
[values.unit]
'*' = '只'
[values.site]
'一' = 'H1'
[kind]
otherwise = 'adjust'
[[kind.when]]
column = 'kind'
any_of = ['receipt', '入']
then = 'receipt'
[[kind.when]]
column = 'kind'
any_of = ['出库', '\"出\"', 'issue']
then = 'issue'
negate = true
";
    Map::parse(map, "map.toml").expect("a map")
}

/// The lines that can matter to a check, and what was said of all of them.
fn suspects(sheet: &Sheet, map: Option<&Map>) -> Option<(Loaded<Movement>, Said)> {
    let plan = Plan::new(sheet, Table::Movement, map).expect("the map fits");
    let catalogue = catalogue();
    let layouts = [Layout::new(sheet, &plan, &catalogue)?];
    let answer = Ledger::of_sheets(&layouts).suspects().ok()?;
    Some((answer.answer, said(&answer.taken[0])))
}

fn stock(sheet: &Sheet, map: Option<&Map>, as_of: Day) -> Option<Answer> {
    let plan = Plan::new(sheet, Table::Movement, map).expect("the map fits");
    let catalogue = catalogue();
    let layouts = [Layout::new(sheet, &plan, &catalogue)?];
    Ledger::of_sheets(&layouts).stock(as_of, Costs::All).ok()?;
    by_lanes(sheet, map, as_of)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn stored_cells_give_what_their_texts_give(
        (types, rows) in table(),
        group_rows in 5..60_usize,
        page_bytes in 16..400_usize,
        is_compressed: bool,
        is_mapped: bool,
        days in 0..9_i64,
    ) {
        let view = view(&types, rows);
        let bytes = write_groups(&view, group_rows, page_bytes, is_compressed);
        let file = tempfile::NamedTempFile::new().expect("a folder for temporary files");
        std::fs::write(file.path(), &bytes).expect("the file can be written");
        let rows = Rows::open(file.path()).expect("a Parquet file of cells");
        let (stored, lines) = (rows.clone().into_sheet(FILE), rows.as_lines().into_sheet(FILE));
        let whole = read_parquet(&bytes, FILE).expect("a Parquet file of cells");
        let map = is_mapped.then(map);
        let as_of = start().plus_days(19_048 + days);
        let exact = exactly(&whole, map.as_ref(), as_of);
        let by_stored = stock(&stored, map.as_ref(), as_of);
        if let Some(by_stored) = &by_stored {
            prop_assert_eq!(by_stored, &exact);
        }
        // A carriage return alone makes lines, but no rows, a matter for the exact reader as a whole.
        let by_lines = stock(&lines, map.as_ref(), as_of);
        if by_lines.is_some() || by_stored.is_none() {
            prop_assert_eq!(by_lines, by_stored);
            prop_assert_eq!(suspects(&lines, map.as_ref()), suspects(&stored, map.as_ref()));
        }
    }
}
