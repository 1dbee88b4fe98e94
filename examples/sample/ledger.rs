//! What moved: a ledger that refuses to go below zero, and the pickers that write into it.
//!
//! Lots × (site, item, lot, form, owner, earmark). `Ledger::post` is the only door; picking is
//! first expiry first and passes over expired, held, reserved and earmarked goods.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::catalogue::{self, Catalogue};
use crate::replay;

/// What a movement does to its lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Receipt,
    Issue,
    TransferIn,
    TransferOut,
    Count,
    Adjust,
    Dispose,
    Return,
    Reserve,
    Release,
    Hold,
    Unhold,
}

/// Where goods lie and whose they are: the key of a balance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stock {
    pub site: &'static str,
    pub item: &'static str,
    pub lot: String,
    pub form: &'static str,
    pub owner: &'static str,
    pub earmark: &'static str,
}

/// What is known of a lot wherever it lies; `cost` in 1/10,000 yuan a base unit.
#[derive(Clone)]
pub struct Lot {
    pub expiry: Option<NaiveDate>,
    pub made: Option<NaiveDate>,
    pub cost: i64,
    pub maker: &'static str,
}

/// The words of a movement that no balance depends on.
#[derive(Clone, Copy, Default)]
pub struct Words {
    pub basis: &'static str,
    pub counterparty: &'static str,
    pub purpose: &'static str,
    pub used_for: &'static str,
    pub reference: &'static str,
    pub handler: &'static str,
    pub approver: &'static str,
    pub note: &'static str,
}

/// One line of the ledger, `qty` in base units.
pub struct Movement {
    pub doc: String,
    pub line: u32,
    pub date: NaiveDate,
    pub kind: Kind,
    pub stock: Stock,
    pub qty: i64,
    pub words: Words,
}

/// What lies there, and how much of it may not be picked.
#[derive(Clone, Copy, Default)]
pub struct Balance {
    pub qty: i64,
    pub held: i64,
    pub reserved: i64,
}

/// All movements so far, with the balances they add up to.
pub struct Ledger {
    pub catalogue: Catalogue,
    pub lots: BTreeMap<(&'static str, String), Lot>,
    pub movements: Vec<Movement>,
    balances: BTreeMap<Stock, Balance>,
    lines: BTreeMap<String, u32>,
}

impl Ledger {
    /// An empty ledger over the goods of `catalogue`.
    pub fn new(catalogue: Catalogue) -> Self {
        Self {
            catalogue,
            lots: BTreeMap::new(),
            movements: Vec::new(),
            balances: BTreeMap::new(),
            lines: BTreeMap::new(),
        }
    }

    /// Appends one line to document `doc`; panics where a balance would fall below zero.
    pub fn post(
        &mut self,
        doc: &str,
        date: NaiveDate,
        kind: Kind,
        (stock, qty): (&Stock, i64),
        words: Words,
    ) {
        let balance = self.balances.entry(stock.clone()).or_default();
        replay::apply(balance, kind, qty);
        assert!(
            replay::is_sound(*balance),
            "{doc} {date}: {stock:?} went below zero"
        );
        let line = self.lines.entry(doc.to_owned()).or_default();
        *line += 1;
        self.movements.push(Movement {
            doc: doc.to_owned(),
            line: *line,
            date,
            kind,
            stock: stock.clone(),
            qty,
            words,
        });
    }

    /// Enters `made` goods of `item` as a lot, and tells its number.
    ///
    /// Item and day of making give the number, so the same goods are one lot everywhere.
    pub fn lot(&mut self, item: &'static str, made: NaiveDate) -> String {
        let entry = self.catalogue.item(item);
        let number = format!("{}{}", catalogue::letters(item), made.format("%y%m%d"));
        let lot = Lot {
            expiry: entry.expiry(made),
            made: Some(made),
            cost: catalogue::cost(item),
            maker: entry.maker(i64::from(made.month())),
        };
        self.lots.entry((item, number.clone())).or_insert(lot);
        number
    }

    /// Takes `qty` of a lot made on `made` into the store of `site`.
    pub fn receive(
        &mut self,
        date: NaiveDate,
        site: &'static str,
        (item, made): (&'static str, NaiveDate),
        qty: i64,
        words: Words,
    ) -> Stock {
        assert!(made <= date, "{item} at {site} arrives before it is made");
        let lot = self.lot(item, made);
        let stock = physical(site, item, lot, "");
        let doc = format!("R-{site}-{}", date.format("%m%d"));
        self.post(&doc, date, Kind::Receipt, (&stock, qty), words);
        stock
    }

    /// Uses up to `qty` of `item`, first expiry first, and tells how much there was.
    pub fn issue(
        &mut self,
        date: NaiveDate,
        (site, item): (&'static str, &'static str),
        qty: i64,
        words: Words,
    ) -> i64 {
        let doc = format!("{site}-{}", date.format("%m%d"));
        let picks = self.pick(date, (site, item), qty, 0);
        for (stock, part) in &picks {
            self.post(&doc, date, Kind::Issue, (stock, *part), words);
        }
        picks.iter().map(|(_, part)| part).sum()
    }

    /// Moves up to `qty` of `item` to another store, whose own it becomes: a line for each leg.
    ///
    /// Receivers want goods that keep: a year, or two months for reagents.
    pub fn transfer(
        &mut self,
        date: NaiveDate,
        (from, to): (&'static str, &'static str),
        (item, qty): (&'static str, i64),
        words: Words,
    ) -> i64 {
        let keeps = match self.catalogue.item(item).class.as_str() {
            "reagent" => 60,
            _ => 365,
        };
        let picks = self.pick(date, (from, item), qty, keeps);
        for (stock, part) in &picks {
            self.move_lot(date, stock, to, *part, words);
        }
        picks.iter().map(|(_, part)| part).sum()
    }

    /// Moves `qty` of one lot from where it lies to the store of `to`.
    pub fn move_lot(
        &mut self,
        date: NaiveDate,
        stock: &Stock,
        to: &'static str,
        qty: i64,
        words: Words,
    ) {
        let doc = format!("T-{}-{}-{to}", date.format("%m%d"), stock.site);
        let arrived = physical(to, stock.item, stock.lot.clone(), stock.earmark);
        let out = Words {
            counterparty: to,
            ..words
        };
        let back = Words {
            counterparty: stock.site,
            basis: "transfer",
            ..words
        };
        self.post(&doc, date, Kind::TransferOut, (stock, qty), out);
        self.post(&doc, date, Kind::TransferIn, (&arrived, qty), back);
    }

    /// What can be picked of `item` at `site` on `date`.
    pub fn pickable(&self, date: NaiveDate, site: &'static str, item: &'static str) -> i64 {
        let picks = self.pick(date, (site, item), i64::MAX, 0);
        picks.iter().map(|(_, part)| part).sum()
    }

    /// The balance of one key.
    pub fn balance(&self, stock: &Stock) -> Balance {
        self.balances.get(stock).copied().unwrap_or_default()
    }

    fn pick(
        &self,
        date: NaiveDate,
        (site, item): (&'static str, &'static str),
        qty: i64,
        keeps: u64,
    ) -> Vec<(Stock, i64)> {
        let until = date + Days::new(keeps);
        let usable = |lot: &Lot| lot.expiry.is_none_or(|expiry| expiry >= until);
        let mut here: Vec<(NaiveDate, &Stock, i64)> = self
            .balances
            .iter()
            .filter(|(stock, _)| stock.site == site && stock.item == item)
            .filter(|(stock, _)| stock.form == "physical" && stock.earmark.is_empty())
            .map(|(stock, balance)| (stock, balance.qty - balance.held - balance.reserved))
            .filter(|(_, free)| *free > 0)
            .map(|(stock, free)| (stock, &self.lots[&(item, stock.lot.clone())], free))
            .filter(|(_, lot, _)| usable(lot))
            .map(|(stock, lot, free)| (lot.expiry.unwrap_or(NaiveDate::MAX), stock, free))
            .collect();
        here.sort();
        let mut open = qty;
        let mut picks = Vec::new();
        for (_, stock, free) in here {
            let part = free.min(open);
            if part > 0 {
                picks.push((stock.clone(), part));
                open -= part;
            }
        }
        picks
    }
}

/// Goods that lie at `site` and belong to whoever keeps it.
pub fn physical(
    site: &'static str,
    item: &'static str,
    lot: String,
    earmark: &'static str,
) -> Stock {
    Stock {
        site,
        item,
        lot,
        form: "physical",
        owner: owner(site),
        earmark,
    }
}

/// Who owns what lies at `site`: the city, a county, or the institution itself.
pub fn owner(site: &str) -> &'static str {
    match site.split_at(1) {
        ("D", "00") => "city",
        ("D", _) => "county",
        _ => "institution",
    }
}
