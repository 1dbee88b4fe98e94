//! Which site does a sheet mean that writes a name where a code belongs?
//!
//! A code stands for itself, also where it is the name of another site. A name that several sites have says nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::Site;

/// The codes and the names of sites.
#[derive(Debug, Clone, Default)]
pub struct SiteNames<'a> {
    codes: BTreeSet<&'a str>,
    /// The code of each name; `None` of one that several sites have.
    of_names: BTreeMap<&'a str, Option<&'a str>>,
}

impl<'a> SiteNames<'a> {
    /// Those of some sites.
    pub fn of(sites: impl IntoIterator<Item = &'a Site>) -> SiteNames<'a> {
        let mut names = SiteNames::default();
        for site in sites {
            names.codes.insert(&site.site);
            if !site.name.is_empty() {
                let code = names.of_names.entry(&site.name).or_insert(Some(&site.site));
                *code = code.filter(|code| *code == site.site);
            }
        }
        names
    }

    /// Whether a site has this code.
    pub fn has_code(&self, written: &str) -> bool {
        self.codes.contains(written)
    }

    /// The code of the one site that has this name; `None` of what is a code itself.
    pub fn code_of(&self, written: &str) -> Option<&'a str> {
        match self.has_code(written) {
            true => None,
            false => self.of_names.get(written).copied().flatten(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_that_of_one_site_and_no_code() {
        let site = |code: &str, name: &str| Site {
            name: name.to_owned(),
            ..Site::unlisted(code)
        };
        let sites = [
            site("H1", "county hospital"),
            site("H2", "clinic"),
            site("H3", "clinic"),
            site("H4", "H1"),
            site("H5", ""),
        ];
        let names = SiteNames::of(&sites);
        assert_eq!(names.code_of("county hospital"), Some("H1"));
        for written in ["clinic", "H1", "H4", "", "elsewhere"] {
            assert_eq!(names.code_of(written), None, "{written}");
        }
    }
}
