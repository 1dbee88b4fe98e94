//! What the units of a ledger come to: each item mostly states one and the same.

use super::name::EXACT;

/// For each item the unit that was stated last, and the base unit it came to.
#[derive(Debug, Default)]
pub struct Units(Vec<(u32, u32)>);

impl Units {
    /// The base unit of an item that is stated in `unit`, as `read` reads it; `None` where the exact reader is to judge
    /// it.
    #[inline]
    pub fn base(&mut self, item: u32, unit: u32, read: impl FnOnce() -> u32) -> Option<u32> {
        let known = self.0.get(item as usize);
        let base = match known.filter(|(stated, _)| *stated == unit) {
            Some((_, base)) => *base,
            None => self.learn(item, unit, read()),
        };
        Some(base).filter(|base| *base != EXACT)
    }

    #[cold]
    fn learn(&mut self, item: u32, unit: u32, base: u32) -> u32 {
        let at = item as usize;
        self.0.resize(self.0.len().max(at + 1), (EXACT, EXACT));
        self.0[at] = (unit, base);
        base
    }
}
