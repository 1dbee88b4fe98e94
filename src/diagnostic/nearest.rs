//! The word that was probably meant: “did you mean”.

/// The candidate nearest to `word`, if near enough to be a slip of the hand: “did you mean”.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = 1 + word.chars().count() / 4;
    let scored = candidates
        .into_iter()
        .map(|candidate| (edits(word, candidate), candidate));
    scored
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The same as the beginning of a hint: `did you mean surgical_mask? `; nothing where no candidate is near.
pub fn guess<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map_or(String::new(), |near| format!("did you mean {near}? "))
}

/// The candidate that `word` is but for one letter; nothing where it is one itself, or is told apart by a number, as
/// `lab2` is.
pub fn slip<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str, IntoIter: Clone>,
) -> Option<&'a str> {
    let candidates = candidates.into_iter();
    let is_told_apart = word.contains(|c: char| c.is_numeric()) || !word.is_ascii();
    // Most words are candidates, and these need no count of letters.
    if is_told_apart || candidates.clone().any(|known| known == word) {
        return None;
    }
    candidates.filter(|near| edits(word, near) == 1).min()
}

/// Counts the insertions, deletions and substitutions that turn `a` into `b`.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_finds_its_word() {
        assert_eq!(nearest("recieve", ["receipt", "receive"]), Some("receive"));
        assert_eq!(nearest("xyz", ["receipt", "issue"]), None);
    }
}
