//! What may stand in for an item, in the order in which it should: `fresh_pork;tinned_pork:0.8`.
//!
//! The ratio behind a code is the units of it for one unit of the item; where none stands there, column `ratio` of the
//! item holds, and where that is blank too, one for one. It goes one way: who may stand in for an item is not replaced
//! by it, unless its own row says so.

use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Exchange;

use super::tables::Item;

/// Goods that may stand in for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Substitute<'a> {
    pub item: &'a str,
    pub exchange: Exchange,
}

impl Item {
    /// What may stand in for it, first choice first. Errors: `bad-number` for a ratio that is none.
    pub fn substitutes(&self) -> Result<Vec<Substitute<'_>>, Diagnostic> {
        let parts = self.substitute.split(';').map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(|part| {
                let (code, ratio) = match part.split_once(':') {
                    Some((code, ratio)) => (code.trim(), ratio.trim().parse().ok()),
                    None => (part, Some(self.ratio.unwrap_or(1.0))),
                };
                let exchange = ratio.and_then(Exchange::of);
                let exchange = exchange.ok_or_else(|| bad_ratio(self, part))?;
                Ok(Substitute {
                    item: code,
                    exchange,
                })
            })
            .collect()
    }
}

fn bad_ratio(item: &Item, part: &str) -> Diagnostic {
    let message = format!(
        "{}: nobody can say how much of substitute \"{part}\" stands for one unit",
        item.item
    );
    Diagnostic::error(Code::BadNumber, message)
        .hint("write units of the substitute for one of the item: column ratio, or behind the code as in tinned_pork:0.8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(substitute: &str, ratio: Option<f64>) -> Item {
        Item {
            substitute: substitute.to_owned(),
            ratio,
            ..Item::unlisted("frozen_pork")
        }
    }

    #[test]
    fn a_list_keeps_its_order_and_each_code_its_ratio() {
        let pork = item("fresh_pork; tinned_pork:0.8", Some(1.25));
        let list = pork.substitutes().expect("a list");
        let found: Vec<_> = list.iter().map(|row| (row.item, row.exchange)).collect();
        let ratio = |of| Exchange::of(of).expect("a ratio");
        assert_eq!(
            found,
            [("fresh_pork", ratio(1.25)), ("tinned_pork", ratio(0.8))]
        );
        assert_eq!(item("", Some(0.0)).substitutes(), Ok(Vec::new()));
        assert_eq!(
            item("beef", None)
                .substitutes()
                .map(|list| list[0].exchange),
            Ok(Exchange::EVEN)
        );
    }

    #[test]
    fn a_ratio_that_is_none_is_refused() {
        for (list, ratio) in [("beef", Some(0.0)), ("beef:x", None), ("beef:-1", None)] {
            let fault = item(list, ratio).substitutes().expect_err("no ratio");
            assert_eq!(fault.code, Code::BadNumber);
        }
    }
}
