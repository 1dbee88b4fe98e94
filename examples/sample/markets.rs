//! What the sample shops sell: the eight necessities, in on Mondays, out on Sundays.
//!
//! Markets × necessities, kg a week. They are sample enterprises, not the whole supply of a county.

use chrono::Datelike;
use chrono::{Days, NaiveDate, Weekday};

use crate::ledger::{Ledger, Words};
use crate::random::Random;
use crate::story;

const MARKETS: [(&str, i64); 4] = [("M01", 20), ("M02", 4), ("M03", 3), ("M04", 2)];

/// Item, kg a week for one share of a market, weeks of sales that one delivery brings.
const GOODS: [(&str, i64, i64); 8] = [
    ("rice", 3000, 6),
    ("flour", 1200, 6),
    ("oil", 600, 6),
    ("meat", 1400, 1),
    ("egg", 700, 2),
    ("milk", 1500, 2),
    ("vegetable", 4800, 1),
    ("instant_food", 400, 6),
];

/// Records deliveries and a week's sales, from the Monday on which the shops began to report.
pub fn week(ledger: &mut Ledger, random: &mut Random, date: NaiveDate) {
    if date < story::day("2021-12-13") {
        return;
    }
    for (market, share) in MARKETS {
        for (item, base, weeks) in GOODS {
            let sales = base * share;
            match date.weekday() {
                Weekday::Mon => deliver(ledger, date, (market, item), sales, weeks),
                Weekday::Sun => {
                    let fresh = weeks == 1;
                    let rush = if market == "M04" && date >= story::outbreak() {
                        118
                    } else {
                        100
                    };
                    let part = if fresh {
                        200
                    } else {
                        random.between(84, 100) * rush / 100
                    };
                    ledger.issue(date, (market, item), sales * part / 100, daily(""));
                }
                _ => {}
            }
        }
    }
}

fn deliver(
    ledger: &mut Ledger,
    date: NaiveDate,
    (market, item): (&'static str, &'static str),
    sales: i64,
    weeks: i64,
) {
    let here = ledger.pickable(date, market, item);
    if here >= sales * 5 / 4 {
        return;
    }
    let made = if weeks > 2 {
        date - Days::new(20)
    } else {
        date
    };
    let qty = ledger.catalogue.item(item).packs(sales * weeks);
    let words = Words {
        basis: "purchase",
        counterparty: "北滩批发",
        ..daily("buyer-1")
    };
    ledger.receive(date, market, (item, made), qty, words);
}

fn daily(handler: &'static str) -> Words {
    Words {
        purpose: "daily",
        handler,
        ..Words::default()
    }
}
