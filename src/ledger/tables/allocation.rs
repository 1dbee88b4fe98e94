//! Table `allocation`: who gets what from which lot.
//!
//! Key: `plan`, `request`, `line`, `from_site`, `lot`, `item`: one line may have goods that stand in for others.

use crate::calendar::Day;
use crate::ledger::Text;
use crate::ledger::cell::{Cell, CellRef};
use crate::ledger::column::Column;
use crate::ledger::record::{Record, cells_of};
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, Word};
use crate::quantity::{Price, Quantity, share_half_up};

/// One row of `allocation`.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// Id of the plan: from its inputs, so that it is the same for the same inputs.
    pub plan: Text,
    /// Requisition form.
    pub request: Text,
    /// Line within the document, request, settlement or file.
    pub line: Text,
    /// Site that gives.
    pub from_site: Text,
    /// The maker's lot number.
    pub lot: Text,
    /// The day it happened.
    pub date: Option<Day>,
    /// Where: a depot, institution, street or market, by its code.
    pub site: Text,
    /// Which goods, by their catalogue code.
    pub item: Text,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: Text,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Whose it is: city, county, institution or carrier.
    pub owner: Text,
    /// Whom the donor wants to have it: `site:H1;class:fever_clinic;until:2022-03-31`.
    pub earmark: Text,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Order of the class served; 1 first.
    pub tier: Option<i64>,
    /// Id of the rule that decided.
    pub rule: Text,
    /// Why a figure is missing or a decision was taken.
    pub reason: Text,
    /// Km between giver and receiver.
    pub distance: Option<f64>,
    /// Approval record.
    pub approval: Text,
    /// Seal of the ledger's last line when the plan was made.
    pub basis_seal: Text,
    /// Whether it is specially scarce, so that nothing of it leaves without approval.
    pub special: Option<bool>,
    /// The item that was asked for, where these goods stand in for it.
    pub stands_for: Text,
    /// Units of that item they count as.
    pub counts_as: Option<Quantity>,
}

/// The columns of `allocation`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::Request, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::FromSite, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Date, Kind::Day),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Qty, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::Expiry, Kind::Expiry),
    field(Column::Form, Kind::Word(Form::CHOICES)),
    field(Column::Owner, Kind::Text),
    field(Column::Earmark, Kind::Text),
    field(Column::UnitCost, Kind::Price).unsigned(),
    field(Column::Tier, Kind::Integer),
    field(Column::Rule, Kind::Text),
    field(Column::Reason, Kind::Text),
    field(Column::Distance, Kind::Ratio),
    field(Column::Approval, Kind::Text),
    field(Column::BasisSeal, Kind::Text),
    field(Column::Special, Kind::Truth),
    field(Column::StandsFor, Kind::Text),
    field(Column::CountsAs, Kind::Quantity).unsigned(),
];

impl Allocation {
    /// The item of the request line it is for.
    pub fn asked_item(&self) -> &str {
        match self.stands_for.as_str() {
            "" => &self.item,
            asked => asked,
        }
    }

    /// How much of the request line it meets, in units of the item asked for.
    pub fn met(&self) -> Quantity {
        match self.stands_for.as_str() {
            "" => self.qty,
            _ => self.counts_as.unwrap_or_default(),
        }
    }

    /// The award of `qty` of its goods alone, which counts as the same part of the line.
    #[must_use]
    pub fn part(&self, qty: Quantity) -> Allocation {
        let part_of = |whole: Quantity| {
            let [whole, part, of] = [whole, qty, self.qty].map(|qty| i128::from(qty.thousandths()));
            Quantity::from_sum(share_half_up(whole, part, of))
        };
        Allocation {
            qty,
            counts_as: self.counts_as.and_then(part_of),
            ..self.clone()
        }
    }
}

impl Record for Allocation {
    const TABLE: Table = Table::Allocation;

    fn from_row(row: &Row) -> Allocation {
        Allocation {
            plan: row.get(Column::Plan),
            request: row.get(Column::Request),
            line: row.get(Column::Line),
            from_site: row.get(Column::FromSite),
            lot: row.get(Column::Lot),
            date: row.get(Column::Date),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            expiry: row.get(Column::Expiry),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            earmark: row.get(Column::Earmark),
            unit_cost: row.get(Column::UnitCost),
            tier: row.get(Column::Tier),
            rule: row.get(Column::Rule),
            reason: row.get(Column::Reason),
            distance: row.get(Column::Distance),
            approval: row.get(Column::Approval),
            basis_seal: row.get(Column::BasisSeal),
            special: row.get(Column::Special),
            stands_for: row.get(Column::StandsFor),
            counts_as: row.get(Column::CountsAs),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        cells_of(self.cell_refs())
    }

    fn cell_refs(&self) -> Option<Vec<CellRef<'_>>> {
        Some(vec![
            (&self.plan).into(),
            (&self.request).into(),
            (&self.line).into(),
            (&self.from_site).into(),
            (&self.lot).into(),
            self.date.into(),
            (&self.site).into(),
            (&self.item).into(),
            self.qty.into(),
            (&self.unit).into(),
            self.expiry.into(),
            self.form.into(),
            (&self.owner).into(),
            (&self.earmark).into(),
            self.unit_cost.into(),
            self.tier.into(),
            (&self.rule).into(),
            (&self.reason).into(),
            self.distance.into(),
            (&self.approval).into(),
            (&self.basis_seal).into(),
            self.special.into(),
            (&self.stands_for).into(),
            self.counts_as.into(),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tables::Unmet;

    /// An award of which every other column is filled, beginning with the first or the second.
    fn award(is_filled: impl Fn(usize) -> bool) -> Allocation {
        let text = |at, text: &str| match is_filled(at) {
            true => Text::from(text),
            false => Text::new(),
        };
        let day = Day::new(2022, 3, 5).filter(|_| is_filled(1));
        Allocation {
            plan: text(0, "P"),
            request: text(1, "a request with a long name"),
            line: text(0, "1"),
            from_site: text(1, "D1"),
            lot: text(0, "L\"1"),
            date: day,
            site: text(0, "H1"),
            item: text(1, "口罩"),
            qty: Quantity::from_thousandths(1_500),
            unit: text(1, "piece"),
            expiry: day,
            form: is_filled(0).then_some(Form::Physical),
            owner: text(1, "city"),
            earmark: text(0, "site:H1"),
            unit_cost: is_filled(1).then_some(Price::from_steps(26_600)),
            tier: is_filled(0).then_some(4),
            rule: text(1, "P0-A01 equal_awards"),
            reason: text(0, "shared"),
            distance: is_filled(1).then_some(f64::INFINITY),
            approval: text(0, "A7"),
            basis_seal: text(1, "5f"),
            special: is_filled(0).then_some(true),
            stands_for: text(1, "gown"),
            counts_as: is_filled(0).then_some(Quantity::ZERO),
        }
    }

    fn written(cells: impl IntoIterator<Item = Cell>) -> Vec<String> {
        cells.into_iter().map(|cell| cell.to_string()).collect()
    }

    fn borrowed(cells: Option<Vec<CellRef<'_>>>) -> Vec<String> {
        let text = |cell: CellRef| {
            let mut text = Vec::new();
            cell.append_to(&mut text);
            String::from_utf8(text).expect("cells are text")
        };
        cells.into_iter().flatten().map(text).collect()
    }

    #[test]
    fn a_row_is_written_from_its_struct_as_from_its_cells_and_read_as_it_was() {
        for odd in [0, 1] {
            let award = award(|at| at % 2 == odd);
            assert_eq!(
                borrowed(award.cell_refs()),
                written(award.clone().into_cells())
            );
            let read = Allocation::from_row(&award.clone().into_row());
            // What is infinite is not written, so that it is not read either.
            let distance = award.distance.filter(|km| km.is_finite());
            let finite = Allocation {
                distance,
                ..award.clone()
            };
            assert_eq!(read, finite);
            let unmet = Unmet {
                plan: award.plan.clone(),
                request: award.request.clone(),
                line: award.line.clone(),
                site: award.site.clone(),
                item: award.item.clone(),
                requested: award.counts_as,
                given: award.qty,
                short: award.counts_as,
                reason: award.reason.clone(),
                rule: award.rule,
            };
            assert_eq!(
                borrowed(unmet.cell_refs()),
                written(unmet.clone().into_cells())
            );
            assert_eq!(Unmet::from_row(&unmet.clone().into_row()), unmet);
        }
    }
}
