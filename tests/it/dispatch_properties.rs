//! Random awards on random papers and shipments: nothing leaves unapproved, everything that may leave does, and what
//! arrived is counted once. The judge below works from the records alone and shares nothing with the desk.

use std::collections::{BTreeMap, BTreeSet};

use granary::allocate::dispatch::{DispatchInputs, Dispatched, dispatch};
use granary::calendar::Day;
use granary::ledger::Loaded;
use granary::ledger::tables::{Allocation, Dispatch, Movement, Request, Step};
use granary::ledger::word::{DispatchStatus, DispatchStep, MovementKind};
use granary::policy::{Policy, Rules};
use granary::quantity::Quantity;
use proptest::prelude::*;
use proptest::sample::select;

/// Everything on a desk.
#[derive(Debug, Clone)]
struct Desk {
    awards: Vec<Allocation>,
    urgent: [bool; 2],
    steps: Vec<Step>,
    movements: Vec<Movement>,
    special: BTreeSet<String>,
    as_of: Day,
    grace: i64,
}

fn day(n: i64) -> Day {
    Day::parse("2022-03-01").expect("a date").plus_days(n)
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a small number")
}

fn award(number: usize, request: usize, line: &str, from: &str, lot: &str, qty: i64) -> Allocation {
    let item = ["mask", "gown"][number % 2];
    Allocation {
        plan: "P".into(),
        request: format!("Q{request}").into(),
        line: line.into(),
        from_site: from.into(),
        lot: lot.into(),
        date: None,
        site: format!("H{request}").into(),
        item: item.into(),
        qty: pieces(qty),
        unit: "piece".into(),
        expiry: None,
        form: None,
        owner: "".into(),
        earmark: "".into(),
        unit_cost: None,
        tier: None,
        rule: "".into(),
        reason: "".into(),
        distance: None,
        approval: "".into(),
        basis_seal: "".into(),
        special: None,
        stands_for: "".into(),
        counts_as: None,
    }
}

fn an_award() -> impl Strategy<Value = (usize, &'static str, &'static str, &'static str, i64)> {
    (
        0..2usize,
        select(&["1", "2", ""][..]),
        select(&["D1", "D2"][..]),
        select(&["", "A", "B"][..]),
        1..20i64,
    )
}

fn a_step() -> impl Strategy<Value = Step> {
    let steps = [
        DispatchStep::Apply,
        DispatchStep::Approve,
        DispatchStep::IssueTask,
        DispatchStep::Ship,
        DispatchStep::Receive,
    ];
    let line = select(&["", "", "1", "2"][..]);
    let qty = prop::option::of(1..20i64);
    (0..3usize, line, select(steps.to_vec()), 0..8i64, qty).prop_map(
        |(request, line, step, on, qty)| Step {
            request: format!("Q{request}"),
            line: line.to_owned(),
            step,
            date: day(on),
            handler: "desk".to_owned(),
            reference: String::new(),
            // How a record without a ledger is shared out is for the tests of the desk.
            qty: qty.map(pieces).filter(|_| step != DispatchStep::Ship),
            note: String::new(),
        },
    )
}

fn a_movement() -> impl Strategy<Value = Movement> {
    let kinds = [
        MovementKind::Issue,
        MovementKind::TransferOut,
        MovementKind::TransferIn,
    ];
    let place = (
        select(kinds.to_vec()),
        select(&["D1", "D2", "H0", "H1"][..]),
    );
    let line = (
        0..2usize,
        select(&["1", "2", ""][..]),
        select(&["", "A", "B"][..]),
    );
    let item = select(&["mask", "gown"][..]);
    (place, line, item, 0..8i64, 1..20i64).prop_map(
        |((kind, site), (request, line, lot), item, on, qty)| Movement {
            reference: format!("Q{request}/{line}"),
            lot: lot.to_owned(),
            qty: Some(pieces(qty)),
            ..Movement::new(day(on), kind, site, item)
        },
    )
}

prop_compose! {
    fn a_desk()(
        awards in prop::collection::vec(an_award(), 1..7),
        urgent in (any::<bool>(), any::<bool>()),
        steps in prop::collection::vec(a_step(), 0..10),
        movements in prop::collection::vec(a_movement(), 0..8),
        special in prop::option::of(select(&["mask", "gown"][..])),
        on in 0..9i64,
        grace in 0..3i64,
    ) -> Desk {
        let awards = awards.into_iter().enumerate();
        let mut movements = movements;
        for (number, row) in movements.iter_mut().enumerate() {
            row.doc = format!("M{number}");
        }
        Desk {
            awards: awards
                .map(|(at, (request, line, from, lot, qty))| award(at, request, line, from, lot, qty))
                .collect(),
            urgent: [urgent.0, urgent.1],
            steps,
            movements,
            special: special.map(str::to_owned).into_iter().collect(),
            as_of: day(on),
            grace,
        }
    }
}

impl Desk {
    fn dispatched(&self) -> Dispatched {
        let policy = Policy::built_in("P0").unwrap_or_else(|fault| panic!("{fault}"));
        let rules = Rules::of(&[policy]).expect("one profile does not clash");
        let requests: Vec<Request> = (0..2)
            .flat_map(|request| ["1", "2", ""].map(|line| (request, line)))
            .map(|(request, line)| Request {
                request: format!("Q{request}").into(),
                line: line.into(),
                urgent: Some(self.urgent[request]),
                ..Request::of(&format!("H{request}"), "mask")
            })
            .collect();
        let loaded = |count: usize| vec![None; count];
        dispatch(&DispatchInputs {
            awards: &Loaded {
                rows: self.awards.clone(),
                places: loaded(self.awards.len()),
            },
            steps: &Loaded {
                rows: self.steps.clone(),
                places: loaded(self.steps.len()),
            },
            requests: &requests,
            movements: &self.movements,
            special: &self.special,
            rules: &rules.procedure.expect("P0 has a procedure"),
            as_of: self.as_of,
            grace: self.grace,
        })
    }

    /// The days on which a step of an award was written down, by the day.
    fn noted(&self, award: &Allocation, step: DispatchStep) -> Vec<Day> {
        let papers = self.steps.iter().filter(|row| {
            row.request == award.request
                && (row.line == award.line || row.line.is_empty())
                && row.step == step
        });
        let days = papers.map(|row| row.date);
        days.filter(|on| *on <= self.as_of).collect()
    }

    fn first(&self, award: &Allocation, step: DispatchStep) -> Option<Day> {
        self.noted(award, step).into_iter().min()
    }

    fn has_goods_of(award: &Allocation, row: &Movement) -> bool {
        row.reference == format!("{}/{}", award.request, award.line)
            && (award.item == row.item && award.lot == row.lot)
    }

    /// What the ledger took out for the award at a position, and from which day on: awards of the same goods are filled
    /// one after the other, what is more than all of them to the first.
    fn taken(&self, at: usize) -> (Quantity, Option<Day>) {
        let award = &self.awards[at];
        let is_out =
            |row: &&Movement| [MovementKind::Issue, MovementKind::TransferOut].contains(&row.kind);
        let mut out: Vec<&Movement> = self.movements.iter().filter(is_out).collect();
        out.retain(|row| row.date <= self.as_of && row.site == award.from_site);
        out.retain(|row| Desk::has_goods_of(award, row));
        out.sort_by_key(|row| row.date);
        let is_same = |other: &&Allocation| {
            (
                &other.request,
                &other.line,
                &other.from_site,
                &other.lot,
                &other.item,
            ) == (
                &award.request,
                &award.line,
                &award.from_site,
                &award.lot,
                &award.item,
            )
        };
        let before = self.awards[..at].iter().filter(is_same);
        let before: Quantity = before.map(|other| other.qty).sum();
        let whole: Quantity = self
            .awards
            .iter()
            .filter(is_same)
            .map(|other| other.qty)
            .sum();
        let (mut gone, mut taken, mut on) = (Quantity::ZERO, Quantity::ZERO, None);
        for row in out {
            let start = gone;
            gone += row.qty.unwrap_or_default();
            let mut part = (gone.min(before + award.qty) - start.max(before)).or_zero();
            if before.is_zero() {
                part += (gone - start.max(whole)).or_zero();
            }
            if part.is_positive() {
                on = on.or(Some(row.date));
                taken += part;
            }
        }
        (taken, on)
    }

    /// What left of the award at a position, and when: as the ledger says, else all of it where it was written down.
    fn sent(&self, at: usize) -> (Quantity, Option<Day>) {
        let award = &self.awards[at];
        let (taken, on) = self.taken(at);
        let noted = self.first(award, DispatchStep::Ship);
        match (on, noted) {
            (None, None) => (Quantity::ZERO, None),
            (None, noted) => (award.qty, noted),
            (Some(on), noted) => (taken, Some(noted.map_or(on, |noted| noted.min(on)))),
        }
    }

    fn is_special(&self, award: &Allocation) -> bool {
        self.special.contains(award.item.as_str())
    }

    fn has_papers(&self, award: &Allocation) -> bool {
        let papers = [
            DispatchStep::Apply,
            DispatchStep::Approve,
            DispatchStep::IssueTask,
        ];
        papers.iter().all(|step| self.first(award, *step).is_some())
    }

    /// The days of which the first is the one on which an award is known to have left: what arrived did so by the day on
    /// which it arrived. Only where awards share their arrivals is there more than one.
    fn left(&self, at: usize, order: &Dispatch) -> BTreeSet<Day> {
        let award = &self.awards[at];
        if let (_, Some(on)) = self.sent(at) {
            return BTreeSet::from([on]);
        }
        if !order.received.is_some_and(Quantity::is_positive) {
            return BTreeSet::new();
        }
        let arrived = self.movements.iter().filter(|row| {
            row.kind == MovementKind::TransferIn
                && (row.site == award.site && row.date <= self.as_of)
                && Desk::has_goods_of(award, row)
        });
        let noted = self.noted(award, DispatchStep::Receive).into_iter();
        let days: BTreeSet<Day> = noted.chain(arrived.map(|row| row.date)).collect();
        let claims = |other: &&Allocation| {
            (
                &other.request,
                &other.line,
                &other.site,
                &other.lot,
                &other.item,
            ) == (
                &award.request,
                &award.line,
                &award.site,
                &award.lot,
                &award.item,
            )
        };
        match self.awards.iter().filter(claims).count() {
            1 => days.into_iter().take(1).collect(),
            _ => days,
        }
    }

    /// What of an award may leave on the day: what has not left. What arrived has, and all of it did where nothing says
    /// how much.
    fn may_leave(&self, at: usize, order: &Dispatch) -> Option<Quantity> {
        let award = &self.awards[at];
        let is_urgent = self.urgent[usize::from(award.request == "Q1")];
        let may = self.has_papers(award) || (is_urgent && !self.is_special(award));
        let received = order.received.unwrap_or_default();
        let left = match self.sent(at) {
            (_, None) if received.is_positive() => award.qty,
            (sent, _) => sent.max(received),
        };
        Some(award.qty - left).filter(|rest| may && rest.is_positive())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_may_leave_is_passed_on_and_nothing_else(desk in a_desk()) {
        let answer = desk.dispatched();
        prop_assert_eq!(answer.orders.len(), desk.awards.len());
        let orders = answer.orders.iter().enumerate();
        let open = orders.filter_map(|(at, order)| Some((at + 1, desk.may_leave(at, order)?)));
        let expected: Vec<(String, Quantity)> = open.map(|(number, rest)| (format!("P-{number}"), rest)).collect();
        // What follows a part that left has a document of its own.
        let document = |plan: &str| plan.split('-').take(2).collect::<Vec<_>>().join("-");
        let passed: Vec<(String, Quantity)> = answer
            .cleared
            .iter()
            .map(|award| (document(&award.plan), award.qty))
            .collect();
        prop_assert_eq!(passed, expected);
        for cleared in &answer.cleared {
            prop_assert!(!cleared.approval.is_empty());
            prop_assert!(!desk.is_special(cleared) || desk.first(cleared, DispatchStep::Approve).is_some());
        }
    }

    #[test]
    fn what_arrived_is_counted_once(desk in a_desk()) {
        let answer = desk.dispatched();
        let mut counted: BTreeMap<[&str; 5], Quantity> = BTreeMap::new();
        for order in answer.orders.iter().filter(|order| order.received.is_some()) {
            let key = [&*order.request, &order.line, &order.lot, &order.site, &order.item];
            *counted.entry(key).or_default() += order.received.unwrap_or_default();
        }
        for (key, sum) in counted {
            let reference = format!("{}/{}", key[0], key[1]);
            let arrived = desk.movements.iter().filter(|row| {
                row.kind == MovementKind::TransferIn
                    && row.date <= desk.as_of
                    && row.reference == reference
                    && [&*row.lot, &row.site, &row.item] == key[2..]
            });
            let arrived: Vec<Quantity> = arrived.filter_map(|row| row.qty).collect();
            // Without an arrival in the ledger it is what people wrote down.
            if !arrived.is_empty() {
                prop_assert_eq!(sum, arrived.into_iter().sum::<Quantity>());
            }
        }
    }

    #[test]
    fn an_order_is_closed_when_all_is_done_and_there_and_the_clock_runs_while_papers_are_open(desk in a_desk()) {
        let answer = desk.dispatched();
        for (at, (order, award)) in answer.orders.iter().zip(&desk.awards).enumerate() {
            let days = desk.left(at, order);
            let told = order.shipped_on.or(order.received_on);
            let shipped = told.filter(|on| days.contains(on)).or(days.first().copied());
            let is_there = order.received.is_some_and(|received| received >= award.qty);
            let is_closed = desk.has_papers(award) && shipped.is_some() && is_there;
            prop_assert_eq!(order.status == DispatchStatus::Closed, is_closed);
            prop_assert_eq!(order.next_step.is_none(), is_closed);
            let due = shipped.filter(|_| !desk.has_papers(award)).map(|on| on.plus_days(desk.grace));
            prop_assert_eq!(order.next_due, due);
            prop_assert_eq!(order.overdue_days, due.map(|due| desk.as_of.days_since(due).max(0)));
            prop_assert_eq!(order.shipped_on, desk.sent(at).1);
            let approved = desk.first(award, DispatchStep::Approve);
            let is_emergency = desk.urgent[usize::from(award.request == "Q1")] && !desk.is_special(award);
            let left_first = shipped.is_some_and(|shipped| approved.is_none_or(|on| on > shipped));
            let is_named = order.reason == "shipped_unapproved";
            prop_assert_eq!(is_named, left_first && !is_emergency);
        }
        let broken = answer.orders.iter().filter(|order| order.reason == "shipped_unapproved").count();
        let found = answer.findings.iter().filter(|finding| finding.code == "shipped_unapproved").count();
        prop_assert_eq!(broken, found);
    }
}
