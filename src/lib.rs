//! granary: what is in store and for how many days, who gets how much, what expires, what it costs, what to report.
//!
//! **Facts** come in as ledgers, **rules** come from the plans, **decisions** are pure functions of both, and whatever
//! is said about any of them points back to a line in a file or a clause in a plan.
//!
//! # The map
//!
//! - [`quantity`] exact numbers and the only rounding · [`calendar`] days, months, expiry · [`diagnostic`] what is wrong,
//!   where, what to write instead · [`lang`] the same in Chinese
//! - [`ledger`] what the tables are · [`policy`] a plan as data · [`io`] bytes to rows and back · [`engine`] one pass over
//!   a ledger into balances
//! - [`stock`] how much, for how long · [`allocate`] who gets what · [`rotate`] what must leave · [`price`] what it costs ·
//!   [`report`] what to tell whom
//! - [`cli`] the commands: read, look up rules, decide, audit, write
//!
//! # Who may use whom
//!
//! | module | may use |
//! |---|---|
//! | quantity, calendar, diagnostic | - |
//! | lang | quantity |
//! | ledger | quantity, calendar, diagnostic |
//! | policy | ledger, quantity, calendar, diagnostic |
//! | engine | ledger, quantity, calendar, diagnostic |
//! | stock | engine, policy, ledger, quantity, calendar, diagnostic |
//! | allocate | stock, engine, policy, ledger, quantity, calendar, diagnostic |
//! | rotate | allocate, stock, engine, policy, ledger, quantity, calendar, diagnostic |
//! | price | rotate, allocate, stock, engine, policy, ledger, quantity, calendar, diagnostic |
//! | report | price, rotate, allocate, stock, engine, policy, lang, ledger, quantity, calendar, diagnostic |
//! | io | engine, lang, ledger, quantity, calendar, diagnostic |
//! | cli | all |
//! | main | all |
//!
//! `policy` reads the closed lists of words (levels, forms) from `ledger`, so that a level is spelt in one place. `io`
//! hands `engine` the lines of a long ledger as they are decoded; only `engine` has unsafe code, each block with its
//! reason. What finds an answer has a safe twin; what only asks the processor or the system for speed finds none.
//!
//! # Invariants, as absences
//!
//! - No column name is a string outside `ledger`.
//! - No number of a plan is in Rust; it stands in `data/policy` with its clause.
//! - Nothing reads the clock but `cli`.
//! - No input row vanishes: each is used, refused with its place, or counted as out of scope.
//! - Nothing is printed except through `io`.
//! - No command recomputes what another one's table already says.
//!
//! # To add a verb
//!
//! 1. Name the table it writes in `ledger/tables`, its columns in `ledger/column.rs` and in the
//!    file of their group beside it.
//! 2. Write the decision as a pure function in its domain folder: typed rows and rules in, typed rows out.
//! 3. Wire it in `cli`: a struct of arguments whose doc comment is the help, and ten lines that read, decide and write.
//! 4. Write its page in `tests/cmd`, one for each new rule in `tests/rules` and each new error in `tests/errors`.
//! 5. Run `UPDATE=1 cargo test`, and read the difference.

#![deny(unsafe_code)]

pub mod allocate;
pub mod calendar;
pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod io;
pub mod lang;
pub mod ledger;
pub mod policy;
pub mod price;
pub mod quantity;
pub mod report;
pub mod rotate;
pub mod stock;
