//! Transfers on a line of sites, against every way to send the same.

use proptest::prelude::*;

use super::*;
use crate::allocate::sample::{AS_OF, ask, day, lot, pieces, uses};
use crate::diagnostic::Code;
use crate::ledger::tables::Site;
use crate::policy::Policy;

/// Givers are G0.., receivers R0.., each at a degree of longitude on the equator.
struct Line {
    onhand: Vec<OnHand>,
    requests: Vec<Request>,
    burn: Vec<Burn>,
    consents: Vec<Consent>,
    sites: SiteTree,
    rules: Rules,
}

fn site(code: &str, lon: i64) -> Site {
    Site {
        site: code.to_owned(),
        name: String::new(),
        parent: String::new(),
        level: String::new(),
        class: String::new(),
        lat: Some(0.0),
        lon: Some(lon as f64),
        risk: String::new(),
        population: None,
        beds: None,
    }
}

/// `givers`: place, stock and use a day; `receivers`: place and need.
fn line(givers: &[(i64, i64, i64)], receivers: &[(i64, i64)]) -> Line {
    let policy = Policy::built_in("P0").unwrap_or_else(|fault| panic!("{fault}"));
    let mut sites = Vec::new();
    let (mut onhand, mut burn, mut requests) = (Vec::new(), Vec::new(), Vec::new());
    for (number, &(place, stock, rate)) in givers.iter().enumerate() {
        let code = format!("G{number}");
        let mut row = lot("mask", "L", stock, "2023-01-01");
        row.site.clone_from(&code);
        sites.push(site(&code, place));
        burn.push(uses(&code, "mask", rate));
        onhand.push(row);
    }
    for (number, &(place, need)) in receivers.iter().enumerate() {
        let code = format!("R{number}");
        sites.push(site(&code, place));
        requests.push(ask(&code, &code, "mask", need));
    }
    Line {
        onhand,
        requests,
        burn,
        consents: Vec::new(),
        sites: SiteTree::new(sites),
        rules: Rules::of(&[policy]).expect("one profile does not clash"),
    }
}

impl Line {
    fn moved(&self, floor_days: Option<i64>) -> Transfers {
        let items = Catalogue::default();
        let inputs = TransferInputs {
            onhand: &self.onhand,
            requests: &self.requests,
            unmet: None,
            allocation: &[],
            before: &[],
            posted: &Posted::default(),
            burn: &self.burn,
            cover: &[],
            consents: &self.consents,
            lanes: &[],
            items: &items,
            sites: &self.sites,
            rules: &self.rules,
            as_of: day(AS_OF),
            from: None,
            floor_days,
            plan_id: "p",
            basis_seal: "s",
            options: PlanOptions::default(),
        };
        let moved = transfers(&inputs).unwrap_or_else(|refused| panic!("{refused}"));
        assert_eq!(audit(&inputs, &moved.transfer), []);
        moved
    }
}

fn given(moved: &Transfers) -> Vec<(String, String, i64)> {
    let rows = moved.transfer.iter();
    rows.map(|row| {
        (
            row.from_site.clone(),
            row.site.clone(),
            row.qty.whole_units_down(),
        )
    })
    .collect()
}

#[test]
fn a_giver_keeps_its_floor_to_the_piece() {
    let line = line(&[(0, 100, 7)], &[(1, 1000)]);
    let sent = |days| line.moved(days).transfer.first().map(|row| row.qty);
    assert_eq!(sent(Some(0)), Some(pieces(100)));
    assert_eq!(sent(Some(10)), Some(pieces(30)));
    assert_eq!(sent(Some(14)), Some(pieces(2)));
    assert_eq!(sent(Some(15)), None);
    assert_eq!(
        sent(None),
        None,
        "without a standard nobody knows what it needs"
    );
    let hint = |line: &Line, days| {
        let notes = line.moved(days).notes;
        let note = notes
            .into_iter()
            .find(|note| note.code == Code::MissingCell);
        note.and_then(|note| note.hint).unwrap_or_default()
    };
    assert!(hint(&line, None).starts_with("hand in table cover"));
    let unknown = Line {
        burn: Vec::new(),
        ..line
    };
    assert!(hint(&unknown, Some(3)).starts_with("hand in table burn"));
}

#[test]
fn whoever_refused_last_gives_nothing_and_consent_stands_on_the_row() {
    let mut line = line(&[(0, 10, 0), (5, 10, 0)], &[(1, 10)]);
    let answer = |agreed, date| Consent {
        from_site: "G0".to_owned(),
        item: String::new(),
        date: Day::parse(date),
        agreed,
        approver: "county".to_owned(),
        note: String::new(),
    };
    line.consents = vec![answer(true, "2022-03-02")];
    assert_eq!(line.moved(Some(0)).transfer[0].consent, "county 2022-03-02");
    line.consents.push(answer(false, "2022-03-03"));
    assert_eq!(
        given(&line.moved(Some(0))),
        [("G1".to_owned(), "R0".to_owned(), 10)]
    );
    // A refusal stands against an agreement of the same day, in any order.
    line.consents[0].date = Day::parse("2022-03-03");
    line.consents.swap(0, 1);
    let moved = line.moved(Some(0));
    assert_eq!(given(&moved)[0].0, "G1");
    let mut notes = moved.notes.iter();
    assert!(notes.any(|note| note.code == Code::Conflict));
    line.consents.swap(0, 1);
    line.consents[1].date = Day::parse("2022-03-15");
    assert_eq!(
        line.moved(Some(0)).transfer[0].from_site,
        "G0",
        "an answer of tomorrow"
    );
}

/// The least distance at which `supply` can send what `demand` is to get, by trying every way.
fn least(supply: &mut [(i64, i64)], demand: &[(i64, i64)]) -> Option<i64> {
    let Some((&(to, need), rest)) = demand.split_first() else {
        return Some(0);
    };
    if need == 0 {
        return least(supply, rest);
    }
    let mut best: Option<i64> = None;
    for at in 0..supply.len() {
        if supply[at].1 == 0 {
            continue;
        }
        supply[at].1 -= 1;
        let way = (supply[at].0 - to).abs();
        let mut left = demand.to_vec();
        left[0].1 -= 1;
        if let Some(others) = least(supply, &left) {
            best = Some(best.map_or(way + others, |best| best.min(way + others)));
        }
        supply[at].1 += 1;
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_way_in_all_is_as_short_as_by_trying_every_one(
        givers in prop::collection::vec((0..9i64, 0..4i64), 1..4),
        receivers in prop::collection::vec((0..9i64, 0..4i64), 1..3),
        kept in 0..2i64,
    ) {
        let stocks: Vec<(i64, i64, i64)> = givers.iter().map(|&(place, stock)| (place, stock, kept)).collect();
        let line = line(&stocks, &receivers);
        let moved = line.moved(Some(1));
        let mut supply: Vec<(i64, i64)> = givers.iter().map(|&(place, stock)| (place, (stock - kept).max(0))).collect();
        let got = |number: usize| {
            let name = format!("R{number}");
            given(&moved).iter().filter(|(_, to, _)| *to == name).map(|(_, _, qty)| qty).sum::<i64>()
        };
        let demand: Vec<(i64, i64)> =
            receivers.iter().enumerate().map(|(number, &(place, _))| (place, got(number))).collect();
        let wanted: i64 = receivers.iter().map(|(_, need)| need).sum();
        let spare: i64 = supply.iter().map(|(_, left)| left).sum();
        prop_assert_eq!(demand.iter().map(|(_, got)| got).sum::<i64>(), wanted.min(spare));
        let place = |code: &str| -> i64 {
            let number: usize = code[1..].parse().expect("a number");
            if code.starts_with('G') { givers[number].0 } else { receivers[number].0 }
        };
        let way: i64 = given(&moved).iter().map(|(from, to, qty)| (place(from) - place(to)).abs() * qty).sum();
        prop_assert_eq!(Some(way), least(&mut supply, &demand));
    }
}
