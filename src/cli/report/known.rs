//! The names that a document shows: goods of the catalogue, and sites.

use anyhow::Result;

use crate::cli::desk::Desk;
use crate::ledger::tables::{Item, Site};
use crate::report::Lang;
use crate::report::names::Names;

/// Goods and sites by their names.
pub struct Known {
    items: Vec<Item>,
    sites: Vec<Site>,
}

impl Known {
    /// What the desk knows.
    pub fn of(desk: &mut Desk) -> Result<Known> {
        Ok(Known {
            items: desk.catalogue()?.items().cloned().collect(),
            sites: desk.site_rows()?,
        })
    }

    /// The names in a language.
    pub fn names(&self, lang: Lang) -> Names<'_> {
        Names::new(lang, &self.items, &self.sites)
    }
}
