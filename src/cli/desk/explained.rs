//! Which rows `--explain` asks about: all of them, those under a key, or the one that a part of its key names.

use anyhow::Result;

use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::ledger::{Record, Table};

use super::Desk;

/// The verbs whose answers are explained, by the noun they stand under.
const EXPLAINED: &[(&str, &[&str])] = &[
    (
        "stock",
        &[
            "on-hand", "burn", "cover", "require", "plan", "scenario", "check",
        ],
    ),
    ("rotate", &["stage", "plan"]),
    (
        "price",
        &["balance", "value", "settle", "payable", "funds", "subsidy"],
    ),
    ("allocate", &["check"]),
];

/// The same in words.
const WHERE_TAKEN: &str = "stock on-hand, burn, cover, require, plan, scenario, check, rotate stage and plan, price balance, value, settle, payable, funds, subsidy and allocate check take --explain; granary explain WORD says what a word means";

/// How many keys are named where a key names none or too many.
const KEYS_SHOWN: usize = 8;

impl Desk {
    /// The rows that `--explain` asks about; `None` where nothing is to be explained.
    ///
    /// Errors: `bad-flag` for a key that is unknown or ambiguous.
    pub fn to_explain<T: Record + Clone>(&self, rows: &[T]) -> Result<Option<Vec<T>>> {
        let Some(key) = &self.global.explain else {
            return Ok(None);
        };
        let subjects: Vec<String> = rows
            .iter()
            .map(|row| row.clone().into_row().subject())
            .collect();
        let chosen = chosen(&subjects, key, T::TABLE).map_err(Refused::from)?;
        Ok(Some(
            chosen.into_iter().map(|at| rows[at].clone()).collect(),
        ))
    }

    /// The table that the command answers with: the explanation where one was asked for.
    ///
    /// Errors: `bad-flag` where the command has none to give.
    pub(super) fn answered_table(&self, primary: Table) -> Result<Table, Refused> {
        if self.global.explain.is_none() {
            return Ok(primary);
        }
        let is_explained = |(table, _): &(Table, _)| *table == Table::Explanation;
        if self.answers.iter().any(is_explained) {
            return Ok(Table::Explanation);
        }
        let message = format!("table {} is not explained", primary.id());
        Err(Diagnostic::error(Code::BadFlag, message)
            .hint(WHERE_TAKEN)
            .into())
    }
}

/// The command line with `--explain` in the help of those verbs alone that take it.
pub fn offered_where_taken(command: clap::Command) -> clap::Command {
    let flag = command
        .get_arguments()
        .find(|arg| arg.get_id() == "explain");
    let Some(hidden) = flag.map(|arg| arg.clone().hide(true)) else {
        return command;
    };
    command.mut_subcommands(|noun| {
        let explained = EXPLAINED.iter().find(|(name, _)| *name == noun.get_name());
        let Some((_, verbs)) = explained else {
            return noun.arg(hidden.clone());
        };
        noun.mut_subcommands(|verb| match verbs.contains(&verb.get_name()) {
            true => verb,
            false => verb.arg(hidden.clone()),
        })
    })
}

/// The positions of the subjects that `key` means: the one of that name, else all that begin with it part by part,
/// else the only one that has it within.
fn chosen(subjects: &[String], key: &str, table: Table) -> Result<Vec<usize>, Diagnostic> {
    let matching = |is_meant: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let numbered = subjects.iter().enumerate();
        numbered
            .filter(|(_, subject)| is_meant(subject))
            .map(|(at, _)| at)
            .collect()
    };
    if key.is_empty() {
        return Ok((0..subjects.len()).collect());
    }
    let exact = matching(&|subject| subject == key);
    if !exact.is_empty() {
        return Ok(exact);
    }
    let prefix = format!("{}/", key.trim_end_matches('/'));
    let below = matching(&|subject| subject.starts_with(&prefix));
    if !below.is_empty() {
        return Ok(below);
    }
    let within = matching(&|subject| subject.contains(key));
    match within.as_slice() {
        [_] => Ok(within),
        [] => Err(unknown(subjects, key, table)),
        several => Err(ambiguous(subjects, several, key)),
    }
}

fn unknown(subjects: &[String], key: &str, table: Table) -> Diagnostic {
    let message = format!("no row of table {} has the key \"{key}\"", table.id());
    let parts = subjects.iter().flat_map(|subject| subject.split('/'));
    let whole = subjects.iter().map(String::as_str);
    let meant = guess(key, whole.chain(parts).filter(|part| !part.is_empty()));
    let hint = match subjects {
        [] => "the answer has no rows".to_owned(),
        [first, ..] => format!("{meant}a key is written like {first}, or its beginning"),
    };
    Diagnostic::error(Code::BadFlag, message).hint(hint)
}

fn ambiguous(subjects: &[String], several: &[usize], key: &str) -> Diagnostic {
    let message = format!("\"{key}\" stands in the keys of {} rows", several.len());
    let shown = several.iter().take(KEYS_SHOWN);
    let shown: Vec<&str> = shown.map(|at| subjects[*at].as_str()).collect();
    let more = match several.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Diagnostic::error(Code::BadFlag, message)
        .hint(format!("did you mean {}{more}?", shown.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(key: &str) -> Result<Vec<usize>, String> {
        let subjects = ["D1/mask/A", "D1/mask/B", "D1/masks/C", "D2/rice/A"];
        let subjects = subjects.map(str::to_owned);
        chosen(&subjects, key, Table::Onhand).map_err(|error| error.to_string())
    }

    #[test]
    fn a_key_its_beginning_or_a_part_that_is_its_own_will_do() {
        assert_eq!(found("D1/mask/A"), Ok(vec![0]));
        assert_eq!(found("D1/mask"), Ok(vec![0, 1]));
        assert_eq!(found("D1/"), Ok(vec![0, 1, 2]));
        assert_eq!(found("rice"), Ok(vec![3]));
        assert_eq!(found(""), Ok(vec![0, 1, 2, 3]));
    }

    #[test]
    fn the_verbs_that_take_a_key_are_named_where_others_refuse_it() {
        for (noun, verbs) in EXPLAINED {
            let from = WHERE_TAKEN.find(noun).expect("every noun is named");
            for verb in *verbs {
                assert!(WHERE_TAKEN[from..].contains(verb), "{noun} {verb}");
            }
        }
    }

    #[test]
    fn a_key_of_several_or_no_rows_says_which_there_are() {
        let several = found("/A").expect_err("two rows have it");
        assert!(
            several.contains("did you mean D1/mask/A, D2/rice/A?"),
            "{several}"
        );
        let slip = found("D1/masks/D").expect_err("no row has it");
        assert!(slip.contains("did you mean D1/masks/C?"), "{slip}");
        assert!(found("nothing").is_err());
        assert!(chosen(&[], "D1", Table::Onhand).is_err());
        assert_eq!(chosen(&[], "", Table::Onhand), Ok(Vec::new()));
    }
}
