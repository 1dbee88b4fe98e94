//! Do the reports tie to what they are made of? The sample prefecture, added up a second time by hand.
//!
//! The left side is what a report prints; the right side is the ledger itself, or the table of the command that the
//! report is made of. Numbers are read and added here by code of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};

use granary::ledger::Column;

use crate::source::repository;

/// The last day of the sample.
const AS_OF: &str = "2022-03-15";

/// A row by the headers of its table.
type Row = BTreeMap<String, String>;

/// Sums of thousandths or fen by what they belong to.
type Sums = BTreeMap<Vec<String>, i128>;

#[test]
fn the_four_lists_of_the_sample_tie_to_its_ledger() {
    let changes = changes(&ledger());
    let listed = granary("report lists --ledger SAMPLE --as-of 2022-03-15", "");
    let of_list = |list: &str| {
        let rows = listed.iter().filter(|row| row["list"] == list);
        let rows: Vec<Row> = rows.cloned().collect();
        assert!(!rows.is_empty(), "no row of {list}");
        sums(&rows, &["item"], "qty")
    };
    let of_ledger = |lists: &[&str]| {
        let mut sums = Sums::new();
        for (list, item, change) in changes.iter().filter(|(list, ..)| lists.contains(list)) {
            *sums.entry(vec![item.clone()]).or_default() += change * sign(list);
        }
        sums.retain(|_, sum| *sum != 0);
        sums
    };
    for list in ["purchase", "donation", "allocation"] {
        assert_eq!(of_list(list), of_ledger(&[list]), "{list}");
    }
    // What was bought and given, less what was given out, and everything else that moved make what is in store.
    let mut stock = of_ledger(&["purchase", "donation", "other"]);
    for (item, sum) in of_ledger(&["allocation"]) {
        *stock.entry(item).or_default() -= sum;
    }
    stock.retain(|_, sum| *sum != 0);
    assert_eq!(of_list("stock"), stock);
}

#[test]
fn each_row_of_the_lists_names_a_line_of_its_goods() {
    let lines: BTreeSet<[String; 5]> = ledger().iter().map(source).collect();
    let listed = granary("report lists --ledger SAMPLE --as-of 2022-03-15", "");
    let strays: Vec<&Row> = listed
        .iter()
        .filter(|row| !lines.contains(&source(row)))
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
}

#[test]
fn opening_and_moves_of_the_sample_make_the_closing() {
    let page = ["site", "item", "form", "owner"];
    let (closing, moves) = book("--from 2022-01-01 --as-of 2022-03-15");
    let onhand = granary("stock on-hand --ledger SAMPLE --as-of 2022-03-15", "");
    for figure in ["qty", "value"] {
        assert_eq!(
            sums(&closing, &page, figure),
            sums(&moves, &page, figure),
            "{figure}"
        );
    }
    assert_eq!(sums(&closing, &page, "qty"), sums(&onhand, &page, "qty"));
    // The closing of one period is the opening of the next.
    let (before, _) = book("--from 2021-01-01 --as-of 2021-12-31");
    let opening: Vec<Row> = moves
        .into_iter()
        .filter(|row| row["kind"] == "opening")
        .collect();
    for figure in ["qty", "value", "unvalued"] {
        assert_eq!(
            sums(&before, &page, figure),
            sums(&opening, &page, figure),
            "{figure}"
        );
    }
}

#[test]
fn the_gap_of_a_request_upwards_is_what_no_source_gives() {
    let sources = output(
        "allocate source --ledger SAMPLE --as-of 2022-03-15 --policy P0 --emit all",
        "",
    );
    let asked = granary("report escalate --as-of 2022-03-15 --policy P0", &sources);
    let residual = granary("query SQL --columns site,item,qty", &sources);
    let residual = sums(&residual, &["site", "item"], "qty");
    assert!(!asked.is_empty() && !residual.is_empty());
    assert_eq!(sums(&asked, &["site", "item"], "gap"), residual);
    for row in &asked {
        let [need, have, gap] = ["need", "have", "gap"].map(|column| number(&row[column]));
        assert_eq!(need - have, gap, "{row:?}");
    }
}

#[test]
fn the_dates_of_the_calendar_are_those_of_the_ladder() {
    let ladder = output(
        "rotate stage --ledger SAMPLE --as-of 2022-03-15 --policy P0",
        "",
    );
    let listed = granary(
        "report calendar --ledger SAMPLE --as-of 2022-03-15",
        &ladder,
    );
    let mut dates: BTreeSet<[String; 7]> = BTreeSet::new();
    for row in read(&ladder).iter().filter(|row| number(&row["qty"]) > 0) {
        let columns = [
            "warn_on",
            "auction_from",
            "auction_1_by",
            "auction_2_by",
            "donate_by",
            "expiry",
        ];
        for (column, kind) in columns.into_iter().zip(STEPS) {
            let is_ahead = row[column].as_str() >= AS_OF || kind == "expiry";
            let is_open = is_ahead && still_to_be_taken(row).contains(&kind);
            if !row[column].is_empty() && is_open {
                let key =
                    ["site", "item", "lot", "owner", "earmark"].map(|column| row[column].clone());
                let [site, item, lot, owner, earmark] = key;
                dates.insert([
                    row[column].clone(),
                    kind.to_owned(),
                    site,
                    item,
                    lot,
                    owner,
                    earmark,
                ]);
            }
        }
    }
    let columns = ["date", "kind", "site", "item", "lot", "owner", "earmark"];
    let shown: BTreeSet<[String; 7]> = listed
        .iter()
        .filter(|row| row["kind"] != "arrival")
        .map(|row| columns.map(|c| row[c].clone()))
        .collect();
    assert!(shown.len() > 100);
    assert_eq!(shown, dates);
}

/// The kinds of deadline of a lot, in the order of its rungs.
const STEPS: [&str; 6] = [
    "warn",
    "auction_from",
    "auction_1",
    "auction_2",
    "donate",
    "expiry",
];

/// The steps that are left on the rung of a lot; which auction is next, its action says.
fn still_to_be_taken(row: &Row) -> &'static [&'static str] {
    let first = match (row["stage"].as_str(), row["action"].as_str()) {
        ("normal" | "near_expiry", _) => "warn",
        ("auction", action) if action.starts_with("hold auction 1") => "auction_1",
        ("auction", action) if action.starts_with("hold auction 2") => "auction_2",
        ("donate", _) => "donate",
        _ => "expiry",
    };
    let at = STEPS.iter().position(|kind| *kind == first);
    &STEPS[at.expect("the step is one of them")..]
}

#[test]
fn the_counts_of_a_delivery_are_those_of_its_tables() {
    let kits = output(
        "allocate kits --ledger SAMPLE --as-of 2022-03-15 --policy P6 --emit all",
        "",
    );
    let slots = output(
        "allocate deliver slots --queue 4 --doors 6 --as-of 2022-03-15 --emit all",
        &kits,
    );
    let page = granary("report delivery --as-of 2022-03-15 -f csv", &slots);
    let counted = |list: &str, heading: &str| counted(&page, list, heading);
    for (table, rows) in [
        ("label", tables(&slots, "label")),
        ("slot", tables(&slots, "slot")),
    ] {
        assert!(!rows.is_empty(), "{table}");
        let homes: BTreeSet<&String> = rows.iter().map(|row| &row["household"]).collect();
        assert_eq!(counted(table, "rows"), 1000 * rows.len() as i128, "{table}");
        assert_eq!(
            counted(table, "households"),
            1000 * homes.len() as i128,
            "{table}"
        );
    }
    let packed: i128 = tables(&slots, "label")
        .iter()
        .map(|row| number(&row["qty"]))
        .sum();
    let picked: i128 = tables(&slots, "picking")
        .iter()
        .map(|row| number(&row["qty"]))
        .sum();
    assert_eq!(
        [counted("label", "qty"), counted("picking", "qty")],
        [packed, picked]
    );
    assert_eq!(packed, picked, "what is picked is what is packed");
}

#[test]
fn boxes_and_calls_of_a_report_are_those_of_the_runs_they_come_from() {
    let packed = output(
        "allocate kits --ledger SAMPLE --as-of 2022-03-15 --policy P6 --emit all",
        "",
    );
    let boxed = output(
        "allocate deliver boxes 1000 --ledger SAMPLE --as-of 2022-03-15 --emit all",
        &packed,
    );
    let called = output(
        "allocate deliver cycle --as-of 2022-03-15 --policy P6 --emit all",
        &boxed,
    );
    let page = granary("report delivery --as-of 2022-03-15 -f csv", &called);
    let boxes = tables(&called, "consignment");
    let calls = tables(&called, "cycle");
    assert!(!boxes.is_empty() && !calls.is_empty());
    let many = |count: usize| 1000 * count as i128;
    assert_eq!(counted(&page, "consignment", "rows"), many(boxes.len()));
    let points: BTreeSet<&String> = boxes.iter().map(|row| &row["from_site"]).collect();
    assert!(points.len() > 1, "stations hand boxes on");
    assert_eq!(counted(&page, "consignment", "boxes"), many(1000));
    assert_eq!(counted(&page, "cycle", "rows"), many(calls.len()));
    let homes: BTreeSet<&String> = calls.iter().map(|row| &row["household"]).collect();
    assert_eq!(counted(&page, "cycle", "households"), many(homes.len()));
}

#[test]
fn reasons_who_is_liable_and_groups_are_said_in_the_language_of_the_report() {
    let covered = output(
        "stock cover --ledger SAMPLE --as-of 2022-03-15 --policy P0 --emit all",
        "",
    );
    let planned = output(
        "allocate plan --ledger SAMPLE --as-of 2022-03-15 --policy P0 --level III --emit all",
        &covered,
    );
    let staged = output(
        "rotate stage --as-of 2022-03-15 --policy P0 --emit all",
        &planned,
    );
    let available = output(
        "stock plan --ledger SAMPLE --as-of 2022-03-15 --emit availability",
        "",
    );
    let packed = output(
        "allocate kits --ledger SAMPLE --as-of 2022-03-15 --policy P6 --emit all",
        "",
    );
    let documents = [
        ("report daily", &staged),
        ("report standards", &staged),
        ("report calendar", &staged),
        ("report capability", &available),
        ("report delivery", &packed),
    ];
    let mut seen = BTreeSet::new();
    for (command, tables) in documents {
        let page = output(
            &format!("{command} --as-of 2022-03-15 --lang zh -f md"),
            tables,
        );
        for (column, text) in said(&page) {
            let is_english =
                |word: &str| word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase());
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            assert!(!words.any(is_english), "{command}, {column}: {text}");
            seen.insert(column);
        }
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
}

/// What the tables of a page say in columns reason, liable and group, by the heading.
fn said(page: &str) -> Vec<(String, String)> {
    let wanted = [Column::Reason, Column::Liable, Column::Group].map(|column| column.zh());
    let cells = |line: &str| -> Vec<String> {
        let cells = line.trim_matches('|').split(" | ");
        cells.map(|cell| cell.trim().to_owned()).collect()
    };
    let mut headings: Option<Vec<String>> = None;
    let mut said = Vec::new();
    for line in page.lines() {
        if !line.starts_with('|') {
            headings = None;
            continue;
        }
        let Some(headings) = &headings else {
            headings = Some(cells(line));
            continue;
        };
        let named = headings.iter().zip(cells(line));
        let told = named.filter(|(heading, text)| {
            wanted.contains(&heading.as_str()) && !text.is_empty() && !text.starts_with("---")
        });
        said.extend(told.map(|(heading, text)| (heading.clone(), text)));
    }
    said
}

/// What the counts in front of a delivery say of a list, in thousandths.
fn counted(page: &[Row], list: &str, heading: &str) -> i128 {
    let of_counts = || page.iter().filter(|row| row["section"] == "counts");
    let named = of_counts().find(|row| row["value"] == list);
    let line = &named.unwrap_or_else(|| panic!("{list} is counted"))["line"];
    let cell = of_counts().find(|row| row["line"] == *line && row["heading"] == heading);
    number(&cell.unwrap_or_else(|| panic!("{list} has {heading}"))["value"])
}

/// The lines of the sample's ledger; none of them is taken back by another.
fn ledger() -> Vec<Row> {
    let path = repository().join("data/sample/movement.csv");
    let text = std::fs::read_to_string(path).expect("the sample has a ledger");
    let rows = read(&text);
    assert!(
        rows.iter()
            .all(|row| row["kind"] != "reversal" && row["date"].as_str() <= AS_OF)
    );
    rows
}

/// What each line does to its lot: the list it belongs in, its goods, and the change in thousandths.
fn changes(ledger: &[Row]) -> Vec<(&'static str, String, i128)> {
    let mut lots: BTreeMap<Vec<&str>, i128> = BTreeMap::new();
    let mut ledger: Vec<&Row> = ledger.iter().collect();
    ledger.sort_by_key(|row| row["date"].clone());
    let mut changes = Vec::new();
    for row in ledger {
        let key = ["site", "item", "lot", "form", "owner", "earmark"];
        let lot = lots
            .entry(key.map(|column| row[column].as_str()).to_vec())
            .or_default();
        let qty = number(&row["qty"]);
        let change = match row["kind"].as_str() {
            "receipt" | "transfer_in" | "return" | "adjust" => qty,
            "issue" | "transfer_out" | "dispose" => -qty,
            "count" => qty - *lot,
            _ => 0,
        };
        *lot += change;
        let list = match (
            row["kind"].as_str(),
            row["basis"].as_str(),
            row["form"].as_str(),
        ) {
            ("receipt", "donation", _) => "donation",
            ("receipt", _, "physical" | "consigned" | "institution") => "purchase",
            ("issue" | "transfer_out", ..) => "allocation",
            _ => "other",
        };
        changes.push((list, row["item"].clone(), change));
    }
    changes
}

/// What is given out stands in its list without a sign.
fn sign(list: &str) -> i128 {
    if list == "allocation" { -1 } else { 1 }
}

/// What a row says of where it comes from.
fn source(row: &Row) -> [String; 5] {
    ["doc", "line", "site", "item", "lot"].map(|column| row[column].clone())
}

/// The closing rows of a book, and the others.
fn book(flags: &str) -> (Vec<Row>, Vec<Row>) {
    let rows = granary(&format!("report audit --ledger SAMPLE {flags}"), "");
    rows.into_iter().partition(|row| row["kind"] == "closing")
}

/// The sums of a column by other columns; what adds up to nothing is left out.
fn sums(rows: &[Row], by: &[&str], column: &str) -> Sums {
    let mut sums = Sums::new();
    for row in rows {
        let key = by.iter().map(|column| row[*column].clone()).collect();
        *sums.entry(key).or_default() += number(&row[column]);
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// A decimal number of at most three places in thousandths; nothing is nought.
fn number(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{part:0<3}");
    if text.is_empty() {
        0
    } else {
        digits.parse().expect("a number of at most three places")
    }
}

/// The rows of one table among JSON lines of several.
fn tables(lines: &str, table: &str) -> Vec<Row> {
    let values = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"));
    let of_table = values.filter(|value: &serde_json::Value| value["table"] == table);
    let text = |value: &serde_json::Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let row = |value: serde_json::Value| {
        let cells = value.as_object().expect("a row").iter();
        cells
            .map(|(column, value)| (column.clone(), text(value)))
            .collect()
    };
    of_table.map(row).collect()
}

/// The rows of CSV.
fn read(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("a row of CSV"))
        .collect()
}

fn granary(command: &str, stdin: &str) -> Vec<Row> {
    read(&output(command, stdin))
}

/// What granary prints: `SAMPLE` is the sample, `SQL` asks for what stays with the next level.
pub fn output(command: &str, stdin: &str) -> String {
    let sample = repository().join("data/sample");
    let word = |word: &str| match word {
        "SAMPLE" => sample.to_string_lossy().into_owned(),
        "SQL" => "select site, item, qty from source where channel = 'request'".to_owned(),
        word => word.to_owned(),
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_granary"))
        .args(command.split(' ').map(word))
        .arg("-q")
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("granary runs");
    let mut pipe = child.stdin.take().expect("the input is piped");
    let input = stdin.to_owned();
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("granary ends");
    writer
        .join()
        .expect("the writer ends")
        .expect("granary reads its input");
    assert!(
        output.status.success(),
        "granary {command}: {}",
        output.status
    );
    String::from_utf8(output.stdout).expect("granary writes UTF-8")
}
