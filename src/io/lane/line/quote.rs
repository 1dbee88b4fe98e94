//! One line of a long table of quotes, where each of its cells is in plain form for its column.

use std::ops::Range;

use crate::engine::memo::is_same;
use crate::engine::name::{NO_NAME, Names};
use crate::engine::tick::{Thing, Ticks};
use crate::io::lane::layout::{Layout, Part};
use crate::ledger::Column;

use super::name::{name, quote_kind, quoted_unit};
use super::sheet::SheetLane;
use super::{Cells, Named, price};

/// A reader of quotes, with all the names it has met.
#[derive(Debug)]
pub struct QuoteLane<'a> {
    sheet: SheetLane<'a>,
    price: Part<'a>,
    market: Named<'a>,
    item: Named<'a>,
    spec: Named<'a>,
    kind: Named<'a>,
    unit: Named<'a>,
    category: Named<'a>,
    told: Told,
}

/// The columns that tell what is quoted.
const TELLING: [Column; 6] = [
    Column::Market,
    Column::Item,
    Column::Spec,
    Column::Kind,
    Column::Unit,
    Column::Category,
];

impl<'a> QuoteLane<'a> {
    /// A reader of the lines of `layout`, whose names are numbered by `names`.
    pub fn new(layout: &'a Layout<'a>, names: &'a Names) -> QuoteLane<'a> {
        QuoteLane {
            sheet: SheetLane::new(layout, names),
            price: layout.part(Column::Price),
            market: Named::new(layout, Column::Market),
            item: Named::new(layout, Column::Item),
            spec: Named::new(layout, Column::Spec),
            kind: Named::new(layout, Column::Kind),
            unit: Named::new(layout, Column::Unit),
            category: Named::new(layout, Column::Category),
            told: Told::new(layout),
        }
    }

    /// Puts what a line quotes on `ticks`; `None` where the exact reader is to judge it, and where it has no price in a unit
    /// that is known.
    #[inline]
    pub fn read(&mut self, cells: &Cells<'_>, ticks: &mut Ticks) -> Option<()> {
        let date = self.sheet.day(cells)?;
        let price = price(self.price, cells)?.filter(|price| price.steps() > 0)?;
        let is_it = |number: &u32| self.told.is(*number, cells);
        let number = match ticks.expected().into_iter().find(is_it) {
            Some(number) => number,
            None => {
                let number = ticks.number(self.thing(cells)?);
                self.told.learn(number, cells);
                number
            }
        };
        ticks.push(number, date, price);
        Some(())
    }

    /// What a line quotes; `None` where the exact reader is to judge it.
    fn thing(&mut self, cells: &Cells<'_>) -> Option<Thing> {
        let (layout, names) = (self.sheet.layout, self.sheet.names);
        let named =
            |of: &mut Named<'a>, column| of.number(cells, |cell| name(layout, names, column, cell));
        let market = named(&mut self.market, Column::Market)?;
        let item = named(&mut self.item, Column::Item)?;
        let spec = named(&mut self.spec, Column::Spec)?;
        let kind = self.kind.number(cells, |cell| quote_kind(layout, cell))?;
        let unit = named(&mut self.unit, Column::Unit)?;
        let category = named(&mut self.category, Column::Category)?;
        if market == NO_NAME || item == NO_NAME {
            return None;
        }
        let read_unit = || quoted_unit(layout, names, item, unit);
        let unit = self.sheet.units.base(item, unit, read_unit)?;
        Some([market, item, spec, kind, unit, category])
    }
}

/// By which bytes things were told: where they stand again, so does the thing, and no cell of it need be read.
#[derive(Debug)]
struct Told {
    /// The first and the last of cells side by side that tell what is quoted.
    runs: Vec<(usize, usize)>,
    /// For each thing, and each run of cells, where its bytes stand.
    places: Vec<Range<usize>>,
    bytes: Vec<u8>,
}

impl Told {
    fn new(layout: &Layout<'_>) -> Told {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let told = TELLING.map(|column| layout.part(column));
        for at in (0..layout.width).filter(|at| told.contains(&Part::Cell(*at))) {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == at => *last = at,
                _ => runs.push((at, at)),
            }
        }
        Told {
            runs,
            places: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// Whether a line is told by the bytes of the thing that has this number.
    #[inline]
    fn is(&self, number: u32, cells: &Cells<'_>) -> bool {
        let first = number as usize * self.runs.len();
        let places = self.places.get(first..).unwrap_or_default();
        let mut runs = self.runs.iter().zip(places);
        let is_told = |bytes: &[u8], run: &(usize, usize)| is_same(bytes, cells.run(*run));
        !self.runs.is_empty()
            && !places.is_empty()
            && runs.all(|(run, place)| {
                let bytes = self.bytes.get(place.clone());
                bytes.is_some_and(|bytes| is_told(bytes, run))
            })
    }

    /// Remembers by which bytes a thing is told, unless it was told by others before.
    #[cold]
    fn learn(&mut self, number: u32, cells: &Cells<'_>) {
        let first = number as usize * self.runs.len();
        let places = self.places.len().max(first + self.runs.len());
        self.places.resize(places, NOWHERE);
        for (run, place) in self.runs.iter().zip(&mut self.places[first..]) {
            if *place == NOWHERE {
                let from = self.bytes.len();
                self.bytes.extend_from_slice(cells.run(*run));
                *place = from..self.bytes.len();
            }
        }
    }
}

/// Where the bytes stand of a thing that was told otherwise so far.
const NOWHERE: Range<usize> = usize::MAX..usize::MAX;
