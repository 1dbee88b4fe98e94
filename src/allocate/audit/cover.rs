//! Was anybody given goods while somebody of the same turn, with fewer days of cover, could have used them?
//!
//! Looked at where the plan shares by equal cover, pack by pack, and nothing but cover decides: no wish of a donor and no
//! useful quantity in the item, the lines of a site of one shelf life, stock and use of every site of the turn known.
//! There a unit goes to whoever has the fewest days, so that nobody's last unit came at more days than are left to
//! somebody who is short of it. What earlier draws and earlier turns gave a site lies there already.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::calendar::Day;
use crate::ledger::tables::{Burn, Finding, OnHand, Request};
use crate::ledger::word::Form;
use crate::policy::SharingRule;
use crate::stock::burn::is_of_ledger;

use super::super::round::Rounding;
use super::super::{Minimum, PlanInputs};
use super::lot::{barring_rule, can_leave, given, may_have};
use super::order::{Turn, smallest, turn, units};
use super::road::Roads;
use super::{Traced, on_award};

/// A site in its turn for an item.
struct Claim<'a> {
    site: &'a str,
    /// The least days that its goods must last.
    days_left: i64,
    /// Thousandths: what it asks for in what can be issued, what it got, and what it has without that.
    asked: i128,
    got: i128,
    stock: i128,
    pace: Pace,
}

/// Thousandths used in so many days.
type Pace = (i128, i128);

/// The lines of an item by their turn, and what it gave, item by item.
type ByItem<'a, 'b> = BTreeMap<&'a str, (BTreeMap<Turn, Vec<&'a Request>>, Vec<&'b Traced<'a>>)>;

pub(super) fn findings(inputs: &PlanInputs, traced: &[Traced], roads: &Roads) -> Vec<Finding> {
    let options = &inputs.options;
    let of_policy = inputs.rules.within_tier.as_ref().map(|rule| rule.rule);
    let is_by_cover = options.rule.or(of_policy) == Some(SharingRule::EqualCover);
    let is_cover_alone = options.minimum == Minimum::Ignored
        && options.rounding == Rounding::PackByPack
        && inputs.rules.shipment.is_empty();
    if !is_by_cover || !is_cover_alone || inputs.burn.is_empty() {
        return Vec::new();
    }
    let (covers, units) = (Covers::of(inputs), units(inputs));
    let mut found = Vec::new();
    for (item, (turns, awards)) in by_item(inputs, traced) {
        let step = i128::from(smallest(item, &units, inputs));
        let mut before: HashMap<&str, i128> = HashMap::new();
        for lines in turns.values() {
            let names = lines.iter().map(|line| (&*line.request, &*line.line));
            let names: HashSet<(&str, &str)> = names.collect();
            let is_theirs =
                |traced: &&&Traced| names.contains(&(&*traced.award.request, &*traced.award.line));
            let of_turn: Vec<&Traced> = awards.iter().filter(is_theirs).copied().collect();
            let claims = claims(lines, &of_turn, &covers, &before, step);
            found.extend(claims.and_then(|claims| uneven(&claims, &of_turn, step, inputs, roads)));
            for traced in &of_turn {
                let qty = i128::from(traced.award.qty.thousandths());
                *before.entry(&traced.award.site).or_default() += qty;
            }
        }
    }
    found
}

/// The items of which somebody is short and that no donor meant for anybody, with the lines that may have them.
fn by_item<'a, 'b>(inputs: &PlanInputs<'a>, traced: &'b [Traced<'a>]) -> ByItem<'a, 'b> {
    let wished = inputs.onhand.iter().filter(|row| !row.earmark.is_empty());
    let wished: HashSet<&str> = wished.map(|row| row.item.as_str()).collect();
    let given = given(traced);
    let is_short = |line: &&Request| {
        let got = given.get(&std::ptr::from_ref::<Request>(line)).copied();
        line.qty.unwrap_or_default().thousandths() > got.unwrap_or(0)
    };
    let short = inputs.requests.iter().filter(is_short);
    let short: HashSet<&str> = short.map(|line| line.item.as_str()).collect();
    let mut items: ByItem = BTreeMap::new();
    let mut classes = HashMap::new();
    for line in inputs.requests {
        let item = line.item.as_str();
        if !short.contains(item) || wished.contains(item) || barring_rule(line, inputs).is_some() {
            continue;
        }
        let (turns, _) = items.entry(item).or_default();
        let turn = turn(line, inputs, &mut classes);
        turns.entry(turn).or_default().push(line);
    }
    for traced in traced {
        if let Some((_, awards)) = items.get_mut(traced.award.item.as_str()) {
            awards.push(traced);
        }
    }
    items
}

/// The sites of a turn; `None` where something else than cover decides.
fn claims<'a>(
    lines: &[&'a Request],
    awards: &[&Traced],
    covers: &Covers,
    before: &HashMap<&str, i128>,
    step: i128,
) -> Option<Vec<Claim<'a>>> {
    let mut claims: BTreeMap<&str, Claim> = BTreeMap::new();
    for line in lines {
        let asked = i128::from(line.qty.unwrap_or_default().thousandths().max(0));
        if asked < step {
            continue;
        }
        let days_left = line.min_days_left.unwrap_or(0).max(0);
        let (stock, pace) = covers.get(&line.site, &line.item)?;
        let claim = claims.entry(&line.site).or_insert(Claim {
            site: &line.site,
            days_left,
            asked: 0,
            got: 0,
            stock: stock + before.get(line.site.as_str()).copied().unwrap_or(0),
            pace,
        });
        if claim.days_left != days_left {
            return None;
        }
        claim.asked += asked - asked % step;
    }
    for traced in awards {
        let claim = claims.get_mut(traced.award.site.as_str())?;
        claim.got += i128::from(traced.award.qty.thousandths());
    }
    Some(claims.into_values().collect())
}

/// The first award of which a unit should have gone to a site with fewer days.
fn uneven(
    claims: &[Claim],
    awards: &[&Traced],
    step: i128,
    inputs: &PlanInputs,
    roads: &Roads,
) -> Option<Finding> {
    let by_site: HashMap<&str, &Claim> = claims.iter().map(|claim| (claim.site, claim)).collect();
    let mut short: Vec<&Claim> = claims
        .iter()
        .filter(|claim| claim.asked - claim.got >= step)
        .collect();
    short.sort_by(|a, b| days(a, a.got, b, b.got).then(a.site.cmp(b.site)));
    awards.iter().find_map(|traced| {
        let (lot, giver) = (traced.lot?, &traced.award.from_site);
        let had = *by_site.get(traced.award.site.as_str())?;
        // Up to those who have as many days as it had before its last unit.
        let behind = short
            .iter()
            .take_while(|claim| days(claim, claim.got, had, had.got - step) == Ordering::Less);
        let last = lot
            .expiry
            .map_or(i64::MAX, |day| day.days_since(inputs.as_of));
        let mut could_have = behind.filter(|claim| {
            claim.site != had.site
                && last >= claim.days_left
                && may_have(lot, claim.site, inputs)
                && roads.lead(giver, claim.site, inputs)
        });
        let behind = could_have.next()?;
        let message = format!(
            "{} has fewer days of it, is short, and could have used lot \"{}\"",
            behind.site, lot.lot
        );
        let hint = "give each unit to whoever has the fewest days of cover";
        Some(on_award("uneven_cover", traced.award, message, hint))
    })
}

/// Whether one site has fewer days than another, each with what it got; who uses nothing has endless days.
fn days(a: &Claim, got_a: i128, b: &Claim, got_b: i128) -> Ordering {
    let parts = |claim: &Claim, got: i128| {
        let (used, days) = claim.pace;
        ((claim.stock + got) * days, used)
    };
    let ((stock_a, used_a), (stock_b, used_b)) = (parts(a, got_a), parts(b, got_b));
    match (used_a > 0, used_b > 0) {
        (true, true) => (stock_a * used_b).cmp(&(stock_b * used_a)),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => Ordering::Equal,
    }
}

/// What sites have and use, as the tables say and as earlier draws left it.
struct Covers<'a> {
    stock: HashMap<(&'a str, &'a str), i128>,
    keeping: HashSet<&'a str>,
    given: HashMap<(&'a str, &'a str), i128>,
    /// The latest day that states a use, and of that day the highest: as it is printed, and as it was counted.
    paces: HashMap<(&'a str, &'a str), (Day, i128, Pace)>,
}

impl<'a> Covers<'a> {
    fn of(inputs: &PlanInputs<'a>) -> Covers<'a> {
        let lies_there = |row: &&OnHand| {
            matches!(row.form, None | Some(Form::Physical | Form::Institution))
                && row.expiry.is_none_or(|expiry| expiry >= inputs.as_of)
        };
        let mut stock: HashMap<(&str, &str), i128> = HashMap::new();
        for row in inputs.onhand.iter().filter(lies_there) {
            let sum = stock.entry((&row.site, &row.item)).or_default();
            *sum += i128::from(can_leave(row).thousandths());
        }
        let mut given: HashMap<(&str, &str), i128> = HashMap::new();
        for award in inputs.earlier.given {
            let sum = given.entry((&award.site, &award.item)).or_default();
            *sum += i128::from(award.qty.thousandths());
        }
        let mut paces: HashMap<(&str, &str), (Day, i128, Pace)> = HashMap::new();
        for row in inputs.burn.iter().filter(|row| row.as_of <= inputs.as_of) {
            let Some(rate) = row.rate.filter(|rate| !rate.is_negative()) else {
                continue;
            };
            let printed = i128::from(rate.thousandths());
            let stated = (row.as_of, printed, pace(row, printed));
            let latest = paces.entry((&row.site, &row.item)).or_insert(stated);
            *latest = stated.max(*latest);
        }
        let of_ledger = inputs.burn.iter().filter(|row| is_of_ledger(row));
        let keeping = inputs.onhand.iter().map(|row| row.site.as_str());
        Covers {
            stock,
            keeping: keeping
                .chain(of_ledger.map(|row| row.site.as_str()))
                .collect(),
            given,
            paces,
        }
    }

    /// Stock in thousandths and use; `None` where one of them is not known.
    fn get(&self, site: &str, item: &str) -> Option<(i128, Pace)> {
        let (_, _, pace) = *self.paces.get(&(site, item))?;
        let stock = self.stock.get(&(site, item)).copied();
        let stock = stock.or_else(|| self.keeping.contains(site).then_some(0))?;
        let given = self.given.get(&(site, item)).copied().unwrap_or(0);
        Some((stock + given, pace))
    }
}

/// The use over the days it was counted in, where that makes what is printed; else what is printed, a day.
fn pace(row: &Burn, printed: i128) -> Pace {
    let days = i128::from(row.days.unwrap_or(0) - row.days_out.unwrap_or(0));
    let used = row.used.map_or(-1, |used| i128::from(used.thousandths()));
    let is_it = days > 0 && used >= 0 && (2 * used + days) / (2 * days) == printed;
    if is_it { (used, days) } else { (printed, 1) }
}
