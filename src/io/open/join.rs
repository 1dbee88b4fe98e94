//! The columns of another file beside those of a sheet, as a map joins them.

use std::collections::BTreeMap;

use crate::diagnostic::Result;
use crate::ledger::text::tidy;

use super::super::map::Join;
use super::super::sheet::{Line, Sheet};
use super::{Opening, column, open};

/// Adds the columns of `join`'s file to every line; a line without a partner gets empty cells.
pub fn join_columns(sheet: &mut Sheet, join: &Join, path: &str) -> Result<()> {
    let other = open(path, &Opening::default())?
        .into_iter()
        .next()
        .unwrap_or_default();
    let (ours, theirs) = &join.on;
    let our_column = column(sheet, ours)?;
    let their_column = column(&other, theirs)?;
    let fold = |key: &str| {
        if join.ignore_case {
            tidy(key).to_lowercase()
        } else {
            tidy(key).into_owned()
        }
    };
    let partners: BTreeMap<String, &Line> = other
        .lines
        .iter()
        .map(|line| {
            (
                fold(line.cells.get(their_column).map_or("", String::as_str)),
                line,
            )
        })
        .collect();
    let added: Vec<usize> = (0..other.headers.len())
        .filter(|at| *at != their_column)
        .collect();
    for at in &added {
        let name = &other.headers[*at];
        sheet
            .headers
            .push(join.rename.get(name).unwrap_or(name).clone());
    }
    let width = sheet.headers.len() - added.len();
    sheet.width = sheet.width.map(|width| width + added.len());
    for line in &mut sheet.lines {
        // A line that is longer than its header stays so, and is refused when it is taken.
        line.cells
            .resize(line.cells.len().max(width), String::new());
        let partner = partners.get(&fold(&line.cells[our_column]));
        for at in &added {
            line.cells.push(
                partner
                    .and_then(|partner| partner.cells.get(*at))
                    .cloned()
                    .unwrap_or_default(),
            );
        }
    }
    Ok(())
}
