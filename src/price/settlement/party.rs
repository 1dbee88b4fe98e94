//! Between whom a delivery is, and by which rule it is settled.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::SiteTree;
use crate::ledger::tables::{Movement, Rotation};
use crate::ledger::word::{MovementKind, SettlementBasis, Word as _};
use crate::policy::settlement::{Payer, SettlementRule};
use crate::quantity::Quantity;

use super::super::valuation::is_donated;
use super::{SettlementInputs, payee_of, payer_of};

/// Who pays where nobody does.
pub const NOBODY: &str = "none";
/// Administrative levels whose own budget pays.
const COUNTY: [&str; 2] = ["county", "district"];
const CITY: [&str; 2] = ["city", "prefecture"];
/// Class of goods that are sold or handed out to households.
const NECESSITY: &str = "necessity";
/// Owner of the city's reserve.
const CITY_OWNER: &str = "city";

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
    donated: BTreeSet<(&'a str, &'a str)>,
    bought: BTreeSet<(&'a str, &'a str)>,
    arrived: BTreeMap<(String, &'a str, &'a str), Quantity>,
}

/// The way of settling that a movement itself states in column basis.
pub(super) fn stated(movement: &Movement) -> Option<SettlementBasis> {
    SettlementBasis::parse(&movement.basis)
}

impl<'a> Parties<'a> {
    /// Reads which lots were given, and what arrived of each line.
    pub(super) fn of(inputs: &SettlementInputs<'a>) -> Parties<'a> {
        let mut parties = Parties {
            donated: BTreeSet::new(),
            bought: BTreeSet::new(),
            arrived: BTreeMap::new(),
        };
        let ordered = crate::engine::balance::in_ledger_order(inputs.movements, inputs.as_of);
        for movement in ordered {
            let lot = (movement.item.as_str(), movement.lot.as_str());
            match movement.kind {
                MovementKind::Receipt if is_donated(movement) => {
                    parties.donated.insert(lot);
                }
                MovementKind::Receipt => {
                    parties.bought.insert(lot);
                }
                MovementKind::TransferIn => {
                    let sent = match movement.reference.is_empty() {
                        true => movement.doc.clone(),
                        false => movement.reference.clone(),
                    };
                    let key = (sent, lot.0, lot.1);
                    *parties.arrived.entry(key).or_default() += movement.qty.unwrap_or_default();
                }
                _ => {}
            }
        }
        parties
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
        let Some(giving) = giving_area(movement, sites) else {
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
        let basis = match self.basis(movement, giving, receiving, inputs) {
            Ok(Some(basis)) => basis,
            Ok(None) => return Decision::Internal,
            Err(why) => return Decision::Unsettled(why),
        };
        let Some(rule) = inputs.rules.iter().find(|rule| rule.basis == basis) else {
            let why = format!("no rule of the policy settles {}", basis.id());
            return Decision::Unsettled(why);
        };
        let reserve = format!(
            "{}_reserve",
            if giving.is_city { "city" } else { giving.code }
        );
        let repaid = rule.payer != Payer::None || !rule.funds.is_empty();
        let is_reserve = giving.is_city && basis != SettlementBasis::Emergency;
        Decision::Settle(Decided {
            rule,

            payer: payer_of(rule, giving.code, receiving.code, receiver),
            payee: payee_of(rule, giving.code, &reserve, &movement.counterparty),
            received: self.received(movement),
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
        if let Some(stated) = stated(movement) {
            return Ok(Some(stated));
        }
        let lot = (movement.item.as_str(), movement.lot.as_str());
        if self.donated.contains(&lot) && !self.bought.contains(&lot) {
            return Ok(Some(SettlementBasis::Donation));
        }
        if inputs.rotation.iter().any(|row| is_share(row, movement)) {
            return Ok(Some(SettlementBasis::Rotation));
        }
        let is_own = giving.code == receiving.code;
        if is_own && (!giving.is_city || inputs.sites.is_depot(&movement.counterparty)) {
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

    /// What the receiver posted of it; a transfer of its own keeps a book, an issue does not.
    fn received(&self, movement: &Movement) -> Option<Quantity> {
        if movement.kind != MovementKind::TransferOut {
            return None;
        }
        let arrived = |sent: String| {
            let key = (sent, movement.item.as_str(), movement.lot.as_str());
            self.arrived.get(&key).copied()
        };
        arrived(super::line_of(movement)).or_else(|| arrived(movement.doc.clone()))
    }
}

/// Whether a movement carries out a share of the rotation plan: its document is the plan, or its lot went to that
/// institution by it.
fn is_share(share: &Rotation, movement: &Movement) -> bool {
    share.item == movement.item
        && share.lot == movement.lot
        && share.institution == movement.counterparty
        && (share.from_site.is_empty() || share.from_site == movement.site)
}

/// The area whose goods they are: the city's wherever they lie, else the area of the store.
fn giving_area<'a>(movement: &'a Movement, sites: &'a SiteTree) -> Option<Area<'a>> {
    if movement.owner == CITY_OWNER {
        let chain = sites.upwards(&movement.site);
        let top = chain
            .into_iter()
            .rev()
            .find(|code| has_level(code, &CITY, sites));
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
    let highest = |levels: &[&str]| {
        chain
            .iter()
            .rev()
            .copied()
            .find(|code| has_level(code, levels, sites))
    };
    let county = highest(&COUNTY).map(|code| Area {
        code,
        is_city: false,
    });
    county.or_else(|| {
        highest(&CITY).map(|code| Area {
            code,
            is_city: true,
        })
    })
}

fn has_level(code: &str, levels: &[&str], sites: &SiteTree) -> bool {
    sites
        .get(code)
        .is_some_and(|site| levels.contains(&site.level.as_str()))
}
