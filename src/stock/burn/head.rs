//! What is use counted on? Posts, beds, patients or residents of a site, as the norm of the item says.
//!
//! Where no norm speaks of the item, beds come first, then posts, then residents: whichever the site states. Posts are
//! those of the roles that use the item by their norms, and all of the site where its norm is for all. Patients are those
//! that the site reported day by day; without reports its beds stand for them, and the row says so.

use crate::ledger::SiteTree;
use crate::ledger::tables::{Norm, Staff};
use crate::ledger::word::NormBasis;
use crate::quantity::Quantity;

use super::super::cover::norm::Norms;
use super::day::DayFact;

/// What heads are looked up in.
#[derive(Debug, Clone, Copy, Default)]
pub struct HeadInputs<'a> {
    pub sites: Option<&'a SiteTree>,
    pub staff: &'a [Staff],
    pub norms: &'a [Norm],
}

/// Those that use is counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heads {
    pub basis: NormBasis,
    /// How many there are: patients as last reported.
    pub now: Quantity,
    /// Their days of which the need is known.
    pub days: Quantity,
}

impl Heads {
    /// Whether the use of a day counts: on days for which nobody said how many there were it does not.
    pub fn counts(&self, day: &DayFact) -> bool {
        self.basis != NormBasis::PerPatient || day.patients.is_some()
    }
}

/// Looks up what the use of a site is counted on.
pub struct HeadCount<'a> {
    inputs: HeadInputs<'a>,
    norms: Option<Norms<'a>>,
}

impl<'a> HeadCount<'a> {
    /// Lays the inputs out.
    pub fn new(inputs: HeadInputs<'a>) -> HeadCount<'a> {
        let norms = inputs
            .sites
            .map(|sites| Norms::new(inputs.norms, inputs.staff, sites));
        HeadCount { inputs, norms }
    }

    /// Those that the use of `item` at `site` is counted on, over the `days` of a window that count: whose need is known,
    /// because there was something to use or because it was told what was asked for.
    ///
    /// `None` where the site states none of what the norm counts on.
    pub fn of(
        &self,
        site: &str,
        item: &str,
        days: &[DayFact],
        counts: &dyn Fn(&DayFact) -> bool,
    ) -> Option<Heads> {
        let counted_days = days.iter().filter(|day| counts(day)).count();
        let stated = self
            .norms
            .as_ref()
            .and_then(|norms| norms.basis(site, item));
        let usual = [
            NormBasis::PerBed,
            NormBasis::PerRole,
            NormBasis::PerResident,
        ];
        match stated {
            Some(NormBasis::PerPatient) => patients(days, counts).or_else(|| {
                let beds = self.counted(NormBasis::PerBed, site)?;
                over_days(NormBasis::PerBed, beds, counted_days)
            }),
            Some(NormBasis::PerRole) => {
                over_days(NormBasis::PerRole, self.posts_of(site, item)?, counted_days)
            }
            Some(basis) => over_days(basis, self.counted(basis, site)?, counted_days),
            None => usual.into_iter().find_map(|basis| {
                let heads = self.counted(basis, site)?;
                over_days(basis, heads, counted_days)
            }),
        }
    }

    /// The posts of a site that use an item by its norms.
    fn posts_of(&self, site: &str, item: &str) -> Option<Quantity> {
        let parts = self.norms.as_ref()?.parts(site, item).into_iter();
        let of_posts = parts.filter(|part| part.norm.basis == NormBasis::PerRole);
        let posts: Quantity = of_posts.map(|part| part.count).sum();
        posts.is_positive().then_some(posts)
    }

    /// How many of what `basis` counts a site has.
    fn counted(&self, basis: NormBasis, code: &str) -> Option<Quantity> {
        let site = self.inputs.sites?.get(code)?;
        let posts = || {
            let posts = self.inputs.staff.iter().filter(|post| post.site == code);
            posts.map(|post| post.headcount).sum()
        };
        let heads = match basis {
            NormBasis::PerRole => Some(posts()),
            NormBasis::PerBed | NormBasis::PerPatient => site.beds,
            NormBasis::PerResident => site.population,
            NormBasis::PerSampler
            | NormBasis::Fixed
            | NormBasis::PerHousehold
            | NormBasis::PerMember => None,
        };
        heads.filter(|heads| heads.is_positive())
    }
}

/// A number that does not change, on each of so many days.
fn over_days(basis: NormBasis, now: Quantity, days: usize) -> Option<Heads> {
    let sum = i128::from(now.thousandths()) * days as i128;
    Some(Heads {
        basis,
        now,
        days: Quantity::from_sum(sum)?,
    })
}

/// The patients that the site reported, on the days that count; `None` where it reported none.
fn patients(days: &[DayFact], counts: &dyn Fn(&DayFact) -> bool) -> Option<Heads> {
    let now = days.iter().filter_map(|day| day.patients).next_back()?;
    let counted = days.iter().filter(|day| counts(day));
    Some(Heads {
        basis: NormBasis::PerPatient,
        now,
        days: counted.filter_map(|day| day.patients).sum(),
    })
}
