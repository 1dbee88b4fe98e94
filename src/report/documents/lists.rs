//! The four lists for publication as a document, one section each.

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::Disclosure;
use crate::ledger::word::DisclosureList;
use crate::report::names::Names;
use crate::report::page::{Block, Grid, Note, Page, Tone};
use crate::report::words::Label;

use super::{document, section};

/// The four lists, a section for each that has a row.
pub fn lists(rows: &[Disclosure], names: &Names, as_of: Day) -> Page {
    let lang = names.lang;
    let parts = [
        (DisclosureList::Purchase, "purchase", Label::ListPurchase),
        (
            DisclosureList::Allocation,
            "allocation",
            Label::ListAllocation,
        ),
        (DisclosureList::Stock, "stock", Label::ListStock),
        (DisclosureList::Donation, "donation", Label::ListDonation),
    ];
    let of_list = |(list, id, title): (DisclosureList, &'static str, Label)| {
        let rows: Vec<&Disclosure> = rows.iter().filter(|row| row.list == list).collect();
        let moved = [
            Column::Date,
            Column::Site,
            Column::Item,
            Column::Form,
            Column::Qty,
            Column::Unit,
            Column::Counterparty,
            Column::Use,
            Column::UnitCost,
            Column::Amount,
            Column::Doc,
            Column::Line,
        ];
        let held = [
            Column::Site,
            Column::Item,
            Column::Form,
            Column::Lot,
            Column::Expiry,
            Column::Qty,
            Column::Unit,
            Column::Doc,
            Column::Line,
            Column::Lines,
        ];
        let columns: &[Column] = if list == DisclosureList::Stock {
            &held
        } else {
            &moved
        };
        let block = Block::Grid(Grid::of_rows(title, names, columns, &rows, |_| Tone::Plain));
        section(id, title, lang, vec![block])
    };
    let mut page = document(lang, Label::TitleLists, &[&as_of.to_string()], Vec::new());
    let masked: i64 = rows.iter().filter_map(|row| row.masked).sum();
    page.notes.push(Note {
        tone: Tone::Plain,
        text: Label::MaskedFields.fill(lang, &[&masked.to_string()]),
    });
    let is_there = |list: DisclosureList| rows.iter().any(|row| row.list == list);
    let shown = parts.into_iter().filter(|(list, ..)| is_there(*list));
    page.sections = shown.map(of_list).collect();
    page
}
