//! Does anything lie idle in store that should have gone out in place of what did?
//!
//! Of goods that a line may have alike, what expires first leaves first (FEFO); and what a donor meant for a site goes to
//! it before open goods do. A plan in which nobody is short may break both: then the lot that stays expires, or the gift
//! does.
//!
//! Each lot that stays is told once, at the first award that should have come out of it.

use std::collections::{BTreeMap, HashMap};

use crate::engine::memo::ByText;
use crate::engine::parallel::all_of;
use crate::ledger::tables::{Finding, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::book::{Book, Traced};
use super::lot::{Givers, can_leave, is_meant, may_have};
use super::on_award;
use super::road::Roads;

/// What stays of a balance.
struct Left<'a> {
    lot: &'a OnHand,
    days: i64,
    /// Thousandths.
    qty: i128,
}

/// Why a lot should have gone out in place of another.
#[derive(Clone, Copy)]
enum Because {
    ItExpiresFirst,
    ItIsMeantForTheSite,
}

/// An award, the lot that it should have come out of, and why.
type Passed<'a, 'b> = (&'b Traced<'a>, &'b Left<'a>, Because);

pub(super) fn findings(
    book: &Book,
    traced: &[Traced],
    givers: &Givers,
    roads: &Roads,
) -> Vec<Finding> {
    let idle = Idle {
        store: Store::of(book, traced, givers),
        book,
        roads,
    };
    let mut passed = match idle.store.open.is_empty() {
        true => Vec::new(),
        false => all_of(traced, |award| idle.expiring_first(award)),
    };
    passed.extend(idle.meant_for_receivers(traced));
    let mut told: BTreeMap<_, Passed> = BTreeMap::new();
    for (award, left, why) in passed {
        let lot = left.lot;
        let name = (&lot.site, &lot.item, &lot.lot, &lot.owner, &lot.earmark);
        told.entry(name).or_insert((award, left, why));
    }
    told.into_values().map(finding).collect()
}

/// What stays in store and may be given, the first expiry first.
#[derive(Default)]
struct Store<'a> {
    /// Goods that are open to all, by site and item.
    open: HashMap<(&'a str, &'a str), Vec<Left<'a>>, ByText>,
    /// Goods that donors meant for somebody, by item.
    meant: HashMap<&'a str, Vec<Left<'a>>, ByText>,
}

impl<'a> Store<'a> {
    fn of(book: &Book<'a>, traced: &[Traced], givers: &Givers) -> Store<'a> {
        let mut store = Store::default();
        for (lot, gone) in book.inputs.onhand.iter().zip(book.issued(traced)) {
            let left = Left {
                lot,
                days: days_left(lot, book),
                qty: i128::from(can_leave(lot).thousandths()) - gone,
            };
            let is_there = Form::stated(lot.form) == Form::Physical && left.days >= 0;
            let is_enough = left.qty >= i128::from(book.smallest_of(&lot.item));
            if !(is_there && is_enough && givers.include(&lot.site, &lot.item)) {
                continue;
            }
            let rows = match is_meant(lot, &book.inputs) {
                true => store.meant.entry(&lot.item).or_default(),
                false => store.open.entry((&lot.site, &lot.item)).or_default(),
            };
            rows.push(left);
        }
        let lots = store.open.values_mut().chain(store.meant.values_mut());
        lots.for_each(|rows| rows.sort_by_key(|left| left.days));
        store
    }
}

/// Days to the last usable one; as good as endless without an expiry.
fn days_left(lot: &OnHand, book: &Book) -> i64 {
    let as_of = book.inputs.as_of;
    lot.expiry.map_or(i64::MAX, |last| last.days_since(as_of))
}

/// What stays, held against what goes out.
struct Idle<'a, 'b> {
    store: Store<'a>,
    book: &'b Book<'a>,
    roads: &'b Roads<'a>,
}

impl<'a> Idle<'a, '_> {
    /// The open lot of the same store that expires before the one of an award, and would have lasted.
    fn expiring_first<'b>(&'b self, award: &'b Traced<'a>) -> Option<Passed<'a, 'b>> {
        let lot = self.book.lot(award)?;
        if is_meant(lot, &self.book.inputs) {
            return None;
        }
        let stays = self
            .store
            .open
            .get(&(lot.site.as_str(), lot.item.as_str()))?;
        // On one way what is sorted by its days lasts from some place on.
        let first = stays.partition_point(|left| !self.lasts(left, award));
        let left = stays.get(first)?;
        let is_before = left.days < days_left(lot, self.book);
        is_before.then_some((award, left, Because::ItExpiresFirst))
    }

    /// The lots that donors meant for who got open goods of the item, or later ones that are meant for it.
    fn meant_for_receivers<'b>(&'b self, traced: &'b [Traced<'a>]) -> Vec<Passed<'a, 'b>> {
        let mut awards: BTreeMap<(&str, &str), Vec<&Traced>> = BTreeMap::new();
        for award in traced {
            let goods = (award.award.item.as_str(), award.award.site.as_str());
            if self.store.meant.contains_key(goods.0) {
                awards.entry(goods).or_default().push(award);
            }
        }
        let mut passed = Vec::new();
        for ((item, site), awards) in awards {
            let meant = self.store.meant[item].iter();
            let meant = meant.filter(|left| self.comes_to(site, left.lot));
            let meant: Vec<&Left> = meant.collect();
            let of_award = |award| self.meant_for(award, &meant);
            passed.extend(awards.into_iter().flat_map(of_award));
        }
        passed
    }

    /// Those of the lots `meant` for the receiver of an award that should have gone out in its place.
    fn meant_for<'b>(&self, award: &'b Traced<'a>, meant: &[&'b Left<'a>]) -> Vec<Passed<'a, 'b>> {
        let Some(lot) = self.book.lot(award) else {
            return Vec::new();
        };
        let because = |left: &Left| match is_meant(lot, &self.book.inputs) {
            false => Some(Because::ItIsMeantForTheSite),
            true => {
                let is_before = left.days < days_left(lot, self.book) && left.lot.site == lot.site;
                is_before.then_some(Because::ItExpiresFirst)
            }
        };
        let lasting = meant.iter().filter(|left| self.lasts(left, award));
        let passed = lasting.filter_map(|left| Some((award, *left, because(left)?)));
        passed.collect()
    }

    fn comes_to(&self, site: &str, lot: &OnHand) -> bool {
        let inputs = &self.book.inputs;
        may_have(lot, site, inputs) && self.roads.lead(&lot.site, site, inputs)
    }

    /// Whether what stays would last as long on arrival as the line of an award asks for.
    fn lasts(&self, left: &Left, award: &Traced) -> bool {
        let line = self.book.line(award);
        let least = line.map_or(0, |line| line.terms().min_days_left.unwrap_or(0).max(0));
        left.days - self.roads.days(&left.lot.site, &award.award.site) >= least
    }
}

/// What is wrong with an award while a lot that it should have come out of stays.
fn finding((award, left, why): Passed) -> Finding {
    let (award, lot) = (award.award, left.lot);
    let qty = Quantity::from_sum(left.qty).map_or(String::new(), |qty| qty.to_string());
    match why {
        Because::ItExpiresFirst => {
            let message = format!(
                "lot \"{}\" goes out while {qty} of lot \"{}\" stay, which expire before it",
                award.lot, lot.lot
            );
            let hint = "give first what expires first, if it lasts long enough on arrival";
            on_award("broken_fefo", award, message, hint)
        }
        Because::ItIsMeantForTheSite => {
            let message = format!(
                "lot \"{}\" goes out while {qty} of lot \"{}\" stay, which the donor wants \"{}\" to have",
                award.lot, lot.lot, lot.earmark
            );
            let hint = "give who is meant by a donor those goods before open ones";
            on_award("idle_earmark", award, message, hint)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::audit;
    use crate::allocate::sample::{Sample, ask, lot};
    use crate::ledger::tables::{Lane, OnHand};

    /// A balance that a donor meant for somebody.
    fn gift(name: &str, qty: i64, expiry: &str, earmark: &str) -> OnHand {
        OnHand {
            earmark: earmark.to_owned(),
            ..lot("mask", name, qty, expiry)
        }
    }

    /// What is found where F1, which asks for 20 masks that last `days_left`, gets them all from the lot `taken`.
    fn found(lots: &[OnHand], taken: &str, change: impl Fn(&mut Sample)) -> Vec<String> {
        let mut sample = Sample::of(lots.to_vec(), vec![ask("B", "F1", "mask", 20)]);
        change(&mut sample);
        let mut plan = sample.plan();
        plan.allocation.truncate(1);
        let mut lots = sample.onhand.iter();
        let from = lots
            .find(|lot| lot.lot == taken)
            .expect("a lot of the test");
        let award = &mut plan.allocation[0];
        award.from_site = from.site.as_str().into();
        award.lot = from.lot.as_str().into();
        award.earmark = from.earmark.as_str().into();
        (award.qty, award.expiry) = (sample.requests[0].qty.unwrap_or_default(), from.expiry);
        let findings = audit(&sample.inputs(), &plan.allocation, &plan.unmet);
        let told = findings
            .iter()
            .map(|row| format!("{} {}", row.code, row.message));
        told.collect()
    }

    #[test]
    fn a_later_lot_goes_before_an_earlier_one_only_where_that_would_not_last() {
        let lots = [
            lot("mask", "soon", 30, "2022-04-01"),
            lot("mask", "late", 30, "2023-04-01"),
        ];
        assert_eq!(found(&lots, "soon", |_| {}), [""; 0]);
        let said = "lot \"late\" goes out while 30 of lot \"soon\" stay, which expire before it";
        assert_eq!(
            found(&lots, "late", |_| {}),
            [format!("broken_fefo {said}")]
        );
        let days = |days| {
            move |sample: &mut Sample| {
                let terms = sample.requests[0].terms.get_or_insert_default();
                terms.min_days_left = Some(days);
            }
        };
        assert_eq!(found(&lots, "late", days(18)).len(), 1);
        assert_eq!(found(&lots, "late", days(19)), [""; 0]);
        let elsewhere = |sample: &mut Sample| sample.onhand[0].site = "D2".to_owned();
        assert_eq!(found(&lots, "late", elsewhere), [""; 0]);
        let reserved = |sample: &mut Sample| sample.onhand[0].available = None;
        assert_eq!(found(&lots, "late", reserved).len(), 1);
        let reserved = |sample: &mut Sample| {
            sample.onhand[0].available = None;
            sample.onhand[0].reserved = Some(sample.onhand[0].qty);
        };
        assert_eq!(found(&lots, "late", reserved), [""; 0]);
    }

    #[test]
    fn a_gift_goes_before_open_goods_to_whom_it_is_meant_for_and_can_reach() {
        let lots = |earmark| {
            [
                lot("mask", "open", 30, "2022-04-01"),
                gift("gift", 25, "2023-04-01", earmark),
            ]
        };
        let said = "lot \"open\" goes out while 25 of lot \"gift\" stay, which the donor wants \"site:F1\" to have";
        let idle = [format!("idle_earmark {said}")];
        assert_eq!(found(&lots("site:F1"), "open", |_| {}), idle);
        assert_eq!(found(&lots("site:F1"), "gift", |_| {}), [""; 0]);
        assert_eq!(found(&lots("class:fever_clinic"), "open", |_| {}).len(), 1);
        assert_eq!(found(&lots("site:CASE"), "open", |_| {}), [""; 0]);
        let lapsed = "site:F1;until:2022-03-13";
        assert_eq!(found(&lots(lapsed), "open", |_| {}), [""; 0]);
        let away = |sample: &mut Sample| sample.onhand[1].site = "D2".to_owned();
        assert_eq!(found(&lots("site:F1"), "open", away).len(), 1);
        let closed = |sample: &mut Sample| {
            sample.onhand[1].site = "D2".to_owned();
            sample.lanes.push(Lane::shut("D2", "F1"));
        };
        assert_eq!(found(&lots("site:F1"), "open", closed), [""; 0]);
    }

    #[test]
    fn of_two_gifts_the_one_that_expires_first_goes_first() {
        let lots = [
            gift("g1", 20, "2022-04-01", "site:F1"),
            gift("g2", 20, "2023-04-01", "class:fever_clinic"),
        ];
        assert_eq!(found(&lots, "g1", |_| {}), [""; 0]);
        let said = "lot \"g2\" goes out while 20 of lot \"g1\" stay, which expire before it";
        assert_eq!(found(&lots, "g2", |_| {}), [format!("broken_fefo {said}")]);
    }
}
