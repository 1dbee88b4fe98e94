//! Who owes whom for what left a reserve? Table `settlement`, from the movements that were posted.
//!
//! Shape: a settlement for each document, giver and receiver; a line for each line of the ledger, one for the freight of
//! the delivery where it is known, and one for each fund that restocks what nobody repays. Every line is rounded once, to
//! the fen. What no rule settles comes back with its reason: nothing is left out.
//!
//! Nothing is posted here, and no rule is made up: who pays stands in the policy.
//!
//! `party` says between whom a delivery is and by which rule, `pricing` what its goods are priced at, `freight` and
//! `funding` the lines beside; `entry` books them, `audit` works them out again, `explain` adds them up.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::cost::{Cost, money};
use crate::engine::reversal::reference;
use crate::ledger::effect::lies_in_store;
use crate::ledger::tables::{
    Agreement, Freight, FundEntry, Movement, Quote, Reference, Rotation, Settlement,
};
use crate::ledger::word::{Form, MovementKind, SettlementBasis};
use crate::ledger::{Catalogue, SiteTree};
use crate::policy::settlement::{PayWhen, Payee, Payer, PriceSource, SettlementRule};
use crate::quantity::Money;

pub mod audit;
pub mod entry;
mod explain;
mod freight;
mod funding;
mod party;
mod pricing;

pub use explain::explain;
pub use funding::CASH_RESERVE;
pub use party::{NOBODY, Necessities};
pub use pricing::unstated;

/// What settlements are made of.
#[derive(Debug, Clone, Copy)]
pub struct SettlementInputs<'a> {
    /// In ledger order.
    pub movements: &'a [Movement],
    pub freights: &'a [Freight],
    pub rotation: &'a [Rotation],
    pub references: &'a [Reference],
    pub quotes: &'a [Quote],
    pub agreements: &'a [Agreement],
    /// The book of money: what was already drawn for a settlement.
    pub funds: &'a [FundEntry],
    pub sites: &'a SiteTree,
    pub catalogue: &'a Catalogue,
    pub rules: &'a [SettlementRule],
    /// First day whose lines are answered for; all where none is named. What came before is settled all the same, because
    /// it draws on the same funds.
    pub since: Option<Day>,
    pub as_of: Day,
    /// What goods are priced at in place of what the rule says.
    pub price: Option<PriceSource>,
    /// How necessities are settled whose movement does not say.
    pub necessities: Option<Necessities>,
    /// What the cash reserve holds; `None` where nobody says.
    pub cash: Option<Money>,
    /// What it held from each day on that moved it, by the book of money, so that nothing is paid by what came later;
    /// nothing where only one sum is stated.
    pub cash_by_day: &'a [(Day, Money)],
    /// Who restocks the city's reserve; empty where the policy names nobody.
    pub restocks: &'a str,
    /// Owners whose goods are the city's reserve, wherever they lie.
    pub reserve_owners: &'a [String],
}

/// Settlements, and what is not settled.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settled {
    /// By settlement and line.
    pub settlements: Vec<Settlement>,
    /// Lines of the ledger that left a store and are not settled: `doc/line`, and why.
    pub unsettled: Vec<(String, String)>,
    /// Freight rows that belong to nothing that is settled, by document, and why.
    pub stray_freight: Vec<(String, String)>,
    /// Lines of the ledger that brought back what is billed: `doc/line`, and of which line.
    pub returned: Vec<(String, String)>,
}

/// One delivery of one document between two sites.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeliveryKey {
    pub doc: String,
    pub from_site: String,
    pub site: String,
}

impl DeliveryKey {
    /// The name of its settlement.
    pub fn id(&self) -> String {
        format!("{}:{}>{}", self.doc, self.from_site, self.site)
    }
}

/// Settles what was posted up to the day.
///
/// Rule: `P0-F01` to `P0-F09`, `P0-T16`, `P3-F04`, `D-22`, `D-23`, `D-32`.
pub fn settle(inputs: &SettlementInputs) -> Settled {
    let mut settled = Settled::default();
    let is_since = |day: Day| inputs.since.is_none_or(|since| day >= since);
    let prices = pricing::Prices::of(inputs);
    let parties = party::Parties::of(inputs, &prices);
    let mut deliveries: BTreeMap<DeliveryKey, Vec<Settlement>> = BTreeMap::new();
    for movement in in_ledger_order(inputs.movements, inputs.as_of) {
        if !is_to_settle(movement, inputs) {
            continue;
        }
        match parties.decide(movement, inputs) {
            party::Decision::Internal => {}
            party::Decision::Unsettled(why) => {
                if is_since(movement.date) {
                    settled.unsettled.push((reference(movement), why));
                }
            }
            party::Decision::Settle(decided) => {
                let row = goods_line(movement, &decided, &prices);
                let key = DeliveryKey {
                    doc: movement.doc.clone(),
                    from_site: row.from_site.clone(),
                    site: row.site.clone(),
                };
                deliveries.entry(key).or_default().push(row);
            }
        }
    }
    settled.stray_freight = freight::add(&mut deliveries, inputs);
    let mut funding = funding::Funding::of(inputs);
    for (key, mut rows) in in_order_of_days(deliveries) {
        rows.extend(funding.lines(&key, &rows, inputs));
        for (row, line) in rows.iter_mut().zip(1..) {
            row.settlement = key.id();
            row.line = line.to_string();
        }
        settled.settlements.extend(rows);
    }
    settled.returned = returned(&settled.settlements, inputs);
    // Only now: what was settled before the period has had its money of the funds.
    let rows = &mut settled.settlements;
    rows.retain(|row| row.date.is_none_or(is_since));
    // By settlement; within one the order of its lines, which a number as text would not keep.
    settled
        .settlements
        .sort_by(|a, b| a.settlement.cmp(&b.settlement));
    settled
}

/// Money of a fund is drawn in the order of the days.
fn in_order_of_days(
    deliveries: BTreeMap<DeliveryKey, Vec<Settlement>>,
) -> Vec<(DeliveryKey, Vec<Settlement>)> {
    let mut deliveries: Vec<_> = deliveries.into_iter().collect();
    deliveries.sort_by_key(|(_, rows)| rows.first().and_then(|row| row.date));
    deliveries
}

/// Whether a movement may be a delivery: it leaves a store for somebody, or was bought in an emergency.
///
/// What an institution uses up names nobody. Goods of the reserve that leave a depot go to somebody, named or not.
fn is_to_settle(movement: &Movement, inputs: &SettlementInputs) -> bool {
    let leaves_reserve =
        || inputs.reserve_owners.contains(&movement.owner) && inputs.sites.is_depot(&movement.site);
    let is_delivery = match movement.kind {
        MovementKind::Issue | MovementKind::TransferOut => {
            !movement.counterparty.is_empty() || leaves_reserve()
        }
        MovementKind::Receipt => party::stated(movement) == Some(SettlementBasis::Emergency),
        _ => false,
    };
    is_delivery && lies_in_store(Form::stated(movement.form))
}

/// Returns that name in `ref` a line that was billed, with why that is to be looked at.
fn returned(settlements: &[Settlement], inputs: &SettlementInputs) -> Vec<(String, String)> {
    let billed = settlements
        .iter()
        .filter(|row| row.total.is_none_or(|total| total.fen() != 0));
    let billed: BTreeSet<&str> = billed.map(|row| &*row.reference).collect();
    let ordered = in_ledger_order(inputs.movements, inputs.as_of).into_iter();
    let returns = ordered.filter(|row| {
        row.kind == MovementKind::Return
            && inputs.since.is_none_or(|since| row.date >= since)
            && !row.reference.is_empty()
            && billed.contains(&*row.reference)
    });
    let why = |row: &Movement| {
        let of = &row.reference;
        format!("goods of {of} came back: the bill of the issue still stands")
    };
    returns.map(|row| (reference(row), why(row))).collect()
}

/// The line of one movement: what it is priced at, what it comes to.
fn goods_line(
    movement: &Movement,
    decided: &party::Decided,
    prices: &pricing::Prices,
) -> Settlement {
    let rule = decided.rule;
    let priced = prices.of_movement(movement, rule);
    let amount = priced.cost.zip(movement.qty);
    let goods = amount.and_then(|(cost, qty)| money(cost.of(qty)));
    let reason = match (movement.qty, goods, priced.cost) {
        (None, ..) => "the movement states no quantity".to_owned(),
        (Some(_), None, Some(_)) => "the amount does not fit".to_owned(),
        _ => priced.reason,
    };
    let (from_site, site) = match movement.kind {
        MovementKind::Receipt => (movement.counterparty.clone(), movement.site.clone()),
        _ => (movement.site.clone(), movement.counterparty.clone()),
    };
    Settlement {
        item: movement.item.clone(),
        lot: movement.lot.clone(),
        qty: movement.qty,
        unit_cost: priced.cost.and_then(Cost::price),
        goods,
        total: goods,
        date: Some(movement.date),
        doc: movement.doc.clone(),
        reference: reference(movement),
        unit: movement.unit.clone(),
        price_basis: priced.basis,
        received: decided.received,
        received_on: decided.received_on,
        approval: match movement.approver.is_empty() {
            true => rule.approval.clone(),
            false => movement.approver.clone(),
        },
        liable: decided.restocks.clone(),
        reason,
        ..bare(rule, &decided.payer, &decided.payee, &from_site, &site)
    }
}

/// A line that names rule and parties and nothing else.
fn bare(
    rule: &SettlementRule,
    payer: &str,
    payee: &str,
    from_site: &str,
    site: &str,
) -> Settlement {
    Settlement {
        settlement: String::new(),
        line: String::new(),
        payer: payer.to_owned(),
        payee: payee.to_owned(),
        basis: rule.basis,
        item: String::new(),
        lot: String::new(),
        qty: None,
        unit_cost: None,
        goods: None,
        freight: None,
        total: None,
        fund: String::new(),
        rule: rule.id.clone(),
        date: None,
        pay_when: rule.when.map_or("", PayWhen::id).to_owned(),
        doc: String::new(),
        reference: String::new(),
        from_site: from_site.to_owned(),
        site: site.to_owned(),
        unit: String::new(),
        price_basis: String::new(),
        received: None,
        approval: String::new(),
        liable: String::new(),
        reason: String::new(),
        received_on: None,
    }
}

/// Whether anybody pays.
pub fn is_paid(row: &Settlement) -> bool {
    row.payer != NOBODY && row.payee != NOBODY
}

/// Whether a line is a debt: somebody pays somebody, and it is no fund that restocks.
pub fn is_owed(row: &Settlement) -> bool {
    is_paid(row) && row.fund.is_empty()
}

/// The end of the name of every reserve.
const RESERVE: &str = "_reserve";

/// What the reserve of an area is called; `area` is `city` or the code of a county.
fn reserve_of(area: &str) -> String {
    format!("{area}{RESERVE}")
}

/// Whether a party is a reserve.
pub fn is_reserve(party: &str) -> bool {
    party.ends_with(RESERVE)
}

/// What a payer of a rule is called.
fn payer_of(rule: &SettlementRule, giver: &str, receiving: &str, site: &str) -> String {
    match rule.payer {
        Payer::None => NOBODY.to_owned(),
        Payer::ReceivingArea => receiving.to_owned(),
        Payer::Receiver => site.to_owned(),
        Payer::GivingArea => giver.to_owned(),
    }
}

/// What a payee of a rule is called.
fn payee_of(rule: &SettlementRule, giver: &str, reserve: &str, counterparty: &str) -> String {
    match rule.payee {
        Payee::None => NOBODY.to_owned(),
        Payee::Reserve => reserve.to_owned(),
        Payee::GivingArea => giver.to_owned(),
        Payee::Supplier => counterparty.to_owned(),
    }
}

#[cfg(test)]
mod tests;
