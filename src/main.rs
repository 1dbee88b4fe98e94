//! The command `granary`: parse, run, print what is wrong, exit.

use std::process::ExitCode;

use granary::cli;
use granary::cli::desk::nagios;
use granary::diagnostic::Refused;
use granary::engine::memory;
use granary::io::message::{self, Loudness};
use granary::io::output;
use mimalloc::MiMalloc;

/// A third of a short run is giving out and taking back short texts.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The exit code of a failure that no diagnostic describes.
const SOFTWARE: u8 = 70;

fn main() -> ExitCode {
    memory::keep();
    let error = match cli::parse().and_then(cli::run) {
        Ok(code) => return ExitCode::from(code),
        Err(error) => error,
    };
    let code = match error.downcast_ref::<Refused>() {
        Some(refused) => {
            message::show(&refused.0, Loudness::default());
            refused.exit()
        }
        None => {
            message::say(&format!("error: {error:#}"));
            SOFTWARE
        }
    };
    if !cli::is_monitored() {
        return ExitCode::from(code);
    }
    let first = error
        .downcast_ref::<Refused>()
        .and_then(|refused| refused.0.first());
    let message = first.map_or_else(|| format!("{error:#}"), message::told);
    let (line, code) = nagios::unknown(&message);
    // Who watches has gone: the exit code still tells.
    let _ = output::write(None, line.as_bytes());
    ExitCode::from(code)
}
