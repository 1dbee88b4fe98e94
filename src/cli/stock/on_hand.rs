//! `granary stock on-hand`: what lies where on a day.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::{Desk, Look};
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::Stock;
use crate::engine::stock::costs::Costs;
use crate::io::csv::lines::{Lines, write_parts};
use crate::ledger::tables::{Kit, Movement, OnHand};
use crate::ledger::{Column, Table};
use crate::stock;

use super::{negative, units};

/// Balances by site, item and lot on a day
///
/// Movements dated up to and including the day count. Expired, held and
/// reserved goods stay on hand; `available` leaves them out. `--emit asset`
/// lists durable goods with who has them, `--emit readiness` the whole sets
/// that table kit asks for.
///
///   $ granary stock on-hand --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct OnHandArgs {}

/// Runs `stock on-hand`.
pub fn run(global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let costs = match desk.looks_at(Table::Onhand, Column::UnitCost) {
        Look::Named => Costs::All,
        Look::Whole => Costs::OfShort,
        Look::Away => Costs::No,
    };
    let stock = desk.stock(as_of, costs)?;
    if costs == Costs::OfShort {
        say_of_unsettled(&desk, stock.unsettled_lots());
    }
    desk.note(&undone_nothing(stock.missing_lines()));
    units::warn_of_lots(&mut desk, &stock);
    negative::warn_of_stock(&mut desk, &stock);
    if desk.writes_csv_alone(Table::Onhand) {
        let headers = || Table::Onhand.fields().iter().map(|field| field.column.id());
        let lines = |places, lines: &mut Lines| {
            stock::on_hand_cells(&stock, as_of, places, |cells| lines.line(cells));
        };
        return desk.finish_by(&mut |out| write_parts(out, b',', headers(), stock.len(), lines));
    }
    let onhand = stock::on_hand_of(&stock, as_of);
    if desk.is_asked_for(Table::Asset) {
        let (catalogue, movements) = (desk.catalogue()?, desk.load::<Movement>()?);
        desk.put(stock::asset::assets(&movements.rows, &catalogue, as_of));
    }
    let is_due = desk.is_named(Table::Readiness) || desk.supplies(Table::Kit)?;
    if is_due && desk.is_asked_for(Table::Readiness) {
        let kits = desk.load::<Kit>()?.rows;
        desk.put(stock::kit::readiness(&onhand, &kits, as_of));
    }
    if let Some(asked) = desk.to_explain(&onhand)? {
        let movements = desk.load()?;
        desk.put(stock::explain::on_hand(&movements, &asked, as_of));
    }
    desk.put(onhand);
    desk.finish(Table::Onhand)
}

/// Says of how many lots the cost was left open.
fn say_of_unsettled(desk: &Desk, lots: usize) {
    if lots > 0 {
        desk.say(&format!(
            "several costs are stated of {}; the ledger is long, and their mean is worked out where --columns names unit_cost",
            counted(lots, "lot")
        ));
    }
}

/// The balances that table `onhand` states, of several days those of the last one up to the day asked for; it is said
/// where all are later, and where a newer list leaves lots out. `None` where nothing supplies it.
pub fn stated(desk: &mut Desk) -> Result<Option<Vec<OnHand>>> {
    let Some(rows) = desk.load_if_given::<OnHand>()? else {
        return Ok(None);
    };
    let all = rows.len();
    let mut standing = stock::standing::balances(rows, desk.as_of());
    desk.note(stock::standing::no_more_than_there_is(&mut standing).as_slice());
    match all - standing.len() {
        0 => {}
        1 => desk.say("1 balance was left out: another day's stands"),
        count => desk.say(&format!(
            "{count} balances were left out: another day's stand"
        )),
    }
    match stock::standing::left_out_since(&standing) {
        0 => {}
        1 => desk.say("1 lot of an older list stands beside a newer list of the same goods there; write it with 0 where it is gone"),
        count => desk.say(&format!(
            "{count} lots of older lists stand beside a newer list of the same goods there; write them with 0 where they are gone"
        )),
    }
    let first = standing.iter().map(|row| row.as_of).min();
    if let Some(first) = first.filter(|first| *first > desk.as_of()) {
        desk.say(&format!(
            "every balance is of a later day than the one answered for; those from {first} on stand in"
        ));
    }
    Ok(Some(standing))
}

/// Balances as table `onhand` says, else worked out from movements; `None` where neither is supplied.
pub fn balances(desk: &mut Desk) -> Result<Option<Vec<OnHand>>> {
    if let Some(onhand) = stated(desk)? {
        return Ok(Some(onhand));
    }
    if !desk.supplies(Table::Movement)? {
        return Ok(None);
    }
    let as_of = desk.as_of();
    let stock = desk.stock(as_of, Costs::All)?;
    units::warn_of_lots(desk, &stock);
    Ok(Some(stock::on_hand_of(&stock, as_of)))
}

/// [`balances`], and the movements where any of them sets goods aside: lines are read one by one of such a ledger alone.
pub fn balances_and_reservations(desk: &mut Desk) -> Result<OfLines> {
    let onhand = stated(desk)?;
    if !desk.supplies(Table::Movement)? {
        return Ok(OfLines {
            onhand,
            movements: None,
        });
    }
    let as_of = desk.as_of();
    let stock = desk.stock(as_of, Costs::All)?;
    let movements = match stock.sets_aside() {
        true => Some(desk.load_once()?.rows),
        false => None,
    };
    let onhand = match onhand {
        Some(onhand) => onhand,
        None => {
            units::warn_of_lots(desk, &stock);
            stock::on_hand_of(&stock, as_of)
        }
    };
    Ok(OfLines {
        onhand: Some(onhand),
        movements,
    })
}

/// Balances, and the movements that they were worked out from; neither where nothing supplies them.
pub struct OfLines {
    pub onhand: Option<Vec<OnHand>>,
    pub movements: Option<Vec<Movement>>,
}

/// [`balances`] for a plan, whose id is taken of every line that it was made from. The movements are handed over: whoever
/// needs them has them from here.
pub fn balances_of_lines(desk: &mut Desk) -> Result<OfLines> {
    match stated(desk)? {
        Some(onhand) => Ok(OfLines::stated(onhand)),
        None => {
            let movements = match desk.supplies(Table::Movement)? {
                true => Some(desk.load_for_plan()?.rows),
                false => None,
            };
            Ok(OfLines::worked_out(desk, movements))
        }
    }
}

/// The same where nothing else asks for movements: a long ledger is read into structs alone.
pub fn balances_of_lines_once(desk: &mut Desk) -> Result<OfLines> {
    let onhand = stated(desk)?;
    let movements = match desk.supplies(Table::Movement)? {
        true => Some(desk.load_once()?.rows),
        false => None,
    };
    Ok(match onhand {
        Some(_) => OfLines { onhand, movements },
        None => OfLines::worked_out(desk, movements),
    })
}

impl OfLines {
    fn stated(onhand: Vec<OnHand>) -> OfLines {
        OfLines {
            onhand: Some(onhand),
            movements: None,
        }
    }

    fn worked_out(desk: &mut Desk, movements: Option<Vec<Movement>>) -> OfLines {
        let as_of = desk.as_of();
        let stock = movements.as_ref();
        let stock = stock.map(|movements| Stock::of(movements, as_of));
        if let Some(stock) = &stock {
            units::warn_of_lots(desk, stock);
        }
        OfLines {
            onhand: stock.map(|stock| stock::on_hand_of(&stock, as_of)),
            movements,
        }
    }
}

/// A warning where reversals name lines that are not there, or none at all.
fn undone_nothing(missing: &[String]) -> Vec<Diagnostic> {
    let named: Vec<&String> = missing.iter().filter(|line| !line.is_empty()).collect();
    let shown = named.iter().take(LINES_SHOWN);
    let shown: Vec<String> = shown.map(|line| format!("\"{line}\"")).collect();
    let more = match named.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let lost = (!named.is_empty()).then(|| format!("there is no line {}{more}", shown.join(", ")));
    let nameless =
        (named.len() < missing.len()).then(|| "there is one that names no line".to_owned());
    let faults: Vec<String> = lost.into_iter().chain(nameless).collect();
    if faults.is_empty() {
        return Vec::new();
    }
    let message = format!("reversals undo nothing: {}", faults.join("; "));
    let hint = "write the document and line of the movement into ref; granary stock check names each with its line";
    vec![Diagnostic::warning(Code::BadReversal, message).hint(hint)]
}

/// How many lines a warning names.
const LINES_SHOWN: usize = 5;
