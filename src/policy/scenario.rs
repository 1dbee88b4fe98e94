//! A drill as data: what happens, where, from when until when, in a TOML file.
//!
//! ```toml
//! [scenario]
//! id = "spring-drill"
//! title = "Outbreak in C03, its market closed, its depot lost"
//!
//! [[event]]
//! id = "outbreak"
//! kind = "outbreak"                # outbreak, level, testing, closed, lost, orders, transport
//! sites = ["C03"]                  # a site stands for all sites below it; none: everywhere
//! from = 2022-03-16
//! until = 2022-04-15               # none: no end in sight
//! classes = ["ppe"]                # or items = [..]; neither: all goods
//! level = "I"
//! times = 2.5
//! ```
//!
//! | kind | what happens | its own keys |
//! |---|---|---|
//! | outbreak | the level rises, use multiplies, patients come | level, times, patients |
//! | level | a level is in force, graver or less grave than before | level |
//! | testing | everybody is tested, round after round | area, people, rounds |
//! | closed | sites or enterprises deliver nothing; what was drawn from the sites is drawn elsewhere | sources, to |
//! | lost | stock of sites is gone, or out of reach until the last day | |
//! | orders | orders multiply and few come to deliver them | times, staff, orders_a_day, staff_usual, each_a_day, vehicles, orders_per_vehicle |
//! | transport | what is on its way comes later, or never | sources, delay_days, lost |
//!
//! Every fault of a file is told at its line and column. Whether its sites and goods exist is for the ledger to say.

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Place, Refused, guess};
use crate::ledger::word::Level;
use crate::quantity::Quantity;

mod event;
mod table;

/// A drill.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    pub id: String,
    pub title: String,
    /// In the order of the file.
    pub events: Vec<Happening>,
}

/// One thing that happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    pub id: String,
    /// Where the file says it.
    pub place: Place,
    pub from: Day,
    /// The last day; `None` where no end is in sight.
    pub until: Option<Day>,
    /// A site stands for all sites below it; none for everywhere.
    pub sites: Vec<Named>,
    pub items: Vec<Named>,
    pub classes: Vec<Named>,
    pub what: What,
}

/// A code as a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub code: String,
    pub place: Place,
}

/// What happens.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Outbreak(Outbreak),
    /// This level is in force on its days.
    Level(Level),
    Testing(Testing),
    Closed {
        /// Enterprises and markets that deliver nothing.
        sources: Vec<Named>,
        /// Where that is drawn which was drawn from the sites; `None` where the file does not say.
        to: Option<Vec<Named>>,
    },
    Lost,
    Orders(Orders),
    Transport(Transport),
}

/// The level rises, use multiplies, patients come.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outbreak {
    pub level: Option<Level>,
    pub times: Option<Quantity>,
    /// Patients from each day on until the next, beside those there are.
    pub patients: Vec<(Day, i64)>,
}

/// Everybody is tested.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Testing {
    /// Whose residents are tested; without it those of the sites.
    pub area: Option<Named>,
    /// How many, in place of the residents.
    pub people: Option<i64>,
    pub rounds: Option<i64>,
}

/// Orders multiply and few come to deliver them; what is not said is as the plan has it, or is not told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Orders {
    /// Times the usual orders, least and most.
    pub times: Vec<Quantity>,
    /// The part of the staff at work, as `1/5`.
    pub staff: Option<String>,
    pub orders_a_day: Option<i64>,
    pub staff_usual: Option<i64>,
    pub each_a_day: Option<i64>,
    pub vehicles: Option<i64>,
    pub orders_per_vehicle: Option<i64>,
}

/// What is on its way comes later, or never.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Transport {
    /// From whom; none for everybody.
    pub sources: Vec<Named>,
    /// How much later; without it on the day after the last.
    pub delay_days: Option<i64>,
    pub lost: bool,
}

impl Scenario {
    /// Reads a file of a scenario; `name` is what diagnostics call it.
    ///
    /// Errors: `bad-scenario` for every key and value that is not understood, each at its line and column.
    pub fn parse(text: &str, name: &str) -> Result<Scenario, Refused> {
        let file = table::File { name, text };
        let mut faults = Vec::new();
        let scenario = event::scenario(&file, &mut faults);
        match scenario {
            Some(scenario) if faults.is_empty() => Ok(scenario),
            _ => {
                faults.sort_by_key(|fault: &Diagnostic| fault.place.clone());
                Err(Refused(faults))
            }
        }
    }

    /// The same with codes in the place of names of goods and places, as `item` and `site` know them.
    pub fn by_code(
        mut self,
        item: impl Fn(&str) -> Option<String>,
        site: impl Fn(&str) -> Option<String>,
    ) -> Scenario {
        for event in &mut self.events {
            event.items.iter_mut().for_each(|named| named.give(&item));
            event.places_mut().for_each(|named| named.give(&site));
        }
        self
    }
}

impl Happening {
    /// Every place that it names.
    fn places_mut(&mut self) -> impl Iterator<Item = &mut Named> {
        let (to, area) = match &mut self.what {
            What::Closed { to, .. } => (to.as_mut(), None),
            What::Testing(testing) => (None, testing.area.as_mut()),
            _ => (None, None),
        };
        self.sites
            .iter_mut()
            .chain(to.into_iter().flatten())
            .chain(area)
    }
}

impl Named {
    /// Takes the code of what it names by another word.
    fn give(&mut self, code: impl Fn(&str) -> Option<String>) {
        if let Some(code) = code(&self.code) {
            self.code = code;
        }
    }
}

/// The fault of a code that nothing has: what it is, and the nearest of those there are and of their `names`.
pub fn unknown<'a>(
    named: &Named,
    what: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    names: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let meant = guess(&named.code, known.clone().chain(names));
    let mut all: Vec<&str> = known.collect();
    all.sort_unstable();
    all.dedup();
    let more = all.len() > NAMED_MAX;
    all.truncate(NAMED_MAX);
    let list = match (all.is_empty(), more) {
        (true, _) => format!("no table names a {what}"),
        (false, true) => format!("{what}s are {}, …", all.join(", ")),
        (false, false) => format!("{what}s are {}", all.join(", ")),
    };
    let message = format!("there is no {what} \"{}\"", named.code);
    Diagnostic::error(Code::BadScenario, message)
        .at(named.place.clone())
        .hint(format!("{meant}{list}"))
}

/// How many names a hint lists.
const NAMED_MAX: usize = 8;

#[cfg(test)]
mod tests;
