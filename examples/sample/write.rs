//! Tables to files: movements as CSV, the others as the text they are; LF, UTF-8.
//!
//! Each table is read back before it is written: a row with a cell too few stops the run.

use std::error::Error;
use std::fs;
use std::path::Path;

use crate::ledger::{Kind, Ledger, Movement};

const COLUMNS: [&str; 25] = [
    "doc",
    "line",
    "date",
    "kind",
    "site",
    "item",
    "lot",
    "qty",
    "unit",
    "expiry",
    "mfg_date",
    "form",
    "owner",
    "purpose",
    "earmark",
    "basis",
    "counterparty",
    "unit_cost",
    "maker",
    "certificate",
    "use",
    "ref",
    "handler",
    "approver",
    "note",
];

/// Writes `text` as `folder/name.csv` after a look at the width of its rows.
pub fn table(folder: &Path, name: &str, text: &str) -> Result<(), Box<dyn Error>> {
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        record?;
    }
    fs::write(folder.join(format!("{name}.csv")), text)?;
    Ok(())
}

/// Table `movement`, in the order of the ledger.
pub fn movements(ledger: &Ledger) -> Result<String, Box<dyn Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for movement in &ledger.movements {
        writer.write_record(cells(ledger, movement))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn cells(ledger: &Ledger, movement: &Movement) -> Vec<String> {
    let Movement {
        stock, words, kind, ..
    } = movement;
    let lot = &ledger.lots[&(stock.item, stock.lot.clone())];
    let received = *kind == Kind::Receipt;
    let priced = matches!(
        kind,
        Kind::Receipt | Kind::TransferIn | Kind::TransferOut | Kind::Dispose
    );
    let made = lot.made.filter(|_| received);
    let text = |cell: &str| cell.to_owned();
    let day = |cell: Option<chrono::NaiveDate>| cell.map(|day| day.to_string()).unwrap_or_default();
    let only = |keep: bool, cell: String| if keep { cell } else { String::new() };
    vec![
        text(&movement.doc),
        movement.line.to_string(),
        movement.date.to_string(),
        text(word(*kind)),
        text(stock.site),
        text(stock.item),
        text(&stock.lot),
        movement.qty.to_string(),
        text(&ledger.catalogue.item(stock.item).unit),
        day(lot.expiry),
        day(made),
        text(stock.form),
        text(stock.owner),
        text(words.purpose),
        text(stock.earmark),
        text(words.basis),
        text(words.counterparty),
        only(priced, yuan(lot.cost)),
        only(received, text(lot.maker)),
        only(made.is_some(), format!("QC-{}", stock.lot)),
        text(words.used_for),
        text(words.reference),
        text(words.handler),
        text(words.approver),
        text(words.note),
    ]
}

/// 1/10,000 yuan as yuan with two decimals, or four where they are needed.
fn yuan(cost: i64) -> String {
    match cost % 100 {
        0 => format!("{}.{:02}", cost / 10_000, cost % 10_000 / 100),
        _ => format!("{}.{:04}", cost / 10_000, cost % 10_000),
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Receipt => "receipt",
        Kind::Issue => "issue",
        Kind::TransferIn => "transfer_in",
        Kind::TransferOut => "transfer_out",
        Kind::Count => "count",
        Kind::Adjust => "adjust",
        Kind::Dispose => "dispose",
        Kind::Return => "return",
        Kind::Reserve => "reserve",
        Kind::Release => "release",
        Kind::Hold => "hold",
        Kind::Unhold => "unhold",
    }
}
