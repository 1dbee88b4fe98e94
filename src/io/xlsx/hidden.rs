//! What the workbook library does not tell of a sheet: the rows that are hidden, by filter, by hand or by a folded outline;
//! and, of the same reading, what its formulas leave [`unsaid`](super::unsaid), and from when its days are counted.
//!
//! A part that cannot be found or read hides nothing; the reader of the cells says what is wrong with a workbook.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::unsaid::{Cells, Formula};

/// Where the workbook lists its sheets, and where each of them lies.
const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// What is hidden of one sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The numbers of the hidden rows, from 1, in order.
    pub rows: Vec<u64>,
    /// The cells that hold a formula and no value, in the order of the file.
    pub formulas: Vec<Formula>,
    /// Whether the workbook says that its days are counted from 1904.
    pub counts_from_1904: bool,
}

/// What is hidden of each sheet, by its name.
pub fn all(bytes: &[u8]) -> BTreeMap<String, Hidden> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return BTreeMap::new();
    };
    let mut targets = BTreeMap::new();
    each_tag(&mut archive, RELATIONS, "Relationship", |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
            targets.insert(id, target);
        }
    });
    let mut counts_from_1904 = false;
    each_tag(&mut archive, WORKBOOK, "workbookPr", |tag| {
        counts_from_1904 = attribute(tag, "date1904").is_some_and(|on| is_on(&on));
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
        let of_sheet = of_sheet(&mut archive, &path);
        hidden.insert(
            name,
            Hidden {
                counts_from_1904,
                ..of_sheet
            },
        );
    }
    hidden
}

/// What one sheet hides.
fn of_sheet(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Hidden {
    let (mut rows, mut row) = (Vec::new(), 0);
    let mut cells = Cells::default();
    each_event(archive, path, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && tag.local_name().as_ref() == "row"
        {
            let stated = attribute(tag, "r").and_then(|text| text.parse().ok());
            row = stated.unwrap_or(row + 1);
            let is_hidden = attribute(tag, "hidden").is_some_and(|on| is_on(&on));
            rows.extend(is_hidden.then_some(row));
            cells.begin_row(row);
        }
        cells.see(event);
    });
    rows.sort_unstable();
    Hidden {
        rows,
        formulas: cells.formulas,
        counts_from_1904: false,
    }
}

/// Whether an attribute says yes.
fn is_on(text: &str) -> bool {
    text == "1" || text == "true"
}

/// Calls `see` with every start tag `name` of one part of the archive.
fn each_tag(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    part: &str,
    name: &str,
    mut see: impl FnMut(&BytesStart<'_>),
) {
    each_event(archive, part, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && tag.local_name().as_ref() == name
        {
            see(tag);
        }
    });
}

/// Calls `see` with everything that stands in one part of the archive.
fn each_event(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    part: &str,
    mut see: impl FnMut(&Event<'_>),
) {
    let Ok(file) = archive.by_name(part) else {
        return;
    };
    // A part says how long it is; what is packed to grow beyond that is not followed.
    let length = file.size();
    let mut reader = Reader::from_reader(BufReader::new(file.take(length)));
    let mut buffer = Vec::new();
    while let Some(event) = next_event(&mut reader, &mut buffer) {
        see(&event);
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// A workbook of one sheet, `s`, with these rows as they stand in its part.
    pub(in super::super) fn workbook(rows: &str) -> Vec<u8> {
        workbook_of("", rows)
    }

    /// The same, with `properties` of the workbook as they stand in its own part.
    pub(in super::super) fn workbook_of(properties: &str, rows: &str) -> Vec<u8> {
        let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relation = |id: &str, kind: &str, target: &str| {
            format!(
                r#"<Relationships><Relationship Id="{id}" Type="{types}/{kind}" Target="{target}"/></Relationships>"#
            )
        };
        let parts = [
            ("_rels/.rels", relation("1", "officeDocument", WORKBOOK)),
            (
                WORKBOOK,
                format!(
                    r#"<workbook xmlns:r="r">{properties}<sheets><sheet name="s" sheetId="1" r:id="1"/></sheets></workbook>"#
                ),
            ),
            (RELATIONS, relation("1", "worksheet", "worksheets/s.xml")),
            (
                "xl/worksheets/s.xml",
                format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
            ),
        ];
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive
                .start_file(name, SimpleFileOptions::default())
                .expect("a part");
            archive.write_all(text.as_bytes()).expect("its text");
        }
        archive.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_workbook_says_from_when_it_counts_its_days() {
        for (properties, expected) in [
            ("", false),
            (r#"<workbookPr date1904="1"/>"#, true),
            (r#"<workbookPr date1904="true"/>"#, true),
            (r#"<workbookPr date1904="0"/>"#, false),
        ] {
            let hidden = all(&workbook_of(properties, ""))
                .remove("s")
                .expect("the sheet");
            assert_eq!(hidden.counts_from_1904, expected, "{properties}");
        }
    }

    #[test]
    fn a_hidden_row_is_found_by_its_number() {
        let rows = r#"<row r="2" hidden="1"/><row hidden="true"><c><v>1</v></c></row><row r="7" hidden="0"/>"#;
        let hidden = all(&workbook(rows)).remove("s").expect("the sheet");
        assert_eq!(hidden.rows, [2, 3]);
        assert_eq!(hidden.formulas, []);
    }
}
