//! How much can an institution use up by a day, beyond what it has already, what is on the road to it and what a plan
//! gave it?

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::ledger::tables::{OnHand, Rotation};
use crate::ledger::word::Form;
use crate::quantity::{Quantity, Rate};
use crate::rotate::book::is_known;
use crate::rotate::delivery::Delivery;
use crate::stock::burn::rate_of;
use crate::stock::fefo::{self, Demand, Lot};

use super::road::{Road, Sent, beside_shares, unused};
use super::{PlanInputs, PlanOptions};

/// What institutions use, and what they have to use up first.
pub struct Rooms<'a> {
    as_of: Day,
    /// By institution and item.
    uses: BTreeMap<(&'a str, &'a str), Rate>,
    own: BTreeMap<(&'a str, &'a str), Vec<Own>>,
}

/// What an institution has to use up first, from a day on: it grows by what comes that day.
struct Own {
    from: Day,
    qty: Quantity,
}

impl<'a> Rooms<'a> {
    /// The rooms of all sites that use something and give nothing, or of those alone that were named to take.
    pub fn of(inputs: &PlanInputs<'a>) -> Rooms<'a> {
        let as_of = inputs.stage.as_of;
        let mut rooms = Rooms {
            as_of,
            uses: BTreeMap::new(),
            own: BTreeMap::new(),
        };
        for burn in inputs.burn {
            let PlanOptions { from, to, .. } = &inputs.options;
            let gives = from.contains(&burn.site) || inputs.sites.is_depot(&burn.site);
            let is_meant = to.is_empty() || to.contains(&burn.site);
            let rate = rate_of(burn).filter(|rate| !rate.is_zero());
            if let Some(rate) = rate.filter(|_| is_meant && !gives) {
                rooms.uses.insert((&burn.site, &burn.item), rate);
            }
        }
        let mut held: BTreeMap<(&str, &str), Vec<&OnHand>> = BTreeMap::new();
        for row in inputs.stage.onhand {
            held.entry((&row.site, &row.item)).or_default().push(row);
        }
        let keepers = keepers(inputs);
        let mut promised: BTreeMap<(&str, &str), Quantity> = BTreeMap::new();
        let mut in_shares: BTreeMap<(&str, &str, &str), Quantity> = BTreeMap::new();
        for (share, delivery) in open_shares(inputs) {
            let (institution, item) = (&*share.institution, &*share.item);
            // What came to a store lies there until it is used; elsewhere only reports tell that it was, and what was sent
            // is taken to be there.
            let (done, sent) = match keepers.contains(institution) {
                true => (delivery.received, delivery.on_the_road()),
                false => (delivery.spent(), delivery.gone()),
            };
            let open = (share.qty - done).or_zero();
            *promised.entry((institution, item)).or_default() += open;
            let of_lot = in_shares.entry((institution, item, &share.lot));
            *of_lot.or_default() += sent;
        }
        let road = beside_shares(inputs.inbound, inputs.movements, in_shares, as_of);
        for (key, rate) in &rooms.uses {
            let rows = held.get(key).map_or(&[][..], Vec::as_slice);
            let promised = promised.get(key).copied().unwrap_or_default();
            let sent = match keepers.contains(key.0) {
                true => sent_to(&road, *key).to_vec(),
                false => unused(sent_to(&road, *key), *rate, as_of),
            };
            let own = own(rows, &sent, *rate, as_of).into_iter();
            let own = own.map(|own| Own {
                qty: own.qty + promised,
                ..own
            });
            rooms.own.insert(*key, own.collect());
        }
        rooms
    }

    /// The institutions that use an item.
    pub fn takers(&self, item: &str) -> Vec<&'a str> {
        let users = self.uses.keys().filter(|(_, used)| *used == item);
        users.map(|(institution, _)| *institution).collect()
    }

    /// How many packs it can use up by each of `days`, which are in order; a day itself counts.
    ///
    /// What comes to it after a day takes no room by that day.
    pub fn by(&self, institution: &str, item: &str, days: &[Day], pack: i64) -> Vec<i64> {
        let key = (institution, item);
        let (rate, own) = (self.uses[&key], &self.own[&key]);
        let room = |last: &Day| {
            let open = i128::from(last.days_since(self.as_of) + 1);
            let used = i128::from(rate.numerator().thousandths()) * open;
            let days = i128::from(rate.denominator());
            let own = own.iter().rev().find(|own| own.from <= *last);
            let own = own.map_or(Quantity::ZERO, |own| own.qty);
            let free = used - i128::from(own.thousandths()) * days;
            i64::try_from(free.max(0) / (days * i128::from(pack))).unwrap_or(i64::MAX)
        };
        let mut rooms: Vec<i64> = days.iter().map(room).collect();
        // What was used before something else came in stays used.
        for at in 1..rooms.len() {
            rooms[at] = rooms[at].max(rooms[at - 1]);
        }
        rooms
    }

    /// How many packs it can use up by each day of what comes in a cycle of `days`, beside what it has that expires no
    /// later; room by a later day includes room by an earlier one.
    pub fn in_cycle(
        &self,
        institution: &str,
        item: &str,
        expiries: &[Day],
        pack: i64,
        days: i64,
        own: &[&OnHand],
    ) -> Vec<i64> {
        let rate = self.uses[&(institution, item)];
        let room = |last: &Day| {
            let open = i128::from((last.days_since(self.as_of) + 1).min(days));
            let used = i128::from(rate.numerator().thousandths()) * open;
            let early = own
                .iter()
                .filter(|row| row.expiry.is_some_and(|day| day <= *last));
            let early: i128 = early.map(|row| i128::from(row.qty.thousandths())).sum();
            let of = i128::from(rate.denominator());
            let free = used - early * of;
            i64::try_from(free.max(0) / (of * i128::from(pack))).unwrap_or(i64::MAX)
        };
        let mut rooms: Vec<i64> = expiries.iter().map(room).collect();
        // What has to be used by a later day leaves no more room by an earlier one.
        for at in (1..rooms.len()).rev() {
            rooms[at - 1] = rooms[at - 1].min(rooms[at]);
        }
        rooms
    }

    /// What it uses, as a weight.
    pub fn use_of(&self, institution: &str, item: &str) -> i64 {
        self.uses[&(institution, item)].rounded().thousandths()
    }
}

/// The sites whose stock is known: by a balance of theirs, or a line of the ledger up to the day.
fn keepers<'a>(inputs: &PlanInputs<'a>) -> BTreeSet<&'a str> {
    let balances = inputs.stage.onhand.iter().map(|row| &*row.site);
    let lines = inputs.movements.iter();
    let lines = lines.filter(|line| line.date <= inputs.stage.as_of);
    balances.chain(lines.map(|line| &*line.site)).collect()
}

/// The shares that institutions still have to use up, and what came of each.
fn open_shares<'a>(
    inputs: &PlanInputs<'a>,
) -> impl Iterator<Item = (&'a Rotation, Delivery)> + use<'a> {
    let (as_of, deliveries) = (inputs.stage.as_of, inputs.stage.deliveries);
    let shares = inputs.stage.rotation.iter().enumerate();
    let open = shares.filter(move |(_, share)| {
        share.use_by.is_none_or(|last| last >= as_of) && is_known(share, as_of)
    });
    open.map(|(at, share)| (share, deliveries.of_share(at)))
}

fn sent_to<'r>(road: &'r Road, (institution, item): (&str, &str)) -> &'r [Sent] {
    let sent = road.get(&(institution.to_owned(), item.to_owned()));
    sent.map_or(&[], Vec::as_slice)
}

/// What an institution has to use up first, from `as_of` on and from each day on which something is to come in.
fn own(rows: &[&OnHand], road: &[Sent], rate: Rate, as_of: Day) -> Vec<Own> {
    let comes = |sent: &Sent| sent.expected_on.map_or(as_of, |day| day.max(as_of));
    let days: BTreeSet<Day> = road.iter().map(comes).chain([as_of]).collect();
    let from = |day: Day| {
        let there: Vec<&Sent> = road.iter().filter(|sent| comes(sent) <= day).collect();
        Own {
            from: day,
            qty: usable(rows, &there, rate, as_of),
        }
    };
    days.into_iter().map(from).collect()
}

/// What an institution will use of its own stock before it expires, and of what is on the road to it.
fn usable(rows: &[&OnHand], road: &[&Sent], rate: Rate, as_of: Day) -> Quantity {
    let there = rows
        .iter()
        .filter(|row| Form::stated(row.form) == Form::Physical);
    let there = there.map(|row| Lot {
        lot: &row.lot,
        qty: row.qty,
        expiry: row.expiry,
    });
    let coming = road.iter().map(|sent| Lot {
        lot: sent.lot.as_deref().unwrap_or_default(),
        qty: sent.qty,
        expiry: sent.expiry,
    });
    let mut lots: Vec<Lot<'_>> = there.chain(coming).collect();
    lots.retain(|lot| !is_expired(lot.expiry, as_of));
    fefo::run(as_of, as_of, &lots, &Demand::Daily(rate)).usable
}
