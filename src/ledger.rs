//! What the tables are: columns, types, words, rows, and the rules of movements.
//!
//! - [`mod@column`]: the dictionary of columns; [`word`]: the closed lists of words
//! - [`table`] and [`tables`]: which columns each table has, and its row as a struct; `field`: of what type a column is
//!   there, and what its cells must be
//! - [`choice`]: how such a list becomes an enum; [`text`]: what people type, made plain
//! - [`row`], [`record`]: a row of any table, and rows as structs with their places; [`schema`]: the contract in writing;
//!   `cell_ref`: a cell that borrows its text
//! - [`catalogue`], [`site_tree`], [`site_names`]: what is known of each item, which site stands under which, and which
//!   one a name means; [`earmark`]: whom a donor wants to have the goods; [`substitute`]: what may stand in for an item
//! - [`cell`], [`parse`], [`measure`]: one cell from text to a typed value in the item's base unit; [`basis`]: how goods
//!   came by the words around them, and which words tell nothing
//! - [`header`]: which columns the headers of a file mean, and which table that makes
//! - [`effect`], [`lot`], [`lot_expiry`], [`posting`], [`seal`], [`plan_id`]: what a movement does, to which lot, until
//!   when that lot is usable, how lines are sealed, and what plans are called
//! - [`approval`]: whether a record of who agreed is one
//! - [`mod@group`]: rows added up by some of their columns
//!
//! No file is opened here: text comes in, typed rows go out.

pub mod approval;
pub mod basis;
pub mod catalogue;
pub mod cell;
mod cell_ref;
pub mod choice;
pub mod column;
pub mod earmark;
pub mod effect;
mod field;
pub mod group;
pub mod header;
pub mod lot;
pub mod lot_expiry;
pub mod measure;
pub mod parse;
pub mod plan_id;
pub mod posting;
pub mod record;
pub mod row;
pub mod schema;
pub mod seal;
pub mod site_names;
pub mod site_tree;
pub mod substitute;
pub mod table;
pub mod tables;
pub mod text;
pub mod word;

pub use catalogue::Catalogue;
pub use column::Column;
pub use lot::LotKey;
pub use lot_expiry::LotExpiry;
pub use record::{Loaded, Record, Records};
pub use row::Row;
pub use site_tree::SiteTree;
pub use table::Table;
pub use text::Text;
