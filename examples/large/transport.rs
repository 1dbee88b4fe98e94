//! A balanced transport problem (counts, supplies, demands, a row of costs a source), and how long it takes to solve, without
//! the reading.

use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

use granary::allocate::flow::transport;

use super::numbers::{Numbers, signed};
use super::write;

/// Ships from so many sources to so many targets.
pub fn ship(sources: u64, targets: u64, folder: &Path) -> io::Result<()> {
    let mut numbers = Numbers(2);
    let demand: Vec<i64> = (0..targets)
        .map(|_| signed(1 + numbers.below(2000)))
        .collect();
    let total: i64 = demand.iter().sum();
    let mut supply = vec![total / signed(sources); usize::try_from(sources).expect("fits")];
    if let Some(first) = supply.first_mut() {
        *first += total % signed(sources);
    }
    let cost: Vec<i64> = (0..sources * targets)
        .map(|_| signed(1 + numbers.below(10_000)))
        .collect();
    write(&folder.join("transport.txt"), |out| {
        writeln!(out, "{sources} {targets}")?;
        let rows = [&supply[..], &demand[..]]
            .into_iter()
            .chain(cost.chunks(demand.len()));
        rows.into_iter().try_for_each(|row| {
            let words: Vec<String> = row.iter().map(i64::to_string).collect();
            writeln!(out, "{}", words.join(" "))
        })
    })?;
    let start = Instant::now();
    let way = transport(&supply, &demand, |from, to| {
        Some(cost[from * demand.len() + to])
    });
    let seconds = start.elapsed().as_secs_f64();
    let way = way.map_err(io::Error::other)?;
    println!(
        "{sources} x {targets}: cost {}, shipped {}, {seconds:.3} s",
        way.cost, way.shipped
    );
    Ok(())
}
