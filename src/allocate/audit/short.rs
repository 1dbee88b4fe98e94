//! What are lines short of? The other half of a plan of which only the awards are there.

use std::collections::HashSet;

use crate::allocate::draws::gate::Gated;
use crate::ledger::Text;
use crate::ledger::tables::{Allocation, Request, Unmet};
use crate::ledger::word::{UnmetReason, Word as _};

use super::super::PlanInputs;
use super::gate::{given, may_draw};

/// What `unmet` has to say of `requests` after these awards: that they are short.
pub fn shorts(requests: &[Request], allocation: &[Allocation]) -> Vec<Unmet> {
    let given = given(allocation);
    let rows = requests.iter().filter_map(|line| {
        let got = given
            .get(&(line.request.as_str(), line.line.as_str()))
            .copied()
            .unwrap_or_default();
        let is_met = line.qty.is_some_and(|asked| got >= asked);
        (!is_met).then(|| Unmet {
            plan: Text::new(),
            request: line.request.clone(),
            line: line.line.clone(),
            site: line.site.clone(),
            item: line.item.clone(),
            requested: line.qty,
            given: got,
            short: line.qty.map(|asked| asked - got),
            reason: UnmetReason::Short.id().into(),
            rule: Text::new(),
        })
    });
    rows.collect()
}

/// The same under a gate: for some of them the reserve is not open.
pub fn shorts_at_gate(
    inputs: &PlanInputs,
    gated: Option<&Gated>,
    allocation: &[Allocation],
) -> Vec<Unmet> {
    let mut unmet = shorts(inputs.requests, allocation);
    let Some(gated) = gated else { return unmet };
    let lines = inputs.requests.iter().zip(may_draw(inputs, gated));
    let kept_out = lines.filter(|(_, may_draw)| !may_draw);
    let kept_out: HashSet<(&str, &str)> = kept_out
        .map(|(line, _)| (line.request.as_str(), line.line.as_str()))
        .collect();
    for row in &mut unmet {
        if kept_out.contains(&(row.request.as_str(), row.line.as_str())) {
            row.reason = UnmetReason::NotTriggered.id().into();
        }
    }
    unmet
}
