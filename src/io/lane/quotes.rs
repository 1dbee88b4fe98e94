//! Long tables of quotes in one pass: what is quoted where, when and at what price, without a row for each line.

use std::sync::Arc;

use crate::engine::name::Names;
use crate::engine::separators::Separators;
use crate::engine::tick::{Tape, Thing, Ticks};
use crate::io::frame::rows::Rows;
use crate::io::sheet::{Line, Sheet, Source};
use crate::io::take::Taken;
use crate::ledger::Record as _;
use crate::ledger::tables::Quote;
use crate::quantity::{Quantity, Unit};

use super::block::Block;
use super::layout::Layout;
use super::ledger::{Answer, LINE_BITS};
use super::line::Cells;
use super::line::quote::QuoteLane;
use super::rows::quote::QuoteRows;
use super::rows::{self, RowShare};
use super::worker::{data_line, each_line, exact_row, tail};
use super::{Irregular, Share, join, put_in_order, shares};

/// The quotes of a table.
#[derive(Debug, Default)]
pub struct Quoted {
    /// Those with a price, in a unit that is known or without one.
    pub tape: Tape,
    /// The texts that the numbers of their things mean; the number of a kind is its place, from 1 on.
    pub texts: Vec<Arc<str>>,
    /// All others, as they stand.
    pub others: Vec<Quote>,
    /// Those with a quantity, where they are asked for, as they stand.
    pub sold: Vec<Quote>,
}

/// The quotes of sheets whose lines lie unread; those with a quantity are kept as they stand where `keeps_sold` says so.
///
/// Errors: [`Irregular`] where a sheet is to be taken as a whole.
pub fn quotes(sheets: &[Layout<'_>], keeps_sold: bool) -> Result<Answer<Quoted>, Irregular> {
    let names = Names::default();
    let (mut ticks, mut others, mut sold) = (Vec::new(), Vec::new(), Vec::new());
    let mut answer = Answer {
        answer: Quoted::default(),
        taken: Vec::new(),
        total: 0,
    };
    for (base, layout) in (0..).map(|sheet: u64| sheet << LINE_BITS).zip(sheets) {
        let mut taken = Taken::default();
        let worker = || QuoteWorker::new(layout, &names, base, keeps_sold);
        let shares = match &layout.rest.source {
            Source::Rows(rows) => rows::shares(layout, rows, None, &worker)?,
            Source::Text(_) | Source::File(_) => shares(layout, &worker)?,
        };
        for share in shares {
            ticks.push(share.ticks);
            others.extend(share.others);
            sold.extend(share.sold.into_iter().flatten());
            answer.total += share.total;
            join(&mut taken, share.taken);
        }
        put_in_order(&mut taken, layout);
        answer.taken.push(taken);
    }
    answer.answer = Quoted {
        tape: Tape::of(ticks),
        texts: names.texts(),
        others: in_order(others),
        sold: in_order(sold),
    };
    Ok(answer)
}

/// Quotes in the order of their positions.
fn in_order(mut quotes: Vec<(u64, Quote)>) -> Vec<Quote> {
    quotes.sort_by_key(|(position, _)| *position);
    quotes.into_iter().map(|(_, quote)| quote).collect()
}

/// One thread's share of a pass.
struct QuoteWorker<'a> {
    layout: &'a Layout<'a>,
    names: &'a Names,
    /// Added to the number of a line it is its position.
    base: u64,
    lane: QuoteLane<'a>,
    taken: Taken,
    ticks: Ticks,
    others: Vec<(u64, Quote)>,
    /// Quotes with a quantity, where they are kept.
    sold: Option<Vec<(u64, Quote)>>,
    total: i128,
}

impl<'a> QuoteWorker<'a> {
    fn new(
        layout: &'a Layout<'a>,
        names: &'a Names,
        base: u64,
        keeps_sold: bool,
    ) -> QuoteWorker<'a> {
        let mut ticks = Ticks::default();
        // Lines that were split before stand before all others.
        ticks.begin(base, 0);
        QuoteWorker {
            layout,
            names,
            base,
            lane: QuoteLane::new(layout, names),
            taken: Taken::default(),
            ticks,
            others: Vec::new(),
            sold: keeps_sold.then(Vec::new),
            total: 0,
        }
    }

    /// Reads a line, which has as many cells as its header or not.
    #[inline]
    fn read_line(
        &mut self,
        cells: &Cells<'_>,
        number: u64,
        is_whole: bool,
    ) -> Result<(), Irregular> {
        if is_whole && self.lane.read(cells, &mut self.ticks).is_some() {
            self.taken.passed += 1;
            return Ok(());
        }
        let line = data_line(self.layout, cells, number)?;
        self.take_exactly(self.layout.sheet, &line);
        Ok(())
    }

    fn thing(&self, quote: &Quote) -> Thing {
        let number = |text: &str| self.names.number(text);
        [
            number(&quote.market),
            number(&quote.item),
            number(&quote.spec),
            quote.kind.map_or(0, |kind| kind as u32 + 1),
            number(&quote.unit),
            number(&quote.category),
        ]
    }
}

impl Share for QuoteWorker<'_> {
    fn read(&mut self, block: &Block, separators: &mut Separators) -> Result<(), Irregular> {
        let lines = block.lines as usize + usize::from(block.is_tail);
        self.ticks.begin(self.base + block.line, lines);
        if block.is_tail {
            let (sheet, line) = tail(self.layout, block)?;
            self.take_exactly(&sheet, &line);
            return Ok(());
        }
        each_line(self.layout, block, separators, |cells, number, is_whole| {
            self.read_line(cells, number, is_whole)
        })
    }

    fn take_exactly(&mut self, sheet: &Sheet, line: &Line) {
        let Some(row) = exact_row(self.layout, &mut self.taken, sheet, line) else {
            return;
        };
        self.taken.passed += 1;
        let quote = Quote::from_row(&row);
        let position = self.base + line.number;
        let magnitude = |qty: Quantity| qty.thousandths().unsigned_abs();
        self.total += i128::from(quote.qty.map_or(0, magnitude));
        let price = quote.price.filter(|price| price.steps() > 0);
        if let Some(sold) = self.sold.as_mut().filter(|_| quote.qty.is_some()) {
            sold.push((position, quote.clone()));
        }
        let is_measured = quote.unit.is_empty() || Unit::is_known(&quote.unit);
        match price.filter(|_| is_measured) {
            Some(price) => {
                let number = self.ticks.number(self.thing(&quote));
                self.ticks.push(number, quote.date, price);
            }
            None => self.others.push((position, quote)),
        }
    }
}

impl<'a> RowShare<'a> for QuoteWorker<'a> {
    type Lane = QuoteRows<'a>;

    fn lane(&self, rows: &Rows) -> Option<QuoteRows<'a>> {
        QuoteRows::new(self.layout, self.names, rows)
    }

    fn begin(&mut self, first: u64, rows: usize) {
        self.ticks.begin(self.base + first, rows);
    }

    #[inline]
    fn take(&mut self, lane: &mut QuoteRows<'a>, at: usize, _: u64) -> bool {
        let Some((thing, date, price)) = lane.quote(at) else {
            return false;
        };
        self.taken.passed += 1;
        let number = self.ticks.number(thing);
        self.ticks.push(number, date, price);
        true
    }
}
