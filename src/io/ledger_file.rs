//! The sealed ledger: append-only, under a lock, each line chained to the one before.
//!
//! A post takes the lock, reads the last seal, checks, appends, syncs. What a crash left of a post is named, and cut
//! off by the next one, because it was never acknowledged: a document is in the ledger whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::diagnostic::{Code, Diagnostic, Place, Refused, Result};
use crate::ledger::cell::{Cell, CellRef};
use crate::ledger::seal::{seal, with_more_to_follow};
use crate::ledger::{Catalogue, Column, Row, Table};

use super::csv;
use super::output::{cannot_create, cannot_write};
use super::sheet::{Line, Sheet};
use super::take::{plan::Plan, take};

mod made;
mod saved;
pub mod scan;
pub mod tail;

pub use saved::warning;
use saved::{BOM, check_last_line, saved_elsewhere};
use scan::Head;

/// The file name of the movements in a ledger folder.
pub const MOVEMENTS: &str = "movement.csv";
/// How long a waiting post sleeps between two tries at the lock.
const RETRY: Duration = Duration::from_millis(5);

/// A ledger that is locked for a post.
#[derive(Debug)]
pub struct LedgerFile {
    path: PathBuf,
    file: File,
    /// The text of whole posts.
    text: String,
    /// Bytes of whole posts in the file.
    whole: u64,
    last_seal: String,
    torn: Vec<Diagnostic>,
    /// The folders that were made for it, the outermost first; `None` where it was there, or holds a post by now.
    made: Option<Vec<PathBuf>>,
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
    /// Opens and locks the ledger, waiting up to `wait` for another process to finish; one that is not there is made,
    /// with its folder.
    ///
    /// Errors: `locked` where it stays locked; `cannot-create` where it may not be written; `unknown-table` where it
    /// is another file; `bad-encoding` where another program has saved it.
    pub fn lock(ledger: &Path, wait: Duration) -> Result<LedgerFile> {
        let path = movements_path(ledger);
        loop {
            let made = made::folders(ledger)?;
            let is_new = !path.exists();
            let file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path);
            let mut file = file.map_err(|error| cannot_create(&path, &error))?;
            take_lock(&file, &path, wait)?;
            // Whoever had the lock may have taken the file back that could not be written.
            if made::is_gone(&file, &path) {
                continue;
            }
            if is_new {
                made::keep_name(&path);
            }
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(0))
                .and_then(|_| file.read_to_end(&mut bytes))
                .map_err(|error| cannot_write(&path, &error))?;
            let mut ledger = LedgerFile::of(path, file, bytes)?;
            // Another process that saw no ledger either may have been the first to post.
            ledger.made = (is_new && ledger.text.is_empty()).then_some(made);
            return Ok(ledger);
        }
    }

    /// The ledger that `bytes` were read of; what a post left unfinished is cut off.
    fn of(path: PathBuf, file: File, bytes: Vec<u8>) -> Result<LedgerFile> {
        let name = path.to_string_lossy().into_owned();
        let text = match String::from_utf8(bytes) {
            Ok(text) if text.starts_with(BOM) => {
                return Err(saved_elsewhere(text.as_bytes(), &path));
            }
            Ok(text) => text,
            Err(error) => match tail::text_cut_in_character(error.as_bytes()) {
                Some(text) => text,
                None => return Err(saved_elsewhere(error.as_bytes(), &path)),
            },
        };
        let mut ledger = LedgerFile {
            whole: text.len() as u64,
            last_seal: String::new(),
            torn: Vec::new(),
            made: None,
            path,
            file,
            text,
        };
        if let Some(unfinished) = tail::unfinished(&ledger.text) {
            ledger.text.truncate(unfinished.whole);
            ledger.whole = unfinished.whole as u64;
            ledger
                .file
                .set_len(ledger.whole)
                .map_err(|error| cannot_write(&ledger.path, &error))?;
            let hint = "it was cut off; post its document again";
            ledger.torn.push(unfinished.warning(&name, hint));
        }
        check_header(&ledger.text, &ledger.path)?;
        check_last_line(&ledger.text, &ledger.path)?;
        ledger.last_seal = last_seal(&ledger.text);
        Ok(ledger)
    }

    /// The path of the movements file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The seal of the last line; empty at the start.
    pub fn last_seal(&self) -> &str {
        &self.last_seal
    }

    /// The warning of a post that a crash left unfinished, and that was cut off.
    pub fn torn_tail(&self) -> &[Diagnostic] {
        &self.torn
    }

    /// The movements whose first cells are wanted, in ledger order.
    ///
    /// Errors: every bad cell of theirs.
    pub fn rows(
        &self,
        catalogue: &Catalogue,
        is_wanted: impl Fn(&Head<'_>) -> bool,
    ) -> Result<Vec<Row>> {
        let wanted = scan::records(&self.text).filter(|(_, text)| is_wanted(&scan::head(text)));
        let lines: Vec<Line> = wanted
            .map(|(number, text)| Line {
                number,
                cells: csv::cells(text),
            })
            .collect();
        let sheet = Sheet {
            file: self.path.to_string_lossy().into(),
            headers: header(),
            lines,
            header_line: 1,
            width: Some(header().len()),
            ..Sheet::default()
        };
        let taken = take(
            &sheet,
            &Plan::new(&sheet, Table::Movement, None)?,
            catalogue,
        );
        match taken.diagnostics.iter().any(Diagnostic::is_error) {
            true => Err(Refused(taken.diagnostics.said())),
            false => Ok(taken.rows),
        }
    }

    /// The sites that movements name as their place.
    pub fn sites(&self) -> BTreeSet<String> {
        sites_of(&self.text)
    }

    /// The unit of each of `items` on its first line that states a quantity in one.
    pub fn units(&self, items: &BTreeSet<String>) -> BTreeMap<String, String> {
        let mut units = BTreeMap::new();
        for (_, record) in scan::records(&self.text) {
            if units.len() == items.len() {
                break;
            }
            let head = scan::head(record);
            let [_, item, _] = head.lot();
            if let Some(unit) = head.unit()
                && items.contains(item)
                && !units.contains_key(item)
            {
                units.insert(item.to_owned(), unit.to_owned());
            }
        }
        units
    }

    /// Appends `rows` of movements as one post, sealed in their order, and syncs; all of them or, after a failure,
    /// none.
    pub fn append(&mut self, rows: &[Row]) -> Result<()> {
        let mut text = String::new();
        if self.text.is_empty() {
            text.push_str(&csv::line(header()));
            text.push('\n');
        } else if !self.text.ends_with('\n') {
            text.push('\n');
        }
        let mut previous = self.last_seal.clone();
        for (at, row) in rows.iter().enumerate() {
            let content = content(&row.cells);
            previous = seal(&previous, &content);
            if at + 1 < rows.len() {
                previous = with_more_to_follow(&previous);
            }
            text.extend([content.as_str(), ",", &previous, "\n"]);
        }
        if let Err(error) = self.write(text.as_bytes()) {
            // What was written of an unacknowledged post is taken back; if even that fails, it is a torn tail.
            let _ = self.file.set_len(self.whole);
            if let Some(folders) = &self.made {
                made::take_back(&self.path, folders);
            }
            return Err(cannot_write(&self.path, &error).into());
        }
        self.made = None;
        self.whole += text.len() as u64;
        self.text.push_str(&text);
        self.last_seal = previous;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.seek(SeekFrom::Start(self.whole))?;
        self.file.write_all(bytes)?;
        self.file.sync_all()
    }
}

/// The lines of a ledger without their seals, as they stand in its file and as the seals were taken of them, by the
/// number of the line; `None` where the file is no ledger that granary wrote.
pub fn written(file: &str) -> Option<BTreeMap<u64, String>> {
    let text = std::fs::read_to_string(file).ok()?;
    check_header(&text, Path::new(file)).ok()?;
    let lines = scan::records(&text);
    Some(
        lines
            .map(|(number, record)| (number, without_seal(record)))
            .collect(),
    )
}

/// A record without its last cell, as its cells are written: where nothing is quoted, as they stand.
fn without_seal(record: &str) -> String {
    let is_plain = csv::proper::is_plain(record.as_bytes());
    match record.rfind(',').filter(|seal| is_plain && *seal > 0) {
        Some(seal) => record[..seal].to_owned(),
        None => {
            let mut cells = csv::cells(record);
            cells.pop();
            csv::line(cells)
        }
    }
}

/// The sites that a ledger's movements name as their place; `None` where the file is no ledger that granary wrote.
pub fn sites(ledger: &Path) -> Option<BTreeSet<String>> {
    let text = std::fs::read_to_string(movements_path(ledger)).ok()?;
    check_header(&text, ledger).ok()?;
    Some(sites_of(&text))
}

fn sites_of(text: &str) -> BTreeSet<String> {
    let mut sites = BTreeSet::new();
    for (_, record) in scan::records(text) {
        let head = scan::head(record);
        let site = head.lot()[0];
        if !sites.contains(site) {
            sites.insert(site.to_owned());
        }
    }
    sites
}

/// The line of a movement without its seal, as the seal is taken of it.
pub fn content(cells: &[Cell]) -> String {
    let cells = Table::Movement.fields().iter().zip(cells);
    let cells = cells.filter(|(field, _)| field.column != Column::Seal);
    csv::line_of_cells(cells.map(|(_, cell)| CellRef::from(cell)))
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

/// The seal at the end of the last line of data; empty where there is none.
fn last_seal(text: &str) -> String {
    let lines = text.trim_end_matches(['\n', '\r']);
    let last = lines.rsplit_once('\n').map_or("", |(_, last)| last);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_whose_first_post_cannot_be_written_is_not_there() {
        let desk = tempfile::tempdir().expect("a folder");
        let folder = desk.path().join("county/north");
        let lock = || LedgerFile::lock(&folder, Duration::ZERO).expect("nobody else posts");
        let mut ledger = lock();
        let writable = std::mem::replace(
            &mut ledger.file,
            File::open(movements_path(&folder)).expect("the file was made"),
        );
        let refused = ledger.append(&[]).expect_err("nothing can be written");
        assert_eq!(refused.0[0].code, Code::CannotWrite);
        assert!(!desk.path().join("county").exists());
        drop((ledger, writable));
        // One that holds a post stays, whatever becomes of the next.
        lock().append(&[]).expect("there is room");
        let mut ledger = lock();
        ledger.file = File::open(movements_path(&folder)).expect("the file is there");
        // Without a header there is something to write.
        ledger.text.clear();
        ledger.append(&[]).expect_err("nothing can be written");
        assert!(movements_path(&folder).exists());
    }

    #[test]
    fn a_record_loses_its_seal_and_nothing_else() {
        for (record, content) in [
            ("R1,1,mask,0123", "R1,1,mask"),
            ("R1,,", "R1,"),
            (",0123", "\"\""),
            ("0123", ""),
            ("\"R1\",1,\"a, b\",0123", "R1,1,\"a, b\""),
            ("R1,1,\"0,123\"", "R1,1"),
            ("R1,1,0123\r", "R1,1"),
        ] {
            assert_eq!(without_seal(record), content, "{record:?}");
            let mut cells = csv::cells(record);
            cells.pop();
            assert_eq!(csv::line(cells), content, "{record:?}");
        }
    }
}
