//! Goods that leave for good as movements: donations, write-offs, sales.
//!
//! Each is a `dispose` of what the row says, or of all that lies there where it states no quantity; a row that leaves
//! its site or item out means every lot of that number. What an auction sold leaves as a sale.

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Price, Quantity};

use super::super::approval::is_given;
use super::super::lot::LotKey;
use super::super::tables::{Auction, Disposal, Movement};
use super::super::word::{AuctionResult, DisposalMethod, DisposalResult, MovementKind, Word as _};
use super::Unpostable;

/// Reasons of a write-off without destruction: the goods were used up in tests.
const SAMPLING: [&str; 2] = ["sampling_loss", "抽检损耗"];

/// What lies in one lot.
#[derive(Debug, Clone, PartialEq)]
pub struct Lying {
    pub key: LotKey,
    pub qty: Quantity,
    /// What of it is neither held nor set aside.
    pub free: Quantity,
    pub unit: String,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
}

impl Disposal {
    /// A disposal of a lot of which nothing else is stated.
    pub fn new(lot: &str, date: Day, method: DisposalMethod) -> Disposal {
        Disposal {
            site: String::new(),
            item: String::new(),
            lot: lot.to_owned(),
            date,
            method,
            result: None,
            qty: None,
            reason: String::new(),
            approval: String::new(),
            counterparty: String::new(),
            witness: String::new(),
            destroyed_on: None,
            unit: String::new(),
            expiry: None,
            days_left: None,
            form: None,
            owner: String::new(),
            earmark: String::new(),
            unit_cost: None,
            value: None,
            rule: String::new(),
        }
    }

    /// Whether goods were written off and nobody is named who watched their destruction; what was used up in tests is not
    /// destroyed.
    ///
    /// Rule: `P0-T12`.
    pub fn lacks_witness(&self) -> bool {
        self.method == DisposalMethod::WriteOff
            && self.witness.is_empty()
            && !SAMPLING.contains(&self.reason.trim())
    }
}

/// The document of a disposal: the same row posted twice is one document.
pub fn document_of(disposal: &Disposal) -> String {
    let parts = [&disposal.site, &disposal.item, &disposal.lot];
    let named = parts.into_iter().filter(|part| !part.is_empty());
    let name = named.map(String::as_str).collect::<Vec<_>>().join("-");
    let kind = match disposal.method {
        DisposalMethod::Sale => "sale",
        DisposalMethod::Donation | DisposalMethod::WriteOff => "disposal",
    };
    format!("{kind}-{}-{name}", disposal.date)
}

/// What auctions sold, as disposals; without a quantity the whole lot was sold.
///
/// Result: in their order, each with the position of its own; the money stays in the table of auctions.
pub fn sales(auctions: &[Auction]) -> Vec<(usize, Disposal)> {
    let sold = auctions.iter().enumerate();
    let sold = sold.filter(|(_, row)| row.result == AuctionResult::Sold);
    sold.map(|(at, row)| {
        let sale = Disposal {
            site: row.site.clone(),
            item: row.item.clone(),
            qty: row.sold_qty,
            reason: "sold by auction".to_owned(),
            approval: row.approval.clone(),
            counterparty: row.counterparty.clone(),
            ..Disposal::new(&row.lot, row.date, DisposalMethod::Sale)
        };
        (at, sale)
    })
    .collect()
}

/// The movements of `disposals`, in their order; `lies` says what lies on the day of one.
///
/// Errors: rows of which nothing lies there, and rows with a quantity that several balances could give.
pub fn movements_of_disposals(
    disposals: &[Disposal],
    lies: impl Fn(&Disposal) -> Vec<Lying>,
) -> Result<Vec<(usize, Movement)>, Vec<Unpostable>> {
    let (mut movements, mut unpostable) = (Vec::new(), Vec::new());
    for (at, disposal) in disposals.iter().enumerate() {
        if let Some(fault) = disorder(disposal) {
            unpostable.push((at, fault));
            continue;
        }
        let meant: Vec<Lying> = lies(disposal)
            .into_iter()
            .filter(|lying| lying.qty.is_positive() && is_meant(disposal, &lying.key))
            .collect();
        let lot = &disposal.lot;
        match (meant.as_slice(), disposal.qty) {
            ([], _) => {
                let message = format!("nothing of lot {lot} lies there on {}", disposal.date);
                let hint = "look for the lot with stock on-hand; it may have left already";
                let fault = Diagnostic::error(Code::NegativeStock, message).hint(hint);
                unpostable.push((at, fault));
            }
            ([_, _, ..], Some(qty)) => {
                let message = format!("{qty} of lot {lot} could be of {} balances", meant.len());
                let hint = "state its site and item, or post a movement of kind dispose with form and owner";
                let fault = Diagnostic::error(Code::MissingCell, message).hint(hint);
                unpostable.push((at, fault));
            }
            (meant, qty) => {
                let numbered = meant.iter().zip(1..);
                movements.extend(numbered.map(|(lying, line)| {
                    (
                        at,
                        disposed(disposal, lying, line, qty.unwrap_or(lying.qty)),
                    )
                }));
            }
        }
    }
    if unpostable.is_empty() {
        Ok(movements)
    } else {
        Err(unpostable)
    }
}

/// What a disposal lacks to leave the ledger: a decision, an approval, someone who watched the destruction.
///
/// Rule: `P0-T10`, `P0-T12`.
fn disorder(disposal: &Disposal) -> Option<Diagnostic> {
    let lot = &disposal.lot;
    let lacks = |what: &str, hint: &str| {
        let message = format!("the disposal of lot {lot} {what}");
        Some(Diagnostic::error(Code::MissingCell, message).hint(hint.to_owned()))
    };
    if disposal.result == Some(DisposalResult::Proposed) {
        return lacks(
            "is only proposed",
            "once it is decided write done, or accepted, into result, and the record of it into approval",
        );
    }
    // A donation or a sale needs no approval; one that was denied stays all the same.
    let needs_approval =
        disposal.method == DisposalMethod::WriteOff || !disposal.approval.is_empty();
    if needs_approval && !is_given(&disposal.approval) {
        return lacks(
            "has no approval",
            "write the record of the approval into approval",
        );
    }
    if disposal.lacks_witness() {
        return lacks(
            "has no witness of its destruction",
            "write who watched it into witness, and the day into destroyed_on; goods used up in tests have reason sampling_loss",
        );
    }
    None
}

fn is_meant(disposal: &Disposal, key: &LotKey) -> bool {
    let fits = |stated: &str, held: &str| stated.is_empty() || stated == held;
    disposal.lot == key.lot && fits(&disposal.site, &key.site) && fits(&disposal.item, &key.item)
}

/// Why it left, and who watched its destruction on which day.
fn note(disposal: &Disposal) -> String {
    let watched =
        (!disposal.witness.is_empty()).then(|| format!("watched by {}", disposal.witness));
    let destroyed = disposal
        .destroyed_on
        .map(|day| format!("destroyed on {day}"));
    let reason = Some(disposal.reason.clone()).filter(|reason| !reason.is_empty());
    let parts = [reason, watched, destroyed].into_iter().flatten();
    parts.collect::<Vec<_>>().join("; ")
}

fn disposed(disposal: &Disposal, lying: &Lying, line: usize, qty: Quantity) -> Movement {
    Movement {
        doc: document_of(disposal),
        line: line.to_string(),
        lot: lying.key.lot.clone(),
        qty: Some(qty),
        unit: lying.unit.clone(),
        form: Some(lying.key.form),
        owner: lying.key.owner.clone(),
        earmark: lying.key.earmark.clone(),
        basis: disposal.method.id().to_owned(),
        approver: disposal.approval.clone(),
        counterparty: disposal.counterparty.clone(),
        unit_cost: disposal.unit_cost.or(lying.unit_cost),
        note: note(disposal),
        ..Movement::new(
            disposal.date,
            MovementKind::Dispose,
            &lying.key.site,
            &lying.key.item,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::word::Form;

    fn day() -> Day {
        Day::new(2022, 3, 30).expect("a date")
    }

    fn disposal(site: &str, pieces: Option<i64>) -> Disposal {
        Disposal {
            site: site.to_owned(),
            item: "mask".to_owned(),
            result: Some(DisposalResult::Done),
            qty: pieces.and_then(Quantity::whole),
            reason: "expired".to_owned(),
            approval: "command 7".to_owned(),
            witness: "market regulator".to_owned(),
            ..Disposal::new("A", day(), DisposalMethod::WriteOff)
        }
    }

    fn lying(site: &str, owner: &str, pieces: i64) -> Lying {
        Lying {
            key: LotKey {
                site: site.to_owned(),
                item: "mask".to_owned(),
                lot: "A".to_owned(),
                form: Form::Physical,
                owner: owner.to_owned(),
                earmark: String::new(),
            },
            qty: Quantity::whole(pieces).expect("a small quantity"),
            free: Quantity::whole(pieces).expect("a small quantity"),
            unit: "piece".to_owned(),
            unit_cost: None,
        }
    }

    fn posted(disposal: Disposal, lies: &[Lying]) -> Result<Vec<(String, String)>, String> {
        let movements = movements_of_disposals(&[disposal], |_| lies.to_vec());
        let cells =
            |(_, row): (usize, Movement)| (row.owner, row.qty.unwrap_or_default().to_string());
        movements
            .map(|rows| rows.into_iter().map(cells).collect())
            .map_err(|faults| faults[0].1.message.clone())
    }

    #[test]
    fn all_that_lies_there_goes_where_no_quantity_is_stated() {
        let lies = [
            lying("D1", "city", 5),
            lying("D1", "county", 7),
            lying("D2", "city", 9),
        ];
        let all = vec![
            ("city".to_owned(), "5".to_owned()),
            ("county".to_owned(), "7".to_owned()),
        ];
        assert_eq!(posted(disposal("D1", None), &lies), Ok(all));
        assert_eq!(
            posted(disposal("", None), &lies).map(|rows| rows.len()),
            Ok(3)
        );
    }

    #[test]
    fn what_is_not_decided_approved_or_watched_stays() {
        let lies = [lying("D1", "city", 5)];
        let without = |change: fn(&mut Disposal)| {
            let mut row = disposal("D1", None);
            change(&mut row);
            posted(row, &lies)
        };
        let refused = |what: &str| Err(format!("the disposal of lot A {what}"));
        let proposed = without(|row| row.result = Some(DisposalResult::Proposed));
        assert_eq!(proposed, refused("is only proposed"));
        let unapproved = without(|row| row.approval.clear());
        assert_eq!(unapproved, refused("has no approval"));
        let unwatched = without(|row| row.witness.clear());
        assert_eq!(unwatched, refused("has no witness of its destruction"));
        let tested = without(|row| {
            row.witness.clear();
            row.reason = "sampling_loss".to_owned();
        });
        assert!(tested.is_ok());
        let given = without(|row| {
            row.witness.clear();
            row.approval.clear();
            row.method = DisposalMethod::Donation;
        });
        assert!(given.is_ok());
        let denied = without(|row| {
            row.approval = "不同意".to_owned();
            row.method = DisposalMethod::Donation;
        });
        assert_eq!(denied, refused("has no approval"));
    }

    #[test]
    fn a_quantity_needs_one_lot_to_come_from() {
        let lies = [lying("D1", "city", 5), lying("D2", "city", 9)];
        let two = vec![("city".to_owned(), "2".to_owned())];
        assert_eq!(posted(disposal("D1", Some(2)), &lies), Ok(two));
        assert_eq!(
            posted(disposal("", Some(2)), &lies),
            Err("2 of lot A could be of 2 balances".to_owned())
        );
        assert_eq!(
            posted(disposal("D3", None), &lies),
            Err("nothing of lot A lies there on 2022-03-30".to_owned())
        );
    }
}
