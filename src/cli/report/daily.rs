//! `granary report daily`: the tables of the day as one page.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, Global};
use crate::cli::price;
use crate::cli::stock::cover::on_road;
use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::ledger::{Row, Table};
use crate::policy::AlertRules;
use crate::report::{self, Lang, Part, Shape};

use super::forms::{self, Form};

mod tables;

use tables::tables;

/// Tonight's report from the tables of the day
///
/// Reads what the other commands wrote and recomputes nothing. A table that
/// was not supplied is named as such. Writes Markdown, HTML, a workbook, text
/// or rows, as --format or the ending of --output says.
///
///   $ granary stock cover --ledger granary-demo --as-of 2022-03-15 --policy P0 --emit all | granary report daily --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct DailyArgs {
    /// Write the report as this
    #[arg(long, value_enum)]
    page: Option<PageName>,
    /// Say what has changed since the day of this file of tables
    #[arg(long, value_name = "FILE")]
    since: Vec<String>,
    /// Take from this file of alert rules how long an alert is news (default: granary's own)
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Write these sections only, in the order of the report
    #[arg(long, value_name = "SECTION", value_delimiter = ',')]
    section: Vec<String>,
    /// Write the version for publication: no market or enterprise is named
    #[arg(long)]
    public: bool,
    /// Allow names of markets in the version for publication
    #[arg(long, requires = "public")]
    with_names: bool,
    /// Take these for the key units (default: units in areas of risk)
    #[arg(long, value_name = "SITE", value_delimiter = ',')]
    units: Vec<String>,
    /// Lines of each table, or all
    #[arg(long, value_name = "N", default_value = "20", value_parser = rows)]
    rows: LinesMax,
}

/// Shapes of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageName {
    Md,
    Html,
}

/// How many lines a table of a page shows.
#[derive(Debug, Clone, Copy)]
pub struct LinesMax(pub Option<usize>);

/// Reads a number of lines, or `all`.
pub fn rows(text: &str) -> Result<LinesMax, String> {
    match text {
        "all" => Ok(LinesMax(None)),
        number => number
            .parse()
            .ok()
            .filter(|lines| *lines > 0)
            .map(|lines| LinesMax(Some(lines)))
            .ok_or_else(|| "write a number of lines from 1 on, or all".to_owned()),
    }
}

/// Runs `report daily`.
pub fn run(args: &DailyArgs, global: &Global) -> Result<u8> {
    let mut options = report::DailyOptions {
        lang: forms::lang(global),
        parts: parts(args)?,
        is_public: args.public,
        with_names: args.with_names,
        units: args.units.clone(),
        lines_max: args.rows.0,
    };
    let form = match args.page {
        Some(PageName::Md) => Form::Shape(Shape::Markdown),
        Some(PageName::Html) => Form::Shape(Shape::Html),
        None => forms::form(global, Form::Shape(Shape::Markdown)),
    };
    forms::refuse_picking(global, form)?;
    let mut desk = Desk::open(global)?;
    if form == Form::Rows {
        options.lang = Lang::En;
    }
    if global.level.is_some() {
        desk.say("--level is left aside: the report tells the levels that its tables state");
    }
    let alert_rules = price::rules(args.rules.as_deref())?;
    let before = before(args, global)?;
    let Made { page, graded } = page(&mut desk, &options, &alert_rules, before.as_ref())?;
    // Rows of the page are answered with as those of any command, which says it then.
    if form != Form::Rows || global.nagios {
        desk.say_left_over();
    }
    if global.nagios {
        if global.output.is_some() {
            forms::write(global, page, form, "report daily")?;
        }
        return desk.finish_nagios_report(&graded);
    }
    let fail_on = global.fail_on.unwrap_or(FailOn::None);
    let fails = fail_on.is_met_by(Desk::gravest(&graded));
    if form == Form::Rows {
        forms::put_rows(&mut desk, &page, "report daily");
        desk.finish(forms::ROWS)?;
    } else {
        forms::write(global, page, form, "report daily")?;
    }
    Ok(u8::from(fails))
}

/// The sections that are named.
///
/// Errors: `bad-flag` for one that there is not, and for one that is not for publication.
fn parts(args: &DailyArgs) -> Result<Vec<Part>> {
    let ids: Vec<&str> = Part::all().map(Part::id).collect();
    let part = |id: &String| -> Result<Part> {
        let refused = |message: String, hint: String| {
            Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint))
        };
        let Some(part) = Part::from_id(id) else {
            let meant = guess(id, ids.iter().copied());
            let hint = format!("{meant}the sections are {}", ids.join(", "));
            return Err(refused(format!("there is no section \"{id}\""), hint).into());
        };
        if args.public && !part.is_public() {
            let public: Vec<&str> = Part::all()
                .filter(|p| p.is_public())
                .map(Part::id)
                .collect();
            let hint = format!("what may be published: {}", public.join(", "));
            let message = format!("section {id} names enterprises or persons");
            return Err(refused(message, hint).into());
        }
        Ok(part)
    };
    args.section.iter().map(part).collect()
}

/// The tables of the earlier day, as they were written then; the ledger is not looked into.
pub fn before(args: &DailyArgs, global: &Global) -> Result<Option<BTreeMap<Table, Vec<Row>>>> {
    match args.since.is_empty() {
        true => Ok(None),
        false => super::tables_of(global, &args.since).map(Some),
    }
}

/// An empty pipe is a command before this one that failed, and no day on which there was nothing to say.
fn nothing_handed_in() -> Diagnostic {
    let message = "no table of the report is supplied";
    let hint = "pipe the answers of other commands in with --emit all, or name files with --in; an empty pipe is a command that failed";
    Diagnostic::error(Code::MissingTable, message).hint(hint)
}

/// A page, and the rows of it that a grade is made of.
struct Made {
    page: report::page::Page,
    graded: Vec<(Table, Vec<Row>)>,
}

fn page(
    desk: &mut Desk,
    options: &report::DailyOptions,
    alert_rules: &AlertRules,
    before: Option<&BTreeMap<Table, Vec<Row>>>,
) -> Result<Made> {
    let (rules, catalogue) = (desk.rules()?, desk.catalogue()?);
    let tables = tables(desk)?.ok_or_else(|| Refused::from(nothing_handed_in()))?;
    let compares_stock = before.is_some() && tables.onhand.is_some();
    let on_road = match compares_stock && desk.supplies(Table::Movement)? {
        true => on_road(desk)?,
        false => Vec::new(),
    };
    let inputs = report::DailyInputs {
        before,
        on_road: &on_road,
        freshness: Some(&alert_rules.freshness),
        rules: Some(&rules),
        catalogue: Some(&catalogue),
        ..report::DailyInputs::new(desk.as_of(), &tables)
    };
    Ok(Made {
        page: report::daily(&inputs, options)?,
        graded: report::graded(&inputs, options),
    })
}
