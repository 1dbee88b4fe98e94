//! Runs files of worked cases through the library and says what differs.
//!
//! `cargo run --example cases -- FILE...`; a file is a JSON array of cases, or an object with one under `cases`. Each
//! case has an `id`, a `kind` (or `family`, or `method`), an `input`, perhaps `params` and `tol`, and what is `expected`.
//!
//! A line each for what differs (id, field, expected, got), for what a case asks beyond what granary can answer, and
//! for kinds it does not know; the last line counts. Exit code: 0, 1 where a case failed, 2 without a file.

// By path, so that its neighbours are found from here and from the tests alike.
#[path = "worked.rs"]
mod worked;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use worked::{Outcome, Tally, Verdict, run};

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: cargo run --example cases -- FILE...");
        return ExitCode::from(2);
    }
    let outcomes: Vec<Outcome> = files.iter().flat_map(|file| outcomes(file)).collect();
    let tally = Tally::of(&outcomes);
    match print(&outcomes, tally, &mut io::stdout().lock()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        _ if tally.failed > 0 => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

/// The outcomes of one file; a file that cannot be read is a case that failed.
fn outcomes(file: &str) -> Vec<Outcome> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
    text.and_then(|text| run(&text)).unwrap_or_else(|why| {
        vec![Outcome {
            id: file.to_owned(),
            kind: String::new(),
            verdict: Verdict::Failed(vec![why]),
        }]
    })
}

fn print(outcomes: &[Outcome], tally: Tally, out: &mut impl Write) -> io::Result<()> {
    for Outcome { id, verdict, .. } in outcomes {
        match verdict {
            Verdict::Failed(why) => {
                for line in why {
                    writeln!(out, "failed {id} {line}")?;
                }
            }
            Verdict::Unanswered(what) => writeln!(out, "skipped {id} no answer yet: {what}")?,
            Verdict::Passed | Verdict::UnknownKind => {}
        }
    }
    for (kind, ids) in worked::unknown_kinds(outcomes) {
        writeln!(out, "skipped kind {kind}: {}", ids.join(", "))?;
    }
    writeln!(out, "{tally}")
}
