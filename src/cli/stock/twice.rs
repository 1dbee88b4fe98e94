//! Goods that count as used twice in whatever adds sites up: issued by one to another that keeps its own book.

use crate::cli::desk::Desk;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::Burn;
use crate::stock::BurnOptions;
use crate::stock::burn::used_twice;

use super::burn::UseRecord;

/// Warns once of goods that the rates in `burn`, worked out from `record`, have as used at both ends of an issue.
pub fn warn(desk: &mut Desk, record: &UseRecord, burn: &[Burn], options: &BurnOptions) {
    let twice = used_twice(record.given(desk.as_of(), options), burn);
    let Some(first) = twice.first() else {
        return;
    };
    let (site, item, to) = (&first.site, &first.item, &first.to);
    let message = match twice.len() - 1 {
        0 => format!(
            "{item} counts as used twice: {site} issued it to {to}, which states a use of its own"
        ),
        1 => format!(
            "{item} counts as used twice: {site} issued it to {to}, which states a use of its own; and so does 1 more of the goods that went from site to site"
        ),
        more => format!(
            "{item} counts as used twice: {site} issued it to {to}, which states a use of its own; and so do {more} more of the goods that went from site to site"
        ),
    };
    let warning = Diagnostic::warning(Code::UsedTwice, message)
        .hint("what adds both sites up has too high a rate and too few days; stock check between names the lines that should be transfers");
    desk.note(&[warning]);
}
