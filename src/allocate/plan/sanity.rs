//! Which claims cannot be meant?
//!
//! A slip of the hand or of a unit asks for ten thousand times what anybody else does. It is shared
//! like any other claim, because equal cover and equal awards give it no more than its turn, but
//! somebody should look.
//!
//! Never: a claim that is large and plausible; who alone asks for much is only short.

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::Request;

use super::line::name;

/// How many times the next largest claim is out of line. Not of a plan: desks differ by less than one
/// power of ten in what they ask for, and a slip of a unit or a digit is one or more.
const OUT_OF_LINE: i64 = 10;

/// Warns of a claim above the whole supply and out of line with the next largest.
///
/// `lines`: those of one item that may have it; `supply` in thousandths.
pub(super) fn implausible(lines: &[&Request], supply: i64) -> Option<Diagnostic> {
    let asked = |line: &Request| line.qty.unwrap_or_default().thousandths();
    let mut largest: Option<&Request> = None;
    let mut next = 0;
    for &line in lines {
        match largest {
            Some(most) if asked(line) <= asked(most) => next = next.max(asked(line)),
            before => {
                next = before.map_or(0, asked);
                largest = Some(line);
            }
        }
    }
    let claim = largest?;
    let is_out_of_line = next > 0 && asked(claim) > next.saturating_mul(OUT_OF_LINE);
    (asked(claim) > supply && is_out_of_line).then(|| {
        let qty = claim.qty.unwrap_or_default();
        let message = format!(
            "{} asks for {qty} of {}, more than {OUT_OF_LINE} times the next largest claim and more than all there is",
            name(claim),
            claim.item
        );
        Diagnostic::warning(Code::Implausible, message)
            .hint("check its unit and digits; --truncate cuts claims to the supply")
    })
}
