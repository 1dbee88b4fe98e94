//! Tests of scenarios: two counties with a hospital and a depot, a market, and an enterprise that delivers.

use super::*;
use crate::ledger::tables::{Burn, Inbound, Item, Norm, OnHand, Site};
use crate::ledger::word::{Form, InboundStatus, Level, NormBasis, StockState};
use crate::ledger::{Catalogue, SiteTree};
use crate::policy::{Needs, Policy, Rules};
use crate::quantity::Quantity;
use crate::stock::availability::{AvailabilityInputs, Horizon, arrivals};

mod events;
mod kept;

const MASK: &str = "medical_mask";

/// What the catalogue lists.
const GOODS: [&str; 6] = [
    "swab",
    "sampling_tube",
    "nat_reagent",
    "extraction_reagent",
    "amplification_reagent",
    MASK,
];

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn site(code: &str, parent: &str, level: &str) -> Site {
    Site {
        site: code.to_owned(),
        name: String::new(),
        parent: parent.to_owned(),
        level: level.to_owned(),
        class: String::new(),
        lat: None,
        lon: None,
        risk: String::new(),
        population: (code == "C1").then(|| pieces(10_000)),
        beds: None,
    }
}

fn lot(site: &str, item: &str, qty: i64) -> OnHand {
    OnHand {
        lot: "L".to_owned(),
        form: Some(Form::Physical),
        qty: pieces(qty),
        unit: "piece".to_owned(),
        ..OnHand::new(day("2022-03-01"), site, item)
    }
}

fn used(site: &str, item: &str, rate: i64) -> Burn {
    Burn {
        rate: Some(pieces(rate)),
        ..Burn::blank(day("2022-03-01"), site, item)
    }
}

fn coming(qty: i64, expected: &str, from: &str) -> Inbound {
    Inbound {
        doc: "O1".to_owned(),
        line: "1".to_owned(),
        site: "H1".to_owned(),
        item: MASK.to_owned(),
        qty: pieces(qty),
        unit: String::new(),
        status: InboundStatus::Shipped,
        expected_on: Day::parse(expected),
        expiry: None,
        form: None,
        counterparty: from.to_owned(),
        note: String::new(),
    }
}

/// The facts of a test.
struct Prefecture {
    onhand: Vec<OnHand>,
    burn: Vec<Burn>,
    inbound: Vec<Inbound>,
    norms: Vec<Norm>,
    rules: Rules,
    level: Option<Level>,
}

fn prefecture() -> Prefecture {
    Prefecture {
        onhand: vec![
            lot("H1", MASK, 300),
            lot("D1", MASK, 900),
            lot("H2", MASK, 100),
        ],
        burn: vec![used("H1", MASK, 10), used("H2", MASK, 10)],
        inbound: vec![coming(200, "2022-03-06", "E1")],
        norms: Vec::new(),
        rules: Rules::default(),
        level: None,
    }
}

impl Prefecture {
    fn answer(&self, events: &str) -> Result<ScenarioAnswer, String> {
        self.asked(events, |inputs, options| {
            let answer = super::scenario(inputs, options, day("2022-03-31"));
            answer.map_err(|faults| crate::diagnostic::Refused(faults).to_string())
        })?
    }

    /// What `answer` makes of a scenario of these events.
    fn asked<T>(
        &self,
        events: &str,
        answer: impl FnOnce(&ScenarioInputs<'_>, &CoverOptions) -> T,
    ) -> Result<T, String> {
        let text = format!("[scenario]\nid = \"drill\"\ntitle = \"t\"\n{events}");
        let scenario = Scenario::parse(&text, "drill.toml").map_err(|fault| fault.to_string())?;
        let catalogue = GOODS.map(|code| Item {
            class: "ppe".to_owned(),
            unit: "piece".to_owned(),
            ..Item::unlisted(code)
        });
        let sites = SiteTree::new([
            site("C0", "", "city"),
            site("C1", "C0", "county"),
            site("D1", "C1", "county"),
            site("H1", "C1", "institution"),
            site("C2", "C0", "county"),
            site("H2", "C2", "institution"),
        ]);
        let catalogue = Catalogue::new(catalogue);
        let store = AvailabilityInputs {
            onhand: &self.onhand,
            agreements: &[],
            capacities: &[],
            budgets: &[],
            demands: &[],
            inbound: &self.inbound,
            catalogue: &catalogue,
            sites: &sites,
        };
        let called_on = day("2022-03-01");
        let days = 30;
        let month = Horizon { called_on, days };
        let arrivals = arrivals(&store, month).counted;
        let facts = CoverInputs {
            onhand: &self.onhand,
            burn: &self.burn,
            area_burn: &[],
            movements: &[],
            issued: None,
            usage: &[],
            catalogue: &catalogue,
            sites: &sites,
            staff: &[],
            people: &[],
            events: &[],
            norms: &self.norms,
            inbound: &self.inbound,
            knows_orders: !self.inbound.is_empty(),
            arrivals: Some(&arrivals),
            outlook: None,
            rules: &self.rules,
        };
        let inputs = ScenarioInputs {
            cover: &facts,
            enterprises: &["E1".to_owned()],
            register: Register(&[]),
            scenario: &scenario,
            workload: &Needs::built_in().expect("it comes with granary").workload,
        };
        let options = CoverOptions {
            level: self.level,
            ..CoverOptions::on(called_on)
        };
        Ok(answer(&inputs, &options))
    }

    fn row(&self, events: &str, site: &str, item: &str) -> Impact {
        let answer = self
            .answer(events)
            .unwrap_or_else(|fault| panic!("{fault}"));
        let mut rows = answer.impact.into_iter();
        rows.find(|row| (&*row.site, &*row.item) == (site, item) && row.standard.is_empty())
            .unwrap_or_else(|| panic!("no row of {item} at {site}"))
    }
}
