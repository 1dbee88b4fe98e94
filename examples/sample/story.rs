//! What the sample tells: the reserve of the city, the outbreak, and the odd lots of its last weeks.
//!
//! A list of dated acts, done in the morning before any use. The README of `data` names each.

use chrono::NaiveDate;

use crate::ledger::{Kind, Ledger, Stock, Words, physical};
use crate::reserve;
use crate::tables;
use crate::usage::epidemic;

/// The first day of the ledger.
pub fn start() -> NaiveDate {
    day("2021-09-16")
}

/// The day of the story: all movements lie before it.
pub fn as_of() -> NaiveDate {
    day("2022-03-15")
}

/// The day on which the outbreak in C03 was known.
pub fn outbreak() -> NaiveDate {
    day("2022-02-20")
}

/// A day written as in the tables.
pub fn day(text: &str) -> NaiveDate {
    text.parse()
        .expect("the dates of the story are written by hand as yyyy-mm-dd")
}

/// Does what the story has for the morning of `date`.
pub fn morning(ledger: &mut Ledger, date: NaiveDate) {
    let today = date.to_string();
    for act in reserve::RECEIPTS.iter().filter(|act| act.date == today) {
        reserve::receive(ledger, date, act);
    }
    for act in reserve::AGREEMENTS.iter().filter(|_| date == start()) {
        reserve::agree(ledger, date, act);
    }
    for (_, site, item, lot, kind, qty, words) in LOT_ACTS.iter().filter(|act| act.0 == today) {
        post(ledger, date, (site, item, lot), (*kind, *qty), *words);
    }
    for (_, from, to, item, qty) in TRANSFERS.iter().filter(|act| act.0 == today) {
        ledger.transfer(date, (from, to), (item, *qty), epidemic("keeper-1"));
    }
    match today.as_str() {
        "2022-01-10" => reserve_plan(ledger, date),
        "2022-02-10" => rotate(ledger, date),
        _ => {}
    }
    if ROUNDS.contains(&today.as_str()) {
        testing_round(ledger, date);
    }
}

/// Corrects two balances by a count on the evening of `date`.
pub fn evening(ledger: &mut Ledger, date: NaiveDate) {
    if date != day("2022-02-28") {
        return;
    }
    for (site, item, lot, missing) in COUNTS {
        let stock = physical(site, item, lot.to_owned(), "");
        let counted = ledger.balance(&stock).qty - missing;
        let words = Words {
            note: "monthly count",
            ..signed("keeper-2", "director")
        };
        let doc = format!("C-{site}-{}", date.format("%m%d"));
        ledger.post(&doc, date, Kind::Count, (&stock, counted), words);
    }
}

/// Testing rounds of C03; each takes one tube for ten people and one swab a person, 5 % for loss.
const ROUNDS: [&str; 5] = [
    "2022-02-22",
    "2022-02-25",
    "2022-03-01",
    "2022-03-06",
    "2022-03-11",
];

const ROUND_GOODS: [(&str, i64); 6] = [
    ("nat_reagent", 17_640),
    ("sampling_tube", 17_640),
    ("swab", 176_400),
    ("isolation_gown", 934),
    ("gloves", 3736),
    ("surgical_mask", 1868),
];

/// Site, item, lot, and what the count found missing.
const COUNTS: [(&str, &str, &str, i64); 2] = [
    ("D00", "surgical_mask", "SM211001", 350),
    ("D00", "medicine", "ME210501", -40),
];

/// Date, giver, receiver, item and quantity of what was sent during the outbreak.
#[rustfmt::skip]
const TRANSFERS: [(&str, &str, &str, &str, i64); 24] = [
    ("2021-12-08", "D00", "H02", "n95_respirator", 2000),
    ("2021-12-20", "D00", "D03", "surgical_mask", 6000),
    ("2022-01-12", "D00", "D05", "isolation_gown", 800),
    ("2022-02-21", "D00", "D03", "n95_respirator", 6000),
    ("2022-02-21", "D00", "D03", "surgical_mask", 40_000),
    ("2022-02-21", "D00", "D03", "gloves", 20_000),
    ("2022-02-21", "D00", "D03", "coverall", 2000),
    ("2022-02-22", "D03", "H31", "n95_respirator", 300),
    ("2022-02-22", "D03", "H31", "coverall", 600),
    ("2022-02-23", "D00", "H01", "n95_respirator", 2500),
    ("2022-02-23", "D00", "H01", "coverall", 1500),
    ("2022-02-24", "D00", "H02", "n95_respirator", 1500),
    ("2022-02-24", "D00", "H02", "coverall", 1500),
    ("2022-02-25", "D00", "D01", "n95_respirator", 8000),
    ("2022-02-26", "D00", "D02", "n95_respirator", 5000),
    ("2022-03-02", "D03", "H31", "coverall", 700),
    ("2022-03-08", "D03", "H32", "n95_respirator", 300),
    ("2022-03-08", "D01", "H11", "n95_respirator", 1000),
    ("2022-03-09", "D03", "H31", "n95_respirator", 1500),
    ("2022-03-09", "D00", "H01", "n95_respirator", 1000),
    ("2022-03-09", "D00", "H31", "coverall", 900),
    ("2022-03-10", "D00", "H02", "n95_respirator", 800),
    ("2022-03-10", "D00", "D03", "surgical_mask", 20_000),
    ("2022-03-12", "D04", "H41", "n95_respirator", 300),
];

type LotAct = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Kind,
    i64,
    Words,
);

/// Acts on one lot: date, site, item, lot, kind and quantity.
#[rustfmt::skip]
const LOT_ACTS: [LotAct; 9] = [
    ("2021-11-05", "D00", "coverall", "CO210401", Kind::Hold, 12_000, CHECK),
    ("2021-11-19", "D00", "coverall", "CO210401", Kind::Unhold, 12_000, CHECK),
    ("2021-12-20", "D00", "goggles", "GO210201", Kind::Issue, 60, DRILL),
    ("2021-12-22", "D00", "goggles", "GO210201", Kind::Return, 48, DRILL),
    ("2022-01-18", "D00", "chlorine_tablet", "CT210701", Kind::Adjust, -36, DAMAGE),
    ("2022-02-16", "D02", "shoe_cover", "SC200201", Kind::Dispose, 120, EXPIRED),
    ("2022-02-28", "D00", "n95_respirator", "NR201101", Kind::Hold, 3000, CHECK),
    ("2022-03-03", "D00", "medical_mask", "MM200702", Kind::Dispose, 12_000, AUCTION),
    ("2022-03-08", "D00", "n95_respirator", "NR211101", Kind::Reserve, 2000, DONOR),
];

const CHECK: Words = noted("quality check");
const DRILL: Words = noted("drill");
const DAMAGE: Words = noted("water damage");
const EXPIRED: Words = noted("expired, market regulator present");
const AUCTION: Words = noted("sold by auction");
const DONOR: Words = Words {
    counterparty: "H31",
    ..noted("kept for the donee")
};

fn post(
    ledger: &mut Ledger,
    date: NaiveDate,
    (site, item, lot): (&'static str, &'static str, &str),
    (kind, qty): (Kind, i64),
    words: Words,
) {
    // The only lot reserved here is the one its donor meant for H31.
    let earmark = if kind == Kind::Reserve {
        reserve::EARMARK
    } else {
        ""
    };
    let stock = physical(site, item, lot.to_owned(), earmark);
    let doc = format!("{}-{site}-{}", letter(kind), date.format("%m%d"));
    ledger.post(&doc, date, kind, (&stock, qty), words);
}

/// Posts the annual plan, a reserve for each row of `tables::ROTATION`.
fn reserve_plan(ledger: &mut Ledger, date: NaiveDate) {
    for row in tables::ROTATION.lines().skip(1) {
        let cells: Vec<&'static str> = row.split(',').collect();
        let qty = cells[6]
            .parse()
            .expect("the plan is written by hand in whole units");
        let stock = physical(cells[4], cells[5], cells[1].to_owned(), "");
        let words = Words {
            counterparty: cells[2],
            ..signed("keeper-1", "command")
        };
        ledger.post(cells[0], date, Kind::Reserve, (&stock, qty), words);
    }
}

/// Ships the first part of the plan to H01.
fn rotate(ledger: &mut Ledger, date: NaiveDate) {
    let stock: Stock = physical("D00", "surgical_mask", "SM201211".to_owned(), "");
    let words = Words {
        reference: "RP2022",
        ..signed("keeper-1", "command")
    };
    let freed = Words {
        counterparty: "H01",
        ..words
    };
    ledger.post("RP2022-1", date, Kind::Release, (&stock, 15_000), freed);
    ledger.move_lot(date, &stock, "H01", 15_000, words);
}

fn testing_round(ledger: &mut Ledger, date: NaiveDate) {
    for (item, qty) in ROUND_GOODS {
        let missing = qty - ledger.pickable(date, "D03", item);
        if missing > 0 {
            let packed = ledger.catalogue.item(item).packs(missing);
            ledger.transfer(date, ("D00", "D03"), (item, packed), epidemic("keeper-1"));
        }
        let words = Words {
            used_for: "lab",
            note: "testing round",
            ..epidemic("")
        };
        let used = ledger.issue(date, ("D03", item), qty, words);
        assert!(used == qty, "{date}: the round lacks {item}");
    }
}

fn letter(kind: Kind) -> &'static str {
    match kind {
        Kind::Hold | Kind::Unhold => "H",
        Kind::Reserve | Kind::Release => "V",
        Kind::Dispose => "X",
        Kind::Issue | Kind::Return => "D",
        _ => "A",
    }
}

fn signed(handler: &'static str, approver: &'static str) -> Words {
    Words {
        handler,
        approver,
        purpose: "epidemic",
        ..NONE
    }
}

const fn noted(note: &'static str) -> Words {
    Words {
        purpose: "epidemic",
        handler: "keeper-1",
        approver: "director",
        note,
        ..NONE
    }
}

const NONE: Words = Words {
    basis: "",
    counterparty: "",
    purpose: "",
    used_for: "",
    reference: "",
    handler: "",
    approver: "",
    note: "",
};
