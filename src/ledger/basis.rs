//! How goods came, where no cell of a sheet says so: the word of the kind may (捐赠入库), or the header over who gave them
//! (捐赠单位). And which words of a basis are none that tells it.
//!
//! Donations that pass for purchases would be made public as such (`P1-D01`).

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Place, guess};

use super::Column;
use super::choice::{Choice, Word as _};
use super::record::Loaded;
use super::row::Row;
use super::tables::Movement;
use super::word::{MovementKind, ReceiptBasis, SettlementBasis};

/// Parts of a word of kind, or of a header over who gave the goods, and the basis that each tells.
const TELLING: [(&str, &str); 3] = [("捐", "donation"), ("购", "purchase"), ("调拨", "transfer")];

/// How goods came in that a receipt names no basis of; `None` where neither word says it.
///
/// The word of the kind goes first: it speaks of its line, a header of them all.
///
/// Rule: `P1-D01`.
pub fn told(kind: &str, giver_header: &str) -> Option<&'static str> {
    let basis = |word: &str| {
        let mut telling = TELLING.iter();
        let found = telling.find(|(part, _)| word.contains(part));
        found.map(|(_, basis)| *basis)
    };
    basis(kind).or_else(|| basis(giver_header))
}

/// Unknown words that are told one by one; of more, how many they are.
const WORDS_SHOWN: usize = 5;

/// A movement whose basis is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub kind: MovementKind,
    pub basis: &'a str,
    pub place: Option<&'a Place>,
}

impl<'a> Line<'a> {
    /// The lines of a book of movements.
    pub fn of_book(book: &'a Loaded<Movement>) -> impl Iterator<Item = Line<'a>> {
        book.iter().map(|(row, place)| Line {
            kind: row.kind,
            basis: &row.basis,
            place,
        })
    }

    /// The lines of rows of table movement.
    pub fn of_rows(rows: &'a [Row]) -> impl Iterator<Item = Line<'a>> {
        rows.iter().filter_map(|row| {
            Some(Line {
                kind: row
                    .cell(Column::Kind)
                    .word()
                    .and_then(MovementKind::parse)?,
                basis: row.cell(Column::Basis).text()?,
                place: row.place.as_ref(),
            })
        })
    }
}

/// Warnings of the words of a basis that say nothing here, of receipts and of what left a store, each once at its first
/// line: a gift in words that nobody knows counts as bought, and a delivery is settled by where it went.
///
/// They stay, because a book may name a contract or a decision there; what has a number is one, and is not told.
///
/// Rule: `P0-F09`, `P1-D01`.
pub fn unknown<'a>(lines: impl Iterator<Item = Line<'a>>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(bool, &str), (usize, Option<&Place>)> = BTreeMap::new();
    for line in lines.filter(is_unknown) {
        let came = line.kind == MovementKind::Receipt;
        let word = (came, line.basis.trim());
        found.entry(word).or_insert((0, line.place)).0 += 1;
    }
    let more = found.len().saturating_sub(WORDS_SHOWN);
    let shown = found.into_iter().take(WORDS_SHOWN);
    let mut told: Vec<Diagnostic> = shown
        .map(|((came, word), (lines, place))| told_of(came, word, lines, place))
        .collect();
    if let Some(last) = told.last_mut() {
        last.more = u32::try_from(more).unwrap_or(u32::MAX);
    }
    told
}

/// Whether no list has the basis of a line on whose basis money depends, and it is no number of a document.
fn is_unknown(line: &Line) -> bool {
    let word = line.basis.trim();
    let came = ReceiptBasis::parse(word).is_some();
    let settled = SettlementBasis::parse(word);
    let is_known = match line.kind {
        MovementKind::Receipt => came || settled == Some(SettlementBasis::Emergency),
        MovementKind::Issue | MovementKind::TransferOut => came || settled.is_some(),
        _ => true,
    };
    !is_known && !word.is_empty() && !word.contains(char::is_numeric)
}

fn told_of(came: bool, word: &str, lines: usize, place: Option<&Place>) -> Diagnostic {
    let message = match (came, lines) {
        (true, 1) => format!("1 receipt: nothing knows the basis \"{word}\"; it counts as bought"),
        (true, lines) => {
            format!("{lines} receipts: nothing knows the basis \"{word}\"; they count as bought")
        }
        (false, 1) => format!(
            "1 delivery: nothing knows the basis \"{word}\"; it is settled by where it went"
        ),
        (false, lines) => format!(
            "{lines} deliveries: nothing knows the basis \"{word}\"; they are settled by where they went"
        ),
    };
    let emergency = &SettlementBasis::CHOICES[SettlementBasis::Emergency as usize];
    let words: Vec<&Choice> = match came {
        true => ReceiptBasis::CHOICES.iter().chain([emergency]).collect(),
        false => SettlementBasis::CHOICES.iter().collect(),
    };
    let spellings = words.iter().flat_map(|word| [word.id, word.zh]);
    let near = guess(word, spellings);
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("{} ({})", word.id, word.zh))
        .collect();
    Diagnostic::warning(Code::UnknownBasis, message)
        .at(place.cloned().unwrap_or_else(|| Place::file("movement")))
        .hint(format!("{near}the words are {}", words.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_gifts_are_known_and_numbers_of_contracts_are_no_words() {
        use MovementKind::{Dispose, Issue, Receipt};
        for (kind, basis, is_told) in [
            (Receipt, "接受捐赠", false),
            (Receipt, "紧急采购", false),
            (Receipt, "合同2022-17", false),
            (Receipt, "", false),
            (Receipt, "社会各界", true),
            (Receipt, "sale", true),
            (Issue, "配给制", false),
            (Issue, "市场化", true),
            (Dispose, "sampling_loss", false),
        ] {
            let place = None;
            let line = Line { kind, basis, place };
            assert_eq!(
                unknown([line].into_iter()).len(),
                usize::from(is_told),
                "{basis}"
            );
        }
    }

    #[test]
    fn a_word_of_kind_or_a_header_says_how_goods_came() {
        for (kind, header, basis) in [
            ("捐赠入库", "供货单位", Some("donation")),
            ("入库", "捐赠单位", Some("donation")),
            ("采购入库", "捐赠方", Some("purchase")),
            ("调拨入库", "", Some("transfer")),
            ("入库", "往来单位", None),
        ] {
            assert_eq!(told(kind, header), basis, "{kind} {header}");
        }
    }
}
