//! Which request lines are there to be served: each once, and with an amount where one can be worked out?
//!
//! A line that was handed in twice is taken once; a blank amount is headcount × norm × days, rounded up, where the line
//! says for how many people and for how many days it is. A blank that stays blank is no request for 1. Lines that look
//! like one wish written twice are named and kept: only those who asked know.
//!
//! | file | its question |
//! |---|---|
//! | [`askers`] | which site of the table does a line mean that names it? |
//! | [`uses`] | which use of the rules does a line mean? |
//! | [`duties`] | which lines do not say their line of duty, although it decides? |
//! | [`classes`] | which class of a site is a word that no rule ranks? |
//!
//! Never: what is given.

pub mod askers;
pub mod classes;
pub mod duties;
pub mod uses;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher as _, Hash};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Place, Refused, Result};
use crate::engine::memo::ByText;
use crate::engine::parallel::{both, each, sort};
use crate::ledger::tables::{Norm, Request};
use crate::ledger::word::{Duty, NormBasis, Occasion};
use crate::ledger::{Loaded, SiteTree};
use crate::quantity::{Quantity, THOUSANDTHS, div_ceil};

/// Request lines as they are served.
#[derive(Debug, Clone, PartialEq)]
pub struct Intake {
    /// With the place of each.
    pub lines: Loaded<Request>,
    /// Lines that stood there twice, word for word.
    pub repeated: usize,
    /// Lines whose amount was worked out.
    pub filled: usize,
    pub notes: Vec<Diagnostic>,
}

/// Takes request lines in. Result: in the order of the input.
///
/// Errors: `unknown-norm` and `missing-cell` for every amount that a line asks to have worked out and nobody can.
/// Rule: `P3-E04`, `P4-E01`, `D-32`.
pub fn intake(lines: Loaded<Request>, norms: &[Norm], sites: &SiteTree) -> Result<Intake> {
    let (notes, is_repeated) = both(
        lines.rows.len(),
        || doubles(&lines),
        || repeated(&lines.rows),
    );
    let Loaded {
        mut rows,
        mut places,
    } = lines;
    let (mut filled, mut faults) = (0, Vec::new());
    let placed = rows.iter_mut().zip(&places).zip(&is_repeated);
    for ((line, place), _) in placed.filter(|(_, is_repeated)| !**is_repeated) {
        if let (None, Some(heads)) = (line.qty, line.terms().headcount) {
            match worked_out(line, heads, norms, sites) {
                Ok(qty) => line.qty = Some(qty),
                Err(fault) => {
                    let place = place.clone();
                    faults.push(fault.at(place.unwrap_or_else(|| Place::file("request"))));
                }
            }
            filled += 1;
        }
    }
    if !faults.is_empty() {
        return Err(Refused(faults));
    }
    let repeated = is_repeated.iter().filter(|is_it| **is_it).count();
    if repeated > 0 {
        let mut repeats = is_repeated.iter();
        rows.retain(|_| repeats.next() == Some(&false));
        let mut repeats = is_repeated.iter();
        places.retain(|_| repeats.next() == Some(&false));
    }
    Ok(Intake {
        lines: Loaded { rows, places },
        repeated,
        filled,
        notes,
    })
}

/// Which lines stand there a second time, word for word.
fn repeated(lines: &[Request]) -> Vec<bool> {
    let mut seen: HashMap<(&str, &str), &Request> = HashMap::new();
    let mut is_repeated = vec![false; lines.len()];
    for at in not_alone(lines, |line| Some((&line.request, &line.line))) {
        let line = &lines[at];
        match seen.entry((&line.request, &line.line)) {
            Entry::Occupied(there) => is_repeated[at] = **there.get() == *line,
            Entry::Vacant(free) => {
                free.insert(line);
            }
        }
    }
    is_repeated
}

/// The places, ascending, of keys of which there may be another: all that have an equal, and hardly any that has none.
/// Of a million keys only a hash each is held; those that share their lower bits with no other are left out at once, and
/// the few others are put in order.
fn not_alone<'a, K: Hash>(
    lines: &'a [Request],
    key: impl Fn(&'a Request) -> Option<K> + Sync + Send,
) -> Vec<usize> {
    let hashes = each(lines, |line| Some(ByText::default().hash_one(key(line)?)));
    let bits = (MARKS_PER_LINE * lines.len()).next_power_of_two();
    let (mut once, mut again) = (Marks::of(bits), Marks::of(bits));
    for hash in hashes.iter().flatten() {
        if once.mark(*hash) {
            again.mark(*hash);
        }
    }
    let several = hashes.into_iter().zip(0..);
    let several = several.filter_map(|(hash, at)| Some((hash?, at)));
    let mut hashes: Vec<(u64, usize)> = several.filter(|(hash, _)| again.has(*hash)).collect();
    sort(&mut hashes, Ord::cmp);
    let same = hashes.chunk_by(|a, b| a.0 == b.0);
    let several = same.filter(|same| same.len() > 1).flatten();
    let mut places: Vec<usize> = several.map(|(_, at)| *at).collect();
    places.sort_unstable();
    places
}

/// Marks in a word.
const WORD: usize = u64::BITS as usize;
/// Marks for each line, so that hardly two lines share one by chance.
const MARKS_PER_LINE: usize = 8;

/// What is marked of hashes, by their lower bits.
struct Marks(Vec<u64>);

impl Marks {
    /// No mark of so many, a power of two.
    fn of(marks: usize) -> Marks {
        Marks(vec![0; marks.div_ceil(WORD)])
    }

    /// Marks a hash; whether it was marked before.
    fn mark(&mut self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        let was_marked = self.0[word] & bit != 0;
        self.0[word] |= bit;
        was_marked
    }

    fn has(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.0[word] & bit != 0
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let hash = hash as usize;
        ((hash / WORD) & (self.0.len() - 1), 1 << (hash % WORD))
    }
}

/// Headcount × norm × days, rounded up to whole base units.
fn worked_out(
    line: &Request,
    heads: Quantity,
    norms: &[Norm],
    sites: &SiteTree,
) -> std::result::Result<Quantity, Diagnostic> {
    if let Some(days) = line.terms().days.filter(|days| *days <= 0) {
        let message = format!("{} is asked for by headcount for {days} days", line.item);
        return Err(Diagnostic::error(Code::BadNumber, message)
            .hint("write the days into column days, or the amount into qty"));
    }
    let Some(days) = line.terms().days else {
        let message = format!(
            "{} is asked for by headcount and not for how many days",
            line.item
        );
        return Err(Diagnostic::error(Code::MissingCell, message)
            .hint("write the days into column days, or the amount into qty"));
    };
    let Some(norm) = norm_of(line, norms, sites) else {
        let role = &line.terms().role;
        let whom = if role.is_empty() { &line.site } else { role };
        let message = format!("no norm says what one of \"{whom}\" uses of {}", line.item);
        return Err(Diagnostic::error(Code::UnknownNorm, message)
            .hint("add it to table norm (basis per_role), or write the amount into qty"));
    };
    let product = [heads.thousandths(), norm.rate.thousandths(), days]
        .map(i128::from)
        .iter()
        .product::<i128>();
    // Headcount and rate are both thousandths.
    let thousandths = div_ceil(product, i128::from(THOUSANDTHS) * i128::from(THOUSANDTHS))
        * i128::from(THOUSANDTHS);
    Quantity::from_sum(thousandths).ok_or_else(|| {
        Diagnostic::error(
            Code::Overflow,
            format!("what {} asks for does not fit", line.site),
        )
        .hint("check headcount, norm and days")
    })
}

/// The norm of the role, else of the site, its classes and what stands above it, else of everybody.
///
/// Of one scope a table of norms that was read has no two.
fn norm_of<'a>(line: &Request, norms: &'a [Norm], sites: &SiteTree) -> Option<&'a Norm> {
    let is_daily = |norm: &&Norm| {
        norm.item == line.item
            && norm.basis == NormBasis::PerRole
            && norm
                .occasion
                .is_none_or(|occasion| occasion == Occasion::Day)
    };
    let role = line.terms().role.as_str();
    let role = (!role.is_empty()).then_some(role);
    let above = sites.upwards(&line.site);
    let scopes = role
        .into_iter()
        .chain([line.site.as_str()])
        .chain(sites.classes(&line.site));
    let mut scopes = scopes.chain(above.into_iter().skip(1)).chain(["*"]);
    scopes.find_map(|scope| {
        let mut daily = norms.iter().filter(is_daily);
        daily.find(|norm| norm.scope == scope)
    })
}

/// What makes two lines the same wish: site, item, quantity, day, use, line of duty and role.
type Wish<'a> = (
    [&'a str; 2],
    Quantity,
    Day,
    (&'a str, Option<Duty>, &'a str),
);

/// The wish of a line that states its quantity and its day.
fn wish(line: &Request) -> Option<Wish<'_>> {
    let whose = (line.usage.as_str(), line.duty, line.terms().role.as_str());
    Some(([&line.site, &line.item], line.qty?, line.date?, whose))
}

/// Lines of different requests that ask for the same thing, for the same site, use and day.
fn doubles(lines: &Loaded<Request>) -> Vec<Diagnostic> {
    let mut first: HashMap<Wish, &Request> = HashMap::new();
    let mut notes = Vec::new();
    for at in not_alone(&lines.rows, wish) {
        let (line, place) = (&lines.rows[at], lines.places[at].as_ref());
        let Some(wish) = wish(line) else { continue };
        let there = *first.entry(wish).or_insert(line);
        if there.request == line.request {
            continue;
        }
        let message = format!(
            "{}/{} of {} reads like {}/{}: the same goods, amount, use and day",
            line.request, line.line, line.site, there.request, there.line
        );
        notes.push(
            Diagnostic::warning(Code::Conflict, message)
                .at(place.cloned().unwrap_or_else(|| Place::file("request")))
                .hint("ask whether it was handed in twice; both are served until somebody says so"),
        );
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ask, pieces};
    use super::*;
    use crate::ledger::tables::Site;
    use crate::ledger::tables::Terms;

    fn norm(scope: &str, thousandths: i64) -> Norm {
        Norm {
            scope: scope.to_owned(),
            item: "mask".to_owned(),
            rate: Quantity::from_thousandths(thousandths),
            unit: String::new(),
            basis: NormBasis::PerRole,
            source: String::new(),
            occasion: None,
        }
    }

    fn blank(request: &str, heads: i64, role: &str, days: Option<i64>) -> Request {
        let terms = Terms {
            headcount: Some(pieces(heads)),
            role: role.into(),
            days,
            ..Terms::default()
        };
        let line = ask(request, "H1", "mask", 0);
        Request { qty: None, ..line }.on_terms(terms)
    }

    fn taken(requests: &[Request], norms: &[Norm]) -> Result<Intake> {
        let lines = Loaded {
            rows: requests.to_vec(),
            places: vec![None; requests.len()],
        };
        let site = Site {
            class: "fever_clinic".to_owned(),
            ..Site::unlisted("H1")
        };
        intake(lines, norms, &SiteTree::new([site]))
    }

    #[test]
    fn a_blank_amount_is_headcount_times_norm_times_days_rounded_up() {
        let norms = [
            norm("*", 1000),
            norm("fever_clinic", 2000),
            norm("nurse", 2500),
        ];
        let amount = |role, heads| {
            taken(&[blank("A", heads, role, Some(3))], &norms)
                .expect("an amount")
                .lines
                .rows[0]
                .qty
        };
        assert_eq!(amount("nurse", 5), Some(pieces(38)));
        assert_eq!(amount("driver", 5), Some(pieces(30)));
        assert_eq!(amount("", 0), Some(pieces(0)));
        let stated = taken(
            &[Request {
                qty: Some(pieces(9)),
                ..blank("A", 5, "nurse", Some(3))
            }],
            &norms,
        );
        assert_eq!(stated.expect("taken").lines.rows[0].qty, Some(pieces(9)));
    }

    #[test]
    fn an_amount_that_nobody_can_work_out_is_refused_and_a_mere_blank_stays_blank() {
        let refused = taken(
            &[
                blank("A", 5, "nurse", Some(3)),
                blank("B", 5, "nurse", None),
                blank("C", 5, "nurse", Some(0)),
            ],
            &[],
        )
        .expect_err("no norm");
        assert_eq!(
            refused.0.iter().map(|fault| fault.code).collect::<Vec<_>>(),
            [Code::UnknownNorm, Code::MissingCell, Code::BadNumber]
        );
        let mere = Request {
            qty: None,
            ..ask("A", "H1", "mask", 0)
        };
        assert_eq!(taken(&[mere], &[]).expect("taken").lines.rows[0].qty, None);
    }

    #[test]
    fn the_same_line_twice_counts_once_and_the_same_wish_twice_is_named() {
        let mut line = ask("A", "H1", "mask", 5);
        line.date = Some(super::super::sample::day("2022-03-14"));
        let again = Request {
            request: "B".into(),
            ..line.clone()
        };
        let other = Request {
            qty: Some(pieces(6)),
            ..line.clone()
        };
        let taken = taken(&[line.clone(), line, again, other], &[]).expect("taken");
        assert_eq!(
            (taken.lines.rows.len(), taken.repeated, taken.notes.len()),
            (3, 1, 1)
        );
        assert_eq!(taken.lines.places.len(), 3);
        assert!(self::taken(&[], &[]).is_ok_and(|taken| taken.lines.rows.is_empty()));
    }
}
