//! Words of a policy file that nothing knows: no list of granary's and no table of the desk. A rule takes in nothing by such
//! a word, and nobody would see why.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::diagnostic::{Code, Diagnostic, Place, guess};
use crate::policy::Rules;
use crate::policy::names::Name;
use crate::policy::own_word::{Naming, OwnWord, own_words};

use super::Desk;

impl Desk {
    /// Warns, once in a run, of each word of the policy files that is in no list and in no table.
    pub(super) fn say_own_words(&mut self, rules: &Rules) -> Result<()> {
        if std::mem::replace(&mut self.own_words_said, true) {
            return Ok(());
        }
        let mut warnings = Vec::new();
        for (file, own) in self.own_words()? {
            let known = self.words_of(own.names, rules)?;
            if !known.contains(&own.word) {
                warnings.push(warning(&file, &own, &known));
            }
        }
        self.note(&warnings);
        Ok(())
    }

    /// The words of the policy files that no list of granary knows, each with its file.
    fn own_words(&self) -> Result<Vec<(String, OwnWord)>> {
        let files = self.policies()?.iter().filter(|policy| policy.is_own);
        let words = files.flat_map(|policy| {
            let words = own_words(&policy.text).into_iter();
            words.map(|own| (policy.name.clone(), own))
        });
        Ok(words.collect())
    }

    /// The words that the lists, the tables and the policies have for what a word names.
    fn words_of(&mut self, names: Naming, rules: &Rules) -> Result<BTreeSet<String>> {
        let listed = names.known().iter().map(|name| name.id.clone());
        let mut words: BTreeSet<String> = listed.collect();
        match names {
            Naming::SiteClass => {
                let sites = self.site_rows()?;
                let classes = sites.iter().flat_map(|site| site.class.split(';'));
                words.extend(classes.map(|class| class.trim().to_owned()));
            }
            Naming::SiteLevel => {
                words.extend(self.site_rows()?.into_iter().map(|site| site.level));
            }
            Naming::GoodsClass => {
                let catalogue = self.catalogue()?;
                words.extend(catalogue.items().map(|item| item.class.clone()));
            }
            Naming::Item => words.extend(self.catalogue()?.codes().map(str::to_owned)),
            Naming::Use => {
                let uses = rules.uses.iter().flat_map(Name::spellings);
                words.extend(uses.map(str::to_owned));
            }
        }
        Ok(words)
    }
}

/// The warning of a word that is none of those that are known.
fn warning(file: &str, own: &OwnWord, known: &BTreeSet<String>) -> Diagnostic {
    let word = &own.word;
    let message = match own.names {
        Naming::SiteClass => format!("no rule and no site here knows the class \"{word}\""),
        Naming::SiteLevel => format!("no rule and no site here knows the level \"{word}\""),
        Naming::GoodsClass => format!("no rule and no item here knows the class \"{word}\""),
        Naming::Item => format!("no item of the catalogue has the code \"{word}\""),
        Naming::Use => format!("no rule names the use \"{word}\""),
    };
    let meant = guess(word, known.iter().map(String::as_str));
    let ids: Vec<&str> = own.names.known().iter().map(|name| &*name.id).collect();
    let ids = ids.join(", ");
    let hint = match own.names {
        Naming::SiteClass | Naming::SiteLevel => {
            format!("{meant}rules know {ids}; a word of your own must stand in table site")
        }
        Naming::GoodsClass => {
            format!("{meant}rules know {ids}; a word of your own must stand in table item")
        }
        Naming::Item => format!("{meant}goods of your own must stand in table item"),
        Naming::Use => {
            format!("{meant}rules know {ids}; name a use of your own under [[use]]")
        }
    };
    Diagnostic::warning(Code::BadPolicy, message)
        .at(Place::file(file).at_line(own.line))
        .hint(hint)
}
