//! A date as granary writes it, `2022-03-05`, read eight characters at a time: most cells of a long ledger are dates.

/// The highest bit of each byte.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
/// For each byte of `22-03-05`, what raises everything beyond nine, or beyond a hyphen, to its highest bit.
const ROOM: u64 = 0x7676_7f76_767f_7676;

/// The numbers of year, month and day; `None` where `text` is anything else but digits and hyphens in their places.
#[inline]
pub(super) fn year_month_day(text: &[u8]) -> Option<[u32; 3]> {
    let text: &[u8; 10] = text.try_into().ok()?;
    let [a, b, rest @ ..] = text;
    // Of each byte, what sets it apart from the least that may stand there.
    let century = u64::from(u16::from_le_bytes([*a, *b]) ^ u16::from_le_bytes(*b"00"));
    let rest = u64::from_le_bytes(*rest) ^ u64::from_le_bytes(*b"00-00-00");
    let too_much = |values: u64, room: u64| (values.wrapping_add(room) | values) & HIGH_BITS;
    if too_much(rest, ROOM) | too_much(century, ROOM & 0xffff) != 0 {
        return None;
    }
    let pairs = rest * 10 + (rest >> 8);
    let pair = |at: u32| (pairs >> (8 * at)) as u32 & 0xff;
    let hundreds = (century & 0xff) as u32 * 10 + (century >> 8) as u32;
    Some([hundreds * 100 + pair(0), pair(3), pair(6)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same a byte at a time.
    fn naive(text: &[u8]) -> Option<[u32; 3]> {
        let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else {
            return None;
        };
        let number = |digits: &[u8]| {
            let all = digits.iter().all(u8::is_ascii_digit);
            let sum = |sum: u32, digit: &u8| sum * 10 + u32::from(digit - b'0');
            all.then(|| digits.iter().fold(0, sum))
        };
        Some([number(&[a, b, c, d])?, number(&[e, f])?, number(&[g, h])?])
    }

    proptest! {
        #[test]
        fn a_date_is_read_as_byte_by_byte(
            date in "[0-9]{4}-[0-9]{2}-[0-9]{2}",
            at in 0..10_usize,
            byte: u8,
            is_damaged: bool,
        ) {
            let mut text = date.into_bytes();
            if is_damaged {
                text[at] = byte;
            }
            prop_assert_eq!(year_month_day(&text), naive(&text));
        }

        #[test]
        fn whatever_is_no_date_is_refused(text in proptest::collection::vec(any::<u8>(), 0..12)) {
            prop_assert_eq!(year_month_day(&text), naive(&text));
        }
    }
}
