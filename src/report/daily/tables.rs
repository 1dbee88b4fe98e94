//! The tables of a day, each supplied or not.

use crate::ledger::tables::{
    Account, Alert, Allocation, Breach, Burn, Change, Cover, Dispatch, Event, Fairness, Finding,
    Inbound, Inspection, Item, OnHand, Quote, Replenishment, Reporting, Request, Residual, Road,
    Site, Stage, Supply, Tally, Transfer, Unmet, Usage, Waste,
};

/// Every table that the report reads; `None` is "not supplied", which is not the same as a table without rows.
#[derive(Debug, Clone, Default)]
pub struct DailyTables {
    pub event: Option<Vec<Event>>,
    pub site: Option<Vec<Site>>,
    pub item: Option<Vec<Item>>,
    pub onhand: Option<Vec<OnHand>>,
    pub burn: Option<Vec<Burn>>,
    pub cover: Option<Vec<Cover>>,
    pub waste: Option<Vec<Waste>>,
    pub usage: Option<Vec<Usage>>,
    pub reporting: Option<Vec<Reporting>>,
    pub supply: Option<Vec<Supply>>,
    pub inbound: Option<Vec<Inbound>>,
    pub road: Option<Vec<Road>>,
    pub dispatch: Option<Vec<Dispatch>>,
    pub request: Option<Vec<Request>>,
    pub allocation: Option<Vec<Allocation>>,
    pub transfer: Option<Vec<Transfer>>,
    pub unmet: Option<Vec<Unmet>>,
    pub fairness: Option<Vec<Fairness>>,
    pub replenishment: Option<Vec<Replenishment>>,
    pub stage: Option<Vec<Stage>>,
    pub residual: Option<Vec<Residual>>,
    pub quote: Option<Vec<Quote>>,
    pub change: Option<Vec<Change>>,
    pub alert: Option<Vec<Alert>>,
    pub finding: Option<Vec<Finding>>,
    pub inspection: Option<Vec<Inspection>>,
    pub breach: Option<Vec<Breach>>,
    pub tally: Option<Vec<Tally>>,
    pub account: Option<Vec<Account>>,
}
