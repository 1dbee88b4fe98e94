//! The sealed ledger: append-only, under a lock, each line chained to the one before.
//!
//! A post takes the lock, reads the last seal, checks, appends, syncs. A tail torn by a crash is named, and cut off
//! by the next post, because a line without its end was never acknowledged.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::diagnostic::{Code, Diagnostic, Place, Result};
use crate::ledger::seal::{SEAL_DIGITS, seal};
use crate::ledger::{Row, Table};

use super::csv;
use super::output::{cannot_create, cannot_write};

/// The file name of the movements in a ledger folder.
pub const MOVEMENTS: &str = "movement.csv";
/// How long a waiting post sleeps between two tries at the lock.
const RETRY: Duration = Duration::from_millis(20);

/// A ledger that is locked for a post.
#[derive(Debug)]
pub struct LedgerFile {
    path: PathBuf,
    file: File,
    /// Bytes of whole lines.
    whole: u64,
    /// Whether the last whole line lacks its line feed.
    lacks_end: bool,
    last_seal: String,
    torn: Vec<Diagnostic>,
}

/// The path of the movements of a ledger: a folder's `movement.csv`, or the file itself.
pub fn movements_path(ledger: &Path) -> PathBuf {
    if ledger.extension().is_some() && !ledger.is_dir() {
        ledger.to_owned()
    } else {
        ledger.join(MOVEMENTS)
    }
}

impl LedgerFile {
    /// Opens and locks the ledger, waiting up to `wait` for another process to finish.
    ///
    /// Errors: `locked` where it stays locked; `cannot-create` where it may not be written.
    pub fn lock(ledger: &Path, wait: Duration) -> Result<LedgerFile> {
        let path = movements_path(ledger);
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&path);
        let mut file = file.map_err(|error| cannot_create(&path, &error))?;
        take_lock(&file, &path, wait)?;
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))
            .and_then(|_| file.read_to_end(&mut bytes))
            .map_err(|error| cannot_write(&path, &error))?;
        let text = String::from_utf8_lossy(&bytes);
        check_header(&text, &path)?;
        let tail = bytes.rsplit(|byte| *byte == b'\n').next().unwrap_or(&[]);
        let is_torn = !tail.is_empty() && !is_whole(&String::from_utf8_lossy(tail));
        let whole = if is_torn {
            bytes.len() - tail.len()
        } else {
            bytes.len()
        };
        let mut ledger = LedgerFile {
            whole: whole as u64,
            lacks_end: whole > 0 && bytes[whole - 1] != b'\n',
            last_seal: last_seal(&bytes[..whole]),
            torn: Vec::new(),
            path,
            file,
        };
        if is_torn {
            let line = 1 + bytes[..whole].iter().filter(|byte| **byte == b'\n').count() as u64;
            ledger.cut_off(line)?;
        }
        Ok(ledger)
    }

    /// The path of the movements file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether nothing was posted yet.
    pub fn is_empty(&self) -> bool {
        self.whole == 0
    }

    /// The seal of the last line; empty at the start.
    pub fn last_seal(&self) -> &str {
        &self.last_seal
    }

    /// The warning of a line that a crash left without its end, and that was cut off.
    pub fn torn_tail(&self) -> &[Diagnostic] {
        &self.torn
    }

    /// Cuts off a line that was never acknowledged.
    fn cut_off(&mut self, line: u64) -> Result<()> {
        self.file
            .set_len(self.whole)
            .map_err(|error| cannot_write(&self.path, &error))?;
        let place = Place::file(&self.path.to_string_lossy()).at_line(line);
        let message = "the last line has no end: a post was interrupted before it was acknowledged";
        let torn = Diagnostic::warning(Code::TornTail, message).at(place);
        self.torn
            .push(torn.hint("it was cut off; post its document again"));
        Ok(())
    }

    /// Appends `rows` of movements, sealed in their order, and syncs; all of them or, after a failure, none.
    pub fn append(&mut self, rows: &[Row]) -> Result<()> {
        let mut text = Vec::new();
        if self.whole == 0 {
            text.extend(csv::write([header()], b','));
        }
        if self.lacks_end {
            text.push(b'\n');
        }
        let mut previous = self.last_seal.clone();
        for row in rows {
            let content = content(row);
            previous = seal(&previous, &csv::line(content.clone()));
            text.extend(csv::write(
                [content.into_iter().chain([previous.clone()]).collect()],
                b',',
            ));
        }
        let written = self
            .file
            .write_all(&text)
            .and_then(|()| self.file.sync_all());
        if let Err(error) = written {
            // What was written of an unacknowledged post is taken back; if even that fails, it is a torn tail.
            let _ = self.file.set_len(self.whole);
            return Err(cannot_write(&self.path, &error).into());
        }
        self.whole += text.len() as u64;
        self.lacks_end = false;
        self.last_seal = previous;
        Ok(())
    }
}

/// The cells of a movement without its seal, as the seal is taken of them.
pub fn content(row: &Row) -> Vec<String> {
    let cells = row.table.fields().iter().zip(&row.cells);
    cells
        .filter(|(field, _)| field.column != crate::ledger::Column::Seal)
        .map(|(_, cell)| cell.to_string())
        .collect()
}

/// Whether a line without a line feed has all its cells and, as its last, a whole seal.
fn is_whole(line: &str) -> bool {
    let cells = csv::read(line, "").map_or(0, |sheet| sheet.headers.len());
    let seal = line.rsplit(',').next().unwrap_or("");
    cells == Table::Movement.fields().len()
        && seal.len() == SEAL_DIGITS
        && seal.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A file with other columns than ours is a sheet to import, not a ledger to append to.
fn check_header(text: &str, path: &Path) -> Result<()> {
    let ours = csv::line(header());
    match text.lines().next() {
        Some(first) if first.trim_end() != ours => {
            let place = Place::file(&path.to_string_lossy()).at_line(1);
            let message = "the file is not a ledger that granary wrote: its header is another";
            Err(Diagnostic::error(Code::UnknownTable, message)
                .at(place)
                .hint("import it into a new one: granary stock import FILE --ledger FOLDER")
                .into())
        }
        _ => Ok(()),
    }
}

fn header() -> Vec<String> {
    Table::Movement
        .fields()
        .iter()
        .map(|field| field.column.id().to_owned())
        .collect()
}

/// The seal at the end of the last line of data.
fn last_seal(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let has_header = lines.next().is_some();
    let last = lines.next_back().filter(|_| has_header).unwrap_or("");
    last.rsplit(',').next().unwrap_or("").trim().to_owned()
}

fn take_lock(file: &File, path: &Path, wait: Duration) -> Result<()> {
    let deadline = Instant::now() + wait;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => std::thread::sleep(RETRY),
            Err(TryLockError::WouldBlock) => return Err(locked(path).into()),
            Err(TryLockError::Error(error)) => return Err(cannot_write(path, &error).into()),
        }
    }
}

fn locked(path: &Path) -> Diagnostic {
    Diagnostic::error(Code::Locked, "another process is posting to this ledger")
        .at(Place::file(&path.to_string_lossy()))
        .hint("try again, or wait for it with --wait 10")
}
