//! Who gets what, from which lot, when there is less than was asked for?
//!
//! [`plan()`] turns balances and requests into `allocation` (plan, request, line, from_site, lot) and
//! `unmet` (plan, request, line); a request line that is not met in full stands in `unmet`.
//! [`audit`] reads the two tables again by logic of its own and says what is broken.
//!
//! In the order of the decision:
//!
//! | module | its noun |
//! |---|---|
//! | [`intake`] | the request lines: each once, their amounts, uses, lines of duty and classes |
//! | [`supply`] | what lies in store, and what of it may be given |
//! | [`way`] | how far it is from those who give to those who ask |
//! | [`share`] | the exact sharing of one supply among claims: the kernel, which knows no rule of a plan |
//! | [`flow`] | goods on their way at least cost, for any network |
//! | [`mod@plan`] | one draw: who may have the goods, in which order, how much, out of which lots |
//! | [`draws`] | a plan of several draws: the reserve's gate, the own level first, substitutes, plans before |
//! | [`audit()`] | whether a plan keeps its rules, by logic of its own |
//! | [`review`] | what a plan comes to, and why: fairness, scarcity, measures, explanations |
//! | [`transfer`], [`source`] | what some can spare for who is short; where each missing unit is to come from |
//! | [`dispatch`] | how far each award has come on its way |
//! | [`household`], [`deliver`] | what people ordered at home, packed; how it reaches them |
//!
//! Policy fixes how much a line gets; only then a lot and a depot are chosen, so that distance never
//! changes who gets how much.
//!
//! Never: moves between depots, money, or writing to the ledger. The approval of
//! specially scarce goods (P0-A04) is for the desk to look at: the plan reports what it gives and leaves
//! `approval` empty.

pub mod deliver;
pub mod dispatch;
pub mod draws;
pub mod flow;
pub mod household;
pub mod intake;
pub mod plan;
pub mod review;
pub mod share;
pub mod source;
pub mod supply;
pub mod transfer;
pub mod way;

mod audit;

pub use audit::{
    RunOfArea, audit, audit_chain, audit_last, audit_moved, audit_own_run, audit_whole, shorts,
    shorts_at_gate,
};
pub use plan::plan;
pub use supply::lots::kept_by_askers;

use crate::calendar::Day;
use crate::diagnostic::Diagnostic;
use crate::ledger::tables::{Allocation, Burn, Lane, OnHand, Request, Unmet};
use crate::ledger::{Catalogue, SiteTree};
use crate::policy::{Rules, SharingRule};

use plan::gift::Gifts;
use share::round::Rounding;
use way::WayBy;

/// What a plan is made from.
#[derive(Debug, Clone, Copy)]
pub struct PlanInputs<'a> {
    /// Balances of one day: of the depots that give, and of the sites that ask where they keep any.
    pub onhand: &'a [OnHand],
    pub requests: &'a [Request],
    /// Daily use at the sites that ask; may be empty.
    pub burn: &'a [Burn],
    /// What is known of the ways from those who give to those who ask; may be empty.
    pub lanes: &'a [Lane],
    pub items: &'a Catalogue,
    pub sites: &'a SiteTree,
    pub rules: &'a Rules,
    pub as_of: Day,
    /// The sites that give. `None`: the sites of class `depot`; where there are none, every site with
    /// stock that asks for nothing. A site that asks for an item never gives it, and [`kept_by_askers`] says so.
    pub from: Option<&'a [String]>,
    pub plan_id: &'a str,
    /// Seal of the ledger's last line.
    pub basis_seal: &'a str,
    pub options: PlanOptions,
    /// What went before, where this is one of the draws of a plan.
    pub earlier: Earlier<'a>,
    /// The documents by which donors' goods came in, where they are known.
    pub gifts: Option<&'a Gifts>,
}

/// What went before a draw in the same plan; nothing before the first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Earlier<'a> {
    /// What was asked for: who asks for an item gives none of it, in no draw.
    pub requests: &'a [Request],
    /// What was given: it lies with who got it, and counts as its stock.
    pub given: &'a [Allocation],
}

/// What a caller may want otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanOptions {
    /// The rule inside a tier, in place of the policy's.
    pub rule: Option<SharingRule>,
    /// Whether a depot opens packs and issues single base units. Otherwise awards, and what a lot can
    /// give, are whole packs of the catalogue's pack size, and a line below one pack gets nothing.
    pub break_packs: bool,
    /// What of a way counts when lots are chosen.
    pub by: WayBy,
    /// The longest way that is used, in what counts: km, hours, or yuan a base unit.
    pub way_max: Option<f64>,
    /// How exact shares become whole packs.
    pub rounding: Rounding,
    /// What the least useful quantity of a line (`min_qty`) counts for.
    pub minimum: Minimum,
    /// Whether a claim is cut to the supply before it is shared. Equal awards, Talmud and equal cover
    /// do not change by it; under a proportional rule an inflated claim loses its pull.
    pub truncate: bool,
    /// Whether other goods stand in for what ran out, as the catalogue allows.
    pub substitutes: bool,
}

impl Default for PlanOptions {
    fn default() -> PlanOptions {
        PlanOptions {
            rule: None,
            by: WayBy::Distance,
            way_max: None,
            rounding: Rounding::PackByPack,
            minimum: Minimum::Ignored,
            break_packs: true,
            truncate: false,
            substitutes: true,
        }
    }
}

/// What the least useful quantity of a line counts for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Minimum {
    /// Nothing.
    #[default]
    Ignored,
    /// It is guaranteed: inside a tier all such quantities are shared before anybody gets more.
    Guaranteed,
    /// A line gets it, or nothing: what is less is of no use to it.
    Useful,
}

/// A plan: what is given, what is not, and what to look at. Both tables are sorted by their keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub allocation: Vec<Allocation>,
    pub unmet: Vec<Unmet>,
    /// Warnings on claims, codes and earmarks; none of them stops the plan.
    pub notes: Vec<Diagnostic>,
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
