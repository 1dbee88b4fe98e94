//! Where does a sealed ledger end? At the last line of the last post that was written whole.
//!
//! A post writes all its lines at once and is acknowledged when they are on the disk. What a crash, a kill or a full
//! disk leaves of it is a line without its end, or lines whose seals say that more was to follow. Neither is stock:
//! readers leave it out, the next post cuts it off, and both name the line it begins at.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::Table;
use crate::ledger::seal::{is_followed, is_whole};

use super::super::csv;
use super::super::decode::{self, Decoded};
use super::header;

/// How a ledger ends that was interrupted in the middle of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfinished {
    /// The bytes of whole posts; what follows was never acknowledged.
    pub whole: usize,
    /// The line at which the unfinished post begins, from 1.
    pub line: u64,
}

/// The unfinished post at the end of `text`; `None` where it ends well, or is no ledger that granary wrote.
pub fn unfinished(text: &str) -> Option<Unfinished> {
    let ours = csv::line(header());
    let Some((first, _)) = text.split_once('\n') else {
        // Not even the header was finished; a whole one without a line end may have been typed.
        let is_torn = !text.is_empty() && ours.starts_with(text) && text.len() < ours.len();
        return is_torn.then_some(Unfinished { whole: 0, line: 1 });
    };
    if first.trim_end_matches('\r') != ours {
        return None;
    }
    let whole = whole_posts(text, first.len() + 1);
    (whole < text.len()).then(|| Unfinished {
        whole,
        line: 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..whole]).count() as u64,
    })
}

/// The text of `bytes` as [`decode`](decode::decode) has it, but a ledger may break off inside a character: it is torn.
///
/// Errors: `bad-encoding`.
pub fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    name: &str,
) -> Result<Decoded<'a>, Diagnostic> {
    match text_cut_in_character(bytes).filter(|_| declared.is_none()) {
        Some(text) => Ok(Decoded {
            text: text.into(),
            encoding: None,
        }),
        None => decode::decode(bytes, declared, name),
    }
}

/// The text of a ledger that granary wrote and whose bytes break off inside a character, with a sign in place of that one;
/// `None` of any other bytes. A post that was interrupted there is told like one that was interrupted elsewhere.
pub fn text_cut_in_character(bytes: &[u8]) -> Option<String> {
    if !bytes.starts_with(csv::line(header()).as_bytes()) {
        return None;
    }
    let fault = std::str::from_utf8(bytes).err()?;
    let is_cut = fault.error_len().is_none();
    is_cut.then(|| String::from_utf8_lossy(bytes).into_owned())
}

/// The bytes of `text` up to the end of its last whole post; the header alone is a whole.
fn whole_posts(text: &str, header: usize) -> usize {
    let mut whole = text.len();
    while whole > header {
        let line_end = text[..whole].trim_end_matches(['\n', '\r']).len();
        let start = text[..line_end].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[start..line_end];
        let has_end = line_end < whole;
        let seal = line.rsplit(',').next().unwrap_or("");
        let is_broken = !has_end && !is_whole_line(line);
        if !is_broken && !is_followed(seal) {
            break;
        }
        whole = start.max(header);
    }
    whole
}

/// Whether a line without a line feed has all its cells and, as its last, a whole seal.
fn is_whole_line(line: &str) -> bool {
    let cells = csv::read(line, "").map_or(0, |sheet| sheet.headers.len());
    cells == Table::Movement.fields().len() && is_whole(line.rsplit(',').next().unwrap_or(""))
}

impl Unfinished {
    /// The warning that names the unfinished post in the ledger called `name`; `hint` says what became of it.
    pub fn warning(self, name: &str, hint: &str) -> Diagnostic {
        let message = "a post was interrupted here before it was acknowledged";
        Diagnostic::warning(Code::TornTail, message)
            .at(Place::file(name).at_line(self.line))
            .hint(hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::seal::with_more_to_follow;

    const SEAL: &str = "0123456789abcdef";

    fn line(doc: &str, seal: &str) -> String {
        let mut cells = vec![String::new(); Table::Movement.fields().len()];
        cells[0] = doc.to_owned();
        let last = cells.len() - 1;
        cells[last] = seal.to_owned();
        csv::line(cells) + "\n"
    }

    /// A post of one line, and a post of three.
    fn ledger() -> (String, String) {
        let more = with_more_to_follow(SEAL);
        let first = csv::line(header()) + "\n" + &line("R1", SEAL);
        let second = line("R2", &more) + &line("R2", &more) + &line("R2", SEAL);
        (first, second)
    }

    #[test]
    fn a_post_is_there_whole_or_not_at_all_wherever_it_was_cut() {
        let (first, second) = ledger();
        assert_eq!(unfinished(&first), None);
        for cut in 1..second.len() - 1 {
            let text = format!("{first}{}", &second[..cut]);
            let expected = Unfinished {
                whole: first.len(),
                line: 3,
            };
            assert_eq!(unfinished(&text), Some(expected), "{cut} bytes");
        }
        let without_end = format!("{first}{}", second.trim_end());
        assert_eq!(
            unfinished(&without_end),
            None,
            "all of it but the line feed"
        );
        assert_eq!(unfinished(&format!("{first}{second}")), None);
    }

    #[test]
    fn a_cut_inside_a_character_is_a_cut_like_any_other() {
        let (first, _) = ledger();
        let post = line("入库单", SEAL);
        let whole = Unfinished {
            whole: first.len(),
            line: 3,
        };
        for cut in [1, 2, 4, 5, 7, 8] {
            let bytes = [first.as_bytes(), &post.as_bytes()[..cut]].concat();
            let text = text_cut_in_character(&bytes).expect("the last character is half there");
            assert_eq!(unfinished(&text), Some(whole), "{cut} bytes");
        }
        assert_eq!(text_cut_in_character((first + &post).as_bytes()), None);
        assert_eq!(text_cut_in_character(&"库,1".as_bytes()[..2]), None);
    }

    #[test]
    fn a_header_may_be_cut_too() {
        let header = csv::line(header());
        assert_eq!(unfinished(""), None);
        for cut in 1..header.len() {
            let expected = Unfinished { whole: 0, line: 1 };
            assert_eq!(unfinished(&header[..cut]), Some(expected));
        }
        assert_eq!(unfinished(&header), None);
    }

    #[test]
    fn lines_that_nobody_sealed_are_left_alone() {
        let (first, _) = ledger();
        assert_eq!(unfinished(&format!("{first}{}", line("R9", ""))), None);
        assert_eq!(unfinished("site,item,seal\nD1,mask,~0123\n"), None);
    }
}
