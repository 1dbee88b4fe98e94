//! What a map says over what the headers tell: every column it names that is not there is a fault.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::ledger::parse::parse;
use crate::ledger::table::Kind;
use crate::ledger::text::tidy;
use crate::ledger::{Column, table};

use super::super::super::map::Map;
use super::super::super::sheet::Sheet;
use super::Plan;
use super::source::{From, Source};

/// The keys of a map under which it names columns of ours.
const NAMING_COLUMNS: [&str; 8] = [
    "column",
    "constant",
    "first_of",
    "concat",
    "values",
    "round",
    "date_format",
    "unpivot",
];
/// The keys of a map under which it has words of ours.
const NAMING_WORDS: [&str; 3] = ["constant", "values", "kind"];

impl Plan {
    pub(super) fn overlay(&mut self, sheet: &Sheet, map: &Map) -> Result<(), Refused> {
        let mut faults = Vec::new();
        let mut at_header = |header: &String| header_position(sheet, header, &mut faults);
        let mut set: Vec<(&String, From)> = Vec::new();
        set.extend(
            map.constant
                .iter()
                .map(|(ours, text)| (ours, From::Constant(text.clone()))),
        );
        for (ours, theirs) in &map.column {
            set.push((ours, at_header(theirs).map_or(From::Nothing, From::Cell)));
        }
        for (ours, theirs) in &map.first_of {
            set.push((
                ours,
                From::FirstOf(theirs.iter().filter_map(&mut at_header).collect()),
            ));
        }
        for (ours, concat) in &map.concat {
            let columns = concat.columns.iter().filter_map(&mut at_header).collect();
            set.push((ours, From::Concat(columns, concat.with.clone())));
        }
        let kinds = map.kind.as_ref().map(|kinds| {
            let columns: Vec<usize> = kinds
                .when
                .iter()
                .filter_map(|when| at_header(&when.column))
                .collect();
            (kinds.clone(), columns)
        });
        let skips: Vec<_> = map
            .skip
            .iter()
            .filter_map(|skip| Some((skip.clone(), at_header(&skip.column)?)))
            .collect();
        self.skips = skips;
        self.forget(set.iter().filter_map(|(_, from)| match from {
            From::Cell(at) => Some(*at),
            _ => None,
        }));
        for (ours, from) in set {
            if let Some(source) = self.source_mut(ours, map, &mut faults) {
                source.from = from;
            }
        }
        self.reword(map, &mut faults);
        faults.extend(self.strange_words(map));
        if let Some((kinds, columns)) = kinds.filter(|_| faults.is_empty()) {
            if let Some(position) = self.table.position(Column::Kind) {
                self.sources[position].from = From::Kind(kinds.clone(), columns.clone());
            }
            self.kinds = Some((kinds, columns));
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Refused(faults))
        }
    }

    /// How the map has words, decimals and dates read.
    fn reword(&mut self, map: &Map, faults: &mut Vec<Diagnostic>) {
        for (ours, values) in &map.values {
            if let Some(source) = self.source_mut(ours, map, faults) {
                source.values = Some(values.clone());
            }
        }
        for ours in &map.round {
            if let Some(source) = self.source_mut(ours, map, faults) {
                source.is_rounded = true;
            }
        }
        for (ours, format) in &map.date_format {
            if let Some(source) = self.source_mut(ours, map, faults) {
                source.date_format = Some(format.clone());
            }
        }
    }

    /// A fault for each word that the map has for a column of words and that is none of them: it would be one of every
    /// line that is read by it.
    fn strange_words(&self, map: &Map) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for field in self.table.fields() {
            let (id, kind) = (field.column.id(), field.kind);
            if !matches!(kind, Kind::Word(_)) {
                faults.extend(strange_constant(map, id, kind));
                continue;
            }
            let kinds = map.kind.as_ref().filter(|_| field.column == Column::Kind);
            let of_kinds = kinds.into_iter().flat_map(|kinds| {
                let when = kinds.when.iter().map(|when| &when.then);
                when.chain([&kinds.otherwise])
            });
            let of_values = map.values.get(id).into_iter().flat_map(BTreeMap::values);
            let words = map.constant.get(id).into_iter();
            let words: BTreeSet<&String> = words.chain(of_values).chain(of_kinds).collect();
            let strange = words.into_iter().filter_map(|word| {
                let fault = parse(kind, word, None).err()?;
                let message =
                    format!("the map has \"{word}\" for column {id}, which has no such word");
                let place = map.lines.place(&NAMING_WORDS, word);
                let fault = Diagnostic::error(Code::BadMap, message).hint(fault.hint);
                Some(fault.at(place))
            });
            faults.extend(strange);
        }
        faults
    }

    /// Lets go of what the headers told of `columns`: a header that the map gives a meaning has no other.
    pub(super) fn forget(&mut self, columns: impl Iterator<Item = usize>) {
        let columns: Vec<usize> = columns.collect();
        for source in &mut self.sources {
            if source.cell_column().is_some_and(|at| columns.contains(&at)) {
                *source = Source::default();
            }
        }
    }

    pub(super) fn source_mut(
        &mut self,
        column: &str,
        map: &Map,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<&mut Source> {
        let position = Column::from_id(column).and_then(|column| self.table.position(column));
        if position.is_none() {
            let ids: Vec<&str> = self
                .table
                .fields()
                .iter()
                .map(|field: &table::Field| field.column.id())
                .collect();
            let message = format!("table {} has no column \"{column}\"", self.table.id());
            let hint = format!(
                "its columns are {}; a map that is meant for another table names it: table = \"quote\"",
                ids.join(", ")
            );
            let place = map.lines.place(&NAMING_COLUMNS, column);
            faults.push(
                Diagnostic::error(Code::BadMap, message)
                    .at(place)
                    .hint(hint),
            );
        }
        position.map(|position| &mut self.sources[position])
    }
}

/// The fault of a constant that its column does not take: it would be one of every line.
fn strange_constant(map: &Map, id: &str, kind: Kind) -> Option<Diagnostic> {
    let text = map.constant.get(id)?;
    let order = map.date_format.get(id).map(String::as_str);
    let fault = parse(kind, text, order).err()?;
    let fault = Diagnostic::error(Code::BadMap, fault.message).hint(fault.hint);
    Some(fault.at(map.lines.place(&["constant"], id)))
}

/// The position of a header the map names; a fault where the sheet has none such.
pub(super) fn header_position(
    sheet: &Sheet,
    header: &String,
    faults: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let position = sheet
        .headers
        .iter()
        .position(|found| *found == tidy(header));
    if position.is_none() {
        let message = format!("the map names a column \"{header}\" that the sheet does not have");
        let place = Place {
            column: None,
            ..sheet.place()
        };
        let hint = format!("its columns are {}", sheet.headers_in_words());
        faults.push(
            Diagnostic::error(Code::BadMap, message)
                .at(place)
                .hint(hint),
        );
    }
    position
}
