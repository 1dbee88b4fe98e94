//! How a day is written: `2022-03-05`, and nothing else.

use std::fmt;

use chrono::Datelike as _;

use super::Day;

impl Day {
    /// The characters of the day, `2022-03-05`.
    pub fn characters(self) -> [u8; 10] {
        let digit = |number: u32| b'0' + (number % 10) as u8;
        let date = self.date();
        let (year, month, day) = (date.year().unsigned_abs(), date.month(), date.day());
        let [a, b, c, d] = [1000, 100, 10, 1].map(|place| digit(year / place));
        let [e, f, g, h] = [month / 10, month, day / 10, day].map(digit);
        [a, b, c, d, b'-', e, f, b'-', g, h]
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let characters = self.characters();
        f.pad(std::str::from_utf8(&characters).expect("digits and hyphens are text"))
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn a_day_has_ten_characters_and_fits_a_wider_column() {
        for (date, text) in [
            ((1, 1, 1), "0001-01-01"),
            ((987, 12, 31), "0987-12-31"),
            ((2022, 3, 5), "2022-03-05"),
            ((9999, 12, 31), "9999-12-31"),
        ] {
            let day = Day::new(date.0, date.1, date.2).expect("a date of the test");
            assert_eq!(day.to_string(), text);
            assert_eq!(format!("{day:>12}"), format!("  {text}"));
        }
    }
}
