//! What lies in store with those who give?
//!
//! One `Lot` a balance that may be given: physical goods, not expired, less what is on hold or
//! reserved, earliest expiry first and lots without one last. A wish of a donor that still binds keeps
//! its lots apart; one that has lapsed frees them.
//!
//! Never: agreements and capacities, which cannot stand in for goods in store.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::allocate::PlanInputs;
use crate::calendar::{Day, is_expired};
use crate::diagnostic::{Code, Diagnostic, Refused, Result, nearest};
use crate::engine::memo::ByText;
use crate::engine::number::numbered;
use crate::engine::parallel::{all_of, sort};
use crate::ledger::Text;
use crate::ledger::earmark::Earmark;
use crate::ledger::tables::{Allocation, OnHand, Request};
use crate::ledger::word::Form;
use crate::quantity::{Quantity, THOUSANDTHS, Unit};

/// How many of those who keep what they ask for are named in a message.
const KEPT_NAMED: usize = 5;

/// A lot that may be given.
#[derive(Clone)]
pub(in crate::allocate) struct Lot<'a> {
    pub(in crate::allocate) row: &'a OnHand,
    /// Number of its depot in [`Store::depots`].
    pub(in crate::allocate) depot: usize,
    /// Thousandths not yet given.
    pub(in crate::allocate) left: i64,
    /// Days from the day of the plan to the last usable day; as good as endless without an expiry.
    pub(in crate::allocate) days_left: i64,
    /// The wish that binds it.
    pub(in crate::allocate) wish: Option<Earmark>,
}

/// What tells a lot from all others: site, item, name, owner and earmark, and its form.
pub(super) type LotName<'a> = ([&'a str; 5], Form);

/// What tells the lot of a balance.
pub(super) fn name_of_balance(row: &OnHand) -> LotName<'_> {
    let parts = [&row.site, &row.item, &row.lot, &row.owner, &row.earmark];
    (parts.map(String::as_str), Form::stated(row.form))
}

/// What tells the lot that an award takes from.
pub(super) fn name_of_award(award: &Allocation) -> LotName<'_> {
    let parts = [
        &award.from_site,
        &award.item,
        &award.lot,
        &award.owner,
        &award.earmark,
    ];
    (parts.map(Text::as_str), Form::stated(award.form))
}

/// The lots of all givers, by item.
pub(in crate::allocate) struct Store<'a> {
    pub(in crate::allocate) depots: Vec<&'a str>,
    by_item: HashMap<&'a str, Vec<Lot<'a>>, ByText>,
    /// What those who give ask for themselves, by site and item.
    asking: HashSet<(&'a str, &'a str), ByText>,
    pub(in crate::allocate) notes: Vec<Diagnostic>,
}

impl<'a> Store<'a> {
    /// What may be given; `askers`: the sites of all requests. Errors: `conflict` where a balance stands twice, `bad-word` for an earmark.
    pub(in crate::allocate) fn of(inputs: &PlanInputs<'a>, askers: &[&str]) -> Result<Store<'a>> {
        let mut depots: Vec<&str> = givers(inputs).into_iter().collect();
        depots.sort_unstable();
        let numbers: HashMap<&str, usize, ByText> = depots.iter().copied().zip(0..).collect();
        let asking = asked_by_givers(inputs, askers, |site| numbers.contains_key(site));
        let mut rows: Vec<(usize, &OnHand)> = inputs
            .onhand
            .iter()
            .filter(|row| !asking.contains(&(row.site.as_str(), row.item.as_str())))
            .filter_map(|row| Some((*numbers.get(row.site.as_str())?, row)))
            .filter(|(_, row)| is_in_store(row) && !is_expired(row.expiry, inputs.as_of))
            .collect();
        rows.sort_by(|(_, a), (_, b)| fefo(a).cmp(&fefo(b)));
        refuse_twice(&rows)?;
        let mut by_item: HashMap<&str, Vec<Lot>, ByText> = HashMap::default();
        for (depot, row) in rows {
            let lot = lot(row, depot, inputs.as_of)?;
            by_item.entry(&row.item).or_default().push(lot);
        }
        Ok(Store {
            notes: unknown_givers(inputs),
            depots,
            by_item,
            asking,
        })
    }

    /// The lots of an item by expiry, in whole steps of `step` thousandths.
    pub(in crate::allocate) fn lots_of(&self, item: &str, step: i64) -> Vec<Lot<'a>> {
        let mut lots = self.by_item.get(item).cloned().unwrap_or_default();
        lots.iter_mut().for_each(|lot| lot.left -= lot.left % step);
        lots.retain(|lot| lot.left > 0);
        lots
    }

    /// Whether one of its depots would give of an item: it gives none of what it asks for.
    pub(in crate::allocate) fn gives(&self, depot: &str, item: &str) -> bool {
        !self.asking.contains(&(depot, item))
    }

    /// The unit the lots of an item are counted in.
    pub(in crate::allocate) fn unit_of(&self, item: &str) -> &'a str {
        let first = self.by_item.get(item).and_then(|lots| lots.first());
        first.map_or("", |lot| &lot.row.unit)
    }
}

/// What those who give ask for themselves, by site and item, and give none of. A line of nothing does not ask; one that
/// does not say how much may.
fn asked_by_givers<'a>(
    inputs: &PlanInputs<'a>,
    askers: &[&str],
    is_giver: impl Fn(&str) -> bool + Sync + Send,
) -> HashSet<(&'a str, &'a str), ByText> {
    let asked = |row: &'a Request| {
        let asks = is_giver(&row.site) && row.qty.is_none_or(|qty| !qty.is_zero());
        asks.then_some((row.site.as_str(), row.item.as_str()))
    };
    let before = inputs.earlier.requests.iter();
    // Where none of those who ask gives, as is usual, no line is looked at.
    let lines = match askers.iter().any(|site| is_giver(site)) {
        true => inputs.requests,
        false => &[],
    };
    all_of(lines, asked)
        .into_iter()
        .chain(before.filter_map(asked))
        .collect()
}

/// Says what those who give keep of what others ask for, because they ask for it themselves.
pub fn kept_by_askers(inputs: &PlanInputs) -> Option<Diagnostic> {
    let givers = givers(inputs);
    let asking = asked_by_givers(inputs, &askers(inputs), |site| givers.contains(site));
    if asking.is_empty() {
        return None;
    }
    let mut kept: BTreeMap<(&str, &str), Quantity> = BTreeMap::new();
    for row in inputs.onhand {
        let goods = (row.site.as_str(), row.item.as_str());
        if asking.contains(&goods) && is_in_store(row) && !is_expired(row.expiry, inputs.as_of) {
            *kept.entry(goods).or_default() += available(row);
        }
    }
    // Of what nobody else asks for there is nothing to say.
    let others = |goods: &(&str, &str)| {
        let mut lines = inputs.requests.iter();
        lines.any(|line| line.item == goods.1 && line.site != goods.0)
    };
    kept.retain(|goods, _| others(goods));
    let named = kept.iter().take(KEPT_NAMED);
    let named = named.map(|((site, item), qty)| format!("{site}/{item} {qty}"));
    let named = named.collect::<Vec<String>>().join(", ");
    let more = match kept.len() {
        0 => return None,
        all if all > KEPT_NAMED => ", …",
        _ => "",
    };
    let message = format!("who asks for an item gives none of it: {named}{more}");
    let hint = "for a site to give it, drop its own line and set aside what it needs with --keep";
    Some(Diagnostic::warning(Code::Conflict, message).hint(hint))
}

/// What of a balance can be given away: nothing that is on hold or reserved.
pub(in crate::allocate) fn available(row: &OnHand) -> Quantity {
    let set_aside = row.held.unwrap_or_default() + row.reserved.unwrap_or_default();
    row.available.unwrap_or(row.qty - set_aside).or_zero()
}

/// Thousandths in the smallest quantity that is issued.
///
/// Goods are counted in whole base units; what is weighed or measured (kg, L) goes out to the thousandth.
/// `pack` is set where packs stay closed.
pub(in crate::allocate) fn smallest_issue(unit: &str, pack: Option<Quantity>) -> i64 {
    let is_measured = ["g", "mL"]
        .iter()
        .any(|fine| Unit::new(fine).base().0 == Unit::new(unit).base().0);
    match pack.filter(|size| size.is_positive()) {
        Some(size) => size.thousandths(),
        None if is_measured => 1,
        None => THOUSANDTHS,
    }
}

fn is_in_store(row: &OnHand) -> bool {
    Form::stated(row.form) == Form::Physical && available(row).is_positive()
}

/// The sites that ask for anything.
pub(in crate::allocate) fn askers<'a>(inputs: &PlanInputs<'a>) -> Vec<&'a str> {
    numbered(inputs.requests, |row| &row.site).names
}

/// The sites that give.
pub(in crate::allocate) fn givers<'a>(inputs: &PlanInputs<'a>) -> HashSet<&'a str> {
    if let Some(from) = inputs.from {
        return from.iter().map(String::as_str).collect();
    }
    let depots: HashSet<&str> = inputs
        .sites
        .sites()
        .map(|site| site.site.as_str())
        .filter(|site| inputs.sites.is_depot(site))
        .collect();
    if !depots.is_empty() {
        return depots;
    }
    let asking: HashSet<&str> = askers(inputs).into_iter().collect();
    let keeping = inputs.onhand.iter().map(|row| row.site.as_str());
    keeping.filter(|site| !asking.contains(site)).collect()
}

/// Warns of givers that were named and keep nothing in the ledger.
fn unknown_givers(inputs: &PlanInputs) -> Vec<Diagnostic> {
    let keeping: HashSet<&str> = inputs.onhand.iter().map(|row| row.site.as_str()).collect();
    let mut missing: Vec<&str> = inputs
        .from
        .unwrap_or_default()
        .iter()
        .map(String::as_str)
        .filter(|site| !keeping.contains(site))
        .collect();
    missing.sort_unstable();
    let warn = |site: &str| {
        let mut known: Vec<&str> = keeping.iter().copied().collect();
        known.sort_unstable();
        let hint = match nearest(site, known) {
            Some(near) => format!("did you mean {near}?"),
            None => "name sites that have balances".to_owned(),
        };
        let message = format!("site \"{site}\" is to give and has no balance");
        Diagnostic::warning(Code::BadWord, message).hint(hint)
    };
    missing.into_iter().map(warn).collect()
}

/// The order of lots in an item: first expiry first, blanks last, then names.
fn fefo(row: &OnHand) -> impl Ord + '_ {
    let no_expiry = row.expiry.is_none();
    let whose = (stated(&row.owner), stated(&row.earmark), row.form);
    let name = (&row.site, stated(&row.lot), whose);
    (&row.item, no_expiry, row.expiry, name)
}

/// A text that may be blank. That two blanks are equal is told without looking at what they hold: where that is
/// nothing, comparing it takes a processor longer than a name.
fn stated(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn refuse_twice(rows: &[(usize, &OnHand)]) -> Result<()> {
    let names = rows.iter().map(|(_, row)| {
        let whose = (stated(&row.owner), stated(&row.earmark));
        (
            row.site.as_str(),
            row.item.as_str(),
            stated(&row.lot),
            whose,
        )
    });
    let mut keys: Vec<_> = names.collect();
    sort(&mut keys, Ord::cmp);
    let twice = keys.windows(2).filter(|pair| pair[0] == pair[1]);
    let faults: Vec<Diagnostic> = twice
        .map(|pair| {
            let (site, item, lot, _) = pair[0];
            let lot = lot.unwrap_or_default();
            let message = format!("lot \"{lot}\" of {item} at {site} stands twice");
            Diagnostic::error(Code::Conflict, message).hint("hand in the balances of one day")
        })
        .collect();
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Refused(faults)),
    }
}

fn lot<'a>(row: &'a OnHand, depot: usize, as_of: Day) -> Result<Lot<'a>> {
    Ok(Lot {
        row,
        depot,
        left: available(row).thousandths(),
        days_left: row.expiry.map_or(i64::MAX, |last| last.days_since(as_of)),
        wish: Earmark::binding(row, as_of)?,
    })
}
