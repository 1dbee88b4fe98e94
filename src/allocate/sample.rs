//! A small desk for the tests of this folder: one depot, three hospitals, an office, the rules of P0.

use crate::calendar::Day;
use crate::ledger::tables::{Burn, Item, Lane, OnHand, Request, Site, Unmet};
use crate::ledger::word::{Duty, Form};
use crate::ledger::{Catalogue, SiteTree};
use crate::policy::{Policy, Rules};
use crate::quantity::Quantity;

use super::{Earlier, Plan, PlanInputs, PlanOptions, audit, plan};

/// The day of every plan in these tests.
pub(super) const AS_OF: &str = "2022-03-14";

/// Inputs that a test changes before it plans.
pub(super) struct Sample {
    pub(super) onhand: Vec<OnHand>,
    pub(super) requests: Vec<Request>,
    pub(super) burn: Vec<Burn>,
    pub(super) lanes: Vec<Lane>,
    pub(super) items: Catalogue,
    pub(super) sites: SiteTree,
    pub(super) rules: Rules,
    pub(super) from: Option<Vec<String>>,
    pub(super) options: PlanOptions,
}

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

pub(super) fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a small number")
}

fn site(code: &str, class: &str, parent: &str, lat: Option<f64>) -> Site {
    Site {
        site: code.to_owned(),
        name: String::new(),
        parent: parent.to_owned(),
        level: String::new(),
        class: class.to_owned(),
        lat,
        lon: lat.map(|_| 105.0),
        risk: String::new(),
        population: None,
        beds: None,
    }
}

/// A city with its own office and depot, and a county below it with a depot, a hospital and a street.
pub(super) fn city() -> SiteTree {
    let site = |code: &str, parent: &str, level: &str, class: &str| Site {
        parent: parent.to_owned(),
        level: level.to_owned(),
        class: class.to_owned(),
        ..Site::unlisted(code)
    };
    SiteTree::new([
        site("C0", "", "city", ""),
        site("B0", "C0", "city", ""),
        site("C1", "C0", "county", ""),
        site("D0", "B0", "city", "depot"),
        site("D1", "C1", "county", "depot"),
        site("O0", "B0", "institution", "office"),
        site("H1", "C1", "institution", "case_hospital"),
        site("T1", "C1", "street", "community"),
    ])
}

fn item(code: &str, unit: &str, grade: &str, pack: i64) -> Item {
    Item {
        name: code.to_owned(),
        class: "ppe".to_owned(),
        unit: unit.to_owned(),
        pack_unit: "box".to_owned(),
        pack_size: Some(pieces(pack)),
        grade: grade.to_owned(),
        consumable: Some(true),
        ..Item::unlisted(code)
    }
}

/// A balance of `qty` base units in depot D1.
pub(super) fn lot(item: &str, lot: &str, qty: i64, expiry: &str) -> OnHand {
    OnHand {
        lot: lot.to_owned(),
        form: Some(Form::Physical),
        owner: "city".to_owned(),
        qty: pieces(qty),
        unit: "piece".to_owned(),
        expiry: Day::parse(expiry),
        available: Some(pieces(qty)),
        ..OnHand::new(day(AS_OF), "D1", item)
    }
}

/// A first-line request for `qty` base units under a number of its own.
pub(super) fn ask(request: &str, site: &str, item: &str, qty: i64) -> Request {
    Request {
        request: request.into(),
        line: "1".into(),
        qty: Some(pieces(qty)),
        unit: "piece".into(),
        usage: "triage".into(),
        duty: Some(Duty::First),
        ..Request::of(site, item)
    }
}

/// A daily use of `rate` base units.
pub(super) fn uses(site: &str, item: &str, rate: i64) -> Burn {
    Burn {
        rate: Some(pieces(rate)),
        method: "stated".to_owned(),
        ..Burn::blank(day(AS_OF), site, item)
    }
}

impl Sample {
    /// The desk with these lots and requests.
    pub(super) fn of(onhand: Vec<OnHand>, requests: Vec<Request>) -> Sample {
        let policy = Policy::built_in("P0").unwrap_or_else(|fault| panic!("{fault}"));
        Sample {
            onhand,
            requests,
            burn: Vec::new(),
            lanes: Vec::new(),
            items: Catalogue::new([
                item("mask", "piece", "general", 10),
                item("n95", "piece", "high", 20),
                item("alcohol", "L", "general", 5),
            ]),
            sites: SiteTree::new([
                site("D1", "depot", "C1", Some(41.0)),
                site("D2", "depot", "C2", Some(42.0)),
                site("CASE", "case_hospital;fever_clinic", "C1", Some(41.1)),
                site("F1", "fever_clinic", "C1", Some(41.2)),
                site("F2", "fever_clinic", "C2", Some(41.9)),
                site("OFFICE", "office", "C1", None),
            ]),
            rules: Rules::of(&[policy]).expect("one profile does not clash"),
            from: None,
            options: PlanOptions::default(),
        }
    }

    pub(super) fn inputs(&self) -> PlanInputs<'_> {
        PlanInputs {
            onhand: &self.onhand,
            requests: &self.requests,
            burn: &self.burn,
            lanes: &self.lanes,
            items: &self.items,
            sites: &self.sites,
            rules: &self.rules,
            as_of: day(AS_OF),
            from: self.from.as_deref(),
            plan_id: "p1",
            basis_seal: "s1",
            options: self.options,
            earlier: Earlier::default(),
            gifts: None,
        }
    }

    /// The plan of these inputs, which the audit has passed.
    pub(super) fn plan(&self) -> Plan {
        let inputs = self.inputs();
        let plan = plan(&inputs).unwrap_or_else(|refused| panic!("{refused}"));
        assert_eq!(audit(&inputs, &plan.allocation, &plan.unmet), []);
        plan
    }
}

/// Awards as `request lot qty`.
pub(super) fn awards(plan: &Plan) -> Vec<String> {
    let text = plan.allocation.iter();
    text.map(|row| format!("{} {} {}", row.request, row.lot, row.qty))
        .collect()
}

/// Base units each request got, by request.
pub(super) fn given(plan: &Plan, request: &str) -> i64 {
    let rows = plan.allocation.iter().filter(|row| row.request == request);
    rows.map(|row| row.qty.whole_units_down()).sum()
}

/// The unmet row of a request.
pub(super) fn unmet<'a>(plan: &'a Plan, request: &str) -> &'a Unmet {
    let mut rows = plan.unmet.iter().filter(|row| row.request == request);
    rows.next().expect("the request is not met in full")
}
