//! Accounts of the funds: what there was, what came in, what was spent, what is left; each fund by itself.
//!
//! All figures are those of table `account`; funds are never added up, because one may not pay for another.

use crate::ledger::Column;
use crate::report::page::{Block, Grid, Tone};
use crate::report::words::Label;

use super::view::View;

/// The section: a line for each fund, those below nothing first.
///
/// Rule: `T14`.
pub fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = view.account.age(view.as_of, view.lang);
    blocks.extend(view.account.blocks(view.lang, |rows| {
        let columns = [
            Column::Fund,
            Column::Opening,
            Column::Income,
            Column::RotationIncome,
            Column::Spent,
            Column::Reduced,
            Column::Balance,
            Column::Prepaid,
            Column::Receivable,
            Column::Rows,
            Column::Reason,
            Column::Rule,
        ];
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| row.balance.fen() >= 0);
        let grid = Grid::of_rows(
            Label::FundList,
            &view.names,
            &columns,
            &rows,
            |row| match row.balance.fen() < 0 {
                true => Tone::Bad,
                false => Tone::Plain,
            },
        );
        vec![Block::Grid(grid)]
    }));
    blocks
}
