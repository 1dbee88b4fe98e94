//! A cell just as granary writes it, as nearly every cell of a ledger stands: read without a look at anything else that
//! people write.

use std::borrow::Cow;

use crate::calendar::Day;
use crate::quantity::{Money, Price, Quantity};

use super::super::cell::Cell;
use super::super::table::Kind;
use super::super::text::tidy;
use super::nothing::is_mark;
use super::number::plain_digits;

/// Reads `text` where it is a cell of `kind` in the one way that needs no repair; `None` for any other text, which
/// [`parse`](super::parse) reads or refuses.
#[inline]
pub fn as_written(kind: Kind, text: &str) -> Option<Cell> {
    let digits = |decimals| plain_digits(text.as_bytes(), decimals);
    match kind {
        Kind::Text => match tidy(text) {
            Cow::Borrowed("") | Cow::Owned(_) => None,
            Cow::Borrowed(tidied) if is_mark(tidied) => None,
            Cow::Borrowed(tidied) => Some(Cell::Text(tidied.into())),
        },
        Kind::Quantity => Some(Cell::Quantity(Quantity::from_thousandths(digits(3)?))),
        Kind::Money => Some(Cell::Money(Money::from_fen(digits(2)?))),
        Kind::Price => Some(Cell::Price(Price::from_steps(digits(4)?))),
        Kind::Integer => Some(Cell::Integer(digits(0)?)),
        Kind::Day | Kind::Expiry => Day::parse_iso(text.as_bytes()).map(Cell::Day),
        Kind::Word(choices) => {
            let choice = choices.iter().find(|choice| choice.id == text)?;
            Some(Cell::Word(choice.id))
        }
        Kind::Ratio | Kind::Truth => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::parse::{Parsed, parse};
    use crate::ledger::table::Table;

    /// Every kind of cell that any table has.
    fn kinds() -> impl Iterator<Item = Kind> {
        Table::all().flat_map(|table| table.fields().iter().map(|field| field.kind))
    }

    fn unrepaired(cell: Cell) -> Parsed {
        Parsed {
            cell,
            unit: None,
            repair: None,
        }
    }

    #[test]
    fn a_cell_as_it_is_written_is_read_as_any_other() {
        let texts = [
            "",
            " ",
            "12",
            "0.5",
            "2.66",
            "-3",
            "1.2345",
            "007",
            "2022-03-05",
            "2022-02-30",
            "2022-03",
            "43860",
            "issue",
            "Issue",
            "入库",
            " a ",
            "口罩 ",
            "a\nb",
            "3级",
            "1E3",
            "5元",
        ];
        for kind in kinds() {
            for text in texts {
                if let Some(cell) = as_written(kind, text) {
                    let read = parse(kind, text, None).map_err(|fault| fault.message);
                    assert_eq!(read, Ok(unrepaired(cell)), "{text:?} as {kind:?}");
                }
            }
        }
    }

    #[test]
    fn every_word_of_every_list_is_itself() {
        for kind in kinds() {
            let Kind::Word(choices) = kind else { continue };
            for choice in choices {
                let written = as_written(kind, choice.id);
                assert_eq!(written, Some(Cell::Word(choice.id)));
                let read = parse(kind, choice.id, None).map(|parsed| parsed.cell);
                assert_eq!(read.ok(), written, "{}", choice.id);
            }
        }
    }

    #[test]
    fn what_needs_a_second_look_is_left_to_the_longer_way() {
        for (kind, text) in [
            (Kind::Text, " "),
            (Kind::Text, "a\nb"),
            (Kind::Text, "-"),
            (Kind::Text, "无"),
            (Kind::Quantity, "1,200"),
            (Kind::Price, "2.66元"),
            (Kind::Integer, "1.5"),
            (Kind::Day, "2022/3/5"),
            (Kind::Expiry, "2022-03"),
        ] {
            assert_eq!(as_written(kind, text), None, "{text:?}");
        }
    }
}
