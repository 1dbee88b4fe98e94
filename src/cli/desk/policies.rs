//! The policies that were named, as they were read: once in a run, so that a plan and its id rest on the same words.

use anyhow::Result;

use crate::diagnostic::Refused;
use crate::io::open;
use crate::policy::Policy;

use super::Desk;

/// A policy that was named, before it is laid over others.
#[derive(Debug)]
pub struct PolicyText {
    /// What diagnostics call it.
    pub name: String,
    /// What it says, as its file holds it.
    pub text: String,
    /// Whether it is a file of the desk's own, and no profile that comes with granary.
    pub is_own: bool,
}

impl PolicyText {
    /// Reads what a `--policy` names: a file, or a profile that comes with granary.
    fn read(named: &str) -> Result<PolicyText> {
        let is_own = named.ends_with(".toml");
        let (name, text) = match is_own {
            true => (named.to_owned(), open::text(named)?),
            false => {
                let (id, text) = Policy::built_in_text(named).map_err(Refused::from)?;
                (format!("{id}.toml"), text.to_owned())
            }
        };
        Ok(PolicyText { name, text, is_own })
    }
}

impl Desk {
    /// The policies that were named, in that order.
    pub fn policies(&self) -> Result<&[PolicyText]> {
        if let Some(policies) = self.policies.get() {
            return Ok(policies);
        }
        let names = self.global.policy.iter().filter(|name| !name.is_empty());
        let read: Vec<PolicyText> = names
            .map(|name| PolicyText::read(name))
            .collect::<Result<_>>()?;
        Ok(self.policies.get_or_init(|| read))
    }
}
