//! What stands in the sources? Finds files and splits Rust text into code and comments.
//!
//! Shared by the tests that read the source. It knows no grammar, only what hides text from it:
//! comments, strings, characters, and the braces that end an item.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A Rust file in three views of the same lines.
pub struct Source {
    /// Relative to the repository, with `/`.
    pub path: String,
    pub lines: Vec<String>,
    /// Comments and the insides of literals are blank.
    pub code: String,
    /// Everything but comments is blank.
    pub comments: String,
}

/// A string of the source, as it is when the program runs; places of `format!` stand as they are written.
pub struct Literal {
    pub line: usize,
    pub text: String,
    /// The code before it, without what literals and comments say.
    pub before: String,
}

/// A function with the lines it spans, counted from 1.
pub struct Function {
    pub name: String,
    pub lines: Range<usize>,
    pub is_public: bool,
    /// Attributes and comments right above it.
    pub preamble: Vec<String>,
}

pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files below `root/folder` with one of `extensions`, sorted, relative to `root`.
/// `folder` may be a file; what is not there has no files.
pub fn files_under(root: &Path, folder: &str, extensions: &[&str]) -> Vec<String> {
    let path = root.join(folder);
    if path.is_file() {
        let wanted = path
            .extension()
            .is_some_and(|extension| extensions.iter().any(|e| extension == *e));
        return if wanted {
            vec![folder.to_string()]
        } else {
            Vec::new()
        };
    }
    let mut files: Vec<String> = fs::read_dir(&path)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .flat_map(|name| files_under(root, &format!("{folder}/{name}"), extensions))
        .collect();
    files.sort();
    files
}

/// The text of a file of the repository.
pub fn text(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The Rust files below `folder` of the repository.
pub fn sources(folder: &str) -> Vec<Source> {
    let paths = files_under(&repository(), folder, &["rs"]);
    paths
        .iter()
        .map(|path| Source::new(path, &text(path)))
        .collect()
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        let (code, comments) = split(text);
        let lines = text.split('\n').map(String::from).collect();
        Source {
            path: path.to_string(),
            lines,
            code,
            comments,
        }
    }

    /// Modules from the crate root: `src/stock/cover.rs` is `stock`, `cover`; `lib.rs` is none.
    pub fn module(&self) -> Vec<String> {
        let inner = self
            .path
            .strip_prefix("src/")
            .unwrap_or(&self.path)
            .trim_end_matches(".rs");
        let names = inner
            .split('/')
            .filter(|name| !["lib", "mod"].contains(name));
        names.map(String::from).collect()
    }

    /// The line of a byte of `code`, counted from 1.
    pub fn line_of(&self, offset: usize) -> usize {
        self.code[..offset].matches('\n').count() + 1
    }

    /// `path:line: what`, as every check reports.
    pub fn finding(&self, line: usize, what: impl Display) -> String {
        format!("{}:{line}: {what}", self.path)
    }

    /// The strings that stand in the code, in order.
    pub fn literals(&self) -> Vec<Literal> {
        let text = self.lines.join("\n");
        let (mut found, mut before) = (Vec::new(), String::new());
        let (mut rest, mut line, mut in_word) = (text.as_str(), 1, false);
        while let Some(next) = rest.chars().next() {
            let length = if in_word {
                hidden_in_word(rest)
            } else {
                hidden(rest)
            };
            let (part, behind) = rest.split_at(if length > 0 { length } else { next.len_utf8() });
            if length == 0 {
                before.push(next);
            } else if let Some(text) = string(part) {
                let before = before.clone();
                found.push(Literal { line, text, before });
            }
            line += part.matches('\n').count();
            in_word = length == 0 && (next.is_alphanumeric() || next == '_');
            rest = behind;
        }
        found
    }

    /// The lines of items behind `#[cfg(test)]`; all of them in a file `tests.rs`.
    pub fn test_lines(&self) -> BTreeSet<usize> {
        if self.module().last().is_some_and(|name| name == "tests") {
            return (1..=self.lines.len()).collect();
        }
        let marks = ["#[cfg(test)]", "#[cfg(all(test"].into_iter();
        let starts = marks.flat_map(|mark| self.code.match_indices(mark));
        let item = |(at, _)| self.line_of(at)..=self.line_of(item_end(&self.code, at));
        starts.flat_map(item).collect()
    }

    /// Functions in the order of the text, with a body or, in traits, without.
    pub fn functions(&self) -> Vec<Function> {
        let starts = self.code.match_indices("fn ").map(|(at, _)| at);
        starts.filter_map(|at| self.function(at)).collect()
    }

    fn function(&self, at: usize) -> Option<Function> {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        if self.code[..at].ends_with(is_word) {
            return None;
        }
        let name: String = self.code[at + 3..]
            .chars()
            .take_while(|c| is_word(*c))
            .collect();
        if name.is_empty() {
            return None;
        }
        let first = self.line_of(at);
        let last = self.line_of(item_end(&self.code, at));
        let is_public = self.lines[first - 1].trim_start().starts_with("pub ");
        Some(Function {
            name,
            lines: first..last + 1,
            is_public,
            preamble: self.preamble(first),
        })
    }

    /// The attributes and comments right above a line, from the top; an attribute may span lines.
    fn preamble(&self, line: usize) -> Vec<String> {
        let above = &self.lines[..line - 1];
        let mut start = above.len();
        while let Some(text) = start.checked_sub(1).map(|at| above[at].trim()) {
            if text.starts_with("#[") || text.starts_with("//") {
                start -= 1;
            } else if text.ends_with(']')
                && let Some(opening) = above[..start]
                    .iter()
                    .rposition(|text| text.trim().starts_with("#["))
            {
                start = opening;
            } else {
                break;
            }
        }
        above[start..]
            .iter()
            .map(|text| text.trim().to_string())
            .collect()
    }
}

/// Offset of the brace or semicolon that ends the item which starts at `from`.
fn item_end(code: &str, from: usize) -> usize {
    let (mut braces, mut others) = (0i32, 0i32);
    for (at, c) in code[from..].char_indices() {
        match c {
            '(' | '[' => others += 1,
            ')' | ']' => others -= 1,
            '{' => braces += 1,
            '}' => braces -= 1,
            ';' => {}
            _ => continue,
        }
        let at_item = braces == 0 && others == 0;
        if at_item && (c == '}' || c == ';') {
            return from + at;
        }
    }
    code.len()
}

/// Code and comments of `text`, each with the other one, and the insides of literals, made blank.
fn split(text: &str) -> (String, String) {
    let (mut code, mut comments) = (String::new(), String::new());
    let mut rest = text;
    let mut in_word = false;
    while let Some(next) = rest.chars().next() {
        let hidden = if in_word {
            hidden_in_word(rest)
        } else {
            hidden(rest)
        };
        let (part, behind) = rest.split_at(if hidden > 0 { hidden } else { next.len_utf8() });
        let blank: String = part
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        let is_comment = hidden > 0 && part.starts_with('/');
        code.push_str(if hidden > 0 { &blank } else { part });
        comments.push_str(if is_comment { part } else { &blank });
        in_word = hidden == 0 && (next.is_alphanumeric() || next == '_');
        rest = behind;
    }
    (code, comments)
}

/// Bytes of the comment or literal at the start of `text`; 0 where code stands.
fn hidden(text: &str) -> usize {
    let raw = text.trim_start_matches(['b', 'c']);
    if text.len() - raw.len() <= 1
        && let Some(quoted) = raw.strip_prefix('r')
    {
        let hashes = quoted.len() - quoted.trim_start_matches('#').len();
        if quoted[hashes..].starts_with('"') {
            let closing = format!("\"{}", "#".repeat(hashes));
            let opened = text.len() - quoted.len() + hashes + 1;
            return text[opened..]
                .find(&closing)
                .map_or(text.len(), |at| opened + at + closing.len());
        }
    }
    hidden_in_word(text)
}

/// As [`hidden`], right behind a letter, where `r"` opens no raw string.
fn hidden_in_word(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment(text);
    }
    if text.starts_with('"') {
        return quoted(text, '"');
    }
    let mut chars = text.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some('\''), Some('\\'), _) => quoted(text, '\''),
        (Some('\''), Some(c), Some('\'')) => c.len_utf8() + 2,
        // A lifetime.
        _ => 0,
    }
}

/// What a literal says, where it is a string: escapes are what they stand for, a line that goes on is one.
fn string(literal: &str) -> Option<String> {
    let raw = literal.trim_start_matches(['b', 'c']);
    if let Some(quoted) = raw.strip_prefix('r') {
        let inside = quoted.trim_matches('#');
        return Some(inside.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
    let (mut text, mut rest) = (String::new(), inside.chars());
    while let Some(c) = rest.next() {
        match (c, if c == '\\' { rest.next() } else { None }) {
            ('\\', Some('\n')) => {
                let left = rest.as_str().trim_start();
                rest = left.chars();
            }
            ('\\', Some('n')) => text.push('\n'),
            ('\\', Some('t')) => text.push('\t'),
            ('\\', Some(escaped)) => text.push(escaped),
            (c, _) => text.push(c),
        }
    }
    Some(text)
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let (step, change) = match text.as_bytes()[at..] {
            [b'/', b'*', ..] => (2, 1),
            [b'*', b'/', ..] => (2, -1),
            _ => (1, 0),
        };
        at += step;
        depth += change;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        let (code, comments) = split(text);
        assert_eq!(code.matches('\n').count(), comments.matches('\n').count());
        code.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn strings_characters_and_comments_are_not_code() {
        assert_eq!(code("a(\"x // y\\\"\"); // b\nc"), "a( ); c");
        assert_eq!(code("a /* b /* c */ d */ e"), "a e");
        assert_eq!(code(r###"a(r#"b" c"#, br"\", "d")"###), "a( , , )");
        assert_eq!(code(r"a('{', '\'', '市', b'}')"), "a( , , , b )");
        assert_eq!(code("fn f<'a>(x: &'a str) {}"), "fn f<'a>(x: &'a str) {}");
        assert_eq!(code("for r in cr { car\"x\" }"), "for r in cr { car }");
    }

    #[test]
    fn comments_are_kept_on_their_line() {
        let source = Source::new("src/a.rs", "let a = \"// no\"; // yes\n/// doc\n");
        let comments: Vec<_> = source.comments.lines().map(str::trim).collect();
        assert_eq!(comments, ["// yes", "/// doc"]);
    }

    #[test]
    fn a_function_ends_with_its_own_brace() {
        let text = "/// Doc.\n#[cfg(\n  unix\n)]\npub fn a(x: [u8; 4]) -> fn(u8) {\n  if x { '}' }\n}\nfn b();\n";
        let functions = Source::new("src/a.rs", text).functions();
        let seen: Vec<_> = functions
            .iter()
            .map(|f| (f.name.as_str(), f.lines.clone(), f.is_public))
            .collect();
        assert_eq!(seen, [("a", 5..8, true), ("b", 8..9, false)]);
        assert_eq!(functions[0].preamble[0], "/// Doc.");
        assert!(functions[1].preamble.is_empty());
    }

    #[test]
    fn test_lines_are_those_of_the_marked_item() {
        let source = Source::new(
            "src/a.rs",
            "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() {}\n}\nfn c() {}\n",
        );
        assert_eq!(source.test_lines(), BTreeSet::from([2, 3, 4, 5]));
        let narrower = "#[cfg(all(test, unix))]\nmod tests;\nfn a() {}\n";
        let source = Source::new("src/a.rs", narrower);
        assert_eq!(source.test_lines(), BTreeSet::from([1, 2]));
        let whole = Source::new("src/a/tests.rs", "x\ny");
        assert_eq!(whole.test_lines(), BTreeSet::from([1, 2]));
        let other = Source::new("src/a.rs", "#[cfg(unix)]\nfn a() {}");
        assert_eq!(other.test_lines(), BTreeSet::new());
    }

    #[test]
    fn a_string_is_found_with_what_it_says_and_the_code_before_it() {
        let text = "f(\"a \\\"b\\\" \\\n   c\", r#\"d \"e\"\"#); // \"no\"\ng('x').expect(\"f\");";
        let found = Source::new("src/a.rs", text).literals();
        let said: Vec<(usize, &str)> = found.iter().map(|l| (l.line, l.text.as_str())).collect();
        assert_eq!(said, [(1, "a \"b\" c"), (2, "d \"e\""), (3, "f")]);
        assert!(found[2].before.ends_with(".expect("));
    }

    #[test]
    fn a_path_names_its_module() {
        let module = |path| Source::new(path, "").module().join("::");
        assert_eq!(module("src/stock/cover.rs"), "stock::cover");
        assert_eq!(module("src/stock/mod.rs"), "stock");
        assert_eq!(module("src/lib.rs"), "");
        assert_eq!(module("src/main.rs"), "main");
    }
}
