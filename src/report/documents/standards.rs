//! The matrix of standards as a document: counties by standards, then each pair with its counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::Compliance;
use crate::ledger::word::Verdict;
use crate::report::names::Names;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Page, Shown, Tone};
use crate::report::words::Label;

use super::{document, nothing, section};

/// What stands of each county and standard below the matrix.
const LISTED: &[Column] = &[
    Column::Site,
    Column::Standard,
    Column::Verdict,
    Column::Rows,
    Column::Short,
    Column::Within,
    Column::Above,
    Column::Unjudged,
    Column::Item,
    Column::CoverDays,
    Column::Gap,
    Column::Unit,
    Column::Reason,
];

/// Counties by standards, and what is short in each.
pub fn standards(rows: &[Compliance], names: &Names, as_of: Day) -> Page {
    let lang = names.lang;
    let blocks = match rows.is_empty() {
        true => vec![nothing::<Compliance>(lang)],
        false => vec![
            Block::Grid(matrix(rows, names)),
            Block::Grid(listing(rows, names)),
        ],
    };
    let sections = vec![section("matrix", Label::Matrix, lang, blocks)];
    document(lang, Label::TitleStandards, &[&as_of.to_string()], sections)
}

fn matrix(rows: &[Compliance], names: &Names) -> Grid {
    let lang = names.lang;
    let standards: BTreeSet<&str> = rows.iter().map(|row| row.standard.as_str()).collect();
    let sites: BTreeSet<&str> = rows.iter().map(|row| row.site.as_str()).collect();
    let cells: BTreeMap<(&str, &str), &Compliance> = rows
        .iter()
        .map(|row| ((row.site.as_str(), row.standard.as_str()), row))
        .collect();
    let mut headings = vec![Heading::of(Column::Site, lang, Fit::Text)];
    headings.extend(standards.iter().map(|standard| Heading {
        id: (*standard).to_owned(),
        text: (*standard).to_owned(),
        fit: Fit::Whole,
    }));
    let line = |site: &&str| {
        let of_site = standards
            .iter()
            .map(|standard| cells.get(&(*site, *standard)).copied());
        let of_site: Vec<Option<&Compliance>> = of_site.collect();
        let tones = of_site.iter().flatten().map(|row| tone(row));
        let gravest = [Tone::Bad, Tone::Warn]
            .into_iter()
            .find(|tone| tones.clone().any(|of| of == *tone));
        let mut shown = vec![names.site_shown(site)];
        shown.extend(of_site.iter().map(|row| match row {
            Some(row) => Shown::from(in_words(row, names)),
            None => Shown::from("–".to_owned()),
        }));
        Line {
            tone: gravest.unwrap_or(Tone::Plain),
            cells: shown,
        }
    };
    let lines = sites.iter().map(line).collect();
    Grid::of_lines(Label::Matrix, lang, headings, lines)
}

fn listing(rows: &[Compliance], names: &Names) -> Grid {
    let listed: Vec<&Compliance> = rows.iter().collect();
    let mut grid = Grid::of_rows(Label::MatrixList, names, LISTED, &listed, tone);
    let verdict = LISTED.iter().position(|column| *column == Column::Verdict);
    let verdict = verdict.expect("the column is one of those listed");
    for (line, row) in grid.lines.iter_mut().zip(rows) {
        if row.verdict.is_none() {
            line.cells[verdict] = Shown::from(Label::NoVerdict.text(names.lang).to_owned());
        }
    }
    grid
}

fn tone(row: &Compliance) -> Tone {
    match row.verdict {
        Some(Verdict::Short) => Tone::Bad,
        None => Tone::Warn,
        Some(Verdict::Within | Verdict::Above) => Tone::Plain,
    }
}

/// `short 2/5` where anything is short; what could not be judged is never left away.
fn in_words(row: &Compliance, names: &Names) -> String {
    let verdict = row.verdict.map_or_else(
        || Label::NoVerdict.text(names.lang).to_owned(),
        |verdict| names.word(verdict),
    );
    let counted = match row.verdict {
        Some(Verdict::Short) => row.short,
        Some(_) => row.within + row.above,
        None => row.unjudged,
    };
    let count = format!(" {counted}/{}", row.rows);
    let unjudged = match (row.verdict, row.unjudged) {
        (None, _) | (_, 0) => String::new(),
        (_, unjudged) => {
            let count = unjudged.to_string();
            Label::UnjudgedCount.fill(names.lang, &[&count])
        }
    };
    verdict + &count + &unjudged
}
