//! A plan as data: its rules with value, unit, date of effect and clause, read from text that is handed in.
//!
//! - [`profile`]: one policy file, and the profiles that come with granary
//! - [`rules`]: several files laid over each other into the rules in force
//! - [`standard`], [`priority`], [`ladder`], [`oversight`], [`procedure`], [`alert`], [`shelf`]: the typed rule sets; [`custody`]: who
//!   answers for goods in store; [`limit`]: what a check tolerates; [`purchase`]: what a plan buys first;
//!   [`term`]: from when until when; [`words`]: a rule without a value
//! - [`cited`]: a rule in words, as whoever asks about it is told
//! - [`register`]: every rule of a plan, and what answers it; read by whoever asks about rules alone
//! - [`decision`]: what granary decides where the plans leave a word open
//! - [`necessities`]: the eight that are watched, and from when their supply is tight
//! - [`needs`]: what people take where no reserve standard says it; [`delivery`]: how households are supplied;
//!   [`scenario`]: a drill, event by event
//! - [`names`]: what people call the uses, classes and levels that rules speak of
//! - [`selector`]: which items and sites a rule speaks of; [`sourcing`]: from whom missing goods are to come
//! - `file`: how a file of rules is read; `holidays`: the days before which prices move
//! - `checked`: its words, numbers and units, checked where they are read; [`own_word`]: its words that no list knows
//! - [`settlement`]: who pays, out of which fund, and what a carrier earns; [`money`]: what prices rest on
//!
//! No file is opened here and no clock is read; which rule applies is decided by the date that is passed.

pub mod alert;
mod checked;
pub mod cited;
pub mod custody;
pub mod decision;
pub mod delivery;
mod file;
mod holidays;
pub mod ladder;
pub mod limit;
pub mod money;
pub mod names;
pub mod necessities;
pub mod needs;
pub mod oversight;
pub mod own_word;
pub mod priority;
pub mod procedure;
pub mod profile;
pub mod purchase;
pub mod register;
pub mod rules;
pub mod scenario;
pub mod selector;
pub mod settlement;
pub mod shelf;
pub mod sourcing;
pub mod standard;
pub mod term;
pub mod words;

pub use alert::{AlertRule, AlertRules, RobustZ};
pub use cited::Cited;
pub use custody::{Custody, Replenish};
pub use decision::Decision;
pub use delivery::Delivery;
pub use holidays::Holidays;
pub use ladder::Ladder;
pub use limit::Limit;
pub use money::MoneyRules;
pub use names::Names;
pub use necessities::Necessities;
pub use needs::Needs;
pub use oversight::{Oversight, Subject};
pub use priority::{Eligibility, Priority, SharingRule, WithinTier};
pub use procedure::{Gate, Procedure};
pub use profile::Policy;
pub use purchase::Purchase;
pub use rules::Rules;
pub use scenario::Scenario;
pub use settlement::{FundRule, SettlementRule, SubsidyRule};
pub use shelf::ShelfTerms;
pub use sourcing::{Sourcing, SourcingStep};
pub use standard::{Basis, Confidence, Responsibility, Standard, TestingRound, Yardstick};
