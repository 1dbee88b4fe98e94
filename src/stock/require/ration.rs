//! What do people eat who cannot go out? Grams × persons × days, for households or for a closed area.
//!
//! Goods of a ration that several items of the catalogue may meet (grain: rice, flour) are one row; what is there of
//! all of them counts. Grams become kilograms exactly and no sack is opened here; part of a gram, as what is added in an
//! outbreak may come to, is a gram.

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::Requirement;
use crate::ledger::word::{Form, NeedKind};
use crate::policy::Needs;
use crate::policy::needs::Ration;
use crate::quantity::{Quantity, Rate, div_ceil};

use super::{RequireInputs, in_order, judged};

/// Percent in a whole.
const WHOLE: i64 = 100;

/// Whom a ration is for, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RationAsked {
    /// Households of `persons` each; `None` where persons are counted one by one.
    pub households: Option<i64>,
    pub persons: i64,
    pub days: i64,
    /// Whether what the source adds in an outbreak is added.
    pub outbreak: bool,
}

impl RationAsked {
    /// The persons in all; `None` when it does not fit.
    fn people(&self) -> Option<i64> {
        self.persons.checked_mul(self.households.unwrap_or(1))
    }

    /// Errors: `bad-flag` where more is asked for in an outbreak and the source of the ration names no share.
    fn percent(&self, ration: &Ration) -> Result<i64, Diagnostic> {
        match (self.outbreak, ration.outbreak_percent) {
            (false, _) => Ok(WHOLE),
            (true, Some(more)) => Ok(WHOLE + more),
            (true, None) => {
                let message = format!("ration {} says nothing of an outbreak", ration.name);
                let hint = "leave --outbreak out, or name a ration that says how much is added with --ration";
                Err(Diagnostic::error(Code::BadFlag, message).hint(hint))
            }
        }
    }
}

/// The rows of one ration for the people of `site`.
///
/// Errors: `bad-flag` for fewer than one person or day, and where an outbreak is asked for that the ration does not
/// speak of; `overflow` where it does not fit.
pub fn ration(
    inputs: &RequireInputs<'_>,
    needs: &Needs,
    ration: &Ration,
    kind: NeedKind,
    asked: &RationAsked,
) -> Result<Vec<Requirement>, Diagnostic> {
    let is_counted = asked.persons > 0 && asked.days > 0 && asked.households.unwrap_or(1) > 0;
    if !is_counted {
        let message = "a ration is for one person and one day at least";
        let hint = "give persons, days and households as whole numbers from 1 on";
        return Err(Diagnostic::error(Code::BadFlag, message).hint(hint));
    }
    let meal = Meal {
        inputs,
        needs,
        ration,
        kind,
        asked,
    };
    let percent = asked.percent(ration)?;
    let rows = ration.amounts.iter().map(|(goods, grams)| {
        let amount = amount(asked, percent, grams).ok_or_else(|| {
            Diagnostic::error(
                Code::Overflow,
                format!("the ration of {goods} does not fit"),
            )
            .hint("check the persons and the days: so much is more than any ledger holds")
        })?;
        Ok(meal.row(goods, &amount))
    });
    Ok(in_order(rows.collect::<Result<_, Diagnostic>>()?))
}

/// A ration and whom it is for.
struct Meal<'a> {
    inputs: &'a RequireInputs<'a>,
    needs: &'a Needs,
    ration: &'a Ration,
    kind: NeedKind,
    asked: &'a RationAsked,
}

/// Kilograms, least and most, and the terms of the least.
struct Amount {
    least: Quantity,
    most: Quantity,
    daily: Rate,
    terms: String,
}

fn amount(asked: &RationAsked, percent: i64, grams: &[i64]) -> Option<Amount> {
    let people = asked.people()?;
    let least = *grams.iter().min()?;
    let scaled = |grams: i64| {
        let all = i128::from(grams) * i128::from(people) * i128::from(asked.days);
        all.checked_mul(i128::from(percent))
    };
    let of = |grams: i64| Quantity::from_sum(div_ceil(scaled(grams)?, WHOLE.into()));
    let daily = least.checked_mul(people)?.checked_mul(percent)?;
    let qty = of(least)?;
    let head = match asked.households {
        Some(households) => format!("{households} households × {} persons", asked.persons),
        None => format!("{people} persons"),
    };
    let more = match percent {
        WHOLE => String::new(),
        percent => format!(" × {percent}%"),
    };
    let equals = match scaled(least)? % i128::from(WHOLE) {
        0 => "=",
        _ => "→",
    };
    Some(Amount {
        least: qty,
        most: of(*grams.iter().max()?)?,
        daily: Rate::over(Quantity::from_thousandths(daily), WHOLE)?,
        terms: format!(
            "{head} × {} days × {least} g{more} {equals} {qty} kg",
            asked.days
        ),
    })
}

impl Meal<'_> {
    fn row(&self, goods: &str, amount: &Amount) -> Requirement {
        let (inputs, ration) = (self.inputs, self.ration);
        let site = inputs.site.unwrap_or_default();
        let items = self.needs.met_by(goods);
        let have = inputs
            .shelf(site)
            .map(|shelf| shelf.usable_at(&items, Form::Physical, amount.daily));
        let met_by = match items[..] {
            [item] if item == goods => String::new(),
            _ => format!(", met by {}", items.join(" or ")),
        };
        let row = Requirement {
            qty: Some(amount.least),
            need_max: (amount.most != amount.least).then_some(amount.most),
            unit: "kg".to_owned(),
            days: Some(self.asked.days),
            basis: format!("{}{met_by}", ration.name),
            terms: amount.terms.clone(),
            rule: ration.id.clone(),
            source: ration.source.clone(),
            ..inputs.row(self.kind, site, goods)
        };
        judged(row, have)
    }
}
