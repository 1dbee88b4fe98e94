//! Which site of the table does a request line mean that names it?
//!
//! Desks write 县医院 where the table has a code and that name beside it: the line goes on with the code.
//!
//! Never: a guess. A name that no site or several sites have stays, and is told with the sites that are not listed.

use std::collections::BTreeMap;

use crate::engine::number::{Numbered, numbered};
use crate::ledger::site_names::SiteNames;
use crate::ledger::tables::Request;
use crate::ledger::{SiteTree, Text};

/// Gives every line the code of the site that it names. Result: the names that were written, with their codes.
pub fn name_askers(lines: &mut [Request], sites: &SiteTree) -> BTreeMap<String, String> {
    let names = SiteNames::of(sites.sites());
    let Numbered { names: written, of } = numbered(lines, |line| &line.site);
    let codes: Vec<Option<Text>> = written
        .iter()
        .map(|written| names.code_of(written).map(Text::from))
        .collect();
    let named = written.iter().zip(&codes);
    let named =
        named.filter_map(|(name, code)| Some(((*name).to_owned(), code.as_deref()?.to_owned())));
    let named: BTreeMap<String, String> = named.collect();
    if !named.is_empty() {
        for (line, asker) in lines.iter_mut().zip(of) {
            if let Some(code) = &codes[asker as usize] {
                line.site = code.clone();
            }
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::ask;
    use crate::ledger::tables::Site;

    #[test]
    fn a_line_goes_on_with_the_code_of_the_site_that_it_names() {
        let site = |code: &str, name: &str| Site {
            name: name.to_owned(),
            ..Site::unlisted(code)
        };
        let sites = SiteTree::new([site("H1", "县医院"), site("H2", "中医院")]);
        let mut lines = ["中医院", "H1", "卫生院"].map(|asker| ask("A", asker, "mask", 5));
        let named = name_askers(&mut lines, &sites);
        assert_eq!(lines.map(|line| line.site), ["H2", "H1", "卫生院"]);
        assert_eq!(
            named,
            BTreeMap::from([("中医院".to_owned(), "H2".to_owned())])
        );
    }
}
