//! Prices for publication: a line for each sort of goods, lowest, middle and highest, and how many markets moved.
//!
//! No market, shop or enterprise is named, unless that is allowed; what a rule says of them is not for the public.

use std::collections::BTreeMap;

use crate::lang::units::unit_word;
use crate::ledger::Column;
use crate::ledger::tables::Change;
use crate::ledger::word::QuoteKind;
use crate::price::freshness;
use crate::quantity::Price;
use crate::report::names::grouped;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::view::View;

/// The section: prices by goods; with names, by market too.
///
/// Rule: `T8`.
pub fn blocks(view: &View) -> Vec<Block> {
    view.change.blocks(view.lang, |rows| {
        let (stale, rows): (Vec<&Change>, Vec<&Change>) =
            rows.iter().partition(|row| freshness::is_stale(row));
        let mut blocks = vec![by_goods(view, &rows)];
        if view.options.with_names {
            blocks.push(by_market(view, &rows));
        }
        if !stale.is_empty() {
            let text = Label::PricesStale.count(view.lang, &[stale.len()]);
            blocks.push(Block::note(Tone::Warn, text));
        }
        let text = Label::PublicFoot.text(view.lang).to_owned();
        blocks.push(Block::note(Tone::Plain, text));
        blocks
    })
}

/// What can be compared: goods of one sort, unit and kind of price.
type Sort<'a> = (&'a str, &'a str, &'a str, Option<QuoteKind>);

fn by_goods(view: &View, rows: &[&Change]) -> Block {
    let lang = view.lang;
    let mut sorts: BTreeMap<Sort, Vec<&Change>> = BTreeMap::new();
    for row in rows {
        let sort = (
            row.item.as_str(),
            row.spec.as_str(),
            row.unit.as_str(),
            row.kind,
        );
        sorts.entry(sort).or_default().push(row);
    }
    let headings = vec![
        Heading::of(Column::Item, lang, Fit::Text),
        Heading::of(Column::Spec, lang, Fit::Whole),
        Heading::of(Column::Kind, lang, Fit::Whole),
        Heading::said(Label::MarketsColumn, lang, Fit::Number),
        Heading::said(Label::LowestColumn, lang, Fit::Number),
        Heading::said(Label::MiddleColumn, lang, Fit::Number),
        Heading::said(Label::HighestColumn, lang, Fit::Number),
        Heading::of(Column::Unit, lang, Fit::Whole),
        Heading::said(Label::UpColumn, lang, Fit::Number),
        Heading::said(Label::DownColumn, lang, Fit::Number),
        Heading::of(Column::Date, lang, Fit::Whole),
    ];
    let lines = sorts
        .iter()
        .map(|(sort, rows)| goods(view, *sort, rows))
        .collect();
    Block::Grid(Grid::of_lines(Label::PublicPrices, lang, headings, lines))
}

fn goods(view: &View, (item, spec, unit, kind): Sort, rows: &[&Change]) -> Line {
    let mut prices: Vec<Price> = rows.iter().map(|row| row.price).collect();
    prices.sort_by_key(|price| price.steps());
    let shown = |price: Option<Price>| {
        Shown::from(price.map_or(String::new(), |price| grouped(&price.to_string())))
    };
    let moved = |is_up: bool| {
        let week = |row: &&&Change| {
            row.week
                .is_some_and(|week| if is_up { week > 0.0 } else { week < 0.0 })
        };
        Shown::count(rows.iter().filter(week).count())
    };
    let newest = rows.iter().map(|row| row.date).max();
    Line {
        tone: Tone::Plain,
        cells: vec![
            view.names.item_shown(item),
            Shown::from(spec.to_owned()),
            view.names.word_if(kind),
            Shown::count(rows.len()),
            shown(prices.first().copied()),
            shown(middle(&prices)),
            shown(prices.last().copied()),
            Shown::from(unit_word(unit, view.lang).to_owned()),
            moved(true),
            moved(false),
            Shown::day(newest),
        ],
    }
}

/// The middle of sorted prices; of two middle ones the lower, so that it is a price that somebody asks.
fn middle(prices: &[Price]) -> Option<Price> {
    prices.get(prices.len().checked_sub(1)? / 2).copied()
}

fn by_market(view: &View, rows: &[&Change]) -> Block {
    let columns = [
        Column::Item,
        Column::Spec,
        Column::Market,
        Column::Kind,
        Column::Price,
        Column::Unit,
        Column::Week,
        Column::Date,
    ];
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| (&a.item, &a.spec, &a.market).cmp(&(&b.item, &b.spec, &b.market)));
    Block::Grid(Grid::of_rows(
        Label::PublicMarkets,
        &view.names,
        &columns,
        &rows,
        |_| Tone::Plain,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_price_is_one_that_is_asked() {
        let prices = |steps: &[i64]| {
            let prices: Vec<Price> = steps.iter().copied().map(Price::from_steps).collect();
            middle(&prices).map(Price::steps)
        };
        assert_eq!(prices(&[]), None);
        assert_eq!(prices(&[5]), Some(5));
        assert_eq!(prices(&[5, 9]), Some(5));
        assert_eq!(prices(&[5, 6, 9]), Some(6));
    }
}
