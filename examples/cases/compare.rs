//! Where an answer differs from what is expected, key by key and number by number.
//!
//! Exact on the full set of keys: a key too many differs like a key too few. Numbers are compared as numbers, however
//! they are written; within `tol` of each other where a case gives one.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

/// The differences, a line each: the field, what was expected, what came.
pub fn differences(expected: &Value, got: &Value, tol: Option<f64>) -> Vec<String> {
    let mut lines = Vec::new();
    compare("", Some(expected), Some(got), tol, &mut lines);
    lines
}

/// Compares two values at `field`; `None` is a key or an element that is not there.
fn compare(
    field: &str,
    expected: Option<&Value>,
    got: Option<&Value>,
    tol: Option<f64>,
    lines: &mut Vec<String>,
) {
    match (expected, got) {
        (Some(Value::Object(expected)), Some(Value::Object(got))) => {
            let keys: BTreeSet<&String> = expected.keys().chain(got.keys()).collect();
            for key in keys {
                let field = match field {
                    "" => key.clone(),
                    field => format!("{field}.{key}"),
                };
                compare(&field, expected.get(key), got.get(key), tol, lines);
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(got))) => {
            for at in 0..expected.len().max(got.len()) {
                let field = format!("{field}[{at}]");
                compare(&field, expected.get(at), got.get(at), tol, lines);
            }
        }
        (expected, got) if is_same(expected, got, tol) => {}
        (expected, got) => {
            let field = if field.is_empty() { "answer" } else { field };
            let said = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
            let (expected, got) = (said(expected), said(got));
            lines.push(format!("{field}: expected {expected}, got {got}"));
        }
    }
}

fn is_same(expected: Option<&Value>, got: Option<&Value>, tol: Option<f64>) -> bool {
    match (expected, got) {
        (Some(Value::Number(expected)), Some(Value::Number(got))) => is_near(expected, got, tol),
        // A whole number is one in the file too; any other may stand there as a text.
        (Some(Value::String(expected)), Some(Value::Number(got))) => {
            got.is_f64() && *expected == got.to_string()
        }
        (expected, got) => expected == got,
    }
}

/// Integers are compared as such, because not every one has a float of its own.
fn is_near(expected: &Number, got: &Number, tol: Option<f64>) -> bool {
    let floats = expected.as_f64().zip(got.as_f64());
    match (tol, expected.as_i64().zip(got.as_i64())) {
        (None, Some((expected, got))) => expected == got,
        (None, None) => floats.is_some_and(|(expected, got)| expected == got),
        (Some(tol), _) => floats.is_some_and(|(expected, got)| (expected - got).abs() <= tol),
    }
}
