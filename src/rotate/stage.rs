//! Which lots have to leave, by when, how, and who answers for it: table `stage`.
//!
//! Shape: a row for every row of `onhand`, by its key. A lot without an expiry has a row too, without dates and with
//! what is missing in `action`. This file never moves a lot and never splits a balance: where only a part of a lot is
//! planned, the rest decides its rung, because the rest is what nobody has promised to use.

use std::collections::BTreeSet;

use crate::calendar::{Day, is_expired};
use crate::ledger::tables::{Auction, Disposal, OnHand, Rotation, Stage};
use crate::ledger::word::{DeadlineKind, Form, Rung};
use crate::ledger::{Catalogue, LotKey, SiteTree};
use crate::policy::Ladder;
use crate::quantity::Quantity;

use super::action::{next, short_lived};
use super::book::{Book, Story};
use super::deadlines::Deadlines;
use super::delivery::Deliveries;
use super::rung::{Record, rung};

/// Who uses up a planned lot, or owns it, and so answers for it; also the word for such an owner.
pub const INSTITUTION: &str = "institution";
/// Who answers for every other lot.
pub const HEALTH_COMMISSION: &str = "health_commission";
/// What is to be done about an empty lot.
const NOTHING: &str = "nothing on hand";

/// What the stages are worked out from.
#[derive(Debug, Clone, Copy)]
pub struct StageInputs<'a> {
    pub onhand: &'a [OnHand],
    pub rotation: &'a [Rotation],
    /// What came of each share of `rotation`.
    pub deliveries: &'a Deliveries,
    pub auctions: &'a [Auction],
    pub disposals: &'a [Disposal],
    /// Tells the class of goods, by which the ladder applies or not.
    pub catalogue: &'a Catalogue,
    pub ladder: &'a Ladder,
    /// Tell whom a mark admits.
    pub sites: &'a SiteTree,
    pub as_of: Day,
}

/// A balance on its rung, and how much of it the annual plan gives to institutions.
#[derive(Debug, Clone, PartialEq)]
pub struct Staged {
    /// Its action is about all of what is not planned, and does not say how much that is.
    pub stage: Stage,
    pub planned: Quantity,
    pub takers: BTreeSet<String>,
    /// What of it is on hold, which is not given away.
    pub held: Quantity,
    /// What of it was sold and only has to be taken out of the ledger, where anybody has looked.
    pub sold: Quantity,
}

impl Staged {
    /// What of the balance is to leave: what is planned is its institution's until the lot has expired, then nobody's; what
    /// is sold is its buyer's.
    pub fn open(&self) -> Quantity {
        let qty = self.stage.qty - self.sold;
        match self.stage.stage {
            Rung::Expired => qty,
            _ => qty - self.planned,
        }
    }
}

/// The next thing to do about one balance, or several of one lot for which it is the same, with what a planned part leaves
/// over.
pub fn action_with_shares(next: &str, balances: &[&Staged]) -> String {
    // Beside the ladder nothing is planned.
    let on_ladder = || balances.iter().filter(|of| of.stage.warn_on.is_some());
    let qty: Quantity = on_ladder().map(|of| of.stage.qty).sum();
    let planned: Quantity = on_ladder().map(|of| of.planned).sum();
    let rest = qty - planned;
    if !planned.is_positive() || !rest.is_positive() {
        return next.to_owned();
    }
    let names: BTreeSet<&str> = on_ladder()
        .flat_map(|of| of.takers.iter().map(String::as_str))
        .collect();
    let takers = names.into_iter().collect::<Vec<_>>().join(", ");
    format!("{next} ({rest} of {qty}; {planned} planned for {takers})")
}

/// Puts every balance on its rung, with all its deadlines and the next thing to do.
///
/// Result: one row per row of `onhand`, by its key. Rule: `P0-T04` to `P0-T10`, `D-02`, `D-03`, `D-08` to `D-13`.
pub fn stages(inputs: &StageInputs) -> Vec<Stage> {
    let staged = staged(inputs).into_iter();
    let stages = staged.map(|staged| Stage {
        action: action_with_shares(&staged.stage.action, &[&staged]),
        ..staged.stage
    });
    stages.collect()
}

/// The same with what is planned of each balance.
pub fn staged(inputs: &StageInputs) -> Vec<Staged> {
    let mut balances: Vec<&OnHand> = inputs.onhand.iter().collect();
    balances.sort_by_cached_key(|balance| LotKey::of_balance(balance));
    let book = Book::of(inputs);
    let staged = balances.into_iter().map(|balance| {
        let story = book.story(balance);
        Staged {
            stage: stage(balance, &story, inputs),
            planned: story.planned,
            takers: story.takers,
            held: balance.held.unwrap_or_default(),
            sold: Quantity::ZERO,
        }
    });
    staged.collect()
}

fn stage(balance: &OnHand, story: &Story, inputs: &StageInputs) -> Stage {
    match balance.expiry {
        Some(expiry) if !is_on_ladder(balance, inputs) => beside_ladder(balance, expiry, inputs),
        Some(expiry) => dated(balance, expiry, story, inputs),
        None => without_expiry(balance, inputs),
    }
}

/// Whether the ladder speaks of goods of this class in this form; it does of goods that no catalogue lists.
pub fn is_on_ladder(balance: &OnHand, inputs: &StageInputs) -> bool {
    let item = inputs.catalogue.get(&balance.item);
    let of_class = item.is_none_or(|item| inputs.ladder.items.includes(item, None));
    of_class && inputs.ladder.applies_to(Form::stated(balance.form))
}

/// The row of a lot without an expiry; of goods that the ladder speaks of and that are used up it says which rule cannot be
/// applied.
fn without_expiry(balance: &OnHand, inputs: &StageInputs) -> Stage {
    let item = inputs.catalogue.get(&balance.item);
    let is_durable = item.is_some_and(|item| item.consumable == Some(false));
    let rule = match is_on_ladder(balance, inputs) && !is_durable {
        true => inputs.ladder.warn.rule.clone(),
        false => String::new(),
    };
    Stage {
        action: "no expiry is known: enter it, or nothing can be said of its rotation".to_owned(),
        rule,
        ..undated(balance, inputs.as_of)
    }
}

/// The row of a lot that the ladder does not speak of: food, agreements. It expires all the same.
fn beside_ladder(balance: &OnHand, expiry: Day, inputs: &StageInputs) -> Stage {
    let is_expired = is_expired(Some(expiry), inputs.as_of);
    let next = match is_expired {
        true => format!("take out: {expiry} was the last usable day"),
        false => format!("not on the ladder of this policy: use or sell by {expiry}"),
    };
    Stage {
        stage: if is_expired {
            Rung::Expired
        } else {
            Rung::Normal
        },
        days_left: Some(expiry.days_since(inputs.as_of)),
        action: if balance.qty.is_positive() {
            next
        } else {
            NOTHING.to_owned()
        },
        next_step: Some(DeadlineKind::Expiry).filter(|_| balance.qty.is_positive()),
        ..undated(balance, inputs.as_of)
    }
}

/// The row of a lot with an expiry.
fn dated(balance: &OnHand, expiry: Day, story: &Story, inputs: &StageInputs) -> Stage {
    let (as_of, ladder) = (inputs.as_of, inputs.ladder);
    let in_plan = story.planned.is_positive() && story.planned >= balance.qty;
    let record = Record {
        failed_auctions: story.failed_auctions,
        in_plan,
        donation_refused: story.refused_on.is_some(),
    };
    let rung = rung(expiry, as_of, record, ladder);
    let dates = Deadlines::of(expiry, ladder);
    let next = match rung {
        _ if !balance.qty.is_positive() => None,
        Rung::Auction if is_short_lived(balance, &dates) => Some(short_lived(&dates)),
        _ => Some(next(rung, &dates, story, as_of, ladder)),
    };
    let next_step = next.as_ref().map(|next| next.step);
    // What an institution bought for itself was never the commission's to rotate.
    let is_institutions = in_plan || balance.owner == INSTITUTION;
    let liable = match is_institutions {
        true => INSTITUTION,
        false => HEALTH_COMMISSION,
    };
    Stage {
        stage: rung,
        days_left: Some(expiry.days_since(as_of)),
        warn_on: Some(dates.warn_on),
        auction_from: Some(dates.auction_from),
        auction_1_by: Some(dates.auction_1_by),
        auction_2_by: dates.auction_2_by,
        donate_by: Some(dates.donate_by),
        action: next.map_or_else(|| NOTHING.to_owned(), |next| next.text),
        liable: liable.to_owned(),
        rule: rule(rung, in_plan, ladder).to_owned(),
        next_step,
        ..undated(balance, as_of)
    }
}

/// Whether goods were made after what would be their last day of donation: the ladder is too long for them.
pub fn is_short_lived(balance: &OnHand, dates: &Deadlines) -> bool {
    balance.mfg_date.is_some_and(|made| made > dates.donate_by)
}

/// The row of a lot of which nothing is known but its balance.
fn undated(balance: &OnHand, as_of: Day) -> Stage {
    Stage {
        as_of,
        site: balance.site.clone(),
        item: balance.item.clone(),
        lot: balance.lot.clone(),
        form: balance.form,
        owner: balance.owner.clone(),
        earmark: balance.earmark.clone(),
        qty: balance.qty,
        unit: balance.unit.clone(),
        expiry: balance.expiry,
        unit_cost: balance.unit_cost,
        stage: Rung::Normal,
        days_left: None,
        warn_on: None,
        auction_from: None,
        auction_1_by: None,
        auction_2_by: None,
        donate_by: None,
        action: String::new(),
        liable: String::new(),
        rule: String::new(),
        next_step: None,
    }
}

/// The rule of the ladder that put a lot on its rung.
fn rule(rung: Rung, in_plan: bool, ladder: &Ladder) -> &str {
    match rung {
        Rung::Planned => &ladder.planned.rule,
        Rung::Expired if in_plan => &ladder.planned.rule,
        Rung::Normal | Rung::NearExpiry => &ladder.warn.rule,
        Rung::Auction => &ladder.auction.rule,
        Rung::Donate => &ladder.donate.rule,
        Rung::WriteOff | Rung::Expired => &ladder.write_off.rule,
    }
}

#[cfg(test)]
mod tests;
