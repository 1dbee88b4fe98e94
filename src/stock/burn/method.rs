//! How a daily rate is made of the days of a window: what is divided by what.
//!
//! | method | window | used is spread over, of the days that somebody tells of |
//! |---|---|---|
//! | `plain` | days before as-of | all of them |
//! | `available_days` | days before as-of | those on which there was something to use |
//! | `who` | whole months before as-of | months of 30.4 days less the days out: CT / (RM − DOS / 30.4) |
//! | `peak` | the N days in a row with the highest use on record | those N days |
//! | `per_head` | days before as-of | the posts, beds, patients or residents on days with something to use |
//!
//! The word in column `method` also says whose word on use was taken: `usage_` what the site reported, `requested_`
//! what it reported to have been asked for, nothing for the ledger; `_with_transfers` where those count as use.

use crate::quantity::{Quantity, Rate, THOUSANDTHS};

use super::average::MONTH_TENTHS;

/// How the rate of a row is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Use over all days.
    Plain,
    /// Use over the days on which there was something to use.
    #[default]
    AvailableDays,
    /// The formula of the World Health Organization, over whole months.
    Who,
    /// The highest use of so many days in a row.
    Peak,
    /// Use counted on posts, beds, patients or residents.
    PerHead,
}

/// Whose word on use was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// What the ledger issued.
    Ledger,
    /// What the site reported as used.
    Usage,
    /// What the site reported as asked for.
    Requested,
}

const ALL: [Method; 5] = [
    Method::Plain,
    Method::AvailableDays,
    Method::Who,
    Method::Peak,
    Method::PerHead,
];
const WITH_TRANSFERS: &str = "_with_transfers";

impl Method {
    fn id(self) -> &'static str {
        match self {
            Method::Plain => "plain",
            Method::AvailableDays => "available_days",
            Method::Who => "who",
            Method::Peak => "peak",
            Method::PerHead => "per_head",
        }
    }
}

/// The days of a window by what is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// All of them.
    pub days: i64,
    /// Those on which there was nothing to use.
    pub out: i64,
    /// The others of which nobody says what was used.
    pub untold: i64,
}

impl DayCount {
    /// Those on which there was something to use, and of which somebody says what was used.
    pub fn told(self) -> i64 {
        self.days - self.out - self.untold
    }
}

/// The word of a method and its source, as it stands in column `method`.
pub fn word(method: Method, source: Source, with_transfers: bool) -> String {
    let source = match source {
        Source::Ledger => "",
        Source::Usage => "usage_",
        Source::Requested => "requested_",
    };
    let transfers = if with_transfers { WITH_TRANSFERS } else { "" };
    format!("{source}{}{transfers}", method.id())
}

/// Whether the word of a row says that the ledger's own movements were counted.
pub fn is_of_ledger(word: &str) -> bool {
    let id = word.strip_suffix(WITH_TRANSFERS).unwrap_or(word);
    ALL.iter().any(|method| method.id() == id)
}

/// The days that use is spread over, exactly; `None` where none is left.
///
/// `months`: whole months of the window, for the formula that counts in months.
pub fn divisor(method: Method, count: DayCount, months: i64) -> Option<Quantity> {
    let tenths = match method {
        Method::Plain | Method::Peak => (count.days - count.untold).checked_mul(10)?,
        Method::AvailableDays | Method::PerHead => count.told().checked_mul(10)?,
        Method::Who => months
            .checked_mul(MONTH_TENTHS)?
            .checked_sub((count.out + count.untold).checked_mul(10)?)?,
    };
    let divisor = Quantity::from_thousandths(tenths.checked_mul(THOUSANDTHS / 10)?);
    divisor.is_positive().then_some(divisor)
}

/// `used` spread over `divisor` days, as an exact fraction; `None` where it does not fit.
pub fn spread(used: Quantity, divisor: Quantity) -> Option<Rate> {
    if divisor.thousandths() % THOUSANDTHS == 0 {
        return Rate::over(used, divisor.thousandths() / THOUSANDTHS);
    }
    fraction(
        i128::from(used.thousandths()) * i128::from(THOUSANDTHS),
        i128::from(divisor.thousandths()),
    )
}

/// `used` of `head_days`, at so many `heads` a day, as an exact fraction; `None` where it does not fit.
pub fn spread_over_heads(used: Quantity, head_days: Quantity, heads: Quantity) -> Option<Rate> {
    fraction(
        i128::from(used.thousandths()).checked_mul(i128::from(heads.thousandths()))?,
        i128::from(head_days.thousandths()),
    )
}

/// A fraction in lowest terms; `None` without a part to share, or where it does not fit.
fn fraction(used: i128, parts: i128) -> Option<Rate> {
    if parts <= 0 {
        return None;
    }
    let (mut shared, mut rest) = (used.abs(), parts);
    while rest != 0 {
        (shared, rest) = (rest, shared % rest);
    }
    let used = Quantity::from_sum(used / shared)?;
    Rate::over(used, i64::try_from(parts / shared).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    fn of_180(out: i64, untold: i64) -> DayCount {
        DayCount {
            days: 180,
            out,
            untold,
        }
    }

    #[test]
    fn each_method_spreads_over_its_own_days() {
        let over = |method, out| divisor(method, of_180(out, 0), 6).map(|days| days.to_string());
        assert_eq!(over(Method::Plain, 30).as_deref(), Some("180"));
        assert_eq!(over(Method::AvailableDays, 30).as_deref(), Some("150"));
        assert_eq!(over(Method::Who, 30).as_deref(), Some("152.4"));
        assert_eq!(over(Method::AvailableDays, 180), None);
        assert_eq!(over(Method::Who, 182).as_deref(), Some("0.4"));
        assert_eq!(over(Method::Who, 183), None);
    }

    #[test]
    fn days_that_nobody_tells_of_are_no_days_of_any_method() {
        let over = |method| divisor(method, of_180(30, 50), 6).map(|days| days.to_string());
        assert_eq!(over(Method::Plain).as_deref(), Some("130"));
        assert_eq!(over(Method::AvailableDays).as_deref(), Some("100"));
        assert_eq!(over(Method::Who).as_deref(), Some("102.4"));
    }

    #[test]
    fn a_divisor_that_is_no_whole_number_stays_exact() {
        let days = divisor(Method::Who, of_180(30, 0), 6).expect("152.4 days");
        let rate = spread(pieces(5400), days).expect("it fits");
        assert_eq!(rate.lowest_terms(), (4500, 127));
        assert_eq!(spread(pieces(1), Quantity::ZERO), None);
    }

    #[test]
    fn a_word_says_whose_figures_they_are() {
        let of_ledger = word(Method::Peak, Source::Ledger, true);
        assert_eq!(of_ledger, "peak_with_transfers");
        assert!(is_of_ledger(&of_ledger));
        assert!(!is_of_ledger(&word(
            Method::AvailableDays,
            Source::Usage,
            true
        )));
        assert!(!is_of_ledger("stated"));
    }
}
