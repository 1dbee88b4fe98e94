//! Who lives in an area? Table `people` states cohorts of single sites.

use crate::ledger::SiteTree;
use crate::ledger::tables::People;

use super::super::cover::area::is_topmost;

/// The people of an area, as if all were at its site: of each cohort the site's own number, else those of the topmost
/// sites below that state one, so that nobody is counted twice.
pub fn of_area(sites: &SiteTree, area: &str, people: &[People]) -> Vec<People> {
    let states = |site: &str, cohort: &str| {
        let mut rows = people.iter();
        rows.any(|other| other.site == site && other.cohort == cohort)
    };
    let counts =
        |row: &&People| is_topmost(sites, &row.site, area, |site| states(site, &row.cohort));
    let counted = people.iter().filter(counts);
    let at_its_site = |row: &People| People {
        site: area.to_owned(),
        ..row.clone()
    };
    counted.map(at_its_site).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tables::Site;
    use crate::quantity::Quantity;

    #[test]
    fn nobody_is_counted_twice_and_an_area_that_states_its_own_is_asked_no_further() {
        let site = |code: &str, parent: &str| Site {
            parent: parent.to_owned(),
            ..Site::unlisted(code)
        };
        let sites = SiteTree::new([
            site("C1", ""),
            site("S1", "C1"),
            site("S11", "S1"),
            site("S2", "C1"),
            site("X", ""),
        ]);
        let row = |site: &str, cohort: &str, count| People {
            site: site.to_owned(),
            cohort: cohort.to_owned(),
            headcount: Quantity::whole(count).expect("a small number"),
            source: String::new(),
        };
        let people = [
            row("S1", "tb", 30),
            row("S11", "tb", 10),
            row("S2", "tb", 5),
            row("X", "tb", 100),
            row("C1", "hiv", 7),
            row("S2", "hiv", 3),
        ];
        let counted = |area: &str| -> Vec<(String, i64)> {
            let found = of_area(&sites, area, &people);
            assert!(found.iter().all(|row| row.site == area));
            let of = |row: People| (row.cohort, row.headcount.whole_units_down());
            found.into_iter().map(of).collect()
        };
        let rows = |rows: &[(&str, i64)]| -> Vec<(String, i64)> {
            rows.iter()
                .map(|(cohort, count)| ((*cohort).to_owned(), *count))
                .collect()
        };
        assert_eq!(counted("C1"), rows(&[("tb", 30), ("tb", 5), ("hiv", 7)]));
        assert_eq!(counted("S1"), rows(&[("tb", 30)]));
        assert_eq!(counted("S11"), rows(&[("tb", 10)]));
        assert_eq!(counted("S3"), []);
    }
}
