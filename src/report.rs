//! What to tell whom today: the tables of the other commands as one page that a leader reads.
//!
//! - [`daily()`]: the daily report, from any subset of the tables, as Markdown or as one self-contained HTML file
//! - [`lists`], [`compliance`], [`escalation`], [`deadlines`], [`difference`], [`book`], [`capability`], [`deliveries`]: the
//!   other reports, a table each; [`documents`] says how they stand on a page, [`ics`] in a calendar, [`privacy`] what of
//!   a name may be published
//! - [`page`]: what a page is made of; [`render`] writes it through the templates, [`chart`] draws its figures, [`rows`]
//!   gives it back cell by cell
//! - [`gravity`]: how grave a row is
//! - [`words`]: every word a page says of itself, in both languages; [`table_names`]: what a table is called; [`names`]: how
//!   codes, numbers and the sentences of decisions are shown; [`code_words`]: the Chinese words for codes
//!
//! A report selects, counts, sorts, groups and formats rows. It never works out what another table already says,
//! and never leaves out a table or a row without naming it.

pub mod book;
pub mod capability;
pub mod chart;
pub mod code_words;
pub mod compliance;
pub mod daily;
pub mod deadlines;
pub mod deliveries;
pub mod difference;
pub mod documents;
pub mod escalation;
pub mod gravity;
pub mod ics;
pub mod lists;
pub mod names;
pub mod page;
pub mod privacy;
pub mod render;
pub mod rows;
pub mod table_names;
pub mod words;

pub use crate::lang::Lang;
pub use daily::{DailyInputs, DailyOptions, DailyTables, Part, daily, graded};
pub use render::Shape;
