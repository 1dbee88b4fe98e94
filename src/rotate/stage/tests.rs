//! Lots of gloves that expire on 24 June 2022: auction from 25 February, donation up to 24 March.

use super::*;
use crate::ledger::tables::{Item, Movement};
use crate::ledger::word::{
    AuctionResult, DisposalMethod, DisposalResult, Form, MovementKind, Word,
};
use crate::policy::Policy;
use crate::quantity::Quantity;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn qty(whole: i64) -> Quantity {
    Quantity::whole(whole).expect("a quantity of the test")
}

fn lot(lot: &str, whole: i64) -> OnHand {
    OnHand {
        lot: lot.to_owned(),
        form: Some(Form::Physical),
        owner: "city".to_owned(),
        qty: qty(whole),
        unit: "pair".to_owned(),
        expiry: Some(day("2022-06-24")),
        ..OnHand::new(day("2022-03-01"), "D00", "gloves")
    }
}

fn auction(lot: &str, date: &str, result: AuctionResult) -> Auction {
    Auction {
        site: "D00".to_owned(),
        item: "gloves".to_owned(),
        lot: lot.to_owned(),
        date: day(date),
        start_price: None,
        result,
        sold_qty: None,
        sold_price: None,
        fee: None,
        proceeds: None,
        counterparty: String::new(),
        approval: String::new(),
    }
}

fn offer(date: &str, result: DisposalResult) -> Disposal {
    Disposal {
        site: "D00".to_owned(),
        item: "gloves".to_owned(),
        result: Some(result),
        ..Disposal::new("G1", day(date), DisposalMethod::Donation)
    }
}

fn share(institution: &str, whole: i64) -> Rotation {
    Rotation {
        plan: "RP2022".to_owned(),
        date: Some(day("2022-01-10")),
        from_site: "D00".to_owned(),
        item: "gloves".to_owned(),
        qty: qty(whole),
        unit: "pair".to_owned(),
        form: Some(Form::Physical),
        owner: "city".to_owned(),
        use_by: Some(day("2022-05-31")),
        ..Rotation::new("G1", institution)
    }
}

#[derive(Default)]
struct Desk {
    onhand: Vec<OnHand>,
    rotation: Vec<Rotation>,
    movements: Vec<Movement>,
    auctions: Vec<Auction>,
    disposals: Vec<Disposal>,
    catalogue: Catalogue,
    sites: SiteTree,
}

impl Desk {
    /// One lot of 100 pairs, G1.
    fn one_lot() -> Desk {
        Desk {
            onhand: vec![lot("G1", 100)],
            ..Desk::default()
        }
    }

    fn on<T>(&self, as_of: &str, answer: impl Fn(&StageInputs) -> T) -> T {
        let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
        let ladder = policy.ladder.expect("P0 has a ladder");
        let deliveries = Deliveries::of(&self.rotation, &self.movements, &[], day(as_of));
        answer(&StageInputs {
            onhand: &self.onhand,
            rotation: &self.rotation,
            deliveries: &deliveries,
            auctions: &self.auctions,
            disposals: &self.disposals,
            catalogue: &self.catalogue,
            ladder: &ladder,
            sites: &self.sites,
            as_of: day(as_of),
        })
    }

    /// Stage and action of the first row.
    fn first(&self, as_of: &str) -> (&'static str, String) {
        let rows = self.on(as_of, stages);
        (rows[0].stage.id(), rows[0].action.clone())
    }

    fn failed(mut self, dates: &[&str]) -> Desk {
        let failures = dates
            .iter()
            .map(|date| auction("G1", date, AuctionResult::Failed));
        self.auctions.extend(failures);
        self
    }
}

fn said(stage: &'static str, action: &str) -> (&'static str, String) {
    (stage, action.to_owned())
}

#[test]
fn the_first_auction_is_due_while_a_second_still_fits() {
    let desk = Desk::one_lot();
    assert_eq!(
        desk.first("2022-03-14"),
        said("auction", "hold auction 1 by 2022-03-14")
    );
    let too_late =
        "second auction can no longer fit before 2022-03-24: only sale or write-off remain";
    assert_eq!(desk.first("2022-03-15"), said("auction", too_late));
}

#[test]
fn the_second_auction_waits_for_the_interval_and_leaves_time_to_hand_over() {
    let desk = || Desk::one_lot().failed(&["2022-03-10"]);
    assert_eq!(
        desk().first("2022-03-12"),
        said("auction", "hold auction 2 from 2022-03-17 to 2022-03-21")
    );
    assert_eq!(
        desk().first("2022-03-21"),
        said("auction", "hold auction 2 by 2022-03-21")
    );
    let too_late =
        "second auction can no longer fit before 2022-03-24: only sale or write-off remain";
    assert_eq!(desk().first("2022-03-22"), said("auction", too_late));
    let late_start = Desk::one_lot().failed(&["2022-03-15"]);
    assert_eq!(late_start.first("2022-03-15"), said("auction", too_late));
}

#[test]
fn two_failures_lead_to_donation_up_to_its_last_day() {
    let desk = Desk::one_lot().failed(&["2022-03-01", "2022-03-10"]);
    assert_eq!(
        desk.first("2022-03-21"),
        said("donate", "donate by 2022-03-24, offer it by 2022-03-21")
    );
    assert_eq!(
        desk.first("2022-03-24"),
        said(
            "donate",
            "donate at once: the last day is 2022-03-24, and a handover takes 3 days"
        )
    );
    assert_eq!(
        desk.first("2022-03-25"),
        said(
            "write_off",
            "apply for write-off: the last day of donation was 2022-03-24"
        )
    );
}

#[test]
fn a_lot_that_missed_its_auctions_stays_at_auction_and_is_late() {
    let desk = Desk::one_lot().failed(&["2022-03-10"]);
    let late = "late: 1 failed auction by 2022-03-24, the last day of donation; sell by 2022-06-24 or apply for write-off";
    assert_eq!(desk.first("2022-03-25"), said("auction", late));
}

#[test]
fn a_partial_sale_starts_the_count_anew() {
    let mut desk = Desk::one_lot().failed(&["2022-02-26", "2022-03-12"]);
    let mut partial = auction("G1", "2022-03-05", AuctionResult::Failed);
    partial.sold_qty = Some(qty(10));
    desk.auctions.push(partial);
    assert_eq!(desk.first("2022-03-19").0, "auction");
    desk.auctions.retain(|row| row.sold_qty.is_none());
    assert_eq!(desk.first("2022-03-19").0, "donate");
}

#[test]
fn auctions_of_other_lots_and_of_later_days_do_not_count() {
    let mut desk = Desk::one_lot().failed(&["2022-03-01", "2022-03-20"]);
    desk.auctions
        .push(auction("G2", "2022-03-02", AuctionResult::Failed));
    let mut elsewhere = auction("G1", "2022-03-03", AuctionResult::Failed);
    elsewhere.site = "D01".to_owned();
    desk.auctions.push(elsewhere);
    assert_eq!(desk.first("2022-03-19").0, "auction");
    assert_eq!(
        desk.on("2022-03-19", crate::rotate::strays).auctions,
        vec![1, 2, 3]
    );
    assert_eq!(desk.first("2022-03-20").0, "donate");
}

#[test]
fn an_auction_written_twice_is_one_failure() {
    let desk = Desk::one_lot().failed(&["2022-03-10", "2022-03-10"]);
    assert_eq!(desk.first("2022-03-18").0, "auction");
}

#[test]
fn a_refused_donation_leads_to_write_off_until_somebody_else_takes_it() {
    let mut desk = Desk::one_lot().failed(&["2022-03-01", "2022-03-10"]);
    desk.disposals
        .push(offer("2022-03-15", DisposalResult::Refused));
    assert_eq!(
        desk.first("2022-03-15"),
        said(
            "write_off",
            "apply for write-off: donation was refused on 2022-03-15"
        )
    );
    assert_eq!(desk.first("2022-03-14").0, "donate");
    desk.disposals
        .push(offer("2022-03-16", DisposalResult::Accepted));
    assert_eq!(desk.first("2022-03-16").0, "donate");
}

#[test]
fn a_planned_lot_is_the_institutions_to_use_up() {
    let mut desk = Desk::one_lot();
    desk.rotation = vec![share("H01", 60), share("H03", 40)];
    let row = &desk.on("2022-03-01", stages)[0];
    assert_eq!(row.stage, Rung::Planned);
    assert_eq!(row.action, "H01, H03 use it up by 2022-05-31");
    assert_eq!(
        (row.liable.as_str(), row.rule.as_str()),
        ("institution", "P0-T04")
    );
    let expired = &desk.on("2022-06-25", stages)[0];
    assert_eq!(
        (expired.stage, expired.liable.as_str()),
        (Rung::Expired, "institution")
    );
}

#[test]
fn the_rest_of_a_partly_planned_lot_goes_down_the_ladder() {
    let mut desk = Desk::one_lot();
    desk.rotation = vec![share("H01", 99)];
    let row = &desk.on("2022-03-01", stages)[0];
    assert_eq!(row.stage, Rung::Auction);
    assert_eq!(
        row.action,
        "hold auction 1 by 2022-03-14 (1 of 100; 99 planned for H01)"
    );
    assert_eq!(
        (row.liable.as_str(), row.rule.as_str()),
        ("health_commission", "P0-T07")
    );
}

#[test]
fn a_planned_share_covers_one_balance_of_the_lot_once() {
    let mut desk = Desk::one_lot();
    let mut earmarked = lot("G1", 50);
    earmarked.earmark = "site:H09".to_owned();
    desk.onhand.insert(0, earmarked);
    desk.rotation = vec![share("H01", 100)];
    let rows = desk.on("2022-03-01", stages);
    let rungs: Vec<Rung> = rows.iter().map(|row| row.stage).collect();
    assert_eq!(rungs, [Rung::Planned, Rung::Auction]);
}

#[test]
fn what_an_institution_received_of_the_plan_is_planned_there_too() {
    let mut desk = Desk::one_lot();
    desk.onhand[0].site = "H01".to_owned();
    desk.onhand[0].owner = "institution".to_owned();
    desk.rotation = vec![share("H01", 100)];
    assert_eq!(desk.first("2022-03-01").0, "planned");
    desk.onhand[0].site = "H02".to_owned();
    assert_eq!(desk.first("2022-03-01").0, "auction");
}

#[test]
fn no_more_is_planned_than_the_ledger_still_reserves() {
    let mut desk = Desk::one_lot();
    desk.rotation = vec![share("H01", 100)];
    desk.onhand[0].reserved = Some(qty(30));
    assert_eq!(desk.first("2022-03-01").0, "auction");
    desk.onhand[0].reserved = Some(qty(100));
    assert_eq!(desk.first("2022-03-01").0, "planned");
}

#[test]
fn what_left_for_the_institution_is_planned_at_the_depot_no_more() {
    let mut desk = Desk::one_lot();
    desk.rotation = vec![share("H01", 100)];
    let moved = |kind, whole| Movement {
        lot: "G1".to_owned(),
        qty: Some(qty(whole)),
        counterparty: "H01".to_owned(),
        ..Movement::new(day("2022-02-01"), kind, "D00", "gloves")
    };
    desk.movements = vec![moved(MovementKind::TransferOut, 99)];
    let action = "hold auction 1 by 2022-03-14 (99 of 100; 1 planned for H01)";
    assert_eq!(desk.first("2022-03-01"), said("auction", action));
    desk.movements = vec![moved(MovementKind::Reserve, 100)];
    desk.onhand[0].reserved = Some(qty(100));
    assert_eq!(desk.first("2022-03-01").0, "planned");
    // Set aside once, and released since: nobody waits for it.
    desk.onhand[0].reserved = Some(qty(0));
    assert_eq!(desk.first("2022-03-01").0, "auction");
}

#[test]
fn no_balance_vanishes_without_expiry_or_without_stock() {
    let mut desk = Desk::one_lot();
    desk.onhand.push(lot("A0", 0));
    desk.onhand.push(lot("N1", 5));
    desk.onhand[2].expiry = None;
    let rows = desk.on("2022-03-01", stages);
    let lots: Vec<&str> = rows.iter().map(|row| row.lot.as_str()).collect();
    assert_eq!(lots, ["A0", "G1", "N1"]);
    assert_eq!(rows[0].action, "nothing on hand");
    assert_eq!(
        (rows[2].stage, rows[2].warn_on, rows[2].days_left),
        (Rung::Normal, None, None)
    );
    assert!(rows[2].action.starts_with("no expiry is known"));
}

#[test]
fn every_deadline_stands_in_the_row() {
    let row = &Desk::one_lot().on("2021-09-24", stages)[0];
    assert_eq!(row.stage, Rung::NearExpiry);
    assert_eq!(row.warn_on, Some(day("2021-09-24")));
    assert_eq!(row.auction_from, Some(day("2022-02-25")));
    assert_eq!(row.auction_1_by, Some(day("2022-03-14")));
    assert_eq!(row.auction_2_by, Some(day("2022-03-21")));
    assert_eq!(row.donate_by, Some(day("2022-03-24")));
    assert_eq!(
        row.action,
        "plan it with an institution before 2022-02-25, else hold auction 1 by 2022-03-14"
    );
    assert_eq!(row.days_left, Some(273));
}

#[test]
fn goods_too_short_lived_for_the_ladder_are_not_called_late() {
    let mut desk = Desk::one_lot();
    desk.onhand[0].mfg_date = Some(day("2022-03-25"));
    assert_eq!(
        desk.first("2022-03-26"),
        said(
            "auction",
            "use or sell by 2022-06-24: too short-lived for auctions before donation"
        )
    );
    desk.onhand[0].mfg_date = Some(day("2022-03-24"));
    assert!(desk.first("2022-03-26").1.starts_with("late"));
}

#[test]
fn what_an_institution_owns_is_its_own_to_rotate() {
    let mut desk = Desk::one_lot();
    desk.onhand[0].owner = "institution".to_owned();
    assert_eq!(desk.on("2022-03-01", stages)[0].liable, "institution");
}

#[test]
fn food_and_agreements_are_not_on_the_ladder_but_expire_all_the_same() {
    let mut desk = Desk::one_lot();
    desk.catalogue = Catalogue::new([Item {
        class: "necessity".to_owned(),
        unit: "pair".to_owned(),
        ..Item::unlisted("gloves")
    }]);
    let off = "not on the ladder of this policy: use or sell by 2022-06-24";
    assert_eq!(desk.first("2022-03-15"), said("normal", off));
    assert_eq!(desk.first("2022-06-24"), said("normal", off));
    let gone = "take out: 2022-06-24 was the last usable day";
    assert_eq!(desk.first("2022-06-25"), said("expired", gone));
    desk.catalogue = Catalogue::default();
    assert_eq!(desk.first("2022-03-15").0, "auction");
    desk.onhand[0].form = Some(Form::Agreement);
    assert_eq!(desk.first("2022-03-15"), said("normal", off));
}
