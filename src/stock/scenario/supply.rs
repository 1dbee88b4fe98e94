//! Events that change supply: stock is lost or out of reach, a market closes, transport is cut.

use std::collections::BTreeSet;

use crate::calendar::{Day, is_expired};
use crate::diagnostic::Diagnostic;
use crate::policy::scenario::{Happening, Named, Transport};
use crate::quantity::{Quantity, Rate};

use super::super::availability::Arrival;
use super::super::outlook::Use;
use super::super::steps::Steps;
use super::world::{Fate, World, span};
use super::{lacks, too_much};

/// The stock of the sites is gone, or out of reach until the last day.
pub fn lost(world: &mut World<'_>, event: &Happening) {
    for (site, item) in world.goods_of(event) {
        world.expect_away(&site, &item, event);
    }
}

/// Sites and enterprises deliver nothing; what was drawn from the sites is drawn elsewhere.
///
/// What others take over is shared by their own use of the item on each day, evenly where none of them uses it.
pub fn closed(
    world: &mut World<'_>,
    event: &Happening,
    sources: &[Named],
    to: Option<&[Named]>,
) -> Result<(), Diagnostic> {
    if event.sites.is_empty() && sources.is_empty() {
        let message = "nobody says who is closed".to_owned();
        return Err(lacks(
            event,
            message,
            "write sites = [\"…\"] or sources = [\"…\"]",
        ));
    }
    if let Some(closed) = takes_over_closed(world, event, to) {
        let message = format!("{closed} is to take over, and is closed itself");
        return Err(lacks(event, message, "name sites that stay open in to"));
    }
    let is_shut = |world: &World<'_>, sender: &str| {
        world.names(&event.sites, sender) || world.names(sources, sender)
    };
    let fate = |is_cut| if is_cut { Fate::Never } else { Fate::AsItIs };
    world.change_arrivals(|world, arrival| {
        let is_cut = is_shut(world, &arrival.enterprise) && falls_on(world, event, arrival);
        fate(is_cut && world.speaks_of(event, &arrival.item))
    });
    world.change_inbound(|world, row| {
        let is_cut = is_shut(world, &row.counterparty)
            && row.expected_on.is_none_or(|day| span(event).holds(day));
        fate(is_cut && world.speaks_of(event, &row.item))
    });
    if event.sites.is_empty() {
        return Ok(());
    }
    for (site, item) in world.goods_of(event) {
        world.expect_away(&site, &item, event);
        if let Some(sold) = world.use_of(&site, &item) {
            let Some(to) = to else {
                let message = format!("{site} gave out {item}, and nobody says who does now");
                let hint = "write to = [\"…\"] with the sites that take over, or to = [] where nobody does";
                return Err(lacks(event, message, hint));
            };
            let none = |_| Some(Rate::daily(Quantity::ZERO));
            let moved = world.change_use(&site, &item, span(event), none);
            moved.ok_or_else(|| too_much(event))?;
            let sold = sold.changed(|steps| Some(steps.within(span(event))));
            let sold = sold.ok_or_else(|| too_much(event))?;
            take_over(world, event, &item, &sold, to)?;
        }
    }
    Ok(())
}

/// A site that is to take over and lies among those that an event closes.
fn takes_over_closed<'a>(
    world: &World<'_>,
    event: &Happening,
    to: Option<&'a [Named]>,
) -> Option<&'a str> {
    let to = to.filter(|_| !event.sites.is_empty())?;
    let closed = world.sites_of(&event.sites);
    let codes = to.iter().map(|named| &*named.code);
    codes.into_iter().find(|code| closed.contains(*code))
}

/// Adds what was drawn from a closed site to the use of others.
fn take_over(
    world: &mut World<'_>,
    event: &Happening,
    item: &str,
    sold: &Use,
    to: &[Named],
) -> Result<(), Diagnostic> {
    let use_of = |site: &Named| world.use_of(&site.code, item);
    let own: Vec<Steps> = to
        .iter()
        .map(|site| use_of(site).map_or_else(Steps::default, |own| own.counted_by(None).clone()))
        .collect();
    let together = Steps::sum(&own.iter().collect::<Vec<_>>());
    let together = together.ok_or_else(|| too_much(event))?;
    for (site, own) in to.iter().zip(&own) {
        let part = sold.changed(|steps| steps.share_of(own, &together, to.len()));
        let part = part.ok_or_else(|| too_much(event))?;
        if !part.counted_by(None).is_nothing() {
            let added = world.add_use(&site.code, item, &part);
            added.ok_or_else(|| too_much(event))?;
        }
    }
    Ok(())
}

/// What is on its way comes later, or never.
pub fn transport(world: &mut World<'_>, event: &Happening, transport: &Transport) {
    let sites = world.sites_of(&event.sites);
    let as_of = world.options.as_of;
    world.change_arrivals(|world, arrival| {
        let is_cut = is_delivery(arrival)
            && sites.contains(&arrival.site)
            && comes_from(world, &arrival.enterprise, &transport.sources)
            && falls_on(world, event, arrival)
            && world.speaks_of(event, &arrival.item);
        if !is_cut {
            return Fate::AsItIs;
        }
        // What comes after its last usable day does not come, and what comes after the last day looked at is not seen to.
        let day = delayed(as_of, event, transport, arrival.day);
        let last = world.options.until;
        let in_time = day.filter(|day| {
            let on = as_of.plus_days(*day);
            !is_expired(arrival.expiry, on) && last.is_none_or(|last| on <= last)
        });
        in_time.map_or(Fate::Never, Fate::On)
    });
    delay_orders(world, event, transport, &sites);
}

/// The same for the rows of table `inbound`: what never comes is on order no more.
fn delay_orders(
    world: &mut World<'_>,
    event: &Happening,
    transport: &Transport,
    sites: &BTreeSet<String>,
) {
    let as_of = world.options.as_of;
    world.change_inbound(|world, row| {
        let is_cut = sites.contains(&row.site)
            && comes_from(world, &row.counterparty, &transport.sources)
            && row.expected_on.is_none_or(|day| span(event).holds(day))
            && world.speaks_of(event, &row.item);
        if !is_cut {
            return Fate::AsItIs;
        }
        let expected = row.expected_on.map_or(0, |day| day.days_since(as_of));
        delayed(as_of, event, transport, expected).map_or(Fate::Never, Fate::On)
    });
}

/// The new day of what was to come on day `number` after `as_of`; `None` where it never comes.
fn delayed(as_of: Day, event: &Happening, transport: &Transport, number: i64) -> Option<i64> {
    if transport.lost {
        return None;
    }
    match transport.delay_days {
        Some(days) => Some(number.saturating_add(days)),
        None => Some(span(event).after()?.days_since(as_of)),
    }
}

/// Whether somebody brings it: what lies in a store is there, and what expires there is taken off.
fn is_delivery(arrival: &Arrival) -> bool {
    (!arrival.enterprise.is_empty() || arrival.day > 0) && arrival.qty.is_positive()
}

fn comes_from(world: &World<'_>, sender: &str, sources: &[Named]) -> bool {
    sources.is_empty() || world.names(sources, sender)
}

fn falls_on(world: &World<'_>, event: &Happening, arrival: &Arrival) -> bool {
    let day = world.options.as_of.plus_days(arrival.day);
    span(event).holds(day)
}
