//! What was done to cells before they were read: each kind is counted, and told with `-v`.

/// How a cell was rewritten before it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    FullWidth,
    ThousandsSeparator,
    ChineseMultiplier,
    Exponent,
    CurrencySign,
    UnitInCell,
    DateForm,
    SerialDate,
    TimeDropped,
    UnitConverted,
    ItemByName,
    FilledFromMerge,
    Rounded,
    RankWord,
    LastDay,
    Nothing,
    YearOfList,
    Ditto,
}

impl Repair {
    /// What was done, as the summary counts it.
    pub fn meaning(self) -> &'static str {
        match self {
            Repair::FullWidth => "full-width characters",
            Repair::ThousandsSeparator => "thousands separators",
            Repair::ChineseMultiplier => "千, 万 or 亿 multiplied out",
            Repair::Exponent => "exponents multiplied out",
            Repair::CurrencySign => "currency signs",
            Repair::UnitInCell => "units inside a number cell",
            Repair::DateForm => "dates rewritten as YYYY-MM-DD",
            Repair::SerialDate => "spreadsheet serial dates",
            Repair::TimeDropped => "times of day left out",
            Repair::UnitConverted => "quantities converted to the base unit",
            Repair::ItemByName => "items given by name",
            Repair::FilledFromMerge => "cells filled from a merged one",
            Repair::Rounded => "decimals rounded to a thousandth",
            Repair::RankWord => "ranks such as 一级 written as numbers",
            Repair::LastDay => "last days worked out from the day of making",
            Repair::Nothing => "cells such as -, /, 无 or 长期 read as nothing stated",
            Repair::YearOfList => "days without a year given that of their list",
            Repair::Ditto => "cells such as 同上 or 〃 given what stands above them",
        }
    }
}
