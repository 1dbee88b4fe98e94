//! The flags every command shares: where tables come from, where they go, for which day and by which rules.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::message::Loudness;
use crate::io::terminal::Style;
use crate::lang::Lang;
use crate::ledger::word::{Grade, Level, Word};

/// Flags shared by all commands.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Inputs")]
pub struct Global {
    /// Read a table from a file; standard input and the ledger supply the rest
    #[arg(long = "in", value_name = "TABLE=FILE", global = true)]
    pub inputs: Vec<String>,
    /// Ledger: a folder with movement.csv and other tables, or one file
    #[arg(long, value_name = "PATH", global = true, env = "GRANARY_LEDGER")]
    pub ledger: Option<PathBuf>,
    /// Whether the command makes a ledger that is not there.
    #[arg(skip)]
    pub makes_ledger: bool,
    /// Read foreign columns by a map file
    #[arg(long, value_name = "FILE", global = true, env = "GRANARY_MAP")]
    pub map: Option<PathBuf>,
    /// Read inputs in this encoding instead of finding out
    #[arg(long, value_name = "NAME", global = true, env = "GRANARY_ENCODING")]
    pub encoding: Option<String>,
    /// Read only this sheet of a workbook
    #[arg(long, value_name = "NAME", global = true)]
    pub sheet: Option<String>,
    /// Take refused rows aside into this file and go on without them
    #[arg(long, value_name = "FILE", global = true)]
    pub rejects: Option<PathBuf>,

    /// Answer for this day (default: today)
    #[arg(long, value_name = "DATE", global = true, env = "GRANARY_AS_OF", value_parser = day, help_heading = "Rules")]
    pub as_of: Option<Day>,
    /// Begin demand on this day (default: the day answered for)
    #[arg(long, value_name = "DATE", global = true, value_parser = day, help_heading = "Rules")]
    pub demand_from: Option<Day>,
    /// Apply this policy profile, or policy file; may be given again
    #[arg(
        long,
        value_name = "PROFILE",
        global = true,
        env = "GRANARY_POLICY",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub policy: Vec<String>,
    /// Take this response level instead of the one in table event
    #[arg(long, value_name = "LEVEL", global = true, env = "GRANARY_LEVEL", value_parser = level, help_heading = "Rules")]
    pub level: Option<Level>,

    /// Write in this format
    #[arg(
        short,
        long,
        value_enum,
        default_value_t,
        global = true,
        env = "GRANARY_FORMAT",
        help_heading = "Outputs"
    )]
    pub format: FormatName,
    /// Write to this file, whole or not at all; its ending names the format
    #[arg(
        short,
        long,
        value_name = "FILE",
        global = true,
        help_heading = "Outputs"
    )]
    pub output: Option<PathBuf>,
    /// Write these tables; `all` passes on every table read, then the new ones
    #[arg(
        long,
        value_name = "TABLE",
        global = true,
        value_delimiter = ',',
        help_heading = "Outputs"
    )]
    pub emit: Vec<String>,
    /// Write a table to a file beside the output
    #[arg(
        long,
        value_name = "TABLE=FILE",
        global = true,
        help_heading = "Outputs"
    )]
    pub save: Vec<String>,
    /// Write only these columns, in this order
    #[arg(
        long,
        value_name = "COLUMNS",
        global = true,
        value_delimiter = ',',
        help_heading = "Outputs"
    )]
    pub columns: Vec<String>,
    /// Write only the rows for which this SQL condition holds
    ///
    /// It is asked of the rows of the answer; SQL over the inputs is what
    /// `granary query` is for. --save writes whole tables.
    #[arg(
        long = "where",
        value_name = "CONDITION",
        global = true,
        help_heading = "Outputs"
    )]
    pub filter: Option<String>,
    /// Add up the rows of the answer by these columns
    ///
    /// Quantities and money are added exactly; forms, units, kinds, standards,
    /// methods and funds are kept apart; rates, days, prices and ratios are
    /// left out.
    #[arg(
        long,
        value_name = "COLUMNS",
        global = true,
        value_delimiter = ',',
        help_heading = "Outputs"
    )]
    pub by: Vec<String>,
    /// Write, in place of the answer, the lines that add up to it
    ///
    /// KEY is a row's key joined by /, its beginning, or a part that no other
    /// row has; without one every row is explained.
    #[arg(
        long,
        value_name = "KEY",
        global = true,
        num_args = 0..=1,
        default_missing_value = "",
        help_heading = "Outputs"
    )]
    pub explain: Option<String>,
    /// Write headers in this language (default: en, and what --lang says for
    /// people's eyes: on a terminal, and in HTML)
    #[arg(
        long,
        value_enum,
        global = true,
        env = "GRANARY_HEADERS",
        help_heading = "Outputs"
    )]
    pub headers: Option<Language>,
    /// Speak to people in this language: reports, messages, tables for their
    /// eyes (default: zh where the locale is Chinese)
    #[arg(
        long,
        value_enum,
        default_value_t,
        global = true,
        env = "GRANARY_LANG",
        help_heading = "Outputs"
    )]
    pub lang: Language,
    /// Draw table borders with these characters
    #[arg(
        long,
        value_enum,
        default_value_t,
        global = true,
        help_heading = "Outputs"
    )]
    pub style: BorderStyle,
    /// End with exit code 1 from this grade on
    #[arg(
        long,
        value_enum,
        value_name = "GRADE",
        global = true,
        env = "GRANARY_FAIL_ON",
        help_heading = "Outputs"
    )]
    pub fail_on: Option<FailOn>,
    /// Write one line for monitoring, and end with its exit codes 0 to 3
    ///
    /// 0 OK, 1 a warning, 2 critical, 3 unknown. The table itself goes to
    /// --output where there is one.
    #[arg(long, global = true, help_heading = "Outputs")]
    pub nagios: bool,
    /// Say nothing but errors
    #[arg(short, long, global = true, help_heading = "Outputs")]
    pub quiet: bool,
    /// Say what was repaired, left out and counted
    #[arg(short, long, global = true, help_heading = "Outputs")]
    pub verbose: bool,
}

/// Endings of workbooks that are read and not written, or are not known at all.
const OTHER_WORKBOOKS: [&str; 6] = ["xls", "xlsm", "xlsb", "ods", "et", "numbers"];

/// Endings of documents that are not written.
const OTHER_DOCUMENTS: [&str; 9] = [
    "doc", "docx", "wps", "odt", "rtf", "pdf", "ppt", "pptx", "zip",
];

impl Global {
    /// How much is to be said.
    pub fn loudness(&self) -> Loudness {
        Loudness {
            quiet: self.quiet,
            verbose: self.verbose,
        }
    }

    /// Refuses an output that is called a workbook of a kind that is not written, or a document: text under that name opens
    /// nowhere.
    pub fn refuse_other_formats(&self) -> Result<(), Refused> {
        let Some(path) = self.output.as_ref() else {
            return Ok(());
        };
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let ending = ending.to_lowercase();
        if self.format == FormatName::Auto && OTHER_DOCUMENTS.contains(&ending.as_str()) {
            let message = format!("-o {}: no .{ending} is written", path.display());
            let page = path.with_extension("html");
            let hint = format!(
                "name it {}, which prints as a page, or say -f csv for text",
                page.display()
            );
            return Err(Diagnostic::error(Code::BadFlag, message).hint(hint).into());
        }
        let is_other = OTHER_WORKBOOKS.contains(&ending.as_str());
        if self.format != FormatName::Auto || !is_other {
            return Ok(());
        }
        let message = format!("-o {}: of workbooks only .xlsx is written", path.display());
        let hint = format!(
            "name it {}, or say -f csv for text",
            path.with_extension("xlsx").display()
        );
        Err(Diagnostic::error(Code::BadFlag, message).hint(hint).into())
    }
}

/// Names of the output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum FormatName {
    /// a table on a terminal, CSV in a pipe, JSON lines for several tables
    #[default]
    Auto,
    Table,
    Csv,
    Tsv,
    Jsonl,
    Json,
    Md,
    Html,
    Xlsx,
    Parquet,
}

/// Languages of headers and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Language {
    #[default]
    En,
    Zh,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::En => Lang::En,
            Language::Zh => Lang::Zh,
        }
    }
}

/// Characters of table borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum BorderStyle {
    #[default]
    Utf8,
    Ascii,
}

impl From<BorderStyle> for Style {
    fn from(style: BorderStyle) -> Style {
        match style {
            BorderStyle::Utf8 => Style::Utf8,
            BorderStyle::Ascii => Style::Ascii,
        }
    }
}

/// From which grade on a command ends with exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum FailOn {
    Notice,
    Warning,
    Severe,
    None,
}

impl FailOn {
    /// Whether something of `grade` is met; nothing grave meets nothing.
    pub fn is_met_by(self, grade: Option<Grade>) -> bool {
        let least = match self {
            FailOn::None => return false,
            FailOn::Notice => Grade::Notice,
            FailOn::Warning => Grade::Warning,
            FailOn::Severe => Grade::Severe,
        };
        grade >= Some(least)
    }
}

/// Reads a day given as a flag.
pub fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "write a day as YYYY-MM-DD".to_owned())
}

/// Reads a response level given as a flag.
pub fn level(text: &str) -> Result<Level, String> {
    Level::parse(text).ok_or_else(|| "write none, IV, III, II or I; I is the gravest".to_owned())
}
