//! Which table are these headers of? The one that understands most of them.

use super::super::column::Column;
use super::super::table::Table;
use super::held::{is_asked, is_held, is_receiver, stated_on};
use super::sides::{sides, told_by_sides};
use super::{Word, columns, missing};

/// The table whose columns these headers are; `None` where no table has all it needs.
///
/// Of several, the one with the most headers understood, and then the fewest columns left out.
pub fn recognise(headers: &[String]) -> Option<Table> {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let scored = Table::all().filter_map(|table| {
        let columns = columns(table, &words);
        let amount = columns.iter().position(|found| *found == Some(Column::Qty));
        let tells_stock = amount.is_some_and(|at| is_held(&words[at].plain));
        let is_dated = is_dated_by_line(&columns, &words);
        let mut found: Vec<Column> = columns.into_iter().flatten().collect();
        if table == Table::Onhand && is_dated && !(tells_stock && is_list(headers, &words)) {
            found.retain(|column| *column != Column::AsOf);
        }
        if table == Table::Movement {
            told_by_sides(headers, &mut found);
        }
        let complete = missing(table, &found)
            .iter()
            .all(|field| is_told_elsewhere(table, field.column, &found, &words, tells_stock));
        let complete = complete && !(table == Table::Demand && may_be_asked_for(&words));
        let left_out = table.fields().len() - found.len();
        complete.then_some((
            found.len(),
            std::cmp::Reverse(left_out),
            std::cmp::Reverse(table),
        ))
    });
    scored.max().map(|(_, _, std::cmp::Reverse(table))| table)
}

/// The table that most of `headers` are columns of, and what it lacks; `None` where it lacks as many as it has.
pub fn nearly(headers: &[String]) -> Option<(Table, Vec<Column>)> {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let near = Table::all().filter_map(|table| {
        let found: Vec<Column> = columns(table, &words).into_iter().flatten().collect();
        let lacks: Vec<Column> = missing(table, &found)
            .iter()
            .map(|field| field.column)
            .collect();
        (lacks.len() < found.len()).then_some((found.len(), lacks, table))
    });
    let nearest = near.max_by_key(|(found, lacks, table)| {
        (
            *found,
            std::cmp::Reverse(lacks.len()),
            std::cmp::Reverse(*table),
        )
    });
    nearest.map(|(_, lacks, table)| (table, lacks))
}

/// Whether a header that is not over the day of a whole list states the day of each line.
fn is_dated_by_line(columns: &[Option<Column>], words: &[Word]) -> bool {
    let mut days = columns.iter().zip(words);
    days.any(|(column, word)| *column == Some(Column::AsOf) && stated_on(&word.plain).is_some())
}

/// Whether dated lines can be a list of what is there: none tells what came or went, was used or is asked for.
fn is_list(headers: &[String], words: &[Word]) -> bool {
    let of_others = [Column::Kind, Column::Used];
    let tells = |word: &Word| {
        let is_of_another = of_others.iter().any(|told| word.meant.contains(told));
        is_of_another || is_receiver(&word.plain) || is_asked(&word.plain)
    };
    sides(headers).is_none() && !words.iter().any(tells)
}

/// Whether a list of what is in store, by its lots or its amounts, lacks its day, which a command can name.
fn is_told_elsewhere(
    table: Table,
    column: Column,
    found: &[Column],
    words: &[Word],
    tells_stock: bool,
) -> bool {
    let of_lots = [Column::Lot, Column::Expiry, Column::MfgDate];
    let of_movements = [Column::Date, Column::Kind];
    let tells = |word: &Word| {
        let is_moved = of_movements.iter().any(|told| word.meant.contains(told));
        is_moved || is_receiver(&word.plain) || is_asked(&word.plain)
    };
    (table, column) == (Table::Onhand, Column::AsOf)
        && (tells_stock || of_lots.iter().any(|column| found.contains(column)))
        && !words.iter().any(tells)
}

/// Whether a list of what is to be there may be one of what is asked for: both know 需求数量, and requests are more.
fn may_be_asked_for(words: &[Word]) -> bool {
    let both = [Column::Demand, Column::Qty];
    let is_both = |word: &Word| both.iter().all(|column| word.meant.contains(column));
    words.iter().any(is_both)
}
