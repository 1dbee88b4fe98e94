//! Does the library answer the worked cases as they were worked?
//!
//! `tests/cases/*.json` are read by the runner of `cargo run --example cases -- FILE...`. No case may fail, and those
//! named here must pass: what the library could answer once it does not unlearn.

#[path = "../../examples/cases/worked.rs"]
mod worked;

use crate::source::text;
use worked::{Outcome, Tally, Verdict, run, unknown_kinds};

/// The cases that must pass: a file, and ids. An id that ends in `-*` stands for all that start so.
const MUST_PASS: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "FEFO-*",
            "AMC-*",
            "PEAK-*",
            "MINMAX-*",
            "TIER-*",
            "DAYS-*",
            "STAGE-*",
            "PARSE-*",
            "SHELF-*",
            "ROUND-*",
            "RATION-*",
            "LOAD-*",
            "CASCADE-*",
            "CYCLE-*",
            "PLAN-*",
            "LIMIT-*",
            "SETTLE-*",
            "SUBSIDY-*",
            "ROUTE-*",
            "ALERT-*",
        ],
    ),
    (
        "allocation",
        &[
            "talmud-*",
            "contested-garment",
            "cea-*",
            "cel-*",
            "random-arrival-*",
            "weighted-cea",
            "cover-days",
            "tiers-*",
            "packs-of-10",
            "balinski-young-1",
            "weak-proportionality",
            "alabama-*",
            "largest-remainder-wp",
            "us-house-2010",
            "austria-2019",
            "pt-company",
            "powerco",
            "pulp-beer",
            "sunray",
            "forbidden-lane",
            "scarce-forbidden",
            "ortools-mcf",
            "nx-simple",
            "dimacs-*",
            "synthetic-t20x200",
            "network-*",
            "rotate-*",
        ],
    ),
    (
        "price",
        &[
            "idx-*",
            "anom-*",
            "ipa-*",
            "alps-*",
            "rule-*",
            "unit-normalise",
            "chg-*",
            "fc-mase",
        ],
    ),
];

fn judged(cases: &str) -> Vec<Outcome> {
    run(cases).unwrap_or_else(|why| panic!("{why}"))
}

/// The verdict on a single case: how many passed, failed, were skipped, and what was said.
fn single(case: &str) -> ((usize, usize, usize), String) {
    let outcomes = judged(&format!("[{case}]"));
    let Tally {
        passed,
        failed,
        skipped,
    } = Tally::of(&outcomes);
    let said = match &outcomes[0].verdict {
        Verdict::Failed(why) => why.join("; "),
        Verdict::Unanswered(what) => what.clone(),
        Verdict::Passed | Verdict::UnknownKind => String::new(),
    };
    ((passed, failed, skipped), said)
}

#[test]
fn no_worked_case_fails_and_what_was_answered_once_still_is() {
    let mut findings = Vec::new();
    for (file, must_pass) in MUST_PASS {
        let outcomes = judged(&text(&format!("tests/cases/{file}.json")));
        for Outcome { id, verdict, .. } in &outcomes {
            let is_due = must_pass.iter().any(|named| is_named(id, named));
            match verdict {
                Verdict::Failed(why) => findings.push(format!("{file} {id}: {}", why.join("; "))),
                Verdict::Passed => {}
                _ if is_due => findings.push(format!("{file} {id} is skipped")),
                _ => {}
            }
        }
        let has = |named: &&&str| outcomes.iter().any(|outcome| is_named(&outcome.id, named));
        let gone = must_pass.iter().filter(|named| !has(named));
        findings.extend(gone.map(|named| format!("{file} has no {named}")));
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

fn is_named(id: &str, named: &str) -> bool {
    match named.strip_suffix('*') {
        Some(start) => id.starts_with(start),
        None => id == named,
    }
}

#[test]
fn a_wrong_expected_value_is_reported_with_what_came() {
    let parse = |expected: &str| {
        let input = r#""input": {"text": "2024.02"}"#;
        single(&format!(
            r#"{{"id": "X", "kind": "expiry_parse", {input}, "expected": {expected}}}"#
        ))
    };
    let right = parse(r#"{"last_usable": "2024-02-29", "precision": "month"}"#);
    assert_eq!(right, ((1, 0, 0), String::new()));
    let (tally, said) = parse(r#"{"last_usable": "2024-02-28", "precision": "month"}"#);
    assert_eq!(tally, (0, 1, 0));
    assert_eq!(
        said,
        r#"last_usable: expected "2024-02-28", got "2024-02-29""#
    );
    let (tally, said) = parse(r#"{"last_usable": "2024-02-29"}"#);
    assert_eq!(tally, (0, 1, 0), "a key too few");
    assert_eq!(said, r#"precision: expected nothing, got "month""#);
}

#[test]
fn every_wrong_leaf_of_every_answered_case_is_noticed() {
    for (file, _) in MUST_PASS {
        let text = text(&format!("tests/cases/{file}.json"));
        let file: serde_json::Value = serde_json::from_str(&text).expect("the files are JSON");
        let cases = file["cases"].as_array().expect("a list of cases");
        let passed = |case: &serde_json::Value| {
            Tally::of(&judged(&serde_json::json!([case]).to_string())).passed == 1
        };
        for case in cases.iter().filter(|case| passed(case)) {
            let mut wrong = case.clone();
            spoil(&mut wrong["expected"]);
            assert!(!passed(&wrong), "{}", wrong["expected"]);
        }
    }
}

/// Makes the last leaf of a value wrong.
fn spoil(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(keys) => match keys.values_mut().next_back() {
            Some(last) => spoil(last),
            None => *value = serde_json::Value::from(0),
        },
        serde_json::Value::Array(list) => match list.last_mut() {
            Some(last) => spoil(last),
            None => *value = serde_json::Value::from(0),
        },
        serde_json::Value::String(text) => text.push('0'),
        serde_json::Value::Bool(flag) => *flag = !*flag,
        serde_json::Value::Number(number) => {
            let more = number.as_f64().map_or(0.0, |number| number + 1.0);
            *value = serde_json::Value::from(more);
        }
        serde_json::Value::Null => *value = serde_json::Value::from(0),
    }
}

#[test]
fn a_key_that_cannot_be_answered_skips_the_case_and_the_rest_is_still_checked() {
    let claims = |talmud: &str| {
        single(&format!(
            r#"{{"id": "X", "family": "claims", "input": {{"estate": 1, "claims": [1, "1/2"]}},
                "expected": {{"talmud": {talmud}, "strange_rule": ["1", "0"]}}}}"#
        ))
    };
    assert_eq!(
        claims(r#"["3/4", "1/4"]"#),
        ((0, 0, 1), "strange_rule".to_owned())
    );
    assert_eq!(claims(r#"["3/4", "1/3"]"#).0, (0, 1, 0));
}

#[test]
fn a_tolerance_is_kept_where_it_is_given_and_nowhere_else() {
    let changes = |tol: &str| {
        let series = r#"{"dates": ["2024-03-01", "2024-03-02"], "values": [3, 4]}"#;
        single(&format!(
            r#"{{"id": "X", "method": "changes", "input": {series},
                "expected": {{"price": 4, "prev": 0.3333, "day": 0.3333}}{tol}}}"#
        ))
    };
    assert_eq!(changes(r#", "tol": 0.001"#).0, (1, 0, 0));
    assert_eq!(changes(r#", "tol": 0.00001"#).0, (0, 1, 0));
    assert_eq!(changes("").0, (0, 1, 0));
}

#[test]
fn a_malformed_case_fails_and_an_unknown_kind_is_named() {
    for (case, why) in [
        ("3", "malformed: a case is an object"),
        (r#"{"kind": "amc"}"#, "malformed: no id"),
        (
            r#"{"id": "X", "input": {}, "expected": 1}"#,
            "malformed: no kind, family or method",
        ),
        (
            r#"{"id": "X", "kind": "amc", "input": {}, "expected": 1}"#,
            "malformed: no \"consumed\"",
        ),
        (
            r#"{"id": "X", "family": "tiers", "input": {"estate": 9, "claims": [5, 5], "tier": [1], "rule": "cea"}, "expected": 1}"#,
            "malformed: 2 claims and 1 of \"tier\"",
        ),
    ] {
        assert_eq!(single(case), ((0, 1, 0), why.to_owned()), "{case}");
    }
    let strange = judged(r#"{"cases": [{"id": "X", "kind": "tea", "input": {}, "expected": 1}]}"#);
    assert_eq!(
        Tally::of(&strange).to_string(),
        "0 passed, 0 failed, 1 skipped"
    );
    assert_eq!(unknown_kinds(&strange).get("tea"), Some(&vec!["X"]));
    assert!(run("{}").is_err());
    assert!(run("[").is_err());
}

#[test]
fn what_no_stock_can_be_is_a_fault_that_names_its_field() {
    let case = |kind: &str, input: &str| {
        single(&format!(
            r#"{{"id": "X", "kind": "{kind}", "input": {{{input}}}, "expected": {{}}}}"#
        ))
    };
    let plan = |qty: i64, daily: i64| {
        format!(
            r#""asof": "2022-01-01",
               "lots": [{{"lot": "A", "qty": {qty}, "expiry": "2022-01-05", "unit_value_fen": 1}}],
               "institutions": [{{"id": "H", "daily_use": {daily}}}]"#
        )
    };
    let rotate = r#""lots": [{"qty": 1, "expiry": 5, "value": 1}],
        "institutions": [{"rate": -1, "lead": 0, "own": []}]"#;
    let sold = r#""kind": "necessity_sale", "sender": "A", "receiver": "B",
        "lines": [{"item": "rice", "qty": -1, "unit_cost_fen": 1}]"#;
    let off = r#""kind": "write_off", "fund_fen": 9, "scale": {"gown": 5},
        "lines": [{"item": "mask", "qty": 1, "unit_cost_fen": 1}]"#;
    let ration = r#""persons": 3, "days": 3, "households": 0, "g_per_person_day": {"a": 1}"#;
    let route = r#""requester": "x", "response_level": "I", "local_sufficient": true,
        "outbreak": true, "urgent": true, "city_sufficient": true"#;
    let term = r#""value_fen": 9, "start": "2022-03-01", "end": "2022-02-01""#;
    for (kind, input, why) in [
        ("rotation_plan", &*plan(-1, 1), r#""qty" is negative: -1"#),
        (
            "rotation_plan",
            &*plan(1, -1),
            r#""daily_use" is negative: -1"#,
        ),
        ("rotate", rotate, r#""rate" is negative: -1"#),
        (
            "cascade",
            r#""boxes": -1, "stations": {}"#,
            r#""boxes" is negative: -1"#,
        ),
        (
            "cascade",
            r#""boxes": 5, "stations": {"N": {"p": -1}}"#,
            r#"the weight of "p" is negative: -1"#,
        ),
        (
            "cascade",
            r#""boxes": 5, "stations": {"N": {"p": 0}}"#,
            "no point weighs anything",
        ),
        ("settlement", sold, "-1 is negative"),
        ("settlement", off, r#""scale" says nothing of mask"#),
        ("ration", ration, "0 households"),
        ("dispatch", route, r#""x" is no requester"#),
        (
            "subsidy",
            term,
            "the term ends on 2022-02-01, before it starts",
        ),
    ] {
        let why = format!("malformed: {why}");
        assert_eq!(case(kind, input), ((0, 1, 0), why), "{kind} {input}");
    }
    let (tally, said) = case("claims", r#""estate": 1, "claims": [1]"#);
    assert_eq!(tally, (0, 1, 0), "any answer would do");
    assert!(said.contains("nothing is expected of"), "{said}");
}

#[test]
fn a_file_may_start_with_a_byte_order_mark() {
    assert!(judged("\u{feff}[]").is_empty());
}

#[test]
fn a_fraction_may_stand_as_a_text_and_a_whole_number_may_not() {
    let ration = |grams: &str, daily: &str| {
        single(&format!(
            r#"{{"id": "X", "kind": "ration",
                "input": {{"persons": 1, "days": 1, "households": 1, "g_per_person_day": {{"a": {daily}}}}},
                "expected": {{"grams": {{"a": {grams}}}, "total_g": {grams}, "all_kg": {{"a": "0.0"}}}}}}"#
        ))
        .0
    };
    for (grams, daily, tally) in [
        (r#""0.5""#, r#""0.5""#, (1, 0, 0)),
        ("0.5", "0.5", (1, 0, 0)),
        (r#""0.6""#, r#""0.5""#, (0, 1, 0)),
        ("5", r#""5""#, (1, 0, 0)),
        (r#""5""#, "5", (0, 1, 0)),
    ] {
        assert_eq!(ration(grams, daily), tally, "{grams} of {daily}");
    }
}
