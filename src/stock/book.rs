//! A book keeps what came and what went side by side, and states what was there before or what was left. What was there
//! before its first line, and do its lines come to what it states?
//!
//! Result: one [`Opening`] per good that had some, and one [`Gap`] per line that states something else than the lines
//! before it come to. The lines stand; what a book states checks them, and is never added to them.
//!
//! A balance is that of a lot or of all lots of a good, as the book has it: the reading that leaves fewer gaps counts.
//! Two lines of the first day that state different openings are two cards of one good, and both were there.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::LotKey;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::header::Says;
use crate::ledger::tables::Movement;
use crate::quantity::Quantity;

mod opening;

pub use opening::{Before, before};

/// One thing that a line of a book says.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The line of the sheet.
    pub line: u64,
    /// What it states; `None` where it moved, or was counted.
    pub says: Option<Says>,
    pub movement: Movement,
}

/// What was there before the first line of a good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The position of the entry that tells it.
    pub at: usize,
    /// The lot, or none where the book keeps one balance of several.
    pub lot: String,
    pub qty: Quantity,
    /// The day before the first line.
    pub day: Day,
}

/// A line that states something else than the lines come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The position of the entry that states it.
    pub at: usize,
    pub stated: Quantity,
    pub reckoned: Quantity,
}

/// What a book says beside its movements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reckoned {
    pub openings: Vec<Opening>,
    pub gaps: Vec<Gap>,
}

/// All that one line says of one lot, in thousandths; what it states with the position of the entry.
struct Line {
    on: Day,
    key: LotKey,
    opens: Option<(usize, i128)>,
    change: i128,
    counted: Option<i128>,
    leaves: Option<(usize, i128)>,
}

/// Reckons up a book, whose `entries` stand in the order of its lines or, where the newest line comes first, against it.
pub fn reckon(entries: &[Entry]) -> Reckoned {
    let mut goods: BTreeMap<LotKey, Vec<Line>> = BTreeMap::new();
    for line in lines(entries) {
        let good = LotKey {
            lot: String::new(),
            ..line.key.clone()
        };
        goods.entry(good).or_default().push(line);
    }
    let mut found = Reckoned::default();
    for lines in goods.values() {
        let lots: BTreeSet<&str> = lines.iter().map(|line| &*line.key.lot).collect();
        let of_lot = |lot: &&str| {
            let own = lines.iter().filter(|line| line.key.lot == *lot);
            run(&own.collect::<Vec<_>>(), lot)
        };
        let apart: Vec<Run> = lots.iter().map(of_lot).collect();
        let together = run(&lines.iter().collect::<Vec<_>>(), "");
        let cost: usize = apart.iter().map(Run::cost).sum();
        let runs = match lots.len() > 1 && together.cost() < cost {
            true => vec![together],
            false => apart,
        };
        for run in runs {
            found.openings.extend(run.opening);
            found.gaps.extend(run.gaps);
        }
    }
    found.gaps.sort_by_key(|gap| gap.at);
    found.openings.sort_by_key(|opening| opening.at);
    found
}

/// The lines of the entries, by number and then by lot.
fn lines(entries: &[Entry]) -> Vec<Line> {
    let mut lines: BTreeMap<(u64, LotKey), Line> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let key = LotKey::of_movement(&entry.movement);
        let line = lines.entry((entry.line, key.clone())).or_insert(Line {
            on: entry.movement.date,
            key,
            opens: None,
            change: 0,
            counted: None,
            leaves: None,
        });
        let thousandths = |qty: Quantity| i128::from(qty.thousandths());
        let stated = entry.movement.qty.map(|qty| (at, thousandths(qty)));
        match (entry.says, effect(&entry.movement)) {
            (Some(Says::Opens), _) => line.opens = stated,
            (Some(Says::Leaves), _) => line.leaves = stated,
            (None, Effect::Add(change)) => line.change += thousandths(change),
            (None, Effect::Set(counted)) => line.counted = Some(thousandths(counted)),
            (None, _) => {}
        }
    }
    lines.into_values().collect()
}

/// One balance from line to line.
#[derive(Default)]
struct Run {
    opening: Option<Opening>,
    gaps: Vec<Gap>,
}

impl Run {
    /// How badly the lines fit: a gap is worse than something that was there before.
    fn cost(&self) -> usize {
        2 * self.gaps.len() + usize::from(self.opening.is_some())
    }

    fn gap(&mut self, at: usize, stated: i128, reckoned: i128) {
        let [stated, reckoned] = [stated, reckoned].map(Quantity::from_sum);
        if let (Some(stated), Some(reckoned)) = (stated, reckoned) {
            self.gaps.push(Gap {
                at,
                stated,
                reckoned,
            });
        }
    }
}

/// Follows one balance through `lines`; `lot` is the one that its opening belongs to.
fn run(lines: &[&Line], lot: &str) -> Run {
    let days = || lines.iter().map(|line| line.on);
    let is_newest_first = days().next() > days().next_back();
    let ordered: Vec<&Line> = match is_newest_first {
        true => lines.iter().rev().copied().collect(),
        false => lines.to_vec(),
    };
    let mut run = Run::default();
    let tells = |line: &&Line| line.opens.or(line.leaves).is_some() || line.counted.is_some();
    let (Some(first_day), Some(start)) = (days().min(), ordered.iter().position(tells)) else {
        return run;
    };
    let before: i128 = ordered[..start].iter().map(|line| line.change).sum();
    let first = ordered[start];
    let implied = first.leaves.map(|(at, left)| (at, left - first.change));
    let told = first.opens.or(implied).filter(|_| first.counted.is_none());
    let mut opening = told.map_or(0, |(_, stated)| (stated - before).max(0));
    // The balances of the cards of one good, and the one that went on last.
    let mut cards = vec![opening + before];
    let mut last = 0;
    for (at, line) in ordered[start..].iter().enumerate() {
        if let Some(counted) = line.counted {
            (cards, last) = (vec![counted], 0);
            continue;
        }
        match line.opens {
            Some((_, stated)) if cards.contains(&stated) => {
                last = cards
                    .iter()
                    .position(|card| *card == stated)
                    .unwrap_or(last);
            }
            Some((_, stated)) if at > 0 && line.on == first_day => {
                opening += stated;
                last = cards.len();
                cards.push(stated);
            }
            Some((at, stated)) => {
                run.gap(at, stated, cards[last]);
                cards[last] = stated;
            }
            None => {
                let goes_on =
                    |card: &i128| line.leaves.is_some_and(|(_, l)| l == card + line.change);
                last = cards.iter().position(goes_on).unwrap_or(last);
            }
        }
        cards[last] += line.change;
        if let Some((at, left)) = line.leaves.filter(|(_, left)| *left != cards[last]) {
            run.gap(at, left, cards[last]);
            cards[last] = left;
        }
    }
    let qty = Quantity::from_sum(opening).filter(|qty| !qty.is_zero());
    run.opening = told.zip(qty).map(|((at, _), qty)| Opening {
        at,
        lot: lot.to_owned(),
        qty,
        day: first_day.plus_days(-1),
    });
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::word::MovementKind;

    /// A line of a test: its day of March, its lot, and what was there before, came, went and was left.
    type Told<'a> = (u32, &'a str, [Option<i64>; 4]);

    fn book(lines: &[Told]) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (at, (day, lot, [opens, came, went, leaves])) in lines.iter().enumerate() {
            let mut say = |says, kind, pieces: Option<i64>| {
                let day = Day::new(2022, 3, *day).expect("a day of March");
                let movement = Movement {
                    lot: (*lot).to_owned(),
                    qty: pieces.and_then(Quantity::whole),
                    ..Movement::new(day, kind, "D00", "mask")
                };
                let line = at as u64 + 2;
                entries.extend(pieces.map(|_| Entry {
                    line,
                    says,
                    movement,
                }));
            };
            say(None, MovementKind::Receipt, *came);
            say(None, MovementKind::Issue, *went);
            if came.or(*went).or(*opens).is_none() {
                say(None, MovementKind::Count, *leaves);
            }
            say(Some(Says::Opens), MovementKind::Count, *opens);
            say(Some(Says::Leaves), MovementKind::Count, *leaves);
        }
        entries
    }

    /// The openings as day, lot and quantity, and the gaps as line, stated and reckoned.
    fn reckoned(lines: &[Told]) -> (Vec<String>, Vec<String>) {
        let entries = book(lines);
        let found = reckon(&entries);
        let opening = |o: &Opening| format!("{} {} {}", o.day, o.lot, o.qty);
        let gap = |g: &Gap| format!("{} {} {}", entries[g.at].line, g.stated, g.reckoned);
        (
            found.openings.iter().map(opening).collect(),
            found.gaps.iter().map(gap).collect(),
        )
    }

    const NONE: Option<i64> = None;

    #[test]
    fn what_was_there_before_is_stated_or_follows_from_what_was_left() {
        for lines in [
            [
                (2, "", [NONE, Some(1000), NONE, Some(6000)]),
                (5, "", [NONE, NONE, Some(800), Some(5200)]),
            ],
            [
                (2, "", [Some(5000), Some(1000), NONE, Some(6000)]),
                (5, "", [NONE, NONE, Some(800), Some(5200)]),
            ],
            [
                (5, "", [NONE, NONE, Some(800), Some(5200)]),
                (2, "", [NONE, Some(1000), NONE, Some(6000)]),
            ],
            [
                (2, "", [NONE, Some(1000), NONE, NONE]),
                (5, "", [NONE, NONE, Some(800), Some(5200)]),
            ],
        ] {
            let opened = vec!["2022-03-01  5000".to_owned()];
            assert_eq!(reckoned(&lines), (opened, Vec::new()), "{lines:?}");
        }
    }

    #[test]
    fn a_book_that_begins_with_nothing_or_with_a_count_has_no_opening() {
        let nothing = [(2, "", [NONE, Some(1000), NONE, Some(1000)])];
        assert_eq!(reckoned(&nothing), (Vec::new(), Vec::new()));
        let counted = [
            (1, "", [NONE, NONE, NONE, Some(600)]),
            (3, "", [NONE, Some(400), NONE, Some(1000)]),
        ];
        assert_eq!(reckoned(&counted), (Vec::new(), Vec::new()));
        let unsaid = [(2, "", [NONE, NONE, Some(7), NONE])];
        assert_eq!(reckoned(&unsaid), (Vec::new(), Vec::new()));
        assert_eq!(reckon(&[]), Reckoned::default());
    }

    #[test]
    fn a_line_that_states_something_else_is_named_once() {
        let lines = [
            (13, "", [Some(1000), Some(0), Some(100), Some(900)]),
            (14, "", [Some(900), Some(0), Some(100), Some(810)]),
            (15, "", [Some(810), Some(50), Some(100), Some(760)]),
            (16, "", [Some(750), Some(0), Some(0), Some(750)]),
        ];
        let gaps = ["3 810 800", "5 750 760"].map(str::to_owned).to_vec();
        let opened = vec!["2022-03-12  1000".to_owned()];
        assert_eq!(reckoned(&lines), (opened, gaps));
        let too_little = [(2, "", [NONE, Some(1000), NONE, Some(400)])];
        let gaps = vec!["2 400 1000".to_owned()];
        assert_eq!(reckoned(&too_little), (Vec::new(), gaps));
    }

    #[test]
    fn one_balance_of_two_lots_opens_neither_of_them_twice() {
        let of_the_good = [
            (2, "A", [NONE, Some(1000), NONE, Some(1000)]),
            (3, "B", [NONE, Some(500), NONE, Some(1500)]),
            (4, "A", [NONE, NONE, Some(200), Some(1300)]),
        ];
        assert_eq!(reckoned(&of_the_good), (Vec::new(), Vec::new()));
        let of_each = [
            (2, "A", [NONE, Some(100), NONE, Some(600)]),
            (3, "B", [NONE, Some(50), NONE, Some(250)]),
        ];
        let opened = ["2022-03-01 A 500", "2022-03-02 B 200"];
        let opened = opened.map(str::to_owned).to_vec();
        assert_eq!(reckoned(&of_each), (opened, Vec::new()));
    }

    #[test]
    fn two_cards_of_one_good_were_both_there() {
        let lines = [
            (13, "", [Some(1000), Some(0), Some(100), Some(900)]),
            (13, "", [Some(500), Some(0), Some(50), Some(450)]),
            (14, "", [Some(900), Some(0), Some(100), Some(800)]),
            (14, "", [Some(450), Some(0), Some(50), Some(400)]),
        ];
        let opened = vec!["2022-03-12  1500".to_owned()];
        assert_eq!(reckoned(&lines), (opened, Vec::new()));
    }
}
