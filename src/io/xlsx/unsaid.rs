//! The formulas of a sheet that nobody worked out, as programs write them that are no spreadsheet.
//!
//! Such a cell reads as an empty one, and is none: a quantity that is not known is not nothing. A text may come to nothing,
//! and is a value then.

use quick_xml::events::{BytesStart, Event};

/// The place of a formula that has no value; row and column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formula {
    pub row: u64,
    pub column: usize,
}

/// The cells of a sheet, as one after the other is read.
#[derive(Default)]
pub struct Cells {
    cell: Cell,
    /// Those of the cells read that hold a formula and no value, in the order of the file.
    pub formulas: Vec<Formula>,
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

impl Cells {
    /// What follows stands in the row of this number.
    pub fn begin_row(&mut self, number: u64) {
        self.cell = Cell {
            row: number,
            ..Cell::default()
        };
    }

    /// Takes the next of what stands in the sheet.
    pub fn see(&mut self, event: &Event<'_>) {
        let cell = &mut self.cell;
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "c" => cell.begin(tag),
                "f" => cell.has_formula = true,
                "v" | "is" => cell.is_in_value = matches!(event, Event::Start(_)),
                _ => {}
            },
            Event::Text(_) | Event::GeneralRef(_) => cell.has_value |= cell.is_in_value,
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "is" => cell.is_in_value = false,
                "c" => self.formulas.extend(cell.unvalued()),
                _ => {}
            },
            _ => {}
        }
    }
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

#[cfg(test)]
mod tests {
    use super::super::hidden;
    use super::super::hidden::tests::workbook;
    use super::*;

    #[test]
    fn a_formula_that_nobody_worked_out_is_found_and_an_empty_text_is_a_value() {
        let rows = r#"<row r="2"><c r="A2"><v>1</v></c><c r="F2"><f>5*200</f><v /> </c></row>
            <row r="3" hidden="1"><c r="AB3" t="n"><f>F2/2</f></c><c r="AC3"><f>F2</f><v>0</v></c></row>
            <row><c t="str"><f>A1&amp;""</f><v></v></c><c><f>A1</f><v></v></c></row>"#;
        let found = hidden::all(&workbook(rows)).remove("s").expect("the sheet");
        let formula = |row, column| Formula { row, column };
        assert_eq!(found.rows, [3]);
        assert_eq!(
            found.formulas,
            [formula(2, 6), formula(3, 28), formula(4, 2)]
        );
    }
}
