//! What adds up to a supply, a need and a gap: the arrivals by the day they can be had, and the rules.

use crate::ledger::tables::{Balance, Explanation};
use crate::ledger::word::Word as _;
use crate::ledger::{Column, Record as _};
use crate::stock::availability::Arrival;
use crate::stock::explain::Account;

use super::{BalanceInputs, BalanceOptions, known};

/// The terms behind `rows` of table `balance`; those of each figure add up to it.
pub fn explain(
    inputs: &BalanceInputs,
    options: &BalanceOptions,
    rows: &[Balance],
) -> Vec<Explanation> {
    let known = known(inputs, options);
    let arrivals = |row: &Balance| {
        let found = known.get(&(row.scope.as_str(), row.category.as_str()));
        found.map_or(Vec::new(), |known| known.arrivals.clone())
    };
    let accounts = rows.iter().map(|row| account(row, &arrivals(row), inputs));
    accounts.flat_map(Account::into_rows).collect()
}

fn account(row: &Balance, arrivals: &[&Arrival], inputs: &BalanceInputs) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let rules = inputs.rules;
    let mut figure = account.figure(Column::Supply, row.supply, &row.unit);
    figure.say(row.reason.clone());
    let mut by_day: Vec<&&Arrival> = arrivals.iter().filter(|_| row.supply.is_some()).collect();
    by_day.sort_by_key(|arrival| arrival.day);
    for arrival in by_day {
        let text = format!(
            "{} at {}, {}, from day {}",
            arrival.source,
            arrival.site,
            arrival.form.id(),
            arrival.day
        );
        let term = figure.add(arrival.qty, text);
        term.date = Some(row.as_of.plus_days(arrival.day));
    }
    figure.rule(&rules.supply.rule, &rules.supply.clause);
    let mut figure = account.figure(Column::Need, row.need, &row.unit);
    if let (Some(need), Some(rate), Some(days)) = (row.need, row.rate, row.days) {
        figure.say(row.basis.clone());
        figure.add(need, format!("{rate} a day for {days} days"));
    }
    if let (Some(supply), Some(need), Some(gap)) = (row.supply, row.need, row.gap) {
        let mut figure = account.figure(Column::Gap, Some(gap), &row.unit);
        figure.add(need, "needed");
        figure.add(-supply, "can be had");
        let unused = gap - (need - supply);
        if !unused.is_zero() {
            figure.add(
                unused,
                "more than enough on some days, too late for others, or spoilt before its turn",
            );
        }
        figure.rule(&rules.tight.rule, &rules.tight.clause);
        if gap.is_positive() {
            figure.change(format!("{gap} more in time"));
        }
    }
    account
}
