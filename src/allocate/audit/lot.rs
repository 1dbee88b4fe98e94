//! Does every award come out of goods that are there, and that this line may have?

use std::collections::{HashMap, HashSet};

use crate::ledger::earmark::Earmark;
use crate::ledger::tables::{Allocation, Finding, OnHand, Request};
use crate::ledger::word::{Form, Word};
use crate::policy::selector::Items;
use crate::quantity::Quantity;

use super::super::PlanInputs;
use super::{Traced, on_award};

pub(super) fn findings(inputs: &PlanInputs, traced: &[Traced], givers: &Givers) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for award in traced {
        found.extend(source(award, inputs, givers));
        found.extend(receiver(award));
        found.extend(fitness(award, inputs));
        found.extend(eligibility(award, inputs));
    }
    found.extend(over_issued(traced));
    found
}

/// Who may give, as the caller or the site table says.
pub(super) struct Givers<'a> {
    /// The sites that were named or are depots; `None` where neither is so.
    listed: Option<HashSet<&'a str>>,
    /// The sites that ask for anything, and for each item.
    asking: HashSet<&'a str>,
    asking_for: HashSet<(&'a str, &'a str)>,
}

impl<'a> Givers<'a> {
    pub(super) fn of(inputs: &PlanInputs<'a>) -> Givers<'a> {
        let is_depot = |class: &str| class.split(';').any(|word| word.trim() == "depot");
        let depots: HashSet<&str> = inputs
            .sites
            .sites()
            .filter(|site| is_depot(&site.class))
            .map(|site| site.site.as_str())
            .collect();
        let named = |from: &'a [String]| from.iter().map(String::as_str).collect();
        Givers {
            listed: inputs
                .from
                .map(named)
                .or((!depots.is_empty()).then_some(depots)),
            asking: inputs.requests.iter().map(|r| r.site.as_str()).collect(),
            asking_for: inputs
                .requests
                .iter()
                .chain(inputs.earlier.requests)
                .map(|r| (r.site.as_str(), r.item.as_str()))
                .collect(),
        }
    }

    pub(super) fn include(&self, site: &str, item: &str) -> bool {
        let is_listed = match &self.listed {
            Some(listed) => listed.contains(site),
            None => !self.asking.contains(site),
        };
        is_listed && !self.asking_for.contains(&(site, item))
    }
}

fn source(traced: &Traced, inputs: &PlanInputs, givers: &Givers) -> Vec<Finding> {
    let award = traced.award;
    let mut found = Vec::new();
    let mut say = |code: &str, message: String, hint: &str| {
        found.push(on_award(code, award, message, hint));
    };
    if !award.qty.is_positive() {
        say(
            "bad_award",
            format!("{} is awarded", award.qty),
            "drop the row",
        );
    }
    if !givers.include(&award.from_site, &award.item) {
        let message = format!("{} does not give {}", award.from_site, award.item);
        say(
            "wrong_giver",
            message,
            "give from a depot that does not ask for it",
        );
    }
    let Some(lot) = traced.lot else {
        let message = format!("{} has no lot \"{}\"", award.from_site, award.lot);
        say(
            "unknown_lot",
            message,
            "take lots from the balances of the plan's day",
        );
        return found;
    };
    if lot.form.is_some_and(|form| form != Form::Physical) {
        let message = format!("lot \"{}\" is not in store", award.lot);
        say(
            "wrong_form",
            message,
            "call it off first; only physical goods are given",
        );
    }
    if (lot.expiry, lot.unit_cost, &lot.unit) != (award.expiry, award.unit_cost, &award.unit) {
        let message = format!("lot \"{}\" has another expiry, cost or unit", award.lot);
        say("lot_changed", message, "copy them from the balance");
    }
    if lot.expiry.is_some_and(|expiry| expiry < inputs.as_of) {
        let message = format!("lot \"{}\" has expired", award.lot);
        say(
            "expired_lot",
            message,
            "give only what is usable on the day of the plan",
        );
    }
    found
}

fn receiver(traced: &Traced) -> Option<Finding> {
    let award = traced.award;
    let Some(request) = traced.request else {
        let message = "no request line asks for this".to_owned();
        let hint = "give only to lines of the request table";
        return Some(on_award("unknown_line", award, message, hint));
    };
    let is_wrong = request.site != award.site || request.item != award.item;
    is_wrong.then(|| {
        let message = format!("the line is of {} for {}", request.site, request.item);
        on_award(
            "wrong_receiver",
            award,
            message,
            "give the line what it asks for",
        )
    })
}

/// Whether the lot lasts long enough, and whether its donor meant it for this site.
fn fitness(traced: &Traced, inputs: &PlanInputs) -> Vec<Finding> {
    let (Some(request), Some(lot)) = (traced.request, traced.lot) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let least = request.min_days_left.unwrap_or(0);
    if let Some(expiry) = lot.expiry {
        let left = (expiry.date() - inputs.as_of.date()).num_days();
        if left < least {
            let message = format!("{left} days are left of at least {least}");
            let hint = "give a lot that lasts longer";
            found.push(on_award("too_short_lived", traced.award, message, hint));
        }
    }
    if !may_have(lot, &request.site, inputs) {
        let message = format!("the donor wants \"{}\" to have it", lot.earmark);
        let hint = "keep earmarked goods for whom they are meant";
        found.push(on_award("broken_earmark", traced.award, message, hint));
    }
    found
}

/// Whether the wish on a lot lets a site have it; a wish that cannot be read lets nobody.
pub(super) fn may_have(lot: &OnHand, site: &str, inputs: &PlanInputs) -> bool {
    if lot.earmark.is_empty() {
        return true;
    }
    let Ok(wish) = Earmark::parse(&lot.earmark) else {
        return false;
    };
    if wish.until.is_some_and(|until| until < inputs.as_of) {
        return true;
    }
    let known = inputs.sites.get(site);
    let class = known.map_or("", |site| site.class.as_str());
    let is_of_class = |wanted: &String| class.split(';').any(|word| word.trim() == wanted);
    let mut above = inputs.sites.upwards(site).into_iter();
    wish.site.as_ref().is_none_or(|wanted| wanted == site)
        && wish.class.as_ref().is_none_or(is_of_class)
        && wish
            .area
            .as_ref()
            .is_none_or(|wanted| above.any(|area| area == wanted))
}

/// Whether a list of words holds one; a list that is not given holds any.
fn holds(list: &Option<Vec<String>>, word: Option<&str>) -> bool {
    let is_listed = |list: &Vec<String>| list.iter().any(|listed| Some(listed.as_str()) == word);
    list.as_ref().is_none_or(is_listed)
}

/// Whether a rule's list of goods means an item.
pub(super) fn speaks_of(items: &Items, item: &str, inputs: &PlanInputs) -> bool {
    let known = inputs.items.get(item);
    let tier = inputs.rules.tier_of(item);
    holds(&items.grade, known.map(|item| item.grade.as_str()))
        && holds(&items.class, known.map(|item| item.class.as_str()))
        && holds(&items.item, Some(item))
        && (items.tier.as_ref()).is_none_or(|tiers| tier.is_some_and(|tier| tiers.contains(&tier)))
}

/// The rule, if any, that keeps the goods of a line from its site, use and line of duty.
pub(super) fn barring_rule<'a>(request: &Request, inputs: &PlanInputs<'a>) -> Option<&'a str> {
    let (item, usage, duty) = (request.item.as_str(), &request.usage, request.duty);
    let (level, class) = match inputs.sites.get(&request.site) {
        Some(site) => (site.level.as_str(), site.class.as_str()),
        None => ("", ""),
    };
    let bars = inputs.rules.eligibility.iter().find(|rule| {
        let speaks = speaks_of(&rule.items, item, inputs);
        let is_use = rule.uses.contains(usage);
        let is_duty = rule.duty.is_empty()
            || duty.is_none_or(|duty| rule.duty.iter().any(|word| word == duty.id()));
        let of_class = |wanted: &String| class.split(';').any(|word| word.trim() == wanted);
        let is_site = holds(&rule.sites.level, Some(level))
            && (rule.sites.class.as_ref()).is_none_or(|list| list.iter().any(of_class));
        speaks && !(is_use && is_duty && is_site)
    });
    bars.map(|rule| rule.id.as_str())
}

fn eligibility(traced: &Traced, inputs: &PlanInputs) -> Option<Finding> {
    let request = traced.request?;
    let rule = barring_rule(request, inputs)?;
    let message = format!(
        "use \"{}\" may not have {} ({rule})",
        request.usage, request.item
    );
    let hint = "cut the line to zero and say so in unmet";
    Some(on_award("not_eligible", traced.award, message, hint))
}

/// What can leave a lot: nothing on hold or reserved.
pub(super) fn can_leave(lot: &OnHand) -> Quantity {
    let free = || {
        let held = lot.held.unwrap_or(Quantity::ZERO);
        lot.qty - held - lot.reserved.unwrap_or(Quantity::ZERO)
    };
    lot.available.unwrap_or_else(free).max(Quantity::ZERO)
}

fn over_issued(traced: &[Traced]) -> Vec<Finding> {
    let issued = issued(traced);
    let mut found = Vec::new();
    for award in traced {
        let Some(lot) = award.lot else { continue };
        let Some(&(sum, last)) = issued.get(&std::ptr::from_ref(lot)) else {
            continue;
        };
        let most = can_leave(lot);
        let is_last = std::ptr::eq(last, award.award);
        if is_last && sum > i128::from(most.thousandths()) {
            let message = format!("more leaves lot \"{}\" than the {most} available", lot.lot);
            let hint = "goods on hold, reserved or given already cannot be given";
            found.push(Finding {
                expected: most.to_string(),
                ..on_award("over_issued", award.award, message, hint)
            });
        }
    }
    found
}

/// What leaves each balance, and the last award from it.
pub(super) fn issued<'a>(traced: &[Traced<'a>]) -> HashMap<*const OnHand, (i128, &'a Allocation)> {
    let mut issued: HashMap<*const OnHand, (i128, &Allocation)> = HashMap::new();
    for award in traced {
        let Some(lot) = award.lot else { continue };
        let entry = issued.entry(std::ptr::from_ref(lot));
        let sum = entry.or_insert((0, award.award));
        *sum = (
            sum.0 + i128::from(award.award.qty.thousandths()),
            award.award,
        );
    }
    issued
}

/// What each line was given.
pub(super) fn given(traced: &[Traced]) -> HashMap<*const Request, i64> {
    let mut given: HashMap<*const Request, i64> = HashMap::new();
    for award in traced {
        let Some(request) = award.request else {
            continue;
        };
        let sum = given.entry(std::ptr::from_ref(request)).or_default();
        *sum = sum.saturating_add(award.award.met().thousandths());
    }
    given
}
