//! One worked case as it stands in its file, and how its fields are read.
//!
//! A field that is missing or says something else than its kind needs is named; nothing is guessed. `null` is missing.

use granary::calendar::Day;
use granary::quantity::{Quantity, decimal};
use serde_json::{Map, Value};

/// No field counts beyond this: every sum of a case then fits.
const COUNT_MAX: i64 = 1_000_000_000_000;

/// A case.
pub struct Case {
    pub id: String,
    pub kind: String,
    pub input: Fields,
    pub params: Fields,
    pub tol: Option<f64>,
    pub expected: Value,
}

/// Why a case has no answer.
pub enum Trouble {
    /// The case cannot be read, or the library refuses what it says.
    Malformed(String),
    /// The case asks for something that the library does not have.
    NotKnown(String),
}

/// Named values of a case.
pub struct Fields(Map<String, Value>);

/// What was read, or why not.
pub type Read<T> = Result<T, Trouble>;

/// The fault of a case that says `what`.
pub fn malformed<T>(what: impl ToString) -> Read<T> {
    Err(Trouble::Malformed(what.to_string()))
}

impl Case {
    /// Reads a case; the error says what it lacks.
    pub fn read(value: &Value) -> Result<Case, String> {
        let case = value.as_object().ok_or("a case is an object")?;
        let text = |key: &str| case.get(key).and_then(Value::as_str).map(str::to_owned);
        let fields = |key: &str| match case.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(Fields(fields.clone()))),
            Some(_) => Err(format!("{key} is no object")),
        };
        let tol = match case.get("tol") {
            None | Some(Value::Null) => None,
            Some(tol) => Some(tol.as_f64().ok_or("tol is no number")?),
        };
        Ok(Case {
            id: text("id").ok_or("no id")?,
            kind: text("kind")
                .or_else(|| text("family"))
                .or_else(|| text("method"))
                .ok_or("no kind, family or method")?,
            input: fields("input")?.ok_or("no input")?,
            params: fields("params")?.unwrap_or(Fields(Map::new())),
            tol,
            expected: case.get("expected").ok_or("nothing is expected")?.clone(),
        })
    }
}

impl Fields {
    /// The fields of an element of a list.
    pub fn of(value: &Value) -> Read<Fields> {
        match value.as_object() {
            Some(fields) => Ok(Fields(fields.clone())),
            None => malformed(format!("{value} is no object")),
        }
    }

    /// The value under `key`, if there is one.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    /// The value under `key`.
    pub fn need(&self, key: &str) -> Read<&Value> {
        match self.get(key) {
            Some(value) => Ok(value),
            None => malformed(format!("no \"{key}\"")),
        }
    }

    /// The value under `key` as `read` makes it, if there is one.
    pub fn maybe<T>(&self, key: &str, read: impl Fn(&Value) -> Read<T>) -> Read<Option<T>> {
        self.get(key).map(read).transpose()
    }

    /// The whole number under `key`, which counts something: not below nothing (D-31).
    pub fn amount(&self, key: &str) -> Read<i64> {
        match count(self.need(key)?)? {
            amount if amount >= 0 => Ok(amount),
            amount => malformed(format!("\"{key}\" is negative: {amount}")),
        }
    }

    /// The same, and 0 where the case says nothing.
    pub fn amount_or_none(&self, key: &str) -> Read<i64> {
        match self.get(key) {
            Some(_) => self.amount(key),
            None => Ok(0),
        }
    }

    /// The list under `key`.
    pub fn list<T>(&self, key: &str, read: impl Fn(&Value) -> Read<T>) -> Read<Vec<T>> {
        match self.need(key)?.as_array() {
            Some(list) => list.iter().map(read).collect(),
            None => malformed(format!("\"{key}\" is no list")),
        }
    }
}

/// A text.
pub fn text(value: &Value) -> Read<String> {
    match value.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => malformed(format!("{value} is no text")),
    }
}

/// Yes or no.
pub fn flag(value: &Value) -> Read<bool> {
    match value.as_bool() {
        Some(flag) => Ok(flag),
        None => malformed(format!("{value} is neither true nor false")),
    }
}

/// A whole number of something.
pub fn count(value: &Value) -> Read<i64> {
    match scaled(value, 0)? {
        count if count.abs() <= COUNT_MAX => Ok(count),
        count => malformed(format!("{count} is too large")),
    }
}

/// A quantity, exact to a thousandth.
pub fn quantity(value: &Value) -> Read<Quantity> {
    let quantity = Quantity::from_thousandths(scaled(value, 3)?);
    match quantity.max(-quantity) <= Quantity::IMPLAUSIBLE {
        true => Ok(quantity),
        false => malformed(format!("{quantity} is too large")),
    }
}

/// A quantity of something, which is not below nothing (D-31).
pub fn some(value: &Value) -> Read<Quantity> {
    match quantity(value)? {
        qty if qty.is_negative() => malformed(format!("{qty} is negative")),
        qty => Ok(qty),
    }
}

/// A float.
pub fn float(value: &Value) -> Read<f64> {
    match value.as_f64() {
        Some(float) => Ok(float),
        None => malformed(format!("{value} is no number")),
    }
}

/// A calendar day.
pub fn day(value: &Value) -> Read<Day> {
    match value.as_str().and_then(Day::parse) {
        Some(day) => Ok(day),
        None => malformed(format!("{value} is no date")),
    }
}

/// A number, or a text that is one, in units of 10^-`scale`.
pub fn scaled(value: &Value, scale: u32) -> Read<i64> {
    let number = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        other => return malformed(format!("{other} is no number")),
    };
    match decimal::parse(&number, scale) {
        Ok(scaled) if scaled != i64::MIN => Ok(scaled),
        _ => malformed(format!(
            "{value} is no number of at most {scale} decimals that fits"
        )),
    }
}

/// A quantity as a JSON number, whole where it is.
pub fn number(quantity: Quantity) -> Value {
    match quantity.round_down_to_whole() == quantity {
        true => quantity.whole_units_down().into(),
        false => quantity.as_f64().into(),
    }
}
