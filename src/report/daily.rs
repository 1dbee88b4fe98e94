//! The daily report: what a leader must know today, worst first, and what the desk behind it looks up.
//!
//! One page of nine sections in a fixed order: state of response, headline, stock, cover, allocation, rotation,
//! prices, checks, freshness. A table that was not supplied is named in the header and in its place; one that is
//! empty says so. The same tables give the same bytes. Nothing is worked out here: see [`super`].

use crate::calendar::Day;
use crate::diagnostic::Result;
use crate::ledger::tables::{
    Alert, Allocation, Burn, Change, Cover, Event, Finding, Item, OnHand, Quote, Request, Residual,
    Site, Stage, Unmet, Waste,
};

use super::page::{Note, Page, Section, Tone};
use super::render::{Shape, render};
use super::table_names::table_name;
use super::words::{Label, Lang};

mod banner;
mod checks;
mod cover;
mod freshness;
mod headline;
mod prices;
mod rotation;
mod sharing;
mod stock;
#[cfg(test)]
mod tests;
mod view;

use view::View;

/// The tables of one day; `None` is "not supplied", which is not the same as a table without rows.
#[derive(Debug, Clone, Copy)]
pub struct DailyInputs<'a> {
    /// The day the report is for.
    pub as_of: Day,
    pub event: Option<&'a [Event]>,
    pub site: Option<&'a [Site]>,
    pub item: Option<&'a [Item]>,
    pub onhand: Option<&'a [OnHand]>,
    pub burn: Option<&'a [Burn]>,
    pub cover: Option<&'a [Cover]>,
    pub waste: Option<&'a [Waste]>,
    pub request: Option<&'a [Request]>,
    pub allocation: Option<&'a [Allocation]>,
    pub unmet: Option<&'a [Unmet]>,
    pub stage: Option<&'a [Stage]>,
    pub residual: Option<&'a [Residual]>,
    pub quote: Option<&'a [Quote]>,
    pub change: Option<&'a [Change]>,
    pub alert: Option<&'a [Alert]>,
    pub finding: Option<&'a [Finding]>,
}

impl DailyInputs<'_> {
    /// The inputs of a day for which no table is supplied yet.
    pub fn new(as_of: Day) -> DailyInputs<'static> {
        DailyInputs {
            as_of,
            event: None,
            site: None,
            item: None,
            onhand: None,
            burn: None,
            cover: None,
            waste: None,
            request: None,
            allocation: None,
            unmet: None,
            stage: None,
            residual: None,
            quote: None,
            change: None,
            alert: None,
            finding: None,
        }
    }
}

/// Writes the daily report of `inputs`.
///
/// Of a dated snapshot (stock, use, cover, stages) the newest day at or before the report's is taken, of events,
/// changes and alerts the newest row of each key; rows left out are counted in the last section.
/// Errors: only where a template or a drawing fails, which is a mistake of this crate.
pub fn daily(inputs: &DailyInputs, lang: Lang, shape: Shape) -> Result<String> {
    let view = View::new(inputs, lang);
    let page = Page {
        lang: lang.tag(),
        title: Label::Title.fill(lang, &[&inputs.as_of.to_string()]),
        contents: Label::Contents.text(lang),
        supplied: supplied(&view),
        sections: sections(&view)?,
        foot: Label::Foot.text(lang),
    };
    render(page, shape)
}

fn sections(view: &View) -> Result<Vec<Section>> {
    let section = |id, title: Label, blocks| Section {
        id,
        title: title.text(view.lang),
        blocks,
    };
    Ok(vec![
        section("banner", Label::Banner, banner::blocks(view)),
        section("headline", Label::Headline, headline::blocks(view)),
        section("stock", Label::Stock, stock::blocks(view)),
        section("cover", Label::Cover, cover::blocks(view)?),
        section("sharing", Label::Sharing, sharing::blocks(view)),
        section("rotation", Label::Rotation, rotation::blocks(view)),
        section("prices", Label::Prices, prices::blocks(view)?),
        section("checks", Label::Checks, checks::blocks(view)),
        section("sources", Label::Freshness, freshness::blocks(view)),
    ])
}

/// Which tables are missing, for the header.
fn supplied(view: &View) -> Note {
    let states = view.states();
    let missing: Vec<String> = states
        .iter()
        .filter(|state| state.supplied.is_none())
        .map(|state| table_name(state.table, view.lang))
        .collect();
    match missing.is_empty() {
        true => Note {
            tone: Tone::Plain,
            text: Label::AllSupplied.text(view.lang).to_owned(),
        },
        false => Note {
            tone: Tone::Warn,
            text: Label::MissingTables.fill(view.lang, &[&missing.join(view.comma())]),
        },
    }
}
