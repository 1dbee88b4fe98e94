//! What has each site of each item, and how much of it does it use?

use std::collections::{HashMap, HashSet};

use crate::calendar::Day;
use crate::ledger::tables::{Burn, OnHand};
use crate::ledger::word::Form;
use crate::stock::burn::is_of_ledger;

use super::super::PlanInputs;
use super::lot::can_leave;

/// Thousandths used in so many days.
pub(super) type Pace = (i128, i128);

/// What sites have and use, as the tables say and as earlier draws left it.
pub(super) struct Covers<'a> {
    stock: HashMap<(&'a str, &'a str), i128>,
    keeping: HashSet<&'a str>,
    given: HashMap<(&'a str, &'a str), i128>,
    /// The latest day that states a use, and of that day the highest: as it is printed, and as it was counted.
    paces: HashMap<(&'a str, &'a str), (Day, i128, Pace)>,
}

impl<'a> Covers<'a> {
    pub(super) fn of(inputs: &PlanInputs<'a>) -> Covers<'a> {
        let lies_there = |row: &&OnHand| {
            matches!(row.form, None | Some(Form::Physical | Form::Institution))
                && row.expiry.is_none_or(|expiry| expiry >= inputs.as_of)
        };
        let mut lots: HashMap<(&str, &str), Vec<&OnHand>> = HashMap::new();
        for row in inputs.onhand.iter().filter(lies_there) {
            lots.entry((&row.site, &row.item)).or_default().push(row);
        }
        let mut given: HashMap<(&str, &str), i128> = HashMap::new();
        for award in inputs.earlier.given {
            let sum = given.entry((&award.site, &award.item)).or_default();
            *sum += i128::from(award.qty.thousandths());
        }
        let mut paces: HashMap<(&str, &str), (Day, i128, Pace)> = HashMap::new();
        for row in inputs.burn.iter().filter(|row| row.as_of <= inputs.as_of) {
            let Some(rate) = row.rate.filter(|rate| !rate.is_negative()) else {
                continue;
            };
            let printed = i128::from(rate.thousandths());
            let stated = (row.as_of, printed, pace(row, printed));
            let latest = paces.entry((&row.site, &row.item)).or_insert(stated);
            *latest = stated.max(*latest);
        }
        let stock = lots.into_iter().map(|(goods, lots)| {
            let pace = paces.get(&goods).map(|(_, _, pace)| *pace);
            (goods, used_in_time(lots, pace, inputs.as_of))
        });
        let stock = stock.collect();
        let of_ledger = inputs.burn.iter().filter(|row| is_of_ledger(row));
        let keeping = inputs.onhand.iter().map(|row| row.site.as_str());
        Covers {
            stock,
            keeping: keeping
                .chain(of_ledger.map(|row| row.site.as_str()))
                .collect(),
            given,
            paces,
        }
    }

    /// Stock in thousandths and use; `None` where one of them is not known.
    pub(super) fn get(&self, site: &str, item: &str) -> Option<(i128, Pace)> {
        let (_, _, pace) = *self.paces.get(&(site, item))?;
        let stock = self.stock.get(&(site, item)).copied();
        let stock = stock.or_else(|| self.keeping.contains(site).then_some(0))?;
        let given = self.given.get(&(site, item)).copied().unwrap_or(0);
        Some((stock + given, pace))
    }
}

/// What of lots is used by their last days, the earliest first; all where nothing is used. In whole thousandths.
fn used_in_time(mut lots: Vec<&OnHand>, pace: Option<Pace>, as_of: Day) -> i128 {
    let held = |lot: &OnHand| i128::from(can_leave(lot).thousandths());
    let Some((used, days)) = pace.filter(|(used, _)| *used > 0) else {
        return lots.into_iter().map(held).sum();
    };
    lots.sort_by_key(|lot| (lot.expiry.is_none(), lot.expiry));
    // So many thousandths times the days of the pace, so that nothing is rounded on the way.
    let mut gone = 0;
    for lot in lots {
        let with_it = gone + held(lot) * days;
        gone = match lot.expiry {
            None => with_it,
            Some(last) => {
                let asked = used * i128::from((last.date() - as_of.date()).num_days() + 1);
                with_it.min(asked).max(gone)
            }
        };
    }
    gone.div_euclid(days)
}

/// The use over the days it was counted in, where that makes what is printed; else what is printed, a day.
fn pace(row: &Burn, printed: i128) -> Pace {
    let days = i128::from(row.days.unwrap_or(0) - row.days_out.unwrap_or(0));
    let used = row.used.map_or(-1, |used| i128::from(used.thousandths()));
    let is_it = days > 0 && used >= 0 && (2 * used + days) / (2 * days) == printed;
    if is_it { (used, days) } else { (printed, 1) }
}
