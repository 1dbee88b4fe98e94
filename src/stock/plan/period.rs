//! The periods of a plan: the whole of it, or runs of months one after the other.

use std::fmt;

use crate::calendar::Day;

/// A run of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

impl fmt::Display for Period {
    /// Writes both ends as an ISO interval, which sorts by time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.from, self.to)
    }
}

/// The periods of `months` months from a day on, each of `every` months; the last one is shorter where they do not
/// divide evenly.
pub fn periods(from: Day, months: i32, every: i32) -> Vec<Period> {
    let mut periods = Vec::new();
    let mut begun = 0;
    while begun < months {
        let ended = months.min(begun + every.max(1));
        periods.push(Period {
            from: from.plus_months(begun),
            to: from.plus_months(ended).plus_days(-1),
        });
        begun = ended;
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_each_other_without_a_gap() {
        let from = Day::parse("2022-01-31").expect("a date");
        let names = |months, every| -> Vec<String> {
            periods(from, months, every)
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        assert_eq!(names(12, 12), ["2022-01-31/2023-01-30"]);
        assert_eq!(
            names(4, 3),
            ["2022-01-31/2022-04-29", "2022-04-30/2022-05-30"],
            "months are counted from the first day and clamped"
        );
        assert!(names(0, 3).is_empty());
    }
}
