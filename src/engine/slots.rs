//! One flat table from a key of 128 bits to whatever is kept of it: the keyed sums of a pass.
//!
//! Entries lie in the order in which their keys came, and are moved only when room is made; an index of 8 bytes a slot
//! finds them, a tag in it saves looking at the wrong one. There is no bound on names, sites or lots but memory.

/// Slots a table starts with.
const SLOTS: usize = 1 << 10;

/// Entries by key.
#[derive(Debug, Clone)]
pub struct Slots<V> {
    /// A tag in the upper half, the number of the entry from 1 in the lower; 0 is an empty slot.
    index: Vec<u64>,
    entries: Vec<(u128, V)>,
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
        let hash = hash(key);
        match self.find(key, hash) {
            Ok(at) => &mut self.entries[at].1,
            Err(slot) => self.insert(key, hash, slot),
        }
    }

    /// Looks at the places of `keys` ahead of their use: looked at together, memory answers them together.
    #[inline]
    pub fn warm(&self, keys: impl Iterator<Item = u128>) -> u64 {
        keys.map(|key| self.index[hash(key) as usize & (self.index.len() - 1)])
            .fold(0, |a, b| a ^ b)
    }

    /// What is kept of `key`, where there is anything.
    pub fn get(&self, key: u128) -> Option<&V> {
        self.find(key, hash(key)).ok().map(|at| &self.entries[at].1)
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
    pub fn into_entries(self) -> Vec<(u128, V)> {
        self.entries
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
            if found >> 32 == hash >> 32 && self.entries[at].0 == key {
                return Ok(at);
            }
            slot = (slot + 1) & mask;
        }
    }

    #[cold]
    fn insert(&mut self, key: u128, hash: u64, slot: usize) -> &mut V {
        self.entries.push((key, V::default()));
        let number = u32::try_from(self.entries.len()).expect("a table has fewer than 2^32 keys");
        self.index[slot] = hash >> 32 << 32 | u64::from(number);
        if self.entries.len() * 2 > self.index.len() {
            self.widen();
        }
        &mut self.entries[number as usize - 1].1
    }

    fn widen(&mut self) {
        let mask = self.index.len() * 2 - 1;
        self.index = vec![0; mask + 1];
        for (number, (key, _)) in (1_u64..).zip(&self.entries) {
            let hash = hash(*key);
            let mut slot = hash as usize & mask;
            while self.index[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.index[slot] = hash >> 32 << 32 | number;
        }
    }
}

#[inline]
fn hash(key: u128) -> u64 {
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
        let entries: BTreeMap<u128, u64> = table.into_entries().into_iter().collect();
        assert_eq!(entries, map);
    }
}
