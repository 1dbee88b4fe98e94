//! May two lines of one balance be one thing twice? Then they are no parts of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Place;
use crate::ledger::tables::OnHand;
use crate::quantity::Quantity;

/// Why two lines of one balance may be one thing twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// They stand in two files, of which one may correct the other.
    Files,
    /// One of their sheets holds the total of others.
    Total,
    /// Their sheets are named after days, and the lines are of one day.
    Days,
}

/// Words in the name of a sheet that holds the total of others.
const TOTALS: [&str; 7] = ["汇总", "合计", "总计", "总表", "总库存", "summary", "total"];

/// What the name of a sheet ends with that is named after a time, behind a number.
const TIMES: [&str; 9] = ["日", "号", "月", "月份", "周", "旬", "季度", "年", "日报"];
/// Numbers in such a name, beside digits.
const NUMERALS: &str = "一二三四五六七八九十上中下";

/// What is doubtful of some lists.
pub struct Doubts<'a> {
    lines: &'a [(Place, OnHand)],
    totals: BTreeSet<List<'a>>,
}

/// A list: a file, or a sheet of it.
type List<'a> = (&'a str, Option<&'a str>);

impl<'a> Doubts<'a> {
    /// What is doubtful of `lines`, which make `balances`, each by the positions of its lines.
    pub fn of(lines: &'a [(Place, OnHand)], balances: &[Vec<usize>]) -> Doubts<'a> {
        let mut doubts = Doubts {
            lines,
            totals: BTreeSet::new(),
        };
        // Of each sheet whether every good that stands elsewhere in the file too is the sum of what stands there.
        let mut is_sum: BTreeMap<List<'a>, bool> = BTreeMap::new();
        for of_balance in balances {
            let mut sheets: BTreeMap<List<'a>, Quantity> = BTreeMap::new();
            for at in of_balance {
                *sheets.entry(doubts.list(*at)).or_default() += lines[*at].1.qty;
            }
            for (sheet, qty) in &sheets {
                let of_file = sheets.iter().filter(|(other, _)| other.0 == sheet.0);
                let others: Vec<Quantity> = of_file
                    .filter(|(other, _)| *other != sheet)
                    .map(|(_, qty)| *qty)
                    .collect();
                if !others.is_empty() {
                    *is_sum.entry(*sheet).or_insert(true) &= *qty == others.into_iter().sum();
                }
            }
        }
        let is_total = |(list, is_sum): &(List<'a>, bool)| {
            let name = list.1.unwrap_or("").to_lowercase();
            *is_sum || TOTALS.iter().any(|word| name.contains(word))
        };
        let totals = is_sum.into_iter().filter(is_total);
        doubts.totals = totals.map(|(list, _)| list).collect();
        doubts
    }

    fn list(&self, at: usize) -> List<'a> {
        let place = &self.lines[at].0;
        (&place.file, place.sheet.as_deref())
    }

    /// Two of the lines of one balance that may be one thing twice, and why; `None` where they are parts of it.
    pub fn of_lines(&self, of_balance: &[usize]) -> Option<(usize, usize, Doubt)> {
        let (first, others) = of_balance.split_first()?;
        let (file, sheet) = self.list(*first);
        if let Some(other) = others.iter().find(|at| self.list(**at).0 != file) {
            return Some((*first, *other, Doubt::Files));
        }
        let other = others.iter().find(|at| self.list(**at).1 != sheet)?;
        let mut lines = of_balance.iter().copied();
        if let Some(total) = lines.find(|at| self.totals.contains(&self.list(*at))) {
            let is_part = |at: &&usize| self.list(**at) != self.list(total);
            let part = of_balance.iter().find(is_part)?;
            return Some((*part, total, Doubt::Total));
        }
        let is_time = |at: usize| self.list(at).1.is_some_and(is_named_by_time);
        (is_time(*first) && is_time(*other)).then_some((*first, *other, Doubt::Days))
    }

    /// The lines of one balance without those that say it again.
    pub fn once(&self, of_balance: Vec<usize>, why: Doubt) -> Vec<usize> {
        let Some(first) = of_balance.first().map(|at| self.list(*at).0) else {
            return of_balance;
        };
        let counts = |at: &usize| match why {
            Doubt::Files => self.list(*at).0 == first,
            Doubt::Total | Doubt::Days => !self.totals.contains(&self.list(*at)),
        };
        let once: Vec<usize> = of_balance.iter().copied().filter(counts).collect();
        match once.is_empty() {
            // Two sheets that hold the same are each the total of the other.
            true => of_balance.into_iter().take(1).collect(),
            false => once,
        }
    }
}

/// Whether a sheet is named after a day, a month or another time.
fn is_named_by_time(name: &str) -> bool {
    let name = name.trim();
    let is_number = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
    let ends = TIMES.iter().any(|time| {
        let number = name.strip_suffix(time);
        number.is_some_and(|number| number.trim_end().ends_with(is_number))
    });
    let is_figures = name
        .chars()
        .all(|c| c.is_ascii_digit() || ".-_".contains(c));
    ends || is_figures && name.chars().filter(char::is_ascii_digit).count() >= FIGURES_OF_A_DAY
}

/// How many figures a day has at least: 314 is the 14th of March.
const FIGURES_OF_A_DAY: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_named_after_a_time_or_after_a_place() {
        for name in [
            "3月",
            "3月14日",
            "三月份",
            "上旬",
            "第2周",
            "0314",
            "3.14",
            "2022-03-14",
        ] {
            assert!(is_named_by_time(name), "{name}");
        }
        for name in ["一号库房", "1", "Sheet1", "东山县", "月湖区", "2号楼", ""] {
            assert!(!is_named_by_time(name), "{name}");
        }
    }
}
