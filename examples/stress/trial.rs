//! Trials of a sealed ledger: many writers at once, writers that are killed, a disk that is full.
//!
//! Each trial runs the program as anybody would and then reads the ledger's file by itself, line by line and cell by
//! cell, sharing no code with what wrote it. An error says what was lost, doubled or torn.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Instant;

/// What a trial saw, in words, or what went wrong.
pub type Seen = Result<String, String>;

/// The header of what the trials post.
const HEADER: &str = "doc,line,date,kind,site,item,lot,qty,unit\n";

/// A ledger of its own for one trial, and the program that writes it.
pub struct Trial {
    granary: PathBuf,
    ledger: PathBuf,
}

/// Random numbers that are the same everywhere: a linear congruence, good enough to vary a delay.
pub struct Random(pub u64);

impl Random {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

/// How many lots the lines of a document go to in turn.
const LOTS: usize = 500;

/// The document `doc` of `lines` receipts.
pub fn document(doc: &str, lines: usize) -> String {
    let line = |line| {
        let lot = line % LOTS;
        format!("{doc},{line},2022-03-01,receipt,D1,gloves,L{lot},{line},pair\n")
    };
    HEADER.to_owned() + &(1..=lines).map(line).collect::<String>()
}

impl Trial {
    /// A trial of the program `granary` on a ledger in `folder`.
    pub fn new(granary: &Path, folder: &Path) -> Trial {
        Trial {
            granary: granary.to_owned(),
            ledger: folder.to_owned(),
        }
    }

    /// The file of the movements.
    pub fn file(&self) -> PathBuf {
        self.ledger.join("movement.csv")
    }

    /// The bytes of the file of the movements.
    fn length(&self) -> u64 {
        fs::metadata(self.file()).map_or(0, |metadata| metadata.len())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.granary);
        command
            .env("LC_ALL", "C")
            .env_remove("GRANARY_LEDGER")
            .env_remove("GRANARY_POLICY")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Starts to post `document`.
    pub fn start(&self, document: &str) -> Result<Child, String> {
        let mut command = self.command();
        command.args(["stock", "post", "--wait", "600", "--ledger"]);
        feed(command.arg(&self.ledger), document)
    }

    /// Posts `document` and waits for it.
    pub fn post(&self, document: &str) -> Result<Output, String> {
        let child = self.start(document)?;
        child.wait_with_output().map_err(|error| error.to_string())
    }

    /// Posts `document`, which must succeed.
    pub fn post_whole(&self, document: &str) -> Result<(), String> {
        let output = self.post(document)?;
        match output.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }

    /// How often each line of each document stands in the ledger.
    pub fn documents(&self) -> Result<BTreeMap<String, BTreeMap<usize, usize>>, String> {
        let text = fs::read_to_string(self.file()).map_err(|error| error.to_string())?;
        let mut documents: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
        for line in text.lines().skip(1) {
            let mut cells = line.split(',');
            let (doc, number) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
            let number = number.parse().map_err(|_| format!("a torn line: {line}"))?;
            let lines = documents.entry(doc.to_owned()).or_default();
            *lines.entry(number).or_default() += 1;
        }
        Ok(documents)
    }

    /// Whether every seal of the ledger holds.
    pub fn is_sealed(&self) -> Result<(), String> {
        let mut command = self.command();
        command.args(["stock", "check", "seal", "--ledger"]);
        let output = command.arg(&self.ledger).stdin(Stdio::null()).output();
        let output = output.map_err(|error| error.to_string())?;
        match output.status.success() && output.stdout.is_empty() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stdout).into_owned()),
        }
    }
}

/// Starts `command` with `text` on its standard input.
fn feed(command: &mut Command, text: &str) -> Result<Child, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    // A program that ends early does not read all of it.
    let _ = stdin.write_all(text.as_bytes());
    Ok(child)
}

/// Whether each of `lines` lines stands `times` times.
fn stands(found: Option<&BTreeMap<usize, usize>>, lines: usize, times: usize) -> bool {
    match found {
        None => times == 0,
        Some(found) => {
            found.len() == lines && (1..=lines).all(|line| found.get(&line) == Some(&times))
        }
    }
}

/// `writers` processes at a time post `documents` documents each: nothing is lost and nothing doubled.
pub fn writers(trial: &Trial, writers: usize, documents: usize) -> Seen {
    const LINES: usize = 3;
    let begin = Instant::now();
    let write = |writer: usize| {
        (1..=documents).try_for_each(|n| {
            let document = document(&format!("W{writer}-{n}"), LINES);
            trial.post_whole(&document)
        })
    };
    let write = &write;
    thread::scope(|scope| {
        let running: Vec<_> = (1..=writers)
            .map(|writer| scope.spawn(move || write(writer)))
            .collect();
        let ended = running.into_iter();
        ended
            .map(|writer| writer.join().map_err(|_| "a writer panicked".to_owned())?)
            .collect::<Result<Vec<()>, String>>()
    })?;
    let took = begin.elapsed().as_secs_f64();
    let found = trial.documents()?;
    let all =
        (1..=writers).flat_map(|writer| (1..=documents).map(move |n| format!("W{writer}-{n}")));
    let wrong: Vec<String> = all
        .filter(|doc| !stands(found.get(doc), LINES, 1))
        .collect();
    if !wrong.is_empty() || found.len() != writers * documents {
        return Err(format!(
            "lost, doubled or strange: {wrong:?} of {}",
            found.len()
        ));
    }
    trial.is_sealed()?;
    let posts = writers * documents;
    Ok(format!(
        "{writers} writers posted {documents} documents of {LINES} lines each in {took:.1} s ({:.1} ms a post): all there once, every seal holds",
        took * 1000.0 / posts as f64
    ))
}

/// A post is killed `times` times at a random instant: what was acknowledged is there once, anything else whole or
/// absent.
///
/// The delay follows the time that a post takes, so that about half of the posts are killed and half are done; every
/// third is killed at the moment at which the ledger begins to grow.
pub fn kills(trial: &Trial, times: usize, lines: usize, random: &mut Random) -> Seen {
    let begin = Instant::now();
    trial.post_whole(&document("K0", lines))?;
    let mut usual = begin.elapsed();
    let (mut acknowledged, mut killed, mut repaired) = (vec!["K0".to_owned()], 0, 0);
    for n in 1..=times {
        let doc = format!("K{n}");
        let before = trial.length();
        let mut child = trial.start(&document(&doc, lines))?;
        if n % 3 == 0 {
            let deadline = Instant::now() + 4 * usual;
            while trial.length() == before && Instant::now() < deadline {}
        } else {
            thread::sleep(usual.mul_f64(0.5 + random.below(1_000) as f64 / 1_000.0));
        }
        let _ = child.kill();
        let output = child
            .wait_with_output()
            .map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&output.stderr);
        repaired += usize::from(said.contains("torn-tail"));
        match (output.status.success(), output.status.code()) {
            (true, _) => {
                acknowledged.push(doc);
                usual = usual.mul_f64(0.95);
            }
            (false, None) => {
                killed += 1;
                usual = usual.mul_f64(1.05);
            }
            (false, Some(_)) => return Err(said.into_owned()),
        }
    }
    let output = trial.post(&document("LAST", 1))?;
    repaired += usize::from(String::from_utf8_lossy(&output.stderr).contains("torn-tail"));
    let found = trial.documents()?;
    let lost = |doc: &&String| !stands(found.get(*doc), lines, 1);
    if let Some(doc) = acknowledged.iter().find(lost) {
        return Err(format!("{doc} was acknowledged and is not there once"));
    }
    let others = found.iter().filter(|(doc, _)| *doc != "LAST");
    let mut torn = others
        .clone()
        .filter(|(_, found)| !stands(Some(found), lines, 1));
    if let Some((doc, _)) = torn.next() {
        return Err(format!("{doc} is there in part"));
    }
    trial.is_sealed()?;
    let unheard = others.count() - acknowledged.len();
    Ok(format!(
        "{killed} of {times} posts of {lines} lines were killed, {repaired} torn tails were named and repaired: {} acknowledged documents are there once, {unheard} of the killed are there whole, the rest absent",
        acknowledged.len()
    ))
}

/// The ledger is cut at `cuts` random places of its last post: the next post repairs it, and the one before is whole.
pub fn tears(trial: &Trial, cuts: usize, random: &mut Random) -> Seen {
    let said = |error: std::io::Error| error.to_string();
    trial.post_whole(&document("BEFORE", 2))?;
    let whole = fs::read(trial.file()).map_err(said)?;
    for n in 1..=cuts {
        trial.post_whole(&document("TORN", 5))?;
        let length = fs::metadata(trial.file()).map_err(said)?.len();
        let cut = whole.len() as u64 + 1 + random.below(length - whole.len() as u64 - 2);
        let file = fs::OpenOptions::new().write(true).open(trial.file());
        file.and_then(|file| file.set_len(cut)).map_err(said)?;
        let output = trial.post(&document("AFTER", 1))?;
        let named = String::from_utf8_lossy(&output.stderr).contains("torn-tail");
        let found = trial.documents()?;
        let is_whole = stands(found.get("BEFORE"), 2, 1) && stands(found.get("AFTER"), 1, 1);
        if !named || !is_whole || found.contains_key("TORN") {
            return Err(format!(
                "cut {n} at byte {cut}: named {named}, whole {is_whole}"
            ));
        }
        trial.is_sealed()?;
        fs::write(trial.file(), &whole).map_err(said)?;
    }
    Ok(format!(
        "{cuts} ledgers cut anywhere in their last post: each was named and repaired, and the post before is whole"
    ))
}

/// A disk that is full and a folder that may not be written to leave the ledger as it was, byte for byte.
#[cfg(unix)]
pub fn full_disk(trial: &Trial) -> Seen {
    trial.post_whole(&document("BEFORE", 2))?;
    let before = fs::read(trial.file()).map_err(|error| error.to_string())?;
    let large = document("LARGE", 2_000);
    // A limit on the size of a file stops a write in its middle, as a full disk does.
    let script = "trap '' XFSZ; ulimit -f 16; exec \"$0\" stock post --ledger \"$1\"";
    let mut shell = Command::new("sh");
    shell
        .args(["-c", script])
        .arg(&trial.granary)
        .arg(&trial.ledger)
        .env("LC_ALL", "C")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let output = feed(&mut shell, &large)?.wait_with_output();
    let output = output.map_err(|error| error.to_string())?;
    let after = fs::read(trial.file()).map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    match (output.status.code(), before == after) {
        (Some(74), true) => Ok(format!(
            "a disk that was full in the middle of a post: exit 74, {} bytes unchanged",
            after.len()
        )),
        (code, same) => Err(format!("exit {code:?}, unchanged {same}: {said}")),
    }
}
