//! What stands between a decision and its writing: a plan that its audit does not pass is never written.

use anyhow::Result;

use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::tables::Finding;

/// Nothing to say of a plan that keeps its promises.
///
/// Errors: `broken-plan`, one for each finding of the audit.
pub fn audited(findings: &[Finding]) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let broken = findings.iter().map(|finding| {
        let message = format!("{}: {}", finding.code, finding.message);
        Diagnostic::error(Code::BrokenPlan, message).hint(finding.hint.clone())
    });
    Err(Refused(broken.collect()).into())
}
