//! What is on its way: it arrives on the day it is expected, and is gone on the day after its last.

use crate::ledger::tables::Inbound;
use crate::ledger::word::Form;

use super::super::coming::is_confirmed;
use super::store::dated;
use super::{Arrival, Arrivals, AvailabilityInputs, Horizon, Uncounted};

/// Adds what has left whoever sends it, and names what has not, what is overdue, and what nobody expects on a day.
pub fn add(inputs: &AvailabilityInputs<'_>, horizon: Horizon, arrivals: &mut Arrivals) {
    for row in inputs.inbound {
        match on_day(row, horizon) {
            Ok(day) => dated(arrival(row, day), horizon, arrivals),
            Err(reason) => arrivals.uncounted.push(left_out(row, reason)),
        }
    }
}

/// The day it is expected, counted from the call.
///
/// Errors: why it does not count.
fn on_day(row: &Inbound, horizon: Horizon) -> Result<i64, &'static str> {
    if !is_confirmed(row) {
        return Err("has not left yet");
    }
    let expected = row.expected_on.ok_or("no day of arrival is stated")?;
    match expected.days_since(horizon.called_on) {
        day if day < 0 => Err("overdue"),
        day => Ok(day),
    }
}

fn arrival(row: &Inbound, day: i64) -> Arrival {
    let document = source(row);
    Arrival {
        site: row.site.clone(),
        item: row.item.clone(),
        form: form(row),
        enterprise: match row.counterparty.is_empty() {
            true => document.clone(),
            false => row.counterparty.clone(),
        },
        source: document,
        day,
        qty: row.qty,
        expiry: row.expiry,
        earmark: String::new(),
        reason: String::new(),
    }
}

fn left_out(row: &Inbound, reason: &str) -> Uncounted {
    Uncounted {
        site: row.site.clone(),
        item: row.item.clone(),
        form: form(row),
        source: source(row),
        qty: Some(row.qty),
        reason: reason.to_owned(),
    }
}

fn source(row: &Inbound) -> String {
    format!("{}/{}", row.doc, row.line)
}

fn form(row: &Inbound) -> Form {
    Form::stated(row.form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::ledger::word::InboundStatus;
    use crate::ledger::{Catalogue, SiteTree};
    use crate::quantity::Quantity;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    /// Days and pieces of what arrives within 5 days of 1 March, and the reasons of what does not count.
    fn answer(
        status: InboundStatus,
        expected: &str,
        expiry: &str,
    ) -> (Vec<(i64, i64)>, Vec<String>) {
        let row = Inbound {
            doc: "PO-1".to_owned(),
            line: "1".to_owned(),
            site: "D1".to_owned(),
            item: "mask".to_owned(),
            qty: Quantity::whole(100).expect("a quantity of the test"),
            unit: String::new(),
            status,
            expected_on: Day::parse(expected),
            expiry: Day::parse(expiry),
            form: None,
            counterparty: String::new(),
            note: String::new(),
        };
        let inputs = AvailabilityInputs {
            onhand: &[],
            agreements: &[],
            capacities: &[],
            budgets: &[],
            demands: &[],
            inbound: &[row],
            catalogue: &Catalogue::default(),
            sites: &SiteTree::new([]),
        };
        let horizon = Horizon {
            called_on: day("2022-03-01"),
            days: 5,
        };
        let mut arrivals = Arrivals::default();
        add(&inputs, horizon, &mut arrivals);
        arrivals.counted.sort_by_key(|arrival| arrival.day);
        let counted = arrivals.counted.iter();
        let reasons = arrivals.uncounted.into_iter().map(|row| row.reason);
        (
            counted.map(|a| (a.day, a.qty.whole_units_down())).collect(),
            reasons.collect(),
        )
    }

    fn counted(status: InboundStatus, expected: &str, expiry: &str) -> Vec<(i64, i64)> {
        answer(status, expected, expiry).0
    }

    #[test]
    fn goods_on_the_road_arrive_on_their_day_and_go_after_their_last() {
        let shipped = InboundStatus::Shipped;
        assert_eq!(counted(shipped, "2022-03-01", ""), [(0, 100)]);
        assert_eq!(counted(shipped, "2022-03-06", ""), [(5, 100)]);
        assert_eq!(counted(shipped, "2022-03-07", ""), []);
        let spoils = [(2, 100), (4, -100)];
        assert_eq!(counted(shipped, "2022-03-03", "2022-03-04"), spoils);
        assert_eq!(counted(shipped, "2022-03-03", "2022-03-02"), []);
    }

    #[test]
    fn what_has_not_left_or_is_overdue_does_not_count() {
        let reason = |status, expected| answer(status, expected, "").1.join(";");
        assert_eq!(
            reason(InboundStatus::Pledged, "2022-03-03"),
            "has not left yet"
        );
        assert_eq!(reason(InboundStatus::Shipped, "2022-02-28"), "overdue");
        assert_eq!(
            reason(InboundStatus::Shipped, ""),
            "no day of arrival is stated"
        );
    }
}
