//! `granary man`: a manual page of each command.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Command};

use crate::io::output;

/// Write the manual pages into a folder
///
///   $ granary man granary-man
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Man {
    folder: PathBuf,
}

/// Runs `man`.
pub fn run(args: &Man, mut command: Command) -> Result<u8> {
    output::folder(&args.folder)?;
    // Building gives each subcommand the whole name it is called by.
    command.build();
    let nouns = command.get_subcommands().cloned();
    let verbs = command
        .get_subcommands()
        .flat_map(|noun| noun.get_subcommands().cloned());
    let pages: Vec<Command> = std::iter::once(command.clone())
        .chain(nouns)
        .chain(verbs)
        .collect();
    for command in pages {
        let name = command.get_display_name().unwrap_or("granary").to_owned();
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        output::to_file(&args.folder.join(format!("{name}.1")), &page)?;
    }
    Ok(0)
}
