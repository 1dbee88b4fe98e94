//! Money and prices: yuan as they are written, 万元 and 分 where a header says so, and the unit that a price is of.

use crate::diagnostic::Code;
use crate::quantity::decimal::Fault as NumberFault;
use crate::quantity::{Content, Unit};

use super::super::cell::Cell;
use super::super::table::Kind;
use super::super::text::plain;
use super::number::{measured, without_separators};
use super::{Fault, Parsed, Repair, parse};

/// Reads `text` as an amount of money or a price that is stated in 10^`zeros` yuan, as 4 zeros stand for 万元; a cell that
/// says 元 itself is in yuan.
///
/// Errors: where the cell says 千, 万 or 亿 itself: whether of yuan, nobody can tell.
pub fn parse_money(kind: Kind, text: &str, zeros: i32) -> Result<Parsed, Fault> {
    let amount = plain(text);
    if amount.contains('元') {
        return parse(kind, text, None);
    }
    let number = amount.trim_start_matches(['¥', '￥']).trim();
    let bare = without_separators(number).ok_or_else(|| bad_money(text))?;
    let parsed = parse(kind, &format!("{bare}e{zeros}"), None);
    let repair = Some(Repair::UnitConverted);
    parsed
        .map(|parsed| Parsed { repair, ..parsed })
        .map_err(|_| bad_money(text))
}

/// Reads an amount in yuan with at most `scale` decimals, perhaps with the unit that it is the price of behind it.
pub(super) fn money(text: &str, scale: u32, cell: impl Fn(i64) -> Cell) -> Result<Parsed, Fault> {
    let amount = plain(text);
    let bare = amount.trim_start_matches(['¥', '￥']).trim();
    let (bare, unit) = match bare.split_once('元') {
        Some((number, rest)) => (
            number.trim(),
            price_unit(rest).ok_or_else(|| bad_money(text))?,
        ),
        None => (bare, None),
    };
    let number = measured(bare, scale).map_err(|fault| match fault {
        NumberFault::TooFine => too_fine(text, scale),
        _ => bad_money(text),
    })?;
    if number.unit.is_some() {
        return Err(bad_money(text));
    }
    let signed = bare.len() != amount.len();
    let repair = number.repair.or(signed.then_some(Repair::CurrencySign));
    Ok(Parsed {
        cell: cell(number.thousandths),
        unit,
        repair,
    })
}

/// The unit behind `元`: nothing, `/斤`, `/500克`; `None` where something else stands there.
fn price_unit(rest: &str) -> Option<Option<Unit>> {
    match rest.strip_prefix('/') {
        None => rest.is_empty().then_some(None),
        Some(unit) => {
            let is_unit = Unit::is_known(unit) || Content::read(unit).is_some();
            is_unit.then(|| Some(Unit::new(unit)))
        }
    }
}

fn too_fine(text: &str, scale: u32) -> Fault {
    Fault {
        code: Code::BadMoney,
        message: format!("\"{text}\" has more than {scale} decimals"),
        hint: format!("write yuan with at most {scale} decimals"),
    }
}

fn bad_money(text: &str) -> Fault {
    Fault {
        code: Code::BadMoney,
        message: format!("\"{text}\" is not an amount in yuan"),
        hint: "write yuan with decimals, such as 2.66 or 2.66元/斤; leave the cell empty where there is no price".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Money, Price};

    #[test]
    fn money_in_other_than_yuan_is_converted_exactly_once() {
        let read =
            |kind, text: &str, zeros| parse_money(kind, text, zeros).map(|parsed| parsed.cell);
        for (text, zeros, fen) in [
            ("120.5", 4, 120_500_000),
            ("1.23456", 4, 1_234_560),
            ("1,200", 3, 120_000_000),
            ("¥280", -2, 280),
            ("-3", 4, -3_000_000),
            ("3元", 4, 300),
            ("3万元", 4, 3_000_000),
        ] {
            let money = Cell::Money(Money::from_fen(fen));
            assert_eq!(read(Kind::Money, text, zeros), Ok(money), "{text}");
        }
        let cheap = Cell::Price(Price::from_steps(28_000));
        assert_eq!(read(Kind::Price, "280", -2), Ok(cheap));
        for text in ["1.2万", "约3", "1e2", ""] {
            let refused = read(Kind::Money, text, 4).map_err(|fault| fault.code);
            assert_eq!(refused, Err(Code::BadMoney), "{text}");
        }
    }
}
