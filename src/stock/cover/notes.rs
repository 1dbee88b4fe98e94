//! What cover cannot tell: goods whose class nobody knows, a table of sites that is missing, levels that nobody stated.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::Catalogue;
use crate::ledger::word::{Level, Word};

use super::desk::Desk;

/// What no standard can speak of, and levels that nobody stated.
pub fn notes(desk: &Desk<'_>) -> Vec<Diagnostic> {
    let (needing, unknown) = unplaced_items(desk);
    let unplaced = |item| unplaced(item, needing, desk.inputs.catalogue);
    let mut notes: Vec<Diagnostic> = unknown.into_iter().map(unplaced).collect();
    notes.extend(without_sites(desk));
    notes.extend(without_level(desk));
    notes
}

/// Items that a standard cannot place: what their class is no catalogue says. With the id of the first such standard.
pub fn unplaced_items<'d>(desk: &'d Desk<'_>) -> (&'d str, BTreeSet<&'d str>) {
    let standards = &desk.inputs.rules.standards;
    let needing = standards
        .iter()
        .find(|standard| standard.items.need_catalogue());
    let Some(standard) = needing else {
        return ("", BTreeSet::new());
    };
    let held = desk.shelves.keys().map(|(_, item, _)| *item);
    let used = desk.burns.keys().map(|(_, item)| *item);
    let catalogue = desk.inputs.catalogue;
    let unknown = held
        .chain(used)
        .filter(|item| catalogue.get(item).is_none());
    (&standard.id, unknown.collect())
}

/// Standards speak of sites by their level and class, which table `site` alone knows.
fn without_sites(desk: &Desk<'_>) -> Option<Diagnostic> {
    let has_sites = desk.inputs.sites.sites().next().is_some();
    (!desk.inputs.rules.standards.is_empty() && !has_sites).then(|| {
        let message = "no site has a level or class, so no standard applies: table site is missing";
        let hint = "hand in table site with the level and class of each site";
        Diagnostic::warning(Code::MissingTable, message).hint(hint)
    })
}

/// A standard of some response levels holds at no site whose level nobody states.
fn without_level(desk: &Desk<'_>) -> Option<Diagnostic> {
    let mut standards = desk.inputs.rules.standards.iter();
    let is_by_level =
        standards.any(|standard| !Level::ALL.iter().all(|level| standard.applies_at(*level)));
    if !is_by_level {
        return None;
    }
    let sites: BTreeSet<&str> = desk.shelves.keys().map(|(site, ..)| *site).collect();
    let sites = sites.into_iter();
    let silent = sites.filter(|site| desk.level(site).is_none()).count();
    (silent > 0).then(|| {
        let message =
            format!("no response level is known for {silent} of the sites; none is taken");
        Diagnostic::warning(Code::MissingTable, message).hint("hand in table event, or say --level")
    })
}

fn unplaced(item: &str, standard: &str, catalogue: &Catalogue) -> Diagnostic {
    let message = format!(
        "item \"{item}\" is not in the catalogue, and {standard} needs its class; no standard judges it"
    );
    Diagnostic::warning(Code::UnknownItem, message).hint(what_it_may_be(item, catalogue))
}

/// What to write of an item that no catalogue lists.
fn what_it_may_be(item: &str, catalogue: &Catalogue) -> String {
    let meant = match catalogue.kinds(item).as_slice() {
        [] => catalogue.nearest(item).map(str::to_owned),
        [one] => Some(one.item.clone()),
        kinds => {
            let kinds = kinds.iter();
            let kinds = kinds.map(|kind| format!("{} ({})", kind.name, kind.item));
            let kinds = kinds.collect::<Vec<_>>().join(", ");
            return format!(
                "it may be one of {kinds}: write which, or add it to table item with its class"
            );
        }
    };
    let meant = meant.map_or(String::new(), |near| format!("did you mean {near}? "));
    format!("{meant}add it to table item with its class")
}
