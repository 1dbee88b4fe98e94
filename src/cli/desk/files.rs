//! The files that a command names: which tables they hold, and which of their sheets a map speaks of.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::map::Map;
use crate::io::open::Opening;
use crate::io::sheet::Sheet;
use crate::io::take::plan::Plan;
use crate::io::take::table_of;
use crate::io::take::title::place::{column_over, place_of_name, place_over};
use crate::io::take::title::{day_over, year_over};
use crate::io::take::wide_list::{WideList, may_be_wide};
use crate::ledger::header::{assumed_day, headings, missing, says_asked, tells_movements};
use crate::ledger::parse::Year;
use crate::ledger::{Column, Table};

use super::Desk;
use super::inputs::{self, Origin};
use super::unread;

impl Desk {
    /// The tables that the named inputs hold, in the order of the tables.
    ///
    /// Errors: `unknown-table` for a file that holds none.
    pub fn tables_of_inputs(&self) -> Result<Vec<Table>> {
        if self.sheets.is_empty() {
            let message = "no sheet was read, so that there is nothing to write";
            let nothing = Diagnostic::error(Code::EmptyFile, message);
            return Err(Refused::from(nothing.hint("name a hidden sheet with --sheet")).into());
        }
        let mut files: BTreeMap<&str, Vec<&Sheet>> = BTreeMap::new();
        for (_, sheet) in &self.sheets {
            files.entry(&sheet.file).or_default().push(sheet);
        }
        let mut unknown = files.into_values().filter_map(inputs::all_unknown);
        if let Some(refused) = unknown.next() {
            return Err(refused.into());
        }
        Ok(Table::all()
            .filter(|table| {
                self.sheets
                    .iter()
                    .any(|(_, sheet)| inputs::holds(sheet, *table))
            })
            .collect())
    }

    /// Takes every file that the command names for `table`, whatever its columns tell.
    pub fn state(&mut self, table: Table) {
        for (origin, sheet) in &mut self.sheets {
            if *origin == Origin::File {
                sheet.stated = Some(table.id().to_owned());
            }
        }
    }

    /// The year of days in a sheet that name none: its title's, or else that of the day the command was asked for.
    pub(super) fn year_of(&self, sheet: &Sheet) -> Option<Year> {
        let over = year_over(sheet);
        over.or_else(|| self.global.as_of.map(Year::Until))
    }

    /// Whether there is a map that names no table and says where `column` comes from.
    pub fn has_map_of(&self, column: Column) -> Result<bool> {
        let map = self.map()?.filter(|map| map.table.is_none());
        Ok(map.is_some_and(|map| map.states(column.id())))
    }

    /// Whether a file that the command names, or the map, has `column` of `table`.
    ///
    /// Errors: of the map file.
    pub fn has_column(&self, table: Table, column: Column) -> Result<bool> {
        let files = self.sheets.iter();
        let mut files = files.filter(|(origin, _)| *origin == Origin::File);
        let is_there = files.any(|(_, sheet)| {
            let mut found = headings(table, &sheet.headers).into_iter();
            found.any(|heading| heading.column == Some(column))
        });
        Ok(is_there || self.map()?.is_some_and(|map| map.states(column.id())))
    }

    /// Refuses a file that says that it asks for goods, where a command reads what moved or is there.
    ///
    /// Errors: `missing-table` with the first of them.
    pub fn expect_no_requests(&self) -> Result<()> {
        // A map says itself what is read.
        if self.map()?.is_some() {
            return Ok(());
        }
        let files = self.sheets.iter();
        let files = files.filter(|(origin, _)| *origin == Origin::File);
        let asks = |sheet: &&Sheet| {
            let says = sheet.headers.iter().any(|header| says_asked(header));
            says && table_of(sheet) == Some(Table::Request)
        };
        let asking = files.map(|(_, sheet)| sheet).find(asks);
        asking.map_or(Ok(()), |sheet| Err(inputs::is_request(sheet).into()))
    }

    /// Takes every file that the command names for the one of `tables` that lacks the fewest columns there, the first
    /// of equals. A sheet beside another that has some of them, and has none itself, is no table.
    pub fn state_nearest(&mut self, tables: &[Table]) {
        let is_dated = self.global.as_of.is_some();
        let lacking = |sheet: &Sheet, table: Table| {
            let found = headings(table, &sheet.headers);
            let found: Vec<Column> = found.iter().filter_map(|heading| heading.column).collect();
            let lacks = missing(table, &found);
            let lacks = lacks
                .iter()
                .filter(|field| !(is_dated && field.column == Column::AsOf));
            // Who got it, or why it moved, stands on no list of what is there.
            let is_moved = table == Table::Onhand && tells_movements(&sheet.headers);
            (is_moved, lacks.count(), found.is_empty())
        };
        let nearest = |sheet: &Sheet| {
            let each = tables.iter().enumerate();
            let each = each.map(|(at, table)| (lacking(sheet, *table), at));
            each.min()
                .map(|((_, _, is_strange), at)| (tables[at], is_strange))
        };
        let files: Vec<_> = self
            .sheets
            .iter_mut()
            .filter(|(origin, _)| *origin == Origin::File)
            .filter_map(|(_, sheet)| nearest(sheet).map(|nearest| (sheet, nearest)))
            .collect();
        let is_any_near = files.iter().any(|(_, (_, is_strange))| !is_strange);
        let mut assumed = Vec::new();
        for (sheet, (table, is_strange)) in files {
            if !(is_strange && is_any_near) {
                sheet.stated = Some(table.id().to_owned());
                let day = assumed_day(&sheet.headers).filter(|_| table == Table::Onhand);
                assumed.extend(day.map(|day| taken_for_balances(sheet, day)));
            }
        }
        self.note(&assumed);
    }

    /// How a sheet is read as `table`. A list that states no place is that of the place over it, or of the one that its
    /// sheet is called after; one of balances or of quotes that states no day is that of the day over it, and of balances,
    /// where none stands there, of the day the flags name.
    ///
    /// A list with a column an item is read as such, and that is said.
    ///
    /// Errors: `bad-map`.
    pub(super) fn plan(&self, sheet: &Sheet, table: Table, map: Option<&Map>) -> Result<Plan> {
        let wide = map.is_none().then(|| self.wide_list(sheet, table));
        let wide = wide.flatten().filter(WideList::is_known);
        if let Some(wide) = &wide {
            let place = sheet.place().at_line(sheet.header_line);
            self.say(&format!("{place}: {}", wide.note()));
        }
        let of_wide = wide.as_ref().map(WideList::map);
        let mut plan = Plan::new(sheet, table, map.or(of_wide.as_ref()))?
            .with_year(self.year_of(sheet))
            .telling_all(self.global.rejects.is_some());
        self.state_place(&mut plan, sheet, table);
        let column = match table {
            Table::Onhand => Column::AsOf,
            Table::Quote => Column::Date,
            _ => return Ok(plan),
        };
        let place = sheet.place();
        let day = self.global.as_of.filter(|_| table == Table::Onhand);
        if let Some((day, line)) = day_over(sheet) {
            if plan.state(column, &day.to_string()) {
                let place = place.at_line(line);
                self.say(&format!(
                    "{place}: no column states a day; the lines are of {day}, as stands over them"
                ));
            }
        } else if let Some(day) = day.filter(|day| plan.state(column, &day.to_string())) {
            self.say(&format!(
                "{place}: no day is stated; these are balances of {day} (--as-of)"
            ));
        }
        Ok(plan)
    }

    /// What a sheet is as a list with a column an item.
    pub(super) fn wide_list(&self, sheet: &Sheet, table: Table) -> Option<WideList> {
        if !may_be_wide(sheet, table) {
            return None;
        }
        let built_in = || inputs::built_in_catalogue().ok();
        let catalogue = self.catalogue.clone().or_else(built_in)?;
        WideList::of(sheet, table, &catalogue)
    }

    /// Has every line of a sheet that states no place be of the one over it, or of the one that the sheet is called
    /// after.
    fn state_place(&self, plan: &mut Plan, sheet: &Sheet, table: Table) {
        let Some(column) = column_over(table) else {
            return;
        };
        let place = sheet.place();
        if let Some((name, line)) = place_over(sheet, table) {
            if plan.state(column, &name) {
                let place = place.at_line(line);
                self.say(&format!(
                    "{place}: no column states a place; the lines are of {name}, as stands over them"
                ));
            }
        } else if let Some(name) = place_of_name(sheet).filter(|name| plan.state(column, name)) {
            self.say(&format!(
                "{place}: no column states a place; the lines are of {name}, as the sheet is called"
            ));
        }
    }

    /// The refusal of a command that needs a table which no input holds.
    pub fn missing(&self, table: Table) -> Refused {
        let given = self
            .sheets
            .iter()
            .filter(|(origin, _)| *origin < Origin::Pipe);
        let read: Vec<_> = given
            .filter_map(|(_, sheet)| Some((sheet.file.as_ref(), table_of(sheet)?)))
            .collect();
        inputs::missing_beside(table, &read)
    }

    /// The refusal of a command that is asked for a table which it neither makes nor was given.
    pub fn missing_answer(&self, table: Table) -> Refused {
        let made: BTreeSet<Table> = self.answers.iter().map(|(made, _)| *made).collect();
        match made.is_empty() {
            true => self.missing(table),
            false => inputs::not_made(table, &made),
        }
    }

    /// `error` where each word that is refused, with its line alone, also has the place of `column` in that line.
    pub fn beside_column(&self, error: anyhow::Error, column: Column) -> anyhow::Error {
        let place = |fault: &Diagnostic| {
            let place = fault.place.clone().filter(|place| place.column.is_none())?;
            let mut sheets = self.sheets.iter().map(|(_, sheet)| sheet);
            let sheet = sheets.find(|sheet| sheet.place().at_line(place.line) == place)?;
            let found = headings(table_of(sheet)?, &sheet.headers);
            let at = found
                .iter()
                .position(|heading| heading.column == Some(column))?;
            Some(place.at_column(at + 1, &sheet.headers[at]))
        };
        let beside = |fault: Diagnostic| match place(&fault).filter(|_| fault.code == Code::BadWord)
        {
            Some(place) => fault.at(place),
            None => fault,
        };
        match error.downcast::<Refused>() {
            Ok(Refused(faults)) => Refused(faults.into_iter().map(beside).collect()).into(),
            Err(other) => other,
        }
    }

    /// Says which sheets of the files that the command names hold rows and make no table; with `-v`, which hold none of
    /// `tables`.
    ///
    /// Errors: `unknown-table` where rows that state amounts make no table.
    pub fn report_unread(&self, tables: &[Table]) -> Result<()> {
        for (origin, sheet) in &self.sheets {
            let is_read = table_of(sheet).is_some_and(|table| tables.contains(&table));
            if *origin == Origin::File && !is_read {
                unread::report_unread(sheet, self.loudness())?;
            }
        }
        Ok(())
    }

    /// The inputs that a map file speaks of: the files that the command names, else those of `--in`.
    fn mapped(&self) -> Origin {
        let has_files = self
            .sheets
            .iter()
            .any(|(origin, _)| *origin == Origin::File);
        if has_files {
            Origin::File
        } else {
            Origin::Named
        }
    }

    /// Whether the map is to be read by for a sheet: of several tables in its files, for those that have its columns,
    /// and where it names its table, for that one alone.
    pub(super) fn is_mapped(&self, origin: Origin, sheet: &Sheet, map: &Map) -> bool {
        let mapped = self.mapped();
        let fits_any = || {
            let sheets = self.sheets.iter().filter(|(origin, _)| *origin == mapped);
            sheets.clone().any(|(_, sheet)| map.fits(&sheet.headers))
        };
        let is_of_another = match (&map.table, &sheet.stated) {
            (Some(meant), Some(stated)) => meant != stated,
            _ => false,
        };
        origin == mapped && !is_of_another && (map.fits(&sheet.headers) || !fits_any())
    }

    /// The map file that the flags name.
    pub(super) fn map(&self) -> Result<Option<Map>> {
        Ok(opening(&self.global)?.map.map(|(_, map)| map))
    }
}

/// The warning of dated lines that nothing says to be balances, and that are taken for some.
fn taken_for_balances(sheet: &Sheet, day: &str) -> Diagnostic {
    let message = format!(
        "no column says what came and what went; each line is taken as the balance of its {day}"
    );
    let place = sheet.place().at_line(sheet.header_line);
    Diagnostic::warning(Code::MissingColumn, message)
        .at(place)
        .hint("if they are movements, add a column kind (类型) with 入库 or 出库, or state it with --map")
}

/// The input options that the flags set; the map file is read.
pub fn opening(global: &Global) -> Result<Opening> {
    let map = match &global.map {
        None => None,
        Some(path) => {
            let name = path.to_string_lossy();
            Some((
                path.clone(),
                Map::parse(&crate::io::open::text(&name)?, &name).map_err(Refused::from)?,
            ))
        }
    };
    Ok(Opening {
        encoding: global.encoding.clone(),
        sheet: global.sheet.clone(),
        map,
    })
}
