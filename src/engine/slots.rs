//! One flat table from a key of 128 bits to whatever is kept of it: the keyed sums of a pass.
//!
//! Entries lie in the order in which their keys came, and are moved only when room is made; an index of 8 bytes a slot
//! finds them, a tag in it saves looking at the wrong one. There is no bound on names, sites or lots but memory.

use super::ahead::wish;

/// Slots a table starts with.
const SLOTS: usize = 1 << 6;

/// A key and what is kept of it, from the beginning of a line of memory: most fit one.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub struct Entry<V> {
    pub key: u128,
    pub kept: V,
}

/// Entries by key.
#[derive(Debug, Clone)]
pub struct Slots<V> {
    /// A tag in the upper half, the number of the entry from 1 in the lower; 0 is an empty slot.
    index: Vec<u64>,
    entries: Vec<Entry<V>>,
}

impl<V> Default for Slots<V> {
    fn default() -> Slots<V> {
        Slots {
            index: vec![0; SLOTS],
            entries: Vec::new(),
        }
    }
}

impl<V: Default> Slots<V> {
    /// What is kept of `key`, made where there was nothing.
    #[inline]
    pub fn entry(&mut self, key: u128) -> &mut V {
        self.entry_at(key, hash(key))
    }

    /// The same where the hash of the key is known.
    #[inline]
    pub fn entry_at(&mut self, key: u128, hash: u64) -> &mut V {
        match self.find(key, hash) {
            Ok(at) => &mut self.entries[at].kept,
            Err(slot) => self.insert(key, hash, slot),
        }
    }

    /// Asks for the places of keys, and for their entries, ahead of their use: asked together, memory answers them
    /// together.
    #[inline]
    pub fn warm(&self, hashes: impl Iterator<Item = u64> + Clone) {
        let mask = self.index.len() - 1;
        for hash in hashes.clone() {
            wish(&self.index[hash as usize & mask]);
        }
        for hash in hashes {
            let mut slot = hash as usize & mask;
            while self.index[slot] != 0 && self.index[slot] >> 32 != hash >> 32 {
                slot = (slot + 1) & mask;
            }
            let at = (self.index[slot] as u32).wrapping_sub(1) as usize;
            self.entries.get(at).into_iter().for_each(wish);
        }
    }

    /// What is kept of `key`, where there is anything.
    pub fn get(&self, key: u128) -> Option<&V> {
        let found = self.find(key, hash(key)).ok();
        found.map(|at| &self.entries[at].kept)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every key with what is kept of it, in the order in which the keys came.
    pub fn entries(&self) -> &[Entry<V>] {
        &self.entries
    }

    /// The same, taken out.
    pub fn into_entries(self) -> impl ExactSizeIterator<Item = (u128, V)> {
        let entries = self.entries.into_iter();
        entries.map(|Entry { key, kept }| (key, kept))
    }

    /// The entry's number, or the empty slot where it belongs.
    #[inline]
    fn find(&self, key: u128, hash: u64) -> Result<usize, usize> {
        let mask = self.index.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let found = self.index[slot];
            if found == 0 {
                return Err(slot);
            }
            let at = (found as u32 - 1) as usize;
            if found >> 32 == hash >> 32 && self.entries[at].key == key {
                return Ok(at);
            }
            slot = (slot + 1) & mask;
        }
    }

    #[cold]
    fn insert(&mut self, key: u128, hash: u64, slot: usize) -> &mut V {
        let kept = V::default();
        self.entries.push(Entry { key, kept });
        let number = u32::try_from(self.entries.len()).expect("a table has fewer than 2^32 keys");
        self.index[slot] = hash >> 32 << 32 | u64::from(number);
        if self.entries.len() * 4 > self.index.len() * 3 {
            self.widen();
        }
        &mut self.entries[number as usize - 1].kept
    }

    fn widen(&mut self) {
        let mask = self.index.len() * 2 - 1;
        self.index = vec![0; mask + 1];
        for (number, entry) in (1_u64..).zip(&self.entries) {
            let hash = hash(entry.key);
            let mut slot = hash as usize & mask;
            while self.index[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.index[slot] = hash >> 32 << 32 | number;
        }
    }
}

/// The hash by which the entry of `key` is found.
#[inline]
pub fn hash(key: u128) -> u64 {
    let (low, high) = (key as u64, (key >> 64) as u64);
    let mixed = u128::from(low ^ 0xa076_1d64_78bd_642f) * u128::from(high ^ 0xe703_7ed1_a0b4_28db);
    let folded = (mixed >> 64) as u64 ^ mixed as u64;
    folded.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_right(20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_table_keeps_apart_what_a_map_keeps_apart() {
        let mut table: Slots<u64> = Slots::default();
        let mut map: BTreeMap<u128, u64> = BTreeMap::new();
        for n in 0..20_000_u64 {
            let key = u128::from(n * n % 7919) << (n % 3 * 32) | u128::from(n % 5);
            *table.entry(key) += n;
            *map.entry(key).or_default() += n;
        }
        assert_eq!(table.len(), map.len());
        assert!(map.iter().all(|(key, sum)| table.get(*key) == Some(sum)));
        assert_eq!(table.get(u128::MAX), None);
        let entries: BTreeMap<u128, u64> = table.into_entries().collect();
        assert_eq!(entries, map);
    }
}
