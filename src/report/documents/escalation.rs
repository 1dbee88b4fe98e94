//! Requests to the next level as the document that is sent.

use std::collections::BTreeSet;

use crate::allocate::source::NEXT_LEVEL;
use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::Escalation;
use crate::ledger::word::{Channel, Word as _};
use crate::report::escalation::NOT_SUPPLIED;
use crate::report::names::Names;
use crate::report::page::{Block, Grid, Page, Tone};
use crate::report::words::Label;

use super::{document, nothing, section};

/// A request for each addressee: what is asked, and what was tried before.
pub fn escalations(rows: &[Escalation], names: &Names, as_of: Day) -> Page {
    let lang = names.lang;
    let addressees: BTreeSet<&str> = rows.iter().map(|row| row.addressee.as_str()).collect();
    let columns = [
        Column::Site,
        Column::Item,
        Column::Need,
        Column::Have,
        Column::Gap,
        Column::Unit,
        Column::NeedBy,
        Column::Lines,
        Column::Tried,
        Column::Rule,
        Column::Plan,
    ];
    let blocks = addressees.iter().flat_map(|addressee| {
        let asked: Vec<&Escalation> = rows
            .iter()
            .filter(|row| row.addressee == *addressee)
            .collect();
        let to = match *addressee {
            NEXT_LEVEL => Label::NextLevel.text(lang),
            site => names.site(site),
        };
        let opening = match asked.iter().any(|row| has_untold(row)) {
            true => Label::EscalationUntold,
            false => Label::EscalationTo,
        };
        let opening = opening.fill(lang, &[to, &asked.len().to_string()]);
        let mut grid = Grid::of_rows(Label::EscalationList, names, &columns, &asked, |_| {
            Tone::Bad
        });
        let tried = columns.iter().position(|column| *column == Column::Tried);
        let tried = tried.expect("the column is one of those listed");
        for (line, row) in grid.lines.iter_mut().zip(&asked) {
            line.cells[tried].text = in_words(&row.tried, names);
        }
        [Block::note(Tone::Plain, opening), Block::Grid(grid)]
    });
    let mut blocks: Vec<Block> = blocks.collect();
    if blocks.is_empty() {
        blocks.push(nothing::<Escalation>(lang));
    }
    let sections = vec![section("request", Label::EscalationList, lang, blocks)];
    document(
        lang,
        Label::TitleEscalation,
        &[&as_of.to_string()],
        sections,
    )
}

/// Whether nobody knows what a step can give.
fn has_untold(row: &Escalation) -> bool {
    let given = row
        .tried
        .split("; ")
        .filter_map(|step| step.split_once(' '));
    given
        .map(|(_, given)| given)
        .any(|given| given == NOT_SUPPLIED)
}

/// The sources tried, each by its word in the page's language.
fn in_words(tried: &str, names: &Names) -> String {
    let in_words = |step: &str| match step.split_once(' ') {
        Some((id, given)) => match Channel::parse(id) {
            Some(channel) => {
                let given = match given {
                    NOT_SUPPLIED => Label::NotSuppliedShort.text(names.lang),
                    given => given,
                };
                format!("{} {given}", names.word(channel))
            }
            None => step.to_owned(),
        },
        None => step.to_owned(),
    };
    let steps: Vec<String> = tried.split("; ").map(in_words).collect();
    steps.join(names.lang.pick("；", "; "))
}
