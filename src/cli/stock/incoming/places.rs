//! Places that sheets write by the name that table site has beside their code.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::Column;
use crate::ledger::site_names::SiteNames;
use crate::ledger::tables::Site;

use super::Incoming;

/// Places shown of more.
const SHOWN: usize = 8;

/// What became of the places of an import.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Names that were written, with the codes that they got.
    pub named: BTreeMap<String, String>,
    /// Places of rows that the table has neither as code nor as name.
    pub unlisted: BTreeSet<String>,
}

impl Incoming {
    /// Gives places that are written by a name of table `site` their codes.
    ///
    /// A name that several sites have says nothing, and one under which the ledger keeps stock, as `keepers` has it, stays:
    /// its book goes on.
    pub fn name_places(&mut self, sites: &[Site], keepers: &BTreeSet<String>) -> Places {
        let mut places = Places::default();
        let names = SiteNames::of(sites);
        for row in self.movements.iter_mut().chain(&mut self.balances) {
            for column in [Column::Site, Column::Counterparty] {
                let Some(at) = row.table.position(column) else {
                    continue;
                };
                let written = row.cells[at].text().unwrap_or("").to_owned();
                let is_code = written.is_empty() || names.has_code(&written);
                match names
                    .code_of(&written)
                    .filter(|_| !keepers.contains(&written))
                {
                    _ if is_code => {}
                    Some(code) => {
                        row.cells[at] = code.to_owned().into();
                        places.named.insert(written, code.to_owned());
                    }
                    None if column == Column::Site => {
                        places.unlisted.insert(written);
                    }
                    None => {}
                }
            }
        }
        places
    }
}

impl Places {
    /// The warning of places that the table does not list.
    pub fn warning(&self) -> Option<Diagnostic> {
        let unlisted: Vec<String> = self.unlisted.iter().cloned().collect();
        let shown = shown(&unlisted);
        let message = format!("not in table site, and places of their own: {shown}");
        let hint = "no level, class or area is known of them: add them to site.csv of the ledger, or write the code or name that stands there";
        (!unlisted.is_empty()).then(|| Diagnostic::warning(Code::BadWord, message).hint(hint))
    }
}

/// What is said of the places that were `named`, each with its code; nothing where there are none.
pub fn in_words(named: &BTreeMap<String, String>) -> Option<String> {
    let named = named.iter();
    let named: Vec<String> = named
        .map(|(name, code)| format!("{name} is {code}"))
        .collect();
    let shown = shown(&named);
    (!named.is_empty()).then(|| format!("repaired: places given by name: {shown}"))
}

/// The first of several, and how many there are more.
fn shown(all: &[String]) -> String {
    let first = all[..all.len().min(SHOWN)].join(", ");
    match all.len().saturating_sub(SHOWN) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
