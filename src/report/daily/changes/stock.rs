//! Goods of which there is more or less than the day before, by item and form; what of them is on the road is not gone.

use std::collections::BTreeMap;

use crate::lang::units::unit_word;
use crate::ledger::Column;
use crate::ledger::tables::OnHand;
use crate::ledger::word::Form;
use crate::quantity::Quantity;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::super::stock::sum;
use super::super::view::View;
use super::{Days, Pair};

/// An item in one form, and the unit that it is counted in.
type Goods = (String, Option<Form>, String);

/// What lay in store on both days, and what is on the road on the later one, in thousandths.
#[derive(Default)]
struct Totals {
    before: i128,
    after: i128,
    on_road: i128,
}

impl Days<'_, '_> {
    /// The goods whose sum is another; a column of what is on the road where anything of them is.
    pub(super) fn stock(&self) -> Block {
        let view = self.view;
        self.told(&view.onhand, |pairs| {
            let mut totals = totals(view, &pairs);
            totals.retain(|_, total| total.before != total.after);
            let has_road = totals.values().any(|total| total.on_road > 0);
            let lines = totals.iter();
            let lines = lines.map(|(goods, total)| line(view, goods, total, has_road));
            let lines = lines.collect();
            let mut headings = vec![
                Heading::of(Column::Item, view.lang, Fit::Text),
                Heading::of(Column::Form, view.lang, Fit::Whole),
                Heading::of(Column::Before, view.lang, Fit::Number),
                Heading::of(Column::After, view.lang, Fit::Number),
                Heading::of(Column::Change, view.lang, Fit::Number),
                Heading::of(Column::Unit, view.lang, Fit::Whole),
            ];
            if has_road {
                let heading = Heading::said(Label::OnRoadColumn, view.lang, Fit::Number);
                headings.insert(UNIT_AT, heading);
            }
            Grid::of_lines(Label::StockSince, view.lang, headings, lines).unless_empty()
        })
    }
}

/// Where the unit stands, behind all amounts.
const UNIT_AT: usize = 5;

fn totals(view: &View, pairs: &[Pair<OnHand>]) -> BTreeMap<Goods, Totals> {
    let goods = |item: &str, form: Option<Form>, unit: &str| {
        let unit = view.names.unit(unit, item).to_owned();
        (item.to_owned(), form, unit)
    };
    let mut totals: BTreeMap<Goods, Totals> = BTreeMap::new();
    for pair in pairs {
        for (row, is_after) in [(&pair.before, false), (&pair.after, true)] {
            let Some(row) = row else { continue };
            let total = totals.entry(goods(&row.item, row.form, &row.unit));
            let total = total.or_default();
            let qty = i128::from(row.qty.thousandths());
            match is_after {
                true => total.after += qty,
                false => total.before += qty,
            }
        }
    }
    for row in view.on_road {
        let forms = [Some(Form::stated(row.form)), row.form].into_iter();
        let mut keys = forms.map(|form| goods(&row.item, form, &row.unit));
        if let Some(key) = keys.find(|key| totals.contains_key(key)) {
            totals.entry(key).or_default().on_road += i128::from(row.qty.thousandths());
        }
    }
    totals
}

fn line(view: &View, (item, form, unit): &Goods, total: &Totals, has_road: bool) -> Line {
    let mut cells = vec![
        view.names.item_shown(item),
        view.names.word_if(*form),
        Shown::from(sum(total.before)),
        Shown::from(sum(total.after)),
        Shown::from(sum(total.after - total.before)),
        Shown::from(unit_word(unit, view.lang).to_owned()),
    ];
    if has_road {
        let qty = Quantity::from_sum(total.on_road).filter(|qty| qty.is_positive());
        cells.insert(UNIT_AT, view.names.qty_shown(qty));
    }
    Line {
        tone: Tone::Plain,
        cells,
    }
}
