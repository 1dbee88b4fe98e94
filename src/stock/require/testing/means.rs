//! The people and places of a round: plates, samplers, sites, desks, the laboratory; needed, and at hand where told.

use crate::ledger::tables::Requirement;
use crate::ledger::word::NeedKind;
use crate::policy::Yardstick;
use crate::quantity::{Quantity, div_ceil};

use super::super::super::round::Range;
use super::super::judged;
use super::{Place, range_terms};

/// What there is of people and places, where a user tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Means {
    pub samplers: Option<i64>,
    pub sites: Option<i64>,
    pub desks: Option<i64>,
    /// Reactions a day.
    pub laboratory: Option<i64>,
}

/// How the people and places are called in the column of items.
const PLATE: &str = "pcr_plate";
const SAMPLER: &str = "sampler";
const SITE: &str = "sampling_site";
const DESK: &str = "sampling_desk";
const LABORATORY: &str = "laboratory_reaction_per_day";

/// The rows of a place; none of them is held in a form.
pub fn rows(place: &Place<'_>) -> Vec<Requirement> {
    let (terms, means, round) = (place.terms, &place.asked.means, &place.round);
    let plates = Requirement {
        qty: Quantity::whole(round.plates),
        terms: format!(
            "{} reactions / ({} wells − {} controls) → {}",
            round.tubes,
            terms.plate.most().unwrap_or_default(),
            terms.plate.least().unwrap_or_default(),
            round.plates
        ),
        ..row(place, PLATE, "piece", &terms.plate)
    };
    let samplers = Requirement {
        qty: Quantity::whole(round.samplers),
        terms: place.samplers(),
        ..row(place, SAMPLER, "person", &terms.sampler)
    };
    vec![
        plates,
        judged(samplers, means.samplers.and_then(Quantity::whole)),
        judged(
            of_range(place, SITE, &terms.site, round.sites),
            means.sites.and_then(Quantity::whole),
        ),
        judged(
            of_range(place, DESK, &terms.desk, round.desks),
            means.desks.and_then(Quantity::whole),
        ),
        laboratory(place),
    ]
}

fn row(place: &Place<'_>, item: &str, unit: &str, figure: &Yardstick) -> Requirement {
    Requirement {
        form: None,
        unit: unit.to_owned(),
        days: Some(place.terms.days),
        basis: figure.unit.clone(),
        rule: figure.rule.clone(),
        source: figure.source.clone(),
        ..place.inputs.row(NeedKind::Testing, place.site, item)
    }
}

fn of_range(place: &Place<'_>, item: &str, figure: &Yardstick, range: Range) -> Requirement {
    let (least, most) = (
        figure.least().unwrap_or_default(),
        figure.most().unwrap_or_default(),
    );
    Requirement {
        qty: Quantity::whole(range.fewest),
        need_max: Quantity::whole(range.most),
        terms: range_terms(place.population, least, most, range),
        ..row(place, item, "place", figure)
    }
}

/// What the laboratory has to do a day to be done in time.
fn laboratory(place: &Place<'_>) -> Requirement {
    let (reactions, days) = (place.round.tubes, place.terms.days);
    let a_day = div_ceil(reactions.into(), days.max(1).into());
    let qty = i64::try_from(a_day).ok().and_then(Quantity::whole);
    let row = Requirement {
        form: None,
        unit: "test".to_owned(),
        qty,
        days: Some(days),
        basis: "reactions a day".to_owned(),
        terms: format!(
            "{reactions} reactions / {} → {a_day} a day",
            super::in_days(days)
        ),
        rule: place.terms.id.clone(),
        ..place.inputs.row(NeedKind::Testing, place.site, LABORATORY)
    };
    judged(row, place.asked.means.laboratory.and_then(Quantity::whole))
}
