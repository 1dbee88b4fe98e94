//! How many days is there stock for, and is it what the plan asks for?
//!
//! Table `cover`: one row per site, item, form and standard; where no standard applies one row without, so that days
//! are always printed. Table `waste`: one row per month, site, item and lot that expires before it is used.
//!
//! - *Where.* Each site that holds stock or uses an item has its rows. A standard is held against the area of the
//!   site that it addresses ([`area`]): its own stock and that of all sites below, lots of the one form it asks for.
//!   Forms are never added up: an agreement does not stand in for stock.
//! - *How fast.* A row under a standard counted in days runs at the standard's own daily amount, as its `basis` says;
//!   other rows run at the use of the `burn` table.
//! - *What counts.* `on_hand` is what has not expired; `usable` is what first-expiry use gets out of the available
//!   part of it (D-01), and standards are tested on that. Against a testing round, which uses everything up at once,
//!   `usable` is what can still be used on its last day.
//! - *What is left out.* A standard has no row for an item of which the site has no stock, no use and no norm:
//!   nothing is known of it there.
//!
//! - *Put together.* Sites and goods may be grouped ([`group`]); a group is simulated as one store.
//! - *What to do.* Each item at each site has one state ([`mod@state`]); what is missing is moved from whoever nearby has
//!   more than its own need ([`mod@moves`]), and ordered only beyond that.
//! - *Later.* With a horizon the days with everything that arrives stand beside those of the stock ([`mod@later`]).
//!
//! | file | what it is for |
//! |---|---|
//! | `desk`, `extent`, `by_item` | the facts, indexed once; of which goods cover is worked out |
//! | `area`, `group`, `meant` | which sites and goods count together, and what was meant for others |
//! | `norm`, `rate`, `basis` | what is used a day, and what a standard counts on |
//! | `row`, `plain`, `standard`, `grounds` | one row, without a standard and under one, and what it rests on |
//! | `state`, `moves`, `later`, `waste` | what to do, what will arrive, what expires |
//! | `notes` | what cannot be told |
//! | `by_site`, `run` | a long ledger some sites at a time; what a change touches, anew |
//!
//! Without a rate there are no days, and `basis` says why. Nothing here is ordered or moved.

use std::borrow::Cow;
use std::sync::Arc;

use crate::calendar::{Day, is_expired};
use crate::diagnostic::{Diagnostic, Refused};
use crate::engine::issued::Issued;
use crate::ledger::tables::{
    Burn, Cover, Event, Inbound, Item, Movement, Norm, OnHand, People, Staff, Usage, Waste,
};
use crate::ledger::word::{Action, Level, NoRate, Word};
use crate::ledger::{Catalogue, SiteTree};
use crate::policy::Rules;
use crate::quantity::Quantity;

use super::availability::Arrival;
use super::burn::AreaBurn;
use super::minmax::MinMax;
use super::on_hand::available;
use super::outlook::Outlook;

pub mod area;
mod basis;
mod by_item;
mod by_site;
mod desk;
pub mod extent;
mod grounds;
pub mod group;
pub mod later;
pub mod meant;
pub mod moves;
pub mod norm;
mod notes;
mod plain;
mod rate;
mod row;
pub mod run;
mod standard;
pub mod state;
mod waste;

pub use by_site::{cover_by_site, is_told_by_site};
pub use desk::Land;
pub use grounds::{Grounds, Share, grounds};
pub use rate::sum_of_rates;
pub use standard::scale_up_percent;

use desk::Desk;
use group::{Grouping, Place, groups};
use notes::{notes, unplaced_items};

/// What cover is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct CoverInputs<'a> {
    pub onhand: &'a [OnHand],
    pub burn: &'a [Burn],
    /// The rates of sites that are others for an area around them, because they pass goods on within it.
    pub area_burn: &'a [AreaBurn],
    /// In ledger order: for the peaks on record.
    pub movements: &'a [Movement],
    /// The same by item and day, where it was added up before; movements then may be fewer.
    pub issued: Option<&'a [Issued]>,
    pub usage: &'a [Usage],
    pub catalogue: &'a Catalogue,
    pub sites: &'a SiteTree,
    pub staff: &'a [Staff],
    /// Households and other cohorts that norms count.
    pub people: &'a [People],
    pub events: &'a [Event],
    pub norms: &'a [Norm],
    /// What was ordered or sent and has not arrived, as [`super::coming::coming`] has it.
    pub inbound: &'a [Inbound],
    /// Whether anybody tells what was ordered; where not, nothing is known but what is found on the road.
    pub knows_orders: bool,
    /// What arrives within a horizon, each form apart; `None` where nobody asked.
    pub arrivals: Option<&'a [Arrival]>,
    /// What is expected to be otherwise than it is; `None` where everything goes on.
    pub outlook: Option<&'a Outlook>,
    pub rules: &'a Rules,
}

/// Whose stock counts for a site that a standard addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counted {
    /// The site's own and that of all sites below it.
    Area,
    /// The site's own and that of the stores of its own level below it: a county's reserve is what the county keeps,
    /// measured by the need of its whole area; what a hospital has on its shelves is the hospital's (P0-R01, P4-R02).
    #[default]
    OwnStores,
}

/// How cover is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverOptions {
    pub as_of: Day,
    /// The first day of use.
    pub demand_from: Day,
    /// A response level for all sites, in place of the events.
    pub level: Option<Level>,
    /// Percent of the basic amount at levels that scale it, in place of the policy's.
    pub percent: Option<i64>,
    pub counted: Counted,
    pub grouping: Grouping,
    /// Months of use to hold stock against, beside the standards.
    pub bounds: Option<MinMax>,
    /// The last day up to which what is missing is added up; `None` where nobody asked.
    pub until: Option<Day>,
    pub shown: Shown,
    /// Whether what goes to waste is told as well.
    pub with_waste: bool,
}

/// Which rows without a standard there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// Those of stock that no standard judges.
    #[default]
    Unjudged,
    /// Those of all stock: what lasts for how long at its use, beside what the standards say of it.
    All,
}

impl CoverOptions {
    /// The cautious choice: today's use comes out of today's stock.
    pub fn on(as_of: Day) -> CoverOptions {
        CoverOptions {
            as_of,
            demand_from: as_of,
            level: None,
            percent: None,
            counted: Counted::default(),
            grouping: Grouping::default(),
            bounds: None,
            until: None,
            shown: Shown::default(),
            with_waste: true,
        }
    }

    /// The same with the stock that counts where sites are put together.
    fn settled(&self) -> CoverOptions {
        CoverOptions {
            counted: match self.grouping.place {
                Place::County | Place::Prefecture => Counted::Area,
                Place::Site | Place::Everywhere => self.counted,
            },
            ..*self
        }
    }
}

/// Cover, what will go to waste, and what could not be told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CoverAnswer {
    /// By site, item, form and standard.
    pub cover: Vec<Cover>,
    /// By month, site, item and lot.
    pub waste: Vec<Waste>,
    pub notes: Vec<Diagnostic>,
}

/// The cover of every site, item and form against every standard that applies.
///
/// An item in store or in use whose class a standard needs and no catalogue lists is named in the notes; its days are
/// told without a standard.
///
/// Errors: `no-policy` where a level scales the amount and nobody says by how much. Rule: `S14`, `D-01`, `D-14` to
/// `D-19`.
pub fn cover(inputs: &CoverInputs<'_>, options: &CoverOptions) -> Result<CoverAnswer, Refused> {
    let options = &options.settled();
    let desk = Desk::of(inputs, options, None);
    Ok(CoverAnswer {
        cover: rows(&desk)?,
        waste: match options.with_waste {
            true => waste::rows(&desk),
            false => Vec::new(),
        },
        notes: notes(&desk),
    })
}

/// The rows of everything that the desk looks at, with what could be moved.
fn rows<'a>(desk: &'a Desk<'a>) -> Result<Vec<Cover>, Refused> {
    let mut cover = apart(desk)?;
    put_rows_in_order(&mut cover);
    let moved = moves::proposed(&cover, desk);
    for (at, row) in moved {
        cover[at] = row;
    }
    Ok(cover)
}

/// The same before anything is moved, in no order: what one site has is nothing to another.
fn apart<'a>(desk: &'a Desk<'a>) -> Result<Vec<Cover>, Refused> {
    let (inputs, options) = (desk.inputs, desk.options);
    let mut cover = standard::rows(desk)?;
    let judged = cover.iter().map(|row| (&*row.site, &*row.item, row.form));
    let mut judged: Vec<_> = judged.collect();
    judged.sort_unstable();
    let groups = groups(desk);
    let plain = plain::rows(desk, &groups, &judged);
    // Their state is the one that the standards gave the item.
    let beside = match options.shown {
        Shown::All => plain::beside(desk, &groups, &judged),
        Shown::Unjudged => Vec::new(),
    };
    cover.extend(plain);
    let (_, unplaced) = unplaced_items(desk);
    for row in cover.iter_mut().filter(|row| row.standard.is_empty()) {
        if unplaced.contains(row.item.as_str()) {
            row.action = Some(Action::NotAssessable);
        }
    }
    state::set(&mut cover, |row| {
        row.basis == NoRate::Durable.id() || inputs.catalogue.is_durable(&row.item)
    });
    if !beside.is_empty() {
        state::share(&mut cover, beside);
    }
    Ok(cover)
}

/// By site, item, form and standard.
fn put_in_order(cover: &mut [Arc<Cover>]) {
    cover.sort_by(|a, b| in_order(a).cmp(&in_order(b)));
}

/// The same of rows as they are, each of which is moved once: a row is long.
fn put_rows_in_order(cover: &mut [Cover]) {
    let mut places: Vec<usize> = (0..cover.len()).collect();
    places.sort_by(|a, b| in_order(&cover[*a]).cmp(&in_order(&cover[*b])));
    for at in 0..places.len() {
        let mut from = places[at];
        // What lay in front of this place was changed for what lies there now.
        while from < at {
            from = places[from];
        }
        cover.swap(at, from);
    }
}

/// What rows are put in order by.
pub fn in_order(row: &Cover) -> impl Ord + '_ {
    let goods = (row.form, &row.class, &row.category);
    (&row.site, &row.item, goods, &row.standard, &row.unit)
}

/// What may be picked of a row; where the table does not say, balance less what is held and set aside.
pub fn pickable(row: &OnHand, as_of: Day) -> Quantity {
    let (held, reserved) = (
        row.held.unwrap_or_default(),
        row.reserved.unwrap_or_default(),
    );
    let picked = available(row.qty, held, reserved, row.expiry, as_of);
    if is_expired(row.expiry, as_of) {
        picked
    } else {
        row.available.unwrap_or(picked)
    }
}

/// What is known of an item; one that is not in the catalogue has a code and nothing else.
fn item_of<'a>(desk: &Desk<'a>, code: &str) -> Cow<'a, Item> {
    let listed = desk.inputs.catalogue.get(code);
    listed.map_or_else(|| Cow::Owned(Item::unlisted(code)), Cow::Borrowed)
}

#[cfg(test)]
mod tests;
