//! `granary stock burn`: what is used a day.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::engine::digest::given::Given;
use crate::engine::digest::{Days, Deliveries, Short};
use crate::ledger::tables::{Burn, Movement, Norm, Staff, Usage};
use crate::ledger::{SiteTree, Table};
use crate::stock::burn::{AreaBurn, Demand, Method};
use crate::stock::cover::group::Place;
use crate::stock::{self, BurnOptions};

use super::{twice, units};

/// Daily use, adjusted for days without stock
///
/// The window ends the day before, that of --method peak on the day itself,
/// and starts no earlier than the first receipt; days on which nothing was
/// available do not count.
///
///   $ granary stock burn --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct BurnArgs {
    #[command(flatten)]
    window: Window,
}

/// How daily use is worked out, and over which days.
#[derive(Debug, Args)]
pub struct Window {
    /// Work daily use out in this way
    #[arg(long, value_enum, default_value_t)]
    method: MethodName,
    /// Days in the window [default: 28]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=3660))]
    window: Option<i64>,
    /// Whole months in the window of method who [default: 3]
    #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(i64).range(1..=120))]
    months: Option<i64>,
    /// Days in a row of method peak [default: 28]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=366))]
    peak_days: Option<i64>,
    /// Count what was given, or what sites reported to have been asked for
    #[arg(long, value_enum, default_value_t)]
    demand: DemandName,
    /// Count goods transferred to other sites as used
    #[arg(long)]
    include_transfers: bool,
}

/// Names of the methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum MethodName {
    /// use over all days of the window
    Plain,
    /// use over the days on which there was something to use
    #[default]
    AvailableDays,
    /// WHO: use over months of 30.4 days, less the days out
    Who,
    /// the days in a row with the highest use on record
    Peak,
    /// use by post, bed, patient or resident, as the norm of the item says
    PerHead,
}

/// Names of what counts as demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum DemandName {
    #[default]
    Issued,
    Requested,
}

/// Runs `stock burn`.
pub fn run(args: &BurnArgs, global: &Global) -> Result<u8> {
    let options = args.window.options()?;
    let mut desk = Desk::open(global)?;
    let from = options.looks_back_to(desk.as_of());
    let record = UseRecord::load(&mut desk, from, false, Deliveries::Nothing)?;
    let rates = burn_rows(&mut desk, &record, &options, Place::Site)?;
    warn_of_units(&mut desk, &record)?;
    twice::warn(&mut desk, &record, &rates, &options);
    if let Some(asked) = desk.to_explain(&rates)? {
        let (movements, usage) = (desk.load_or_empty()?, desk.load_or_empty()?);
        let as_of = desk.as_of();
        desk.put(stock::explain::burn(&movements, &usage, &asked, as_of));
    }
    desk.put(rates);
    desk.finish(Table::Burn)
}

/// Warns of goods whose lines state several units, so that their use is no amount.
fn warn_of_units(desk: &mut Desk, record: &UseRecord) -> Result<()> {
    let catalogue = desk.catalogue()?;
    let mixed = match &record.short {
        Some(short) => stock::units::mixed_items_of(&short.stock, &catalogue),
        None => stock::units::mixed_lines(&record.movements, &catalogue),
    };
    units::warn_of_items(desk, mixed);
    Ok(())
}

impl Window {
    /// The options that the flags set.
    ///
    /// Errors: `bad-flag` for a length that the method does not look at.
    pub fn options(&self) -> Result<BurnOptions> {
        let usual = BurnOptions::default();
        let method = match self.method {
            MethodName::Plain => Method::Plain,
            MethodName::AvailableDays => Method::AvailableDays,
            MethodName::Who => Method::Who,
            MethodName::Peak => Method::Peak,
            MethodName::PerHead => Method::PerHead,
        };
        let in_days = !matches!(method, Method::Who | Method::Peak);
        let idle = [
            ("--window", self.window.is_some() && !in_days),
            ("--months", self.months.is_some() && method != Method::Who),
            (
                "--peak-days",
                self.peak_days.is_some() && method != Method::Peak,
            ),
        ];
        if let Some((flag, _)) = idle.iter().find(|(_, is_idle)| *is_idle) {
            return Err(idle_flag(flag).into());
        }
        Ok(BurnOptions {
            method,
            window_days: self.window.unwrap_or(usual.window_days),
            window_months: self.months.unwrap_or(usual.window_months),
            peak_days: self.peak_days.unwrap_or(usual.peak_days),
            demand: match self.demand {
                DemandName::Issued => Demand::Issued,
                DemandName::Requested => Demand::Requested,
            },
            include_transfers: self.include_transfers,
        })
    }
}

fn idle_flag(flag: &str) -> Refused {
    let message = format!("{flag} says nothing to this method");
    let hint = "plain, available-days and per-head look at --window days, who at --months, peak at --peak-days in a row";
    Diagnostic::error(Code::BadFlag, message).hint(hint).into()
}

/// What is known of use: movements, and what sites report.
pub struct UseRecord {
    pub movements: Vec<Movement>,
    pub usage: Vec<Usage>,
    /// The ledger in short, where it is long; there are no movements then.
    pub short: Option<Short>,
}

impl UseRecord {
    /// Reports of use stand without a ledger; with neither there is nothing to go by.
    ///
    /// Before `from`, where it is given, movements are needed only for what they left, for when an item first came, and
    /// `with_issues` for what was issued on each day; `deliveries` are needed as they are written.
    pub fn load(
        desk: &mut Desk,
        from: Option<Day>,
        with_issues: bool,
        deliveries: Deliveries,
    ) -> Result<UseRecord> {
        let usage = desk.records::<Usage>()?;
        if !desk.supplies(Table::Movement)? && !usage.is_empty() {
            return Ok(UseRecord::of(Vec::new(), usage));
        }
        let until = desk.as_of();
        let days = |from| Days {
            from,
            until,
            deliveries,
        };
        let with_costs = desk.is_asked_for(Table::Waste) || desk.is_asked_for(Table::Onhand);
        let short = match from {
            Some(from) => desk.short_ledger(days(from), with_issues, with_costs)?,
            None => None,
        };
        Ok(match short {
            Some(short) => UseRecord {
                short: Some(short),
                ..UseRecord::of(Vec::new(), usage)
            },
            None => UseRecord::of(desk.load::<Movement>()?.rows, usage),
        })
    }

    /// What the whole ledger tells, whose `movements` may be at hand already.
    pub fn whole(desk: &mut Desk, movements: Option<Vec<Movement>>) -> Result<UseRecord> {
        match movements {
            Some(movements) => Ok(UseRecord::of(movements, desk.records()?)),
            None => UseRecord::load(desk, None, true, Deliveries::Nothing),
        }
    }

    /// Who gave goods out to whom in the days that rates look at.
    pub fn given(&self, as_of: Day, options: &BurnOptions) -> Vec<Given> {
        match &self.short {
            Some(short) => short.given.clone(),
            None => stock::burn::given(&self.movements, as_of, options),
        }
    }

    /// What movements and reports tell that are all at hand.
    pub fn of(movements: Vec<Movement>, usage: Vec<Usage>) -> UseRecord {
        UseRecord {
            movements,
            usage,
            short: None,
        }
    }
}

/// The daily use that table `burn` states, of several days that of the last one up to the day asked for; `None` where
/// nothing supplies it.
pub fn stated(desk: &mut Desk) -> Result<Option<Vec<Burn>>> {
    let (rows, as_of) = (desk.load_if_given::<Burn>()?, desk.as_of());
    Ok(rows.map(|rows| stock::standing::rates(rows, as_of)))
}

/// Daily use, worked out from movements and usage; what sites of one `place` pass on to each other is no use.
///
/// Who there is to count use on, and which sites belong together, is looked up only where it is asked.
pub fn burn_rows(
    desk: &mut Desk,
    record: &UseRecord,
    options: &BurnOptions,
    place: Place,
) -> Result<Vec<Burn>> {
    with_burn_inputs(desk, record, options, place, |inputs| match &record.short {
        Some(short) => stock::burn_of_short(short, inputs, options),
        None => stock::burn(inputs, options),
    })
}

/// The rates that are others for an area than for the site, of a record that is no short one; none where transfers do not
/// count.
pub fn burn_rows_of_areas(
    desk: &mut Desk,
    record: &UseRecord,
    options: &BurnOptions,
) -> Result<Vec<AreaBurn>> {
    if !options.include_transfers {
        return Ok(Vec::new());
    }
    let sites = desk.sites()?;
    with_burn_inputs(desk, record, options, Place::Site, |inputs| {
        stock::burn::burn_of_areas(inputs, options, &sites)
    })
}

/// What `answer` makes of everything that burn is worked out from.
fn with_burn_inputs<T>(
    desk: &mut Desk,
    record: &UseRecord,
    options: &BurnOptions,
    place: Place,
    answer: impl FnOnce(&stock::BurnInputs<'_>) -> T,
) -> Result<T> {
    let by_head = options.method == Method::PerHead;
    let together = options.include_transfers && place != Place::Site;
    let sites = match by_head || together {
        true => desk.sites()?,
        false => SiteTree::default(),
    };
    let (staff, norms) = match by_head {
        true => (desk.records::<Staff>()?, desk.records::<Norm>()?),
        false => (Vec::new(), Vec::new()),
    };
    let catalogue = desk.catalogue()?;
    let inputs = stock::BurnInputs {
        movements: &record.movements,
        usage: &record.usage,
        as_of: desk.as_of(),
        heads: stock::HeadInputs {
            sites: Some(&sites),
            staff: &staff,
            norms: &norms,
        },
        catalogue: Some(&catalogue),
        together: together.then_some((&sites, place)),
    };
    Ok(answer(&inputs))
}
