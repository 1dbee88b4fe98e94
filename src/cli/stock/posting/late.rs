//! Lines that a count was posted for already: the count says what was there after them, so that no balance changes.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Day;
use crate::engine::reversal::reference;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::ledger::{LotKey, Record as _, Row};

/// What is said of new lines that lie before a count of their lot, by the day of the count: its balance stays what was
/// counted. A reversal lies where the line lies that it takes back.
pub fn before_counts(known: &[Row], fresh: &[Row]) -> Vec<String> {
    let movements = |rows: &[Row]| rows.iter().map(Movement::from_row).collect::<Vec<_>>();
    let (known, fresh) = (movements(known), movements(fresh));
    let mut counted: HashMap<LotKey, Day> = HashMap::new();
    let counts = known.iter().filter(|row| row.kind == MovementKind::Count);
    for count in counts.filter(|row| row.qty.is_some()) {
        let last = counted
            .entry(LotKey::of_movement(count))
            .or_insert(count.date);
        *last = count.date.max(*last);
    }
    if counted.is_empty() {
        return Vec::new();
    }
    let named: HashMap<String, &Movement> = known.iter().map(|row| (reference(row), row)).collect();
    let mut late: BTreeMap<Day, usize> = BTreeMap::new();
    for row in &fresh {
        let line = match row.kind {
            MovementKind::Reversal => named.get(&row.reference).copied(),
            MovementKind::Count | MovementKind::Extend => None,
            _ => Some(row),
        };
        let count = line.and_then(|line| {
            let count = counted.get(&LotKey::of_movement(line))?;
            (line.date < *count).then_some(*count)
        });
        if let Some(day) = count {
            *late.entry(day).or_default() += 1;
        }
    }
    let said = late.into_iter().map(|(day, lines)| match lines {
        1 => format!("1 movement lies before the count of {day}, which stands: the balance does not change"),
        _ => format!("{lines} movements lie before the count of {day}, which stands: the balance does not change"),
    });
    said.collect()
}
