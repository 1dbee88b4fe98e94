//! `granary report lists`: what is made public.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::{Global, day};
use crate::ledger::basis;
use crate::ledger::tables::{Disclosure, Enterprise, Movement};
use crate::ledger::word::{DisclosureList, MovementKind};
use crate::report::documents;
use crate::report::lists::{ListOptions, disclosures};
use crate::report::privacy::Privacy;
use crate::stock;

use super::forms;

/// Write the four lists that are made public, from one ledger
///
/// Purchases, allocations, stock and donations received (采购、调配、库存、
/// 接受捐赠). Each row names its ledger line; names of persons and long numbers
/// are masked. As Markdown or HTML the lists are one document.
///
///   $ granary report lists --ledger granary-demo --as-of 2022-03-15 --from 2022-03-01 --list donation
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ListsArgs {
    /// First day of the period (default: that of the ledger)
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<Day>,
    /// Only these lists
    #[arg(long, value_enum, value_delimiter = ',')]
    list: Vec<ListName>,
    /// Show every name: those named have agreed
    #[arg(long)]
    with_names: bool,
}

/// Names of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListName {
    Purchase,
    Allocation,
    Stock,
    Donation,
}

impl From<ListName> for DisclosureList {
    fn from(name: ListName) -> DisclosureList {
        match name {
            ListName::Purchase => DisclosureList::Purchase,
            ListName::Allocation => DisclosureList::Allocation,
            ListName::Stock => DisclosureList::Stock,
            ListName::Donation => DisclosureList::Donation,
        }
    }
}

/// Runs `report lists`.
pub fn run(args: &ListsArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let book = desk.load::<Movement>()?;
    let receipts = basis::Line::of_book(&book).filter(|line| line.kind == MovementKind::Receipt);
    desk.note(&basis::unknown(receipts));
    let movements = book.rows;
    let first = movements.iter().map(|movement| movement.date).min();
    let privacy = privacy(&mut desk)?;
    let privacy = if args.with_names {
        privacy.showing_all()
    } else {
        privacy
    };
    let options = ListOptions {
        from: args.from.or(first).unwrap_or(as_of),
        to: as_of,
        privacy: &privacy,
    };
    let onhand = stock::on_hand(&movements, as_of);
    let mut rows = disclosures(&movements, &onhand, &options);
    let wanted: Vec<DisclosureList> = args.list.iter().map(|name| (*name).into()).collect();
    rows.retain(|row| wanted.is_empty() || wanted.contains(&row.list));
    forms::finish(desk, rows, "report lists", |rows: &[Disclosure], names| {
        documents::lists(rows, &wanted, names, as_of)
    })
}

/// Whom the tables know for an organisation.
fn privacy(desk: &mut Desk) -> Result<Privacy> {
    let sites = desk.site_rows()?;
    let enterprises = desk.records::<Enterprise>()?;
    let sites = sites.into_iter().flat_map(|site| [site.site, site.name]);
    let enterprises = enterprises
        .into_iter()
        .flat_map(|enterprise| [enterprise.enterprise, enterprise.name]);
    Ok(Privacy::of(sites.chain(enterprises)))
}
