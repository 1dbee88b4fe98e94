//! Days as the serial numbers of spreadsheets and of Parquet.

use chrono::{Days, NaiveDate};

use super::{Day, FIRST_READ, LAST};

impl Day {
    /// The serial number by which spreadsheets know the day; `None` before March 1900, where they do not agree.
    pub fn to_serial(self) -> Option<i64> {
        let epoch = Day::from_date(NaiveDate::from_ymd_opt(1899, 12, 30)?);
        let agreed = Day::from_date(NaiveDate::from_ymd_opt(1900, 3, 1)?);
        (self >= agreed).then(|| self.days_since(epoch))
    }

    /// The day a spreadsheet's serial number means (1 is 1 January 1900, with the leap day that never was).
    pub fn from_serial(serial: i64) -> Option<Day> {
        let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
        epoch
            .checked_add_days(Days::new(u64::try_from(serial).ok()?))
            .map(Day::from_date)
    }

    /// The day so many days after the first of January 1970, where a file may speak of it.
    pub fn since_1970(days: i64) -> Option<Day> {
        let date = NaiveDate::from_epoch_days(i32::try_from(days).ok()?);
        date.map(Day)
            .filter(|day| (FIRST_READ..=LAST).contains(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_number_comes_back_as_its_day() {
        let serials = [61, 43_860, 2_958_465];
        for serial in serials {
            assert_eq!(
                Day::from_serial(serial).and_then(Day::to_serial),
                Some(serial)
            );
        }
        assert_eq!(Day::from_serial(60).and_then(Day::to_serial), None);
    }
}
