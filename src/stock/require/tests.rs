//! Tests of requirements: a county with its store and what it is asked for.

use super::by_norm::{Durables, NormInputs, complemented, gate, load, once, patients, staff};
use super::ration::{RationAsked, ration};
use super::testing::{Means, TestingAsked, testing};
use super::*;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::{Item, Norm, People, Staff};
use crate::ledger::word::{Duty, NormBasis, Occasion};
use crate::policy::{Needs, Policy, Rules};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn lot(item: &str, form: Form, qty: i64, expiry: &str) -> OnHand {
    OnHand {
        lot: "L".to_owned(),
        form: Some(form),
        qty: pieces(qty),
        expiry: Day::parse(expiry),
        ..OnHand::new(day("2022-03-15"), "D1", item)
    }
}

fn norm(scope: &str, item: &str, rate: i64, basis: NormBasis) -> Norm {
    Norm {
        scope: scope.to_owned(),
        item: item.to_owned(),
        rate: pieces(rate),
        unit: String::new(),
        basis,
        source: String::new(),
        occasion: None,
    }
}

fn post(role: &str, headcount: i64) -> Staff {
    Staff {
        site: "D1".to_owned(),
        role: role.to_owned(),
        headcount: pieces(headcount),
        duty: Some(Duty::First),
    }
}

fn sites() -> SiteTree {
    let county = Site {
        level: "county".to_owned(),
        population: Some(pieces(1000)),
        ..Site::unlisted("C1")
    };
    let store = Site {
        parent: "C1".to_owned(),
        level: "county".to_owned(),
        class: "depot".to_owned(),
        ..Site::unlisted("D1")
    };
    SiteTree::new([county, store])
}

fn catalogue() -> Catalogue {
    let goods = [
        ("nat_reagent", "reagent"),
        ("sampling_tube", "reagent"),
        ("gloves", "ppe"),
        ("medicine", "medicine"),
    ];
    Catalogue::new(goods.map(|(code, class)| Item {
        class: class.to_owned(),
        ..Item::unlisted(code)
    }))
}

fn needs() -> Needs {
    Needs::built_in().unwrap_or_else(|error| panic!("{error}"))
}

/// Asks with `onhand` in store, if any was handed in.
fn with<T>(onhand: Option<&[OnHand]>, ask: impl Fn(&RequireInputs<'_>) -> T) -> T {
    let (catalogue, sites) = (catalogue(), sites());
    ask(&RequireInputs {
        as_of: day("2022-03-15"),
        demand_from: day("2022-03-15"),
        catalogue: &catalogue,
        sites: &sites,
        onhand,
        site: None,
    })
}

/// A round for the county, or why there is none.
fn round(
    onhand: Option<&[OnHand]>,
    norms: &[Norm],
    asked: TestingAsked,
) -> Result<Vec<Requirement>, Diagnostic> {
    let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
    let rules = Rules::of(&[policy]).expect("one policy has no conflict");
    let terms = rules
        .testing_round
        .clone()
        .expect("the plan tests everybody");
    with(onhand, |inputs| {
        testing(inputs, &rules, &terms, norms, &asked)
    })
}

fn worn() -> Vec<Norm> {
    vec![norm("*", "gloves", 8, NormBasis::PerSampler)]
}

/// Need, stock and gap of an item in a form.
fn figures(rows: &[Requirement], item: &str, form: Option<Form>) -> [Option<i64>; 3] {
    let row = rows.iter().find(|row| row.item == item && row.form == form);
    let row = row.unwrap_or_else(|| panic!("no row of {item}"));
    [row.qty, row.have, row.gap].map(|qty| qty.map(Quantity::whole_units_down))
}

#[test]
fn what_is_over_by_agreement_never_fills_the_store() {
    let onhand = [
        lot("nat_reagent", Form::Physical, 104, "2022-12-31"),
        lot("nat_reagent", Form::Agreement, 9000, "2022-12-31"),
        lot("sampling_tube", Form::Physical, 500, "2022-03-14"),
    ];
    let rows = round(Some(&onhand), &worn(), TestingAsked::default()).expect("a round");
    let of = |item, form| figures(&rows, item, Some(form));
    assert_eq!(
        of("nat_reagent", Form::Physical),
        [Some(105), Some(104), Some(1)]
    );
    assert_eq!(
        of("nat_reagent", Form::Agreement),
        [Some(105), Some(9000), Some(0)]
    );
    assert_eq!(
        of("sampling_tube", Form::Physical),
        [Some(105), Some(0), Some(105)]
    );
    assert_eq!(
        of("sampling_tube", Form::Agreement),
        [Some(105), Some(0), Some(105)]
    );
}

#[test]
fn without_stock_nothing_is_said_of_gaps() {
    let rows = round(None, &worn(), TestingAsked::default()).expect("a round");
    assert_eq!(
        figures(&rows, "nat_reagent", Some(Form::Physical)),
        [Some(105), None, None]
    );
    assert_eq!(
        figures(&rows, "transport_box", Some(Form::Physical)),
        [None, None, None]
    );
    assert!(rows.iter().all(|row| row.verdict.is_none()));
}

#[test]
fn rounds_multiply_goods_and_not_people() {
    let asked = TestingAsked {
        rounds: Some(3),
        tubes_per_box: Some(50),
        ..TestingAsked::default()
    };
    let rows = round(None, &worn(), asked).expect("a round");
    assert_eq!(
        figures(&rows, "nat_reagent", Some(Form::Physical))[0],
        Some(315)
    );
    assert_eq!(
        figures(&rows, "gloves", Some(Form::Physical))[0],
        Some(3 * 8 * 3)
    );
    assert_eq!(
        figures(&rows, "transport_box", Some(Form::Physical))[0],
        Some(3)
    );
    assert_eq!(figures(&rows, "sampler", None)[0], Some(3));
}

#[test]
fn the_scarcest_of_the_means_binds() {
    let means = |laboratory| TestingAsked {
        means: Means {
            samplers: Some(2),
            laboratory,
            ..Means::default()
        },
        ..TestingAsked::default()
    };
    let binding = |asked| {
        let rows = round(None, &worn(), asked).expect("a round");
        let bound = rows.into_iter().filter(|row| !row.limit.is_empty());
        bound.map(|row| (row.item, row.limit)).collect::<Vec<_>>()
    };
    let said = |item: &str, people: i64| {
        let limit = format!("binds: {people} of 1000 people");
        vec![(item.to_owned(), limit)]
    };
    let laboratory = "laboratory_reaction_per_day";
    assert_eq!(binding(means(None)), said("sampler", 720));
    assert_eq!(binding(means(Some(21))), said(laboratory, 200));
    // 69 pools with their loss are 73 reactions; the samplers reach 30 people more.
    assert_eq!(binding(means(Some(73))), said(laboratory, 690));
    assert_eq!(binding(TestingAsked::default()), []);
}

#[test]
fn what_is_at_hand_reaches_the_most_people_whose_need_is_there() {
    let bound = |item: &str, there, rounds| {
        let goods = ["nat_reagent", "sampling_tube", "gloves", "transport_box"];
        let of = |good| if good == item { there } else { 9000 };
        let store = goods.map(|good| lot(good, Form::Physical, of(good), "2022-12-31"));
        let asked = TestingAsked {
            rounds: Some(rounds),
            tubes_per_box: Some(50),
            ..TestingAsked::default()
        };
        let rows = round(Some(&store), &worn(), asked).expect("a round");
        let bound = rows.into_iter().find(|row| !row.limit.is_empty());
        bound.map(|row| (row.item, row.limit))
    };
    for (item, there, rounds, people) in [
        ("nat_reagent", 104, 1, 990),
        ("gloves", 23, 1, 720),
        ("gloves", 7, 1, 0),
        ("nat_reagent", 314, 3, 990),
        ("transport_box", 2, 3, 950),
    ] {
        let said = (item.to_owned(), format!("binds: {people} of 1000 people"));
        assert_eq!(bound(item, there, rounds), Some(said));
    }
    assert_eq!(bound("transport_box", 3, 3), None);
}

#[test]
fn nobody_says_what_a_sampler_wears() {
    let error = round(None, &[], TestingAsked::default()).expect_err("no norm");
    assert_eq!(error.code, Code::UnknownNorm);
    let known = complemented(&[], &needs(), NormBasis::PerSampler);
    assert!(round(None, &known, TestingAsked::default()).is_ok());
    assert_eq!(
        complemented(&worn(), &needs(), NormBasis::PerSampler),
        worn()
    );
}

#[test]
fn terms_that_leave_nobody_in_a_tube_are_refused() {
    let asked = TestingAsked {
        persons_per_tube: Some(0),
        ..TestingAsked::default()
    };
    let error = round(None, &worn(), asked).expect_err("no pool");
    assert_eq!(error.code, Code::BadFlag);
}

#[test]
fn a_role_without_a_norm_is_an_error_and_not_nothing() {
    let norms = [norm("nurse", "gloves", 24, NormBasis::PerRole)];
    let ask = |posts: &[Staff]| {
        let by = NormInputs {
            norms: &norms,
            staff: posts,
            people: &[],
            durables: Durables::WearOut,
        };
        with(None, |inputs| staff(inputs, &by, &needs(), 14))
    };
    let rows = ask(&[post("nurse", 10)]).expect("a known role");
    assert_eq!(rows[0].terms, "10 nurse × 24 × 14 days = 3360");
    let errors = ask(&[post("nurse", 10), post("driver", 1), post("cook", 1)]).expect_err("two");
    assert_eq!(errors.len(), 2);
    assert!(errors.iter().all(|error| error.code == Code::UnknownNorm));
    assert_eq!(
        ask(&[post("driver", 0)]),
        Ok(Vec::new()),
        "nobody holds the post"
    );
    assert_eq!(ask(&[]), Ok(Vec::new()));
}

#[test]
fn full_load_without_a_policy_counts_every_site_with_norms() {
    let norms = [
        norm("D1", "medicine", 7, NormBasis::Fixed),
        norm("*", "gloves", 2, NormBasis::PerRole),
    ];
    let posts = [post("keeper", 3)];
    let by = NormInputs {
        norms: &norms,
        staff: &posts,
        people: &[],
        durables: Durables::WearOut,
    };
    let onhand = [lot("medicine", Form::Physical, 500, "2022-03-20")];
    let rows = with(Some(&onhand), |inputs| {
        load(inputs, &by, &Rules::default(), Some(30))
    });
    let rows = rows.expect("norms are known");
    let terms: Vec<&str> = rows.iter().map(|row| row.terms.as_str()).collect();
    assert_eq!(
        terms,
        ["3 posts × 2 × 30 days = 180", "7 fixed × 30 days = 210"]
    );
    assert_eq!(rows[1].have, Some(pieces(42)), "six days until it expires");
}

#[test]
fn gates_patients_and_households_are_counted_by_their_norms() {
    let kept = Norm {
        occasion: Some(Occasion::Household),
        ..norm("*", "gloves", 5, NormBasis::PerHousehold)
    };
    let norms = [
        norm("visitor", "gloves", 1, NormBasis::PerMember),
        norm("tb", "medicine", 2, NormBasis::PerMember),
        kept,
    ];
    let cohort = |cohort: &str, headcount| People {
        site: "D1".to_owned(),
        cohort: cohort.to_owned(),
        headcount: pieces(headcount),
        source: String::new(),
    };
    let people = [
        cohort("visitor", 40),
        cohort("tb", 3),
        cohort("household", 20),
    ];
    let by = NormInputs {
        norms: &norms,
        staff: &[],
        people: &people,
        durables: Durables::KeptOnce,
    };
    let (needs, depots) = (needs(), ["depot".to_owned()]);
    let terms = |rows: Result<Vec<Requirement>, Vec<Diagnostic>>| {
        let rows = rows.expect("norms are known");
        rows.into_iter().map(|row| row.terms).collect::<Vec<_>>()
    };
    with(None, |inputs| {
        let at_gates = terms(gate(inputs, &by, &needs, &depots, 7));
        assert_eq!(
            at_gates,
            ["40 visitor × 1 × 7 days = 280", "3 tb × 2 × 7 days = 42"]
        );
        let ill = terms(patients(inputs, &by, &needs, NeedKind::Patient, 30));
        assert_eq!(ill, ["3 tb × 2 × 30 days = 180"]);
        let homes = terms(once(inputs, &by, &needs, Occasion::Household, None));
        assert_eq!(homes, ["20 households × 5 = 100"]);
        let winter = once(inputs, &by, &needs, Occasion::Winter, None);
        assert_eq!(
            winter.expect_err("no norm of winter")[0].code,
            Code::UnknownNorm
        );
    });
}

#[test]
fn a_ration_is_met_by_whatever_makes_its_goods() {
    let needs = needs();
    let named = needs
        .ration_named(None)
        .unwrap_or_else(|error| panic!("{error}"));
    let asked = RationAsked {
        households: Some(1200),
        persons: 3,
        days: 3,
        outbreak: false,
    };
    let onhand = [
        lot("rice", Form::Physical, 3000, "2023-01-01"),
        lot("flour", Form::Physical, 779, "2023-01-01"),
    ];
    let grain = |asked: RationAsked| {
        let rows = with(Some(&onhand), |inputs| {
            ration(inputs, &needs, named, NeedKind::Ration, &asked)
        });
        rows.map(|rows| figures(&rows, "grain", Some(Form::Physical)))
    };
    assert_eq!(grain(asked), Ok([Some(3780), Some(3779), Some(1)]));
    let outbreak = RationAsked {
        outbreak: true,
        ..asked
    };
    assert_eq!(grain(outbreak), Ok([Some(4158), Some(3779), Some(379)]));
    let nobody = RationAsked {
        persons: 0,
        ..asked
    };
    assert_eq!(grain(nobody).expect_err("nobody").code, Code::BadFlag);
}
