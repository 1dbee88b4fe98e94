//! `granary completions`: what a shell offers while a command is typed.

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::Shell;

use crate::io::output;

/// Write completions for a shell
///
///   $ granary completions bash
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Completions {
    shell: Shell,
}

/// Runs `completions`.
pub fn run(args: &Completions, command: &mut Command) -> Result<u8> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, command, "granary", &mut bytes);
    output::write(None, &bytes)?;
    Ok(0)
}
