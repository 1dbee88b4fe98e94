//! Quotes of Parquet files as they are stored, as lines of text, and read whole: the same prices, faults and repairs.

use super::quotes::{by_lanes, exactly};
use super::rows::{day, number, pick, text};
use super::*;
use crate::io::frame::rows::Rows;
use crate::io::frame::{read_parquet, write_groups};
use crate::io::view::View;
use crate::ledger::cell::Cell;
use crate::ledger::table::Kind;

const FILE: &str = "quote.parquet";
const HEADERS: [&str; 11] = [
    "date", "market", "item", "spec", "price", "unit", "kind", "category", "source", "low", "qty",
];

/// What each column holds, where a table of quotes may have it as one type or another.
#[derive(Debug, Clone, Copy)]
struct Types {
    date: Kind,
    spec: Kind,
    price: Kind,
    low: Kind,
    qty: Kind,
}

fn types() -> impl Strategy<Value = Types> {
    let all = (
        select(vec![Kind::Day, Kind::Day, Kind::Text]),
        select(vec![Kind::Text, Kind::Text, Kind::Integer]),
        select(vec![Kind::Ratio, Kind::Integer, Kind::Price, Kind::Text]),
        select(vec![Kind::Ratio, Kind::Price, Kind::Text]),
        select(vec![Kind::Quantity, Kind::Text]),
    );
    all.prop_map(|(date, spec, price, low, qty)| Types {
        date,
        spec,
        price,
        low,
        qty,
    })
}

/// A cell of a typed column that is hardly ever filled.
fn rare(kind: Kind, (is_plain, at): (bool, usize)) -> Cell {
    match is_plain {
        true => Cell::Empty,
        false => number(kind, (true, at)),
    }
}

/// One row, mostly plain.
fn row(types: Types) -> impl Strategy<Value = Vec<Cell>> {
    proptest::collection::vec(pick(), HEADERS.len()).prop_map(move |p| {
        vec![
            day(types.date, p[0]),
            text(
                &["M1", "市场"],
                &["", " M1", "\"M,1\"", "M\n1", "合计"],
                p[1],
            ),
            text(
                &["mask", "rice", "白菜"],
                &["口罩", "", "\"mask\"", "大米 "],
                p[2],
            ),
            match types.spec {
                Kind::Integer => number(Kind::Integer, p[3]),
                _ => text(&["", "large"], &["large ", "x\u{1f}y", "total"], p[3]),
            },
            number(types.price, p[4]),
            text(&["", "kg"], &["斤", "场", "piece", "box"], p[5]),
            text(&["wholesale", "retail"], &["", "批发", "bulk"], p[6]),
            text(&["", "vegetable"], &["grain", " grain"], p[7]),
            text(
                &["采集", "上报", "t"],
                &["合计", "a, b", "say \"so\""],
                p[8],
            ),
            rare(types.low, p[9]),
            rare(types.qty, p[10]),
        ]
    })
}

fn table() -> impl Strategy<Value = (Types, Vec<Vec<Cell>>)> {
    types().prop_flat_map(|types| {
        let rows = proptest::collection::vec(row(types), 1..90);
        (Just(types), rows)
    })
}

fn view(types: Types, rows: Vec<Vec<Cell>>) -> View<'static> {
    let kind = |header: &&str| match *header {
        "date" => types.date,
        "spec" => types.spec,
        "price" => types.price,
        "low" => types.low,
        "qty" => types.qty,
        _ => Kind::Text,
    };
    View {
        headings: HEADERS.map(str::to_owned).to_vec(),
        kinds: HEADERS.iter().map(kind).collect(),
        rows: rows.into_iter().collect(),
        ..View::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn stored_quotes_are_what_their_texts_are(
        (types, rows) in table(),
        group_rows in 5..60_usize,
        page_bytes in 16..400_usize,
        is_compressed: bool,
    ) {
        let bytes = write_groups(&view(types, rows), group_rows, page_bytes, is_compressed);
        let file = tempfile::NamedTempFile::new().expect("a folder for temporary files");
        std::fs::write(file.path(), &bytes).expect("the file can be written");
        let rows = Rows::open(file.path()).expect("a Parquet file of cells");
        let whole = read_parquet(&bytes, FILE).expect("a Parquet file of cells");
        let exact = Some(exactly(&whole));
        prop_assert_eq!(&by_lanes(&rows.clone().into_sheet(FILE)), &exact);
        prop_assert_eq!(by_lanes(&rows.as_lines().into_sheet(FILE)), exact);
    }
}
