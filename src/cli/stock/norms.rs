//! What is used by norm: table `norm`, and what samplers wear where nobody says it.

use anyhow::Result;

use crate::cli::desk::Desk;
use crate::diagnostic::Refused;
use crate::ledger::tables::Norm;
use crate::ledger::word::NormBasis;
use crate::policy::Needs;
use crate::stock::require::by_norm::complemented;

/// Table `norm`; where it says nothing of samplers and a policy may ask for rounds of testing, with the rates of the
/// World Health Organization for them.
///
/// Rule: `D-19`.
pub fn norms_of_rounds(desk: &mut Desk) -> Result<Vec<Norm>> {
    let norms = desk.records::<Norm>()?;
    if desk.global.policy.is_empty() {
        return Ok(norms);
    }
    let needs = Needs::built_in().map_err(Refused::from)?;
    Ok(complemented(&norms, &needs, NormBasis::PerSampler))
}
