//! Which rows of cover say something new, and in what order they are read.

use crate::ledger::tables::Cover;
use crate::ledger::word::Verdict;
use crate::report::page::{Line, Shown, Tone};

use super::super::view::View;
use super::Pair;

/// Whether a row of cover says something new: it came or went, its verdict is another, or it lost more days than
/// passed. That a day passes and takes a day of cover with it is no news.
pub fn is_news(pair: &Pair<Cover>, passed: i64) -> bool {
    let (Some(before), Some(after)) = (&pair.before, &pair.after) else {
        // One that states neither days nor a verdict has nothing to show on either day.
        let mut rows = pair.before.iter().chain(&pair.after);
        return rows.any(|row| row.cover_days.is_some() || row.verdict.is_some());
    };
    let fell_fast = match (before.cover_days, after.cover_days) {
        (Some(before), Some(after)) => before - after > passed,
        (before, after) => before != after,
    };
    before.verdict != after.verdict || fell_fast
}

/// What became short first, then what is new or gone, then the largest loss of days.
pub fn urgency(pair: &Pair<Cover>) -> (u8, i64) {
    let verdict = |row: &Option<Cover>| row.as_ref().and_then(|row| row.verdict);
    let days = |row: &Option<Cover>| row.as_ref().and_then(|row| row.cover_days);
    let (before, after) = (verdict(&pair.before), verdict(&pair.after));
    let group = match (
        before == Some(Verdict::Short),
        after == Some(Verdict::Short),
    ) {
        (false, true) => 0,
        (true, false) => 1,
        _ => 2,
    };
    let change = days(&pair.after)
        .zip(days(&pair.before))
        .map_or(0, |(after, before)| after - before);
    (group, change)
}

/// Both days of a row side by side.
pub fn line(view: &View, pair: &Pair<Cover>) -> Line {
    let empty = || Shown::from(String::new());
    let days = |row: &Option<Cover>| {
        let days = row.as_ref().and_then(|row| row.cover_days);
        days.map_or(empty(), |days| Shown::from(days.to_string()))
    };
    let verdict =
        |row: &Option<Cover>| view.names.word_if(row.as_ref().and_then(|row| row.verdict));
    let row = pair.after.as_ref().or(pair.before.as_ref());
    let [site, item, form, standard] = row.map_or([empty(), empty(), empty(), empty()], |row| {
        [
            view.names.site_shown(&row.site),
            view.names.item_shown(&row.item),
            view.names.word_if(row.form),
            Shown::from(row.standard.clone()),
        ]
    });
    let tone = match urgency(pair).0 {
        0 => Tone::Bad,
        1 => Tone::Good,
        _ => Tone::Plain,
    };
    Line {
        tone,
        cells: vec![
            site,
            item,
            form,
            standard,
            days(&pair.before),
            days(&pair.after),
            verdict(&pair.before),
            verdict(&pair.after),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::ledger::{Column, Record as _, Row, Table};
    use crate::quantity::Quantity;

    #[test]
    fn what_became_short_comes_first() {
        let cover = |verdict, days| Cover {
            verdict: Some(verdict),
            cover_days: Some(days),
            ..Cover::from_row(&blank())
        };
        let pair = |before, after| Pair {
            subject: String::new(),
            before: Some(before),
            after: Some(after),
        };
        let fell = pair(cover(Verdict::Within, 31), cover(Verdict::Short, 29));
        let rose = pair(cover(Verdict::Short, 29), cover(Verdict::Within, 31));
        let same = pair(cover(Verdict::Short, 29), cover(Verdict::Short, 20));
        assert_eq!(urgency(&fell), (0, -2));
        assert_eq!(urgency(&rose), (1, 2));
        assert_eq!(urgency(&same), (2, -9));
    }

    fn blank() -> Row {
        let day = Day::parse("2022-03-15").expect("a date of the test");
        let value = |field: &crate::ledger::table::Field| match field.column {
            Column::AsOf => day.into(),
            Column::OnHand | Column::Usable => Quantity::ZERO.into(),
            _ => crate::ledger::cell::Cell::Empty,
        };
        Row {
            table: Table::Cover,
            cells: Table::Cover.fields().iter().map(value).collect(),
            place: None,
        }
    }
}
