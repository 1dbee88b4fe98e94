//! Cases of statistics on prices: screens for errors, seasonal indicators, units.

use granary::calendar::Day;
use granary::policy::alert::{Alps, Ipa};
use granary::price::alps::published;
use granary::price::gesd::gesd as studentised;
use granary::price::ipa::{Method, Standard, values};
use granary::price::level::{alps_level, ipa_level};
use granary::price::monthly::Month;
use granary::price::screen;
use granary::quantity::Content;
use serde_json::{Value, json};

use super::case::{Case, Fields, Read, Trouble, count, float, malformed, text};
use super::rules::alerts;

pub const GESD: &[&str] = &["R", "critical", "n_outliers"];
pub const HAMPEL: &[&str] = &["outliers"];
pub const IPA: &[&str] = &["ipa", "level"];
pub const ALPS: &[&str] = &["alps", "phase", "sd"];

/// The rounds of the test for several outliers.
pub fn gesd(case: &Case) -> Read<Value> {
    let most = size(case.params.need("max_outliers")?)?;
    let found = studentised(
        &case.input.list("values", float)?,
        most,
        float(case.params.need("alpha")?)?,
    );
    Ok(json!({
        "R": found.statistics,
        "critical": found.critical,
        "n_outliers": found.outliers.len(),
    }))
}

/// Which values lie outside the quartile distances.
pub fn quartiles(case: &Case) -> Read<Value> {
    let c = float(case.params.need("c")?)?;
    Ok(screen::quartiles(&case.input.list("values", float)?, c).into())
}

/// Relatives as symmetric distances.
pub fn symmetric(case: &Case) -> Read<Value> {
    Ok(screen::symmetric(&case.input.list("values", float)?).into())
}

/// The positions of values unlike their neighbours.
pub fn hampel(case: &Case) -> Read<Value> {
    let (k, nsigma) = (
        size(case.params.need("k")?)?,
        float(case.params.need("nsigma")?)?,
    );
    let values = case.input.list("values", float)?;
    Ok(json!({ "outliers": screen::hampel(&values, k, nsigma, 0.0) }))
}

/// The indicator of anomalies and its levels.
pub fn ipa(case: &Case) -> Read<Value> {
    let standard = match text(case.params.need("std")?)?.as_str() {
        "strict" => Standard::Strict,
        "ons" => Standard::Ons,
        other => return Err(Trouble::NotKnown(format!("standard {other}"))),
    };
    let method = Method {
        standard,
        years_min: size(case.params.need("min_years")?)?,
        gamma: float(case.params.need("gamma")?)?,
    };
    let found = values(&months(&case.input)?, &method);
    let rules = ipa_rules()?;
    let levels: Vec<Option<&str>> = found
        .iter()
        .map(|value| value.map(|value| ipa_level(rules, value)))
        .collect();
    let input = &case.input;
    Ok(json!({ "ipa": by_month(input, found)?, "level": by_month(input, levels)? }))
}

/// The indicator of spikes over the whole sample, and its phases.
pub fn alps(case: &Case) -> Read<Value> {
    let Ok(ddof) = u32::try_from(count(case.params.need("ddof")?)?) else {
        return malformed("ddof is no count of months");
    };
    let Some(found) = published(&months(&case.input)?, ddof) else {
        return malformed("nothing deviates");
    };
    let rules = alps_rules()?;
    let phases: Vec<&str> = found
        .scores
        .iter()
        .map(|score| alps_level(rules, *score))
        .collect();
    let input = &case.input;
    let (scores, phases) = (by_month(input, found.scores)?, by_month(input, phases)?);
    Ok(json!({ "alps": scores, "phase": phases, "sd": found.sd }))
}

/// The phase of each value.
pub fn phases(case: &Case) -> Read<Value> {
    let rules = alps_rules()?;
    let phase = |value: &Value| Ok(alps_level(rules, float(value)?).to_owned());
    Ok(case.input.list("values", phase)?.into())
}

/// Kilograms in each quoted unit; null where nobody knows, as of a bunch.
pub fn units(case: &Case) -> Read<Value> {
    let amount = |unit: &Value| {
        let unit = text(unit)?;
        Ok(Content::read(&unit).map(|content| content.as_f64()))
    };
    Ok(case.input.list("units", amount)?.into())
}

fn alps_rules() -> Read<&'static Alps> {
    let rules = alerts()?.alps.as_ref();
    rules.map_or_else(|| malformed("no cuts"), Ok)
}

fn ipa_rules() -> Read<&'static Ipa> {
    let rules = alerts()?.ipa.as_ref();
    rules.map_or_else(|| malformed("no cuts"), Ok)
}

/// The months of a monthly series; a missing value is a month without a quote.
fn months(input: &Fields) -> Read<Vec<Month>> {
    let series = Fields::of(input.need("series")?)?;
    let start = format!("{}-01", text(series.need("start")?)?);
    let Some(start) = Day::parse(&start) else {
        return malformed(format!("{start} is no date"));
    };
    let values = series.list("values", |value| match value {
        Value::Null => Ok(None),
        value => float(value).map(Some),
    })?;
    let numbered = values.into_iter().zip(0..);
    let month = |(price, at): (Option<f64>, i32)| {
        Some(Month {
            number: start.month_number() + at,
            price: price?,
            last: start.plus_months(at),
            quotes: 1,
        })
    };
    Ok(numbered.filter_map(month).collect())
}

/// What was found of the months with a value, in a list of all months: null where the series has none.
fn by_month<T: Into<Value>>(input: &Fields, found: Vec<T>) -> Read<Value> {
    let series = Fields::of(input.need("series")?)?;
    let is_quoted = series.list("values", |value| Ok(!value.is_null()))?;
    let mut found = found.into_iter();
    let of_month = |is_quoted: bool| match is_quoted {
        true => found.next().map_or(Value::Null, Into::into),
        false => Value::Null,
    };
    Ok(is_quoted.into_iter().map(of_month).collect())
}

fn size(value: &Value) -> Read<usize> {
    match usize::try_from(count(value)?) {
        Ok(size) => Ok(size),
        Err(_) => malformed(format!("{value} is no size")),
    }
}
