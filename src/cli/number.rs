//! How a number of things is said: `1 award`, `2 awards`.

/// The number and the noun, which takes an s unless there is one of it.
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The number, the noun and its verb: `1 award is`, `2 awards are`.
pub fn counted_are(count: usize, what: &str) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(count, what))
}

#[cfg(test)]
mod tests {
    use super::{counted, counted_are};

    #[test]
    fn one_thing_takes_no_s() {
        assert_eq!(counted(0, "award"), "0 awards");
        assert_eq!(counted(1, "award"), "1 award");
        assert_eq!(counted_are(1, "award"), "1 award is");
        assert_eq!(counted_are(2, "award"), "2 awards are");
    }
}
