//! The report as a reader sees it: what is missing, what is empty, what is escaped, what is counted.

use crate::calendar::Day;
use crate::ledger::tables::{
    Alert, Cover, Event, Finding, Item, OnHand, Quote, Request, Site, Stage, Unmet,
};
use crate::ledger::word::{Form, Grade, Level, QuoteKind, Rung, Severity, Verdict};
use crate::ledger::{Record, Row, Table};
use crate::ledger::{cell::Cell, column::Column};
use crate::quantity::{Price, Quantity};

use super::{DailyInputs, DailyOptions, DailyTables, Lang, daily};
use crate::report::render::{Shape, render};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn today() -> Day {
    day("2022-03-14")
}

fn qty(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

/// A row of a table with the cells named; the rest is empty.
fn row<T: Record>(cells: &[(Column, Cell)]) -> T {
    let value = |field: &crate::ledger::table::Field| {
        let given = cells.iter().find(|(column, _)| *column == field.column);
        given.map_or(Cell::Empty, |(_, cell)| cell.clone())
    };
    T::from_row(&Row {
        table: T::TABLE,
        cells: T::TABLE.fields().iter().map(value).collect(),
        place: None,
    })
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn cover(site: &str, days: i64, verdict: Verdict) -> Cover {
    row(&[
        (Column::AsOf, today().into()),
        (Column::Site, text(site)),
        (Column::Item, text("mask")),
        (Column::Form, Form::Physical.into()),
        (Column::Standard, text("P0-R01")),
        (Column::Unit, text("piece")),
        (Column::OnHand, qty(1200).into()),
        (Column::Usable, qty(1200).into()),
        (Column::Rate, qty(100).into()),
        (Column::CoverDays, days.into()),
        (Column::NeedMin, qty(3000).into()),
        (Column::Gap, qty(1800).into()),
        (Column::Verdict, verdict.into()),
        (Column::Rule, text("P0-R01")),
    ])
}

fn stage(lot: &str, rung: Rung, donate_by: &str) -> Stage {
    row(&[
        (Column::AsOf, today().into()),
        (Column::Site, text("D00")),
        (Column::Item, text("mask")),
        (Column::Lot, text(lot)),
        (Column::Qty, qty(10).into()),
        (Column::Stage, rung.into()),
        (Column::DonateBy, day(donate_by).into()),
    ])
}

fn alert(item: &str, grade: Grade) -> Alert {
    row(&[
        (Column::Date, today().into()),
        (Column::Scope, text("M01")),
        (Column::Item, text(item)),
        (Column::Rule, text("mofcom-weekly")),
        (Column::Grade, grade.into()),
    ])
}

fn unmet(line: &str, requested: i64, given: i64) -> Unmet {
    row(&[
        (Column::Plan, text("a1b2")),
        (Column::Request, text("Q1")),
        (Column::Line, text(line)),
        (Column::Site, text("H1")),
        (Column::Item, text("mask")),
        (Column::Requested, qty(requested).into()),
        (Column::Given, qty(given).into()),
        (Column::Short, qty(requested - given).into()),
    ])
}

fn finding(severity: Severity, message: &str) -> Finding {
    row(&[
        (Column::Code, text("negative-stock")),
        (Column::Severity, severity.into()),
        (Column::Message, text(message)),
    ])
}

fn site(code: &str, name: &str) -> Site {
    row(&[(Column::Site, text(code)), (Column::Name, text(name))])
}

fn event(date: &str, scope: &str, level: Level) -> Event {
    row(&[
        (Column::Date, day(date).into()),
        (Column::Scope, text(scope)),
        (Column::Level, level.into()),
    ])
}

fn write(tables: &DailyTables, lang: Lang, shape: Shape) -> String {
    let inputs = DailyInputs::new(today(), tables);
    let page =
        daily(&inputs, &DailyOptions::of(lang)).unwrap_or_else(|error| panic!("{:?}", error.0));
    render(page, shape).unwrap_or_else(|error| panic!("{:?}", error.0))
}

fn english(tables: &DailyTables) -> String {
    write(tables, Lang::En, Shape::Markdown)
}

#[test]
fn a_missing_table_is_named_in_the_header_and_in_its_place() {
    let report = english(&DailyTables::default());
    let header = report.lines().nth(2).unwrap_or_default();
    assert!(
        header.starts_with("Not supplied: event, site, item, onhand"),
        "{header}"
    );
    for table in [
        Table::Cover,
        Table::Stage,
        Table::Finding,
        Table::Waste,
        Table::Quote,
    ] {
        let said = format!("{}: not supplied", table.id());
        assert!(report.contains(&said), "{said} in {report}");
    }
    let chinese = write(&DailyTables::default(), Lang::Zh, Shape::Html);
    assert!(chinese.contains("保障天数（cover）：未提供"), "{chinese}");
}

#[test]
fn an_empty_table_says_that_there_is_nothing_to_report() {
    let tables = DailyTables {
        cover: Some(Vec::new()),
        finding: Some(Vec::new()),
        ..DailyTables::default()
    };
    let report = english(&tables);
    assert!(report.contains("cover: nothing to report"), "{report}");
    assert!(report.contains("finding: nothing to report"), "{report}");
    assert!(!report.contains("cover: not supplied"), "{report}");
    let header = report.lines().nth(2).unwrap_or_default();
    assert!(
        !header.contains("cover") && !header.contains("finding"),
        "{header}"
    );
}

#[test]
fn the_counts_of_the_headline_are_those_of_the_rows() {
    let covers = [
        cover("H1", 12, Verdict::Short),
        cover("H2", 3, Verdict::Short),
        cover("H3", 40, Verdict::Within),
    ];
    let alerts = [alert("rice", Grade::Severe), alert("egg", Grade::Notice)];
    let stages = [
        stage("L1", Rung::Donate, "2022-03-20"),
        stage("L2", Rung::Normal, "2023-01-01"),
    ];
    let unmets = [
        unmet("1", 100, 90),
        unmet("2", 100, 0),
        unmet("3", 100, 100),
    ];
    let findings = [
        finding(Severity::Warning, "no count this month"),
        finding(Severity::Error, "balance below nothing"),
    ];
    let tables = DailyTables {
        cover: Some(covers.to_vec()),
        alert: Some(alerts.to_vec()),
        stage: Some(stages.to_vec()),
        unmet: Some(unmets.to_vec()),
        finding: Some(findings.to_vec()),
        ..DailyTables::default()
    };
    let report = english(&tables);
    for line in [
        "- **Standards that are short: 2 of 3**\n  - H2, mask: cover 3 d, gap 1,800 piece (P0-R01)\n  - H1, mask: cover 12 d",
        "- **Request lines not met in full: 2**\n  - H1, mask: 100 short of 100\n  - H1, mask: 10 short of 100",
        "- **Lots due for action: 1 of 2**\n  - D00, mask, lot L1: donate, by 2022-03-20",
        "- **Severe price alerts: 1 of 2**\n  - M01 rice",
        "- **Findings that are errors: 1 of 2**\n  - negative-stock balance below nothing",
    ] {
        assert!(report.contains(line), "{line}\nin\n{report}");
    }
}

#[test]
fn rows_past_the_limit_are_counted_not_cut_silently() {
    let covers: Vec<Cover> = (0..23)
        .map(|n| cover(&format!("H{n:02}"), n, Verdict::Short))
        .collect();
    let tables = DailyTables {
        cover: Some(covers.to_vec()),
        ..DailyTables::default()
    };
    let report = english(&tables);
    assert!(
        report.contains("| H19 |") && !report.contains("| H20 |"),
        "{report}"
    );
    assert!(report.contains("and 3 more, 23 in all"), "{report}");
    assert!(report.contains("  - and 18 more, 23 in all"), "{report}");
}

#[test]
fn markup_in_a_name_is_shown_as_text_in_both_shapes() {
    let sites = [site("H1", "<script>alert(1)</script> a|b")];
    let covers = [cover("H1", 3, Verdict::Short)];
    let tables = DailyTables {
        site: Some(sites.to_vec()),
        cover: Some(covers.to_vec()),
        ..DailyTables::default()
    };
    let html = write(&tables, Lang::Zh, Shape::Html);
    assert!(!html.contains("<script"), "{html}");
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; a|b <small>H1</small>"));
    let markdown = english(&tables);
    assert!(!markdown.contains("<script"), "{markdown}");
    assert!(markdown.contains("| &lt;script&gt;alert(1)&lt;/script&gt; a\\|b (H1) |"));
}

#[test]
fn the_same_rows_give_the_same_bytes_and_fetch_nothing() {
    let quotes: Vec<Quote> = (1..=14)
        .map(|n| Quote {
            date: Day::new(2022, 3, n).expect("a date of the test"),
            market: format!("M{:02}", n % 2),
            item: "rice".to_owned(),
            spec: String::new(),
            price: Some(Price::from_steps(46_000 + i64::from(n) * 100)),
            unit: "kg".to_owned(),
            kind: Some(QuoteKind::Retail),
            category: String::new(),
            source: String::new(),
            low: None,
            high: None,
            fee: None,
            qty: None,
        })
        .collect();
    let (covers, alerts) = (
        [cover("H1", 3, Verdict::Short)],
        [alert("rice", Grade::Severe)],
    );
    let tables = DailyTables {
        cover: Some(covers.to_vec()),
        alert: Some(alerts.to_vec()),
        quote: Some(quotes.to_vec()),
        ..DailyTables::default()
    };
    for (lang, shape) in [(Lang::Zh, Shape::Html), (Lang::En, Shape::Markdown)] {
        assert_eq!(write(&tables, lang, shape), write(&tables, lang, shape));
    }
    let html = write(&tables, Lang::Zh, Shape::Html);
    assert_eq!(html.matches("<svg").count(), 3, "{html}");
    let elsewhere = html.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for trace in ["http", "url(", "@import", "<link", "<script", "src="] {
        assert!(!elsewhere.contains(trace), "{trace}");
    }
}

#[test]
fn the_level_in_force_is_the_newest_one_that_has_begun() {
    let events = [
        event("2022-02-20", "C00", Level::Ii),
        event("2021-09-16", "C00", Level::Iv),
        event("2022-04-01", "C00", Level::None),
    ];
    let tables = DailyTables {
        event: Some(events.to_vec()),
        ..DailyTables::default()
    };
    let report = english(&tables);
    assert!(report.contains("| C00 | II | 2022-02-20 |"), "{report}");
    assert!(!report.contains("2022-04-01"), "{report}");
    assert!(
        report.contains("| event | 3 | 2022-02-20 | 22 | 2 |"),
        "{report}"
    );
}

#[test]
fn two_days_of_one_balance_are_never_added_and_forms_stand_apart() {
    let balance = |as_of: &str, lot: &str, form: Form, n: i64| -> OnHand {
        row(&[
            (Column::Lot, text(lot)),
            (Column::AsOf, day(as_of).into()),
            (Column::Site, text("D00")),
            (Column::Item, text("mask")),
            (Column::Form, form.into()),
            (Column::Qty, qty(n).into()),
            (Column::Unit, text("piece")),
            (Column::Available, qty(n).into()),
        ])
    };
    let stock = [
        balance("2022-03-12", "A", Form::Physical, 7),
        balance("2022-03-13", "A", Form::Physical, 1000),
        balance("2022-03-13", "B", Form::Physical, 500),
        // The table was handed in twice.
        balance("2022-03-13", "B", Form::Physical, 500),
        balance("2022-03-13", "A", Form::Agreement, 90),
    ];
    let tables = DailyTables {
        onhand: Some(stock.to_vec()),
        ..DailyTables::default()
    };
    let report = english(&tables);
    assert!(
        report.contains("| mask | physical | 1,500 | 1,500 |"),
        "{report}"
    );
    assert!(
        report.contains("| mask | agreement | 90 | 90 |"),
        "{report}"
    );
    assert!(report.contains("onhand is of 2022-03-13; days before this report: 1."));
    assert!(
        report.contains("| onhand | 5 | 2022-03-13 | 1 | 2 |"),
        "{report}"
    );
}

#[test]
fn what_was_asked_given_and_short_stands_by_item() {
    let requests: [Request; 2] = [("1", 5000), ("2", 1000)].map(|(line, n)| {
        row(&[
            (Column::Request, text("Q1")),
            (Column::Line, text(line)),
            (Column::Site, text("H1")),
            (Column::Item, text("mask")),
            (Column::Qty, qty(n).into()),
            (Column::Urgent, (line == "1").into()),
        ])
    });
    let items: [Item; 1] = [row(&[
        (Column::Item, text("mask")),
        (Column::Name, text("医用防护口罩")),
        (Column::Unit, text("piece")),
    ])];
    let unmets = [unmet("2", 1000, 0), unmet("1", 5000, 4000)];
    let tables = DailyTables {
        item: Some(items.to_vec()),
        request: Some(requests.to_vec()),
        unmet: Some(unmets.to_vec()),
        ..DailyTables::default()
    };
    let report = write(&tables, Lang::Zh, Shape::Markdown);
    let line = "| 医用防护口罩 (mask) | 6,000 | 未提供 | 2,000 | 个 | a1b2 |";
    assert!(report.contains(line), "{report}");
    let urgent = report.find("| 5,000 | 4,000 | 1,000 |");
    assert!(urgent < report.find("| 1,000 | 0 | 1,000 |"), "{report}");
}

#[test]
fn an_empty_lot_asks_for_nothing_and_is_counted_apart() {
    let empty = Stage {
        qty: Quantity::ZERO,
        ..stage("L0", Rung::Expired, "2022-01-01")
    };
    let stages = [empty, stage("L1", Rung::Normal, "2023-01-01")];
    let tables = DailyTables {
        stage: Some(stages.to_vec()),
        ..DailyTables::default()
    };
    let report = english(&tables);
    assert!(
        report.contains("Lots due for action: none of 1"),
        "{report}"
    );
    assert!(report.contains("| expired | 0 |"), "{report}");
    assert!(
        report.contains("Lots with nothing on hand, not counted: 1."),
        "{report}"
    );
}
