//! What lies in the city reserve and what is agreed with suppliers.
//!
//! Receipts × (date, site, item, expiry); the lot's number follows from the expiry.

use chrono::NaiveDate;

use crate::catalogue;
use crate::ledger::{Kind, Ledger, Lot, Stock, Words, owner};
use crate::story;

/// Where the donor of the March respirators wants them to go.
pub const EARMARK: &str = "site:H31";

/// A receipt of the story.
pub struct Receipt {
    pub date: &'static str,
    site: &'static str,
    item: &'static str,
    qty: i64,
    expiry: &'static str,
    basis: &'static str,
}

const OPENING: &str = "2021-09-16";

/// All receipts of the city reserve, and the odd ones elsewhere.
#[rustfmt::skip]
pub const RECEIPTS: [Receipt; 50] = [
    opening("n95_respirator", 22_000, "2024-05-31"),
    opening("n95_respirator", 14_000, "2023-08-20"),
    opening("n95_respirator", 9000, "2022-11-20"),
    opening("surgical_mask", 80_000, "2022-12-10"),
    opening("surgical_mask", 60_000, "2022-06-24"),
    opening("medical_mask", 150_000, "2023-05-31"),
    opening("medical_mask", 40_000, "2022-12-15"),
    opening("medical_mask", 30_000, "2022-07-01"),
    opening("coverall", 12_000, "2024-03-31"),
    opening("coverall", 5000, "2022-11-20"),
    opening("goggles", 4000, "2024-01-31"),
    opening("goggles", 6000, "2022-12-16"),
    opening("gloves", 150_000, "2024-02-29"),
    opening("gloves", 40_000, "2022-08-31"),
    opening("gloves", 25_000, "2022-06-30"),
    opening("isolation_gown", 20_000, "2024-04-30"),
    opening("isolation_gown", 6000, "2022-10-31"),
    opening("medical_cap", 50_000, "2023-07-31"),
    opening("medical_cap", 8000, "2022-05-31"),
    opening("shoe_cover", 50_000, "2023-06-30"),
    opening("shoe_cover", 10_000, "2022-06-15"),
    opening("face_shield", 10_000, "2023-08-31"),
    opening("face_shield", 2000, "2022-07-15"),
    opening("swab", 200_000, "2023-06-30"),
    opening("hand_sanitizer", 12_000, "2023-08-31"),
    opening("hand_sanitizer", 800, "2022-02-28"),
    opening("chlorine_tablet", 15_000, "2023-06-30"),
    opening("medical_alcohol", 8000, "2023-05-31"),
    opening("medicine", 30_000, "2023-04-30"),
    opening("ir_thermometer", 600, "2026-06-30"),
    opening("imaging_equipment", 2, "2030-12-31"),
    opening("negative_pressure_ambulance", 6, "2030-06-30"),
    opening("mask_machine", 1, "2031-03-31"),
    opening("meltblown_fabric", 3000, "2023-03-31"),
    opening("transport_box", 400, "2021-06-01"),
    receipt("2021-09-16", "D02", "shoe_cover", 120, "2022-01-31", "purchase"),
    receipt("2021-10-12", "D00", "surgical_mask", 200_000, "2023-09-30", "purchase"),
    receipt("2021-10-12", "D00", "nat_reagent", 60_000, "2022-09-30", "purchase"),
    receipt("2021-11-08", "D00", "extraction_reagent", 40_000, "2022-10-31", "purchase"),
    receipt("2021-11-08", "D00", "amplification_reagent", 40_000, "2022-10-31", "purchase"),
    receipt("2021-12-06", "D00", "sampling_tube", 60_000, "2022-11-30", "purchase"),
    receipt("2022-01-10", "D00", "nat_reagent", 40_000, "2022-12-31", "purchase"),
    receipt("2022-01-20", "H11", "hand_sanitizer", 4000, "2022-04-10", "donation"),
    receipt("2022-02-21", "D00", "swab", 700_000, "2024-01-31", "purchase"),
    receipt("2022-02-24", "D00", "sampling_tube", 40_000, "2023-01-31", "purchase"),
    receipt("2022-02-24", "D01", "transport_box", 60, "2022-01-15", "purchase"),
    receipt("2022-02-24", "D03", "transport_box", 80, "2022-01-15", "purchase"),
    receipt("2022-02-28", "D00", "n95_respirator", 3000, "2023-10-31", "purchase"),
    receipt("2022-03-05", "D00", "gloves", 60_000, "2024-12-31", "donation"),
    receipt("2022-03-08", "D00", "n95_respirator", 2000, "2024-10-31", "earmarked"),
];

/// What suppliers must deliver on call: holder, item, quantity.
pub const AGREEMENTS: [(&str, &str, i64); 25] = [
    ("D00", "n95_respirator", 50_000),
    ("D00", "surgical_mask", 300_000),
    ("D00", "coverall", 10_000),
    ("D00", "medicine", 20_000),
    ("D01", "nat_reagent", 41_000),
    ("D02", "nat_reagent", 26_000),
    ("D03", "nat_reagent", 18_000),
    ("D04", "nat_reagent", 23_000),
    ("D05", "nat_reagent", 9000),
    ("D06", "nat_reagent", 21_000),
    ("D07", "nat_reagent", 17_000),
    ("D01", "sampling_tube", 41_000),
    ("D02", "sampling_tube", 26_000),
    ("D03", "sampling_tube", 18_000),
    ("D04", "sampling_tube", 23_000),
    ("D05", "sampling_tube", 9000),
    ("D06", "sampling_tube", 21_000),
    ("D07", "sampling_tube", 17_000),
    ("D01", "isolation_gown", 5000),
    ("D02", "isolation_gown", 3000),
    ("D03", "isolation_gown", 2000),
    ("D04", "isolation_gown", 3000),
    ("D05", "isolation_gown", 1000),
    ("D06", "isolation_gown", 2500),
    ("D07", "isolation_gown", 2000),
];

/// Takes a receipt of the story into store.
pub fn receive(ledger: &mut Ledger, date: NaiveDate, act: &Receipt) {
    let made = ledger.catalogue.item(act.item).made(story::day(act.expiry));
    let opening = act.date == OPENING;
    let mut words = Words {
        basis: act.basis,
        counterparty: "岚河医药公司",
        purpose: "epidemic",
        handler: "keeper-1",
        note: if opening { "opening balance" } else { "" },
        ..Words::default()
    };
    if act.basis == "purchase" {
        ledger.receive(date, act.site, (act.item, made), act.qty, words);
        return;
    }
    words.basis = "donation";
    words.counterparty = "岚河慈善会";
    let lot = ledger.lot(act.item, made);
    if let Some(entry) = ledger.lots.get_mut(&(act.item, lot.clone())) {
        entry.cost = 0;
    }
    let earmark = if act.basis == "earmarked" {
        EARMARK
    } else {
        ""
    };
    let stock = Stock {
        lot,
        earmark,
        ..owned(act.site, act.item, "physical")
    };
    let doc = format!("R-{}-{}", act.site, date.format("%m%d"));
    ledger.post(&doc, date, Kind::Receipt, (&stock, act.qty), words);
}

/// Enters what a supplier must deliver on call until the agreement ends.
pub fn agree(ledger: &mut Ledger, date: NaiveDate, act: &(&'static str, &'static str, i64)) {
    let (site, item, qty) = *act;
    let lot = format!("AG-{site}-{}", catalogue::letters(item));
    let terms = Lot {
        expiry: Some(story::day("2023-06-30")),
        made: None,
        cost: catalogue::cost(item),
        maker: ledger.catalogue.item(item).maker(0),
    };
    ledger.lots.insert((item, lot.clone()), terms);
    let stock = Stock {
        lot,
        ..owned(site, item, "agreement")
    };
    let words = Words {
        basis: "agreement",
        counterparty: "岚河医药公司",
        purpose: "epidemic",
        handler: "keeper-1",
        ..Words::default()
    };
    ledger.post(
        &format!("G-{site}"),
        date,
        Kind::Receipt,
        (&stock, qty),
        words,
    );
}

fn owned(site: &'static str, item: &'static str, form: &'static str) -> Stock {
    Stock {
        site,
        item,
        lot: String::new(),
        form,
        owner: owner(site),
        earmark: "",
    }
}

const fn opening(item: &'static str, qty: i64, expiry: &'static str) -> Receipt {
    receipt(OPENING, "D00", item, qty, expiry, "purchase")
}

const fn receipt(
    date: &'static str,
    site: &'static str,
    item: &'static str,
    qty: i64,
    expiry: &'static str,
    basis: &'static str,
) -> Receipt {
    Receipt {
        date,
        site,
        item,
        qty,
        expiry,
        basis,
    }
}
