//! Throws damaged input at every parser: none may panic, lose a line, or read what it wrote otherwise than it was.
//!
//! `cargo run --example fuzz -- --seconds 600 --seed 1`. The same seed makes the same cases on every machine; a finding
//! is printed with the number of its case, and `--case N` runs that one alone. Exit code: 0, 1 where something was
//! found, 2 where the arguments are not understood.

// By path, so that its neighbours are found from here and from the tests alike.
#[path = "round.rs"]
mod round;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use round::{Finding, Round};

/// How often progress is said.
const EVERY: Duration = Duration::from_secs(30);

/// What the arguments ask for.
struct Asked {
    seconds: u64,
    seed: u64,
    case: Option<u64>,
}

fn main() -> ExitCode {
    let Some(asked) = asked(std::env::args().skip(1)) else {
        eprintln!("usage: cargo run --example fuzz -- [--seconds N] [--seed N] [--case N]");
        return ExitCode::from(2);
    };
    let round = Round::new(asked.seed);
    std::panic::set_hook(Box::new(|_| {}));
    let mut findings = Vec::new();
    let mut cases = 0;
    match asked.case {
        Some(case) => {
            cases = 1;
            findings.extend(round.case(case));
        }
        None => {
            let start = Instant::now();
            let mut said = start;
            while start.elapsed().as_secs() < asked.seconds {
                findings.extend(round.case(cases));
                cases += 1;
                if said.elapsed() >= EVERY {
                    said = Instant::now();
                    let seconds = start.elapsed().as_secs();
                    println!("{seconds} s: {cases} cases, {} findings", findings.len());
                }
            }
        }
    }
    for Finding {
        case,
        parser,
        what,
        input,
    } in &findings
    {
        println!("case {case}, {parser}: {what}\n{input}\n");
    }
    println!(
        "{cases} cases of seed {}, {} findings",
        asked.seed,
        findings.len()
    );
    match findings.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Option<Asked> {
    let mut asked = Asked {
        seconds: 10,
        seed: 1,
        case: None,
    };
    while let Some(flag) = arguments.next() {
        let value: u64 = arguments.next()?.parse().ok()?;
        match flag.as_str() {
            "--seconds" => asked.seconds = value,
            "--seed" => asked.seed = value,
            "--case" => asked.case = Some(value),
            _ => return None,
        }
    }
    Some(asked)
}
