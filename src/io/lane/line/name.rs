//! Names and words of the fast lane: each different cell read once, with the exact reader's own functions, to a number.
//!
//! A cell that the exact reader would repair, convert or refuse has the number [`EXACT`].

use crate::engine::name::{NO_NAME, Names};
use crate::io::take::may_be_no_data;
use crate::ledger::Column;
use crate::ledger::cell::Cell;
use crate::ledger::measure::conversion;
use crate::ledger::parse::{is_mark, parse};
use crate::ledger::table::Kind;
use crate::ledger::text::tidy;
use crate::ledger::word::{Form, MovementKind, QuoteKind, Word};
use crate::quantity::Unit;

use super::Layout;

/// The answer for a cell that only the exact reader can judge.
pub const EXACT: u32 = u32::MAX;
/// Set beside the number of a kind where the sign of the quantity is turned round.
pub const NEGATED: u32 = 1 << 8;

/// The number of the name in a cell.
pub fn name(layout: &Layout<'_>, names: &Names, column: Column, cell: &str) -> u32 {
    let Some(source) = layout.source(column) else {
        return NO_NAME;
    };
    let text = source.mapped(tidy(cell).into_owned());
    let text = tidy(&text);
    let is_repaired = column == Column::Item && layout.catalogue.is_name(&text);
    if cell.starts_with('"') || is_repaired || is_mark(&text) || may_be_no_data(cell) {
        return EXACT;
    }
    names.number(&text)
}

/// The number of the kind in a cell, and whether the sign is turned round.
pub fn kind(layout: &Layout<'_>, cell: &str) -> u32 {
    let is_open = !cell.starts_with('"') && !may_be_no_data(cell);
    let source = layout.source(Column::Kind).filter(|_| is_open);
    let Some(source) = source else {
        return EXACT;
    };
    let text = tidy(cell).into_owned();
    let negated = u32::from(layout.plan.negates_by(&text)) * NEGATED;
    let word = source.mapped(source.kind_by(&text).unwrap_or(text));
    word_number::<MovementKind>(&word).map_or(EXACT, |kind| kind | negated)
}

/// The number of the form in a cell; physical where it is empty.
pub fn form(layout: &Layout<'_>, cell: &str) -> u32 {
    let source = layout.source(Column::Form);
    let word = source.map_or_else(String::new, |source| source.mapped(tidy(cell).into_owned()));
    match word.is_empty() {
        _ if cell.starts_with('"') || may_be_no_data(cell) => EXACT,
        true => Form::Physical as u32,
        false => word_number::<Form>(&word).unwrap_or(EXACT),
    }
}

/// The number of the kind of a quote, from 1 on; 0 where none is stated.
pub fn quote_kind(layout: &Layout<'_>, cell: &str) -> u32 {
    let source = layout.source(Column::Kind);
    let word = source.map_or_else(String::new, |source| source.mapped(tidy(cell).into_owned()));
    match word.is_empty() {
        _ if cell.starts_with('"') || may_be_no_data(cell) => EXACT,
        true => 0,
        false => word_number::<QuoteKind>(&word).map_or(EXACT, |kind| kind + 1),
    }
}

/// The number of a word that needs no repair.
fn word_number<W: Word>(word: &str) -> Option<u32> {
    let parsed = parse(Kind::Word(W::CHOICES), word, None)
        .ok()
        .filter(|parsed| parsed.repair.is_none())?;
    let Cell::Word(id) = parsed.cell else {
        return None;
    };
    let at = W::ALL.iter().position(|value| value.id() == id)?;
    u32::try_from(at).ok()
}

/// The base unit that a row of this item gets whose unit cell says `unit`.
pub fn base_unit(layout: &Layout<'_>, names: &Names, item: u32, unit: u32) -> u32 {
    let (item, stated) = (names.text(item), names.text(unit));
    if layout
        .catalogue
        .get(&item)
        .is_some_and(|item| *item.unit == *stated)
    {
        return unit;
    }
    if stated.is_empty() {
        let base = layout.catalogue.base_unit(&item);
        // Beside a size of packs, an amount without its unit may count either.
        return match base {
            Some(_) if layout.plan.has_spec() => EXACT,
            Some(base) => names.number(base.id()),
            None => NO_NAME,
        };
    }
    let stated = Unit::new(&stated);
    if layout.plan.has_spec() && stated.is_pack() {
        return EXACT;
    }
    match conversion(layout.catalogue, &item, &stated, "") {
        Ok(conversion) if conversion.is_identity() => names.number(conversion.base.id()),
        _ => EXACT,
    }
}

/// The same of a quote, where it is a unit that is known or none is.
pub fn quoted_unit(layout: &Layout<'_>, names: &Names, item: u32, unit: u32) -> u32 {
    match base_unit(layout, names, item, unit) {
        EXACT => EXACT,
        base if base == NO_NAME || Unit::is_known(&names.text(base)) => base,
        _ => EXACT,
    }
}
