//! What does a ledger hide? Named checks, each runnable alone; each finding has its file and line, and a hint.
//!
//! The list of checks is [`Check::ALL`]: a name, what it finds, the codes of its findings, and a pure function in a
//! file of its own. A check that lacks an input says so and finds nothing; asked for by name it is a finding that it
//! could not be assessed, because silence would read as health.
//!
//! A check judges the ledger as it was on the day answered for: later lines, later reversals among them, and later
//! balances are taken away once, for all of them. Those that look at how lines are written read every line.
//!
//! Table `finding`: one row per code, file and line. Nothing is mended here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::ledger::tables::{
    Finding, Inbound, Movement, Norm, OnHand, People, Rotation, Staff, Usage,
};
use crate::ledger::word::Severity;
use crate::ledger::{Catalogue, Loaded, Record, SiteTree};
use crate::policy::Rules;

mod agreement;
mod balance;
mod between;
mod carrier;
mod conservation;
mod count;
mod document;
mod durable;
mod expiry;
mod extension;
mod facts;
mod gap;
mod handlers;
mod hold;
mod label;
mod lot;
mod over_use;
mod overdue;
mod preference;
mod producer;
mod purpose;
mod quality;
mod replenish;
mod reporting;
pub mod reversal;
mod seal;
mod supply;
mod transfer;
mod unit;
mod usage;

pub use facts::CheckFacts;
pub use replenish::replenishment;
pub use seal::Sealed;
pub use supply::SupplyInputs;

/// What is checked, and against what.
#[derive(Debug, Clone, Copy)]
pub struct CheckInputs<'a> {
    pub as_of: Day,
    /// In ledger order.
    pub movements: &'a Loaded<Movement>,
    /// Their lines as they were sealed.
    pub sealed: &'a Sealed,
    pub catalogue: &'a Catalogue,
    pub sites: &'a SiteTree,
    pub staff: &'a [Staff],
    /// Households and other cohorts that norms count.
    pub people: &'a [People],
    pub norms: &'a [Norm],
    pub usage: &'a Loaded<Usage>,
    /// Balances that somebody keeps beside the ledger.
    pub onhand: &'a Loaded<OnHand>,
    pub rotation: &'a [Rotation],
    pub inbound: &'a Loaded<Inbound>,
    /// Agreements, carriers, producers and what they report.
    pub supply: &'a SupplyInputs,
    pub rules: &'a Rules,
    /// Limits by the name of their check: days, or percent.
    pub limits: &'a BTreeMap<String, i64>,
}

impl<'a> CheckInputs<'a> {
    /// The movements and the balances up to the day answered for.
    ///
    /// Reports of use are not cut: they are held against the ledger month by month, and both speak of the whole month.
    fn of_the_day(&self) -> (Cow<'a, Loaded<Movement>>, Cow<'a, Loaded<OnHand>>) {
        let as_of = self.as_of;
        (
            only(self.movements, |row| row.date <= as_of),
            only(self.onhand, |row| row.as_of <= as_of),
        )
    }
}

/// The rows that are meant; they are copied only where there are others beside them.
fn only<T: Record + Clone>(
    loaded: &Loaded<T>,
    is_meant: impl Fn(&T) -> bool,
) -> Cow<'_, Loaded<T>> {
    match loaded.rows.iter().all(&is_meant) {
        true => Cow::Borrowed(loaded),
        false => Cow::Owned(loaded.only(is_meant)),
    }
}

/// What one check has to say.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Found(Vec<Finding>),
    /// It cannot be assessed: what is missing, in words.
    Lacks(&'static str),
}

/// When a check runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Whenever the ledger is checked.
    Always,
    /// When it is named, or all are wanted: what it finds is a habit of the desk rather than a fault of the ledger.
    Asked,
}

/// What is made of a check that lacks an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// Nothing is said of it: nobody named it.
    PassedOver,
    /// It is a finding itself: it was asked for, and silence would read as health.
    Found,
}

/// Which lines of a ledger a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Those up to the day answered for: it judges what was there, or had happened.
    UpToTheDay,
    /// All of them: it judges how they are written.
    AllLines,
}

/// A check by its name.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    pub id: &'static str,
    /// One line on what it finds.
    pub meaning: &'static str,
    /// The codes its findings carry.
    pub codes: &'static [&'static str],
    pub due: Due,
    /// Whether it looks at movements.
    pub needs_ledger: bool,
    /// Whether a number bounds it, which a policy or a flag sets.
    pub has_limit: bool,
    pub reads: Reads,
    run: fn(&CheckInputs) -> Outcome,
}

/// A check that always runs.
const fn always(
    id: &'static str,
    codes: &'static [&'static str],
    meaning: &'static str,
    run: fn(&CheckInputs) -> Outcome,
) -> Check {
    let due = Due::Always;
    Check {
        id,
        meaning,
        codes,
        due,
        needs_ledger: true,
        has_limit: false,
        reads: Reads::UpToTheDay,
        run,
    }
}

/// The same check where it looks at how lines are written, whatever their day.
const fn written(check: Check) -> Check {
    Check {
        reads: Reads::AllLines,
        ..check
    }
}

/// The same check where a number bounds it.
const fn limited(check: Check) -> Check {
    Check {
        has_limit: true,
        ..check
    }
}

/// A check that runs when it is asked for.
const fn asked(
    id: &'static str,
    codes: &'static [&'static str],
    meaning: &'static str,
    run: fn(&CheckInputs) -> Outcome,
) -> Check {
    Check {
        due: Due::Asked,
        ..always(id, codes, meaning, run)
    }
}

/// A check that always runs and looks at what lies beside the ledger, so that it needs none.
const fn beside(
    id: &'static str,
    codes: &'static [&'static str],
    meaning: &'static str,
    run: fn(&CheckInputs) -> Outcome,
) -> Check {
    Check {
        needs_ledger: false,
        ..always(id, codes, meaning, run)
    }
}

/// The code of a check that was asked for and lacks an input.
pub const NOT_ASSESSABLE: &str = "not-assessable";

#[rustfmt::skip]
impl Check {
    /// Every check, in the order they are run.
    pub const ALL: &'static [Check] = &[
        always("negative", &["negative"], "a lot that goes below nothing, on the line that takes it there", balance::negative),
        written(always("unit", &["unit"], "a unit that is not the item's", unit::unit)),
        written(always("expiry", &["expiry"], "one lot with two expiry dates, unless it was extended", expiry::expiry)),
        written(always("extension", &["extension"], "a shelf life that was extended without an approval or a later day, or of an unknown lot", extension::extension)),
        written(always("lot", &["lot"], "one lot with two makers or days of making, or that expires before it was made", lot::lot)),
        limited(always("transfer", &["in-transit", "transfer"], "goods on the road, and legs of a transfer that do not pair", transfer::transfer)),
        always("between", &["not-transfer"], "goods that one site of the ledger issued to another, or another took in as new", between::between),
        written(always("document", &["conflict", "duplicate"], "one document line that stands twice, with the same content or with other", document::document)),
        always("label", &["label"], "receipts without maker, certificate or day of making (三无)", label::label),
        always("expired-issue", &["expired-issue"], "goods that went out after their last usable day", balance::expired_issue),
        written(always("reversal", &["reversal"], "a reversal that undoes nothing, or what may not be undone so", reversal::reversal)),
        always("hold", &["hold", "release"], "a hold or reservation lifted that was not there, and held or reserved goods that went out", hold::hold),
        always("conservation", &["conservation", "count-variance"], "what came in less what went out is not what lies there", conservation::conservation),
        always("purpose", &["purpose"], "goods received for the epidemic and issued for daily use (专物专用)", purpose::purpose),
        limited(always("replenish", &["replenish"], "what a reserve gave out and has not got back", replenish::replenish)),
        limited(always("durable", &["issued-twice", "not-returned"], "durable goods that were issued twice, or not returned in time", durable::durable)),
        written(asked("handlers", &["handlers"], "papers without a number, a handler or an approval (出入库手续)", handlers::handlers)),
        limited(asked("recent-count", &["recent-count"], "goods that moved and were not counted for longer than the limit", count::recent_count)),
        asked("gap", &["gap", "missing-use"], "months in which a site wrote nothing down, or an item was not used", gap::gap),
        asked("extended", &["extended"], "shelf lives that were extended in order, with both days", extension::extended),
        limited(asked("overdue", &["overdue"], "goods that should have arrived and did not", overdue::overdue)),
        written(asked("usage", &["usage"], "reports of use that do not tie with the ledger, or state no use", usage::usage)),
        limited(asked("over-use", &["over-use"], "a unit that uses more than its norm, with the amount", over_use::over_use)),
        written(always("seal", &["broken-seal", "unsealed"], "a line that was edited since it was posted", seal::seal)),
        limited(beside("agreement", &["agreement-expired", "agreement-lapsing"], "agreements whose term is over, or soon will be", agreement::agreement)),
        beside("agreement-terms", &["agreement-unsigned", "agreement-terms"], "agreements without signature, default terms or what else must be agreed", agreement::terms),
        beside("carrier", &["carrier-count", "carrier-missing"], "more or fewer enterprises that store an item than the policy says", carrier::carrier),
        beside("raw-material", &["raw-material"], "designated producers with too little raw material", producer::raw_material),
        beside("entrusted", &["entrusted-short", "entrusted-stock"], "no finished goods in entrusted storage (代储), or less than agreed", producer::entrusted),
        beside("register", &["unlisted-producer"], "producers that the register of enterprises does not list", producer::register),
        beside("quality", &["quality-open"], "failed inspections that nothing has followed", quality::quality),
        beside("breach", &["breach-open"], "the list of breaches that are not closed", quality::breach),
        beside("preference", &["preferred-purchase"], "goods bought elsewhere that designated producers make (优先采购)", preference::preference),
        limited(beside("reporting", &["report-late", "report-missing"], "enterprises that owe a daily report, or were late", reporting::reporting)),
    ];
}

impl Check {
    /// The check of a name.
    pub fn parse(name: &str) -> Option<Check> {
        Check::ALL.iter().copied().find(|check| check.id == name)
    }

    /// What this check alone has to say, in ledger order, of the lines that `inputs` has.
    fn run(self, inputs: &CheckInputs) -> Outcome {
        (self.run)(inputs)
    }
}

/// What `checks` find in a ledger, by code, file and line; nothing where it is clean.
///
/// `lacking` says what is made of a check that cannot be assessed.
pub fn check(inputs: &CheckInputs, checks: &[Check], lacking: Lacking) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (movements, onhand) = inputs.of_the_day();
    let of_the_day = CheckInputs {
        movements: &movements,
        onhand: &onhand,
        ..*inputs
    };
    for check in checks {
        let read = match check.reads {
            Reads::UpToTheDay => &of_the_day,
            Reads::AllLines => inputs,
        };
        match check.run(read) {
            Outcome::Found(found) => findings.extend(found),
            Outcome::Lacks(what) => match lacking {
                Lacking::Found => findings.push(not_assessable(*check, what)),
                Lacking::PassedOver => {}
            },
        }
    }
    sort(&mut findings);
    findings
}

/// Orders findings by code, file and line; lines that are numbers by their value.
fn sort(findings: &mut [Finding]) {
    let number = |finding: &Finding| finding.line.parse().unwrap_or(u64::MAX);
    findings.sort_by(|a, b| {
        let keys = (&a.code, &a.file, number(a), &a.line);
        keys.cmp(&(&b.code, &b.file, number(b), &b.line))
    });
}

fn not_assessable(check: Check, what: &str) -> Finding {
    let message = format!("check {} cannot be assessed without {what}", check.id);
    Finding {
        value: check.id.to_owned(),
        hint: format!("supply {what}"),
        ..Finding::new(NOT_ASSESSABLE, Severity::Warning, message)
    }
}

/// A finding on the movement at `at`, without value, expectation and hint.
fn finding(
    movements: &Loaded<Movement>,
    at: usize,
    code: &str,
    severity: Severity,
    message: String,
) -> Finding {
    let movement = &movements.rows[at];
    let place = movements.places.get(at).and_then(Option::as_ref);
    Finding {
        site: movement.site.clone(),
        item: movement.item.clone(),
        lot: movement.lot.clone(),
        ..finding_at(
            place,
            format!("{}/{}", movement.doc, movement.line),
            code,
            severity,
            message,
        )
    }
}

/// A finding at `place`, or on the line called `otherwise` where it was not read from a file.
fn finding_at(
    place: Option<&Place>,
    otherwise: String,
    code: &str,
    severity: Severity,
    message: String,
) -> Finding {
    Finding {
        file: place.map_or(String::new(), |place| place.file.to_string()),
        line: place.map_or(otherwise, |place| place.line.to_string()),
        ..Finding::new(code, severity, message)
    }
}

#[cfg(test)]
mod tests;
