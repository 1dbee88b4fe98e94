//! Tests of cover: a county with its store and a hospital, the city's store, and the rules of some plans.

use super::*;
use crate::diagnostic::Code;
use crate::ledger::tables::Site;
use crate::ledger::word::{Form, MovementKind, NormBasis, Verdict};
use crate::policy::Policy;
use crate::quantity::Quantity;

mod by_site;
mod days;
mod standards;
mod states;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn lot(site: &str, item: &str, form: Form, qty: i64, expiry: &str) -> OnHand {
    OnHand {
        lot: format!("L{expiry}"),
        form: Some(form),
        qty: pieces(qty),
        expiry: Day::parse(expiry),
        unit_cost: Some(crate::quantity::Price::from_steps(20_000)),
        ..OnHand::new(day("2022-03-15"), site, item)
    }
}

fn physical(site: &str, item: &str, qty: i64) -> OnHand {
    lot(site, item, Form::Physical, qty, "2030-01-01")
}

fn burn(site: &str, item: &str, used: i64, days: i64) -> Burn {
    Burn {
        rate: Some(pieces(1)),
        days: Some(days),
        days_out: Some(0),
        used: Some(pieces(used)),
        ..Burn::blank(day("2022-03-15"), site, item)
    }
}

fn item(code: &str, class: &str) -> Item {
    Item {
        name: code.to_owned(),
        class: class.to_owned(),
        unit: "piece".to_owned(),
        ..Item::unlisted(code)
    }
}

fn site(code: &str, parent: &str, level: &str, population: Option<i64>) -> Site {
    Site {
        site: code.to_owned(),
        name: String::new(),
        parent: parent.to_owned(),
        level: level.to_owned(),
        class: String::new(),
        lat: None,
        lon: None,
        risk: String::new(),
        population: population.and_then(Quantity::whole),
        beds: None,
    }
}

fn norm(scope: &str, item: &str, rate: i64, basis: NormBasis) -> Norm {
    Norm {
        scope: scope.to_owned(),
        item: item.to_owned(),
        rate: pieces(rate),
        unit: String::new(),
        basis,
        source: String::new(),
        occasion: None,
    }
}

/// A county with its store and a hospital beside the city's store, and the rules of some plans.
struct Desktop {
    onhand: Vec<OnHand>,
    burn: Vec<Burn>,
    movements: Vec<Movement>,
    catalogue: Catalogue,
    sites: SiteTree,
    norms: Vec<Norm>,
    inbound: Vec<Inbound>,
    rules: Rules,
}

impl Desktop {
    fn under(profiles: &[&str]) -> Desktop {
        let policies: Vec<Policy> = profiles
            .iter()
            .map(|id| Policy::built_in(id).unwrap_or_else(|error| panic!("{error}")))
            .collect();
        Desktop {
            onhand: Vec::new(),
            burn: Vec::new(),
            movements: Vec::new(),
            catalogue: Catalogue::new([
                item("medicine", "medicine"),
                item("surgical_mask", "ppe"),
                item("nat_reagent", "reagent"),
                item("swab", "reagent"),
            ]),
            sites: SiteTree::new([
                site("C0", "", "city", None),
                site("D0", "C0", "city", None),
                site("C1", "C0", "county", Some(10_000)),
                site("D1", "C1", "county", None),
                site("H1", "C1", "institution", None),
            ]),
            norms: Vec::new(),
            inbound: Vec::new(),
            rules: Rules::of(&policies).expect("one plan does not contradict itself"),
        }
    }

    fn answer(
        &self,
        change: impl Fn(CoverOptions) -> CoverOptions,
    ) -> Result<CoverAnswer, Refused> {
        cover(&self.inputs(), &change(CoverOptions::on(day("2022-03-15"))))
    }

    fn inputs(&self) -> CoverInputs<'_> {
        CoverInputs {
            onhand: &self.onhand,
            burn: &self.burn,
            area_burn: &[],
            movements: &self.movements,
            issued: None,
            usage: &[],
            catalogue: &self.catalogue,
            sites: &self.sites,
            staff: &[],
            people: &[],
            events: &[],
            norms: &self.norms,
            inbound: &self.inbound,
            knows_orders: !self.inbound.is_empty(),
            arrivals: None,
            outlook: None,
            rules: &self.rules,
        }
    }

    fn rows(&self) -> Vec<Cover> {
        self.answer(|options| options)
            .expect("no level is scaled")
            .cover
    }

    fn row(&self, site: &str, item: &str, standard: &str) -> Cover {
        let mut rows = self.rows().into_iter();
        rows.find(|row| (&*row.site, &*row.item, &*row.standard) == (site, item, standard))
            .unwrap_or_else(|| panic!("no row of {item} at {site} under {standard:?}"))
    }
}
