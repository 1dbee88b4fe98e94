//! What a class of goods costs against an earlier period, by the formulas that statistics offices use.
//!
//! - this file: a formula over two periods, held against the first, chained, or over all pairs (GEKS)
//! - [`basket`]: quotes as classes of items by periods · [`fill`]: what is done about missing prices
//! - [`table`]: rows of `index`
//!
//! Formulas are those of the Consumer Price Index Manual, 2020, chapters 6 to 8; GEKS after Ivancic, Diewert and Fox
//! 2011, over one window. Everything here is a ratio; nothing is rounded.

pub mod basket;
pub mod fill;
pub mod table;

/// A formula for the change of the prices of many items between two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Formula {
    Carli,
    Dutot,
    Jevons,
    Lowe,
    Laspeyres,
    Paasche,
    Fisher,
    Tornqvist,
    Geks,
}

/// Every formula with its id, whether it weighs by quantities, and why it is not chained, if it is not.
const FORMULAS: &[(Formula, &str, bool, Option<&str>)] = &[
    (
        Formula::Carli,
        "carli",
        false,
        Some("a chained mean of relatives drifts upwards though prices return; chain jevons"),
    ),
    (Formula::Dutot, "dutot", false, None),
    (Formula::Jevons, "jevons", false, None),
    (
        Formula::Lowe,
        "lowe",
        true,
        Some("a fixed basket has nothing to chain; chain laspeyres"),
    ),
    (Formula::Laspeyres, "laspeyres", true, None),
    (Formula::Paasche, "paasche", true, None),
    (Formula::Fisher, "fisher", true, None),
    (Formula::Tornqvist, "tornqvist", true, None),
    (
        Formula::Geks,
        "geks",
        true,
        Some("it compares all pairs of periods already; leave --chain away"),
    ),
];

impl Formula {
    /// The formula of an id.
    pub fn parse(id: &str) -> Option<Formula> {
        FORMULAS.iter().find(|row| row.1 == id).map(|row| row.0)
    }

    /// The ids, in the order of the manual.
    pub fn ids() -> impl Iterator<Item = &'static str> {
        FORMULAS.iter().map(|row| row.1)
    }

    fn row(self) -> &'static (Formula, &'static str, bool, Option<&'static str>) {
        &FORMULAS[self as usize]
    }

    /// The id as it is written.
    pub fn id(self) -> &'static str {
        self.row().1
    }

    /// What it does with prices, in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Formula::Carli => "the mean of the price relatives",
            Formula::Dutot => "the mean price now against the mean price then",
            Formula::Jevons => "the geometric mean of the price relatives",
            Formula::Lowe => "what a fixed basket costs now against then",
            Formula::Laspeyres => "what the goods of the first period cost now against then",
            Formula::Paasche => "what the goods of the second period cost now against then",
            Formula::Fisher => "the geometric mean of laspeyres and paasche",
            Formula::Tornqvist => {
                "the geometric mean of the price relatives, weighed by the mean of their shares in what was spent then and now"
            }
            Formula::Geks => {
                "the geometric mean of the ways from one period to another over every third, each by tornqvist"
            }
        }
    }

    /// Whether it weighs prices by quantities.
    pub fn is_weighted(self) -> bool {
        self.row().2
    }

    /// Why it must not be chained; `None` where it may.
    pub fn unchained(self) -> Option<&'static str> {
        self.row().3
    }
}

/// The first of `formulas` that must not be chained, with what to do instead.
pub fn chained_faults(formulas: &[Formula]) -> Option<(Formula, &'static str)> {
    formulas
        .iter()
        .find_map(|formula| Some((*formula, formula.unchained()?)))
}

/// Prices of the same items in one period; quantities only where a formula weighs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Period {
    pub prices: Vec<f64>,
    pub quantities: Vec<f64>,
}

/// The prices of `now` against those of `base`: 1.1 is a rise of a tenth. `basket` is what Lowe's formula buys.
///
/// `None` without items, and for a weighted formula without quantities. GEKS of two periods is Törnqvist's formula.
pub fn relative(formula: Formula, base: &Period, now: &Period, basket: &[f64]) -> Option<f64> {
    let count = base.prices.len();
    let has = |quantities: &[f64]| quantities.len() == count && quantities.iter().any(|q| *q > 0.0);
    let value = |prices: &[f64], quantities: &[f64]| -> f64 {
        prices.iter().zip(quantities).map(|(p, q)| p * q).sum()
    };
    let cost =
        |quantities: &[f64]| value(&now.prices, quantities) / value(&base.prices, quantities);
    if count == 0 || now.prices.len() != count {
        return None;
    }
    let relatives = base
        .prices
        .iter()
        .zip(&now.prices)
        .map(|(base, now)| now / base);
    match formula {
        Formula::Carli => Some(relatives.sum::<f64>() / count as f64),
        Formula::Dutot => Some(now.prices.iter().sum::<f64>() / base.prices.iter().sum::<f64>()),
        Formula::Jevons => Some((relatives.map(f64::ln).sum::<f64>() / count as f64).exp()),
        Formula::Lowe => has(basket).then(|| cost(basket)),
        Formula::Laspeyres => has(&base.quantities).then(|| cost(&base.quantities)),
        Formula::Paasche => has(&now.quantities).then(|| cost(&now.quantities)),
        Formula::Fisher => (has(&base.quantities) && has(&now.quantities))
            .then(|| (cost(&base.quantities) * cost(&now.quantities)).sqrt()),
        Formula::Tornqvist | Formula::Geks => {
            (has(&base.quantities) && has(&now.quantities)).then(|| {
                let shares = shares(base).zip(shares(now));
                let weighted = relatives
                    .zip(shares)
                    .map(|(r, (before, after))| r.ln() * (before + after) / 2.0);
                weighted.sum::<f64>().exp()
            })
        }
    }
}

/// The part of what is spent in a period that falls to each item.
fn shares(period: &Period) -> impl Iterator<Item = f64> + '_ {
    let spent = |(p, q): (&f64, &f64)| p * q;
    let total: f64 = period
        .prices
        .iter()
        .zip(&period.quantities)
        .map(spent)
        .sum();
    let each = period.prices.iter().zip(&period.quantities);
    each.map(move |pair| spent(pair) / total)
}

/// The index of each of `periods` against the first; the first is 1.
pub fn fixed(formula: Formula, periods: &[Period], basket: &[f64]) -> Vec<Option<f64>> {
    let against = |now: &Period| relative(formula, periods.first()?, now, basket);
    periods.iter().map(against).collect()
}

/// The index of each of `periods` as the product of the steps from one to the next; the first is 1.
///
/// A step that cannot be worked out ends the chain.
pub fn chained(formula: Formula, periods: &[Period]) -> Vec<Option<f64>> {
    let mut level = Some(1.0);
    let first = periods.first().map(|_| level);
    let steps = periods.windows(2).map(|pair| {
        let step = relative(formula, &pair[0], &pair[1], &[]);
        level = level.zip(step).map(|(level, step)| level * step);
        level
    });
    first.into_iter().chain(steps).collect()
}

/// The index of each of `periods` against the first over all detours: the geometric mean, over every period between
/// them, of the way there and on. It has no drift, whatever bounces.
pub fn geks(formula: Formula, periods: &[Period]) -> Vec<Option<f64>> {
    let detours = periods.len() as f64;
    let between = |from: &Period, to: &Period| relative(formula, from, to, &[]).map(f64::ln);
    let first = periods.first();
    let out: Option<Vec<f64>> = periods
        .iter()
        .map(|via| between(first?, via))
        .collect::<Option<_>>();
    let index = |now: &Period| {
        let out = out.as_ref()?;
        let pairs = periods.iter().zip(out);
        let logs: Option<f64> = pairs.map(|(via, out)| Some(out + between(via, now)?)).sum();
        Some((logs? / detours).exp())
    };
    periods.iter().map(index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(prices: &[f64], quantities: &[f64]) -> Period {
        Period {
            prices: prices.to_vec(),
            quantities: quantities.to_vec(),
        }
    }

    #[test]
    fn prices_that_return_bring_every_sound_chain_back_to_one() {
        let periods = [
            period(&[4.0, 5.0], &[2.0, 3.0]),
            period(&[8.0, 5.0], &[2.0, 3.0]),
            period(&[4.0, 5.0], &[2.0, 3.0]),
        ];
        for id in Formula::ids() {
            let formula = Formula::parse(id).expect("an id of the list");
            let last = chained(formula, &periods)[2];
            match formula.unchained() {
                None => assert!((last.expect("complete") - 1.0).abs() < 1e-12, "{id}"),
                Some(_) if formula == Formula::Carli => assert!(last.expect("complete") > 1.1),
                Some(_) => {}
            }
        }
    }

    #[test]
    fn a_weighted_formula_without_quantities_and_a_formula_without_items_have_no_value() {
        let bare = [period(&[4.0], &[]), period(&[5.0], &[])];
        for id in Formula::ids() {
            let formula = Formula::parse(id).expect("an id of the list");
            let value = relative(formula, &bare[0], &bare[1], &[]);
            assert_eq!(value.is_some(), !formula.is_weighted(), "{id}");
            let nothing = Period::default();
            assert_eq!(relative(formula, &nothing, &nothing, &[]), None, "{id}");
        }
    }

    #[test]
    fn the_ideal_index_reverses_in_time() {
        let (base, now) = (
            period(&[4.0, 5.0], &[2.0, 3.0]),
            period(&[5.0, 4.5], &[1.0, 4.0]),
        );
        for formula in [Formula::Fisher, Formula::Tornqvist, Formula::Jevons] {
            let there = relative(formula, &base, &now, &[]).expect("complete");
            let back = relative(formula, &now, &base, &[]).expect("complete");
            assert!((there * back - 1.0).abs() < 1e-12, "{formula:?}");
        }
    }
}
