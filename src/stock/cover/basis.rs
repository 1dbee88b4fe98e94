//! What a day or a round of a standard is counted on, and where that figure comes from.
//!
//! | basis | first | else |
//! |---|---|---|
//! | full load | norm × posts or beds | highest daily use on record, labelled (D-18) |
//! | basic | norm | use over available days (D-16) |
//! | peak use | highest sum of N days on record | peak day × N, labelled (D-17) |
//! | sales | use over available days: an issue of a shop is a sale | |
//! | production | norm: what normal production takes a day | use over available days, labelled |
//! | resident | so much a day for each resident of the area | |
//! | fixed | the quantity itself | |
//! | testing round | residents, pooled; protective goods for the samplers only (D-19) | |
//!
//! A durable good is not used up: at full load the norm asks for it once, and its issues are no use on record.
//!
//! Anything else is not assessable, and the row says why. Where some rates of an area are not known, its need is at least
//! the sum of the others: less than that is short, and more is not assessable, because unknown is not nothing.

use crate::calendar::Day;
use crate::ledger::tables::Item;
use crate::policy::{Basis, Standard, TestingRound};
use crate::quantity::{Quantity, Rate, THOUSANDTHS};

use super::super::need::{Band, band};
use super::super::peak::highest;
use super::super::record::Series;
use super::super::round::{Counted, round};
use super::desk::{Desk, Pace};
use super::norm::times;
use super::rate::AreaUse;

/// The percentage of an amount that is not scaled.
const WHOLE: i64 = 100;

/// What a standard asks of one site for one item.
pub struct Asked {
    /// `None` where the standard cannot be assessed; `basis` says why.
    pub band: Option<Band>,
    /// How fast the site's stock goes on the standard's own terms; `None` where use as it is has to do.
    pub pace: Option<Pace>,
    pub basis: String,
    /// Days within which the whole need is used up, where it is a need of a round.
    pub round_days: Option<i64>,
    /// Whether it is the least that may be asked, because not all rates of the area are known.
    pub is_least: bool,
}

/// What `standard` asks of the area of `site` for `item`, at `percent` of the basic amount.
pub fn asked(
    desk: &Desk<'_>,
    standard: &Standard,
    site: &str,
    item: &Item,
    percent: Option<i64>,
) -> Asked {
    let daily = |daily: Option<(Pace, String)>, missing: &str| match daily {
        Some((pace, basis)) => of_days(standard, pace, basis, percent),
        None => not_assessable(missing),
    };
    let norm = || {
        desk.norm(site, &item.item)
            .map(|norm| (Pace::Own(norm.rate), norm.basis))
    };
    let used_now = desk.area_use(site, &item.item);
    let used_now = used_now.filter(|used| !used.rate.is_zero());
    let use_now = |basis: &str| used_now.map(|used| (Pace::Use(used.rate), of_rates(basis, used)));
    let by_use = |norm: Option<(Pace, String)>, basis: &str, missing: &str| Asked {
        is_least: norm.is_none() && used_now.is_some_and(|used| used.is_least()),
        ..daily(norm.or_else(|| use_now(basis)), missing)
    };
    let is_durable = desk.inputs.catalogue.is_durable(&item.item);
    match standard.need.basis {
        Basis::FullLoad if is_durable => match norm() {
            Some((pace, basis)) => kept_once(pace.rate(), &basis),
            None => not_assessable("a durable good has no norm"),
        },
        Basis::FullLoad => daily(
            norm().or_else(|| highest_day(desk, site, item)),
            "no norm and no use on record",
        ),
        Basis::Basic => by_use(norm(), "burn", "no norm and no use"),
        Basis::Sales => by_use(None, "sales", "no sales"),
        Basis::PeakUse => {
            let daily = every_day(&desk.record(site, &item.item), desk.options.as_of);
            peak_use(standard, &daily, percent)
        }
        Basis::TestingRound => match &desk.inputs.rules.testing_round {
            Some(terms) => testing_round(desk, standard, terms, site, item),
            None => not_assessable("no policy says what a testing round takes"),
        },
        Basis::Production => by_use(
            norm(),
            "material issued",
            "normal production is not on record",
        ),
        Basis::Resident => daily(
            of_residents(desk, standard, site),
            "no population, or no amount a resident",
        ),
        Basis::Fixed => fixed(standard),
    }
}

/// What a use is called, with how many of its rates are known where some are not.
fn of_rates(basis: &str, used: AreaUse) -> String {
    match used.is_least() {
        true => format!("{basis}, {} of {} rates known", used.known, used.of),
        false => basis.to_owned(),
    }
}

/// A durable good is there for every day: what the norm asks for, once, however many days the standard counts.
///
/// Rule: `S22`.
fn kept_once(rate: Rate, basis: &str) -> Asked {
    Asked {
        band: band(rate, 1, None, WHOLE),
        pace: None,
        basis: format!("{basis}, once: durable"),
        round_days: None,
        is_least: false,
    }
}

/// What the residents of an area take a day.
fn of_residents(desk: &Desk<'_>, standard: &Standard, site: &str) -> Option<(Pace, String)> {
    let each = Quantity::from_thousandths(standard.need.per_resident?);
    let people = desk.population(site)?;
    let rate = times(each, people)?;
    Some((Pace::Own(rate), format!("{people} people, {each} a day")))
}

/// A quantity that the plan states as such.
fn fixed(standard: &Standard) -> Asked {
    let one = Rate::daily(Quantity::from_thousandths(THOUSANDTHS));
    let bounds = standard.bounds();
    Asked {
        band: bounds.and_then(|(low, high)| band(one, low, high, WHOLE)),
        pace: None,
        basis: format!("fixed, in {}", standard.need.unit),
        round_days: None,
        is_least: false,
    }
}

fn not_assessable(why: &str) -> Asked {
    Asked {
        band: None,
        pace: None,
        basis: format!("not assessable: {why}"),
        round_days: None,
        is_least: false,
    }
}

fn of_days(standard: &Standard, pace: Pace, basis: String, percent: Option<i64>) -> Asked {
    let band = standard
        .bounds()
        .and_then(|(low, high)| band(pace.rate(), low, high, percent.unwrap_or(WHOLE)));
    let scaled = percent.map_or(String::new(), |percent| format!(" at {percent}%"));
    Asked {
        band,
        pace: Some(pace),
        basis: format!("{basis}{scaled}"),
        round_days: None,
        is_least: false,
    }
}

fn highest_day(desk: &Desk<'_>, site: &str, item: &Item) -> Option<(Pace, String)> {
    let record = desk.record(site, &item.item);
    let day = record
        .values()
        .max()
        .copied()
        .filter(|qty| qty.is_positive())?;
    Some((
        Pace::Own(Rate::daily(day)),
        "highest day on record".to_owned(),
    ))
}

fn peak_use(standard: &Standard, daily: &[Quantity], percent: Option<i64>) -> Asked {
    let Some((low, _)) = standard.bounds() else {
        return not_assessable("the standard names no days");
    };
    let Some(peak_day) = daily.iter().max().copied().filter(|qty| qty.is_positive()) else {
        return not_assessable("no use on record");
    };
    let window = usize::try_from(low).unwrap_or(usize::MAX);
    let highest = highest(daily, window).and_then(|peak| Rate::over(peak.sum, low));
    match highest {
        Some(rate) => of_days(
            standard,
            Pace::Own(rate),
            format!("peak of {low} days"),
            percent,
        ),
        None => {
            let basis = format!("peak day x {low}, the record is shorter");
            of_days(standard, Pace::Own(Rate::daily(peak_day)), basis, percent)
        }
    }
}

/// A series with its days without use, from the first day on record to `as_of`: a quiet day is a day on record.
fn every_day(record: &Series, as_of: Day) -> Vec<Quantity> {
    let Some((first, _)) = record.first_key_value() else {
        return Vec::new();
    };
    let days = 0..=as_of.days_since(*first);
    days.map(|offset| {
        record
            .get(&first.plus_days(offset))
            .copied()
            .unwrap_or_default()
    })
    .collect()
}

fn testing_round(
    desk: &Desk<'_>,
    standard: &Standard,
    terms: &TestingRound,
    site: &str,
    item: &Item,
) -> Asked {
    let Some(population) = desk.population(site) else {
        return not_assessable("no population");
    };
    let Some(one) = round(population.whole_units_down(), terms) else {
        return not_assessable("the terms of a testing round leave nobody in a tube");
    };
    let worn = || desk.per_sampler(site, &item.item);
    let Some(counted) = Counted::of(&item.item, terms, worn) else {
        return not_assessable("no norm per sampler");
    };
    let loss = terms.loss_percent;
    let basis = match counted {
        Counted::Tubes => {
            let each = terms.persons_per_tube;
            format!("{population} people, {each} a tube, {loss}% loss")
        }
        Counted::Worn { rate, .. } => match one.samplers {
            Some(samplers) => format!("{samplers} samplers, {rate} a day"),
            None => return not_assessable("no figure in force says how many samplers it takes"),
        },
        _ => format!("{population} people, {loss}% loss"),
    };
    let band = counted
        .need(&one)
        .zip(standard.bounds())
        .and_then(|(amount, (low, high))| band(Rate::daily(amount), low, high, WHOLE));
    Asked {
        band,
        pace: None,
        basis,
        round_days: Some(terms.days),
        is_least: false,
    }
}
