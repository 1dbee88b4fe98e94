//! One stored value, and how the values of a column are stored.

use polars::prelude::{DataType, TimeUnit};
use polars_parquet::parquet::metadata::ColumnDescriptor;
use polars_parquet::parquet::schema::types::{
    PhysicalType, PrimitiveLogicalType, TimeUnit as StoredUnit,
};

/// One cell as it is stored.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    Empty,
    Text(Text<'a>),
    Integer(i64),
    Float(f64),
    /// Days since the first of January 1970.
    Day(i64),
    /// A number of so many decimals.
    Decimal(i128, usize),
    /// A moment of a day.
    Moment,
}

/// A text among others.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    pub block: &'a [u8],
    pub from: usize,
    pub to: usize,
    /// Whether the whole block is ASCII, so that it needs no looking at.
    is_ascii: bool,
}

/// How the values of a column are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    Text,
    /// Whole numbers of so many bits in four bytes.
    Signed(u32),
    Unsigned(u32),
    /// Whole numbers in eight bytes.
    Long,
    Double,
    Days,
    /// Numbers of so many decimals in so many bytes, the highest first or last.
    HighFirst {
        bytes: usize,
        scale: usize,
    },
    LowFirst {
        bytes: usize,
        scale: usize,
    },
    /// Moments, so many parts to a day.
    Moments(i64),
    /// No value anywhere.
    Nothing,
    /// What is no text, and is read by data frames alone.
    Other,
}

impl<'a> Text<'a> {
    /// The bytes of the text.
    #[inline]
    pub fn bytes(&self) -> &'a [u8] {
        &self.block[self.from..self.to]
    }

    /// The text; `None` where it is none in UTF-8.
    pub fn text(&self) -> Option<&'a str> {
        simdutf8::basic::from_utf8(self.bytes()).ok()
    }

    /// Whether it is a text in UTF-8.
    #[inline]
    pub fn is_text(&self) -> bool {
        self.is_ascii || self.text().is_some()
    }
}

impl Stored {
    /// How a column of `dtype` is stored; `None` where only data frames can tell.
    pub fn of(dtype: &DataType, descriptor: &ColumnDescriptor) -> Option<Stored> {
        let leaf = &descriptor.descriptor;
        if leaf.max_rep_level > 0 || leaf.max_def_level > 1 {
            return None;
        }
        let primitive = &leaf.primitive_type;
        Some(match (dtype, primitive.physical_type) {
            (
                DataType::String | DataType::Categorical(..) | DataType::Enum(..),
                PhysicalType::ByteArray,
            ) => Stored::Text,
            (DataType::Int8, PhysicalType::Int32) => Stored::Signed(8),
            (DataType::Int16, PhysicalType::Int32) => Stored::Signed(16),
            (DataType::Int32, PhysicalType::Int32) => Stored::Signed(32),
            (DataType::UInt8, PhysicalType::Int32) => Stored::Unsigned(8),
            (DataType::UInt16, PhysicalType::Int32) => Stored::Unsigned(16),
            (DataType::UInt32, PhysicalType::Int32) => Stored::Unsigned(32),
            (DataType::Int64, PhysicalType::Int64) => Stored::Long,
            (DataType::Float64, PhysicalType::Double) => Stored::Double,
            (DataType::Date, PhysicalType::Int32) => Stored::Days,
            (DataType::Decimal(_, scale), PhysicalType::Int32) => Stored::low_first(4, *scale),
            (DataType::Decimal(_, scale), PhysicalType::Int64) => Stored::low_first(8, *scale),
            (DataType::Decimal(_, scale), PhysicalType::FixedLenByteArray(bytes))
                if (1..=16).contains(&bytes) =>
            {
                let scale = *scale;
                Stored::HighFirst { bytes, scale }
            }
            (DataType::Datetime(unit, None), PhysicalType::Int64) => {
                let parts = parts_of_day(*unit, primitive.logical_type);
                parts.map_or(Stored::Other, Stored::Moments)
            }
            (DataType::Null, _) => Stored::Nothing,
            (DataType::String | DataType::Categorical(..) | DataType::Enum(..), _) => return None,
            _ => Stored::Other,
        })
    }

    fn low_first(bytes: usize, scale: usize) -> Stored {
        Stored::LowFirst { bytes, scale }
    }

    /// The value at byte `next` of `values`, and on to the one behind it; `None` where there is none.
    #[inline]
    pub fn value<'a>(
        self,
        values: &'a [u8],
        next: &mut usize,
        is_ascii: bool,
    ) -> Option<Value<'a>> {
        let rest = values.get(*next..)?;
        let four = || Some(i32::from_le_bytes(*rest.first_chunk()?));
        let eight = || Some(i64::from_le_bytes(*rest.first_chunk()?));
        let (value, bytes) = match self {
            Stored::Text => {
                let length = u32::from_le_bytes(*rest.first_chunk()?) as usize;
                rest.get(4..)?.get(..length)?;
                let from = *next + 4;
                let text = Text {
                    block: values,
                    from,
                    to: from + length,
                    is_ascii,
                };
                (Value::Text(text), 4 + length)
            }
            Stored::Signed(bits) => {
                let number = four()? << (32 - bits) >> (32 - bits);
                (Value::Integer(number.into()), 4)
            }
            Stored::Unsigned(bits) => {
                let number = four()?.cast_unsigned() << (32 - bits) >> (32 - bits);
                (Value::Integer(number.into()), 4)
            }
            Stored::Long => (Value::Integer(eight()?), 8),
            Stored::Double => (Value::Float(f64::from_bits(eight()?.cast_unsigned())), 8),
            Stored::Days => (Value::Day(four()?.into()), 4),
            Stored::LowFirst { bytes: 4, scale } => (Value::Decimal(four()?.into(), scale), 4),
            Stored::LowFirst { scale, .. } => (Value::Decimal(eight()?.into(), scale), 8),
            Stored::HighFirst { bytes, scale } => {
                (Value::Decimal(high_first(rest.get(..bytes)?), scale), bytes)
            }
            Stored::Moments(parts) => {
                let moment = eight()?;
                let value = match moment % parts {
                    0 => Value::Day(moment / parts),
                    _ => Value::Moment,
                };
                (value, 8)
            }
            Stored::Nothing => (Value::Empty, 0),
            Stored::Other => return None,
        };
        *next += bytes;
        Some(value)
    }
}

/// The number of up to sixteen bytes, the highest first.
fn high_first(bytes: &[u8]) -> i128 {
    let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
    let number = |number: i128, byte: &u8| number << 8 | i128::from(*byte);
    bytes.iter().fold(sign, number)
}

/// The parts of a day in moments of `unit`; `None` where they are stored in another.
fn parts_of_day(unit: TimeUnit, stored: Option<PrimitiveLogicalType>) -> Option<i64> {
    let Some(PrimitiveLogicalType::Timestamp { unit: stored, .. }) = stored else {
        return None;
    };
    match (unit, stored) {
        (TimeUnit::Milliseconds, StoredUnit::Milliseconds)
        | (TimeUnit::Microseconds, StoredUnit::Microseconds)
        | (TimeUnit::Nanoseconds, StoredUnit::Nanoseconds) => Some(super::super::column::day(unit)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_from_its_bytes() {
        let read = |stored: Stored, bytes: &[u8]| {
            let mut next = 0;
            let value = stored.value(bytes, &mut next, false);
            value.map(|value| (format!("{value:?}"), next))
        };
        for (stored, bytes, expected) in [
            (
                Stored::Signed(8),
                &[0xfe, 0xff, 0xff, 0xff][..],
                "Integer(-2)",
            ),
            (
                Stored::Unsigned(32),
                &[0xfe, 0xff, 0xff, 0xff],
                "Integer(4294967294)",
            ),
            (Stored::Long, &[0xff; 8], "Integer(-1)"),
            (
                Stored::HighFirst { bytes: 3, scale: 2 },
                &[0xff, 0xff, 0x38],
                "Decimal(-200, 2)",
            ),
            (
                Stored::HighFirst { bytes: 2, scale: 0 },
                &[1, 0],
                "Decimal(256, 0)",
            ),
            (
                Stored::LowFirst { bytes: 4, scale: 3 },
                &[1, 0, 0, 0],
                "Decimal(1, 3)",
            ),
            (Stored::Moments(1000), &2000_i64.to_le_bytes(), "Day(2)"),
            (Stored::Moments(1000), &(-1000_i64).to_le_bytes(), "Day(-1)"),
            (Stored::Moments(1000), &2001_i64.to_le_bytes(), "Moment"),
        ] {
            assert_eq!(
                read(stored, bytes),
                Some((expected.to_owned(), bytes.len()))
            );
            assert_eq!(read(stored, &bytes[1..]), None, "{stored:?}");
        }
        assert_eq!(read(Stored::Text, &[3, 0, 0, 0, b'a']), None);
    }
}
