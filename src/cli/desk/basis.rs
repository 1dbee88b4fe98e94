//! What a plan is based on: the tables it is made of, and the ledger's last seal.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::cli::shape::Shape;
use crate::ledger::plan_id::PlanId;
use crate::ledger::tables::Movement;
use crate::ledger::word::Word as _;
use crate::ledger::{Column, Table};

use super::Desk;

impl Desk {
    /// The seal of the last movement, which a plan is based on; empty where there is none. `movements`: all of them, where
    /// they were handed over.
    pub fn head_seal(&mut self, movements: Option<&[Movement]>) -> Result<String> {
        if let Some(movements) = movements {
            let last = movements.last();
            return Ok(last.map_or(String::new(), |line| line.seal.clone()));
        }
        if !self.supplies(Table::Movement)? {
            return Ok(String::new());
        }
        let last = self.rows(Table::Movement)?.last();
        Ok(last.map_or(String::new(), |row| row.get(Column::Seal)))
    }

    /// The id of a plan made of the tables read so far, the day, the level that was stated, what the policies say, and the
    /// flags that shape it; made once, as a million lines of text that are held for it alone are given up.
    ///
    /// Errors: what is wrong with a policy that was named.
    pub fn plan_id(&mut self, shape: &Shape) -> Result<String> {
        let mut id = PlanId::default();
        let tables = self.taken.keys().chain(self.handed_over.keys()).copied();
        for table in tables.collect::<BTreeSet<Table>>() {
            let rows = self.taken.get(&table).into_iter().flatten();
            rows.for_each(|row| id.add_row(row));
            if let Some(text) = self.handed_over.get_mut(&table) {
                let text = text.take();
                id.add_rows(&text.expect("the id of a plan is made once, of tables loaded for it"));
            }
        }
        // The same name may stand for another text tomorrow: a file is edited, and granary has new releases.
        for policy in self.policies()? {
            id.add(&policy.text);
        }
        id.add(&self.as_of().to_string());
        id.add(self.global.level.map_or("", |level| level.id()));
        shape.words().iter().for_each(|word| id.add(word));
        Ok(id.finish())
    }
}
