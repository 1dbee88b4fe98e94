//! What could each step give, whose reserve is it, and when?

use std::collections::HashMap;

use crate::allocate::draws::gate::{Gated, is_pooled};
use crate::calendar::Day;
use crate::diagnostic::{Refused, Result};
use crate::ledger::earmark::{Earmark, Entitlement};
use crate::ledger::tables::{Budget, Inbound, Request};
use crate::ledger::word::{Channel, Form};
use crate::quantity::{Money, Price, Quantity};
use crate::stock::availability::{Arrival, money_of};
use crate::stock::budget::{may_be_spent, pays_for};
use crate::stock::coming::is_confirmed;

use super::above::Areas;
use super::{SourceInputs, rule_of};

/// A supply of one step, and what of it is not promised yet.
pub(super) struct Offer<'a> {
    pub(super) channel: Channel,
    pub(super) provider: String,
    /// The area whose reserve it is; empty for that of all.
    area: String,
    /// Whether it serves all areas alike.
    is_shared: bool,
    pub(super) item: String,
    pub(super) day: Option<Day>,
    /// The last usable day, of goods whose lot is known.
    expiry: Option<Day>,
    /// Whom a donor wants to have it.
    earmark: Earmark,
    pub(super) left: Quantity,
    /// The money that it costs.
    purchase: Option<Purchase<'a>>,
}

/// What an offer of money costs, and which budget pays.
#[derive(Clone, Copy)]
struct Purchase<'a> {
    /// The number of its budget.
    purse: usize,
    budget: &'a Budget,
    price: Price,
}

/// All offers, and the money that is left for those that cost any.
pub(super) struct Offers<'a> {
    /// The earliest first.
    pub(super) all: Vec<Offer<'a>>,
    /// By the number of the budget.
    purses: Vec<Money>,
}

impl Offer<'_> {
    /// Whether a line may have it: it serves the site, comes by the day of need, and lasts as long as is asked for.
    ///
    /// `due`: the day of need, not before the call. What a lot is to last counts from the day of the call, as in a plan.
    /// Rule: `P0-A05`.
    pub(super) fn suits(&self, request: &Request, due: Option<Day>, inputs: &SourceInputs) -> bool {
        let is_in_time = due.is_none_or(|due| self.day.is_some_and(|day| day <= due));
        let pays = |paid: Purchase| pays_for(paid.budget, &request.site, inputs.sites);
        self.item == request.item
            && is_in_time
            && lasts(self.expiry, request, inputs.called_on)
            && (self.is_shared || self.is_near(request, inputs))
            && self.purchase.is_none_or(pays)
            && self.entitlement(request, inputs).is_some()
    }

    /// What a line takes first of the offers that suit it: what fewer others may have, then what is of its own area.
    pub(super) fn nearness(
        &self,
        request: &Request,
        inputs: &SourceInputs,
    ) -> (Option<Entitlement>, bool) {
        (
            self.entitlement(request, inputs),
            !self.is_near(request, inputs),
        )
    }

    fn is_near(&self, request: &Request, inputs: &SourceInputs) -> bool {
        let area = self.area.as_str();
        area.is_empty() || inputs.sites.upwards(&request.site).contains(&area)
    }

    fn entitlement(&self, request: &Request, inputs: &SourceInputs) -> Option<Entitlement> {
        let (sites, day) = (inputs.sites, inputs.called_on);
        self.earmark.entitlement(&request.site, sites, day)
    }
}

impl Offers<'_> {
    /// Takes as much of an offer as is left of it, and no more than `most`.
    pub(super) fn take(&mut self, at: usize, most: Quantity) -> Quantity {
        let offer = &mut self.all[at];
        let Some(Purchase { purse, price, .. }) = offer.purchase else {
            let qty = offer.left.min(most);
            offer.left -= qty;
            return qty;
        };
        // What the same money bought of other goods is not there any more.
        let bought = self.purses[purse].buys(price).unwrap_or_default();
        let qty = bought.min(most);
        let cost = Money::of(qty, price).expect("no more than a budget buys");
        self.purses[purse] = Money::from_fen(self.purses[purse].fen() - cost.fen());
        qty
    }
}

/// Whether goods of this last usable day last as long as a line asks for.
fn lasts(expiry: Option<Day>, request: &Request, called_on: Day) -> bool {
    let least = request.terms().min_days_left.unwrap_or(0);
    expiry.is_none_or(|expiry| expiry.days_since(called_on) >= least)
}

/// What every step could have, the earliest first.
///
/// Errors: `bad-word` for a mark of a donor that cannot be read.
pub(super) fn offers<'a>(inputs: &SourceInputs<'a>, areas: &Areas) -> Result<Offers<'a>> {
    let mut channels: HashMap<&str, Channel> = HashMap::new();
    let mut all = Vec::new();
    let counted = inputs.arrivals.counted.iter();
    for arrival in counted.filter(|arrival| arrival.qty.is_positive()) {
        let entrusted = *channels
            .entry(&arrival.item)
            .or_insert_with(|| channel_of_entrusted(&arrival.item, inputs));
        let Some(channel) = channel(arrival.form, entrusted) else {
            continue;
        };
        all.push(of_arrival(arrival, channel, areas, inputs)?);
    }
    let on_order = |row| on_order(row, areas, inputs.called_on);
    all.extend(inputs.inbound.iter().filter_map(on_order));
    all.extend(purchases(inputs, areas));
    all.sort_by(|a, b| order(a).cmp(&order(b)));
    let purses = inputs.budgets.iter().map(|budget| budget.budget);
    Ok(Offers {
        all,
        purses: purses.collect(),
    })
}

/// By day, area and provider; the dearest of one provider first, as a line takes the last.
fn order<'o>(offer: &'o Offer) -> impl Ord + 'o {
    let price = offer.purchase.map(|purchase| purchase.price);
    let dearest = std::cmp::Reverse(price);
    (offer.day, &offer.area, &offer.provider, dearest)
}

fn of_arrival<'a>(
    arrival: &Arrival,
    channel: Channel,
    areas: &Areas,
    inputs: &SourceInputs,
) -> Result<Offer<'a>> {
    Ok(Offer {
        channel,
        provider: arrival.source.clone(),
        area: areas.of_reserve(&arrival.site).to_owned(),
        is_shared: channel == Channel::Requisition && is_called_up(&arrival.site, inputs),
        item: arrival.item.clone(),
        day: Some(inputs.called_on.plus_days(arrival.day)),
        expiry: arrival.expiry,
        earmark: Earmark::parse(&arrival.earmark).map_err(Refused::from)?,
        left: arrival.qty,
        purchase: None,
    })
}

/// Whether what an institution holds is called up with what all others hold.
///
/// Rule: `P0-E03`, `P3-E02`.
fn is_called_up(site: &str, inputs: &SourceInputs) -> bool {
    inputs.rules.gate.as_ref().is_some_and(|gate| {
        let gated = Gated {
            gate,
            stated: inputs.level,
            events: inputs.events,
        };
        is_pooled(site, &gated, inputs.sites, inputs.called_on)
    })
}

/// What has left whoever sends it from outside, where it is expected on a day that is not past.
fn on_order<'a>(row: &Inbound, areas: &Areas, called_on: Day) -> Option<Offer<'a>> {
    let provider = format!("{} {}", row.counterparty, row.doc);
    let is_expected = row.expected_on.is_some_and(|day| day >= called_on);
    (is_confirmed(row) && is_expected).then(|| Offer {
        channel: Channel::Import,
        provider: provider.trim().to_owned(),
        area: areas.of_reserve(&row.site).to_owned(),
        is_shared: false,
        item: row.item.clone(),
        day: row.expected_on,
        expiry: row.expiry,
        earmark: Earmark::default(),
        left: row.qty,
        purchase: None,
    })
}

/// What each budget buys of the items whose price is stated; all of them of the same money.
///
/// Rule: `P0-F04`.
fn purchases<'a>(inputs: &SourceInputs<'a>, areas: &Areas) -> Vec<Offer<'a>> {
    let mut offers = Vec::new();
    for (purse, budget) in inputs.budgets.iter().enumerate() {
        let is_open = may_be_spent(budget, inputs.called_on);
        let demands = inputs.demands.iter();
        let paid = demands.filter(|row| is_open && pays_for(budget, &row.site, inputs.sites));
        offers.extend(paid.filter_map(|demand| {
            let price = demand.price?;
            Some(Offer {
                channel: Channel::Purchase,
                provider: money_of(budget),
                area: areas.of_reserve(&demand.site).to_owned(),
                is_shared: false,
                item: demand.item.clone(),
                day: Some(inputs.called_on),
                expiry: None,
                earmark: Earmark::default(),
                left: budget.budget.buys(price)?,
                purchase: Some(Purchase {
                    purse,
                    budget,
                    price,
                }),
            })
        }));
    }
    offers
}

/// The step that goods of a form belong to; what lies in stores is a question of transfer.
fn channel(form: Form, entrusted: Channel) -> Option<Channel> {
    match form {
        Form::Commercial => Some(Channel::Commercial),
        Form::Agreement => Some(Channel::Agreement),
        Form::Capacity => Some(Channel::Production),
        Form::Institution => Some(Channel::Requisition),
        Form::Consigned => Some(entrusted),
        Form::Physical | Form::Cash => None,
    }
}

/// The step of goods that are entrusted to an enterprise (代储): that of agreements, by which they are; where the policy
/// has none, that of own stores, as they are a reserve of one's own.
///
/// Rule: `P3-R05`, `P3-R06`.
fn channel_of_entrusted(item: &str, inputs: &SourceInputs) -> Channel {
    let steps = rule_of(item, inputs).map_or(&[][..], |rule| &rule.steps);
    match steps.iter().any(|step| step.channel == Channel::Agreement) {
        true => Channel::Agreement,
        false => Channel::Own,
    }
}
