//! How fast are requests shared, goods shipped and lots rotated? Makes a large problem of each and measures it.
//!
//! ```text
//! cargo build --release && cargo run --release --example large -- requests 1000000 FOLDER
//! cargo run --release --example large -- transport 200 2000 FOLDER
//! cargo run --release --example large -- rotation 5000 500 FOLDER
//! ```
//!
//! Each writes its problem into the folder, the same bytes for the same numbers, solves it and prints how long that took:
//! see `requests`, `transport` and `rotation`.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

mod numbers;
mod requests;
mod rotation;
mod transport;

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
        Some("requests") => requests::share(number(1, 1_000_000), &folder(2)),
        Some("transport") => transport::ship(number(1, 200), number(2, 2000), &folder(3)),
        Some("rotation") => rotation::plan(number(1, 5000), number(2, 500), &folder(3)),
        _ => Err(io::Error::other(
            "name one of requests, transport, rotation",
        )),
    }
}

/// Writes lines into a file.
fn write(
    path: &Path,
    lines: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    lines(&mut out)?;
    out.flush()
}

/// Runs the command, built beside this example, with tables of `folder`, and says how long the whole process took.
fn run(what: &str, words: &[&str], tables: &[&str], folder: &Path) -> io::Result<()> {
    let own = std::env::current_exe()?;
    let built = own.parent().and_then(Path::parent);
    let mut command = Command::new(built.unwrap_or(Path::new("target/release")).join("granary"));
    command.args(words);
    for table in tables {
        command.arg("--in").arg(folder.join(table));
    }
    command
        .arg("-o")
        .arg(folder.join("plan.csv"))
        .stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    println!("{what}: {:.2} s ({status})", start.elapsed().as_secs_f64());
    Ok(())
}
