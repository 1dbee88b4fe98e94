//! The sections of the daily report: what each is called, and which tables it is made of.

use crate::ledger::Table;
use crate::report::words::Label;

/// A section of the daily report, in the order it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Banner,
    Headline,
    Changes,
    Stock,
    Cover,
    Units,
    Necessities,
    Transport,
    Sharing,
    Replenish,
    Rotation,
    Prices,
    Checks,
    Quality,
    Tallies,
    Funds,
    Sources,
}

/// One section.
struct Entry {
    part: Part,
    /// What `--section` and the anchor of the page call it.
    id: &'static str,
    title: Label,
    tables: &'static [Table],
    /// Whether it stands in the report although none of its tables was supplied.
    is_usual: bool,
}

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { part: Part::Banner, id: "banner", title: Label::Banner, tables: &[Table::Event, Table::Cover], is_usual: true },
    Entry { part: Part::Headline, id: "headline", title: Label::Headline, tables: &[Table::Cover, Table::Unmet, Table::Stage, Table::Alert, Table::Finding], is_usual: true },
    Entry { part: Part::Changes, id: "changes", title: Label::Changes, tables: &[], is_usual: false },
    Entry { part: Part::Stock, id: "stock", title: Label::Stock, tables: &[Table::Onhand, Table::Burn], is_usual: true },
    Entry { part: Part::Cover, id: "cover", title: Label::Cover, tables: &[Table::Cover], is_usual: true },
    Entry { part: Part::Units, id: "units", title: Label::Units, tables: &[Table::Usage], is_usual: false },
    Entry { part: Part::Necessities, id: "necessities", title: Label::Necessities, tables: &[Table::Reporting, Table::Supply], is_usual: false },
    Entry { part: Part::Transport, id: "transport", title: Label::Transport, tables: &[Table::Inbound, Table::Road, Table::Dispatch], is_usual: false },
    Entry { part: Part::Sharing, id: "sharing", title: Label::Sharing, tables: &[Table::Request, Table::Allocation, Table::Transfer, Table::Unmet, Table::Fairness], is_usual: true },
    Entry { part: Part::Replenish, id: "replenish", title: Label::Replenish, tables: &[Table::Replenishment], is_usual: false },
    Entry { part: Part::Rotation, id: "rotation", title: Label::Rotation, tables: &[Table::Stage, Table::Waste, Table::Residual], is_usual: true },
    Entry { part: Part::Prices, id: "prices", title: Label::Prices, tables: &[Table::Quote, Table::Change, Table::Alert], is_usual: true },
    Entry { part: Part::Checks, id: "checks", title: Label::Checks, tables: &[Table::Finding], is_usual: true },
    Entry { part: Part::Quality, id: "quality", title: Label::Quality, tables: &[Table::Inspection, Table::Breach], is_usual: false },
    Entry { part: Part::Tallies, id: "tallies", title: Label::Tallies, tables: &[Table::Tally], is_usual: false },
    Entry { part: Part::Funds, id: "funds", title: Label::Funds, tables: &[Table::Account], is_usual: false },
    Entry { part: Part::Sources, id: "sources", title: Label::Freshness, tables: &[], is_usual: true },
];

impl Part {
    /// Every section, in the order it is read.
    pub fn all() -> impl Iterator<Item = Part> {
        ENTRIES.iter().map(|entry| entry.part)
    }

    /// The section of an id.
    pub fn from_id(id: &str) -> Option<Part> {
        let entry = ENTRIES.iter().find(|entry| entry.id == id);
        entry.map(|entry| entry.part)
    }

    /// What `--section` and the anchor of the page call it.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// What its heading says.
    pub fn title(self) -> Label {
        self.entry().title
    }

    /// The tables it is made of.
    pub fn tables(self) -> &'static [Table] {
        self.entry().tables
    }

    /// Whether it stands in the report although none of its tables was supplied.
    pub fn is_usual(self) -> bool {
        self.entry().is_usual
    }

    /// Whether it may be published: nothing in it names a market, an enterprise or a person.
    pub fn is_public(self) -> bool {
        matches!(self, Part::Prices | Part::Tallies)
    }

    fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_stands_at_its_place() {
        for (at, part) in Part::all().enumerate() {
            assert_eq!(part as usize, at);
            assert_eq!(Part::from_id(part.id()), Some(part));
        }
    }
}
