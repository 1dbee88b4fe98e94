//! What do balances come to where table `agreement` says what was agreed?
//!
//! Goods of form `agreement` are a promise, and the table says what it is worth: an agreement that is pledged, unsigned,
//! ended, or out of its term on the day is nothing; of one in force counts what the books have left of it, by its number
//! as their lot, and where they have no line of it yet, all of it but what was received under it: a receipt of basis
//! agreement that names it in `ref` is goods in store, and no promise any more (A11). What the books promise by a number
//! that the table does not know is nothing either. Without the table the books' word is taken. Other forms are left as they are.
//!
//! Every command that holds an agreement against a need looks here, so that they count the same.

use std::collections::HashMap;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::balance::in_ledger_order;
use crate::ledger::tables::{Agreement, Inbound, Movement, OnHand};
use crate::ledger::word::{AgreementKind, Form, MovementKind, ReceiptBasis, Word as _};
use crate::quantity::Quantity;

use super::availability::{Standing, standing};
use super::coming::is_confirmed;

/// The balances of `onhand` with what `agreements` in force on `as_of` are worth in the place of what the books promise.
///
/// Where no table of agreements is supplied this is not asked, and the books' word stands. Result: what is not agreed in
/// its order, then a row for each agreement in force, its number as lot and the end of its term as last day; at the site
/// that it names, else at those where the books have it, else at none.
///
/// Rule: `P0-R03`.
pub fn agreed(onhand: &[OnHand], agreements: &[Agreement], as_of: Day) -> Vec<OnHand> {
    let mut on_books: HashMap<(&str, &str), Vec<&OnHand>> = HashMap::new();
    for row in onhand.iter().filter(|row| is_promise(row)) {
        let lots = on_books.entry((&row.lot, &row.item)).or_default();
        lots.push(row);
    }
    let others = onhand.iter().filter(|row| !is_promise(row));
    let mut rows: Vec<OnHand> = others.cloned().collect();
    for agreement in in_force(agreements, as_of) {
        let lots = on_books.get(&(&*agreement.agreement, &*agreement.item));
        match lots {
            Some(lots) => rows.extend(lots.iter().map(|lot| left_of(agreement, lot))),
            None => rows.push(whole(agreement, as_of)),
        }
    }
    rows
}

/// The agreements less what was received under each by the day: a receipt within its term, of its item and from its
/// enterprise, that is of basis agreement and names it in `ref`. What is stored under one is on the books, and stays.
///
/// `movements`: receipts and reversals at least. Rule: `A11`.
pub fn still_owed(agreements: &[Agreement], movements: &[Movement], as_of: Day) -> Vec<Agreement> {
    let lines = in_ledger_order(movements, as_of);
    let receipts: Vec<&Movement> = lines.into_iter().filter(|row| is_under_one(row)).collect();
    less(agreements, |agreement| {
        let of_it = receipts.iter().filter(|row| is_under(row, agreement));
        of_it.map(|row| row.qty.unwrap_or_default()).sum()
    })
}

/// The agreements less what is on its way under each: a line of table `inbound` whose document is its number, and which has
/// left whoever sends it.
///
/// Rule: `A11`.
pub fn not_on_the_way(agreements: &[Agreement], inbound: &[Inbound]) -> Vec<Agreement> {
    less(agreements, |agreement| {
        let of_it = inbound.iter().filter(|row| {
            is_confirmed(row)
                && row.doc == agreement.agreement
                && row.item == agreement.item
                && is_from(&row.counterparty, agreement)
        });
        of_it.map(|row| row.qty).sum()
    })
}

fn less(agreements: &[Agreement], came: impl Fn(&Agreement) -> Quantity) -> Vec<Agreement> {
    let left = |agreement: &Agreement| match agreement.kind {
        AgreementKind::Storage => agreement.clone(),
        AgreementKind::Supply | AgreementKind::Production => Agreement {
            qty: (agreement.qty - came(agreement)).or_zero(),
            ..agreement.clone()
        },
    };
    agreements.iter().map(left).collect()
}

/// Whether a line brought goods under an agreement that it names; the line of a promise is no goods.
fn is_under_one(row: &Movement) -> bool {
    row.kind == MovementKind::Receipt
        && row.form != Some(Form::Agreement)
        && !row.reference.is_empty()
        && ReceiptBasis::parse(&row.basis) == Some(ReceiptBasis::Agreement)
}

fn is_under(row: &Movement, agreement: &Agreement) -> bool {
    row.reference == agreement.agreement
        && row.item == agreement.item
        && is_from(&row.counterparty, agreement)
        && agreement.from.is_none_or(|from| row.date >= from)
}

/// Whether goods come from whom an agreement is with, as far as anybody says.
fn is_from(sender: &str, agreement: &Agreement) -> bool {
    sender.is_empty() || sender == agreement.enterprise
}

/// Warns of each agreement in force that says of no site whose reserve it serves, and that no book has a line of: its
/// price holds for all, its quantity counts for none.
pub fn of_no_site(onhand: &[OnHand], agreements: &[Agreement], as_of: Day) -> Vec<Diagnostic> {
    let is_on_books = |agreement: &Agreement| {
        let mut promises = onhand.iter().filter(|row| is_promise(row));
        promises.any(|row| row.lot == agreement.agreement && row.item == agreement.item)
    };
    let placeless = in_force(agreements, as_of)
        .filter(|agreement| agreement.site.is_empty() && !is_on_books(agreement));
    let warning = |agreement: &Agreement| {
        let (number, item) = (&agreement.agreement, &agreement.item);
        let message =
            format!("agreement {number} on {item} names no site, so that it counts for none");
        Diagnostic::warning(Code::MissingCell, message)
            .hint("write the depot or area whose reserve it serves into column site")
    };
    placeless.map(warning).collect()
}

fn in_force(agreements: &[Agreement], as_of: Day) -> impl Iterator<Item = &Agreement> {
    agreements.iter().filter(move |row| {
        row.kind == AgreementKind::Supply && standing(row, as_of) == Standing::InForce
    })
}

fn is_promise(row: &OnHand) -> bool {
    row.form == Some(Form::Agreement)
}

/// What the books have left of an agreement.
fn left_of(agreement: &Agreement, lot: &OnHand) -> OnHand {
    let site = match &*agreement.site {
        "" => &lot.site,
        named => named,
    };
    OnHand {
        site: site.to_owned(),
        qty: lot.qty.or_zero(),
        expiry: agreement.to.or(lot.expiry),
        // Of a row past its day nothing was available; the term of the agreement says otherwise.
        available: lot.available.filter(|_| lot.expiry == agreement.to),
        ..lot.clone()
    }
}

/// All of an agreement that no book has a line of.
fn whole(agreement: &Agreement, as_of: Day) -> OnHand {
    OnHand {
        as_of,
        site: agreement.site.clone(),
        item: agreement.item.clone(),
        lot: agreement.agreement.clone(),
        form: Some(Form::Agreement),
        owner: agreement.owner.clone(),
        earmark: String::new(),
        qty: agreement.qty,
        unit: agreement.unit.clone(),
        expiry: agreement.to,
        mfg_date: None,
        held: None,
        reserved: None,
        available: None,
        unit_cost: agreement.price,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::word::{AgreementStatus, InboundStatus};

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn pieces(count: i64) -> Quantity {
        Quantity::whole(count).expect("a small number")
    }

    /// Signed, and in its term through 2022.
    fn agreement(number: &str, site: &str) -> Agreement {
        Agreement {
            agreement: number.to_owned(),
            item: "mask".to_owned(),
            enterprise: "E1".to_owned(),
            kind: AgreementKind::Supply,
            site: site.to_owned(),
            owner: String::new(),
            qty: pieces(500),
            unit: "piece".to_owned(),
            signed_on: Some(day("2022-01-01")),
            from: Some(day("2022-01-01")),
            to: Some(day("2022-12-31")),
            status: None,
            lead_days: None,
            available_on: None,
            per_delivery: None,
            interval_days: None,
            price: None,
            requirement: String::new(),
            duties: String::new(),
            breach_terms: String::new(),
            quality: String::new(),
            note: String::new(),
            pay_days: None,
        }
    }

    fn lot(number: &str, form: Form, qty: i64) -> OnHand {
        OnHand {
            lot: number.to_owned(),
            form: Some(form),
            qty: pieces(qty),
            ..OnHand::new(day("2022-03-01"), "D1", "mask")
        }
    }

    /// Site, lot and quantity of what is there.
    fn counted(onhand: &[OnHand], agreements: &[Agreement]) -> Vec<(String, String, i64)> {
        let rows = agreed(onhand, agreements, day("2022-03-01")).into_iter();
        rows.map(|row| (row.site, row.lot, row.qty.whole_units_down()))
            .collect()
    }

    fn row(site: &str, lot: &str, qty: i64) -> (String, String, i64) {
        (site.to_owned(), lot.to_owned(), qty)
    }

    #[test]
    fn an_agreement_counts_where_it_binds_and_what_is_left_of_it() {
        let in_store = lot("L1", Form::Physical, 7);
        let on_books = [in_store, lot("A1", Form::Agreement, 200)];
        let a1 = agreement("A1", "C1");
        let l1 = row("D1", "L1", 7);
        let of = |agreements: &[Agreement]| counted(&on_books, agreements);
        assert_eq!(
            of(std::slice::from_ref(&a1)),
            [l1.clone(), row("C1", "A1", 200)]
        );
        assert_eq!(
            counted(&[], std::slice::from_ref(&a1)),
            [row("C1", "A1", 500)]
        );
        let pledged = Agreement {
            status: Some(AgreementStatus::Pledged),
            ..a1.clone()
        };
        let unsigned = Agreement {
            signed_on: None,
            ..a1.clone()
        };
        let lapsed = Agreement {
            to: Some(day("2022-02-28")),
            ..a1.clone()
        };
        let storage = Agreement {
            kind: AgreementKind::Storage,
            ..a1
        };
        for nothing in [pledged, unsigned, lapsed, storage] {
            assert_eq!(of(&[nothing]), std::slice::from_ref(&l1));
        }
        // What the books promise and no agreement says is nothing.
        assert_eq!(of(&[]), [l1]);
    }

    #[test]
    fn an_agreement_for_all_lies_where_the_books_have_it_until_its_term_is_over() {
        let a1 = agreement("A1", "");
        let on_books = [lot("A1", Form::Agreement, 200)];
        assert_eq!(
            counted(&on_books, std::slice::from_ref(&a1)),
            [row("D1", "A1", 200)]
        );
        assert_eq!(
            counted(&[], std::slice::from_ref(&a1)),
            [row("", "A1", 500)]
        );
        let warnings = |onhand: &[OnHand], agreement: Agreement| {
            of_no_site(onhand, &[agreement], day("2022-03-01")).len()
        };
        assert_eq!(warnings(&on_books, a1.clone()), 0);
        assert_eq!(warnings(&[], a1.clone()), 1);
        assert_eq!(warnings(&[], agreement("A1", "C1")), 0);
        for onhand in [&on_books[..], &[]] {
            let rows = agreed(onhand, std::slice::from_ref(&a1), day("2022-12-31"));
            assert_eq!(rows[0].expiry, Some(day("2022-12-31")));
        }
    }

    #[test]
    fn what_was_received_or_left_under_an_agreement_is_no_promise() {
        let a1 = [agreement("A1", "C1")];
        let left = |agreements: Vec<Agreement>| agreements[0].qty.whole_units_down();
        let receipt = |number: &str, sender: &str, basis: &str, date: &str| Movement {
            reference: number.to_owned(),
            counterparty: sender.to_owned(),
            basis: basis.to_owned(),
            qty: Some(pieces(200)),
            ..Movement::new(day(date), MovementKind::Receipt, "D1", "mask")
        };
        let owed = |row: Movement| left(still_owed(&a1, &[row], day("2022-03-01")));
        assert_eq!(owed(receipt("A1", "E1", "agreement", "2022-02-01")), 300);
        for basis in ["协议", "协议供应"] {
            assert_eq!(owed(receipt("A1", "", basis, "2022-02-01")), 300);
        }
        for other in [
            receipt("A2", "E1", "agreement", "2022-02-01"),
            receipt("A1", "E2", "agreement", "2022-02-01"),
            receipt("A1", "E1", "purchase", "2022-02-01"),
            receipt("A1", "E1", "agreement", "2021-12-31"),
            receipt("A1", "E1", "agreement", "2022-03-02"),
        ] {
            assert_eq!(owed(other), 500);
        }
        let on_its_way = |status| Inbound {
            doc: "A1".to_owned(),
            line: "1".to_owned(),
            site: "D1".to_owned(),
            item: "mask".to_owned(),
            qty: pieces(50),
            unit: String::new(),
            status,
            expected_on: None,
            expiry: None,
            form: None,
            counterparty: "E1".to_owned(),
            note: String::new(),
        };
        let rest = |status| left(not_on_the_way(&a1, &[on_its_way(status)]));
        assert_eq!(rest(InboundStatus::InTransit), 450);
        assert_eq!(rest(InboundStatus::Ordered), 500);
    }
}
