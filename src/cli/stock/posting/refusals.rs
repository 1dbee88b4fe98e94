//! Why a post does not begin: no ledger is named, or it has moved on.

use crate::diagnostic::{Code, Diagnostic, Place, Refused};

/// The refusal of a post without a ledger.
pub fn no_ledger() -> Refused {
    Diagnostic::error(Code::MissingTable, "no ledger is named to post to")
        .hint("name one with --ledger FOLDER, or look first with --dry-run")
        .into()
}

/// The refusal of a plan that was made of an earlier state of the ledger at `path`.
pub fn moved_on(path: &std::path::Path) -> Refused {
    Diagnostic::error(
        Code::LedgerMoved,
        "the ledger has moved on since the plan was made",
    )
    .at(Place::file(&path.to_string_lossy()))
    .hint("make the plan again, or post it all the same with --rebase")
    .into()
}
