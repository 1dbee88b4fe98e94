//! Words on standard error: diagnostics, counts, progress of a command. Data never goes here, words never elsewhere.
//!
//! They are said in the language of the process: standard error is one, and so is its reader.

use std::io::Write as _;
use std::sync::OnceLock;

use crate::diagnostic::{Diagnostic, Place, Refused, Severity};
use crate::lang::{Lang, said, said_by_line};

/// How many diagnostics of a kind are shown before the rest are counted.
const SHOWN: usize = 20;

/// The language that words are said in; English until one is asked for.
static SPOKEN: OnceLock<Lang> = OnceLock::new();

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loudness {
    /// Says nothing but errors.
    pub quiet: bool,
    /// Says what was repaired and left out.
    pub verbose: bool,
}

/// Says everything in `lang` from now on; the first one to ask is heard.
pub fn speak(lang: Lang) {
    let _ = SPOKEN.set(lang);
}

fn spoken() -> Lang {
    SPOKEN.get().copied().unwrap_or(Lang::En)
}

/// Writes lines of words; a closed standard error is no reason to stop.
pub fn say(lines: &str) {
    match spoken() {
        Lang::En => print(lines),
        Lang::Zh => print(&said_by_line(lines, Lang::Zh)),
    }
}

/// Writes lines that are said in the reader's language already.
pub fn print(lines: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{lines}");
}

/// Writes diagnostics, the first twenty of each severity, and counts the rest.
pub fn show(diagnostics: &[Diagnostic], loudness: Loudness) {
    for severity in [Severity::Error, Severity::Warning] {
        if loudness.quiet && severity == Severity::Warning {
            continue;
        }
        let of_severity: Vec<&Diagnostic> = diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .collect();
        for diagnostic in of_severity.iter().take(SHOWN) {
            print(&in_words(diagnostic, spoken()));
        }
        let all: usize = of_severity
            .iter()
            .map(|found| 1 + found.more as usize)
            .sum();
        if all > SHOWN {
            let word = if severity == Severity::Error {
                "errors"
            } else {
                "warnings"
            };
            let shown = of_severity.len().min(SHOWN);
            say(&format!("and {} more {word}, {} in all", all - shown, all));
        }
    }
}

/// Shows warnings and notes, unless an error stands among them.
///
/// Errors: all of them, where one is an error.
pub fn show_or_refuse(found: Vec<Diagnostic>, loudness: Loudness) -> Result<(), Refused> {
    if found.iter().any(Diagnostic::is_error) {
        return Err(Refused(found));
    }
    show(&found, loudness);
    Ok(())
}

/// A diagnostic as it is shown in the language of the process.
pub fn told(diagnostic: &Diagnostic) -> String {
    in_words(diagnostic, spoken())
}

/// A diagnostic as it is shown in a language; its code and the name of the file are the same in both.
fn in_words(diagnostic: &Diagnostic, lang: Lang) -> String {
    if lang == Lang::En {
        return diagnostic.to_string();
    }
    let severity = match diagnostic.severity {
        Severity::Warning => "警告",
        Severity::Error => "错误",
    };
    let place = diagnostic.place.as_ref();
    let place = place.map_or(String::new(), |place| place_in_chinese(place) + "：");
    let message = said(&diagnostic.message, lang);
    let hint = diagnostic.hint.as_ref();
    let hint = hint.map_or(String::new(), |hint| {
        format!("\n  提示：{}", said(hint, lang))
    });
    format!(
        "{severity}[{}]：{place}{message}{hint}",
        diagnostic.code.word()
    )
}

/// Where it stands: the file with its line is written as editors and grep know it.
fn place_in_chinese(place: &Place) -> String {
    let mut text = place.file.to_string();
    match (&place.sheet, place.line) {
        (Some(sheet), 0) => text += &format!("，工作表 {sheet}"),
        (Some(sheet), row) => text += &format!("，工作表 {sheet}，第 {row} 行"),
        (None, 0) => {}
        (None, line) => text += &format!(":{line}"),
    }
    match &place.column {
        Some((position, header)) if header.is_empty() => text += &format!("，第 {position} 列"),
        Some((position, header)) => text += &format!("，第 {position} 列 `{header}`"),
        None => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn the_code_and_the_file_with_its_line_are_the_same_in_chinese() {
        let place = Place::file("stock.csv").at_line(18).at_column(4, "库存");
        let diagnostic = Diagnostic::error(Code::BadQuantity, "\"12,5吨\" is not a quantity")
            .at(place)
            .hint("write 12.5吨; a comma only separates thousands");
        let expected = "错误[bad-quantity]：stock.csv:18，第 4 列 `库存`：“12,5吨”不是数量\
            \n  提示：请写 12.5吨；逗号只用作千分位";
        assert_eq!(in_words(&diagnostic, Lang::Zh), expected);
        assert_eq!(in_words(&diagnostic, Lang::En), diagnostic.to_string());
    }

    #[test]
    fn a_line_keeps_its_margin_and_what_nobody_knows_stands() {
        assert_eq!(
            said_by_line("\n  x y\n$ granary demo", Lang::Zh),
            "\n  x y\n$ granary demo"
        );
        assert_eq!(
            said_by_line("  and 3 more errors, 23 in all", Lang::Zh),
            "  另有 3 项错误，共 23 项"
        );
    }
}
