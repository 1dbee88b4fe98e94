//! Links the program at a fixed address on Linux: with polars inside, moving it at each start costs 4 ms of 6.

fn main() {
    println!("cargo:rerun-if-changed=.cargo/link.rs");
    let of_target = |key: &str| std::env::var(key).unwrap_or_default();
    if of_target("CARGO_CFG_TARGET_OS") == "linux" && of_target("CARGO_CFG_TARGET_ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
