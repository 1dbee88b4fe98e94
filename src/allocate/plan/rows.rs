//! What does the plan say of each request line?
//!
//! One `allocation` row a line and lot, one `unmet` row a line that is not met in full, both with the
//! rule that decided and the reason in a word:
//!
//! * given: `in_full`, `shared` (the line is short), `donor_wish` (the lot was meant for it);
//! * not given: `short`, `below_one_pack`, `min_days_left` (goods are left, they expire too soon),
//!   `no_way` (no lane is open to where they are), `below_min_qty`, `no_stock`, `not_eligible`, `amount_not_said`.
//!
//! Never: a share; all that is settled.

use crate::allocate::Minimum;
use crate::allocate::share::round::Rounding;
use crate::allocate::supply::lots::Lot;
use crate::engine::ahead::{each_ahead, wish};
use crate::engine::parallel::both;
use crate::ledger::Text;
use crate::ledger::tables::{Allocation, OnHand, Request, Unmet};
use crate::ledger::word::{UnmetReason, Word as _};
use crate::policy::SharingRule;
use crate::quantity::Quantity;

use super::claimant::{Claimant, Draw, OwnLine};
use super::eligibility::Bar;
use super::facts::Facts;
use super::problem::Problem;

/// What the rows are written from, item by item, until they can be put in their order.
#[derive(Default)]
pub(super) struct Rows<'a> {
    awards: Vec<Award<'a>>,
    unmet: Vec<Unserved<'a>>,
}

/// An award of one line out of one lot.
#[derive(Clone, Copy)]
struct Award<'a> {
    /// Number of the line.
    number: usize,
    lot: &'a OnHand,
    qty: i64,
    tier: i64,
    rule: SharingRule,
    is_earmarked: bool,
    /// Whether the line is met in full.
    is_full: bool,
    km: Option<f64>,
}

/// A line that is not met in full.
#[derive(Clone, Copy)]
struct Unserved<'a> {
    /// Number of the line.
    number: usize,
    /// Thousandths that it gets.
    given: i64,
    reason: UnmetReason,
    decided: Decided<'a>,
}

/// What decided that a line is short.
#[derive(Clone, Copy)]
enum Decided<'a> {
    Nothing,
    Clause(&'a str),
    Sharing(SharingRule),
}

impl<'a> Rows<'a> {
    /// Adds the line that `bar` keeps out.
    pub(super) fn bar(&mut self, number: usize, bar: Bar<'a>) {
        self.unmet.push(Unserved {
            number,
            given: 0,
            reason: bar.reason(),
            decided: Decided::Clause(bar.rule()),
        });
    }

    /// Adds the lines of every claimant of an item.
    pub(super) fn add(&mut self, problem: &Problem<'a>, facts: &Facts) {
        let mut shares = Vec::new();
        for claimant in &problem.claimants {
            let total = claimant.draws.iter().map(|draw| draw.qty).sum();
            claimant.hand_out(total, &mut shares);
            self.add_claimant(claimant, &shares, problem, facts);
        }
    }

    /// Hands the draws of a claimant to its lines, those that expire first to the first line. `shares`: what each gets.
    fn add_claimant(
        &mut self,
        claimant: &Claimant,
        shares: &[i64],
        problem: &Problem<'a>,
        facts: &Facts,
    ) {
        let mut draws = claimant.draws.iter().copied();
        let mut current: Option<Draw> = draws.next();
        let mut shortage = None;
        for (line, &given) in claimant.lines.iter().zip(shares) {
            let OwnLine { number, want, .. } = *line;
            let first = self.awards.len();
            let mut open = given;
            while let Some(draw) = current.as_mut().filter(|_| open > 0) {
                let qty = draw.qty.min(open);
                let part = Draw { qty, ..*draw };
                self.awards
                    .push(award(number, part, claimant, problem, facts));
                open -= qty;
                draw.qty -= qty;
                if draw.qty == 0 {
                    current = draws.next();
                }
            }
            let asked = facts.lines.all[number]
                .qty
                .unwrap_or_default()
                .thousandths();
            let own = &mut self.awards[first..];
            own.iter_mut().for_each(|own| own.is_full = given == asked);
            // Owner and wish tell lots of one name apart.
            let lot = |lot: &'a OnHand| (&lot.site, &lot.lot, &lot.owner, &lot.earmark);
            own.sort_unstable_by(|a, b| lot(a.lot).cmp(&lot(b.lot)));
            if given < asked {
                let reason = match want - given {
                    0 => UnmetReason::BelowOnePack,
                    _ => *shortage.get_or_insert_with(|| shortage_of(claimant, problem, facts)),
                };
                self.unmet.push(Unserved {
                    number,
                    given,
                    reason,
                    // A rule decided only where there was something to share.
                    decided: match reason {
                        UnmetReason::Short => Decided::Sharing(claimant.rule_of(false)),
                        _ => Decided::Nothing,
                    },
                });
            }
        }
    }

    /// The two tables by their keys; `parts`: each line is in one of them.
    pub(super) fn tables(parts: &[Rows<'a>], facts: &Facts) -> (Vec<Allocation>, Vec<Unmet>) {
        let lines = facts.lines.all.len();
        let awards = || parts.iter().flat_map(|part| &part.awards);
        let unmet = || parts.iter().flat_map(|part| &part.unmet);
        let (awards, unmet) = both(
            lines,
            || by_line(awards, |award| award.number, lines),
            || by_line(unmet, |row| row.number, lines),
        );
        // A text that all rows share is shared by those of one thread: to count its holders together takes threads longer
        // than to write it again.
        let texts = || RowTexts::of(facts);
        let request = |number: usize| wish(facts.lines.all[number]);
        let of_award = |award: &&Award| {
            wish(award.lot);
            request(award.number);
        };
        let of_unmet = |row: &&Unserved| request(row.number);
        let allocation = each_ahead(
            &awards,
            (|award| wish(*award), of_award),
            texts,
            |texts, award| allocation(award, texts, facts),
        );
        let unmet = each_ahead(&unmet, (|row| wish(*row), of_unmet), texts, |texts, row| {
            unmet_row(row, texts, facts)
        });
        (allocation, unmet)
    }
}

/// Rows in the order of their lines; those of one line as they come. The number of a line is its place in that order, so
/// that a row is put behind those of the lines before it, and none is compared with another.
fn by_line<'r, T: 'r, I: Iterator<Item = &'r T>>(
    rows: impl Fn() -> I,
    number: impl Fn(&T) -> usize,
    lines: usize,
) -> Vec<&'r T> {
    let Some(any) = rows().next() else {
        return Vec::new();
    };
    let mut next = vec![0; lines];
    rows().for_each(|row| next[number(row)] += 1);
    let mut all = 0;
    for next in &mut next {
        all += std::mem::replace(next, all);
    }
    let mut ordered = vec![any; all];
    for row in rows() {
        let next = &mut next[number(row)];
        ordered[*next] = row;
        *next += 1;
    }
    ordered
}

fn award<'a>(
    number: usize,
    draw: Draw,
    claimant: &Claimant,
    problem: &Problem<'a>,
    facts: &Facts,
) -> Award<'a> {
    let lot: &Lot = &problem.lots[draw.lot];
    Award {
        number,
        lot: lot.row,
        qty: draw.qty,
        tier: claimant.tier,
        rule: draw.rule,
        is_earmarked: lot.wish.is_some(),
        is_full: false,
        km: facts.ways_to(claimant.site)[lot.depot].km,
    }
}

fn allocation(award: &Award, texts: &RowTexts, facts: &Facts) -> Allocation {
    let request: &Request = facts.lines.all[award.number];
    let lot = award.lot;
    let reason = match (award.is_earmarked, award.is_full) {
        (true, _) => "donor_wish",
        (false, true) => "in_full",
        (false, false) => "shared",
    };
    Allocation {
        plan: texts.plan.clone(),
        request: request.request.clone(),
        line: request.line.clone(),
        from_site: lot.site.as_str().into(),
        lot: lot.lot.as_str().into(),
        date: Some(facts.inputs.as_of),
        site: request.site.clone(),
        item: request.item.clone(),
        qty: Quantity::from_thousandths(award.qty),
        unit: lot.unit.as_str().into(),
        expiry: lot.expiry,
        form: lot.form,
        owner: lot.owner.as_str().into(),
        earmark: lot.earmark.as_str().into(),
        unit_cost: lot.unit_cost,
        tier: Some(award.tier),
        rule: texts.rule(award.is_earmarked, award.rule),
        reason: reason.into(),
        distance: award.km,
        approval: Text::new(),
        basis_seal: texts.seal.clone(),
        special: None,
        stands_for: Text::new(),
        counts_as: None,
    }
}

fn unmet_row(row: &Unserved, texts: &RowTexts, facts: &Facts) -> Unmet {
    let request = facts.lines.all[row.number];
    let given = Quantity::from_thousandths(row.given);
    Unmet {
        plan: texts.plan.clone(),
        request: request.request.clone(),
        line: request.line.clone(),
        site: request.site.clone(),
        item: request.item.clone(),
        requested: request.qty,
        given,
        short: request.qty.map(|asked| asked - given),
        reason: row.reason.id().into(),
        rule: match row.decided {
            Decided::Nothing => Text::new(),
            Decided::Clause(rule) => rule.into(),
            Decided::Sharing(rule) => texts.rule(false, rule),
        },
    }
}

/// Why a claimant did not get all it could use.
fn shortage_of(claimant: &Claimant, problem: &Problem, facts: &Facts) -> UnmetReason {
    let site = facts.places.get(claimant.site).code;
    let is_meant = |lot: &Lot| {
        let wish = lot.wish.as_ref();
        wish.is_none_or(|wish| wish.admits(site, facts.inputs.sites, facts.inputs.as_of))
    };
    let ways = facts.ways_to(claimant.site);
    let admits = |lot: &Lot| is_meant(lot) && ways[lot.depot].is_open;
    let lasts = |lot: &Lot| {
        let days = claimant.days_left.saturating_add(ways[lot.depot].days);
        lot.days_left >= days
    };
    let (early, late) = problem.lots.split_at(claimant.first_lot);
    // What is in time in store may expire on a way of days.
    let on_the_way = if facts.ways.take_days() { late } else { &[] };
    let mut too_early = early
        .iter()
        .chain(on_the_way.iter().filter(|lot| !lasts(lot)));
    if too_early.any(|lot| lot.left > 0 && admits(lot)) {
        return UnmetReason::MinDaysLeft;
    }
    match problem.lots.iter().rev().any(admits) {
        true if late.iter().rev().any(|lot| admits(lot) && lasts(lot)) => UnmetReason::Short,
        true => UnmetReason::MinDaysLeft,
        false if problem.lots.iter().any(is_meant) => UnmetReason::NoWay,
        false => UnmetReason::NoStock,
    }
}

/// What many rows say alike.
struct RowTexts {
    plan: Text,
    seal: Text,
    /// How each rule of sharing is named where it shared open goods, and where it shared earmarked ones.
    rules: [[Text; SharingRule::ALL.len()]; 2],
}

impl RowTexts {
    fn of(facts: &Facts) -> RowTexts {
        let text = |is_earmarked, rule| Text::from(rule_text(is_earmarked, rule, facts));
        let rules = |is_earmarked| SharingRule::ALL.map(|rule| text(is_earmarked, rule));
        RowTexts {
            plan: facts.inputs.plan_id.into(),
            seal: facts.inputs.basis_seal.into(),
            rules: [false, true].map(rules),
        }
    }

    fn rule(&self, is_earmarked: bool, rule: SharingRule) -> Text {
        self.rules[usize::from(is_earmarked)][rule as usize].clone()
    }
}

/// The id of the clause and the name of the rule of sharing.
fn rule_text(is_earmarked: bool, rule: SharingRule, facts: &Facts) -> String {
    let rules = facts.inputs.rules;
    let earmark = rules.earmark.as_ref().map(|named| named.id.as_str());
    let within = rules.within_tier.as_ref().map(|within| within.id.as_str());
    let id = match (is_earmarked, facts.inputs.options.rule) {
        (true, _) => earmark,
        (false, Some(_)) => Some("override"),
        (false, None) => within,
    };
    let options = &facts.inputs.options;
    let minimum = match options.minimum {
        Minimum::Ignored => "",
        Minimum::Guaranteed => "; min_qty first",
        Minimum::Useful => "; min_qty or nothing",
    };
    let rounding = match options.rounding {
        Rounding::PackByPack => "",
        Rounding::LargestRemainder => "; hamilton",
    };
    let name = format!("{}{minimum}{rounding}", rule.id());
    id.map_or(name.clone(), |id| format!("{id} {name}"))
}
