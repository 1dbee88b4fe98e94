//! How much is to be there: what the standards ask for, what a demand list says, or what the past needed.

use std::collections::BTreeMap;

use crate::ledger::approval::is_given;
use crate::ledger::tables::Cover;
use crate::ledger::word::Form;
use crate::quantity::{Price, Quantity, Rate};

use super::{PlanInputs, PlanOptions, past};

/// Where targets come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// The standards of the policies in force.
    Standard,
    /// The demand list (需求清单).
    Demand,
    /// What was asked for and given out before, whichever is more (结合前一阶段需求与实际调拨).
    Past,
}

/// What is to be there of an item at a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    pub site: String,
    pub item: String,
    pub form: Form,
    /// The standard that asks for most; empty for other targets.
    pub standard: String,
    pub amount: Amount,
    /// What the amount is counted on.
    pub basis: String,
    /// Declared priority, 1 first.
    pub priority: Option<i64>,
    /// Stated price.
    pub price: Option<Price>,
    /// Whether the goods have no standing stock, and who must approve their purchase; empty where it is approved.
    pub awaits: String,
}

/// How much.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A reserve that stands: so much at the end of every period.
    Level(Quantity),
    /// What is used up, so much a day.
    Use(Rate),
    /// It cannot be told, and why.
    Unknown(String),
}

/// The targets of all sites, each site, item and form once.
pub fn targets(inputs: &PlanInputs<'_>, options: &PlanOptions<'_>) -> Vec<Target> {
    match options.target {
        TargetKind::Standard => of_standards(inputs.cover),
        TargetKind::Demand => of_demands(inputs),
        TargetKind::Past => past::targets(inputs, options),
    }
}

impl TargetKind {
    /// Whether the target of a site holds those of its own stores: a standard asks what a county keeps, in its stores
    /// too; a demand, or what was used, is each one's own.
    pub fn holds_stores(self) -> bool {
        self == TargetKind::Standard
    }
}

/// Of several standards for one site, item and form the one that asks for most decides.
///
/// Rule: `D-04`, `D-15`.
fn of_standards(cover: &[Cover]) -> Vec<Target> {
    let mut most: BTreeMap<(&str, &str, Form), &Cover> = BTreeMap::new();
    for row in cover.iter().filter(|row| !row.standard.is_empty()) {
        let form = Form::stated(row.form);
        let asked = |row: &Cover| row.need_max.or(row.need_min);
        most.entry((&row.site, &row.item, form))
            .and_modify(|known| {
                if asked(row) > asked(known) {
                    *known = row;
                }
            })
            .or_insert(row);
    }
    let rows = most.into_iter();
    rows.map(|((site, item, form), row)| Target {
        site: site.to_owned(),
        item: item.to_owned(),
        form,
        standard: row.standard.clone(),
        amount: match row.need_max.or(row.need_min) {
            Some(level) => Amount::Level(level),
            None => Amount::Unknown(row.basis.clone()),
        },
        basis: row.basis.clone(),
        priority: None,
        price: None,
        awaits: String::new(),
    })
    .collect()
}

fn of_demands(inputs: &PlanInputs<'_>) -> Vec<Target> {
    let rows = inputs.demands.iter();
    rows.map(|row| {
        let tier = inputs.rules.tier_of(&row.item);
        let on_demand = inputs
            .rules
            .on_demand
            .iter()
            .find(|rule| tier == Some(rule.tier));
        let awaits = on_demand.filter(|_| !is_given(&row.approval));
        Target {
            site: row.site.clone(),
            item: row.item.clone(),
            form: Form::Physical,
            standard: on_demand.map_or(String::new(), |rule| rule.id.clone()),
            amount: Amount::Level(row.demand),
            basis: match &*row.spec {
                "" => "demand list".to_owned(),
                spec => format!("demand list, {spec}"),
            },
            priority: row.priority,
            price: row.price,
            awaits: awaits.map_or(String::new(), |rule| {
                format!("bought on demand: awaits approval of {}", rule.approval)
            }),
        }
    })
    .collect()
}
