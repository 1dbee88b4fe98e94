//! Rows of `index`: each class, formula and period with its value, and what it rests on.
//!
//! An index against a base period is worked out over the items that have a price in both; a chained one over those that
//! have one in both of its neighbours, so that a new item joins with its second price (overlap).

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
    let mut rows = Vec::new();
    for formula in &asked.formulas {
        let values = match base {
            None => vec![None; class.periods.len()],
            Some(_) => table.values(*formula, asked.is_chained, class.periods.len()),
        };
        let mut before = None;
        for (at, value) in values.into_iter().enumerate().skip(table.base) {
            let mut row = table.row(class, *formula, at, value);
            row.prev = value
                .zip(before)
                .map(|(now, before): (f64, f64)| now / before - 1.0);
            row.from = asked
                .base
                .map(|day| asked.every.first_day(day))
                .or_else(|| class.periods.get(table.base).copied());
            before = value;
            rows.push(row);
        }
    }
    rows
}

impl Table {
    /// The items that have a price in all of the periods `at`, each as a period of the formula.
    fn matched(&self, at: &[usize]) -> Vec<Period> {
        let complete = |row: &&Vec<Option<Filled>>| at.iter().all(|at| row[*at].is_some());
        let rows: Vec<&Vec<Option<Filled>>> = self.rows.iter().filter(complete).collect();
        let quantities = |at: usize| -> Vec<f64> {
            let all = rows
                .iter()
                .map(|row| row[at].and_then(|cell| cell.quantity));
            all.collect::<Option<_>>().unwrap_or_default()
        };
        let period = |at: &usize| Period {
            prices: rows
                .iter()
                .filter_map(|row| row[*at].map(|cell| cell.price))
                .collect(),
            quantities: quantities(*at),
        };
        at.iter().map(period).collect()
    }

    fn values(&self, formula: Formula, is_chained: bool, periods: usize) -> Vec<Option<f64>> {
        if formula == Formula::Geks {
            let window: Vec<usize> = (self.base..periods).collect();
            let values = geks(Formula::Tornqvist, &self.matched(&window));
            return vec![None; self.base].into_iter().chain(values).collect();
        }
        let mut level = Some(1.0);
        let value = |at: usize| {
            if at < self.base {
                return None;
            }
            if formula == Formula::Lowe {
                let three = self.matched(&[self.base, at, self.basket?]);
                return relative(formula, &three[0], &three[1], &three[2].quantities);
            }
            if !is_chained {
                let pair = self.matched(&[self.base, at]);
                return relative(formula, &pair[0], &pair[1], &[]);
            }
            if at > self.base {
                let pair = self.matched(&[at - 1, at]);
                let step = relative(formula, &pair[0], &pair[1], &[]);
                level = level.zip(step).map(|(level, step)| level * step);
            }
            level
        };
        (0..periods).map(value).collect()
    }

    fn row(&self, class: &Class, formula: Formula, at: usize, value: Option<f64>) -> Index {
        let cells = || self.rows.iter().map(|row| row[at]);
        let count = |n: usize| i64::try_from(n).ok();
        let priced = cells().flatten().count();
        let imputed = cells().flatten().filter(|cell| cell.is_imputed).count();
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
            value,
            prev: None,
            from: None,
            items: count(priced),
            imputed: count(imputed),
            dropped: count(known.count() - priced),
            reason: self.reason(formula, at, value, imputed),
        }
    }

    fn reason(&self, formula: Formula, at: usize, value: Option<f64>, imputed: usize) -> String {
        let is_quoted = |at: usize| self.rows.iter().any(|row| row[at].is_some());
        let has_quantities = self
            .rows
            .iter()
            .any(|row| row[at].is_some_and(|cell| cell.quantity.is_some()));
        match value {
            None if !is_quoted(at) => "nothing is quoted in this period".to_owned(),
            None if formula == Formula::Lowe && self.basket.is_none() => {
                "the period of the basket lies outside of those that are quoted".to_owned()
            }
            None if formula.is_weighted() && !has_quantities => {
                format!("{} weighs by quantities, and none are quoted", formula.id())
            }
            None if formula.is_weighted() => format!(
                "{} needs a quantity of every item it compares, and some lack one",
                formula.id()
            ),
            None => {
                "no item has a price in both periods, or the base period is not quoted".to_owned()
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
        let value = |formula: Formula| values(formula, "2021-12-01")[1].value;
        assert!((value(Formula::Dutot).expect("two items") - 1.5).abs() < 1e-12);
        assert_eq!(value(Formula::Lowe), Some(1.0), "only cabbage was bought");
    }

    #[test]
    fn a_basket_of_no_period_has_no_value_and_says_so() {
        let rows = values(Formula::Lowe, "2020-01-01");
        assert_eq!(rows[1].value, None);
        assert!(rows[1].reason.contains("basket"), "{}", rows[1].reason);
    }
}
