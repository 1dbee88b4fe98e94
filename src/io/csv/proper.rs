//! Is delimited text well formed? Then a quotation mark opens and closes a cell and stands nowhere else, and lines may
//! be told apart by the parity of quotation marks alone. Any other text is read with the rules that readers differ in.

use memchr::{memchr, memchr_iter, memchr2, memchr3, memrchr, memrchr2};

use super::closing_quote;

/// Where the first `lines` lines of well-formed `text` end; its whole length where it has fewer. `None` where they
/// are not well formed, or where a carriage return without a line feed ends a line.
pub fn proper_end(text: &[u8], delimiter: u8, lines: usize) -> Option<usize> {
    let (mut at, mut left) = (0, lines);
    while at < text.len() && left > 0 {
        let is_quoted = text[at] == b'"';
        let end = match is_quoted {
            true => closing_quote(text, at + 1)? + 1,
            false => at + memchr3(delimiter, b'\n', b'"', &text[at..]).unwrap_or(text.len() - at),
        };
        let next = text.get(end).copied();
        if !is_quoted && has_bare_return(&text[at..end], next) {
            return None;
        }
        at = match next {
            None => return Some(text.len()),
            Some(b'\n') => {
                left -= 1;
                end + 1
            }
            Some(b'\r') if text.get(end + 1) == Some(&b'\n') => {
                left -= 1;
                end + 2
            }
            Some(byte) if byte == delimiter => end + 1,
            Some(_) => return None,
        };
    }
    Some(at)
}

/// Whether `text` has neither quotation marks nor carriage returns nor a mark of its byte order: then each line feed
/// ends a line, and each delimiter a cell.
pub fn is_plain(text: &[u8]) -> bool {
    memchr2(b'"', b'\r', text).is_none() && !text.starts_with("\u{feff}".as_bytes())
}

/// The cells of a well-formed line without its end.
pub fn cells(line: &str, delimiter: u8) -> Vec<String> {
    let mut cells = Vec::with_capacity(memchr_iter(delimiter, line.as_bytes()).count() + 1);
    cells_into(&mut cells, line, delimiter);
    cells
}

/// The same in place of other cells, whose room is used again.
pub fn cells_into(cells: &mut Vec<String>, line: &str, delimiter: u8) {
    let bytes = line.as_bytes();
    let (mut count, mut at) = (0, 0);
    while at <= bytes.len() && !bytes.is_empty() {
        let quoted = (bytes.get(at) == Some(&b'"'))
            .then(|| closing_quote(bytes, at + 1))
            .flatten();
        let from = quoted.unwrap_or(at);
        let end = memchr(delimiter, &bytes[from..]).map_or(bytes.len(), |length| from + length);
        if count == cells.len() {
            cells.push(String::new());
        }
        match quoted {
            Some(close) => cells[count] = line[at + 1..close].replace("\"\"", "\""),
            None => {
                cells[count].clear();
                cells[count].push_str(&line[at..end]);
            }
        }
        count += 1;
        at = end + 1;
    }
    cells.truncate(count);
}

/// Whether all of `text` is well formed.
pub fn is_proper(text: &[u8], delimiter: u8) -> bool {
    is_plain(text) || proper_end(text, delimiter, usize::MAX).is_some()
}

/// Where the last whole line of a block ends, which begins outside quotation marks.
///
/// `Err` where none ends: whether the block ends within quotation marks.
pub fn last_line_end(block: &[u8]) -> Result<usize, bool> {
    if memchr(b'"', block).is_none() {
        return memrchr(b'\n', block).map(|at| at + 1).ok_or(false);
    }
    let quotes = memchr::memchr_iter(b'"', block).count();
    let (mut end, mut is_inside) = (block.len(), quotes % 2 == 1);
    while let Some(at) = memrchr2(b'\n', b'"', &block[..end]) {
        match block[at] {
            b'"' => is_inside = !is_inside,
            _ if !is_inside => return Ok(at + 1),
            _ => {}
        }
        end = at;
    }
    Err(quotes % 2 == 1)
}

/// Whether a carriage return stands in a cell other than before the line feed that ends its line.
fn has_bare_return(cell: &[u8], next: Option<u8>) -> bool {
    let first = memchr(b'\r', cell);
    first.is_some_and(|at| at + 1 < cell.len() || next != Some(b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_text_is_told_from_any_other() {
        for (text, lines, end) in [
            ("a,b\n1,2\n", 1, Some(4)),
            ("a,b\r\n1,2\r\n", 1, Some(5)),
            ("\"a\nb\",c\n1,2\n", 1, Some(8)),
            ("\"a\"\"b\",c\r\n1,2", 1, Some(10)),
            ("a,b\n1,2", 9, Some(7)),
            ("", 1, Some(0)),
            ("a,5\"\n", 1, None),
            ("\"a\"b,c\n", 1, None),
            ("\"a,c\n", 1, None),
            ("a,b\r1,2\n", 1, None),
            ("a\rb,c\n", 1, None),
        ] {
            assert_eq!(proper_end(text.as_bytes(), b',', lines), end, "{text:?}");
        }
    }

    #[test]
    fn a_well_formed_line_is_split_as_a_reader_splits_it() {
        for line in [
            "",
            "a",
            "a,",
            ",",
            "\"\",\"\"",
            "\"a, b\",c",
            "\"say \"\"so\"\"\",,x",
            "\"two\nlines\",1",
            "1,\"口罩,\"",
        ] {
            assert_eq!(
                cells(line, b','),
                super::super::split(line, b','),
                "{line:?}"
            );
        }
    }

    #[test]
    fn the_last_line_of_a_block_ends_outside_quotation_marks() {
        for (block, end) in [
            ("a\nb\nc", Ok(4)),
            ("a\n\"b\nc", Ok(2)),
            ("\"a\nb\"\nc", Ok(6)),
            ("abc", Err(false)),
            ("\"a\nb", Err(true)),
        ] {
            assert_eq!(last_line_end(block.as_bytes()), end, "{block:?}");
        }
    }
}
