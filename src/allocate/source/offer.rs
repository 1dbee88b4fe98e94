//! What could each step give, whose reserve is it, and when?

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::tables::Inbound;
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
    pub(super) left: Quantity,
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
