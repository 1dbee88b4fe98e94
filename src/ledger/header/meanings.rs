//! Which columns may a word over a table mean? Those of whose entry in the dictionary it is the id, a name or an alias.

use std::sync::LazyLock;

use super::super::column::{Column, dictionary};

/// What each word of the dictionary may mean: an id, a Chinese name, an alias.
static MEANINGS: LazyLock<Meanings> = LazyLock::new(Meanings::of_dictionary);

/// Lists that the words of the dictionary are put into, each into the one of its own number.
const LISTS: usize = 1 << 12;

/// The words of the dictionary, and in the same order a column that each may mean. A word that may mean several stands
/// once for each, side by side.
///
/// A command looks up few headers, so that putting all words in order would take longer than looking them up.
struct Meanings {
    /// Where each list begins, and behind the last where it ends; most lists have one word or none.
    begins: Vec<usize>,
    words: Vec<&'static str>,
    columns: Vec<Column>,
}

impl Meanings {
    fn of_dictionary() -> Meanings {
        let words = || {
            dictionary().flat_map(|entry| {
                let words = [entry.id, entry.zh].into_iter();
                let words = words.chain(entry.aliases.iter().copied());
                words.map(|word| (word, entry.column))
            })
        };
        let lists: Vec<usize> = words().map(|(word, _)| list_of(word)).collect();
        let mut begins = vec![0; LISTS + 1];
        lists.iter().for_each(|list| begins[list + 1] += 1);
        for list in 0..LISTS {
            begins[list + 1] += begins[list];
        }
        let mut next = begins.clone();
        let mut all = vec![("", Column::Item); lists.len()];
        for (meaning, list) in words().zip(&lists) {
            all[next[*list]] = meaning;
            next[*list] += 1;
        }
        for list in begins.windows(2).filter(|list| list[1] - list[0] > 1) {
            all[list[0]..list[1]].sort_unstable();
        }
        let (words, columns) = all.into_iter().unzip();
        Meanings {
            begins,
            words,
            columns,
        }
    }

    /// The columns that a word may mean, as far as any table goes.
    fn of(&self, word: &str) -> &[Column] {
        let list = list_of(word);
        let (begin, end) = (self.begins[list], self.begins[list + 1]);
        let words = &self.words[begin..end];
        let before = words.iter().take_while(|other| **other != word).count();
        let count = words[before..]
            .iter()
            .take_while(|other| **other == word)
            .count();
        &self.columns[begin + before..][..count]
    }
}

/// The number of a word's list.
fn list_of(word: &str) -> usize {
    let mixed = |sum: usize, byte: u8| sum.wrapping_mul(31) ^ usize::from(byte);
    word.bytes().fold(word.len(), mixed) % LISTS
}

/// The columns that a word may mean, as far as any table goes.
pub fn meanings(word: &str) -> &'static [Column] {
    MEANINGS.of(word)
}

#[cfg(test)]
mod tests {
    use super::super::super::column::Entry;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_means_each_column_that_has_it_and_no_other() {
        let of_entry = |entry: &Entry, word| {
            [entry.id, entry.zh].contains(&word) || entry.aliases.contains(&word)
        };
        let words = dictionary().flat_map(|entry| {
            let aliases = entry.aliases.iter().copied();
            [entry.id, entry.zh].into_iter().chain(aliases)
        });
        for word in words.chain(["", "colour", "qty "]) {
            let having = dictionary().filter(|entry| of_entry(entry, word));
            let having: BTreeSet<Column> = having.map(|entry| entry.column).collect();
            let meant: BTreeSet<Column> = meanings(word).iter().copied().collect();
            assert_eq!(meant, having, "{word}");
        }
    }
}
