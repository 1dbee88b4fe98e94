//! The commands beside the five: SQL over tables, conversion, the contract in writing, completions, manual pages.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::Shell;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::view::{Headers, View};
use crate::io::{frame, output, write};
use crate::ledger::{Table, schema};

/// Ask the tables in SQL
///
/// Every table of --in, standard input or the ledger is known by its name.
/// Quantities, money and prices are exact decimals.
///
///   $ granary query "select kind, count(*) as n from movement group by kind order by n desc, kind limit 3" --ledger granary-demo
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Query {
    /// The query, in SQL
    sql: String,
}

/// Read any input, decode and map it, and write it as granary does
///
///   $ granary convert granary-demo/request.csv --columns site,item,qty -f csv
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Convert {
    /// Files to read (default: standard input)
    files: Vec<String>,
    /// Read them as this table, whatever their columns tell
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
}

/// Write the tables and columns as JSON Schema
///
///   $ granary schema movement
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Schema {
    /// The table (default: the names of all)
    table: Option<String>,
}

/// Write completions for a shell
///
///   $ granary completions bash
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Completions {
    shell: Shell,
}

/// Write the manual pages into a folder
///
///   $ granary man granary-man
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Man {
    folder: PathBuf,
}

/// Runs `query`.
pub fn query(query: &Query, global: &Global) -> Result<u8> {
    if global.filter.is_some() || !global.by.is_empty() {
        let message = "--where and --by cut down a table, and the answer of a query is none";
        let hint = "write where and group by into the query";
        let error = Diagnostic::error(Code::BadFlag, message).hint(hint);
        return Err(Refused::from(error).into());
    }
    let mut desk = Desk::open(global)?;
    let mut views = Vec::new();
    for table in Table::all() {
        if query.sql.to_lowercase().contains(table.id()) && desk.supplies(table)? {
            views.push(View::of_table(table, desk.rows(table)?, Headers::En, None));
        }
    }
    let answer = frame::query(&views, &query.sql).map_err(Refused::from)?;
    output::write(
        global.output.as_deref(),
        &write::bytes(&[answer], desk.format(false))?,
    )?;
    Ok(0)
}

/// Runs `convert`.
pub fn convert(convert: &Convert, global: &Global) -> Result<u8> {
    let mut desk = Desk::open_files(global, &convert.files)?;
    let tables: Vec<Table> = match &convert.table {
        Some(table) => vec![crate::cli::desk::table_named(table)?],
        None => desk.tables_of_inputs()?,
    };
    for table in &tables {
        if convert.table.is_some() {
            desk.state(*table);
        }
        let rows = desk.rows(*table)?.to_vec();
        desk.put_rows(*table, rows);
    }
    desk.report_unread(&tables);
    if desk.global.emit.is_empty() {
        desk.global.emit = tables.iter().map(|table| table.id().to_owned()).collect();
    }
    desk.finish(tables[0])
}

/// Runs `schema`.
pub fn schema(args: &Schema, global: &Global) -> Result<u8> {
    let text = match &args.table {
        Some(id) => format!(
            "{:#}\n",
            schema::json_schema(crate::cli::desk::table_named(id)?)
        ),
        None => {
            let width = Table::all()
                .map(|table| table.id().len())
                .max()
                .unwrap_or(0);
            Table::all()
                .map(|table| format!("{:<width$} {}\n", table.id(), table.meaning()))
                .collect()
        }
    };
    output::write(global.output.as_deref(), text.as_bytes())?;
    Ok(0)
}

/// Runs `completions`.
pub fn completions(args: &Completions, command: &mut Command) -> Result<u8> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, command, "granary", &mut bytes);
    output::write(None, &bytes)?;
    Ok(0)
}

/// Runs `man`.
pub fn man(args: &Man, mut command: Command) -> Result<u8> {
    output::folder(&args.folder)?;
    // Building gives each subcommand the whole name it is called by.
    command.build();
    let nouns = command.get_subcommands().cloned();
    let verbs = command
        .get_subcommands()
        .flat_map(|noun| noun.get_subcommands().cloned());
    let pages: Vec<Command> = std::iter::once(command.clone())
        .chain(nouns)
        .chain(verbs)
        .collect();
    for command in pages {
        let name = command.get_display_name().unwrap_or("granary").to_owned();
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        output::to_file(&args.folder.join(format!("{name}.1")), &page)?;
    }
    Ok(0)
}
