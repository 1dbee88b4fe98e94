//! One fund, row by row: what each kind of row does to it, and what it is not for.

use std::collections::BTreeMap;

use crate::ledger::tables::{Finding, FundEntry};
use crate::ledger::word::{FundKind, Severity};
use crate::policy::FundRule;
use crate::quantity::Money;

use super::booked::line_of;

/// The sums of one fund, in fen.
#[derive(Debug, Clone, Default)]
pub(super) struct Book {
    pub opening: i128,
    pub income: i128,
    pub rotation_income: i128,
    pub spent: i128,
    pub reduced: i128,
    pub rows: usize,
    /// What is left of each advance, by its document and line.
    advances: BTreeMap<(String, String), Advance>,
    /// What donors gave for each purpose, less what was spent on it.
    given: Given,
    /// Whether the last row brought it below nothing.
    overdraws: bool,
}

/// What is left of an advance, in fen.
#[derive(Debug, Clone, Default)]
struct Advance {
    left: i128,
    /// What it was for.
    purpose: String,
    /// How much of what is left nobody gave for this purpose.
    free: i128,
}

/// What donors gave for each purpose, in fen; under no purpose what they gave for none, which may be spent on any.
#[derive(Debug, Clone, Default)]
struct Given(BTreeMap<String, i128>);

impl Given {
    fn of(&self, purpose: &str) -> i128 {
        self.0.get(purpose).copied().unwrap_or(0)
    }

    fn add(&mut self, purpose: &str, fen: i128) {
        if fen == 0 {
            return;
        }
        *self.0.entry(purpose.to_owned()).or_default() += fen;
    }

    /// What may be spent on a purpose: what was given for it, and what was given for none.
    fn left_for(&self, purpose: &str) -> i128 {
        let free = if purpose.is_empty() { 0 } else { self.of("") };
        self.of(purpose) + free.max(0)
    }

    /// Takes what is spent on a purpose, first of what was given for it. Result: how much of it was given for none.
    fn spend(&mut self, purpose: &str, fen: i128) -> i128 {
        let beyond = (fen - self.of(purpose).max(0)).max(0);
        let free = match purpose {
            "" => 0,
            _ => beyond.min(self.of("").max(0)),
        };
        self.add(purpose, free - fen);
        self.add("", -free);
        free
    }

    /// Whether anybody gave money for no purpose.
    fn is_open(&self) -> bool {
        self.0.contains_key("")
    }

    /// The purposes that somebody gave money for.
    fn purposes(&self) -> Vec<&str> {
        let named = self.0.keys().map(String::as_str);
        named.filter(|purpose| !purpose.is_empty()).collect()
    }
}

impl Book {
    /// Posts one row; `is_before` moves the opening balance.
    ///
    /// Errors: a finding for a row that the fund is not for, or that clears an advance nobody made; it does not count.
    pub(super) fn post(
        &mut self,
        entry: &FundEntry,
        rule: Option<&FundRule>,
        is_before: bool,
    ) -> Result<(), Box<Finding>> {
        self.overdraws = false;
        self.check(entry, rule)?;
        let fen = i128::from(entry.value.fen());
        let before = self.balance();
        self.rows += usize::from(!is_before);
        match entry.kind {
            FundKind::Allot | FundKind::Income | FundKind::RotationIncome => {
                self.given.add(&entry.purpose, fen);
                self.income += fen;
                if entry.kind == FundKind::RotationIncome {
                    self.rotation_income += fen;
                }
            }
            FundKind::Spend => {
                self.given.spend(&entry.purpose, fen);
                self.spent += fen;
            }
            FundKind::Prepay => {
                let free = self.given.spend(&entry.purpose, fen);
                self.spent += fen;
                let line = (entry.doc.clone(), entry.line.clone());
                let advance = self.advances.entry(line).or_default();
                advance.left += fen;
                advance.free += free;
                advance.purpose.clone_from(&entry.purpose);
            }
            FundKind::Clear => {
                self.clear(entry);
            }
            FundKind::Refund => {
                self.income += fen;
                // It may be spent on what it was given for, again.
                for (purpose, part, free) in self.clear(entry) {
                    self.given.add(&purpose, part - free);
                    self.given.add("", free);
                }
            }
            FundKind::Reduce => self.reduced += fen,
        }
        if is_before {
            self.opening = self.balance();
            (self.income, self.rotation_income, self.spent, self.reduced) = (0, 0, 0, 0);
        }
        self.overdraws = self.balance() < 0 && self.balance() < before;
        Ok(())
    }

    /// Whether the last row that was posted brought it below nothing.
    pub(super) fn overdraws(&self) -> bool {
        self.overdraws
    }

    pub(super) fn balance(&self) -> i128 {
        self.opening + self.income - self.spent - self.reduced
    }

    /// Advances that are out.
    pub(super) fn prepaid(&self) -> i128 {
        self.advances.values().map(|advance| advance.left).sum()
    }

    /// Takes what a row clears or pays back off what is left of the advances that it names, in their order; by what they
    /// were for, with how much of it was given for no purpose: that is used up last, and so comes back first.
    fn clear(&mut self, entry: &FundEntry) -> Vec<(String, i128, i128)> {
        let mut left = i128::from(entry.value.fen());
        let mut cleared = Vec::new();
        let advances = self.advances.iter_mut();
        for (_, advance) in advances.filter(|(line, _)| is_named(line, &entry.reference)) {
            let part = advance.left.min(left);
            let free = match entry.kind {
                FundKind::Refund => part.min(advance.free),
                _ => 0,
            };
            advance.left -= part;
            advance.free = (advance.free - free).min(advance.left);
            left -= part;
            cleared.push((advance.purpose.clone(), part, free));
        }
        cleared
    }

    fn check(&self, entry: &FundEntry, rule: Option<&FundRule>) -> Result<(), Box<Finding>> {
        let refuse = |code: &str, message: String, hint: String| {
            Err(Box::new(finding(code, entry, message, &hint)))
        };
        let name = format!("{}/{}", entry.doc, entry.line);
        if entry.value.fen() < 0 {
            let message = format!("{name} states {}", entry.value);
            return refuse(
                "fund-sign",
                message,
                "the kind of the row gives the sign".into(),
            );
        }
        let is_spent = matches!(entry.kind, FundKind::Spend | FundKind::Prepay);
        if let Some(rule) = rule.filter(|_| is_spent) {
            let purpose = entry.purpose.as_str();
            let allowed = match rule.by_donor {
                true => self.given.purposes(),
                false => rule.purposes.iter().map(String::as_str).collect(),
            };
            let on = match purpose {
                "" => "nothing that is stated",
                purpose => purpose,
            };
            let is_open = rule.by_donor && self.given.is_open();
            if !is_open && !allowed.contains(&purpose) {
                let message = format!("{name} spends {} of {} on {on}", entry.value, entry.fund);
                let hint = match allowed.is_empty() {
                    true => format!(
                        "by {} it is for what its donors name, and none gave any by then",
                        rule.id
                    ),
                    false => format!("by {} it is for {}", rule.id, allowed.join(", ")),
                };
                return refuse("fund-purpose", message, hint);
            }
            let left = self.given.left_for(purpose);
            if rule.by_donor && i128::from(entry.value.fen()) > left {
                let left = Money::from_sum(left).unwrap_or_default();
                let message = format!(
                    "{name} spends {} on {on}, and {left} of it is left",
                    entry.value
                );
                let hint = format!(
                    "by {} what was given for one purpose is not for another",
                    rule.id
                );
                return refuse("fund-purpose", message, hint);
            }
        }
        if matches!(entry.kind, FundKind::Clear | FundKind::Refund) {
            let advances = self.advances.iter();
            let named = advances.filter(|(line, _)| is_named(line, &entry.reference));
            let out: i128 = named.map(|(_, advance)| advance.left).sum();
            if i128::from(entry.value.fen()) > out {
                let out = Money::from_sum(out).unwrap_or_default();
                let message = format!(
                    "{name} clears {} of advance \"{}\", of which {out} is out",
                    entry.value, entry.reference
                );
                let hint = "write the document of the advance into ref";
                return refuse("fund-advance", message, hint.into());
            }
        }
        Ok(())
    }
}

/// Whether `reference` names an advance: its document, or its line as `doc/line`.
fn is_named((doc, line): &(String, String), reference: &str) -> bool {
    reference == doc || reference == line_of(doc, line)
}

/// A finding about one row of the book of money.
pub(super) fn finding(code: &str, entry: &FundEntry, message: String, hint: &str) -> Finding {
    Finding {
        line: format!("{}/{}", entry.doc, entry.line),
        value: entry.value.to_string(),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}
