//! Cover of everything, worked out again as facts change: the goods that a change touches anew, all others kept.
//!
//! A row rests on the facts of its own site and, where a standard addresses the site, of all sites below it; what could
//! be moved rests on the rows of one item at all sites. So the rows of what was touched are worked out anew, and what
//! could be moved of their items; the answer is the one that everything laid out anew gives.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Refused};
use crate::ledger::tables::Cover;

use super::desk::{Desk, Land};
use super::extent::Extent;
use super::{CoverInputs, CoverOptions, apart, moves, notes, put_in_order};

/// The rows of cover after some change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// By site, item, form and standard.
    pub rows: Vec<Arc<Cover>>,
    /// The same before anything is moved: the same row wherever nothing is.
    apart: Vec<Arc<Cover>>,
}

impl Run {
    /// Cover of all goods, and what could not be told.
    ///
    /// Errors: those of [`super::cover`].
    pub fn whole<'a>(
        land: &Land<'a>,
        inputs: &CoverInputs<'a>,
        options: &CoverOptions,
    ) -> Result<(Run, Vec<Diagnostic>), Refused> {
        let options = options.settled();
        let desk = Desk::on(land, inputs, &options, None);
        let rows = apart(&desk)?.into_iter().map(Arc::new);
        let mut apart: Vec<Arc<Cover>> = rows.collect();
        put_in_order(&mut apart);
        let rows = with_moves(&desk, apart.clone());
        Ok((Run { rows, apart }, notes(&desk)))
    }

    /// The same after what `inputs` and `options` say of the goods of `touched` has changed, and of no others.
    ///
    /// `touched` has a site with each of those whose area it lies in. Errors: those of [`super::cover`].
    pub fn after<'a>(
        &self,
        land: &Land<'a>,
        inputs: &CoverInputs<'a>,
        options: &CoverOptions,
        touched: &Extent,
    ) -> Result<Run, Refused> {
        if touched.is_empty() {
            return Ok(self.clone());
        }
        let options = options.settled();
        let desk = Desk::on(land, inputs, &options, Some(touched));
        let again = super::apart(&desk)?.into_iter().map(Arc::new);
        let kept = self.apart.iter();
        let kept = kept.filter(|row| !touched.holds(&row.site, &row.item));
        let mut apart: Vec<Arc<Cover>> = kept.cloned().chain(again).collect();
        put_in_order(&mut apart);
        let of_items = apart.iter().filter(|row| touched.speaks_of(&row.item));
        let of_items = with_moves(&desk, of_items.cloned().collect());
        let others = self.rows.iter();
        let others = others.filter(|row| !touched.speaks_of(&row.item));
        let mut rows: Vec<Arc<Cover>> = others.cloned().chain(of_items).collect();
        put_in_order(&mut rows);
        Ok(Run { rows, apart })
    }
}

/// All rows of some items, with what could be moved.
fn with_moves(desk: &Desk<'_>, mut rows: Vec<Arc<Cover>>) -> Vec<Arc<Cover>> {
    let moved = moves::proposed(&rows, desk);
    for (at, row) in moved {
        rows[at] = Arc::new(row);
    }
    rows
}
