//! Puts a sealed ledger under stress and prints what it saw.
//!
//! `cargo run --example stress -- [--writers 2] [--documents 1000] [--kills 200] [--tears 100] [--lines 100000]
//! [--posts 1000] [--seed 1]`
//!
//! Several writers at once, posts that are killed at random instants, ledgers that are cut anywhere, a disk that is
//! full, and how long a post takes on a long ledger. The program under test is the `granary` of the same build, or the
//! one that `GRANARY` names. Exit code: 0, or 1 where anything was lost, doubled or torn.

#[path = "trial.rs"]
mod trial;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use trial::{Random, Seen, Trial, document};

/// How much of each trial.
struct Amounts {
    writers: usize,
    documents: usize,
    kills: usize,
    tears: usize,
    lines: usize,
    posts: usize,
    seed: usize,
}

fn main() -> ExitCode {
    let ran = amounts().and_then(|amounts| run(&amounts));
    match ran {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

/// Runs every trial; whether all of them held.
fn run(amounts: &Amounts) -> Result<bool, String> {
    let granary = granary()?;
    let root = tempfile::tempdir().map_err(|error| error.to_string())?;
    let trial = |name: &str| Trial::new(&granary, &root.path().join(name));
    let mut random = Random(amounts.seed as u64);
    let mut seen: Vec<Seen> = vec![
        trial::writers(&trial("writers"), amounts.writers, amounts.documents),
        trial::kills(&trial("kills"), amounts.kills, 2_000, &mut random),
        trial::tears(&trial("tears"), amounts.tears, &mut random),
    ];
    #[cfg(unix)]
    seen.push(trial::full_disk(&trial("full")));
    for seen in &seen {
        match seen {
            Ok(words) => println!("{words}"),
            Err(why) => println!("FAILED: {why}"),
        }
    }
    let sizes = [amounts.lines / 100, amounts.lines / 10, amounts.lines];
    let folder = root.path().join("growth");
    let short = growth(&granary, &folder, &sizes[..2], amounts.posts.min(100))?;
    let long = growth(&granary, &folder, &sizes[2..], amounts.posts)?;
    for (lines, time) in short.iter().chain(&long) {
        println!(
            "a post on a ledger of {lines} lines takes {:.1} ms",
            time.as_secs_f64() * 1000.0
        );
    }
    Ok(seen.iter().all(Result::is_ok))
}

/// How long a post of one line takes on ledgers of so many lines.
fn growth(
    granary: &Path,
    folder: &Path,
    sizes: &[usize],
    posts: usize,
) -> Result<Vec<(usize, Duration)>, String> {
    let mut times = Vec::new();
    for lines in sizes {
        let trial = Trial::new(granary, &folder.join(lines.to_string()));
        trial.post_whole(&document("BOOK", *lines))?;
        let begin = Instant::now();
        for n in 1..=posts {
            trial.post_whole(&document(&format!("P{n}"), 1))?;
        }
        times.push((*lines, begin.elapsed() / posts as u32));
    }
    Ok(times)
}

/// The program under test: the one that `GRANARY` names, else that of the same build.
fn granary() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("GRANARY") {
        return Ok(PathBuf::from(named));
    }
    let example = std::env::current_exe().map_err(|error| error.to_string())?;
    let build = example.parent().and_then(Path::parent);
    let granary = build.unwrap_or(Path::new(".")).join("granary");
    let granary = granary.with_extension(std::env::consts::EXE_EXTENSION);
    match granary.exists() {
        true => Ok(granary),
        false => Err(format!("{} is not built: cargo build", granary.display())),
    }
}

fn amounts() -> Result<Amounts, String> {
    let mut amounts = Amounts {
        writers: 2,
        documents: 1_000,
        kills: 200,
        tears: 100,
        lines: 100_000,
        posts: 1_000,
        seed: 1,
    };
    let mut flags = std::env::args().skip(1);
    while let Some(flag) = flags.next() {
        let amount = match flag.as_str() {
            "--writers" => &mut amounts.writers,
            "--documents" => &mut amounts.documents,
            "--kills" => &mut amounts.kills,
            "--tears" => &mut amounts.tears,
            "--lines" => &mut amounts.lines,
            "--posts" => &mut amounts.posts,
            "--seed" => &mut amounts.seed,
            _ => {
                return Err(format!(
                    "there is no flag {flag}; see the head of examples/stress/main.rs"
                ));
            }
        };
        let number = flags.next().and_then(|number| number.parse().ok());
        *amount = number.ok_or(format!("{flag} wants a number"))?;
    }
    Ok(amounts)
}
