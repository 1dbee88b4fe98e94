//! `granary stock require ration`, `zone` and `vegetable`: what people eat who cannot go out, or may not be able to.

use anyhow::Result;
use clap::Args;

use super::{Given, Where, days, finish, number};
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::{part, times};
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::tables::{Norm, People};
use crate::ledger::word::NeedKind;
use crate::quantity::Quantity;
use crate::stock::cover::area::Areas;
use crate::stock::require::by_norm::{Durables, NormInputs, patients};
use crate::stock::require::ration::{RationAsked, ration as rows_of};
use crate::stock::require::workload::{StaffPart, rows as workload_rows};

/// Which ration, and whether more is given in an outbreak.
#[derive(Debug, Args)]
struct Which {
    /// Take this ration in place of the default one
    #[arg(long, value_name = "NAME")]
    ration: Option<String>,
    /// Add what the source of the ration adds in an outbreak
    #[arg(long)]
    outbreak: bool,
}

/// Rations for households: grams x persons x days
///
///   $ granary stock require ration --households 1200 --persons 3 --days 3
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    override_usage = "granary stock require ration [OPTIONS] --households …"
)]
pub struct RationArgs {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    which: Which,
    /// Households
    #[arg(long, value_name = "HOUSEHOLDS", value_parser = number())]
    households: i64,
    /// Persons in each
    #[arg(long, value_name = "PERSONS", value_parser = number())]
    persons: i64,
    /// Days to cover
    #[arg(long, value_name = "DAYS", value_parser = days())]
    days: i64,
}

/// Runs `stock require ration`.
pub fn ration(args: &RationArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let given = Given::load(&mut desk, &args.place)?;
    let named = given
        .needs
        .ration_named(args.which.ration.as_deref())
        .map_err(Refused::from)?;
    let asked = RationAsked {
        households: Some(args.households),
        persons: args.persons,
        days: args.days,
        outbreak: args.which.outbreak,
    };
    let rows = rows_of(
        &given.inputs(),
        &given.needs,
        named,
        NeedKind::Ration,
        &asked,
    );
    finish(desk, rows.map_err(Refused::from)?)
}

/// A closed area: food, medicines of the sick, and the work of delivery
///
/// The people are those of --people, else the residents of --site. Medicines come
/// with tables people and norm (basis per_member).
///
///   $ granary stock require zone --people 3000 --days 14
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ZoneArgs {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    which: Which,
    /// People in the area, in place of the residents of --site
    #[arg(long, value_name = "PEOPLE", value_parser = number())]
    people: Option<i64>,
    /// Days to cover
    #[arg(long, value_name = "DAYS", value_parser = days())]
    days: i64,
    /// Times the usual orders, in place of the plan's 20 to 30
    #[arg(long, value_name = "TIMES", value_parser = times)]
    orders: Option<Quantity>,
    /// The part of the delivery staff at work, in place of the plan's 1/5
    #[arg(long, value_name = "PART", value_parser = part)]
    staff: Option<StaffPart>,
}

/// Runs `stock require zone`.
pub fn zone(args: &ZoneArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let given = Given::load(&mut desk, &args.place)?;
    let inputs = given.inputs();
    let named = given
        .needs
        .ration_named(args.which.ration.as_deref())
        .map_err(Refused::from)?;
    let residents = || {
        let site = given.sites.get(given.site.as_deref()?)?;
        Areas::new(&given.sites).residents(&site.site)
    };
    let Some(persons) = args.people.or_else(residents) else {
        return Err(Refused::from(nobody()).into());
    };
    let asked = RationAsked {
        households: None,
        persons,
        days: args.days,
        outbreak: args.which.outbreak,
    };
    let food = rows_of(&inputs, &given.needs, named, NeedKind::Zone, &asked);
    let mut rows = food.map_err(Refused::from)?;
    let by = NormInputs {
        norms: &desk.records::<Norm>()?,
        staff: &[],
        people: &desk.records::<People>()?,
        durables: Durables::KeptOnce,
    };
    let medicines = patients(&inputs, &by, &given.needs, NeedKind::Zone, args.days);
    let medicines = medicines.map_err(Refused)?;
    if args.people.is_some() && !medicines.is_empty() {
        let whose = given.site.as_deref().unwrap_or("all sites");
        desk.say(&format!(
            "--people says how many eat: medicines are for every patient that table people has of {whose}"
        ));
    }
    rows.extend(medicines);
    let work = workload_rows(&inputs, &given.needs.workload, args.orders, args.staff);
    rows.extend(work.map_err(Refused::from)?);
    finish(desk, rows)
}

fn nobody() -> Diagnostic {
    Diagnostic::error(Code::BadFlag, "nobody says how many people are in the area")
        .hint("give --people, or --site with table site and its population")
}
