//! Which county meets which standard? One row for each area and standard, made of the rows of `cover` alone.
//!
//! A row of cover without a standard is held against nothing and is left out. Short is an area where one row is; else an
//! area where one row could not be judged has no verdict: it may be short as well.
//!
//! The area of a site is its county, and what is a county is for [`Place`] to say; a site outside any stands for itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::tables::{Compliance, Cover};
use crate::ledger::word::Verdict;
use crate::stock::cover::group::Place;
use crate::stock::standing::newest;

/// What stands where a row of cover has no verdict and does not say why.
const NO_REASON: &str = "no verdict stated";

/// Areas by standards, by area and standard; of a snapshot of several days each site's newest up to `as_of`. A cell of
/// several sites is as old as the oldest of them.
///
/// Rule: `T10`.
pub fn compliance(cover: &[Cover], sites: &SiteTree, as_of: Day) -> Vec<Compliance> {
    let mut cells: BTreeMap<(String, &str), Vec<&Cover>> = BTreeMap::new();
    let rows = newest(cover, as_of, |row| Some(row.as_of), |row| &row.site);
    for row in rows.into_iter().filter(|row| !row.standard.is_empty()) {
        let area = Place::County.code(sites, &row.site).to_owned();
        cells.entry((area, &row.standard)).or_default().push(row);
    }
    cells
        .into_iter()
        .map(|((area, standard), rows)| cell(area, standard, &rows))
        .collect()
}

fn cell(site: String, standard: &str, rows: &[&Cover]) -> Compliance {
    let count =
        |verdict: Option<Verdict>| rows.iter().filter(|row| row.verdict == verdict).count() as i64;
    let worst = rows.iter().min_by_key(|row| {
        let gravity = match row.verdict {
            Some(Verdict::Short) => 0,
            None => 1,
            Some(Verdict::Within) => 2,
            Some(Verdict::Above) => 3,
        };
        (gravity, row.cover_days.unwrap_or(i64::MAX), &row.item)
    });
    let (short, within) = (count(Some(Verdict::Short)), count(Some(Verdict::Within)));
    let (above, unjudged) = (count(Some(Verdict::Above)), count(None));
    Compliance {
        as_of: rows
            .iter()
            .map(|row| row.as_of)
            .min()
            .unwrap_or(rows[0].as_of),
        site,
        standard: standard.to_owned(),
        verdict: match (short, unjudged, within) {
            (1.., ..) => Some(Verdict::Short),
            (_, 1.., _) => None,
            (_, _, 1..) => Some(Verdict::Within),
            _ => Some(Verdict::Above),
        },
        rows: rows.len() as i64,
        short,
        within,
        above,
        unjudged,
        item: worst.map_or(String::new(), |row| row.item.clone()),
        cover_days: worst.and_then(|row| row.cover_days),
        gap: worst.and_then(|row| row.gap),
        unit: worst.map_or(String::new(), |row| row.unit.clone()),
        reason: reasons(rows),
    }
}

/// Why rows could not be judged; a row that does not say it has no verdict.
fn reasons(rows: &[&Cover]) -> String {
    let unjudged = rows.iter().filter(|row| row.verdict.is_none());
    let reasons: BTreeSet<&str> = unjudged
        .map(|row| match row.basis.as_str() {
            "" => NO_REASON,
            basis => basis,
        })
        .collect();
    reasons.into_iter().collect::<Vec<_>>().join("; ")
}
