//! Cover of a long ledger, some sites at a time: where each site stands for itself, its rows are told by its own lots,
//! and nobody needs the lots of all sites as rows at once.

use crate::diagnostic::Refused;
use crate::engine::{Stock, parallel};
use crate::ledger::tables::Burn;
use crate::policy::Rules;

use super::super::on_hand::on_hand_at;
use super::group::Place;
use super::{CoverAnswer, CoverInputs, CoverOptions, cover};

/// Lots that are one part, but for those of a last site; fewer in tests, so that there are several.
const PART_LOTS: usize = if cfg!(test) { 2 } else { 1 << 13 };

/// Whether no row looks at another site: no standard asks what an area has, no bound makes one site give to another,
/// and sites are not put together.
pub fn is_told_by_site(rules: &Rules, options: &CoverOptions) -> bool {
    let moves_nothing = rules.standards.is_empty() && options.bounds.is_none();
    moves_nothing && options.grouping.place == Place::Site
}

/// The answer of [`cover`] from the finished sums of a ledger, on all cores; only where [`is_told_by_site`] holds.
///
/// `inputs`: without balances; burn by site.
///
/// Errors: those of [`cover`].
pub fn cover_by_site(
    stock: &Stock,
    inputs: &CoverInputs<'_>,
    options: &CoverOptions,
) -> Result<CoverAnswer, Refused> {
    assert!(is_told_by_site(inputs.rules, options) && inputs.outlook.is_none());
    let places = stock.parts_by_site(stock.len().div_ceil(PART_LOTS));
    let mut parts = Vec::with_capacity(places.len().max(1));
    let mut burn = inputs.burn;
    for (at, lots) in places.iter().enumerate() {
        // What is used at a site that has no lot goes with the sites before it.
        let of_part = match places.get(at + 1) {
            Some(next) => before(burn, stock.site_at(next.start)),
            None => burn.len(),
        };
        let (here, behind) = burn.split_at(of_part);
        parts.push((lots.clone(), here));
        burn = behind;
    }
    if places.is_empty() {
        parts.push((0..0, burn));
    }
    let answers = parallel::in_parallel(parts, |(lots, burn)| {
        let onhand = on_hand_at(stock, options.as_of, lots);
        let inputs = CoverInputs {
            onhand: &onhand,
            burn,
            ..*inputs
        };
        cover(&inputs, options)
    });
    let mut all = CoverAnswer::default();
    let mut rows = Vec::with_capacity(answers.len());
    for answer in answers {
        let answer = answer?;
        rows.push(answer.cover);
        all.waste.extend(answer.waste);
        all.notes.extend(answer.notes);
    }
    all.cover = parallel::joined(rows);
    all.waste.sort_by(|a, b| a.month.cmp(&b.month));
    all.notes.dedup();
    Ok(all)
}

/// How many rows, which come by site, are of sites before this one.
fn before(burn: &[Burn], site: &str) -> usize {
    burn.partition_point(|burn| *burn.site < *site)
}
