//! What a 规格 cell says of a pack: `200个/箱`, `500ml*30瓶`, `14.5cm*9cm,50只/盒`.

use crate::ledger::text::plain;
use crate::quantity::{Quantity, Unit};

/// What parts the words of a 规格 cell, where it says more than the pack.
const BETWEEN: [char; 5] = [',', ';', '、', ' ', '|'];

/// What a 规格 cell says of a pack: `200个/箱` is 200 pieces in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackSpec {
    pub size: Quantity,
    pub inner: Unit,
    /// The pack it speaks of, where it names one.
    pub outer: Option<Unit>,
}

/// Reads a 规格 cell as a pack: `200个/箱`, `12瓶/箱`, `500ml*30瓶`, `2000只/箱`; `None` where it says less.
///
/// Of a cell that says more, sizes or sorts, the one part counts that names a pack: `14.5cm*9cm,50只/盒`.
pub fn pack_spec(text: &str) -> Option<PackSpec> {
    let plain = plain(text);
    if let Some(pack) = pack(&plain) {
        return Some(pack);
    }
    let parts = plain.split(BETWEEN).map(str::trim);
    let mut named = parts.filter_map(pack).filter(|pack| pack.outer.is_some());
    let only = named.next()?;
    named.next().is_none().then_some(only)
}

/// Reads a text that says nothing but a pack.
fn pack(text: &str) -> Option<PackSpec> {
    let (content, outer) = match text.split_once('/') {
        Some((content, outer)) => (content, Some(Unit::new(outer)).filter(Unit::is_pack)?),
        None => (text, Unit::new("")),
    };
    let outer = Some(outer).filter(|unit| !unit.id().is_empty());
    let mut factors = content.rsplit(['*', '×', 'x']).map(str::trim);
    let counted = factors.next()?;
    // Of `10*20只/箱` nobody knows whether it is a number of boxes or a size.
    let is_bare = |factor: &str| factor != "1" && factor.bytes().all(|byte| byte.is_ascii_digit());
    if factors.any(is_bare) {
        return None;
    }
    let digits = counted.bytes().take_while(u8::is_ascii_digit).count();
    let size =
        Quantity::whole(counted[..digits].parse().ok()?).filter(|size| size.is_positive())?;
    let (inner, rest) = Unit::strip_prefix(&counted[digits..])?;
    // Without an outer pack, `500ml` alone is the size of a bottle, not a number of bottles.
    let counts_units = outer.is_some() || content.contains(['*', '×', 'x']);
    (rest.is_empty() && counts_units).then_some(PackSpec { size, inner, outer })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_says_how_much_is_in_a_pack_or_nothing() {
        let pack = |text| {
            pack_spec(text).map(|pack| (pack.size.whole_units_down(), pack.inner.id().to_owned()))
        };
        assert_eq!(pack("200个/箱"), Some((200, "piece".to_owned())));
        assert_eq!(pack("24包/箱"), Some((24, "bag".to_owned())));
        assert_eq!(pack("1*20只/盒"), Some((20, "piece".to_owned())));
        assert_eq!(pack("500ml*30瓶"), Some((30, "bottle".to_owned())));
        for text in [
            "14.5cm*9cm,50只/盒",
            "成人款 50只/盒",
            "50只/盒；17.5×9.5cm",
            "L码、50只/盒",
        ] {
            assert_eq!(pack(text), Some((50, "piece".to_owned())), "{text}");
        }
        for text in [
            "33*27*28",
            "80箱*100",
            "50箱（*1000）",
            "200ML*12",
            "10*20只/箱",
            "500ML",
            "10盒/箱,50只/盒",
            "14.5cm*9cm,50只",
            "S小号",
            "",
        ] {
            assert_eq!(pack(text), None, "{text}");
        }
    }
}
