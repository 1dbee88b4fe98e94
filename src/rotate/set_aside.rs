//! Which shares of rotation plans does the ledger set aside, where the table of the plan is not at hand?
//!
//! Shape: a share for each reservation in the name of an institution, under the id of its plan; it is to be used up by
//! the last day of its lot. What a keeper sets aside under a number of his own is no share that anybody must use up, but
//! promised all the same. A share is of as much as has left for the institution and is still set aside: what was lifted
//! without a delivery was given up. A plan whose table is at hand tells its shares itself. What the ledger does not keep
//! of a share, such as its freight, is blank.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::ledger::LotKey;
use crate::ledger::plan_id::is_share;
use crate::ledger::tables::{Movement, OnHand, Rotation};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::delivery::Deliveries;

/// The reservations that are read as shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reservations {
    /// Those that posting a plan has made: their document is the id of a plan, and they state a form.
    OfPlans,
    /// All that are in the name of an institution, which has to use up what it is promised.
    All,
}

/// The shares at hand, and behind them those that the ledger alone knows on `as_of`, in its order.
///
/// `onhand`: the balances of the day; a reservation of goods without a balance there is none of theirs.
pub fn with_set_aside(
    mut shares: Vec<Rotation>,
    onhand: &[OnHand],
    movements: &[Movement],
    as_of: Day,
    reservations: Reservations,
) -> Vec<Rotation> {
    let lines = in_ledger_order(movements, as_of);
    let reserved = untold(&shares, &lines, reservations);
    if reserved.is_empty() {
        return shares;
    }
    let at_hand = shares.len();
    shares.extend(reserved.iter().map(|line| share(line)));
    let deliveries = Deliveries::of(&shares, movements, &[], as_of);
    let further = shares.split_off(at_hand);
    let mut lifted = lifted(&lines);
    let mut balances: BTreeMap<LotKey, Balance> = BTreeMap::new();
    for row in onhand {
        balances.insert(LotKey::of_balance(row), Balance::of(row));
    }
    for (at, (line, share)) in (at_hand..).zip(reserved.into_iter().zip(further)) {
        let key = LotKey::of_movement(line);
        let Some(balance) = balances.get_mut(&key) else {
            continue;
        };
        let gone = deliveries.of_share(at).gone();
        let lifted = lifted.entry((key, &line.counterparty)).or_default();
        let of_share = share.qty.min(*lifted);
        *lifted -= of_share;
        // A delivery lifts what was set aside for it, or leaves it standing.
        let open = balance.take(share.qty - gone.max(of_share));
        let share = Rotation {
            qty: gone + open,
            use_by: balance.expiry,
            ..share
        };
        shares.extend(Some(share).filter(|share| share.qty.is_positive()));
    }
    shares
}

/// What of a balance is still set aside, `None` where nobody says, and the last day of its lot.
struct Balance {
    reserved: Option<Quantity>,
    expiry: Option<Day>,
}

impl Balance {
    fn of(row: &OnHand) -> Balance {
        Balance {
            reserved: row.reserved,
            expiry: row.expiry,
        }
    }

    /// Takes as much of `qty` as is still set aside.
    fn take(&mut self, qty: Quantity) -> Quantity {
        let taken = self.reserved.map_or(qty, |reserved| qty.min(reserved));
        let taken = taken.or_zero();
        self.reserved = self.reserved.map(|reserved| reserved - taken);
        taken
    }
}

/// The reservations for institutions of which no share at hand speaks.
fn untold<'a>(
    at_hand: &[Rotation],
    lines: &[&'a Movement],
    reservations: Reservations,
) -> Vec<&'a Movement> {
    let is_read = |line: &&Movement| match reservations {
        Reservations::OfPlans => is_share(line),
        Reservations::All => true,
    };
    let is_for_somebody =
        |line: &&Movement| line.kind == MovementKind::Reserve && !line.counterparty.is_empty();
    let reserved = lines.iter().copied().filter(is_for_somebody);
    let reserved: Vec<&'a Movement> = reserved.filter(is_read).collect();
    let plans: BTreeSet<&str> = at_hand.iter().map(|share| &*share.plan).collect();
    let documents: BTreeSet<&str> = reserved.iter().map(|line| &*line.doc).collect();
    let mut unposted: BTreeMap<[&str; 3], Vec<&Rotation>> = BTreeMap::new();
    for share in at_hand {
        if !documents.contains(&*share.plan) {
            let goods = [&share.institution, &share.item, &share.lot].map(String::as_str);
            unposted.entry(goods).or_default().push(share);
        }
    }
    let is_untold = |line: &&Movement| {
        let goods = [&line.counterparty, &line.item, &line.lot].map(String::as_str);
        let mut shares = unposted.get(&goods).into_iter().flatten();
        !plans.contains(&*line.doc) && !shares.any(|share| may_set_aside(line, share))
    };
    reserved.into_iter().filter(is_untold).collect()
}

/// Whether a reservation under another document may be of a share of its goods: it was made at the site that gives, and
/// not before the plan.
fn may_set_aside(line: &Movement, share: &Rotation) -> bool {
    let is_there = share.from_site.is_empty() || share.from_site == line.site;
    is_there && share.date.is_none_or(|made| line.date >= made)
}

/// A reservation as a share of its plan.
fn share(line: &Movement) -> Rotation {
    Rotation {
        plan: line.doc.clone(),
        date: Some(line.date),
        from_site: line.site.clone(),
        item: line.item.clone(),
        qty: line.qty.unwrap_or_default(),
        unit: line.unit.clone(),
        form: line.form,
        owner: line.owner.clone(),
        earmark: line.earmark.clone(),
        unit_cost: line.unit_cost,
        ..Rotation::new(&line.lot, &line.counterparty)
    }
}

/// What was lifted of each balance in the name of an institution.
fn lifted<'a>(lines: &[&'a Movement]) -> BTreeMap<(LotKey, &'a str), Quantity> {
    let mut lifted = BTreeMap::new();
    let released = lines
        .iter()
        .filter(|line| line.kind == MovementKind::Release);
    for line in released.filter(|line| !line.counterparty.is_empty()) {
        let of_balance = lifted.entry((LotKey::of_movement(line), &*line.counterparty));
        *of_balance.or_default() += line.qty.unwrap_or_default();
    }
    lifted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::word::Form;
    use crate::stock;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn qty(whole: i64) -> Quantity {
        Quantity::whole(whole).expect("a quantity of the test")
    }

    fn line(doc: &str, date: &str, kind: MovementKind, other: &str, n: i64) -> Movement {
        Movement {
            doc: doc.to_owned(),
            lot: "A".to_owned(),
            qty: Some(qty(n)),
            counterparty: other.to_owned(),
            expiry: (kind == MovementKind::Receipt).then(|| day("2022-06-30")),
            ..Movement::new(day(date), kind, "D1", "gloves")
        }
    }

    /// The shares of 300 of a lot in the store, by plan, institution and quantity, with `lines` in the ledger.
    fn shares(at_hand: &[Rotation], lines: &[Movement]) -> Vec<(String, String, Quantity)> {
        let mut movements = vec![line("R", "2021-12-01", MovementKind::Receipt, "", 300)];
        movements.extend_from_slice(lines);
        let as_of = day("2022-03-01");
        let onhand = stock::on_hand(&movements, as_of);
        let shares = with_set_aside(
            at_hand.to_vec(),
            &onhand,
            &movements,
            as_of,
            Reservations::All,
        );
        let shares = shares.into_iter();
        shares
            .map(|share| (share.plan, share.institution, share.qty))
            .collect()
    }

    fn known(plan: &str, institution: &str, n: i64) -> (String, String, Quantity) {
        (plan.to_owned(), institution.to_owned(), qty(n))
    }

    use MovementKind::{Issue, Release, Reserve};

    #[test]
    fn a_posted_plan_has_the_shares_that_the_ledger_sets_aside() {
        let lines = [
            line("P1", "2022-01-01", Reserve, "H1", 100),
            line("P1", "2022-01-01", Reserve, "H2", 50),
            line("V", "2022-01-02", Reserve, "", 20),
            line("P2", "2022-04-01", Reserve, "H1", 10),
        ];
        let expected = [known("P1", "H1", 100), known("P1", "H2", 50)];
        assert_eq!(shares(&[], &lines), expected);
    }

    #[test]
    fn what_a_keeper_sets_aside_is_no_share_of_a_plan() {
        let mut posted = line("f1c5c1b08a78", "2022-01-01", Reserve, "H1", 100);
        posted.form = Some(Form::Physical);
        let own = line("V-0308", "2022-01-01", Reserve, "H2", 50);
        let numbered = line("202201010001", "2022-01-01", Reserve, "H2", 50);
        let movements = [
            line("R", "2021-12-01", MovementKind::Receipt, "", 300),
            posted,
            own,
            numbered,
        ];
        let as_of = day("2022-03-01");
        let onhand = stock::on_hand(&movements, as_of);
        let count = |which| with_set_aside(Vec::new(), &onhand, &movements, as_of, which).len();
        assert_eq!(
            (count(Reservations::OfPlans), count(Reservations::All)),
            (1, 3)
        );
    }

    #[test]
    fn what_has_left_is_of_the_share_and_what_was_lifted_without_is_not() {
        let lines = [
            line("P1", "2022-01-01", Reserve, "H1", 100),
            line("P1", "2022-01-01", Reserve, "H2", 50),
            line("P1", "2022-01-01", Reserve, "H3", 60),
            line("V", "2022-01-10", Release, "H1", 100),
            line("I", "2022-01-10", Issue, "H1", 40),
            line("V", "2022-01-11", Release, "H2", 50),
            line("I", "2022-01-12", Issue, "H3", 30),
        ];
        let expected = [known("P1", "H1", 40), known("P1", "H3", 60)];
        assert_eq!(shares(&[], &lines), expected);
    }

    #[test]
    fn a_plan_at_hand_tells_its_shares_itself() {
        let share = |plan: &str| Rotation {
            plan: plan.to_owned(),
            date: Some(day("2022-01-01")),
            item: "gloves".to_owned(),
            qty: qty(100),
            ..Rotation::new("A", "H1")
        };
        let reserved = |doc| line(doc, "2022-01-02", Reserve, "H1", 100);
        let earlier = line("P0", "2021-12-20", Reserve, "H1", 30);
        let told = [known("P1", "H1", 100)];
        assert_eq!(shares(&[share("P1")], &[reserved("P1")]), told);
        // A reservation under a document of its own sets the share aside; one from before the plan is of another.
        assert_eq!(shares(&[share("P1")], &[reserved("V")]), told);
        let both = [known("P1", "H1", 100), known("P0", "H1", 30)];
        assert_eq!(shares(&[share("P1")], &[earlier, reserved("V")]), both);
    }
}
