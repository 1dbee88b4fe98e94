//! Which sites lie within the radius of a key site?
//!
//! Distances are counted in whole metres, so that the boundary is a number and not a rounding: 3,000 m lie within 3 km,
//! 3,001 m do not. Table `nearby` (site, place).

use crate::ledger::SiteTree;
use crate::ledger::tables::Nearby;

/// Which sites have a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Those within the radius, and those that may be.
    Within,
    All,
}

/// Sites around each of `keys`, by (site, place).
///
/// `within`: metres. A site of which nobody knows where it lies has no distance and is always listed: it may be near.
/// Rule: `P2-L11`.
pub fn nearby(
    sites: &SiteTree,
    keys: &[&str],
    within: i64,
    rule: &str,
    listed: Listed,
) -> Vec<Nearby> {
    let mut rows = Vec::new();
    for key in keys {
        for place in sites.sites().filter(|place| place.site != **key) {
            let metres = sites.metres_between(key, &place.site);
            let is_within = metres.map(|metres| metres <= within);
            if listed == Listed::Within && is_within == Some(false) {
                continue;
            }
            rows.push(Nearby {
                site: (*key).to_owned(),
                place: place.site.clone(),
                name: place.name.clone(),
                distance: metres.map(|metres| metres as f64 / 1000.0),
                within: is_within,
                rule: rule.to_owned(),
            });
        }
    }
    rows.sort_by(|a, b| (&a.site, &a.place).cmp(&(&b.site, &b.place)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tables::Site;

    /// A site so many metres north of the equator; a degree of the mean earth is 111,195.08 m.
    fn north(code: &str, metres: f64) -> Site {
        Site {
            lat: Some(metres / 111_195.080_23),
            lon: Some(100.0),
            ..Site::unlisted(code)
        }
    }

    #[test]
    fn three_kilometres_are_within_and_a_metre_more_is_not() {
        let sites = SiteTree::new([
            north("K", 0.0),
            north("a", 3000.0),
            north("b", 3001.0),
            Site::unlisted("c"),
        ]);
        let found = |listed| {
            let rows = nearby(&sites, &["K"], 3000, "P2-L11", listed).into_iter();
            rows.map(|row| (row.place, row.within)).collect::<Vec<_>>()
        };
        let (a, c) = (("a".to_owned(), Some(true)), ("c".to_owned(), None));
        assert_eq!(found(Listed::Within), [a.clone(), c.clone()]);
        assert_eq!(found(Listed::All), [a, ("b".to_owned(), Some(false)), c]);
        assert!(nearby(&sites, &[], 3000, "", Listed::All).is_empty());
    }
}
