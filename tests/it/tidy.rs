//! Does the source read the way the house reads? Each check returns its findings as `path:line: what`.
//!
//! What a machine can see of the style is here; the rest is for the reader of the diff.
//! Blocks of Markdown are data and may hold tabs and trailing spaces; prose and Rust may not.

use crate::source::{Function, Source, files_under, repository, sources, text};

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;
const TEST_NAME_WORDS_MIN: usize = 3;

/// Folders of one machine, put together so that this file does not name them itself.
const MACHINE_FOLDERS: &[&str] = &[
    concat!("/", "tmp/"),
    concat!("/", "work/"),
    concat!("/", "root/"),
    concat!("/", "home/"),
];

#[test]
fn the_sources_are_tidy() {
    let checks = [
        long_files,
        long_functions,
        unwraps,
        leftovers,
        missing_module_docs,
        undocumented_functions,
    ];
    let src = sources("src");
    let mut findings: Vec<String> = checks
        .iter()
        .flat_map(|check| src.iter().flat_map(check))
        .collect();
    for source in ["src", "tests", "examples"].into_iter().flat_map(sources) {
        findings.extend(open_ends(&source));
        findings.extend(short_test_names(&source));
    }
    for (path, text) in texts() {
        findings.extend(machine_paths(&path, &text));
        findings.extend(stray_blanks(&path, &text));
    }
    assert!(
        findings.is_empty(),
        "{} things to tidy:\n{}",
        findings.len(),
        findings.join("\n")
    );
}

/// Rust, Markdown and policies, as (path, text).
fn texts() -> Vec<(String, String)> {
    let places = [
        "src",
        "tests",
        "examples",
        "data/policy",
        "README.md",
        "Cargo.toml",
    ];
    let files = |place| files_under(&repository(), place, &["rs", "md", "toml"]);
    let paths = places.into_iter().flat_map(files);
    paths.map(|path| (path.clone(), text(&path))).collect()
}

fn long_files(source: &Source) -> Vec<String> {
    let length = source.code.lines().count();
    if length <= FILE_LINES_MAX {
        return Vec::new();
    }
    let what = format!("more than {FILE_LINES_MAX} lines; find the second noun");
    vec![source.finding(length, what)]
}

fn long_functions(source: &Source) -> Vec<String> {
    let what = |function: &Function| {
        let length = function.lines.len();
        (length > FUNCTION_LINES_MAX).then(|| format!("`{}` has {length} lines", function.name))
    };
    function_findings(source, what)
}

fn undocumented_functions(source: &Source) -> Vec<String> {
    let tests = source.test_lines();
    let what = |function: &Function| {
        let mut above = function.preamble.iter();
        let documented = above.any(|line| line.starts_with("///") || line.starts_with("#[doc"));
        let due = function.is_public && !tests.contains(&function.lines.start);
        (due && !documented).then(|| format!("`{}` is public without a doc comment", function.name))
    };
    function_findings(source, what)
}

fn short_test_names(source: &Source) -> Vec<String> {
    let what = |function: &Function| {
        let is_test = function.preamble.iter().any(|line| line == "#[test]");
        let words = function
            .name
            .split('_')
            .filter(|word| !word.is_empty())
            .count();
        let short = is_test && words < TEST_NAME_WORDS_MIN;
        short.then(|| format!("the test name `{}` is no sentence", function.name))
    };
    function_findings(source, what)
}

fn function_findings(source: &Source, what: impl Fn(&Function) -> Option<String>) -> Vec<String> {
    let functions = source.functions().into_iter();
    functions
        .filter_map(|f| Some(source.finding(f.lines.start, what(&f)?)))
        .collect()
}

fn unwraps(source: &Source) -> Vec<String> {
    let tests = source.test_lines();
    let uses = source.code.match_indices(".unwrap()");
    let lines = uses
        .map(|(at, _)| source.line_of(at))
        .filter(|line| !tests.contains(line));
    let what = "unwrap; expect says why it cannot fail";
    lines.map(|line| source.finding(line, what)).collect()
}

fn leftovers(source: &Source) -> Vec<String> {
    let words = ["todo!", "unimplemented!", "dbg!"].into_iter();
    let uses = words.flat_map(|word| source.code.match_indices(word));
    let is_whole =
        |at: usize| !source.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let whole = uses.filter(|(at, _)| is_whole(*at));
    whole
        .map(|(at, word)| source.finding(source.line_of(at), format!("{word} is left over")))
        .collect()
}

fn missing_module_docs(source: &Source) -> Vec<String> {
    let documented = source
        .lines
        .first()
        .is_some_and(|line| line.starts_with("//!"));
    let finding = (!documented).then(|| source.finding(1, "does not start with a module doc"));
    finding.into_iter().collect()
}

/// Comments that promise work without a number: `TODO(12)` and `TODO #12` have one.
/// Behind a backtick the word is only talked about.
fn open_ends(source: &Source) -> Vec<String> {
    let is_open = |line: &str, at: usize| {
        let behind = line[at + "TODO".len()..].trim_start_matches(['(', ' ', '#']);
        !line[..at].ends_with('`') && !behind.starts_with(|c: char| c.is_ascii_digit())
    };
    let lines = source.comments.lines().zip(1..);
    let open =
        lines.filter(|(line, _)| line.match_indices("TODO").any(|(at, _)| is_open(line, at)));
    open.map(|(_, number)| source.finding(number, "a TODO needs a number"))
        .collect()
}

fn machine_paths(path: &str, text: &str) -> Vec<String> {
    // A letter before the slash makes it a part of something else, such as a web address.
    let starts = |line: &str, at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric());
    let mut findings = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        for folder in MACHINE_FOLDERS {
            if line.match_indices(folder).any(|(at, _)| starts(line, at)) {
                findings.push(format!(
                    "{path}:{number}: {folder} is a folder of one machine"
                ));
            }
        }
    }
    findings
}

fn stray_blanks(path: &str, text: &str) -> Vec<String> {
    let (mut findings, mut in_block) = (Vec::new(), false);
    for (line, number) in text.lines().zip(1..) {
        if path.ends_with(".md") && line.trim_start().starts_with("```") {
            in_block = !in_block;
        }
        if in_block {
            continue;
        }
        if line.contains('\t') {
            findings.push(format!("{path}:{number}: a tab"));
        }
        if line.ends_with([' ', '\t']) {
            findings.push(format!("{path}:{number}: blanks at the end"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The findings of `check` on `text`, without the path.
    fn found(check: fn(&Source) -> Vec<String>, text: &str) -> Vec<String> {
        let findings = check(&Source::new("src/a.rs", text));
        findings
            .iter()
            .map(|finding| finding.replacen("src/a.rs:", "", 1))
            .collect()
    }

    #[test]
    fn a_file_may_have_400_lines_and_no_more() {
        assert!(found(long_files, &"x\n".repeat(FILE_LINES_MAX)).is_empty());
        assert_eq!(
            found(long_files, &"x\n".repeat(FILE_LINES_MAX + 1)).len(),
            1
        );
    }

    #[test]
    fn a_function_may_have_70_lines_and_no_more() {
        let function = |lines: usize| format!("\nfn f() {{\n{}}}\n", "    x;\n".repeat(lines - 2));
        assert!(found(long_functions, &function(FUNCTION_LINES_MAX)).is_empty());
        assert_eq!(
            found(long_functions, &function(FUNCTION_LINES_MAX + 1)),
            ["2: `f` has 71 lines"]
        );
    }

    #[test]
    fn unwrap_is_for_tests_only() {
        let tests = "#[cfg(test)]\nmod tests {\n    fn g() { x.unwrap(); }\n}\n";
        assert_eq!(
            found(
                unwraps,
                &format!("fn f() {{\n    x\n        .unwrap();\n}}\n{tests}")
            )
            .len(),
            1
        );
        assert!(
            found(
                unwraps,
                &format!("fn f() {{ x.unwrap_or(1); \".unwrap()\"; }} // .unwrap()\n{tests}")
            )
            .is_empty()
        );
    }

    #[test]
    fn leftover_macros_are_found() {
        assert_eq!(
            found(leftovers, "fn f() {\n    todo!()\n}"),
            ["2: todo! is left over"]
        );
        assert_eq!(found(leftovers, "dbg!(x); unimplemented!()").len(), 2);
        assert!(found(leftovers, "mytodo!(); // todo!\n\"dbg!\"").is_empty());
    }

    #[test]
    fn a_file_starts_with_its_module_doc() {
        assert!(found(missing_module_docs, "//! Doc.\n").is_empty());
        assert_eq!(found(missing_module_docs, "use a;\n//! Doc.\n").len(), 1);
        assert_eq!(found(missing_module_docs, "").len(), 1);
    }

    #[test]
    fn a_public_function_has_a_doc_comment() {
        assert_eq!(
            found(undocumented_functions, "// x\npub fn f() {}"),
            ["2: `f` is public without a doc comment"]
        );
        assert_eq!(
            found(
                undocumented_functions,
                "impl A {\n    #[must_use]\n    pub const fn f() {}\n}"
            )
            .len(),
            1
        );
        for text in [
            "/// Doc.\n#[must_use]\npub fn f() {}",
            "fn f() {}",
            "pub(crate) fn f() {}",
        ] {
            assert!(found(undocumented_functions, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_test_name_has_three_words() {
        let test = |name: &str| format!("#[test]\n#[should_panic]\nfn {name}() {{}}\n");
        assert_eq!(found(short_test_names, &test("it_works")).len(), 1);
        assert!(found(short_test_names, &test("a_site_is_short")).is_empty());
        assert!(found(short_test_names, "fn f() {}").is_empty());
    }

    #[test]
    fn a_promise_has_a_number() {
        assert_eq!(
            found(open_ends, "x; // TODO: later\n"),
            ["1: a TODO needs a number"]
        );
        assert!(
            found(
                open_ends,
                "// TODO(12): later\n// TODO #3\n\"TODO\"\n// `TODO`"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_folder_of_one_machine_is_found() {
        let folder = MACHINE_FOLDERS[0];
        assert_eq!(machine_paths("a.md", &format!("x\ncd {folder}x")).len(), 1);
        assert!(machine_paths("a.md", &format!("https://example.org{folder}x")).is_empty());
    }

    #[test]
    fn tabs_and_trailing_blanks_are_found_outside_blocks() {
        assert_eq!(
            stray_blanks("a.rs", "x \n\ty\n"),
            ["a.rs:1: blanks at the end", "a.rs:2: a tab"]
        );
        let page = "```tsv\na\tb \n```\n";
        assert!(stray_blanks("a.md", page).is_empty());
        assert_eq!(
            stray_blanks("a.md", &format!("{page}x \n")),
            ["a.md:4: blanks at the end"]
        );
    }
}
