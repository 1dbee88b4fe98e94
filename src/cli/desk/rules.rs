//! The rules of the policies that were named, and what to say where they lack one.

use anyhow::Result;

use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::policy::{Policy, Rules};

use super::Desk;
use super::policies::PolicyText;

impl Desk {
    /// The rules of the policies that were named, as far as they are in force on the day answered for.
    pub fn rules(&self) -> Result<Rules> {
        let mut policies = Vec::new();
        for PolicyText { name, text } in self.policies()? {
            policies.push(Policy::parse(text, name).map_err(Refused::from)?);
        }
        Ok(Rules::of(&policies).map_err(Refused)?.on(self.as_of()))
    }

    /// The rules of the policies, for a command that cannot do without; `key` says what it looks for.
    pub fn rules_with<T>(
        &self,
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
            let rules = policy.and_then(|policy| Rules::of(&[policy]).ok());
            rules.is_some_and(|rules| says(&rules.on(self.as_of())))
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
