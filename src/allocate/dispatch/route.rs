//! Where does a request go: to the reserve, or back to those who ask?
//!
//! The reserve opens at the levels of its gate, where the area itself is short; urgency opens nothing, it only turns the
//! steps of what is open. In normal times an area supplies itself and a unit of the reserve's own level buys, or takes
//! part in rotation for payment. Rule: `P0-E01`, `P0-E02`, `P0-E03`, `P0-E08`, `P0-T16`, `D-25`.

use crate::ledger::word::{DispatchStep, Level};
use crate::policy::procedure::Gate;

use super::Course;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requester {
    /// An area below: a county that asks the city.
    Area,
    /// A unit of the reserve's own level.
    OwnUnit,
}

/// What is known when a request comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteAsked {
    pub requester: Requester,
    pub level: Level,
    pub outbreak: bool,
    pub urgent: bool,
    /// Whether the area's own stock suffices.
    pub local_sufficient: bool,
    /// Whether the reserve suffices.
    pub reserve_sufficient: bool,
}

/// Where a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The area supplies itself.
    OwnSupply,
    /// The unit buys, or takes part in rotation for payment.
    PaidRotation,
    Reserve(Drawn),
    /// The reserve does not suffice: the level above is asked.
    LevelAbove(Drawn),
}

/// How a reserve is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// Whether all reserves are allocated together.
    pub unified: bool,
    pub approve_first: bool,
    pub steps: [DispatchStep; 4],
}

/// The route of a request.
pub fn route(asked: &RouteAsked, gate: &Gate) -> Route {
    // A full store of one's own keeps the reserve shut.
    if asked.local_sufficient || !gate.is_open_at(asked.level) {
        return match asked.requester {
            Requester::Area => Route::OwnSupply,
            Requester::OwnUnit => Route::PaidRotation,
        };
    }
    let drawn = Drawn {
        unified: asked.outbreak,
        approve_first: !asked.urgent,
        steps: Course::of(asked.urgent).steps(),
    };
    match asked.reserve_sufficient {
        true => Route::Reserve(drawn),
        false => Route::LevelAbove(drawn),
    }
}
