//! What the goods of one line are priced at, and where the price is from: lot, moving average, contract or market.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::engine::cost::{Cost, LotPrices};
use crate::engine::reversal::reference;
use crate::ledger::tables::{Movement, Quote, Reference};
use crate::ledger::word::{QuoteKind, SettlementBasis, Word as _};
use crate::policy::settlement::{PriceSource, SettlementRule};
use crate::quantity::Price;

use super::super::reference::{contract_price, median};
use super::super::series::price_of;
use super::super::valuation::averages_before;
use super::SettlementInputs;

/// The prices a settlement may take.
pub(super) struct Prices<'a> {
    inputs: &'a SettlementInputs<'a>,
    lots: LotPrices,
    /// By line, once somebody asks for one.
    averages: OnceCell<HashMap<String, Cost>>,
}

/// What a base unit is billed at, where that is from, and why it is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Priced {
    pub cost: Option<Cost>,
    pub basis: String,
    pub reason: String,
}

/// Where a price is from that was paid.
const LOT_COST: &str = "lot cost";
const LOT_COST_PART_GIVEN: &str = "lot cost, part of it given";
const MOVING_AVERAGE: &str = "moving average";

/// Whether a price of this basis is a mean of what was paid, which its last decimal does not hold.
pub(super) fn is_mean(basis: &str) -> bool {
    basis.starts_with(LOT_COST) || basis.starts_with(MOVING_AVERAGE)
}

impl Priced {
    fn at(price: Price, basis: impl Into<String>) -> Priced {
        Priced::paid(Cost::stated(price), basis)
    }

    /// At what was paid, which need not be a whole number of ten-thousandths of a yuan.
    fn paid(cost: Cost, basis: impl Into<String>) -> Priced {
        Priced {
            cost: Some(cost),
            basis: basis.into(),
            reason: String::new(),
        }
    }

    fn none(reason: impl Into<String>) -> Priced {
        Priced {
            reason: reason.into(),
            ..Priced::default()
        }
    }
}

impl<'a> Prices<'a> {
    /// Reads what was paid for the goods of the ledger.
    pub(super) fn of(inputs: &'a SettlementInputs<'a>) -> Prices<'a> {
        Prices {
            inputs,
            lots: LotPrices::of(inputs.movements, inputs.as_of),
            averages: OnceCell::new(),
        }
    }

    /// The price of what a movement carried.
    ///
    /// Donated goods have no value (D-24); what was bought in an emergency is priced at the market of its day (P3-F04),
    /// whatever else is asked for.
    pub(super) fn of_movement(&self, movement: &Movement, rule: &SettlementRule) -> Priced {
        let asked = self.inputs.price;
        match (rule.basis, asked.unwrap_or(rule.price)) {
            (SettlementBasis::Donation, _) => Priced::at(Price::default(), "donated: no value"),
            (SettlementBasis::Emergency, _) => self.market(movement),
            (SettlementBasis::Rotation, PriceSource::Market) if asked.is_none() => {
                self.agreed_for_rotation(movement)
            }
            (_, PriceSource::Lot) => self.lot(movement),
            (_, PriceSource::Average) => self.average(movement),
            (_, PriceSource::Contract) => self.contract(movement),
            (_, PriceSource::Market) => self.market(movement),
        }
    }

    /// What the goods of the lot had cost that lay there when the movement took of it: bought in parts at several costs,
    /// their mean.
    ///
    /// The pieces of a lot are told apart by nothing, so that none of them is the one that came first; and a bill does
    /// not change when more of the lot is bought later. What is billed and what is left are all that was paid: the mean is
    /// rounded where it is printed, and the bill where it is a bill. What was given of the lot takes its share, so that no
    /// more is billed than was paid. Rule: `D-22`, `D-24`, `D-32`.
    fn lot(&self, movement: &Movement) -> Priced {
        match self.lots.of_movement(movement) {
            Some(cost) if self.lots.are_partly_given(movement) => {
                Priced::paid(cost, LOT_COST_PART_GIVEN)
            }
            Some(cost) => Priced::paid(cost, LOT_COST),
            None => Priced::none(unstated(&movement.item, &movement.lot)),
        }
    }

    /// Whether nobody paid for the goods of a movement, because they were given.
    pub(super) fn are_given(&self, movement: &Movement) -> bool {
        self.lots.are_given(movement)
    }

    fn average(&self, movement: &Movement) -> Priced {
        let (movements, as_of) = (self.inputs.movements, self.inputs.as_of);
        let averages = || averages_before(movements, as_of);
        let averages = self.averages.get_or_init(averages);
        match averages.get(&reference(movement)).copied() {
            Some(cost) => Priced::paid(cost, format!("{MOVING_AVERAGE} of {}", movement.date)),
            None => Priced::none(format!(
                "no moving average of {}: a receipt has no cost",
                movement.item
            )),
        }
    }

    fn contract(&self, movement: &Movement) -> Priced {
        match contract_price(self.inputs.agreements, &movement.item, movement.date) {
            Some((price, agreement)) => Priced::at(price, format!("contract {agreement}")),
            None => Priced::none(format!(
                "no contract with a price for {} was in force on {}",
                movement.item, movement.date
            )),
        }
    }

    /// The reference prices of what a movement carried, of markets and contracts.
    fn references_of(&self, movement: &Movement) -> impl Iterator<Item = &'a Reference> {
        let references = self.inputs.references.iter();
        references.filter(move |row| row.item == movement.item && row.is_of_market())
    }

    /// The market price of the day of the movement.
    fn market(&self, movement: &Movement) -> Priced {
        let references = self.references_of(movement);
        let of_day = references.filter(|row| row.as_of == movement.date);
        let lowest = of_day
            .filter_map(|row| Some((row.price?, row.price_basis.as_str())))
            .min();
        if let Some((price, basis)) = lowest {
            return Priced::at(price, format!("reference of {}: {basis}", movement.date));
        }
        match quoted_on(self.inputs.quotes, movement) {
            Some((price, kind, count)) => Priced::at(
                price,
                format!(
                    "median of {count} {kind} quote{} of {}",
                    if count == 1 { "" } else { "s" },
                    movement.date
                ),
            ),
            None => Priced::none(format!(
                "no market price of {} on {}",
                movement.item, movement.date
            )),
        }
    }

    /// The price of the mechanism that was agreed: the last reference price, else what the lot cost.
    ///
    /// Rule: `P0-T15`.
    fn agreed_for_rotation(&self, movement: &Movement) -> Priced {
        let references = self.references_of(movement);
        let known = references.filter(|row| row.as_of <= movement.date);
        let last = known
            .filter_map(|row| Some((row.as_of, std::cmp::Reverse(row.price?))))
            .max();
        match last {
            Some((day, price)) => Priced::at(price.0, format!("reference of {day}")),
            None => self.lot(movement),
        }
    }
}

/// Why goods of a lot have no cost.
pub fn unstated(item: &str, lot: &str) -> String {
    match lot {
        "" => format!("nobody states what {item} of no lot number cost"),
        lot => format!("nobody states what lot {lot} cost"),
    }
}

/// The median of the day's quotes of an item: purchase prices before wholesale before retail.
fn quoted_on<'q>(quotes: &'q [Quote], movement: &Movement) -> Option<(Price, &'q str, usize)> {
    let of_day = |kind: QuoteKind| {
        let of_kind = quotes.iter().filter(move |quote| {
            quote.item == movement.item && quote.date == movement.date && quote.kind == Some(kind)
        });
        let mut prices: Vec<i64> = of_kind.filter_map(price_of).map(Price::steps).collect();
        prices.sort_unstable();
        Some((median(&prices)?, kind.id(), prices.len()))
    };
    [QuoteKind::Purchase, QuoteKind::Wholesale, QuoteKind::Retail]
        .into_iter()
        .find_map(of_day)
}
