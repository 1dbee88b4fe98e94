//! `granary price settle`: who owes whom for what left a reserve.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::calendar::Day;
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::{Global, day};
use crate::cli::number::{counted, yuan};
use crate::ledger::tables::{Account, Finding, Movement};
use crate::ledger::word::Severity;
use crate::ledger::{Table, basis};
use crate::policy::settlement::PriceSource;
use crate::price;
use crate::price::fund::balances_by_day;
use crate::price::settlement::entry::entries;
use crate::price::settlement::{CASH_RESERVE, Necessities, audit};
use crate::quantity::Money;

/// Who owes whom for what left a reserve
///
/// From the issues and transfers that were posted: a county repays goods and
/// freight, a unit of the city is restocked from the cash reserve first, sold
/// and rationed necessities, donations and emergencies each by their rule. Add
/// --emit entry for the books, netting for the statements that two sides sign,
/// finding for what no rule settles.
///
///   $ granary price settle --ledger granary-demo --as-of 2022-03-15 --policy P0 --cash-reserve 200000
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SettleArgs {
    /// Settle what was posted from this day on
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// Price goods at this instead of what the rule says
    #[arg(long, value_enum)]
    price: Option<PriceName>,
    /// How necessities reach households, where the movement does not say
    #[arg(long, value_enum)]
    necessities: Option<NecessitiesName>,
    /// What the cash reserve holds, in yuan (default: by table account, or fund)
    #[arg(long, value_name = "YUAN", value_parser = yuan)]
    cash_reserve: Option<Money>,
}

/// Names of the prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PriceName {
    /// What the lot cost
    Lot,
    /// The moving average of what was paid
    Average,
    /// The contract in force on the day
    Contract,
    /// The market price of the day
    Market,
}

/// How necessities reach households.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum NecessitiesName {
    Sold,
    Rationed,
}

/// Runs `price settle`.
pub fn run(args: &SettleArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let has_any = |rules: &crate::policy::Rules| (!rules.settlement.is_empty()).then_some(());
    let (rules, ()) = desk.rules_with("who pays for what leaves a reserve", has_any)?;
    let movements = desk.load::<Movement>()?;
    desk.note(&basis::unknown(basis::Line::of_book(&movements)));
    let funds = desk.funds(&rules)?.rows;
    let stated = match args.cash_reserve {
        Some(stated) => Some(stated),
        None => cash_reserve(&mut desk)?,
    };
    // By its days only where nobody states one sum: what is stated may be spent.
    let by_day = match stated {
        Some(_) => Vec::new(),
        None => balances_by_day(CASH_RESERVE, &funds, &rules.fund, as_of),
    };
    let inputs = price::SettlementInputs {
        movements: &movements.rows,
        freights: &desk.records()?,
        rotation: &desk.records()?,
        references: &desk.records()?,
        quotes: &desk.records()?,
        agreements: &desk.records()?,
        funds: &funds,
        sites: &desk.sites()?,
        catalogue: &desk.catalogue()?,
        rules: &rules.settlement,
        since: args.since,
        as_of,
        price: args.price.map(PriceSource::from),
        necessities: args.necessities.map(Necessities::from),
        cash: stated.or(by_day.last().map(|(_, held)| *held)),
        cash_by_day: &by_day,
        restocks: rules.replenish.as_ref().map_or("", |rule| rule.by.as_str()),
        reserve_owners: rules.reserve_owners(),
    };
    let settled = price::settle(&inputs);
    let entries = entries(&settled.settlements);
    audited(&audit::audit(&settled, &entries, &inputs))?;
    for line in in_words(&settled) {
        desk.say(&line);
    }
    if let Some(asked) = desk.to_explain(&settled.settlements)? {
        desk.put(price::settlement::explain(&inputs, &movements, &asked));
    }
    desk.put(price::netting(&settled.settlements, args.since, as_of));
    desk.put(entries);
    desk.put_beside(findings(&settled))?;
    desk.put(settled.settlements);
    desk.finish(Table::Settlement)
}

/// What the cash reserve holds by the last row of table account up to the day.
fn cash_reserve(desk: &mut Desk) -> Result<Option<Money>> {
    let accounts = desk.records::<Account>()?;
    let as_of = desk.as_of();
    let known = accounts.iter().filter(|row| row.as_of <= as_of);
    let of_cash = known.filter(|row| row.fund == CASH_RESERVE);
    let stated = of_cash.max_by_key(|row| row.as_of);
    Ok(stated.map(|row| row.balance))
}

/// What was not settled, counted by reason.
fn in_words(settled: &price::Settled) -> Vec<String> {
    let priceless = settled.settlements.iter();
    let priceless = priceless.filter(|row| row.total.is_none() && row.freight.is_none());
    [
        (
            settled.unsettled.len(),
            "is not settled (--emit finding says why)",
            "are not settled (--emit finding says why)",
        ),
        (
            settled.stray_freight.len(),
            "of freight belongs to no delivery",
            "of freight belong to no delivery",
        ),
        (
            priceless.count(),
            "has no amount, and the reason beside it",
            "have no amount, and the reason beside them",
        ),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, more)| {
        format!(
            "{} {}",
            counted(count, "line"),
            if count == 1 { one } else { more }
        )
    })
    .collect()
}

/// What no rule settles, and freight that belongs to nothing, as findings.
fn findings(settled: &price::Settled) -> Vec<Finding> {
    let of = |code: &str, hint: &str, (line, why): &(String, String)| Finding {
        line: line.clone(),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Warning, why.clone())
    };
    let unsettled = settled.unsettled.iter().map(|line| {
        of("unsettled", "state sale, ration or donation in basis of the movement, or --necessities; list its sites in table site", line)
    });
    let strays = settled.stray_freight.iter().map(|line| {
        of(
            "stray-freight",
            "write doc, from_site and site as the movements have them",
            line,
        )
    });
    let returned = settled.returned.iter().map(|line| {
        of(
            "returned",
            "agree on what is paid back; nothing is taken off the bill here",
            line,
        )
    });
    unsettled.chain(strays).chain(returned).collect()
}

impl From<PriceName> for PriceSource {
    fn from(name: PriceName) -> PriceSource {
        match name {
            PriceName::Lot => PriceSource::Lot,
            PriceName::Average => PriceSource::Average,
            PriceName::Contract => PriceSource::Contract,
            PriceName::Market => PriceSource::Market,
        }
    }
}

impl From<NecessitiesName> for Necessities {
    fn from(name: NecessitiesName) -> Necessities {
        match name {
            NecessitiesName::Sold => Necessities::Sold,
            NecessitiesName::Rationed => Necessities::Rationed,
        }
    }
}
