//! What is known of a good before a book of it begins, and does the book begin with that?

use std::collections::HashMap;

use crate::calendar::Day;
use crate::engine::balances;
use crate::ledger::LotKey;
use crate::ledger::tables::Movement;
use crate::quantity::Quantity;

/// What others know of the good that a book opens with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// Nobody has heard of it.
    Unknown,
    /// They come to the same.
    Same,
    /// They come to something else; one of their documents.
    Other(Quantity, String),
}

/// What `others` say of the goods that `openings` are counts of; one answer each.
///
/// An opening may be that of the evening before, or of the same day after what others have of it: two books of one day.
/// One that names no lot is held against all lots of its good.
pub fn before(openings: &[&Movement], others: &[&Movement]) -> Vec<Before> {
    let keys = openings.iter().map(|opening| LotKey::of_movement(opening));
    let keys: Vec<LotKey> = keys.collect();
    let mut known: HashMap<&LotKey, Vec<&Movement>> = HashMap::new();
    keys.iter().for_each(|key| {
        known.entry(key).or_default();
    });
    for movement in others {
        let lot = LotKey::of_movement(movement);
        let good = LotKey {
            lot: String::new(),
            ..lot.clone()
        };
        if let Some(of_good) = known.get_mut(&good) {
            of_good.push(movement);
        }
        if let Some(of_lot) = known.get_mut(&lot).filter(|_| lot != good) {
            of_lot.push(movement);
        }
    }
    let each = openings.iter().zip(&keys);
    each.map(|(opening, key)| told(opening, &known[key]))
        .collect()
}

/// What the movements `known` of the same good, or lot, come to when it opens.
fn told(opening: &Movement, known: &[&Movement]) -> Before {
    let begins = opening.date.plus_days(1);
    let is_other = |movement: &&&Movement| movement.doc != opening.doc && movement.date <= begins;
    let others = known.iter().filter(is_other);
    let others: Vec<Movement> = others.map(|movement| (**movement).clone()).collect();
    let Some(last) = others.iter().max_by_key(|movement| movement.date) else {
        return Before::Unknown;
    };
    let on = |day: Day| {
        let lots = balances(&others, day);
        let sum = || lots.values().map(|balance| balance.qty).sum::<Quantity>();
        (!lots.is_empty()).then(sum)
    };
    let days = [opening.date.plus_days(-1), opening.date, begins];
    let known: Vec<Quantity> = days.into_iter().filter_map(on).collect();
    match known.iter().any(|qty| Some(*qty) == opening.qty) {
        true => Before::Same,
        false => match on(opening.date).or(known.first().copied()) {
            Some(qty) => Before::Other(qty, last.doc.clone()),
            None => Before::Unknown,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::word::MovementKind;

    fn posted(doc: &str, day: u32, kind: MovementKind, pieces: i64) -> Movement {
        let day = Day::new(2022, 3, day).expect("a day of March");
        Movement {
            doc: doc.to_owned(),
            qty: Quantity::whole(pieces),
            ..Movement::new(day, kind, "D00", "mask")
        }
    }

    #[test]
    fn a_book_begins_with_what_the_ledger_has_or_differs_from_it() {
        let opening = posted("march", 4, MovementKind::Count, 500);
        let of = |others: &[Movement]| {
            let others: Vec<&Movement> = others.iter().collect();
            before(&[&opening], &others).remove(0)
        };
        use MovementKind::{Issue, Receipt};
        assert_eq!(of(&[]), Before::Unknown);
        assert_eq!(of(&[posted("march", 1, Receipt, 9)]), Before::Unknown);
        assert_eq!(of(&[posted("later", 6, Receipt, 9)]), Before::Unknown);
        assert_eq!(of(&[posted("february", 1, Receipt, 500)]), Before::Same);
        let morning = [
            posted("february", 1, Receipt, 600),
            posted("morning", 5, Issue, 100),
        ];
        assert_eq!(of(&morning), Before::Same);
        let of_lot = |lot: &str, pieces| Movement {
            lot: lot.to_owned(),
            ..posted("february", 1, Receipt, pieces)
        };
        assert_eq!(of(&[of_lot("A", 300), of_lot("B", 200)]), Before::Same);
        let less = Quantity::whole(480).expect("a small number");
        let other = Before::Other(less, "february".to_owned());
        assert_eq!(of(&[posted("february", 1, Receipt, 480)]), other);
    }
}
