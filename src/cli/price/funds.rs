//! `granary price funds`: what is left of each fund.

use anyhow::Result;
use clap::Args;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, Global, day};
use crate::ledger::Table;
use crate::policy::Rules;
use crate::price;

use super::reference::money_rules;

/// What is left of each fund on a day, and what made it so
///
/// From table fund, and from what other tables say of money: auctions that
/// sold or failed, with their fees (table auction), goods that were written off
/// (movement), settlements that a fund pays (settlement), what was paid of the
/// bills of the reserve (payment). What both have counts once. receivable is
/// what price payable says is unpaid of these bills. What is spent on what a fund is not for is refused by
/// name and does not count (--emit finding); --emit scale shows the reserve
/// scale after write-offs.
///
///   $ granary price funds --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct FundsArgs {
    /// Begin the period on this day; what lies before is the opening balance
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
}

/// Runs `price funds`.
pub fn run(args: &FundsArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let has_any = |rules: &Rules| (!rules.fund.is_empty()).then_some(());
    let (rules, ()) = desk.rules_with("what a fund is for", has_any)?;
    let money = [
        Table::Fund,
        Table::Auction,
        Table::Movement,
        Table::Settlement,
    ];
    let mut supplied = Vec::new();
    for table in money {
        supplied.push(desk.supplies(table)?);
    }
    if !supplied.contains(&true) {
        return Err(desk.missing(Table::Fund).into());
    }
    let entries = desk.funds(&rules)?;
    let settlements = desk.records()?;
    let as_of = desk.as_of();
    let bills = price::payables(&price::PayableInputs {
        invoices: &desk.records()?,
        settlements: &settlements,
        payments: &desk.records()?,
        funds: &entries.rows,
        agreements: &desk.records()?,
        rule: &money_rules(None)?.ageing,
        as_of,
    });
    let inputs = price::FundInputs {
        entries: &entries.rows,
        auctions: &desk.records()?,
        movements: &desk.records()?,
        settlements: &settlements,
        bills: &bills,
        scales: &desk.records()?,
        sites: &desk.sites()?,
        rules: &rules.fund,
        reserve_owners: rules.reserve_owners(),
        since: args.since,
        as_of,
    };
    let answer = price::accounts(&inputs);
    if let Some(asked) = desk.to_explain(&answer.accounts)? {
        desk.put(price::fund::explain(&inputs, &entries, &asked));
    }
    if !answer.findings.is_empty() {
        let rows = match answer.findings.len() {
            1 => "1 row of money is".to_owned(),
            count => format!("{count} rows of money are"),
        };
        desk.say(&format!(
            "{rows} refused or out of order (--emit finding shows them)"
        ));
    }
    desk.put(answer.accounts);
    desk.put(answer.scales);
    desk.put(answer.findings);
    desk.finish_or(Table::Account, FailOn::Severe)
}
