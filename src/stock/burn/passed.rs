//! Where did goods go that were passed on? To the site that the line names, else to the one at which they arrived.
//!
//! An arrival belongs to the line that it names or to its own document, as in check `transfer`. What has not arrived and
//! names no receiver went nobody knows where.

use std::collections::{HashMap, HashSet};

use crate::engine::memo::ByText;
use crate::engine::senders::Senders;
use crate::ledger::SiteTree;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;

use super::super::cover::group::Place;

/// Document, item and lot of what was sent.
type Leg<'a> = [&'a str; 3];

/// The receivers of what sites passed on.
pub struct Passed<'a> {
    /// Where what was sent arrived; `None` where it was at several sites.
    arrived: HashMap<Leg<'a>, Option<&'a str>, ByText>,
    /// The sites that have lines of their own.
    keepers: HashSet<&'a str, ByText>,
}

impl<'a> Passed<'a> {
    /// Those of the lines of a ledger that stand.
    pub fn of(standing: &[&'a Movement]) -> Passed<'a> {
        let senders = Senders::of(standing.iter().copied());
        let mut arrived = HashMap::default();
        for line in standing {
            if line.kind == MovementKind::TransferIn {
                let leg = [senders.document(line), &line.item, &line.lot];
                let site = arrived.entry(leg).or_insert(Some(&*line.site));
                *site = site.filter(|site| *site == line.site);
            }
        }
        Passed {
            arrived,
            keepers: standing.iter().map(|line| &*line.site).collect(),
        }
    }

    /// The site that a line sends goods to; `None` where nobody says.
    pub fn to(&self, sent: &'a Movement) -> Option<&'a str> {
        if !sent.counterparty.is_empty() {
            return Some(&sent.counterparty);
        }
        let leg: Leg<'_> = [&sent.doc, &sent.item, &sent.lot];
        let arrived = self.arrived.get(&leg).copied().flatten();
        arrived.filter(|_| !sent.doc.is_empty())
    }

    /// Whether what a line sends stays at a place: of all sites together those that are listed or keep stock here.
    pub fn stays_in(&self, sent: &'a Movement, sites: &SiteTree, place: Place) -> bool {
        let Some(to) = self.to(sent) else {
            return false;
        };
        match place {
            Place::Everywhere => sites.get(to).is_some() || self.keepers.contains(to),
            place => place.code(sites, &sent.site) == place.code(sites, to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;

    fn leg(kind: MovementKind, doc: &str, site: &str, to: &str) -> Movement {
        let day = Day::new(2022, 3, 1).expect("a date of the test");
        Movement {
            doc: doc.to_owned(),
            line: "1".to_owned(),
            counterparty: to.to_owned(),
            ..Movement::new(day, kind, site, "mask")
        }
    }

    #[test]
    fn goods_went_where_the_line_says_and_else_where_they_arrived() {
        let out = |doc, to| leg(MovementKind::TransferOut, doc, "D1", to);
        let into = |doc, site| leg(MovementKind::TransferIn, doc, site, "");
        let named = Movement {
            reference: "T3/1".to_owned(),
            ..into("R9", "H3")
        };
        let lines = [
            out("T1", "H1"),
            out("T2", ""),
            into("T2", "H2"),
            out("T3", ""),
            named,
            out("T4", ""),
            out("T5", ""),
            into("T5", "H1"),
            into("T5", "H2"),
        ];
        let standing: Vec<&Movement> = lines.iter().collect();
        let passed = Passed::of(&standing);
        let sent = lines
            .iter()
            .filter(|line| line.kind == MovementKind::TransferOut);
        let to: Vec<_> = sent.map(|line| passed.to(line)).collect();
        assert_eq!(to, [Some("H1"), Some("H2"), Some("H3"), None, None]);
    }

    #[test]
    fn all_sites_together_are_those_that_somebody_knows() {
        let lines = [
            leg(MovementKind::TransferOut, "T1", "D1", "H1"),
            leg(MovementKind::TransferOut, "T2", "D1", "another province"),
            leg(MovementKind::Issue, "I1", "H1", ""),
        ];
        let standing: Vec<&Movement> = lines.iter().collect();
        let passed = Passed::of(&standing);
        let stays = |line| passed.stays_in(line, &SiteTree::default(), Place::Everywhere);
        assert!(stays(&lines[0]) && !stays(&lines[1]));
    }
}
