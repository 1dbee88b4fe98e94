//! The last usable day of a lot, from the lines that state one.

use crate::calendar::Day;

use super::tables::Movement;
use super::word::MovementKind;

/// Set in the rank of what an extension says, so that it stands above all else.
const EXTENDED: u64 = 1 << 63;

/// What the lines of a lot say of its last usable day; a sum over them, in any order.
///
/// * The last tested extension (`extend`) stands, whatever other lines quote from the label.
/// * Without one the earliest day stands: of two labels one is wrong, and goods must not be used on the strength of it.
/// * Goods without a lot number are many lots under one name: there the last line speaks for them.
///
/// Source: shelf-life extension keeps its record, and the printed date is kept beside it (US SLEP).
#[derive(Debug, Clone, Copy, Default)]
// A long ledger keeps one of these for each lot: twelve bytes, and not sixteen.
#[repr(Rust, packed(4))]
pub struct LotExpiry {
    day: Option<Day>,
    /// Higher stands; 0 of a label, where the earlier day does.
    rank: u64,
}

impl LotExpiry {
    /// What one line says.
    ///
    /// `stamp`: 1 or more, below 2^63; a later line has a larger one. Where lines are joined in their order it may be
    /// the same for all.
    #[inline]
    pub fn stated(day: Option<Day>, kind: MovementKind, has_lot: bool, stamp: u64) -> LotExpiry {
        let rank = match (day, kind) {
            (None, _) => 0,
            (_, MovementKind::Extend) => EXTENDED | stamp,
            _ if has_lot => 0,
            _ => stamp,
        };
        LotExpiry { day, rank }
    }

    /// What a movement says, where movements are joined in the order of the ledger.
    pub fn of(movement: &Movement) -> LotExpiry {
        LotExpiry::stated(movement.expiry, movement.kind, !movement.lot.is_empty(), 1)
    }

    /// Takes in what other lines say.
    #[inline]
    pub fn join(&mut self, other: LotExpiry) {
        let stands = match (self.day, other.day) {
            (_, None) => false,
            (None, _) => true,
            (Some(day), Some(theirs)) if self.rank == 0 && other.rank == 0 => theirs < day,
            _ => other.rank >= self.rank,
        };
        if stands {
            *self = other;
        }
    }

    /// The last usable day; `None` where no line states one.
    pub fn day(&self) -> Option<Day> {
        self.day
    }

    /// Whether it is the day of an extension.
    pub fn is_extended(&self) -> bool {
        self.rank & EXTENDED != 0
    }
}

/// Two are equal where the same day stands for the same reason, whichever line said it.
impl PartialEq for LotExpiry {
    fn eq(&self, other: &Self) -> bool {
        self.day == other.day && self.is_extended() == other.is_extended()
    }
}

impl Eq for LotExpiry {}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> Option<Day> {
        Day::new(2022, 1, 1).map(|first| first.plus_days(number))
    }

    fn joined(lines: &[LotExpiry]) -> LotExpiry {
        let mut all = LotExpiry::default();
        for line in lines {
            all.join(*line);
        }
        all
    }

    fn label(last: i64, stamp: u64) -> LotExpiry {
        LotExpiry::stated(day(last), MovementKind::Issue, true, stamp)
    }

    fn extension(last: i64, stamp: u64) -> LotExpiry {
        LotExpiry::stated(day(last), MovementKind::Extend, true, stamp)
    }

    #[test]
    fn an_extension_outlives_the_label_that_later_lines_quote() {
        let lines = [label(100, 1), extension(150, 2), label(100, 3)];
        assert_eq!(joined(&lines).day(), day(150));
        assert!(joined(&lines).is_extended());
    }

    #[test]
    fn the_last_extension_stands_though_it_is_shorter() {
        let lines = [extension(150, 2), extension(120, 3)];
        assert_eq!(joined(&lines).day(), day(120));
    }

    #[test]
    fn of_two_labels_the_earlier_stands() {
        let lines = [label(160, 1), label(100, 2), label(160, 3)];
        assert_eq!(joined(&lines).day(), day(100));
        assert!(!joined(&lines).is_extended());
    }

    #[test]
    fn goods_without_a_lot_number_go_by_the_last_line() {
        let pool = |last, stamp| LotExpiry::stated(day(last), MovementKind::Receipt, false, stamp);
        assert_eq!(joined(&[pool(100, 1), pool(160, 2)]).day(), day(160));
    }

    #[test]
    fn a_line_that_says_nothing_changes_nothing() {
        let silent = LotExpiry::stated(None, MovementKind::Extend, true, 9);
        assert_eq!(joined(&[silent]), LotExpiry::default());
        assert_eq!(joined(&[label(100, 1), silent]).day(), day(100));
    }

    #[test]
    fn the_order_of_joining_does_not_matter() {
        let lines = [
            label(100, 1),
            extension(150, 2),
            label(90, 3),
            extension(130, 4),
        ];
        let mut backwards = lines;
        backwards.reverse();
        assert_eq!(joined(&lines), joined(&backwards));
    }
}
