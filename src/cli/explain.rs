//! `granary explain`: what a rule, a column, a table, a check or an error means, offline.

use anyhow::Result;
use clap::Args;

use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::io::map::{KEYS, Key};
use crate::io::output;
use crate::lang::said_by_line;
use crate::ledger::word::{UnmetReason, Word as _};
use crate::ledger::{Column, Table};
use crate::policy::names::Name;
use crate::policy::{
    AlertRules, Cited, Decision, Delivery, MoneyRules, Names, Necessities, Needs, Policy, Purchase,
};
use crate::price::index::Formula;
use crate::stock::Check;
use crate::stock::check::{Due, Reads};

/// Say what a rule, a column, a table, a check or an error means
///
///   $ granary explain P0-R01
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Explain {
    /// A rule's id, a column, a table, a check, map, or the word of an error
    word: String,
}

/// Runs `explain`.
pub fn run(explain: &Explain, global: &Global) -> Result<u8> {
    let mut found = rules()?;
    found.extend(rules_of_files(&global.policy)?);
    found.extend(Column::all().flat_map(|column| {
        let words = [column.id(), column.entry().zh];
        words.map(|word| (word.to_owned(), column_text(column)))
    }));
    found.extend(Table::all().map(|table| (table.id().to_owned(), table_text(table))));
    found.extend(checks());
    found.extend(reasons());
    found.extend(uses());
    found.extend(map_keys());
    found.extend(formulas());
    found.extend(Code::all().map(|code| (code.word().to_owned(), code_text(code))));
    let texts: Vec<&str> = found
        .iter()
        .filter(|(word, _)| *word == explain.word)
        .map(|(_, text)| text.as_str())
        .collect();
    if texts.is_empty() {
        return Err(unknown(&explain.word, found.iter().map(|(word, _)| word.as_str())).into());
    }
    let text = said_by_line(&texts.join("\n\n"), global.lang.into());
    output::write(global.output.as_deref(), (text + "\n").as_bytes())?;
    Ok(0)
}

/// Every rule of the profiles that come with granary, with its words.
fn rules() -> Result<Vec<(String, String)>> {
    let mut rules = Vec::new();
    for id in Policy::built_in_ids() {
        let policy = Policy::built_in_with_register(id).map_err(Refused::from)?;
        rules.extend(rules_of(&policy));
    }
    let decisions = Decision::built_in().map_err(Refused::from)?;
    rules.extend(decisions.into_iter().map(|one| {
        let (id, question, answer) = (&one.id, &one.question, &one.answer);
        let text = format!("{id}: {question}\n{answer}\nreason: {}", one.reason);
        (one.id, text)
    }));
    let needs = Needs::built_in().map_err(Refused::from)?;
    rules.extend(told(needs.cited(), |id| format!("need {id}"), "source"));
    let purchase = Purchase::built_in().map_err(Refused::from)?;
    let purchase = vec![purchase.cited()];
    rules.extend(told(purchase, |id| format!("rule {id}"), "source"));
    let delivery = Delivery::built_in().map_err(Refused::from)?;
    let heading = |id: &str| format!("rule {id} of delivery");
    rules.extend(told(delivery.cited(), heading, "clause"));
    let money = MoneyRules::built_in().map_err(Refused::from)?;
    rules.extend(told(money.cited(), |id| format!("rule {id}"), "source"));
    let necessities = Necessities::built_in().map_err(Refused::from)?;
    let heading = |id: &str| format!("rule {id} of necessities");
    rules.extend(told(necessities.cited(), heading, "clause"));
    let alerts = AlertRules::built_in().map_err(Refused::from)?;
    let heading = |id: &str| format!("price rule {id}");
    rules.extend(told(alerts.cited(), heading, "source"));
    Ok(rules)
}

/// A policy by its id, and every rule of it with its words.
fn rules_of(policy: &Policy) -> impl Iterator<Item = (String, String)> {
    let profile = &policy.profile;
    let title = &profile.title;
    let itself = format!("policy {} — {title}\n{}", profile.id, profile.title_en);
    let heading = move |id: &str| format!("rule {id} — {title}");
    let cited = told(policy.cited(), heading, "clause");
    std::iter::once((profile.id.clone(), itself)).chain(cited)
}

/// Rules by their ids, each under the heading of its id; `from` is what the words are that it was read from.
fn told(
    rules: Vec<Cited>,
    heading: impl Fn(&str) -> String,
    from: &str,
) -> impl Iterator<Item = (String, String)> {
    rules.into_iter().map(move |Cited { id, what, clause }| {
        let text = format!("{}\n{what}\n{from}: {clause}", heading(&id));
        (id, text)
    })
}

/// The rules of the policy files that were named; those of the profiles are known at any rate.
fn rules_of_files(names: &[String]) -> Result<Vec<(String, String)>> {
    let mut rules = Vec::new();
    for name in names.iter().filter(|name| name.ends_with(".toml")) {
        let text = crate::io::open::text(name)?;
        let policy = Policy::parse(&text, name).map_err(Refused::from)?;
        rules.extend(rules_of(&policy));
    }
    Ok(rules)
}

/// Every check of a ledger by its name, and by the codes of its findings.
fn checks() -> Vec<(String, String)> {
    let text = |check: &Check| {
        let due = match check.due {
            Due::Always => "runs whenever the ledger is checked",
            Due::Asked => "runs when it is named, and with --strict",
        };
        let reads = match check.reads {
            Reads::UpToTheDay => "",
            Reads::AllLines => "\nreads all lines, those after the day answered for as well",
        };
        format!(
            "check {}\n{}\ncodes of its findings: {}\n{due}{reads}",
            check.id,
            check.meaning,
            check.codes.join(", ")
        )
    };
    let named = Check::ALL.iter().flat_map(|check| {
        let codes = check.codes.iter().filter(|code| **code != check.id);
        let words = std::iter::once(&check.id).chain(codes);
        words.map(move |word| ((*word).to_owned(), text(check)))
    });
    named.collect()
}

/// What a map file may say: under `map` all of it, and each key by its name.
fn map_keys() -> impl Iterator<Item = (String, String)> {
    let text = |key: &Key| {
        let example: Vec<String> = key
            .example
            .lines()
            .map(|line| format!("  {line}"))
            .collect();
        format!("{}\n{}\n{}", key.name, key.meaning, example.join("\n"))
    };
    let all: Vec<String> = KEYS.iter().map(text).collect();
    let title = "a map file says in TOML how the columns and words of a sheet become ours; hand it in with --map FILE";
    let whole = format!("{title}\n\n{}", all.join("\n\n"));
    let each = KEYS.iter().zip(all);
    let each = each.map(|(key, text)| (key.name.to_owned(), format!("map file: {text}")));
    std::iter::once(("map".to_owned(), whole)).chain(each)
}

/// The formulas of an index, by their ids.
fn formulas() -> impl Iterator<Item = (String, String)> {
    let text = |formula: Formula| {
        let id = formula.id();
        let chained = match formula.unchained() {
            Some(why) => format!("not to be chained: {why}"),
            None => "may be chained".to_owned(),
        };
        let meaning = formula.meaning();
        let text = format!("formula {id} of price index\n{meaning}\n{chained}");
        (id.to_owned(), text)
    };
    Formula::ids().filter_map(Formula::parse).map(text)
}

/// Why a request line is not met in full, by the word of the reason.
fn reasons() -> impl Iterator<Item = (String, String)> {
    let reasons = UnmetReason::ALL.iter();
    reasons.map(|reason| {
        let (word, meaning) = (reason.id(), reason.meaning());
        let text = format!("reason {word} in table unmet\n{meaning}");
        (word.to_owned(), text)
    })
}

/// The uses that rules speak of, by every spelling.
fn uses() -> impl Iterator<Item = (String, String)> {
    let uses = Names::built_in().uses.iter();
    uses.flat_map(|named| {
        let spellings: Vec<&str> = named.spellings().skip(1).collect();
        let text = format!(
            "use {}\nalso read as: {}\nclause: {}",
            named.id,
            spellings.join(", "),
            named.clause
        );
        let words = named.spellings();
        words.map(move |word| (word.to_owned(), text.clone()))
    })
}

/// The words that rules speak of, with their Chinese names.
fn listed(names: &[Name]) -> String {
    let words: Vec<String> = names
        .iter()
        .map(|named| format!("{} ({})", named.id, named.name))
        .collect();
    words.join(", ")
}

fn column_text(column: Column) -> String {
    let entry = column.entry();
    let tables: Vec<&str> = Table::all()
        .filter(|table| table.position(column).is_some())
        .map(Table::id)
        .collect();
    let aliases = if entry.aliases.is_empty() {
        "nothing else".to_owned()
    } else {
        entry.aliases.join(", ")
    };
    let words = match column {
        Column::Use => format!(
            "\nuses that rules know: {}",
            listed(&Names::built_in().uses)
        ),
        Column::Class => format!(
            "\nclasses that rules know: {}",
            listed(&Names::built_in().classes)
        ),
        _ => String::new(),
    };
    format!(
        "column {} ({})\n{}\nin tables: {}\nalso read as: {aliases}{words}",
        entry.id,
        entry.zh,
        entry.meaning,
        tables.join(", ")
    )
}

fn table_text(table: Table) -> String {
    let columns: Vec<&str> = table
        .fields()
        .iter()
        .map(|field| field.column.id())
        .collect();
    format!(
        "table {}\n{}\ncolumns: {}",
        table.id(),
        table.meaning(),
        columns.join(", ")
    )
}

fn code_text(code: Code) -> String {
    format!(
        "error {}\n{}\nends with exit code {}",
        code.word(),
        code.meaning(),
        code.exit()
    )
}

fn unknown<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Refused {
    let meant = guess(word, known);
    let hint = format!(
        "{meant}rules are named like P0-R01, columns and tables as granary schema lists them"
    );
    Diagnostic::error(Code::BadFlag, format!("nothing is known of \"{word}\""))
        .hint(hint)
        .into()
}
