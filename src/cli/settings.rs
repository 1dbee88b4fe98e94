//! Settings of a folder: `granary.toml`, found upwards from where granary runs, says what flags that were not given say.
//!
//! Built-in defaults < `granary.toml` < environment < flags. Paths in it are counted from where it stands.

use std::path::{Path, PathBuf};

use clap::{Command, ValueEnum};
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Place, Refused, guess};
use crate::io::message;
use crate::io::open::text;

use super::global::{BorderStyle, FailOn, FormatName, Language, level};

/// The name of the file.
const FILE: &str = "granary.toml";
/// The environment variable that names another file, or none where it is empty.
const VARIABLE: &str = "GRANARY_CONFIG";

/// What a key takes.
#[derive(Clone, Copy)]
enum Value {
    Text,
    /// A path, counted from where the settings stand.
    Path,
    /// Profiles of policies, or paths to policy files.
    Policies,
    Truth,
    /// One of a list of words, or the words there are.
    Word(fn(&str) -> Result<(), String>),
}

/// The keys, each called like its flag.
const KEYS: &[(&str, Value)] = &[
    ("ledger", Value::Path),
    ("map", Value::Path),
    ("encoding", Value::Text),
    ("policy", Value::Policies),
    ("level", Value::Word(|word| level(word).map(|_| ()))),
    ("format", Value::Word(word_of::<FormatName>)),
    ("headers", Value::Word(word_of::<Language>)),
    ("lang", Value::Word(word_of::<Language>)),
    ("style", Value::Word(word_of::<BorderStyle>)),
    ("fail_on", Value::Word(word_of::<FailOn>)),
    ("quiet", Value::Truth),
    ("verbose", Value::Truth),
];

/// What a settings file says, key by key.
#[derive(Debug, Default, PartialEq)]
pub struct Settings {
    path: PathBuf,
    values: Vec<(&'static str, Vec<String>)>,
}

impl Settings {
    /// The settings in force where granary runs; none where there is no file.
    ///
    /// Errors: `bad-config` for every key and value that is not understood; `not-found` for a file that was named.
    pub fn find() -> Result<Settings, Refused> {
        let path = match std::env::var_os(VARIABLE) {
            Some(named) if named.is_empty() => None,
            Some(named) => Some(PathBuf::from(named)),
            None => std::env::current_dir()
                .ok()
                .and_then(|folder| above(&folder)),
        };
        match path {
            Some(path) => Settings::parse(&text(&path.to_string_lossy())?, &path),
            None => Ok(Settings::default()),
        }
    }

    /// The settings that `text`, the content of the file at `path`, states.
    fn parse(text: &str, path: &Path) -> Result<Settings, Refused> {
        let place = |start: usize| {
            let line = 1 + text[..start].matches('\n').count() as u64;
            Place::file(&path.to_string_lossy()).at_line(line)
        };
        let table = DeTable::parse(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            Diagnostic::error(Code::BadConfig, error.message().to_owned())
                .at(place(start))
                .hint("write key = \"value\", a line each")
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let (mut values, mut faults) = (Vec::new(), Vec::new());
        for (key, value) in table.get_ref() {
            match setting(key.get_ref(), value.get_ref(), folder) {
                Ok(setting) => values.push(setting),
                Err((message, hint)) => {
                    let fault = Diagnostic::error(Code::BadConfig, message);
                    faults.push(fault.at(place(key.span().start)).hint(hint));
                }
            }
        }
        if !faults.is_empty() {
            faults.sort_by_key(|fault| fault.place.clone());
            return Err(Refused(faults));
        }
        Ok(Settings {
            path: path.to_owned(),
            values,
        })
    }

    /// The command with these settings as the defaults of its flags.
    pub fn apply(&self, mut command: Command) -> Command {
        for (key, values) in &self.values {
            // Defaults live as long as the command, which lives as long as the process.
            let values = values.iter().map(|value| &*value.clone().leak());
            let values: Vec<&'static str> = values.collect();
            command = command.mut_arg(key, |arg| arg.default_values(values));
        }
        command
    }

    /// Whether the settings give a key this one value.
    pub fn states(&self, key: &str, value: &str) -> bool {
        let mut stated = self.values.iter().filter(|(stated, _)| *stated == key);
        stated.any(|(_, values)| values.iter().any(|stated| stated == value))
    }

    /// Says where the settings came from.
    pub fn say(&self) {
        if !self.values.is_empty() {
            let keys: Vec<&str> = self.values.iter().map(|(key, _)| *key).collect();
            message::say(&format!(
                "settings of {}: {}",
                self.path.display(),
                keys.join(", ")
            ));
        }
    }
}

/// The nearest settings file at or above `folder`.
fn above(folder: &Path) -> Option<PathBuf> {
    let files = folder.ancestors().map(|folder| folder.join(FILE));
    files.into_iter().find(|file| file.is_file())
}

/// One setting as the values of its flag, or what is wrong and what to write.
fn setting(
    key: &str,
    value: &DeValue<'_>,
    folder: &Path,
) -> Result<(&'static str, Vec<String>), (String, String)> {
    let known = KEYS.iter().find(|(known, _)| *known == key);
    let (key, takes) = known.ok_or_else(|| unknown(key))?;
    let wrong = |expected: &str| (format!("{key} is not understood"), expected.to_owned());
    let in_folder = |path: &str| folder.join(path).to_string_lossy().into_owned();
    let values = match (takes, value) {
        (Value::Text, DeValue::String(text)) => vec![text.to_string()],
        (Value::Path, DeValue::String(path)) => vec![in_folder(path)],
        (Value::Truth, DeValue::Boolean(truth)) => vec![truth.to_string()],
        (Value::Word(check), DeValue::String(word)) => {
            check(word).map_err(|hint| (format!("{key} is never \"{word}\""), hint))?;
            vec![word.to_string()]
        }
        (Value::Policies, DeValue::String(one)) => vec![policy(one, folder)],
        (Value::Policies, DeValue::Array(several)) => {
            let names = several.iter().map(|one| match one.get_ref() {
                DeValue::String(one) => Some(policy(one, folder)),
                _ => None,
            });
            let names: Option<Vec<String>> = names.collect();
            names.ok_or_else(|| wrong("write policy = [\"P0\", \"local.toml\"]"))?
        }
        (Value::Truth, _) => return Err(wrong("write true or false, without quotation marks")),
        _ => return Err(wrong(&format!("write {key} = \"…\""))),
    };
    Ok((key, values))
}

/// A profile's name as it is; a policy file counted from where the settings stand.
fn policy(name: &str, folder: &Path) -> String {
    match name.ends_with(".toml") {
        true => folder.join(name).to_string_lossy().into_owned(),
        false => name.to_owned(),
    }
}

fn unknown(key: &str) -> (String, String) {
    let keys: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
    let meant = guess(key, keys.iter().copied());
    (
        format!("there is no setting \"{key}\""),
        format!("{meant}the settings are {}", keys.join(", ")),
    )
}

fn word_of<W: ValueEnum>(word: &str) -> Result<(), String> {
    W::from_str(word, false).map(|_| ()).map_err(|_| {
        let names = W::value_variants().iter().filter_map(W::to_possible_value);
        let names: Vec<String> = names.map(|value| value.get_name().to_owned()).collect();
        format!("write one of {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Settings, String> {
        Settings::parse(text, Path::new("desk/granary.toml")).map_err(|refused| refused.to_string())
    }

    #[test]
    fn paths_are_counted_from_where_the_settings_stand() {
        let settings =
            parsed("ledger = \"store\"\npolicy = [\"P0\", \"local.toml\"]\nquiet = true\n");
        let values = settings.expect("it is well written").values;
        let joined = |name: &str| Path::new("desk").join(name).to_string_lossy().into_owned();
        assert!(values.contains(&("ledger", vec![joined("store")])));
        assert!(values.contains(&("policy", vec!["P0".to_owned(), joined("local.toml")])));
        assert!(values.contains(&("quiet", vec!["true".to_owned()])));
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let faults = parsed("# ours\nledgr = \"store\"\nformat = \"pdf\"\nquiet = \"yes\"\n");
        let faults = faults.expect_err("three of them");
        for part in [
            "granary.toml:2: there is no setting \"ledgr\"",
            "did you mean ledger?",
            "granary.toml:3: format is never \"pdf\"",
            "granary.toml:4: quiet is not understood",
        ] {
            assert!(faults.contains(part), "{part}: {faults}");
        }
        assert!(parsed("ledger =").is_err());
        assert_eq!(parsed("").map(|settings| settings.values), Ok(Vec::new()));
    }

    #[test]
    fn every_setting_is_a_flag() {
        use clap::CommandFactory as _;
        let command = crate::cli::Granary::command();
        for (key, _) in KEYS {
            let is_flag = command.get_arguments().any(|arg| arg.get_id() == key);
            assert!(is_flag, "{key}");
        }
    }
}
