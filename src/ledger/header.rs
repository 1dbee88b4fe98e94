//! What the headers of a file mean: each header's column, and the table they make together.

use crate::quantity::Unit;

use super::column::{Column, DICTIONARY, Entry};
use super::table::{Field, Table};
use super::text::plain;

/// One header as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The header as it stands in the file.
    pub text: String,
    /// Its column in the table; `None` where the table has none for it.
    pub column: Option<Column>,
    /// The unit in its brackets: `批发价格(元/千克)`.
    pub unit: Option<Unit>,
}

/// The headers of a file as columns of `table`; where two mean one column, the closer word gets it.
pub fn headings(table: Table, headers: &[String]) -> Vec<Heading> {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let columns = columns(table, &words);
    let parts = headers.iter().zip(words).zip(columns);
    parts
        .map(|((text, word), column)| Heading {
            text: text.clone(),
            column,
            unit: word.unit,
        })
        .collect()
}

/// A header in its plainest form, the unit in its brackets, and every column that any table may mean by it.
struct Word {
    plain: String,
    unit: Option<Unit>,
    meant: Vec<Column>,
}

impl Word {
    fn of(header: &str) -> Word {
        let (plain, unit) = split_unit(header);
        let means = |entry: &&Entry| {
            entry.id == plain || entry.zh == plain || entry.aliases.contains(&plain.as_str())
        };
        let meant = DICTIONARY.iter().filter(means).map(|entry| entry.column);
        Word {
            meant: meant.collect(),
            plain,
            unit,
        }
    }
}

/// The column of `table` that each word stands for.
fn columns(table: Table, words: &[Word]) -> Vec<Option<Column>> {
    let mut columns = vec![None; words.len()];
    for field in table.fields() {
        let meaning = words.iter().enumerate();
        let meaning = meaning.filter(|(_, word)| word.meant.contains(&field.column));
        let ranked =
            meaning.filter_map(|(at, word)| Some((rank(table, field.column, &word.plain)?, at)));
        if let Some((_, at)) = ranked.min() {
            columns[at] = Some(field.column);
        }
    }
    columns
}

/// The table whose columns these headers are; `None` where no table has all it needs.
///
/// Of several, the one with the most headers understood, and then the fewest columns left out.
pub fn recognise(headers: &[String]) -> Option<Table> {
    let words: Vec<Word> = headers.iter().map(|header| Word::of(header)).collect();
    let scored = Table::all().filter_map(|table| {
        let found: Vec<Column> = columns(table, &words).into_iter().flatten().collect();
        let complete = table
            .fields()
            .iter()
            .all(|field| !field.is_expected || found.contains(&field.column));
        let left_out = table.fields().len() - found.len();
        complete.then_some((
            found.len(),
            std::cmp::Reverse(left_out),
            std::cmp::Reverse(table),
        ))
    });
    scored.max().map(|(_, _, std::cmp::Reverse(table))| table)
}

/// How many of `headers` any table understands: the header row of a sheet is where this is largest.
pub fn understood(headers: &[String]) -> usize {
    let known = |header: &&String| !Word::of(header).meant.is_empty();
    headers.iter().filter(known).count()
}

/// The expected columns of `table` that no heading stands for.
pub fn missing(table: Table, found: &[Column]) -> Vec<&'static Field> {
    table
        .fields()
        .iter()
        .filter(|field| field.is_expected && !found.contains(&field.column))
        .collect()
}

/// How closely `word` means `column`: 0 its id, 1 its Chinese name, then its aliases; `None` where it does not.
///
/// A word that is another column's own id or name in the same table never means this one.
fn rank(table: Table, column: Column, word: &str) -> Option<usize> {
    let entry = column.entry();
    if entry.id == word {
        return Some(0);
    }
    if entry.zh == word {
        return Some(1);
    }
    let own_of_another = table
        .fields()
        .iter()
        .any(|f| f.column != column && (f.column.id() == word || f.column.zh() == word));
    if own_of_another {
        return None;
    }
    let alias = entry.aliases.iter().position(|alias| *alias == word)?;
    let closer = table.fields().iter().any(|f| {
        f.column != column
            && f.column
                .entry()
                .aliases
                .iter()
                .position(|alias| *alias == word)
                .is_some_and(|at| at < alias)
    });
    (!closer).then_some(alias + 2)
}

/// A header in its plainest form, and the unit in its brackets.
fn split_unit(header: &str) -> (String, Option<Unit>) {
    let word = plain(header).to_lowercase();
    let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    match word.split_once('(') {
        Some((name, bracket)) if !name.is_empty() => {
            let unit = bracket.trim_end_matches(')').trim_start_matches("元/");
            let unit = Unit::is_known(unit).then(|| Unit::new(unit));
            (name.to_owned(), unit)
        }
        _ => (word, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn chinese_and_english_headers_make_the_same_table() {
        for line in [
            "date,kind,site,item,lot,qty",
            "日期,类型,单位,物资编码,批号,数量",
            "业务日期,出入库类型,仓库,品名,批号,数量",
        ] {
            assert_eq!(recognise(&headers(line)), Some(Table::Movement), "{line}");
        }
        assert_eq!(recognise(&headers("colour,shape")), None);
    }

    #[test]
    fn a_name_column_does_not_take_the_place_of_the_code() {
        let found = headings(Table::Item, &headers("物资编码,物资名称,计量单位"));
        let columns: Vec<_> = found.iter().map(|heading| heading.column).collect();
        assert_eq!(
            columns,
            [Some(Column::Item), Some(Column::Name), Some(Column::Unit)]
        );
    }

    #[test]
    fn the_unit_in_brackets_belongs_to_the_column() {
        let found = headings(Table::Quote, &headers("日期,市场,单品编码,批发价格(元/斤)"));
        assert_eq!(found[3].column, Some(Column::Price));
        assert_eq!(found[3].unit, Some(Unit::new("斤")));
    }

    #[test]
    fn every_table_is_recognised_by_its_own_header() {
        for table in Table::all() {
            let own: Vec<String> = table
                .fields()
                .iter()
                .map(|field| field.column.id().to_owned())
                .collect();
            // What stays in store is read as the balances it is.
            let read = match table {
                Table::Remaining => Table::Onhand,
                own => own,
            };
            assert_eq!(recognise(&own), Some(read));
            let chinese: Vec<String> = table
                .fields()
                .iter()
                .map(|field| field.column.zh().to_owned())
                .collect();
            assert_eq!(recognise(&chinese), Some(read), "{}", table.id());
        }
    }
}
