//! Do the arrows between modules point where the table in `lib.rs` says?
//!
//! The table is Markdown in the module doc of `src/lib.rs`, a row for each module or list of modules:
//!
//! ```text
//! | module | may use |
//! |---|---|
//! | quantity, calendar, diagnostic | - |
//! | ledger | quantity, calendar, diagnostic |
//! | cli | all |
//! ```
//!
//! A module may always use itself; `-` is nothing else, `all` is everything. Tests inside a module are
//! held to its row as well. `lib.rs` and `main.rs` stand above the table. Beside the table there is a
//! short list of words, each with the only places where it may, or may not, be said.

mod maps;
mod mentions;

use std::collections::BTreeMap;

use crate::source::{Source, sources, text};
use mentions::{Mention, mentions};

/// What each module may use.
type Table = BTreeMap<String, Vec<String>>;

/// The two files that stand above the table.
const ROOTS: [&str; 2] = ["lib", "main"];
/// The folders that are arithmetic on typed rows.
const DOMAIN: &[&str] = &["stock", "allocate", "rotate", "price", "report"];

/// Words with their places. `use std::{fs, io}` says `std::fs` and `std::io`.
const BANS: &[Ban] = &[
    Ban {
        words: &["std::fs", "std::io", "println!", "polars"],
        places: Places::Outside(DOMAIN),
    },
    Ban {
        words: &["SystemTime", "Utc::now", "Local::now"],
        places: Places::Inside(&["cli"]),
    },
    Ban {
        words: &["polars"],
        places: Places::Inside(&["io::frame"]),
    },
    Ban {
        words: &["anyhow"],
        places: Places::Inside(&["main", "cli", "io"]),
    },
    Ban {
        words: &["unsafe"],
        places: Places::Inside(&["engine"]),
    },
    Ban {
        words: &["println!", "eprintln!", "print!", "eprint!"],
        places: Places::Inside(&["main", "io"]),
    },
];

struct Ban {
    words: &'static [&'static str],
    places: Places,
}

/// Modules where a word may stand.
enum Places {
    Inside(&'static [&'static str]),
    Outside(&'static [&'static str]),
}

#[test]
fn every_arrow_is_in_the_table() {
    let table =
        table(&text("src/lib.rs")).unwrap_or_else(|message| panic!("src/lib.rs: {message}"));
    let sources = sources("src");
    let mut findings = unnamed(&table, &sources);
    findings.extend(sources.iter().flat_map(|source| arrows(&table, source)));
    assert!(
        findings.is_empty(),
        "{} arrows are not in the table:\n{}",
        findings.len(),
        findings.join("\n")
    );
}

#[test]
fn every_word_stands_where_it_may() {
    let findings: Vec<String> = sources("src").iter().flat_map(banned_words).collect();
    assert!(
        findings.is_empty(),
        "{} words stand in the wrong place:\n{}",
        findings.len(),
        findings.join("\n")
    );
}

/// Reads the table out of the text of `lib.rs`.
fn table(text: &str) -> Result<Table, String> {
    let docs = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("//!"));
    let rows = docs
        .map(cells)
        .skip_while(|row| !matches!(&row[..], [a, b, ..] if a == "module" && b == "may use"));
    let mut table = Table::new();
    for row in rows.skip(2).take_while(|row| row.len() >= 2) {
        for module in names(&row[0]) {
            if table.insert(module.clone(), names(&row[1])).is_some() {
                return Err(format!("the table names `{module}` twice"));
            }
        }
    }
    let known = |name: &String| name == "all" || table.contains_key(name);
    match table.values().flatten().find(|name| !known(name)) {
        _ if table.is_empty() => {
            Err("the module doc has no table `| module | may use |`".to_string())
        }
        Some(name) => Err(format!(
            "the table allows `{name}`, which is not a row of it"
        )),
        None => Ok(table),
    }
}

/// Cells of a Markdown table row, trimmed; none for other text.
fn cells(line: &str) -> Vec<String> {
    match line.trim().strip_prefix('|') {
        Some(row) => row
            .trim_end_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_string())
            .collect(),
        None => Vec::new(),
    }
}

/// The names in a cell, whatever stands between them.
fn names(cell: &str) -> Vec<String> {
    let words = cell.split(|c: char| !c.is_alphanumeric() && c != '_');
    words
        .filter(|word| !word.is_empty())
        .map(String::from)
        .collect()
}

/// Files and folders right below `src` that the table does not name.
fn unnamed(table: &Table, sources: &[Source]) -> Vec<String> {
    let is_named = |name: &String| ROOTS.contains(&name.as_str()) || table.contains_key(name);
    let unnamed = sources
        .iter()
        .filter(|source| !source.module().first().is_none_or(is_named));
    unnamed
        .map(|source| source.finding(1, "the table does not name it"))
        .collect()
}

/// Uses of a module that the row of the file's own module does not allow.
fn arrows(table: &Table, source: &Source) -> Vec<String> {
    let module = source.module();
    let Some(allowed) = module.first().and_then(|owner| table.get(owner)) else {
        return Vec::new();
    };
    let may_use = |name: &String| {
        *name == module[0] || allowed.iter().any(|known| known == name || known == "all")
    };
    let finding = |mention: Mention| {
        let target = resolve(&mention, &module)?;
        let (said, owner, list) = (mention.path.join("::"), &module[0], list(allowed));
        let what = format!("`{said}`, but `{owner}` may use {list}");
        (!target.first().is_some_and(may_use)).then(|| source.finding(mention.line, what))
    };
    mentions(source).into_iter().filter_map(finding).collect()
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        "nothing".to_string()
    } else {
        names.join(", ")
    }
}

/// The path from the crate root, where the mention starts with `crate`, `self` or `super`.
fn resolve(mention: &Mention, module: &[String]) -> Option<Vec<String>> {
    let (first, _) = mention
        .path
        .split_first()
        .filter(|(_, rest)| !rest.is_empty())?;
    let mut at: Vec<String> = match first.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => module.iter().chain(&mention.modules).cloned().collect(),
        _ => return None,
    };
    for name in &mention.path {
        match name.as_str() {
            "crate" | "self" => {}
            "super" => drop(at.pop()),
            _ => at.push(name.clone()),
        }
    }
    Some(at)
}

/// Words of [`BANS`] that stand in a file where they may not.
fn banned_words(source: &Source) -> Vec<String> {
    let module = source.module();
    let bans: Vec<&Ban> = BANS
        .iter()
        .filter(|ban| !ban.places.allow(&module))
        .collect();
    let finding = |mention: Mention| {
        let said = |ban: &&Ban| {
            ban.words
                .iter()
                .find(|word| says(&mention.path, word))
                .copied()
        };
        let (word, places) = bans
            .iter()
            .find_map(|ban| Some((said(ban)?, &ban.places)))?;
        Some(source.finding(mention.line, format!("`{word}` {}", places.rule())))
    };
    mentions(source).into_iter().filter_map(finding).collect()
}

impl Places {
    fn allow(&self, module: &[String]) -> bool {
        let is_at = |place: &&str| {
            let parts: Vec<&str> = place.split("::").collect();
            module.len() >= parts.len() && parts.iter().zip(module).all(|(a, b)| a == b)
        };
        match self {
            Places::Inside(places) => places.iter().any(is_at),
            Places::Outside(places) => !places.iter().any(is_at),
        }
    }

    fn rule(&self) -> String {
        match self {
            Places::Inside(places) => format!("stands only in {}", places.join(", ")),
            Places::Outside(places) => format!("never stands in {}", places.join(", ")),
        }
    }
}

fn says(path: &[String], word: &str) -> bool {
    let parts: Vec<&str> = word.split("::").collect();
    path.windows(parts.len()).any(|window| window == parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIB: &str = "//! # Map\n//!\n//! | module | may use | never |\n//! |---|---|---|\n\
        //! | quantity, calendar | - | x |\n//! | `ledger` | quantity, calendar | I/O |\n\
        //! | io | ledger | x |\n//! | stock | ledger, quantity, calendar | x |\n//! | cli | all | x |\n//!\n\
        //! | module | other |\npub mod quantity;\n";

    /// The arrows found in `text`, were it the file at `path`.
    fn found(path: &str, text: &str) -> Vec<String> {
        arrows(
            &table(LIB).expect("the table is sound"),
            &Source::new(path, text),
        )
    }

    fn banned(path: &str, text: &str) -> usize {
        banned_words(&Source::new(path, text)).len()
    }

    #[test]
    fn the_table_is_read_from_the_module_doc() {
        let table = table(LIB).unwrap();
        assert_eq!(
            table.keys().collect::<Vec<_>>(),
            ["calendar", "cli", "io", "ledger", "quantity", "stock"]
        );
        assert_eq!(table["ledger"], ["quantity", "calendar"]);
        assert!(table["quantity"].is_empty());
    }

    #[test]
    fn a_faulty_table_is_refused() {
        let head = "//! | module | may use |\n//! |---|---|\n";
        assert!(table("//! no table").unwrap_err().contains("no table"));
        assert!(
            table(&format!("{head}//! | a | b |"))
                .unwrap_err()
                .contains("`b`")
        );
        assert!(
            table(&format!("{head}//! | a, a | - |"))
                .unwrap_err()
                .contains("twice")
        );
    }

    #[test]
    fn a_forbidden_use_is_found_with_its_line() {
        let findings = found(
            "src/stock/cover.rs",
            "use crate::ledger::Lot;\nuse crate::io::read;\n",
        );
        assert_eq!(
            findings,
            [
                "src/stock/cover.rs:2: `crate::io::read`, but `stock` may use ledger, quantity, calendar"
            ]
        );
    }

    #[test]
    fn an_allowed_use_is_not_found() {
        assert!(
            found(
                "src/stock/cover.rs",
                "use crate::{ledger::{Lot, Site}, stock::burn};"
            )
            .is_empty()
        );
        assert!(found("src/cli/stock.rs", "use crate::{io, stock};").is_empty());
        assert!(
            found(
                "src/ledger.rs",
                "pub(crate) fn f() { self::g(); crate::quantity::h() }"
            )
            .is_empty()
        );
    }

    #[test]
    fn groups_paths_and_parents_are_all_followed() {
        let cases = [
            ("src/quantity.rs", "use crate::{\n  calendar::Day,\n};"),
            ("src/quantity.rs", "use super::calendar;"),
            (
                "src/stock/cover.rs",
                "fn f() { let x = crate::cli::run(); }",
            ),
            ("src/stock/cover.rs", "use super::super::io::{read as r};"),
            ("src/stock/mod.rs", "fn f(x: Vec<super::io::Row>) {}"),
            (
                "src/stock/cover.rs",
                "use {std::fmt, crate::{ledger as l, io}};",
            ),
            (
                "src/stock/cover.rs",
                "mod a { mod b { use super::super::super::super::io::x; } }",
            ),
            ("src/stock/cover.rs", "use crate::*;"),
            ("src/stock/cover.rs", "use crate::unknown;"),
        ];
        for (path, text) in cases {
            assert_eq!(found(path, text).len(), 1, "{text}");
        }
    }

    #[test]
    fn tests_inside_a_module_are_held_to_its_row() {
        let tests =
            |line: &str| format!("#[cfg(test)]\nmod tests {{\n    use super::*;\n    {line}\n}}\n");
        assert_eq!(
            found("src/quantity.rs", &tests("use crate::io::read;")).len(),
            1
        );
        assert_eq!(
            found("src/quantity.rs", &tests("use super::super::io::read;")).len(),
            1
        );
        assert!(found("src/quantity.rs", &tests("use super::super::quantity;")).is_empty());
    }

    #[test]
    fn comments_and_strings_use_nothing() {
        assert!(
            found(
                "src/quantity.rs",
                "// crate::io::x\nconst A: &str = \"crate::io\";"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_module_that_the_table_does_not_name_is_found() {
        let sources = ["src/lib.rs", "src/main.rs", "src/io/csv.rs", "src/util.rs"]
            .map(|path| Source::new(path, ""));
        assert_eq!(
            unnamed(&table(LIB).unwrap(), &sources),
            ["src/util.rs:1: the table does not name it"]
        );
    }

    #[test]
    fn words_are_found_where_they_have_no_place() {
        for text in [
            "use std::{fmt, fs::File};",
            "std::io::stdin();",
            "println!();",
            "use polars as p;",
        ] {
            assert_eq!(banned("src/stock/cover.rs", text), 1, "{text}");
        }
        for text in [
            "chrono::Utc::now();",
            "Local::now();",
            "use std::time::{Duration, SystemTime};",
        ] {
            assert_eq!(banned("src/io/csv.rs", text), 1, "{text}");
            assert_eq!(banned("src/cli/mod.rs", text), 0, "{text}");
        }
        assert_eq!(banned("src/io/csv.rs", "use polars::prelude::*;"), 1);
        assert_eq!(
            banned("src/policy/mod.rs", "fn f() -> anyhow::Result<()> {}"),
            1
        );
        assert_eq!(banned("src/io/bytes.rs", "unsafe { f() }"), 1);
        assert_eq!(banned("src/cli/stock.rs", "eprintln!()"), 1);
    }

    #[test]
    fn words_are_left_alone_where_they_belong() {
        assert_eq!(
            banned("src/io/frame.rs", "use polars::prelude::*; println!()"),
            0
        );
        assert_eq!(
            banned(
                "src/main.rs",
                "fn main() -> anyhow::Result<()> { eprintln!() }"
            ),
            0
        );
        assert_eq!(banned("src/engine/scan.rs", "unsafe { f() }"), 0);
        assert_eq!(banned("src/lib.rs", "//! polars\n#![deny(unsafe_code)]"), 0);
        assert_eq!(
            banned(
                "src/stock/cover.rs",
                "if polarsen != print { a.unsafe_free() }"
            ),
            0
        );
    }
}
