//! What stays where it is, whoever asks: goods set aside, and what an institution keeps for itself.
//!
//! Set aside are the lots that expire last, so that what is given leaves first expiry first. The balances come back with
//! more reserved and less available; nothing else changes, so that owner and cost of what is given are its own.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::{Day, is_expired};
use crate::ledger::tables::{Burn, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::lots::available;
use super::own::rates;

/// How much is kept of what a site holds of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Quantity(Quantity),
    /// Nobody knows how much it needs: everything stays.
    All,
}

/// Sets aside what is kept.
///
/// `kept`: by (site, item). What is kept beyond what is there is not there to keep.
/// Rule: `P0-E03`, `A21`.
pub fn keep_back(onhand: &mut [OnHand], kept: &BTreeMap<(String, String), Kept>, as_of: Day) {
    let goods = kept.keys().map(|(site, item)| (&**site, &**item));
    let numbers: HashMap<(&str, &str), usize> = goods.zip(0..).collect();
    let number = |row: &OnHand| {
        let is_store = Form::stated(row.form) == Form::Physical && !is_expired(row.expiry, as_of);
        let number = numbers.get(&(row.site.as_str(), row.item.as_str()));
        number.copied().filter(|_| is_store)
    };
    let rows = onhand.iter_mut();
    let mut rows: Vec<(usize, &mut OnHand)> =
        rows.filter_map(|row| Some((number(row)?, row))).collect();
    rows.sort_by(|(_, a), (_, b)| last_first(b).cmp(&last_first(a)));
    let mut left: Vec<Kept> = kept.values().copied().collect();
    for (number, row) in rows {
        let there = available(row);
        let own = match &mut left[number] {
            Kept::All => there,
            Kept::Quantity(open) => {
                let own = (*open).min(there);
                *open -= own;
                own
            }
        };
        row.available = Some(there - own);
        row.reserved = Some(row.reserved.unwrap_or_default() + own);
    }
}

/// Lots by expiry, those without one last of all.
pub(super) fn last_first(row: &OnHand) -> impl Ord + '_ {
    (
        row.expiry.is_none(),
        row.expiry,
        &row.site,
        &row.lot,
        &row.owner,
        &row.earmark,
    )
}

/// What institutions keep of each item they hold: `days` of their own use, rounded up; all of what nobody knows the use of.
///
/// `sites`: those whose reserves are called up. Rule: `P0-E03`.
pub fn floors<'a>(
    onhand: &[OnHand],
    burn: &[Burn],
    sites: impl Fn(&str) -> bool + 'a,
    days: i64,
    as_of: Day,
) -> BTreeMap<(String, String), Kept> {
    let rates = rates(burn, as_of);
    let mut floors = BTreeMap::new();
    for row in onhand.iter().filter(|row| sites(&row.site)) {
        let rate = rates.get(&(row.site.as_str(), row.item.as_str()));
        let floor = match (days, rate.and_then(|rate| rate.in_days(days))) {
            (0, _) => Kept::Quantity(Quantity::ZERO),
            (_, Some(floor)) => Kept::Quantity(floor.round_up_to_whole()),
            (_, None) => Kept::All,
        };
        floors.insert((row.site.clone(), row.item.clone()), floor);
    }
    floors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{day, lot, pieces, uses};

    /// What is free of balances of which some is kept.
    fn free(
        onhand: &[OnHand],
        kept: &BTreeMap<(String, String), Kept>,
        as_of: Day,
    ) -> Vec<Option<Quantity>> {
        let mut rows = onhand.to_vec();
        keep_back(&mut rows, kept, as_of);
        rows.iter().map(|row| row.available).collect()
    }

    #[test]
    fn what_expires_last_is_kept_and_no_more_than_there_is() {
        let onhand = [
            lot("mask", "LATE", 10, "2023-01-01"),
            lot("mask", "SOON", 10, "2022-06-01"),
            lot("mask", "GONE", 9, "2022-03-01"),
        ];
        let kept = |pieces_kept| {
            let kept = [(
                ("D1".to_owned(), "mask".to_owned()),
                Kept::Quantity(pieces(pieces_kept)),
            )]
            .into();
            free(&onhand, &kept, day("2022-03-14"))
        };
        let of = |late, soon| [Some(pieces(late)), Some(pieces(soon)), Some(pieces(9))];
        assert_eq!(kept(0), of(10, 10));
        assert_eq!(kept(10), of(0, 10));
        assert_eq!(kept(11), of(0, 9));
        assert_eq!(kept(99), of(0, 0));
    }

    #[test]
    fn of_several_figures_of_use_the_latest_by_the_day_counts() {
        let onhand = [lot("mask", "A", 10, "2023-01-01")];
        let on = |day_of: &str, rate| Burn {
            as_of: day(day_of),
            ..uses("D1", "mask", rate)
        };
        let burn = [
            on("2022-03-14", 2),
            on("2022-03-01", 3),
            on("2022-03-15", 4),
        ];
        let floor = |as_of| floors(&onhand, &burn, |_| true, 2, day(as_of));
        let kept = |floor: BTreeMap<_, Kept>| floor.into_values().next();
        assert_eq!(kept(floor("2022-03-13")), Some(Kept::Quantity(pieces(6))));
        assert_eq!(kept(floor("2022-03-14")), Some(Kept::Quantity(pieces(4))));
        assert_eq!(kept(floor("2022-02-28")), Some(Kept::All));
    }

    #[test]
    fn an_institution_keeps_days_of_its_own_use_and_all_of_what_nobody_knows() {
        let onhand = [
            lot("mask", "A", 10, "2023-01-01"),
            lot("gown", "B", 10, "2023-01-01"),
        ];
        let burn = [uses("D1", "mask", 2)];
        let left = |days| {
            let floors = floors(&onhand, &burn, |site| site == "D1", days, day("2022-03-14"));
            free(&onhand, &floors, day("2022-03-14"))
        };
        assert_eq!(left(3), [Some(pieces(4)), Some(pieces(0))]);
        // Ordered to give everything, it keeps nothing.
        assert_eq!(left(0), [Some(pieces(10)), Some(pieces(10))]);
        assert!(floors(&onhand, &burn, |_| false, 3, day("2022-03-14")).is_empty());
    }
}
