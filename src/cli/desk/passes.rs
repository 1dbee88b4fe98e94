//! Answers that a command gets in passes over movements or quotes, without holding a row of them for each line.
//!
//! Where the lines were read already, are to be written again, or must be taken as a whole, the answer is worked out
//! from the rows instead; it is the same.

use anyhow::Result;

use crate::calendar::Day;
use crate::diagnostic::Diagnostic;
use crate::engine::Stock;
use crate::engine::digest::{Days, Short};
use crate::engine::stock::costs::Costs;
use crate::io::lane::Irregular;
use crate::io::lane::layout::Layout;
use crate::io::lane::ledger::{Answer, Ledger};
use crate::io::lane::quotes::{Quoted, quotes};
use crate::io::lane::records::{PlanText, Recorded, records};
use crate::io::message;
use crate::io::sheet::Sheet;
use crate::io::take::plan::Plan;
use crate::io::take::{is_too_much, too_much};
use crate::ledger::plan_id::append_row;
use crate::ledger::tables::Movement;
use crate::ledger::{Catalogue, Loaded, Record, Table};

use super::Desk;
use super::inputs::{self, Origin};
use super::said;

/// How a sheet is laid out for a pass, where it can be.
type LayoutOf = for<'a> fn(&'a Sheet, &'a Plan, &'a Catalogue) -> Option<Layout<'a>>;

/// An answer from sheets in passes, or that they are to be taken as a whole.
type Answered<T> = std::result::Result<Answer<T>, Irregular>;

/// The sheets of a table whose lines lie unread, by their places on the desk, each with how it is read.
struct Unread {
    table: Table,
    planned: Vec<(usize, Plan)>,
}

impl Unread {
    /// An answer from these of the `sheets` on the desk; `None` where one of them has no `layout`, or is to be taken as a
    /// whole.
    fn answer<T>(
        &self,
        sheets: &[(Origin, Sheet)],
        catalogue: &Catalogue,
        layout: LayoutOf,
        answer: impl FnOnce(&[Layout<'_>]) -> Answered<T>,
    ) -> Option<Answer<T>> {
        let planned = self.planned.iter();
        let layouts = planned.map(|(at, plan)| layout(&sheets[*at].1, plan, catalogue));
        answer(&layouts.collect::<Option<Vec<_>>>()?).ok()
    }
}

/// The layout of a sheet of any table, of which each line is read as it stands.
fn of_lines<'a>(sheet: &'a Sheet, plan: &'a Plan, catalogue: &'a Catalogue) -> Option<Layout<'a>> {
    Layout::of_lines(sheet, plan, catalogue)
}

/// The rows of a table as structs, with their text for the id of a plan.
fn for_plan<T: Record + Send>(sheets: &[Layout<'_>]) -> Answered<Recorded<T>> {
    records(sheets, PlanText::Kept)
}

impl Desk {
    /// The balances on `as_of`, with `costs` of goods of which several are stated.
    ///
    /// Errors: `missing-table` where nothing supplies movements; every bad cell of them.
    pub fn stock(&mut self, as_of: Day, costs: Costs) -> Result<Stock> {
        match self.by_passes(Table::Movement, |sheets| {
            Ledger::of_sheets(sheets).stock(as_of, costs)
        })? {
            Some(stock) => Ok(stock),
            None => Ok(Stock::of(&self.load::<Movement>()?.rows, as_of)),
        }
    }

    /// Movements that stand for all of them where a question looks at `days` alone, and before them at balances and at
    /// the day on which an item first came in; with what was issued ever since where that is asked for.
    ///
    /// `None` where all movements are at hand, or must be.
    pub fn short_ledger(
        &mut self,
        days: Days,
        with_issues: bool,
        with_costs: bool,
    ) -> Result<Option<Short>> {
        self.by_passes(Table::Movement, |sheets| {
            Ledger::of_sheets(sheets).digest(days, with_issues, with_costs)
        })
    }

    /// The movements that can matter to a check of balances, of names of lines and of reversals.
    pub fn suspects(&mut self) -> Result<Loaded<Movement>> {
        match self.by_passes(Table::Movement, |sheets| {
            Ledger::of_sheets(sheets).suspects()
        })? {
            Some(suspects) => Ok(suspects),
            None => self.load::<Movement>(),
        }
    }

    /// The quotes without a row of each, but those with a quantity as they stand where `keeps_sold` says so; `None` where
    /// all of them are at hand as rows, or must be.
    ///
    /// Errors: `missing-table` where nothing supplies quotes; every bad cell of them.
    pub fn quoted(&mut self, keeps_sold: bool) -> Result<Option<Quoted>> {
        self.by_passes(Table::Quote, |sheets| quotes(sheets, keeps_sold))
    }

    /// The rows of a table that the command needs once, as structs alone: no row of it is kept.
    ///
    /// Errors: `missing-table` where nothing supplies it; every bad cell of it.
    pub fn load_once<T: Record + Send>(&mut self) -> Result<Loaded<T>> {
        self.load_apart(PlanText::Unwanted)
    }

    /// The same for a plan, whose id is taken of every line.
    pub fn load_for_plan<T: Record + Send>(&mut self) -> Result<Loaded<T>> {
        self.load_apart(PlanText::Kept)
    }

    /// The same of a table that the command can do without.
    pub fn records_for_plan<T: Record + Send>(&mut self) -> Result<Vec<T>> {
        match self.supplies(T::TABLE)? {
            true => Ok(self.load_for_plan()?.rows),
            false => Ok(Vec::new()),
        }
    }

    /// Two tables that a plan is made of and that the command can do without, each read on a thread of its own.
    pub fn records_of_two_for_plan<A, B>(&mut self) -> Result<(Vec<A>, Vec<B>)>
    where
        A: Record + Send,
        B: Record + Send,
    {
        let catalogue = self.catalogue()?;
        let (of_a, of_b) = match (self.unread(A::TABLE)?, self.unread(B::TABLE)?) {
            (Some(of_a), Some(of_b)) => (of_a, of_b),
            _ => return Ok((self.records_for_plan()?, self.records_for_plan()?)),
        };
        let sheets = &self.sheets;
        let (read_a, read_b) = std::thread::scope(|scope| {
            let read_b = scope.spawn(|| of_b.answer(sheets, &catalogue, of_lines, for_plan));
            let read_a = of_a.answer(sheets, &catalogue, of_lines, for_plan);
            (
                read_a,
                read_b.join().expect("a reader of lines does not panic"),
            )
        });
        Ok((
            self.settled_for_plan(of_a, read_a)?,
            self.settled_for_plan(of_b, read_b)?,
        ))
    }

    /// The rows of a table that was read for a plan, or is to be taken as a whole.
    fn settled_for_plan<T: Record + Send>(
        &mut self,
        unread: Unread,
        read: Option<Answer<Recorded<T>>>,
    ) -> Result<Vec<T>> {
        match read {
            Some(read) => {
                let recorded = self.settle(unread, read)?;
                Ok(self.hand_over(recorded, PlanText::Kept).rows)
            }
            None => self.records_for_plan(),
        }
    }

    fn load_apart<T: Record + Send>(&mut self, plan_text: PlanText) -> Result<Loaded<T>> {
        let table = T::TABLE;
        if !self.supplies(table)? {
            return Err(self.missing(table).into());
        }
        if self.needs_rows(table) {
            return self.load();
        }
        let by_passes = self.by_passes_of(table, of_lines, |sheets| records(sheets, plan_text))?;
        if let Some(recorded) = by_passes {
            return Ok(self.hand_over(recorded, plan_text));
        }
        self.rows(table)?;
        let rows = self.taken.remove(&table).unwrap_or_default();
        let mut recorded = Recorded::default();
        for row in rows {
            if plan_text == PlanText::Kept {
                append_row(&row, &mut recorded.text);
            }
            recorded.loaded.rows.push(T::from_row(&row));
            recorded.loaded.places.push(row.place);
        }
        Ok(self.hand_over(recorded, plan_text))
    }

    /// The structs of a table, of which no row is kept; its text, where it is kept, until the id is made.
    fn hand_over<T: Record>(&mut self, recorded: Recorded<T>, plan_text: PlanText) -> Loaded<T> {
        let text = (plan_text == PlanText::Kept).then_some(recorded.text);
        self.handed_over.insert(T::TABLE, text);
        recorded.loaded
    }

    /// An answer from the sheets of `table` whose lines lie unread; `None` where there are none such.
    fn by_passes<T>(
        &mut self,
        table: Table,
        answer: impl FnOnce(&[Layout<'_>]) -> Answered<T>,
    ) -> Result<Option<T>> {
        let fast: LayoutOf = |sheet, plan, catalogue| Layout::new(sheet, plan, catalogue);
        self.by_passes_of(table, fast, answer)
    }

    /// The same of sheets that have a `layout`.
    fn by_passes_of<T>(
        &mut self,
        table: Table,
        layout: LayoutOf,
        answer: impl FnOnce(&[Layout<'_>]) -> Answered<T>,
    ) -> Result<Option<T>> {
        if !self.supplies(table)? {
            return Err(self.missing(table).into());
        }
        let Some(unread) = self.unread(table)? else {
            return Ok(None);
        };
        let catalogue = self.catalogue()?;
        match unread.answer(&self.sheets, &catalogue, layout, answer) {
            Some(answered) => self.settle(unread, answered).map(Some),
            None => Ok(None),
        }
    }

    /// How the sheets that supply `table` are read; `None` where nothing supplies it, or its rows are needed.
    fn unread(&mut self, table: Table) -> Result<Option<Unread>> {
        if !self.supplies(table)? || self.needs_rows(table) {
            return Ok(None);
        }
        let map = self.map()?;
        let nearest = self.nearest(table);
        let held = |(origin, sheet): &&(Origin, Sheet)| {
            Some(*origin) == nearest && inputs::holds(sheet, table)
        };
        // A list with a column an item makes several rows of a line.
        let mut each = self.sheets.iter().filter(held);
        if map.is_none() && each.any(|(_, sheet)| self.wide_list(sheet, table).is_some()) {
            return Ok(None);
        }
        let sheets = self.sheets.iter().enumerate();
        let sheets = sheets.filter(|(_, sheet)| held(sheet));
        let planned = sheets.map(|(at, (origin, sheet))| {
            let map = map.as_ref();
            let map = map.filter(|map| self.is_mapped(*origin, sheet, map));
            let plan = Plan::new(sheet, table, map)?;
            let plan = plan.with_year(self.year_of(sheet));
            Ok((at, plan.telling_all(self.global.rejects.is_some())))
        });
        let planned = planned.collect::<Result<_>>()?;
        Ok(Some(Unread { table, planned }))
    }

    /// Says what is to be said of the lines behind an answer, once however many passes go over them.
    ///
    /// Errors: every bad cell of them.
    fn settle<T>(&mut self, unread: Unread, answered: Answer<T>) -> Result<T> {
        if !self.told.insert(unread.table) {
            return Ok(answered.answer);
        }
        let mut refused: Vec<Diagnostic> = Vec::new();
        for (taken, (at, _)) in answered.taken.into_iter().zip(&unread.planned) {
            let (_, sheet) = &self.sheets[*at];
            said::report(sheet, &taken, self.global.verbose);
            self.rejects
                .sort_out(&self.global, sheet, taken, &mut refused);
        }
        self.rejects.write(&self.global)?;
        let is_too_much = is_too_much(answered.total);
        refused.extend(is_too_much.then(|| too_much(unread.table.id())));
        message::show_or_refuse(refused, self.loudness())?;
        Ok(answered.answer)
    }

    /// Whether the rows of `table` were read already, or are to be written again.
    fn needs_rows(&self, table: Table) -> bool {
        // An explanation names the lines, so that they must be at hand.
        self.global.explain.is_some()
            || self.wanted.includes(table)
            || self.taken.contains_key(&table)
    }
}
