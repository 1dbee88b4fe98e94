//! Out of which lot does each award come?
//!
//! The awards are fixed; which lots they come out of is a question of transport, solved exactly
//! (`flow`): of all ways to fill every award, one that takes the most of what donors earmarked, then has
//! the shortest way in all (or the quickest, or the cheapest), then leaves what lasts longest in store.
//! Where no way is known that lane comes after all others. So a claimant that needs a long shelf life
//! finds late lots, and the others leave them.
//!
//! Distance decides nothing but this: who gets how much is settled before.

use std::collections::BTreeMap;

use crate::allocate::flow::{FlowError, Transport, transport};
use crate::allocate::share::network::Network;
use crate::diagnostic::{Code, Diagnostic};

use super::claimant::Draw;
use super::facts::Facts;
use super::layout::Layout;
use super::problem::Problem;

/// Lots that are alike to everybody who may draw on them: of one pool, one depot and one expiry.
struct Group {
    pool: usize,
    depot: usize,
    /// By name.
    lots: Vec<usize>,
    qty: i64,
}

/// Claimants to whom all lots are alike: of one kind and, where the way matters, of one site.
struct Cluster {
    kind: usize,
    site: usize,
    /// In their order of priority.
    claimants: Vec<usize>,
    qty: i64,
}

/// Draws what was awarded from the lots of a problem.
///
/// Errors: `overflow` where the quantities are too large to stay exact.
pub(super) fn draw(
    problem: &mut Problem,
    layout: &Layout,
    network: &Network,
    facts: &Facts,
) -> Result<(), Diagnostic> {
    let mut groups = groups(problem, layout);
    let has_ways = groups.iter().any(|group| group.depot != groups[0].depot);
    let clusters = clusters(problem, layout, has_ways);
    let ways = ways(&groups, &clusters, network, facts);
    let sent = cheapest(&groups, &clusters, &ways, layout)
        .map_err(|error| too_large(problem.item, error))?;
    let mut quotas: Vec<Vec<(usize, i64)>> = vec![Vec::new(); clusters.len()];
    for lane in &sent.lanes {
        quotas[lane.target].push((lane.source, lane.qty));
    }
    for (at, cluster) in clusters.iter().enumerate() {
        quotas[at].sort_by_key(|&(group, _)| {
            (layout.is_wished[groups[group].pool], ways[at][group], group)
        });
        hand_out(problem, cluster, &quotas[at], &mut groups);
    }
    Ok(())
}

/// The lots that somebody may have, by expiry and then by depot: what is first leaves first.
fn groups(problem: &Problem, layout: &Layout) -> Vec<Group> {
    let mut groups: BTreeMap<_, Group> = BTreeMap::new();
    for (number, lot) in problem.lots.iter().enumerate() {
        let Some(pool) = layout.pool_of[number] else {
            continue;
        };
        let group = groups
            .entry((lot.days_left, lot.depot, pool))
            .or_insert(Group {
                pool,
                depot: lot.depot,
                lots: Vec::new(),
                qty: 0,
            });
        group.lots.push(number);
        group.qty += lot.left;
    }
    groups.into_values().collect()
}

fn clusters(problem: &Problem, layout: &Layout, has_ways: bool) -> Vec<Cluster> {
    let mut clusters: BTreeMap<(usize, usize), Cluster> = BTreeMap::new();
    for (index, claimant) in problem.claimants.iter().enumerate() {
        let (Some(kind), 1..) = (layout.kind_of[index], claimant.awarded) else {
            continue;
        };
        let site = if has_ways { claimant.site } else { 0 };
        let cluster = clusters.entry((kind, site)).or_insert(Cluster {
            kind,
            site: claimant.site,
            claimants: Vec::new(),
            qty: 0,
        });
        cluster.claimants.push(index);
        cluster.qty += claimant.awarded;
    }
    clusters.into_values().collect()
}

/// What the way from each group to each cluster counts, by cluster; `None` where it may not draw on it.
fn ways(
    groups: &[Group],
    clusters: &[Cluster],
    network: &Network,
    facts: &Facts,
) -> Vec<Vec<Option<i64>>> {
    let of = |cluster: &Cluster| {
        let ways = facts.ways_to(cluster.site);
        let known = ways.iter().filter_map(|way| way.cost);
        let unknown = known.max().unwrap_or(0) + 1;
        let way = |group: &Group| {
            let may_have = network.reach[cluster.kind].contains(&group.pool);
            may_have.then(|| ways[group.depot].cost.unwrap_or(unknown))
        };
        groups.iter().map(way).collect()
    };
    clusters.iter().map(of).collect()
}

/// Which group goes to which cluster.
fn cheapest(
    groups: &[Group],
    clusters: &[Cluster],
    ways: &[Vec<Option<i64>>],
    layout: &Layout,
) -> Result<Transport, FlowError> {
    let supply: Vec<i64> = groups.iter().map(|group| group.qty).collect();
    let demand: Vec<i64> = clusters.iter().map(|cluster| cluster.qty).collect();
    let longest = ways.iter().flatten().flatten().copied().max().unwrap_or(0);
    // A change for the better goes round at most all groups: so much must a unit of what counts more weigh.
    let round = i64::try_from(groups.len()).unwrap_or(i64::MAX);
    let way = round.saturating_mul(round).saturating_add(1);
    let weighed = |way: i64, is_by_expiry: bool| {
        let open = longest
            .saturating_mul(way)
            .saturating_add(round)
            .saturating_mul(round)
            .saturating_add(1);
        transport(&supply, &demand, |from, to| {
            let open = if layout.is_wished[groups[from].pool] {
                0
            } else {
                open
            };
            let place = if is_by_expiry {
                i64::try_from(from).ok()?
            } else {
                0
            };
            Some(
                ways[to][from]?
                    .saturating_mul(way)
                    .saturating_add(open)
                    .saturating_add(place),
            )
        })
    };
    // With very many lots and very long ways the order of expiry alone no longer fits beside them.
    let sent = weighed(way, true).or_else(|_| weighed(1, false))?;
    let wanted: i64 = demand.iter().sum();
    assert_eq!(sent.shipped, wanted, "there is a lot for every award");
    Ok(sent)
}

/// Hands what a cluster draws to its claimants, the first claimant first.
fn hand_out(
    problem: &mut Problem,
    cluster: &Cluster,
    quotas: &[(usize, i64)],
    groups: &mut [Group],
) {
    let mut quotas = quotas.iter().copied();
    let mut quota = quotas.next();
    for &index in &cluster.claimants {
        let mut open = problem.claimants[index].awarded;
        while let Some((group, left)) = quota.as_mut().filter(|_| open > 0) {
            let qty = open.min(*left);
            draw_from(&mut groups[*group], problem, index, qty);
            open -= qty;
            *left -= qty;
            if *left == 0 {
                quota = quotas.next();
            }
        }
    }
}

fn draw_from(group: &mut Group, problem: &mut Problem, index: usize, qty: i64) {
    let mut open = qty;
    while open > 0 {
        let number = *group
            .lots
            .first()
            .expect("a group holds what is drawn from it");
        let lot = &mut problem.lots[number];
        let drawn = open.min(lot.left);
        lot.left -= drawn;
        open -= drawn;
        let is_wished = lot.wish.is_some();
        if lot.left == 0 {
            group.lots.remove(0);
        }
        let claimant = &mut problem.claimants[index];
        let rule = claimant.rule_of(is_wished);
        claimant.draws.push(Draw {
            lot: number,
            qty: drawn,
            rule,
        });
    }
}

fn too_large(item: &str, error: FlowError) -> Diagnostic {
    Diagnostic::error(
        Code::Overflow,
        format!("{item} cannot be drawn from its lots: {error}"),
    )
    .hint("look for a quantity, a distance or a freight that is far too large")
}
