//! Table `movement`: stock ledger: what came, went, was counted, set aside.
//!
//! Key: `doc`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, MovementKind, ReceiptBasis, Word};
use crate::quantity::{Price, Quantity};

/// One row of `movement`.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// Document number; with `line` the key of a movement.
    pub doc: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// The day it happened.
    pub date: Day,
    /// What kind of row it is.
    pub kind: MovementKind,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// The item's base unit.
    pub unit: String,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// The day of making.
    pub mfg_date: Option<Day>,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Whose it is: city, county, institution or carrier.
    pub owner: String,
    /// Epidemic or daily.
    pub purpose: String,
    /// Whom the donor wants to have it: `site:H1;class:fever_clinic;until:2022-03-31`.
    pub earmark: String,
    /// How it came (purchase, donation, agreement, transfer, found), or what a norm or need is counted on.
    pub basis: String,
    /// Who gave or took it.
    pub counterparty: String,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Who made it.
    pub maker: String,
    /// Product quality certificate.
    pub certificate: String,
    /// What it is used for.
    pub usage: String,
    /// Document and line it refers to, as `doc/line`.
    pub reference: String,
    /// Who handled it, by role.
    pub handler: String,
    /// Who approved it, by role.
    pub approver: String,
    /// Free text.
    pub note: String,
    /// Chained checksum of the line.
    pub seal: String,
}

/// The columns of `movement`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Doc, Kind::Text).key(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Date, Kind::Day).required(),
    field(Column::Kind, Kind::Word(MovementKind::CHOICES)).required(),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Lot, Kind::Text),
    field(Column::Qty, Kind::Quantity).expected(),
    field(Column::Unit, Kind::Text),
    field(Column::Expiry, Kind::Expiry),
    field(Column::MfgDate, Kind::Day),
    field(Column::Form, Kind::Word(Form::CHOICES)),
    field(Column::Owner, Kind::Text),
    field(Column::Purpose, Kind::Text),
    field(Column::Earmark, Kind::Text),
    field(Column::Basis, Kind::Text),
    field(Column::Counterparty, Kind::Text),
    field(Column::UnitCost, Kind::Price).unsigned(),
    field(Column::Maker, Kind::Text),
    field(Column::Certificate, Kind::Text),
    field(Column::Use, Kind::Text),
    field(Column::Ref, Kind::Text),
    field(Column::Handler, Kind::Text),
    field(Column::Approver, Kind::Text),
    field(Column::Note, Kind::Text),
    field(Column::Seal, Kind::Text),
];

/// How goods came that nobody paid for.
const NOT_BOUGHT: [ReceiptBasis; 4] = [
    ReceiptBasis::Donation,
    ReceiptBasis::Transfer,
    ReceiptBasis::Found,
    ReceiptBasis::Entrusted,
];
/// Forms of a reserve whose goods are still somebody else's.
const NOT_OURS: [Form; 4] = [
    Form::Agreement,
    Form::Commercial,
    Form::Capacity,
    Form::Cash,
];

impl Movement {
    /// Whether it is a purchase (采购): a receipt of goods of our own that does not say that they came in another way.
    ///
    /// One that says nothing, or something in words of its own (应急采购, the number of a contract), is one: what was
    /// paid for is made public and priced unless it is known to be none. Goods that are called off under an agreement
    /// are paid for when they arrive; until then their form says that they are somebody else's.
    pub fn is_purchase(&self) -> bool {
        let is_ours = self.form.is_none_or(|form| !NOT_OURS.contains(&form));
        let came = ReceiptBasis::parse(self.basis.trim());
        let is_bought = came.is_none_or(|came| !NOT_BOUGHT.contains(&came));
        self.kind == MovementKind::Receipt && is_ours && is_bought
    }

    /// Whether it brings goods that were given and of which it states no cost: they have none, whatever their lot cost
    /// others (`D-24`).
    pub fn is_gift(&self) -> bool {
        self.kind == MovementKind::Receipt && self.is_donation() && self.unit_cost.is_none()
    }

    /// Whether its basis says that the goods were given (捐赠, 接受捐赠).
    pub fn is_donation(&self) -> bool {
        ReceiptBasis::parse(self.basis.trim()) == Some(ReceiptBasis::Donation)
    }
}

impl Record for Movement {
    const TABLE: Table = Table::Movement;

    fn from_row(row: &Row) -> Movement {
        Movement {
            doc: row.get(Column::Doc),
            line: row.get(Column::Line),
            date: row.get(Column::Date),
            kind: row.get(Column::Kind),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            expiry: row.get(Column::Expiry),
            mfg_date: row.get(Column::MfgDate),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            purpose: row.get(Column::Purpose),
            earmark: row.get(Column::Earmark),
            basis: row.get(Column::Basis),
            counterparty: row.get(Column::Counterparty),
            unit_cost: row.get(Column::UnitCost),
            maker: row.get(Column::Maker),
            certificate: row.get(Column::Certificate),
            usage: row.get(Column::Use),
            reference: row.get(Column::Ref),
            handler: row.get(Column::Handler),
            approver: row.get(Column::Approver),
            note: row.get(Column::Note),
            seal: row.get(Column::Seal),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.doc.into(),
            self.line.into(),
            self.date.into(),
            self.kind.into(),
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.qty.into(),
            self.unit.into(),
            self.expiry.into(),
            self.mfg_date.into(),
            self.form.into(),
            self.owner.into(),
            self.purpose.into(),
            self.earmark.into(),
            self.basis.into(),
            self.counterparty.into(),
            self.unit_cost.into(),
            self.maker.into(),
            self.certificate.into(),
            self.usage.into(),
            self.reference.into(),
            self.handler.into(),
            self.approver.into(),
            self.note.into(),
            self.seal.into(),
        ]
    }
}
