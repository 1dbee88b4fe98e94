//! What the headers of a file mean: each header's column, and the table they make together.
//!
//! `recognise` finds the table; `asked`, `held`, `dated` and `sides` tell requests, balances and books apart, `prices`
//! lists of them. `unit` reads what amounts are counted in, `meanings` what a word over a table may mean.

use super::column::Column;
use super::table::{Field, Table};
use super::text::plain;

mod asked;
mod dated;
mod held;
mod meanings;
mod prices;
mod recognise;
mod sides;
mod unit;

pub use asked::{is_given, says_asked, says_otherwise};
use dated::date_balances;
pub use dated::{assumed_day, is_day_of_line, is_span, may_be_last_day, tells_movements};
use held::{is_held, is_of_another};
use meanings::meanings;
pub use prices::price_kinds;
pub use recognise::{nearly, nearly_states_amounts, recognise};
pub use sides::{Says, Side, Sides, others_of, side, sides};
pub use unit::Stated;

/// The word for an organisation and for a unit of measure.
const DOUBLE: &str = "单位";
/// The same said at length, which is the organisation where both stand.
const DOUBLE_AT_LENGTH: &str = "单位名称";

/// The word for whoever takes goods from a store; in a list of requests it is the place.
const TAKER: &str = "领取单位";

/// One header as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The header as it stands in the file.
    pub text: String,
    /// Its column in the table; `None` where the table has none for it.
    pub column: Option<Column>,
    /// What its brackets say of the unit: `批发价格(元/千克)`.
    pub stated: Stated,
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
            stated: word.stated,
        })
        .collect()
}

/// A header in its plainest form, what its brackets say, and every column that any table may mean by it.
struct Word {
    plain: String,
    stated: Stated,
    meant: &'static [Column],
}

impl Word {
    fn of(header: &str) -> Word {
        let (plain, stated) = split_unit(header);
        let meant = meanings(&plain);
        Word {
            meant,
            plain,
            stated,
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
    part_double_word(table, words, &mut columns);
    name_counted_goods(table, words, &mut columns);
    part_takers(table, words, &mut columns);
    number_requests(table, words, &mut columns);
    date_balances(table, words, &mut columns);
    columns
}

/// Gives 单位 and 单位名称, which are an organisation and a unit of measure, to the unit where another header names the
/// place.
fn part_double_word(table: Table, words: &[Word], columns: &mut [Option<Column>]) {
    let position = |column| columns.iter().position(|found| *found == Some(column));
    if table.position(Column::Unit).is_none() || position(Column::Unit).is_some() {
        return;
    }
    let is_double = |at: &usize| is_double_word(&words[*at].plain);
    let free: Vec<usize> = (0..words.len())
        .filter(|at| columns[*at].is_none())
        .collect();
    let Some(double) = position(Column::Site).filter(is_double) else {
        if let Some(double) = free.into_iter().find(is_double) {
            columns[double] = Some(Column::Unit);
        }
        return;
    };
    // A second 单位 names the place only where no other word does.
    let rank = |at: usize| {
        let rank = rank(table, Column::Site, &words[at].plain)?;
        Some((words[at].plain == words[double].plain, rank, at))
    };
    if let Some((_, _, place)) = free.iter().filter_map(|at| rank(*at)).min() {
        columns[place] = Some(Column::Site);
        columns[double] = Some(Column::Unit);
    }
}

/// Gives 物资名称 to the goods of a count sheet that has no code of theirs: a catalogue knows them by name.
fn name_counted_goods(table: Table, words: &[Word], columns: &mut [Option<Column>]) {
    let position = |column| columns.iter().position(|found| *found == Some(column));
    if table != Table::Count || position(Column::Item).is_some() {
        return;
    }
    let named = position(Column::Name);
    if let Some(at) = named.filter(|at| words[*at].meant.contains(&Column::Item)) {
        columns[at] = Some(Column::Item);
    }
}

/// Gives 领取单位, which is the place where no other header is, to whoever took the goods out of a store.
fn part_takers(table: Table, words: &[Word], columns: &mut [Option<Column>]) {
    let has = |column| columns.contains(&Some(column));
    if table != Table::Movement || !has(Column::Site) || has(Column::Counterparty) {
        return;
    }
    let mut free = (0..words.len()).filter(|at| columns[*at].is_none());
    if let Some(at) = free.find(|at| words[*at].plain == TAKER) {
        columns[at] = Some(Column::Counterparty);
    }
}

/// Gives 单号, which numbers a document, to a request that no other header numbers.
fn number_requests(table: Table, words: &[Word], columns: &mut [Option<Column>]) {
    if table != Table::Request || columns.contains(&Some(Column::Request)) {
        return;
    }
    let mut free = (0..words.len()).filter(|at| columns[*at].is_none());
    if let Some(at) = free.find(|at| words[*at].meant.contains(&Column::Doc)) {
        columns[at] = Some(Column::Request);
    }
}

fn is_double_word(plain: &str) -> bool {
    [DOUBLE, DOUBLE_AT_LENGTH].contains(&plain)
}

/// Whether a header is the word for an organisation and for a unit of measure, which only other headers or the cells
/// under it tell apart.
pub fn is_double(header: &str) -> bool {
    is_double_word(&split_unit(header).0)
}

/// Whether `headers` leave open whether 单位 is the place or the unit.
pub fn leaves_unit_open(headers: &[String]) -> bool {
    let means_unit = |header: &String| Word::of(header).meant.contains(&Column::Unit);
    headers.iter().any(|header| is_double(header)) && !headers.iter().any(means_unit)
}

/// The position of the header over sizes, which may say how much is in a pack: `200个/箱`.
pub fn spec_position(headers: &[String]) -> Option<usize> {
    let means_spec = |header: &String| Word::of(header).meant.contains(&Column::Spec);
    headers.iter().position(means_spec)
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

/// Whether a word over a column of `table` can mean `column` there, and is not taken by another one.
pub fn may_mean(table: Table, column: Column, word: &str) -> bool {
    rank(table, column, word).is_some()
}

/// Whether a header of `table` is over quantities as well; in a book of movements what is left is no such one.
pub fn also_amounts(table: Table, header: &str) -> bool {
    let word = Word::of(header).plain;
    let is_balance = table == Table::Movement && is_held(&word);
    may_mean(table, Column::Qty, &word) && !is_balance
}

/// How closely `word` means `column`: 0 its id, 1 its Chinese name, then its aliases; `None` where it does not.
///
/// A word that is another column's own id or name in the same table never means this one.
fn rank(table: Table, column: Column, word: &str) -> Option<usize> {
    let entry = column.entry();
    if column == Column::Qty && is_of_another(table, word) {
        return None;
    }
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

/// A header in its plainest form, and what its brackets say of the unit.
fn split_unit(header: &str) -> (String, Stated) {
    let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if header.bytes().all(is_id) {
        return (header.to_owned(), Stated::default());
    }
    let word = plain(header).to_lowercase();
    let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    match word.split_once('(') {
        Some((name, bracket)) if !name.is_empty() => {
            let stated = Stated::read(bracket.trim_end_matches(')'));
            (name.to_owned(), stated)
        }
        _ => match word.strip_suffix(unit::PERCENT) {
            Some(name) if !name.is_empty() => (name.to_owned(), Stated::read(unit::PERCENT)),
            _ => (word, Stated::default()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Unit;

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

    fn understood_as(table: Table, line: &str) -> Vec<Option<Column>> {
        let found = headings(table, &headers(line));
        found.iter().map(|heading| heading.column).collect()
    }

    #[test]
    fn the_double_word_is_the_unit_beside_a_place_and_else_the_place() {
        use Column::{Item, Qty, Site, Unit};
        for (line, expected) in [
            ("仓库,物资名称,单位,数量", [Site, Item, Unit, Qty]),
            ("单位,物资名称,计量单位,数量", [Site, Item, Unit, Qty]),
            ("需求单位,物资名称,数量,单位", [Site, Item, Qty, Unit]),
            ("单位名称,物资名称,数量,单位", [Site, Item, Qty, Unit]),
            ("单位,物资名称,数量,单位名称", [Unit, Item, Qty, Site]),
            ("单位名称,物资名称,数量,计量单位", [Site, Item, Qty, Unit]),
            ("仓库,物资名称,数量,单位名称", [Site, Item, Qty, Unit]),
            ("单位,物资名称,数量,单位", [Unit, Item, Qty, Site]),
        ] {
            let expected = expected.map(Some);
            assert_eq!(understood_as(Table::Request, line), expected, "{line}");
        }
        let twice = understood_as(Table::Movement, "仓库,物资名称,单位,数量,单位");
        let parted = [Site, Item, Unit, Qty].map(Some);
        assert_eq!(twice, [&parted[..], &[None]].concat());
        for alone in ["单位,物资名称,数量", "单位名称,物资名称,数量"] {
            let understood = understood_as(Table::Request, alone);
            assert_eq!(understood, [Some(Site), Some(Item), Some(Qty)], "{alone}");
        }
        let found = understood_as(Table::Site, "单位编码,单位名称");
        assert_eq!(found[1], Some(Column::Name));
        assert!(leaves_unit_open(&headers("单位,物资名称,数量")));
        assert!(!leaves_unit_open(&headers("单位,物资名称,计量单位")));
    }

    #[test]
    fn whoever_took_goods_from_a_store_is_told_and_counted_goods_go_by_their_name() {
        use Column::{Counted, Counterparty, Item, Kind, Qty, Site};
        let took = understood_as(Table::Movement, "仓库,类型,领取单位,物资名称,数量");
        assert_eq!(took, [Site, Kind, Counterparty, Item, Qty].map(Some));
        let alone = understood_as(Table::Movement, "类型,领取单位,物资名称,数量");
        assert_eq!(alone[1], Some(Site));
        let counted = understood_as(Table::Count, "仓库,物资名称,counted");
        assert_eq!(counted, [Site, Item, Counted].map(Some));
    }

    #[test]
    fn a_list_of_lots_without_its_day_is_a_list_of_balances() {
        let list = "仓库,物资名称,单位,库存数量,批号,有效期至";
        assert_eq!(recognise(&headers(list)), Some(Table::Onhand));
        for asked in ["单位名称,物资名称,需求数量,单位", "医院名称,物资,需求数量"]
        {
            assert_eq!(recognise(&headers(asked)), Some(Table::Request), "{asked}");
        }
        assert_eq!(recognise(&headers("单位,物资,需求量")), Some(Table::Demand));
        let asked = "单位,物资名称,计量单位,数量";
        assert_eq!(recognise(&headers(asked)), Some(Table::Request));
        for held in [
            "仓库,物资名称,单位,账面库存",
            "单位名称,品名,库存数量",
            "库房,物资,结存数量",
        ] {
            assert_eq!(recognise(&headers(held)), Some(Table::Onhand), "{held}");
        }
        let both = "单位,物资,需求数量,库存数量";
        assert_eq!(recognise(&headers(both)), Some(Table::Request));
        for of_movements in ["类型", "接收单位", "日期,类型", "日期,领用单位"] {
            let line = format!("{of_movements},{list}");
            assert_ne!(recognise(&headers(&line)), Some(Table::Onhand), "{line}");
        }
    }

    #[test]
    fn the_unit_in_brackets_belongs_to_the_column() {
        let found = headings(Table::Quote, &headers("日期,市场,单品编码,批发价格(元/斤)"));
        assert_eq!(found[3].column, Some(Column::Price));
        assert_eq!(found[3].stated.unit(), Some(&Unit::new("斤")));
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
