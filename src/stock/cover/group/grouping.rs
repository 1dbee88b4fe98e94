//! By what are sites and goods put together? The ways, what each is called, and which place a site belongs to.

use crate::ledger::SiteTree;

/// The code of a group that is not about one site, or not about one item.
pub const ALL: &str = "*";

/// The administrative levels that make a county, and a prefecture.
const COUNTY: &[&str] = &["county", "district"];
const PREFECTURE: &[&str] = &["prefecture", "city"];

/// How sites and goods are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grouping {
    pub place: Place,
    pub goods: Goods,
}

impl Grouping {
    /// The words of a grouping: sites and goods.
    pub fn words() -> Vec<&'static str> {
        let goods = Goods::NAMED.map(Goods::id);
        let places = Place::NAMED.map(Place::id);
        goods.into_iter().chain(places).collect()
    }

    /// The grouping by `words`, of which the finest of sites and of goods stands: the others are told by it.
    pub fn by(words: &[String]) -> Grouping {
        let has = |word: &str| words.iter().any(|named| named == word);
        let place = Place::NAMED.into_iter().find(|place| has(place.id()));
        let goods = Goods::NAMED.into_iter().find(|goods| has(goods.id()));
        Grouping {
            place: place.unwrap_or(Place::Everywhere),
            goods: goods.unwrap_or(Goods::Everything),
        }
    }
}

/// How sites are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// Not at all.
    #[default]
    Site,
    County,
    Prefecture,
    Everywhere,
}

impl Place {
    /// The ways of putting sites together that have a name, the finest first.
    pub const NAMED: [Place; 3] = [Place::Site, Place::County, Place::Prefecture];

    /// What it is called; nothing where all sites are one.
    pub fn id(self) -> &'static str {
        match self {
            Place::Site => "site",
            Place::County => "county",
            Place::Prefecture => "prefecture",
            Place::Everywhere => "",
        }
    }

    /// The code of the place that a site belongs to: the topmost site of that level above it, else the site itself.
    pub fn code<'a>(self, sites: &'a SiteTree, site: &'a str) -> &'a str {
        match self {
            Place::Site => return site,
            Place::Everywhere => return ALL,
            Place::County | Place::Prefecture => {}
        }
        let mut above = sites.upwards(site).into_iter();
        above.rfind(|code| self.is(sites, code)).unwrap_or(site)
    }

    /// Whether a site is such a place: a county by its administrative level, or a prefecture.
    pub fn is(self, sites: &SiteTree, code: &str) -> bool {
        let level = sites.get(code).map(|site| site.level.as_str());
        let levels = self.levels().unwrap_or_default();
        level.is_some_and(|level| levels.contains(&level))
    }

    /// The administrative levels of the places; `None` where there is only the site, or everything.
    pub fn levels(self) -> Option<&'static [&'static str]> {
        match self {
            Place::Site | Place::Everywhere => None,
            Place::County => Some(COUNTY),
            Place::Prefecture => Some(PREFECTURE),
        }
    }
}

/// How goods are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Goods {
    /// Not at all.
    #[default]
    Item,
    /// By class and category.
    Category,
    Class,
    Everything,
}

impl Goods {
    /// The ways of putting goods together that have a name, the finest first.
    pub const NAMED: [Goods; 3] = [Goods::Item, Goods::Category, Goods::Class];

    /// What it is called; nothing where all goods are one.
    pub fn id(self) -> &'static str {
        match self {
            Goods::Item => "item",
            Goods::Category => "category",
            Goods::Class => "class",
            Goods::Everything => "",
        }
    }
}
