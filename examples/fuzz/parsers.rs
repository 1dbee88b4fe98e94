//! The parsers, and what must hold of each whatever it is given.

use std::io::{Cursor, Read as _, Write as _};

use granary::calendar::{Day, parse_expiry};
use granary::io::csv;
use granary::io::map::Map;
use granary::io::open::{Opening, of_bytes};
use granary::io::sheet::Sheet;
use granary::io::take::plan::Plan;
use granary::io::take::{Taken, table_of, take};
use granary::io::view::{Headers, View};
use granary::ledger::cell::Cell;
use granary::ledger::earmark::Earmark;
use granary::ledger::measure::Spec;
use granary::ledger::parse::parse;
use granary::ledger::table::Kind;
use granary::ledger::tables::Movement;
use granary::ledger::word::{MovementKind, Word as _};
use granary::ledger::{Catalogue, Record as _, Row, Table};
use granary::policy::{Policy, Rules};
use granary::quantity::Unit;

use super::corpus::Takes;
use super::mutate::Random;

/// A parser: what it is called, what it takes, and what it does with an input. An error says what does not hold.
pub struct Parser {
    pub name: &'static str,
    pub takes: Takes,
    pub run: fn(&[u8], &mut Random) -> Result<(), String>,
}

/// All of them; each is as likely as the others.
pub const PARSERS: [Parser; 7] = [
    Parser {
        name: "table",
        takes: Takes::Tables,
        run: table,
    },
    Parser {
        name: "workbook",
        takes: Takes::Workbooks,
        run: workbook,
    },
    Parser {
        name: "parts of a workbook",
        takes: Takes::Workbooks,
        run: workbook_parts,
    },
    Parser {
        name: "cell",
        takes: Takes::Cells,
        run: cell,
    },
    Parser {
        name: "map",
        takes: Takes::Maps,
        run: map,
    },
    Parser {
        name: "map over a table",
        takes: Takes::Maps,
        run: map_over_table,
    },
    Parser {
        name: "policy",
        takes: Takes::Policies,
        run: policy,
    },
];

/// The name under which an input is read.
const NAME: &str = "fuzz.csv";

fn table(bytes: &[u8], _: &mut Random) -> Result<(), String> {
    let Ok(sheets) = of_bytes(bytes, NAME, &Opening::default()) else {
        return Ok(());
    };
    sheets.iter().try_for_each(taken_whole)
}

fn workbook(bytes: &[u8], _: &mut Random) -> Result<(), String> {
    table(bytes, &mut Random::new(0, 0))
}

/// The XML inside of a workbook, damaged and packed again: what checksums would stop otherwise.
fn workbook_parts(bytes: &[u8], random: &mut Random) -> Result<(), String> {
    let damaged = damaged_parts(bytes, random);
    damaged.map_or(Ok(()), |bytes| table(&bytes, random))
}

fn damaged_parts(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut written = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut xml = Vec::new();
        part.read_to_end(&mut xml).ok()?;
        if random.below(3) == 0 {
            xml = super::mutate::mutated(random, &[xml]);
        }
        written.start_file(name, stored).ok()?;
        written.write_all(&xml).ok()?;
    }
    Some(written.finish().ok()?.into_inner())
}

/// No line of a sheet vanishes, and what was read reads the same once it is written.
fn taken_whole(sheet: &Sheet) -> Result<(), String> {
    let table = table_of(sheet).unwrap_or(Table::Movement);
    let Ok(plan) = Plan::new(sheet, table, None) else {
        return Ok(());
    };
    let catalogue = Catalogue::default();
    let taken = take(sheet, &plan, &catalogue);
    let is_read = !taken.rows.is_empty() || !taken.refused.is_empty();
    if is_read {
        no_line_vanishes(sheet, &taken)?;
    }
    for row in &taken.rows {
        row.cells.iter().for_each(|cell| drop(cell.to_string()));
    }
    if table == Table::Movement {
        let movements: Vec<Movement> = taken.rows.iter().map(Movement::from_row).collect();
        movements
            .iter()
            .for_each(|m| drop(Earmark::parse(&m.earmark)));
        reads_the_same(&taken.rows)?;
    }
    Ok(())
}

fn no_line_vanishes(sheet: &Sheet, taken: &Taken) -> Result<(), String> {
    let is_filled = |cells: &Vec<String>| {
        cells
            .iter()
            .any(|cell| !granary::ledger::text::tidy(cell).is_empty())
    };
    let lines = sheet.lines.iter().chain(&sheet.above);
    let filled = lines.filter(|line| is_filled(&line.cells)).count();
    let told = taken.rows.len() + taken.refused.len() + taken.out_of_scope.len();
    if filled == told {
        return Ok(());
    }
    Err(format!("{filled} lines were there, {told} were told of"))
}

/// What a dry run writes is imported as the same rows.
fn reads_the_same(rows: &[Row]) -> Result<(), String> {
    let view = View::of_table(Table::Movement, rows, Headers::En, None);
    let header = view.headings.clone();
    let lines = view
        .rows
        .iter()
        .map(|row| row.iter().map(Cell::to_string).collect());
    let written = csv::write(std::iter::once(header).chain(lines), b',');
    let sheets = of_bytes(&written, "again.csv", &Opening::default());
    let sheets = sheets.map_err(|refused| format!("what was written is refused: {refused}"))?;
    let mut again = Vec::new();
    for sheet in &sheets {
        let plan =
            Plan::new(sheet, Table::Movement, None).map_err(|refused| refused.to_string())?;
        let taken = take(sheet, &plan, &Catalogue::default());
        if !taken.refused.is_empty() {
            return Err(format!(
                "what was written is refused: {:?}",
                taken.diagnostics
            ));
        }
        again.extend(taken.rows);
    }
    let differs = rows
        .iter()
        .zip(&again)
        .find(|(row, again)| row.cells != again.cells);
    match differs {
        Some((row, again)) => Err(format!(
            "{:?} was read again as {:?}",
            row.cells, again.cells
        )),
        None if rows.len() != again.len() => Err(format!(
            "{} rows were written, {} read again",
            rows.len(),
            again.len()
        )),
        None => Ok(()),
    }
}

/// One cell as every type; a value that was read is written so that it reads the same.
fn cell(bytes: &[u8], _: &mut Random) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    let kinds = [
        Kind::Text,
        Kind::Quantity,
        Kind::Money,
        Kind::Price,
        Kind::Day,
        Kind::Expiry,
        Kind::Integer,
        Kind::Truth,
        Kind::Word(MovementKind::CHOICES),
    ];
    for kind in kinds {
        let Ok(parsed) = parse(kind, &text, None) else {
            continue;
        };
        let written = parsed.cell.to_string();
        match parse(kind, &written, None) {
            Ok(again) if again.cell == parsed.cell => {}
            other => {
                return Err(format!(
                    "{kind:?} {:?} is read again as {other:?}",
                    parsed.cell
                ));
            }
        }
    }
    drop(parse(Kind::Ratio, &text, None));
    drop(parse(Kind::Day, "01/04/2023", Some(&text)));
    drop(parse(Kind::Day, &text, Some("%d/%m/%Y")));
    drop((Day::parse(&text), parse_expiry(&text), Spec::read(&text)));
    drop((
        Unit::new(&text),
        Unit::strip_prefix(&text),
        Earmark::parse(&text),
    ));
    let _ = granary::diagnostic::nearest(&text, ["receipt", "issue"]);

    Ok(())
}

fn map(bytes: &[u8], _: &mut Random) -> Result<(), String> {
    drop(Map::parse(&String::from_utf8_lossy(bytes), "fuzz.toml"));
    Ok(())
}

/// A damaged map over a sheet that has the columns maps speak of.
fn map_over_table(bytes: &[u8], random: &mut Random) -> Result<(), String> {
    let Ok(map) = Map::parse(&String::from_utf8_lossy(bytes), "fuzz.toml") else {
        return Ok(());
    };
    let mut names: Vec<String> = map.column.values().cloned().collect();
    names.extend(map.first_of.values().flatten().cloned());
    names.extend(map.skip.iter().map(|skip| skip.column.clone()));
    names.extend(
        map.kind
            .iter()
            .flat_map(|kinds| kinds.when.iter().map(|when| when.column.clone())),
    );
    names.push("plus_5/14".to_owned());
    let values = [
        "2022-03-01",
        "12/03/2022",
        "D1",
        "5",
        "-3",
        "",
        "1,5",
        "箱",
        "Receipts",
    ];
    let line = |random: &mut Random| -> Vec<String> {
        let value = |_: &String| values[random.below(values.len())].to_owned();
        names.iter().map(value).collect()
    };
    let lines = [line(random), line(random), line(random)];
    let text = csv::write(std::iter::once(names.clone()).chain(lines), b',');
    let opening = Opening {
        map: Some((
            "fuzz.toml".into(),
            Map {
                join: Vec::new(),
                ..map.clone()
            },
        )),
        ..Opening::default()
    };
    let Ok(sheets) = of_bytes(&text, NAME, &opening) else {
        return Ok(());
    };
    for sheet in &sheets {
        let table = table_of(sheet).unwrap_or(Table::Movement);
        if let Ok(plan) = Plan::new(sheet, table, Some(&map)) {
            drop(take(sheet, &plan, &Catalogue::default()));
        }
    }
    Ok(())
}

fn policy(bytes: &[u8], _: &mut Random) -> Result<(), String> {
    if let Ok(policy) = Policy::parse(&String::from_utf8_lossy(bytes), "fuzz.toml") {
        drop(Rules::of(&[policy]));
    }
    Ok(())
}
