//! `granary demo`: a day at the supply desk on the sample that comes with granary.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::io::{message, output};

/// Run a whole day on the sample that comes with granary
///
/// Writes the sample ledger of a prefecture with seven counties into a folder,
/// runs every command of the day on it, prints each as it could be typed, and
/// leaves the ledger, the tables of the day and tonight's report.
///
///   $ granary demo granary-demo
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Demo {
    /// The folder to write; it must not hold a ledger yet
    #[arg(default_value = "granary-demo")]
    folder: PathBuf,
}

/// Stands in a line for the folder that is written.
const FOLDER: &str = "FOLDER";
/// The day of the story that the sample tells.
const DAY: &str = "2022-03-15";
/// The sheet of movements, to be imported; the other tables lie ready in the ledger folder.
const MOVEMENTS: &str = include_str!("../../data/sample/movement.csv");
/// The tables of the sample, but for the movements, and a scenario to try on it.
const TABLES: &[(&str, &str)] = &[
    ("item.csv", include_str!("../../data/sample/item.csv")),
    ("site.csv", include_str!("../../data/sample/site.csv")),
    ("staff.csv", include_str!("../../data/sample/staff.csv")),
    ("event.csv", include_str!("../../data/sample/event.csv")),
    ("norm.csv", include_str!("../../data/sample/norm.csv")),
    ("request.csv", include_str!("../../data/sample/request.csv")),
    ("auction.csv", include_str!("../../data/sample/auction.csv")),
    (
        "rotation.csv",
        include_str!("../../data/sample/rotation.csv"),
    ),
    ("quote.csv", include_str!("../../data/sample/quote.csv")),
    (
        "agreement.csv",
        include_str!("../../data/sample/agreement.csv"),
    ),
    (
        "capacity.csv",
        include_str!("../../data/sample/capacity.csv"),
    ),
    ("carrier.csv", include_str!("../../data/sample/carrier.csv")),
    (
        "enterprise.csv",
        include_str!("../../data/sample/enterprise.csv"),
    ),
    (
        "production.csv",
        include_str!("../../data/sample/production.csv"),
    ),
    ("inbound.csv", include_str!("../../data/sample/inbound.csv")),
    (
        "household.csv",
        include_str!("../../data/sample/household.csv"),
    ),
    ("order.csv", include_str!("../../data/sample/order.csv")),
    ("call.csv", include_str!("../../data/sample/call.csv")),
    ("people.csv", include_str!("../../data/sample/people.csv")),
    ("package.csv", include_str!("../../data/sample/package.csv")),
    ("kit.csv", include_str!("../../data/sample/kit.csv")),
    (
        "delivery.csv",
        include_str!("../../data/sample/delivery.csv"),
    ),
    (
        "scenario.toml",
        include_str!("../../examples/scenarios/outbreak.toml"),
    ),
];

/// Runs `demo`.
pub fn run(demo: &Demo, global: &Global) -> Result<u8> {
    let folder = &no_table(&demo.folder);
    lay_out(folder)?;
    let shown = folder.to_string_lossy();
    let steps = steps(&shown);
    for step in &steps {
        if !global.quiet {
            message::say(&format!("\n# {}\n$ {}", step.why, step.typed()));
        }
        step.run(global.quiet)?;
    }
    if !global.quiet {
        message::say(&format!(
            "\nThe report lies in {shown}/report.html and {shown}/report.md, the ledger in {shown}/movement.csv."
        ));
    }
    Ok(0)
}

/// The folder by a name that no flag `TABLE=FILE` takes for a table's: `./item=1` for `item=1`.
fn no_table(folder: &Path) -> PathBuf {
    match folder.is_relative() && folder.to_string_lossy().contains('=') {
        true => Path::new(".").join(folder),
        false => folder.to_owned(),
    }
}

/// Writes the sample; a folder that holds a ledger already is left alone.
fn lay_out(folder: &Path) -> Result<()> {
    if folder.join("movement.csv").exists() {
        let place = Place::file(&folder.to_string_lossy());
        let diagnostic =
            Diagnostic::error(Code::CannotCreate, "the folder holds a ledger already").at(place);
        return Err(
            Refused::from(diagnostic.hint("name another folder: granary demo OTHER")).into(),
        );
    }
    output::folder(&folder.join("sheets"))?;
    output::to_file(&folder.join("sheets/movement.csv"), MOVEMENTS.as_bytes())?;
    for (name, text) in TABLES {
        output::to_file(&folder.join(name), text.as_bytes())?;
    }
    Ok(())
}

/// One line of the day: commands in a pipe, and what it is for.
struct Step {
    why: &'static str,
    commands: Vec<Vec<String>>,
}

/// The commands of the day.
fn steps(folder: &str) -> Vec<Step> {
    // The words are parted before the folder takes its place: its name may have blanks.
    let words = |command: &str| -> Vec<String> {
        let words = command.split(' ');
        words.map(|word| word.replace(FOLDER, folder)).collect()
    };
    let step = |why, line: String| Step {
        why,
        commands: line.split(" | ").map(words).collect(),
    };
    let day = format!("--as-of {DAY}");
    let ledger = format!("--ledger {FOLDER}");
    vec![
        step(
            "the sheet of movements enters the sealed ledger",
            format!("stock import {FOLDER}/sheets/movement.csv {ledger}"),
        ),
        step(
            "the ledger is checked",
            format!("stock check {ledger} {day} --fail-on none -o {FOLDER}/finding.csv"),
        ),
        step(
            "the day in one pipe: days of cover, who gets what, what must leave, what it costs",
            format!(
                "stock cover {ledger} {day} --policy P0 --emit all --in finding={FOLDER}/finding.csv | \
                 allocate plan {ledger} {day} --policy P0 --from D00 --emit all | \
                 rotate stage {ledger} {day} --policy P0 --emit all | \
                 price watch {ledger} {day} --emit all -o {FOLDER}/day.jsonl"
            ),
        ),
        step(
            "tonight's report",
            format!("report daily {day} --in {FOLDER}/day.jsonl -o {FOLDER}/report.html"),
        ),
        step(
            "the same to paste into a message",
            format!("report daily {day} --in {FOLDER}/day.jsonl -o {FOLDER}/report.md"),
        ),
        step(
            "the plan would enter the ledger so",
            format!(
                "stock post {ledger} --in {FOLDER}/day.jsonl --dry-run -o {FOLDER}/to-post.csv"
            ),
        ),
    ]
}

impl Step {
    /// The line as it could be typed.
    fn typed(&self) -> String {
        let commands: Vec<String> = self
            .commands
            .iter()
            .map(|words| {
                let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
                format!("granary {}", words.join(" "))
            })
            .collect();
        commands.join(" |\n    ")
    }

    /// Runs the commands, each reading what the one before writes; `quiet` is passed on.
    fn run(&self, quiet: bool) -> Result<()> {
        let program = std::env::current_exe().context("the program cannot find itself")?;
        let mut children: Vec<Child> = Vec::new();
        for (at, words) in self.commands.iter().enumerate() {
            let input = match children.last_mut().and_then(|child| child.stdout.take()) {
                Some(stdout) => Stdio::from(stdout),
                None => Stdio::null(),
            };
            let is_last = at + 1 == self.commands.len();
            let out = if is_last {
                Stdio::inherit()
            } else {
                Stdio::piped()
            };
            let child = Command::new(&program)
                .args(words)
                .args(quiet.then_some("--quiet"))
                .stdin(input)
                .stdout(out)
                .spawn();
            children.push(
                child.with_context(|| format!("granary {} cannot be started", words.join(" ")))?,
            );
        }
        for (child, words) in children.iter_mut().zip(&self.commands) {
            let status = child
                .wait()
                .with_context(|| format!("granary {} was lost", words.join(" ")))?;
            if !status.success() {
                bail!("granary {} ended with {status}", words.join(" "));
            }
        }
        Ok(())
    }
}

/// A word as a shell takes it for one: in quotes where it holds anything that a shell may read otherwise.
fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=,:".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(format!("'{}'", word.replace('\'', r"'\''"))),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{no_table, quoted, steps};

    #[test]
    fn a_folder_that_is_called_as_a_flag_of_a_table_is_a_folder() {
        assert_eq!(no_table(Path::new("item=1")), Path::new("./item=1"));
        assert_eq!(no_table(Path::new("/srv/item=1")), Path::new("/srv/item=1"));
        assert_eq!(
            no_table(Path::new("granary-demo")),
            Path::new("granary-demo")
        );
    }

    #[test]
    fn a_folder_with_blanks_is_one_word_of_a_command() {
        let steps = steps("our county");
        let import = &steps[0];
        let words = [
            "stock",
            "import",
            "our county/sheets/movement.csv",
            "--ledger",
            "our county",
        ];
        assert_eq!(import.commands, [words]);
        let typed = "granary stock import 'our county/sheets/movement.csv' --ledger 'our county'";
        assert_eq!(import.typed(), typed);
    }

    #[test]
    fn what_a_shell_reads_otherwise_is_quoted() {
        assert_eq!(quoted("某县/a.csv"), "某县/a.csv");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("a&b"), "'a&b'");
        assert_eq!(quoted(""), "''");
    }
}
