//! Is the help of every command short, narrow and true? Each verb shows one example, and the examples are run.
//!
//! The example is the line of the long help that starts with `  $ granary`; it runs in a folder in which
//! `granary demo granary-demo` ran once before.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use clap::CommandFactory as _;
use granary::cli::Granary;

use crate::chinese::english;

/// Columns of a terminal that is not wide.
const WIDTH: usize = 80;
/// The commands with verbs below them, a row each in the README.
const NOUNS: [&str; 5] = ["stock", "allocate", "rotate", "price", "report"];
/// What stands before an example in a long help.
const EXAMPLE: &str = "  $ ";

#[test]
fn every_help_fits_a_narrow_terminal() {
    for words in commands() {
        for flag in ["-h", "--help"] {
            let help = help(&words, flag);
            assert!(help.contains("Usage: granary"), "{words:?} {flag}: {help}");
            assert_narrow(&help, &format!("{words:?} {flag}"));
        }
    }
}

#[test]
fn every_chinese_help_is_chinese_throughout_and_fits_a_narrow_terminal() {
    for words in commands() {
        for flag in ["-h", "--help"] {
            let place = format!("{words:?} {flag} in Chinese");
            let help = help(&words, &format!("{flag} --lang=zh"));
            assert!(help.contains("用法：granary"), "{place}: {help}");
            assert_narrow(&help, &place);
            let (about, flags) = help.split_once("用法：").expect("seen above");
            let about = about.lines().filter(|line| !is_typed(line));
            // The line of the usage itself is typed, too.
            for line in about.chain(flags.lines().skip(1)) {
                let english = english(line, 3);
                assert_eq!(english, None, "{place}: {line}");
            }
        }
    }
}

/// Whether a line above the usage is typed as it stands: an example, SQL or TOML, which are set in.
fn is_typed(line: &str) -> bool {
    line.starts_with(' ')
}

fn assert_narrow(help: &str, place: &str) {
    for line in help.lines() {
        let width = unicode_width::UnicodeWidthStr::width(line);
        assert!(width <= WIDTH, "{place}: {width} columns: {line}");
    }
}

#[test]
fn every_command_says_what_it_does_in_a_first_line_without_a_full_stop() {
    for words in commands() {
        let help = help(&words, "-h");
        let first = help.lines().next().unwrap_or_default();
        assert!(first.starts_with(char::is_uppercase), "{words:?}: {first}");
        assert!(!first.ends_with('.'), "{words:?}: {first}");
    }
}

#[test]
fn the_readme_lists_the_verbs_of_every_noun() {
    let readme = crate::source::text("README.md");
    let of_noun = |words: &&Vec<String>| words.len() == 2 && NOUNS.contains(&&*words[0]);
    for words in commands().iter().filter(of_noun) {
        let head = format!("| `{}` |", words[0]);
        let row = readme.lines().find(|line| line.starts_with(&head));
        let verb = format!("`{}`", words[1]);
        assert!(
            row.is_some_and(|row| row.contains(&verb)),
            "README.md: {}",
            words.join(" ")
        );
    }
}

#[test]
fn the_example_of_every_verb_runs() {
    let root = tempfile::tempdir().expect("a directory can be made");
    let demo = shell(root.path(), "granary demo granary-demo");
    assert!(demo.status.success(), "{}", text(&demo.stderr));
    for words in verbs() {
        let examples = examples(&help(&words, "--help"));
        assert_eq!(examples.len(), 1, "{words:?} shows {examples:?}");
        let example = &examples[0];
        assert!(
            example.contains(&format!("granary {}", words.join(" "))),
            "{words:?} shows another command: {example}"
        );
        // The demo is laid out already, and a folder that holds a ledger is left alone.
        let example = match words.as_slice() {
            [verb] if verb == "demo" => example.replace("granary-demo", "another-demo"),
            _ => example.clone(),
        };
        let ran = shell(root.path(), &example);
        let is_check = words.last().is_some_and(|verb| verb == "check");
        let codes: &[i32] = if is_check { &[0, 1] } else { &[0] };
        let stderr = text(&ran.stderr);
        let code = ran.status.code().unwrap_or(-1);
        assert!(codes.contains(&code), "{example}: exit {code}: {stderr}");
        assert!(!stderr.contains("error"), "{example}: {stderr}");
    }
}

#[test]
fn the_lines_of_an_example_are_one_command() {
    let help = "Do it\n\n  $ granary one \\\n      --two |\n    granary three\n\nUsage: granary";
    assert_eq!(examples(help), ["granary one --two | granary three"]);
    assert!(examples("Do it\n\nUsage: granary").is_empty());
}

/// Every command by its words: the program itself, its nouns, their verbs, and what stands below a verb.
pub fn commands() -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    below(&Granary::command(), &[], &mut all);
    all
}

fn below(command: &clap::Command, words: &[String], all: &mut Vec<Vec<String>>) {
    for verb in command.get_subcommands() {
        let words = [words, &[verb.get_name().to_owned()]].concat();
        all.push(words.clone());
        below(verb, &words, all);
    }
}

/// The commands that do something themselves.
fn verbs() -> Vec<Vec<String>> {
    let all = commands();
    let holds_verbs = |words: &[String]| {
        let below = |other: &&Vec<String>| other.len() > words.len() && other.starts_with(words);
        all.iter().any(|other| below(&other))
    };
    all.iter()
        .filter(|words| !holds_verbs(words))
        .cloned()
        .collect()
}

/// The examples of a long help; an example ends with an empty line, and its lines are joined.
fn examples(help: &str) -> Vec<String> {
    let mut examples: Vec<String> = Vec::new();
    let mut is_inside = false;
    for line in help.lines() {
        match line.strip_prefix(EXAMPLE) {
            Some(command) => {
                examples.push(command.trim_end_matches('\\').trim().to_owned());
                is_inside = true;
            }
            None if line.trim().is_empty() => is_inside = false,
            None if is_inside => {
                let last = examples.last_mut().expect("a line inside has an example");
                *last = format!("{last} {}", line.trim_end_matches('\\').trim());
            }
            None => {}
        }
    }
    examples
}

fn help(words: &[String], flag: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_granary"))
        .args(words)
        .args(flag.split(' '))
        .env("COLUMNS", WIDTH.to_string())
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .expect("granary can be started");
    assert!(output.status.success(), "{words:?} {flag}");
    assert!(output.stderr.is_empty(), "{words:?} {flag}");
    text(&output.stdout)
}

/// Runs a line in `folder`, with the granary under test first in the path.
fn shell(folder: &Path, line: &str) -> Output {
    let granary = fs::canonicalize(env!("CARGO_BIN_EXE_granary")).expect("granary is built");
    let bin = granary.parent().expect("a file lies in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("LC_ALL", "C")
        .env_remove("GRANARY_LEDGER")
        .env_remove("GRANARY_AS_OF")
        .env_remove("GRANARY_POLICY")
        .stdin(Stdio::null())
        .output()
        .expect("a shell can be started")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
