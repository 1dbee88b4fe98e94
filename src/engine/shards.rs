//! One table for all threads of a pass: what is kept by key, in parts, each with a lock of its own.
//!
//! A thread hands in the lines of a batch together; those of one part are posted under one lock, and whoever finds a
//! part locked goes on with another. So each key is kept once, however many threads there are.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use super::slots::{Slots, hash};

/// Parts of a table: several for each thread of a usual machine, so that two seldom meet.
pub const SHARDS: usize = 1 << SHARD_BITS;
/// Bits of the number of a part.
pub const SHARD_BITS: u32 = 4;
/// Lines that are handed in together.
pub const BATCH: usize = 512;

/// What is kept by key, in parts.
#[derive(Debug)]
pub struct Shards<P>(Vec<Mutex<P>>);

/// The number of a line among those handed in, and the hash of its key.
pub type Place = (u16, u64);

impl<P: Default> Default for Shards<P> {
    fn default() -> Shards<P> {
        Shards((0..SHARDS).map(|_| Mutex::default()).collect())
    }
}

impl<V: Default> Shards<Slots<V>> {
    /// Calls `post` for each of `lines` that has a `key`, with what is kept of it; lines of one key in their order.
    pub fn each<T>(
        &self,
        lines: &[T],
        key: impl Fn(&T) -> Option<u128>,
        mut post: impl FnMut(&mut V, &T),
    ) {
        for lines in lines.chunks(BATCH) {
            self.each_part(lines, &key, |slots, places| {
                slots.warm(places.iter().map(|(_, hash)| *hash));
                for (at, hash) in places {
                    let line = &lines[usize::from(*at)];
                    if let Some(key) = key(line) {
                        post(slots.entry_at(key, *hash), line);
                    }
                }
            });
        }
    }
}

impl<P: Default> Shards<P> {
    /// Calls `post` for each part with the places of those of `lines` whose `key` belongs to it, in their order.
    pub fn each_part<T>(
        &self,
        lines: &[T],
        key: impl Fn(&T) -> Option<u128>,
        mut post: impl FnMut(&mut P, &[Place]),
    ) {
        let (places, ends) = by_shard(lines, key);
        let mut post_all = |shard: usize, mut part: MutexGuard<'_, P>| {
            let from = shard.checked_sub(1).map_or(0, |before| ends[before]);
            post(
                &mut part,
                &places[usize::from(from)..usize::from(ends[shard])],
            );
        };
        let mut left = [0; SHARDS];
        let mut waiting = 0;
        for shard in 0..SHARDS {
            match self.0[shard].try_lock() {
                Ok(part) => post_all(shard, part),
                Err(TryLockError::Poisoned(part)) => post_all(shard, part.into_inner()),
                Err(TryLockError::WouldBlock) => {
                    left[waiting] = shard;
                    waiting += 1;
                }
            }
        }
        for shard in &left[..waiting] {
            let part = self.0[*shard].lock();
            post_all(*shard, part.unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// The parts, in the order of their numbers.
    pub fn into_parts(self) -> Vec<P> {
        let parts = self.0.into_iter();
        parts
            .map(|part| part.into_inner().unwrap_or_else(PoisonError::into_inner))
            .collect()
    }
}

/// The number of the part in which `key` is kept.
pub fn shard_of(key: u128) -> usize {
    shard(hash(key))
}

/// The number of the part in which a key of this hash is kept.
#[inline]
pub fn shard(hash: u64) -> usize {
    // Slots are chosen by the lowest bits of a hash, and tagged with the upper half.
    (hash >> 27) as usize % SHARDS
}

/// The numbers of the lines that have a key, and its hash, part by part; and where each part ends.
#[inline]
fn by_shard<T>(lines: &[T], key: impl Fn(&T) -> Option<u128>) -> ([Place; BATCH], [u16; SHARDS]) {
    let mut hashed = [(0, 0); BATCH];
    let mut kept = 0;
    let mut next = [0_u16; SHARDS];
    for (at, line) in (0_u16..).zip(lines) {
        if let Some(key) = key(line) {
            let hash = hash(key);
            hashed[kept] = (at, hash);
            kept += 1;
            next[shard(hash)] += 1;
        }
    }
    let mut end = 0;
    for next in &mut next {
        (*next, end) = (end, end + *next);
    }
    let mut places = [(0, 0); BATCH];
    for (at, hash) in &hashed[..kept] {
        let next = &mut next[shard(*hash)];
        places[usize::from(*next)] = (*at, *hash);
        *next += 1;
    }
    (places, next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn threads_that_share_a_table_lose_nothing() {
        let table: Shards<Slots<u64>> = Shards::default();
        let lines =
            |thread: u64| (0..20_000_u64).map(move |n| (u128::from(n * n % 997), n + thread));
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let table = &table;
                scope.spawn(move || {
                    let lines: Vec<(u128, u64)> = lines(thread).collect();
                    table.each(&lines, |(key, _)| Some(*key), |sum, (_, n)| *sum += n);
                });
            }
        });
        let mut expected: BTreeMap<u128, u64> = BTreeMap::new();
        for (key, n) in (0..4).flat_map(lines) {
            *expected.entry(key).or_default() += n;
        }
        let parts = table.into_parts().into_iter();
        let entries: BTreeMap<u128, u64> = parts.flat_map(Slots::into_entries).collect();
        assert_eq!(entries, expected);
    }

    #[test]
    fn lines_of_one_key_are_posted_in_their_order() {
        let table: Shards<Slots<Vec<u64>>> = Shards::default();
        let lines: Vec<(u128, u64)> = (0..3000).map(|n| (u128::from(n % 7), n)).collect();
        table.each(&lines, |(key, _)| Some(*key), |seen, (_, n)| seen.push(*n));
        let mut entries = table.into_parts().into_iter().flat_map(Slots::into_entries);
        assert!(entries.all(|(_, seen)| seen.is_sorted()));
    }
}
