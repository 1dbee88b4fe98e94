//! What kind of thing is wrong: the codes, each with its word, its exit code and its meaning.
//!
//! Each has a page in `tests/errors`.

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    BadQuantity,
    BadMoney,
    BadDate,
    BadNumber,
    BadWord,
    MissingCell,
    MissingColumn,
    DoubleColumn,
    UnknownTable,
    UnknownPack,
    PackDiffers,
    PackAssumed,
    UnitMismatch,
    MergedQuantity,
    RaggedRow,
    BadJson,
    BadEncoding,
    BadWorkbook,
    Conflict,
    Overflow,
    Implausible,
    NegativeStock,
    BalanceDiffers,
    EmptyFile,
    MissingTable,
    NotFound,
    CannotCreate,
    CannotWrite,
    Locked,
    LedgerMoved,
    BrokenSeal,
    TornTail,
    NoPolicy,
    PolicyConflict,
    BadPolicy,
    BadMap,
    BadFlag,
    BrokenPlan,
    BadQuery,
    BadParquet,
    Hidden,
    BadReversal,
    Overlap,
    UnknownNorm,
    BadConfig,
    BadScenario,
    UnknownItem,
    NotTriggered,
    NotApproved,
    NotMeant,
    BelowMinimum,
    UnknownUse,
    UnknownClass,
    UnknownBasis,
    NotUsed,
    UsedTwice,
    Unusable,
}

/// What is said of a code.
struct Entry {
    code: Code,
    word: &'static str,
    /// The exit code of a command that ends with it.
    exit: u8,
    meaning: &'static str,
}

const fn entry(code: Code, word: &'static str, exit: u8, meaning: &'static str) -> Entry {
    Entry {
        code,
        word,
        exit,
        meaning,
    }
}

/// Every code with its word, the exit code it ends with, and what it means.
#[rustfmt::skip]
const CODES: &[Entry] = &[
    entry(Code::BadQuantity, "bad-quantity", 65, "the cell is not an exact quantity"),
    entry(Code::BadMoney, "bad-money", 65, "the cell is not an amount or price in yuan"),
    entry(Code::BadDate, "bad-date", 65, "the cell is not a year-first date"),
    entry(Code::BadNumber, "bad-number", 65, "the cell is not a number"),
    entry(Code::BadWord, "bad-word", 65, "the cell is not one of the words its column takes"),
    entry(Code::MissingCell, "missing-cell", 65, "a required cell is empty"),
    entry(Code::MissingColumn, "missing-column", 65, "the header lacks a required column"),
    entry(Code::DoubleColumn, "double-column", 65, "the header has the same column twice"),
    entry(Code::UnknownTable, "unknown-table", 65, "the columns belong to no table"),
    entry(Code::UnknownPack, "unknown-pack", 65, "a pack word stands without a pack size"),
    entry(Code::PackDiffers, "pack-differs", 65, "规格 and the catalogue state different pack sizes"),
    entry(Code::PackAssumed, "pack-assumed", 65, "nothing but the catalogue says how much is in a pack"),
    entry(Code::UnitMismatch, "unit-mismatch", 65, "the unit is of another dimension than the item's"),
    entry(Code::MergedQuantity, "merged-quantity", 65, "one merged quantity stands for several rows"),
    entry(Code::RaggedRow, "ragged-row", 65, "the cells of a row do not line up with the header"),
    entry(Code::BadJson, "bad-json", 65, "a line is not a JSON object"),
    entry(Code::BadEncoding, "bad-encoding", 65, "the bytes are not text in any supported encoding"),
    entry(Code::BadWorkbook, "bad-workbook", 65, "the workbook cannot be opened"),
    entry(Code::Conflict, "conflict", 65, "the same key stands with other content"),
    entry(Code::Overflow, "overflow", 65, "the quantities of a table together exceed what can be counted"),
    entry(Code::Implausible, "implausible", 65, "a quantity is larger than any store"),
    entry(Code::NegativeStock, "negative-stock", 65, "more goes out than there is"),
    entry(Code::BalanceDiffers, "balance-differs", 65, "a balance that is stated is not what the movements come to"),
    entry(Code::EmptyFile, "empty-file", 65, "the file has no header"),
    entry(Code::MissingTable, "missing-table", 66, "no input supplies a table that the command needs"),
    entry(Code::NotFound, "not-found", 66, "the file cannot be opened"),
    entry(Code::CannotCreate, "cannot-create", 73, "the output cannot be created"),
    entry(Code::CannotWrite, "cannot-write", 74, "reading or writing failed"),
    entry(Code::Locked, "locked", 75, "another process holds the ledger"),
    entry(Code::LedgerMoved, "ledger-moved", 75, "the ledger has moved on since the plan was made"),
    entry(Code::BrokenSeal, "broken-seal", 65, "a sealed line was edited"),
    entry(Code::TornTail, "torn-tail", 65, "the last line of a file is incomplete"),
    entry(Code::NoPolicy, "no-policy", 78, "the command needs a policy profile"),
    entry(Code::PolicyConflict, "policy-conflict", 78, "two profiles set the same key differently"),
    entry(Code::BadPolicy, "bad-policy", 78, "the policy file cannot be read"),
    entry(Code::BadMap, "bad-map", 78, "the map file cannot be read"),
    entry(Code::BadFlag, "bad-flag", 2, "a flag's value is not understood"),
    entry(Code::BrokenPlan, "broken-plan", 70, "the audit found a plan that breaks its own rules"),
    entry(Code::BadQuery, "bad-query", 2, "the query is not understood"),
    entry(Code::BadParquet, "bad-parquet", 65, "the Parquet file cannot be read"),
    entry(Code::Hidden, "hidden", 65, "a workbook hides rows or sheets, or strikes rows out"),
    entry(Code::BadReversal, "bad-reversal", 65, "a reversal undoes nothing, or what may not be undone so"),
    entry(Code::Overlap, "overlap", 65, "the ledger has these rows, or this period, under another name"),
    entry(Code::UnknownNorm, "unknown-norm", 65, "no norm says how much one post, bed or person needs"),
    entry(Code::BadConfig, "bad-config", 78, "the settings file is not understood"),
    entry(Code::BadScenario, "bad-scenario", 78, "the file of a scenario is not understood"),
    entry(Code::UnknownItem, "unknown-item", 65, "a rule needs the class of an item that no catalogue lists"),
    entry(Code::NotTriggered, "not-triggered", 65, "the reserve is not open to those who ask"),
    entry(Code::NotApproved, "not-approved", 65, "specially scarce goods are to leave without approval"),
    entry(Code::NotMeant, "not-meant", 65, "goods are to go to somebody whom their donor did not mean"),
    entry(Code::BelowMinimum, "below-minimum", 65, "less is left than is of use to those who ask"),
    entry(Code::UnknownUse, "unknown-use", 65, "a word in column use that no rule in force knows, where a rule asks what the goods are for"),
    entry(Code::UnknownClass, "unknown-class", 65, "a site that asks states a class that no rule in force knows, where a rule ranks classes"),
    entry(Code::UnknownBasis, "unknown-basis", 65, "a word in column basis that says nothing, where money depends on how goods came or went"),
    entry(Code::NotUsed, "not-used", 65, "standard input holds a table that the command does not take"),
    entry(Code::UsedTwice, "used-twice", 65, "goods that one site issued to another count as used at both"),
    entry(Code::Unusable, "unusable", 65, "goods are given that nobody can use: expired or on hold, or not to be used up in time"),
];

impl Code {
    /// Every code, in the order of the gallery.
    pub fn all() -> impl Iterator<Item = Code> {
        CODES.iter().map(|entry| entry.code)
    }

    /// The word that names this code in messages, findings and pages.
    pub fn word(self) -> &'static str {
        self.entry().word
    }

    /// The exit code of a command that ends with this error.
    pub fn exit(self) -> u8 {
        self.entry().exit
    }

    /// One line on what the code means.
    pub fn meaning(self) -> &'static str {
        self.entry().meaning
    }

    fn entry(self) -> &'static Entry {
        CODES
            .iter()
            .find(|entry| entry.code == self)
            .expect("a test checks that every code is listed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_word_of_its_own() {
        let mut words: Vec<_> = Code::all().map(Code::word).collect();
        words.sort_unstable();
        let count = words.len();
        words.dedup();
        assert_eq!(words.len(), count);
        assert_eq!(
            count,
            Code::Unusable as usize + 1,
            "a code is missing from the list"
        );
    }
}
