//! Refused rows: they stop a command, unless `--rejects` takes them aside.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::diagnostic::{Diagnostic, Refused};
use crate::io::csv::rest::each_line;
use crate::io::message;
use crate::io::sheet::{Line, REFUSED, Sheet};
use crate::io::take::Taken;
use crate::io::{csv, output};

use super::Desk;

/// The rows taken aside so far, as they stood in their files.
#[derive(Debug, Default)]
pub struct Rejects {
    lines: Vec<Vec<String>>,
    /// The header of the last of them.
    header: Vec<String>,
    count: usize,
    /// How many of them were told.
    told: usize,
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
            refused.extend(taken.diagnostics.said());
            return;
        }
        message::show(&taken.diagnostics, global.loudness());
        self.put_header(sheet);
        let kept = kept_columns(sheet);
        let reasons = reasons(&taken.diagnostics);
        for line in &taken.refused {
            let cell = |at: &usize| line.cells.get(*at).cloned().unwrap_or_default();
            let why = reasons.get(&line.number).cloned().unwrap_or_default();
            let slipped = line.cells.iter().skip(sheet.headers.len()).cloned();
            let place = origin(sheet, line).into_iter();
            let cells = place.chain(kept.iter().map(cell)).chain([why]);
            self.lines.push(cells.chain(slipped).collect());
            self.count += 1;
        }
        let errors = taken
            .diagnostics
            .iter()
            .filter(|found| found.is_error())
            .count();
        debug_assert!(
            errors > 0,
            "a row is refused only with an error that says why"
        );
    }

    /// The header of `sheet`, unless the rows before have the same.
    fn put_header(&mut self, sheet: &Sheet) {
        let kept = kept_columns(sheet);
        let own = kept.iter().map(|at| sheet.headers[*at].clone());
        let [file, line, reason] = REFUSED.map(str::to_owned);
        // The reason stands last, because it quotes the cells before it.
        let header: Vec<String> = [file, line]
            .into_iter()
            .chain(own)
            .chain([reason])
            .collect();
        if self.header != header {
            self.lines.push(header.clone());
            self.header = header;
        }
    }

    /// Writes what was taken aside to the file that `--rejects` names, and says how much came to it since the last time.
    pub fn write(&mut self, global: &Global) -> Result<()> {
        let new = self.count - self.told;
        let Some(path) = global.rejects.as_ref().filter(|_| new > 0) else {
            return Ok(());
        };
        output::to_file(path, &csv::write(self.lines.iter().cloned(), b','))?;
        self.told = self.count;
        if !global.quiet {
            let rows = counted(new, "refused row");
            message::say(&format!("{rows} taken aside into {}", path.display()));
        }
        Ok(())
    }
}

impl Desk {
    /// Takes aside the lines that `faults`, each at its place, refuse after they were read.
    ///
    /// Errors: those whose lines are not at hand, and all of them without `--rejects`.
    pub fn take_aside(&mut self, faults: Vec<Diagnostic>) -> Result<()> {
        let mut refused = Vec::new();
        let mut left = faults;
        for (_, sheet) in &self.sheets {
            let is_of_sheet = |fault: &Diagnostic| {
                let place = fault.place.as_ref();
                place.is_some_and(|place| sheet.place().at_line(place.line) == *place)
            };
            let (of_sheet, others) = left.into_iter().partition(is_of_sheet);
            left = others;
            let taken = refused_lines(sheet, of_sheet);
            if !taken.diagnostics.is_empty() {
                let rejects = &mut self.rejects;
                rejects.sort_out(&self.global, sheet, taken, &mut refused);
            }
        }
        refused.extend(left);
        match refused.is_empty() {
            true => self.rejects.write(&self.global),
            false => Err(Refused(refused).into()),
        }
    }
}

/// The lines of a sheet that `faults` refuse.
fn refused_lines(sheet: &Sheet, faults: Vec<Diagnostic>) -> Taken {
    let places = faults.iter().filter_map(|fault| fault.place.as_ref());
    let numbers: BTreeSet<u64> = places.map(|place| place.line).collect();
    let is_refused = |line: &&Line| numbers.contains(&line.number);
    let mut refused: Vec<Line> = sheet.lines.iter().filter(is_refused).cloned().collect();
    if let Some(rest) = &sheet.rest {
        each_line(rest, |line| {
            refused.extend(Some(line).filter(is_refused).cloned());
        });
    }
    Taken {
        refused,
        diagnostics: faults.into_iter().collect(),
        ..Taken::default()
    }
}

/// The columns of a sheet that go aside: its own, without those of an earlier refusal.
fn kept_columns(sheet: &Sheet) -> Vec<usize> {
    let is_own = |at: &usize| !REFUSED.contains(&sheet.headers[*at].as_str());
    (0..sheet.headers.len()).filter(is_own).collect()
}

/// The file and the line that a row came from first: what is refused again keeps its place.
fn origin(sheet: &Sheet, line: &Line) -> [String; 2] {
    let cell = |at: usize| line.cells.get(at).cloned().unwrap_or_default();
    match sheet.refused_columns() {
        Some((file, number)) => [cell(file), cell(number)],
        None => [sheet.document(), line.number.to_string()],
    }
}

/// Why each line was refused: the errors at it, in the order of its cells.
fn reasons(diagnostics: &[Diagnostic]) -> BTreeMap<u64, String> {
    let mut reasons: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    let errors = diagnostics.iter().filter(|found| found.is_error());
    for found in errors {
        let Some(place) = &found.place else {
            continue;
        };
        let said = match &place.column {
            Some((_, header)) if !header.is_empty() => format!("{header}: {}", found.message),
            _ => found.message.clone(),
        };
        reasons.entry(place.line).or_default().push(said);
    }
    let joined = reasons.into_iter();
    joined.map(|(line, said)| (line, said.join("; "))).collect()
}
