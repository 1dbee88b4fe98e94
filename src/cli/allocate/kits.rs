//! `granary allocate kits`: packages for households.

use anyhow::Result;
use clap::Args;

use super::privacy::mask_tables;
use crate::allocate::household::KitsInputs;
use crate::allocate::household::kits::{Kits, audit, kits};
use crate::allocate::household::privacy::{masked_door, masked_phone};
use crate::calendar::Day;
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::{Global, day};
use crate::cli::shape::Shape;
use crate::cli::stock::on_hand::balances_of_lines;
use crate::diagnostic::Refused;
use crate::ledger::tables::{Household, Kit, Label, Order, Package};
use crate::ledger::{Loaded, Table};
use crate::policy::Delivery;

/// Pack what households ordered: a label a bag
///
/// Tables order, package (price, supplier), kit (contents), household. Those
/// with special needs come first and pay nothing; what is not paid by --pay-by
/// stays in table unmet. With stock of the supplier, whole packages only.
/// Other answers: --emit picking (by supplier and compound), part, unmet.
/// Telephone numbers and doors are masked unless --unmask is given.
///
///   $ printf '%s\n' order,household,site,package,qty,paid \
///       Q1,h1,C1,A,2,yes Q2,h2,C1,A,1,no |
///       granary allocate kits --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct KitsArgs {
    /// Last day of payment [default: the day before --as-of]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pay_by: Option<Day>,
    /// Show telephone numbers and doors
    #[arg(long)]
    unmask: bool,
}

/// Runs `allocate kits`.
pub fn run(args: &KitsArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let orders = desk.load::<Order>()?;
    let households: Loaded<Household> = desk.load_or_empty()?;
    let packages = desk.load_if_given::<Package>()?;
    let parts = desk.load_or_empty::<Kit>()?.rows;
    let onhand = balances_of_lines(&mut desk)?.onhand.unwrap_or_default();
    let rules = Delivery::built_in().map_err(Refused::from)?;
    let pay_by = args.pay_by.unwrap_or_else(|| as_of.plus_days(-1));
    let shape = Shape::of("allocate kits").with("pay-by", [pay_by]);
    let plan_id = desk.plan_id(&shape)?;
    let inputs = KitsInputs {
        orders: &orders,
        households: &households,
        packages: packages.as_deref(),
        parts: &parts,
        onhand: &onhand,
        rules: &rules,
        as_of,
        pay_by,
        plan_id: &plan_id,
    };
    let kits = kits(&inputs)?;
    audited(&audit(&inputs, &kits))?;
    desk.note(&kits.notes);
    desk.say(&in_words(&kits));
    put(&mut desk, kits, args.unmask);
    if !args.unmask {
        mask_tables(&mut desk)?;
    }
    desk.finish(Table::Label)
}

fn in_words(kits: &Kits) -> String {
    let count = |reason: &str| {
        kits.unmet
            .iter()
            .filter(|row| row.reason.starts_with(reason))
            .count()
    };
    format!(
        "{} labels; not delivered: {} unpaid, {} payment open, {} short",
        kits.labels.len(),
        count("unpaid"),
        count("payment_open"),
        count("short")
    )
}

fn put(desk: &mut Desk, kits: Kits, unmask: bool) {
    let shown = |label: Label| match unmask {
        true => label,
        false => Label {
            phone: masked_phone(&label.phone),
            door: masked_door(&label.door),
            ..label
        },
    };
    desk.put::<Label>(kits.labels.into_iter().map(shown).collect());
    desk.put(kits.picking);
    desk.put(kits.parts);
    desk.put(kits.unmet);
}
