//! All sheets of movements of a command as one ledger, passed over as often as its order asks for.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::calendar::Day;
use crate::engine::digest::{Days, Digest, Short};
use crate::engine::name::Names;
use crate::engine::order::{Finder, Order};
use crate::engine::stock::costs::{CostLines, Costs};
use crate::engine::suspects::{Gather, Survey};
use crate::engine::{Fold, Stock, Tally};
use crate::io::take::Taken;
use crate::ledger::tables::Movement;
use crate::ledger::{Column, Loaded};

use super::layout::{Layout, Part};
use super::{Irregular, LineNames, Pass, Passed, pass};

/// Sheets of movements whose lines lie unread, in order.
#[derive(Debug)]
pub struct Ledger<'a> {
    sheets: &'a [Layout<'a>],
    names: Names,
}

/// An answer, and what was said of the lines on the way.
#[derive(Debug)]
pub struct Answer<T> {
    pub answer: T,
    /// For each sheet, its faults and repairs.
    pub taken: Vec<Taken>,
    /// The sum of all quantities without their signs, in thousandths.
    pub total: i128,
}

/// Bits of a position that number the line of its sheet; those above number the sheet.
pub const LINE_BITS: u32 = 34;

/// The order of a ledger without reversals and counts.
static FREE: LazyLock<Order> = LazyLock::new(Order::default);

impl<'a> Ledger<'a> {
    /// A ledger of unread sheets.
    pub fn of_sheets(sheets: &'a [Layout<'a>]) -> Ledger<'a> {
        Ledger {
            sheets,
            names: Names::default(),
        }
    }

    /// The balances on `as_of`, in as many passes as the order of the ledger asks for; further ones for `costs` where
    /// several are stated of some goods.
    pub fn stock(&self, as_of: Day, costs: Costs) -> Result<Answer<Stock>, Irregular> {
        let first = Tally::new(as_of, &FREE);
        let first = self.fold(LineNames::Unread, first, Tally::beside)?;
        let Tally { named, counts, .. } = &first.fold;
        let found = self.named_lines(named)?;
        let nameless = first.fold.is_any_nameless;
        let order = Order::new(found.positions(), counts).with_missing(&found, nameless);
        let (last, taken, total) = (first.fold, first.taken, first.total);
        let mut last = match order.is_free() {
            true => Stock::new(last, &order, &self.names),
            false => {
                drop(last);
                let last = Tally::new(as_of, &order);
                let last = self.fold(LineNames::Unread, last, Tally::beside)?;
                Stock::new(last.fold, &order, &self.names)
            }
        };
        let lines = taken.iter().map(|taken| taken.passed).sum();
        if costs.are_due(lines) {
            self.settle_costs(&mut last, (as_of, &order), lines)?;
        }
        Ok(Answer {
            answer: last,
            taken,
            total,
        })
    }

    /// A short ledger that has every line of `days`, and before them balances alone; what was issued ever since the
    /// first day where it is asked for, and costs as in [`stock`](Ledger::stock).
    pub fn digest(
        &self,
        days: Days,
        with_issues: bool,
        with_costs: bool,
    ) -> Result<Answer<Short>, Irregular> {
        let first = Digest::new(days, with_issues, &FREE, &self.names);
        let first = self.fold(LineNames::Unread, first, Digest::beside)?;
        let order = Order::new(
            self.named_lines(&first.fold.named)?.positions(),
            &first.fold.before.counts,
        );
        let (last, taken, total) = (first.fold, first.taken, first.total);
        let mut answer = match order.is_free() {
            true => last.short(),
            false => {
                drop(last);
                let last = Digest::new(days, with_issues, &order, &self.names);
                let last = self.fold(LineNames::Unread, last, Digest::beside)?;
                last.fold.short()
            }
        };
        if with_costs {
            let lines = taken.iter().map(|taken| taken.passed).sum();
            self.settle_costs(&mut answer.stock, (days.until, &order), lines)?;
        }
        Ok(Answer {
            answer,
            taken,
            total,
        })
    }

    /// The lines that can matter to a check of balances, of names of lines and of reversals, with their places.
    pub fn suspects(&self) -> Result<Answer<Loaded<Movement>>, Irregular> {
        let names_of_lines = match self.sheets {
            // The lines of one sheet are told apart by their numbers where they have no others.
            [sheet] if sheet.part(Column::Line) == Part::Nothing => LineNames::Unread,
            _ => LineNames::Hashed,
        };
        let Passed {
            fold: survey,
            taken,
            total,
        } = self.fold(names_of_lines, Survey::default(), Survey::beside)?;
        let named = survey.named.clone();
        let named = self.named_lines(&named)?;
        let suspects = survey.suspects(&named.positions(), &named.lots);
        let mut kept = self.lines_at(&suspects)?;
        kept.sort_by_key(|(position, _)| *position);
        let place = |position: u64| {
            let layout = &self.sheets[(position >> LINE_BITS) as usize];
            Some(
                layout
                    .sheet
                    .place()
                    .at_line(position & !(u64::MAX << LINE_BITS)),
            )
        };
        let (places, rows) = kept
            .into_iter()
            .map(|(position, row)| (place(position), row))
            .unzip();
        Ok(Answer {
            answer: Loaded { rows, places },
            taken,
            total,
        })
    }

    /// Works out costs that only the lines of some goods can tell.
    fn settle_costs(
        &self,
        stock: &mut Stock,
        (as_of, order): (Day, &Order),
        lines: usize,
    ) -> Result<(), Irregular> {
        for goods in stock.take_unsettled(lines) {
            let search = || CostLines::new(&goods, as_of, order);
            let found = self.fold(LineNames::Unread, search(), |_: &CostLines| search())?;
            stock.settle_costs(found.fold);
        }
        Ok(())
    }

    /// The lines at some positions, which are in order; the lines between them are passed over unread.
    fn lines_at(&self, positions: &[u64]) -> Result<Vec<(u64, Movement)>, Irregular> {
        let mut kept = Vec::new();
        for (base, layout) in self.bases() {
            let only = Some(positions);
            let pass_over = Pass {
                only,
                ..self.pass_at(base, LineNames::Unread)
            };
            let passed = pass(layout, pass_over, &|| Gather::new(positions))?;
            kept.extend(passed.fold.kept);
        }
        Ok(kept)
    }

    /// The lines that reversals name.
    fn named_lines<'n>(&self, named: &'n HashSet<u32>) -> Result<Finder<'n>, Irregular> {
        match named.is_empty() {
            true => Ok(Finder::new(named)),
            false => {
                let finder = |_: &Finder<'n>| Finder::new(named);
                Ok(self
                    .fold(LineNames::Known, Finder::new(named), finder)?
                    .fold)
            }
        }
    }

    /// One pass over all lines, into `fold` and those `beside` it, one for each thread.
    fn fold<F: Fold + Sync>(
        &self,
        names_of_lines: LineNames,
        fold: F,
        beside: impl Fn(&F) -> F + Sync,
    ) -> Result<Passed<F, Vec<Taken>>, Irregular> {
        let mut whole = Passed {
            fold,
            taken: Vec::new(),
            total: 0,
        };
        for (base, layout) in self.bases() {
            let of_sheet = self.pass_at(base, names_of_lines);
            let passed = pass(layout, of_sheet, &|| beside(&whole.fold))?;
            whole.fold.join(passed.fold);
            whole.taken.push(passed.taken);
            whole.total += passed.total;
        }
        Ok(whole)
    }

    /// Each sheet, and what is added to the number of a line of it.
    fn bases(&self) -> impl Iterator<Item = (u64, &'a Layout<'a>)> {
        (0..).map(|sheet| sheet << LINE_BITS).zip(self.sheets)
    }

    fn pass_at(&self, base: u64, names_of_lines: LineNames) -> Pass<'_> {
        Pass {
            names: &self.names,
            base,
            names_of_lines,
            only: None,
        }
    }
}
