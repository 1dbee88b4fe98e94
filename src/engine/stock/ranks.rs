//! The order of lots in a table: by the texts of their names, compared once for each name.

use std::sync::Arc;

use super::super::parallel;
use super::super::posting::parts;
use super::super::slots::Slots;
use super::super::tally::Lot;
use super::Address;

/// For each name, which one it is in the order of texts; names of one column are numbered closely.
pub struct Ranks {
    ranks: Vec<u32>,
    /// Bits that the highest rank takes.
    bits: u32,
}

impl Ranks {
    /// The ranks of all texts.
    pub fn of(texts: &[Arc<str>]) -> Ranks {
        let mut order: Vec<u32> = (0..).take(texts.len()).collect();
        order.sort_unstable_by(|a, b| texts[*a as usize].cmp(&texts[*b as usize]));
        let mut ranks = vec![0; texts.len()];
        for (rank, number) in (0..).zip(&order) {
            ranks[*number as usize] = rank;
        }
        let bits = u32::BITS - (texts.len() as u32).leading_zeros();
        Ranks { ranks, bits }
    }

    /// A number by which keys are in the order of their texts, as short as the names allow.
    fn rank(&self, key: u128) -> u128 {
        let ranks = parts(key).map(|part| u128::from(self.ranks[part as usize]));
        ranks
            .into_iter()
            .fold(0, |all, rank| all << self.bits | rank)
    }
}

/// The addresses in the order of site, item, lot, and whose it is.
pub fn in_order(parts: &[Slots<Lot>], addresses: &[Address], ranks: &Ranks) -> Vec<Address> {
    let ranked = |address: &Address| {
        let lot = &parts[address.0 as usize].entries()[address.1 as usize];
        (ranks.rank(lot.key), *address)
    };
    let mut ranked: Vec<(u128, Address)> = parallel::each(addresses, ranked);
    parallel::sort(&mut ranked, Ord::cmp);
    ranked.into_iter().map(|(_, address)| address).collect()
}
