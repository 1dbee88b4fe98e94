//! Memory that was given back stays with the process: a command soon asks for as much again.
//!
//! The allocator would hand it to the system a second later, piece by piece. The system takes what lies in
//! large pages apart for that, and clears each piece anew where it is asked for again.
//!
//! Large pages make a short run shorter. For a long one the system looks for many of them, and where files that were read
//! fill the rest of its memory it moves those about for each: then a long run is better off without.

use std::ffi::{c_int, c_long};

// The allocator is linked, and it is a library in C.
use mimalloc as _;

#[allow(unsafe_code)]
unsafe extern "C" {
    fn mi_option_set_default(option: c_int, value: c_long);
    #[cfg(test)]
    fn mi_option_get(option: c_int) -> c_long;
}

/// The number of the option `purge_delay`: after how many milliseconds the allocator gives memory back to the system.
const PURGE_DELAY: c_int = 15;
/// As a number of milliseconds: never.
const NEVER: c_long = -1;

/// Keeps all memory that the process has had, unless its environment says how long (`MIMALLOC_PURGE_DELAY`).
pub fn keep() {
    // SAFETY: the function takes any number, and changes a number that the allocator reads when it has memory to give
    // back; it is called before there is another thread.
    #[allow(unsafe_code)]
    unsafe {
        mi_option_set_default(PURGE_DELAY, NEVER);
    }
}

/// Bytes of a text that is too long for large pages.
const LONG: u64 = 1 << 25;

/// Is told how many bytes of text are about to be read, before they are.
pub fn make_ready_for(bytes: u64) {
    if bytes >= LONG {
        do_without_large_pages();
    }
}

#[cfg(target_os = "linux")]
fn do_without_large_pages() {
    // SAFETY: the option takes a yes or no and three zeros, and says in what pieces memory is handed out. A system that does
    // not know it says so, and nothing is lost.
    #[allow(unsafe_code)]
    unsafe {
        libc::prctl(libc::PR_SET_THP_DISABLE, 1, 0, 0, 0);
    }
}

#[cfg(not(target_os = "linux"))]
fn do_without_large_pages() {}

#[cfg(test)]
mod tests {
    use super::*;

    /// The milliseconds that the allocator waits.
    fn delay() -> c_long {
        // SAFETY: the function reads a number of the allocator.
        #[allow(unsafe_code)]
        unsafe {
            mi_option_get(PURGE_DELAY)
        }
    }

    #[test]
    fn memory_is_given_back_after_a_while_or_never() {
        if std::env::var_os("MIMALLOC_PURGE_DELAY").is_none() {
            assert!(delay() >= 10, "the option is a delay");
            keep();
            assert_eq!(delay(), NEVER);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_long_text_is_read_without_large_pages() {
        // SAFETY: the option reads a yes or no.
        #[allow(unsafe_code)]
        let is_without = || unsafe { libc::prctl(libc::PR_GET_THP_DISABLE, 0, 0, 0, 0) };
        make_ready_for(LONG - 1);
        assert_eq!(is_without(), 0);
        make_ready_for(LONG);
        assert_eq!(is_without(), 1);
    }
}
