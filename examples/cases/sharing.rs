//! Cases of sharing one supply: by a rule, by weight, by days of cover, by tier, in packs, by lots, in proportion.
//!
//! The library shares whole numbers. Where a case says `1/2`, every quantity of it is multiplied by the common
//! denominator first, and each award divided by it again.

use granary::allocate::share::apportion::{Method, apportion};
use granary::allocate::share::fraction::{DENOMINATOR_MAX, Fraction};
use granary::allocate::share::round::{Rounding, pack_awards};
use granary::allocate::share::tiers::awards_by_tier;
use granary::allocate::share::{Claim, Rate, awards};
use granary::policy::SharingRule;
use serde_json::{Map, Value, json};

use super::case::{Case, Fields, Read, Trouble, count, malformed, scaled, text};
use super::claims::{Exact, adjusted_proportional, minimal_overlap, random_arrival};

/// What the cases call the rules.
const RULES: &[(&str, SharingRule)] = &[
    ("proportional", SharingRule::Proportional),
    ("cea", SharingRule::EqualAwards),
    ("cel", SharingRule::EqualLosses),
    ("talmud", SharingRule::Talmud),
];

/// A rule that the example has for the cases alone.
type CaseRule = fn(i64, &[i64]) -> Read<Vec<Exact>>;

/// The rules of the cases that no policy asks for.
const CASE_RULES: &[(&str, CaseRule)] = &[
    ("adjusted_proportional", adjusted_proportional),
    ("random_arrival", random_arrival),
    ("minimal_overlap", minimal_overlap),
];

pub const CLAIMS: &[&str] = &[
    "proportional",
    "cea",
    "cel",
    "talmud",
    "adjusted_proportional",
    "random_arrival",
    "minimal_overlap",
];

/// One supply under each of the rules that the case names in what it expects.
pub fn claims(case: &Case) -> Read<Value> {
    let problem = Problem::read(&case.input)?;
    let mut by_rule = Map::new();
    for (word, rule) in RULES {
        if case.expected.get(word).is_some() {
            let shares = awards(*rule, problem.estate, &problem.claims).or_else(malformed)?;
            by_rule.insert((*word).to_owned(), problem.in_words(&shares)?);
        }
    }
    let wants: Vec<i64> = problem.claims.iter().map(|claim| claim.want).collect();
    expect_any(CLAIMS, case)?;
    for (word, rule) in CASE_RULES {
        if case.expected.get(word).is_some() {
            let shares = rule(problem.estate, &wants)?.into_iter();
            let in_words = shares.map(|share| share.over(problem.scale.into()).to_string());
            by_rule.insert((*word).to_owned(), in_words.collect());
        }
    }
    Ok(by_rule.into())
}

/// Refuses a case that asks for none of `words`, so that any answer would do.
fn expect_any(words: &[&str], case: &Case) -> Read<()> {
    match words.iter().any(|word| case.expected.get(word).is_some()) {
        true => Ok(()),
        false => malformed(format!("nothing is expected of {}", words.join(", "))),
    }
}

/// Equal awards in proportion to weights.
pub fn claims_weighted(case: &Case) -> Read<Value> {
    let rule = match input_rule(&case.input)? {
        SharingRule::EqualAwards => SharingRule::Weighted,
        other => return Err(Trouble::NotKnown(format!("{other:?} with weights"))),
    };
    let mut problem = Problem::read(&case.input)?;
    let weights = problem.beside("weights", &case.input)?;
    let scale = common_denominator(&weights)?;
    for (claim, weight) in problem.claims.iter_mut().zip(weights) {
        claim.weight = weight.times(scale)?;
    }
    let shares = awards(rule, problem.estate, &problem.claims).or_else(malformed)?;
    Ok(json!({ "awards": problem.in_words(&shares)? }))
}

/// The same days of cover for everybody, stock counted in.
pub fn days_of_cover(case: &Case) -> Read<Value> {
    let mut problem = Problem::read(&case.input)?;
    problem.read_rates(&case.input)?;
    let shares =
        awards(SharingRule::EqualCover, problem.estate, &problem.claims).or_else(malformed)?;
    Ok(json!({ "awards": problem.in_words(&shares)? }))
}

/// One tier after the other.
pub fn tiers(case: &Case) -> Read<Value> {
    let mut problem = Problem::read(&case.input)?;
    let rule = match text(case.input.need("rule")?)?.as_str() {
        "cover" => {
            problem.read_rates(&case.input)?;
            SharingRule::EqualCover
        }
        _ => input_rule(&case.input)?,
    };
    let tiers = case.input.list("tier", |value| {
        u32::try_from(scaled(value, 0)?).or_else(|_| malformed(format!("{value} is no tier")))
    })?;
    problem.expect_as_many("tier", tiers.len())?;
    let shares = awards_by_tier(rule, problem.estate, &tiers, &problem.claims);
    Ok(json!({ "awards": problem.in_words(&shares.or_else(malformed)?)? }))
}

/// Whole packs of one size; equal awards where the case names no rule.
pub fn packs(case: &Case) -> Read<Value> {
    let rule = match case.input.get("rule") {
        Some(_) => input_rule(&case.input)?,
        None => SharingRule::EqualAwards,
    };
    let problem = Problem::read(&case.input)?;
    let pack = ratio(case.input.need("pack")?)?;
    if pack.of != 1 {
        return Err(Trouble::NotKnown("packs of part of a unit".to_owned()));
    }
    let pack = pack.times(problem.scale)?;
    let (estate, claims) = (problem.estate, &problem.claims);
    let awards = pack_awards(rule, Rounding::PackByPack, estate, pack, claims);
    let units = awards.or_else(malformed)?.into_iter();
    let units: Vec<i64> = units.map(|award| award / problem.scale).collect();
    Ok(json!({ "awards": units }))
}

/// What the cases call the methods of handing out whole things.
const METHODS: &[(&str, Method)] = &[
    ("hamilton", Method::Hamilton),
    ("droop", Method::Droop),
    ("jefferson", Method::Jefferson),
    ("webster", Method::Webster),
    ("huntington_hill", Method::HuntingtonHill),
    ("dean", Method::Dean),
    ("adams", Method::Adams),
    ("quota", Method::Quota),
];

pub const APPORTIONMENT: &[&str] = &[
    "hamilton",
    "droop",
    "jefferson",
    "webster",
    "huntington_hill",
    "dean",
    "adams",
    "quota",
];

/// Seats in proportion to votes, by each of the methods that the case names in what it expects.
pub fn apportionment(case: &Case) -> Read<Value> {
    let votes = case.input.list("votes", count)?;
    let seats = count(case.input.need("seats")?)?;
    expect_any(APPORTIONMENT, case)?;
    let mut by_method = Map::new();
    for (word, method) in METHODS {
        if case.expected.get(word).is_some() {
            let held = apportion(*method, &votes, seats);
            let held = held.or_else(|error| malformed(format!("{error:?}")))?;
            by_method.insert((*word).to_owned(), held.into());
        }
    }
    Ok(by_method.into())
}

/// A supply and its claims, in units of one over `scale`.
struct Problem {
    estate: i64,
    claims: Vec<Claim>,
    scale: i64,
}

impl Problem {
    /// Reads estate and claims, and stock at hand where the case gives it.
    fn read(input: &Fields) -> Read<Problem> {
        let estate = ratio(input.need("estate")?)?;
        let wants = input.list("claims", ratio)?;
        let stock = input.get("stock").map(|_| input.list("stock", ratio));
        let stock = stock.transpose()?.unwrap_or_default();
        let all: Vec<Ratio> = [&[estate], &wants[..], &stock[..]].concat();
        let scale = common_denominator(&all)?;
        let claims = wants.iter().map(|want| Ok(Claim::of(want.times(scale)?)));
        let mut problem = Problem {
            estate: estate.times(scale)?,
            claims: claims.collect::<Read<_>>()?,
            scale,
        };
        if !stock.is_empty() {
            problem.expect_as_many("stock", stock.len())?;
        }
        for (claim, stock) in problem.claims.iter_mut().zip(stock) {
            claim.stock = stock.times(scale)?;
        }
        Ok(problem)
    }

    /// Reads what each claimant uses a day.
    fn read_rates(&mut self, input: &Fields) -> Read<()> {
        let rates = self.beside("rate", input)?;
        for (claim, rate) in self.claims.iter_mut().zip(rates) {
            claim.rate = Rate {
                used: Ratio { of: 1, ..rate }.times(self.scale)?,
                days: rate.of,
            };
        }
        Ok(())
    }

    /// The list under `key`, one number a claim.
    fn beside(&self, key: &str, input: &Fields) -> Read<Vec<Ratio>> {
        let list = input.list(key, ratio)?;
        self.expect_as_many(key, list.len())?;
        Ok(list)
    }

    fn expect_as_many(&self, key: &str, found: usize) -> Read<()> {
        match self.claims.len() {
            claims if claims == found => Ok(()),
            claims => malformed(format!("{claims} claims and {found} of \"{key}\"")),
        }
    }

    /// Exact shares as reduced fractions of the case's own unit.
    fn in_words(&self, shares: &[Fraction]) -> Read<Value> {
        let unscaled = shares.iter().map(|share| match self.scale {
            1 => Ok(Value::from(share.to_string())),
            scale => match divided(*share, scale) {
                Some(share) => Ok(Value::from(share.to_string())),
                None => malformed("an award is too fine"),
            },
        });
        Ok(Value::Array(unscaled.collect::<Read<_>>()?))
    }
}

fn divided(share: Fraction, by: i64) -> Option<Fraction> {
    let (part, of) = share.part();
    let of = i128::try_from(of).ok()?;
    let numerator = share.floor().checked_mul(of)?;
    let numerator = numerator.checked_add_unsigned(part)?;
    let denominator = of.checked_mul(i128::from(by))?;
    (denominator <= DENOMINATOR_MAX).then(|| Fraction::new(numerator, denominator))
}

fn input_rule(input: &Fields) -> Read<SharingRule> {
    let word = text(input.need("rule")?)?;
    let known = RULES.iter().find(|(known, _)| *known == word);
    match known {
        Some((_, rule)) => Ok(*rule),
        None => Err(Trouble::NotKnown(format!("rule {word}"))),
    }
}

/// A number of a case: `number` over `of`, which is positive.
#[derive(Clone, Copy)]
struct Ratio {
    number: i64,
    of: i64,
}

impl Ratio {
    /// The ratio times `scale`, which its denominator divides.
    fn times(self, scale: i64) -> Read<i64> {
        match self.number.checked_mul(scale / self.of) {
            Some(product) => Ok(product),
            None => malformed(format!("{} is too large", self.number)),
        }
    }
}

/// Decimals of a number that is no fraction.
const DECIMALS: u32 = 6;

/// Reads `7`, `"7"`, `"1/2"` or `"0.5"`.
fn ratio(value: &Value) -> Read<Ratio> {
    let halves = value.as_str().and_then(|text| text.split_once('/'));
    let Some((number, of)) = halves else {
        // As few decimals as do, so that large whole numbers fit.
        let fewest = (0..DECIMALS).find(|decimals| scaled(value, *decimals).is_ok());
        let decimals = fewest.unwrap_or(DECIMALS);
        let number = scaled(value, decimals)?;
        let of = 10_i64.pow(decimals);
        return Ok(Ratio { number, of });
    };
    match (number.trim().parse(), of.trim().parse()) {
        (Ok(number), Ok(of)) if of > 0 => Ok(Ratio { number, of }),
        _ => malformed(format!("{value} is no fraction")),
    }
}

fn common_denominator(ratios: &[Ratio]) -> Read<i64> {
    let mut common: i64 = 1;
    for ratio in ratios {
        let (mut divisor, mut rest) = (common, ratio.of);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        common = match common.checked_mul(ratio.of / divisor) {
            Some(common) => common,
            None => return malformed("the fractions have no common denominator that fits"),
        };
    }
    Ok(common)
}
