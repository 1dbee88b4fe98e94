//! The head of a long file: its header is read, and its lines are left where they are.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use crate::diagnostic::Result;
use crate::io::csv;
use crate::io::frame::rows::Rows;
use crate::io::ledger_file::tail;
use crate::io::sheet::{Sheet, Source};

use super::{Opening, STDIN};

/// From this length on a file is not held in memory.
const LONG_BYTES: u64 = 8 << 20;
/// The same of a file that is compressed column by column, and what its name ends with.
const LONG_PARQUET_BYTES: u64 = LONG_BYTES >> 3;
const PARQUET: &str = ".parquet";
/// Enough bytes for the lines in which a header is looked for.
const HEAD_BYTES: usize = 1 << 16;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The sheet of the long file `name` with its lines unread; `None` where it is short, no delimited text in UTF-8, or
/// not well formed at its head.
pub fn head(name: &str, opening: &Opening) -> Result<Option<Sheet>> {
    let length = std::fs::metadata(name)
        .ok()
        .filter(std::fs::Metadata::is_file)
        .map_or(0, |file| file.len());
    if name == STDIN || length < LONG_PARQUET_BYTES {
        return Ok(None);
    }
    if name.ends_with(PARQUET) {
        return Ok(Rows::open(Path::new(name)).map(|rows| rows.into_sheet(name)));
    }
    if length < LONG_BYTES || opening.encoding.is_some() {
        return Ok(None);
    }
    let mut bytes = vec![0; HEAD_BYTES];
    let read = File::open(name).and_then(|mut file| file.read_exact(&mut bytes));
    let (mark, text) = match bytes.strip_prefix(BOM) {
        Some(text) => (BOM.len(), text),
        None => (0, &bytes[..]),
    };
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or("")
        }
        Err(_) => return Ok(None),
    };
    let is_delimited = !text.trim_start().starts_with(['{', '['])
        && !text.contains('\0')
        && !text.starts_with("PK\x03\x04")
        && !text.starts_with("PAR1");
    if read.is_err() || !is_delimited {
        return Ok(None);
    }
    let Some((sheet, mut rest)) = csv::head(text, name)? else {
        return Ok(None);
    };
    if !ends_well(text, name) {
        return Ok(None);
    }
    rest.offset += mark as u64;
    Ok(Some(csv::with_rest(
        (sheet, rest),
        Source::File(PathBuf::from(name)),
    )))
}

/// Whether the last post of a sealed ledger was written whole; a file that is none ends as it will.
fn ends_well(head: &str, name: &str) -> bool {
    let header = head.split_inclusive('\n').next().unwrap_or("");
    let mut bytes = Vec::new();
    let read = File::open(name).and_then(|mut file| {
        file.seek(SeekFrom::End(-(HEAD_BYTES as i64)))?;
        file.read_to_end(&mut bytes)
    });
    let tail = String::from_utf8_lossy(&bytes);
    let lines = tail.split_once('\n').map_or("", |(_, lines)| lines);
    read.is_ok() && tail::unfinished(&format!("{header}{lines}")).is_none()
}
