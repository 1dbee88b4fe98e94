//! The tables of a daily report as the desk supplies them.

use anyhow::Result;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::ledger::Table;
use crate::ledger::tables::{
    Account, Alert, Allocation, Breach, Burn, Change, Cover, Dispatch, Event, Fairness, Finding,
    Inbound, Inspection, Item, OnHand, Quote, Replenishment, Reporting, Request, Residual, Road,
    Site, Stage, Supply, Tally, Transfer, Unmet, Usage, Waste,
};
use crate::report::DailyInputs;

/// Every table of the report; `None` where nothing supplies it.
pub struct Tables {
    event: Option<Vec<Event>>,
    site: Option<Vec<Site>>,
    item: Option<Vec<Item>>,
    onhand: Option<Vec<OnHand>>,
    burn: Option<Vec<Burn>>,
    cover: Option<Vec<Cover>>,
    waste: Option<Vec<Waste>>,
    usage: Option<Vec<Usage>>,
    reporting: Option<Vec<Reporting>>,
    supply: Option<Vec<Supply>>,
    inbound: Option<Vec<Inbound>>,
    road: Option<Vec<Road>>,
    dispatch: Option<Vec<Dispatch>>,
    request: Option<Vec<Request>>,
    allocation: Option<Vec<Allocation>>,
    transfer: Option<Vec<Transfer>>,
    unmet: Option<Vec<Unmet>>,
    fairness: Option<Vec<Fairness>>,
    replenishment: Option<Vec<Replenishment>>,
    stage: Option<Vec<Stage>>,
    residual: Option<Vec<Residual>>,
    quote: Option<Vec<Quote>>,
    change: Option<Vec<Change>>,
    alert: Option<Vec<Alert>>,
    finding: Option<Vec<Finding>>,
    inspection: Option<Vec<Inspection>>,
    breach: Option<Vec<Breach>>,
    tally: Option<Vec<Tally>>,
    account: Option<Vec<Account>>,
}

impl Tables {
    /// Takes the tables from the desk.
    pub fn of(desk: &mut Desk) -> Result<Tables> {
        Ok(Tables {
            event: desk.load_if_given()?,
            site: match desk.supplies(Table::Site)? {
                true => Some(desk.site_rows()?),
                false => None,
            },
            item: desk.load_if_given()?,
            onhand: desk.load_if_given()?,
            burn: desk.load_if_given()?,
            cover: desk.load_if_given()?,
            waste: desk.load_if_given()?,
            usage: desk.load_if_given()?,
            reporting: desk.load_if_given()?,
            supply: desk.load_if_given()?,
            inbound: desk.load_if_given()?,
            road: desk.load_if_given()?,
            dispatch: desk.load_if_given()?,
            request: desk.load_if_given()?,
            allocation: desk.load_if_given()?,
            transfer: desk.load_if_given()?,
            unmet: desk.load_if_given()?,
            fairness: desk.load_if_given()?,
            replenishment: desk.load_if_given()?,
            stage: desk.load_if_given()?,
            residual: desk.load_if_given()?,
            quote: desk.load_if_given()?,
            change: desk.load_if_given()?,
            alert: desk.load_if_given()?,
            finding: desk.load_if_given()?,
            inspection: desk.load_if_given()?,
            breach: desk.load_if_given()?,
            tally: desk.load_if_given()?,
            account: desk.load_if_given()?,
        })
    }

    /// Whether anything supplies one of them.
    pub fn is_any_supplied(&self) -> bool {
        [
            self.event.is_some(),
            self.site.is_some(),
            self.item.is_some(),
            self.onhand.is_some(),
            self.burn.is_some(),
            self.cover.is_some(),
            self.waste.is_some(),
            self.usage.is_some(),
            self.reporting.is_some(),
            self.supply.is_some(),
            self.inbound.is_some(),
            self.road.is_some(),
            self.dispatch.is_some(),
            self.request.is_some(),
            self.allocation.is_some(),
            self.transfer.is_some(),
            self.unmet.is_some(),
            self.fairness.is_some(),
            self.replenishment.is_some(),
            self.stage.is_some(),
            self.residual.is_some(),
            self.quote.is_some(),
            self.change.is_some(),
            self.alert.is_some(),
            self.finding.is_some(),
            self.inspection.is_some(),
            self.breach.is_some(),
            self.tally.is_some(),
            self.account.is_some(),
        ]
        .contains(&true)
    }

    /// The inputs of a day.
    pub fn inputs(&self, as_of: Day) -> DailyInputs<'_> {
        DailyInputs {
            event: self.event.as_deref(),
            site: self.site.as_deref(),
            item: self.item.as_deref(),
            onhand: self.onhand.as_deref(),
            burn: self.burn.as_deref(),
            cover: self.cover.as_deref(),
            waste: self.waste.as_deref(),
            usage: self.usage.as_deref(),
            reporting: self.reporting.as_deref(),
            supply: self.supply.as_deref(),
            inbound: self.inbound.as_deref(),
            road: self.road.as_deref(),
            dispatch: self.dispatch.as_deref(),
            request: self.request.as_deref(),
            allocation: self.allocation.as_deref(),
            transfer: self.transfer.as_deref(),
            unmet: self.unmet.as_deref(),
            fairness: self.fairness.as_deref(),
            replenishment: self.replenishment.as_deref(),
            stage: self.stage.as_deref(),
            residual: self.residual.as_deref(),
            quote: self.quote.as_deref(),
            change: self.change.as_deref(),
            alert: self.alert.as_deref(),
            finding: self.finding.as_deref(),
            inspection: self.inspection.as_deref(),
            breach: self.breach.as_deref(),
            tally: self.tally.as_deref(),
            account: self.account.as_deref(),
            ..DailyInputs::new(as_of)
        }
    }
}
