//! Which table are these headers of? The one that understands most of them.

use super::super::column::Column;
use super::super::table::Table;
use super::held::{is_asked, is_held, is_receiver, stated_on};
use super::prices::{is_seen_price, price_kinds};
use super::sides::{sides, told_by_sides};
use super::{Word, columns, missing};

/// The table whose columns these headers are; `None` where no table has all it needs, or the one that has would leave out
/// amounts or lots.
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
        if table == Table::Quote
            && price_kinds(headers).is_some()
            && !found.contains(&Column::Price)
        {
            found.push(Column::Price);
        }
        let has_seen_prices = words.iter().any(|word| is_seen_price(&word.plain));
        let complete = missing(table, &found)
            .iter()
            .all(|field| is_told_elsewhere(table, field.column, &found, &words, tells_stock));
        let complete = complete && !(table == Table::Demand && may_be_asked_for(&words));
        // A catalogue would leave the prices out.
        let complete = complete && !(table == Table::Item && has_seen_prices);
        let left_out = table.fields().len() - found.len();
        complete.then_some((
            found.len(),
            std::cmp::Reverse(left_out),
            std::cmp::Reverse(table),
        ))
    });
    let (understood, _, std::cmp::Reverse(table)) = scored.max()?;
    (!loses_amounts(table, understood, &words)).then_some(table)
}

/// Columns that nobody writes for a table which has no room for them: amounts, and what tells one lot from another.
const AMOUNTS_AND_LOTS: [Column; 4] = [Column::Qty, Column::Price, Column::Lot, Column::Expiry];

/// Whether reading words as `table`, which understands so many of them, leaves out amounts or lots that another table
/// reads while it understands more: the list is one of that table, and lacks a column of it.
///
/// A list that says that its amounts are asked for is one of requests, whatever stands beside them.
fn loses_amounts(table: Table, understood: usize, words: &[Word]) -> bool {
    if table == Table::Request && words.iter().any(|word| is_asked(&word.plain)) {
        return false;
    }
    let read = columns(table, words);
    let lost = |at: usize| read[at].is_none();
    Table::all().any(|other| {
        let columns = columns(other, words);
        let found = columns.iter().flatten().count();
        let mut kept = columns.iter().enumerate();
        found > understood
            && kept.any(|(at, column)| {
                lost(at) && column.is_some_and(|c| AMOUNTS_AND_LOTS.contains(&c))
            })
    })
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

/// Whether headers that make no table are those of one that states amounts, nearly: rows under them are no notes.
pub fn nearly_states_amounts(headers: &[String]) -> bool {
    let means_amount = |header: &String| Word::of(header).meant.contains(&Column::Qty);
    let states = sides(headers).is_some() || headers.iter().any(means_amount);
    states && nearly(headers).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_list_whose_amounts_or_lots_a_table_leaves_out_is_not_of_that_table() {
        for list in [
            "日期,仓库,物资编码,批号,数量,有效期至",
            "品名,最低价,平均价,最高价,规格,单位,发布日期",
            "batch_list,id,category,item,qty,unit,mfg_date,exp_date",
            "kind,period,source_file,counterparty,item,spec,uom,qty",
        ] {
            assert_eq!(recognise(&headers(list)), None, "{list}");
        }
        for (list, table) in [
            ("物资编码,物资名称,计量单位,参考单价", Table::Item),
            ("日期,申领单位,物资编码,数量", Table::Request),
            ("日期,申领单位,物资名称,规格,批号,申领数量", Table::Request),
            ("单位,物资,需求数量,库存数量,批号", Table::Request),
        ] {
            assert_eq!(recognise(&headers(list)), Some(table), "{list}");
        }
    }
}
