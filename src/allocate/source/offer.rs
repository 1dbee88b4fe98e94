//! What could each step give, whose reserve is it, and when?

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::tables::{Inbound, Request};
use crate::ledger::word::{Channel, Form, InboundStatus};
use crate::quantity::Quantity;
use crate::stock::availability::Arrival;

use super::SourceInputs;
use super::above::area;

/// A supply of one step, and what of it is not promised yet.
pub(super) struct Offer {
    pub(super) channel: Channel,
    pub(super) provider: String,
    /// Whose reserve it serves; empty for all.
    pub(super) site: String,
    pub(super) item: String,
    pub(super) day: Option<Day>,
    /// The last usable day, of goods whose lot is known.
    expiry: Option<Day>,
    pub(super) left: Quantity,
}

impl Offer {
    /// Whether a line may have it: it serves the site, comes by the day of need, and lasts as long as is asked for.
    ///
    /// `due`: the day of need, not before the call. What a lot is to last counts from the day of the call, as in a plan.
    pub(super) fn suits(&self, request: &Request, due: Option<Day>, inputs: &SourceInputs) -> bool {
        let is_in_time = due.is_none_or(|due| self.day.is_some_and(|day| day <= due));
        self.item == request.item
            && is_in_time
            && lasts(self.expiry, request, inputs.called_on)
            && serves(&self.site, &request.site, inputs.sites)
    }
}

/// Whether goods of this last usable day last as long as a line asks for.
fn lasts(expiry: Option<Day>, request: &Request, called_on: Day) -> bool {
    let least = request.terms().min_days_left.unwrap_or(0);
    expiry.is_none_or(|expiry| expiry.days_since(called_on) >= least)
}

/// What every step could have, the earliest first.
pub(super) fn offers(inputs: &SourceInputs) -> Vec<Offer> {
    let arrival = |arrival: &Arrival| {
        Some(Offer {
            channel: channel(arrival.form)?,
            provider: arrival.source.clone(),
            site: arrival.site.clone(),
            item: arrival.item.clone(),
            day: Some(inputs.called_on.plus_days(arrival.day)),
            expiry: arrival.expiry,
            left: arrival.qty,
        })
    };
    let ordered = |row: &Inbound| {
        (row.status == InboundStatus::InTransit && row.expected_on.is_some()).then(|| Offer {
            channel: Channel::Import,
            provider: format!("{} {}", row.counterparty, row.doc)
                .trim()
                .to_owned(),
            site: row.site.clone(),
            item: row.item.clone(),
            day: row.expected_on,
            expiry: None,
            left: row.qty,
        })
    };
    let counted = inputs
        .arrivals
        .counted
        .iter()
        .filter(|arrival| arrival.qty.is_positive());
    let mut offers: Vec<Offer> = counted.filter_map(arrival).collect();
    offers.extend(inputs.inbound.iter().filter_map(ordered));
    offers.sort_by(|a, b| (a.day, &a.site, &a.provider).cmp(&(b.day, &b.site, &b.provider)));
    offers
}

/// The step that goods of a form belong to; what lies in stores is a question of transfer.
fn channel(form: Form) -> Option<Channel> {
    match form {
        Form::Commercial => Some(Channel::Commercial),
        Form::Agreement => Some(Channel::Agreement),
        Form::Capacity => Some(Channel::Production),
        Form::Institution => Some(Channel::Requisition),
        Form::Cash => Some(Channel::Purchase),
        Form::Physical | Form::Consigned => None,
    }
}

/// Whether a reserve serves a site: of all, of the site, of an area above it, or of a depot beside it.
pub(super) fn serves(reserve: &str, site: &str, sites: &SiteTree) -> bool {
    let above = sites.upwards(site);
    reserve.is_empty()
        || reserve == site
        || above.contains(&reserve)
        || above.contains(&area(reserve, sites))
}
