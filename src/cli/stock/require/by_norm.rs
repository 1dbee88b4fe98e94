//! `granary stock require load`, `staff`, `gate`, `patients`, `season` and `household`: norms times what they count.

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::{Given, Where, days, finish, number};
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::{Diagnostic, Refused};
use crate::ledger::Table;
use crate::ledger::tables::{Norm, People, Requirement, Staff};
use crate::ledger::word::{Duty, NeedKind, NormBasis, Occasion};
use crate::quantity::Quantity;
use crate::stock::require::by_norm::{self, Durables, NormInputs, complemented};
use crate::stock::require::nobody;

/// All posts and beds at work, for the days of the standard
///
/// Without a policy, give --days: every site with norms is counted.
///
///   $ granary stock require load --ledger granary-demo \
///       --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct LoadArgs {
    #[command(flatten)]
    place: Where,
    /// Days to cover, in place of the standard's
    #[arg(long, value_name = "DAYS", value_parser = days())]
    days: Option<i64>,
}

/// Runs `stock require load`.
pub fn load(args: &LoadArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let mut given = Given::load(&mut desk, &args.place)?;
    let rules = desk.rules()?;
    if args.days.is_none() && !by_norm::asks_for_full_load(&rules) {
        let refused = desk.no_policy("days at full load", by_norm::asks_for_full_load);
        return Err(refused.into());
    }
    let counted = Counted::load(&mut desk, &mut given)?;
    let (norms, durables) = match desk.supplies(Table::Norm)? {
        true => (counted.norms.clone(), Durables::KeptOnce),
        false => (given.needs.norms(), Durables::WearOut),
    };
    let by = NormInputs {
        durables,
        ..counted.with(&norms)
    };
    let rows = by_norm::load(&given.inputs(), &by, &rules, args.days).map_err(Refused)?;
    if rows.is_empty() && by_norm::asks_for_full_load(&rules) {
        desk.note(&[nobody::of_standards(&given.inputs(), &rules)]);
    }
    finish(desk, rows)
}

/// Staff: posts of table staff x what their role uses x days
///
/// Roles that table norm does not name wear what WHO's tables say.
///
///   $ granary stock require staff --days 14 --site H01 \
///       --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct StaffArgs {
    #[command(flatten)]
    place: Where,
    /// Days to cover
    #[arg(long, value_name = "DAYS", value_parser = days())]
    days: i64,
    /// Which line of duty to count
    #[arg(long, value_enum, default_value_t)]
    duty: DutyName,
}

/// Names of the lines of duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum DutyName {
    /// those in contact with risk
    #[default]
    First,
    Second,
    All,
}

impl DutyName {
    /// Whether a post is counted; one without a line counts as first.
    fn counts(self, post: &Staff) -> bool {
        let duty = post.duty.unwrap_or(Duty::First);
        match self {
            DutyName::First => duty == Duty::First,
            DutyName::Second => duty == Duty::Second,
            DutyName::All => true,
        }
    }
}

/// Runs `stock require staff`.
pub fn staff(args: &StaffArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let mut given = Given::load(&mut desk, &args.place)?;
    desk.load::<Staff>()?;
    let mut counted = Counted::load(&mut desk, &mut given)?;
    counted.staff.retain(|post| args.duty.counts(post));
    let norms = complemented(&counted.norms, &given.needs, NormBasis::PerRole);
    let rows = by_norm::staff(
        &given.inputs(),
        &counted.with(&norms),
        &given.needs,
        args.days,
    );
    done(desk, rows)
}

/// Gates, offices, markets: all that their norms say they use a day
///
///   $ printf 'scope,item,rate,basis\ngate,surgical_mask,2,per_role\n' |
///       granary stock require gate --days 7 --class gate \
///       --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct GateArgs {
    #[command(flatten)]
    place: Where,
    /// Classes of sites to count
    #[arg(long, value_name = "CLASS", value_delimiter = ',', required = true)]
    class: Vec<String>,
    /// Days to cover
    #[arg(long, value_name = "DAYS", value_parser = days())]
    days: i64,
}

/// Runs `stock require gate`.
pub fn gate(args: &GateArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let mut given = Given::load(&mut desk, &args.place)?;
    let counted = Counted::load(&mut desk, &mut given)?;
    let by = counted.with(&counted.norms);
    let rows = by_norm::gate(&given.inputs(), &by, &given.needs, &args.class, args.days);
    let rows = rows.map_err(Refused)?;
    if rows.is_empty() {
        desk.note(&[nobody::of_class(&given.inputs(), &args.class)]);
    }
    finish(desk, rows)
}

/// Medicines of those who need them every day
///
/// Table people counts the patients of each disease (cohort), table norm says
/// what one of them takes a day (scope: the cohort, basis per_member).
///
///   $ printf '%s%s\n' '{"table":"people","site":"T1",' \
///       '"cohort":"tb","headcount":40}' '{"table":"norm","scope":"tb",' \
///       '"item":"medicine","rate":0.1,"basis":"per_member"}' |
///       granary stock require patients --days 30
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct PatientsArgs {
    #[command(flatten)]
    place: Where,
    /// Days to cover
    #[arg(long, value_name = "DAYS", value_parser = days())]
    days: i64,
}

/// Runs `stock require patients`.
pub fn patients(args: &PatientsArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let mut given = Given::load(&mut desk, &args.place)?;
    desk.load::<People>()?;
    let counted = Counted::load(&mut desk, &mut given)?;
    let (by, kind) = (counted.with(&counted.norms), NeedKind::Patient);
    let rows = by_norm::patients(&given.inputs(), &by, &given.needs, kind, args.days);
    done(desk, rows)
}

/// What is handed out once against heat or cold
///
///   $ printf '%s\n' scope,item,rate,basis,occasion \
///       C01,quilt,0.02,per_resident,winter |
///       granary stock require season winter --ledger granary-demo
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SeasonArgs {
    /// The season
    #[arg(value_enum)]
    season: SeasonName,
    #[command(flatten)]
    place: Where,
}

/// Names of the seasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SeasonName {
    Summer,
    Winter,
}

/// Runs `stock require season`.
pub fn season(args: &SeasonArgs, global: &Global) -> Result<u8> {
    let occasion = match args.season {
        SeasonName::Summer => Occasion::Summer,
        SeasonName::Winter => Occasion::Winter,
    };
    once(&args.place, occasion, None, global)
}

/// What each household keeps at home
///
///   $ printf '%s\n' scope,item,rate,basis,occasion \
///       '*,medical_mask,50,per_household,household' |
///       granary stock require household --households 5200
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct HouseholdArgs {
    #[command(flatten)]
    place: Where,
    /// Households in all, in place of those of table people
    #[arg(long, value_name = "HOUSEHOLDS", value_parser = number())]
    households: Option<i64>,
}

/// Runs `stock require household`.
pub fn household(args: &HouseholdArgs, global: &Global) -> Result<u8> {
    let households = args.households.and_then(Quantity::whole);
    once(&args.place, Occasion::Household, households, global)
}

fn once(
    place: &Where,
    occasion: Occasion,
    households: Option<Quantity>,
    global: &Global,
) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let mut given = Given::load(&mut desk, place)?;
    let counted = Counted::load(&mut desk, &mut given)?;
    let by = counted.with(&counted.norms);
    let rows = by_norm::once(&given.inputs(), &by, &given.needs, occasion, households);
    done(desk, rows)
}

/// Norms and what they count.
struct Counted {
    norms: Vec<Norm>,
    staff: Vec<Staff>,
    people: Vec<People>,
}

impl Counted {
    /// Loads them; a site that only tables staff and people speak of is known by its code.
    fn load(desk: &mut Desk, given: &mut Given) -> Result<Counted> {
        let counted = Counted {
            norms: desk.records::<Norm>()?,
            staff: desk.records::<Staff>()?,
            people: desk.records::<People>()?,
        };
        let of_staff = counted.staff.iter().map(|post| &post.site);
        let of_people = counted.people.iter().map(|people| &people.site);
        given.sites = given.sites.clone().with_unlisted(of_staff.chain(of_people));
        Ok(counted)
    }

    fn with<'a>(&'a self, norms: &'a [Norm]) -> NormInputs<'a> {
        NormInputs {
            norms,
            staff: &self.staff,
            people: &self.people,
            durables: Durables::KeptOnce,
        }
    }
}

fn done(desk: Desk, rows: Result<Vec<Requirement>, Vec<Diagnostic>>) -> Result<u8> {
    finish(desk, rows.map_err(Refused)?)
}
