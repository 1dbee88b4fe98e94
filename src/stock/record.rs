//! What was ever used, day by day? One series per site and item, for the peaks that plans count on.
//!
//! Table `usage` beats the ledger in the months that it states the use of an item at a site in; never both. A report that
//! leaves the use blank states none, and is not taken for zero; one of a week or month lies on all of its days, as in
//! [`super::reported`]. What was issued and came back was not used. Days without use are not listed, but for the
//! first that is on record, on which the item came in or of which the first report tells: quiet days after it are days on
//! record.

use std::collections::{BTreeMap, HashSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::issued::{DaysOfIssue, Issued};
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Movement, Usage};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::on_hand::is_in_store;
use super::reported::{Report, ReportDays};

/// Use by day.
pub type Series = BTreeMap<Day, Quantity>;

/// A site and an item.
type Goods<'a> = (&'a str, &'a str);

/// Use by day of each (site, item).
pub type Record<'a> = BTreeMap<Goods<'a>, Series>;

/// What was used up to `as_of`, from `usage` in the months that it speaks of a site and item in, else from the issues of
/// the ledger; and the day on which the item first came in, be it with nothing used.
pub fn use_on_record<'a>(movements: &'a [Movement], usage: &'a [Usage], as_of: Day) -> Record<'a> {
    let mut first_in: BTreeMap<Goods<'_>, Day> = BTreeMap::new();
    let mut issued: BTreeMap<Goods<'_>, DaysOfIssue> = BTreeMap::new();
    for movement in in_ledger_order(movements, as_of) {
        let (goods, day) = ((&*movement.site, &*movement.item), movement.date);
        if brings_stock(movement) {
            first_in.entry(goods).or_insert(day);
        }
        let qty = movement.qty.unwrap_or_default();
        if burns(movement, false) {
            issued.entry(goods).or_default().add(day, qty);
        } else if comes_back(movement) {
            issued.entry(goods).or_default().add_return(day, qty);
        }
    }
    let mut reported = Reported::of(usage, as_of, &first_in);
    for (goods, issues) in issued {
        reported.fill_up(goods, issues.sums());
    }
    let mut record = reported.record;
    for (goods, series) in &mut record {
        if let Some(day) = first_in.get(goods) {
            series.entry(*day).or_default();
        }
    }
    record
}

/// The same from the issues of a ledger as they were added up by day, up to `as_of` and no further.
pub fn use_added_up<'a>(issued: &'a [Issued], usage: &'a [Usage], as_of: Day) -> Record<'a> {
    let goods = |issues: &'a Issued| (&*issues.site, &*issues.item);
    let first_in = issued.iter();
    let first_in = first_in.filter_map(|issues| Some((goods(issues), issues.first_in?)));
    let first_in: BTreeMap<Goods<'_>, Day> = first_in.collect();
    let mut reported = Reported::of(usage, as_of, &first_in);
    for issues in issued {
        reported.fill_up(goods(issues), issues.days.iter().copied());
        let series = reported.record.get_mut(&goods(issues));
        if let Some((series, day)) = series.zip(issues.first_in) {
            series.entry(day).or_default();
        }
    }
    reported.record
}

/// What sites reported, on the days that their reports tell of.
struct Reported<'a> {
    record: Record<'a>,
    /// The months of which a site reported the use of an item.
    months: HashSet<(Goods<'a>, i32)>,
    /// The days of other months that such a report tells of.
    days: HashSet<(Goods<'a>, Day)>,
}

impl<'a> Reported<'a> {
    /// `first_in`: when goods first came in. A record begins with the first day that anybody tells of.
    fn of(usage: &'a [Usage], as_of: Day, first_in: &BTreeMap<Goods<'a>, Day>) -> Reported<'a> {
        let rows = || usage.iter().filter(|row| row.date <= as_of);
        let by_site = ReportDays::by_site(rows());
        let mut by_goods: BTreeMap<Goods<'a>, Vec<&'a Usage>> = BTreeMap::new();
        for row in rows().filter(|row| row.used.is_some()) {
            let of_goods = by_goods.entry((&*row.site, &*row.item)).or_default();
            of_goods.push(row);
        }
        let mut reported = Reported {
            record: Record::new(),
            months: HashSet::new(),
            days: HashSet::new(),
        };
        for (goods, rows) in by_goods {
            let days = &by_site[goods.0];
            let first = rows.iter().map(|row| row.date).min();
            let came = first_in.get(&goods).filter(|day| Some(**day) <= first);
            let begins = came.copied().or(first.map(|first| days.told_from(first)));
            for row in rows {
                reported.put(goods, days.report(row, begins));
            }
            let series = reported.record.entry(goods).or_default();
            if let Some(day) = begins {
                series.entry(day).or_default();
            }
        }
        reported
    }

    /// Puts what a report says was used on the days that it tells of.
    fn put(&mut self, goods: Goods<'a>, report: Report<'a>) {
        let month = report.row.date.month_number();
        self.months.insert((goods, month));
        let series = self.record.entry(goods).or_default();
        for day in report.days() {
            let used = report.row.used.unwrap_or_default();
            *series.entry(day).or_default() += report.part(used, day);
            if day.month_number() != month {
                self.days.insert((goods, day));
            }
        }
    }

    /// Adds what the ledger issued of goods on the days that no report tells of.
    fn fill_up(&mut self, goods: Goods<'a>, issued: impl IntoIterator<Item = (Day, Quantity)>) {
        let (months, days) = (&self.months, &self.days);
        let is_told = |day: Day| {
            months.contains(&(goods, day.month_number())) || days.contains(&(goods, day))
        };
        let unreported = issued.into_iter().filter(|(day, _)| !is_told(*day));
        for (day, qty) in unreported {
            *self
                .record
                .entry(goods)
                .or_default()
                .entry(day)
                .or_default() += qty;
        }
    }
}

/// Whether a movement is use: an issue out of a store, and a transfer to another site where those count.
pub fn burns(movement: &Movement, include_transfers: bool) -> bool {
    let is_use = match movement.kind {
        MovementKind::Issue => true,
        MovementKind::TransferOut => include_transfers,
        _ => false,
    };
    is_use && is_in_store(movement.form) && movement.qty.is_some_and(Quantity::is_positive)
}

/// Whether a movement brings goods back into a store that had been given out.
pub fn comes_back(movement: &Movement) -> bool {
    let is_back = movement.kind == MovementKind::Return && is_in_store(movement.form);
    is_back && movement.qty.is_some_and(Quantity::is_positive)
}

/// Whether after a movement something lies in a store that it brought or found there.
pub fn brings_stock(movement: &Movement) -> bool {
    let brought = match effect(movement) {
        Effect::Add(qty) | Effect::Set(qty) => qty.is_positive(),
        _ => false,
    };
    brought && is_in_store(movement.form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    fn moved(on: &str, kind: MovementKind, site: &str, qty: i64) -> Movement {
        Movement {
            qty: Some(pieces(qty)),
            ..Movement::new(day(on), kind, site, "mask")
        }
    }

    fn report(on: &str, site: &str, used: Option<i64>) -> Usage {
        Usage {
            used: used.map(pieces),
            ..Usage::new(day(on), site, "mask")
        }
    }

    fn listed(record: &Record<'_>, site: &str) -> Vec<(String, i64)> {
        let series = &record[&(site, "mask")];
        let days = series.iter();
        days.map(|(day, qty)| (day.to_string(), qty.whole_units_down()))
            .collect()
    }

    #[test]
    fn a_site_that_reports_is_not_counted_twice() {
        let issue = |site| moved("2022-03-01", MovementKind::Issue, site, 5);
        let movements = [issue("H1"), issue("H2")];
        let usage = [report("2022-03-01", "H1", Some(7))];
        let record = use_on_record(&movements, &usage, day("2022-03-01"));
        assert_eq!(listed(&record, "H1"), [("2022-03-01".to_owned(), 7)]);
        assert_eq!(listed(&record, "H2"), [("2022-03-01".to_owned(), 5)]);
        assert!(use_on_record(&movements, &usage, day("2022-02-28")).is_empty());
    }

    #[test]
    fn what_came_back_was_not_used() {
        let movements = [
            moved("2022-02-28", MovementKind::Receipt, "H1", 90),
            moved("2022-03-01", MovementKind::Issue, "H1", 5),
            moved("2022-03-02", MovementKind::Issue, "H1", 9),
            moved("2022-03-04", MovementKind::Return, "H1", 10),
            moved("2022-03-04", MovementKind::Return, "H2", 10),
        ];
        let record = use_on_record(&movements, &[], day("2022-03-05"));
        let expected = [("2022-02-28", 0), ("2022-03-01", 4), ("2022-03-02", 0)];
        let expected = expected.map(|(day, qty)| (day.to_owned(), qty));
        assert_eq!(listed(&record, "H1"), expected);
        assert!(!record.contains_key(&("H2", "mask")));
    }

    #[test]
    fn a_report_beats_the_ledger_in_its_month_and_one_without_use_in_none() {
        let movements = [
            moved("2022-01-02", MovementKind::Receipt, "H1", 90),
            moved("2022-01-09", MovementKind::Issue, "H1", 40),
            moved("2022-02-09", MovementKind::Issue, "H1", 30),
        ];
        let usage = [
            report("2022-01-31", "H1", Some(7)),
            report("2022-02-28", "H1", None),
        ];
        let expected = [("2022-01-02", 0), ("2022-01-31", 7), ("2022-02-09", 30)];
        let expected = expected.map(|(day, qty)| (day.to_owned(), qty));
        let record = use_on_record(&movements, &usage, day("2022-03-01"));
        assert_eq!(listed(&record, "H1"), expected);
        let days = vec![
            (day("2022-01-09"), pieces(40)),
            (day("2022-02-09"), pieces(30)),
        ];
        let issued = [added_up("2022-01-02", days)];
        assert_eq!(use_added_up(&issued, &usage, day("2022-03-01")), record);
    }

    #[test]
    fn the_day_of_the_first_receipt_is_on_record_in_a_month_that_a_report_speaks_of() {
        let receipt = moved("2022-02-01", MovementKind::Receipt, "H1", 90);
        let issue = moved("2022-02-01", MovementKind::Issue, "H1", 1);
        let usage = [report("2022-02-03", "H1", Some(50))];
        let expected = [("2022-02-01".to_owned(), 0), ("2022-02-03".to_owned(), 50)];
        let as_of = day("2022-03-01");
        let issued_that_day = vec![(day("2022-02-01"), pieces(1))];
        for (movements, days) in [
            (vec![receipt.clone(), issue], issued_that_day),
            (vec![receipt], Vec::new()),
        ] {
            let record = use_on_record(&movements, &usage, as_of);
            assert_eq!(listed(&record, "H1"), expected);
            let issued = [added_up("2022-02-01", days)];
            assert_eq!(use_added_up(&issued, &usage, as_of), record);
        }
        let received_alone = [added_up("2022-02-01", Vec::new())];
        assert!(use_added_up(&received_alone, &[], as_of).is_empty());
    }

    #[test]
    fn a_week_lies_on_its_days_and_the_record_begins_with_the_first_of_them() {
        let usage = ["2022-03-07", "2022-03-14"].map(|day| report(day, "H1", Some(70)));
        let as_of = day("2022-03-14");
        let record = use_on_record(&[], &usage, as_of);
        let series = listed(&record, "H1");
        assert_eq!((series.len(), &*series[0].0), (14, "2022-03-01"));
        assert!(series.iter().all(|(_, used)| *used == 10));
        // What the ledger issued on days that a report tells of is not counted again, be they of the month before.
        let lines = [
            moved("2022-02-20", MovementKind::Receipt, "H1", 900),
            moved("2022-02-26", MovementKind::Issue, "H1", 3),
            moved("2022-02-27", MovementKind::Issue, "H1", 99),
            moved("2022-03-12", MovementKind::Issue, "H1", 99),
        ];
        let usage = ["2022-03-05", "2022-03-12"].map(|day| report(day, "H1", Some(70)));
        let record = use_on_record(&lines, &usage, as_of);
        let series = &listed(&record, "H1")[..3];
        let expected = [("2022-02-20", 0), ("2022-02-26", 3), ("2022-02-27", 10)];
        assert_eq!(series, expected.map(|(day, qty)| (day.to_owned(), qty)));
        let days = lines[1..]
            .iter()
            .map(|line| (line.date, line.qty.unwrap_or_default()));
        let issued = [added_up("2022-02-20", days.collect())];
        assert_eq!(use_added_up(&issued, &usage, as_of), record);
    }

    /// What a long ledger comes to.
    fn added_up(first_in: &str, days: Vec<(Day, Quantity)>) -> Issued {
        Issued {
            site: Arc::from("H1"),
            item: Arc::from("mask"),
            first_in: Some(day(first_in)),
            days,
        }
    }
}
