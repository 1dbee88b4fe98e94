//! One of equal parts of a quantity.

use super::Quantity;

impl Quantity {
    /// The part number `at`, from 0, of `of` equal parts: a thousandth that cannot be shared goes to a later part, so that
    /// all of them add up to the whole.
    pub fn part(self, at: i64, of: i64) -> Quantity {
        let until = |at: i64| {
            let product = i128::from(self.thousandths()) * i128::from(at);
            product.div_euclid(i128::from(of.max(1)))
        };
        let part = until(at.saturating_add(1)) - until(at);
        Quantity::from_sum(part).unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_whole() {
        for whole in [0, 1, 6, 7, 70_000, 99_999] {
            let whole = Quantity::from_thousandths(whole);
            let parts: Vec<Quantity> = (0..7).map(|at| whole.part(at, 7)).collect();
            assert_eq!(parts.iter().copied().sum::<Quantity>(), whole);
            let (least, most) = (parts.iter().min(), parts.iter().max());
            let differ = most.zip(least).map(|(most, least)| *most - *least);
            assert!(differ <= Some(Quantity::from_thousandths(1)));
        }
        assert_eq!(Quantity::from_thousandths(5).part(0, 1).thousandths(), 5);
    }
}
