//! Work on many things that know nothing of each other, on all cores where there are enough of them.
//!
//! Few things are worked on where they are: no thread is started for them.

use std::cmp::Ordering;
use std::num::NonZero;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

/// Things for which a further thread is worth its start.
pub(super) const THREAD_THINGS: usize = 1 << 13;

/// How many threads there are for work that is worth `wanted` of them; how many cores there are is looked up where more
/// than one is.
pub fn threads(wanted: usize) -> usize {
    match wanted {
        0 | 1 => wanted,
        _ => wanted.min(std::thread::available_parallelism().map_or(1, NonZero::get)),
    }
}

/// What becomes of each of `parts`, in their order; each core takes the next part when it is done with one.
pub fn in_parallel<T: Send, R: Send>(parts: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = threads(parts.len());
    if threads < 2 {
        return parts.into_iter().map(work).collect();
    }
    let parts = Mutex::new(parts.into_iter().enumerate());
    let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work_on = || {
        let mut done = Vec::new();
        while let Some((at, part)) = next() {
            done.push((at, work(part)));
        }
        done
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work_on)).collect();
        let mut done = work_on();
        for other in others {
            done.extend(other.join().expect("no part panics"));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The same of parts that hold so many `things` together: few are worked on where they are.
pub fn in_parallel_of<T: Send, R: Send>(
    things: usize,
    parts: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    match things < THREAD_THINGS {
        true => parts.into_iter().map(work).collect(),
        false => in_parallel(parts, work),
    }
}

/// The things of some parts, in their order; there is room for all of them at once.
pub fn joined<T>(parts: Vec<Vec<T>>) -> Vec<T> {
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|part| all.extend(part));
    all
}

/// Many things cut into parts that are worth a turn of a core each: the next ones in their order, until their weights
/// come to `enough`.
pub fn parts_of<T>(all: &[T], enough: usize, weight: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let (mut parts, mut rest, mut sum) = (Vec::new(), all, 0);
    let mut at = 0;
    while at < rest.len() {
        sum += weight(&rest[at]);
        at += 1;
        if sum >= enough {
            let (part, behind) = rest.split_at(at);
            parts.push(part);
            (rest, at, sum) = (behind, 0, 0);
        }
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

/// The places of `count` things, cut into a part for each core where there are enough of them: for [`in_parallel`].
pub fn parts(count: usize) -> Vec<Range<usize>> {
    let length = match count < THREAD_THINGS {
        true => count.max(1),
        false => count.div_ceil(threads(count)),
    };
    let starts = (0..count).step_by(length);
    starts
        .map(|start| start..count.min(start + length))
        .collect()
}

/// What becomes of each of many things, in their order; the results are put where they stay.
pub fn each<'a, T: Sync, R: Send>(all: &'a [T], work: impl Fn(&'a T) -> R + Sync + Send) -> Vec<R> {
    match all.len() < THREAD_THINGS {
        true => all.iter().map(work).collect(),
        false => all
            .par_iter()
            .with_min_len(THREAD_THINGS / 2)
            .map(work)
            .collect(),
    }
}

/// What comes of many things, of each any number, in their order.
pub fn all_of<'a, T: Sync, R: Send, I: IntoIterator<Item = R>>(
    all: &'a [T],
    work: impl Fn(&'a T) -> I + Sync + Send,
) -> Vec<R> {
    match all.len() < THREAD_THINGS {
        true => all.iter().flat_map(work).collect(),
        false => {
            let all = all.par_iter().with_min_len(THREAD_THINGS / 2);
            all.flat_map_iter(work).collect()
        }
    }
}

/// Puts many things in order; those that are equal in any.
pub fn sort<T: Send>(all: &mut [T], order: impl Fn(&T, &T) -> Ordering + Sync) {
    match all.len() < THREAD_THINGS {
        true => all.sort_unstable_by(order),
        false => all.par_sort_unstable_by(order),
    }
}

/// What becomes of two tasks, at once where there are `things` enough.
pub fn both<A: Send, B: Send>(
    things: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    match things < THREAD_THINGS {
        true => (one(), other()),
        false => rayon::join(one, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_all_things_in_order_and_each_but_the_last_weighs_enough() {
        let weights = [1, 5, 2, 2, 2, 9, 1];
        let parts = parts_of(&weights, 5, |weight| *weight);
        assert_eq!(parts, [&[1, 5][..], &[2, 2, 2], &[9], &[1]]);
        assert!(parts_of(&[0_usize; 0], 5, |weight| *weight).is_empty());
        assert_eq!(parts_of(&weights, 0, |weight| *weight).len(), 7);
        let parts = parts.into_iter().map(<[_]>::to_vec).collect();
        assert_eq!(joined(parts), weights);
    }

    #[test]
    fn results_stand_in_the_order_of_the_things() {
        for count in [0, 1, 2, 7, THREAD_THINGS, 3 * THREAD_THINGS + 5] {
            let things: Vec<usize> = (0..count).collect();
            let squares: Vec<usize> = things.iter().map(|at| at * at).collect();
            assert_eq!(in_parallel(things.clone(), |at| at * at), squares);
            let of_many = in_parallel_of(count, things.clone(), |at| at * at);
            assert_eq!(of_many, squares);
            assert_eq!(each(&things, |at| at * at), squares);
            assert!(parts(count).into_iter().flatten().eq(0..count));
            let even = all_of(&things, |at| (at % 2 == 0).then_some(at * at));
            assert!(even.iter().eq(squares.iter().step_by(2)));
            let mut mixed = things.clone();
            mixed.reverse();
            sort(&mut mixed, usize::cmp);
            assert_eq!(mixed, things);
            assert_eq!(both(count, || count, || 2 * count), (count, 2 * count));
        }
    }
}
