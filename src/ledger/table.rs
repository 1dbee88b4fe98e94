//! Which tables there are, and of what type each of their columns is.

use super::column::Column;
use super::tables;

pub use super::field::{Field, Kind, field};

/// A table of the ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    Movement,
    Item,
    Site,
    Staff,
    Event,
    Usage,
    Norm,
    Onhand,
    Burn,
    Cover,
    Waste,
    Request,
    Allocation,
    Unmet,
    Stage,
    Rotation,
    Residual,
    Auction,
    Disposal,
    Quote,
    Change,
    Alert,
    Finding,
    Agreement,
    Capacity,
    Carrier,
    Enterprise,
    Production,
    Inspection,
    Breach,
    Budget,
    Demand,
    Inbound,
    Availability,
    Procurement,
    Reporting,
    Supply,
    People,
    Requirement,
    Replenishment,
    Kit,
    Readiness,
    Asset,
    Count,
    Variance,
    Tracking,
    AuctionBook,
    Explanation,
    Household,
    Order,
    Package,
    Call,
    Delivery,
    Label,
    Picking,
    Part,
    Slot,
    Consignment,
    Cycle,
    Workload,
    Nearby,
    Step,
    Dispatch,
    Shortage,
    Fairness,
    Metric,
    Quota,
    Lane,
    Consent,
    Transfer,
    Source,
    Impact,
    Backlog,
    Settlement,
    Entry,
    Netting,
    Freight,
    Fund,
    Account,
    Scale,
    Subsidy,
    Invoice,
    Payment,
    Payable,
    Ageing,
    Receipt,
    Valuation,
    Balance,
    Release,
    Reference,
    Bulletin,
    Disclosure,
    Compliance,
    Escalation,
    Deadline,
    Difference,
    Book,
    Capability,
    Tally,
    Road,
    Remaining,
    Assessment,
    Spread,
    Driver,
    Index,
    Forecast,
    Markup,
    Hoarding,
    Exchange,
}

/// Every table: its id, its columns, and one line on what it holds.
#[rustfmt::skip]
const TABLES: &[(Table, &str, &[Field], &str)] = &[
    (Table::Movement, "movement", tables::movement::FIELDS, "stock ledger: what came, went, was counted, set aside"),
    (Table::Item, "item", tables::item::FIELDS, "catalogue of goods"),
    (Table::Site, "site", tables::site::FIELDS, "depots, institutions, streets, markets"),
    (Table::Staff, "staff", tables::staff::FIELDS, "posts of a site"),
    (Table::Event, "event", tables::event::FIELDS, "response levels, outbreaks and disasters as they were declared"),
    (Table::Usage, "usage", tables::usage::FIELDS, "daily use as the site reported it"),
    (Table::Norm, "norm", tables::norm::FIELDS, "what one post, bed or resident uses a day"),
    (Table::Onhand, "onhand", tables::onhand::FIELDS, "balances by lot on one day"),
    (Table::Burn, "burn", tables::burn::FIELDS, "daily use of one item at one site, with its window"),
    (Table::Cover, "cover", tables::cover::FIELDS, "days of stock against one standard"),
    (Table::Waste, "waste", tables::waste::FIELDS, "what will expire unused, by month"),
    (Table::Request, "request", tables::request::FIELDS, "what sites ask for"),
    (Table::Allocation, "allocation", tables::allocation::FIELDS, "who gets what from which lot"),
    (Table::Unmet, "unmet", tables::unmet::FIELDS, "what was asked for and not awarded, and why"),
    (Table::Stage, "stage", tables::stage::FIELDS, "every lot on its rung of the rotation ladder"),
    (Table::Rotation, "rotation", tables::rotation::FIELDS, "lots that institutions take in the annual rotation plan"),
    (Table::Residual, "residual", tables::residual::FIELDS, "lots that no institution takes"),
    (Table::Auction, "auction", tables::auction::FIELDS, "auctions held for a lot"),
    (Table::Disposal, "disposal", tables::disposal::FIELDS, "donations and write-offs of a lot"),
    (Table::Quote, "quote", tables::quote::FIELDS, "prices as quoted"),
    (Table::Change, "change", tables::change::FIELDS, "latest price of a series and its changes"),
    (Table::Alert, "alert", tables::alert::FIELDS, "price rules that were met"),
    (Table::Finding, "finding", tables::finding::FIELDS, "what a check found"),
    (Table::Agreement, "agreement", tables::agreement::FIELDS, "what enterprises have agreed to supply, store or make"),
    (Table::Capacity, "capacity", tables::capacity::FIELDS, "what production lines can make a day, and from which day on"),
    (Table::Carrier, "carrier", tables::carrier::FIELDS, "enterprises that store a reserve, and on what terms"),
    (Table::Enterprise, "enterprise", tables::enterprise::FIELDS, "register of enterprises: producers, carriers, those that must report"),
    (Table::Production, "production", tables::production::FIELDS, "what an enterprise reports of a day: capacity, output, stock"),
    (Table::Inspection, "inspection", tables::inspection::FIELDS, "quality inspections of goods, and what followed"),
    (Table::Breach, "breach", tables::breach::FIELDS, "breaches of agreements on record, and what was done about them"),
    (Table::Budget, "budget", tables::budget::FIELDS, "money set aside for purchases"),
    (Table::Demand, "demand", tables::demand::FIELDS, "demand list: what is to be there, by kind, spec and quantity"),
    (Table::Inbound, "inbound", tables::inbound::FIELDS, "goods ordered or on their way"),
    (Table::Availability, "availability", tables::availability::FIELDS, "what can be had by when, each form apart"),
    (Table::Procurement, "procurement", tables::procurement::FIELDS, "what is to be bought, for how much, and what the budget pays for"),
    (Table::Reporting, "reporting", tables::reporting::FIELDS, "who has reported a day, in time, late or not at all"),
    (Table::Supply, "supply", tables::supply::FIELDS, "capacity, output and stock of enterprises by item, old figures apart"),
    (Table::People, "people", tables::people::FIELDS, "how many people of one need live at a site or pass it"),
    (Table::Requirement, "requirement", tables::requirement::FIELDS, "what is needed, before anybody asks what is there"),
    (Table::Replenishment, "replenishment", tables::replenishment::FIELDS, "what each issue from a reserve gets back"),
    (Table::Kit, "kit", tables::kit::FIELDS, "what belongs to a set that is only of use together"),
    (Table::Readiness, "readiness", tables::readiness::FIELDS, "how many whole sets there are, and which part there is too little of"),
    (Table::Asset, "asset", tables::asset::FIELDS, "durable goods, each where it is and who has it"),
    (Table::Count, "count", tables::count::FIELDS, "count sheet of a stock-take: what to look for, and what was found"),
    (Table::Variance, "variance", tables::variance::FIELDS, "stock-take held against the book"),
    (Table::Tracking, "tracking", tables::tracking::FIELDS, "how far institutions are in using up what expires"),
    (Table::AuctionBook, "auctionbook", tables::auctionbook::FIELDS, "auctions of each lot added up: how often, what came in, what is next"),
    (Table::Explanation, "explanation", tables::explanation::FIELDS, "the terms that add up to a figure"),
    (Table::Household, "household", tables::household::FIELDS, "who lives where, and who needs help"),
    (Table::Order, "order", tables::order::FIELDS, "packages that households order"),
    (Table::Package, "package", tables::package::FIELDS, "packages on offer: price and supplier; table kit says what is in them"),
    (Table::Call, "call", tables::call::FIELDS, "telephone calls to households with special needs"),
    (Table::Delivery, "delivery", tables::delivery::FIELDS, "means of delivery of a station, point or shop"),
    (Table::Label, "label", tables::label::FIELDS, "what stands on the bag of each household, in the order of packing"),
    (Table::Picking, "picking", tables::picking::FIELDS, "packages to put together, by supplier and compound"),
    (Table::Part, "part", tables::part::FIELDS, "goods that a supplier needs for the packages, and what there is of them"),
    (Table::Slot, "slot", tables::slot::FIELDS, "when each household gets its goods, and how"),
    (Table::Consignment, "consignment", tables::consignment::FIELDS, "standard boxes from the city to stations, and on to points"),
    (Table::Cycle, "cycle", tables::cycle::FIELDS, "households whose order or telephone call is due"),
    (Table::Workload, "workload", tables::workload::FIELDS, "orders against those who deliver them"),
    (Table::Nearby, "nearby", tables::nearby::FIELDS, "sites around a key site"),
    (Table::Step, "step", tables::step::FIELDS, "steps of dispatch on record: who did what, and when"),
    (Table::Dispatch, "dispatch", tables::dispatch::FIELDS, "dispatch order: how far each award has come, and what is due next"),
    (Table::Shortage, "shortage", tables::shortage::FIELDS, "how scarce each item is that is asked for"),
    (Table::Fairness, "fairness", tables::fairness::FIELDS, "how a plan treats the tiers: part met, days of cover after, change against the plan before"),
    (Table::Metric, "metric", tables::metric::FIELDS, "measures of a plan: part met, way, idle time"),
    (Table::Quota, "quota", tables::quota::FIELDS, "what came from the level above, and where it went"),
    (Table::Lane, "lane", tables::lane::FIELDS, "what lies between two sites: way, time, cost, and whether it is closed"),
    (Table::Consent, "consent", tables::consent::FIELDS, "whether those who are to give agreed"),
    (Table::Transfer, "transfer", tables::transfer::FIELDS, "what goes from whose surplus to whom, and what the giver keeps"),
    (Table::Source, "source", tables::source::FIELDS, "where each missing unit is to come from, step by step"),
    (Table::Impact, "impact", tables::impact::FIELDS, "cover before and after the events of a scenario, side by side"),
    (Table::Backlog, "backlog", tables::backlog::FIELDS, "what becomes of orders when they multiply and few come to deliver them"),
    (Table::Settlement, "settlement", tables::settlement::FIELDS, "what goods and freight cost whom, and which money pays"),
    (Table::Entry, "entry", tables::entry::FIELDS, "entries of the settlements in the books: debits equal credits"),
    (Table::Netting, "netting", tables::netting::FIELDS, "statement that two sides sign: what each owes the other, set off"),
    (Table::Freight, "freight", tables::freight::FIELDS, "freight of deliveries, as it was paid"),
    (Table::Fund, "fund", tables::fund::FIELDS, "book of the money set aside: what came in, what was spent on what"),
    (Table::Account, "account", tables::account::FIELDS, "what is left of each fund on a day, and what made it so"),
    (Table::Scale, "scale", tables::scale::FIELDS, "reserve scale by item, as planned and after write-offs"),
    (Table::Subsidy, "subsidy", tables::subsidy::FIELDS, "storage subsidy of each carrier: earned, clawed back, still to pay"),
    (Table::Invoice, "invoice", tables::invoice::FIELDS, "bills for goods and services, as they came in"),
    (Table::Payment, "payment", tables::payment::FIELDS, "money that was paid, and for which bill"),
    (Table::Payable, "payable", tables::payable::FIELDS, "bills with what is paid of them, when they are due and how late they are"),
    (Table::Ageing, "ageing", tables::ageing::FIELDS, "unpaid bills by how late they are"),
    (Table::Receipt, "receipt", tables::receipt::FIELDS, "what each household ordered, paid and owes"),
    (Table::Valuation, "valuation", tables::valuation::FIELDS, "what the stock is worth, by one method"),
    (Table::Balance, "balance", tables::balance::FIELDS, "supply and demand of necessities: what there is, what is needed, for how long"),
    (Table::Release, "release", tables::release::FIELDS, "what goes from the reserve onto the market, at what price, and when it is to be back"),
    (Table::Reference, "reference", tables::reference::FIELDS, "reference price of each item, and the start prices of an auction"),
    (Table::Bulletin, "bulletin", tables::bulletin::FIELDS, "a report as rows: a row a cell, the same cells in every form"),
    (Table::Disclosure, "disclosure", tables::disclosure::FIELDS, "what is made public: purchases, allocations, stock, donations received"),
    (Table::Compliance, "compliance", tables::compliance::FIELDS, "stock of an area against one standard, in one row"),
    (Table::Escalation, "escalation", tables::escalation::FIELDS, "what is asked of the next level, and what was tried before"),
    (Table::Deadline, "deadline", tables::deadline::FIELDS, "what must be done by which day"),
    (Table::Difference, "difference", tables::difference::FIELDS, "what differs between the tables of two days"),
    (Table::Book, "book", tables::book::FIELDS, "book of a period: what there was, what moved it, what there is, in quantity and money"),
    (Table::Capability, "capability", tables::capability::FIELDS, "what can be mobilised: kinds, quantities, capacity, and how soon"),
    (Table::Tally, "tally", tables::tally::FIELDS, "complaints, checks, passes and the like, counted by day and kind"),
    (Table::Road, "road", tables::road::FIELDS, "state of a road or transport as somebody reported it, and when it arrives"),
    (Table::Remaining, "remaining", tables::remaining::FIELDS, "balances of every site less what a plan gives: what stays in store"),
    (Table::Assessment, "assessment", tables::assessment::FIELDS, "what each price rule or indicator says of a series or category, and where it cannot say anything"),
    (Table::Spread, "spread", tables::spread::FIELDS, "median and range of the quotes of an item, at each market and over all, and who has not quoted"),
    (Table::Driver, "driver", tables::driver::FIELDS, "the change of a category, taken apart into parts that sum to it"),
    (Table::Index, "index", tables::index::FIELDS, "price indices of a category, period by period"),
    (Table::Forecast, "forecast", tables::forecast::FIELDS, "where a price may go in the next days, with its interval and how such forecasts fared before"),
    (Table::Markup, "markup", tables::markup::FIELDS, "sales whose mark-up stands out against what was usual, for somebody to look at; no verdict"),
    (Table::Hoarding, "hoarding", tables::hoarding::FIELDS, "goods whose stock grows while their sales fall, for somebody to look at; no verdict"),
    (Table::Exchange, "exchange", tables::exchange::FIELDS, "rolling rotation: what goes out of a reserve, and what comes in for it"),
];

impl Table {
    /// Every table, in the order of a day's work.
    pub fn all() -> impl Iterator<Item = Table> {
        TABLES.iter().map(|(table, ..)| *table)
    }

    /// The table of an id.
    pub fn from_id(id: &str) -> Option<Table> {
        TABLES
            .iter()
            .find(|entry| entry.1 == id)
            .map(|entry| entry.0)
    }

    /// The id that `--in`, `--emit` and JSON lines use.
    pub fn id(self) -> &'static str {
        TABLES[self as usize].1
    }

    /// The columns in the order of the contract.
    pub fn fields(self) -> &'static [Field] {
        TABLES[self as usize].2
    }

    /// One line on what the table holds.
    pub fn meaning(self) -> &'static str {
        TABLES[self as usize].3
    }

    /// The position of `column` among this table's columns.
    pub fn position(self, column: Column) -> Option<usize> {
        match POSITIONS[self as usize][column as usize] {
            NOWHERE => None,
            at => Some(usize::from(at)),
        }
    }
}

/// The position of a column in a table that does not have it.
const NOWHERE: u8 = u8::MAX;

/// Where each column stands in each table: asked for every cell of every row.
static POSITIONS: [[u8; Column::COUNT]; TABLES.len()] = {
    let mut positions = [[NOWHERE; Column::COUNT]; TABLES.len()];
    let mut table = 0;
    while table < TABLES.len() {
        let fields = TABLES[table].2;
        let mut at = 0;
        while at < fields.len() {
            positions[table][fields[at].column as usize] = at as u8;
            at += 1;
        }
        table += 1;
    }
    positions
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_stands_at_its_place_and_has_each_column_once() {
        for (position, table) in Table::all().enumerate() {
            assert_eq!(table as usize, position);
            assert_eq!(Table::from_id(table.id()), Some(table));
            let mut columns: Vec<_> = table.fields().iter().map(|field| field.column).collect();
            columns.sort_unstable();
            columns.dedup();
            assert_eq!(columns.len(), table.fields().len(), "{}", table.id());
        }
    }
}
