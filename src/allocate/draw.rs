//! Out of which lot does each award come?
//!
//! The awards are fixed; the flow that kept the promises says how much of each pool a kind of claimant
//! may draw. Within that a claimant draws on the nearest depot first (where the way is not known, by
//! the depot's code), and in a depot on the lot that expires first of those that last long enough for
//! it. So a claimant that needs a long shelf life keeps late lots, and the others leave them.
//!
//! Distance decides nothing but this: who gets how much is settled before.

use std::collections::BTreeMap;

use super::claimant::Draw;
use super::layout::Layout;
use super::network::Flow;
use super::phase::Problem;
use super::plan::Desk;

/// The lots of one depot by expiry; those before `next` are used up.
struct Shelf {
    depot: usize,
    lots: Vec<usize>,
    next: usize,
}

/// Draws `awards`, one a claimant, from the lots of a problem.
pub(super) fn draw(
    problem: &mut Problem,
    layout: &Layout,
    awards: &[i64],
    flow: Flow,
    desk: &Desk,
) {
    let mut quota = flow.sent;
    let mut shelves = shelves(problem, layout);
    for (index, &award) in awards.iter().enumerate() {
        let (Some(kind), 1..) = (layout.kind_of[index], award) else {
            continue;
        };
        let site = problem.claimants[index].site;
        let mut open = award;
        for at in by_distance(&shelves, site, desk) {
            let drawn = draw_from(
                &mut shelves[at],
                problem,
                index,
                open,
                &mut quota[kind],
                layout,
            );
            open -= drawn;
            if open == 0 {
                break;
            }
        }
        assert_eq!(open, 0, "the flow holds a lot for every award");
        let claimant = &mut problem.claimants[index];
        claimant.open -= award;
        claimant.least = (claimant.least - award).max(0);
    }
}

fn shelves(problem: &Problem, layout: &Layout) -> Vec<Shelf> {
    let mut lots: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, lot) in problem.lots.iter().enumerate() {
        if layout.pool_of[number].is_some() {
            lots.entry(lot.depot).or_default().push(number);
        }
    }
    let shelf = |(depot, lots)| Shelf {
        depot,
        lots,
        next: 0,
    };
    lots.into_iter().map(shelf).collect()
}

/// The shelves from the nearest to the farthest, unknown ways last, then by the depot's code.
fn by_distance(shelves: &[Shelf], site: usize, desk: &Desk) -> Vec<usize> {
    let mut order: Vec<usize> = (0..shelves.len()).collect();
    if order.len() > 1 {
        let km = desk.places.distances(site, &desk.store.depots);
        let way = |at: usize| km[shelves[at].depot].unwrap_or(f64::INFINITY);
        order.sort_by(|&a, &b| way(a).total_cmp(&way(b)).then(a.cmp(&b)));
    }
    order
}

fn draw_from(
    shelf: &mut Shelf,
    problem: &mut Problem,
    index: usize,
    award: i64,
    quota: &mut [i64],
    layout: &Layout,
) -> i64 {
    let claimant = &mut problem.claimants[index];
    let mut drawn = 0;
    while shelf.next < shelf.lots.len() && problem.lots[shelf.lots[shelf.next]].left == 0 {
        shelf.next += 1;
    }
    for &number in &shelf.lots[shelf.next..] {
        if drawn == award {
            break;
        }
        let pool = layout.pool_of[number].expect("a shelf holds lots that have a pool");
        let lot = &mut problem.lots[number];
        let qty = lot.left.min(quota[pool]).min(award - drawn);
        if qty > 0 {
            lot.left -= qty;
            quota[pool] -= qty;
            drawn += qty;
            claimant.draws.push(Draw {
                lot: number,
                qty,
                rule: claimant.rule,
            });
        }
    }
    drawn
}
