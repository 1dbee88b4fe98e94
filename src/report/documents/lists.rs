//! The four lists for publication as a document, one section each.

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::Disclosure;
use crate::ledger::word::DisclosureList;
use crate::report::names::Names;
use crate::report::page::{Block, Grid, Note, Page, Tone};
use crate::report::words::Label;

use super::{document, section};

/// The lists that were asked for, a section for each that has a row; those without one are named.
///
/// `wanted`: the lists asked for; all four where none is named.
pub fn lists(rows: &[Disclosure], wanted: &[DisclosureList], names: &Names, as_of: Day) -> Page {
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
    let is_wanted = |list: DisclosureList| wanted.is_empty() || wanted.contains(&list);
    let is_there = |list: DisclosureList| rows.iter().any(|row| row.list == list);
    let (shown, bare): (Vec<_>, Vec<_>) = parts
        .into_iter()
        .filter(|(list, ..)| is_wanted(*list))
        .partition(|(list, ..)| is_there(*list));
    if !bare.is_empty() {
        let titles: Vec<&str> = bare.iter().map(|(.., title)| title.text(lang)).collect();
        page.notes.push(Note {
            tone: Tone::Plain,
            text: Label::NoRows.fill(lang, &[&titles.join(lang.pick("、", ", "))]),
        });
    }
    page.sections = shown.into_iter().map(of_list).collect();
    page
}
