//! A damaged Parquet file is an error of the file, whatever polars does when it meets one.
//!
//! Most damage it reports. Some it takes for a slip of its own, and panics, on the calling thread or on one of its pool.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the names of the threads of polars' own pool begin with.
const POOL: &str = "polars-";

/// How many reads are under way, on all threads.
static READS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Whether this thread is reading.
    static IS_READING: Cell<bool> = const { Cell::new(false) };
}

/// What `read` reads of a file; `None` where polars panicked of it, of which nothing is printed.
pub fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    quieten_reads();
    let was_reading = IS_READING.replace(true);
    READS.fetch_add(1, Ordering::SeqCst);
    // What a read that broke off leaves half made is dropped with it.
    let read = panic::catch_unwind(AssertUnwindSafe(read));
    READS.fetch_sub(1, Ordering::SeqCst);
    IS_READING.set(was_reading);
    read.ok()
}

/// From here on a panic of a read is not printed; any other is printed as before.
fn quieten_reads() {
    static QUIETENED: Once = Once::new();
    QUIETENED.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !is_of_a_read() {
                print(panic);
            }
        }));
    });
}

/// Whether this thread reads a file, for itself or as one of the pool.
fn is_of_a_read() -> bool {
    let is_of_pool = || {
        let thread = std::thread::current();
        thread.name().is_some_and(|name| name.starts_with(POOL))
    };
    IS_READING.get() || (READS.load(Ordering::SeqCst) > 0 && is_of_pool())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_read_is_no_answer_and_ends_nothing() {
        assert_eq!(guarded(|| 1), Some(1));
        let bytes = [0_u8; 2];
        let end = bytes.len() + 1;
        assert_eq!(guarded(|| bytes[..end].len()), None);
        assert!(!IS_READING.get());
    }
}
