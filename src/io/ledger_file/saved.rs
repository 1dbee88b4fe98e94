//! A ledger that another program has saved is read, but nothing is appended to it: its bytes are no longer those that
//! granary wrote, and a line in UTF-8 below lines in another encoding leaves a file that nothing reads.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Place, Refused};

use super::super::csv;
use super::super::decode;
use super::super::sheet::Sheet;
use super::{check_header, header, scan};

/// The mark that some programs write before UTF-8.
pub const BOM: char = '\u{feff}';

/// Why nothing is appended to the file at `path`, whose `bytes` are not UTF-8, or have a mark before it.
pub fn saved_elsewhere(bytes: &[u8], path: &Path) -> Refused {
    let name = path.to_string_lossy();
    let decoded = match decode::decode(bytes, None, &name) {
        Ok(decoded) => decoded,
        Err(error) => return error.into(),
    };
    match check_header(&decoded.text, path) {
        Err(refused) => refused,
        Ok(()) => {
            let (message, hint) = told(decoded.encoding, &name);
            let error = Diagnostic::error(Code::BadEncoding, message);
            error.at(Place::file(&name)).hint(hint).into()
        }
    }
}

/// The warning that nothing can be posted to the ledger that `sheet` was read of; `None` where it is none, or in UTF-8.
pub fn warning(sheet: &Sheet) -> Option<Diagnostic> {
    let encoding = sheet.encoding?;
    (sheet.headers == header()).then(|| {
        let (message, hint) = told(Some(encoding), &sheet.file);
        let warning = Diagnostic::warning(Code::BadEncoding, message);
        warning.at(Place::file(&sheet.file)).hint(hint)
    })
}

/// What a ledger that is read in `encoding` has become, and how it is brought back.
fn told(encoding: Option<&str>, name: &str) -> (String, String) {
    let message = match encoding {
        Some(encoding) => {
            let encoding = encoding.to_uppercase();
            format!(
                "the ledger is in {encoding}, and posts are in UTF-8: another program has saved it"
            )
        }
        None => {
            "a byte order mark stands before the ledger: another program has saved it".to_owned()
        }
    };
    let hint = format!(
        "granary convert {name} -o FILE writes it in UTF-8 again; put that in its place, and stock check seal tells whether it is unchanged"
    );
    (message, hint)
}

/// A last line that is none of a movement was written by another hand: nothing that is posted below it could be read.
pub fn check_last_line(text: &str, path: &Path) -> Result<(), Diagnostic> {
    let is_whole = |record: &str| csv::cells(record).len() == header().len();
    let last = text.lines().next_back().unwrap_or("");
    if last.is_empty() || is_whole(last) {
        return Ok(());
    }
    // A cell in quotation marks may go over several lines.
    match scan::records(text)
        .last()
        .filter(|(_, record)| !is_whole(record))
    {
        None => Ok(()),
        Some((number, _)) => {
            let place = Place::file(&path.to_string_lossy()).at_line(number);
            let message = "the last line is none of a ledger: another hand wrote it";
            Err(Diagnostic::error(Code::RaggedRow, message)
                .at(place)
                .hint("take it out, and post what it says; stock check seal tells whether the others are unchanged"))
        }
    }
}
