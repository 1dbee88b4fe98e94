//! `granary stock post`: movements and plans onto the sealed ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use clap::Args;

use crate::calendar::Day;
use crate::cli::desk::{Desk, table_named};
use crate::cli::global::Global;
use crate::cli::number::{counted, counted_are};
use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::engine::Stock;
use crate::ledger::approval::is_given;
use crate::ledger::posting::disposals::{self as leavings, Lying};
use crate::ledger::posting::{Unpostable, shares as of_shares};
use crate::ledger::tables::{
    Allocation, Auction, Disposal, Movement, Rotation, Transfer, Variance,
};
use crate::ledger::word::{DisposalResult, MovementKind};
use crate::ledger::{Column, Loaded, Record as _, Row, Table, posting as of_plans};

use super::posting::{self, Guard, Origin, Posting};

/// Post movements, plans, counts and disposals to the sealed ledger
///
/// Takes the table from standard input or --in, and appends its movements
/// under a lock, all or none. Of several tables the first of transfer,
/// allocation, variance, movement, rotation, disposal and auction is posted,
/// unless one is named; of transfers those that were agreed. A write-off needs
/// its approval, and a witness of the destruction.
/// Posting the same plan twice adds nothing. Exit code 75 says that the ledger
/// is locked, or has moved on since the plan was made.
///
///   $ granary stock post --in movement=granary-demo/movement.csv --dry-run
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Post {
    /// Post this table
    table: Option<String>,
    #[command(flatten)]
    posting: Posting,
    /// Post a plan although the ledger has moved on since it was made
    #[arg(long)]
    rebase: bool,
}

/// The tables that can be posted; of several the first is. Beside a plan, the movements of a pipe are the ledger that
/// it was made of.
const POSTED: [Table; 7] = [
    Table::Transfer,
    Table::Allocation,
    Table::Variance,
    Table::Movement,
    Table::Rotation,
    Table::Disposal,
    Table::Auction,
];

/// Movements to post, and the seal that their plan says the ledger ends with.
struct ToPost {
    rows: Vec<Row>,
    basis: Option<String>,
}

/// Runs `stock post`.
pub fn run(args: &Post, global: &Global) -> Result<u8> {
    let global = &Global {
        makes_ledger: true,
        ..global.clone()
    };
    // The rows to post come from --in and the pipe alone: what the ledger holds is there already.
    let mut desk = Desk::open(global)?;
    let table = chosen(&desk, args.table.as_deref())?;
    if args.table.is_none() {
        say_not_posted(&desk, table);
    }
    let origin = match table {
        Table::Allocation | Table::Transfer => Origin::Plans { on: global.as_of },
        _ => Origin::Movements,
    };
    let to_post = match table {
        Table::Transfer => transfers(&mut desk)?,
        Table::Allocation => awards(&mut desk)?,
        Table::Rotation => shares(&mut desk)?,
        Table::Disposal => disposals(&mut desk)?,
        Table::Auction => sales(&mut desk)?,
        Table::Variance => counts(&mut desk)?,
        _ => movements(&mut desk)?,
    };
    if args.posting.dry_run {
        let fresh = posting::fresh_and_guarded(global, to_post.rows, origin)?;
        desk.say(&posting::counts(&fresh));
        let taken_back = posting::taken_back(&fresh);
        taken_back.iter().for_each(|line| desk.say(line));
        desk.put_rows(Table::Movement, fresh.rows);
        return desk.finish(Table::Movement);
    }
    desk.say_left_over();
    let guard = if args.rebase {
        Guard::Balances
    } else {
        Guard::Basis(to_post.basis)
    };
    let wait = Duration::from_secs(args.posting.wait);
    posting::append(global, to_post.rows, origin, wait, guard)
}

/// The table that is named, or the first that is supplied.
fn chosen(desk: &Desk, named: Option<&str>) -> Result<Table> {
    let Some(name) = named else {
        let supplied = |table: &&Table| desk.supplies_without_ledger(**table);
        let first = POSTED.iter().find(supplied);
        return Ok(*first.ok_or_else(|| desk.missing(Table::Movement))?);
    };
    let table = table_named(name).map_err(|refused| match Path::new(name).is_file() {
        true => file_for_table(name),
        false => refused,
    })?;
    if !POSTED.contains(&table) {
        let ids: Vec<&str> = POSTED.iter().map(|table| table.id()).collect();
        let message = format!("table {name} cannot be posted");
        return Err(Refused::from(
            Diagnostic::error(Code::BadFlag, message)
                .hint(format!("post one of {}", ids.join(", "))),
        )
        .into());
    }
    if !desk.supplies_without_ledger(table) {
        return Err(desk.missing(table).into());
    }
    Ok(table)
}

/// Names the tables that could be posted and are not, beside the one that is.
fn say_not_posted(desk: &Desk, posted: Table) {
    let after = POSTED.iter().skip_while(|table| **table != posted).skip(1);
    // Movements beside a plan, and auctions beside disposals, are the books that these were made of.
    let books = [Table::Movement, Table::Auction];
    let others = after.filter(|table| !books.contains(table) && desk.has_rows(**table));
    for id in others.map(|table| table.id()) {
        desk.say(&format!(
            "table {id} is not posted: granary stock post {id} does that"
        ));
    }
}

/// The refusal of a file where a table is to be named, as import and count take files.
fn file_for_table(path: &str) -> Refused {
    Diagnostic::error(Code::BadFlag, format!("there is no table \"{path}\""))
        .hint(format!(
            "a file is read from standard input: granary stock post < {path}"
        ))
        .into()
}

/// Movements as they are; a shelf life is extended only with the record of who approved it.
fn movements(desk: &mut Desk) -> Result<ToPost> {
    let rows = desk.rows(Table::Movement)?.to_vec();
    let unapproved = rows.iter().filter(|row| {
        row.get::<MovementKind>(Column::Kind) == MovementKind::Extend
            && !is_given(&row.get::<String>(Column::Approver))
    });
    let faults: Vec<Diagnostic> = unapproved
        .map(|row| {
            let lot: String = row.get(Column::Lot);
            let message = format!("the extension of lot {lot} has no approval");
            let fault = Diagnostic::error(Code::MissingCell, message)
                .hint("write the record of the approval into approver");
            match row.place.clone() {
                Some(place) => fault.at(place),
                None => fault,
            }
        })
        .collect();
    match faults.is_empty() {
        true => Ok(ToPost { rows, basis: None }),
        false => Err(Refused(faults).into()),
    }
}

/// The awards of a plan of allocation.
fn awards(desk: &mut Desk) -> Result<ToPost> {
    let Loaded { rows, places } = desk.load::<Allocation>()?;
    let unapproved = of_plans::unapproved(&rows);
    if !unapproved.is_empty() {
        return Err(unpostable(unapproved, &places).into());
    }
    let keepers = posting::keepers(&desk.global)?;
    let keepers: BTreeSet<&str> = keepers.iter().map(String::as_str).collect();
    let movements = of_plans::movements_of_awards(&rows, &keepers, desk.as_of());
    Ok(ToPost {
        rows: placed(movements.into_iter().enumerate(), &places),
        basis: posting::basis_seal(rows.iter().map(|row| row.basis_seal.as_str())),
    })
}

/// The transfers that were agreed.
fn transfers(desk: &mut Desk) -> Result<ToPost> {
    let Loaded { rows, places } = desk.load::<Transfer>()?;
    let movements = of_plans::movements_of_transfers(&rows, desk.as_of());
    match rows.len() - movements.len() {
        0 => {}
        1 => desk.say("1 transfer waits for consent and is not posted"),
        waiting => desk.say(&format!(
            "{waiting} transfers wait for consent and are not posted"
        )),
    }
    Ok(ToPost {
        rows: placed(movements, &places),
        basis: posting::basis_seal(rows.iter().map(|row| row.basis_seal.as_str())),
    })
}

/// The shares of a rotation plan.
fn shares(desk: &mut Desk) -> Result<ToPost> {
    let Loaded { rows, places } = desk.load::<Rotation>()?;
    let known = posting::known_rows(&desk.global)?;
    let plans: BTreeSet<&str> = rows.iter().map(|share| share.plan.as_str()).collect();
    let (posted, known): (Vec<Movement>, Vec<Movement>) = known
        .iter()
        .map(Movement::from_row)
        .partition(|row| row.kind == MovementKind::Reserve && plans.contains(row.doc.as_str()));
    let (as_of, sites) = (desk.as_of(), desk.sites()?);
    let days = rows.iter().map(|share| share.date.unwrap_or(as_of));
    let days: BTreeSet<Day> = days.collect();
    let lying: BTreeMap<Day, Lots> = days
        .into_iter()
        .map(|day| (day, by_lot(lying_on(&known, day))))
        .collect();
    let lies = |share: &Rotation, day: Day| {
        let lots = lying.get(&day).and_then(|lots| lots.get(&share.lot));
        lots.cloned().unwrap_or_default()
    };
    let movements = of_shares::movements_of_shares(&rows, as_of, &posted, &sites, lies);
    let movements = movements.map_err(|faults| unpostable(faults, &places))?;
    Ok(ToPost {
        rows: placed(movements, &places),
        basis: posting::basis_seal(rows.iter().map(|row| row.basis_seal.as_str())),
    })
}

/// Donations and write-offs that were carried out; what a donee refused stays where it is.
fn disposals(desk: &mut Desk) -> Result<ToPost> {
    let loaded = desk.load::<Disposal>()?;
    let count = loaded.rows.len();
    let rows = loaded.rows.into_iter().zip(loaded.places);
    let done = rows.filter(|(row, _)| row.result != Some(DisposalResult::Refused));
    let (rows, places): (Vec<Disposal>, Vec<Option<Place>>) = done.unzip();
    say_left_out(desk, count - rows.len(), "refused disposal");
    leaving(desk, &rows, &places)
}

/// What auctions sold; a lot that nobody bid for stays where it is.
fn sales(desk: &mut Desk) -> Result<ToPost> {
    let loaded = desk.load::<Auction>()?;
    let sales = leavings::sales(&loaded.rows).into_iter();
    let placed = sales.map(|(at, sale)| (sale, loaded.places.get(at).cloned().flatten()));
    let (rows, places): (Vec<Disposal>, Vec<Option<Place>>) = placed.unzip();
    say_left_out(desk, loaded.rows.len() - rows.len(), "unsold auction");
    leaving(desk, &rows, &places)
}

fn say_left_out(desk: &Desk, rows: usize, which: &str) {
    if rows > 0 {
        desk.say(&format!("{} not posted", counted_are(rows, which)));
    }
}

/// Disposals as movements of what lies there.
fn leaving(desk: &Desk, rows: &[Disposal], places: &[Option<Place>]) -> Result<ToPost> {
    let known = posting::known_rows(&desk.global)?;
    let known: Vec<Movement> = known.iter().map(Movement::from_row).collect();
    let movements = leavings::movements_of_disposals(rows, |disposal| lying(&known, disposal));
    let movements = movements.map_err(|faults| unpostable(faults, places))?;
    Ok(ToPost {
        rows: placed(movements, places),
        basis: None,
    })
}

/// The counts of a stock-take, of the lots that were counted and did not move since.
fn counts(desk: &mut Desk) -> Result<ToPost> {
    let Loaded { rows, places } = desk.load::<Variance>()?;
    let movements = of_plans::movements_of_variances(&rows);
    let left_out = rows.len() - movements.len();
    if left_out > 0 {
        let lots = counted(left_out, "lot");
        desk.say(&format!(
            "{lots} of the count not posted: not counted, or moved since the sheet was made"
        ));
    }
    Ok(ToPost {
        rows: placed(movements, &places),
        basis: posting::basis_seal(rows.iter().map(|row| row.basis_seal.as_str())),
    })
}

/// What lay in store of the lot on the day of its disposal, before it was carried out.
fn lying(known: &[Movement], disposal: &Disposal) -> Vec<Lying> {
    let document = leavings::document_of(disposal);
    // A reversal need not name the lot of the line it takes back.
    let matters = |row: &&Movement| {
        row.doc != document && (row.lot == disposal.lot || row.kind == MovementKind::Reversal)
    };
    let before: Vec<Movement> = known.iter().filter(matters).cloned().collect();
    lying_on(&before, disposal.date)
}

/// What lies by lot number.
type Lots = BTreeMap<String, Vec<Lying>>;

fn by_lot(lying: Vec<Lying>) -> Lots {
    let mut lots = Lots::new();
    for lying in lying {
        lots.entry(lying.key.lot.clone()).or_default().push(lying);
    }
    lots
}

/// What lies anywhere on a day.
fn lying_on(movements: &[Movement], day: Day) -> Vec<Lying> {
    let stock = Stock::of(movements, day);
    let lots = stock.iter();
    lots.map(|lot| Lying {
        key: lot.lot_key(),
        qty: lot.qty,
        free: (lot.qty - lot.held - lot.reserved).or_zero(),
        unit: lot.unit.to_owned(),
        unit_cost: lot.unit_cost,
    })
    .collect()
}

/// Movements as rows at the places of what they were made of.
fn placed(
    movements: impl IntoIterator<Item = (usize, Movement)>,
    places: &[Option<Place>],
) -> Vec<Row> {
    let row = |(at, movement): (usize, Movement)| Row {
        place: places.get(at).cloned().flatten(),
        ..movement.into_row()
    };
    movements.into_iter().map(row).collect()
}

fn unpostable(faults: Vec<Unpostable>, places: &[Option<Place>]) -> Refused {
    let placed = faults.into_iter().map(|(at, fault)| {
        let place = places.get(at).cloned().flatten();
        fault.at(place.unwrap_or_else(|| Place::file("plan")))
    });
    Refused(placed.collect())
}
