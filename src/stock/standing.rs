//! A table that tells several days: which of its rows stand on the day asked for?
//!
//! Result: of each thing that rows are about, those of the last day up to that day. Rows of later days tell nothing of
//! it; only where all rows are later, those of the first day of each thing, for want of others.

use std::collections::HashMap;
use std::hash::Hash;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::LotKey;
use crate::ledger::tables::{Burn, Cover, OnHand};

/// The balances that stand on `as_of`; all lines of one lot and day are kept, as parts of one balance.
pub fn balances(rows: Vec<OnHand>, as_of: Day) -> Vec<OnHand> {
    standing(rows, as_of, |row| row.as_of, LotKey::of_balance)
}

/// How many of standing balances are of an older day than others of the same goods at the same site: lots that the newest
/// list leaves out. A list is not known to be whole, so that they stand.
pub fn left_out_since(standing: &[OnHand]) -> usize {
    let mut newest: HashMap<(&str, &str), Day> = HashMap::new();
    for row in standing {
        let day = newest.entry((&row.site, &row.item)).or_insert(row.as_of);
        *day = row.as_of.max(*day);
    }
    let is_older = |row: &&OnHand| newest.get(&(&*row.site, &*row.item)) > Some(&row.as_of);
    let older = standing.iter().filter(is_older);
    older.filter(|row| row.qty.is_positive()).count()
}

/// Takes no more for available than the balance less what is held and reserved. Result: a warning that names the first
/// balance that says more.
pub fn no_more_than_there_is(onhand: &mut [OnHand]) -> Option<Diagnostic> {
    let mut beyond: Vec<String> = Vec::new();
    for row in onhand {
        let set_aside = row.held.unwrap_or_default() + row.reserved.unwrap_or_default();
        let most = (row.qty - set_aside).or_zero();
        if let Some(said) = row.available.filter(|said| *said > most) {
            row.available = Some(most);
            let lot = format!("{}/{} {}", row.site, row.item, row.lot);
            beyond.push(format!("{}: {said} of {most}", lot.trim()));
        }
    }
    let more = match beyond.len() {
        0 => return None,
        1 => String::new(),
        all => format!(" and {} more", all - 1),
    };
    let message = format!(
        "more is said to be available than the balance less what is held and reserved: {}{more}",
        beyond[0]
    );
    let hint = "no more than that is taken; correct column available, held or reserved";
    Some(Diagnostic::warning(Code::Conflict, message).hint(hint))
}

/// The rates that stand on `as_of`, by site and item.
pub fn rates(rows: Vec<Burn>, as_of: Day) -> Vec<Burn> {
    let key = |row: &Burn| (row.site.clone(), row.item.clone());
    standing(rows, as_of, |row| row.as_of, key)
}

/// The rows of cover that stand on `as_of`, by site, item, form and standard.
pub fn cover(rows: Vec<Cover>, as_of: Day) -> Vec<Cover> {
    let key = |row: &Cover| {
        let [site, item, standard] = [&row.site, &row.item, &row.standard].map(Clone::clone);
        (site, item, row.form, standard)
    };
    standing(rows, as_of, |row| row.as_of, key)
}

/// The rows of each thing that are of its newest day up to `as_of`, in their order; a row without a day stands.
pub fn newest<'a, T, K: Hash + Eq>(
    rows: impl IntoIterator<Item = &'a T>,
    as_of: Day,
    day: impl Fn(&T) -> Option<Day>,
    about: impl Fn(&'a T) -> K,
) -> Vec<&'a T> {
    let rows = rows.into_iter();
    let mut rows: Vec<&T> = rows
        .filter(|row| day(row).is_none_or(|day| day <= as_of))
        .collect();
    let mut days: HashMap<K, Day> = HashMap::new();
    for row in &rows {
        if let Some(day) = day(row) {
            let stands = days.entry(about(row)).or_insert(day);
            *stands = day.max(*stands);
        }
    }
    rows.retain(|row| day(row).is_none_or(|day| days.get(&about(row)) == Some(&day)));
    rows
}

fn standing<T, K: Hash + Eq>(
    mut rows: Vec<T>,
    as_of: Day,
    day: impl Fn(&T) -> Day,
    key: impl Fn(&T) -> K,
) -> Vec<T> {
    let first = rows.first().map(&day);
    if rows.iter().all(|row| Some(day(row)) == first) {
        return rows;
    }
    let is_known = |row: &T| day(row) <= as_of;
    let are_known = rows.iter().any(is_known);
    if are_known {
        rows.retain(is_known);
    }
    let mut days: HashMap<K, Day> = HashMap::new();
    for row in &rows {
        let stands = days.entry(key(row)).or_insert(day(row));
        *stands = match are_known {
            true => day(row).max(*stands),
            false => day(row).min(*stands),
        };
    }
    rows.retain(|row| days.get(&key(row)) == Some(&day(row)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Quantity;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn pieces(number: i64) -> Quantity {
        Quantity::whole(number).expect("a small number")
    }

    #[test]
    fn a_lot_that_the_newest_list_of_its_goods_leaves_out_is_counted() {
        let lot = |as_of: &str, item, lot: &str, number| OnHand {
            lot: lot.to_owned(),
            qty: pieces(number),
            ..OnHand::new(day(as_of), "D1", item)
        };
        let rows = vec![
            lot("2022-03-14", "rice", "A", 100),
            lot("2022-03-14", "rice", "B", 200),
            lot("2022-03-14", "rice", "C", 0),
            lot("2022-03-15", "rice", "B", 150),
            lot("2022-03-14", "oil", "A", 7),
        ];
        let rows = balances(rows, day("2022-03-15"));
        assert_eq!((rows.len(), left_out_since(&rows)), (4, 1));
    }

    #[test]
    fn of_several_days_the_last_one_up_to_the_day_asked_for_stands() {
        let on = |as_of: &str, site, number| OnHand {
            qty: pieces(number),
            ..OnHand::new(day(as_of), site, "n95_respirator")
        };
        let rows = || {
            vec![
                on("2022-03-13", "D1", 10),
                on("2022-03-14", "D1", 9),
                on("2022-03-14", "D1", 1),
                on("2022-03-16", "D1", 7),
                on("2022-03-12", "D2", 4),
                on("2022-03-20", "D3", 6),
                on("2022-03-21", "D3", 5),
            ]
        };
        let stand = |as_of| {
            let rows = balances(rows(), day(as_of)).into_iter();
            let pieces = rows.map(|row| row.qty.whole_units_down());
            pieces.collect::<Vec<_>>()
        };
        assert_eq!(stand("2022-03-15"), [9, 1, 4]);
        assert_eq!(stand("2022-03-16"), [7, 4]);
        assert_eq!(stand("2022-03-20"), [7, 4, 6]);
        // Where nothing is known of the day, the first that is known stands.
        assert_eq!(stand("2022-03-11"), [10, 4, 6]);
        assert_eq!(balances(Vec::new(), day("2022-03-15")), []);
    }
}
