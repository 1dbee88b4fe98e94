//! What is said of the lines of a list that make one balance: what was added up, and what must not be.

use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::tables::OnHand;
use crate::stock::list::{AddedUp, Doubt};

/// How many sums are named, and how many lines of each.
const SUMS_SHOWN: usize = 3;
const LINES_SHOWN: usize = 4;

/// How many lines were added up, where any were, and which.
pub fn in_words(found: &AddedUp, lines: &[(Place, OnHand)]) -> Vec<String> {
    let mut said = Vec::new();
    if !found.sums.is_empty() {
        let count: usize = found.sums.iter().map(Vec::len).sum();
        let balances = counted(found.sums.len(), "balance");
        said.push(format!(
            "{count} lines were added up into {balances}: the same day, site, item, lot, form and owner"
        ));
        let shown = found.sums.iter().take(SUMS_SHOWN);
        said.extend(shown.map(|sum| sum_in_words(sum, lines)));
    }
    if found.with_days > 0 {
        let balances = counted(found.with_days, "balance");
        said.push(format!(
            "the lines of {balances} have different last days: the earliest stands; lot numbers keep them apart"
        ));
    }
    said
}

/// One balance of several lines: what each states, and where.
fn sum_in_words(sum: &[usize], lines: &[(Place, OnHand)]) -> String {
    let part = |at: &usize| format!("{} ({})", lines[*at].1.qty, lines[*at].0);
    let mut parts: Vec<String> = sum.iter().take(LINES_SHOWN).map(part).collect();
    if sum.len() > LINES_SHOWN {
        parts.push("…".to_owned());
    }
    let OnHand { site, item, .. } = &lines[sum[0]].1;
    format!("{item} at {site}: {}", parts.join(" + "))
}

/// The warning of lines of one balance that state different quantities: one may correct the other.
pub fn sent_again(found: &AddedUp, lines: &[(Place, OnHand)]) -> Vec<Diagnostic> {
    let differ = |sum: &&Vec<usize>| sum.iter().any(|at| lines[*at].1.qty != lines[sum[0]].1.qty);
    let mut sums = found.sums.iter().filter(differ);
    let Some(first) = sums.next() else {
        return Vec::new();
    };
    let balances = counted(1 + sums.count(), "balance");
    let message = format!("the lines of {balances} state different quantities, and were added up");
    let place = lines[first[1]].0.clone();
    let warning = Diagnostic::warning(Code::Overlap, message).at(place);
    vec![warning.hint(
        "parts of one stock are added up; where a later line corrects an earlier one, take the earlier one out",
    )]
}

/// Lines of one balance that cannot be added up, or that may be one thing twice.
pub fn faults(found: &AddedUp, lines: &[(Place, OnHand)]) -> Vec<Diagnostic> {
    let both = found.clashes.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
    let clashes = both.map(|(at, other)| unlike(&lines[at], &lines[other]));
    let doubled = found.doubled.iter();
    let doubled = doubled.map(|(at, other, why)| twice(&lines[*at], &lines[*other], *why));
    clashes.chain(doubled).collect()
}

/// Two lines of one balance in different units.
fn unlike((place, line): &(Place, OnHand), (there, other): &(Place, OnHand)) -> Diagnostic {
    let message = format!(
        "{} at {} is listed in {} here and in {} on line {}",
        line.item, line.site, line.unit, other.unit, there.line
    );
    Diagnostic::error(Code::UnitMismatch, message)
        .at(place.clone())
        .hint("write both lines in one unit, or give two goods two codes")
}

/// Two lines that may be one balance twice: the other is named at its place.
fn twice(
    (there, line): &(Place, OnHand),
    (place, other): &(Place, OnHand),
    why: Doubt,
) -> Diagnostic {
    let OnHand {
        site, item, as_of, ..
    } = line;
    let message = format!(
        "{item} at {site} on {as_of} is {} here and {} in {there}",
        other.qty, line.qty
    );
    let hint = match why {
        Doubt::Files => {
            "of a list and its correction import the correction alone; --overlap add adds up parts of one stock, --overlap skip takes the first file"
        }
        Doubt::Total => {
            "one sheet comes to what the others state, or is named a total: --overlap skip leaves it out, --overlap add adds it up, --sheet NAME reads one sheet alone"
        }
        Doubt::Days => {
            "the sheets are named after days: write the day of each line in a column 日期, or import each with --sheet NAME --as-of DAY"
        }
    };
    Diagnostic::error(Code::Overlap, message)
        .at(place.clone())
        .hint(hint)
}
