//! The rows that a workbook hides, by filter, by hand or by a folded outline: the workbook library does not tell them.
//!
//! A part that cannot be found or read hides nothing; the reader of the cells says what is wrong with a workbook.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::reader::Reader;
use zip::ZipArchive;

/// Where the workbook lists its sheets, and where each of them lies.
const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// The hidden rows of each sheet, by its name; numbers from 1, in order.
pub fn rows(bytes: &[u8]) -> BTreeMap<String, Vec<u64>> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return BTreeMap::new();
    };
    let mut targets = BTreeMap::new();
    each_tag(&mut archive, RELATIONS, "Relationship", |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
            targets.insert(id, target);
        }
    });
    let mut sheets = Vec::new();
    each_tag(&mut archive, WORKBOOK, "sheet", |tag| {
        if let (Some(name), Some(id)) = (attribute(tag, "name"), attribute(tag, "r:id")) {
            sheets.push((name, id));
        }
    });
    let mut hidden = BTreeMap::new();
    for (name, id) in sheets {
        let Some(target) = targets.get(&id) else {
            continue;
        };
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        let mut rows = Vec::new();
        let mut number = 0;
        each_tag(&mut archive, &path, "row", |tag| {
            let stated = attribute(tag, "r").and_then(|text| text.parse().ok());
            number = stated.unwrap_or(number + 1);
            let is_hidden = attribute(tag, "hidden").is_some_and(|on| on == "1" || on == "true");
            rows.extend(is_hidden.then_some(number));
        });
        rows.sort_unstable();
        hidden.insert(name, rows);
    }
    hidden
}

/// Calls `see` with every start tag `name` of one part of the archive.
fn each_tag(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    part: &str,
    name: &str,
    mut see: impl FnMut(&BytesStart<'_>),
) {
    let Ok(file) = archive.by_name(part) else {
        return;
    };
    // A part says how long it is; what is packed to grow beyond that is not followed.
    let length = file.size();
    let mut reader = Reader::from_reader(BufReader::new(file.take(length)));
    let mut buffer = Vec::new();
    while let Some(event) = next_event(&mut reader, &mut buffer) {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && tag.local_name().as_ref() == name
        {
            see(&tag);
        }
    }
}

/// The next event; `None` at the end, and where the part is damaged.
fn next_event<'b, R: BufRead>(
    reader: &mut Reader<R>,
    buffer: &'b mut Vec<u8>,
) -> Option<Event<'b>> {
    buffer.clear();
    match reader.read_event_into(buffer) {
        Ok(Event::Eof) | Err(_) => None,
        Ok(event) => Some(event),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten();
    let mut named = found.filter(|attribute| attribute.key == QName(name));
    let value = named.next()?.value;
    Some(quick_xml::escape::unescape(&value).ok()?.into_owned())
}
