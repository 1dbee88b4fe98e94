//! What is wrong with a measured cell, in words.

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::measure::Conversion;
use crate::ledger::parse::Fault;
use crate::quantity::Quantity;

/// A fault that does not refuse the row.
pub fn warning(fault: Fault) -> Diagnostic {
    Diagnostic::warning(fault.code, fault.message).hint(fault.hint)
}

/// A quantity below nothing, where the kind gives the sign.
pub fn negative(quantity: Quantity) -> Fault {
    Fault {
        code: Code::BadQuantity,
        message: format!("{quantity} is negative"),
        hint: "write the quantity without a sign and let the kind say whether it came or went; only adjust is signed".to_owned(),
    }
}

/// A month of which a nought may be lost, as a spreadsheet makes 2027.1 of 2027.10.
pub fn cut_month(number: &str) -> Fault {
    let year = number.split('.').next().unwrap_or(number);
    Fault {
        code: Code::BadDate,
        message: format!("\"{number}\" is a number here, and may be January or October"),
        hint: format!("write {year}-01 or {year}-10, as text"),
    }
}

/// A quantity that is no whole number of thousandths of the base unit.
pub fn inexact(quantity: &str, conversion: &Conversion) -> Fault {
    Fault {
        code: Code::BadQuantity,
        message: format!("{quantity} does not convert exactly to {}", conversion.base),
        hint: format!(
            "write the quantity in {} with at most three decimals",
            conversion.base
        ),
    }
}
