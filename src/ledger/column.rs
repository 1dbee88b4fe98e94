//! The column dictionary: every column of every table, once, with its id, its Chinese name and its aliases.
//!
//! The only place where a column name is a string. The enum names the columns; each group of them has a file with what the
//! dictionary says of it, in the same order. Which table a column stands in, and of what type it is there, is said in
//! [`super::tables`].

mod delivery;
mod market;
mod money;
mod need;
mod purchase;
mod scenario;
mod sharing;
mod stock;
mod transfer;

/// A column of the ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[rustfmt::skip]
pub enum Column {
    // Goods and where they lie: movements, items, sites, use, balances, cover.
    Doc, Line, Date, Kind, Site, Item, Lot, Qty, Unit, Expiry, MfgDate, Form, Owner, Purpose, Earmark, Basis,
    Counterparty, UnitCost, Maker, Certificate, Use, Ref, Handler, Approver, Note, Seal, Name, Class, Category,
    PackUnit, PackSize, Grade, Consumable, ShelfLife, Substitute, Ratio, Parent, Level, Lat, Lon, Risk, Population,
    Beds, Role, Headcount, Duty, Scope, Outbreak, Disaster, Source, Used, Received, Requested, Stockout, Rate, AsOf,
    Held, Reserved, Available, Method, From, To, Days, DaysOut, Reason, Standard, OnHand, Expired, Usable,
    CoverDays, NaiveDays, ShortOn, WasteQty, NeedMin, NeedMax, Gap, Verdict, Action, OrderQty, Rule, Month, Value,
    // Requests, plans and what follows of them: shares, rotation, quotes, findings.
    Request, Urgent, Priority, Weight, NeedBy, MinQty, MinDaysLeft, Countersigned, Plan, FromSite, Tier, Distance,
    Approval, BasisSeal, Given, Short, Stage, DaysLeft, WarnOn, AuctionFrom, Auction1By, Auction2By, DonateBy,
    Liable, Institution, UseBy, PerDay, Freight, Tender, StartPrice, Result, SoldQty, SoldPrice, Fee, Market, Spec,
    Price, Prev, PrevBase, Day, DayBase, Week, WeekBase, Xun, XunBase, MonthBase, Year, YearBase, Threshold,
    Persistence, Breadth, Quotes, Freshness, Text, Code, File, Severity, Expected, Message, Hint,
    // Enterprises, agreements and purchase: what can be had, and by when.
    Agreement, Enterprise, Status, SignedOn, LeadDays, AvailableOn, PerDelivery, IntervalDays, Requirement, Duties,
    BreachTerms, Quality, ProductionLine, StartDay, RampDays, Capacity, Output, Stock, RawMaterialDays,
    ContractValue, SubsidyRate, Prepaid, Reports, ReportedOn, FollowUp, FollowedOn, Breach, Measure, Recovered,
    ClosedOn, Budget, Demand, ExpectedOn, Period, Target, Inbound, Expiring, Redundancy, Planned, Need, PriceBasis,
    Amount, Rank, Funded, FundedAmount, OverBudget, Supersedes, DayNumber, Added, Total, Uncounted, LastOn, AgeDays,
    Enterprises, DueOn,
    // Use and need by head, kits, counts, and what makes a figure.
    Rows, Patients, Demanded, Divisor, DaysReported, Transferred, Unmet, Monthly, HeadBasis, Heads, HeadDays,
    PerHead, Cohort, Occasion, Terms, Limit, Have, Replaced, Owed, Due, State, OnOrder, MoveQty, MoveFrom, Kit,
    Makes, FullKits, Limiting, Lacks, AssignedTo, Place, ServiceDate, WasteRate, Counted, Book, Variance, Moved,
    Subject, Figure, Term, LaterDays, LaterForms,
    // Households, orders and how they are delivered.
    Household, Building, Entrance, Door, Phone, Group, Order, Package, Paid, PaidOn, Contents, Payment, Households,
    Slot, Starts, Ends, Mode, Workers, PerWorker, Vehicles, PerVehicle, Trips, BoxesMax, Boxes, VehiclesNeeded,
    VehicleGap, Overload, LastDone, NextDue, OverdueDays, Orders, Backlog, BacklogDays, Within,
    // How a plan is carried out, what it comes to, and what neighbours give.
    Step, NextStep, Special, ApprovedOn, ShippedOn, ReceivedOn, Lines, Fill, Full, Unserved, CoverMin, CoverMedian,
    GivenBefore, ChangeQty, Metric, Own, Distributed, Task, Open, Hours, Closed, Agreed, Consent, Floor, Kept,
    KeptDays, Channel, Provider,
    // What is used up or sold, and what a drill changes.
    Left, StartBy, Witness, DestroyedOn, Auctions, Failed, LastAuction, Proceeds, Net, Scenario, Events, LevelAfter,
    UsableAfter, RateAfter, CoverDaysAfter, ShortOnAfter, LaterDaysAfter, NeedMinAfter, GapAfter, StateAfter,
    Missing, MissingAfter, MissingBy, OrderTimes, Load, StaffGap, Sector, Restriction, ProductStandard, Aliases,
    Counters,
    // Who pays what, funds and subsidies.
    Fund, Settlement, Payer, Payee, Goods, PayWhen, Account, Debited, Credited, Receivable, Payable, NetAmount,
    Disputed, Signatory, Opening, Income, RotationIncome, Spent, Reduced, Balance, ScaleLeft, Entitled, ShortDays,
    Clawback, Difference, Invoice, PaidAmount, Unpaid, Bucket, PayDays, Valued, Uncosted,
    // Supply, release and auctions, reports, prices and their forecasts.
    LocalCapacity, Purchasable, Supply, Tight, ThresholdDays, Episode, AlertRule, FirstDate, PriceLow, PriceHigh,
    ReplenishBy, Releasable, Markets, Outliers, Spread, Factor, SecondPrice, Lots, Section, Block, Heading, List,
    Above, Unjudged, Tried, Addressee, OfTable, Before, After, Change, Unvalued, Cases, Handled, Masked, StandsFor,
    CountsAs, Low, High, Median, Items, Run, Absent, Share, ClearOn, Label, BasePrice, Contribution, Imputed,
    Dropped, Ahead, Origins, Error, NaiveError, Coverage, Nominal, Trigger, Probability, Uplift, Holiday,
    MarkupOnCost, MarkupOnPrice, LastDeal, Highest, Usual, MarkupMax, Excess, CostChange, Candidate, StockBefore,
    StockAfter, StockChange, SalesBefore, SalesAfter, SalesChange, Part, InLot, InExpiry, GainDays, Sources,
}

/// What the dictionary says of one column.
pub struct Entry {
    pub column: Column,
    /// Snake-case id: the header granary writes.
    pub id: &'static str,
    /// The Chinese header, written with `--headers zh`.
    pub zh: &'static str,
    /// Other headers that mean this column, most specific first.
    pub aliases: &'static [&'static str],
    /// What stands in the column, with its unit.
    pub meaning: &'static str,
}

impl Column {
    /// The snake-case id.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The Chinese header.
    pub fn zh(self) -> &'static str {
        self.entry().zh
    }

    /// How many columns there are.
    pub const COUNT: usize = Column::Sources as usize + 1;

    /// Every column, in the order of the dictionary.
    pub fn all() -> impl Iterator<Item = Column> {
        dictionary().map(|entry| entry.column)
    }

    /// The column of an id.
    pub fn from_id(id: &str) -> Option<Column> {
        dictionary()
            .find(|entry| entry.id == id)
            .map(|entry| entry.column)
    }

    /// What the dictionary says of this column.
    pub fn entry(self) -> &'static Entry {
        let mut at = self as usize;
        for group in GROUPS {
            match group.get(at) {
                Some(entry) => return entry,
                None => at -= group.len(),
            }
        }
        unreachable!("a test checks that every column has an entry")
    }
}

/// What the dictionary says of every column, in the order of the enum.
pub fn dictionary() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().copied().flatten()
}

/// The groups of the dictionary, in the order of the enum.
const GROUPS: &[&[Entry]] = &[
    stock::ENTRIES,
    sharing::ENTRIES,
    purchase::ENTRIES,
    need::ENTRIES,
    delivery::ENTRIES,
    transfer::ENTRIES,
    scenario::ENTRIES,
    money::ENTRIES,
    market::ENTRIES,
];

const fn entry(
    column: Column,
    id: &'static str,
    zh: &'static str,
    aliases: &'static [&'static str],
    meaning: &'static str,
) -> Entry {
    Entry {
        column,
        id,
        zh,
        aliases,
        meaning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_stands_in_the_order_of_the_enum() {
        assert_eq!(dictionary().count(), Column::COUNT);
        for (position, entry) in dictionary().enumerate() {
            assert_eq!(entry.column as usize, position, "{}", entry.id);
            assert_eq!(entry.column.entry().id, entry.id);
            assert_eq!(Column::from_id(entry.id), Some(entry.column));
        }
    }
}
