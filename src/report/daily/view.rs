//! The rows of a day: which rows of each table the report speaks of, and how many it leaves out.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::lang::Lang;
use crate::ledger::tables::{
    Account, Alert, Allocation, Breach, Burn, Change, Cover, Dispatch, Event, Fairness, Finding,
    Inbound, Inspection, Item, OnHand, Quote, Replenishment, Reporting, Request, Residual, Road,
    Site, Stage, Supply, Tally, Transfer, Unmet, Usage, Waste,
};
use crate::ledger::{Catalogue, LotKey, Record, Row, Table};
use crate::policy::alert::Freshness;
use crate::policy::{Names as PolicyNames, Rules};
use crate::report::names::Names;

use super::answers::Answers;
use super::picked::{Picked, State};
use super::{DailyInputs, DailyOptions};

/// Every table with the rows that count on the day.
pub struct View<'a> {
    pub as_of: Day,
    pub lang: Lang,
    pub options: &'a DailyOptions,
    pub before: Option<&'a BTreeMap<Table, Vec<Row>>>,
    pub on_road: &'a [Inbound],
    /// How long a price is news; `None` is for ever.
    pub freshness: Option<&'a Freshness>,
    pub rules: Option<&'a Rules>,
    pub catalogue: Option<&'a Catalogue>,
    pub names: Names<'a>,
    pub event: Picked<'a, Event>,
    /// Every event up to the day, by scope and date; of two of one day the later row.
    pub events: Vec<&'a Event>,
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
    pub transfer: Picked<'a, Transfer>,
    pub unmet: Picked<'a, Unmet>,
    pub fairness: Picked<'a, Fairness>,
    pub replenishment: Picked<'a, Replenishment>,
    pub stage: Picked<'a, Stage>,
    pub residual: Picked<'a, Residual>,
    pub quote: Picked<'a, Quote>,
    pub change: Picked<'a, Change>,
    pub alert: Picked<'a, Alert>,
    /// How many alerts are too old to be of the day.
    pub old_alerts: usize,
    pub finding: Picked<'a, Finding>,
    pub inspection: Picked<'a, Inspection>,
    pub breach: Picked<'a, Breach>,
    pub tally: Picked<'a, Tally>,
    pub account: Picked<'a, Account>,
}

impl<'a> View<'a> {
    /// Whether a site is an area in which others lie.
    pub fn is_area(&self, site: &str) -> bool {
        let mut sites = self.site.rows().iter().filter(|row| row.site == site);
        sites.any(|row| PolicyNames::built_in().is_area(&row.level))
    }

    /// Picks the rows of `inputs` that count on its day.
    pub fn new(inputs: &DailyInputs<'a>, options: &'a DailyOptions) -> View<'a> {
        let lang = options.lang;
        let (as_of, tables) = (inputs.as_of, inputs.tables);
        let (items, sites) = (
            tables.item.as_deref().unwrap_or(&[]),
            tables.site.as_deref().unwrap_or(&[]),
        );
        let (alert, old_alerts) = alerts(inputs);
        View {
            as_of,
            lang,
            options,
            before: inputs.before,
            on_road: inputs.on_road,
            freshness: inputs.freshness,
            rules: inputs.rules,
            catalogue: inputs.catalogue,
            names: Names::new(lang, items, sites).with_catalogue(inputs.catalogue),
            event: Picked::latest(&tables.event, as_of, |row| row.date, |row| &row.scope),
            events: told(tables.event.as_deref().unwrap_or(&[]), as_of),
            disasters: disasters(tables.event.as_deref().unwrap_or(&[]), as_of),
            site: Picked::whole(&tables.site, |_| None),
            item: Picked::whole(&tables.item, |_| None),
            onhand: Picked::snapshot(&tables.onhand, as_of, |row| row.as_of, LotKey::of_balance),
            burn: burns(inputs),
            cover: Picked::snapshot(&tables.cover, as_of, |row| row.as_of, |row| &row.site),
            waste: Picked::whole(&tables.waste, |_| None).without_copies(),
            usage: Picked::until(&tables.usage, as_of, |row| row.date).without_copies(),
            reporting: Picked::until(&tables.reporting, as_of, |row| row.date).without_copies(),
            supply: Picked::snapshot(&tables.supply, as_of, |row| row.as_of, |row| &row.item),
            inbound: Picked::whole(&tables.inbound, |_| None).once(),
            road: roads(inputs),
            dispatch: Picked::whole(&tables.dispatch, |_| None).without_copies(),
            request: Picked::whole(&tables.request, |row| row.date).once(),
            allocation: Picked::whole(&tables.allocation, |row| row.date).without_copies(),
            transfer: Picked::whole(&tables.transfer, |row| row.date).without_copies(),
            unmet: Picked::whole(&tables.unmet, |_| None).once(),
            fairness: Picked::whole(&tables.fairness, |_| None).without_copies(),
            replenishment: Picked::until(&tables.replenishment, as_of, |row| row.date).once(),
            stage: Picked::snapshot(&tables.stage, as_of, |row| row.as_of, |row| &row.site),
            residual: Picked::whole(&tables.residual, |_| None).without_copies(),
            quote: Picked::until(&tables.quote, as_of, |row| row.date),
            change: changes(inputs),
            alert,
            old_alerts,
            finding: Picked::whole(&tables.finding, |_| None).without_copies(),
            inspection: Picked::until(&tables.inspection, as_of, |row| row.date).without_copies(),
            breach: Picked::until(&tables.breach, as_of, |row| row.date).without_copies(),
            tally: Picked::until(&tables.tally, as_of, |row| row.date).without_copies(),
            account: Picked::snapshot(&tables.account, as_of, |row| row.as_of, |row| &row.fund),
        }
    }

    /// Every table of the report, in the order it is read.
    ///
    /// Table transfer stands among them only where it is there: most days have none.
    pub fn states(&self) -> Vec<State> {
        let transfer = self.transfer.is_supplied().then(|| self.transfer.state());
        let mut states = self.states_of_every_day();
        let unmet = states.iter().position(|state| state.table == Table::Unmet);
        if let (Some(transfer), Some(at)) = (transfer, unmet) {
            states.insert(at, transfer);
        }
        states
    }

    fn states_of_every_day(&self) -> Vec<State> {
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

    /// The rows that a report is graded by, of each of their tables that was supplied.
    pub fn graded(&self) -> Vec<(Table, Vec<Row>)> {
        let tables = [rows(&self.cover), rows(&self.alert), rows(&self.finding)];
        tables.into_iter().flatten().collect()
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
}

/// The rows of a table that was supplied.
fn rows<T: Record + Clone + PartialEq>(picked: &Picked<T>) -> Option<(Table, Vec<Row>)> {
    let rows = || picked.rows().iter().map(|row| (*row).clone().into_row());
    picked.is_supplied().then(|| (T::TABLE, rows().collect()))
}

fn burns<'a>(inputs: &DailyInputs<'a>) -> Picked<'a, Burn> {
    let about = |row: &'a Burn| (&row.site, &row.item);
    Picked::snapshot(&inputs.tables.burn, inputs.as_of, |row| row.as_of, about)
}

/// The newest report of each transport; without a number it is told by its goods.
fn roads<'a>(inputs: &DailyInputs<'a>) -> Picked<'a, Road> {
    let about = |row: &'a Road| {
        let goods = Some(row.item.as_str()).filter(|_| row.reference.is_empty());
        (&row.from_site, &row.site, &row.reference, goods)
    };
    Picked::latest(
        &inputs.tables.road,
        inputs.as_of,
        |row| row.reported_on,
        about,
    )
}

/// The newest price of each series: prices of another kind or unit are another series.
fn changes<'a>(inputs: &DailyInputs<'a>) -> Picked<'a, Change> {
    let about = |row: &'a Change| (&row.market, &row.item, &row.spec, row.kind, &row.unit);
    Picked::latest(&inputs.tables.change, inputs.as_of, |row| row.date, about)
}

/// The newest alert of each rule and what it speaks of, and how many of them are too old to be of the day.
fn alerts<'a>(inputs: &DailyInputs<'a>) -> (Picked<'a, Alert>, usize) {
    let (rows, as_of) = (inputs.tables.alert.as_deref().unwrap_or(&[]), inputs.as_of);
    let about = |row: &'a Alert| (&row.scope, &row.item, &row.rule);
    let newest = Picked::latest(&inputs.tables.alert, as_of, |row| row.date, about);
    let prices = inputs
        .tables
        .change
        .as_deref()
        .unwrap_or(&[])
        .iter()
        .map(|row| row.date);
    let answers = Answers::of(rows, prices, inputs.freshness, as_of);
    newest.filtered(|row| answers.are_of_day(row))
}

/// The events up to a day, by scope and date; of two of one scope and day the later row.
fn told(events: &[Event], as_of: Day) -> Vec<&Event> {
    let told = events.iter().filter(|row| row.date <= as_of);
    let by_day: BTreeMap<_, &Event> = told.map(|row| ((&row.scope, row.date), row)).collect();
    by_day.into_values().collect()
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
