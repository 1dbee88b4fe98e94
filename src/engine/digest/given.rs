//! Who gave goods out to whom: all that the question asks whether they are used once more where they went.

use std::collections::HashSet;

use crate::engine::name::Names;

/// The numbers of a site, an item, and whom the site gave it out to.
pub type Way = [u32; 3];

/// Goods that a site gave out, and to whom; that need be no site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Given {
    pub site: String,
    pub item: String,
    pub to: String,
}

/// The ways by their names, in order.
pub fn named(ways: HashSet<Way>, names: &Names) -> Vec<Given> {
    let named = ways.into_iter().map(|way| {
        let [site, item, to] = way.map(|number| names.text(number).to_string());
        Given { site, item, to }
    });
    let mut given: Vec<Given> = named.collect();
    given.sort_unstable();
    given
}
