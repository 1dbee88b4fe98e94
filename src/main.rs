//! The command `granary`: parse, run, print what is wrong, exit.

use std::process::ExitCode;

use clap::Parser as _;
use granary::cli::{self, Granary};
use granary::diagnostic::Refused;
use granary::io::message::{self, Loudness};

/// The exit code of a failure that no diagnostic describes.
const SOFTWARE: u8 = 70;

fn main() -> ExitCode {
    let granary = Granary::parse();
    match cli::run(granary) {
        Ok(code) => ExitCode::from(code),
        Err(error) => match error.downcast_ref::<Refused>() {
            Some(refused) => {
                message::show(&refused.0, Loudness::default());
                ExitCode::from(refused.exit())
            }
            None => {
                message::say(&format!("error: {error:#}"));
                ExitCode::from(SOFTWARE)
            }
        },
    }
}
