//! Rules that are set on one kind of price, where only others are quoted.

use std::collections::{BTreeMap, BTreeSet};

use crate::policy::AlertRule;
use crate::price::assess::{Subject, not_assessable};
use crate::price::gap::Cause;
use crate::price::series::Series;
use crate::price::text;
use crate::price::watch::UnquotedKind;

use super::{Judge, is_kind};

/// The series of one category, kind and unit, and the rules that have a threshold for it.
pub(super) type Covered<'g, 's, 'a> = (&'g Vec<&'s Series<'a>>, Vec<(&'a AlertRule, &'a [f64])>);

impl<'a> Judge<'a> {
    /// Says which rules are set on a kind of price that a category is not quoted in. One that was named is not assessable
    /// there; one that applies by itself is silent.
    pub(super) fn say_unquoted_kinds(&mut self, covered: &[Covered<'_, '_, 'a>]) {
        let mut judged: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut silent: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        let of_kind = |is_meant: bool| {
            let pairs = covered.iter().flat_map(|(group, rules)| {
                let pair = move |(rule, _): &(&'a AlertRule, _)| (*rule, &group[..]);
                rules.iter().map(pair)
            });
            pairs.filter(move |(rule, group)| is_kind(rule, group[0]) == is_meant)
        };
        judged.extend(of_kind(true).map(|(rule, group)| (&*rule.id, group[0].category)));
        for (rule, group) in of_kind(false) {
            let Some(kind) = rule.kind.as_deref() else {
                continue;
            };
            let category = group[0].category;
            if judged.contains(&(&rule.id, category)) || !rule.is_in_force(self.inputs.as_of) {
                continue;
            }
            let named = silent.entry((&rule.id, kind)).or_default();
            if named.last() != Some(&category) {
                named.push(category);
            }
            if !self.inputs.chosen.is_empty() {
                self.not_assessable(rule, kind, group);
            }
        }
        let unquoted = silent
            .into_iter()
            .map(|((rule, kind), categories)| UnquotedKind {
                rule: rule.to_owned(),
                kind: kind.to_owned(),
                categories: categories.into_iter().map(str::to_owned).collect(),
            });
        self.unquoted_kinds.extend(unquoted);
    }

    fn not_assessable(&mut self, rule: &'a AlertRule, kind: &str, group: &[&Series<'a>]) {
        let days = group
            .iter()
            .map(|series| series.points[series.points.len() - 1].date);
        let newest = days.max().unwrap_or(self.inputs.as_of);
        let subject = Subject::of_category(group[0], &rule.id, newest);
        let why = Cause::Kind.said(text::other_kind(kind));
        let row = not_assessable(&subject, why, &self.inputs);
        self.assessments.push(row);
    }
}
