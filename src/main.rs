//! The command `granary`.

fn main() {}
