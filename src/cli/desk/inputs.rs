//! Which inputs there are, and which of them holds a table.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Result;

use crate::calendar::Day;
use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Place, Refused, guess};
use crate::io::open::parts::ENDINGS;
use crate::io::open::{Opening, STDIN, open_lazily};
use crate::io::sheet::Sheet;
use crate::io::take::plan::Plan;
use crate::io::take::wide_list::WideList;
use crate::io::take::{refused_request, table_of, take};
use crate::io::{csv, terminal};
use crate::ledger::header::nearly;
use crate::ledger::table::Field;
use crate::ledger::tables::Item;
use crate::ledger::{Catalogue, Column, Record as _, Table};
use crate::quantity::decimal;

/// Where a sheet came from; of several that hold a table the nearest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// An argument of the command.
    File,
    /// A flag `--in`.
    Named,
    Pipe,
    Ledger,
}

/// The catalogue of goods that comes with granary.
const CATALOGUE: &str = include_str!("../../../data/catalogue.csv");

/// The sheets of `--in`: `TABLE=FILE`, or `FILE` alone, whose columns tell. A file may have a `=` in its name where no
/// table is called like what stands before that: `./item=1.csv` is a file.
pub fn named(inputs: &[String], opening: &Opening) -> Result<Vec<(Origin, Sheet)>> {
    let mut sheets = Vec::new();
    for input in inputs {
        let is_of_table = |(table, _): &(&str, &str)| {
            Table::from_id(table).is_some() || !Path::new(input).exists()
        };
        let (table, file) = match input.split_once('=').filter(is_of_table) {
            Some((table, file)) => (Some(table_named(table)?), file),
            None => (None, input.as_str()),
        };
        let mut of_file = open_lazily(file, opening)?;
        match table {
            Some(table) => state(&mut of_file, table),
            None => all_unknown(&of_file).map_or(Ok(()), Err)?,
        }
        sheets.extend(of_file.into_iter().map(|sheet| (Origin::Named, sheet)));
    }
    Ok(sheets)
}

/// Says that the sheets of one file are `table`: those whose columns make it, or else all of them.
fn state(sheets: &mut [Sheet], table: Table) {
    let is_known = sheets.iter().any(|sheet| holds(sheet, table));
    for sheet in sheets
        .iter_mut()
        .filter(|sheet| !is_known || holds(sheet, table))
    {
        sheet.stated = Some(table.id().to_owned());
    }
}

/// The error of a file of whose sheets none makes a table; beside one that does, others are out of scope.
pub fn all_unknown<'a>(sheets: impl IntoIterator<Item = &'a Sheet>) -> Option<Refused> {
    let mut shown = sheets.into_iter().filter(|sheet| !sheet.is_hidden);
    let first = shown.next()?;
    let is_unknown = |sheet: &Sheet| table_of(sheet).is_none();
    (is_unknown(first) && shown.all(is_unknown)).then(|| unknown_table(first))
}

/// The table of an id given as a flag.
pub fn table_named(id: &str) -> Result<Table, Refused> {
    Table::from_id(id).ok_or_else(|| {
        let meant = guess(id, Table::all().map(Table::id));
        let hint = format!("{meant}granary schema lists the tables");
        Diagnostic::error(Code::BadFlag, format!("there is no table \"{id}\""))
            .hint(hint)
            .into()
    })
}

/// Whether nothing else is wrong with an input than that it is empty.
pub fn is_empty(refused: &Refused) -> bool {
    refused.0.iter().all(|found| found.code == Code::EmptyFile)
}

/// The sheets on standard input; none where it is empty.
///
/// Errors: `unknown-table` where its columns make none, because no line may vanish. A stated table that this version
/// does not know is passed over: it may be a later version's.
pub fn piped(opening: &Opening) -> Result<Vec<Sheet>> {
    let sheets = match open_lazily(STDIN, opening) {
        Err(refused) if is_empty(&refused) => return Ok(Vec::new()),
        other => other?,
    };
    let unknown = sheets
        .iter()
        .find(|sheet| sheet.stated.is_none() && table_of(sheet).is_none());
    match unknown {
        Some(sheet) => Err(unknown_table(sheet).into()),
        None => Ok(sheets),
    }
}

/// The names of standard input among those of files.
const STDIN_NAMES: [&str; 4] = [STDIN, "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

/// Refuses standard input under several of the names that a command is given, `--in` or `files`.
///
/// Errors: `bad-flag`.
pub fn expect_stdin_once(inputs: &[String], files: &[String]) -> Result<(), Refused> {
    let named = inputs
        .iter()
        .map(|input| input.split_once('=').map_or(&**input, |(_, file)| file));
    let names = named.chain(files.iter().map(String::as_str));
    if names.filter(|name| STDIN_NAMES.contains(name)).count() < 2 {
        return Ok(());
    }
    let message = "standard input is named twice, and can be read once";
    Err(Diagnostic::error(Code::BadFlag, message)
        .hint("keep one of them in a file and name that")
        .into())
}

/// Whether standard input is a pipe or a file: a terminal or a closed input supplies nothing.
pub fn stdin_has_data() -> bool {
    !terminal::is_input() && crate::io::open::stdin_is_readable()
}

/// Whether a sheet holds `table`.
pub fn holds(sheet: &Sheet, table: Table) -> bool {
    table_of(sheet) == Some(table)
}

impl Global {
    /// The file of the ledger that holds `table`; `None` where it has none, or no ledger is named.
    ///
    /// Errors: `not-found` where a ledger is named that is not there, unless the command makes it.
    pub fn ledger_file(&self, table: Table) -> Result<Option<PathBuf>, Refused> {
        match self.ledger.as_deref() {
            None => Ok(None),
            Some(ledger) if ledger.exists() => Ok(ledger_file_of(ledger, table)),
            Some(_) if self.makes_ledger => Ok(None),
            Some(ledger) => Err(no_such_ledger(ledger)),
        }
    }
}

/// The file of a ledger that holds `table`, if there is one.
fn ledger_file_of(ledger: &Path, table: Table) -> Option<PathBuf> {
    if !ledger.is_dir() {
        return (table == Table::Movement).then(|| ledger.to_owned());
    }
    let mut paths = ENDINGS
        .iter()
        .map(|ending| ledger.join(format!("{}.{ending}", table.id())));
    // Of a folder that may not be read nobody knows what is in it: opening the file tells why.
    paths.find(|path| path.try_exists().unwrap_or(true))
}

fn no_such_ledger(ledger: &Path) -> Refused {
    Diagnostic::error(Code::NotFound, "there is no such ledger")
        .at(Place::file(&ledger.to_string_lossy()))
        .hint("check the path, of --ledger or GRANARY_LEDGER; stock import and stock post make a new one")
        .into()
}

/// The catalogue that comes with granary, read once however many desks there are.
pub fn built_in_catalogue() -> Result<Catalogue> {
    static BUILT_IN: OnceLock<Catalogue> = OnceLock::new();
    if let Some(catalogue) = BUILT_IN.get() {
        return Ok(catalogue.clone());
    }
    let sheet = csv::read(CATALOGUE, "catalogue.csv").map_err(Refused::from)?;
    let plan = Plan::new(&sheet, Table::Item, None)?;
    let taken = take(&sheet, &plan, &Catalogue::default());
    let catalogue = Catalogue::new(taken.rows.iter().map(Item::from_row));
    Ok(BUILT_IN.get_or_init(|| catalogue).clone())
}

/// The warnings of sheets that a workbook hides, which are not read; those sheets are taken away.
pub fn without_hidden(sheets: Vec<(Origin, Sheet)>) -> (Vec<(Origin, Sheet)>, Vec<Diagnostic>) {
    let (hidden, shown): (Vec<_>, Vec<_>) =
        sheets.into_iter().partition(|(_, sheet)| sheet.is_hidden);
    let mut warnings: Vec<Diagnostic> = hidden
        .iter()
        .map(|(_, sheet)| {
            let name = sheet.name.as_deref().unwrap_or("");
            Diagnostic::warning(
                Code::Hidden,
                "the workbook hides this sheet; it was not read",
            )
            .at(sheet.place())
            .hint(format!(
                "read it alone with --sheet {name}, or show it in the workbook"
            ))
        })
        .collect();
    warnings.dedup();
    (shown, warnings)
}

/// The diagnostic of a sheet whose columns belong to no table.
pub fn unknown_table(sheet: &Sheet) -> Refused {
    if let Some(not_asked) = refused_request(sheet) {
        return not_asked.refusal(sheet).into();
    }
    let message = no_table(sheet);
    let hint = match is_data(&sheet.headers) {
        true => {
            "the first line looks like data: whoever cut lines out of it also cut off the header; keep it (sed -n '1p;/x/p' in place of grep x), choose rows with --where, or pass JSON lines, each of which says what it is (-f jsonl)"
        }
        false => &wide_hint(sheet).unwrap_or_else(|| by_name(&sheet.headers)),
    };
    Diagnostic::error(Code::UnknownTable, message)
        .at(sheet.place())
        .hint(hint)
        .into()
}

/// How a list with a column an item can be read: as one of balances, unless another table is named.
fn wide_hint(sheet: &Sheet) -> Option<String> {
    let catalogue = built_in_catalogue().ok()?;
    WideList::of(sheet, Table::Onhand, &catalogue).map(|wide| wide.hint())
}

/// Says that the columns of a sheet belong to no table.
pub(super) fn no_table(sheet: &Sheet) -> String {
    let columns = sheet.headers_in_words();
    format!("the columns {columns} make no table that granary knows")
}

/// Whether the cells of a header are cells of data: one of them is a date, or a number.
fn is_data(headers: &[String]) -> bool {
    let is_value = |cell: &String| {
        let cell = cell.trim();
        Day::parse(cell).is_some() || decimal::parse(cell, 3).is_ok()
    };
    headers.iter().any(is_value)
}

/// How a table that was not known by its columns can be named, and which one they are nearest to.
fn by_name(headers: &[String]) -> String {
    let to_name = "name the table with --in TABLE=FILE, or say with --map what the columns mean (with unpivot, a column a good or a day); granary schema lists them";
    let Some((table, lacks)) = nearly(headers) else {
        return to_name.to_owned();
    };
    if lacks.is_empty() {
        return format!(
            "table {} is nearest, if that is what its amounts mean; {to_name}",
            table.id()
        );
    }
    let word = |column: &Column| {
        let own = table.fields().iter().find(|field| field.column == *column);
        own.map_or(column.zh(), Field::zh)
    };
    let lacks = lacks
        .iter()
        .map(|column| format!("{} ({})", column.id(), word(column)));
    let lacks = lacks.collect::<Vec<_>>().join(", ");
    format!(
        "table {} is nearest, and lacks {lacks}; {to_name}",
        table.id()
    )
}

/// The diagnostic of a table that nothing supplies.
pub fn missing(table: Table) -> Refused {
    missing_beside(table, &[])
}

/// The same where files were given that were read as other tables.
pub fn missing_beside(table: Table, read: &[(&str, Table)]) -> Refused {
    let (id, meaning) = (table.id(), table.meaning());
    let message = format!("no input supplies table {id}: {meaning}");
    let to_name = format!(
        "name it with --in {id}=FILE, pipe it in, or set --ledger to a folder with {id}.csv"
    );
    let hint = match read.iter().find(|(_, other)| *other != table) {
        Some((file, Table::Onhand)) if table == Table::Movement => format!(
            "{file} was read as table onhand, a list of what is there; stock import {file} --ledger FOLDER takes it into a ledger, or {to_name}"
        ),
        Some((file, other)) => format!(
            "{file} was read as table {}; if it is {id}, write --in {id}={file}, or {to_name}",
            other.id()
        ),
        None => to_name,
    };
    let code = if terminal::is_input() {
        Code::BadFlag
    } else {
        Code::MissingTable
    };
    Diagnostic::error(code, message).hint(hint).into()
}

/// The refusal of a list of requests by a command that reads what moved or is there.
pub fn is_request(sheet: &Sheet) -> Refused {
    let file = &sheet.file;
    let hint = format!(
        "allocate plan --in request={file} says who gets how much, and stock post posts its plan; amounts that moved or are in store are headed 数量 or 库存数量"
    );
    let message =
        "this is a list of what is asked for (table request): nothing of it moved or is in store";
    Diagnostic::error(Code::MissingTable, message)
        .at(sheet.place().at_line(sheet.header_line))
        .hint(hint)
        .into()
}

/// The refusal of a command that makes the tables `made` and is to write another.
pub fn not_made(table: Table, made: &BTreeSet<Table>) -> Refused {
    let (id, meaning) = (table.id(), table.meaning());
    let made: Vec<&str> = made.iter().map(|table| table.id()).collect();
    let message = format!("this command makes no table {id}: {meaning}");
    let hint = format!(
        "with these flags it makes {}; ask the command whose help speaks of {id}, or hand it in with --in {id}=FILE",
        made.join(", ")
    );
    Diagnostic::error(Code::MissingTable, message)
        .hint(hint)
        .into()
}
