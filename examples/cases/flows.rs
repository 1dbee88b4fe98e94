//! Cases of goods on their way: transport, least-cost flow through a network, and fair shares of coupled lots.

use std::path::Path;

use granary::allocate::flow::{Arc, cheapest_flow, transport as cheapest_transport};
use granary::allocate::share::Claim;
use granary::allocate::share::fraction::Fraction;
use granary::allocate::share::tiers::pack_awards_by_reach;
use granary::policy::SharingRule;
use serde_json::{Value, json};

use super::case::{Case, Fields, Read, count, malformed, text};

/// The most claims of a network, so that the factorial of their number is small.
const CLAIMS_MAX: usize = 8;
/// Where the files lie that cases name.
const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");

pub const COST: &[&str] = &["cost"];
pub const SHIPPED: &[&str] = &["cost", "shipped"];

/// From sources straight to targets: the most is shipped, at least cost.
pub fn transport(case: &Case) -> Read<Value> {
    let supply = case.input.list("supply", count)?;
    let demand = case.input.list("demand", count)?;
    let row = |value: &Value| match value.as_array() {
        Some(row) if row.len() == demand.len() => row.iter().map(lane_cost).collect(),
        _ => malformed(format!("{value} is no row of {} costs", demand.len())),
    };
    let cost: Vec<Vec<Option<i64>>> = case.input.list("cost", row)?;
    if cost.len() != supply.len() {
        return malformed(format!(
            "{} rows of costs and {} sources",
            cost.len(),
            supply.len()
        ));
    }
    let way = cheapest_transport(&supply, &demand, |from, to| cost[from][to]);
    let way = way.or_else(malformed)?;
    let mut answer = json!({ "cost": whole(way.cost)? });
    if case.expected.get("shipped").is_some() {
        answer["shipped"] = way.shipped.into();
    }
    Ok(answer)
}

fn lane_cost(value: &Value) -> Read<Option<i64>> {
    match value {
        Value::Null => Ok(None),
        value => count(value).map(Some),
    }
}

/// Through a network whose arcs stand in the case.
pub fn min_cost_flow(case: &Case) -> Read<Value> {
    let nodes = count(case.input.need("nodes")?)?;
    let supply = case.input.list("supply", count)?;
    if i64::try_from(supply.len()) != Ok(nodes) {
        return malformed(format!("{nodes} nodes and {} supplies", supply.len()));
    }
    let arc = |value: &Value| match value.as_array().map(Vec::as_slice) {
        Some([from, to, capacity, cost]) => Ok(Arc {
            from: node(from)?,
            to: node(to)?,
            capacity: count(capacity)?,
            cost: count(cost)?,
        }),
        _ => malformed(format!("{value} is no arc")),
    };
    solved(&supply, &case.input.list("arcs", arc)?)
}

/// Equal awards out of lots that not every claimant may have, tier by tier.
///
/// Levels are the supply of some lots over the number of some claimants: in units so small that every number of
/// claimants divides them the awards are exact.
pub fn network(case: &Case) -> Read<Value> {
    let lots = case.input.list("lots", count)?;
    let claims = case.input.list("claims", count)?;
    let tiers = match case.input.get("tier") {
        Some(_) => case.input.list("tier", |tier| {
            u32::try_from(count(tier)?).or_else(malformed)
        })?,
        None => vec![1; claims.len()],
    };
    let mut reach = vec![Vec::new(); claims.len()];
    for edge in case.input.list("edges", pair)? {
        match (reach.get_mut(edge.1), edge.0 < lots.len()) {
            (Some(lots), true) => lots.push(edge.0),
            _ => return malformed("an edge leads nowhere"),
        }
    }
    if tiers.len() != claims.len() || claims.len() > CLAIMS_MAX {
        return malformed("a tier for each of a few claims");
    }
    let fine: i64 = (1..=claims.len() as i64).product();
    let finer = |qty: &i64| qty * fine;
    let lots: Vec<i64> = lots.iter().map(finer).collect();
    let claims: Vec<Claim> = claims.iter().map(finer).map(Claim::of).collect();
    let awards = pack_awards_by_reach(SharingRule::EqualAwards, &lots, 1, &tiers, &reach, &claims);
    let exact = |award: i64| Fraction::new(award.into(), fine.into()).to_string();
    let awards: Vec<String> = awards.or_else(malformed)?.into_iter().map(exact).collect();
    Ok(json!({ "awards": awards }))
}

/// A lot and a claim.
fn pair(value: &Value) -> Read<(usize, usize)> {
    match value.as_array().map(Vec::as_slice) {
        Some([lot, claim]) => Ok((node(lot)?, node(claim)?)),
        _ => malformed(format!("{value} is no edge")),
    }
}

fn node(value: &Value) -> Read<usize> {
    usize::try_from(count(value)?).or_else(|_| malformed(format!("{value} is no node")))
}

/// Through a network in a file of the DIMACS form: `p min NODES ARCS`, `n NODE SUPPLY`, `a FROM TO LOW CAPACITY COST`.
pub fn min_cost_flow_file(case: &Case) -> Read<Value> {
    let mut supply = Vec::new();
    let mut arcs = Vec::new();
    for line in file(&case.input)?.lines() {
        let mut words = line.split_ascii_whitespace();
        let kind = words.next().unwrap_or("c");
        let numbers: Vec<i64> = words.filter_map(|word| word.parse().ok()).collect();
        match (kind, numbers.as_slice()) {
            ("c", _) => {}
            ("p", &[nodes, _]) => supply = vec![0; usize::try_from(nodes).or_else(malformed)?],
            ("n", &[node, qty]) => match supply.get_mut(numbered(node)?) {
                Some(supply) => *supply = qty,
                None => return malformed(format!("{line} names no node")),
            },
            ("a", &[from, to, 0, capacity, cost]) => arcs.push(Arc {
                from: numbered(from)?,
                to: numbered(to)?,
                capacity,
                cost,
            }),
            _ => return malformed(format!("\"{line}\" is no line of a network")),
        }
    }
    solved(&supply, &arcs)
}

/// A node of a file, which counts from 1.
fn numbered(node: i64) -> Read<usize> {
    usize::try_from(node - 1).or_else(malformed)
}

fn solved(supply: &[i64], arcs: &[Arc]) -> Read<Value> {
    let flow = cheapest_flow(supply, arcs).or_else(malformed)?;
    match flow.unmet {
        0 => Ok(json!({ "cost": whole(flow.cost)? })),
        unmet => malformed(format!("{unmet} cannot be shipped")),
    }
}

/// Transport in a file: `SOURCES TARGETS`, the supplies, the demands, then a row of costs a source.
pub fn ppe_dataset(case: &Case) -> Read<Value> {
    let file = file(&case.input)?;
    let mut numbers = Vec::new();
    for word in file.split_ascii_whitespace() {
        match word.parse::<i64>() {
            Ok(number) => numbers.push(number),
            Err(_) => return malformed(format!("\"{word}\" is no number")),
        }
    }
    let [sources, targets, rest @ ..] = numbers.as_slice() else {
        return malformed("the file does not say how many sources and targets");
    };
    let (sources, targets) = (
        usize::try_from(*sources).or_else(malformed)?,
        usize::try_from(*targets).or_else(malformed)?,
    );
    if rest.len() != sources + targets + sources * targets {
        return malformed(format!("{} numbers for {sources} by {targets}", rest.len()));
    }
    let (supply, rest) = rest.split_at(sources);
    let (demand, cost) = rest.split_at(targets);
    let way = cheapest_transport(supply, demand, |from, to| Some(cost[from * targets + to]));
    Ok(json!({ "cost": whole(way.or_else(malformed)?.cost)? }))
}

fn file(input: &Fields) -> Read<String> {
    let name = text(input.need("file")?)?;
    let path = Path::new(FILES).join(&name);
    std::fs::read_to_string(path).or_else(|error| malformed(format!("{name}: {error}")))
}

fn whole(cost: i128) -> Read<i64> {
    i64::try_from(cost).or_else(malformed)
}
