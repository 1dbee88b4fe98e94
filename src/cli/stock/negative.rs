//! Goods of which a ledger has less than nothing: something that came in is not in it.

use std::collections::BTreeMap;

use crate::cli::desk::Desk;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::Stock;
use crate::ledger::tables::OnHand;
use crate::quantity::Quantity;

/// Warns of the goods of which some lot is below nothing, one line a good.
pub fn warn_of_stock(desk: &mut Desk, stock: &Stock) {
    let below = stock.below_nothing().into_iter();
    let below = below.map(|lot| (lot.item.to_owned(), lot.site.to_owned(), lot.qty));
    warn(desk, below.collect());
}

/// The same of balances.
pub fn warn_of_balances(desk: &mut Desk, onhand: &[OnHand]) {
    let below = onhand.iter().filter(|row| row.qty.is_negative());
    let below = below.map(|row| (row.item.clone(), row.site.clone(), row.qty));
    warn(desk, below.collect());
}

fn warn(desk: &mut Desk, below: Vec<(String, String, Quantity)>) {
    let mut goods: BTreeMap<String, Vec<(String, Quantity)>> = BTreeMap::new();
    for (item, site, qty) in below {
        goods.entry(item).or_default().push((site, qty));
    }
    let warnings: Vec<Diagnostic> = goods
        .iter()
        .map(|(item, lots)| of_good(item, lots))
        .collect();
    desk.note(&warnings);
}

/// The warning of one good: its first lot below nothing, and how many more there are.
fn of_good(item: &str, lots: &[(String, Quantity)]) -> Diagnostic {
    let (site, qty) = &lots[0];
    let message = match lots.len() - 1 {
        0 => format!("the balance of {item} at {site} is {qty}, which is less than nothing"),
        1 => format!(
            "the balance of {item} at {site} is {qty}, which is less than nothing, and so is 1 more of its lots"
        ),
        more => format!(
            "the balance of {item} at {site} is {qty}, which is less than nothing, and so are {more} more of its lots"
        ),
    };
    Diagnostic::warning(Code::NegativeStock, message)
        .hint("something that came in is missing: what was there at first, or a row that was refused; stock check names the lines")
}
