//! The test house of granary: one binary, because each further one links polars again.
//!
//! | module | question it answers |
//! |---|---|
//! | [`pages`] | does the program do what the pages say? |
//! | [`architecture`] | do the arrows between modules point where the table in `lib.rs` says? |
//! | [`gallery`] | does every error have its page, and every page its error? |
//! | [`tidy`] | does the source read the way the house reads? |
//! | [`fresh`] | are the generated pages of `data/` what the definitions say? |
//! | [`explained`] | does `granary explain` know every rule that a page shows? |
//! | [`features`] | does a page name each feature? |
//! | [`fuzz`] | does damaged input break a parser? |
//! | [`register`] | does every rule of the plans stand in its profile, in its words, with what answers it? |
//! | [`report_ties`] | do the reports add up to the ledger and the tables they are made of? |
//! | [`trace`] | is every sentence of the plans answered by a command, on a page that is run? |
//! | [`help`] | is the help of every command short, narrow and true? |
//! | [`workbooks`] | are workbooks read as desks keep them: merged, hidden, several tables in a sheet? |
//! | `*_properties` | does what must hold for every input hold for random ones? |
//! | [`ledger_stress`] | does a ledger lose nothing, whoever writes at once and whatever breaks off? |
//! | [`cases`] | does the library answer the worked cases of `tests/cases` as they were worked? |
//!
//! # How to write a page
//!
//! A page is a Markdown file under `tests/cmd` (a verb), `tests/rules` (a clause) or `tests/errors`
//! (an error code); `README.md` and `examples/*.md` are pages too. New files are found by themselves.
//! It is prose for a planner, with fenced blocks, worked off from top to bottom in one fresh directory:
//!
//! ````markdown
//! Five boxes at ten a day last half a day.
//!
//! ```csv file=in/stock.csv
//! site,item,qty
//! H1,mask,5
//! ```
//!
//! ```console
//! $ granary stock cover \
//! > in/stock.csv
//! site,item,cover_days
//! H1,mask,0
//! $ granary stock cover nothing.csv
//! error: nothing.csv: [..]
//! [exit 66]
//! ```
//! ````
//!
//! * `file=NAME` behind any language word writes the block to that file; folders are made.
//! * `console` holds commands: `$ ` starts one, `> ` right below continues it, the rest is what it
//!   prints, standard output and standard error as they interleave. The last line is `[exit N]`
//!   unless N is 0.
//! * `...` alone on a line stands for any number of lines, `[..]` for any text within a line.
//!   Neither stands for an exit code: a failure is always written down.
//! * The page's directory is printed as `.`, the repository as `$SRC`, the real data as `$DATA`;
//!   the last two are environment variables of the commands as well. Nothing else of the caller's
//!   environment is there but `PATH`; stdin is empty, `HOME` is the page's directory, `TZ` is UTC.
//! * `console norun` is shown and not run. `console needs=jq` is left out where the program `jq` is
//!   missing; `needs=/dev/full` asks for a path, `needs=data` for the real data. A whole page asks
//!   with `<!-- needs: data -->` within its first five lines. What is left out is printed
//!   (`--nocapture` shows it).
//! * The real data is the folder named by `GRANARY_TEST_DATA`, else the sibling `../shared/data`.
//!
//! # How to run pages
//!
//! * `cargo test --test it` runs all of them, `PAGE=cover cargo test --test it pages` those with
//!   `cover` in their path.
//! * `UPDATE=1 cargo test --test it pages` writes the real output into the pages that differ; what
//!   matched, wildcards included, stays as it is. Then read the diff: it is the review.

mod allocation_pack_properties;
mod allocation_properties;
mod architecture;
mod area_properties;
mod cases;
mod catalogue;
mod chinese;
mod delivery_properties;
mod dispatch_properties;
mod engine_properties;
mod explain_properties;
mod explained;
mod features;
mod fresh;
mod fuzz;
mod gallery;
mod help;
mod ledger_properties;
mod ledger_stress;
mod pages;
mod parquet_properties;
mod phased_properties;
mod plan_properties;
mod purchase_properties;
mod register;
mod report_ties;
mod rolling_properties;
mod rotation_properties;
mod settlement_properties;
mod source;
mod stock_properties;
mod tidy;
mod trace;
mod whole_plan_properties;
mod workbooks;
