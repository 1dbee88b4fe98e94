//! Documents of one table each: lists for publication, matrix of standards, requests upwards, deadlines, changes, book,
//! capability. What each says in front of its rows, and how the rows stand on the page.
//!
//! Every row of the table stands on the page; a document is never shortened.

use crate::ledger::{Column, Record};

use super::names::Names;
use super::page::{Block, Grid, Page, Section, Tone};
use super::table_names::table_name;
use super::words::Label;
use crate::lang::Lang;

mod audit;
mod capability;
mod deadlines;
mod difference;
mod escalation;
mod lists;
mod standards;

pub use audit::{AuditTables, book};
pub use capability::capabilities;
pub use deadlines::deadlines;
pub use difference::differences;
pub use escalation::escalations;
pub use lists::lists;
pub use standards::standards;

/// A document with its title and what stands below it.
pub fn document(lang: Lang, title: Label, values: &[&str], sections: Vec<Section>) -> Page {
    Page {
        lang,
        title: title.fill(lang, values),
        notes: Vec::new(),
        sections,
        foot: Label::FootDocument.text(lang),
    }
}

/// A section of its title and blocks.
pub(super) fn section(id: &'static str, title: Label, lang: Lang, blocks: Vec<Block>) -> Section {
    Section {
        id,
        title: title.text(lang),
        blocks,
    }
}

/// The sentence of a table without rows.
fn nothing<T: Record>(lang: Lang) -> Block {
    let name = table_name(T::TABLE, lang);
    Block::note(Tone::Plain, Label::NothingToReport.fill(lang, &[&name]))
}

/// Every row, with some of its columns.
pub(super) fn listing<T: Record + Clone>(
    rows: &[T],
    caption: Label,
    names: &Names,
    columns: &[Column],
) -> Block {
    let rows: Vec<&T> = rows.iter().collect();
    Block::Grid(Grid::of_rows(caption, names, columns, &rows, |_| {
        Tone::Plain
    }))
}

/// The same of a table that may not be supplied; a sentence where it is not, or has no row.
pub(super) fn listing_if_given<T: Record + Clone>(
    rows: Option<&[T]>,
    caption: Label,
    names: &Names,
    columns: &[Column],
) -> Block {
    let name = table_name(T::TABLE, names.lang);
    match rows {
        None => Block::note(Tone::Warn, Label::NotSupplied.fill(names.lang, &[&name])),
        Some([]) => nothing::<T>(names.lang),
        Some(rows) => listing(rows, caption, names, columns),
    }
}
