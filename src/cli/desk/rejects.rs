//! Refused rows: they stop a command, unless `--rejects` takes them aside.

use anyhow::Result;

use crate::cli::global::Global;
use crate::diagnostic::{Diagnostic, Severity};
use crate::io::message::{self, Loudness};
use crate::io::sheet::Sheet;
use crate::io::take::Taken;
use crate::io::{csv, output};

/// The rows taken aside so far, as they stood in their files.
#[derive(Debug, Default)]
pub struct Rejects {
    lines: Vec<Vec<String>>,
    count: usize,
}

impl Rejects {
    /// Adds what was wrong with a sheet to `refused`; with `--rejects` its bad rows go aside instead.
    pub fn sort_out(
        &mut self,
        global: &Global,
        sheet: &Sheet,
        taken: Taken,
        refused: &mut Vec<Diagnostic>,
    ) {
        let whole_sheet = taken.refused.is_empty();
        if global.rejects.is_none() || whole_sheet {
            refused.extend(taken.diagnostics);
            return;
        }
        message::show(
            &taken.diagnostics,
            Loudness {
                quiet: global.quiet,
                verbose: global.verbose,
            },
        );
        let place = ["refused_file", "refused_line"].map(str::to_owned);
        self.lines.push(
            place
                .into_iter()
                .chain(sheet.headers.iter().cloned())
                .collect(),
        );
        for line in taken.refused {
            let place = [sheet.place().to_string(), line.number.to_string()];
            self.lines
                .push(place.into_iter().chain(line.cells).collect());
            self.count += 1;
        }
        let errors = taken
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count();
        debug_assert!(
            errors > 0,
            "a row is refused only with an error that says why"
        );
    }

    /// Writes what was taken aside to the file that `--rejects` names, and says how much it was.
    pub fn write(&self, global: &Global) -> Result<()> {
        let Some(path) = global.rejects.as_ref().filter(|_| self.count > 0) else {
            return Ok(());
        };
        output::to_file(path, &csv::write(self.lines.iter().cloned(), b','))?;
        if !global.quiet {
            message::say(&format!(
                "{} refused rows were taken aside into {}",
                self.count,
                path.display()
            ));
        }
        Ok(())
    }
}
