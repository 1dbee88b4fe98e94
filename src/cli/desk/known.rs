//! What a desk knows of goods, sites and money whatever it is asked.

use anyhow::Result;

use crate::ledger::tables::{FundEntry, Item, Site};
use crate::ledger::{Catalogue, Loaded, Record as _, SiteTree, Table};
use crate::policy::{Names, Rules};

use super::{Desk, inputs};

impl Desk {
    /// The catalogue: what comes with granary, overridden by table `item`, with classes as the rules know them.
    pub fn catalogue(&mut self) -> Result<Catalogue> {
        if let Some(catalogue) = &self.catalogue {
            return Ok(catalogue.clone());
        }
        let mut catalogue = inputs::built_in_catalogue()?;
        if self.supplies(Table::Item)? {
            let bare = Catalogue::default();
            let rows = self.take(Table::Item, &bare)?;
            let items = rows.iter().map(Item::from_row);
            catalogue.extend(items.map(|item| Names::built_in().known_item(item)));
            self.taken.insert(Table::Item, rows);
        }
        self.catalogue = Some(catalogue.clone());
        Ok(catalogue)
    }

    /// The tree of sites; empty where nothing supplies table `site`.
    pub fn sites(&mut self) -> Result<SiteTree> {
        Ok(SiteTree::new(self.site_rows()?))
    }

    /// The book of money with its funds and purposes as `rules` know them.
    pub fn funds(&mut self, rules: &Rules) -> Result<Loaded<FundEntry>> {
        let book = self.load_or_empty::<FundEntry>()?;
        let rows = book.rows.into_iter();
        Ok(Loaded {
            rows: rows.map(|entry| rules.known_entry(entry)).collect(),
            places: book.places,
        })
    }

    /// The sites with their levels and classes as the rules know them.
    pub fn site_rows(&mut self) -> Result<Vec<Site>> {
        let rows = self.records::<Site>()?.into_iter();
        Ok(rows.map(|site| Names::built_in().known(site)).collect())
    }
}
