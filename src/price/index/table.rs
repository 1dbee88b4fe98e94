//! Rows of `index`: each class, formula and period with its value, and what it rests on.
//!
//! An index against a base period is worked out over the items that have a price in both; a chained one over those that
//! have one in both of its neighbours. A new item joins with its second price and one that is gone leaves with its last,
//! both by a link to the period before (overlap); `items` are those that are compared.

use std::ops::Range;

use crate::calendar::Day;
use crate::ledger::tables::{Index, Quote};

use super::super::series::Gathered;
use super::basket::{Class, Every, classes};
use super::fill::{Filled, PERIODS_MAX, filled};
use super::{Formula, Period, geks, relative};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub formulas: Vec<Formula>,
    pub every: Every,
    pub is_chained: bool,
    /// A day of the base period; the first period of the class where none is named.
    pub base: Option<Day>,
    /// A day of the period whose quantities Lowe's formula buys; the base period where none is named.
    pub basket: Option<Day>,
    pub as_of: Day,
}

/// A class with its prices filled.
struct Table {
    rows: Vec<Vec<Option<Filled>>>,
    base: usize,
    /// The period whose quantities Lowe's formula buys; `None` where the class is not quoted in it.
    basket: Option<usize>,
}

/// The indices of every class of the series that were `gathered`, in the order of the table; quantities are those of
/// `sold`.
pub fn indices(gathered: Gathered<'_>, sold: &[Quote], asked: &Asked) -> Vec<Index> {
    let mut rows: Vec<Index> = classes(gathered, sold, asked.as_of, asked.every)
        .iter()
        .flat_map(|class| of_class(class, asked))
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &Index| (row.date, row.scope.clone(), row.kind, row.unit.clone());
        key(a).cmp(&key(b))
    });
    rows
}

fn of_class(class: &Class, asked: &Asked) -> Vec<Index> {
    let place = |day: Option<Day>| {
        let first = asked.every.first_day(day?);
        class.periods.binary_search(&first).ok()
    };
    // A class that is not quoted in the base period that was asked for has no index, and says so.
    let base = match asked.base {
        None => Some(0),
        named => place(named),
    };
    let table = Table {
        rows: filled(class),
        base: base.unwrap_or(0),
        basket: match asked.basket {
            None => base,
            named => place(named),
        },
    };
    let count = class.periods.len();
    let mut rows = Vec::new();
    for formula in &asked.formulas {
        let first = base.unwrap_or(count);
        let mut steps: Vec<Step> = (0..first).map(|at| table.nothing(at)).collect();
        steps.extend(table.steps(*formula, asked.is_chained, first..count));
        let mut before = None;
        for (at, step) in steps.into_iter().enumerate() {
            let mut row = table.row(class, *formula, at, &step);
            row.prev = step
                .value
                .zip(before)
                .filter(|_| !step.is_apart)
                .map(|(now, before): (f64, f64)| now / before - 1.0);
            row.from = asked
                .base
                .map(|day| asked.every.first_day(day))
                .or_else(|| class.periods.get(table.base).copied());
            before = step.value;
            rows.push(row);
        }
    }
    rows
}

/// What a formula says of one period.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    value: Option<f64>,
    /// The places of the items it compares.
    items: Vec<usize>,
    /// Whether it compares other items than the period before did, so that the two are not held against each other.
    is_apart: bool,
}

impl Table {
    /// The places of the items that have a price in all of the periods `at`.
    fn priced(&self, at: &[usize]) -> Vec<usize> {
        let is_complete = |row: &usize| at.iter().all(|at| self.rows[*row][*at].is_some());
        (0..self.rows.len()).filter(is_complete).collect()
    }

    /// Whether anything has a price in the period `at`.
    fn is_quoted(&self, at: usize) -> bool {
        self.rows.iter().any(|row| row[at].is_some())
    }

    /// `items` in each of the periods `at`, as periods of the formula.
    fn matched(&self, items: &[usize], at: &[usize]) -> Vec<Period> {
        let quantities = |at: usize| -> Vec<f64> {
            let all = items
                .iter()
                .map(|row| self.rows[*row][at].and_then(|cell| cell.quantity));
            all.collect::<Option<_>>().unwrap_or_default()
        };
        let period = |at: &usize| Period {
            prices: items
                .iter()
                .filter_map(|row| self.rows[*row][*at].map(|cell| cell.price))
                .collect(),
            quantities: quantities(*at),
        };
        at.iter().map(period).collect()
    }

    /// A period without a value.
    fn nothing(&self, at: usize) -> Step {
        Step {
            value: None,
            items: self.priced(&[at]),
            is_apart: false,
        }
    }

    /// The steps of `periods`, of which the first is the base.
    ///
    /// Each is held against the base, or, once an item has come or gone, against the last period before that, at the
    /// level it had: so no index moves because another item is compared (overlap). A chained one is held against the
    /// period before, and after periods without a value against the last that has one. Formulas that are not chained are
    /// not linked either.
    ///
    /// An item that was gone comes back as a new one: though it has a price in the period of the link too, it is compared
    /// once it is quoted in two in a row.
    fn steps(&self, formula: Formula, is_chained: bool, periods: Range<usize>) -> Vec<Step> {
        if formula == Formula::Geks {
            return self.over_all_pairs(&periods.collect::<Vec<_>>());
        }
        let is_linked = formula.unchained().is_none();
        let (mut link, mut level) = (self.base, 1.0);
        let mut steps: Vec<Step> = Vec::new();
        // The items compared with the link so far, in order; empty where none are yet.
        let mut compared: Vec<usize> = Vec::new();
        for at in periods {
            let both = self.priced(&[at.max(1) - 1, at]);
            let valued = steps.last().and_then(|last| Some((last, last.value?)));
            if let Some((last, value)) = valued {
                let is_other = both != last.items && !both.is_empty();
                if is_chained || is_linked && is_other {
                    (link, level) = (at - 1, value);
                    compared.clear();
                }
            }
            let step = self.against(formula, (link, at), &compared);
            let is_apart =
                valued.is_some_and(|(last, _)| link + 1 != at && last.items != step.items);
            let value = match is_chained && at == self.base {
                true => Some(level),
                false => step.value.map(|step| level * step),
            };
            if is_linked && !is_chained && value.is_some() {
                compared.clone_from(&step.items);
            }
            steps.push(Step {
                value,
                is_apart,
                ..step
            });
        }
        steps
    }

    /// One period against another, over the items that have a price in both, Lowe's formula in its basket too; of them
    /// over those of `compared`, if any is left.
    fn against(&self, formula: Formula, (base, at): (usize, usize), compared: &[usize]) -> Step {
        let mut periods = vec![base, at];
        if formula == Formula::Lowe {
            let Some(basket) = self.basket else {
                return self.nothing(at);
            };
            periods.push(basket);
        }
        let mut items = self.priced(&periods);
        let is_compared = |item: &usize| compared.binary_search(item).is_ok();
        if items.iter().any(is_compared) {
            items.retain(is_compared);
        }
        let matched = self.matched(&items, &periods);
        let basket = matched.get(2).map_or(&[][..], |basket| &basket.quantities);
        Step {
            value: relative(formula, &matched[0], &matched[1], basket),
            items,
            is_apart: false,
        }
    }

    /// The steps of GEKS, over the items that have a price in every period.
    fn over_all_pairs(&self, window: &[usize]) -> Vec<Step> {
        let items = self.priced(window);
        let values = geks(Formula::Tornqvist, &self.matched(&items, window));
        let step = |value| Step {
            value,
            items: items.clone(),
            is_apart: false,
        };
        values.into_iter().map(step).collect()
    }

    fn row(&self, class: &Class, formula: Formula, at: usize, step: &Step) -> Index {
        let count = |n: usize| i64::try_from(n).ok();
        let priced = self.priced(&[at]).len();
        let compared = step.items.iter().filter_map(|row| self.rows[*row][at]);
        let imputed = compared.filter(|cell| cell.is_imputed).count();
        let known = self.rows.iter().filter(|row| {
            let earlier = &row[..=at];
            earlier.iter().any(Option::is_some)
        });
        Index {
            date: class.periods[at],
            scope: class.category.to_owned(),
            kind: class.kind,
            unit: class.unit.to_owned(),
            method: formula.id().to_owned(),
            value: step.value,
            prev: None,
            from: None,
            items: count(step.items.len()),
            imputed: count(imputed),
            // Where nothing at all is quoted no item is gone for too long.
            dropped: match self.is_quoted(at) {
                true => count(known.count() - priced),
                false => Some(0),
            },
            reason: self.reason(formula, at, step, imputed),
        }
    }

    fn reason(&self, formula: Formula, at: usize, step: &Step, imputed: usize) -> String {
        let has_quantities = self
            .rows
            .iter()
            .any(|row| row[at].is_some_and(|cell| cell.quantity.is_some()));
        match step.value {
            None if at < self.base => "it lies before the base period".to_owned(),
            None if !self.is_quoted(at) => "nothing is quoted in this period".to_owned(),
            None if formula == Formula::Lowe && self.basket.is_none() => {
                "the period of the basket lies outside of those that are quoted".to_owned()
            }
            None if formula.is_weighted() && !has_quantities => {
                format!("{} weighs by quantities, and none are quoted", formula.id())
            }
            None if step.items.is_empty() && formula == Formula::Geks => {
                "no item has a price in every period".to_owned()
            }
            None if formula.is_weighted() && !step.items.is_empty() => format!(
                "{} needs a quantity of every item it compares, and some lack one",
                formula.id()
            ),
            None => {
                "no item has a price in both periods, or the base period is not quoted".to_owned()
            }
            Some(_) if step.is_apart => {
                "it compares other items than the period before, so no change from there is given"
                    .to_owned()
            }
            Some(_) if imputed > 0 => format!(
                "{imputed} without a quote carry the mean change of the class, for {PERIODS_MAX} periods at most"
            ),
            Some(_) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::series::gather;
    use super::super::super::watch::fixture::{day, quote};
    use super::*;
    use crate::quantity::Quantity;

    /// Cabbage and leek in January and February; leek is new in January, cabbage was there in December.
    fn values(formula: Formula, basket: &str) -> Vec<Index> {
        let quotes = [
            ("2021-12-15", "cabbage", 40_000),
            ("2022-01-15", "cabbage", 40_000),
            ("2022-02-15", "cabbage", 40_000),
            ("2022-01-15", "leek", 40_000),
            ("2022-02-15", "leek", 80_000),
        ];
        let quotes = quotes.map(|(date, item, steps)| Quote {
            qty: Quantity::from_sum(1_000),
            ..quote(date, item, steps)
        });
        let asked = Asked {
            formulas: vec![formula],
            every: Every::Month,
            is_chained: false,
            base: Some(day("2022-01-01")),
            basket: Some(day(basket)),
            as_of: day("2022-02-28"),
        };
        indices(gather(&quotes, asked.as_of), &quotes, &asked)
    }

    #[test]
    fn the_basket_leaves_out_no_item_of_another_formula() {
        let value = |formula: Formula| values(formula, "2021-12-01")[2].value;
        assert!((value(Formula::Dutot).expect("two items") - 1.5).abs() < 1e-12);
        assert_eq!(value(Formula::Lowe), Some(1.0), "only cabbage was bought");
    }

    #[test]
    fn a_period_before_the_base_has_a_row_that_says_so() {
        let rows = values(Formula::Jevons, "2021-12-01");
        let reasons: Vec<&str> = rows.iter().map(|row| row.reason.as_str()).collect();
        assert_eq!(reasons, ["it lies before the base period", "", ""]);
    }

    #[test]
    fn a_basket_of_no_period_has_no_value_and_says_so() {
        let rows = values(Formula::Lowe, "2020-01-01");
        assert_eq!(rows[2].value, None);
        assert!(rows[2].reason.contains("basket"), "{}", rows[2].reason);
    }
}
