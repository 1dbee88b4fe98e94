//! What a map file says that can be so of no sheet: told of the map, before anything is read by it.

use chrono::format::{Item, StrftimeItems};

use crate::diagnostic::{Code, Diagnostic, Place};

use super::Map;

/// The first thing in `map` that says nothing, or says two things.
///
/// Errors: `bad-map`, at its line.
pub fn expect_sound(map: &Map) -> Result<(), Diagnostic> {
    let faults = [
        header_rows(map),
        empty_list(map),
        two_sources(map),
        unknown_order(map),
        skip_of_nothing(map),
    ];
    faults.into_iter().flatten().next().map_or(Ok(()), Err)
}

fn header_rows(map: &Map) -> Option<Diagnostic> {
    let rows = map.header_rows.filter(|rows| !(1..=2).contains(rows))?;
    let message = format!("header_rows is {rows}, and a header has one row or two");
    let place = map.lines.place_of("header_rows");
    Some(fault(
        place,
        message,
        "leave header_rows out: a workbook's merged cells tell",
    ))
}

/// A column of ours that is to come from none of theirs.
fn empty_list(map: &Map) -> Option<Diagnostic> {
    let first_of = map.first_of.iter().filter(|(_, theirs)| theirs.is_empty());
    let first_of = first_of.map(|(ours, _)| ("first_of", ours));
    let concat = map
        .concat
        .iter()
        .filter(|(_, concat)| concat.columns.is_empty());
    let mut empty = first_of.chain(concat.map(|(ours, _)| ("concat", ours)));
    let (key, ours) = empty.next()?;
    let message = format!("{key} names no column for {ours}, which would be empty in every row");
    let hint = "name the columns of theirs that it is read from, or leave it out";
    Some(fault(map.lines.place(&[key], ours), message, hint))
}

/// A column of ours that comes from two places.
fn two_sources(map: &Map) -> Option<Diagnostic> {
    let sources = [
        ("column", map.column.keys().collect::<Vec<_>>()),
        ("constant", map.constant.keys().collect()),
        ("first_of", map.first_of.keys().collect()),
        ("concat", map.concat.keys().collect()),
    ];
    let mut all = sources
        .iter()
        .enumerate()
        .flat_map(|(at, (key, columns))| columns.iter().map(move |ours| (at, *key, *ours)));
    all.find_map(|(at, key, ours)| {
        let mut before = sources[..at].iter();
        let (other, _) = before.find(|(_, columns)| columns.contains(&ours))?;
        let message =
            format!("{ours} stands under {other} and under {key}, and comes from one of them");
        let hint = "leave it under one; a constant stands for what the sheet does not say";
        Some(fault(map.lines.place(&[key], ours), message, hint))
    })
}

/// An order of days that is none.
fn unknown_order(map: &Map) -> Option<Diagnostic> {
    let is_unknown =
        |order: &str| StrftimeItems::new(order).any(|item| matches!(item, Item::Error));
    let order = map.date_format.values().find(|order| is_unknown(order))?;
    let message = format!("\"{order}\" is no order of days");
    let hint = "%Y is the year, %m the month, %d the day: date = \"%d/%m/%Y\"";
    Some(fault(
        map.lines.place(&["date_format"], order),
        message,
        hint,
    ))
}

/// A skip that says of no line that it is to be left out.
fn skip_of_nothing(map: &Map) -> Option<Diagnostic> {
    let skip = map
        .skip
        .iter()
        .find(|skip| skip.starts_with.is_none() && skip.is.is_none())?;
    let message = format!(
        "skip says of no cell of {} that its line is left out",
        skip.column
    );
    let hint = "add starts_with or is, with what the cell begins with or is";
    Some(fault(
        map.lines.place(&["skip"], &skip.column),
        message,
        hint,
    ))
}

fn fault(place: Place, message: String, hint: &str) -> Diagnostic {
    Diagnostic::error(Code::BadMap, message)
        .at(place)
        .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_that_says_nothing_or_two_things_is_refused_at_its_line() {
        for (text, line, said) in [
            (
                "[first_of]\nqty = []\n",
                2,
                "first_of names no column for qty",
            ),
            (
                "[concat.lot]\ncolumns = []\n",
                1,
                "concat names no column for lot",
            ),
            ("\nheader_rows = 3\n", 2, "header_rows is 3"),
            ("header_rows = 0\n", 1, "header_rows is 0"),
            (
                "[date_format]\ndate = '%Q'\n",
                2,
                "\"%Q\" is no order of days",
            ),
            ("[[skip]]\ncolumn = 'x'\n", 2, "skip says of no cell of x"),
            (
                "[column]\nqty = 'x'\n[constant]\nqty = '5'\n",
                4,
                "qty stands under column and under constant",
            ),
        ] {
            let refused = Map::parse(text, "m.toml").expect_err(text);
            assert!(refused.message.starts_with(said), "{}", refused.message);
            assert_eq!(refused.place.map(|place| place.line), Some(line), "{text}");
        }
        assert!(Map::parse("[date_format]\ndate = '%d/%m/%y'\n", "m.toml").is_ok());
    }
}
