//! Help in Chinese: what every command, flag and value is for, in the words of `data/lang/zh/help.txt`.
//!
//! Asked for by `--lang zh`, `GRANARY_LANG`, `granary.toml` or the locale. The command is put into Chinese when a help is
//! to be shown and not before: no other run pays for it. What clap says itself (`[default: …]`, `Options:`) is replaced
//! in the help that it laid out, and lines are broken as Chinese is ([`page`]).
//!
//! Commands, flags and words to type stand as they are typed; so do examples.

pub mod page;

use std::borrow::Cow;
use std::collections::HashMap;

use clap::builder::{PossibleValuesParser, Resettable, Str};
use clap::{Arg, ArgAction, Command};
use unicode_width::UnicodeWidthStr as _;

use crate::lang::help::phrases;

/// How a help is laid out.
const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}";

/// What the two flags of clap itself are for.
const HELP: &str = "显示说明（-h 简要，--help 详细）";
const VERSION: &str = "显示版本";

/// Columns of the mark behind a label.
const COLON: usize = 2;

/// The Chinese by the English.
type Book = HashMap<&'static str, &'static str>;

/// The same command with its help in Chinese, to be laid out by [`page::laid_out`].
pub fn in_chinese(command: Command) -> Command {
    of(command, &phrases())
}

fn of(command: Command, book: &Book) -> Command {
    let about = command.get_about().map(ToString::to_string);
    let long = command.get_long_about().map(ToString::to_string);
    let flag = |id: &'static str, short: char, action: ArgAction, help: &'static str| {
        let arg = Arg::new(id).long(id).short(short).action(action);
        arg.help(help).help_heading(Resettable::Reset)
    };
    let mut command = command
        .help_template(TEMPLATE)
        // Lines are broken afterwards.
        .term_width(0)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| arg_of(arg, book))
        .arg(flag("help", 'h', ArgAction::Help, HELP))
        .arg(flag("version", 'V', ArgAction::Version, VERSION));
    if let Some(about) = about {
        command = command.about(said(&about, book));
    }
    if let Some(long) = long {
        command = command.long_about(said(&long, book));
    }
    command.mut_subcommands(|below| of(below, book))
}

fn arg_of(arg: Arg, book: &Book) -> Arg {
    let help = arg.get_help().map(ToString::to_string);
    let long = arg.get_long_help().map(ToString::to_string);
    let names: Option<Vec<Str>> = arg.get_value_names().map(|names| {
        let said = |name: &Str| book.get(name.as_str()).map(|zh| Str::from(*zh));
        let names = names.iter().map(|name| said(name).unwrap_or(name.clone()));
        names.collect()
    });
    let values = arg.get_possible_values();
    let is_described = values.iter().any(|value| value.get_help().is_some());
    let mut arg = arg;
    if let Some(help) = help {
        arg = arg.help(said(&help, book));
    }
    if let Some(long) = long {
        arg = arg.long_help(said(&long, book));
    }
    if let Some(names) = names {
        arg = arg.value_names(names);
    }
    if is_described {
        let values = values.into_iter().map(|value| match value.get_help() {
            Some(help) => {
                let help = said(&help.to_string(), book);
                value.help(help)
            }
            None => value,
        });
        arg = arg.value_parser(PossibleValuesParser::new(values));
    }
    arg
}

/// A text paragraph by paragraph; what is set in, an example or a list, is said line by line.
fn said(text: &str, book: &Book) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        if paragraph.starts_with(' ') {
            let lines = paragraph.lines().map(|line| labelled(line, book));
            return lines.collect::<Vec<_>>().join("\n");
        }
        match book.get(key(paragraph).as_str()) {
            Some(chinese) => (*chinese).to_owned(),
            None => paragraph.to_owned(),
        }
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// A paragraph on one line, as the phrases have it.
fn key(paragraph: &str) -> String {
    paragraph.lines().collect::<Vec<_>>().join(" ")
}

/// A line of a list: its label, the text before `: `, is said, and a remark in brackets at its end; the rest stands
/// where it stood.
fn labelled(line: &str, book: &Book) -> String {
    let line = match remark(line).and_then(|remark| Some((remark, book.get(remark)?))) {
        Some((remark, chinese)) => Cow::Owned(line.replace(remark, chinese)),
        None => Cow::Borrowed(line),
    };
    let text = line.trim_start();
    let margin = &line[..line.len() - text.len()];
    match text.split_once(": ") {
        Some((label, rest)) if book.contains_key(label) => {
            let chinese = book[label];
            let rest_at = text.len() - rest.trim_start().len();
            let gap = " ".repeat(rest_at.saturating_sub(chinese.width() + COLON));
            format!("{margin}{chinese}：{gap}{}", rest.trim_start())
        }
        _ => line.into_owned(),
    }
}

/// The remark in brackets that a line ends with.
fn remark(line: &str) -> Option<&str> {
    let (_, remark) = line.strip_suffix(')')?.rsplit_once('(')?;
    Some(remark)
}

/// Whether the command line or the environment asks for Chinese; the settings of the folder speak where they do not.
pub fn is_chinese(
    arguments: impl Iterator<Item = String>,
    environment: Option<String>,
) -> Option<bool> {
    let mut asked = environment;
    let mut is_next = false;
    for argument in arguments {
        if is_next {
            asked = Some(argument);
            is_next = false;
        } else if argument == "--lang" {
            is_next = true;
        } else if let Some(lang) = argument.strip_prefix("--lang=") {
            asked = Some(lang.to_owned());
        }
    }
    asked.map(|lang| lang == "zh")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Granary;
    use clap::CommandFactory as _;
    use std::collections::BTreeSet;

    #[test]
    fn whatever_the_help_says_has_its_chinese_and_nothing_else_has() {
        let mut texts = BTreeSet::new();
        look(&Granary::command(), &mut texts);
        let book = phrases();
        let known: BTreeSet<String> = book.keys().map(|english| (*english).to_owned()).collect();
        let missing: Vec<&String> = texts.difference(&known).collect();
        assert!(
            missing.is_empty(),
            "{} texts of the help have no Chinese in data/lang/zh/help.txt:\n{}",
            missing.len(),
            missing
                .iter()
                .map(|text| format!("{text}\n"))
                .collect::<String>()
        );
        let stale: Vec<&String> = known.difference(&texts).collect();
        assert!(stale.is_empty(), "no help says so: {stale:#?}");
    }

    /// Every paragraph, kind of value and label of a command and of those below it.
    fn look(command: &Command, texts: &mut BTreeSet<String>) {
        let abouts = [command.get_about(), command.get_long_about()];
        let mut found: Vec<String> = abouts
            .iter()
            .flatten()
            .map(|text| text.to_string())
            .collect();
        for arg in command.get_arguments() {
            let helps = [arg.get_help(), arg.get_long_help()];
            found.extend(helps.iter().flatten().map(|text| text.to_string()));
            let values = arg.get_possible_values();
            let described = values.iter().filter_map(|value| value.get_help());
            found.extend(described.map(ToString::to_string));
            if arg.get_action().takes_values() {
                let names = arg.get_value_names().unwrap_or_default();
                assert!(!names.is_empty(), "{} {}", command.get_name(), arg.get_id());
                found.extend(names.iter().map(ToString::to_string));
            }
        }
        for text in found {
            for paragraph in text.split("\n\n") {
                match paragraph.starts_with(' ') {
                    false => texts.extend([key(paragraph)]),
                    true if paragraph.trim().starts_with('$') => {}
                    true => texts.extend(paragraph.lines().flat_map(parts)),
                }
            }
        }
        for below in command.get_subcommands() {
            look(below, texts);
        }
    }

    /// What is said of a line that is set in: of an example nothing.
    fn parts(line: &str) -> Vec<String> {
        let label = line.trim().split_once(": ").map(|(label, _)| label);
        let said = label.into_iter().chain(remark(line)).map(str::to_owned);
        said.collect()
    }

    #[test]
    fn a_label_is_said_and_what_stands_behind_it_stays_in_its_place() {
        let book = Book::from([("by month", "按月"), ("for good", "不再恢复")]);
        assert_eq!(labelled("  by month: select", &book), "  按月：    select");
        assert_eq!(
            labelled("  lost   (for good)", &book),
            "  lost   (不再恢复)"
        );
        assert_eq!(labelled("    count(x)", &book), "    count(x)");
    }

    #[test]
    fn the_last_flag_counts_and_the_environment_without_one() {
        let asked = |line: &str, environment: Option<&str>| {
            let words = line.split(' ').map(str::to_owned);
            is_chinese(words, environment.map(str::to_owned))
        };
        assert_eq!(asked("granary stock --help", None), None);
        assert_eq!(asked("granary --lang zh stock --help", None), Some(true));
        assert_eq!(asked("granary stock --lang=en -h", Some("zh")), Some(false));
        assert_eq!(asked("granary stock -h", Some("zh")), Some(true));
    }
}
