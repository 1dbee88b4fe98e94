//! How fast are requests shared, and goods shipped? Makes a large problem of each and measures it.
//!
//! ```text
//! cargo build --release && cargo run --release --example requests -- 1000000 FOLDER
//! cargo run --release --example requests -- transport 200 2000 FOLDER
//! ```
//!
//! The first writes so many request lines for 10,000 items by 1,000 sites in five tiers, with the balances of one depot
//! (three lots an item, half of what is asked for) and pack sizes, runs `allocate plan --whole-packs` on the files and
//! prints the time with parsing and writing. The second writes a balanced transport problem (counts, supplies, demands,
//! a row of costs a source) and prints how long it takes to solve, without the reading. Both have the same bytes for the
//! same numbers.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use granary::allocate::flow::transport;

const ITEMS: u64 = 10_000;
const SITES: u64 = 1_000;
/// Classes of the policy of P0 in their order; whoever has none comes after them.
const CLASSES: [&str; 4] = [
    "case_hospital",
    "designated_hospital",
    "fever_clinic",
    "office",
];

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, otherwise: u64| {
        words
            .get(at)
            .and_then(|word| word.parse().ok())
            .unwrap_or(otherwise)
    };
    let folder = |at: usize| words.get(at).map_or_else(std::env::temp_dir, PathBuf::from);
    match words.first().map(String::as_str) {
        Some("transport") => ship(number(1, 200), number(2, 2000), &folder(3)),
        _ => share(number(0, 1_000_000), &folder(1)),
    }
}

/// A sequence of numbers that looks random and is the same every time (Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

fn share(lines: u64, folder: &Path) -> io::Result<()> {
    let file = |name: &str| folder.join(name);
    write(&file("site.csv"), |out| {
        writeln!(out, "site,name,parent,level,class\nDEPOT,,,city,depot")?;
        (0..SITES).try_for_each(|site| {
            let class = CLASSES[usize::try_from(site % 4).expect("four classes")];
            writeln!(out, "S{site},,,county,{class}")
        })
    })?;
    write(&file("item.csv"), |out| {
        writeln!(out, "item,name,class,unit,pack_unit,pack_size,grade")?;
        (0..ITEMS).try_for_each(|item| {
            let pack = [1, 5, 10, 20, 50][usize::try_from(item % 5).expect("five sizes")];
            writeln!(out, "I{item},,ppe,piece,box,{pack},general")
        })
    })?;
    let mut numbers = Numbers(1);
    let mut asked = vec![0; usize::try_from(ITEMS).expect("a small number")];
    write(&file("request.csv"), |out| {
        writeln!(out, "request,line,date,site,item,qty,unit,use,duty")?;
        (0..lines).try_for_each(|line| {
            let (site, item) = (numbers.below(SITES), numbers.below(ITEMS));
            let qty = 10 + numbers.below(990);
            asked[usize::try_from(item).expect("a small number")] += qty;
            let duty = if numbers.below(3) == 0 {
                "second"
            } else {
                "first"
            };
            writeln!(
                out,
                "R{},{line},2022-03-01,S{site},I{item},{qty},piece,triage,{duty}",
                line / 20
            )
        })
    })?;
    write(&file("onhand.csv"), |out| {
        writeln!(out, "as_of,site,item,lot,form,qty,unit,expiry,available")?;
        asked.iter().enumerate().try_for_each(|(item, asked)| {
            ["2022-09-30", "2023-03-31", "2023-09-30"]
                .iter()
                .enumerate()
                .try_for_each(|(lot, expiry)| {
                    let qty = asked / 6;
                    writeln!(
                        out,
                        "2022-03-01,DEPOT,I{item},L{lot},physical,{qty},piece,{expiry},{qty}"
                    )
                })
        })
    })?;
    let start = Instant::now();
    let mut plan = Command::new(granary());
    plan.args([
        "allocate",
        "plan",
        "--whole-packs",
        "--as-of",
        "2022-03-01",
        "--policy",
        "P0",
    ]);
    for name in ["site.csv", "item.csv", "request.csv", "onhand.csv"] {
        plan.arg("--in").arg(file(name));
    }
    plan.arg("-o")
        .arg(file("allocation.csv"))
        .stdout(Stdio::null());
    let status = plan.status()?;
    let seconds = start.elapsed().as_secs_f64();
    println!("{lines} request lines, {ITEMS} items: {seconds:.2} s ({status})");
    Ok(())
}

fn ship(sources: u64, targets: u64, folder: &Path) -> io::Result<()> {
    let mut numbers = Numbers(2);
    let demand: Vec<i64> = (0..targets)
        .map(|_| number(1 + numbers.below(2000)))
        .collect();
    let total: i64 = demand.iter().sum();
    let mut supply = vec![total / number(sources); usize::try_from(sources).expect("fits")];
    if let Some(first) = supply.first_mut() {
        *first += total % number(sources);
    }
    let cost: Vec<i64> = (0..sources * targets)
        .map(|_| number(1 + numbers.below(10_000)))
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

fn number(small: u64) -> i64 {
    i64::try_from(small).expect("a small number")
}

fn write(
    path: &Path,
    lines: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    lines(&mut out)?;
    out.flush()
}

/// The command, built beside this example.
fn granary() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    let folder = own
        .parent()
        .and_then(Path::parent)
        .unwrap_or(Path::new("target/release"));
    folder.join("granary")
}
