//! JSON lines to sheets and back: one flat object a line, each with its table.

use std::sync::Arc;

use serde::de::IgnoredAny;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::ledger::cell::Cell;

use super::sheet::Sheet;
use super::view::View;

mod flat;
mod shape;

use flat::{Flat, Held};
use shape::Shape;

/// The key under which a JSON line says which table it belongs to.
const TABLE_KEY: &str = "table";

/// Reads JSON lines, or one array of objects, into a sheet for each table, in the order they first appear.
///
/// Errors: `bad-json` for every line that is not an object, in one go.
pub fn read(text: &str, name: &str) -> Result<Vec<Sheet>, Refused> {
    let mut gatherer = Gatherer {
        file: Arc::from(name),
        sheets: Vec::new(),
        before: None,
    };
    let mut faults = Vec::new();
    if text.trim_start().starts_with('[') {
        match serde_json::from_str::<Vec<Flat<'_>>>(text) {
            Ok(objects) => {
                for (at, object) in objects.into_iter().enumerate() {
                    let raw = object.to_string();
                    gatherer.add(object, at as u64 + 1, raw);
                }
            }
            Err(error) => faults.push(bad_line(name, error.line() as u64, &error)),
        }
    } else if let Some(fault) = over_lines(text, name) {
        faults.push(fault);
    } else {
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            if let Err(error) = gatherer.add_line(line, at as u64 + 1) {
                faults.push(bad_line(name, at as u64 + 1, &error));
            }
        }
    }
    if faults.is_empty() {
        Ok(gatherer.sheets)
    } else {
        Err(Refused(faults))
    }
}

/// The line that says that a table was supplied and has no rows.
pub fn empty_table(name: &str) -> String {
    json!({ TABLE_KEY: name }).to_string()
}

/// A row of a view as a JSON object: columns in their order, empty cells as null.
pub struct Object<'a> {
    pub view: &'a View<'a>,
    pub row: &'a [Cell],
    /// Whether the object names its table first.
    pub with_table: bool,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        if self.with_table && !self.view.name.is_empty() {
            object.serialize_entry(TABLE_KEY, &self.view.name)?;
        }
        for (heading, cell) in self.view.headings.iter().zip(self.row) {
            object.serialize_entry(heading, &value(cell))?;
        }
        object.end()
    }
}

impl Object<'_> {
    /// Appends the object on one line, without its line end.
    pub fn append_to(&self, text: &mut Vec<u8>) {
        serde_json::to_writer(text, self).expect("text, numbers and null are always JSON");
    }
}

/// A cell as JSON: quantities and ratios are numbers, money and prices are strings, so that no reader rounds them.
fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Integer(n) => Value::from(*n),
        Cell::Truth(truth) => Value::from(*truth),
        Cell::Ratio(ratio) => number(&crate::ledger::cell::format_ratio(*ratio)),
        Cell::Quantity(quantity) => number(&quantity.to_string()),
        other => Value::from(other.to_string()),
    }
}

/// The JSON number of a decimal text; a text where a reader's floats could not hold it exactly.
fn number(decimal: &str) -> Value {
    let parsed = match decimal.parse::<i64>() {
        Ok(whole) => Some(Value::from(whole)),
        Err(_) => decimal
            .parse::<f64>()
            .ok()
            .filter(|float| float.to_string() == decimal)
            .map(Value::from),
    };
    parsed.unwrap_or_else(|| Value::from(decimal))
}

/// Objects gathered into sheets by table and, where they name none, by their keys.
struct Gatherer {
    file: Arc<str>,
    sheets: Vec<Sheet>,
    /// The sheet of the line before, and the shape of that line.
    before: Option<(usize, Shape)>,
}

impl Gatherer {
    /// Adds the object of a line; most are alike the line before but for their values.
    fn add_line(&mut self, line: &str, number: u64) -> Result<(), serde_json::Error> {
        let raw = line.to_owned();
        let known = self.before.as_ref();
        if let Some((at, cells)) = known.and_then(|(at, shape)| Some((*at, shape.cells(line)?))) {
            self.sheets[at].push(number, cells, raw);
            return Ok(());
        }
        let object = serde_json::from_str::<Flat<'_>>(line)?;
        let keys = object.order.clone();
        let stated = stated(&object).map(str::to_owned);
        let at = self.add(object, number, raw);
        let shape = Shape::of(line, &keys, stated.as_deref(), &self.sheets[at].headers);
        self.before = shape.map(|shape| (at, shape));
        Ok(())
    }

    /// Adds an object; the position of its sheet.
    fn add(&mut self, object: Flat<'_>, number: u64, raw: String) -> usize {
        let at = self.sheet_of(&object);
        let sheet = &mut self.sheets[at];
        let mut cells = vec![String::new(); sheet.headers.len()];
        let mut is_filled = false;
        for (key, value) in object.entries {
            if key == TABLE_KEY {
                continue;
            }
            is_filled = true;
            let column = column_of(&key, &mut sheet.headers);
            cells.resize(cells.len().max(column + 1), String::new());
            cells[column] = value.into_text();
        }
        sheet.push(number, is_filled.then_some(cells), raw);
        at
    }

    /// The position of the sheet of the table that an object names.
    fn sheet_of(&mut self, object: &Flat<'_>) -> usize {
        let stated = stated(object);
        let is_meant = |sheet: &Sheet| sheet.stated.as_deref() == stated;
        let at = self.sheets.iter().rposition(is_meant);
        at.unwrap_or_else(|| {
            self.sheets.push(Sheet {
                file: self.file.clone(),
                stated: stated.map(str::to_owned),
                ..Sheet::default()
            });
            self.sheets.len() - 1
        })
    }
}

/// The table that an object names.
fn stated<'o>(object: &'o Flat<'_>) -> Option<&'o str> {
    object.get(TABLE_KEY).and_then(Held::text)
}

/// The position of a key among `headers`, behind them where it is new.
fn column_of(key: &str, headers: &mut Vec<String>) -> usize {
    let known = headers.iter().position(|header| header == key);
    known.unwrap_or_else(|| {
        headers.push(key.to_owned());
        headers.len() - 1
    })
}

/// The fault of text whose objects go over several lines each, as `jq .` writes them.
fn over_lines(text: &str, name: &str) -> Option<Diagnostic> {
    let mut lines = text.lines().enumerate();
    let (at, first) = lines.find(|(_, line)| !line.trim().is_empty())?;
    // The first line of one that is whole tells, so that long text is not read twice.
    let is_open = |error: serde_json::Error| error.is_eof();
    let is_cut = serde_json::from_str::<IgnoredAny>(first)
        .err()
        .is_some_and(is_open);
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    if !is_cut || !values.all(|value| value.is_ok()) {
        return None;
    }
    Some(
        Diagnostic::error(Code::BadJson, "an object goes over several lines")
            .at(Place::file(name).at_line(at as u64 + 1))
            .hint("write one object a line: jq -c"),
    )
}

fn bad_line(name: &str, line: u64, error: &serde_json::Error) -> Diagnostic {
    let text = error.to_string();
    let said = text.split(" at line ").next().unwrap_or("");
    let place = Place::file(name).at_line(line);
    Diagnostic::error(Code::BadJson, format!("not a JSON object: {said}"))
        .at(place.at_column(error.column(), ""))
        .hint("write one object a line, such as {\"table\":\"request\",\"site\":\"H1\"}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_lines_become_a_sheet_for_each_table() {
        let text = "{\"table\":\"site\",\"site\":\"H1\"}\n\n{\"table\":\"burn\",\"rate\":1.5}\n{\"table\":\"site\",\"site\":\"H2\",\"beds\":3}\n";
        let sheets = read(text, "-").expect("JSON lines");
        assert_eq!(sheets.len(), 2);
        assert_eq!(sheets[0].lines[1].cells, ["H2", "3"]);
        assert_eq!(sheets[0].lines[1].number, 4);
        assert_eq!(sheets[1].raw, ["{\"table\":\"burn\",\"rate\":1.5}"]);
    }

    #[test]
    fn a_table_may_be_there_and_empty() {
        let line = empty_table("finding");
        let sheets = read(&line, "-").expect("a JSON line");
        assert_eq!(sheets[0].stated.as_deref(), Some("finding"));
        assert!(sheets[0].lines.is_empty());
        assert_eq!(sheets[0].raw, [line]);
    }

    #[test]
    fn every_bad_line_is_named() {
        let refused = read("{}\nnot json\n[1]\n", "x.jsonl").expect_err("two bad lines");
        assert_eq!(refused.0.len(), 2);
    }
}
