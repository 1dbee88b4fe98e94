//! What the workbook library does not tell of a sheet: the rows that are hidden, by filter, by hand or by a folded outline,
//! and the formulas that nobody worked out.
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

/// What is hidden of one sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The numbers of the hidden rows, from 1, in order.
    pub rows: Vec<u64>,
    /// The cells that hold a formula and no value, in the order of the file.
    pub formulas: Vec<Formula>,
}

/// The place of a formula; row and column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formula {
    pub row: u64,
    pub column: usize,
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
        hidden.insert(name, of_sheet(&mut archive, &path));
    }
    hidden
}

/// What one sheet hides.
fn of_sheet(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Hidden {
    let mut hidden = Hidden::default();
    let mut cell = Cell::default();
    each_event(archive, path, |event| match event {
        Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
            "row" => {
                let stated = attribute(tag, "r").and_then(|text| text.parse().ok());
                cell.row = stated.unwrap_or(cell.row + 1);
                cell.column = 0;
                let is_hidden =
                    attribute(tag, "hidden").is_some_and(|on| on == "1" || on == "true");
                hidden.rows.extend(is_hidden.then_some(cell.row));
            }
            "c" => cell.begin(tag),
            "f" => cell.has_formula = true,
            "v" | "is" => cell.is_in_value = matches!(event, Event::Start(_)),
            _ => {}
        },
        Event::Text(_) | Event::GeneralRef(_) => cell.has_value |= cell.is_in_value,
        Event::End(tag) => match tag.local_name().as_ref() {
            "v" | "is" => cell.is_in_value = false,
            "c" => hidden.formulas.extend(cell.unvalued()),
            _ => {}
        },
        _ => {}
    });
    hidden.rows.sort_unstable();
    hidden
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    row: u64,
    column: usize,
    has_formula: bool,
    /// Whether its value was worked out: a text may be empty.
    has_value: bool,
    is_in_value: bool,
}

impl Cell {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        *self = Cell {
            row: self.row,
            column: self.column + 1,
            ..Cell::default()
        };
        for attribute in tag.attributes().flatten() {
            match attribute.key.as_ref() {
                "r" => self.column = column_of(&attribute.value).unwrap_or(self.column),
                "t" => self.has_value = &*attribute.value == "str",
                _ => {}
            }
        }
    }

    fn unvalued(&self) -> Option<Formula> {
        (self.has_formula && !self.has_value).then_some(Formula {
            row: self.row,
            column: self.column,
        })
    }
}

/// The number of the column of a cell named as `AB12`, from 1.
fn column_of(name: &str) -> Option<usize> {
    let mut letters = name.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.try_fold(0_usize, |number, letter| {
        number
            .checked_mul(26)?
            .checked_add(usize::from(letter - b'A') + 1)
    });
    number.filter(|number| *number > 0)
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
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    #[test]
    fn a_formula_that_nobody_worked_out_is_found_and_an_empty_text_is_a_value() {
        let rows = r#"<row r="2"><c r="A2"><v>1</v></c><c r="F2"><f>5*200</f><v /> </c></row>
            <row r="3" hidden="1"><c r="AB3" t="n"><f>F2/2</f></c><c r="AC3"><f>F2</f><v>0</v></c></row>
            <row><c t="str"><f>A1&amp;""</f><v></v></c><c><f>A1</f><v></v></c></row>"#;
        let parts = [
            (
                WORKBOOK,
                r#"<workbook xmlns:r="r"><sheets><sheet name="s" r:id="1"/></sheets></workbook>"#
                    .to_owned(),
            ),
            (
                RELATIONS,
                r#"<Relationships><Relationship Id="1" Target="s.xml"/></Relationships>"#
                    .to_owned(),
            ),
            (
                "xl/s.xml",
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
        let bytes = archive.finish().expect("an archive").into_inner();
        let formula = |row, column| Formula { row, column };
        let expected = Hidden {
            rows: vec![3],
            formulas: vec![formula(2, 6), formula(3, 28), formula(4, 2)],
        };
        assert_eq!(all(&bytes).remove("s"), Some(expected));
    }
}
