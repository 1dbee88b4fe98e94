//! What is done about missing prices: an item that is not quoted moves with the mean of its class, for a while.
//!
//! Shape: the table of a class, filled. An imputed price is the one before times the geometric mean of the relatives of
//! the items that are quoted in both periods (CPI Manual 2020, overall mean imputation); after [`PERIODS_MAX`] periods
//! the item is gone until it is quoted again, and then it is new.

use super::basket::{Class, Quoted};

/// Periods in a row that an item may be imputed: a quarter of monthly prices.
pub const PERIODS_MAX: usize = 3;

/// A price with its origin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Filled {
    pub price: f64,
    pub quantity: Option<f64>,
    pub is_imputed: bool,
}

/// The table of `class` with missing prices filled: for each item a price in each period, or none.
pub fn filled(class: &Class) -> Vec<Vec<Option<Filled>>> {
    let mut table: Vec<Vec<Option<Filled>>> = class
        .items
        .iter()
        .map(|item| item.iter().map(|quoted| quoted.map(as_quoted)).collect())
        .collect();
    for at in 1..class.periods.len() {
        let Some(step) = mean_step(class, at) else {
            continue;
        };
        for (item, filled) in class.items.iter().zip(&mut table) {
            if item[at].is_none() && missing_since(item, at) <= PERIODS_MAX {
                filled[at] = filled[at - 1].map(|before| Filled {
                    price: before.price * step,
                    quantity: before.quantity,
                    is_imputed: true,
                });
            }
        }
    }
    table
}

fn as_quoted(quoted: Quoted) -> Filled {
    Filled {
        price: quoted.price,
        quantity: quoted.quantity,
        is_imputed: false,
    }
}

/// The mean relative of the items quoted in the period `at` and in the one before; `None` where there is none.
fn mean_step(class: &Class, at: usize) -> Option<f64> {
    let both = class
        .items
        .iter()
        .filter_map(|item| Some(item[at]?.price / item[at - 1]?.price));
    let (sum, count) = both.fold((0.0, 0), |(sum, count), relative: f64| {
        (sum + relative.ln(), count + 1)
    });
    (count > 0).then(|| (sum / f64::from(count)).exp())
}

/// Periods in a row, up to this one, without a quote.
fn missing_since(item: &[Option<Quoted>], at: usize) -> usize {
    let earlier = item[..=at].iter().rev();
    earlier.take_while(|quoted| quoted.is_none()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;

    fn class(items: &[&[Option<f64>]]) -> Class<'static> {
        let start = Day::new(2022, 1, 1).expect("a date of the test");
        let quoted = |price: &Option<f64>| {
            price.map(|price| Quoted {
                price,
                quantity: None,
            })
        };
        Class {
            category: "",
            kind: None,
            unit: "kg",
            periods: (0..items[0].len())
                .map(|at| start.plus_months(at as i32))
                .collect(),
            items: items
                .iter()
                .map(|item| item.iter().map(quoted).collect())
                .collect(),
        }
    }

    #[test]
    fn a_missing_price_moves_with_its_class_for_three_periods_and_then_is_gone() {
        let prices = [1.0, 2.0, 4.0, 8.0, 16.0].map(Some);
        let class = class(&[&prices, &[Some(3.0), None, None, None, None]]);
        let table = filled(&class);
        let second: Vec<Option<f64>> = table[1]
            .iter()
            .map(|filled| filled.map(|filled| filled.price))
            .collect();
        let expected = [Some(3.0), Some(6.0), Some(12.0), Some(24.0), None];
        for (found, expected) in second.iter().zip(expected) {
            assert_eq!(found.is_some(), expected.is_some());
            assert!((found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-9);
        }
        assert!(table[1][1].expect("imputed").is_imputed);
    }

    #[test]
    fn nothing_is_imputed_where_nobody_is_quoted_twice() {
        let class = class(&[&[Some(3.0), None]]);
        assert_eq!(filled(&class)[0][1], None);
    }
}
