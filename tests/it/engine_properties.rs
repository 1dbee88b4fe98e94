//! Answers in passes over unread lines against the same answers from all rows: burn, on hand, and the light checks.

use std::sync::Arc;

use granary::calendar::Day;
use granary::engine::digest::{Days, Deliveries};
use granary::engine::stock::costs::Costs;
use granary::io::frame;
use granary::io::frame::rows::Rows;
use granary::io::lane::layout::Layout;
use granary::io::lane::ledger::Ledger;
use granary::io::sheet::Sheet;
use granary::io::take::plan::Plan;
use granary::io::take::take;
use granary::io::view::View;
use granary::io::{csv, open};
use granary::ledger::cell::Cell;
use granary::ledger::table::Kind;
use granary::ledger::tables::{Burn, Inbound, Movement, OnHand};
use granary::ledger::word::{InboundStatus, MovementKind};
use granary::ledger::{Catalogue, Loaded, Table};
use granary::quantity::Quantity;
use granary::stock::check::Lacking;
use granary::stock::record::{use_added_up, use_on_record};
use granary::stock::{self, BurnOptions, Check, CheckFacts};
use proptest::prelude::*;
use proptest::sample::select;
use tempfile::NamedTempFile;

const KINDS: [&str; 12] = [
    "receipt",
    "issue",
    "issue",
    "issue",
    "transfer_in",
    "transfer_out",
    "count",
    "adjust",
    "hold",
    "unhold",
    "reserve",
    "reversal",
];

/// One line of a ledger over ten weeks, three items and two sites.
fn line() -> impl Strategy<Value = String> {
    let goods = (
        select(vec!["H1", "H2"]),
        select(vec!["mask", "gown", "soap"]),
        select(vec!["A", "B", ""]),
    );
    let what = (select(KINDS.to_vec()), 1..70_i64, 0..40_i64, 1..30, 1..4);
    let more = (
        select(vec!["", "", "agreement", "institution"]),
        select(vec!["", "2022-03-05", "2022-12-31"]),
        1..30,
        1..4,
    );
    (goods, what, more).prop_map(|((site, item, lot), (kind, day, qty, doc, line), (form, expiry, ref_doc, ref_line))| {
        let date = Day::new(2022, 1, 1).expect("a date").plus_days(day);
        let reference = match kind {
            "reversal" => format!("D{ref_doc}/{ref_line}"),
            "receipt" | "transfer_in" | "transfer_out" if ref_line > 1 => {
                format!("D{ref_doc}/{ref_line}")
            }
            _ => String::new(),
        };
        let other = if site == "H1" { "H2" } else { "H1" };
        format!("D{doc},{line},{date},{kind},{site},{item},{lot},{qty},{form},{expiry},{other},{reference}\n")
    })
}

/// A ledger as unread lines, and as rows.
fn ledger(lines: &[String]) -> (Sheet, Loaded<Movement>) {
    let text = format!(
        "doc,line,date,kind,site,item,lot,qty,form,expiry,counterparty,ref\n{}",
        lines.concat()
    );
    let whole = csv::read(&text, "ledger.csv").expect("the text is well formed");
    let plan = Plan::new(&whole, Table::Movement, None).expect("no map, no fault");
    let rows = take(&whole, &plan, &Catalogue::default()).rows;
    let lazy = csv::read_lazily(Arc::from(text), "ledger.csv").expect("the text is well formed");
    (lazy, Loaded::from_rows(&rows))
}

/// What `answer` gives from the unread lines of a sheet.
fn by_passes<T>(sheet: &Sheet, answer: impl FnOnce(&Ledger<'_>) -> T) -> T {
    let (plan, catalogue) = (
        Plan::new(sheet, Table::Movement, None).expect("no map, no fault"),
        Catalogue::default(),
    );
    let layouts = [Layout::new(sheet, &plan, &catalogue).expect("the sheet has a layout")];
    answer(&Ledger::of_sheets(&layouts))
}

/// An order for H1 that names may be names of lines of the ledger as well.
fn order(doc: i32, line: i32, qty: i64) -> Inbound {
    Inbound {
        doc: format!("D{doc}"),
        line: line.to_string(),
        site: "H1".to_owned(),
        item: "mask".to_owned(),
        qty: Quantity::whole(qty).expect("a quantity of the test"),
        unit: String::new(),
        status: InboundStatus::Shipped,
        expected_on: None,
        expiry: None,
        form: None,
        counterparty: String::new(),
        note: String::new(),
    }
}

fn burn_inputs(movements: &[Movement], as_of: Day) -> stock::BurnInputs<'_> {
    stock::BurnInputs {
        movements,
        usage: &[],
        as_of,
        heads: stock::HeadInputs::default(),
        catalogue: None,
        together: None,
    }
}

/// The same lines as rows of a Parquet file that lie unread, and the same file read whole.
fn in_parquet(sheet: &Sheet) -> (NamedTempFile, Sheet, Loaded<Movement>) {
    let filled = open::filled(sheet.clone())
        .expect("the text is well formed")
        .remove(0);
    let rows = filled.lines.iter().map(|line| {
        let cells = line.cells.iter();
        cells.map(|cell| Cell::Text(cell.as_str().into())).collect()
    });
    let view = View {
        kinds: vec![Kind::Text; filled.headers.len()],
        headings: filled.headers.clone(),
        rows: rows.collect(),
        ..View::default()
    };
    let bytes = frame::write_parquet(&view).expect("every cell is text");
    let file = NamedTempFile::new().expect("a folder for temporary files");
    std::fs::write(file.path(), &bytes).expect("the file can be written");
    let whole = frame::read_parquet(&bytes, "ledger.parquet").expect("the file is whole");
    let plan = Plan::new(&whole, Table::Movement, None).expect("no map, no fault");
    let rows = take(&whole, &plan, &Catalogue::default()).rows;
    let unread = Rows::open(file.path()).expect("a Parquet file of cells");
    (
        file,
        unread.into_sheet("ledger.parquet"),
        Loaded::from_rows(&rows),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_short_ledger_answers_as_the_long_one(
        lines in proptest::collection::vec(line(), 30..120),
        day in 1..80_i64,
        window_days in 1..40_i64,
    ) {
        let as_of = Day::new(2022, 1, 1).expect("a date").plus_days(day);
        let options = BurnOptions { window_days, ..BurnOptions::default() };
        let (sheet, rows) = ledger(&lines);
        let from = options.looks_back_to(as_of).expect("a window of days");
        let days = Days { from, until: as_of, deliveries: Deliveries::All };
        let short = by_passes(&sheet, |ledger| ledger.digest(days, true, true));
        let short = short.expect("the text is well formed").answer;
        let of_all: Vec<Burn> = stock::burn(&burn_inputs(&rows.rows, as_of), &options);
        prop_assert_eq!(stock::burn_of_short(&short, &burn_inputs(&[], as_of), &options), of_all);
        let on_hand: Vec<OnHand> = stock::on_hand_of(&short.stock, as_of);
        prop_assert_eq!(on_hand, stock::on_hand(&rows.rows, as_of));
        for kept in &short.deliveries {
            prop_assert!(rows.rows.contains(kept), "{kept:?}");
        }
        let is_delivery = |row: &&Movement| {
            matches!(row.kind, MovementKind::Receipt | MovementKind::TransferIn | MovementKind::TransferOut)
                && row.date <= as_of
        };
        prop_assert!(short.deliveries.len() <= rows.rows.iter().filter(is_delivery).count());
        let issued = short.issued.expect("it was asked for");
        prop_assert_eq!(use_added_up(&issued, &[], as_of), use_on_record(&rows.rows, &[], as_of));
    }

    #[test]
    fn a_short_ledger_knows_what_is_coming(
        lines in proptest::collection::vec(line(), 30..120),
        orders in proptest::collection::vec((1..30, 1..4, 0..60_i64), 0..8),
        day in 1..80_i64,
    ) {
        let as_of = Day::new(2022, 1, 1).expect("a date").plus_days(day);
        let orders: Vec<Inbound> = orders.iter().map(|(doc, line, qty)| order(*doc, *line, *qty)).collect();
        let (sheet, rows) = ledger(&lines);
        let (_file, stored, of_file) = in_parquet(&sheet);
        let kept = [(Deliveries::Transfers, &[][..]), (Deliveries::All, &orders)];
        for (deliveries, inbound) in kept {
            let days = Days { from: as_of.plus_days(-28), until: as_of, deliveries };
            for (sheet, rows) in [(&sheet, &rows), (&stored, &of_file)] {
                let short = by_passes(sheet, |ledger| ledger.digest(days, false, false));
                let short = short.expect("the text is well formed").answer;
                let keeps_stock = |site: &str| short.part_of(site).is_some();
                prop_assert_eq!(
                    stock::coming(inbound, &short.deliveries, keeps_stock, as_of),
                    stock::coming_by_ledger(inbound, &rows.rows, as_of)
                );
            }
        }
    }

    #[test]
    fn the_lines_that_can_matter_are_enough_for_the_light_checks(
        lines in proptest::collection::vec(line(), 30..120),
        day in prop_oneof![Just(364), 1..80_i64],
    ) {
        let (sheet, rows) = ledger(&lines);
        let suspects = by_passes(&sheet, |ledger| ledger.suspects()).expect("the text is well formed").answer;
        let checks: Vec<Check> = ["negative", "document"].iter().filter_map(|id| Check::parse(id)).collect();
        let found = |movements| {
            let as_of = Day::new(2022, 1, 1).expect("a date").plus_days(day);
            let facts = CheckFacts { movements, ..CheckFacts::on(as_of) };
            stock::check(&facts.inputs(), &checks, Lacking::Found)
        };
        prop_assert_eq!(found(suspects), found(rows));
    }

    #[test]
    fn rows_of_a_parquet_file_that_lie_unread_answer_as_all_of_them(
        lines in proptest::collection::vec(line(), 1..120),
        day in 1..80_i64,
    ) {
        let as_of = Day::new(2022, 1, 1).expect("a date").plus_days(day);
        let (_file, unread, rows) = in_parquet(&ledger(&lines).0);
        let stock = by_passes(&unread, |ledger| ledger.stock(as_of, Costs::All)).expect("the cells are text").answer;
        prop_assert_eq!(stock::on_hand_of(&stock, as_of), stock::on_hand(&rows.rows, as_of));
        let suspects = by_passes(&unread, |ledger| ledger.suspects()).expect("the cells are text").answer;
        let checks: Vec<Check> = ["negative", "document"].iter().filter_map(|id| Check::parse(id)).collect();
        let found = |movements| {
            let facts = CheckFacts { movements, ..CheckFacts::on(as_of) };
            stock::check(&facts.inputs(), &checks, Lacking::Found)
        };
        prop_assert_eq!(found(suspects), found(rows));
    }
}
