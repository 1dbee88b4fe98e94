//! What does the plan say of each request line?
//!
//! One `allocation` row a line and lot, one `unmet` row a line that is not met in full, both with the
//! rule that decided and the reason in a word:
//!
//! * given: `in_full`, `shared` (the line is short), `donor_wish` (the lot was meant for it);
//! * not given: `short`, `below_one_pack`, `min_days_left` (goods are left, they expire too soon),
//!   `no_way` (no lane is open to where they are), `below_min_qty`, `no_stock`, `not_eligible`, `amount_not_said`.
//!
//! Never: a share; all that is settled.

use crate::ledger::tables::{Allocation, OnHand, Request, Unmet};
use crate::policy::SharingRule;
use crate::quantity::Quantity;

use super::Minimum;
use super::claimant::{Claimant, Draw};
use super::eligibility::Bar;
use super::lots::Lot;
use super::phase::Problem;
use super::plan::Desk;
use super::round::Rounding;

/// What the rows are written from, item by item, until they can be put in their order.
#[derive(Default)]
pub(super) struct Rows<'a> {
    awards: Vec<Award<'a>>,
    unmet: Vec<(usize, Unmet)>,
}

/// An award of one line out of one lot.
#[derive(Clone, Copy)]
struct Award<'a> {
    /// Number of the line.
    number: usize,
    lot: &'a OnHand,
    qty: i64,
    tier: i64,
    rule: SharingRule,
    is_earmarked: bool,
    /// Whether the line is met in full.
    is_full: bool,
    km: Option<f64>,
}

impl<'a> Rows<'a> {
    /// Adds the line that `bar` keeps out.
    pub(super) fn bar(&mut self, number: usize, bar: Bar, desk: &Desk) {
        let row = unmet(number, 0, bar.reason(), bar.rule().to_owned(), desk);
        self.unmet.push((number, row));
    }

    /// Adds the lines of every claimant of an item.
    pub(super) fn add(&mut self, problem: &Problem<'a>, desk: &Desk) {
        for claimant in &problem.claimants {
            self.add_claimant(claimant, problem, desk);
        }
    }

    /// Hands the draws of a claimant to its lines, the first line first.
    fn add_claimant(&mut self, claimant: &Claimant, problem: &Problem<'a>, desk: &Desk) {
        let mut draws = claimant.draws.iter().copied();
        let mut current: Option<Draw> = draws.next();
        let mut shortage = None;
        for &(number, want) in &claimant.lines {
            let first = self.awards.len();
            let mut open = want;
            while let Some(draw) = current.as_mut().filter(|_| open > 0) {
                let qty = draw.qty.min(open);
                let part = Draw { qty, ..*draw };
                self.awards
                    .push(award(number, part, claimant, problem, desk));
                open -= qty;
                draw.qty -= qty;
                if draw.qty == 0 {
                    current = draws.next();
                }
            }
            let asked = desk.lines.all[number].qty.unwrap_or_default().thousandths();
            let given = want - open;
            for award in &mut self.awards[first..] {
                award.is_full = given == asked;
            }
            if given < asked {
                let reason = match open {
                    0 => "below_one_pack",
                    _ => *shortage.get_or_insert_with(|| shortage_of(claimant, problem, desk)),
                };
                let rule = rule_of_shortage(reason, claimant.rule_of(false), desk);
                self.unmet
                    .push((number, unmet(number, given, reason, rule, desk)));
            }
        }
    }

    /// The two tables by their keys; owner and wish tell lots of one name apart.
    pub(super) fn tables(mut self, desk: &Desk) -> (Vec<Allocation>, Vec<Unmet>) {
        let lot = |lot: &'a OnHand| (&lot.site, &lot.lot, &lot.owner, &lot.earmark);
        self.awards
            .sort_unstable_by(|a, b| (a.number, lot(a.lot)).cmp(&(b.number, lot(b.lot))));
        self.unmet.sort_unstable_by_key(|(number, _)| *number);
        let allocation = self.awards.iter().map(|award| allocation(award, desk));
        let unmet = self.unmet.into_iter().map(|(_, row)| row);
        (allocation.collect(), unmet.collect())
    }
}

fn award<'a>(
    number: usize,
    draw: Draw,
    claimant: &Claimant,
    problem: &Problem<'a>,
    desk: &Desk,
) -> Award<'a> {
    let lot: &Lot = &problem.lots[draw.lot];
    Award {
        number,
        lot: lot.row,
        qty: draw.qty,
        tier: claimant.tier,
        rule: draw.rule,
        is_earmarked: lot.wish.is_some(),
        is_full: false,
        km: desk.ways_to(claimant.site)[lot.depot].km,
    }
}

fn allocation(award: &Award, desk: &Desk) -> Allocation {
    let request: &Request = desk.lines.all[award.number];
    let lot = award.lot;
    let reason = match (award.is_earmarked, award.is_full) {
        (true, _) => "donor_wish",
        (false, true) => "in_full",
        (false, false) => "shared",
    };
    Allocation {
        plan: desk.inputs.plan_id.to_owned(),
        request: request.request.clone(),
        line: request.line.clone(),
        from_site: lot.site.clone(),
        lot: lot.lot.clone(),
        date: Some(desk.inputs.as_of),
        site: request.site.clone(),
        item: request.item.clone(),
        qty: Quantity::from_thousandths(award.qty),
        unit: lot.unit.clone(),
        expiry: lot.expiry,
        form: lot.form,
        owner: lot.owner.clone(),
        earmark: lot.earmark.clone(),
        unit_cost: lot.unit_cost,
        tier: Some(award.tier),
        rule: rule_text(award.is_earmarked, award.rule, desk),
        reason: reason.to_owned(),
        distance: award.km,
        approval: String::new(),
        basis_seal: desk.inputs.basis_seal.to_owned(),
        special: None,
        stands_for: String::new(),
        counts_as: None,
    }
}

fn unmet(number: usize, given: i64, reason: &str, rule: String, desk: &Desk) -> Unmet {
    let request = desk.lines.all[number];
    let given = Quantity::from_thousandths(given);
    Unmet {
        plan: desk.inputs.plan_id.to_owned(),
        request: request.request.clone(),
        line: request.line.clone(),
        site: request.site.clone(),
        item: request.item.clone(),
        requested: request.qty,
        given,
        short: request.qty.map(|asked| asked - given),
        reason: reason.to_owned(),
        rule,
    }
}

/// Why a claimant did not get all it could use.
fn shortage_of(claimant: &Claimant, problem: &Problem, desk: &Desk) -> &'static str {
    let site = desk.places.get(claimant.site).code;
    let is_meant = |lot: &Lot| {
        let wish = lot.wish.as_ref();
        wish.is_none_or(|wish| wish.admits(site, desk.inputs.sites, desk.inputs.as_of))
    };
    let ways = desk.ways_to(claimant.site);
    let admits = |lot: &Lot| is_meant(lot) && ways[lot.depot].is_open;
    let (early, late) = problem.lots.split_at(claimant.first_lot);
    if early.iter().any(|lot| lot.left > 0 && admits(lot)) {
        return "min_days_left";
    }
    match problem.lots.iter().rev().any(admits) {
        true if late.iter().rev().any(admits) => "short",
        true => "min_days_left",
        false if problem.lots.iter().any(is_meant) => "no_way",
        false => "no_stock",
    }
}

/// A rule decided only where there was something to share.
fn rule_of_shortage(reason: &str, rule: SharingRule, desk: &Desk) -> String {
    match reason {
        "short" => rule_text(false, rule, desk),
        _ => String::new(),
    }
}

/// The id of the clause and the name of the rule of sharing.
fn rule_text(is_earmarked: bool, rule: SharingRule, desk: &Desk) -> String {
    let rules = desk.inputs.rules;
    let earmark = rules.earmark.as_ref().map(|named| named.id.as_str());
    let within = rules.within_tier.as_ref().map(|within| within.id.as_str());
    let id = match (is_earmarked, desk.inputs.options.rule) {
        (true, _) => earmark,
        (false, Some(_)) => Some("override"),
        (false, None) => within,
    };
    let options = &desk.inputs.options;
    let minimum = match options.minimum {
        Minimum::Ignored => "",
        Minimum::Guaranteed => "; min_qty first",
        Minimum::Useful => "; min_qty or nothing",
    };
    let rounding = match options.rounding {
        Rounding::PackByPack => "",
        Rounding::LargestRemainder => "; hamilton",
    };
    let name = format!("{}{minimum}{rounding}", name_of(rule));
    id.map_or(name.clone(), |id| format!("{id} {name}"))
}

fn name_of(rule: SharingRule) -> &'static str {
    match rule {
        SharingRule::Proportional => "proportional",
        SharingRule::EqualAwards => "equal_awards",
        SharingRule::EqualLosses => "equal_losses",
        SharingRule::Talmud => "talmud",
        SharingRule::Weighted => "weighted",
        SharingRule::EqualCover => "equal_cover",
    }
}
