//! What is said of a file that is no such file.

use crate::diagnostic::{Code, Diagnostic, Place};

/// The fault of a file of rules that cannot be read, with its line; `name` is what diagnostics call the file.
pub(super) fn unreadable(error: &toml::de::Error, text: &str, name: &str) -> Diagnostic {
    let line = error
        .span()
        .map_or(0, |span| 1 + text[..span.start].matches('\n').count());
    Diagnostic::error(Code::BadPolicy, error.message().to_owned())
        .at(Place::file(name).at_line(line as u64))
}
