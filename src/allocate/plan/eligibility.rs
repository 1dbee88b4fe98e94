//! Which request lines may have the goods at all?
//!
//! Goods of the grades a policy lists go to listed uses and lines of duty alone; whatever it does not
//! list is free. An item that no catalogue knows has no grade, and counts as general.
//!
//! Never: how much; that is shared among those who may.

use std::collections::HashMap;

use crate::ledger::tables::{Item, Request, Site};
use crate::ledger::word::UnmetReason;
use crate::ledger::{Catalogue, Text};
use crate::policy::{Eligibility, Rules};

/// Why a line gets nothing before anything is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::allocate) enum Bar<'a> {
    /// How much is asked for was not said; it is never taken for 1.
    AmountNotSaid,
    /// The use or the line of duty is not one that may have these goods.
    NotEligible { rule: &'a str },
    /// The goods are kept for listed uses, and the line states none.
    UseMissing { rule: &'a str },
    /// There was less for it than is of use.
    BelowMinimum { rule: &'a str },
}

impl<'a> Bar<'a> {
    /// What table `unmet` says of the line.
    pub(in crate::allocate) fn reason(self) -> UnmetReason {
        match self {
            Bar::AmountNotSaid => UnmetReason::AmountNotSaid,
            Bar::NotEligible { .. } => UnmetReason::NotEligible,
            Bar::UseMissing { .. } => UnmetReason::UseMissing,
            Bar::BelowMinimum { .. } => UnmetReason::BelowMinQty,
        }
    }

    /// The rule that bars the line; none where only the amount is missing, or the line itself says what is of use.
    pub(in crate::allocate) fn rule(self) -> &'a str {
        match self {
            Bar::AmountNotSaid => "",
            Bar::NotEligible { rule } | Bar::UseMissing { rule } | Bar::BelowMinimum { rule } => {
                rule
            }
        }
    }
}

/// The bars of items, each made when a line first asks for the item.
pub(in crate::allocate) struct BarsByItem<'a> {
    items: &'a Catalogue,
    rules: &'a Rules,
    of_items: HashMap<Text, Bars<'a>>,
}

impl<'a> BarsByItem<'a> {
    pub(in crate::allocate) fn new(items: &'a Catalogue, rules: &'a Rules) -> BarsByItem<'a> {
        BarsByItem {
            items,
            rules,
            of_items: HashMap::new(),
        }
    }

    /// What bars a line, if anything does: [`Bars::bar`] of its item.
    pub(in crate::allocate) fn bar(
        &mut self,
        request: &Request,
        site: Option<&Site>,
    ) -> Option<Bar<'a>> {
        let bars = self.of_items.entry(request.item.as_str().into());
        let bars = bars.or_insert_with(|| Bars::of(&request.item, self.items, self.rules));
        bars.bar(request, site)
    }
}

/// The rules that speak of one item.
pub(in crate::allocate) struct Bars<'a> {
    rules: Vec<&'a Eligibility>,
}

impl<'a> Bars<'a> {
    /// The bars of an item, known to the catalogue or not.
    pub(in crate::allocate) fn of(code: &str, items: &Catalogue, rules: &'a Rules) -> Bars<'a> {
        let item = items
            .get(code)
            .cloned()
            .unwrap_or_else(|| Item::unlisted(code));
        let tier = rules.tier_of(code);
        let speaks_of_it = |rule: &&Eligibility| rule.items.includes(&item, tier);
        Bars {
            rules: rules.eligibility.iter().filter(speaks_of_it).collect(),
        }
    }

    /// What bars a line, if anything does; one that asks for nothing needs no leave.
    ///
    /// `site`: the one that asks; one that nobody lists has no level and no class.
    /// Rule: `P1-A02`, `P1-A04`, `P1-A07`.
    pub(in crate::allocate) fn bar(
        &self,
        request: &Request,
        site: Option<&Site>,
    ) -> Option<Bar<'a>> {
        if request.qty.is_none() {
            return Some(Bar::AmountNotSaid);
        }
        if request.qty.is_some_and(|asked| asked.is_zero()) {
            return None;
        }
        if self.rules.is_empty() {
            return None;
        }
        let (usage, duty) = (request.usage.as_str(), request.duty);
        let unlisted = site.is_none().then(|| Site::unlisted(&request.site));
        let site = site.or(unlisted.as_ref())?;
        let refuses = |rule: &&&Eligibility| !rule.admits(site, usage, duty);
        let rule = self.rules.iter().find(refuses)?.id.as_str();
        Some(match usage {
            "" => Bar::UseMissing { rule },
            _ => Bar::NotEligible { rule },
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::allocate::sample::{Sample, ask, given, lot, unmet};
    use crate::ledger::Catalogue;
    use crate::ledger::tables::Item;
    use crate::policy::{Policy, Rules};

    #[test]
    fn a_tier_of_the_policy_stands_in_place_of_that_of_the_catalogue() {
        let policy = Policy::built_in("P3").unwrap_or_else(|fault| panic!("{fault}"));
        let mut lists = Rules::of(&[policy])
            .expect("one profile does not clash")
            .tiers;
        lists.truncate(1);
        lists[0].items = vec!["mask".to_owned()];
        let (listed, other) = (lists[0].tier, lists[0].tier + 1);
        let mut line = ask("A", "OFFICE", "mask", 10);
        line.usage = "office".into();
        let mut sample = Sample::of(vec![lot("mask", "L1", 20, "")], vec![line]);
        let mask = sample.items.get("mask").expect("an item of the sample");
        sample.items = Catalogue::new([Item {
            tier: Some(other),
            ..mask.clone()
        }]);
        sample.rules.tiers = lists;
        sample.rules.eligibility.truncate(1);
        sample.rules.eligibility[0].items.grade = None;
        sample.rules.eligibility[0].items.tier = Some(vec![listed]);
        assert_eq!(unmet(&sample.plan(), "A").reason, "not_eligible");
        sample.rules.eligibility[0].items.tier = Some(vec![other]);
        assert_eq!(given(&sample.plan(), "A"), 10);
    }
}
