//! One row of burn: the days of the window summed, divided as the method says, and everything shown that it is made of.

use crate::ledger::tables::{Burn, Usage};
use crate::quantity::{Quantity, Rate, div_ceil};

use super::super::peak::highest;
use super::average::{monthly, monthly_of_months};
use super::day::{DayFact, days_of, demanded};
use super::head::{HeadCount, Heads};
use super::method::{Method, Source, divisor, spread, spread_over_heads, word};
use super::window::Window;
use super::{BurnOptions, Demand, Facts};

/// Why a row has no rate.
const NO_AVAILABLE_DAY: &str = "no_available_day";
const NO_USAGE_IN_WINDOW: &str = "no_usage_in_window";
const SHORT_RECORD: &str = "short_record";
const NO_HEADS: &str = "no_heads";
/// The reason where nobody writes down what is used.
pub const NO_USE_WRITTEN: &str = "no_use_written";
/// The reason of a durable good, which is assigned and not used up.
pub const DURABLE: &str = "durable";

/// The days that a row looks at, and whose word on them was taken.
struct Summary {
    window: Window,
    facts: Vec<DayFact>,
    source: Source,
    reported: Option<i64>,
    has_ledger: bool,
}

/// The row of one item at one site; `None` where nothing ever came in.
pub fn of(
    blank: Burn,
    facts: &Facts<'_>,
    options: &BurnOptions,
    heads: &HeadCount<'_>,
) -> Option<Burn> {
    let window = Window::of(options, facts.first_day()?, blank.as_of);
    let seen = Summary::of(facts, window, options);
    if seen.reported.is_none() && !seen.has_ledger {
        return Some(Burn {
            method: word(options.method, Source::Usage),
            reason: NO_USAGE_IN_WINDOW.to_owned(),
            ..windowed(blank, window)
        });
    }
    let is_of_ledger = seen.reported.is_none();
    let row = match options.method {
        Method::Peak => of_peak(blank, seen, options.peak_days),
        Method::PerHead => {
            let heads = heads.of(&blank.site, &blank.item, &seen.facts);
            by_head(blank, &seen, heads)
        }
        method => by_days(blank, &seen, method),
    };
    let is_silent = is_of_ledger && !facts.is_written && row.rate.is_some();
    Some(if is_silent { silent(row) } else { row })
}

/// The row of goods by a record that says nothing of use: that it issued none is no rate.
fn silent(row: Burn) -> Burn {
    Burn {
        rate: None,
        divisor: None,
        unmet: None,
        monthly: None,
        per_head: None,
        ..without_rate(row, NO_USE_WRITTEN)
    }
}

/// The row of a durable good: it is assigned, and not used up.
///
/// Rule: `S22`.
pub fn of_durable(blank: Burn) -> Burn {
    without_rate(blank, DURABLE)
}

impl Summary {
    fn of(facts: &Facts<'_>, window: Window, options: &BurnOptions) -> Summary {
        let rows = facts.usage.iter().filter(|row| window.holds(row.date));
        let reported: Vec<&Usage> = rows.copied().collect();
        let asked = options.demand == Demand::Requested
            && reported.iter().any(|row| demanded(row).is_some());
        // A report that states no use is none of it: what a blank stands for is not zero.
        let states_use = |row: &&Usage| row.used.is_some() || asked && row.requested.is_some();
        let days_reported = distinct_days(reported.iter().copied().filter(states_use));
        let says_use = days_reported > 0;
        let facts_of_days = days_of(
            &facts.movements,
            (&reported, says_use),
            window.from,
            window.days(),
        );
        let source = match (says_use, options.include_transfers) {
            (true, _) if asked => Source::Requested,
            (true, _) => Source::Usage,
            (false, true) => Source::LedgerWithTransfers,
            (false, false) => Source::Ledger,
        };
        Summary {
            window,
            facts: facts_of_days,
            source,
            reported: says_use.then_some(days_reported),
            has_ledger: !facts.movements.is_empty(),
        }
    }

    /// What a day counts for: what was given, or what was asked for.
    fn demand(&self, day: &DayFact) -> Quantity {
        match self.source {
            Source::Ledger | Source::Usage => day.used,
            Source::LedgerWithTransfers => day.used + day.transferred,
            Source::Requested => day.demanded.unwrap_or(day.used),
        }
    }

    /// What a day saw given.
    fn used(&self, day: &DayFact) -> Quantity {
        match self.source {
            Source::LedgerWithTransfers => day.used + day.transferred,
            _ => day.used,
        }
    }

    /// Whether a day says nothing of the need: there was nothing to use, and nobody wrote down what was asked for.
    fn is_out(&self, day: &DayFact) -> bool {
        let is_known = self.source == Source::Requested && day.demanded.is_some();
        !day.is_available && !is_known
    }

    /// The row with everything that does not depend on the method, and the sums over the days that `counts` names.
    fn summed(&self, blank: Burn, counts: impl Fn(&DayFact) -> bool) -> Burn {
        let days = || self.facts.iter().filter(|day| counts(day));
        let out = self.facts.iter().filter(|day| self.is_out(day)).count();
        let transferred = || self.facts.iter().map(|day| day.transferred).sum();
        let demand = || days().map(|day| self.demand(day)).sum();
        Burn {
            days_out: i64::try_from(out).ok(),
            used: Some(days().map(|day| self.used(day)).sum()),
            demanded: (self.source == Source::Requested).then(demand),
            days_reported: self.reported,
            transferred: self.has_ledger.then(transferred),
            ..windowed(blank, self.window)
        }
    }
}

fn distinct_days<'a>(reported: impl Iterator<Item = &'a Usage>) -> i64 {
    let mut days: Vec<_> = reported.map(|row| row.date).collect();
    days.sort_unstable();
    days.dedup();
    days.len() as i64
}

fn windowed(blank: Burn, window: Window) -> Burn {
    Burn {
        from: Some(window.from),
        to: Some(window.to),
        days: Some(window.days()),
        ..blank
    }
}

/// Use over days, of all, of those in stock, or of months less those out.
fn by_days(blank: Burn, seen: &Summary, method: Method) -> Burn {
    let row = Burn {
        method: word(method, seen.source),
        ..seen.summed(blank, |_| true)
    };
    let (days, out) = (row.days.unwrap_or(0), row.days_out.unwrap_or(0));
    if method == Method::Who && seen.window.months == 0 {
        return without_rate(row, SHORT_RECORD);
    }
    // Without a day in stock a plain average of nothing would be zero, and read as a need of nothing.
    let spread_over = divisor(method, days, out, seen.window.months).filter(|_| days > out);
    let numerator = row.demanded.or(row.used).unwrap_or_default();
    let Some((divisor, rate)) = spread_over.and_then(|days| Some((days, spread(numerator, days)?)))
    else {
        return without_rate(row, NO_AVAILABLE_DAY);
    };
    let month = match method {
        Method::Who => monthly_of_months(numerator, seen.window.months, out),
        _ => monthly(rate),
    };
    Burn {
        rate: Some(rate.rounded()),
        divisor: Some(divisor),
        unmet: unmet(&row, days, out),
        monthly: month.map(Rate::rounded),
        ..row
    }
}

/// The highest use of so many days in a row, the earliest of equals.
///
/// Rule: `D-17`.
fn of_peak(blank: Burn, seen: Summary, peak_days: i64) -> Burn {
    let daily: Vec<Quantity> = seen.facts.iter().map(|day| seen.demand(day)).collect();
    let length = usize::try_from(peak_days).unwrap_or(usize::MAX);
    let method = word(Method::Peak, seen.source);
    let Some(peak) = highest(&daily, length) else {
        let row = seen.summed(blank, |_| true);
        return without_rate(Burn { method, ..row }, SHORT_RECORD);
    };
    if seen.facts.iter().all(|day| seen.is_out(day)) {
        let row = seen.summed(blank, |_| true);
        return without_rate(Burn { method, ..row }, NO_AVAILABLE_DAY);
    }
    let facts = seen.facts[peak.start..peak.start + length].to_vec();
    let window = seen.window.part(peak.start as i64, peak_days);
    let part = Summary {
        facts,
        window,
        ..seen
    };
    let rate = Rate::over(peak.sum, peak_days);
    Burn {
        method,
        rate: rate.map(Rate::rounded),
        divisor: Quantity::whole(peak_days),
        monthly: rate.and_then(monthly).map(Rate::rounded),
        ..part.summed(blank, |_| true)
    }
}

/// Use by head, and what those who are there now make of it.
fn by_head(blank: Burn, seen: &Summary, heads: Option<Heads>) -> Burn {
    let method = word(Method::PerHead, seen.source);
    let Some(heads) = heads else {
        let row = seen.summed(blank, |_| true);
        return without_rate(Burn { method, ..row }, NO_HEADS);
    };
    let row = Burn {
        method,
        head_basis: Some(heads.basis),
        heads: Some(heads.now),
        head_days: Some(heads.days),
        ..seen.summed(blank, |day| heads.counts(day))
    };
    let numerator = row.demanded.or(row.used).unwrap_or_default();
    let Some(rate) = spread_over_heads(numerator, heads.days, heads.now) else {
        return without_rate(row, NO_AVAILABLE_DAY);
    };
    let (days, out) = (row.days.unwrap_or(0), row.days_out.unwrap_or(0));
    Burn {
        rate: Some(rate.rounded()),
        per_head: spread(numerator, heads.days).map(Rate::rounded),
        unmet: unmet(&row, days, out),
        monthly: monthly(rate).map(Rate::rounded),
        ..row
    }
}

fn without_rate(row: Burn, reason: &str) -> Burn {
    Burn {
        reason: reason.to_owned(),
        ..row
    }
}

/// What was needed and not given: on the days out at the rate of the others, rounded up, and on the others what was
/// asked for beyond what was given. `None` where it does not fit.
fn unmet(row: &Burn, days: i64, out: i64) -> Option<Quantity> {
    let used = row.used.unwrap_or_default();
    let demand = row.demanded.unwrap_or(used);
    let in_stock = days - out;
    if in_stock <= 0 {
        return None;
    }
    let missed = i128::from(demand.thousandths()) * i128::from(out);
    let missed = Quantity::from_sum(div_ceil(missed, i128::from(in_stock)))?;
    missed.checked_add(demand - used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    fn row(used: i64, demand: Option<i64>) -> Burn {
        let day = Day::parse("2022-03-01").expect("a date");
        Burn {
            used: Some(pieces(used)),
            demanded: demand.map(pieces),
            ..Burn::blank(day, "H1", "mask")
        }
    }

    #[test]
    fn ten_days_out_of_thirty_hide_half_as_much_again() {
        assert_eq!(unmet(&row(300, None), 30, 10), Some(pieces(150)));
        assert_eq!(unmet(&row(300, None), 30, 0), Some(Quantity::ZERO));
        assert_eq!(unmet(&row(300, None), 30, 30), None);
        assert_eq!(unmet(&row(10, None), 30, 27), Some(pieces(90)));
    }

    #[test]
    fn what_was_asked_for_and_not_given_is_unmet_besides() {
        assert_eq!(unmet(&row(200, Some(300)), 30, 0), Some(pieces(100)));
        assert_eq!(unmet(&row(200, Some(300)), 30, 10), Some(pieces(250)));
    }
}
