//! Is every sentence of the eight plans that asks for a computation answered by a command, on a page that is run?
//!
//! `data/sentences.csv` lists the sentences, `examples/P0.md` to `P7.md` are the worked days. A heading of a day names the
//! rows it answers, `## Who gets what (rows 14, 43)`; the commands below it are the answer. What waits for a command
//! stands in a list, `- row 6: `price release`, why`. The table in `examples/README.md` is made of both.
//!
//! `UPDATE=1 cargo test --test it trace` writes the table anew; then read the difference.

use std::collections::BTreeMap;
use std::env;
use std::fs;

use crate::help::commands;
use crate::source::{repository, text};

/// What stands around the table in `examples/README.md`.
const BEGIN: &str = "<!-- generated: the trace table -->";
const END: &str = "<!-- end -->";

/// One sentence of a plan.
struct Sentence {
    plan: String,
    row: usize,
    text: String,
}

/// What answers a sentence.
#[derive(Clone)]
enum Answer {
    /// Commands, and the heading they stand under.
    By(Vec<String>, String),
    /// The command it waits for, and what for.
    Waits(String, String),
}

/// Commands that are to come; a row may wait for no other.
const TO_COME: &[&str] = &[];

#[test]
fn every_sentence_has_its_answer_or_says_what_it_waits_for() {
    let commands: Vec<String> = commands().iter().map(|words| words.join(" ")).collect();
    let answers = answers();
    let mut faults = Vec::new();
    for sentence in sentences() {
        let name = format!("{} row {}", sentence.plan, sentence.row);
        match answers
            .get(&(sentence.plan.clone(), sentence.row))
            .map(Vec::as_slice)
        {
            None => faults.push(format!("{name} has no answer: {}", sentence.text)),
            Some([Answer::By(by, _), ..]) if by.is_empty() => {
                faults.push(format!("{name} stands above no command"));
            }
            Some(answers) => {
                faults.extend(overdue(answers, &commands).map(|fault| format!("{name} {fault}")))
            }
        }
    }
    let known = sentences();
    let strange = answers.keys().filter(|(plan, row)| {
        !known
            .iter()
            .any(|sentence| sentence.plan == *plan && sentence.row == *row)
    });
    faults.extend(strange.map(|(plan, row)| format!("{plan} has no row {row}")));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_trace_table_is_fresh() {
    let path = "examples/README.md";
    let page = text(path);
    let (head, rest) = page.split_once(BEGIN).expect("the page has the table");
    let (_, tail) = rest.split_once(END).expect("the table has an end");
    let made = format!("{head}{BEGIN}\n\n{}\n{END}{tail}", table());
    if env::var_os("UPDATE").is_some() {
        fs::write(repository().join(path), made).expect("the page can be written");
    } else {
        assert!(made == page, "{path}: UPDATE=1 cargo test --test it trace");
    }
}

/// The table: plan, row, sentence, what answers it, where.
fn table() -> String {
    let answers = answers();
    let mut table = String::from(
        "| plan | row | sentence | answered by | where |\n| --- | --- | --- | --- | --- |\n",
    );
    for sentence in sentences() {
        let key = (sentence.plan.clone(), sentence.row);
        let found = answers.get(&key).cloned().unwrap_or_default();
        let (mut by, mut places) = (Vec::new(), Vec::new());
        for answer in found {
            match answer {
                Answer::By(commands, heading) => {
                    by.extend(commands.iter().map(|command| format!("`{command}`")));
                    let page = format!("{}.md", sentence.plan);
                    places.push(format!(
                        "[{}]({page}#{})",
                        title(&heading),
                        anchor(&heading)
                    ));
                }
                Answer::Waits(command, what) => by.push(format!("waits for `{command}`: {what}")),
            }
        }
        by.dedup();
        table += &format!(
            "| {} | {} | {} | {} | {} |\n",
            sentence.plan,
            sentence.row,
            sentence.text,
            by.join(", "),
            places.join(", ")
        );
    }
    table
}

/// The sentences in their order.
fn sentences() -> Vec<Sentence> {
    let listed = text("data/sentences.csv");
    let mut reader = csv::Reader::from_reader(listed.as_bytes());
    let rows = reader
        .records()
        .map(|row| row.expect("a row of three cells"));
    rows.map(|row| Sentence {
        plan: row[0].to_owned(),
        row: row[1].parse().expect("a number"),
        text: row[2].to_owned(),
    })
    .collect()
}

/// What the worked days answer, by plan and row, in the order of the page.
fn answers() -> BTreeMap<(String, usize), Vec<Answer>> {
    let mut answers: BTreeMap<(String, usize), Vec<Answer>> = BTreeMap::new();
    for plan in (0..8).map(|number| format!("P{number}")) {
        let page = text(&format!("examples/{plan}.md"));
        for (row, answer) in of_page(&page) {
            answers.entry((plan.clone(), row)).or_default().push(answer);
        }
    }
    answers
}

/// The rows of one page, each with its answer.
fn of_page(page: &str) -> Vec<(usize, Answer)> {
    let mut found = Vec::new();
    for section in page.split("\n## ").skip(1) {
        let heading = section.lines().next().unwrap_or_default();
        let by = commands_of(section);
        let answer = Answer::By(by, heading.to_owned());
        found.extend(
            rows_of(heading)
                .into_iter()
                .map(|row| (row, answer.clone())),
        );
        found.extend(section.lines().filter_map(waiting));
    }
    found
}

/// What is wrong with answers that wait: their command is there, or nobody means to write it.
fn overdue<'a>(answers: &'a [Answer], commands: &'a [String]) -> impl Iterator<Item = String> + 'a {
    answers.iter().filter_map(|answer| match answer {
        Answer::Waits(command, _) if commands.contains(command) => {
            Some(format!("waits for {command}, which is there"))
        }
        Answer::Waits(command, _) if !TO_COME.contains(&command.as_str()) => {
            Some(format!("waits for {command}, which is not to come"))
        }
        _ => None,
    })
}

/// `- row 6: `price balance`, why`.
fn waiting(line: &str) -> Option<(usize, Answer)> {
    let (row, rest) = line.strip_prefix("- row ")?.split_once(": `")?;
    let (command, what) = rest.split_once("`, ")?;
    let answer = Answer::Waits(command.to_owned(), what.to_owned());
    Some((row.parse().ok()?, answer))
}

/// The numbers in the brackets that end a heading.
fn rows_of(heading: &str) -> Vec<usize> {
    let Some((_, rows)) = heading.rsplit_once(" (row") else {
        return Vec::new();
    };
    let numbers = rows
        .trim_start_matches('s')
        .trim_end_matches(')')
        .split(',');
    numbers
        .map(|number| {
            number
                .trim()
                .parse()
                .expect("a heading names rows by number")
        })
        .collect()
}

/// A heading without its rows.
fn title(heading: &str) -> &str {
    heading
        .rsplit_once(" (row")
        .map_or(heading, |(title, _)| title)
}

/// What a heading is linked by.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// The commands that are typed in a section, each once, with noun and verb.
fn commands_of(section: &str) -> Vec<String> {
    let known = commands();
    let mut found = Vec::new();
    let typed = section
        .lines()
        .filter(|line| line.starts_with("$ ") || line.starts_with("> "));
    for line in typed {
        for rest in line.split("granary ").skip(1) {
            let words: Vec<&str> = rest.split_whitespace().collect();
            let is_known = |length: &usize| {
                let typed = words.get(..*length).unwrap_or_default();
                known
                    .iter()
                    .any(|command| !typed.is_empty() && command == typed)
            };
            let longest = (1..=3).rev().find(is_known);
            let command = longest.map(|length| words[..length].join(" "));
            found.extend(command.filter(|command| command != "demo"));
        }
    }
    let mut once = Vec::new();
    for command in found {
        if !once.contains(&command) {
            once.push(command);
        }
    }
    once
}

#[test]
fn a_heading_tells_its_rows_and_a_list_what_waits() {
    let page = "# P0\n\n## Who gets what (rows 14, 43)\n\n$ granary allocate plan --as-of x | granary stock post\n\n## Waiting\n\n- row 6: `price balance`, supply\n";
    let found = of_page(page);
    let rows: Vec<usize> = found.iter().map(|(row, _)| *row).collect();
    assert_eq!(rows, [14, 43, 6]);
    assert!(matches!(&found[0].1, Answer::By(by, _) if *by == ["allocate plan", "stock post"]));
    assert!(
        matches!(&found[2].1, Answer::Waits(command, what) if command == "price balance" && what == "supply")
    );
}
