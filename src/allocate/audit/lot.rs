//! Does every award come out of goods that are there, and that this line may have?

use std::collections::HashSet;

use crate::engine::memo::ByText;
use crate::engine::parallel::{all_of, each};
use crate::ledger::earmark::Earmark;
use crate::ledger::tables::{Finding, OnHand, Request};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::super::PlanInputs;
use super::book::{Book, Traced};
use super::on_award;
use super::road::Roads;

pub(super) fn findings(
    book: &Book,
    traced: &[Traced],
    givers: &Givers,
    roads: &Roads,
) -> Vec<Finding> {
    // Whose goods may be given is the same for all awards out of a balance.
    let may_give = each(book.inputs.onhand, |lot| {
        givers.include(&lot.site, &lot.item)
    });
    let mut found = all_of(traced, |award| {
        let may_give = match award.lot {
            Some(lot) => may_give[lot],
            None => givers.include(&award.award.from_site, &award.award.item),
        };
        let mut found = source(award, book, may_give);
        found.extend(receiver(award, book));
        found.extend(tier(award, book));
        found.extend(fitness(award, book, roads));
        found.extend(eligibility(award, book));
        found
    });
    found.extend(over_issued(book, traced));
    found
}

/// What is wrong with an award whoever may give, and whoever comes first.
pub(super) fn facts(award: &Traced, book: &Book, roads: &Roads) -> Vec<Finding> {
    let mut found = source(award, book, true);
    // What stands in for other goods is not what the line names.
    if award.award.stands_for.is_empty() {
        found.extend(receiver(award, book));
        found.extend(fitness(award, book, roads));
        found.extend(eligibility(award, book));
    }
    found
}

/// Who may give, as the caller or the site table says.
pub(super) struct Givers<'a> {
    /// The sites that were named or are depots; `None` where neither is so.
    listed: Option<HashSet<&'a str, ByText>>,
    /// The sites that ask for anything.
    asking: HashSet<&'a str, ByText>,
    /// What those of them that are listed ask for.
    asking_for: HashSet<(&'a str, &'a str), ByText>,
}

impl<'a> Givers<'a> {
    pub(super) fn of(book: &Book<'a>) -> Givers<'a> {
        let inputs = &book.inputs;
        let is_depot = |class: &str| class.split(';').any(|word| word.trim() == "depot");
        let depots: HashSet<&str, ByText> = inputs
            .sites
            .sites()
            .filter(|site| is_depot(&site.class))
            .map(|site| site.site.as_str())
            .collect();
        let named = |from: &'a [String]| from.iter().map(String::as_str).collect();
        let depots = (!depots.is_empty()).then_some(depots);
        let listed: Option<HashSet<&str, ByText>> = inputs.from.map(named).or(depots);
        let asks = |row: &'a Request| (row.site.as_str(), row.item.as_str());
        let is_listed = |site: &str| listed.as_ref().is_some_and(|listed| listed.contains(site));
        let is_of_nothing = |row: &Request| row.qty == Some(Quantity::ZERO);
        // Where none of those who ask gives, as is usual, no line is looked at.
        let asked: Vec<(&str, &str)> = match book.askers().any(is_listed) {
            true => all_of(inputs.requests, |row| {
                Some(asks(row)).filter(|(site, _)| is_listed(site) && !is_of_nothing(row))
            }),
            false => Vec::new(),
        };
        let earlier = inputs.earlier.requests.iter();
        let earlier = earlier.filter(|row| !is_of_nothing(row)).map(asks);
        let earlier = earlier.filter(|(site, _)| listed.is_none() || is_listed(site));
        Givers {
            asking: book.askers().collect(),
            asking_for: asked.into_iter().chain(earlier).collect(),
            listed,
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

fn source(traced: &Traced, book: &Book, may_give: bool) -> Vec<Finding> {
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
    if !may_give {
        let message = format!("{} does not give {}", award.from_site, award.item);
        say(
            "wrong_giver",
            message,
            "give from a depot that does not ask for it",
        );
    }
    let Some(lot) = book.lot(traced) else {
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
    let is_same = lot.expiry == award.expiry && lot.unit_cost == award.unit_cost;
    if !is_same || award.unit != lot.unit {
        let message = format!("lot \"{}\" has another expiry, cost or unit", award.lot);
        say("lot_changed", message, "copy them from the balance");
    }
    if lot.expiry.is_some_and(|expiry| expiry < book.inputs.as_of) {
        let message = format!("lot \"{}\" has expired", award.lot);
        say(
            "expired_lot",
            message,
            "give only what is usable on the day of the plan",
        );
    }
    found
}

fn receiver(traced: &Traced, book: &Book) -> Option<Finding> {
    let award = traced.award;
    let Some(request) = book.line(traced) else {
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

/// Whether an award says the tier of its line.
fn tier(traced: &Traced, book: &Book) -> Option<Finding> {
    let (award, line) = (traced.award, traced.line?);
    let said = award.tier?;
    let is_of_line = book.inputs.requests[line].item == award.item;
    let tier = book.tier(line);
    (is_of_line && said != tier).then(|| {
        let message = format!("the award says tier {said}, and the line is of tier {tier}");
        let hint = "line of duty and class of the site make the tier";
        on_award("wrong_tier", award, message, hint)
    })
}

/// Whether the lot lasts long enough when it arrives, and whether its donor meant it for this site.
fn fitness(traced: &Traced, book: &Book, roads: &Roads) -> Vec<Finding> {
    let (Some(request), Some(lot)) = (book.line(traced), book.lot(traced)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let least = request.terms().min_days_left.unwrap_or(0).max(0);
    if let Some(expiry) = lot.expiry {
        let on_road = roads.days(&traced.award.from_site, &traced.award.site);
        let left = (expiry.date() - book.inputs.as_of.date()).num_days() - on_road;
        if left < least {
            let message = format!("{left} days are left on arrival of at least {least}");
            let hint = "give a lot that lasts longer";
            found.push(on_award("too_short_lived", traced.award, message, hint));
        }
    }
    if !may_have(lot, &request.site, &book.inputs) {
        let message = format!("the donor wants \"{}\" to have it", lot.earmark);
        let hint = "keep earmarked goods for whom they are meant";
        found.push(on_award("broken_earmark", traced.award, message, hint));
    }
    found
}

/// Whether a donor meant a lot for somebody, and that still binds; a wish that cannot be read does.
pub(super) fn is_meant(lot: &OnHand, inputs: &PlanInputs) -> bool {
    let until = || Earmark::parse(&lot.earmark).ok()?.until;
    !lot.earmark.is_empty() && until().is_none_or(|until| until >= inputs.as_of)
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

fn eligibility(traced: &Traced, book: &Book) -> Option<Finding> {
    let request = book.line(traced)?;
    let rule = book.barring_rule(traced.line?)?;
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

/// Lots that give more than can leave them, each at the last award from it.
pub(super) fn over_issued(book: &Book, traced: &[Traced]) -> Vec<Finding> {
    let mut last = vec![None; book.inputs.onhand.len()];
    for award in traced {
        let Some(lot) = award.lot else { continue };
        last[lot] = Some(award.award);
    }
    let lots = book.inputs.onhand.iter().zip(last);
    let over = lots
        .zip(book.issued(traced))
        .filter_map(|((lot, last), sum)| {
            let (award, most) = (last?, can_leave(lot));
            (sum > i128::from(most.thousandths())).then(|| {
                let message = format!("more leaves lot \"{}\" than the {most} available", lot.lot);
                let hint = "goods on hold, reserved or given already cannot be given";
                Finding {
                    expected: most.to_string(),
                    ..on_award("over_issued", award, message, hint)
                }
            })
        });
    over.collect()
}
