//! What stays in the stores of the reserve: what somebody keeps there, and what standards ask of the areas they are of.
//!
//! Shape: a floor for each (site, item). A standard speaks of an area and is held against what all its own stores keep
//! together, as in `stock cover`: a store that gives nothing keeps all it has, and those that give keep the rest. What is
//! asked of a category or a class, in a row of cover without an item of its own, its goods keep together as well: what
//! single items keep counts, and the rest stays of them in the order of their codes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Cover, OnHand};
use crate::ledger::word::Form;
use crate::ledger::{Catalogue, SiteTree};
use crate::quantity::Quantity;
use crate::stock::cover::area::Areas;
use crate::stock::cover::group::ALL;
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
    /// Of which category and class each item is.
    pub catalogue: &'a Catalogue,
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
    for need in needs(inputs) {
        let stores: Vec<&str> = match areas.own_stores(need.area) {
            [] => vec![need.area],
            stores => stores.to_vec(),
        };
        let items = need.goods.items(&free, inputs.catalogue);
        let places = items.iter();
        let places = places.flat_map(|item| stores.iter().map(move |store| (*store, *item)));
        keep(
            &mut floors,
            &Vec::from_iter(places),
            need.qty,
            &free,
            inputs,
        );
    }
    floors
}

/// Keeps a need of places together: each whose store gives keeps of it what it has, in their order, until it is met.
fn keep(
    floors: &mut Floors,
    places: &[(&str, &str)],
    need: Quantity,
    free: &Free<'_>,
    inputs: &FloorInputs,
) {
    let gives = |(store, _): &&(&str, &str)| inputs.from.iter().any(|giver| giver == store);
    let key = |(store, item): (&str, &str)| (store.to_owned(), item.to_owned());
    let there = |place: (&str, &str)| free.get(&place).copied().unwrap_or_default();
    let floor =
        |floors: &Floors, place: (&str, &str)| floors.get(&key(place)).copied().unwrap_or_default();
    let kept = places.iter().map(|place| match gives(&place) {
        true => there(*place).min(floor(floors, *place)),
        false => there(*place),
    });
    let kept: Quantity = kept.sum();
    let mut open = (need - kept).or_zero();
    let giving: Vec<(&str, &str)> = places.iter().filter(gives).copied().collect();
    let Some(last) = giving.last().copied() else {
        return;
    };
    for place in giving {
        let kept = there(place).min(floor(floors, place));
        let more = match place == last {
            // What is there nowhere is asked for all the same.
            true => open,
            false => open.min(there(place) - kept),
        };
        raise(floors, key(place), kept + more);
        open -= more;
    }
}

fn raise(floors: &mut Floors, goods: (String, String), qty: Quantity) {
    let floor = floors.entry(goods).or_default();
    *floor = (*floor).max(qty);
}

/// What is asked for of some goods in an area.
struct Need<'a> {
    area: &'a str,
    goods: Goods<'a>,
    qty: Quantity,
}

/// The goods that a row of cover is about: an item, or all of a category, of a class, or of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Goods<'a> {
    Item(&'a str),
    /// Class, category and unit; empty where the row does not say.
    All(&'a str, &'a str, &'a str),
}

impl<'a> Goods<'a> {
    fn of(row: &'a Cover) -> Goods<'a> {
        match &*row.item {
            ALL => Goods::All(&row.class, &row.category, &row.unit),
            item => Goods::Item(item),
        }
    }

    /// The codes of its items, of goods without an item of their own those that lie anywhere.
    fn items(self, free: &Free<'a>, catalogue: &Catalogue) -> Vec<&'a str> {
        let (class, category, unit) = match self {
            Goods::Item(item) => return vec![item],
            Goods::All(class, category, unit) => (class, category, unit),
        };
        let is_said = |word: &str, said: &str| said.is_empty() || said == word;
        let is_of_it = |item: &&str| {
            catalogue.get(item).is_some_and(|item| {
                let named = is_said(&item.class, class) && is_said(&item.category, category);
                named && is_said(&item.unit, unit)
            })
        };
        let held: BTreeSet<&str> = free.keys().map(|(_, item)| *item).collect();
        held.into_iter().filter(is_of_it).collect()
    }
}

/// What standards ask for at least of physical stock, by area and goods: those of the lowest areas first, because what is
/// kept there counts for the areas above as well, and of single items before those of many.
fn needs<'a>(inputs: &FloorInputs<'a>) -> Vec<Need<'a>> {
    let mut most: BTreeMap<(Reverse<usize>, Goods, &str), Quantity> = BTreeMap::new();
    let is_physical = |row: &&Cover| Form::stated(row.form) == Form::Physical;
    for row in inputs.cover.iter().filter(is_physical) {
        if let Some(need) = row.need_min {
            let depth = inputs.sites.upwards(&row.site).len();
            let stands = most
                .entry((Reverse(depth), Goods::of(row), &row.site))
                .or_default();
            *stands = need.max(*stands);
        }
    }
    let need = |((_, goods, area), qty)| Need { area, goods, qty };
    most.into_iter().map(need).collect()
}

/// Quantities by site and item.
type Free<'a> = BTreeMap<(&'a str, &'a str), Quantity>;

/// What physical goods can be picked, by site and item.
fn free<'a>(inputs: &FloorInputs<'a>) -> Free<'a> {
    let mut free = Free::new();
    let is_physical = |row: &&OnHand| Form::stated(row.form) == Form::Physical;
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
            catalogue: &Catalogue::default(),
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
