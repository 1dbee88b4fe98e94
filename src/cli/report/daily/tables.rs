//! The tables of a daily report as the desk supplies them.

use anyhow::Result;

use crate::cli::desk::Desk;
use crate::ledger::{Record, Table};
use crate::report::DailyTables;

/// Tables on their way from the desk.
struct Given<'a> {
    desk: &'a mut Desk,
    /// Whether any was supplied.
    is_any: bool,
}

impl Given<'_> {
    /// The rows of a table; `None` where nothing supplies it.
    fn rows<T: Record>(&mut self) -> Result<Option<Vec<T>>> {
        let rows = self.desk.load_if_given()?;
        self.is_any |= rows.is_some();
        Ok(rows)
    }
}

/// Takes every table of the report from the desk; `None` where nothing supplies any of them.
pub fn tables(desk: &mut Desk) -> Result<Option<DailyTables>> {
    let site = match desk.supplies(Table::Site)? {
        true => Some(desk.site_rows()?),
        false => None,
    };
    let is_any = site.is_some();
    let mut given = Given { desk, is_any };
    let tables = DailyTables {
        event: given.rows()?,
        site,
        item: given.rows()?,
        onhand: given.rows()?,
        burn: given.rows()?,
        cover: given.rows()?,
        waste: given.rows()?,
        usage: given.rows()?,
        reporting: given.rows()?,
        supply: given.rows()?,
        inbound: given.rows()?,
        road: given.rows()?,
        dispatch: given.rows()?,
        request: given.rows()?,
        allocation: given.rows()?,
        transfer: given.rows()?,
        unmet: given.rows()?,
        fairness: given.rows()?,
        replenishment: given.rows()?,
        stage: given.rows()?,
        residual: given.rows()?,
        quote: given.rows()?,
        change: given.rows()?,
        alert: given.rows()?,
        finding: given.rows()?,
        inspection: given.rows()?,
        breach: given.rows()?,
        tally: given.rows()?,
        account: given.rows()?,
    };
    Ok(given.is_any.then_some(tables))
}
