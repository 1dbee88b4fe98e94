//! The rows of a day: which rows of each table the report speaks of, and how many it leaves out.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use crate::calendar::Day;
use crate::lang::Lang;
use crate::ledger::tables::{
    Account, Alert, Allocation, Breach, Burn, Change, Cover, Dispatch, Event, Fairness, Finding,
    Inbound, Inspection, Item, OnHand, Quote, Replenishment, Reporting, Request, Residual, Road,
    Site, Stage, Supply, Tally, Unmet, Usage, Waste,
};
use crate::ledger::{Catalogue, Record, Row, Table};
use crate::policy::Rules;
use crate::report::names::Names;
use crate::report::page::{Block, Tone};
use crate::report::table_names::table_name;
use crate::report::words::Label;

use super::{DailyInputs, DailyOptions};

/// Every table with the rows that count on the day.
pub struct View<'a> {
    pub as_of: Day,
    pub lang: Lang,
    pub options: &'a DailyOptions,
    pub before: Option<&'a BTreeMap<Table, Vec<Row>>>,
    pub rules: Option<&'a Rules>,
    pub catalogue: Option<&'a Catalogue>,
    pub names: Names<'a>,
    pub event: Picked<'a, Event>,
    /// The events that began the disasters of the day, by scope.
    pub disasters: Vec<&'a Event>,
    pub site: Picked<'a, Site>,
    pub item: Picked<'a, Item>,
    pub onhand: Picked<'a, OnHand>,
    pub burn: Picked<'a, Burn>,
    pub cover: Picked<'a, Cover>,
    pub waste: Picked<'a, Waste>,
    pub usage: Picked<'a, Usage>,
    pub reporting: Picked<'a, Reporting>,
    pub supply: Picked<'a, Supply>,
    pub inbound: Picked<'a, Inbound>,
    pub road: Picked<'a, Road>,
    pub dispatch: Picked<'a, Dispatch>,
    pub request: Picked<'a, Request>,
    pub allocation: Picked<'a, Allocation>,
    pub unmet: Picked<'a, Unmet>,
    pub fairness: Picked<'a, Fairness>,
    pub replenishment: Picked<'a, Replenishment>,
    pub stage: Picked<'a, Stage>,
    pub residual: Picked<'a, Residual>,
    pub quote: Picked<'a, Quote>,
    pub change: Picked<'a, Change>,
    pub alert: Picked<'a, Alert>,
    pub finding: Picked<'a, Finding>,
    pub inspection: Picked<'a, Inspection>,
    pub breach: Picked<'a, Breach>,
    pub tally: Picked<'a, Tally>,
    pub account: Picked<'a, Account>,
}

/// The rows of one table that the report speaks of.
pub struct Picked<'a, T> {
    /// How many rows were supplied; `None` where the table was not.
    supplied: Option<usize>,
    /// The newest date among the rows picked.
    newest: Option<Day>,
    rows: Vec<&'a T>,
    /// Rows that say something else than a later one of the same key.
    conflicts: usize,
}

/// What is known of one table: for the header and the section on freshness.
pub struct State {
    pub table: Table,
    pub supplied: Option<usize>,
    pub picked: usize,
    pub newest: Option<Day>,
}

impl<'a> View<'a> {
    /// Picks the rows of `inputs` that count on its day.
    pub fn new(inputs: &DailyInputs<'a>, options: &'a DailyOptions) -> View<'a> {
        let lang = options.lang;
        let as_of = inputs.as_of;
        let (items, sites) = (inputs.item.unwrap_or(&[]), inputs.site.unwrap_or(&[]));
        View {
            as_of,
            lang,
            options,
            before: inputs.before,
            rules: inputs.rules,
            catalogue: inputs.catalogue,
            names: Names::new(lang, items, sites).with_catalogue(inputs.catalogue),
            event: Picked::latest(inputs.event, as_of, |row| row.date, |row| &row.scope),
            disasters: disasters(inputs.event.unwrap_or(&[]), as_of),
            site: Picked::whole(inputs.site, |_| None),
            item: Picked::whole(inputs.item, |_| None),
            onhand: Picked::snapshot(inputs.onhand, as_of, |row| row.as_of),
            burn: Picked::snapshot(inputs.burn, as_of, |row| row.as_of),
            cover: Picked::snapshot(inputs.cover, as_of, |row| row.as_of),
            waste: Picked::whole(inputs.waste, |_| None),
            usage: Picked::until(inputs.usage, as_of, |row| row.date),
            reporting: Picked::until(inputs.reporting, as_of, |row| row.date),
            supply: Picked::snapshot(inputs.supply, as_of, |row| row.as_of),
            inbound: Picked::whole(inputs.inbound, |_| None),
            road: Picked::latest(
                inputs.road,
                as_of,
                |row| row.reported_on,
                |row| (&row.from_site, &row.site, &row.reference),
            ),
            dispatch: Picked::whole(inputs.dispatch, |_| None),
            request: Picked::whole(inputs.request, |row| row.date),
            allocation: Picked::whole(inputs.allocation, |row| row.date),
            unmet: Picked::whole(inputs.unmet, |_| None),
            fairness: Picked::whole(inputs.fairness, |_| None),
            replenishment: Picked::until(inputs.replenishment, as_of, |row| row.date),
            stage: Picked::snapshot(inputs.stage, as_of, |row| row.as_of),
            residual: Picked::whole(inputs.residual, |_| None),
            quote: Picked::until(inputs.quote, as_of, |row| row.date),
            change: Picked::latest(
                inputs.change,
                as_of,
                |row| row.date,
                |row| (&row.market, &row.item, &row.spec),
            ),
            alert: Picked::latest(
                inputs.alert,
                as_of,
                |row| row.date,
                |row| (&row.scope, &row.item, &row.rule),
            ),
            finding: Picked::whole(inputs.finding, |_| None),
            inspection: Picked::until(inputs.inspection, as_of, |row| row.date),
            breach: Picked::until(inputs.breach, as_of, |row| row.date),
            tally: Picked::until(inputs.tally, as_of, |row| row.date),
            account: Picked::snapshot(inputs.account, as_of, |row| row.as_of),
        }
    }

    /// Every table of the report, in the order it is read.
    pub fn states(&self) -> Vec<State> {
        vec![
            self.event.state(),
            self.site.state(),
            self.item.state(),
            self.onhand.state(),
            self.burn.state(),
            self.cover.state(),
            self.waste.state(),
            self.usage.state(),
            self.reporting.state(),
            self.supply.state(),
            self.inbound.state(),
            self.road.state(),
            self.dispatch.state(),
            self.request.state(),
            self.allocation.state(),
            self.unmet.state(),
            self.fairness.state(),
            self.replenishment.state(),
            self.stage.state(),
            self.residual.state(),
            self.quote.state(),
            self.change.state(),
            self.alert.state(),
            self.finding.state(),
            self.inspection.state(),
            self.breach.state(),
            self.tally.state(),
            self.account.state(),
        ]
    }

    /// Whether a table of the report was supplied.
    pub fn is_supplied(&self, table: Table) -> bool {
        let states = self.states();
        let mut states = states.iter().filter(|state| state.table == table);
        states.any(|state| state.supplied.is_some())
    }

    /// What stands between the parts of a list.
    pub fn comma(&self) -> &'static str {
        self.lang.pick("、", ", ")
    }

    /// A warning where a snapshot is older than the report.
    pub fn age<T: Record + Clone + PartialEq>(&self, picked: &Picked<T>) -> Option<Block> {
        let newest = picked.newest.filter(|newest| *newest < self.as_of)?;
        let days = self.as_of.days_since(newest).to_string();
        let name = table_name(T::TABLE, self.lang);
        let text = Label::OtherDays.fill(self.lang, &[&name, &newest.to_string(), &days]);
        Some(Block::note(Tone::Warn, text))
    }
}

/// The events that began what is not over on a day, by scope.
fn disasters(events: &[Event], as_of: Day) -> Vec<&Event> {
    let mut told: Vec<&Event> = events.iter().filter(|row| row.date <= as_of).collect();
    told.retain(|row| row.disaster.is_some());
    told.sort_by_key(|row| (&row.scope, row.date));
    let of_scopes = told.chunk_by(|one, next| one.scope == next.scope);
    let begun = of_scopes.filter_map(|rows| {
        let lasting = rows.iter().rev();
        lasting.take_while(|row| row.disaster == Some(true)).last()
    });
    begun.copied().collect()
}

impl<'a, T: Record + Clone + PartialEq> Picked<'a, T> {
    /// Every row.
    fn whole(rows: Option<&'a [T]>, date: impl Fn(&T) -> Option<Day>) -> Picked<'a, T> {
        let all: Vec<&T> = rows.unwrap_or(&[]).iter().collect();
        Picked {
            supplied: rows.map(<[T]>::len),
            newest: all.iter().filter_map(|row| date(row)).max(),
            rows: all,
            conflicts: 0,
        }
    }

    /// The rows dated at or before the day.
    fn until(rows: Option<&'a [T]>, as_of: Day, date: impl Fn(&T) -> Day) -> Picked<'a, T> {
        let whole = Picked::whole(rows, |_| None);
        let kept = whole.rows.into_iter().filter(|row| date(row) <= as_of);
        let rows: Vec<&T> = kept.collect();
        Picked {
            newest: rows.iter().map(|row| date(row)).max(),
            rows,
            ..whole
        }
    }

    /// The rows of the newest day at or before the day: two days of one balance are never mixed.
    fn snapshot(rows: Option<&'a [T]>, as_of: Day, date: impl Fn(&T) -> Day) -> Picked<'a, T> {
        let mut picked = Picked::until(rows, as_of, &date);
        picked.rows.retain(|row| Some(date(row)) == picked.newest);
        picked.once()
    }

    /// One row of each key, in the order given: a table that was handed in twice counts once. Of rows that differ the
    /// later one stands, and the others are counted.
    fn once(mut self) -> Picked<'a, T> {
        let mut places: HashMap<Vec<u8>, usize> = HashMap::with_capacity(self.rows.len());
        let mut kept: Vec<&T> = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            match places.entry(key(row)) {
                Entry::Vacant(place) => {
                    place.insert(kept.len());
                    kept.push(row);
                }
                Entry::Occupied(place) if kept[*place.get()] == row => {}
                Entry::Occupied(place) => {
                    kept[*place.get()] = row;
                    self.conflicts += 1;
                }
            }
        }
        self.rows = kept;
        self
    }

    /// How many rows say something else than a later one of the same key.
    pub fn conflicts(&self) -> usize {
        self.conflicts
    }

    /// The newest row of each key at or before the day, by key; of two on one day the later row stands.
    fn latest<K: Ord>(
        rows: Option<&'a [T]>,
        as_of: Day,
        date: impl Fn(&T) -> Day,
        key: impl Fn(&'a T) -> K,
    ) -> Picked<'a, T> {
        let until = Picked::until(rows, as_of, &date);
        let mut newest: BTreeMap<K, &T> = BTreeMap::new();
        for row in until.rows {
            let kept = newest.entry(key(row)).or_insert(row);
            if date(row) >= date(kept) {
                *kept = row;
            }
        }
        Picked {
            rows: newest.into_values().collect(),
            ..until
        }
    }

    /// The rows picked; none where the table was not supplied.
    pub fn rows(&self) -> &[&'a T] {
        &self.rows
    }

    /// Whether the table was supplied, with or without rows.
    pub fn is_supplied(&self) -> bool {
        self.supplied.is_some()
    }

    /// The rows to speak of, or the sentence that says why there are none.
    pub fn stated(&self, lang: Lang) -> Result<&[&'a T], String> {
        let name = table_name(T::TABLE, lang);
        match (self.supplied, self.rows.is_empty()) {
            (None, _) => Err(Label::NotSupplied.fill(lang, &[&name])),
            (Some(0), _) => Err(Label::NothingToReport.fill(lang, &[&name])),
            (Some(n), true) => Err(Label::NothingCurrent.fill(lang, &[&name, &n.to_string()])),
            (Some(_), false) => Ok(&self.rows),
        }
    }

    /// The tone of the sentence that says why there are no rows.
    pub fn silence(&self) -> Tone {
        match self.supplied {
            Some(0) => Tone::Plain,
            _ => Tone::Warn,
        }
    }

    /// The blocks that `write` makes of the rows, or the sentence that says why there are none.
    pub fn blocks(&self, lang: Lang, write: impl FnOnce(&[&'a T]) -> Vec<Block>) -> Vec<Block> {
        match self.stated(lang) {
            Ok(rows) => write(rows),
            Err(text) => vec![Block::note(self.silence(), text)],
        }
    }

    fn state(&self) -> State {
        State {
            table: T::TABLE,
            supplied: self.supplied,
            picked: self.rows.len(),
            newest: self.newest,
        }
    }
}

/// The cells of a row's key, each ended.
fn key<T: Record + Clone>(row: &T) -> Vec<u8> {
    let mut key = Vec::new();
    let cells = row.clone().into_cells();
    let fields = T::TABLE.fields().iter().zip(&cells);
    for (_, cell) in fields.filter(|(field, _)| field.is_key) {
        cell.append_to(&mut key);
        key.push(0);
    }
    key
}
