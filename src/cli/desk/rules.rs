//! The rules of the policies that were named, and what to say where they lack one.

use anyhow::Result;

use crate::diagnostic::{Code, Diagnostic, Place, Refused, guess};
use crate::policy::{Limit, Policy, Rules};
use crate::stock::Check;

use super::Desk;
use super::policies::PolicyText;

impl Desk {
    /// The rules of the policies that were named, as far as they are in force on the day answered for. Words of theirs that
    /// nothing knows are warned of.
    pub fn rules(&mut self) -> Result<Rules> {
        let mut policies = Vec::new();
        for PolicyText { name, text, .. } in self.policies()? {
            let policy = read(text, name).map_err(Refused::from)?;
            policies.push(policy.on(self.as_of()));
        }
        let rules = Rules::of(&policies).map_err(Refused)?;
        self.say_own_words(&rules)?;
        Ok(rules)
    }

    /// The rules of the policies, for a command that cannot do without; `key` says what it looks for.
    pub fn rules_with<T>(
        &mut self,
        key: &str,
        value: impl Fn(&Rules) -> Option<T>,
    ) -> Result<(Rules, T)> {
        let rules = self.rules()?;
        match value(&rules) {
            Some(found) => Ok((rules, found)),
            None => Err(self.no_policy(key, |rules| value(rules).is_some()).into()),
        }
    }

    /// The refusal for want of a rule about `key`, with the profiles that have one on the day answered for.
    pub fn no_policy(&self, key: &str, says: impl Fn(&Rules) -> bool) -> Refused {
        let says_it = |id: &&str| {
            let policy = Policy::built_in(id).ok();
            let rules = policy.and_then(|policy| Rules::of(&[policy.on(self.as_of())]).ok());
            rules.is_some_and(|rules| says(&rules))
        };
        let ids: Vec<&str> = Policy::built_in_ids().filter(says_it).collect();
        let message = format!("no policy in force says anything about {key}");
        let hint = match ids.is_empty() {
            true => {
                "write the rule into a policy file, and name it with --policy FILE.toml".to_owned()
            }
            false => format!("name a profile with --policy: {}", ids.join(", ")),
        };
        Diagnostic::error(Code::NoPolicy, message).hint(hint).into()
    }
}

/// A policy file as it was read, if a number bounds every check that it sets a limit for.
fn read(text: &str, name: &str) -> Result<Policy, Diagnostic> {
    let policy = Policy::parse(text, name)?;
    let limited = Check::ALL.iter().filter(|check| check.has_limit);
    let ids: Vec<&str> = limited.map(|check| check.id).collect();
    let mut limits = policy.limit.iter().enumerate();
    let Some((place, limit)) = limits.find(|(_, limit)| !ids.contains(&limit.id.as_str())) else {
        return Ok(policy);
    };
    let meant = guess(&limit.id, ids.iter().copied());
    let hint = format!(
        "{meant}the checks that a number bounds are {}",
        ids.join(", ")
    );
    let fault = Diagnostic::error(
        Code::BadPolicy,
        format!("no number bounds check {}", limit.id),
    );
    Err(fault
        .at(Place::file(name).at_line(Limit::line(text, place)))
        .hint(hint))
}
