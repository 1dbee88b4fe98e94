//! The yearly pack as a document: the book, and the stock-takes, write-offs and accounts that stand beside it.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::lang::units::unit_word;
use crate::ledger::Column;
use crate::ledger::tables::{Account, Book, Disposal, Variance};
use crate::ledger::word::{BookKind, Form, Word};
use crate::quantity::{Money, Quantity};
use crate::report::names::{Names, grouped, quantity};
use crate::report::page::{Block, Fit, Grid, Heading, Line, Page, Shown, Tone};
use crate::report::words::Label;

use super::{document, listing, listing_if_given, nothing, section};

/// What stands beside the book in the yearly pack.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditTables<'a> {
    pub account: Option<&'a [Account]>,
    pub variance: Option<&'a [Variance]>,
    pub disposal: Option<&'a [Disposal]>,
}

/// What stands of each line of the book.
const BOOK: &[Column] = &[
    Column::Site,
    Column::Item,
    Column::Form,
    Column::Owner,
    Column::Kind,
    Column::Qty,
    Column::Unit,
    Column::Value,
    Column::Unvalued,
    Column::Lines,
];
const COUNTS: &[Column] = &[
    Column::AsOf,
    Column::Site,
    Column::Item,
    Column::Lot,
    Column::Book,
    Column::Counted,
    Column::Variance,
    Column::Value,
    Column::Verdict,
    Column::Reason,
    Column::Handler,
];
const WRITTEN_OFF: &[Column] = &[
    Column::Date,
    Column::Site,
    Column::Item,
    Column::Lot,
    Column::Method,
    Column::Qty,
    Column::Value,
    Column::Approval,
    Column::Counterparty,
    Column::Witness,
    Column::DestroyedOn,
    Column::Rule,
];
const FUNDS: &[Column] = &[
    Column::Fund,
    Column::Opening,
    Column::Income,
    Column::Spent,
    Column::Reduced,
    Column::Balance,
    Column::Rows,
    Column::Rule,
];

/// The yearly pack: the book by goods, then by site, then counts, write-offs and funds.
pub fn book(rows: &[Book], beside: &AuditTables, names: &Names, (from, to): (Day, Day)) -> Page {
    let lang = names.lang;
    let (goods, lines) = match rows.is_empty() {
        true => (vec![nothing::<Book>(lang)], nothing::<Book>(lang)),
        false => (
            by_goods(rows, names),
            listing(rows, Label::BookLines, names, BOOK),
        ),
    };
    let (variance, disposal, account) = (beside.variance, beside.disposal, beside.account);
    let counts = listing_if_given(variance, Label::CountsSection, names, COUNTS);
    let written_off = listing_if_given(disposal, Label::WriteOffs, names, WRITTEN_OFF);
    let funds = listing_if_given(account, Label::FundList, names, FUNDS);
    let sections = [
        ("book", Label::BookByGoods, goods),
        ("lines", Label::BookLines, vec![lines]),
        ("counts", Label::CountsSection, vec![counts]),
        ("write-offs", Label::WriteOffs, vec![written_off]),
        ("funds", Label::FundList, vec![funds]),
    ];
    let sections = sections.map(|(id, title, blocks)| section(id, title, lang, blocks));
    let period = [from.to_string(), to.to_string()];
    document(
        lang,
        Label::TitleAudit,
        &[&period[0], &period[1]],
        sections.into(),
    )
}

/// Of each item, form and unit what each kind of movement adds up to: thousandths and fen.
type Goods<'a> = BTreeMap<(&'a str, Option<Form>, &'a str), BTreeMap<BookKind, (i128, i128)>>;

/// A line for each item, form and unit, with a column for each kind of movement: one table in quantity, one in money.
fn by_goods(rows: &[Book], names: &Names) -> Vec<Block> {
    let mut goods = Goods::new();
    for row in rows {
        let kinds = goods.entry((&row.item, row.form, &row.unit)).or_default();
        let sum = kinds.entry(row.kind).or_default();
        sum.0 += i128::from(row.qty.thousandths());
        sum.1 += i128::from(row.value.fen());
    }
    let qty = |(sum, _): (i128, i128)| Quantity::from_sum(sum).map_or(String::new(), quantity);
    let money = |(_, sum): (i128, i128)| {
        Money::from_sum(sum).map_or(String::new(), |money| grouped(&money.to_string()))
    };
    vec![
        Block::Grid(pivot(&goods, names, Label::BookByGoods, qty)),
        Block::Grid(pivot(&goods, names, Label::BookInMoney, money)),
    ]
}

fn pivot(
    goods: &Goods,
    names: &Names,
    caption: Label,
    shown: impl Fn((i128, i128)) -> String,
) -> Grid {
    let lang = names.lang;
    let used: BTreeSet<BookKind> = goods
        .values()
        .flat_map(|kinds| kinds.keys().copied())
        .collect();
    let mut headings = vec![
        Heading::of(Column::Item, lang, Fit::Text),
        Heading::of(Column::Form, lang, Fit::Whole),
        Heading::of(Column::Unit, lang, Fit::Whole),
    ];
    headings.extend(used.iter().map(|kind| Heading {
        id: kind.id().to_owned(),
        text: names.word_of(*kind).to_owned(),
        fit: Fit::Number,
    }));
    let lines = goods.iter().map(|((item, form, unit), kinds)| {
        let mut cells = vec![
            names.item_shown(item),
            names.word_if(*form),
            Shown::from(unit_word(unit, lang).to_owned()),
        ];
        let sum = |kind| kinds.get(kind).copied().unwrap_or_default();
        cells.extend(used.iter().map(|kind| Shown::from(shown(sum(kind)))));
        Line {
            tone: Tone::Plain,
            cells,
        }
    });
    Grid::of_lines(caption, lang, headings, lines.collect())
}
