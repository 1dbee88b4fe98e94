//! How fast are long ledgers and tables of quotes read? Makes them, runs the verbs, and prints rows, time and memory.
//!
//! ```text
//! cargo build --release && cargo run --release --example throughput -- 10000000 FOLDER
//! ```
//!
//! The ledger has the same bytes for the same number of rows: about eighteen lines a lot, a receipt and then issues,
//! transfers and losses over its life, 500 sites, 400 items, one line in a hundred posted late, two notes in a hundred
//! in quotation marks. The quotes are those of 20,000 series, a day after the other, one in two thousand far off; the
//! robust score of each is told from the thirty before it. Beside them, ten thousand series of 400 weekly quotes in five
//! categories, long enough for every rule and indicator. Each verb is a process of its own; processor time and peak memory are what Linux says of it, and
//! are left out elsewhere. Every cell is checked by every verb.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use granary::calendar::Day;

/// The verbs that are timed.
const VERBS: [(&str, &[&str]); 4] = [
    ("on-hand", &["stock", "on-hand"]),
    ("burn", &["stock", "burn"]),
    ("cover", &["stock", "cover"]),
    ("check", &["stock", "check", "negative", "document"]),
];
/// The same of quotes: the last changes of each series, and every quote that stands out.
const OF_QUOTES: [(&str, &[&str]); 2] = [
    ("price watch", &["price", "watch"]),
    (
        "price watch, robust score of each quote",
        &[
            "price",
            "watch",
            "--since",
            "2022-01-01",
            "--rule",
            "robust-z",
            "--emit",
            "alert",
        ],
    ),
];
/// Every rule and indicator, on the newest week of each series and on all of its weeks, and the robust score alone: the
/// difference is what is worked out beside reading.
const OF_SERIES: [(&str, &[&str]); 3] = [
    (
        "price watch, the robust score of the newest week alone",
        &["price", "watch", "--rule", "robust-z", "--emit", "alert"],
    ),
    (
        "price watch, every rule and indicator of the newest week",
        &["price", "watch"],
    ),
    (
        "price watch, every rule and indicator of every week",
        &["price", "watch", "--since", "2017-01-01", "--emit", "alert"],
    ),
];
/// The day that is answered for, and the first of the ledger.
const AS_OF: &str = "2024-09-30";
const FIRST: (i32, u32, u32) = (2022, 1, 1);
const DAYS: u64 = 1096;
const MARKETS: u64 = 200;
const GOODS: u64 = 100;
/// Series of weekly quotes, each of so many from a first Sunday on: the last is of 29 September 2024.
const SERIES: u64 = 10_000;
const WEEKS: u64 = 400;
const FIRST_WEEK: (i32, u32, u32) = (2017, 2, 5);
const CATEGORIES: [&str; 5] = ["grain", "oil", "vegetable", "pork", "egg"];
const SITES: u64 = 500;
const ITEMS: u64 = 400;
/// Lines a lot has on average.
const LINES_A_LOT: u64 = 18;
const NOTES: [&str; 6] = ["", "", "", "例行", "补录", "\"加急,夜间\""];
/// Ticks of processor time that Linux counts in a second, on every machine.
const TICKS: f64 = 100.0;

/// What one run took.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    wall: Duration,
    cpu_seconds: Option<f64>,
    peak_mb: Option<u64>,
}

fn main() -> std::io::Result<()> {
    let mut words = std::env::args().skip(1);
    let rows = words
        .next()
        .and_then(|word| word.parse().ok())
        .unwrap_or(1_000_000);
    let folder = words.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let ledger = folder.join(format!("throughput-{rows}.csv"));
    write_ledger(&ledger, rows)?;
    measure(&VERBS, ("movement", &ledger), rows, &folder)?;
    let quotes = folder.join(format!("throughput-quotes-{rows}.csv"));
    write_quotes(&quotes, rows)?;
    measure(&OF_QUOTES, ("quote", &quotes), rows, &folder)?;
    let series = folder.join("throughput-series.csv");
    write_series(&series)?;
    measure(&OF_SERIES, ("quote", &series), SERIES * WEEKS, &folder)
}

/// Runs some verbs on a table of so many rows, and prints what each took.
fn measure(
    verbs: &[(&str, &[&str])],
    (table, file): (&str, &Path),
    rows: u64,
    folder: &Path,
) -> std::io::Result<()> {
    let megabytes = std::fs::metadata(file)?.len() / 1_000_000;
    println!("{rows} rows of {table}, {megabytes} MB of CSV\n");
    println!("| verb | wall s | CPU s | peak MB | rows a second |");
    println!("|---|---|---|---|---|");
    let input = format!("{table}={}", file.display());
    for (name, verb) in verbs {
        let run = run(verb, &input, &folder.join("throughput-answer.csv"))?;
        let rate = rows as f64 / run.wall.as_secs_f64() / 1e6;
        let cpu = run
            .cpu_seconds
            .map_or("".to_owned(), |seconds| format!("{seconds:.2}"));
        let peak = run.peak_mb.map_or("".to_owned(), |peak| peak.to_string());
        println!(
            "| {name} | {:.2} | {cpu} | {peak} | {rate:.1} M |",
            run.wall.as_secs_f64()
        );
    }
    println!();
    Ok(())
}

/// Runs one verb on a table, and looks at the process while it lasts.
fn run(verb: &[&str], input: &str, answer: &Path) -> std::io::Result<Run> {
    let start = Instant::now();
    let mut child = Command::new(granary())
        .args(verb)
        .args(["--in", input])
        .args(["--as-of", AS_OF, "-o"])
        .arg(answer)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut run = Run::default();
    while !has_ended(child.id()) {
        run.peak_mb = peak_mb(child.id()).or(run.peak_mb);
        std::thread::sleep(Duration::from_millis(2));
        if !Path::new("/proc/self/stat").exists() {
            break;
        }
    }
    run.cpu_seconds = cpu_seconds(child.id());
    child.wait()?;
    run.wall = start.elapsed();
    Ok(run)
}

/// The command, built beside this example.
fn granary() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    let folder = here
        .parent()
        .and_then(Path::parent)
        .unwrap_or(Path::new("."));
    folder.join(format!("granary{}", std::env::consts::EXE_SUFFIX))
}

/// What Linux says of a process behind its name: its state, and then numbers.
fn stat(process: u32) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, behind) = text.rsplit_once(')')?;
    Some(behind.split_whitespace().map(str::to_owned).collect())
}

/// Whether a process has ended and waits to be asked for its exit code.
fn has_ended(process: u32) -> bool {
    stat(process).is_none_or(|stat| stat[0] == "Z")
}

fn cpu_seconds(process: u32) -> Option<f64> {
    let stat = stat(process)?;
    let ticks = |at: usize| stat.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

fn peak_mb(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1000)
}

/// Writes the ledger, unless it lies there already.
fn write_ledger(path: &Path, rows: u64) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(
        file,
        "doc,line,date,kind,site,item,lot,qty,unit,expiry,unit_cost,note"
    )?;
    let (year, month, day) = FIRST;
    let first = Day::new(year, month, day).unwrap_or_else(|| Day::from_date(Default::default()));
    let days: Vec<String> = (0..DAYS + 2000)
        .map(|day| first.plus_days(day as i64).to_string())
        .collect();
    let mut random = Random(rows);
    for row in 0..rows {
        // A lot is born every eighteen lines; a line is of one of the lots of the last two hundred days.
        let born = row / LINES_A_LOT;
        let young = rows * 200 / DAYS / LINES_A_LOT;
        let is_receipt = row % LINES_A_LOT == 0;
        let lot = if is_receipt {
            born
        } else {
            born.saturating_sub(random.below(young.max(1)))
        };
        let of_lot = Random(lot).next();
        let late = if random.below(100) == 0 {
            random.below(5)
        } else {
            0
        };
        let day = (row * DAYS / rows).saturating_sub(late);
        let (kind, qty) = match random.below(100) {
            _ if is_receipt => ("receipt", 200 + of_lot % 2000),
            0..80 => ("issue", 1 + random.below(60)),
            80..92 => ("transfer_out", 1 + random.below(40)),
            92..97 => ("return", 1 + random.below(5)),
            _ => ("dispose", 1 + random.below(3)),
        };
        let (site, item) = (of_lot % SITES, of_lot / SITES % ITEMS);
        let expiry = &days[(lot * LINES_A_LOT * DAYS / rows + 60 + of_lot % 1800) as usize];
        let (yuan, fen) = (1 + item % 90, of_lot % 100);
        let note = NOTES[if random.below(50) == 0 {
            5
        } else {
            random.below(5) as usize
        }];
        writeln!(
            file,
            "D{:08},{},{},{kind},区县{site:03}库,物资{item:03},B{:06}-{},{qty},piece,{expiry},{yuan}.{fen:02},{note}",
            row / 3,
            1 + row % 3,
            days[day as usize],
            lot * 7919 % 900_000,
            lot % 7,
        )?;
    }
    file.flush()
}

/// Writes the quotes, unless they lie there already.
fn write_quotes(path: &Path, rows: u64) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(file, "date,market,item,price,source")?;
    let (year, month, day) = FIRST;
    let first = Day::new(year, month, day).unwrap_or_else(|| Day::from_date(Default::default()));
    let mut random = Random(rows);
    let mut fen: Vec<u64> = (0..MARKETS * GOODS)
        .map(|_| 300 + random.below(4000))
        .collect();
    for row in 0..rows {
        let (day, series) = (row / (MARKETS * GOODS), row % (MARKETS * GOODS));
        let price = &mut fen[series as usize];
        *price = (*price * (985 + random.below(31)) / 1000).max(50);
        let quoted = match random.below(2000) {
            0 => *price * 3,
            _ => *price,
        };
        writeln!(
            file,
            "{},市场{:03},物资{:03},{}.{:02},采集",
            first.plus_days(day as i64),
            series / GOODS,
            series % GOODS,
            quoted / 100,
            quoted % 100,
        )?;
    }
    file.flush()
}

/// Writes the weekly quotes, unless they lie there already: a market after the other, week after week.
fn write_series(path: &Path) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(file, "date,market,item,price,unit,kind,category,source")?;
    let (year, month, day) = FIRST_WEEK;
    let first = Day::new(year, month, day).unwrap_or_else(|| Day::from_date(Default::default()));
    let mut random = Random(SERIES);
    let mut fen: Vec<u64> = (0..SERIES).map(|_| 300 + random.below(4000)).collect();
    for week in 0..WEEKS {
        let date = first.plus_days(7 * week as i64);
        for (series, price) in (0..SERIES).zip(&mut fen) {
            *price = (*price * (985 + random.below(31)) / 1000).max(50);
            let quoted = match random.below(2000) {
                0 => *price * 3,
                _ => *price,
            };
            let (market, item) = (series / GOODS, series % GOODS);
            let category = CATEGORIES[(item % CATEGORIES.len() as u64) as usize];
            let (yuan, fen) = (quoted / 100, quoted % 100);
            writeln!(
                file,
                "{date},市场{market:03},物资{item:03},{yuan}.{fen:02},kg,wholesale,{category},采集"
            )?;
        }
    }
    file.flush()
}

/// Numbers that are the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
