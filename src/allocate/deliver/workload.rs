//! Can those who deliver keep up with the orders, and how many vehicles are missing?
//!
//! A shop or compound delivers so many orders a day as its people at work can carry; what it cannot stays behind and
//! takes days to work off. Orders may be multiplied, and the people cut to a part, as the plans say of an outbreak.
//! A place with orders of which nobody says who delivers them has a row too: its orders do not vanish.
//! Table `workload` (site).

use std::collections::BTreeMap;

use crate::ledger::tables::{Delivery as Means, Workload};
use crate::quantity::{Quantity, div_ceil};
use crate::stock::require::workload::StaffPart;

use super::boxes::vehicles_needed;

/// How an outbreak changes work: times the orders, and the part of the people left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Surge {
    pub times: Option<Quantity>,
    pub staff: Option<StaffPart>,
}

/// The work of each place in `means`, and of each other one that has orders, by site. `orders`: how many each has today.
///
/// Orders that are multiplied are rounded up, people that are cut are rounded down.
/// Rule: `P2-L04`, `P2-L05`.
pub fn workload(
    means: &[Means],
    orders: &BTreeMap<&str, i64>,
    surge: Surge,
    rule: &str,
) -> Vec<Workload> {
    let mut rows: Vec<Workload> = means
        .iter()
        .map(|means| {
            let usual = orders.get(means.site.as_str()).copied().unwrap_or(0);
            row(means, usual, surge, rule)
        })
        .collect();
    let unlisted = orders
        .iter()
        .filter(|(site, _)| means.iter().all(|means| means.site != **site));
    rows.extend(unlisted.map(|(site, usual)| Workload {
        reason: "not_in_table_delivery".to_owned(),
        ..row(&nobody(site), *usual, surge, rule)
    }));
    rows.sort_by(|a, b| a.site.cmp(&b.site));
    rows
}

fn row(means: &Means, usual: i64, surge: Surge, rule: &str) -> Workload {
    let orders = surge.times.map_or(usual, |times| {
        let all = i128::from(usual) * i128::from(times.thousandths());
        i64::try_from(div_ceil(all, 1000)).unwrap_or(i64::MAX)
    });
    let workers = means.workers.map(|workers| {
        surge.staff.map_or(workers, |part| {
            let left = i128::from(workers) * i128::from(part.at_work) / i128::from(part.of);
            i64::try_from(left).unwrap_or(i64::MAX)
        })
    });
    let capacity = workers
        .zip(means.per_worker)
        .and_then(|(workers, each)| workers.checked_mul(each));
    let open = orders.saturating_add(means.backlog.unwrap_or(0));
    let backlog = capacity.map(|capacity| (open - capacity).max(0));
    let needed = vehicles_needed(orders, means);
    let reason = match (workers, means.per_worker, capacity) {
        (None, ..) => "workers_not_said",
        (_, None, _) => "per_worker_not_said",
        (Some(0), ..) => "nobody_at_work",
        (_, Some(0), _) => "per_worker_is_zero",
        _ => "",
    };
    Workload {
        site: means.site.clone(),
        orders,
        workers,
        capacity,
        backlog,
        backlog_days: backlog
            .zip(capacity)
            .and_then(|(backlog, capacity)| days(backlog, capacity)),
        vehicles_needed: needed,
        vehicles: means.vehicles,
        vehicle_gap: needed
            .zip(means.vehicles)
            .map(|(needed, there)| (needed - there).max(0)),
        reason: reason.to_owned(),
        rule: rule.to_owned(),
    }
}

/// The means of a place of which nobody says any.
fn nobody(site: &str) -> Means {
    Means {
        site: site.to_owned(),
        workers: None,
        per_worker: None,
        vehicles: None,
        per_vehicle: None,
        trips: None,
        boxes_max: None,
        backlog: None,
    }
}

/// Whole days in which `backlog` is worked off, rounded up; `None` where there is some and nobody works.
fn days(backlog: i64, capacity: i64) -> Option<i64> {
    if backlog == 0 {
        return Some(0);
    }
    (capacity > 0)
        .then(|| i64::try_from(div_ceil(backlog.into(), capacity.into())).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(workers: Option<i64>) -> Means {
        Means {
            site: "S1".to_owned(),
            workers,
            per_worker: Some(40),
            vehicles: Some(3),
            per_vehicle: Some(100),
            trips: Some(2),
            boxes_max: None,
            backlog: Some(60),
        }
    }

    fn of(means: Means, orders: i64, surge: Surge) -> Workload {
        let orders = BTreeMap::from([("S1", orders)]);
        workload(&[means], &orders, surge, "").remove(0)
    }

    #[test]
    fn a_fifth_of_the_people_with_twenty_times_the_orders_takes_a_hundred_days_for_one() {
        let quiet = of(means(Some(10)), 340, Surge::default());
        assert_eq!(
            (quiet.capacity, quiet.backlog, quiet.backlog_days),
            (Some(400), Some(0), Some(0))
        );
        assert_eq!(
            (quiet.vehicles_needed, quiet.vehicle_gap),
            (Some(2), Some(0))
        );
        let surge = Surge {
            times: Quantity::whole(20),
            staff: StaffPart::parse("1/5"),
        };
        let busy = of(means(Some(10)), 340, surge);
        // 6,800 orders and 60 from before, 2 people with 40 each: 6,780 stay behind, 84.75 days of work.
        assert_eq!(
            (busy.orders, busy.workers, busy.capacity),
            (6800, Some(2), Some(80))
        );
        assert_eq!((busy.backlog, busy.backlog_days), (Some(6780), Some(85)));
        assert_eq!(
            (busy.vehicles_needed, busy.vehicle_gap),
            (Some(34), Some(31))
        );
    }

    #[test]
    fn one_order_above_the_capacity_is_a_day_of_work_and_what_is_not_said_is_not_nothing() {
        assert_eq!(
            of(means(Some(10)), 341, Surge::default()).backlog_days,
            Some(1)
        );
        let unknown = of(means(None), 341, Surge::default());
        assert_eq!(
            (unknown.capacity, unknown.backlog, &*unknown.reason),
            (None, None, "workers_not_said")
        );
        let idle = Means {
            per_worker: Some(0),
            ..means(Some(16))
        };
        assert_eq!(of(idle, 1, Surge::default()).reason, "per_worker_is_zero");
        let resting = Means {
            backlog: None,
            ..means(Some(0))
        };
        assert_eq!(of(resting, 0, Surge::default()).backlog_days, Some(0));
        let nobody = of(
            means(Some(4)),
            1,
            Surge {
                times: None,
                staff: StaffPart::parse("1/5"),
            },
        );
        assert_eq!(
            (nobody.backlog, nobody.backlog_days, &*nobody.reason),
            (Some(61), None, "nobody_at_work")
        );
        assert!(workload(&[], &BTreeMap::new(), Surge::default(), "").is_empty());
    }

    #[test]
    fn a_place_that_nobody_delivers_for_keeps_its_orders() {
        let orders = BTreeMap::from([("S0", 3), ("S1", 1)]);
        let surge = Surge {
            times: Quantity::whole(20),
            staff: None,
        };
        let rows = workload(&[means(Some(10))], &orders, surge, "P2-L05");
        let said: Vec<_> = rows
            .iter()
            .map(|row| (&*row.site, row.orders, row.backlog, &*row.reason))
            .collect();
        assert_eq!(
            said,
            [
                ("S0", 60, None, "not_in_table_delivery"),
                ("S1", 20, Some(0), "")
            ]
        );
    }
}
