//! What is left of each fund, and what made it so? Table `account`, on any day; beside it table `scale`.
//!
//! Shape: a row for each fund. Money moves by the rows of table `fund` and by what other tables already say: auctions
//! with their fees, goods that were written off or donated, settlements that a fund pays, payments of bills of a reserve.
//! What the book of money has itself, by a row of that kind whose `doc` or `ref` names it, is never taken twice. What is
//! spent on what the fund is not for is refused by name and does not count; a fund that is spent below nothing is a
//! finding, because it happened. Of a fund that the book has no row of nobody knows what it held, so that it is not judged.
//!
//! `book` is one fund row by row, `derived` what other tables say of money, `booked` what of that the book has itself,
//! `scale` the reserve after write-offs, `explain` what adds up.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::tables::{Account, Auction, Finding, FundEntry, Movement, Scale, Settlement};
use crate::policy::FundRule;
use crate::quantity::Money;

use super::payable::Bills;

mod book;
mod booked;
mod derived;
mod explain;
mod scale;

pub use explain::explain;
use scale::scales;

/// What accounts are made of.
#[derive(Debug, Clone, Copy)]
pub struct FundInputs<'a> {
    pub entries: &'a [FundEntry],
    pub auctions: &'a [Auction],
    /// In ledger order: goods that left for good.
    pub movements: &'a [Movement],
    pub settlements: &'a [Settlement],
    /// The bills of table `payable`: what is paid and owed of those of a reserve.
    pub bills: &'a Bills,
    pub scales: &'a [Scale],
    pub sites: &'a SiteTree,
    pub rules: &'a [FundRule],
    /// Owners whose goods are the reserve that a fund is for; goods of no named owner are its own too.
    pub reserve_owners: &'a [String],
    /// First day of the period; what lies before it is the opening balance.
    pub since: Option<Day>,
    pub as_of: Day,
}

/// Accounts, scales, and what is out of order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Accounts {
    /// By fund.
    pub accounts: Vec<Account>,
    /// In the order of the table.
    pub scales: Vec<Scale>,
    pub findings: Vec<Finding>,
}

/// The accounts on the day.
///
/// Rule: `P0-F05`, `P0-T13`, `P0-T14`, `P4-F01`, `D-33`.
pub fn accounts(inputs: &FundInputs) -> Accounts {
    let Ledger { funds, findings } = posted(inputs);
    let receivable = derived::receivable(inputs);
    let accounts = funds.iter().map(|(name, (fund, _))| {
        let rule = inputs.rules.iter().find(|rule| rule.fund == *name);
        let owed = receivable.get(name.as_str()).copied();
        row(inputs, name, fund, rule, owed)
    });
    Accounts {
        accounts: accounts.collect(),
        scales: scales(inputs),
        findings,
    }
}

/// A row that moved the money of a fund.
#[derive(Debug, Clone, PartialEq)]
struct Posted {
    entry: FundEntry,
    /// Whether it lies before the period, and so in the opening balance.
    is_before: bool,
}

/// Each fund with the rows that moved it, in their order; and what is out of order.
struct Ledger {
    funds: BTreeMap<String, (book::Book, Vec<Posted>)>,
    findings: Vec<Finding>,
}

/// Posts every row up to the day to its fund.
fn posted(inputs: &FundInputs) -> Ledger {
    let (moves, mut findings) = derived::moves(inputs);
    findings.extend(inputs.bills.findings.iter().cloned());
    let mut funds: BTreeMap<String, (book::Book, Vec<Posted>)> = BTreeMap::new();
    for rule in inputs.rules {
        funds.entry(rule.fund.clone()).or_default();
    }
    for entry in moves {
        let rule = inputs.rules.iter().find(|rule| rule.fund == entry.fund);
        let (fund, posted) = funds.entry(entry.fund.clone()).or_default();
        let is_before = inputs.since.is_some_and(|since| entry.date < since);
        let is_posted = match fund.post(&entry, rule, is_before) {
            Ok(()) => true,
            Err(finding) => {
                findings.push(*finding);
                false
            }
        };
        if fund.overdraws() && is_kept(inputs, &entry.fund) {
            findings.push(overdrawn(&entry, fund));
        }
        if is_posted {
            posted.push(Posted { entry, is_before });
        }
    }
    Ledger { funds, findings }
}

/// Whether the book of money has a row of a fund by the day: of any other nobody knows what it held before.
fn is_kept(inputs: &FundInputs, fund: &str) -> bool {
    let mut entries = inputs.entries.iter();
    entries.any(|entry| entry.fund == fund && entry.date <= inputs.as_of)
}

/// What one fund holds on a day; `None` where no row speaks of it.
fn balance_of(fund: &str, entries: &[FundEntry], rules: &[FundRule], as_of: Day) -> Option<Money> {
    let (sites, bills) = (SiteTree::default(), Bills::default());
    let inputs = FundInputs {
        entries,
        auctions: &[],
        movements: &[],
        settlements: &[],
        bills: &bills,
        scales: &[],
        sites: &sites,
        rules,
        reserve_owners: &[],
        since: None,
        as_of,
    };
    is_kept(&inputs, fund)
        .then(|| accounts(&inputs))?
        .accounts
        .into_iter()
        .find(|account| account.fund == fund)
        .map(|account| account.balance)
}

/// What one fund holds from each day on that moved it, up to a day; nothing where no row speaks of it.
pub fn balances_by_day(
    fund: &str,
    entries: &[FundEntry],
    rules: &[FundRule],
    as_of: Day,
) -> Vec<(Day, Money)> {
    let of_fund = entries.iter().filter(|entry| entry.fund == fund);
    let days: BTreeSet<Day> = of_fund.map(|entry| entry.date).collect();
    let known = days.into_iter().filter(|day| *day <= as_of);
    known
        .filter_map(|day| Some((day, balance_of(fund, entries, rules, day)?)))
        .collect()
}

fn row(
    inputs: &FundInputs,
    name: &str,
    fund: &book::Book,
    rule: Option<&FundRule>,
    receivable: Option<i128>,
) -> Account {
    let money = |fen: i128| Money::from_sum(fen);
    let reason = match rule {
        Some(_) if fund.rows > 0 && !is_kept(inputs, name) => {
            "table fund has no row of this fund: what it held before is not known"
        }
        Some(_) => "",
        None => "no rule of the policy speaks of this fund: it has no limits here",
    };
    Account {
        as_of: inputs.as_of,
        fund: name.to_owned(),
        opening: inputs.since.and_then(|_| money(fund.opening)),
        income: money(fund.income),
        rotation_income: money(fund.rotation_income),
        spent: money(fund.spent),
        reduced: money(fund.reduced),
        prepaid: money(fund.prepaid()),
        balance: Money::from_fen(i64::try_from(fund.balance()).unwrap_or(i64::MAX)),
        receivable: receivable.and_then(money),
        rows: i64::try_from(fund.rows).ok(),
        reason: reason.to_owned(),
        rule: rule.map_or(String::new(), |rule| rule.id.clone()),
    }
}

fn overdrawn(entry: &FundEntry, fund: &book::Book) -> Finding {
    let balance = Money::from_sum(fund.balance()).unwrap_or_default();
    let message = format!(
        "{} stands at {balance} after {}/{}",
        entry.fund, entry.doc, entry.line
    );
    book::finding(
        "fund-overdrawn",
        entry,
        message,
        "a fund pays no more than it holds: add what was allotted, or name the fund that paid",
    )
}
