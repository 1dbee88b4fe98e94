//! What things cost day by day: table `quote`, three supermarkets and the wholesale market.
//!
//! Date × market × item × spec, yuan a kg. Most days repeat the day before; in the last ten-day
//! period three vegetables jump in two supermarkets while the wholesale price stays.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::random::Random;
use crate::story;

/// Item, spec, wholesale price in fen, share of days that repeat, in percent.
const SERIES: [(&str, &str, i64, i64); 11] = [
    ("rice", "粳米", 460, 97),
    ("flour", "特一粉", 400, 96),
    ("oil", "大豆油", 1240, 94),
    ("meat", "猪后腿", 2080, 70),
    ("egg", "鲜鸡蛋", 860, 72),
    ("milk", "纯牛奶", 1020, 93),
    ("vegetable", "大白菜", 220, 66),
    ("vegetable", "土豆", 280, 70),
    ("vegetable", "黄瓜", 560, 60),
    ("vegetable", "西红柿", 640, 60),
    ("instant_food", "方便面", 1250, 97),
];

/// Market, kind of price, price in percent of wholesale.
const MARKETS: [(&str, &str, i64); 4] = [
    ("M01", "wholesale", 100),
    ("M02", "retail", 126),
    ("M03", "retail", 124),
    ("M04", "retail", 130),
];

/// The jump day by day, in percent of the price of the day before it began.
const JUMP: [i64; 5] = [131, 134, 136, 136, 137];

/// Table `quote` for the sixty days that end on the day of the story.
pub fn quotes(random: &mut Random) -> String {
    let mut text = String::from("date,market,item,spec,price,unit,kind,category,source\n");
    let mut prices: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    let mut date = story::as_of() - Days::new(59);
    while date <= story::as_of() {
        for (place, (market, kind, percent)) in MARKETS.into_iter().enumerate() {
            for (series, (item, spec, wholesale, repeats)) in SERIES.into_iter().enumerate() {
                let base = wholesale * percent / 100 / 10 * 10;
                let price = prices.entry((place, series)).or_insert(base);
                if date < jump_begins() && !random.chance(repeats) {
                    *price = step(random, *price, base);
                }
                if market == "M02" && item == "oil" && date > story::day("2022-03-05") {
                    continue;
                }
                let shown = *price * jump(market, spec, date) / 100 / 5 * 5;
                let (yuan, fen) = (shown / 100, shown % 100);
                text += &format!("{date},{market},{item},{spec},{yuan}.{fen:02},kg,{kind},{item},");
                text += if kind == "retail" {
                    "shelf\n"
                } else {
                    "stall\n"
                };
            }
        }
        date = date + Days::new(1);
    }
    text
}

/// A step of one to three percent, kept within six percent of the usual price.
fn step(random: &mut Random, price: i64, base: i64) -> i64 {
    let size = (price * random.between(1, 3) / 100).max(5) / 5 * 5;
    let moved = if random.chance(50) {
        price + size
    } else {
        price - size
    };
    moved.clamp(base * 94 / 100, base * 106 / 100)
}

fn jump(market: &str, spec: &str, date: NaiveDate) -> i64 {
    let hit = matches!(market, "M03" | "M04") && matches!(spec, "大白菜" | "黄瓜" | "西红柿");
    let since = (date - jump_begins()).num_days();
    match usize::try_from(since) {
        Ok(day) if hit => JUMP[day.min(JUMP.len() - 1)],
        _ => 100,
    }
}

fn jump_begins() -> NaiveDate {
    story::day("2022-03-11")
}
