//! The people and places of a round: plates, samplers, sites, desks, the laboratory; needed, and at hand where told.

use crate::ledger::tables::Requirement;
use crate::ledger::word::NeedKind;
use crate::policy::Yardstick;
use crate::quantity::Quantity;

use super::super::super::round::{Counted, Range};
use super::super::judged;
use super::part::Part;
use super::{NO_FIGURE, Place, range_terms};

/// What there is of people and places, where a user tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Means {
    pub samplers: Option<i64>,
    pub sites: Option<i64>,
    pub desks: Option<i64>,
    /// Reactions a day.
    pub laboratory: Option<i64>,
}

impl Means {
    /// Whether anything is told of them.
    pub fn are_told(self) -> bool {
        self != Means::default()
    }
}

/// How the people and places are called in the column of items.
const PLATE: &str = "pcr_plate";
const SAMPLER: &str = "sampler";
const SITE: &str = "sampling_site";
const DESK: &str = "sampling_desk";
const LABORATORY: &str = "laboratory_reaction_per_day";

/// The people and places of one round; none of them is held in a form.
pub fn parts(place: &Place<'_>) -> Vec<Part> {
    let (terms, means, round) = (place.terms, &place.asked.means, &place.round);
    let plates = Requirement {
        qty: Counted::Plates.need(round),
        terms: plates(place),
        ..row(place, PLATE, "piece", terms.plate.as_ref())
    };
    let samplers = Requirement {
        qty: Counted::Samplers.need(round),
        terms: place.samplers(),
        ..row(place, SAMPLER, "person", terms.sampler.as_ref())
    };
    let sites = of_range(place, SITE, terms.site.as_ref(), round.sites);
    let desks = of_range(place, DESK, terms.desk.as_ref(), round.desks);
    let told = |row, counted, have: Option<i64>| {
        Part::once(judged(row, have.and_then(Quantity::whole)), counted)
    };
    vec![
        Part::once(plates, Counted::Plates),
        told(samplers, Counted::Samplers, means.samplers),
        told(sites, Counted::Sites, means.sites),
        told(desks, Counted::Desks, means.desks),
        laboratory(place),
    ]
}

/// The plates with the terms they come from; nothing where no figure is in force.
fn plates(place: &Place<'_>) -> String {
    let round = &place.round;
    let Some((plate, plates)) = place.terms.plate.as_ref().zip(round.plates) else {
        return String::new();
    };
    format!(
        "{} reactions / ({} wells − {} controls) → {plates}",
        round.tubes,
        plate.most().unwrap_or_default(),
        plate.least().unwrap_or_default()
    )
}

/// The row of a mean by the figure that it is counted by, if one is in force.
fn row(place: &Place<'_>, item: &str, unit: &str, figure: Option<&Yardstick>) -> Requirement {
    let row = Requirement {
        form: None,
        unit: unit.to_owned(),
        days: Some(place.terms.days),
        ..place.inputs.row(NeedKind::Testing, place.site, item)
    };
    match figure {
        Some(figure) => Requirement {
            basis: figure.unit.clone(),
            rule: figure.rule.clone(),
            source: figure.source.clone(),
            ..row
        },
        None => Requirement {
            basis: NO_FIGURE.to_owned(),
            rule: place.terms.id.clone(),
            ..row
        },
    }
}

fn of_range(
    place: &Place<'_>,
    item: &str,
    figure: Option<&Yardstick>,
    range: Option<Range>,
) -> Requirement {
    let row = row(place, item, "place", figure);
    let Some((figure, range)) = figure.zip(range) else {
        return row;
    };
    let (least, most) = (
        figure.least().unwrap_or_default(),
        figure.most().unwrap_or_default(),
    );
    Requirement {
        qty: Quantity::whole(range.fewest),
        need_max: Quantity::whole(range.most),
        terms: range_terms(place.population, least, most, range),
        ..row
    }
}

/// What the laboratory has to do a day to be done in time.
fn laboratory(place: &Place<'_>) -> Part {
    let (reactions, days) = (place.round.tubes, place.terms.days);
    let counted = Counted::Laboratory { days };
    let a_day = counted.need(&place.round);
    let said = a_day.map_or(String::new(), |a_day| a_day.to_string());
    let row = Requirement {
        form: None,
        unit: "test".to_owned(),
        qty: a_day,
        days: Some(days),
        basis: "reactions a day".to_owned(),
        terms: format!(
            "{reactions} reactions / {} → {said} a day",
            super::in_days(days)
        ),
        rule: place.terms.id.clone(),
        ..place.inputs.row(NeedKind::Testing, place.site, LABORATORY)
    };
    let have = place.asked.means.laboratory.and_then(Quantity::whole);
    Part::once(judged(row, have), counted)
}
