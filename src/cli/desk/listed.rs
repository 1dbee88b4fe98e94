//! Is a site that a flag names one of table `site`?

use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::ledger::SiteTree;

/// Refuses a site that table `site` does not list; without that table every code is taken as it stands.
///
/// Errors: `bad-flag`, with the code that comes nearest.
pub fn expect_listed(sites: &SiteTree, site: &str) -> Result<(), Refused> {
    let is_blank = sites.sites().next().is_none();
    if is_blank || sites.get(site).is_some() {
        return Ok(());
    }
    Err(unlisted(sites, site).into())
}

/// A site that table `site` does not list.
pub fn unlisted(sites: &SiteTree, site: &str) -> Diagnostic {
    let codes = sites.sites().map(|listed| listed.site.as_str());
    let meant = guess(site, codes);
    let message = format!("table site lists no site \"{site}\"");
    Diagnostic::error(Code::BadFlag, message).hint(format!("{meant}write its code"))
}
