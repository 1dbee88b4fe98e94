//! What adds up to a subsidy: the days of the term at the rate, each shortfall with the lines that made it, and what was
//! paid.

use crate::calendar::Day;
use crate::engine::cost::money;
use crate::ledger::tables::{Explanation, Movement, Subsidy};
use crate::ledger::{Column, Loaded, Record as _};
use crate::quantity::{Quantity, THOUSANDTHS};
use crate::stock::explain::{Account, Figure, Line, with_party};

use super::held::Stores;
use super::row::{Grounds, SubsidyInputs, worked_out};
use super::{RATE_STEPS, Terms, YEARS, clawed_back, days, shares_of_years};

/// What a rate is shown in.
const PER_MILLE: i64 = 1_000;

/// The terms behind `rows` of table `subsidy`; those of each figure add up to it.
///
/// `movements` are those of `inputs`, with their places.
pub fn explain(
    inputs: &SubsidyInputs,
    movements: &Loaded<Movement>,
    rows: &[Subsidy],
) -> Vec<Explanation> {
    let stores = Stores::of(inputs);
    let worked = worked_out(inputs, &stores);
    let account = |row: &Subsidy| {
        let at = worked.iter().position(|(own, _)| own == row)?;
        let (_, grounds) = &worked[at];
        let here = &stores.by_carrier[at];
        Some(account(row, inputs, grounds.as_ref(), (here, movements)))
    };
    let accounts = rows.iter().filter_map(account);
    accounts.flat_map(Account::into_rows).collect()
}

fn account(
    row: &Subsidy,
    inputs: &SubsidyInputs,
    grounds: Option<&Grounds>,
    (here, movements): (&[Movement], &Loaded<Movement>),
) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let mut figure = account.money(Column::Entitled, row.entitled);
    let (Some(grounds), Some(entitled), Some(clawback)) = (grounds, row.entitled, row.clawback)
    else {
        figure.say(row.reason.clone());
        return account;
    };
    earned(&mut figure, &grounds.terms);
    figure.note(None, "rounded half-up to the fen");
    figure.rule(&inputs.rule.id, &inputs.rule.clause);
    let mut figure = account.money(Column::Clawback, row.clawback);
    let mut sum = 0;
    for shortfall in &grounds.shortfalls {
        let lost = clawed_back(&grounds.terms, shortfall).map_or(0, |money| money.fen());
        sum += i128::from(lost);
        let short = money(shortfall.short).unwrap_or_default();
        let text = format!("{short} less than agreed through {}", shortfall.to);
        figure.add_fen(i128::from(lost), text).date = Some(shortfall.from);
        moved_on(&mut figure, shortfall.from, (here, movements));
    }
    let (entitled, clawback) = (i128::from(entitled.fen()), i128::from(clawback.fen()));
    if sum != clawback {
        figure.add_fen(clawback - sum, "no more than was earned");
    }
    let mut figure = account.money(Column::NetAmount, row.net_amount);
    figure.add_fen(entitled, "earned");
    figure.add_fen(-clawback, "clawed back");
    let mut figure = account.money(Column::Difference, row.difference);
    figure.say(row.reason.clone());
    if let Some(prepaid) = row.prepaid {
        figure.add_fen(entitled - clawback, "earned and not clawed back");
        figure.add_fen(-i128::from(prepaid.fen()), "paid ahead");
        if grounds.recovered != 0 {
            figure.add_fen(i128::from(grounds.recovered), "recovered by table breach");
        }
    }
    account
}

/// The value agreed, at the rate, for the days of the term, each a part of its own calendar year.
fn earned(figure: &mut Figure<'_>, terms: &Terms) {
    figure.add_fen(i128::from(terms.value.fen()), "value agreed");
    let rate = i128::from(terms.rate) * i128::from(PER_MILLE * THOUSANDTHS) / RATE_STEPS;
    let thousand = Quantity::whole(PER_MILLE).unwrap_or_default();
    figure.times(
        Quantity::from_sum(rate).unwrap_or_default(),
        "",
        "rate a year, per mille",
    );
    figure.divide(thousand, "", "per mille");
    let parts = shares_of_years(terms.from, terms.to);
    let (common, leap) = YEARS;
    let whole = |number: i128| i64::try_from(number).ok().and_then(Quantity::whole);
    let whole = |number| whole(number).unwrap_or_default();
    let days = days(terms.from, terms.to);
    match parts {
        (of_common, 0) => {
            figure.times(whole(of_common), "day", "days of the term");
            figure.divide(whole(common), "day", "days of the year");
        }
        (0, of_leap) => {
            figure.times(whole(of_leap), "day", "days of the term");
            figure.divide(whole(leap), "day", "days of the year");
        }
        (of_common, of_leap) => {
            let text = format!("{days} days: {of_common} × {leap} + {of_leap} × {common}");
            figure.times(whole(of_common * leap + of_leap * common), "day", text);
            figure.divide(whole(common), "day", "days of a common year");
            figure.divide(whole(leap), "day", "days of a leap year");
        }
    }
}

/// The lines of the store on the day on which it begins to hold less or more.
fn moved_on(
    figure: &mut Figure<'_>,
    day: Day,
    (here, movements): (&[Movement], &Loaded<Movement>),
) {
    let lines = (0..movements.rows.len()).map(|at| Line::at(movements, at));
    let of_day = lines.filter(|line| line.movement.date == day && here.contains(line.movement));
    for line in of_day {
        figure.note_line(line, None, with_party(line.movement));
    }
}
