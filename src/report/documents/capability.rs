//! What can be mobilised as a document.

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::Capability;
use crate::report::names::Names;
use crate::report::page::{Block, Grid, Page, Tone};
use crate::report::words::Label;

use super::{document, nothing, section};

/// What can be mobilised, by goods and form.
pub fn capabilities(rows: &[Capability], names: &Names, as_of: Day) -> Page {
    let lang = names.lang;
    let columns = [
        Column::Item,
        Column::Class,
        Column::Form,
        Column::Qty,
        Column::Total,
        Column::DayNumber,
        Column::Unit,
        Column::Capacity,
        Column::StartDay,
        Column::Sources,
        Column::Uncounted,
        Column::Reason,
    ];
    let listed: Vec<&Capability> = rows.iter().collect();
    let block = match rows.is_empty() {
        true => nothing::<Capability>(lang),
        false => Block::Grid(Grid::of_rows(
            Label::CapabilityList,
            names,
            &columns,
            &listed,
            |_| Tone::Plain,
        )),
    };
    let sections = vec![section(
        "capability",
        Label::CapabilityList,
        lang,
        vec![block],
    )];
    document(
        lang,
        Label::TitleCapability,
        &[&as_of.to_string()],
        sections,
    )
}
