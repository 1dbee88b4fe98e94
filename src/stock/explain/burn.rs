//! Why so much a day? The window, what was used in it line by line, the days without stock, and the division.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::engine::balance::positions_in_ledger_order;
use crate::engine::issued::take_back;
use crate::ledger::tables::{Burn, Explanation, Movement, Usage};
use crate::ledger::word::{MovementKind, NoRate, Word};
use crate::ledger::{Column, Loaded, Record as _};
use crate::quantity::{Quantity, THOUSANDTHS};

use super::super::burn::day::{DayFact, Reports, Teller, days_of, demanded};
use super::super::burn::{Seen, first_there};
use super::super::record::{burns, comes_back};
use super::super::reported::{Report, ReportDays, is_report};
use super::account::{Account, Line, put_place};

/// In what unit days are counted.
const DAY: &str = "day";

/// What is known of one item at one site up to the day.
#[derive(Default)]
struct Facts<'a> {
    lines: Vec<Line<'a>>,
    reports: Vec<(Report<'a>, Option<&'a Place>)>,
    /// The last day on which the site reported anything of its goods.
    reported_until: Option<Day>,
}

/// The lines behind `rows`, which were worked out from `movements` and `usage` on `as_of`.
pub fn burn(
    movements: &Loaded<Movement>,
    usage: &Loaded<Usage>,
    rows: &[Burn],
    as_of: Day,
) -> Vec<Explanation> {
    let mut goods: BTreeMap<(&str, &str), Facts<'_>> = BTreeMap::new();
    for at in positions_in_ledger_order(&movements.rows, as_of) {
        let movement = &movements.rows[at];
        let place = movements.places.get(at).and_then(Option::as_ref);
        let facts = goods.entry((&movement.site, &movement.item)).or_default();
        facts.lines.push(Line { movement, place });
    }
    for (report, place) in usage.iter().filter(|(report, _)| report.date <= as_of) {
        let facts = goods.entry((&report.site, &report.item)).or_default();
        let (row, from) = (report, report.date);
        facts.reports.push((Report { row, from }, place));
    }
    let reports = goods.values().flat_map(|facts| &facts.reports);
    let reported = ReportDays::by_site(reports.map(|(report, _)| report.row));
    for ((site, _), facts) in &mut goods {
        if let Some(days) = reported.get(site) {
            facts.lay_reports_out(days);
        }
    }
    let none = Facts::default();
    let account = |row: &Burn| {
        let facts = goods.get(&(&*row.site, &*row.item)).unwrap_or(&none);
        account(row, facts).into_rows()
    };
    rows.iter().flat_map(account).collect()
}

fn account(row: &Burn, facts: &Facts<'_>) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let days = facts.days(row);
    rate(&mut account, row);
    if row.used.is_some() {
        used(&mut account, row, facts, &days);
    }
    if row.demanded.is_some() {
        asked_for(&mut account, row, facts, &days);
    }
    if row.transferred.is_some_and(Quantity::is_positive) {
        let mut figure = account.figure(Column::Transferred, row.transferred, "");
        for line in facts
            .transfers()
            .filter(|line| holds(row, line.movement.date))
        {
            let qty = line.movement.qty.unwrap_or_default();
            figure.add_line(line, qty, to(line.movement));
        }
        figure.change("--include-transfers counts them as used");
    }
    divisor(&mut account, row, &days);
    days_out(&mut account, row, &days);
    account
}

/// What is divided by what.
fn rate(account: &mut Account, row: &Burn) {
    let mut figure = account.figure(Column::Rate, row.rate, "");
    if row.rate.is_none() {
        figure.say(row.reason.map_or("", Word::id).to_owned());
        if row.reason == Some(NoRate::NoUseWritten) {
            figure.change("issues written into the ledger, or table usage");
        } else if row.reason == Some(NoRate::DifferentUnits) {
            figure.change("one unit for all its lines, or two codes for two goods");
        } else if row.days_out.is_some() {
            let text = "a day in the window on which there is something to use, or a longer window";
            figure.change(text);
        }
        return;
    }
    if let (Some(from), Some(to)) = (row.from, row.to) {
        figure.say(format!("{} from {from} through {to}", row.method));
    }
    let numerator = row.demanded.or(row.used).unwrap_or_default();
    let what = match row.demanded {
        Some(_) => "asked for in the window",
        None => "used in the window",
    };
    figure.add(numerator, what);
    match (row.heads, row.head_days, row.divisor) {
        (Some(heads), Some(head_days), _) => {
            figure.divide(head_days, "head-day", "heads, each on each day that counts");
            figure.times(heads, "head", "heads now");
        }
        (_, _, Some(divisor)) => figure.divide(divisor, DAY, "days it is spread over"),
        _ => {}
    }
    figure.note(
        None,
        "rounded half-up to a thousandth; the exact fraction is what counts",
    );
    figure.rule(
        "D-16",
        "use over the days on which there was something to use",
    );
    figure.change("another window, another method, or counting what went to other sites");
}

/// The lines that were use: what the site reported, and in the months that it told nothing of what the ledger says.
fn used(account: &mut Account, row: &Burn, facts: &Facts<'_>, days: &[DayFact]) {
    let mut figure = account.figure(Column::Used, row.used, "");
    let mut sum = Quantity::ZERO;
    if is_reported(row) {
        for (report, place) in facts.reports_of(row) {
            match report.row.used {
                Some(used) => {
                    let used = part_of(row, report, used);
                    sum += used;
                    let text = said_of(row, report, "reported by the site");
                    put_report(figure.add(used, text), report, *place);
                }
                None => put_report(figure.note(None, "no use stated"), report, *place),
            }
        }
    }
    for line in facts.of_ledger(row, days) {
        let qty = line.movement.qty.unwrap_or_default();
        if burns(line.movement, with_transfers(row)) {
            sum += qty;
            figure.add_line(line, qty, to(line.movement));
        } else if burns(line.movement, true) {
            figure.note_line(
                line,
                Some(qty),
                format!("{}: no use here", to(line.movement)),
            );
        }
    }
    for (line, taken) in facts.returns(row, days) {
        sum -= taken;
        figure.add_line(line, -taken, to(line.movement));
    }
    let rest = row.used.unwrap_or_default() - sum;
    if !rest.is_zero() {
        figure.add(
            rest,
            "on days that do not count: nothing to use, or nobody to count",
        );
    }
}

/// What was asked for, by the reports of the site; in months that they tell nothing of, what the ledger says was used.
fn asked_for(account: &mut Account, row: &Burn, facts: &Facts<'_>, days: &[DayFact]) {
    let stated = facts.reports_of(row).map(|(report, _)| report.row);
    let asked_days: Vec<Day> = stated
        .filter(|row| demanded(row).is_some())
        .map(|row| row.date)
        .collect();
    let mut figure = account.figure(Column::Demanded, row.demanded, "");
    for (report, place) in facts.reports_of(row) {
        let stated = report.row;
        let (qty, text) = match (demanded(stated), asked_days.contains(&stated.date)) {
            (Some(qty), _) => (qty, "asked for, and short where it was not given"),
            (None, false) => (
                stated.used.unwrap_or_default(),
                "used; nothing is said of more",
            ),
            (None, true) => continue,
        };
        let (qty, text) = (part_of(row, report, qty), said_of(row, report, text));
        put_report(figure.add(qty, text), report, *place);
    }
    let lines = facts.of_ledger(row, days);
    for line in lines.filter(|line| burns(line.movement, with_transfers(row))) {
        let qty = line.movement.qty.unwrap_or_default();
        figure.add_line(line, qty, to(line.movement));
    }
    for (line, taken) in facts.returns(row, days) {
        figure.add_line(line, -taken, to(line.movement));
    }
}

/// The days that use is spread over.
fn divisor(account: &mut Account, row: &Burn, facts: &[DayFact]) {
    let Some(divisor) = row.divisor else {
        return;
    };
    let (days, out) = (whole(row.days), whole(row.days_out));
    let untold = facts.iter().filter(|day| is_untold(row, day)).count();
    let untold = whole(i64::try_from(untold).ok());
    let mut figure = account.figure(Column::Divisor, Some(divisor), DAY);
    let counts_out = divisor != days - untold;
    if divisor == days {
        figure.add(days, "every day of the window");
        return;
    }
    if !counts_out || divisor == days - out - untold {
        figure.add(days, "days in the window");
    } else {
        figure.add(divisor + out + untold, "whole months of 30.4 days");
    }
    if counts_out {
        figure.add(-out, "days out");
    }
    if untold.is_positive() {
        figure.add(-untold, "days that nobody tells of");
    }
}

/// The days on which nothing could be used.
fn days_out(account: &mut Account, row: &Burn, facts: &[DayFact]) {
    let (Some(from), Some(_)) = (row.from, row.days_out) else {
        return;
    };
    let mut figure = account.figure(Column::DaysOut, Some(whole(row.days_out)), DAY);
    for (fact, offset) in facts.iter().zip(0..) {
        if is_out(row, fact) {
            figure.add(whole(Some(1)), "nothing to use").date = Some(from.plus_days(offset));
        }
    }
}

fn is_out(row: &Burn, day: &DayFact) -> bool {
    let is_known = row.demanded.is_some() && day.demanded.is_some();
    !day.is_available && !is_known
}

fn is_untold(row: &Burn, day: &DayFact) -> bool {
    day.told_by == Teller::Nobody && !is_out(row, day)
}

/// What lies in the window of a row of a quantity that a report states.
fn part_of(row: &Burn, report: &Report<'_>, qty: Quantity) -> Quantity {
    let days = report.days().filter(|day| holds(row, *day));
    days.map(|day| report.part(qty, day)).sum()
}

/// What is said of a report, and of how many of its days where not all of them lie in the window.
fn said_of(row: &Burn, report: &Report<'_>, text: &str) -> String {
    let (all, here) = (
        report.length(),
        report.days().filter(|day| holds(row, *day)),
    );
    match here.count() as i64 {
        here if here == all => text.to_owned(),
        here => format!("{text}: {here} of its {all} days"),
    }
}

impl<'a> Facts<'a> {
    /// Lays what was reported on the days that it tells of, where the site reported on `days`.
    fn lay_reports_out(&mut self, days: &ReportDays) {
        self.reported_until = days.last();
        let rows = self.reports.iter().map(|(report, _)| report.row);
        let first = rows.filter(|row| is_report(row)).map(|row| row.date).min();
        let reported_from = first.map(|first| days.told_from(first));
        let moved = self.lines.iter().map(|line| line.movement);
        let first_there = first_there(moved, first, reported_from);
        for (report, _) in &mut self.reports {
            *report = days.report(report.row, first_there);
        }
    }

    /// The reports that tell of a day in the window of a row.
    fn reports_of(&self, row: &Burn) -> impl Iterator<Item = &(Report<'a>, Option<&'a Place>)> {
        let is_told = |report: &Report<'_>| report.days().any(|day| holds(row, day));
        self.reports
            .iter()
            .filter(move |(report, _)| is_told(report))
    }

    fn transfers(&self) -> impl Iterator<Item = Line<'a>> {
        let of_kind = |line: &&Line<'a>| {
            line.movement.kind == MovementKind::TransferOut && burns(line.movement, true)
        };
        self.lines.iter().filter(of_kind).copied()
    }

    /// The days of the window of a row.
    fn days(&self, row: &Burn) -> Vec<DayFact> {
        let (Some(from), Some(days)) = (row.from, row.days) else {
            return Vec::new();
        };
        let lines = self.lines.iter();
        let movements: Vec<Seen<'_>> = lines
            .map(|line| Seen {
                movement: line.movement,
                stays_inside: false,
            })
            .collect();
        let reports = Reports {
            rows: self.reports_of(row).map(|(report, _)| *report).collect(),
            until: self.reported_until,
            with_asked: row.demanded.is_some(),
        };
        days_of(&movements, &reports, from, days)
    }

    /// What came back in the days of a row, with what of it had been issued in them and was use by the ledger.
    fn returns(&self, row: &Burn, days: &[DayFact]) -> Vec<(Line<'a>, Quantity)> {
        let in_window = || {
            self.lines
                .iter()
                .filter(|line| holds(row, line.movement.date))
        };
        let dated = |line: &Line<'_>| (line.movement.date, line.movement.qty.unwrap_or_default());
        let back = in_window().filter(|line| comes_back(line.movement));
        let back: Vec<Line<'_>> = back.copied().collect();
        let told = self.of_ledger(row, days);
        let issued = told.filter(|line| burns(line.movement, false));
        let mut issued: Vec<_> = issued.map(|line| dated(&line)).collect();
        let returns: Vec<_> = back.iter().map(dated).collect();
        let taken = take_back(&mut issued, &returns);
        back.into_iter().zip(taken).collect()
    }

    /// The lines of the days that the ledger tells of.
    fn of_ledger(&self, row: &Burn, days: &[DayFact]) -> impl Iterator<Item = Line<'a>> {
        let is_told = |day: Day| {
            let at = row
                .from
                .and_then(|from| usize::try_from(day.days_since(from)).ok());
            let fact = at.and_then(|at| days.get(at));
            fact.is_some_and(|fact| fact.told_by == Teller::Ledger)
        };
        let lines = self.lines.iter().copied();
        lines.filter(move |line| is_told(line.movement.date))
    }
}

fn with_transfers(row: &Burn) -> bool {
    row.method.ends_with("_with_transfers")
}

/// Whether the reports of the site were believed.
fn is_reported(row: &Burn) -> bool {
    row.method.starts_with("usage_") || row.method.starts_with("requested_")
}

fn holds(row: &Burn, day: Day) -> bool {
    row.from.is_some_and(|from| from <= day) && row.to.is_some_and(|to| day <= to)
}

fn put_report(term: &mut Explanation, report: &Report<'_>, place: Option<&Place>) {
    term.date = Some(report.row.date);
    put_place(term, place);
}

fn to(movement: &Movement) -> String {
    let kind = match movement.kind {
        MovementKind::TransferOut => "transfer",
        MovementKind::Return => return from(movement),
        _ => "issue",
    };
    match movement.counterparty.as_str() {
        "" => kind.to_owned(),
        party => format!("{kind} to {party}"),
    }
}

fn from(movement: &Movement) -> String {
    match movement.counterparty.as_str() {
        "" => "came back".to_owned(),
        party => format!("came back from {party}"),
    }
}

fn whole(count: Option<i64>) -> Quantity {
    Quantity::from_thousandths(count.unwrap_or(0).saturating_mul(THOUSANDTHS))
}
