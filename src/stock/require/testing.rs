//! What does it take to test everybody, round by round? Goods to be in store and by agreement, people, places, a laboratory.
//!
//! Each standard that asks for rounds has its own rows, in its own form (P0-R02 in store, P0-R03 by agreement): what is
//! over in one form never fills the other. Loss is added once (D-05). Protective goods are for the samplers (D-19).
//! Where the means at hand are told, the scarcest of them binds, and its row says how many people it lets be tested.

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::{Item, Norm, Requirement, Site};
use crate::ledger::word::{Form, NeedKind};
use crate::policy::{Basis, Rules, Standard, TestingRound};
use crate::quantity::{Quantity, decimal};

use super::super::cover::area::Areas;
use super::super::cover::norm::Norms;
use super::super::round::{Counted, Range, Round, round_with_loss};
use super::{RequireInputs, in_order, judged};

mod binding;
mod means;
mod part;

pub use means::Means;
use part::Part;

/// What is said where no figure in force tells how much it takes.
const NO_FIGURE: &str = "not assessable: no figure for it is in force on this day";

/// Ten-thousandths in a whole.
const BASIS_POINTS: i64 = 10_000;

/// What a user says of a round in place of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TestingAsked {
    /// The people to be tested, in place of the residents of table `site`.
    pub population: Option<i64>,
    pub persons_per_tube: Option<i64>,
    /// Loss in ten-thousandths.
    pub loss_bp: Option<i64>,
    pub days: Option<i64>,
    /// Rounds in each form, in place of what the standard asks.
    pub rounds: Option<i64>,
    pub tubes_per_box: Option<i64>,
    pub means: Means,
}

/// The rows of every site that is to be tested.
///
/// `norms`: what samplers wear. Errors: `unknown-norm` where nobody says what a sampler wears; `bad-flag` for terms
/// that leave nobody in a tube, and for means at hand where several places are tested. Rule: `P0-R02` to `P0-R05`, `D-05`, `D-19`.
pub fn testing(
    inputs: &RequireInputs<'_>,
    rules: &Rules,
    terms: &TestingRound,
    norms: &[Norm],
    asked: &TestingAsked,
) -> Result<Vec<Requirement>, Diagnostic> {
    let terms = TestingRound {
        persons_per_tube: asked.persons_per_tube.unwrap_or(terms.persons_per_tube),
        days: asked.days.unwrap_or(terms.days),
        ..terms.clone()
    };
    let loss_bp = asked.loss_bp.unwrap_or(terms.loss_percent * 100);
    let norms = Norms::new(norms, &[], inputs.sites);
    let places = places(inputs, rules, asked);
    if places.len() > 1 && asked.means.are_told() {
        return Err(means_of_many(&places));
    }
    let mut rows = Vec::new();
    for (site, population) in places {
        let Some(population) = population else {
            rows.push(without_population(inputs, &terms, &site));
            continue;
        };
        let Some(round) = round_with_loss(population, &terms, loss_bp) else {
            let message = "these terms leave nobody in a tube, or the round does not fit";
            return Err(Diagnostic::error(Code::BadFlag, message)
                .hint("people, people a tube and days are 1 or more, the loss is 0 or more"));
        };
        let of_place = Place {
            inputs,
            rules,
            terms: &terms,
            norms: &norms,
            asked,
            site: &site,
            population,
            loss_bp,
            round,
        };
        rows.extend(of_place.rows()?);
    }
    Ok(in_order(rows))
}

/// Where people are tested, and how many: a stated number, else the residents of the sites that a standard addresses.
fn places(
    inputs: &RequireInputs<'_>,
    rules: &Rules,
    asked: &TestingAsked,
) -> Vec<(String, Option<i64>)> {
    if let Some(population) = asked.population {
        return vec![(inputs.site.unwrap_or_default().to_owned(), Some(population))];
    }
    let areas = Areas::new(inputs.sites);
    let is_tested = |site: &&Site| {
        let mut standards = rules.standards.iter().filter(|s| is_of_rounds(s));
        let is_addressed =
            |standard: &Standard| areas.is_addressed(site, |site| standard.sites.includes(site));
        inputs.site.is_some() || standards.any(is_addressed)
    };
    let tested = inputs.asked_sites().filter(is_tested);
    tested
        .map(|site| (site.site.clone(), areas.residents(&site.site)))
        .collect()
}

/// The refusal of means that are told of several places at once: each of them would have them all.
fn means_of_many(places: &[(String, Option<i64>)]) -> Diagnostic {
    let message = format!(
        "the samplers, sites, desks and laboratory told are those of one place, and {} are to be tested",
        places.len()
    );
    let codes: Vec<&str> = places.iter().map(|(site, _)| &**site).take(3).collect();
    Diagnostic::error(Code::BadFlag, message).hint(format!(
        "name one with --site, such as {}; or all people with --population",
        codes.join(", ")
    ))
}

fn is_of_rounds(standard: &Standard) -> bool {
    standard.need.basis == Basis::TestingRound
}

fn without_population(inputs: &RequireInputs<'_>, terms: &TestingRound, site: &str) -> Requirement {
    Requirement {
        basis: "not assessable: no population".to_owned(),
        rule: terms.id.clone(),
        ..inputs.row(
            NeedKind::Testing,
            site,
            terms.per_pool.first().map_or("", |item| item),
        )
    }
}

/// One place with its round.
struct Place<'a> {
    inputs: &'a RequireInputs<'a>,
    rules: &'a Rules,
    terms: &'a TestingRound,
    norms: &'a Norms<'a>,
    asked: &'a TestingAsked,
    site: &'a str,
    population: i64,
    loss_bp: i64,
    round: Round,
}

/// How much one round takes of an item, and the terms that say so.
struct Amount {
    counted: Counted,
    qty: Quantity,
    terms: String,
    source: String,
}

impl Place<'_> {
    fn rows(&self) -> Result<Vec<Requirement>, Diagnostic> {
        let mut parts = Vec::new();
        for standard in self.rules.standards.iter().filter(|s| is_of_rounds(s)) {
            parts.extend(self.goods(standard)?);
        }
        parts.extend(self.boxes());
        parts.extend(means::parts(self));
        let round_of = |people| round_with_loss(people, self.terms, self.loss_bp);
        Ok(binding::marked(parts, self.population, round_of))
    }

    /// The goods that one standard asks for, in its form.
    fn goods(&self, standard: &Standard) -> Result<Vec<Part>, Diagnostic> {
        let rules = self.rules;
        let items = self.inputs.catalogue.items();
        let named = items.filter(|item| standard.items.includes(item, rules.tier_of(&item.item)));
        let rounds = self
            .asked
            .rounds
            .or(standard.bounds().map(|(rounds, _)| rounds))
            .unwrap_or(1);
        let mut parts = Vec::new();
        let mut wears_something = false;
        for item in named {
            if self.is_for_unknown_samplers(item) {
                wears_something = true;
                parts.push(self.unsampled(standard, item));
                continue;
            }
            let Some(amount) = self.amount(item) else {
                continue;
            };
            wears_something |= self.is_worn(item);
            let part = self.good(standard, item, &amount, rounds).ok_or_else(|| {
                Diagnostic::error(Code::Overflow, format!("{} does not fit", item.item))
                    .hint("check the population and the rounds")
            })?;
            parts.push(part);
        }
        match self.asks_for_wear(standard) && !wears_something {
            true => Err(self.unknown_wear()),
            false => Ok(parts),
        }
    }

    /// Whether a standard names goods that neither a pool nor a person takes: what samplers wear.
    fn asks_for_wear(&self, standard: &Standard) -> bool {
        let mut items = self.inputs.catalogue.items();
        items.any(|item| {
            standard
                .items
                .includes(item, self.rules.tier_of(&item.item))
                && !self.takes(item)
                && item.class == PROTECTIVE
        })
    }

    fn unknown_wear(&self) -> Diagnostic {
        let place = match self.site {
            "" => String::new(),
            site => format!(" at {site}"),
        };
        Diagnostic::error(
            Code::UnknownNorm,
            format!("no norm says what a sampler wears{place}"),
        )
        .hint("add rows of basis per_sampler to table norm, with scope *")
    }

    fn takes(&self, item: &Item) -> bool {
        let is_in = |list: &[String]| list.contains(&item.item);
        is_in(&self.terms.per_pool) || is_in(&self.terms.per_person)
    }

    fn is_worn(&self, item: &Item) -> bool {
        !self.takes(item)
    }

    /// Whether samplers wear an item of whom no figure in force tells how many there are.
    fn is_for_unknown_samplers(&self, item: &Item) -> bool {
        let norm = || self.norms.per_sampler(self.site, &item.item);
        self.round.samplers.is_none() && self.is_worn(item) && norm().is_some()
    }

    /// The row of what so many samplers wear as nobody knows.
    fn unsampled(&self, standard: &Standard, item: &Item) -> Part {
        let row = Requirement {
            form: Some(standard.form()),
            days: Some(self.terms.days),
            basis: NO_FIGURE.to_owned(),
            rule: standard.id.clone(),
            ..self.inputs.row(NeedKind::Testing, self.site, &item.item)
        };
        Part::once(row, Counted::Samplers)
    }

    /// What one round takes of an item; `None` for an item that it does not take.
    fn amount(&self, item: &Item) -> Option<Amount> {
        let norm = self.norms.per_sampler(self.site, &item.item);
        let counted = Counted::of(&item.item, self.terms, || norm.map(|norm| norm.rate))?;
        let qty = counted.need(&self.round)?;
        let loss = decimal::format(BASIS_POINTS + self.loss_bp, 4, 0);
        let (people, round) = (self.population, &self.round);
        let terms = match counted {
            Counted::Tubes => format!(
                "{people} people / {} a tube → {} pools × {loss} → {qty}",
                self.terms.persons_per_tube, round.pools
            ),
            Counted::Worn { rate, days } => format!(
                "{} × {} × {rate} a day → {qty}",
                self.samplers(),
                in_days(days)
            ),
            _ => format!("{people} people × {loss} → {qty}"),
        };
        let worn = norm.filter(|_| matches!(counted, Counted::Worn { .. }));
        Some(Amount {
            counted,
            qty,
            terms,
            source: worn.map_or(String::new(), |norm| norm.source.clone()),
        })
    }

    /// The samplers with the terms they come from; nothing where no figure is in force.
    fn samplers(&self) -> String {
        let Some((sampler, samplers)) = self.terms.sampler.as_ref().zip(self.round.samplers) else {
            return String::new();
        };
        let each = sampler.least().unwrap_or_default();
        let per_day = match self.terms.days {
            1 => format!("{each}"),
            days => format!("({each} × {days} days)"),
        };
        format!(
            "{} people / {per_day} → {samplers} samplers",
            self.population
        )
    }

    /// The row of one item for so many rounds; `None` when it does not fit.
    fn good(&self, standard: &Standard, item: &Item, amount: &Amount, rounds: i64) -> Option<Part> {
        let qty = amount.qty.times(rounds)?;
        let terms = match rounds {
            1 => amount.terms.clone(),
            rounds => format!("{} × {rounds} rounds = {qty}", amount.terms),
        };
        let form = standard.form();
        let last = self.inputs.last_day(self.terms.days);
        let have = self
            .inputs
            .shelf(self.site)
            .map(|shelf| shelf.usable_on(&[&item.item], form, last));
        let row = Requirement {
            form: Some(form),
            qty: Some(qty),
            days: Some(self.terms.days),
            basis: self.basis(rounds),
            terms,
            rule: standard.id.clone(),
            source: amount.source.clone(),
            ..self.inputs.row(NeedKind::Testing, self.site, &item.item)
        };
        Some(Part {
            row: judged(row, have),
            counted: amount.counted,
            rounds,
        })
    }

    /// The terms of the round, which are always told (D-05).
    fn basis(&self, rounds: i64) -> String {
        let rounds = match rounds {
            1 => "1 round".to_owned(),
            rounds => format!("{rounds} rounds"),
        };
        let loss = decimal::format(self.loss_bp, 2, 0);
        format!(
            "{rounds}, {} people a tube, {loss}% loss",
            self.terms.persons_per_tube
        )
    }

    /// Boxes for the tubes of one round; they come back and serve the next. `None` where no rule in force asks for any.
    fn boxes(&self) -> Option<Part> {
        let transport = self.terms.transport.as_ref()?;
        let row = Requirement {
            days: Some(self.terms.days),
            rule: transport.rule.clone(),
            ..self
                .inputs
                .row(NeedKind::Testing, self.site, &transport.item)
        };
        let tubes_each = self.asked.tubes_per_box;
        let counted = Counted::Boxes { tubes_each };
        let Some((each, boxes)) = tubes_each.zip(counted.need(&self.round)) else {
            let basis = "not assessable: nobody says how many tubes a box holds".to_owned();
            return Some(Part::once(Requirement { basis, ..row }, counted));
        };
        let last = self.inputs.last_day(self.terms.days);
        let have = self
            .inputs
            .shelf(self.site)
            .map(|shelf| shelf.usable_on(&[&transport.item], Form::Physical, last));
        let row = Requirement {
            qty: Some(boxes),
            basis: format!("{each} tubes a box"),
            terms: format!("{} tubes / {each} a box → {boxes}", self.round.tubes),
            ..row
        };
        Some(Part::once(judged(row, have), counted))
    }
}

/// The class of goods that samplers wear.
const PROTECTIVE: &str = "ppe";

fn in_days(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// A range as its terms say it: the fewest where each serves the most.
fn range_terms(people: i64, least: i64, most: i64, range: Range) -> String {
    format!(
        "{people} people / {most} → {} at least; / {least} → {} at most",
        range.fewest, range.most
    )
}
