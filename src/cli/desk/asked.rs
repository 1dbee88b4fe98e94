//! What is asked of the answer: the rows that meet `--where`, added up by `--by`.

use anyhow::Result;

use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::io::frame;
use crate::io::view::{Headers, View};
use crate::ledger::group::{Grouped, group};
use crate::ledger::table::Field;
use crate::ledger::{Column, Table};

use super::Desk;

/// A table as it was asked for.
pub(super) enum Asked {
    /// Whole, with these of its columns.
    Whole(Option<Vec<Column>>),
    /// Added up.
    Grouped(View<'static>),
}

impl Desk {
    /// The table as it was asked for. A row that `--where` leaves out is no part of the answer any more, so that
    /// `--fail-on` does not see it either.
    pub(super) fn asked(&mut self, table: Table) -> Result<Asked> {
        self.make_ready(table)?;
        if let Some(condition) = self.global.filter.clone() {
            let rows = self.shown_rows(table)?;
            let view = View::of_table(table, rows, Headers::En, None);
            let kept = frame::rows_where(&view, &condition).map_err(Refused::from)?;
            let mut numbers = 0..;
            rows.retain(|_| {
                numbers
                    .next()
                    .is_some_and(|number| kept.binary_search(&number).is_ok())
            });
        }
        if self.global.by.is_empty() {
            let columns = columns(&self.global.columns, table, table.fields())?;
            return Ok(Asked::Whole(columns));
        }
        let by = columns(&self.global.by, table, table.fields())?.unwrap_or_default();
        let grouped = group(table, self.shown_rows(table)?, &by).map_err(Refused::from)?;
        for line in in_words(&grouped) {
            self.say(&line);
        }
        let picked = columns(&self.global.columns, table, &grouped.fields)?;
        let rows = grouped.rows.iter().map(Vec::as_slice);
        let (fields, headers) = (&grouped.fields, self.headers());
        let view = View::of_cells(table, fields, rows, headers, picked.as_deref());
        Ok(Asked::Grouped(view))
    }

    /// Errors: `bad-flag` where the answer is to be passed on whole and to be cut down at once.
    pub(super) fn whole_only(&self) -> Result<(), Refused> {
        let flag = match (&self.global.filter, self.global.by.is_empty()) {
            (Some(_), _) => "--where",
            (None, false) => "--by",
            (None, true) => return Ok(()),
        };
        let message = format!("--emit all passes tables on whole, and {flag} cuts one down");
        Err(Diagnostic::error(Code::BadFlag, message)
            .hint(format!("write {flag} at the last command of the pipe"))
            .into())
    }
}

/// The columns of a flag's `ids` among `fields`, which are those of `table` or drawn from them.
pub(super) fn columns(
    ids: &[String],
    table: Table,
    fields: &[Field],
) -> Result<Option<Vec<Column>>, Refused> {
    if ids.is_empty() {
        return Ok(None);
    }
    let column = |id: &String| {
        let entry = fields
            .iter()
            .find(|field| field.column.id() == id || field.zh() == id);
        entry.map(|field| field.column).ok_or_else(|| {
            let own: Vec<&str> = fields.iter().map(|field| field.column.id()).collect();
            let message = format!("table {} has no column \"{id}\"", table.id());
            let meant = guess(id, own.iter().copied());
            let hint = format!("{meant}its columns are {}", own.join(", "));
            Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint))
        })
    };
    ids.iter().map(column).collect::<Result<_, _>>().map(Some)
}

/// What was kept apart unasked, left out, or not known.
fn in_words(grouped: &Grouped) -> Vec<String> {
    let ids = |columns: &[Column]| {
        let ids: Vec<&str> = columns.iter().map(|column| column.id()).collect();
        ids.join(", ")
    };
    let mut words = Vec::new();
    if !grouped.joined.is_empty() {
        words.push(format!("by: kept apart as well: {}", ids(&grouped.joined)));
    }
    if !grouped.left_out.is_empty() {
        let left_out = ids(&grouped.left_out);
        words.push(format!("by: left out, as it does not add up: {left_out}"));
    }
    if grouped.incomplete > 0 {
        let sums = grouped.incomplete;
        words.push(format!(
            "by: sums left blank, as a part of each is not known: {sums}"
        ));
    }
    words
}
