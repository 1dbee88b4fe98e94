//! May the goods of a plan still leave on the day of posting?
//!
//! Between a plan and its posting a lot can expire, or be put on hold or aside for somebody. Nobody ships such goods, so
//! that the award is to be made anew. An award that did leave in time is posted as of that day.

use std::collections::BTreeMap;

use crate::calendar::{Day, is_expired};
use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::engine::{Standing, Stock};
use crate::ledger::tables::Movement;
use crate::ledger::{LotKey, Record as _, Row};
use crate::quantity::Quantity;

/// What is to be done about an award whose goods may not leave.
const ANEW: &str = "make the plan again with this one handed in (--in allocation=FILE), or post it with --as-of the day on which the goods left";

/// Refuses `fresh` movements of plans out of lots that are expired, on hold or reserved on the day on which they leave:
/// the one that is stated, else each its own.
///
/// `known`: in ledger order, all lines of the lots that they move. Rule: `A7`.
pub fn guard(known: &[Row], fresh: &[Row], on: Option<Day>) -> Result<(), Refused> {
    let movements = |rows: &[Row]| rows.iter().map(Movement::from_row).collect::<Vec<_>>();
    let (before, new) = (movements(known), movements(fresh));
    let Some(last_day) = on.or(new.iter().map(|movement| movement.date).max()) else {
        return Ok(());
    };
    let stock = Stock::of(&[&*before, &*new].concat(), last_day);
    let lots = stock.iter().map(|lot| (lot.lot_key(), lot));
    let lots: BTreeMap<LotKey, Standing> = lots.collect();
    let mut faults = Vec::new();
    for (movement, row) in new.iter().zip(fresh) {
        let lot = lots.get(&LotKey::of_movement(movement));
        let last = lot.map_or(movement.expiry, |lot| lot.expiry.day());
        let Movement {
            doc,
            line,
            item,
            lot: name,
            site,
            ..
        } = movement;
        let message = match last.filter(|last| is_expired(Some(*last), on.unwrap_or(movement.date)))
        {
            Some(last) => format!(
                "document {doc} line {line}: {item} lot \"{name}\" at {site} expired on {last}"
            ),
            None => {
                let kept = lot.map_or(Quantity::ZERO, |lot| lot.held + lot.reserved);
                let is_touched = lot.is_some_and(|lot| lot.qty < kept);
                if !is_touched || !kept.is_positive() {
                    continue;
                }
                format!(
                    "document {doc} line {line}: {item} lot \"{name}\" at {site} is to keep {kept} that are on hold or reserved"
                )
            }
        };
        let place = row.place.clone().unwrap_or_else(|| Place::file("plan"));
        faults.push(
            Diagnostic::error(Code::Unusable, message)
                .at(place)
                .hint(ANEW),
        );
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Refused(faults)),
    }
}
