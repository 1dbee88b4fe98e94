//! What does a page say? Splits Markdown into the files to write and the commands to run.
//!
//! A page is a list of blocks in the order of the text; every command knows its line and the lines of
//! its expected output, so that a failure can name them and an update can replace them.
//! Anything that looks like a check and would not run is refused: a page never passes by a typing error.

use std::ops::Range;
use std::path::{Component, Path};

/// How far down `<!-- needs: … -->` may stand.
const HEAD_LINES: usize = 5;

#[derive(Debug)]
pub struct Page {
    /// Relative to the repository, with `/`.
    pub path: String,
    pub lines: Vec<String>,
    pub needs: Vec<String>,
    pub blocks: Vec<Block>,
}

#[derive(Debug)]
pub enum Block {
    File {
        name: String,
        text: String,
    },
    Console {
        line: usize,
        needs: Vec<String>,
        commands: Vec<Command>,
    },
}

#[derive(Debug)]
pub struct Command {
    /// Line of the `$`, counted from 1.
    pub line: usize,
    pub script: String,
    /// Indices into [`Page::lines`].
    pub expected: Range<usize>,
}

/// Reads a page. The error is `path:line: what is wrong`.
pub fn parse(path: &str, text: &str) -> Result<Page, String> {
    let lines: Vec<String> = text.lines().map(String::from).collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let fault = |message: &str| format!("{path}:{}: {message}", at + 1);
        let Some((ticks, info)) = fence(&lines[at]) else {
            if lines[at].trim_start().starts_with("```console") {
                return Err(fault(
                    "an indented console block is not run; move it to the margin",
                ));
            }
            at += 1;
            continue;
        };
        let end = closing_fence(&lines, at + 1, ticks)
            .ok_or_else(|| fault("the block is never closed"))?;
        blocks.extend(block(&lines, info, at + 1..end).map_err(|message| fault(&message))?);
        at = end + 1;
    }
    let needs = head_needs(&lines);
    Ok(Page {
        path: path.to_string(),
        lines,
        needs,
        blocks,
    })
}

impl Page {
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        self.blocks.iter().flat_map(|block| match block {
            Block::Console { commands, .. } => commands.as_slice(),
            Block::File { .. } => &[],
        })
    }

    pub fn expected(&self, command: &Command) -> &[String] {
        &self.lines[command.expected.clone()]
    }
}

/// The number of backticks that open a block at the margin, and the words behind them.
fn fence(line: &str) -> Option<(usize, &str)> {
    let info = line.trim_start_matches('`');
    let ticks = line.len() - info.len();
    (ticks >= 3 && !info.contains('`')).then_some((ticks, info.trim()))
}

fn closing_fence(lines: &[String], from: usize, ticks: usize) -> Option<usize> {
    let closes = |line: &String| fence(line).is_some_and(|(n, info)| n >= ticks && info.is_empty());
    (from..lines.len()).find(|&at| closes(&lines[at]))
}

fn head_needs(lines: &[String]) -> Vec<String> {
    lines
        .iter()
        .take(HEAD_LINES)
        .filter_map(|line| line.trim().strip_prefix("<!-- needs:")?.strip_suffix("-->"))
        .flat_map(|names| names.split([',', ' ']))
        .filter(|name| !name.is_empty())
        .map(String::from)
        .collect()
}

/// The block between two fences; `None` for one that is only shown.
fn block(lines: &[String], info: &str, body: Range<usize>) -> Result<Option<Block>, String> {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or_default();
    if language == "console" {
        return console(lines, words, body);
    }
    match words.find_map(|word| word.strip_prefix("file=")) {
        Some(name) => file(name, &lines[body]).map(Some),
        None => Ok(None),
    }
}

fn file(name: &str, lines: &[String]) -> Result<Block, String> {
    let stays_inside = Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if name.is_empty() || !stays_inside {
        return Err(format!(
            "file={name} does not name a file inside the page's directory"
        ));
    }
    let text = lines.iter().map(|line| format!("{line}\n")).collect();
    Ok(Block::File {
        name: name.to_string(),
        text,
    })
}

fn console<'a>(
    lines: &[String],
    words: impl Iterator<Item = &'a str>,
    body: Range<usize>,
) -> Result<Option<Block>, String> {
    let (mut needs, mut norun) = (Vec::new(), false);
    for word in words {
        match word.strip_prefix("needs=") {
            Some(names) => needs.extend(names.split(',').map(String::from)),
            None if word == "norun" => norun = true,
            None => {
                return Err(format!(
                    "`{word}` means nothing here; a console block knows norun and needs=NAME"
                ));
            }
        }
    }
    if norun {
        return Ok(None);
    }
    let line = body.start;
    let commands = commands(lines, body)?;
    Ok(Some(Block::Console {
        line,
        needs,
        commands,
    }))
}

fn commands(lines: &[String], body: Range<usize>) -> Result<Vec<Command>, String> {
    let mut commands: Vec<Command> = Vec::new();
    for at in body {
        let line = lines[at].as_str();
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(script), _) => {
                let expected = at + 1..at + 1;
                commands.push(Command {
                    line: at + 1,
                    script: script.to_string(),
                    expected,
                });
            }
            (None, None) => {
                return Err("a console block starts with `$ ` and a command".to_string());
            }
            (None, Some(command)) => match line.strip_prefix("> ") {
                Some(more) if command.expected.is_empty() => {
                    command.script = format!("{}\n{more}", command.script);
                    command.expected = at + 1..at + 1;
                }
                _ => command.expected.end = at + 1,
            },
        }
    }
    if commands.is_empty() {
        return Err("a console block without a command checks nothing".to_string());
    }
    Ok(commands)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        parse("p.md", text).expect_err("the page is faulty")
    }

    #[test]
    fn commands_know_their_line_and_their_output() {
        let page = parse(
            "p.md",
            "Prose.\n\n```console\n$ a \\\n> b\n1\n\n2\n$ c\n```\n",
        )
        .unwrap();
        let seen: Vec<_> = page
            .commands()
            .map(|c| (c.line, c.script.as_str(), page.expected(c).to_vec()))
            .collect();
        let output = ["1", "", "2"].map(String::from).to_vec();
        assert_eq!(seen, [(4, "a \\\nb", output), (9, "c", vec![])]);
    }

    #[test]
    fn a_quote_mark_below_the_output_is_output() {
        let page = parse("p.md", "```console\n$ a\n1\n> 2\n```\n").unwrap();
        let command = page.commands().next().unwrap();
        assert_eq!(
            (command.script.as_str(), page.expected(command).len()),
            ("a", 2)
        );
    }

    #[test]
    fn a_named_block_becomes_a_file_and_a_nameless_one_is_shown() {
        let page = parse(
            "p.md",
            "```csv file=in/a.csv\nx,y\n1,2\n```\n```sh\nls\n```\n",
        )
        .unwrap();
        let [Block::File { name, text }] = page.blocks.as_slice() else {
            panic!("{:?}", page.blocks)
        };
        assert_eq!((name.as_str(), text.as_str()), ("in/a.csv", "x,y\n1,2\n"));
    }

    #[test]
    fn a_longer_fence_may_hold_a_shorter_one() {
        let page = parse("p.md", "````md file=a.md\n```console\n```\n````\n").unwrap();
        let [Block::File { text, .. }] = page.blocks.as_slice() else {
            panic!("{:?}", page.blocks)
        };
        assert_eq!(text, "```console\n```\n");
    }

    #[test]
    fn a_block_that_is_not_run_has_no_commands() {
        let page = parse("p.md", "```console norun\n$ cargo build\n```\n").unwrap();
        assert_eq!(page.commands().count(), 0);
    }

    #[test]
    fn needs_stand_at_the_fence_and_at_the_head() {
        let page = parse(
            "p.md",
            "# T\n<!-- needs: data, jq -->\n```console needs=/dev/full,xan\n$ a\n```\n",
        )
        .unwrap();
        assert_eq!(page.needs, ["data", "jq"]);
        let [Block::Console { needs, .. }] = page.blocks.as_slice() else {
            panic!("{:?}", page.blocks)
        };
        assert_eq!(needs, &["/dev/full", "xan"]);
    }

    #[test]
    fn what_would_silently_not_run_is_refused_with_its_line() {
        assert!(refused("x\n```console\n$ a\n").starts_with("p.md:2: the block is never closed"));
        assert!(refused("- x\n  ```console\n  $ a\n  ```\n").starts_with("p.md:2: an indented"));
        assert!(refused("```console nurun\n$ a\n```\n").contains("`nurun` means nothing"));
        assert!(refused("```console\n1\n```\n").contains("starts with `$ `"));
        assert!(refused("```console\n```\n").contains("checks nothing"));
    }

    #[test]
    fn a_file_outside_the_directory_is_refused() {
        for name in ["../a", "/a", "a/../../b", ""] {
            assert!(
                refused(&format!("```csv file={name}\n```\n")).contains("inside"),
                "{name}"
            );
        }
    }
}
