//! Work on parts that know nothing of each other, on all cores.

use std::num::NonZero;

/// What becomes of each of `parts`, in their order, on as many threads as there are cores.
pub fn in_parallel<T: Send, R: Send>(parts: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    if parts.len() < 2 || cores < 2 {
        return parts.into_iter().map(work).collect();
    }
    let share = parts.len().div_ceil(cores);
    let mut parts = parts.into_iter();
    std::thread::scope(|scope| {
        let work = &work;
        let mut threads = Vec::new();
        loop {
            let share: Vec<T> = parts.by_ref().take(share).collect();
            if share.is_empty() {
                break;
            }
            threads.push(scope.spawn(move || share.into_iter().map(work).collect::<Vec<R>>()));
        }
        let threads = threads.into_iter();
        let done = threads.flat_map(|thread| thread.join().expect("no part panics"));
        done.collect()
    })
}
