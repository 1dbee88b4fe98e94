//! How stock is used and made up: hospitals, county depots and the small sites, a day at a time.
//!
//! Use follows beds or people, chance, the weekday and the outbreak; purchases follow use. What is
//! scarce cannot be bought once the outbreak has begun: it only comes by transfer (`story`).

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::ledger::{Ledger, Words};
use crate::random::Random;
use crate::story;
use crate::world::{COUNTIES, FULL_LOAD, HOSPITALS, Hospital, MAIN_KINDS, OTHER_KINDS};

/// Goods that the market no longer delivers once an outbreak is known.
const SCARCE: [&str; 2] = ["n95_respirator", "coverall"];

/// Goods of the small sites a week, in base units, once the outbreak has begun.
const SMALL_SITES: [(&str, &str, &str, i64); 15] = [
    ("K00", "D00", "n95_respirator", 160),
    ("K00", "D00", "gloves", 1200),
    ("K03", "D03", "n95_respirator", 220),
    ("K03", "D03", "coverall", 150),
    ("K03", "D03", "gloves", 1500),
    ("G00", "D00", "surgical_mask", 350),
    ("G03", "D03", "surgical_mask", 450),
    ("G03", "D03", "gloves", 600),
    ("Q01", "D01", "surgical_mask", 700),
    ("Q31", "D03", "n95_respirator", 140),
    ("Q31", "D03", "surgical_mask", 1100),
    ("Q32", "D03", "n95_respirator", 100),
    ("Q32", "D03", "surgical_mask", 800),
    ("T31", "D03", "surgical_mask", 2400),
    ("T31", "D03", "hand_sanitizer", 60),
];

/// Fills every store on the first day of the ledger.
pub fn open(ledger: &mut Ledger, random: &mut Random, date: NaiveDate) {
    for hospital in &HOSPITALS {
        for (item, rate) in MAIN_KINDS.into_iter().chain(OTHER_KINDS) {
            let qty = 60 * daily_use(hospital, rate);
            buy(
                ledger,
                random,
                date,
                (hospital.site, item),
                qty,
                "opening balance",
            );
        }
    }
    for (_, depot, people) in COUNTIES {
        for (item, rate) in FULL_LOAD {
            let qty = 52 * people * rate / 10_000;
            buy(ledger, random, date, (depot, item), qty, "opening balance");
        }
        for (item, permille) in ROUND_STOCK {
            let made = date - Days::new(days(random.between(20, 60)));
            let qty = ledger.catalogue.item(item).packs(people * permille / 1000);
            ledger.receive(date, depot, (item, made), qty, bought("opening balance"));
        }
    }
}

/// Makes up stock and records the use of one day at the hospitals.
pub fn hospitals(ledger: &mut Ledger, random: &mut Random, date: NaiveDate) {
    for (index, hospital) in HOSPITALS.iter().enumerate() {
        if (date.num_days_from_ce() + 2 * index as i32) % 14 == 0 {
            restock(ledger, random, date, hospital);
        }
        let weekly = date.weekday() == week_end(index);
        for (item, rate) in MAIN_KINDS {
            if hospital.daily {
                use_up(ledger, random, date, (hospital, item, rate), 1);
            } else if weekly {
                use_up(ledger, random, date, (hospital, item, rate), 7);
            }
        }
        let recorded = if hospital.daily { 4 } else { 2 };
        for (item, rate) in OTHER_KINDS.into_iter().take(recorded) {
            if weekly {
                use_up(ledger, random, date, (hospital, item, rate), 7);
            }
        }
    }
}

/// Records what county depots hand to offices and communities, every second Wednesday.
pub fn depots(ledger: &mut Ledger, random: &mut Random, date: NaiveDate) {
    if date.weekday() != Weekday::Wed || date.iso_week().week() % 2 == 1 {
        return;
    }
    for (county, depot, people) in COUNTIES {
        for (item, rate) in FULL_LOAD {
            let full_load = people * rate / 10_000;
            let enough = full_load * 38;
            let neglected = county == "C05" && date >= story::day("2021-12-10");
            if ledger.pickable(date, depot, item) < enough && !neglected {
                buy(ledger, random, date, (depot, item), full_load * 20, "");
            }
            let qty = 14 * full_load * random.between(28, 36) / 100;
            let words = Words {
                purpose: "daily",
                used_for: "key_place",
                ..Words::default()
            };
            ledger.issue(date, (depot, item), qty, words);
        }
    }
}

/// Supplies the small sites on Mondays from their depot and records their week on Sundays.
pub fn small_sites(ledger: &mut Ledger, random: &mut Random, date: NaiveDate) {
    if date < story::outbreak() {
        return;
    }
    for (site, depot, item, week) in SMALL_SITES {
        if date.weekday() == Weekday::Mon {
            let qty = ledger.catalogue.item(item).packs(week);
            ledger.transfer(date, (depot, site), (item, qty), epidemic("keeper-2"));
        }
        if date.weekday() == Weekday::Sun {
            let qty = week * random.between(80, 100) / 100;
            ledger.issue(date, (site, item), qty, epidemic(""));
        }
    }
}

/// Reagents, tubes and protective goods of a county depot, for 1,000 people, about 1.2 rounds.
const ROUND_STOCK: [(&str, i64); 12] = [
    ("nat_reagent", 130),
    ("extraction_reagent", 125),
    ("amplification_reagent", 125),
    ("sampling_tube", 130),
    ("swab", 1260),
    ("isolation_gown", 16),
    ("gloves", 60),
    ("surgical_mask", 60),
    ("medical_mask", 90),
    ("n95_respirator", 10),
    ("coverall", 6),
    ("face_shield", 8),
];

fn restock(ledger: &mut Ledger, random: &mut Random, date: NaiveDate, hospital: &Hospital) {
    let crisis = date >= story::outbreak();
    for (item, rate) in MAIN_KINDS.into_iter().chain(OTHER_KINDS) {
        if crisis && SCARCE.contains(&item) {
            continue;
        }
        let daily = daily_use(hospital, rate) * surge(hospital.site, item, date) / 100;
        if ledger.pickable(date, hospital.site, item) < 30 * daily {
            let qty = daily * random.between(36, 44);
            buy(ledger, random, date, (hospital.site, item), qty, "");
        }
    }
}

fn use_up(
    ledger: &mut Ledger,
    random: &mut Random,
    date: NaiveDate,
    (hospital, item, rate): (&Hospital, &'static str, i64),
    span: i64,
) {
    let weekend = span == 1 && matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let weekday_percent = if weekend { 78 } else { 100 };
    let chance = random.between(86, 114);
    let percent = surge(hospital.site, item, date) * weekday_percent * chance / 10_000;
    let qty = (span * daily_use(hospital, rate) * percent / 100).max(1);
    let high = matches!(item, "n95_respirator" | "coverall" | "isolation_gown");
    let words = Words {
        purpose: if date < story::outbreak() {
            "daily"
        } else {
            "epidemic"
        },
        used_for: if high && span == 7 { "triage" } else { "" },
        ..Words::default()
    };
    ledger.issue(date, (hospital.site, item), qty, words);
}

/// Use in percent of an ordinary day: the outbreak rises over a week, most in its own county.
fn surge(site: &str, item: &str, date: NaiveDate) -> i64 {
    let since = (date - story::outbreak()).num_days() + 1;
    let ramp = since.clamp(0, 7);
    let protective = MAIN_KINDS.iter().any(|(kind, _)| *kind == item);
    let step = match (site, protective) {
        ("H31" | "H32", true) => 42,
        ("H31" | "H32", false) => 14,
        ("H01" | "H02", true) => 12,
        (_, true) => 4,
        _ => 1,
    };
    100 + ramp * step
}

fn daily_use(hospital: &Hospital, rate: i64) -> i64 {
    (hospital.beds * rate * hospital.load / 100_000).max(1)
}

fn buy(
    ledger: &mut Ledger,
    random: &mut Random,
    date: NaiveDate,
    (site, item): (&'static str, &'static str),
    qty: i64,
    note: &'static str,
) {
    let made = date - Days::new(days(random.between(15, 120)));
    let qty = ledger.catalogue.item(item).packs(qty);
    ledger.receive(date, site, (item, made), qty, bought(note));
}

fn bought(note: &'static str) -> Words {
    Words {
        basis: "purchase",
        counterparty: "岚河医药公司",
        purpose: "daily",
        handler: "keeper-1",
        note,
        ..Words::default()
    }
}

/// The words of a movement for the outbreak, signed by `handler`.
pub fn epidemic(handler: &'static str) -> Words {
    Words {
        purpose: "epidemic",
        handler,
        ..Words::default()
    }
}

fn week_end(index: usize) -> Weekday {
    [Weekday::Fri, Weekday::Sat, Weekday::Sun][index % 3]
}

fn days(count: i64) -> u64 {
    count.unsigned_abs()
}
