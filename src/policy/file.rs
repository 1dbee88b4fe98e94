//! Files of rules as they are read, and what is said of a file that is no such file.

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Place};

/// What a file of rules states; `name` is what diagnostics call it, `hint` what to write instead.
///
/// Errors: `bad-policy` with the line that is no such thing.
pub(super) fn read<T: DeserializeOwned>(
    text: &str,
    name: &str,
    hint: &str,
) -> Result<T, Diagnostic> {
    toml::from_str(text).map_err(|error| unreadable(&error, text, name).hint(hint))
}

/// The fault of a file of rules that cannot be read, with its line; `name` is what diagnostics call the file.
fn unreadable(error: &toml::de::Error, text: &str, name: &str) -> Diagnostic {
    let line = error
        .span()
        .map_or(0, |span| 1 + text[..span.start].matches('\n').count());
    Diagnostic::error(Code::BadPolicy, error.message().to_owned())
        .at(Place::file(name).at_line(line as u64))
}
