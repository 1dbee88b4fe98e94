//! What does the area of a site use a day? The rates of its sites together, less what they pass on to each other.

use std::collections::HashMap;

use crate::engine::memo::ByText;
use crate::ledger::tables::Burn;
use crate::quantity::Rate;

use super::super::super::burn::{AreaBurn, rate_of};
use super::super::by_item::at_site;
use super::super::rate::{AreaUse, sum_of_rates, uses};
use super::Desk;

/// The rates that are others for an area than for the site, by area, site and item.
pub type AreaRates<'a> = HashMap<[&'a str; 3], &'a Burn, ByText>;

/// The same from rows.
pub fn area_rates(rows: &[AreaBurn]) -> AreaRates<'_> {
    let rates = rows.iter().map(|row| {
        let AreaBurn { area, burn } = row;
        ([&**area, &*burn.site, &*burn.item], burn)
    });
    rates.collect()
}

impl<'a> Desk<'a> {
    /// What the area of a site uses a day, as it is now; `None` where no rate is known.
    pub fn area_use(&self, site: &str, item: &str) -> Option<AreaUse> {
        let burns = self.burns_of.of_item(item);
        if burns.is_empty() {
            return None;
        }
        let stores = self.areas.own_stores(site);
        let sites = self.area(site).iter();
        let burns = sites.filter_map(|of| self.burn_of_area(site, of, burns));
        let burns = burns.filter(|burn| uses(burn, stores));
        let rates: Vec<Option<Rate>> = burns.map(rate_of).collect();
        let known: Vec<Rate> = rates.iter().copied().flatten().collect();
        Some(AreaUse {
            known: known.len(),
            of: rates.len(),
            rate: sum_of_rates(known.into_iter())?,
        })
    }

    /// The sum of the rates that are known in the area of a site.
    pub fn area_rate(&self, site: &str, item: &str) -> Option<Rate> {
        self.area_use(site, item).map(|area| area.rate)
    }

    /// The rate of an item at a site `of` an area, among those of the item.
    pub fn burn_of_area(
        &self,
        area: &str,
        of: &str,
        burns: &[(&str, &'a Burn)],
    ) -> Option<&'a Burn> {
        let burn = *at_site(burns, of)?;
        let inside = self.area_rates.get(&[area, of, &*burn.item]);
        Some(inside.copied().unwrap_or(burn))
    }

    /// Whether the item was ever there in the area of a site, with a rate or with the reason why there is none: a
    /// shelf that has been empty for the whole window is no blank.
    pub fn is_on_record(&self, site: &str, item: &str) -> bool {
        let burns = self.burns_of.of_item(item);
        let mut sites = self.area(site).iter();
        !burns.is_empty() && sites.any(|site| at_site(burns, site).is_some())
    }
}
