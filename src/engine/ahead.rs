//! Work on things that each look up something far off, in an order in which it does not lie: it is asked for ahead.
//!
//! A processor waits for what lies outside its caches as long as it takes to do a hundred sums. Told some things before
//! what will be read, it goes on meanwhile. Nothing is changed by it but the time; a processor without such a wish is
//! told nothing.

use rayon::prelude::*;

use super::parallel::THREAD_THINGS;

/// Things between a wish and the thing it is for.
const AHEAD: usize = 16;

/// Asks the processor for what will be read soon.
#[inline]
pub fn wish<T>(for_this: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let start = std::ptr::from_ref(for_this).cast::<i8>();
        let end = start.wrapping_add(size_of::<T>().saturating_sub(1));
        // What is no longer than it is aligned lies in one line of memory.
        let places = if size_of::<T>() <= align_of::<T>() {
            1
        } else {
            2
        };
        for place in &[start, end][..places] {
            // SAFETY: a wish reads nothing, and is none where nothing may be read.
            #[allow(unsafe_code)]
            unsafe {
                _mm_prefetch::<_MM_HINT_T0>(*place);
            }
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = for_this;
}

/// Things in their order; `far` wishes for what each leads to some things before its turn.
pub fn wished<'a, T>(all: &'a [T], far: impl Fn(&'a T)) -> impl Iterator<Item = &'a T> {
    all.iter().enumerate().map(move |(at, thing)| {
        all.get(at + AHEAD).into_iter().for_each(&far);
        thing
    })
}

/// What becomes of each of many things, in their order. `far` wishes for what a thing leads to some things before its
/// turn, `near` for what that leads to, half as many before it. `at_hand` makes what some thousands of things share with
/// each other and with no other thread.
pub fn each_ahead<'a, T: Sync, H, R: Send>(
    all: &'a [T],
    (far, near): (impl Fn(&'a T) + Sync + Send, impl Fn(&'a T) + Sync + Send),
    at_hand: impl Fn() -> H + Sync + Send,
    work: impl Fn(&H, &'a T) -> R + Sync + Send,
) -> Vec<R> {
    let one = |at_hand: &mut H, (at, thing): (usize, &'a T)| {
        all.get(at + AHEAD).into_iter().for_each(&far);
        all.get(at + AHEAD / 2).into_iter().for_each(&near);
        work(at_hand, thing)
    };
    if all.len() < THREAD_THINGS {
        let mut at_hand = at_hand();
        let all = all.iter().enumerate();
        return all.map(|thing| one(&mut at_hand, thing)).collect();
    }
    let all = all.par_iter().enumerate();
    let all = all.with_min_len(THREAD_THINGS / 2);
    all.map_init(at_hand, one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wished_for_is_read_as_it_is() {
        for count in [0, 1, AHEAD, AHEAD + 1, THREAD_THINGS, 3 * THREAD_THINGS + 5] {
            let far_off: Vec<usize> = (0..count).rev().collect();
            let places: Vec<usize> = (0..count).map(|at| at * 7 % count).collect();
            let wishes = |at: &usize| wish(&far_off[*at]);
            let read = each_ahead(
                &places,
                (wishes, wishes),
                || 1,
                |one, at| far_off[*at] + one,
            );
            let plainly: Vec<usize> = places.iter().map(|at| far_off[*at] + 1).collect();
            assert_eq!(read, plainly);
            let in_turn = wished(&places, wishes).map(|at| far_off[*at] + 1);
            assert!(in_turn.eq(plainly));
        }
        wish(&());
    }
}
