//! Of which goods is cover worked out? Of everything, or of what a change has touched, by site and item.

use std::collections::{HashMap, HashSet};

use crate::engine::memo::ByText;

/// Texts of which it is asked for each row whether they are among them.
type Names = HashSet<String, ByText>;

/// The goods that are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extent {
    is_everything: bool,
    /// Sites of which every item is looked at.
    sites: Names,
    /// By item, the sites at which it is looked at.
    goods: HashMap<String, Names, ByText>,
}

impl Extent {
    /// Looks at whatever there is.
    pub fn add_everything(&mut self) {
        self.is_everything = true;
    }

    /// Looks at every item of a site.
    pub fn add_site(&mut self, site: &str) {
        self.sites.insert(site.to_owned());
    }

    /// Looks at an item at a site.
    pub fn add(&mut self, site: &str, item: &str) {
        if self.names(site, item) {
            return;
        }
        let sites = self.goods.entry(item.to_owned()).or_default();
        sites.insert(site.to_owned());
    }

    /// Whether nothing is looked at.
    pub fn is_empty(&self) -> bool {
        !self.is_everything && self.sites.is_empty() && self.goods.is_empty()
    }

    /// Whether an item at a site was added as such.
    pub fn names(&self, site: &str, item: &str) -> bool {
        let sites = self.goods.get(item);
        sites.is_some_and(|sites| sites.contains(site))
    }

    /// Whether an item is looked at where `site` is.
    pub fn holds(&self, site: &str, item: &str) -> bool {
        self.is_everything || self.names(site, item) || self.sites.contains(site)
    }

    /// Whether anything is looked at where `site` is.
    pub fn holds_any(&self, site: &str) -> bool {
        let is_named = || self.goods.values().any(|sites| sites.contains(site));
        self.is_everything || self.sites.contains(site) || is_named()
    }

    /// Whether an item is looked at anywhere.
    pub fn speaks_of(&self, item: &str) -> bool {
        self.is_everything || !self.sites.is_empty() || self.goods.contains_key(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_looked_at_where_it_or_its_site_was_added() {
        let mut extent = Extent::default();
        assert!(extent.is_empty() && !extent.speaks_of("mask"));
        extent.add("H1", "mask");
        assert!(extent.holds("H1", "mask") && extent.speaks_of("mask"));
        assert!(!extent.holds("H1", "gown") && !extent.holds("H2", "mask"));
        assert!(!extent.speaks_of("gown"));
        assert!(extent.holds_any("H1") && !extent.holds_any("H2"));
        extent.add_site("H2");
        assert!(extent.holds("H2", "gown") && extent.speaks_of("gown"));
        assert!(extent.holds_any("H2") && !extent.holds_any("H3"));
        assert!(!extent.holds("H1", "gown") && !extent.names("H2", "gown"));
        extent.add_everything();
        assert!(extent.holds("H3", "gown"));
    }
}
