//! Does the output say what the page expects, and if not, where do they part?
//!
//! One walk along both texts answers both: it costs a point for each line changed, missing or too
//! many, and output matches when the cheapest walk is free. `...` stands for any number of lines,
//! `[..]` for any text within one.

/// Stands for any number of lines.
const LINES: &str = "...";
/// Stands for any text within a line.
const TEXT: &str = "[..]";
/// Starts the line that reports a failure; only a line that starts so as well can match it.
const EXIT: &str = "[exit ";

/// One step along both texts: how many lines of each it takes, and what it costs.
struct Step {
    expected: usize,
    actual: usize,
    cost: usize,
}

const SAME: Step = step(1, 1, 0);
const CHANGED: Step = step(1, 1, 1);
const MISSING: Step = step(1, 0, 1);
const SURPLUS: Step = step(0, 1, 1);
/// `...` takes one more line, or has taken its last.
const SWALLOWED: Step = step(0, 1, 0);
const CLOSED: Step = step(1, 0, 0);

/// Whether every line of `actual` is what `expected` says.
pub fn matches(expected: &[String], actual: &[String]) -> bool {
    costs(expected, actual)[0][0] == 0
}

/// The lines of both, `-` only expected, `+` only printed.
pub fn diff(expected: &[String], actual: &[String]) -> String {
    let costs = costs(expected, actual);
    let (mut i, mut j, mut text) = (0, 0, String::new());
    let mut show = |mark: &str, line: &str| text.push_str(&format!("  {mark} {line}\n"));
    let cheapest = |i: usize, j: usize| {
        let mut steps = steps(&expected[i..], &actual[j..]).iter();
        steps.find(|s| costs[i][j] == s.cost + costs[i + s.expected][j + s.actual])
    };
    while let Some(step) = cheapest(i, j) {
        match step {
            Step {
                cost: 0,
                expected: 1,
                actual: 1,
            } => show(" ", &actual[j]),
            Step {
                cost: 0,
                expected: 1,
                ..
            } => show(" ", LINES),
            Step { cost: 0, .. } => {}
            _ => {
                expected[i..i + step.expected]
                    .iter()
                    .for_each(|line| show("-", line));
                actual[j..j + step.actual]
                    .iter()
                    .for_each(|line| show("+", line));
            }
        }
        (i, j) = (i + step.expected, j + step.actual);
    }
    text
}

/// `costs[i][j]`: the least cost of walking `expected[i..]` beside `actual[j..]` to the end of both.
fn costs(expected: &[String], actual: &[String]) -> Vec<Vec<usize>> {
    let mut costs = vec![vec![0; actual.len() + 1]; expected.len() + 1];
    for i in (0..=expected.len()).rev() {
        for j in (0..=actual.len()).rev() {
            let steps = steps(&expected[i..], &actual[j..]).iter();
            let cost = steps
                .map(|s| s.cost + costs[i + s.expected][j + s.actual])
                .min();
            costs[i][j] = cost.unwrap_or(0);
        }
    }
    costs
}

const fn step(expected: usize, actual: usize, cost: usize) -> Step {
    Step {
        expected,
        actual,
        cost,
    }
}

/// The steps that can be taken where `expected` and `actual` go on.
fn steps(expected: &[String], actual: &[String]) -> &'static [Step] {
    match (expected.first(), actual.first()) {
        (None, None) => &[],
        (None, Some(_)) => &[SURPLUS],
        (Some(wild), Some(line)) if wild == LINES && !line.starts_with(EXIT) => {
            &[CLOSED, SWALLOWED]
        }
        (Some(wild), _) if wild == LINES => &[CLOSED],
        (Some(_), None) => &[MISSING],
        (Some(line), Some(printed)) if line_matches(line, printed) => &[SAME, MISSING, SURPLUS],
        (Some(_), Some(_)) => &[CHANGED, MISSING, SURPLUS],
    }
}

fn line_matches(expected: &str, actual: &str) -> bool {
    if actual.starts_with(EXIT) && !expected.starts_with(EXIT) {
        return false;
    }
    let Some((head, wild)) = expected.split_once(TEXT) else {
        return expected == actual;
    };
    let Some(mut rest) = actual.strip_prefix(head) else {
        return false;
    };
    let (middle, tail) = wild.rsplit_once(TEXT).unwrap_or(("", wild));
    for part in middle.split(TEXT) {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(String::from).collect()
    }

    #[track_caller]
    fn check(expected: &str, actual: &str, wanted: bool) {
        assert_eq!(
            matches(&lines(expected), &lines(actual)),
            wanted,
            "{expected:?} against {actual:?}"
        );
    }

    #[test]
    fn plain_lines_match_only_themselves() {
        check("", "", true);
        check("a\nb", "a\nb", true);
        check("a\nb", "a", false);
        check("a", "a\nb", false);
        check("a", "a ", false);
        check("", "a", false);
    }

    #[test]
    fn three_dots_alone_stand_for_any_number_of_lines() {
        check("...", "", true);
        check("a\n...\nz", "a\nz", true);
        check("a\n...\nz", "a\nb\nz\nz", true);
        check("a\n...\nz", "a\nb", false);
        check("...\nb\n...", "a\nc", false);
        check("a ...", "a b", false);
    }

    #[test]
    fn bracketed_dots_stand_for_text_within_a_line() {
        check("read [..] rows", "read 12 rows", true);
        check("read [..] rows", "read  rows", true);
        check("read [..] rows", "read 12 lots", false);
        check("[..]", "\n", true);
        check("[..]b[..]c", "abbc", true);
        check("[..]b[..]c", "acc", false);
        check("a[..]a", "a", false);
        check("[..]", "a\nb", false);
    }

    #[test]
    fn no_wildcard_hides_a_failure() {
        check("...", "a\n[exit 1]", false);
        check("a\n[..]", "a\n[exit 1]", false);
        check("...\n[exit 1]", "a\n[exit 1]", true);
        check("...\n[exit [..]]", "a\n[exit 65]", true);
        check("a\n[exit 1]", "a\n[exit 2]", false);
        check("a\n[exit 1]", "a", false);
    }

    #[test]
    fn the_difference_shows_the_lines_that_part() {
        let seen = diff(&lines("a\nb\nc"), &lines("a\nx\nc\nd"));
        assert_eq!(seen, "    a\n  - b\n  + x\n    c\n  + d\n");
    }

    #[test]
    fn the_difference_passes_over_what_a_wildcard_took() {
        let seen = diff(&lines("a\n...\nz"), &lines("a\nb\nc\ny"));
        assert_eq!(seen, "    a\n    ...\n  - z\n  + y\n");
        assert_eq!(
            diff(&lines("..."), &lines("a\n[exit 1]")),
            "    ...\n  + [exit 1]\n"
        );
    }
}
