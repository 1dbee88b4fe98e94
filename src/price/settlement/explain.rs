//! What adds up to a line of a settlement: the line of the ledger, what it was priced at, and who bears it by which rule.

use crate::engine::balance::positions_in_ledger_order;
use crate::engine::reversal::reference;
use crate::ledger::effect::tells_cost;
use crate::ledger::tables::{Explanation, Movement, Settlement};
use crate::ledger::{Column, Loaded, Record as _};
use crate::stock::explain::{Account, Figure, Line, with_party};

use super::SettlementInputs;

/// The terms behind `rows` of table `settlement`; those of each figure add up to it.
///
/// `movements` are those of `inputs`, with their places.
pub fn explain(
    inputs: &SettlementInputs,
    movements: &Loaded<Movement>,
    rows: &[Settlement],
) -> Vec<Explanation> {
    let ledger: Vec<Line> = positions_in_ledger_order(&movements.rows, inputs.as_of)
        .into_iter()
        .map(|at| Line::at(movements, at))
        .collect();
    let accounts = rows.iter().map(|row| account(row, inputs, &ledger));
    accounts.flat_map(Account::into_rows).collect()
}

fn account(row: &Settlement, inputs: &SettlementInputs, ledger: &[Line]) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let moved = ledger
        .iter()
        .position(|line| reference(line.movement) == row.reference);
    if let Some(at) = moved.filter(|_| !row.reference.is_empty()) {
        goods(&mut account, row, ledger[at], &ledger[..at]);
    }
    let mut figure = account.money(Column::Total, row.total);
    figure.say(row.reason.clone());
    if row.total.is_some() {
        let parts = [(row.goods, "goods"), (row.freight, "freight")];
        let stated = parts
            .into_iter()
            .filter_map(|(money, text)| Some((money?, text)));
        for (money, text) in stated {
            let term = figure.add_fen(i128::from(money.fen()), text);
            term.date = row.date;
            term.reference.clone_from(&row.doc);
        }
        if let (None, None, Some(total)) = (row.goods, row.freight, row.total) {
            let text = format!("restocked from {}", row.fund);
            figure.add_fen(i128::from(total.fen()), text);
        }
    }
    let mut rules = inputs.rules.iter();
    let rule = rules.find(|rule| rule.id == row.rule);
    figure.rule(&row.rule, rule.map_or("", |rule| &rule.clause));
    account
}

/// What the goods of a line come to, and the lines before it that say what they cost.
fn goods(account: &mut Account, row: &Settlement, moved: Line, before: &[Line]) {
    let mut figure = account.figure(Column::Qty, row.qty, &row.unit);
    if let Some(qty) = row.qty {
        figure.add_line(moved, qty, with_party(moved.movement));
    }
    let mut figure = account.money(Column::Goods, row.goods);
    let (Some(goods), Some(qty), Some(price)) = (row.goods, row.qty, row.unit_cost) else {
        figure.say(row.reason.clone());
        return;
    };
    let text = format!("{qty} {} at {price}", row.unit);
    figure.add_fen_of_line(moved, i128::from(goods.fen()), text);
    figure.note(None, row.price_basis.clone());
    for line in before
        .iter()
        .filter(|line| tells_of(line.movement, moved.movement))
    {
        came(&mut figure, *line);
    }
}

/// Whether a line says what the goods of another cost: it brought some of the lot to where they left.
fn tells_of(line: &Movement, moved: &Movement) -> bool {
    line.site == moved.site
        && line.item == moved.item
        && line.lot == moved.lot
        && line.owner == moved.owner
        && tells_cost(line.kind, line.qty)
}

fn came(figure: &mut Figure<'_>, line: Line) {
    let movement = line.movement;
    let text = match movement.unit_cost {
        Some(cost) => format!("{}, at {cost}", with_party(movement)),
        None => with_party(movement),
    };
    figure.note_line(line, None, text);
}
