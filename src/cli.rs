//! The commands: a file a command, a few lines a verb — read, look up rules, decide, audit, write.
//!
//! The only place that reads the clock. Nothing here adds up quantities; the domain folders do.

use anyhow::Result;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::{message, output};
use crate::lang::Lang;

pub mod allocate;
pub mod audit;
pub mod completions;
pub mod convert;
pub mod demo;
pub mod desk;
pub mod explain;
pub mod global;
pub mod help;
pub mod kept;
pub mod man;
pub mod number;
pub mod price;
pub mod query;
pub mod report;
pub mod rotate;
pub mod schema;
pub mod settings;
pub mod shape;
pub mod stock;

use global::Global;
use settings::Settings;

/// Keep a city, county or district supplied in an epidemic
///
/// Ledgers come in as CSV, XLSX, JSON lines or Parquet; answers go out the same
/// way, so that commands chain in pipes. Nothing is sent anywhere.
///
/// Start here, in an empty folder:
///
///   $ granary demo
///
/// Data goes to standard output, words to standard error. Exit codes: 0 done,
/// 1 --fail-on was met, 2 usage, 65 bad data, 66 no input, 70 anything that
/// has no code of its own, 73 cannot create, 74 cannot write, 75 locked or
/// moved on, 78 configuration.
#[derive(Debug, Parser)]
#[command(
    name = "granary",
    version,
    verbatim_doc_comment,
    max_term_width = 80,
    propagate_version = true
)]
pub struct Granary {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub global: Global,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// How much there is, and for how many days
    #[command(subcommand)]
    Stock(stock::Stock),
    /// Who gets what when there is too little
    #[command(subcommand)]
    Allocate(allocate::Allocate),
    /// What must leave before it expires
    #[command(subcommand)]
    Rotate(rotate::Rotate),
    /// What things cost, and what moved
    #[command(subcommand)]
    Price(price::Price),
    /// What to tell whom today
    #[command(subcommand)]
    Report(report::Report),
    Demo(demo::Demo),
    Query(query::Query),
    Convert(convert::Convert),
    Explain(explain::Explain),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Man),
}

/// The whole command line: each verb with the flags that it takes.
fn whole() -> clap::Command {
    desk::offered_where_taken(Granary::command())
}

/// The command line as it was typed, with the settings of the folder behind it.
///
/// Help, and a command line that is not understood, end the process here; under `--nagios` the latter is an error like
/// any other.
pub fn parse() -> Result<Granary> {
    let settings = Settings::find();
    let is_locale = locale_is_chinese(|name| std::env::var(name).ok());
    let command = || {
        let command = match is_locale {
            true => whole().mut_arg("lang", |arg| arg.default_value("zh")),
            false => whole(),
        };
        match &settings {
            Ok(settings) => settings.apply(command),
            Err(_) => command,
        }
    };
    let is_chinese = speaks_chinese(settings.as_ref().ok(), is_locale);
    message::speak(match is_chinese {
        true => Lang::Zh,
        false => Lang::En,
    });
    let parsed = command()
        .try_get_matches()
        .and_then(|matches| Granary::from_arg_matches(&matches));
    let granary = match parsed {
        Err(error) if error.use_stderr() && is_monitored() => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or("");
            let message = first.trim_start_matches("error: ").to_owned();
            return Err(Refused::from(Diagnostic::error(Code::BadFlag, message)).into());
        }
        Err(error) if is_chinese && is_help(&error) => show_chinese_help(command()),
        parsed => parsed.unwrap_or_else(|error| refuse(with_tip(error), is_chinese)),
    };
    let settings = settings?;
    if granary.global.verbose {
        settings.say();
    }
    Ok(granary)
}

/// Whether people are spoken to in Chinese: the flag and GRANARY_LANG say so, else the settings, else the locale.
fn speaks_chinese(settings: Option<&Settings>, is_locale: bool) -> bool {
    let arguments = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
    let asked = help::is_chinese(arguments, std::env::var("GRANARY_LANG").ok());
    let states = |lang: &str| settings.is_some_and(|settings| settings.states("lang", lang));
    asked.unwrap_or_else(|| states("zh") || is_locale && !states("en"))
}

/// Whether the first of the variables of a locale that says something says Chinese.
fn locale_is_chinese(variable: impl Fn(&str) -> Option<String>) -> bool {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].iter();
    let mut stated = variables
        .filter_map(|name| variable(name))
        .filter(|locale| !locale.is_empty());
    stated.next().is_some_and(|locale| locale.starts_with("zh"))
}

/// Whether a help is to be shown: asked for, or in place of a verb.
fn is_help(error: &clap::Error) -> bool {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand as InPlaceOfVerb};
    matches!(error.kind(), DisplayHelp | InPlaceOfVerb)
}

/// Ends with the help that the command line asks for, in Chinese; nothing was put into Chinese before.
fn show_chinese_help(command: clap::Command) -> ! {
    let Err(error) = help::in_chinese(command).try_get_matches() else {
        unreachable!("the same command line asked for help before");
    };
    let help = error.render();
    let is_stderr = error.use_stderr();
    let help = match help::page::is_coloured(is_stderr) {
        true => help.ansi().to_string(),
        false => help.to_string(),
    };
    let columns = std::env::var("COLUMNS").ok();
    let page = help::page::laid_out(&help, columns.and_then(|columns| columns.parse().ok()));
    match is_stderr {
        true => message::print(page.trim_end()),
        // A reader that has gone needs no help.
        false => drop(output::write(None, page.as_bytes())),
    }
    std::process::exit(error.exit_code())
}

/// Ends with what is wrong with the command line; help that was asked for is no mistake.
fn refuse(error: clap::Error, is_chinese: bool) -> ! {
    if !is_chinese || !error.use_stderr() {
        error.exit()
    }
    message::say(error.to_string().trim_end());
    std::process::exit(error.exit_code())
}

/// The error of a file that stands alone on the line, with where files go.
fn with_tip(mut error: clap::Error) -> clap::Error {
    let is_file = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => std::path::Path::new(argument).is_file(),
        _ => false,
    };
    if error.kind() == ErrorKind::UnknownArgument && is_file {
        let tip = "a file is named by --in TABLE=FILE, or enters a ledger once: granary stock import FILE --ledger FOLDER";
        error.insert(
            ContextKind::Suggested,
            ContextValue::StyledStrs(vec![tip.into()]),
        );
    }
    error
}

/// Whether monitoring asks: it must get its line and its exit code whatever happens.
pub fn is_monitored() -> bool {
    std::env::args_os().any(|argument| argument == "--nagios")
}

/// Runs a command; the exit code says how it ended.
pub fn run(granary: Granary) -> Result<u8> {
    let global = granary.global;
    global.refuse_other_formats()?;
    global.refuse_lost_files()?;
    match granary.command {
        Command::Stock(verb) => stock::run(&verb, &global),
        Command::Allocate(verb) => allocate::run(&verb, &global),
        Command::Rotate(verb) => rotate::run(&verb, &global),
        Command::Price(verb) => price::run(&verb, &global),
        Command::Report(verb) => report::run(&verb, &global),
        Command::Demo(demo) => demo::run(&demo, &global),
        Command::Query(query) => query::run(&query, &global),
        Command::Convert(convert) => convert::run(&convert, &global),
        Command::Explain(explain) => explain::run(&explain, &global),
        Command::Schema(schema) => schema::run(&schema, &global),
        Command::Completions(completions) => completions::run(&completions, &mut whole()),
        Command::Man(man) => man::run(&man, whole()),
    }
}

#[cfg(test)]
mod tests {
    use super::locale_is_chinese;

    #[test]
    fn the_first_variable_of_a_locale_that_says_something_counts() {
        let of = |stated: &[(&str, &str)]| {
            locale_is_chinese(|name| {
                let found = stated.iter().find(|(stated, _)| *stated == name);
                found.map(|(_, locale)| (*locale).to_owned())
            })
        };
        assert!(of(&[("LANG", "zh_CN.UTF-8")]));
        assert!(of(&[
            ("LC_ALL", ""),
            ("LC_MESSAGES", "zh_TW"),
            ("LANG", "C")
        ]));
        assert!(!of(&[("LC_ALL", "en_GB.UTF-8"), ("LANG", "zh_CN.UTF-8")]));
        assert!(!of(&[]));
    }
}
