//! Sheets of no table of ours: nothing but their cells says what a column holds.
//!
//! A column is of days or of numbers where each of its cells is one and could be nothing else; in any other it is text,
//! so that codes keep their zeros and a word among numbers is not lost. One that is text for a few cells alone is told:
//! whoever compares it compares texts, and nobody sees that in the answer.

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::cell::Cell;
use crate::ledger::table::Kind;
use crate::ledger::text::tidy;
use crate::quantity::{Quantity, decimal};

use super::sheet::{Line, Sheet};
use super::view::View;

/// The decimals that a number is exact with; with more it is a ratio.
const EXACT_DECIMALS: usize = 3;
/// The part of the filled cells that are nearly all.
const NEARLY: (usize, usize) = (9, 10);

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

/// What is told of columns that stay text though nearly all of their cells are numbers or days, a warning each.
pub fn nearly_typed(sheet: &Sheet) -> Vec<Diagnostic> {
    let columns = sheet.headers.iter().enumerate();
    let told = columns.filter_map(|(at, header)| {
        let cells = sheet.lines.iter().filter_map(|line| {
            let text = tidy(line.cells.get(at)?);
            (!text.is_empty()).then(|| (line.number, text.into_owned()))
        });
        nearly(
            &cells.collect::<Vec<_>>(),
            header,
            &sheet.place().at_column(at + 1, header),
        )
    });
    told.collect()
}

/// Whether a text is of a kind.
type IsOne<'a> = &'a dyn Fn(&str) -> bool;

/// What is told of one column by its filled cells, each with its line.
fn nearly(cells: &[(u64, String)], header: &str, column: &Place) -> Option<Diagnostic> {
    if kind(cells.iter().map(|(_, text)| text.as_str())) != Kind::Text {
        return None;
    }
    let is_number = |text: &str| !matches!(kind_of(text), Kind::Text | Kind::Day);
    let is_day = |text: &str| kind_of(text) == Kind::Day;
    let sorts: [(&str, IsOne<'_>); 3] = [
        ("numbers", &is_number),
        ("days", &is_day),
        ("days that do not begin with the year", &is_other_order),
    ];
    // Digits alone that are no number are a code, and so are the others of its column.
    let is_code = |text: &str| !is_number(text) && text.bytes().all(|byte| byte.is_ascii_digit());
    if cells.iter().any(|(_, text)| is_code(text)) {
        return None;
    }
    let (what, is_one) = sorts.into_iter().find(|(_, is_one)| {
        let ones = cells.iter().filter(|(_, text)| is_one(text)).count();
        ones > 0 && ones * NEARLY.1 >= cells.len() * NEARLY.0
    })?;
    let odd = cells.iter().find(|(_, text)| !is_one(text));
    let (line, message) = match odd {
        Some((line, text)) => (
            *line,
            format!(
                "\"{text}\" is none of the {what} that column \"{header}\" holds: the column stays text"
            ),
        ),
        None => (
            cells.first()?.0,
            format!("column \"{header}\" holds {what}: it stays text"),
        ),
    };
    let hint = match what {
        "numbers" => {
            "correct the cell, or write try_cast(column as double): what is no number is then missing"
        }
        _ => {
            "texts compare letter by letter; write date(column, '%d/%m/%Y') in the order that the file has"
        }
    };
    Some(
        Diagnostic::warning(Code::BadWord, message)
            .at(column.at_line(line))
            .hint(hint),
    )
}

/// Whether a text is a date whose year stands last: nobody but the file knows its order.
fn is_other_order(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let is_number = |part: &&str, digits: std::ops::RangeInclusive<usize>| {
        digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match parts.as_slice() {
        [day, month, year] => {
            is_number(day, 1..=2) && is_number(month, 1..=2) && is_number(year, 4..=4)
        }
        _ => false,
    }
}

/// A day that is written year first, in any of the forms that can be nothing else; digits alone may be a number.
fn day_of(text: &str) -> Option<Day> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    Day::parse(text).filter(|_| !is_number)
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
    if day_of(text).is_some() {
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
        Kind::Day => day_of(&text).map(Cell::Day),
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
        let columns: [(&[&str], Kind); 17] = [
            (&["9", "10", "-3"], Kind::Integer),
            (&["9", "", "1.5"], Kind::Quantity),
            (&["1.5", "9"], Kind::Quantity),
            (&["0.5", "121.53795"], Kind::Ratio),
            (&["121.53795", "3"], Kind::Ratio),
            (&["2022-03-05", ""], Kind::Day),
            (&["2022/3/5", "2022年3月5日", "2022.3.5"], Kind::Day),
            (&["05/03/2022"], Kind::Text),
            (&["20220305"], Kind::Integer),
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

    #[test]
    fn a_column_that_is_nearly_of_numbers_or_days_is_told_with_its_first_odd_cell() {
        let told = |cells: &[&str]| {
            let numbered = cells.iter().map(|text| (*text).to_owned());
            let numbered: Vec<(u64, String)> = (2..).zip(numbered).collect();
            let column = Place::file("t.csv").at_column(1, "price");
            nearly(&numbered, "price", &column)
                .map(|told| (told.place.map_or(0, |p| p.line), told.message))
        };
        let mut cells = vec!["2.5"; 10];
        assert_eq!(told(&cells), None);
        cells[4] = "2.85（个）";
        let (line, message) = told(&cells).expect("nine of ten are numbers");
        assert_eq!(line, 6);
        assert!(message.contains("2.85（个）"), "{message}");
        cells[5] = "none";
        assert_eq!(told(&cells), None);
        assert!(told(&["05/03/2022", "06/03/2022"]).is_some());
        assert_eq!(told(&["a", "b"]), None);
        assert_eq!(told(&[]), None);
        let mut codes = vec!["145080011"; 10];
        codes[3] = "0145080012";
        assert_eq!(told(&codes), None);
    }
}
