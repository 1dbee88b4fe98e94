//! The rules that come with granary, each file read once however many cases ask for it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use granary::diagnostic::Diagnostic;
use granary::policy::{AlertRules, Delivery, Needs, Policy, ShelfTerms};

use super::case::{Read, malformed};

/// A file as it was read, or what is wrong with it.
type File<T> = LazyLock<Result<T, Diagnostic>>;

/// The plans that the cases speak of.
const PLANS: [&str; 4] = ["P0", "P3", "P4", "P7"];

static POLICIES: File<BTreeMap<&str, Policy>> = LazyLock::new(|| {
    let read = |id| Ok((id, Policy::built_in(id)?));
    PLANS.into_iter().map(read).collect()
});
static ALERTS: File<AlertRules> = LazyLock::new(AlertRules::built_in);
static DELIVERY: File<Delivery> = LazyLock::new(Delivery::built_in);
static NEEDS: File<Needs> = LazyLock::new(Needs::built_in);
static SHELF: File<ShelfTerms> = LazyLock::new(ShelfTerms::built_in);

/// The plan of an id.
pub fn policy(id: &str) -> Read<&'static Policy> {
    match read(&POLICIES)?.get(id) {
        Some(policy) => Ok(policy),
        None => malformed(format!("no case speaks of plan {id}")),
    }
}

/// The rules on prices.
pub fn alerts() -> Read<&'static AlertRules> {
    read(&ALERTS)
}

/// The rules of delivery to households.
pub fn delivery() -> Read<&'static Delivery> {
    read(&DELIVERY)
}

/// What people need.
pub fn needs() -> Read<&'static Needs> {
    read(&NEEDS)
}

/// How much of a shelf life must be left.
pub fn shelf() -> Read<&'static ShelfTerms> {
    read(&SHELF)
}

fn read<T>(file: &'static File<T>) -> Read<&'static T> {
    match &**file {
        Ok(read) => Ok(read),
        Err(fault) => malformed(&fault.message),
    }
}
