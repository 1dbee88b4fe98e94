//! `granary query`: the tables at hand, asked in SQL.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::{Desk, opening};
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::open::{Opening, open};
use crate::io::view::{Headers, View};
use crate::io::{frame, message, untyped, write};
use crate::ledger::cell::Cell;
use crate::ledger::table::Kind;
use crate::ledger::{Column, Record, Row, Table};

/// The words of SQL behind which no more tables are listed.
const ENDS_OF_LIST: [&str; 9] = [
    "select", "where", "group", "order", "having", "limit", "on", "union", "using",
];

/// Ask the tables in SQL
///
/// Every table of --in, standard input or the ledger is known by its name,
/// and the catalogue that comes with granary as item. Quantities, money and
/// prices are exact decimals, days are dates, what is missing is NULL. Sums and
/// differences are exact; what two of them come to multiplied or divided has the
/// decimals of the longer: cast one as double, or as decimal(38, 8), for more. Any
/// other name given with --in is a table of its own: a column of it is of
/// numbers or days where every cell is one, else of text; `show tables` names all.
/// Sums and counts are named with as before they are sorted by or compared.
/// There is no exists, and no query in brackets is compared with: join it.
///
///   by month: select strftime(date, '%Y-%m') as month, sum(qty) as total
///             from movement group by month order by month
///   top n:    select item, sum(qty) as total from movement group by item
///             order by total desc limit 10
///   a join:   select o.site, i.name, o.qty from onhand o
///             join item i on o.item = i.item
///
///   $ granary query "select kind, count(*) as n from movement group by kind order by n desc, kind limit 3" --ledger granary-demo
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Query {
    /// The query, in SQL
    sql: String,
}

/// Runs `query`.
pub fn run(query: &Query, global: &Global) -> Result<u8> {
    if global.filter.is_some() || !global.by.is_empty() {
        let message = "--where and --by cut down a table, and the answer of a query is none";
        let hint = "write where and group by into the query";
        let error = Diagnostic::error(Code::BadFlag, message).hint(hint);
        return Err(Refused::from(error).into());
    }
    let (inputs, foreign): (Vec<String>, Vec<String>) = global
        .inputs
        .iter()
        .cloned()
        .partition(|input| !is_foreign(input));
    let mut desk = Desk::open(&Global {
        inputs,
        ..global.clone()
    })?;
    let (mut views, told) = foreign_views(&foreign, &opening(global)?)?;
    desk.note(&told);
    if is_show_tables(&query.sql) {
        let names = views.iter().map(|view| view.name.clone()).collect();
        let answer = tables_there(&mut desk, names)?;
        write::to(global.output.as_deref(), &[answer], desk.format(false))?;
        return Ok(0);
    }
    for table in tables_in(&query.sql) {
        let catalogue: Vec<Row>;
        let rows = match (table, desk.supplies(table)?) {
            (_, true) => desk.rows(table)?,
            (Table::Item, false) => {
                let items = desk.catalogue()?;
                catalogue = items.items().cloned().map(Record::into_row).collect();
                &catalogue
            }
            (_, false) => return Err(desk.missing(table).into()),
        };
        let rows = rows.iter().map(|row| row.cells.as_slice());
        let fields = table.fields();
        views.push(View::of_cells(table, fields, rows, Headers::En, None));
    }
    desk.say_left_over();
    let answer = frame::query(&views, &query.sql).map_err(Refused::from)?;
    if global.verbose {
        message::say(&counted(answer.rows.len(), "row"));
    }
    write::to(global.output.as_deref(), &[answer], desk.format(false))?;
    Ok(0)
}

/// Whether a query asks for the names of the tables.
fn is_show_tables(sql: &str) -> bool {
    let words = sql.trim_end().trim_end_matches(';').split_whitespace();
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words == ["show", "tables"]
}

/// The names of the tables that a query can read: `foreign`, and ours that are at hand.
fn tables_there(desk: &mut Desk, foreign: Vec<String>) -> Result<View<'static>> {
    let mut names = foreign;
    for table in Table::all() {
        if table == Table::Item || desk.supplies(table)? {
            names.push(table.id().to_owned());
        }
    }
    let heading = Column::Name;
    Ok(View {
        name: String::new(),
        headings: vec![heading.id().to_owned()],
        kinds: vec![Kind::Text],
        rows: names
            .into_iter()
            .map(|name| vec![Cell::from(name)])
            .collect(),
    })
}

/// Whether an input is named as no table of ours.
fn is_foreign(input: &str) -> bool {
    let name = input.split_once('=').map(|(name, _)| name);
    name.is_some_and(|name| Table::from_id(name).is_none())
}

/// Tables that granary does not know, by the names they were given, and what is told of their columns.
fn foreign_views(
    inputs: &[String],
    opening: &Opening,
) -> Result<(Vec<View<'static>>, Vec<Diagnostic>)> {
    let (mut views, mut told) = (Vec::new(), Vec::new());
    for (name, file) in inputs.iter().filter_map(|input| input.split_once('=')) {
        let sheets = open(file, opening)?;
        told.extend(sheets.iter().flat_map(untyped::nearly_typed));
        views.extend(sheets.iter().map(|sheet| untyped::view(name, sheet)));
    }
    Ok((views, told))
}

/// The tables that a query reads from: our names behind FROM and JOIN, and those that follow them in a list, each
/// bracket by itself.
fn tables_in(sql: &str) -> BTreeSet<Table> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let marks = sql
        .replace(',', " , ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words = marks.split(|c: char| !is_part(c) && !",()".contains(c));
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    // `with NAME as (…)`: a table of the query's own.
    let is_own = |name: &String| {
        words
            .windows(3)
            .any(|three| three[0] == *name && three[1] == "as" && three[2] == "(")
    };
    let (mut tables, mut is_due, mut is_list) = (BTreeSet::new(), false, false);
    let mut outside = Vec::new();
    for word in &words {
        match word.as_str() {
            "from" | "join" => (is_due, is_list) = (true, true),
            "," => is_due = is_list,
            "(" => outside.push(std::mem::take(&mut is_list)),
            ")" => (is_due, is_list) = (false, outside.pop().unwrap_or(false)),
            word if ENDS_OF_LIST.contains(&word) => (is_due, is_list) = (false, false),
            _ if is_due => {
                tables.extend(Table::from_id(word).filter(|_| !is_own(word)));
                is_due = false;
            }
            _ => {}
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_reads_the_tables_it_lists_and_no_column_of_their_name() {
        let tables = |sql| tables_in(sql).into_iter().collect::<Vec<_>>();
        assert_eq!(
            tables("select site, item from movement where kind = 'item'"),
            [Table::Movement]
        );
        assert_eq!(
            tables("SELECT * FROM onhand o, item i JOIN \"site\" s ON s.site = o.site, burn"),
            [Table::Item, Table::Site, Table::Onhand]
        );
        assert_eq!(
            tables("select (select max(qty) from onhand), item from (select item from usage)"),
            [Table::Usage, Table::Onhand]
        );
        assert_eq!(
            tables("with burn as (select site from usage) select * from burn"),
            [Table::Usage]
        );
        assert_eq!(tables("select 1"), []);
    }
}
