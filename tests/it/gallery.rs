//! Does every error have its page, and every page its error?

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use granary::diagnostic::Code;
use granary::stock::Check;

use crate::source::{files_under, repository};

/// Where the pages of the errors stand, from the root of the project.
const FOLDER: &str = "tests/errors";

/// Codes whose page comes with the verb that shows them.
const TO_COME: [Code; 1] = [Code::BrokenPlan];

#[test]
fn every_code_has_its_page_and_every_page_its_code() {
    let codes: BTreeSet<String> = Code::all().map(|code| code.word().to_owned()).collect();
    let to_come: BTreeSet<String> = TO_COME.map(|code| code.word().to_owned()).into();
    let pages = pages();
    let without_page: Vec<_> = codes
        .difference(&pages)
        .filter(|word| !to_come.contains(*word))
        .collect();
    let without_code: Vec<_> = pages.difference(&codes).collect();
    assert!(
        without_page.is_empty(),
        "write {FOLDER}/CODE.md for {without_page:?}"
    );
    assert!(
        without_code.is_empty(),
        "no code is called {without_code:?}"
    );
}

#[test]
fn a_page_shows_its_own_code() {
    for word in pages() {
        let text = fs::read_to_string(repository().join(format!("{FOLDER}/{word}.md")))
            .expect("the page was just listed");
        assert!(
            text.starts_with(&format!("# {word}\n")),
            "{word}.md: the title is the code"
        );
        let shown = [format!("[{word}]"), format!("\n{word},")];
        assert!(
            shown.iter().any(|shown| text.contains(shown)),
            "{word}.md never shows its code"
        );
    }
}

#[test]
fn every_code_of_a_check_is_found_on_some_page() {
    let pages = ["tests/cmd", "tests/errors", "tests/rules"];
    let files = pages
        .into_iter()
        .flat_map(|folder| files_under(&repository(), folder, &["md"]));
    let texts: Vec<String> = files
        .map(|file| fs::read_to_string(repository().join(file)).expect("the page was just listed"))
        .collect();
    let is_shown = |code: &&str| {
        let row = format!("\n{code},");
        texts.iter().any(|text| text.contains(&row))
    };
    let codes = Check::ALL.iter().flat_map(|check| check.codes);
    let unseen: Vec<&&str> = codes.filter(|code| !is_shown(code)).collect();
    assert!(unseen.is_empty(), "no page finds {unseen:?}");
}

/// The words that have a page.
fn pages() -> BTreeSet<String> {
    let files = files_under(&repository(), FOLDER, &["md"]);
    let word = |file: &String| Path::new(file).file_stem()?.to_str().map(str::to_owned);
    files.iter().filter_map(word).collect()
}
