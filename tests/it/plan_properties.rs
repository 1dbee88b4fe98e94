//! What must hold for every plan, tried on random desks and judged by the audit.
//!
//! A desk has a few depots and institutions, lots with and without expiry, holds and earmarks, and
//! requests of every kind; quantities are small, so that tiers, packs and shelf lives collide often.

use std::collections::{BTreeMap, BTreeSet};

use granary::allocate::flow::{Arc, cheapest_flow};
use granary::allocate::share::round::Rounding;
use granary::allocate::way::WayBy;
use granary::allocate::{Earlier, Minimum, Plan, PlanInputs, PlanOptions, audit, plan};
use granary::calendar::Day;
use granary::ledger::earmark::Earmark;
use granary::ledger::tables::{Burn, Item, Lane, OnHand, Request, Site, Terms};
use granary::ledger::word::{Duty, Form};
use granary::ledger::{Catalogue, SiteTree, Text};
use granary::policy::{Policy, Rules, SharingRule};
use granary::quantity::Quantity;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const ITEMS: [&str; 4] = ["mask", "n95", "alcohol", "unlisted"];
const ASKERS: [&str; 6] = ["CASE", "F1", "F2", "LAB", "OFFICE", "D2"];
const EARMARKS: [&str; 7] = [
    "",
    "",
    "",
    "site:F1",
    "class:fever_clinic",
    "area:C1;until:2022-03-14",
    "area:C2;until:2022-03-13",
];

/// Everything a plan is made from.
#[derive(Debug, Clone)]
pub struct Desk {
    pub onhand: Vec<OnHand>,
    pub requests: Vec<Request>,
    burn: Vec<Burn>,
    lanes: Vec<Lane>,
    pub options: PlanOptions,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_audit_passes_every_plan(desk in a_desk()) {
        desk.with_inputs(|inputs| {
            let plan = planned(inputs);
            prop_assert_eq!(audit(inputs, &plan.allocation, &plan.unmet), []);
            Ok(())
        })?;
    }

    #[test]
    fn the_audit_passes_every_plan_that_gives_what_is_of_use_or_nothing(desk in a_desk()) {
        let options = PlanOptions { minimum: Minimum::Useful, ..desk.options };
        Desk { options, ..desk }.with_inputs(|inputs| {
            let plan = planned(inputs);
            prop_assert_eq!(audit(inputs, &plan.allocation, &plan.unmet), []);
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(
        desk in a_desk(),
        turned in (any::<Index>(), any::<Index>()),
    ) {
        let mut other = desk.clone();
        other.onhand.rotate_left(turned.0.index(desk.onhand.len()));
        other.requests.rotate_left(turned.1.index(desk.requests.len()));
        other.onhand.reverse();
        other.burn.reverse();
        let plan = desk.with_inputs(planned);
        prop_assert_eq!(plan, other.with_inputs(planned));
    }

    #[test]
    fn a_plan_that_was_tampered_with_is_found_out(desk in a_desk(), at in any::<Index>()) {
        desk.with_inputs(|inputs| {
            let plan = planned(inputs);
            if !plan.allocation.is_empty() {
                let at = at.index(plan.allocation.len());
                let mut more = plan.allocation.clone();
                more[at].qty += Quantity::from_thousandths(1);
                prop_assert_ne!(audit(inputs, &more, &plan.unmet), []);
                let mut fewer = plan.allocation.clone();
                fewer.remove(at);
                prop_assert_ne!(audit(inputs, &fewer, &plan.unmet), []);
            }
            if !plan.unmet.is_empty() {
                let mut unmet = plan.unmet.clone();
                unmet.remove(at.index(unmet.len()));
                prop_assert_ne!(audit(inputs, &plan.allocation, &unmet), []);
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_unit_moved_from_fewer_days_of_cover_to_more_is_found_out(
        stocks in prop::array::uniform2(0..20i64),
        rates in prop::array::uniform2(1..9i64),
        supply in 6..40i64,
        from in 0..2usize,
        least in 0..3i64,
    ) {
        let sites = ["F1", "F2"];
        let mut onhand = vec![OnHand { site: "D1".to_owned(), ..balance("mask", supply) }];
        onhand.extend(sites.iter().zip(stocks).map(|(site, stock)| OnHand {
            site: (*site).to_owned(),
            ..balance("mask", stock)
        }));
        // Two are of use at least, or one, or nobody says so.
        let of_use = Some(pieces(least)).filter(|least| least.is_positive());
        let requests = sites.map(|site| masks_for(site, 100).with_least(of_use)).to_vec();
        let minimum = if least > 0 { Minimum::Useful } else { Minimum::Ignored };
        let burn: Vec<Burn> = sites.iter().zip(rates).map(|(site, rate)| burn(site, "mask", rate)).collect();
        let options = PlanOptions { rule: Some(SharingRule::EqualCover), minimum, substitutes: false, ..PlanOptions::default() };
        let desk = Desk { onhand, requests, burn, lanes: Vec::new(), options };
        let days = |site: usize, got: i64| (stocks[site] + got) * 1000 / (pieces(rates[site]).thousandths() / 7).max(1);
        desk.with_inputs(|inputs| {
            let inputs = &PlanInputs { from: Some(&["D1".to_owned()]), ..*inputs };
            let plan = planned(inputs);
            prop_assert_eq!(audit(inputs, &plan.allocation, &plan.unmet), []);
            let got = |site: &str| plan.allocation.iter().position(|row| row.site == site);
            let to = 1 - from;
            let (Some(giving), Some(getting)) = (got(sites[from]), got(sites[to])) else {
                return Ok(());
            };
            let of = |at: usize| plan.allocation[at].qty.whole_units_down();
            // Both get a share, and the one is to lose what puts it behind the other by more than a unit of either.
            if of(giving) < 5 + least || days(from, of(giving) - 4) >= days(to, of(getting) + 2) {
                return Ok(());
            }
            let mut allocation = plan.allocation.clone();
            allocation[giving].qty -= pieces(4);
            allocation[getting].qty += pieces(4);
            let unmet = granary::allocate::shorts(inputs.requests, &allocation);
            let codes: BTreeSet<String> = audit(inputs, &allocation, &unmet).into_iter().map(|row| row.code).collect();
            prop_assert_eq!(codes, BTreeSet::from(["uneven_cover".to_owned()]));
            Ok(())
        })?;
    }

    #[test]
    fn as_much_is_given_as_the_lots_allow(desk in a_desk()) {
        desk.with_inputs(|inputs| {
            let given = planned(inputs).allocation.iter().map(|row| row.qty.thousandths()).sum::<i64>();
            assert_eq!(given, most(inputs, &planned(inputs)));
        });
    }

    #[test]
    fn no_exchange_of_lots_shortens_the_way(desk in a_desk()) {
        desk.with_inputs(|inputs| assert!(!could_be_nearer(inputs, &planned(inputs))));
    }

    #[test]
    fn writing_a_request_as_two_lines_gains_nothing(desk in a_desk(), at in any::<Index>()) {
        let mut split = desk.clone();
        let at = at.index(desk.requests.len());
        let whole = split.requests[at].clone();
        let pack = if desk.options.break_packs { 1 } else { 4 };
        let Some(packs) = whole.qty.map(|qty| qty.whole_units_down() / pack) else {
            return Ok(());
        };
        let first = pieces(packs / 2 * pack);
        split.requests[at].qty = Some(first);
        let rest = whole.qty.map(|qty| qty - first);
        let least_of_whole = whole.terms().min_qty;
        let least = least_of_whole.map(|least| least.min(first));
        split.requests[at] = split.requests[at].clone().with_least(least);
        let behind = Request {
            qty: rest,
            line: format!("{}+", whole.line).into(),
            ..whole.clone()
        };
        let least = least_of_whole.zip(least).map(|(whole, part)| whole - part);
        split.requests.push(behind.with_least(least));
        let total = |plan: Plan| {
            let rows = plan.allocation.into_iter();
            let of_site = rows.filter(|row| (&row.site, &row.item) == (&whole.site, &whole.item));
            of_site.map(|row| row.qty).sum::<Quantity>()
        };
        prop_assert_eq!(total(desk.with_inputs(planned)), total(split.with_inputs(planned)));
    }
}

/// Whether a lot may go to a line, by the words of the lot and the line alone.
fn may_go(lot: &OnHand, line: &Request, inputs: &PlanInputs) -> bool {
    let days = lot
        .expiry
        .map_or(i64::MAX, |expiry| expiry.days_since(inputs.as_of));
    let wish = Earmark::parse(&lot.earmark).expect("the wishes of a test can be read");
    let is_meant = !wish.binds(inputs.as_of) || wish.admits(&line.site, inputs.sites, inputs.as_of);
    let way = inputs
        .lanes
        .iter()
        .find(|lane| lane.from_site == lot.site && line.site == lane.site);
    let is_open = way.is_none_or(|way| way.closed != Some(true));
    lot.item == line.item && days >= line.terms().min_days_left.unwrap_or(0) && is_meant && is_open
}

/// The most that could be given to the lines that may have anything at all, by a largest flow.
fn most(inputs: &PlanInputs, plan: &Plan) -> i64 {
    let barred: Vec<(&str, &str)> = plan
        .unmet
        .iter()
        .filter(|row| row.reason.starts_with("not_eligible") || row.reason == "amount_not_said")
        .map(|row| (row.request.as_str(), row.line.as_str()))
        .collect();
    let lines: Vec<&Request> = inputs
        .requests
        .iter()
        .filter(|row| !barred.contains(&(row.request.as_str(), row.line.as_str())))
        .collect();
    let step = |item: &str| match (item, inputs.options.break_packs) {
        ("alcohol", true) => 1,
        ("unlisted", _) | (_, true) => 1000,
        (_, false) => 4000,
    };
    // Who asks for nothing keeps nothing for it.
    let asks: BTreeSet<(&str, &str)> = inputs
        .requests
        .iter()
        .filter(|row| row.qty != Some(Quantity::ZERO))
        .map(|row| (row.site.as_str(), row.item.as_str()))
        .collect();
    let is_depot = |site: &str| inputs.sites.classes(site).contains(&"depot");
    let whole = |qty: i64, item: &str| qty.max(0) / step(item) * step(item);
    let lots: Vec<(&OnHand, i64)> = inputs
        .onhand
        .iter()
        .filter(|row| {
            is_depot(&row.site) && !asks.contains(&(row.site.as_str(), row.item.as_str()))
        })
        .filter(|row| row.form.is_none_or(|form| form == Form::Physical))
        .filter(|row| row.expiry.is_none_or(|expiry| expiry >= inputs.as_of))
        .map(|row| {
            let set_aside = row.held.unwrap_or_default() + row.reserved.unwrap_or_default();
            let left = row.available.unwrap_or(row.qty - set_aside).thousandths();
            (row, whole(left, &row.item))
        })
        .collect();
    let want = |line: &Request| whole(line.qty.unwrap_or_default().thousandths(), &line.item);
    let mut supply: Vec<i64> = lots.iter().map(|(_, left)| *left).collect();
    supply.extend(lines.iter().map(|line| -want(line)));
    let mut arcs = Vec::new();
    for (from, (lot, _)) in lots.iter().enumerate() {
        for (to, line) in lines.iter().enumerate() {
            if may_go(lot, line, inputs) {
                let to = lots.len() + to;
                arcs.push(Arc {
                    from,
                    to,
                    capacity: i64::MAX,
                    cost: 0,
                });
            }
        }
    }
    cheapest_flow(&supply, &arcs).expect("small").shipped
}

/// Whether two or three awards of an item could exchange their lots, or take what was left, to a shorter way in all.
fn could_be_nearer(inputs: &PlanInputs, plan: &Plan) -> bool {
    let lines: BTreeMap<(&str, &str), &Request> = inputs
        .requests
        .iter()
        .map(|row| ((row.request.as_str(), row.line.as_str()), row))
        .collect();
    let tenths = |from: &str, to: &str| {
        (inputs
            .sites
            .km_between(from, to)
            .expect("all coordinates are known")
            * 10.0)
            .round() as i64
    };
    let awards: Vec<(&OnHand, &Request)> = plan
        .allocation
        .iter()
        .filter_map(|row| {
            let lot = inputs.onhand.iter().find(|lot| {
                let own = [&lot.site, &lot.item, &lot.lot, &lot.owner, &lot.earmark];
                let named = [
                    &row.from_site,
                    &row.item,
                    &row.lot,
                    &row.owner,
                    &row.earmark,
                ];
                own.map(String::as_str) == named.map(Text::as_str)
            });
            Some((
                lot?,
                *lines.get(&(row.request.as_str(), row.line.as_str()))?,
            ))
        })
        .collect();
    let is_open = |(lot, line): &(&OnHand, &Request)| may_go(lot, line, inputs);
    let is_wished =
        |lot: &OnHand| Earmark::parse(&lot.earmark).is_ok_and(|wish| wish.binds(inputs.as_of));
    awards.iter().any(|one| {
        awards.iter().any(|other| {
            let exchanged = [(other.0, one.1), (one.0, other.1)];
            let now = tenths(&one.0.site, &one.1.site) + tenths(&other.0.site, &other.1.site);
            let then: i64 = exchanged
                .iter()
                .map(|(lot, line)| tenths(&lot.site, &line.site))
                .sum();
            exchanged.iter().all(is_open) && is_wished(one.0) == is_wished(other.0) && then < now
        })
    })
}

fn planned(inputs: &PlanInputs) -> Plan {
    plan(inputs).unwrap_or_else(|refused| panic!("{refused}"))
}

impl Desk {
    /// Hands the inputs of a plan under P0 to `judge`.
    pub fn with_inputs<T>(&self, judge: impl FnOnce(&PlanInputs) -> T) -> T {
        let policy = Policy::built_in("P0").unwrap_or_else(|fault| panic!("{fault}"));
        let rules = Rules::of(&[policy]).expect("one profile does not clash");
        let (items, sites) = (catalogue(), sites());
        judge(&PlanInputs {
            onhand: &self.onhand,
            requests: &self.requests,
            burn: &self.burn,
            lanes: &self.lanes,
            items: &items,
            sites: &sites,
            rules: &rules,
            as_of: as_of(),
            from: None,
            plan_id: "p",
            basis_seal: "s",
            options: self.options,
            earlier: Earlier::default(),
            gifts: None,
        })
    }
}

fn as_of() -> Day {
    Day::parse("2022-03-14").expect("a date")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a small number")
}

prop_compose! {
    pub fn a_desk()(
        lots in prop::collection::vec(a_lot(), 1..14),
        own in prop::collection::vec((select(&ASKERS[..]), select(&ITEMS[..]), 0..20i64), 0..8),
        mut requests in prop::collection::vec(a_request(), 1..16),
        rates in prop::collection::vec((select(&ASKERS[..]), select(&ITEMS[..]), 0..9i64), 0..16),
        closed in prop::collection::vec((select(&["D1", "D2", "D3"][..]), select(&ASKERS[..])), 0..4),
        options in some_options(),
    ) -> Desk {
        let mut onhand = lots;
        onhand.extend(own.into_iter().map(|(site, item, qty)| OnHand {
            site: site.to_owned(),
            ..balance(item, qty)
        }));
        for (number, row) in onhand.iter_mut().enumerate() {
            row.lot = format!("L{number}");
        }
        for (number, row) in requests.iter_mut().enumerate() {
            row.request = format!("R{}", number / 2).into();
            row.line = number.to_string().into();
        }
        let burn = rates.into_iter().map(|(site, item, rate)| burn(site, item, rate)).collect();
        let lanes = closed.into_iter().map(|(from, to)| Lane::shut(from, to)).collect();
        Desk { onhand, requests, burn, lanes, options }
    }
}

prop_compose! {
    fn a_lot()(
        site in select(&["D1", "D1", "D2", "D3"][..]),
        item in select(&ITEMS[..]),
        thousandths in prop_oneof![3 => (0..30i64).prop_map(|n| n * 1000), 1 => 0..9000i64],
        days in prop_oneof![1 => Just(None), 4 => (-1..12i64).prop_map(Some)],
        earmark in select(&EARMARKS[..]),
        form in select(&[None, Some(Form::Physical), Some(Form::Physical), Some(Form::Agreement)][..]),
        held in prop::option::of(0..5i64),
        is_stated in any::<bool>(),
    ) -> OnHand {
        let qty = Quantity::from_thousandths(thousandths);
        let free = (qty - pieces(held.unwrap_or(0))).or_zero();
        OnHand {
            site: site.to_owned(),
            qty,
            expiry: days.map(|days| as_of().plus_days(days)),
            earmark: earmark.to_owned(),
            form,
            held: held.map(pieces),
            available: is_stated.then_some(free),
            ..balance(item, 0)
        }
    }
}

prop_compose! {
    fn a_request()(
        site in select(&ASKERS[..]),
        item in select(&ITEMS[..]),
        qty in prop_oneof![
            6 => (0..25i64).prop_map(|n| Some(pieces(n))),
            1 => (0..9000i64).prop_map(|n| Some(Quantity::from_thousandths(n))),
            1 => Just(None),
            1 => Just(Some(pieces(10_000_000_000))),
        ],
        usage in select(&["triage", "triage", "office", ""][..]),
        duty in select(&[None, Some(Duty::First), Some(Duty::First), Some(Duty::Second)][..]),
        priority in prop::option::of(1..3i64),
        weight in prop::option::of(0..4u8),
        need in prop::option::of(0..3i64),
        min_qty in prop::option::of((1..9i64).prop_map(pieces)),
        min_days_left in prop_oneof![3 => Just(None), 2 => (0..10i64).prop_map(Some)],
    ) -> Request {
        Request {
            request: "".into(),
            line: "".into(),
            date: None,
            site: site.into(),
            item: item.into(),
            qty,
            unit: "piece".into(),
            usage: usage.into(),
            duty,
            urgent: None,
            terms: Terms {
                priority,
                weight: weight.map(f64::from),
                need_by: need.map(|days| as_of().plus_days(days)),
                min_qty,
                min_days_left,
                ..Terms::default()
            }
            .stated(),
        }
    }
}

fn some_options() -> impl Strategy<Value = PlanOptions> {
    use SharingRule::{EqualAwards, EqualCover, EqualLosses, Proportional, Talmud, Weighted};
    let rules = [
        None,
        None,
        None,
        Some(Proportional),
        Some(EqualAwards),
        Some(EqualLosses),
        Some(Talmud),
        Some(Weighted),
        Some(EqualCover),
    ];
    let ways = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let options = (select(rules.to_vec()), ways);
    options.prop_map(
        |(rule, (break_packs, truncate, guarantee, hamilton))| PlanOptions {
            rule,
            rounding: match hamilton {
                true => Rounding::LargestRemainder,
                false => Rounding::PackByPack,
            },
            by: WayBy::Distance,
            way_max: None,
            minimum: match guarantee {
                true => Minimum::Guaranteed,
                false => Minimum::Ignored,
            },
            break_packs,
            truncate,
            substitutes: false,
        },
    )
}

fn masks_for(site: &str, qty: i64) -> Request {
    Request {
        request: site.into(),
        line: "1".into(),
        qty: Some(pieces(qty)),
        unit: "piece".into(),
        usage: "triage".into(),
        duty: Some(Duty::First),
        ..Request::of(site, "mask")
    }
}

fn balance(item: &str, qty: i64) -> OnHand {
    OnHand {
        qty: pieces(qty),
        unit: if item == "alcohol" { "L" } else { "piece" }.to_owned(),
        ..OnHand::new(as_of(), "", item)
    }
}

fn burn(site: &str, item: &str, used: i64) -> Burn {
    let rate = pieces(used).thousandths() / 7;
    Burn {
        rate: Some(Quantity::from_thousandths(rate)),
        method: "available_days".to_owned(),
        days: Some(9),
        days_out: Some(2),
        used: Some(pieces(used)),
        ..Burn::blank(as_of(), site, item)
    }
}

fn catalogue() -> Catalogue {
    let item = |code: &str, unit: &str, grade: &str| Item {
        name: code.to_owned(),
        class: "ppe".to_owned(),
        unit: unit.to_owned(),
        pack_unit: "box".to_owned(),
        pack_size: Some(pieces(4)),
        grade: grade.to_owned(),
        consumable: Some(true),
        ..Item::unlisted(code)
    };
    Catalogue::new([
        item("mask", "piece", "general"),
        item("n95", "piece", "high"),
        item("alcohol", "L", "general"),
    ])
}

fn sites() -> SiteTree {
    let site = |code: &str, class: &str, parent: &str, lat: f64| Site {
        site: code.to_owned(),
        name: String::new(),
        parent: parent.to_owned(),
        level: String::new(),
        class: class.to_owned(),
        lat: Some(lat),
        lon: Some(105.0),
        risk: String::new(),
        population: None,
        beds: None,
    };
    SiteTree::new([
        site("D1", "depot", "C1", 41.0),
        site("D2", "depot", "C2", 41.3),
        site("D3", "depot", "C2", 41.6),
        site("CASE", "case_hospital;lab", "C1", 41.1),
        site("F1", "fever_clinic", "C1", 41.2),
        site("F2", "lab; fever_clinic", "C2", 41.5),
        site("LAB", "lab", "C2", 41.7),
        site("OFFICE", "", "C1", 41.9),
    ])
}
