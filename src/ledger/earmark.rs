//! Earmarks: whom a donor wants to have the goods, read from `site:H1;class:fever_clinic;area:C2;until:2022-03-31`.

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};

use super::site_tree::SiteTree;
use super::tables::OnHand;

/// The wish of a donor; a site must meet every part that is stated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Earmark {
    pub site: Option<String>,
    pub class: Option<String>,
    pub area: Option<String>,
    /// The last day the wish binds; after it the goods are free.
    pub until: Option<Day>,
}

/// Whom goods are there for, as one of the sites that may have them sees it; in the order in which it takes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entitlement {
    /// They are meant for it alone.
    Alone,
    /// They are meant for several sites, and it is one of them.
    AmongSeveral,
    /// Anybody may have them.
    LikeAnybody,
}

impl Earmark {
    /// Reads an earmark cell; an empty one binds nobody.
    pub fn parse(text: &str) -> Result<Earmark, Diagnostic> {
        let mut earmark = Earmark::default();
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (key, value) = part.split_once(':').unwrap_or((part, ""));
            match (key.trim(), value.trim()) {
                (_, "") => return Err(bad(text)),
                ("site", value) => earmark.site = Some(value.to_owned()),
                ("class", value) => earmark.class = Some(value.to_owned()),
                ("area", value) => earmark.area = Some(value.to_owned()),
                ("until", value) => {
                    earmark.until = Some(Day::parse(value).ok_or_else(|| bad(text))?)
                }
                _ => return Err(bad(text)),
            }
        }
        Ok(earmark)
    }

    /// The wish that binds a balance on `as_of`; `None` where it may go to anybody.
    ///
    /// Errors: `bad-word` where the mark cannot be read, with the lot.
    pub fn binding(row: &OnHand, as_of: Day) -> Result<Option<Earmark>, Diagnostic> {
        let wish = Earmark::parse(&row.earmark).map_err(|fault| Diagnostic {
            message: format!("lot \"{}\" at {}: {}", row.lot, row.site, fault.message),
            ..fault
        })?;
        Ok(Some(wish).filter(|wish| wish.binds(as_of)))
    }

    /// Whether a lot with this earmark may go to `site` on `as_of`.
    ///
    /// Rule: `P0-A05`.
    pub fn admits(&self, site: &str, sites: &SiteTree, as_of: Day) -> bool {
        if self.until.is_some_and(|until| as_of > until) {
            return true;
        }
        let is_site = self.site.as_ref().is_none_or(|wanted| wanted == site);
        let is_class = self
            .class
            .as_ref()
            .is_none_or(|wanted| sites.classes(site).contains(&wanted.as_str()));
        let is_area = self
            .area
            .as_ref()
            .is_none_or(|wanted| sites.upwards(site).contains(&wanted.as_str()));
        is_site && is_class && is_area
    }

    /// What entitlement `site` has to goods with this mark on `as_of`; `None` where they are meant for others.
    ///
    /// Of the goods that it may have a site takes first those that fewer others may have.
    pub fn entitlement(&self, site: &str, sites: &SiteTree, as_of: Day) -> Option<Entitlement> {
        let entitlement = match (self.binds(as_of), &self.site) {
            (false, _) => Entitlement::LikeAnybody,
            (true, Some(_)) => Entitlement::Alone,
            (true, None) => Entitlement::AmongSeveral,
        };
        self.admits(site, sites, as_of).then_some(entitlement)
    }

    /// Whether the wish still binds anybody on `as_of`.
    pub fn binds(&self, as_of: Day) -> bool {
        let states_a_wish = self.site.is_some() || self.class.is_some() || self.area.is_some();
        states_a_wish && self.until.is_none_or(|until| as_of <= until)
    }
}

fn bad(text: &str) -> Diagnostic {
    let name = text.trim_start_matches("定向");
    let hint = match text.contains([':', ';']) {
        true => {
            "write parts such as site:H1;class:fever_clinic;area:C2;until:2022-03-31".to_owned()
        }
        // A name alone may be that of a place; whom the goods are set aside for is part of no name.
        false => format!(
            "write site:{name} where {name} is the place that is to have it; else write parts such as site:H1;class:fever_clinic;area:C2;until:2022-03-31"
        ),
    };
    Diagnostic::error(Code::BadWord, format!("\"{text}\" is not an earmark")).hint(hint)
}
