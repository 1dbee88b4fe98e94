//! `granary allocate transfer`: from surplus to shortage.

use anyhow::Result;
use clap::Args;

use super::before::say_served;
use super::given::{are_known, burn, on_hand, posted, taken_in};
use super::plan::{plans_of, say_entrusted};
use super::sharing::WayName;
use crate::allocate::PlanOptions;
use crate::allocate::draws::own_level::own_first;
use crate::allocate::intake::askers::name_askers;
use crate::allocate::intake::uses::read_uses;
use crate::allocate::supply::posted::Posted;
use crate::allocate::transfer::{TransferInputs, as_award, audit, transfers};
use crate::calendar::Day;
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::{at_most, counted};
use crate::cli::shape::{Shape, name_of};
use crate::cli::stock::cover;
use crate::cli::stock::units::guard_requests;
use crate::diagnostic::Refused;
use crate::ledger::approval::is_given;
use crate::ledger::tables::{
    Allocation, Burn, Consent, Cover, Lane, OnHand, Request, Transfer, Unmet,
};
use crate::ledger::{Catalogue, SiteTree, Table};
use crate::policy::Rules;

/// Move what some can spare to those who are still short
///
/// Behind `allocate plan` it takes up what that left in table unmet. A site
/// gives what it has above its floor: what its standards and those of its
/// county ask for (table cover) or --floor-days of its own use (table burn),
/// whichever is more; the earliest expiring lots go. Who refused in table
/// consent gives nothing, nor do the stores of a county that refused. Rows
/// without consent are proposals, which stock post does not take. Behind another
/// transfer it goes on from what that left, and hands its rows on. Table unmet
/// speaks of whole lines: what they asked for, and what all of these give.
///
///   $ granary allocate transfer --ledger granary-demo --as-of 2022-03-15 --policy P0 --floor-days 14
#[derive(Debug, Clone, Args)]
#[command(verbatim_doc_comment)]
pub struct TransferArgs {
    /// Days of its own use that a giver keeps
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=3660))]
    floor_days: Option<i64>,
    /// Let only these sites give (default: all that keep stock)
    #[arg(long, value_name = "SITE", value_delimiter = ',')]
    from: Vec<String>,
    /// Choose lots by the shortest, the quickest or the cheapest way in all
    #[arg(long, value_enum, default_value_t = WayName::Distance)]
    way: WayName,
    /// Use no way longer than this: km, hours, or yuan a unit
    #[arg(long, value_name = "MOST", value_parser = at_most)]
    way_max: Option<f64>,
    /// Move whole packs only
    #[arg(long)]
    whole_packs: bool,
}

impl TransferArgs {
    /// The flags added to the shape of a plan.
    pub fn shape(&self, shape: Shape) -> Shape {
        shape
            .with("floor-days", self.floor_days)
            .with("from", &self.from)
            .with("way", [name_of(&self.way)])
            .with("way-max", self.way_max)
            .with_switch("whole-packs", self.whole_packs)
    }

    /// How a plan of transfers is made.
    fn options(&self) -> PlanOptions {
        PlanOptions {
            by: self.way.into(),
            way_max: self.way_max,
            break_packs: !self.whole_packs,
            ..PlanOptions::default()
        }
    }
}

/// Runs `allocate transfer`.
pub fn run(args: &TransferArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let (rules, _) = desk.rules_with("who comes first", |rules| {
        rules.puts_in_order().then_some(())
    })?;
    let shape = args.shape(Shape::of("allocate transfer"));
    let mut gathered = Gathered::load(&mut desk, args, rules, None, &shape)?;
    gathered.go_on_from(desk.load_or_empty::<Transfer>()?.rows);
    are_known(&args.from, &gathered.sites, &gathered.onhand)?;
    let inputs = gathered.inputs();
    let moved = transfers(&inputs)?;
    audited(&audit(&inputs, &moved.transfer))?;
    desk.note(&moved.notes);
    let waiting = moved
        .transfer
        .iter()
        .filter(|row| !is_given(&row.consent))
        .count();
    let short = moved.unmet.iter().filter(|row| !row.is_barred()).count();
    desk.say(&format!(
        "plan {}: {}, {waiting} of them without consent; {} still short",
        gathered.plan_id,
        counted(moved.transfer.len(), "transfer"),
        counted(short, "request")
    ));
    say_barred(&desk, moved.unmet.len() - short);
    say_entrusted(&desk, &gathered.onhand, &moved.unmet);
    let mut transfer = gathered.before;
    transfer.extend(moved.transfer);
    desk.put(transfer);
    desk.put(moved.unmet);
    desk.finish(Table::Transfer)
}

/// Says how many lines of table unmet are not among those still short.
fn say_barred(desk: &Desk, barred: usize) {
    if barred > 0 {
        let lines = counted(barred, "request line");
        desk.say(&format!(
            "{lines} may not have the goods (--emit unmet shows why)"
        ));
    }
}

/// Everything that transfers are made of.
pub struct Gathered {
    pub onhand: Vec<OnHand>,
    pub requests: Vec<Request>,
    pub unmet: Option<Vec<Unmet>>,
    pub allocation: Vec<Allocation>,
    /// Transfers that were planned before.
    before: Vec<Transfer>,
    /// What of all that the ledger has carried out.
    posted: Posted,
    pub burn: Vec<Burn>,
    pub cover: Vec<Cover>,
    pub consents: Vec<Consent>,
    pub lanes: Vec<Lane>,
    pub items: Catalogue,
    pub sites: SiteTree,
    pub rules: Rules,
    pub as_of: Day,
    pub plan_id: String,
    basis_seal: String,
    args: TransferArgs,
}

impl Gathered {
    /// Takes the tables off the desk; of requests and what is unmet, one is needed. `own_level`: the area in whose own run
    /// the lines stand. `shape`: of the plan to be made.
    pub fn load(
        desk: &mut Desk,
        args: &TransferArgs,
        mut rules: Rules,
        own_level: Option<&str>,
        shape: &Shape,
    ) -> Result<Gathered> {
        let as_of = desk.as_of();
        let unmet = desk.load_if_given::<Unmet>()?;
        let (mut sites, items) = (desk.sites()?, desk.catalogue()?);
        let lines = match unmet {
            Some(_) => {
                // What is unmet was taken in by the plan that left it, which also told what it made of their words.
                let mut lines = desk.load_or_empty::<Request>()?;
                name_askers(&mut lines.rows, &sites);
                read_uses(&mut lines, &items, &rules);
                lines
            }
            None => taken_in(desk, &sites, &items, &rules)?,
        };
        let lanes = desk.load_or_empty::<Lane>()?.rows;
        args.way.refuse_unstated(&lanes)?;
        let (onhand, movements) = on_hand(desk)?;
        let items = desk.catalogue()?;
        guard_requests(&lines, &onhand, &items)?;
        if let Some(area) = own_level {
            sites = own_first(area, &sites, &mut rules).map_err(Refused::from)?;
        }
        let basis_seal = desk.head_seal(movements.as_deref())?;
        let mut allocation = desk.records::<Allocation>()?;
        let moved = desk.records::<Transfer>()?;
        let posted = posted(desk, movements.as_deref(), &plans_of(&allocation, &moved))?;
        let posted = posted.serving(&lines.rows, &items);
        // What a plan left open is without what lines were given before it.
        if unmet.is_none() {
            say_served(desk, &lines.rows, posted.others());
            allocation.extend_from_slice(posted.others());
        }
        Ok(Gathered {
            requests: lines.rows,
            unmet,
            onhand,
            allocation,
            before: Vec::new(),
            posted,
            burn: burn(desk, movements)?,
            cover: cover::stated(desk)?.unwrap_or_default(),
            consents: desk.load_or_empty::<Consent>()?.rows,
            lanes,
            items,
            sites,
            basis_seal,
            plan_id: desk.plan_id(shape)?,
            rules,
            as_of,
            args: args.clone(),
        })
    }

    /// Takes transfers that were planned before for given out.
    fn go_on_from(&mut self, before: Vec<Transfer>) {
        self.allocation.extend(before.iter().map(as_award));
        self.before = before;
    }

    /// What transfers are made from.
    pub fn inputs(&self) -> TransferInputs<'_> {
        TransferInputs {
            onhand: &self.onhand,
            requests: &self.requests,
            unmet: self.unmet.as_deref(),
            allocation: &self.allocation,
            before: &self.before,
            posted: &self.posted,
            burn: &self.burn,
            cover: &self.cover,
            consents: &self.consents,
            lanes: &self.lanes,
            items: &self.items,
            sites: &self.sites,
            rules: &self.rules,
            as_of: self.as_of,
            from: (!self.args.from.is_empty()).then_some(&self.args.from),
            floor_days: self.args.floor_days,
            plan_id: &self.plan_id,
            basis_seal: &self.basis_seal,
            options: self.args.options(),
        }
    }
}
