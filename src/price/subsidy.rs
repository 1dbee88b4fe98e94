//! What a carrier earns for the reserve it stores, what is clawed back, and what is still to pay. Table `subsidy`.
//!
//! Shape: a row for each carrier, item, store and term. A year's rate is spread over the days of its calendar year, both
//! ends counted (D-20); a term over the year's end is split there. What was held is valued day by day at what it cost;
//! days on which less was held than agreed are clawed back for the difference (D-21); goods past their last day are not
//! held. On days on which goods lay there that
//! had failed an inspection and not passed again nothing counts, nor does anything to the end of the term where the
//! carrier is disqualified. What is earned is rounded once, and what is clawed back once for each shortfall; the value of
//! the goods is that of the agreement, and never guessed.
//!
//! `held` is what lay there day by day, `failure` the days that do not count, `row` the row of both, `explain` what
//! adds up.

use crate::calendar::Day;
use crate::engine::cost::EXACT_PER_FEN;
use crate::quantity::{Money, div_half_up};

mod explain;
mod failure;
mod held;
mod row;

pub use explain::explain;
pub use row::{SubsidyInputs, subsidies};

/// What a rate counts: millionths of the value a year.
const RATE_STEPS: i128 = 1_000_000;
/// Days of a year that is no leap year, and of one that is.
const YEARS: (i128, i128) = (365, 366);
/// The parts of a unit of value that amounts are added up in.
const PARTS: i128 = RATE_STEPS * YEARS.0 * YEARS.1;

/// Days in a row, both ends counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    from: Day,
    to: Day,
}

/// The terms of one agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub value: Money,
    /// Millionths of the value a year.
    pub rate: i64,
    pub from: Day,
    /// The last day; it counts.
    pub to: Day,
}

impl Terms {
    /// So many percent as millionths.
    pub fn percent(percent: i64) -> i64 {
        percent * 10_000
    }

    fn span(&self) -> Span {
        Span {
            from: self.from,
            to: self.to,
        }
    }
}

/// Days in a row on which less was held, by the same value: exact until what is clawed back for it is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortfall {
    pub from: Day,
    pub to: Day,
    /// In ten-thousandths of a yuan times thousandths of a base unit.
    pub short: i128,
}

/// What a term came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earned {
    pub days: i64,
    pub entitled: Money,
    pub clawback: Money,
}

/// What a carrier earned over a term, and what of it is clawed back for `shortfalls`, each rounded by itself.
///
/// `None` where an amount does not fit. Rule: `P3-F01`, `D-20`, `D-21`, `D-32`.
pub fn subsidy(terms: &Terms, shortfalls: &[Shortfall]) -> Option<Earned> {
    let mut clawback = 0_i128;
    for shortfall in shortfalls {
        clawback += i128::from(clawed_back(terms, shortfall)?.fen());
    }
    let value = i128::from(terms.value.fen());
    let exact = parts(value, terms.rate, terms.from, terms.to)?;
    let entitled = Money::from_sum(div_half_up(exact, PARTS))?;
    Some(Earned {
        days: days(terms.from, terms.to),
        entitled,
        // Half fens that were rounded up one by one take back no more than was earned.
        clawback: Money::from_sum(clawback)?.min(entitled),
    })
}

/// What is clawed back for one shortfall, of its days within the term; `None` where it does not fit.
fn clawed_back(terms: &Terms, shortfall: &Shortfall) -> Option<Money> {
    let from = shortfall.from.max(terms.from);
    let to = shortfall.to.min(terms.to);
    let exact = parts(shortfall.short, terms.rate, from, to)?;
    Money::from_sum(div_half_up(exact, PARTS * EXACT_PER_FEN))
}

/// The days from one to another, both counted; none where they are the wrong way round.
fn days(from: Day, to: Day) -> i64 {
    (to.days_since(from) + 1).max(0)
}

/// `value` at a yearly rate over the days from one to another, each day a part of its own calendar year, in [`PARTS`] of
/// the unit of the value: exact.
fn parts(value: i128, rate: i64, from: Day, to: Day) -> Option<i128> {
    let (common, leap) = YEARS;
    let (of_common, of_leap) = shares_of_years(from, to);
    // Over the product of both lengths, so that nothing is rounded before the end.
    let weighted = of_common * leap + of_leap * common;
    let exact = value.checked_mul(i128::from(rate))?;
    exact.checked_mul(weighted)
}

/// How many of the days from one to another, both counted, lie in common years and how many in leap years.
fn shares_of_years(from: Day, to: Day) -> (i128, i128) {
    let (mut of_common, mut of_leap) = (0, 0);
    let mut first = from;
    while first <= to {
        let year_end = Day::new(first.year(), 12, 31).expect("every year has a last day");
        let last = year_end.min(to);
        let length = days(first.first_of_year(), year_end);
        match i128::from(length) == YEARS.0 {
            true => of_common += i128::from(days(first, last)),
            false => of_leap += i128::from(days(first, last)),
        }
        // Asked here, because no day follows the calendar's last.
        if last == to {
            break;
        }
        first = last.plus_days(1);
    }
    (of_common, of_leap)
}

#[cfg(test)]
mod tests;
