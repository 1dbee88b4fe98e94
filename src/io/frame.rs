//! Data frames: SQL over tables, and Parquet in and out. The only module that knows polars.
//!
//! Quantities, money and prices are exact decimals there, days are dates, what is missing is NULL; no data frame
//! leaves this module.
//!
//! `column` is cells to columns and back, `parquet` whole files, `rows` long ones a group at a time, `stored` their
//! cells as they lie; `guarded` keeps damage an error, `refused` says why a query was not answered.

use polars::prelude::{
    DataFrame, IdxCa, IntoColumn as _, IntoLazy as _, LazyFrame, NewChunkedArray as _, PolarsError,
    PolarsResult,
};
use polars::sql::SQLContext;

use crate::diagnostic::{Code, Diagnostic};

use super::view::View;

mod column;
mod guarded;
mod parquet;
mod refused;
pub mod rows;
pub mod stored;

#[cfg(test)]
pub use parquet::write_groups;
pub use parquet::{read_parquet, write_parquet};
use refused::bad_query;

/// The name a condition's table has; nobody needs to write it.
const ANSWER: &str = "answer";
/// What the engine calls an unnamed `count(*)`, and what it is called here.
const LEN: &str = "len";
const COUNT: &str = "count";
/// The column that numbers the rows while a condition is tried.
const ROW: &str = "row number";

/// How statements begin that would change a table.
const CHANGING: [&str; 7] = [
    "alter", "create", "delete", "drop", "insert", "truncate", "update",
];

/// Answers an SQL query over `views`, each known by its name.
///
/// Errors: `bad-query` with what the engine says of it.
pub fn query(views: &[View], sql: &str) -> Result<View<'static>, Diagnostic> {
    let bad = |error: PolarsError| {
        let names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
        let tables = match names.as_slice() {
            [] => {
                "the query names no table that was given; granary schema lists their names".into()
            }
            names => format!(
                "the tables are {}; granary schema TABLE lists the columns of one",
                names.join(", ")
            ),
        };
        bad_query(&error, views, &tables)
    };
    if let Some(word) = changes(sql) {
        let message = format!("a query asks and changes nothing: it does not begin with {word}");
        let hint = "begin it with select, with or show tables; a ledger takes lines by stock post";
        return Err(Diagnostic::error(Code::BadQuery, message).hint(hint));
    }
    let mut context = context();
    for view in views {
        context.register(&view.name, frame_of(view).map_err(bad)?.lazy());
    }
    let answer = context
        .execute(sql)
        .and_then(LazyFrame::collect)
        .map_err(bad)?;
    let mut answer = view_of(&answer);
    name_count(&mut answer.headings, sql);
    Ok(answer)
}

/// The first word of a statement that would change a table, as it is written.
fn changes(sql: &str) -> Option<&str> {
    let first = sql.split_whitespace().next()?;
    let mut words = CHANGING.iter();
    words
        .any(|word| first.eq_ignore_ascii_case(word))
        .then_some(first)
}

/// Calls an unnamed `count(*)` by what was asked for, and not as the engine does.
fn name_count(headings: &mut [String], sql: &str) {
    let sql = sql.to_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let is_asked = |name: &str| sql.split(|c| !is_part(c)).any(|word| word == name);
    if is_asked(LEN) || !is_asked(COUNT) || headings.iter().any(|heading| heading == COUNT) {
        return;
    }
    if let Some(heading) = headings.iter_mut().find(|heading| *heading == LEN) {
        COUNT.clone_into(heading);
    }
}

/// The positions of the rows of `view` for which the SQL expression `condition` holds.
///
/// Errors: `bad-query` with the columns there are.
pub fn rows_where(view: &View, condition: &str) -> Result<Vec<usize>, Diagnostic> {
    let columns = format!("the columns are {}", view.headings.join(", "));
    let bad = |error: PolarsError| bad_query(&error, std::slice::from_ref(view), &columns);
    let mut frame = frame_of(view).map_err(bad)?;
    let numbers = (0..).take(view.rows.len()).map(Some);
    let numbers = IdxCa::from_iter_options(ROW.into(), numbers).into_column();
    frame.with_column(numbers).map_err(bad)?;
    let mut context = context();
    context.register(ANSWER, frame.lazy());
    // The line end closes a comment in the condition, the brackets keep it one condition.
    let sql = format!("select \"{ROW}\" from {ANSWER} where ({condition}\n)");
    let kept = context
        .execute(&sql)
        .and_then(LazyFrame::collect)
        .map_err(bad)?;
    let numbers = kept.column(ROW).and_then(|column| column.idx().cloned());
    Ok(numbers
        .map_err(bad)?
        .iter()
        .flatten()
        .map(|number| number as usize)
        .collect())
}

fn context() -> SQLContext {
    // The engine warns of how it reads dates in a query; who asked can do nothing about that.
    polars::error::set_warning_function(|_, _| {});
    SQLContext::new()
}

fn frame_of(view: &View) -> PolarsResult<DataFrame> {
    let rows: Vec<_> = view.rows.iter().collect();
    let columns: PolarsResult<Vec<_>> = view
        .headings
        .iter()
        .zip(&view.kinds)
        .enumerate()
        .map(|(at, (heading, kind))| {
            column::series(heading, *kind, rows.iter().map(|row| &row[at]))
                .map(|series| series.into_column())
        })
        .collect();
    DataFrame::new(view.rows.len(), columns?)
}

fn view_of(frame: &DataFrame) -> View<'static> {
    let columns = frame.columns();
    let row = |at: usize| {
        columns
            .iter()
            .map(|column| column::cell(column, at))
            .collect()
    };
    View {
        name: String::new(),
        headings: columns
            .iter()
            .map(|column| column.name().to_string())
            .collect(),
        kinds: columns
            .iter()
            .map(|column| column::kind(column.dtype()))
            .collect(),
        rows: (0..frame.height()).map(row).collect(),
    }
}
