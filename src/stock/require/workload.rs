//! How much more does each of those who deliver have to do, when orders multiply and few come to work?

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::Requirement;
use crate::ledger::word::NeedKind;
use crate::policy::needs::Workload;
use crate::quantity::{Quantity, Rate, div_ceil};

use super::RequireInputs;

/// How the work of one who delivers is called in the column of items.
const DELIVERY: &str = "delivery_load";

/// The part of the staff that is at work: so many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffPart {
    pub at_work: i64,
    pub of: i64,
}

impl StaffPart {
    /// Reads `1/5`; `None` where it is no part above nothing.
    pub fn parse(text: &str) -> Option<StaffPart> {
        let (at_work, of) = text.split_once('/')?;
        let part = StaffPart {
            at_work: at_work.trim().parse().ok()?,
            of: of.trim().parse().ok()?,
        };
        (part.at_work > 0 && part.of >= part.at_work).then_some(part)
    }

    /// The part that a plan states.
    pub fn of_plan(workload: &Workload) -> Option<StaffPart> {
        match workload.staff.value[..] {
            [at_work, of] if at_work > 0 && of >= at_work => Some(StaffPart { at_work, of }),
            _ => None,
        }
    }
}

/// How many times the usual work each one at work has, exactly: the times of the orders over the part of the staff.
///
/// `None` where it does not fit. Rule: `P2-L04`, `P2-L05`, `D-29`.
pub fn per_worker(order_times: Quantity, staff: StaffPart) -> Option<Rate> {
    let scaled = order_times.thousandths().checked_mul(staff.of)?;
    Rate::over(Quantity::from_thousandths(scaled), staff.at_work)
}

/// The row of the work of delivery: how many times the usual work each one at work has, least and most, up to a
/// thousandth. `orders` and `staff` stand in place of the plan's.
///
/// Errors: `bad-policy` where the plan states no orders or no part; `overflow` where it does not fit.
pub fn rows(
    inputs: &RequireInputs<'_>,
    workload: &Workload,
    orders: Option<Quantity>,
    staff: Option<StaffPart>,
) -> Result<Vec<Requirement>, Diagnostic> {
    let of_plan = || {
        workload
            .orders
            .value
            .iter()
            .filter_map(|n| Quantity::whole(*n))
            .collect()
    };
    let orders: Vec<Quantity> = orders.map_or_else(of_plan, |times| vec![times]);
    let range = orders.iter().min().zip(orders.iter().max());
    let Some(((least, most), part)) = range.zip(staff.or_else(|| StaffPart::of_plan(workload)))
    else {
        let message = "needs.toml states no times of orders, or no part of the staff";
        let hint = "state both there, each with its clause, or give --orders and --staff";
        return Err(Diagnostic::error(Code::BadPolicy, message).hint(hint));
    };
    let load = |times: &Quantity| {
        let rate = per_worker(*times, part)?;
        let (times, workers) = (rate.numerator().thousandths(), rate.denominator());
        Quantity::from_sum(div_ceil(times.into(), workers.into()))
    };
    let Some((low, high)) = load(least).zip(load(most)) else {
        let message = "the work of delivery does not fit";
        let hint = "check the times of orders and the part of the staff";
        return Err(Diagnostic::error(Code::Overflow, message).hint(hint));
    };
    let term = |times: &Quantity, load: Quantity| {
        format!(
            "{times} times the orders / ({}/{}) of the staff → {load}",
            part.at_work, part.of
        )
    };
    let mut terms = vec![term(least, low)];
    if most != least {
        terms.push(term(most, high));
    }
    let rules = [&workload.orders.rule, &workload.staff.rule].map(String::as_str);
    Ok(vec![Requirement {
        form: None,
        qty: Some(low),
        need_max: (high != low).then_some(high),
        unit: "times".to_owned(),
        basis: "work of each one who delivers".to_owned(),
        terms: terms.join("; "),
        rule: rules.join("+"),
        ..inputs.row(NeedKind::Zone, inputs.site.unwrap_or_default(), DELIVERY)
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(n: i64) -> Quantity {
        Quantity::whole(n).expect("a number of the test")
    }

    #[test]
    fn a_fifth_of_the_staff_has_five_times_the_orders() {
        let fifth = StaffPart::parse("1/5").expect("a part");
        let load = |orders| per_worker(times(orders), fifth).map(Rate::to_hundredths);
        assert_eq!(load(20).as_deref(), Some("100.00"));
        assert_eq!(load(30).as_deref(), Some("150.00"));
        let three_sevenths = StaffPart::parse("3/7").expect("a part");
        let load = per_worker(times(20), three_sevenths).map(Rate::to_hundredths);
        assert_eq!(load.as_deref(), Some("46.67"));
    }

    #[test]
    fn nobody_at_work_is_no_part_and_neither_is_more_than_all() {
        for text in ["0/5", "6/5", "1/0", "-1/5", "one", "1"] {
            assert_eq!(StaffPart::parse(text), None, "{text}");
        }
        assert!(StaffPart::parse("5/5").is_some());
    }
}
