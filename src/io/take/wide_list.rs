//! Lists with a column an item: which columns those are, and the map that reads them.
//!
//! A desk gets them every day: a row a hospital, and a column each for masks, gowns and gloves. Where every header is a
//! column that some table knows, or goods of the catalogue, nothing is guessed and the list is read so. Where some are
//! neither, nobody but its reader knows what they are: the refusal has the map, ready to be pasted.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::header::{headings, understood};
use crate::ledger::table::{Field, Table};
use crate::ledger::text::tidy;
use crate::ledger::{Catalogue, Column};
use crate::quantity::decimal;

use super::super::map::{Map, Unpivot};
use super::super::sheet::Sheet;
use super::scope::is_sum_name;
use super::shape::missing_column;

/// So many columns of goods make a list wide: a single one may be headed by anything.
const COLUMNS_MIN: usize = 2;

/// A list with a column an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WideList {
    table: Table,
    /// Our column that gets the cells of those columns.
    into: Column,
    /// The header that says where, if it is none that the table knows.
    site: Option<String>,
    /// The headers of goods, and those that may be some.
    goods: Vec<String>,
    /// Whether each of them is known.
    is_known: bool,
}

/// The column of a table that the cells of a wide list are read into.
fn amount(table: Table) -> Option<Column> {
    match table {
        Table::Onhand | Table::Request => Some(Column::Qty),
        Table::Usage => Some(Column::Used),
        _ => None,
    }
}

/// Whether a sheet lacks the columns of a long list of `table`, so that it may be a wide one.
pub fn may_be_wide(sheet: &Sheet, table: Table) -> bool {
    amount(table).is_some_and(|amount| {
        let found = headings(table, &sheet.headers);
        let is_long = |column| column == Column::Item || column == amount;
        !found
            .iter()
            .filter_map(|heading| heading.column)
            .any(is_long)
    })
}

impl WideList {
    /// What a sheet is as a list of `table`; `None` where it is long, and where no two of its headers, of
    /// which one is known, are goods.
    pub fn of(sheet: &Sheet, table: Table, catalogue: &Catalogue) -> Option<WideList> {
        let into = amount(table).filter(|_| may_be_wide(sheet, table))?;
        let found = headings(table, &sheet.headers);
        let has = |column| found.iter().any(|heading| heading.column == Some(column));
        let is_goods = |header: &str| {
            let name = tidy(header);
            catalogue.get(&name).is_some() || catalogue.is_name(&name)
        };
        let mut unread: Vec<usize> = (0..sheet.headers.len())
            .filter(|at| {
                let header = &sheet.headers[*at];
                let is_of_table = found[*at].column.is_some() || is_sum_name(header);
                let is_blank = tidy(header).is_empty() && is_empty(sheet, *at);
                let is_known = understood(std::slice::from_ref(header)) > 0;
                !(is_of_table || is_blank || is_known && !is_goods(header))
            })
            .collect();
        let no_goods = |at: &usize| !is_goods(&sheet.headers[*at]) && says_words(sheet, *at);
        let site = match has(Column::Site) {
            true => None,
            false => unread.iter().position(no_goods),
        };
        let site = site.map(|place| sheet.headers[unread.remove(place)].clone());
        // Words stand in a column of remarks or names, and not in one of goods.
        let (strange, goods): (Vec<usize>, Vec<usize>) = unread.into_iter().partition(no_goods);
        let goods: Vec<String> = goods.iter().map(|at| sheet.headers[*at].clone()).collect();
        let known = goods.iter().filter(|header| is_goods(header)).count();
        let differ = goods.iter().collect::<BTreeSet<_>>().len() == goods.len();
        let is_known = strange.is_empty() && site.is_none() && known == goods.len() && differ;
        (known > 0 && goods.len() >= COLUMNS_MIN).then_some(WideList {
            table,
            into,
            site,
            goods,
            is_known,
        })
    }

    /// Whether nothing has to be guessed: each header is a column of a table, or goods that are known.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// The map by which it is read.
    pub fn map(&self) -> Map {
        Map {
            unpivot: Some(Unpivot {
                columns: self.goods.clone(),
                between: None,
                into: self.into.id().to_owned(),
                header: format!("{{{}}}", Column::Item.id()),
            }),
            ..Map::default()
        }
    }

    /// What was read in which way, in words.
    pub fn note(&self) -> String {
        format!(
            "a column an item: {}; their cells were read as {} of table {}",
            self.goods.join(", "),
            self.into.id(),
            self.table.id()
        )
    }

    /// The hint that has the lines of a map file that reads it.
    pub fn hint(&self) -> String {
        let quoted = |header: &String| format!("{header:?}");
        let goods: Vec<String> = self.goods.iter().map(quoted).collect();
        let mut lines = vec![format!("table = \"{}\"", self.table.id())];
        if let Some(site) = &self.site {
            lines.push(format!("column.{} = {}", Column::Site.id(), quoted(site)));
        }
        lines.push("[unpivot]".to_owned());
        lines.push(format!("columns = [{}]", goods.join(", ")));
        lines.push(format!("into = \"{}\"", self.into.id()));
        let lines = format!(":\n    {}", lines.join("\n    "));
        format!(
            "this is a list with a column an item, to be read by a map file (--map) with the lines{lines}"
        )
    }

    /// The errors of a table that lacks columns, of which the map would have those of goods.
    pub(super) fn refusal(&self, sheet: &Sheet, missing: &[&Field]) -> Vec<Diagnostic> {
        let is_of_map = |column| match column {
            Column::Item => true,
            Column::Site => self.site.is_some(),
            column => column == self.into,
        };
        let others = missing.iter().map(|field| field.column);
        let others = others.filter(|column| !is_of_map(*column));
        let others = others.map(|column| missing_column(sheet, self.table, column));
        let message = format!(
            "no column says which item, as table {} has it",
            self.table.id()
        );
        let wide = Diagnostic::error(Code::MissingColumn, message)
            .at(sheet.place().at_line(sheet.header_line))
            .hint(self.hint());
        others.chain([wide]).collect()
    }
}

/// Whether nothing stands in a column.
fn is_empty(sheet: &Sheet, at: usize) -> bool {
    let mut cells = sheet.lines.iter().filter_map(|line| line.cells.get(at));
    cells.all(|cell| tidy(cell).is_empty())
}

/// Whether the first filled cell of a column is words, and no number.
fn says_words(sheet: &Sheet, at: usize) -> bool {
    let cells = sheet.lines.iter().filter_map(|line| line.cells.get(at));
    let mut filled = cells.map(|cell| tidy(cell)).filter(|cell| !cell.is_empty());
    let first = filled.next();
    first.is_some_and(|cell| decimal::parse(&cell, 3).is_err())
}
