//! The quotes of a verb as series: read in passes where they can be, else from their rows.

use std::cell::RefCell;
use std::sync::Arc;

use anyhow::Result;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::engine::Tape;
use crate::ledger::Table;
use crate::ledger::tables::Quote;
use crate::price::series::{Gathered, gather, gather_tape};

/// The quotes of a verb.
#[derive(Debug, Default)]
pub struct Quotes {
    /// Quotes as they stand: all of them, or where others were read in passes those that have no price that counts.
    pub rows: Vec<Quote>,
    passes: Option<Passes>,
}

/// Says how many series are of no market, where an answer is about those of markets alone.
pub fn say_targets(desk: &mut Desk, gathered: &Gathered) {
    let targets = gathered.targets();
    if targets > 0 {
        desk.say(&format!(
            "{targets} series of target prices left out: they are no quotes of a market"
        ));
    }
}

/// Quotes that were read in passes.
#[derive(Debug)]
struct Passes {
    /// Until it is gathered: its room is that of what comes of it.
    tape: RefCell<Option<Tape>>,
    texts: Vec<Arc<str>>,
    /// Those with a quantity, where they were asked for.
    sold: Vec<Quote>,
}

impl Quotes {
    /// The quotes, without a row of each where that can be.
    ///
    /// Errors: `missing-table` where nothing supplies them; every bad cell of them.
    pub fn read(desk: &mut Desk) -> Result<Quotes> {
        Quotes::read_with(desk, false)
    }

    /// The same, and those with a quantity as they stand.
    pub fn read_with_sold(desk: &mut Desk) -> Result<Quotes> {
        Quotes::read_with(desk, true)
    }

    fn read_with(desk: &mut Desk, keeps_sold: bool) -> Result<Quotes> {
        match desk.quoted(keeps_sold)? {
            Some(quoted) => Ok(Quotes {
                rows: quoted.others,
                passes: Some(Passes {
                    tape: RefCell::new(Some(quoted.tape)),
                    texts: quoted.texts,
                    sold: quoted.sold,
                }),
            }),
            None => Quotes::rows(desk),
        }
    }

    /// The same where a verb can do without; then there are none.
    pub fn read_if_given(desk: &mut Desk) -> Result<Option<Quotes>> {
        match desk.supplies(Table::Quote)? {
            true => Quotes::read(desk).map(Some),
            false => Ok(None),
        }
    }

    /// The quotes, each as it stands.
    ///
    /// Errors: as [`read`](Quotes::read).
    pub fn rows(desk: &mut Desk) -> Result<Quotes> {
        Ok(Quotes {
            rows: desk.load::<Quote>()?.rows,
            passes: None,
        })
    }

    /// The series of what is dated up to and including `as_of`; they are gathered once.
    pub fn gathered(&self, as_of: Day) -> Gathered<'_> {
        let Some(Passes { tape, texts, .. }) = &self.passes else {
            return gather(&self.rows, as_of);
        };
        let tape = tape.take().expect("quotes are gathered once");
        gather_tape(&tape, texts, &self.rows, as_of)
    }

    /// Quotes among which are all that have a quantity, if they were read with these.
    pub fn sold(&self) -> &[Quote] {
        self.passes
            .as_ref()
            .map_or(&self.rows, |passes| &passes.sold)
    }
}
