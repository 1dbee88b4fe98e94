//! How much of a category is needed a day: what so many residents eat, or what was used.
//!
//! Residents come first, because what shops sold is not all that people eat. A norm of table `norm` comes before the
//! ration that is named, and a norm of the area itself before one for all.

use crate::ledger::tables::{Burn, Norm, Site};
use crate::ledger::word::{NormBasis, Occasion};
use crate::quantity::{Quantity, Rate, THOUSANDTHS, div_ceil};
use crate::stock::cover::group::{ALL, Place};
use crate::stock::cover::sum_of_rates;
use crate::stock::rate_of;

use super::{BalanceInputs, BalanceOptions, is_of};

/// The unit that rations are converted to: a gram is a thousandth of it.
const KILOGRAM: &str = "kg";

/// What a need is counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedBy {
    /// Residents, times what each takes a day.
    Residents,
    /// What was used a day.
    Use,
}

/// A need a day, and what it was counted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    pub rate: Rate,
    pub basis: String,
}

/// What is needed a day of a category in a place.
///
/// Errors: why nobody knows.
pub fn needed(
    scope: &str,
    category: &str,
    unit: &str,
    burns: &[&Burn],
    inputs: &BalanceInputs,
    options: &BalanceOptions,
) -> Result<Needed, String> {
    let residents = || by_residents(scope, category, unit, inputs, options);
    match options.by {
        Some(NeedBy::Residents) => residents(),
        Some(NeedBy::Use) => by_use(burns),
        // What a site serves is what it passes on: a county's own code is no shop of all its people.
        None if options.place == Place::Site => by_use(burns),
        None => residents().or_else(|no_residents| {
            by_use(burns).map_err(|no_use| format!("{no_residents}; {no_use}"))
        }),
    }
}

/// The sum of what was used a day, over those of whom it is known.
fn by_use(burns: &[&Burn]) -> Result<Needed, String> {
    let rates: Vec<Rate> = burns.iter().filter_map(|burn| rate_of(burn)).collect();
    let rate = sum_of_rates(rates.iter().copied()).ok_or("no use on record")?;
    let basis = match rates.len() == burns.len() {
        true => "use".to_owned(),
        false => format!("use, {} of {} rates known", rates.len(), burns.len()),
    };
    Ok(Needed { rate, basis })
}

/// What the residents of a place take a day.
fn by_residents(
    scope: &str,
    category: &str,
    unit: &str,
    inputs: &BalanceInputs,
    options: &BalanceOptions,
) -> Result<Needed, String> {
    let populated: Vec<(&Site, Quantity)> = populated(scope, inputs, options).collect();
    if populated.is_empty() {
        return Err("no population is stated".to_owned());
    }
    let mut thousandths: i128 = 0;
    let mut each: Vec<String> = Vec::new();
    for (site, people) in &populated {
        let (a_head, words) = a_head(site, category, unit, inputs)?;
        thousandths += i128::from(people.thousandths()) * i128::from(a_head.thousandths());
        if !each.contains(&words) {
            each.push(words);
        }
    }
    let daily = Quantity::from_sum(div_ceil(thousandths, i128::from(THOUSANDTHS)));
    let rate = Rate::daily(daily.ok_or("it does not fit into a number")?);
    let people: Quantity = populated.iter().map(|(_, people)| *people).sum();
    let basis = format!("{people} residents × {}", each.join(" or "));
    Ok(Needed { rate, basis })
}

/// The sites of a place that state a population, but for those whose people a site above them counts.
fn populated<'a>(
    scope: &'a str,
    inputs: &BalanceInputs<'a>,
    options: &'a BalanceOptions,
) -> impl Iterator<Item = (&'a Site, Quantity)> {
    let sites = inputs.sites;
    let place = options.place;
    let belongs = move |site: &str| scope == ALL || place.code(sites, site) == scope;
    let states = move |site: &str| sites.get(site).and_then(|site| site.population);
    sites.sites().filter_map(move |site| {
        let above = sites
            .upwards(&site.site)
            .into_iter()
            .filter(|code| *code != site.site);
        let mut counted_above = above.filter(|code| belongs(code) && states(code).is_some());
        let is_counted = belongs(&site.site) && counted_above.next().is_none();
        is_counted.then_some((site, site.population?))
    })
}

/// What one resident of a site takes a day, and in whose words.
///
/// Errors: why nobody says.
fn a_head(
    site: &Site,
    category: &str,
    unit: &str,
    inputs: &BalanceInputs,
) -> Result<(Quantity, String), String> {
    let is_of_category = |norm: &&Norm| {
        let listed = inputs.catalogue.get(&norm.item);
        let is_daily = norm.occasion.unwrap_or_default() == Occasion::Day;
        is_daily
            && norm.basis == NormBasis::PerResident
            && listed.is_some_and(|item| is_of(item, category))
    };
    let norms: Vec<&Norm> = inputs.norms.iter().filter(is_of_category).collect();
    let scopes = inputs.sites.upwards(&site.site);
    for scope in scopes.into_iter().chain([ALL]) {
        let here: Vec<&Norm> = norms
            .iter()
            .copied()
            .filter(|norm| norm.scope == scope)
            .collect();
        if let Some(first) = here.first() {
            let sum: Quantity = here.iter().map(|norm| norm.rate).sum();
            return Ok((sum, format!("{sum} {unit} ({})", first.source)));
        }
    }
    by_ration(category, unit, inputs)
}

/// What the ration gives, at least.
fn by_ration(
    category: &str,
    unit: &str,
    inputs: &BalanceInputs,
) -> Result<(Quantity, String), String> {
    let ration = inputs.ration;
    let goods = ration
        .amounts
        .iter()
        .find(|(goods, _)| inputs.needs.met_by(goods).contains(&category));
    let Some((goods, grams)) = goods else {
        return Err(format!("no norm and not in ration {}", ration.name));
    };
    if inputs.needs.met_by(goods).len() > 1 {
        let together = inputs.needs.met_by(goods).join(" and ");
        return Err(format!("ration {} counts {together} together", ration.name));
    }
    let Some(grams) = grams.first().filter(|_| unit == KILOGRAM) else {
        return Err(format!(
            "ration {} is in grams, and this in {unit}",
            ration.name
        ));
    };
    let kilograms = Quantity::from_thousandths(*grams);
    Ok((
        kilograms,
        format!("{kilograms} kg ({} {})", ration.id, ration.name),
    ))
}
