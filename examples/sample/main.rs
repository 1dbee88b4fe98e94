//! A synthetic prefecture with an outbreak: writes the tables of `data/sample`.
//!
//! `cargo run --example sample -- DIR` (default `data/sample`). Same bytes on every machine: the
//! seed is fixed, the arithmetic is of integers, nothing reads the clock. All names are invented.

mod catalogue;
mod households;
mod ledger;
mod markets;
mod prices;
mod random;
mod replay;
mod reserve;
mod story;
mod supply;
mod tables;
mod usage;
mod world;
mod write;

use std::error::Error;
use std::path::PathBuf;

use chrono::Days;

use catalogue::Catalogue;
use ledger::Ledger;
use random::Random;

const SEED: u64 = 20_220_315;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("data/sample"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let mut random = Random::new(SEED);
    let ledger = half_year(Catalogue::read()?, &mut random);
    replay::prove(&ledger);
    let unit = |item: &str| ledger.catalogue.item(item).unit.clone();
    write::table(&folder, "item", catalogue::TEXT)?;
    write::table(&folder, "site", tables::SITES)?;
    write::table(&folder, "staff", &world::staff())?;
    write::table(&folder, "event", tables::EVENTS)?;
    write::table(&folder, "norm", &world::norms(unit))?;
    write::table(&folder, "movement", &write::movements(&ledger)?)?;
    write::table(&folder, "request", tables::REQUESTS)?;
    write::table(&folder, "auction", tables::AUCTIONS)?;
    write::table(&folder, "rotation", tables::ROTATION)?;
    write::table(&folder, "quote", &prices::quotes(&mut random))?;
    write::table(&folder, "agreement", supply::AGREEMENTS)?;
    write::table(&folder, "capacity", supply::CAPACITY)?;
    write::table(&folder, "carrier", supply::CARRIERS)?;
    write::table(&folder, "enterprise", supply::ENTERPRISES)?;
    write::table(&folder, "production", &supply::production())?;
    write::table(&folder, "inbound", supply::INBOUND)?;
    write::table(&folder, "household", &households::households())?;
    write::table(&folder, "order", &households::orders())?;
    write::table(&folder, "call", &households::calls())?;
    write::table(&folder, "people", &households::people())?;
    write::table(&folder, "package", households::PACKAGES)?;
    write::table(&folder, "kit", households::KITS)?;
    write::table(&folder, "delivery", households::DELIVERY)?;
    Ok(())
}

/// The ledger of the 180 days that end on the eve of the story.
fn half_year(catalogue: Catalogue, random: &mut Random) -> Ledger {
    let mut ledger = Ledger::new(catalogue);
    let mut date = story::start();
    usage::open(&mut ledger, random, date);
    while date < story::as_of() {
        story::morning(&mut ledger, date);
        usage::small_sites(&mut ledger, random, date);
        usage::depots(&mut ledger, random, date);
        usage::hospitals(&mut ledger, random, date);
        markets::week(&mut ledger, random, date);
        story::evening(&mut ledger, date);
        date = date + Days::new(1);
    }
    ledger
}
