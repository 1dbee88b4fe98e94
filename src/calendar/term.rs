//! A term: from a day to a day, both included; an end that is not stated is open.

use super::Day;

/// Whether `day` lies in a term.
pub fn is_in_term(day: Day, from: Option<Day>, to: Option<Day>) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_in_the_term_and_an_open_end_has_no_day() {
        let day = |number| Day::new(2022, 3, number);
        let is_in = |number, from, to| is_in_term(day(number).expect("a date"), from, to);
        for (number, expected) in [(4, false), (5, true), (7, true), (8, false)] {
            assert_eq!(is_in(number, day(5), day(7)), expected, "{number}");
        }
        assert!(is_in(1, None, day(1)) && is_in(31, day(31), None) && is_in(1, None, None));
    }
}
