//! Does a sealed ledger lose nothing and double nothing, whoever writes at once and whatever breaks off?
//!
//! Small versions of the trials of `cargo run --example stress`.

#[path = "../../examples/stress/trial.rs"]
mod trial;

use std::path::Path;

use trial::{Random, Seen, Trial};

/// Runs a trial on a ledger of its own.
#[track_caller]
fn holds(run: impl Fn(&Trial) -> Seen) {
    let folder = tempfile::tempdir().expect("a directory can be made");
    let granary = Path::new(env!("CARGO_BIN_EXE_granary"));
    let trial = Trial::new(granary, &folder.path().join("ledger"));
    if let Err(why) = run(&trial) {
        panic!("{why}");
    }
}

#[test]
fn writers_at_the_same_time_lose_and_double_nothing() {
    holds(|trial| trial::writers(trial, 2, 50));
}

#[test]
fn a_post_that_is_killed_is_there_whole_or_not_at_all() {
    holds(|trial| trial::kills(trial, 20, 400, &mut Random(1)));
}

#[test]
fn a_ledger_that_was_cut_is_repaired_by_the_next_post() {
    holds(|trial| trial::tears(trial, 12, &mut Random(1)));
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_the_ledger_as_it_was() {
    holds(trial::full_disk);
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_written_to_leaves_the_ledger_as_it_was() {
    use std::fs::{Permissions, read, set_permissions, write};
    use std::os::unix::fs::PermissionsExt as _;
    let locked_up = |trial: &Trial| {
        let folder = trial
            .file()
            .parent()
            .expect("a file in a folder")
            .to_owned();
        let allow = |mode| set_permissions(&folder, Permissions::from_mode(mode));
        let allow_file = |mode| set_permissions(trial.file(), Permissions::from_mode(mode));
        trial.post_whole(&trial::document("BEFORE", 2))?;
        let before = read(trial.file()).expect("the ledger can be read");
        allow(0o555)
            .and_then(|()| allow_file(0o444))
            .expect("permissions can be taken away");
        // Whoever may do everything is not stopped by permissions.
        let is_stopped = write(folder.join("probe"), "").is_err();
        let output = trial.post(&trial::document("AFTER", 1))?;
        let after = read(trial.file()).expect("the ledger can be read");
        allow(0o755).expect("permissions can be given back");
        match (is_stopped, output.status.code(), before == after) {
            (false, ..) | (true, Some(73), true) => Ok(String::new()),
            (true, code, same) => Err(format!("exit {code:?}, unchanged {same}")),
        }
    };
    holds(locked_up);
}
