//! Files and standard input as sheets, whatever their format: the one place that opens an input.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Place, Refused, Result};
use crate::ledger::header::leaves_unit_open;

use super::decode::Decoded;
use super::ledger_file::tail;
use super::map::Map;
use super::sheet::{Sheet, Source};
use super::{csv, decode, frame, json, take, xlsx};

mod join;
mod long;
pub mod parts;

/// The name of standard input.
pub const STDIN: &str = "-";
/// Room for what comes through a pipe, so that a day's tables are not moved again and again; untouched room costs
/// nothing.
const PIPE_BYTES: usize = 1 << 20;

/// How inputs are to be read.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    pub encoding: Option<String>,
    pub sheet: Option<String>,
    /// The map file's path and content.
    pub map: Option<(PathBuf, Map)>,
}

/// The sheets of the file `name`, of all parts where it is a folder, or of standard input where it is `-`.
///
/// Errors: `not-found`, `empty-file`, `bad-encoding`, `bad-json`, `bad-workbook`.
pub fn open(name: &str, opening: &Opening) -> Result<Vec<Sheet>> {
    if Path::new(name).is_dir() {
        let parts = parts::of(name)?
            .into_iter()
            .map(|part| open(&part, opening));
        return Ok(parts.collect::<Result<Vec<_>>>()?.concat());
    }
    of_bytes(&bytes(name)?, name, opening)
}

/// The sheets of a file that is in memory already; `name` is what diagnostics call it.
///
/// Errors: `empty-file`, `bad-encoding`, `bad-json`, `bad-workbook`.
pub fn of_bytes(bytes: &[u8], name: &str, opening: &Opening) -> Result<Vec<Sheet>> {
    let whole = |text: Arc<str>, name: &str| csv::read(&text, name);
    let sheets = sheets(bytes, name, opening, whole)?;
    with_map(sheets, name, opening)
}

/// The sheets as the map prepares them.
fn with_map(sheets: Vec<Sheet>, name: &str, opening: &Opening) -> Result<Vec<Sheet>> {
    if sheets.is_empty() {
        return Err(empty(name, "the file has neither header nor rows"));
    }
    let Some((path, map)) = &opening.map else {
        return Ok(sheets.into_iter().flat_map(take::blocks).collect());
    };
    let mut tables = Vec::new();
    for sheet in sheets {
        tables.extend(take::blocks(with_map_header(sheet, map)?));
    }
    // Of several tables a map speaks of those that have its columns; the others are what their own headers tell.
    let fits_any = tables.iter().any(|sheet| map.fits(&sheet.headers));
    tables
        .into_iter()
        .map(|sheet| match fits_any && !map.fits(&sheet.headers) {
            true => Ok(sheet),
            false => prepared(sheet, path, map),
        })
        .collect()
}

/// The same sheets, but lines of well-formed delimited text are left unsplit, and those of a long file unread.
///
/// What is wrong with the bytes of a long file comes to light when its lines are read.
pub fn open_lazily(name: &str, opening: &Opening) -> Result<Vec<Sheet>> {
    if Path::new(name).is_dir() {
        let parts = parts::of(name)?
            .into_iter()
            .map(|part| open_lazily(&part, opening));
        return Ok(parts.collect::<Result<Vec<_>>>()?.concat());
    }
    let is_by_line = opening.map.as_ref().is_none_or(|(_, map)| map.is_by_line());
    if !is_by_line {
        return open(name, opening);
    }
    let sheets = match long::head(name, opening)? {
        Some(sheet) => vec![sheet],
        None => sheets(&bytes(name)?, name, opening, csv::read_lazily)?,
    };
    // Several tables at the head of a file are parted with all their lines in hand.
    // So is a file where the cells under a header tell what it means.
    let is_told = |header: &String| {
        let map = opening.map.as_ref();
        map.is_some_and(|(_, map)| map.column.values().any(|theirs| theirs == header))
    };
    let is_clear = |sheet: &Sheet| {
        let untold: Vec<String> = sheet
            .headers
            .iter()
            .filter(|header| !is_told(header))
            .cloned()
            .collect();
        !leaves_unit_open(&untold)
    };
    let is_one = |sheet: &Sheet| {
        sheet.rest.is_none() || (is_clear(sheet) && take::blocks(sheet.clone()).len() == 1)
    };
    match sheets.iter().all(is_one) {
        true => with_map(sheets, name, opening),
        false => {
            let all = sheets.into_iter().map(filled);
            let mut all = all.collect::<Result<Vec<_>>>()?.concat();
            state_by_map(&mut all, opening);
            Ok(all)
        }
    }
}

/// Says that the sheets a map speaks of are the table that it names.
fn state_by_map(sheets: &mut [Sheet], opening: &Opening) {
    let Some((map, table)) = opening
        .map
        .as_ref()
        .and_then(|(_, map)| Some((map, map.table.as_ref()?)))
    else {
        return;
    };
    let fits_any = sheets.iter().any(|sheet| map.fits(&sheet.headers));
    for sheet in sheets {
        if !fits_any || map.fits(&sheet.headers) {
            sheet.stated = Some(table.clone());
        }
    }
}

/// A sheet as its lines can be taken: those that were left unsplit as they lie, or else [`filled`].
///
/// Errors: those of [`filled`].
pub fn takeable(sheet: Sheet) -> Result<Vec<Sheet>> {
    match csv::rest::by_line(&sheet) {
        Some(sheet) => Ok(vec![sheet]),
        None => filled(sheet),
    }
}

/// A sheet with its lines split that were left unsplit: several where it turns out to hold several tables.
///
/// Errors: those of [`open`] that only the whole file shows.
pub fn filled(mut sheet: Sheet) -> Result<Vec<Sheet>> {
    let Some(rest) = sheet.rest.take() else {
        return Ok(vec![sheet]);
    };
    let mut whole = match rest.source {
        Source::Rows(_) => frame::read_parquet(&bytes(&sheet.file)?, &sheet.file)?,
        Source::Text(text) => csv::read(&text, &sheet.file)?,
        Source::File(path) => {
            let bytes = bytes(&path.to_string_lossy())?;
            let decoded = decode::decode(&bytes, None, &sheet.file)?;
            sheet.encoding = decoded.encoding;
            csv::read(&decoded.text, &sheet.file)?
        }
    };
    whole.encoding = sheet.encoding;
    let mut tables = take::blocks(whole);
    if let [table] = tables.as_mut_slice() {
        table.stated = sheet.stated;
        table.unfinished = sheet.unfinished;
    }
    Ok(tables)
}

/// The bytes of the file `name`, or of standard input.
pub fn bytes(name: &str) -> Result<Vec<u8>> {
    if name == STDIN {
        let mut bytes = Vec::with_capacity(PIPE_BYTES);
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(name, &error))?;
        return Ok(bytes);
    }
    let mut bytes = Vec::new();
    let mut file = File::open(name).map_err(|error| unopened(name, &error))?;
    let read = file.read_to_end(&mut bytes);
    read.map_err(|error| unreadable(name, &error))?;
    Ok(bytes)
}

/// The text of a small file of configuration.
pub fn text(path: &str) -> Result<String> {
    let bytes = bytes(path)?;
    Ok(decode::decode(&bytes, None, path)?.text.into_owned())
}

fn sheets(
    bytes: &[u8],
    name: &str,
    opening: &Opening,
    read_delimited: impl Fn(Arc<str>, &str) -> std::result::Result<Sheet, Diagnostic>,
) -> Result<Vec<Sheet>> {
    if xlsx::is_workbook(bytes) {
        return Ok(xlsx::read(bytes, name, opening.sheet.as_deref())?);
    }
    if bytes.starts_with(b"PAR1") || name.ends_with(".parquet") {
        return Ok(vec![frame::read_parquet(bytes, name)?]);
    }
    let Decoded { text, encoding } = tail::decode(bytes, opening.encoding.as_deref(), name)?;
    if text.trim_start().starts_with(['{', '[']) {
        let sheets = json::read(&text, name)?.into_iter();
        return Ok(sheets.map(|sheet| Sheet { encoding, ..sheet }).collect());
    }
    if text.trim().is_empty() {
        return Err(empty(name, "the file is empty"));
    }
    let unfinished = tail::unfinished(&text);
    let whole = unfinished.map_or(text.len(), |unfinished| unfinished.whole);
    if whole == 0 {
        return Err(empty(
            name,
            "the file holds no more than a part of its header",
        ));
    }
    let sheet = read_delimited(Arc::from(&text[..whole]), name)?;
    Ok(vec![Sheet {
        unfinished,
        encoding,
        ..sheet
    }])
}

/// A sheet with its header where the map says it is. What was taken aside has it on top.
fn with_map_header(sheet: Sheet, map: &Map) -> Result<Sheet> {
    let is_told = map.header_row.is_some() || map.header_rows.is_some();
    if !is_told || sheet.refused_columns().is_some() {
        return Ok(sheet);
    }
    let place = sheet.place();
    let row = map.header_row;
    let named = row.unwrap_or(sheet.header_line);
    take::with_header_at(sheet, row, map.header_rows.unwrap_or(1))
        .ok_or_else(|| no_header_row(place, named))
}

/// A sheet with the map's blanks filled, its joins and its order applied.
fn prepared(mut sheet: Sheet, map_path: &Path, map: &Map) -> Result<Sheet> {
    for header in &map.fill_down {
        let at = column(&sheet, header)?;
        take::fill_down(&mut sheet, at);
    }
    for join in &map.join {
        let folder = map_path.parent().unwrap_or(Path::new(""));
        let beside_input = Path::new(&*sheet.file)
            .parent()
            .unwrap_or(Path::new(""))
            .join(&join.file);
        let path = if beside_input.exists() {
            beside_input
        } else {
            folder.join(&join.file)
        };
        join::join_columns(&mut sheet, join, &path.to_string_lossy())?;
    }
    if !map.sort.is_empty() {
        let columns = map.sort.iter().map(|name| column(&sheet, name));
        let columns: Vec<usize> = columns.collect::<Result<_>>()?;
        sheet.lines.sort_by(|a, b| {
            let key = |line: &super::sheet::Line| {
                columns
                    .iter()
                    .map(|at| line.cells.get(*at).cloned())
                    .collect::<Vec<_>>()
            };
            key(a).cmp(&key(b))
        });
    }
    if let Some(table) = &map.table {
        sheet.stated = Some(table.clone());
    }
    Ok(sheet)
}

fn empty(name: &str, message: &str) -> Refused {
    Diagnostic::error(Code::EmptyFile, message)
        .at(Place::file(name))
        .hint("a table begins with a header line; a command that wrote nothing may have failed")
        .into()
}

fn no_header_row(place: Place, row: u64) -> Refused {
    let message = format!("the map says that the header is in row {row}, and nothing stands there");
    Diagnostic::error(Code::BadMap, message)
        .at(place)
        .hint("count the rows from 1, titles and empty rows included")
        .into()
}

fn column(sheet: &Sheet, name: &str) -> Result<usize> {
    let position = sheet.headers.iter().position(|header| header == name);
    position.ok_or_else(|| {
        let hint = format!("its columns are {}", sheet.headers_in_words());
        let message = format!("the map names a column \"{name}\" that the file does not have");
        Refused::from(
            Diagnostic::error(Code::BadMap, message)
                .at(sheet.place())
                .hint(hint),
        )
    })
}

fn unreadable(name: &str, error: &std::io::Error) -> Refused {
    let (code, hint) = match error.kind() {
        std::io::ErrorKind::NotFound => (Code::NotFound, "check the path"),
        std::io::ErrorKind::PermissionDenied => (Code::NotFound, "ask for the right to read it"),
        std::io::ErrorKind::IsADirectory => (
            Code::NotFound,
            "name a file in it, or give the folder with --ledger",
        ),
        _ => (Code::CannotWrite, "try again"),
    };
    not_read(name, error, code, hint)
}

/// The refusal of a file that cannot be opened, as a link to itself: there is none to read.
fn unopened(name: &str, error: &std::io::Error) -> Refused {
    let refused = unreadable(name, error);
    match refused
        .0
        .iter()
        .any(|found| found.code == Code::CannotWrite)
    {
        true => not_read(name, error, Code::NotFound, "check the path"),
        false => refused,
    }
}

fn not_read(name: &str, error: &std::io::Error, code: Code, hint: &str) -> Refused {
    Diagnostic::error(code, format!("cannot be read: {error}"))
        .at(Place::file(name))
        .hint(hint)
        .into()
}

/// Whether standard input is a pipe or a file, from which data may come; `/dev/null` and devices are not.
#[cfg(unix)]
pub fn stdin_is_readable() -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    let metadata = std::fs::metadata("/dev/stdin");
    metadata.is_ok_and(|m| m.is_file() || m.file_type().is_fifo() || m.file_type().is_socket())
}

/// Whether standard input is a pipe or a file, from which data may come.
#[cfg(not(unix))]
pub fn stdin_is_readable() -> bool {
    true
}
