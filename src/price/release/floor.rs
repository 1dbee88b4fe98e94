//! What stays in the stores of the reserve: what somebody keeps there, and what standards ask of the areas they are of.
//!
//! Shape: a floor for each (site, item). A standard speaks of an area and is held against what all its own stores keep
//! together, as in `stock cover`: a store that gives nothing keeps all it has, and those that give keep the rest.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::tables::{Cover, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;
use crate::stock::cover::area::Areas;
use crate::stock::cover::pickable;

/// What stays, by (site, item).
pub type Floors = BTreeMap<(String, String), Quantity>;

/// What floors are worked out from.
#[derive(Debug, Clone, Copy)]
pub struct FloorInputs<'a> {
    /// What is to be kept whatever standards say, by site and item.
    pub kept: &'a [(String, String, Quantity)],
    pub cover: &'a [Cover],
    pub onhand: &'a [OnHand],
    pub sites: &'a SiteTree,
    /// The stores that give.
    pub from: &'a [String],
    pub as_of: Day,
}

/// The floors of the stores that give.
pub fn floors(inputs: &FloorInputs) -> Floors {
    let mut floors = Floors::new();
    for (site, item, qty) in inputs.kept {
        raise(&mut floors, (site.clone(), item.clone()), *qty);
    }
    let areas = Areas::new(inputs.sites);
    let free = free(inputs);
    for (area, item, need) in needs(inputs) {
        let stores: Vec<&str> = match areas.own_stores(area) {
            [] => vec![area],
            stores => stores.to_vec(),
        };
        keep(&mut floors, (&stores, item, need), &free, inputs);
    }
    floors
}

/// Keeps a need of stores together: each that gives keeps of it what it has, in their order, until it is met.
fn keep(
    floors: &mut Floors,
    (stores, item, need): (&[&str], &str, Quantity),
    free: &BTreeMap<(&str, &str), Quantity>,
    inputs: &FloorInputs,
) {
    let gives = |store: &&&str| inputs.from.iter().any(|giver| giver == **store);
    let key = |store: &str| (store.to_owned(), item.to_owned());
    let there = |store: &str| free.get(&(store, item)).copied().unwrap_or_default();
    let floor = |floors: &Floors, store| floors.get(&key(store)).copied().unwrap_or_default();
    let kept = stores.iter().map(|store| match gives(&store) {
        true => there(store).min(floor(floors, store)),
        false => there(store),
    });
    let kept: Quantity = kept.sum();
    let mut open = (need - kept).or_zero();
    let giving: Vec<&str> = stores.iter().filter(gives).copied().collect();
    let Some(last) = giving.last().copied() else {
        return;
    };
    for store in giving {
        let kept = there(store).min(floor(floors, store));
        let more = match store == last {
            // What is there nowhere is asked for all the same.
            true => open,
            false => open.min(there(store) - kept),
        };
        raise(floors, key(store), kept + more);
        open -= more;
    }
}

fn raise(floors: &mut Floors, goods: (String, String), qty: Quantity) {
    let floor = floors.entry(goods).or_default();
    *floor = (*floor).max(qty);
}

/// What standards ask for at least of physical stock, by area and item: those of the lowest areas first, because what is
/// kept there counts for the areas above as well.
fn needs<'a>(inputs: &FloorInputs<'a>) -> Vec<(&'a str, &'a str, Quantity)> {
    let mut most: BTreeMap<(Reverse<usize>, &str, &str), Quantity> = BTreeMap::new();
    let is_physical = |row: &&Cover| row.form.is_none_or(|form| form == Form::Physical);
    for row in inputs.cover.iter().filter(is_physical) {
        if let Some(need) = row.need_min {
            let depth = inputs.sites.upwards(&row.site).len();
            let stands = most
                .entry((Reverse(depth), &row.site, &row.item))
                .or_default();
            *stands = need.max(*stands);
        }
    }
    let needs = most.into_iter();
    needs
        .map(|((_, area, item), qty)| (area, item, qty))
        .collect()
}

/// What physical goods can be picked, by site and item.
fn free<'a>(inputs: &FloorInputs<'a>) -> BTreeMap<(&'a str, &'a str), Quantity> {
    let mut free: BTreeMap<(&str, &str), Quantity> = BTreeMap::new();
    let is_physical = |row: &&OnHand| row.form.is_none_or(|form| form == Form::Physical);
    for row in inputs.onhand.iter().filter(is_physical) {
        let there = free.entry((&row.site, &row.item)).or_default();
        *there += pickable(row, inputs.as_of);
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::cell::Cell;
    use crate::ledger::table::Field;
    use crate::ledger::tables::Site;
    use crate::ledger::{Column, Record as _, Row, Table};
    use crate::price::watch::fixture::day;

    fn kg(count: i64) -> Quantity {
        Quantity::whole(count).expect("a small number")
    }

    /// What a standard asks of rice in a county.
    fn cover(need: i64) -> Cover {
        let cell = |field: &Field| match field.column {
            Column::AsOf => day("2022-03-15").into(),
            Column::Site => Cell::Text("C1".into()),
            Column::Item => Cell::Text("rice".into()),
            Column::OnHand | Column::Usable => kg(160).into(),
            Column::NeedMin => kg(need).into(),
            _ => Cell::Empty,
        };
        Cover::from_row(&Row {
            table: Table::Cover,
            cells: Table::Cover.fields().iter().map(cell).collect(),
            place: None,
        })
    }

    /// The floors of rice at two stores of a county, of which one or both give, with what the county needs.
    fn kept(from: &[&str], need: i64) -> Vec<(String, Quantity)> {
        let site = |code: &str, parent: &str| Site {
            parent: parent.to_owned(),
            level: "county".to_owned(),
            ..Site::unlisted(code)
        };
        let sites = SiteTree::new(vec![site("C1", ""), site("D1", "C1"), site("D2", "C1")]);
        let lot = |site, qty| OnHand {
            qty: kg(qty),
            ..OnHand::new(day("2022-03-15"), site, "rice")
        };
        let from: Vec<String> = from.iter().map(|site| (*site).to_owned()).collect();
        let floors = floors(&FloorInputs {
            kept: &[],
            cover: &[cover(need)],
            onhand: &[lot("D1", 100), lot("D2", 60)],
            sites: &sites,
            from: &from,
            as_of: day("2022-03-15"),
        });
        floors
            .into_iter()
            .map(|((site, _), qty)| (site, qty))
            .collect()
    }

    #[test]
    fn what_an_area_needs_stays_in_its_stores_together() {
        let floor = |site: &str, qty| (site.to_owned(), kg(qty));
        assert_eq!(
            kept(&["D1", "D2"], 130),
            [floor("D1", 100), floor("D2", 30)]
        );
        // A store that gives nothing keeps all it has.
        assert_eq!(kept(&["D1"], 130), [floor("D1", 70)]);
        assert_eq!(kept(&["D1"], 60), [floor("D1", 0)]);
        // More than there is.
        assert_eq!(
            kept(&["D1", "D2"], 170),
            [floor("D1", 100), floor("D2", 70)]
        );
    }
}
