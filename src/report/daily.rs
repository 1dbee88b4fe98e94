//! The daily report: what a leader must know today, worst first, and what the desk behind it looks up.
//!
//! One page of sections in a fixed order, see [`Part`]. A table that was not supplied is named in the header and in its
//! place; one that is empty says so. The same tables give the same bytes. Nothing is worked out here: see [`super`].
//!
//! - what: `part` the sections, `tables` supplied or not, `view` the rows of the day, `picked` and `answers` which
//!   those are
//! - who leads: `banner` the mode of the day, `headline` the few lines first, `changes` since an earlier day
//! - goods: `stock`, `cover`, `rotation`, `replenish`, `sharing`, `transport`, `units` key units, `necessities`
//! - money and markets: `prices`, `public` for publication, `funds`
//! - trust: `freshness` of the tables, `checks` of the ledger, `quality` of goods, `tallies` of complaints and the
//!   like

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::diagnostic::Result;
use crate::ledger::tables::Inbound;
use crate::ledger::{Catalogue, Row, Table};
use crate::policy::Rules;
use crate::policy::alert::Freshness;

use super::page::{LINES_MAX, Note, Page, Section, Tone};
use super::table_names::table_name;
use super::words::Label;
use crate::lang::Lang;

mod answers;
mod banner;
mod changes;
mod checks;
mod cover;
mod freshness;
mod funds;
mod headline;
mod necessities;
mod part;
mod picked;
mod prices;
mod public;
mod quality;
mod replenish;
mod rotation;
mod sharing;
mod stock;
mod tables;
mod tallies;
#[cfg(test)]
mod tests;
mod transport;
mod units;
mod view;

pub use part::Part;
pub use tables::DailyTables;
use view::View;

/// A day, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct DailyInputs<'a> {
    /// The day the report is for.
    pub as_of: Day,
    pub tables: &'a DailyTables,
    /// The tables of an earlier day, to say what has changed since.
    pub before: Option<&'a BTreeMap<Table, Vec<Row>>>,
    /// What has left one store of the ledger for another and not arrived, to say so of stock that changed.
    pub on_road: &'a [Inbound],
    /// How long a price, and an alert with it, is news; without it alerts of any age are of the day.
    pub freshness: Option<&'a Freshness>,
    /// The rules of the policies that were named.
    pub rules: Option<&'a Rules>,
    /// Every item that has a category of necessities, known by name or not.
    pub catalogue: Option<&'a Catalogue>,
}

impl<'a> DailyInputs<'a> {
    /// The inputs of a day of which nothing is known but its tables.
    pub fn new(as_of: Day, tables: &'a DailyTables) -> DailyInputs<'a> {
        DailyInputs {
            as_of,
            tables,
            before: None,
            on_road: &[],
            freshness: None,
            rules: None,
            catalogue: None,
        }
    }
}

/// What of the day is reported, and for whom.
#[derive(Debug, Clone)]
pub struct DailyOptions {
    pub lang: Lang,
    /// The sections that were asked for; without any, the usual ones and those whose tables are there.
    pub parts: Vec<Part>,
    /// For publication: no names of markets, enterprises or persons.
    pub is_public: bool,
    /// Names of markets may stand in the public version too.
    pub with_names: bool,
    /// Units that must stand in the dispatch table, whatever the site table says of them.
    pub units: Vec<String>,
    /// Lines of each table of the page; `None` shows all.
    pub lines_max: Option<usize>,
}

impl DailyOptions {
    /// The usual report in a language.
    pub fn of(lang: Lang) -> DailyOptions {
        DailyOptions {
            lang,
            parts: Vec::new(),
            is_public: false,
            with_names: false,
            units: Vec::new(),
            lines_max: Some(LINES_MAX),
        }
    }
}

/// The daily report of `inputs`.
///
/// Of a dated snapshot (stock, use, cover, stages) the newest day at or before the report's is taken, of each site or lot
/// by itself, of events, changes and alerts the newest row of each key; rows left out are counted in the last section.
/// Errors: only where a drawing fails, which is a mistake of this crate.
pub fn daily(inputs: &DailyInputs, options: &DailyOptions) -> Result<Page> {
    let view = View::new(inputs, options);
    let parts = parts(&view);
    let section = |part: &Part| {
        Ok(Section {
            id: part.id(),
            title: part.title().text(view.lang),
            blocks: blocks(*part, &view)?,
        })
    };
    let title = match options.is_public {
        true => Label::TitlePublic,
        false => Label::Title,
    };
    let page = Page {
        lang: view.lang,
        title: title.fill(view.lang, &[&inputs.as_of.to_string()]),
        notes: vec![supplied(&view, &parts)],
        sections: parts.iter().map(section).collect::<Result<_>>()?,
        foot: Label::Foot.text(view.lang),
    };
    Ok(page.shortened(options.lines_max))
}

/// The rows of cover, alerts and findings that the report speaks of, by which it is graded; a table that was not supplied
/// is not there.
pub fn graded(inputs: &DailyInputs, options: &DailyOptions) -> Vec<(Table, Vec<Row>)> {
    View::new(inputs, options).graded()
}

/// The sections of the page.
fn parts(view: &View) -> Vec<Part> {
    let asked = &view.options.parts;
    let is_there = |part: &Part| match part {
        Part::Changes => view.before.is_some(),
        part => part.is_usual() || part.tables().iter().any(|table| view.is_supplied(*table)),
    };
    match (asked.is_empty(), view.options.is_public) {
        (false, _) => Part::all().filter(|part| asked.contains(part)).collect(),
        (true, true) => vec![Part::Prices],
        (true, false) => Part::all().filter(is_there).collect(),
    }
}

fn blocks(part: Part, view: &View) -> Result<Vec<super::page::Block>> {
    Ok(match part {
        Part::Banner => banner::blocks(view),
        Part::Headline => headline::blocks(view),
        Part::Changes => changes::blocks(view),
        Part::Stock => stock::blocks(view),
        Part::Cover => cover::blocks(view)?,
        Part::Units => units::blocks(view),
        Part::Necessities => necessities::blocks(view),
        Part::Transport => transport::blocks(view),
        Part::Sharing => sharing::blocks(view)?,
        Part::Replenish => replenish::blocks(view),
        Part::Rotation => rotation::blocks(view)?,
        Part::Prices if view.options.is_public => public::blocks(view),
        Part::Prices => prices::blocks(view)?,
        Part::Checks => checks::blocks(view),
        Part::Quality => quality::blocks(view),
        Part::Tallies => tallies::blocks(view),
        Part::Funds => funds::blocks(view),
        Part::Sources => freshness::blocks(view),
    })
}

/// Which tables are missing, for the header: of the whole report, or of the sections that were asked for.
fn supplied(view: &View, parts: &[Part]) -> Note {
    let is_usual = view.options.parts.is_empty() && !view.options.is_public;
    // The section on sources speaks of every table.
    let is_whole = is_usual || parts.contains(&Part::Sources);
    let is_meant =
        |table: &Table| is_whole || parts.iter().any(|part| part.tables().contains(table));
    let missing: Vec<String> = view
        .states()
        .iter()
        .filter(|state| state.supplied.is_none() && is_meant(&state.table))
        .map(|state| table_name(state.table, view.lang))
        .collect();
    match missing.is_empty() {
        true => Note {
            tone: Tone::Plain,
            text: match is_whole {
                true => Label::AllSupplied.text(view.lang).to_owned(),
                false => Label::SectionsSupplied.text(view.lang).to_owned(),
            },
        },
        false => Note {
            tone: Tone::Warn,
            text: Label::MissingTables.fill(view.lang, &[&missing.join(view.comma())]),
        },
    }
}
