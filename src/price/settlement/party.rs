//! Between whom a delivery is, and by which rule it is settled.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::reversal::reference;
use crate::engine::senders::Senders;
use crate::ledger::SiteTree;
use crate::ledger::tables::{Movement, Rotation};
use crate::ledger::word::{MovementKind, SettlementBasis, Word as _};
use crate::policy::settlement::{Payer, SettlementRule};
use crate::quantity::Quantity;
use crate::stock::cover::group::Place;
use crate::stock::replenish::Kept;

use super::pricing::Prices;
use super::{SettlementInputs, payee_of, payer_of, reserve_of};

/// Who pays where nobody does.
pub const NOBODY: &str = "none";
/// Class of goods that are sold or handed out to households.
const NECESSITY: &str = "necessity";

/// How necessities reach households.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Necessities {
    Sold,
    Rationed,
}

/// What becomes of one movement.
pub(super) enum Decision<'a> {
    /// It stays with who has it: nothing to settle.
    Internal,
    Unsettled(String),
    Settle(Decided<'a>),
}

/// By which rule it is settled, and between whom.
pub(super) struct Decided<'a> {
    pub rule: &'a SettlementRule,
    pub payer: String,
    pub payee: String,
    /// What the receiver posted as arrived.
    pub received: Option<Quantity>,
    /// The day on which it was handed over, the last of it so far; `None` while it is on its way.
    pub received_on: Option<Day>,
    /// Who restocks it.
    pub restocks: String,
}

/// An area with a budget of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area<'a> {
    code: &'a str,
    is_city: bool,
}

/// What the ledger tells of lots and receivers.
pub(super) struct Parties<'a> {
    prices: &'a Prices<'a>,
    /// Transfers that arrive as they left.
    kept: Kept<'a>,
    /// What arrived of each line that was sent, by its name.
    arrived: BTreeMap<String, Arrived>,
}

/// What arrived of a line that was sent.
#[derive(Debug, Clone, Copy, Default)]
struct Arrived {
    qty: Quantity,
    /// The day on which the last of it did.
    last: Option<Day>,
}

/// The way of settling that a movement itself states in column basis.
pub(super) fn stated(movement: &Movement) -> Option<SettlementBasis> {
    SettlementBasis::parse(&movement.basis)
}

impl<'a> Parties<'a> {
    /// Reads what arrived of each line; `prices` know which goods were given.
    pub(super) fn of(inputs: &SettlementInputs<'a>, prices: &'a Prices<'a>) -> Parties<'a> {
        let ordered = in_ledger_order(inputs.movements, inputs.as_of);
        Parties {
            prices,
            kept: Kept::of(ordered.iter().copied()),
            arrived: arrived(&ordered),
        }
    }

    /// By which rule a movement is settled.
    pub(super) fn decide<'r>(
        &self,
        movement: &Movement,
        inputs: &SettlementInputs<'r>,
    ) -> Decision<'r> {
        let sites = inputs.sites;
        let receiver = match movement.kind {
            MovementKind::Receipt => &movement.site,
            _ => &movement.counterparty,
        };
        if receiver.is_empty() {
            let why = "no receiver is stated (counterparty): nobody knows who owes it";
            return Decision::Unsettled(why.to_owned());
        }
        let Some(giving) = giving_area(movement, inputs) else {
            let why = format!(
                "{} stands under no county or city in table site",
                movement.site
            );
            return Decision::Unsettled(why);
        };
        let Some(receiving) = area_of(receiver, sites) else {
            let why = format!("{receiver} stands under no county or city in table site");
            return Decision::Unsettled(why);
        };
        if let Some(why) = misplaced(movement) {
            return Decision::Unsettled(why);
        }
        let basis = match self.basis(movement, giving, receiving, inputs) {
            Ok(Some(basis)) => basis,
            Ok(None) => return Decision::Internal,
            Err(why) => return Decision::Unsettled(why),
        };
        let Some(rule) = inputs.rules.iter().find(|rule| rule.basis == basis) else {
            let why = format!("no rule of the policy settles {}", basis.id());
            return Decision::Unsettled(why);
        };
        let reserve = reserve_of(if giving.is_city { "city" } else { giving.code });
        let repaid = rule.payer != Payer::None || !rule.funds.is_empty();
        let is_reserve = giving.is_city && basis != SettlementBasis::Emergency;
        let payer = payer_of(rule, giving.code, receiving.code, receiver);
        let payee = payee_of(rule, giving.code, &reserve, &movement.counterparty);
        if payer == payee && payer != NOBODY {
            return Decision::Internal;
        }
        Decision::Settle(Decided {
            rule,
            payer,
            payee,
            received: self.arrived_of(movement).map(|arrived| arrived.qty),
            received_on: self.handed_over_on(movement),
            restocks: match repaid && is_reserve && basis != SettlementBasis::Rotation {
                true => inputs.restocks.to_owned(),
                false => String::new(),
            },
        })
    }

    /// How a movement is settled; `None` where it stays with who has it.
    fn basis(
        &self,
        movement: &Movement,
        giving: Area,
        receiving: Area,
        inputs: &SettlementInputs,
    ) -> Result<Option<SettlementBasis>, String> {
        let stated = stated(movement);
        if stated == Some(SettlementBasis::Emergency) {
            return Ok(stated);
        }
        if self.has_only_moved(movement, inputs) {
            match stated {
                None => return Ok(None),
                Some(paid @ (SettlementBasis::Sale | SettlementBasis::Ration)) => {
                    return Err(format!(
                        "its basis is {}, and it arrived as the owner's that sent it: nobody owes anything yet",
                        paid.id()
                    ));
                }
                Some(_) => {}
            }
        }
        let is_own = giving.code == receiving.code;
        let is_internal =
            is_own && (!giving.is_city || inputs.sites.is_depot(&movement.counterparty));
        // Before what is stated: however donated goods are handed out, nobody pays for them (P0-F09).
        if self.prices.are_given(movement) {
            return Ok((!is_internal).then_some(SettlementBasis::Donation));
        }
        if stated.is_some() {
            return Ok(stated);
        }
        if inputs.rotation.iter().any(|row| is_share(row, movement)) {
            return Ok(Some(SettlementBasis::Rotation));
        }
        if is_internal {
            return Ok(None);
        }
        let item = inputs.catalogue.get(&movement.item);
        if !is_own && item.is_some_and(|item| item.class == NECESSITY) {
            return match inputs.necessities {
                Some(Necessities::Sold) => Ok(Some(SettlementBasis::Sale)),
                Some(Necessities::Rationed) => Ok(Some(SettlementBasis::Ration)),
                None => {
                    Err("it is not stated whether these necessities are sold or rationed".into())
                }
            };
        }
        match (giving.is_city, receiving.is_city) {
            (true, true) => Ok(Some(SettlementBasis::CityUnit)),
            (true, false) => Ok(Some(SettlementBasis::CountyFromCity)),
            (false, false) => Ok(Some(SettlementBasis::CountyToCounty)),
            (false, true) => Err("no rule says who pays where a county gives to the city".into()),
        }
    }

    /// Whether the city's goods only lie elsewhere now: they left as the city's and arrived as the city's.
    ///
    /// Owners of counties are all called alike, so that theirs tells nothing.
    fn has_only_moved(&self, movement: &Movement, inputs: &SettlementInputs) -> bool {
        movement.kind == MovementKind::TransferOut
            && inputs.reserve_owners.contains(&movement.owner)
            && self.kept.holds(movement)
    }

    /// What the receiver posted of it; a transfer of its own keeps a book, an issue does not.
    fn arrived_of(&self, movement: &Movement) -> Option<Arrived> {
        if movement.kind != MovementKind::TransferOut {
            return None;
        }
        self.arrived.get(&reference(movement)).copied()
    }

    /// The day of receipt: of a transfer the last on which any of it arrived; else goods change hands as they leave.
    fn handed_over_on(&self, movement: &Movement) -> Option<Day> {
        match movement.kind {
            MovementKind::TransferOut => {
                let arrived = self.arrived_of(movement)?;
                arrived.last.filter(|_| arrived.qty.is_positive())
            }
            _ => Some(movement.date),
        }
    }
}

/// What arrived of each line of a transfer, by the name of the line; of a transfer nobody posted as arrived, nothing.
///
/// Legs pair by document, item, lot and receiver; a receiver's own document names the line that sent the goods, or its
/// document, in `ref`. What arrived is handed out line by line, each up to what it sent; what is more stands on the last.
fn arrived(ordered: &[&Movement]) -> BTreeMap<String, Arrived> {
    let of_kind = |kind| ordered.iter().copied().filter(move |row| row.kind == kind);
    let senders = Senders::of(ordered.iter().copied());
    let sent = of_kind(MovementKind::TransferOut).map(|row| &*row.doc);
    let sent: BTreeSet<&str> = sent.collect();
    let mut legs: BTreeMap<_, Arrived> = BTreeMap::new();
    for row in of_kind(MovementKind::TransferIn) {
        let named = sent.get(&*row.reference).copied();
        let doc = named.unwrap_or_else(|| senders.document(row));
        let leg = (doc, &*row.item, &*row.lot, &*row.site);
        let arrived = legs.entry(leg).or_default();
        arrived.qty += row.qty.unwrap_or_default();
        arrived.last = arrived.last.max(Some(row.date));
    }
    let mut lines: BTreeMap<String, Arrived> = BTreeMap::new();
    let mut last: BTreeMap<_, &Movement> = BTreeMap::new();
    for row in of_kind(MovementKind::TransferOut) {
        let leg = (&*row.doc, &*row.item, &*row.lot, &*row.counterparty);
        if let Some(left) = legs.get_mut(&leg) {
            let qty = row.qty.unwrap_or_default().min(left.qty);
            left.qty -= qty;
            lines.insert(reference(row), Arrived { qty, ..*left });
            last.insert(leg, row);
        }
    }
    for (leg, row) in last {
        lines.entry(reference(row)).or_default().qty += legs[&leg].qty;
    }
    lines
}

/// Why a stated way of settling is none for this movement: an emergency is bought for, so only a receipt states it.
fn misplaced(movement: &Movement) -> Option<String> {
    let is_emergency = stated(movement) == Some(SettlementBasis::Emergency);
    (is_emergency && movement.kind != MovementKind::Receipt).then(|| {
        "emergency settles a purchase, and this is none: state it on the receipt from the supplier"
            .to_owned()
    })
}

/// Whether a movement carries out a share of the rotation plan: the lot of the share went to its institution, from its
/// site where one is stated.
fn is_share(share: &Rotation, movement: &Movement) -> bool {
    share.item == movement.item
        && share.lot == movement.lot
        && share.institution == movement.counterparty
        && (share.from_site.is_empty() || share.from_site == movement.site)
}

/// The area whose goods they are: the city's wherever they lie, else the area of the store.
fn giving_area<'a>(movement: &'a Movement, inputs: &SettlementInputs<'a>) -> Option<Area<'a>> {
    let sites = inputs.sites;
    if inputs.reserve_owners.contains(&movement.owner) {
        let chain = sites.upwards(&movement.site);
        let top = chain
            .into_iter()
            .rev()
            .find(|code| Place::Prefecture.is(sites, code));
        if let Some(code) = top {
            return Some(Area {
                code,
                is_city: true,
            });
        }
    }
    area_of(&movement.site, sites)
}

/// The county that a site belongs to, else its city: the highest site of that level above it.
fn area_of<'a>(site: &'a str, sites: &'a SiteTree) -> Option<Area<'a>> {
    let chain = sites.upwards(site);
    let highest = |place: Place| {
        chain
            .iter()
            .rev()
            .copied()
            .find(|code| place.is(sites, code))
    };
    let county = highest(Place::County).map(|code| Area {
        code,
        is_city: false,
    });
    county.or_else(|| {
        highest(Place::Prefecture).map(|code| Area {
            code,
            is_city: true,
        })
    })
}
