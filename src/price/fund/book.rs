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
    /// What is left of each advance, by its document and line, and what it was for.
    advances: BTreeMap<(String, String), (i128, String)>,
    /// What donors gave for each purpose, less what was spent on it.
    given: BTreeMap<String, i128>,
    /// Whether the last row brought it below nothing.
    overdraws: bool,
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
                *self.given.entry(entry.purpose.clone()).or_default() += fen;
                self.income += fen;
                if entry.kind == FundKind::RotationIncome {
                    self.rotation_income += fen;
                }
            }
            FundKind::Spend => {
                *self.given.entry(entry.purpose.clone()).or_default() -= fen;
                self.spent += fen;
            }
            FundKind::Prepay => {
                *self.given.entry(entry.purpose.clone()).or_default() -= fen;
                self.spent += fen;
                let line = (entry.doc.clone(), entry.line.clone());
                let advance = self.advances.entry(line).or_default();
                advance.0 += fen;
                advance.1.clone_from(&entry.purpose);
            }
            FundKind::Clear => {
                self.clear(&entry.reference, fen);
            }
            FundKind::Refund => {
                self.income += fen;
                // It may be spent on what the advance was for, again.
                for (purpose, part) in self.clear(&entry.reference, fen) {
                    *self.given.entry(purpose).or_default() += part;
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
        self.advances.values().map(|(left, _)| left).sum()
    }

    /// Takes so much off what is left of the advances that `reference` names, in their order; by what they were for.
    fn clear(&mut self, reference: &str, fen: i128) -> Vec<(String, i128)> {
        let mut left = fen;
        let mut cleared = Vec::new();
        let advances = self.advances.iter_mut();
        for (_, advance) in advances.filter(|(line, _)| is_named(line, reference)) {
            let part = advance.0.min(left);
            advance.0 -= part;
            left -= part;
            cleared.push((advance.1.clone(), part));
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
            let allowed = match rule.by_donor {
                true => self.given.keys().map(String::as_str).collect::<Vec<_>>(),
                false => rule.purposes.iter().map(String::as_str).collect(),
            };
            let purpose = entry.purpose.as_str();
            if !allowed.contains(&purpose) {
                let on = if purpose.is_empty() {
                    "nothing that is stated"
                } else {
                    purpose
                };
                let message = format!("{name} spends {} of {} on {on}", entry.value, entry.fund);
                let hint = format!("by {} it is for {}", rule.id, allowed.join(", "));
                return refuse("fund-purpose", message, hint);
            }
            let left = self.given.get(purpose).copied().unwrap_or(0);
            if rule.by_donor && i128::from(entry.value.fen()) > left {
                let left = Money::from_sum(left).unwrap_or_default();
                let message = format!(
                    "{name} spends {} on {purpose}, and {left} of it is left",
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
            let out: i128 = named.map(|(_, (left, _))| left).sum();
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
