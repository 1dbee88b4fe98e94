//! Bytes to rows and back: the only place that opens, reads, locks, writes and prints.
//!
//! - [`open`] a file or standard input as [`sheet`]s: [`decode`], [`csv`], [`json`], [`xlsx`], [`frame`] (Parquet)
//! - [`map`] foreign columns as ours · [`take`] a sheet as typed rows, every bad cell in one go · [`lane`] long ledgers,
//!   line by line into the engine
//! - [`mod@write`] rows as CSV, JSON, XLSX, Markdown, [`html`] · [`terminal`] rows as a table on a screen · [`output`] whole or not at all
//! - [`view`] rows ready to be written · [`pieces`] long answers piece by piece · [`untyped`] sheets of no table of ours
//! - [`ledger_file`] the sealed ledger: lock, append, repair · [`message`] words on standard error
//!
//! Nothing here knows a rule of a plan.

pub mod csv;
pub mod decode;
pub mod frame;
pub mod html;
pub mod json;
pub mod lane;
pub mod ledger_file;
pub mod map;
pub mod message;
pub mod open;
pub mod output;
pub mod pieces;
pub mod sheet;
pub mod take;
pub mod terminal;
pub mod untyped;
pub mod view;
pub mod write;
pub mod xlsx;
