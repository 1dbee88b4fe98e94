//! Which uses, sites and lines of duty may have goods that a rule keeps for some?
//!
//! Each rule is held against each use and each site once, by its number, so that a million lines are held against the
//! rules without comparing a word.

use crate::ledger::word::{Duty, Word as _};
use crate::policy::Eligibility;
use crate::policy::selector::Sites;

use super::super::PlanInputs;

/// What the rules of a policy say of the uses, sites and lines of duty of its requests.
#[derive(Default)]
pub(super) struct Bars<'a> {
    eligibility: Vec<Bar<'a>>,
    /// Of each rule of first use, which uses come first, by their numbers.
    first_use: Vec<Vec<bool>>,
}

/// What one rule of eligibility admits.
struct Bar<'a> {
    id: &'a str,
    /// By the numbers of uses and of sites, and in the order of [`Duty::ALL`].
    uses: Vec<bool>,
    sites: Vec<bool>,
    duties: Vec<bool>,
}

impl<'a> Bars<'a> {
    /// The rules of the policy, held against these uses and sites.
    pub(super) fn of(inputs: &PlanInputs<'a>, uses: &[&str], askers: &[Asker]) -> Bars<'a> {
        let bar = |rule: &'a Eligibility| Bar {
            id: &rule.id,
            uses: are_listed(&rule.uses, uses),
            sites: askers
                .iter()
                .map(|asker| asker.is_of(&rule.sites))
                .collect(),
            duties: Duty::ALL
                .iter()
                .map(|duty| rule.duty.is_empty() || rule.duty.contains(duty))
                .collect(),
        };
        let first_use = inputs.rules.first_use.iter();
        Bars {
            eligibility: inputs.rules.eligibility.iter().map(bar).collect(),
            first_use: first_use.map(|rule| are_listed(&rule.uses, uses)).collect(),
        }
    }

    /// The id of the first of `rules`, by their places in the policy, that does not admit a line.
    pub(super) fn barring(
        &self,
        rules: &[usize],
        (usage, asker): (usize, usize),
        duty: Option<Duty>,
    ) -> Option<&'a str> {
        let mut rules = rules.iter().map(|rule| &self.eligibility[*rule]);
        let bar = rules.find(|bar| {
            let is_duty = duty.is_none_or(|duty| bar.duties[duty as usize]);
            !(bar.uses[usage] && is_duty && bar.sites[asker])
        });
        bar.map(|bar| bar.id)
    }

    /// Whether a use waits by one of `rules` of first use until others are served.
    pub(super) fn waits(&self, rules: &[usize], usage: usize) -> bool {
        rules.iter().any(|rule| !self.first_use[*rule][usage])
    }
}

/// Whether each of `words` stands in a list.
fn are_listed(list: &[String], words: &[&str]) -> Vec<bool> {
    let is_listed = |word: &&str| list.iter().any(|listed| listed == word);
    words.iter().map(is_listed).collect()
}

/// A site that asks.
pub(super) struct Asker<'a> {
    pub(super) code: &'a str,
    level: &'a str,
    class: &'a str,
    /// The place of its best class in the order of the policy.
    pub(super) turn: usize,
}

impl<'a> Asker<'a> {
    /// Whether a rule means it.
    fn is_of(&self, sites: &Sites) -> bool {
        let of_class = |wanted: &String| self.classes().any(|word| word == wanted);
        let is_class = |list: &Vec<String>| list.iter().any(of_class);
        holds(&sites.level, Some(self.level)) && sites.class.as_ref().is_none_or(is_class)
    }

    fn classes(&self) -> impl Iterator<Item = &'a str> {
        self.class.split(';').map(str::trim)
    }
}

/// What is known of a site that asks.
pub(super) fn asker<'a>(code: &'a str, inputs: &PlanInputs<'a>) -> Asker<'a> {
    let (level, class) = match inputs.sites.get(code) {
        Some(site) => (site.level.as_str(), site.class.as_str()),
        None => ("", ""),
    };
    let asker = Asker {
        code,
        level,
        class,
        turn: 0,
    };
    let turn = inputs.rules.priority.as_ref().map_or(0, |order| {
        let is_own = |tier: &Vec<String>| {
            tier.iter()
                .any(|word| asker.classes().any(|own| own == word))
        };
        let place = order.classes.iter().position(is_own);
        place.unwrap_or(order.classes.len())
    });
    Asker { turn, ..asker }
}

/// Whether a list of words holds one; a list that is not given holds any.
pub(super) fn holds(list: &Option<Vec<String>>, word: Option<&str>) -> bool {
    let is_listed = |list: &Vec<String>| list.iter().any(|listed| Some(listed.as_str()) == word);
    list.as_ref().is_none_or(is_listed)
}
