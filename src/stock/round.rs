//! What does one test of everybody take? Pools, tubes, swabs, plates, and the people and places that do it.
//!
//! Pools round up; loss is added once, on pools and on people, and rounds up again at the end (D-05). Whatever rests on
//! a pool rests on its tube: as many reactions as tubes, as many plates as the reactions fill. People and places are
//! counted on the population, not on the tubes. Every number of a plan is handed in; stock is not looked at.

use crate::policy::{TestingRound, Yardstick};
use crate::quantity::div_ceil;

mod counted;

pub use counted::Counted;

/// Ten-thousandths in a whole: a loss as it was measured is given in these.
const BASIS_POINTS: i128 = 10_000;

/// What one test of everybody takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// Tubes that hold the samples of one pool each, without loss.
    pub pools: i64,
    /// Tubes, and as many reactions, with loss.
    pub tubes: i64,
    /// Swabs, with loss.
    pub swabs: i64,
    /// Plates that the reactions fill, controls apart; like the rest `None` where no figure is in force that says it.
    pub plates: Option<i64>,
    /// People who take samples, to be done within the days of the round.
    pub samplers: Option<i64>,
    pub sites: Option<Range>,
    pub desks: Option<Range>,
}

/// So many at least, and so many at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub fewest: i64,
    pub most: i64,
}

impl Round {
    /// Boxes that carry the tubes; `None` where a box holds none.
    pub fn boxes(&self, tubes_per_box: i64) -> Option<i64> {
        share(self.tubes.into(), tubes_per_box)
    }
}

/// What one round of testing `population` people takes.
///
/// `None` where the plan's terms leave nobody in a tube, or it does not fit. Rule: `P0-R04`, `D-05`.
pub fn round(population: i64, terms: &TestingRound) -> Option<Round> {
    let loss_bp = terms.loss_percent.checked_mul(100)?;
    round_with_loss(population, terms, loss_bp)
}

/// [`round`] with a loss of so many ten-thousandths in place of the plan's.
pub fn round_with_loss(population: i64, terms: &TestingRound, loss_bp: i64) -> Option<Round> {
    if population < 0 || loss_bp < 0 {
        return None;
    }
    let people = i128::from(population);
    let with_loss = |count: i128| {
        let scaled = count.checked_mul(BASIS_POINTS + i128::from(loss_bp))?;
        i64::try_from(div_ceil(scaled, BASIS_POINTS)).ok()
    };
    let pools = share(people, terms.persons_per_tube)?;
    let tubes = with_loss(pools.into())?;
    let of_plate = |plate: &Yardstick| share(tubes.into(), plate.most()? - plate.least()?);
    let of_sampler = |sampler: &Yardstick| share(people, sampler.least()?.checked_mul(terms.days)?);
    let of_place = |place: &Yardstick| range(people, place);
    Some(Round {
        pools,
        tubes,
        swabs: with_loss(people)?,
        plates: by(&terms.plate, of_plate)?,
        samplers: by(&terms.sampler, of_sampler)?,
        sites: by(&terms.site, of_place)?,
        desks: by(&terms.desk, of_place)?,
    })
}

/// What a figure leads to, nothing where none is in force; `None` where it leads to nothing that fits.
fn by<T>(figure: &Option<Yardstick>, count: impl Fn(&Yardstick) -> Option<T>) -> Option<Option<T>> {
    match figure {
        Some(figure) => count(figure).map(Some),
        None => Some(None),
    }
}

/// So many as serve `people` if each serves the most, and if each serves the least.
fn range(people: i128, each: &Yardstick) -> Option<Range> {
    Some(Range {
        fewest: share(people, each.most()?)?,
        most: share(people, each.least()?)?,
    })
}

/// How many of `of` each it takes; `None` where one serves nobody.
fn share(count: i128, of: i64) -> Option<i64> {
    match of {
        1.. => i64::try_from(div_ceil(count, of.into())).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::policy::Policy;

    fn terms() -> TestingRound {
        let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
        policy.testing_round.expect("the plan tests everybody")
    }

    #[test]
    fn one_person_more_opens_one_more_tube() {
        let city = round(1_530_000, &terms()).expect("it fits");
        let expected = Round {
            pools: 153_000,
            tubes: 160_650,
            swabs: 1_606_500,
            plates: Some(1710),
            samplers: Some(4250),
            sites: Some(Range {
                fewest: 510,
                most: 765,
            }),
            desks: Some(Range {
                fewest: 1913,
                most: 2550,
            }),
        };
        assert_eq!(city, expected);
        assert_eq!(city.boxes(200), Some(804));
        let lossless = TestingRound {
            loss_percent: 0,
            ..terms()
        };
        let town = round(10_001, &lossless).expect("it fits");
        assert_eq!(
            (town.pools, town.tubes, town.swabs, town.samplers),
            (1001, 1001, 10_001, Some(28))
        );
        let million = round(1_000_003, &lossless).expect("it fits");
        assert_eq!(million.tubes, 100_001);
        let half_a_percent = round_with_loss(10_001, &lossless, 50).expect("it fits");
        assert_eq!(half_a_percent.tubes, 1007);
    }

    #[test]
    fn a_round_of_two_days_takes_half_the_samplers() {
        let slow = TestingRound { days: 2, ..terms() };
        let samplers = |people| round(people, &slow).and_then(|round| round.samplers);
        assert_eq!(samplers(1_530_000), Some(2125));
        assert_eq!((samplers(720), samplers(721)), (Some(1), Some(2)));
    }

    #[test]
    fn terms_that_serve_nobody_are_no_round() {
        let with = |persons_per_tube, days| TestingRound {
            persons_per_tube,
            days,
            ..terms()
        };
        assert_eq!(round(1, &with(0, 1)), None);
        assert_eq!(round(1, &with(10, 0)), None);
        assert_eq!(round_with_loss(1, &with(10, 1), -1), None);
        assert_eq!(round(-1, &with(10, 1)), None);
        assert_eq!(round(1, &terms()).and_then(|one| one.boxes(0)), None);
        let nobody = round(0, &terms()).expect("nobody needs nothing");
        assert_eq!((nobody.tubes, nobody.plates), (0, Some(0)));
        assert_eq!(nobody.sites.map(|sites| sites.most), Some(0));
    }

    #[test]
    fn a_figure_that_is_not_in_force_yet_says_nothing() {
        let on = |day: &str| {
            let terms = terms().on(Day::parse(day).expect("a date of the test"));
            let round = round(720, &terms).expect("it fits");
            (round.plates, round.samplers, round.desks.is_some())
        };
        assert_eq!(on("2022-02-28"), (Some(1), None, false));
        assert_eq!(on("2022-03-01"), (Some(1), Some(2), false));
        assert_eq!(on("2022-05-12"), (Some(1), Some(2), false));
        assert_eq!(on("2022-05-13"), (Some(1), Some(2), true));
    }
}
