//! How goods came, where no cell of a sheet says so: the word of the kind may (捐赠入库), or the header over who gave them
//! (捐赠单位).
//!
//! Donations that pass for purchases would be made public as such (`P1-D01`).

/// Parts of a word of kind, or of a header over who gave the goods, and the basis that each tells.
const TELLING: [(&str, &str); 3] = [("捐", "donation"), ("购", "purchase"), ("调拨", "transfer")];

/// How goods came in that a receipt names no basis of; `None` where neither word says it.
///
/// The word of the kind goes first: it speaks of its line, a header of them all.
///
/// Rule: `P1-D01`.
pub fn told(kind: &str, giver_header: &str) -> Option<&'static str> {
    let basis = |word: &str| {
        let mut telling = TELLING.iter();
        let found = telling.find(|(part, _)| word.contains(part));
        found.map(|(_, basis)| *basis)
    };
    basis(kind).or_else(|| basis(giver_header))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_kind_or_a_header_says_how_goods_came() {
        for (kind, header, basis) in [
            ("捐赠入库", "供货单位", Some("donation")),
            ("入库", "捐赠单位", Some("donation")),
            ("采购入库", "捐赠方", Some("purchase")),
            ("调拨入库", "", Some("transfer")),
            ("入库", "往来单位", None),
        ] {
            assert_eq!(told(kind, header), basis, "{kind} {header}");
        }
    }
}
