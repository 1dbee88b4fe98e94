//! Sheets of no table of ours: nothing but their cells says what a column holds.
//!
//! A column is of days or of numbers where each of its cells is one and could be nothing else; in any other it is text,
//! so that codes keep their zeros and a word among numbers is not lost.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::table::Kind;
use crate::ledger::text::tidy;
use crate::quantity::{Quantity, decimal};

use super::sheet::{Line, Sheet};
use super::view::View;

/// The decimals that a number is exact with; with more it is a ratio.
const EXACT_DECIMALS: usize = 3;

/// A sheet as a view of this name, each column of the narrowest kind that all its cells are of.
pub fn view(name: &str, sheet: &Sheet) -> View<'static> {
    let cells = |line: &Line| {
        let texts = line.cells.iter().map(|cell| tidy(cell).into_owned());
        let blanks = std::iter::repeat(String::new());
        texts.chain(blanks).take(sheet.headers.len()).collect()
    };
    let rows: Vec<Vec<String>> = sheet.lines.iter().map(cells).collect();
    let columns = 0..sheet.headers.len();
    let kinds: Vec<Kind> = columns
        .map(|at| kind(rows.iter().map(|row| row[at].as_str())))
        .collect();
    let typed = |row: Vec<String>| {
        let cells = row.into_iter().zip(&kinds);
        cells.map(|(text, kind)| cell(text, *kind)).collect()
    };
    View {
        name: name.to_owned(),
        headings: sheet.headers.clone(),
        rows: rows.into_iter().map(typed).collect(),
        kinds,
    }
}

/// The narrowest kind that all filled cells are of; text where none is filled.
fn kind<'a>(cells: impl Iterator<Item = &'a str>) -> Kind {
    let mut filled = cells.filter(|text| !text.is_empty());
    let first = filled.next().map_or(Kind::Text, kind_of);
    filled.fold(first, |all, text| match (all, kind_of(text)) {
        (all, one) if all == one => all,
        (Kind::Integer, one @ (Kind::Quantity | Kind::Ratio)) => one,
        (all @ (Kind::Quantity | Kind::Ratio), Kind::Integer) => all,
        (Kind::Quantity, Kind::Ratio) | (Kind::Ratio, Kind::Quantity) => Kind::Ratio,
        _ => Kind::Text,
    })
}

/// The narrowest kind that a cell can only be of. A number that begins with a zero may be a code, and one of more digits
/// than a quantity or an integer has is one.
fn kind_of(text: &str) -> Kind {
    if Day::parse_iso(text.as_bytes()).is_some() {
        return Kind::Day;
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = are_digits(whole)
        && are_digits(decimals)
        && (whole == "0" || !whole.is_empty() && !whole.starts_with('0'))
        && digits.ends_with(|last: char| last.is_ascii_digit());
    match decimals.len() {
        _ if !is_number => Kind::Text,
        0 if text.parse::<i64>().is_ok() => Kind::Integer,
        0 => Kind::Text,
        1..=EXACT_DECIMALS if decimal::parse(text, EXACT_DECIMALS as u32).is_ok() => Kind::Quantity,
        _ => Kind::Ratio,
    }
}

/// A text as a cell of its column's kind.
fn cell(text: String, kind: Kind) -> Cell {
    let typed = match kind {
        _ if text.is_empty() => None,
        Kind::Day => Day::parse_iso(text.as_bytes()).map(Cell::Day),
        Kind::Integer => text.parse().ok().map(Cell::Integer),
        Kind::Quantity => {
            let thousandths = decimal::parse(&text, EXACT_DECIMALS as u32).ok();
            thousandths.map(|steps| Cell::Quantity(Quantity::from_thousandths(steps)))
        }
        Kind::Ratio => text.parse().ok().map(Cell::Ratio),
        _ => None,
    };
    typed.unwrap_or_else(|| Cell::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_of_the_narrowest_kind_that_all_its_cells_are_of() {
        let columns: [(&[&str], Kind); 14] = [
            (&["9", "10", "-3"], Kind::Integer),
            (&["9", "", "1.5"], Kind::Quantity),
            (&["1.5", "9"], Kind::Quantity),
            (&["0.5", "121.53795"], Kind::Ratio),
            (&["121.53795", "3"], Kind::Ratio),
            (&["2022-03-05", ""], Kind::Day),
            (&["2022-03-05", "7"], Kind::Text),
            (&["007", "8"], Kind::Text),
            (&["9", "about 10"], Kind::Text),
            (&["1,200"], Kind::Text),
            (&["1e3"], Kind::Text),
            (&["12345678901234567890"], Kind::Text),
            (&["", ""], Kind::Text),
            (&[".5", "5.", "-", "NaN", "0"], Kind::Text),
        ];
        for (cells, expected) in columns {
            assert_eq!(kind(cells.iter().copied()), expected, "{cells:?}");
        }
    }

    #[test]
    fn cells_keep_their_value_in_the_kind_of_their_column() {
        let sheet = Sheet {
            headers: ["code", "n", "qty", "day"].map(str::to_owned).to_vec(),
            lines: vec![
                Line {
                    number: 2,
                    cells: ["007", "9", "1.50", "2022-03-05"]
                        .map(str::to_owned)
                        .to_vec(),
                },
                Line {
                    number: 3,
                    cells: ["8", "10"].map(str::to_owned).to_vec(),
                },
            ],
            ..Sheet::default()
        };
        let view = view("t", &sheet);
        let texts = |at| {
            view.rows
                .at(at)
                .iter()
                .map(Cell::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(texts(0), ["007", "9", "1.5", "2022-03-05"]);
        assert_eq!(texts(1), ["8", "10", "", ""]);
        assert_eq!(
            view.kinds,
            [Kind::Text, Kind::Integer, Kind::Quantity, Kind::Day]
        );
    }
}
