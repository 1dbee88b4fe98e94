//! Why a query was not answered: what the engine says of it, in the words of who asked, and the form that works.

use polars::prelude::PolarsError;

use crate::diagnostic::{Code, Diagnostic, guess};

use super::super::view::View;

/// What the engine's own lists begin with, and what it shows of a query as it was parsed.
const ENDS: [&str; 6] = [
    "; valid columns: ",
    "\n\nResolved plan until failure",
    "; found: ",
    " { ",
    ". It's possible that",
    ", got DataFrame",
];

/// How parts of a day are taken.
const OF_A_DAY: &str = "write strftime(date, '%Y-%m') as month, or extract(year from date) and extract(month from date), each named with as";

/// What the engine says, by a part of it; what is said instead where its words do not speak of the query; what works.
const KNOWN: &[(&str, Option<&str>, &str)] = &[
    (
        "duplicate output name",
        Some("two columns of the answer have the same name"),
        "name each with as: min(qty) as least, max(qty) as most",
    ),
    (
        "sort expressions must have same length",
        Some("order by takes no sum or count that the answer does not name"),
        "name it with as and order by the name: select item, sum(qty) as total from movement group by item order by total",
    ),
    (
        "subquery comparisons",
        Some("a query in brackets is not compared with"),
        "join it: with m as (select avg(qty) as a from movement) select * from movement cross join m where qty > a",
    ),
    (
        "expression Exists",
        Some("exists is not known"),
        "write where item in (select item from other), or join the other table",
    ),
    (
        "HAVING clause not valid",
        Some("having takes a group by"),
        "ask the answer: select * from (select sum(qty) as total from movement) where total > 3",
    ),
    (
        "filter predicate must be of type",
        Some("where takes a condition, and a column alone is none"),
        "compare it with what it holds: where active = 'True', where qty > 0",
    ),
    ("date_trunc", None, OF_A_DAY),
    ("unsupported function 'year'", None, OF_A_DAY),
    ("unsupported function 'month'", None, OF_A_DAY),
    (
        "expected `String`, got `date`",
        Some("a day is no text"),
        OF_A_DAY,
    ),
    (
        "conversion from `str`",
        None,
        "write try_cast in place of cast: what is no number is then missing",
    ),
    (
        "cannot compare 'date/datetime/time' to a string",
        None,
        "write the day as date '2022-03-01'",
    ),
];

/// What is said of a query that the engine refuses; `there_is` names the tables or columns there are.
pub(super) fn bad_query(error: &PolarsError, views: &[View], there_is: &str) -> Diagnostic {
    let text = error.to_string();
    if let Some((_, said, hint)) = KNOWN.iter().find(|(part, ..)| text.contains(part)) {
        let said = said.map_or_else(|| short(&text), str::to_owned);
        return Diagnostic::error(Code::BadQuery, said).hint(*hint);
    }
    let said = short(&text);
    let missed = said.split('"').nth(1).unwrap_or("");
    let columns = views.iter().flat_map(|view| &view.headings);
    let columns = columns.map(String::as_str);
    let meant = match columns.clone().any(|name| name == missed) {
        true => String::new(),
        false => guess(missed, columns),
    };
    Diagnostic::error(Code::BadQuery, said).hint(format!("{meant}{there_is}"))
}

/// What the engine says on one line, without what it lists and what it parsed.
fn short(text: &str) -> String {
    let said = ENDS
        .iter()
        .fold(text, |text, end| text.split(end).next().unwrap_or(""));
    said.trim().replace('\n', " ")
}
