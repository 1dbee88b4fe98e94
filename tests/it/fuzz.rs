//! Does any parser panic, lose a line, or read its own writing otherwise? A few hundred damaged inputs each time.
//!
//! The long run is `cargo run --example fuzz -- --seconds 600`; it is the same code.

#[path = "../../examples/fuzz/round.rs"]
mod round;

use round::Round;

/// Cases of one run of the tests: about two seconds.
const CASES: u64 = 700;

#[test]
fn damaged_input_breaks_no_parser() {
    let round = Round::new(20_220_315);
    let findings: Vec<String> = (0..CASES)
        .filter_map(|case| round.case(case))
        .map(|found| {
            format!(
                "case {}, {}: {}\n{}",
                found.case, found.parser, found.what, found.input
            )
        })
        .collect();
    assert!(findings.is_empty(), "{}", findings.join("\n\n"));
}
