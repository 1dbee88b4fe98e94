//! Which number stands for the name in each of many rows? Each different name once, in the order in which they come.
//!
//! A million rows name a few thousand sites and goods: with numbers in place of names nothing is looked up again.

use super::memo::Memo;
use super::parallel::{in_parallel, parts};

/// The names of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered<'a> {
    /// Every different name, as it first came.
    pub names: Vec<&'a str>,
    /// The number of the name of each row: its place among `names`.
    pub of: Vec<u32>,
}

/// The numbers of what `name` says of each row.
pub fn numbered<'a, T: Sync>(
    rows: &'a [T],
    name: impl Fn(&'a T) -> &'a str + Sync,
) -> Numbered<'a> {
    let of_part = |part| of_part(&rows[part], &name);
    let mut read = in_parallel(parts(rows.len()), of_part).into_iter();
    let mut all = read.next().unwrap_or_default();
    all.of.reserve(rows.len() - all.of.len());
    for part in read {
        let numbers: Vec<u32> = part
            .names
            .into_iter()
            .map(|name| all.number(name))
            .collect();
        all.of
            .extend(part.of.into_iter().map(|own| numbers[own as usize]));
    }
    Numbered {
        names: all.names,
        of: all.of,
    }
}

/// The names of some rows, and the number of each.
#[derive(Default)]
struct Part<'a> {
    /// Short names stand in it, so that none is looked for in the rows again.
    numbers: Memo,
    names: Vec<&'a str>,
    of: Vec<u32>,
}

impl<'a> Part<'a> {
    fn number(&mut self, name: &'a str) -> u32 {
        self.numbers.answer(name.as_bytes(), 0, name.len(), |_| {
            self.names.push(name);
            u32::try_from(self.names.len() - 1).expect("fewer than 2^32 names are held")
        })
    }
}

fn of_part<'a, T>(rows: &'a [T], name: &impl Fn(&'a T) -> &'a str) -> Part<'a> {
    let mut part = Part {
        of: Vec::with_capacity(rows.len()),
        ..Part::default()
    };
    for row in rows {
        let number = part.number(name(row));
        part.of.push(number);
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_number_of_its_first_row_however_many_rows_there_are() {
        for count in [0_u64, 1, 5, 20_000, 100_000] {
            let rows: Vec<String> = (0..count).map(|n| format!("S{}", n * n % 997)).collect();
            let numbered = numbered(&rows, |row| row);
            let mut seen: Vec<&str> = Vec::new();
            for row in rows.iter().take(2000) {
                if !seen.contains(&row.as_str()) {
                    seen.push(row);
                }
            }
            assert_eq!(numbered.names, seen);
            let texts = numbered.of.iter().map(|number| seen[*number as usize]);
            assert!(texts.eq(rows.iter().map(String::as_str)));
        }
    }
}
