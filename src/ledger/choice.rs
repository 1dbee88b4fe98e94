//! How a closed list of words becomes an enum: ids, Chinese words, aliases, and back.

use super::cell::{Cell, CellRef, FromCell};

/// One word of a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The id as it is written.
    pub id: &'static str,
    pub zh: &'static str,
    pub aliases: &'static [&'static str],
}

/// Makes a word.
pub const fn choice(
    id: &'static str,
    zh: &'static str,
    aliases: &'static [&'static str],
) -> Choice {
    Choice { id, zh, aliases }
}

/// A closed list of words as an enum.
pub trait Word: Copy + 'static {
    /// The words, in the order of the variants.
    const CHOICES: &'static [Choice];
    /// The variants, in the same order.
    const ALL: &'static [Self];

    /// The word as it is written.
    fn id(self) -> &'static str;

    /// The value of a word in any of its spellings.
    fn parse(word: &str) -> Option<Self> {
        let id = find(Self::CHOICES, word)?;
        Self::ALL.iter().copied().find(|value| value.id() == id)
    }
}

/// Words as they are written.
pub fn ids<W: Word>(words: &[W]) -> Vec<&'static str> {
    words.iter().map(|word| word.id()).collect()
}

impl<W: Word> From<W> for Cell {
    fn from(value: W) -> Cell {
        Cell::Word(value.id())
    }
}

impl<W: Word> From<W> for CellRef<'_> {
    fn from(value: W) -> Self {
        CellRef::Word(value.id())
    }
}

impl<W: Word> FromCell for W {
    fn from_cell(cell: &Cell) -> Option<W> {
        cell.word().and_then(W::parse)
    }
}

/// Finds `word` among `choices`, by id, Chinese word or alias, whatever its case.
pub fn find(choices: &'static [Choice], word: &str) -> Option<&'static str> {
    let exact = choices
        .iter()
        .find(|c| c.id == word || c.zh == word || c.aliases.contains(&word));
    let folded = || choices.iter().find(|c| c.id.eq_ignore_ascii_case(word));
    exact.or_else(folded).map(|choice| choice.id)
}
