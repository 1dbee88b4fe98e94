//! Files that a spreadsheet program opens and that are no .xlsx: the old .xls, and web pages that are called so.

use crate::diagnostic::{Code, Diagnostic, Place};

/// How a zip archive begins, as .xlsx is one.
const ZIP: &[u8] = b"PK\x03\x04";
/// How a zip archive begins that holds nothing.
const ZIP_EMPTY: &[u8] = b"PK\x05\x06";
/// How the old binary formats of office programs begin.
const OLD: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// How web pages and spreadsheets in XML begin, after a mark and blanks, in small letters.
const MARKUP: [&[u8]; 4] = [b"<html", b"<!doctype", b"<table", b"<?xml"];

/// Whether bytes are those of a workbook, of whichever format.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP)
        || bytes.starts_with(ZIP_EMPTY)
        || bytes.starts_with(OLD)
        || is_markup(bytes)
}

/// The refusal of a workbook of another format than .xlsx.
///
/// Errors: `bad-workbook`.
pub fn refused(bytes: &[u8], name: &str) -> Option<Diagnostic> {
    let message = match () {
        () if bytes.starts_with(OLD) => "this is a workbook of the old format .xls",
        () if is_markup(bytes) => "this is a web page (HTML or XML), whatever its name says",
        () => return None,
    };
    Some(
        Diagnostic::error(Code::BadWorkbook, message)
            .at(Place::file(name))
            .hint("open it in a spreadsheet program and save it again as .xlsx"),
    )
}

fn is_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    MARKUP.iter().any(|mark| {
        let head = text.get(..mark.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(mark))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_format_and_a_web_page_are_named_as_what_they_are() {
        let message = |bytes: &[u8]| refused(bytes, "stock.xls").map(|fault| fault.message);
        let old = message(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0").expect("no .xlsx");
        assert!(old.contains(".xls"), "{old}");
        for page in [
            "<html><head>",
            "\u{feff}\n<TABLE border=1>",
            "<!DOCTYPE html>",
        ] {
            let said = message(page.as_bytes()).expect("no .xlsx");
            assert!(said.contains("HTML"), "{said}");
        }
        assert_eq!(message(b"PK\x03\x04"), None);
        assert!(!is_workbook(b"site,item,qty\n") && is_workbook(b"PK\x05\x06\0\0"));
    }
}
