//! Which money restocks what nobody repays: the cash reserve first, then a supplementary budget.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Settlement;
use crate::ledger::word::FundKind;
use crate::policy::settlement::SettlementRule;
use crate::quantity::Money;

use super::{DeliveryKey, NOBODY, SettlementInputs, bare, reserve_of};

/// The fund whose balance bounds what it pays.
pub const CASH_RESERVE: &str = "cash_reserve";

/// What the cash reserve still holds, and what was drawn for a settlement before.
pub(super) struct Funding<'a> {
    cash: Option<i128>,
    cash_by_day: &'a [(Day, Money)],
    /// What of it was drawn here.
    used: i128,
    drawn: BTreeMap<(String, String), i128>,
}

impl<'a> Funding<'a> {
    /// Reads the book of money.
    pub(super) fn of(inputs: &SettlementInputs<'a>) -> Funding<'a> {
        let mut drawn: BTreeMap<(String, String), i128> = BTreeMap::new();
        let spent = inputs.funds.iter().filter(|row| {
            row.kind == FundKind::Spend && row.date <= inputs.as_of && !row.reference.is_empty()
        });
        for row in spent {
            let key = (row.reference.clone(), row.fund.clone());
            *drawn.entry(key).or_default() += i128::from(row.value.fen());
        }
        Funding {
            cash: inputs.cash.map(|cash| i128::from(cash.fen())),
            cash_by_day: inputs.cash_by_day,
            used: 0,
            drawn,
        }
    }

    /// What the cash reserve can still pay on a day; `None` where nobody says what it holds.
    ///
    /// It is the least that it holds from then on: what came later was not there, and what was spent later is gone.
    fn left(&self, day: Day) -> Option<i128> {
        let cash = self.cash?;
        let begun = self.cash_by_day.partition_point(|(from, _)| *from <= day);
        if begun == 0 && !self.cash_by_day.is_empty() {
            return Some(0);
        }
        let since = self.cash_by_day[begun.saturating_sub(1)..].iter();
        let least = since.map(|(_, held)| i128::from(held.fen())).min();
        Some((least.unwrap_or(cash) - self.used).max(0))
    }

    /// The lines of the funds that pay for a delivery, in the order of the rule.
    ///
    /// What the book shows as drawn for it stands; the rest comes from what is left. Rule: `P0-F04`, `P3-F04`.
    pub(super) fn lines(
        &mut self,
        key: &DeliveryKey,
        rows: &[Settlement],
        inputs: &SettlementInputs,
    ) -> Vec<Settlement> {
        let funded = inputs.rules.iter().filter(|rule| !rule.funds.is_empty());
        let mut lines = Vec::new();
        for rule in funded {
            let of_rule = rows.iter().filter(|row| row.basis == rule.basis);
            let amounts = of_rule.filter_map(|row| row.total);
            let due: i128 = amounts.map(|total| i128::from(total.fen())).sum();
            let like = rows.iter().find(|row| row.basis == rule.basis);
            if let Some(like) = like.filter(|_| due > 0) {
                lines.extend(self.split(key, like, due, (rule, inputs.as_of)));
            }
        }
        lines
    }

    fn split(
        &mut self,
        key: &DeliveryKey,
        like: &Settlement,
        due: i128,
        (rule, as_of): (&SettlementRule, Day),
    ) -> Vec<Settlement> {
        let mut open = due;
        let day = like.date.unwrap_or(as_of);
        let mut lines = Vec::new();
        for (at, fund) in rule.funds.iter().enumerate() {
            let is_last = at + 1 == rule.funds.len();
            let drawn = self.drawn.get(&(key.id(), fund.clone())).copied();
            let drawn = drawn.unwrap_or(0).clamp(0, open);
            let rest = open - drawn;
            let more = match (fund == CASH_RESERVE, self.left(day)) {
                (true, None) if rest > 0 => {
                    lines.push(unknown(like, fund, rule));
                    return lines;
                }
                (true, Some(left)) => {
                    let more = left.min(rest);
                    self.used += more;
                    more
                }
                _ if is_last => rest,
                _ => 0,
            };
            open = rest - more;
            if drawn + more > 0 {
                lines.push(Settlement {
                    total: Money::from_sum(drawn + more),
                    reason: match drawn > 0 {
                        true => "drawn, by the book of money".to_owned(),
                        false => String::new(),
                    },
                    ..of_fund(like, fund, rule)
                });
            }
        }
        lines
    }
}

/// The cash reserve pays, and nobody says how much it has.
fn unknown(like: &Settlement, fund: &str, rule: &SettlementRule) -> Settlement {
    Settlement {
        reason: "what the cash reserve holds is not known: name table fund, or --cash-reserve"
            .into(),
        ..of_fund(like, fund, rule)
    }
}

fn of_fund(like: &Settlement, fund: &str, rule: &SettlementRule) -> Settlement {
    // Where nobody is paid, money restocks the city's reserve.
    let payee = match like.payer == NOBODY {
        true => &reserve_of("city"),
        false => &like.payer,
    };
    Settlement {
        fund: fund.to_owned(),
        date: like.date,
        doc: like.doc.clone(),
        approval: like.approval.clone(),
        rule: rule.funds_rule.clone(),
        ..bare(rule, fund, payee, &like.from_site, &like.site)
    }
}
