//! Which of the means binds? The one that lets the fewest people be tested in time.

use crate::ledger::tables::Requirement;

use super::super::super::round::Round;
use super::part::Part;

/// The rows of one round, the scarcest of the means marked with how far it reaches.
///
/// The reach is the most people whose own need, rounded as it is, is there: two samplers reach 720 people, and not
/// two thirds of the 1000 that need three. `round`: what a round of so many people takes.
pub fn marked(
    parts: Vec<Part>,
    population: i64,
    round: impl Fn(i64) -> Option<Round>,
) -> Vec<Requirement> {
    let is_enough = |part: &Part, people: i64| round(people).is_some_and(|it| part.is_enough(&it));
    let are_enough = |people: i64| parts.iter().all(|part| is_enough(part, people));
    let reach = (!are_enough(population)).then(|| most_people(population, are_enough));
    let mark = |part: &Part| {
        let reach = reach.filter(|reach| !is_enough(part, reach + 1));
        let limit = reach.map(|reach| format!("binds: {reach} of {population} people"));
        limit.unwrap_or_default()
    };
    let limits: Vec<String> = parts.iter().map(mark).collect();
    let rows = parts.into_iter().zip(limits);
    rows.map(|(part, limit)| Requirement { limit, ..part.row })
        .collect()
}

/// The most people, fewer than `population`, for whom there is enough. More people never need less, so that the
/// middle of what is left tells which half to look in.
fn most_people(population: i64, is_enough: impl Fn(i64) -> bool) -> i64 {
    let (mut enough, mut too_many) = (0, population);
    while too_many - enough > 1 {
        let middle = enough + (too_many - enough) / 2;
        match is_enough(middle) {
            true => enough = middle,
            false => too_many = middle,
        }
    }
    enough
}
