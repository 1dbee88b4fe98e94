//! A day within its month and year.

use chrono::Datelike;

use super::Day;

impl Day {
    /// The number of its month: twelve times the year, and the month from 0. Months in a row have numbers in a row.
    pub fn month_number(self) -> i32 {
        self.0.year() * 12 + self.0.month0() as i32
    }

    /// The day of the month, from 1.
    pub fn of_month(self) -> u32 {
        self.0.day()
    }
}
