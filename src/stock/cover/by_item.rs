//! Something of an item at each of some sites: areas are asked for one item at many sites, most of which have nothing.

use std::collections::HashMap;

use crate::engine::memo::ByText;

/// Values by item and, in order, by site.
pub struct ByItem<'a, T>(HashMap<&'a str, Vec<(&'a str, T)>, ByText>);

impl<'a, T> ByItem<'a, T> {
    /// The same values by item; `values` come by site, and stay in that order.
    pub fn of(values: impl Iterator<Item = ((&'a str, &'a str), T)>) -> ByItem<'a, T> {
        let mut by_item: HashMap<&str, Vec<(&str, T)>, ByText> = HashMap::default();
        for ((site, item), value) in values {
            by_item.entry(item).or_default().push((site, value));
        }
        ByItem(by_item)
    }

    /// What there is of an item, by site.
    pub fn of_item(&self, item: &str) -> &[(&'a str, T)] {
        self.0.get(item).map_or(&[], Vec::as_slice)
    }
}

/// The value of a site, of what [`ByItem::of_item`] gave.
pub fn at_site<'v, T>(of_item: &'v [(&str, T)], site: &str) -> Option<&'v T> {
    let at = of_item.binary_search_by(|(other, _)| (*other).cmp(site));
    at.ok().map(|at| &of_item[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_its_sites_and_no_others() {
        let values = [(("A", "mask"), 1), (("B", "gown"), 2), (("C", "mask"), 3)];
        let by_item = ByItem::of(values.into_iter());
        let masks = by_item.of_item("mask");
        let at = |site| at_site(masks, site).copied();
        assert_eq!((at("A"), at("B"), at("C")), (Some(1), None, Some(3)));
        assert!(by_item.of_item("swab").is_empty());
    }
}
