//! Which of the means binds? The one that lets the fewest people be tested in time.

use crate::ledger::tables::Requirement;
use crate::ledger::word::Form;
use crate::quantity::Quantity;

/// The rows of one round, the scarcest of the means marked with how far it reaches.
///
/// Goods by agreement do not bind: they are not there yet, and they are judged apart.
pub fn marked(mut rows: Vec<Requirement>, population: i64) -> Vec<Requirement> {
    let reach = |row: &Requirement| {
        let is_at_hand = row.form.is_none_or(|form| form == Form::Physical);
        let (need, have) = row.qty.zip(row.have).filter(|_| is_at_hand)?;
        (have < need).then(|| people(population, have, need))
    };
    let scarcest = rows.iter().filter_map(&reach).min();
    let Some(scarcest) = scarcest else {
        return rows;
    };
    for row in &mut rows {
        if reach(row) == Some(scarcest) {
            row.limit = format!("binds: {scarcest} of {population} people");
        }
    }
    rows
}

/// How many of `population` people `have` reaches, where `need` is for all of them: part of a person is nobody.
fn people(population: i64, have: Quantity, need: Quantity) -> i64 {
    let reached = i128::from(population) * i128::from(have.or_zero().thousandths())
        / i128::from(need.thousandths().max(1));
    // Less is there than needed, so that no more are reached than there are.
    i64::try_from(reached).unwrap_or(population)
}
