//! What are the rows of cover about? Lots and rates put together by site, county or prefecture, and by item, category or
//! class.
//!
//! A group is simulated as one store: its lots are used first expiry first at the sum of its rates. That is not the sum
//! or the mean of its members' days, and it says what would last if everything could be shared. Forms are never added
//! up, nor units; goods whose unit nobody states are kept apart. What sites of a group pass on to each other is no use of
//! the group: issues burn, and whoever counts transfers leaves those inside out ([`super::super::burn::BurnInputs`]).
//!
//! A site outside any county or prefecture stands for itself.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::ledger::tables::{Burn, OnHand};
use crate::ledger::word::{Form, Word};
use crate::quantity::{Quantity, Rate};

use super::super::burn::rate_of;
use super::super::on_hand::is_in_store;
use super::desk::Desk;
use super::rate::sum_of_rates;

mod grouping;

pub use grouping::{ALL, Goods, Grouping, Place};

/// Lots of one form that are used up together.
pub struct Group<'a> {
    pub site: &'a str,
    pub item: &'a str,
    pub class: &'a str,
    pub category: &'a str,
    pub unit: &'a str,
    pub form: Form,
    pub lots: Vec<&'a OnHand>,
    /// The rates it is used at, with what each says.
    pub burns: Vec<&'a Burn>,
    /// The sites it is made of, by code.
    pub sites: Vec<&'a str>,
    /// The items it is made of, by code.
    pub items: Vec<&'a str>,
}

/// What a group is known by: site, item, class, category, unit.
type Name<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

/// Every group that is looked at and holds something, or used something and holds none in a store, by its name and form.
pub fn groups<'a>(desk: &'a Desk<'a>) -> Vec<Group<'a>> {
    let (place, sites) = (desk.options.grouping.place, desk.inputs.sites);
    let is_meant = |site: &str, item: &str| desk.looks_at_it(place.code(sites, site), item);
    let burns = desk.burns.iter();
    let burns = burns.filter(|((site, item), _)| is_meant(site, item));
    let units = Units::of(desk);
    let burns = burns.flat_map(|((site, item), burn)| {
        let units = units.of_use(site, item).into_iter();
        units.map(move |unit| (name(desk, site, item, unit), *burn))
    });
    let mut burns: Vec<(Name<'a>, &'a Burn)> = burns.collect();
    burns.sort_by_key(|(name, _)| *name);
    let shelves = desk.shelves.iter();
    let shelves = shelves.filter(|((site, item, _), _)| is_meant(site, item));
    let shelves = shelves.flat_map(|(shelf, lots)| {
        let (site, item, form) = *shelf;
        let apart = units.apart(site, item, lots).into_iter();
        apart.map(move |(unit, lots)| ((name(desk, site, item, unit), form), (site, item), lots))
    });
    let mut shelves: Vec<_> = shelves.collect();
    shelves.sort_by_key(|(group, ..)| *group);
    let mut groups = Vec::with_capacity(shelves.len());
    for shelves in shelves.chunk_by(|(a, ..), (b, ..)| a == b) {
        let (name, form) = shelves[0].0;
        let mut group = Group::of(name, form, of_name(&burns, name));
        for (_, (site, item), lots) in shelves {
            group.lots.extend(lots.iter());
            group.sites.push(site);
            group.items.push(item);
        }
        groups.push(group.in_order());
    }
    groups.extend(gone(&burns, &groups));
    groups.sort_by_key(|group| (group.name(), group.form));
    groups
}

/// Groups that used something and hold none in a store, which `held` are.
fn gone<'a>(burns: &[(Name<'a>, &'a Burn)], held: &[Group<'a>]) -> Vec<Group<'a>> {
    let in_store = held.iter().filter(|group| is_in_store(Some(group.form)));
    let in_store: Vec<Name<'_>> = in_store.map(Group::name).collect();
    let was_needed = |(_, burn): &(Name<'_>, &Burn)| burn.rate.is_none_or(Quantity::is_positive);
    let groups = burns.chunk_by(|(a, _), (b, _)| a == b);
    let gone = groups.filter(|burns| {
        in_store.binary_search(&burns[0].0).is_err() && burns.iter().any(was_needed)
    });
    gone.map(|burns| Group::of(burns[0].0, Form::Physical, burns).in_order())
        .collect()
}

/// The rates of a group, of all that are in the order of their names.
fn of_name<'b, 'a>(
    burns: &'b [(Name<'a>, &'a Burn)],
    name: Name<'a>,
) -> &'b [(Name<'a>, &'a Burn)] {
    let from = burns.partition_point(|(other, _)| *other < name);
    let count = burns[from..].partition_point(|(other, _)| *other == name);
    &burns[from..from + count]
}

/// The units that goods are counted in, where they are put together with others.
struct Units<'a> {
    desk: &'a Desk<'a>,
    /// As the first of their lots anywhere states them.
    stated: HashMap<&'a str, &'a str>,
    /// The goods that no catalogue lists and that lie at one place in several units, by site: with those of the site.
    mixed: BTreeMap<(&'a str, &'a str), BTreeSet<&'a str>>,
}

impl<'a> Units<'a> {
    fn of(desk: &'a Desk<'a>) -> Units<'a> {
        let mut stated = HashMap::new();
        if desk.options.grouping.goods != Goods::Item {
            for ((_, item, _), lots) in &desk.shelves {
                if let Some(unit) = unit_of(lots) {
                    stated.entry(*item).or_insert(unit);
                }
            }
        }
        Units {
            desk,
            stated,
            mixed: mixed(desk),
        }
    }

    /// The unit of an item: that of its lots, else the catalogue's; blank where nobody states one.
    fn of_item(&self, item: &str) -> &'a str {
        let stated = self.stated.get(item).copied();
        stated.unwrap_or_else(|| {
            let listed = self.desk.inputs.catalogue.get(item);
            listed.map_or("", |item| &item.unit)
        })
    }

    /// The units that keep the use of an item at a site apart from others: blank where one item has one unit.
    fn of_use(&self, site: &str, item: &str) -> Vec<&'a str> {
        match (
            self.mixed.get(&(site, item)),
            self.desk.options.grouping.goods,
        ) {
            (Some(units), _) if !units.is_empty() => units.iter().copied().collect(),
            (_, Goods::Item) => vec![""],
            _ => vec![self.of_item(item)],
        }
    }

    /// The lots of a shelf by the units that keep them apart from others; rows that state none belong to those that do,
    /// unless these state several.
    fn apart(
        &self,
        site: &str,
        item: &str,
        lots: &'a [&'a OnHand],
    ) -> Vec<(&'a str, Cow<'a, [&'a OnHand]>)> {
        if self.mixed.contains_key(&(site, item)) {
            let mut by_unit: BTreeMap<&str, Vec<&OnHand>> = BTreeMap::new();
            for lot in lots {
                by_unit.entry(&lot.unit).or_default().push(lot);
            }
            let by_unit = by_unit.into_iter();
            return by_unit
                .map(|(unit, lots)| (unit, Cow::Owned(lots)))
                .collect();
        }
        let unit = match self.desk.options.grouping.goods {
            // One item has one unit, and rows that do not state it belong to those that do.
            Goods::Item => "",
            _ => unit_of(lots).unwrap_or_else(|| self.of_item(item)),
        };
        vec![(unit, Cow::Borrowed(lots))]
    }
}

/// The goods that no catalogue lists and that lie at one place in several units, by site, with the units of each site.
fn mixed<'a>(desk: &'a Desk<'a>) -> BTreeMap<(&'a str, &'a str), BTreeSet<&'a str>> {
    let unlisted = |item: &str| desk.inputs.catalogue.get(item).is_none();
    let shelves = || {
        desk.shelves
            .iter()
            .filter(|((_, item, _), _)| unlisted(item))
    };
    let (place, sites) = (desk.options.grouping.place, desk.inputs.sites);
    let place_of = |site: &'a str, item: &'a str| (place.code(sites, site), item);
    // Nearly all goods lie in one unit: the first that is stated of them.
    let (mut first, mut several) = (HashMap::new(), BTreeSet::new());
    for ((site, item, _), lots) in shelves() {
        let place = place_of(site, item);
        let known = unit_of(lots).map(|unit| *first.entry(place).or_insert(unit));
        if stated_units(lots).any(|unit| known != Some(unit)) {
            several.insert(place);
        }
    }
    let mut of_sites: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    if several.is_empty() {
        return of_sites;
    }
    for ((site, item, _), lots) in shelves() {
        if several.contains(&place_of(site, item)) {
            let units = of_sites.entry((*site, *item)).or_default();
            units.extend(stated_units(lots));
        }
    }
    of_sites
}

/// Whether lots of goods that no catalogue lists state several units, so that they are no sum.
pub fn are_units_mixed(desk: &Desk<'_>, item: &str, lots: &[&OnHand]) -> bool {
    let first = unit_of(lots);
    let mut units = stated_units(lots);
    desk.inputs.catalogue.get(item).is_none() && units.any(|unit| Some(unit) != first)
}

fn unit_of<'a>(lots: &[&'a OnHand]) -> Option<&'a str> {
    stated_units(lots).next()
}

fn stated_units<'a>(lots: &[&'a OnHand]) -> impl Iterator<Item = &'a str> {
    let stated = lots.iter().map(|lot| lot.unit.as_str());
    stated.filter(|unit| !unit.is_empty())
}

fn name<'a>(desk: &'a Desk<'a>, site: &'a str, item: &'a str, unit: &'a str) -> Name<'a> {
    let grouping = desk.options.grouping;
    let listed = desk.inputs.catalogue.get(item);
    let class = listed.map_or("", |item| &*item.class);
    let category = listed.map_or("", |item| &*item.category);
    let site = grouping.place.code(desk.inputs.sites, site);
    // What nobody says the unit of is added to nothing.
    let together = |class, category| match unit {
        "" => (site, item, class, category, ""),
        unit => (site, ALL, class, category, unit),
    };
    match grouping.goods {
        Goods::Item => (site, item, class, category, unit),
        Goods::Category => together(class, category),
        Goods::Class => together(class, ""),
        Goods::Everything => together("", ""),
    }
}

impl<'a> Group<'a> {
    fn of(name: Name<'a>, form: Form, burns: &[(Name<'a>, &'a Burn)]) -> Group<'a> {
        let (site, item, class, category, unit) = name;
        let burns: Vec<&Burn> = burns.iter().map(|(_, burn)| *burn).collect();
        Group {
            site,
            item,
            class,
            category,
            unit,
            form,
            lots: Vec::new(),
            sites: burns.iter().map(|burn| burn.site.as_str()).collect(),
            items: burns.iter().map(|burn| burn.item.as_str()).collect(),
            burns,
        }
    }

    fn name(&self) -> Name<'a> {
        (self.site, self.item, self.class, self.category, self.unit)
    }

    /// The same with each of its sites and items once, by code.
    fn in_order(mut self) -> Group<'a> {
        for names in [&mut self.sites, &mut self.items] {
            names.sort_unstable();
            names.dedup();
        }
        self
    }

    /// What the group uses a day: the sum over those whose rate is known.
    pub fn rate(&self) -> Option<Rate> {
        let rates: Vec<Rate> = self.burns.iter().filter_map(|burn| rate_of(burn)).collect();
        sum_of_rates(rates.into_iter())
    }

    /// Where its rate comes from, or why there is none.
    pub fn basis(&self, rate: Option<Rate>) -> String {
        let known = self.burns.iter().filter(|burn| burn.rate.is_some()).count();
        let reasons = self.burns.iter().filter_map(|burn| burn.reason);
        let reason = reasons.map(Word::id).min();
        match rate {
            None => reason.unwrap_or("no use on record").to_owned(),
            Some(rate) if rate.is_zero() => "no use in the window".to_owned(),
            Some(_) if known < self.burns.len() => {
                format!("burn, {known} of {} rates known", self.burns.len())
            }
            Some(_) => "burn".to_owned(),
        }
    }
}
