//! `granary report daily`: the tables of the day as one page.

use std::path::Path;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, FormatName, Global, Language};
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::output;
use crate::ledger::Table;
use crate::report;

/// Tonight's report from the tables of the day
///
/// Reads what the other commands wrote and recomputes nothing. A table that
/// was not supplied is named as such. Writes Markdown, or one HTML page that
/// needs nothing else, as --format or the ending of --output says.
///
///   $ granary stock cover --ledger granary-demo --as-of 2022-03-15 --policy P0 --emit all | granary report daily --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct DailyArgs {
    /// Write the report as this
    #[arg(long, value_enum)]
    page: Option<Page>,
}

/// Shapes of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Page {
    Md,
    Html,
}

/// Runs `report daily`.
pub fn run(args: &DailyArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let (event, site, item) = (
        desk.load_if_given()?,
        desk.load_if_given()?,
        desk.load_if_given()?,
    );
    let (onhand, burn) = (desk.load_if_given()?, desk.load_if_given()?);
    let (cover, waste) = (desk.load_if_given()?, desk.load_if_given()?);
    let (request, allocation, unmet) = (
        desk.load_if_given()?,
        desk.load_if_given()?,
        desk.load_if_given()?,
    );
    let (stage, residual) = (desk.load_if_given()?, desk.load_if_given()?);
    let (quote, change, alert) = (
        desk.load_if_given()?,
        desk.load_if_given()?,
        desk.load_if_given()?,
    );
    let finding = desk.load_if_given()?;
    let inputs = report::DailyInputs {
        as_of,
        event: event.as_deref(),
        site: site.as_deref(),
        item: item.as_deref(),
        onhand: onhand.as_deref(),
        burn: burn.as_deref(),
        cover: cover.as_deref(),
        waste: waste.as_deref(),
        request: request.as_deref(),
        allocation: allocation.as_deref(),
        unmet: unmet.as_deref(),
        stage: stage.as_deref(),
        residual: residual.as_deref(),
        quote: quote.as_deref(),
        change: change.as_deref(),
        alert: alert.as_deref(),
        finding: finding.as_deref(),
    };
    let lang = match global.lang {
        Language::En => report::Lang::En,
        Language::Zh => report::Lang::Zh,
    };
    let text = report::daily(&inputs, lang, shape(args, global)?)?;
    let graded = [Table::Cover, Table::Alert, Table::Finding];
    if global.nagios {
        if global.output.is_some() {
            output::write(global.output.as_deref(), text.as_bytes())?;
        }
        return desk.finish_nagios_report(&graded);
    }
    output::write(global.output.as_deref(), text.as_bytes())?;
    let grade = desk.gravest(&graded)?;
    Ok(u8::from(
        global.fail_on.unwrap_or(FailOn::None).is_met_by(grade),
    ))
}

/// The shape: as `--page` says, else the output's ending, else Markdown.
fn shape(args: &DailyArgs, global: &Global) -> Result<report::Shape> {
    let ending = global
        .output
        .as_deref()
        .and_then(Path::extension)
        .and_then(|ending| ending.to_str())
        .unwrap_or("md");
    match (args.page, global.format, ending) {
        (Some(Page::Md), ..) | (None, FormatName::Md, _) => Ok(report::Shape::Markdown),
        (Some(Page::Html), ..) | (None, FormatName::Html, _) => Ok(report::Shape::Html),
        (None, FormatName::Auto, "html" | "htm") => Ok(report::Shape::Html),
        (None, FormatName::Auto, _) => Ok(report::Shape::Markdown),
        (None, ..) => {
            let hint = "write --page md or --page html; the tables themselves come from the other commands";
            Err(Refused::from(
                Diagnostic::error(Code::BadFlag, "a report is a page, not a table").hint(hint),
            )
            .into())
        }
    }
}
