//! What happens when the commands of a page are typed? Runs them, compares, and writes pages anew.
//!
//! Every page has its own directory and an environment of six variables, so that neither the caller's
//! settings nor another page can change what it prints.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, ExitStatus, Stdio};

use super::expected::{diff, matches};
use super::page::{Block, Command, Page, parse};

/// What every page is run beside.
pub struct Surroundings {
    pub repository: PathBuf,
    /// The real data, where this machine has it.
    pub data: Option<PathBuf>,
    /// `PATH` of the commands; the freshly built `granary` comes first.
    pub path: OsString,
}

/// What running a page brought to light.
#[derive(Default)]
pub struct Outcome {
    /// `path:line: why it was left out`.
    pub skipped: Vec<String>,
    pub mismatches: Vec<Mismatch>,
}

/// A command that printed something else.
pub struct Mismatch {
    /// Line of the command, which also identifies it.
    pub line: usize,
    pub actual: Vec<String>,
}

impl Surroundings {
    pub fn of_this_repository() -> io::Result<Surroundings> {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize()?;
        let named = env::var_os("GRANARY_TEST_DATA").map(PathBuf::from);
        let data = named
            .unwrap_or_else(|| repository.join("../shared/data"))
            .canonicalize()
            .ok();
        let binary = Path::new(env!("CARGO_BIN_EXE_granary"));
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = binary
            .parent()
            .map(PathBuf::from)
            .into_iter()
            .chain(env::split_paths(&inherited));
        let path = env::join_paths(folders).map_err(io::Error::other)?;
        Ok(Surroundings {
            repository,
            data,
            path,
        })
    }

    /// The first of `needs` that is not here: a path, a program, or the real data.
    fn missing<'a>(&self, needs: &'a [String]) -> Option<&'a str> {
        let is_here = |need: &str| match need {
            "data" => self.data.is_some(),
            _ if need.starts_with('/') => Path::new(need).exists(),
            _ => env::split_paths(&self.path).any(|folder| folder.join(need).is_file()),
        };
        needs.iter().map(String::as_str).find(|need| !is_here(need))
    }
}

/// Runs a page from top to bottom. Commands behind a mismatch are run all the same.
pub fn run(page: &Page, around: &Surroundings) -> io::Result<Outcome> {
    let mut outcome = Outcome::default();
    let skipped = |line, need| format!("{}:{line}: left out, {need} is not here", page.path);
    if let Some(need) = around.missing(&page.needs) {
        outcome.skipped.push(skipped(1, need));
        return Ok(outcome);
    }
    let directory = tempfile::tempdir()?;
    let here = directory.path().canonicalize()?;
    for block in &page.blocks {
        match block {
            Block::File { name, text } => write_file(&here.join(name), text)?,
            Block::Console {
                line,
                needs,
                commands,
            } => {
                if let Some(need) = around.missing(needs) {
                    outcome.skipped.push(skipped(*line, need));
                    continue;
                }
                let found = mismatches(page, commands, &here, around)?;
                outcome.mismatches.extend(found);
            }
        }
    }
    Ok(outcome)
}

/// A mismatch as `path:line: command` and the difference below it.
pub fn report(page: &Page, mismatch: &Mismatch) -> String {
    let command = page
        .commands()
        .find(|command| command.line == mismatch.line);
    let (script, expected) =
        command.map_or(("", &[][..]), |c| (c.script.as_str(), page.expected(c)));
    format!(
        "{}:{}: $ {script}\n{}",
        page.path,
        mismatch.line,
        diff(expected, &mismatch.actual)
    )
}

/// The text of the page with the real output in place of what did not match.
///
/// Output that a page cannot hold, such as a line that looks like a command, is refused.
pub fn updated(page: &Page, mismatches: &[Mismatch]) -> Result<String, String> {
    let mut lines = page.lines.clone();
    let mut wanted = Vec::new();
    for command in page.commands() {
        let mismatch = mismatches
            .iter()
            .find(|mismatch| mismatch.line == command.line);
        let output = mismatch.map_or(page.expected(command), |mismatch| &mismatch.actual);
        wanted.push((command, output));
    }
    for (command, output) in wanted.iter().rev() {
        lines.splice(command.expected.clone(), output.iter().cloned());
    }
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let read_back = parse(&page.path, &text)?;
    let same = read_back.commands().count() == wanted.len()
        && read_back
            .commands()
            .zip(&wanted)
            .all(|(c, (old, output))| c.script == old.script && read_back.expected(c) == *output);
    if !same {
        let first = mismatches.first().map_or(0, |mismatch| mismatch.line);
        return Err(format!(
            "{}:{first}: the output looks like commands or fences; pipe it through sed 's/^/| /'",
            page.path
        ));
    }
    Ok(text)
}

fn write_file(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn mismatches(
    page: &Page,
    commands: &[Command],
    here: &Path,
    around: &Surroundings,
) -> io::Result<Vec<Mismatch>> {
    let mut mismatches = Vec::new();
    for command in commands {
        let actual = output(&command.script, here, around)?;
        if !matches(page.expected(command), &actual) {
            mismatches.push(Mismatch {
                line: command.line,
                actual,
            });
        }
    }
    Ok(mismatches)
}

/// What `script` prints, line by line, with the exit code as a last line where it is not 0.
fn output(script: &str, here: &Path, around: &Surroundings) -> io::Result<Vec<String>> {
    let (mut printed, writer) = io::pipe()?;
    let mut shell = Process::new("sh");
    shell.arg("-c").arg(script).current_dir(here).env_clear();
    shell
        .env("PATH", &around.path)
        .env("HOME", here)
        .env("LANG", "C.UTF-8")
        .env("TZ", "UTC");
    shell
        .env("SRC", &around.repository)
        .envs(around.data.as_ref().map(|data| ("DATA", data)));
    shell
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer);
    let mut child = shell.spawn()?;
    // The shell's description holds the writing ends; while it lives, the pipe never ends.
    drop(shell);
    let mut bytes = Vec::new();
    printed.read_to_end(&mut bytes)?;
    let status = child.wait()?;
    let text = placeless(&String::from_utf8_lossy(&bytes), here, around);
    Ok(text
        .split_terminator('\n')
        .map(String::from)
        .chain(exit_line(status))
        .collect())
}

/// `text` without the paths that differ from machine to machine.
fn placeless(text: &str, here: &Path, around: &Surroundings) -> String {
    let known = [
        (Some(here), "."),
        (around.data.as_deref(), "$DATA"),
        (Some(&*around.repository), "$SRC"),
    ];
    known
        .into_iter()
        .fold(text.to_string(), |text, (path, name)| match path {
            Some(path) => text.replace(&*path.to_string_lossy(), name),
            None => text,
        })
}

fn exit_line(status: ExitStatus) -> Option<String> {
    match status.code() {
        Some(0) => None,
        Some(code) => Some(format!("[exit {code}]")),
        None => Some("[exit by a signal]".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around() -> Surroundings {
        Surroundings::of_this_repository().expect("the repository is here")
    }

    fn page(text: &str) -> Page {
        parse("p.md", text).expect("the page is sound")
    }

    fn outcome(text: &str) -> Outcome {
        run(&page(text), &around()).expect("sh is here")
    }

    #[track_caller]
    fn passes(text: &str) {
        let page = page(text);
        let outcome = run(&page, &around()).expect("sh is here");
        let reports: String = outcome
            .mismatches
            .iter()
            .map(|m| report(&page, m))
            .collect();
        assert_eq!(reports, "");
    }

    #[test]
    fn a_wrong_expectation_is_reported_with_line_command_and_difference() {
        let page = page("Prose.\n```console\n$ echo a; echo b\na\nc\n$ echo d\nd\n```\n");
        let outcome = run(&page, &around()).expect("sh is here");
        let reports: Vec<_> = outcome
            .mismatches
            .iter()
            .map(|m| report(&page, m))
            .collect();
        assert_eq!(reports, ["p.md:3: $ echo a; echo b\n    a\n  - c\n  + b\n"]);
    }

    #[test]
    fn files_are_written_and_stay_from_block_to_block() {
        passes(
            "```csv file=in/a.csv\nx\n```\n```console\n$ cat in/a.csv > b\n```\n```console\n$ cat b\nx\n```\n",
        );
    }

    #[test]
    fn both_streams_share_one_pipe_and_the_code_comes_last() {
        passes("```console\n$ echo 1; echo 2 >&2; echo 3; exit 65\n1\n2\n3\n[exit 65]\n```\n");
        assert_eq!(
            outcome("```console\n$ echo 1; exit 2\n1\n```\n")
                .mismatches
                .len(),
            1
        );
        assert_eq!(
            outcome("```console\n$ echo 1\n1\n[exit 2]\n```\n")
                .mismatches
                .len(),
            1
        );
    }

    #[test]
    fn the_callers_environment_stays_outside() {
        passes(
            "```console\n$ echo \"$TZ $LANG ${CARGO_MANIFEST_DIR-none}\"; cat\nUTC C.UTF-8 none\n```\n",
        );
        passes("```console\n$ pwd; echo $HOME/a; echo $SRC/src\n.\n./a\n$SRC/src\n```\n");
    }

    #[test]
    fn the_binary_under_test_comes_first() {
        passes("```console\n$ command -v granary\n$SRC/[..]granary\n```\n");
    }

    #[test]
    fn a_need_that_is_not_here_leaves_out_its_block_or_its_page() {
        let block = outcome(
            "```console needs=/no/such/path\n$ false\n```\n```console needs=sh\n$ false\n```\n",
        );
        assert_eq!(
            block.skipped,
            ["p.md:1: left out, /no/such/path is not here"]
        );
        assert_eq!(block.mismatches.len(), 1);
        let page = outcome("<!-- needs: no-such-program -->\n```console\n$ false\n```\n");
        assert_eq!((page.skipped.len(), page.mismatches.len()), (1, 0));
    }

    #[test]
    fn an_update_replaces_what_differs_and_keeps_what_matched() {
        let page = page("```console\n$ echo a1\na[..]\n$ echo b; false\nc\nd\n```\nEnd.\n");
        let outcome = run(&page, &around()).expect("sh is here");
        let text = updated(&page, &outcome.mismatches).unwrap();
        assert_eq!(
            text,
            "```console\n$ echo a1\na[..]\n$ echo b; false\nb\n[exit 1]\n```\nEnd.\n"
        );
    }

    #[test]
    fn output_that_would_read_as_a_command_is_not_written_into_a_page() {
        let page = page("```console\n$ echo '$ rm'\n```\n");
        let outcome = run(&page, &around()).expect("sh is here");
        assert!(
            updated(&page, &outcome.mismatches)
                .unwrap_err()
                .starts_with("p.md:2: ")
        );
    }
}
