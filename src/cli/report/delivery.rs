//! `granary report delivery`: the lists that those who deliver go by.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::Table;
use crate::report::deliveries::{DeliveryTables, deliveries};
use crate::report::{Lang, Shape};

use super::forms::{self, Form};
use super::known::Known;

/// Print the lists of a delivery: labels, boxes, slots, calls, with counts
///
/// Made of what `allocate kits` and `allocate deliver` wrote. Telephone
/// numbers and doors stand as those tables show them: masked, unless they
/// were asked for in full.
///
///   $ granary allocate kits --ledger granary-demo --as-of 2022-03-15 -q --emit label,picking -f jsonl |
///       granary report delivery --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct DeliveryArgs {}

/// Runs `report delivery`.
pub fn run(_args: &DeliveryArgs, global: &Global) -> Result<u8> {
    let form = forms::form(global, Form::Shape(Shape::Markdown));
    forms::refuse_picking(global, form)?;
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let tables = [
        Table::Label,
        Table::Picking,
        Table::Consignment,
        Table::Slot,
        Table::Cycle,
    ];
    let mut is_any = false;
    for table in tables {
        is_any |= desk.supplies(table)?;
    }
    if !is_any {
        return Err(desk.missing(Table::Label).into());
    }
    let (label, picking) = (desk.load_if_given()?, desk.load_if_given()?);
    let (consignment, slot) = (desk.load_if_given()?, desk.load_if_given()?);
    let cycle = desk.load_if_given()?;
    let tables = DeliveryTables {
        label: label.as_deref(),
        picking: picking.as_deref(),
        consignment: consignment.as_deref(),
        slot: slot.as_deref(),
        cycle: cycle.as_deref(),
    };
    let lang = if form == Form::Rows {
        Lang::En
    } else {
        forms::lang(global)
    };
    let known = Known::of(&mut desk)?;
    let page = deliveries(&tables, &known.names(lang), as_of);
    if form == Form::Rows {
        forms::put_rows(&mut desk, &page, "report delivery");
        return desk.finish(forms::ROWS);
    }
    desk.say_left_over();
    forms::write(global, page, form, "report delivery")?;
    Ok(0)
}
