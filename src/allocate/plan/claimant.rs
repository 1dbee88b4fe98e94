//! Who shares an item, and in what order are they served?
//!
//! The lines of one site, tier and shelf life are one claimant, so that a site gains nothing by writing
//! one request as two; what it gets goes to its lines in their order of priority. Lines of one site
//! that ask for different shelf lives cannot draw on the same lots and stay apart, but rise together
//! like one (`phase.rs`).
//!
//! The first line of duty is served class by class, then the second; a tier is the place in that order,
//! from 1, and the same for every item. Inside a tier: declared priority, then the day of need, then
//! the site's code, then the request.
//!
//! Never: a share.

use crate::allocate::Minimum;
use crate::allocate::supply::lots::Lot;
use crate::calendar::Day;
use crate::ledger::Catalogue;
use crate::ledger::tables::Request;
use crate::ledger::word::{Duty, Word as _};
use crate::policy::priority::FirstUse;
use crate::policy::{Priority, Rules, SharingRule};

/// Steps in a weight of 1: weights count to six decimals.
const WEIGHT_STEPS: f64 = 1e6;
/// The largest weight looked at, so that a million of them still add up.
const WEIGHT_MAX: f64 = 1e6;

/// The lines of one site that are served together.
pub(super) struct Claimant {
    /// Number of the site among the places.
    pub(super) site: usize,
    pub(super) tier: i64,
    /// Days that its goods are to last on arrival.
    pub(super) days_left: i64,
    /// The first lot, by expiry, that lasts long enough where the way takes no days.
    pub(super) first_lot: usize,
    /// Its lines in their order of priority.
    pub(super) lines: Vec<OwnLine>,
    /// Thousandths not yet awarded of what can be.
    pub(super) open: i64,
    /// The same with the parts of packs that its lines ask for on top, which count in a share and are never given.
    pub(super) asked: i64,
    /// What of them is guaranteed.
    pub(super) least: i64,
    pub(super) weight: i64,
    pub(super) draws: Vec<Draw>,
    /// Thousandths awarded.
    pub(super) awarded: i64,
    /// The rules by which earmarked goods, and then all goods, of its tier were shared, where they were.
    pub(super) donor_rule: Option<SharingRule>,
    pub(super) rule: Option<SharingRule>,
}

/// A line of a claimant, in thousandths.
#[derive(Clone, Copy)]
pub(super) struct OwnLine {
    pub(super) number: usize,
    /// What it can be given.
    pub(super) want: i64,
    /// What of it is guaranteed, in whole packs.
    least: i64,
}

impl Claimant {
    /// Writes into `shares` what each of its lines gets of `total`, in their order: first what is guaranteed, then what
    /// the line wants, each time the first line first.
    pub(super) fn hand_out(&self, total: i64, shares: &mut Vec<i64>) {
        let mut left = total;
        let mut take = |most: i64| {
            let part = most.min(left);
            left -= part;
            part
        };
        shares.clear();
        shares.extend(self.lines.iter().map(|line| take(line.least)));
        for (share, line) in shares.iter_mut().zip(&self.lines) {
            *share += take(line.want - *share);
        }
    }

    /// Awards it so many thousandths more.
    pub(super) fn take(&mut self, share: i64) {
        self.awarded += share;
        self.open -= share;
        self.asked -= share;
        self.least = (self.least - share).max(0);
    }

    /// The rule that gave it goods, earmarked or not. A total stands whatever lots it comes out of, so that the
    /// one rule speaks for both where only one was needed.
    pub(super) fn rule_of(&self, is_earmarked: bool) -> SharingRule {
        let (first, second) = match is_earmarked {
            true => (self.donor_rule, self.rule),
            false => (self.rule, self.donor_rule),
        };
        first.or(second).unwrap_or(SharingRule::EqualAwards)
    }
}

/// What holds for all claims of an item, in thousandths.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// What is issued at least.
    pub(super) step: i64,
    /// What a claim is cut to.
    pub(super) most: i64,
    pub(super) minimum: Minimum,
    /// What the policy calls useful at least.
    pub(super) useful: i64,
    /// Whether some goods are a day or more on the road.
    pub(super) ways_take_days: bool,
}

/// An award out of one lot.
#[derive(Clone, Copy)]
pub(super) struct Draw {
    /// Number among the lots of the item.
    pub(super) lot: usize,
    pub(super) qty: i64,
    pub(super) rule: SharingRule,
}

/// A line that may have the goods.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) number: usize,
    pub(super) request: &'a Request,
    pub(super) site: usize,
    /// The place of the site in the order of the codes of all that ask.
    pub(super) site_rank: usize,
    pub(super) tier: i64,
}

/// What puts the lines that ask for one item into tiers.
pub(in crate::allocate) struct Precedence<'a> {
    priority: Option<&'a Priority>,
    /// The place of each line of duty, and how many places there are; one that is neither comes after both.
    duties: Option<(Vec<i64>, i64)>,
    /// The rules by which the goods go to some uses first.
    first_use: Vec<&'a FirstUse>,
}

impl<'a> Precedence<'a> {
    pub(in crate::allocate) fn of(
        item: &str,
        items: &Catalogue,
        rules: &'a Rules,
    ) -> Precedence<'a> {
        let known = items.get(item);
        let speaks = |rule: &&FirstUse| {
            known.is_some_and(|known| rule.items.includes(known, rules.tier_of(item)))
        };
        Precedence {
            priority: rules.priority.as_ref(),
            duties: rules.duty.as_ref().map(|order| {
                let places = Duty::ALL.iter().map(|duty| order.place(Some(*duty)));
                (places.collect(), order.order.len() as i64 + 1)
            }),
            first_use: rules.first_use.iter().filter(speaks).collect(),
        }
    }

    /// The tier of a line: duty first, class second; without rules there is one tier. Of goods that go first to listed
    /// uses, the others wait until those are served.
    ///
    /// Rule: `P1-A01`, `P0-A02`, `P5`.
    pub(in crate::allocate) fn tier(&self, class_tier: i64, request: &Request) -> i64 {
        let classes = self.priority.map_or(0, |order| order.classes.len());
        // An unstated line counts as the first.
        let duty = request.duty.unwrap_or(Duty::First) as usize;
        let duties = self.duties.as_ref();
        let (place, places) = duties.map_or((0, 1), |(of, places)| (of[duty], *places));
        let mut first_use = self.first_use.iter();
        let waits =
            i64::from(first_use.any(|rule| rule.uses.iter().all(|usage| request.usage != *usage)));
        (waits * places + place) * (classes as i64 + 1) + class_tier
    }
}

/// Claimants by tier and, within it, in their order of priority.
///
/// `bounds`: what holds for the claims of the item.
pub(super) fn claimants(
    mut candidates: Vec<Candidate>,
    lots: &[Lot],
    bounds: Bounds,
) -> Vec<Claimant> {
    let first_lot = |request: &Request| first_lasting(lots, days_left(request));
    // A line that is served whole or not at all stands alone.
    let alone = |line: &Candidate| match bounds.minimum {
        Minimum::Useful if least(line.request, bounds) > 0 => Some(line.number),
        _ => None,
    };
    // The days on the road are not the same for all lots, and may part lines that the lots do not.
    let days = |line: &Candidate| match bounds.ways_take_days {
        true => days_left(line.request),
        false => 0,
    };
    let group = |line: &Candidate| {
        let shelf = (first_lot(line.request), days(line));
        ((line.tier, line.site, shelf), alone(line))
    };
    candidates.sort_by_cached_key(|line| (group(line), urgency(line.request), line.number));
    let mut ordered: Vec<(_, Claimant)> = candidates
        .chunk_by(|a, b| group(a) == group(b))
        .map(|lines| {
            let first = &lines[0];
            let order = (
                first.tier,
                urgency(first.request),
                first.site_rank,
                first.number,
            );
            (order, claimant(lines, first_lot(first.request), bounds))
        })
        .collect();
    ordered.sort_unstable_by_key(|(order, _)| *order);
    ordered.into_iter().map(|(_, claimant)| claimant).collect()
}

/// The days that a line asks goods to last on arrival; at least their last day.
fn days_left(request: &Request) -> i64 {
    request.terms().min_days_left.unwrap_or(0).max(0)
}

/// The first of `lots`, which stand by expiry, that lasts so many days.
pub(super) fn first_lasting(lots: &[Lot], days: i64) -> usize {
    lots.partition_point(|lot| lot.days_left < days)
}

/// What comes first inside a tier: declared priority, then the day of need, the unstated last.
fn urgency(request: &Request) -> (i64, bool, Option<Day>) {
    let terms = request.terms();
    let priority = terms.priority.unwrap_or(i64::MAX);
    (priority, terms.need_by.is_none(), terms.need_by)
}

/// The least useful quantity of a line where it counts, in thousandths and no more than it asks for.
pub(super) fn least(request: &Request, bounds: Bounds) -> i64 {
    let stated = request.terms().min_qty.unwrap_or_default().thousandths();
    let least = match bounds.minimum {
        Minimum::Ignored => 0,
        Minimum::Guaranteed => stated,
        Minimum::Useful => stated.max(bounds.useful),
    };
    least.min(request.qty.unwrap_or_default().thousandths())
}

fn claimant(lines: &[Candidate], first_lot: usize, bounds: Bounds) -> Claimant {
    let Bounds { step, most, .. } = bounds;
    let own = |line: &Candidate| {
        let asked = line.request.qty.unwrap_or_default().thousandths();
        let want = asked - asked % step;
        let least = least(line.request, bounds);
        let short_of_a_pack = (step - least % step) % step;
        OwnLine {
            number: line.number,
            want,
            least: least.saturating_add(short_of_a_pack).min(want),
        }
    };
    let wants: Vec<OwnLine> = lines.iter().map(own).collect();
    let all = wants
        .iter()
        .fold(0, |sum: i64, line| sum.saturating_add(line.want));
    // A line below one pack gets nothing, and claims nothing for its site.
    let asked = lines.iter().zip(&wants).filter(|(_, own)| own.want > 0);
    let asked = asked
        .map(|(line, _)| line.request.qty.unwrap_or_default().thousandths())
        .fold(0, i64::saturating_add);
    let weight = |line: &Candidate| {
        let weight = line.request.terms().weight.unwrap_or(1.0);
        let weight = weight.clamp(0.0, WEIGHT_MAX);
        (weight * WEIGHT_STEPS).round() as i64
    };
    let guaranteed = lines
        .iter()
        .map(|line| least(line.request, bounds))
        .fold(0, i64::saturating_add);
    Claimant {
        site: lines[0].site,
        tier: lines[0].tier,
        days_left: days_left(lines[0].request),
        first_lot,
        lines: wants,
        open: all.min(most),
        asked: asked.min(most),
        least: guaranteed,
        weight: lines.iter().map(weight).max().unwrap_or(0),
        draws: Vec::new(),
        awarded: 0,
        donor_rule: None,
        rule: None,
    }
}
