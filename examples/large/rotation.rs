//! Lots of 20 goods in five depots, for hospitals that use most of each, along ways of different freight: about as much in
//! store as is used in a year, each lot with its own last day in that year. `rotate plan` with reading, audit and writing.

use std::io::{self, Write as _};
use std::path::Path;

use super::numbers::Numbers;
use super::{run, write};

const ITEMS: u64 = 20;
const DEPOTS: u64 = 5;
/// Days of the year in each month.
const MONTHS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Plans so many lots for so many institutions.
pub fn plan(lots: u64, institutions: u64, folder: &Path) -> io::Result<()> {
    let file = |name: &str| folder.join(name);
    let mut numbers = Numbers(3);
    write(&file("item.csv"), |out| {
        writeln!(out, "item,name,class,unit,pack_size,shelf_life")?;
        (0..ITEMS).try_for_each(|item| writeln!(out, "I{item},item {item},ppe,piece,10,24 mo"))
    })?;
    write(&file("site.csv"), |out| {
        writeln!(out, "site,name,parent,level,class\nC0,city,,city,")?;
        (0..DEPOTS).try_for_each(|depot| writeln!(out, "D{depot},,C0,city,depot"))?;
        (0..institutions).try_for_each(|site| writeln!(out, "H{site},,C0,city,general_hospital"))
    })?;
    write(&file("lane.csv"), |out| {
        writeln!(out, "from_site,site,freight,hours")?;
        (0..DEPOTS * institutions).try_for_each(|way| {
            let (depot, site) = (way / institutions, way % institutions);
            writeln!(out, "D{depot},H{site},0.{:02},2", 1 + numbers.below(90))
        })
    })?;
    write(&file("burn.csv"), |out| {
        writeln!(out, "as_of,site,item,rate")?;
        (0..ITEMS * institutions).try_for_each(|use_| {
            let (site, item, tenths) = (use_ / ITEMS, use_ % ITEMS, numbers.below(60));
            writeln!(
                out,
                "2022-01-01,H{site},I{item},{}.{}",
                tenths / 10,
                tenths % 10
            )
        })
    })?;
    write(&file("onhand.csv"), |out| {
        writeln!(
            out,
            "as_of,site,item,lot,form,owner,qty,unit,expiry,available,unit_cost"
        )?;
        (0..lots).try_for_each(|lot| {
            let (item, depot) = (numbers.below(ITEMS), numbers.below(DEPOTS));
            let (qty, cost) = (10 * (1 + numbers.below(399)), 1 + numbers.below(49));
            let expiry = day_of_year(30 + numbers.below(334));
            writeln!(
                out,
                "2022-01-01,D{depot},I{item},L{lot},physical,city,{qty},piece,{expiry},{qty},{cost}"
            )
        })
    })?;
    run(
        &format!("{lots} lots, {institutions} institutions"),
        &["rotate", "plan", "--as-of", "2022-01-01", "--policy", "P0"],
        &["item.csv", "site.csv", "lane.csv", "burn.csv", "onhand.csv"],
        folder,
    )
}

/// The day of 2022 that comes so many days after its first.
fn day_of_year(mut days: u64) -> String {
    for (month, length) in (1..).zip(MONTHS) {
        if days < length {
            return format!("2022-{month:02}-{:02}", days + 1);
        }
        days -= length;
    }
    "2022-12-31".to_owned()
}
