//! One row of burn: the days of the window summed, divided as the method says, and everything shown that it is made of.

use crate::ledger::tables::Burn;
use crate::ledger::word::NoRate;
use crate::quantity::{Quantity, Rate, div_ceil};

use super::super::peak::highest;
use super::average::{monthly, monthly_of_months};
use super::day::{DayFact, Reports, Teller, days_of, demanded};
use super::head::{HeadCount, Heads};
use super::method::{DayCount, Method, Source, divisor, spread, spread_over_heads, word};
use super::window::Window;
use super::{BurnOptions, Demand, Facts};

/// The days that a row looks at, and whose word on them was taken.
struct Summary {
    window: Window,
    facts: Vec<DayFact>,
    source: Source,
    /// Whether goods passed on count on the days that the ledger tells of.
    with_transfers: bool,
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
            method: word(options.method, Source::Usage, false),
            reason: Some(NoRate::NoUsageInWindow),
            ..windowed(blank, window)
        });
    }
    let is_of_ledger = seen.reported.is_none();
    let row = match options.method {
        Method::Peak => of_peak(blank, seen, options.peak_days),
        Method::PerHead => {
            let counts = |day: &DayFact| !seen.is_out(day) && !seen.is_untold(day);
            let heads = heads.of(&blank.site, &blank.item, &seen.facts, &counts);
            by_head(blank, &seen, heads)
        }
        method => by_days(blank, &seen, method),
    };
    if is_of_ledger && facts.are_units_mixed(window) {
        return Some(of_no_unit(row));
    }
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
        ..without_rate(row, NoRate::NoUseWritten)
    }
}

/// The row of goods that the ledger gives out in several units.
fn of_no_unit(row: Burn) -> Burn {
    let row = Burn {
        reason: None,
        ..silent(row)
    };
    Burn {
        used: None,
        transferred: None,
        ..without_rate(row, NoRate::DifferentUnits)
    }
}

/// The row of a durable good: it is assigned, and not used up.
///
/// Rule: `S22`.
pub fn of_durable(blank: Burn) -> Burn {
    without_rate(blank, NoRate::Durable)
}

impl Summary {
    fn of(facts: &Facts<'_>, window: Window, options: &BurnOptions) -> Summary {
        let rows = facts.usage.iter().filter(|report| window.meets(report));
        let rows: Vec<_> = rows.copied().collect();
        let asked = options.demand == Demand::Requested
            && rows.iter().any(|report| demanded(report.row).is_some());
        let reports = Reports {
            rows,
            until: facts.reported_until,
            with_asked: asked,
        };
        let days_reported = reports.dates().len() as i64;
        let days = days_of(&facts.movements, &reports, window.from, window.days());
        let source = match (days_reported > 0, asked) {
            (true, true) => Source::Requested,
            (true, false) => Source::Usage,
            (false, _) => Source::Ledger,
        };
        let is_of_ledger = |day: &DayFact| day.told_by == Teller::Ledger;
        Summary {
            window,
            source,
            with_transfers: options.include_transfers
                && (source == Source::Ledger || days.iter().any(is_of_ledger)),
            facts: days,
            reported: (days_reported > 0).then_some(days_reported),
            has_ledger: !facts.movements.is_empty(),
        }
    }

    /// What a day counts for: what was given, or what was asked for.
    fn demand(&self, day: &DayFact) -> Quantity {
        match (self.source, day.demanded) {
            (Source::Requested, Some(demanded)) => demanded,
            _ => self.used(day),
        }
    }

    /// What a day saw given.
    fn used(&self, day: &DayFact) -> Quantity {
        match (self.with_transfers, day.told_by) {
            (true, Teller::Ledger) => day.used + day.transferred,
            _ => day.used,
        }
    }

    /// The word of a method on these days.
    fn word(&self, method: Method) -> String {
        word(method, self.source, self.with_transfers)
    }

    /// Whether nobody says what was used on a day, though there was something to use.
    fn is_untold(&self, day: &DayFact) -> bool {
        day.told_by == Teller::Nobody && !self.is_out(day)
    }

    /// The days of the window, those out and those that nobody tells of.
    fn day_count(&self) -> DayCount {
        let count =
            |is: &dyn Fn(&DayFact) -> bool| self.facts.iter().filter(|day| is(day)).count() as i64;
        DayCount {
            days: self.window.days(),
            out: count(&|day| self.is_out(day)),
            untold: count(&|day| self.is_untold(day)),
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
        let transferred = || self.facts.iter().map(|day| day.transferred).sum();
        let demand = || days().map(|day| self.demand(day)).sum();
        Burn {
            days_out: Some(self.day_count().out),
            used: Some(days().map(|day| self.used(day)).sum()),
            demanded: (self.source == Source::Requested).then(demand),
            days_reported: self.reported,
            transferred: self.has_ledger.then(transferred),
            ..windowed(blank, self.window)
        }
    }
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
        method: seen.word(method),
        ..seen.summed(blank, |_| true)
    };
    let count = seen.day_count();
    if method == Method::Who && seen.window.months == 0 {
        return without_rate(row, NoRate::ShortRecord);
    }
    // Without a day in stock a plain average of nothing would be zero, and read as a need of nothing.
    let spread_over = divisor(method, count, seen.window.months).filter(|_| count.told() > 0);
    let numerator = row.demanded.or(row.used).unwrap_or_default();
    let Some((divisor, rate)) = spread_over.and_then(|days| Some((days, spread(numerator, days)?)))
    else {
        return without_rate(row, NoRate::NoAvailableDay);
    };
    let month = match method {
        Method::Who => monthly_of_months(numerator, seen.window.months, count.out + count.untold),
        _ => monthly(rate),
    };
    Burn {
        rate: Some(rate.rounded()),
        divisor: Some(divisor),
        unmet: unmet(&row, count),
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
    let method = seen.word(Method::Peak);
    let Some(peak) = highest(&daily, length) else {
        let row = seen.summed(blank, |_| true);
        return without_rate(Burn { method, ..row }, NoRate::ShortRecord);
    };
    if seen.facts.iter().all(|day| seen.is_out(day)) {
        let row = seen.summed(blank, |_| true);
        return without_rate(Burn { method, ..row }, NoRate::NoAvailableDay);
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
    let method = seen.word(Method::PerHead);
    let Some(heads) = heads else {
        let row = seen.summed(blank, |_| true);
        return without_rate(Burn { method, ..row }, NoRate::NoHeads);
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
        return without_rate(row, NoRate::NoAvailableDay);
    };
    Burn {
        rate: Some(rate.rounded()),
        per_head: spread(numerator, heads.days).map(Rate::rounded),
        unmet: unmet(&row, seen.day_count()),
        monthly: monthly(rate).map(Rate::rounded),
        ..row
    }
}

fn without_rate(row: Burn, reason: NoRate) -> Burn {
    Burn {
        reason: Some(reason),
        ..row
    }
}

/// What was needed and not given: on the days out at the rate of the others, rounded up, and on the others what was
/// asked for beyond what was given. `None` where it does not fit.
fn unmet(row: &Burn, count: DayCount) -> Option<Quantity> {
    let used = row.used.unwrap_or_default();
    let demand = row.demanded.unwrap_or(used);
    let told = Some(count.told()).filter(|told| *told > 0)?;
    let missed = i128::from(demand.thousandths()) * i128::from(count.out);
    let missed = Quantity::from_sum(div_ceil(missed, i128::from(told)))?;
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

    fn of(days: i64, out: i64) -> DayCount {
        DayCount {
            days,
            out,
            untold: 0,
        }
    }

    #[test]
    fn ten_days_out_of_thirty_hide_half_as_much_again() {
        assert_eq!(unmet(&row(300, None), of(30, 10)), Some(pieces(150)));
        assert_eq!(unmet(&row(300, None), of(30, 0)), Some(Quantity::ZERO));
        assert_eq!(unmet(&row(300, None), of(30, 30)), None);
        assert_eq!(unmet(&row(10, None), of(30, 27)), Some(pieces(90)));
    }

    #[test]
    fn what_was_asked_for_and_not_given_is_unmet_besides() {
        assert_eq!(unmet(&row(200, Some(300)), of(30, 0)), Some(pieces(100)));
        assert_eq!(unmet(&row(200, Some(300)), of(30, 10)), Some(pieces(250)));
    }
}
