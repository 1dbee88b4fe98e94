//! Documents of one table each: lists for publication, matrix of standards, requests upwards, deadlines, changes, book,
//! capability. What each says in front of its rows, and how the rows stand on the page.
//!
//! Every row of the table stands on the page; a document is never shortened.

use crate::ledger::Record;

use super::lang::Lang;
use super::page::{Block, Page, Section, Tone};
use super::table_names::table_name;
use super::words::Label;

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

fn section(id: &'static str, title: Label, lang: Lang, blocks: Vec<Block>) -> Section {
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
