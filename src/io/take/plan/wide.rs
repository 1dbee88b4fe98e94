//! Wide sheets: a column an item, a date or a kind. Each such column becomes a row of its own, with its cell's place.

use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::header::{Says, Side, headings, others_of, side, sides};
use crate::ledger::parse::is_nothing;
use crate::ledger::text::tidy;
use crate::ledger::word::{MovementKind, Word as _};
use crate::ledger::{Column, Table};

use super::super::super::map::{Map, Unpivot};
use super::super::super::sheet::Sheet;
use super::super::scope::is_sum_name;
use super::Plan;
use super::source::From;

impl Plan {
    /// The plans by which a line is read: this one, or one for each column of a wide sheet whose cell is filled.
    pub fn layers<'a>(&'a self, cells: &'a [String]) -> impl Iterator<Item = &'a Plan> {
        let plain = std::iter::once(self).filter(|plan| plan.wide.is_empty());
        plain.chain(self.wide.iter().filter(|plan| plan.is_stated(cells)))
    }

    /// The plans by which a line of a book states what was there before, or what is left.
    pub fn statements<'a>(
        &'a self,
        cells: &'a [String],
    ) -> impl Iterator<Item = (Says, usize, &'a Plan)> {
        let stated = self.stated.iter().filter(|(_, plan)| plan.is_stated(cells));
        stated.filter_map(|(says, plan)| Some((*says, plan.column?, plan)))
    }

    /// How many cells of a wide line are blank, and so state nothing.
    pub fn blank_cells(&self, cells: &[String]) -> usize {
        self.wide
            .iter()
            .filter(|plan| !plan.is_stated(cells))
            .count()
    }

    /// Whether a line is read as several rows.
    pub fn is_wide(&self) -> bool {
        !self.wide.is_empty()
    }

    /// The position of the column that this is the plan of, where the sheet is wide.
    pub fn wide_column(&self) -> Option<usize> {
        self.column
    }

    /// Where a row that was taken aside says which file and line it came from.
    pub fn origin<'a>(&self, cells: &'a [String]) -> Option<(&'a str, &'a str)> {
        let (file, line) = self.origin?;
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        Some((cell(file), cell(line))).filter(|(file, line)| !file.is_empty() && !line.is_empty())
    }

    fn is_stated(&self, cells: &[String]) -> bool {
        let says_something = |cell: &String| !tidy(cell).is_empty() && !is_nothing(cell);
        let is_filled = |at: &usize| cells.get(*at).is_some_and(says_something);
        self.column.as_ref().is_some_and(is_filled) && !self.unless.iter().any(is_filled)
    }

    /// Reads a book that keeps what came and what went side by side: each filled side is a movement. A line that has
    /// neither, and only what is left, opens the book: it is a count, unless a column says what was there before. Of a
    /// list of one side every line is a movement.
    pub(super) fn part_sides(&mut self, sheet: &Sheet) {
        let kind = self.table.position(Column::Kind);
        let qty = self.table.position(Column::Qty);
        let (Table::Movement, Some(kind), Some(qty)) = (self.table, kind, qty) else {
            return;
        };
        let is_open = !self.sources[kind].is_something() && self.wide.is_empty();
        let Some(sides) = sides(&sheet.headers).filter(|_| is_open) else {
            if let Some(side) = side(&sheet.headers).filter(|_| is_open) {
                self.take_side(side, [kind, qty]);
            }
            return;
        };
        let date = self.table.position(Column::Date);
        let days = sides.on.and_then(|on| Some((date?, on)));
        let layer = |at: usize, word: MovementKind, unless: Vec<usize>| {
            let mut layer = self.clone();
            if let Some((date, (came, went))) = days {
                let on = if at == sides.came { came } else { went };
                layer.sources[date].from = From::Cell(on);
            }
            (layer.column, layer.unless) = (Some(at), unless);
            layer.sources[kind].from = From::Constant(word.id().to_owned());
            layer.sources[qty].from = From::Cell(at);
            layer.part_others(sheet, at == sides.went);
            layer
        };
        let both = vec![sides.came, sides.went];
        let mut stated_plans: Vec<(Says, Plan)> = Vec::new();
        let opening = |left| layer(left, MovementKind::Count, both.clone());
        let mut layers = vec![
            layer(sides.came, MovementKind::Receipt, Vec::new()),
            layer(sides.went, MovementKind::Issue, Vec::new()),
        ];
        // What was left has no day where each side has its own.
        if days.is_none() {
            let opens = sides.left.filter(|_| sides.opening.is_none());
            layers.extend(opens.map(opening));
            let stated = |(says, at)| (says, layer(at, MovementKind::Count, Vec::new()));
            let opens = sides.opening.map(|at| (Says::Opens, at)).into_iter();
            let leaves = sides.left.map(|at| (Says::Leaves, at));
            // Lines that were taken aside are no book: those between them are elsewhere.
            let is_whole = |_: &(Says, usize)| self.origin.is_none();
            stated_plans = opens.chain(leaves).filter(is_whole).map(stated).collect();
        }
        self.stated = stated_plans;
        self.sources.clone_from(&layers[0].sources);
        self.wide = layers;
    }

    /// Reads who gave goods on the side of what came, and who took them on the side of what `went`.
    fn part_others(&mut self, sheet: &Sheet, went: bool) {
        let Some(position) = self.table.position(Column::Counterparty) else {
            return;
        };
        let (own, of_other_side) = others_of(&sheet.headers, !went);
        let read = self.sources[position].cell_column();
        if read.is_some_and(|at| of_other_side.contains(&at)) {
            let own = own.filter(|at| !self.reads(*at));
            self.sources[position].from = own.map_or(From::Nothing, From::Cell);
        }
    }

    /// Reads a list of one side: every line came, or went.
    fn take_side(&mut self, side: Side, [kind, qty]: [usize; 2]) {
        let word = match side.came {
            true => MovementKind::Receipt,
            false => MovementKind::Issue,
        };
        self.sources[kind].from = From::Constant(word.id().to_owned());
        self.sources[qty].from = From::Cell(side.amount);
        let date = self.table.position(Column::Date);
        if let (Some(date), Some(on)) = (date, side.on) {
            self.sources[date].from = From::Cell(on);
        }
    }

    /// Makes a plan for each column that the map's `unpivot` names.
    pub(super) fn widen(&mut self, sheet: &Sheet, map: &Map) -> Result<(), Refused> {
        let Some(unpivot) = &map.unpivot else {
            return Ok(());
        };
        let mut faults = Vec::new();
        let columns = columns(sheet, unpivot, &mut faults);
        self.forget(columns.iter().copied());
        let units = headings(self.table, &sheet.headers);
        let mut layers = Vec::with_capacity(columns.len());
        for at in columns {
            let mut layer = self.clone();
            layer.column = Some(at);
            if let Some(source) = layer.source_mut(&unpivot.into, map, &mut faults) {
                source.from = From::Cell(at);
            }
            let header = &sheet.headers[at];
            let name = match units[at].stated.unit() {
                Some(_) => header.split(['(', '（']).next().unwrap_or(header).trim(),
                None => header,
            };
            let Some(parts) = parts(&unpivot.header, name) else {
                faults.push(unlike(sheet, at, &unpivot.header));
                continue;
            };
            for (ours, text) in parts {
                if let Some(source) = layer.source_mut(ours, map, &mut faults) {
                    source.from = From::Constant(text.to_owned());
                }
            }
            layers.push(layer);
        }
        // One fault a column would repeat what the first says of the map.
        faults.dedup_by(|a, b| a.message == b.message);
        if !faults.is_empty() {
            return Err(Refused(faults));
        }
        if let Some(first) = layers.first() {
            self.sources.clone_from(&first.sources);
        }
        self.wide = layers;
        Ok(())
    }
}

/// The positions of the columns that `unpivot` names, one by one or from one to another.
fn columns(sheet: &Sheet, unpivot: &Unpivot, faults: &mut Vec<Diagnostic>) -> Vec<usize> {
    let mut position = |name: &String| super::overlay::header_position(sheet, name, faults);
    let named = unpivot.columns.iter().filter_map(&mut position).collect();
    match &unpivot.between {
        None => named,
        Some((first, last)) => match (position(first), position(last)) {
            (Some(left), Some(right)) if right < left => {
                faults.push(turned_round(sheet, first, last));
                named
            }
            (Some(first), Some(last)) => {
                // A sum among the columns is no column of its own; one that is named is meant.
                let between = (first..=last).filter(|at| !is_sum_name(&sheet.headers[*at]));
                named.into_iter().chain(between).collect()
            }
            _ => named,
        },
    }
}

/// What a header says by `pattern`: `{item}_{date}` takes `N95_5/14` apart. `None` where it is of another form.
fn parts<'a>(pattern: &'a str, header: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut found = Vec::new();
    let mut rest = header;
    let mut pattern = pattern;
    while let Some((literal, behind)) = pattern.split_once('{') {
        let (column, next) = behind.split_once('}')?;
        rest = rest.strip_prefix(literal)?;
        let stop = next.split('{').next().unwrap_or("");
        let end = if stop.is_empty() {
            rest.len()
        } else {
            rest.rfind(stop)?
        };
        found.push((column.trim(), rest[..end].trim()));
        rest = &rest[end..];
        pattern = next;
    }
    (rest == pattern && !found.is_empty()).then_some(found)
}

fn turned_round(sheet: &Sheet, first: &str, last: &str) -> Diagnostic {
    let message = format!("between names {first} before {last}, which stands left of it");
    Diagnostic::error(Code::BadMap, message)
        .at(sheet.place().at_line(sheet.header_line))
        .hint("name the leftmost column first")
}

fn unlike(sheet: &Sheet, at: usize, pattern: &str) -> Diagnostic {
    let header = &sheet.headers[at];
    let message = format!("the header \"{header}\" is not of the form \"{pattern}\"");
    Diagnostic::error(Code::BadMap, message)
        .at(sheet
            .place()
            .at_line(sheet.header_line)
            .at_column(at + 1, header))
        .hint("unpivot.header names our columns in braces, such as {item} or {item}_{date}")
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_header_is_taken_apart_by_the_pattern() {
        for (pattern, header, expected) in [
            ("{item}", "M01AB", Some(vec![("item", "M01AB")])),
            (
                "{item}_{date}",
                "N95_5/14",
                Some(vec![("item", "N95"), ("date", "5/14")]),
            ),
            ("{kind}数量", "入库数量", Some(vec![("kind", "入库")])),
            ("{item}_{date}", "N95", None),
            ("qty", "qty", None),
            ("{item", "N95", None),
        ] {
            assert_eq!(parts(pattern, header), expected, "{pattern} {header}");
        }
    }
}
