//! Does a Chinese reader find a sentence that is still English?
//!
//! - In the source: every string that reads as prose must be a phrase of `data/lang/zh`, or be made of phrases. It does
//!   not see words that stand alone, nor whether the parts of a sentence that is put together make one; those are
//!   named in [`PIECES`], and seen where they are read:
//! - in the pages: what is refused and warned of, what is found, advised and to be done;
//! - in the daily report of the sample, cell by cell.

use std::collections::BTreeSet;

use granary::lang::phrases::all;
use granary::lang::{Lang, said};
use granary::policy::Decision;

use crate::report_ties::output;
use crate::source::{Literal, Source, files_under, repository, sources, text};

/// Where the Chinese stands beside the English in Rust, or where strings are no sentences: tables, help,
/// queries, drawings.
const OTHERS: &[&str] = &[
    "src/cli/help",
    "src/engine/",
    "src/io/html.rs",
    "src/lang/",
    "src/ledger/schema.rs",
    "src/report/code_words.rs",
    "src/report/ics.rs",
    "src/report/table_names.rs",
    "src/report/words",
    // What monitoring reads.
    "src/cli/desk/nagios.rs",
    // Command lines that the demo shows and runs.
    "src/cli/demo.rs",
];

/// Parts of sentences, ids and queries: nobody reads one by itself.
const PIECES: &[&str] = &[
    "specially scarce and ",
    "{judgements} could not be made ({words})",
    "left out, as no unit of an area whose goods are offered ({rule}; --to names who takes)",
    "left out, as table site does not say of which area ({rule}; --to names who takes)",
    "1 line gets",
    "{more} lines get",
    "1 line is",
    "{more} lines are",
    "plan {plan_id}: {awards}, {unmet} not met in full (--emit unmet shows them)",
    "request line",
    "source row",
    "refused row",
    "{rows} taken aside into {}",
    " (lot {lots} of document {documents})",
    "{periods} {have} no index; {their} reason says why",
    "{} not posted",
    "{new} new, {} there already",
    ", sheet {sheet}, row {row}",
    "; valid columns: ",
    "\n\nResolved plan until failure",
    // By these the words of the query engine are known.
    ". It's possible that",
    ", got DataFrame",
    "duplicate output name",
    "sort expressions must have same length",
    "subquery comparisons",
    "expression Exists",
    "HAVING clause not valid",
    "filter predicate must be of type",
    "unsupported function 'year'",
    "unsupported function 'month'",
    "expected `String`, got `date`",
    "cannot compare 'date/datetime/time' to a string",
    "conversion from `str`",
    "select \"{ROW}\" from {ANSWER} where ({condition}\n)",
    " at line ",
    "any valid JSON value",
    "and {} more {word}, {} in all",
    " at path \"",
    "median of {count} {kind} quote{} of {}",
    "{category}: mean{kind} price of {count} series at {price}, ",
    "{category}: mean{kind} price of {count} series in the xun at {now} yuan{unit} after {before}, ",
    "{category}: {} of {} items ",
    "down to {number}",
    "{} {verb} it up",
    "{} is counted in {unit}; {whose} it in {expected}",
    "no {what} from {}",
    ", met by {}",
    // The rows are counted in words before.
    "{} of {} later than this day, or without a balance of it",
    "{} of {} counted for no lot: several have the number, and the row leaves out its site or item",
    "{} taken, {} refused, {} out of scope",
    "{place}: {lines} out of scope, {what}",
    "-: {lines} out of scope, {what}",
    "more line",
    "1 cell states nothing",
    "{several} cells state nothing",
    "plan {id}: {}, {} of which something is left over (--emit residual shows them)",
    "count {doc}: {} to count",
    "{lots} of the count not posted: not counted, or moved since the sheet was made",
    "{rows} left out: the ledger has the same under another name",
    // Its lines are looked up one by one.
    "formula {id} of price index\n{meaning}\n{chained}",
];

#[test]
fn every_sentence_of_the_source_has_a_chinese_phrase() {
    let phrases: BTreeSet<String> = all()
        .map(|(_, english, _)| with_plain_places(&english))
        .collect();
    let mut missing = Vec::new();
    let mut seen = BTreeSet::new();
    for source in sources("src").iter().filter(|source| is_said(source)) {
        let tests = source.test_lines();
        let literals = source.literals().into_iter();
        for literal in literals.filter(|l| !tests.contains(&l.line) && is_prose(l)) {
            if let Some(piece) = PIECES.iter().find(|piece| **piece == literal.text) {
                seen.insert(*piece);
            } else if !has_phrase(&literal.text, &phrases) {
                missing.push(source.finding(literal.line, format!("{:?}", literal.text)));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} sentences have no Chinese in data/lang/zh:\n{}",
        missing.len(),
        missing.join("\n")
    );
    let stale: Vec<&&str> = PIECES
        .iter()
        .filter(|piece| !seen.contains(**piece))
        .collect();
    assert!(stale.is_empty(), "pieces that no source has: {stale:?}");
}

/// Whether the strings of a file are said to people.
fn is_said(source: &Source) -> bool {
    let is_test = source
        .module()
        .iter()
        .any(|part| part.ends_with("tests") || part == "fixture" || part == "sample");
    !is_test && !OTHERS.iter().any(|path| source.path.starts_with(path))
}

/// Whether a string reads as prose, and is no promise to ourselves, no word of a checksum and no attribute.
fn is_prose(literal: &Literal) -> bool {
    let plain = with_plain_places(&literal.text);
    let words = plain.split(|c: char| !c.is_ascii_alphabetic());
    let is_prose = words.filter(|word| word.len() > 1).count() > 1 && literal.text.contains(' ');
    let before = literal.before.trim_end();
    let statement = &before[before.rfind(';').map_or(0, |at| at + 1)..];
    let promises = [
        "assert!(",
        "assert_eq!(",
        "assert_ne!(",
        "panic!(",
        "unreachable!(",
    ];
    let unsaid = [".expect(", "Shape::of("];
    let is_promise = unsaid.iter().any(|call| before.ends_with(call))
        || promises.iter().any(|word| statement.contains(word));
    let attribute = before.rfind("#[").map_or("", |at| &before[at..]);
    let is_attribute = attribute.matches('[').count() > attribute.matches(']').count();
    is_prose && !is_promise && !is_attribute
}

/// Whether a template is a phrase, or is said in Chinese throughout whatever stands in its places.
fn has_phrase(template: &str, phrases: &BTreeSet<String>) -> bool {
    let plain = with_plain_places(template);
    let plain = plain.trim();
    let plain = plain
        .strip_prefix("{}")
        .filter(|rest| phrases.contains(*rest))
        .unwrap_or(plain);
    if phrases.contains(plain) {
        return true;
    }
    // A number, a name of the user's, or nothing in the last place.
    let filled = ["7", "甲"].map(|value| plain.replace("{}", value));
    let shorter = plain
        .rfind("{}")
        .map(|at| plain[..at].to_owned() + &plain[at + 2..]);
    let shorter = shorter.map(|text| text.replace("{}", "7"));
    let mut filled = filled.into_iter().chain(shorter);
    filled.any(|sentence| {
        let has_words = |line: &&str| line.contains(|c: char| c.is_ascii_alphabetic());
        let lines = sentence.lines().filter(has_words);
        let mut lines = lines.map(|line| (line, said(line, Lang::Zh)));
        lines.all(|(line, chinese)| chinese != line && english(&chinese, 2).is_none())
    })
}

/// A template whose places are all written `{}`, as `format!` and the phrases number and name them in their own ways.
fn with_plain_places(template: &str) -> String {
    let (mut text, mut rest) = (String::new(), template);
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let behind = &rest[at..];
        if let Some(escaped) = ["{{", "}}"]
            .iter()
            .find(|brace| behind.starts_with(**brace))
        {
            text.push_str(&escaped[..1]);
            rest = &behind[2..];
        } else if let Some((_, after)) = behind.split_once('}').filter(|_| behind.starts_with('{'))
        {
            text.push_str("{}");
            rest = after;
        } else {
            text.push_str(&behind[..1]);
            rest = &behind[1..];
        }
    }
    text + rest
}

/// So many English words in a row, outside of quotation marks and ids.
pub fn english(text: &str, least: usize) -> Option<String> {
    let quoted = [('"', '"'), ('`', '`'), ('“', '”')];
    let mut open = String::with_capacity(text.len());
    let mut closing = None;
    for c in text.chars() {
        match closing {
            Some(mark) if c == mark => closing = None,
            Some(_) => {}
            None => match quoted.iter().find(|(mark, _)| *mark == c) {
                Some((_, mark)) => {
                    closing = Some(*mark);
                    open.push('·');
                }
                None => open.push(c),
            },
        }
    }
    let mut run: Vec<&str> = Vec::new();
    for word in open.split(' ') {
        let is_word = word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
        if !is_word {
            run.clear();
            continue;
        }
        run.push(word);
        if run.len() >= least {
            return Some(run.join(" "));
        }
    }
    None
}

/// What libraries say of a file or of a query: it is theirs, and is quoted.
const OF_LIBRARIES: &[&str] = &["File out of specification", "invalid Zip archive"];

#[test]
fn whatever_the_pages_refuse_warn_of_and_advise_is_said_in_chinese() {
    let mut left = Vec::new();
    let mut count = 0;
    for (place, sentence) in pages().flat_map(|path| sentences(&path)) {
        count += 1;
        let chinese = said(&sentence, Lang::Zh);
        let is_theirs = OF_LIBRARIES.iter().any(|words| sentence.contains(words));
        let is_prose = english(&sentence, 2).is_some();
        if !is_theirs && (english(&chinese, 3).is_some() || is_prose && chinese == sentence) {
            left.push(format!("{place}: {sentence}\n    {chinese}"));
        }
    }
    assert!(count > 500, "{count}");
    assert!(
        left.is_empty(),
        "{} are not said:\n{}",
        left.len(),
        left.join("\n")
    );
}

fn pages() -> impl Iterator<Item = String> {
    let folders = ["tests/errors", "tests/cmd", "tests/rules"].into_iter();
    folders.flat_map(|folder| files_under(&repository(), folder, &["md"]))
}

/// The messages and hints of a page, and the cells of columns that hold sentences of ours, with their line.
fn sentences(path: &str) -> Vec<(String, String)> {
    /// Columns that hold nothing a user wrote.
    const OURS: &[&str] = &["message", "hint", "expected", "action"];
    let mut found = Vec::new();
    let mut heading: Vec<String> = Vec::new();
    for (line, number) in text(path).lines().zip(1..) {
        let place = format!("{path}:{number}");
        if let Some(message) = message(line) {
            found.push((place, message));
            continue;
        }
        let cells = cells(line);
        let is_heading = cells.len() > 1 && cells.iter().all(|cell| is_id(cell));
        if is_heading {
            heading = cells;
        } else if cells.len() == heading.len() && !line.starts_with('$') {
            let named = heading.iter().zip(cells);
            let ours =
                named.filter(|(head, cell)| OURS.contains(&head.as_str()) && !cell.is_empty());
            found.extend(ours.map(|(_, cell)| (place.clone(), cell)));
        } else {
            heading = Vec::new();
        }
    }
    found
}

/// The sentence of a diagnostic or hint, without its place.
fn message(line: &str) -> Option<String> {
    if let Some(hint) = line.strip_prefix("  hint: ") {
        return Some(hint.to_owned());
    }
    let is_diagnostic = line.starts_with("error[") || line.starts_with("warning[");
    let (_, text) = line.split_once("]: ").filter(|_| is_diagnostic)?;
    let is_place = |place: &str| {
        let file = place.split([':', ',']).next().unwrap_or("");
        let is_file = file == "-" || file.rsplit_once('.').is_some_and(|(_, end)| end.len() < 6);
        is_file && !file.contains([' ', '"'])
    };
    match text.split_once(": ") {
        Some((place, message)) if is_place(place) => Some(message.to_owned()),
        _ => Some(text.to_owned()),
    }
}

fn cells(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(line.as_bytes());
    let record = reader.records().next().and_then(Result::ok);
    let record = record.unwrap_or_default();
    record.iter().map(str::to_owned).collect()
}

fn is_id(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// What the rows of the sample note of themselves, and the report quotes.
const OF_THE_SAMPLE: &[&str] = &["command notice", "expected five days ago"];

#[test]
fn whatever_granary_decides_is_said_in_chinese() {
    let decisions = Decision::built_in().unwrap_or_else(|error| panic!("{error}"));
    for one in decisions {
        for text in [&one.question, &one.answer, &one.reason] {
            let chinese = said(text, Lang::Zh);
            // Ids alone, such as S42, are the same in every language.
            let is_said = !chinese.is_ascii() || !text.contains(char::is_lowercase);
            assert_eq!(
                (is_said, english(&chinese, 2)),
                (true, None),
                "{}: {chinese}",
                one.id
            );
        }
    }
}

#[test]
fn the_daily_report_of_the_sample_has_no_english_sentence_in_chinese() {
    let day = "--ledger SAMPLE --as-of 2022-03-15";
    let checked = output(
        &format!("stock check {day} --policy P0 --fail-on none --emit all"),
        "",
    );
    let covered = output(
        &format!("stock cover {day} --policy P0 --emit all"),
        &checked,
    );
    let planned = output(
        &format!("allocate plan {day} --policy P0 --from D00 --emit all"),
        &covered,
    );
    let staged = output(
        &format!("rotate stage {day} --policy P0 --emit all"),
        &planned,
    );
    let watched = output(
        &format!("price watch {day} --emit all --emit driver"),
        &staged,
    );
    let page = output(
        "report daily --as-of 2022-03-15 --policy P0 --lang zh -f md --rows all",
        &watched,
    );
    let mut count = 0;
    let mut left = Vec::new();
    for line in page.lines() {
        for cell in line.trim_matches('|').split(" | ") {
            count += 1;
            let is_of_sample = OF_THE_SAMPLE.iter().any(|words| cell.contains(words));
            if let Some(words) = english(cell, 3).filter(|_| !is_of_sample) {
                left.push(format!("{words}: {cell}"));
            }
        }
    }
    assert!(count > 2000, "{count}");
    assert!(
        left.is_empty(),
        "{} are English:\n{}",
        left.len(),
        left.join("\n")
    );
}

#[test]
fn words_in_quotation_marks_and_ids_are_no_english_sentence() {
    assert_eq!(english("“one two three”：无 a_b c-d --to x", 2), None);
    assert_eq!(
        english("无 one two three", 3).as_deref(),
        Some("one two three")
    );
    assert_eq!(with_plain_places("{a} {{x}} {:.1} {#2}"), "{} {x} {} {}");
    assert!(!has_phrase(
        "so many {} that nobody counts",
        &BTreeSet::new()
    ));
}
