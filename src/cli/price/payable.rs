//! `granary price payable`: which bills are paid, due and late; what households owe.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::diagnostic::Refused;
use crate::ledger::Table;
use crate::ledger::tables::{Finding, Household, Invoice, Order, Settlement};
use crate::policy::Delivery;
use crate::price;
use crate::price::payable::INVOICE_DIFFERS;
use crate::price::payable::receipt::receipts;

use super::reference::money_rules;

/// Which bills are paid, which are due, and how late they are
///
/// Bills are the rows of table invoice and the settlements that somebody pays.
/// Table payment says what was paid of them, and what the payee paid back; of a
/// bill of a reserve so does what came in by table fund, and what both tables
/// have counts once (--emit finding: where they differ). Table agreement says
/// in how many days bills are due. --emit ageing adds up what is unpaid by
/// lateness, --emit receipt what each household ordered, paid and owes.
///
///   $ granary price settle --ledger granary-demo --as-of 2022-03-15 --policy P0 --emit all | granary price payable --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct PayableArgs {
    /// Read the rules of money from this file instead of granary's own
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

/// What is not known without table `payment`.
const WITHOUT_PAYMENTS: &str = "no bill counts as paid but those of a reserve that table fund has (--ledger, or --in payment=FILE)";
/// What is not known without table `fund`.
const WITHOUT_FUNDS: &str =
    "what came into the fund of a reserve counts as paid only where table payment has it";

/// Runs `price payable`.
pub fn run(args: &PayableArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let rules = money_rules(args.rules.as_deref())?;
    let invoices = desk.load_if_given::<Invoice>()?;
    let settlements = desk.load_if_given::<Settlement>()?;
    let orders = desk.load_if_given::<Order>()?;
    if invoices.is_none() && settlements.is_none() && orders.is_none() {
        return Err(desk.missing(Table::Invoice).into());
    }
    let has_bills = invoices.is_some() || settlements.is_some();
    for (table, matters, untold) in [
        (Table::Payment, has_bills, WITHOUT_PAYMENTS),
        (Table::Fund, settlements.is_some(), WITHOUT_FUNDS),
    ] {
        if matters && !desk.supplies(table)? {
            desk.say(&format!("no input supplies table {}: {untold}", table.id()));
        }
    }
    let inputs = price::PayableInputs {
        invoices: &invoices.unwrap_or_default(),
        settlements: &settlements.unwrap_or_default(),
        payments: &desk.records()?,
        funds: &desk.records()?,
        agreements: &desk.records()?,
        rule: &rules.ageing,
        as_of,
    };
    let bills = price::payables(&inputs);
    if let Some(asked) = desk.to_explain(&bills.payables)? {
        desk.put(price::payable::explain(&inputs, &asked));
    }
    for stray in &bills.strays {
        desk.say(stray);
    }
    let is_of_invoice = |row: &&Finding| row.code == INVOICE_DIFFERS;
    let differing = bills.findings.iter().filter(is_of_invoice).count();
    if differing > 0 {
        let invoices = counted(differing, "invoice");
        desk.say(&format!(
            "{invoices} of another amount than the settlement (--emit finding names them)"
        ));
    }
    let others = bills.findings.len() - differing;
    if others > 0 {
        let bills = counted(others, "bill");
        desk.say(&format!(
            "{bills} paid otherwise by table payment than by table fund (--emit finding names them)"
        ));
    }
    if let Some(orders) = orders {
        let free = free_households(&desk.records::<Household>()?)?;
        let packages = desk.records()?;
        desk.put(receipts(&orders, &packages, &free, as_of));
    }
    desk.put(price::payable::ageing(
        &bills.payables,
        &rules.ageing,
        as_of,
    ));
    desk.put(bills.payables);
    desk.put(bills.findings);
    desk.finish(Table::Payable)
}

/// The households whose goods are free of charge, with the rule that says so.
fn free_households(households: &[Household]) -> Result<BTreeMap<String, String>> {
    let delivery = Delivery::built_in().map_err(Refused::from)?;
    let free = households.iter().filter_map(|row| {
        let rule = delivery.free_rule(&row.group)?;
        Some((row.household.clone(), rule.to_owned()))
    });
    Ok(free.collect())
}
