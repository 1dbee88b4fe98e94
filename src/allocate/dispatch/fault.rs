//! What is wrong with an order on its way: it left too early, too much of it, as other goods, or for nobody's request.

use std::collections::HashSet;

use crate::diagnostic::Place;
use crate::ledger::tables::{Allocation, Finding, Movement};
use crate::ledger::word::{Severity, Word};

use super::{DispatchInputs, Order};

/// What is wrong with an order.
pub(super) fn of_order(order: &Order, place: Option<&Place>) -> Vec<Finding> {
    let found = [
        left_unapproved(order),
        over_shipped(order),
        over_received(order),
    ];
    let found = found.into_iter().flatten();
    found
        .map(|finding| on_award(order.award, place, finding))
        .collect()
}

fn left_unapproved(order: &Order) -> Option<Finding> {
    let award = order.award;
    order.left_unapproved().then(|| {
        let what = if order.is_special {
            "specially scarce and "
        } else {
            ""
        };
        let message = format!(
            "{}/{}: {} of {} are {what}shipped before anybody approved it",
            award.request,
            award.line,
            order.left(),
            award.item
        );
        Finding {
            value: award.qty.to_string(),
            hint: "have it approved now, and say in the record why it left first".to_owned(),
            ..Finding::new("shipped_unapproved", Severity::Error, message)
        }
    })
}

/// No more leaves than was awarded.
fn over_shipped(order: &Order) -> Option<Finding> {
    let (award, sent) = (order.award, order.on_record.sent);
    let message = format!(
        "{}/{}: {sent} of {} left, and {} were awarded",
        award.request, award.line, award.item, award.qty
    );
    (sent > award.qty).then(|| Finding {
        value: sent.to_string(),
        expected: award.qty.to_string(),
        hint: "correct the record of what left, or have what is too much sent back".to_owned(),
        ..Finding::new("over_shipped", Severity::Warning, message)
    })
}

/// More than was sent cannot arrive.
fn over_received(order: &Order) -> Option<Finding> {
    let (award, due) = (order.award, order.due());
    let received = order.on_record.received;
    let received = received.filter(|received| *received > due)?;
    let message = format!(
        "{}/{}: {received} of {} are received, and {due} were sent",
        award.request, award.line, award.item
    );
    Some(Finding {
        value: received.to_string(),
        expected: due.to_string(),
        hint: "count again, and correct the record of what was received".to_owned(),
        ..Finding::new("over_received", Severity::Warning, message)
    })
}

fn on_award(award: &Allocation, place: Option<&Place>, finding: Finding) -> Finding {
    Finding {
        file: place.map_or(String::new(), |place| place.file.to_string()),
        line: place.map_or(String::new(), |place| place.line.to_string()),
        site: award.site.to_string(),
        item: award.item.to_string(),
        lot: award.lot.to_string(),
        ..finding
    }
}

/// Goods that left a depot for a request line, and that no award of the line is of.
pub(super) fn other_lot(line: &Movement) -> Finding {
    let qty = line.qty.unwrap_or_default();
    let message = format!(
        "{}: {qty} of {}, lot {}, left {}, and no award of the line is of these goods",
        line.reference,
        line.item,
        match &*line.lot {
            "" => "-",
            lot => lot,
        },
        line.site
    );
    Finding {
        site: line.site.clone(),
        item: line.item.clone(),
        lot: line.lot.clone(),
        value: qty.to_string(),
        hint: "what was awarded may leave still: correct the lot or owner in the ledger, or plan again".to_owned(),
        ..Finding::new("other_lot", Severity::Warning, message)
    }
}

/// Steps of requests that no award belongs to.
pub(super) fn unknown(inputs: &DispatchInputs) -> Vec<Finding> {
    let awards = inputs.awards.rows.iter();
    let known: HashSet<&str> = awards.map(|award| award.request.as_str()).collect();
    let steps = inputs
        .steps
        .iter()
        .filter(|(step, _)| !known.contains(step.request.as_str()));
    steps
        .map(|(step, place)| Finding {
            file: place.map_or(String::new(), |place| place.file.to_string()),
            line: place.map_or(String::new(), |place| place.line.to_string()),
            value: step.request.clone(),
            hint: "correct the number of the request, or hand in the plan it belongs to".to_owned(),
            ..Finding::new(
                "unknown_request",
                Severity::Warning,
                format!(
                    "step {} of request {}, which has no award",
                    step.step.id(),
                    step.request
                ),
            )
        })
        .collect()
}
