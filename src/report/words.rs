//! Every word a page says of itself, in both languages, once.
//!
//! Here are the [`Label`]s by which pages name them; `texts` has a row for each: its Chinese and its English text, with
//! `{0}`, `{1}` … where values go. Headings of columns are not here: they come from the dictionary in
//! [`crate::ledger::column`]. Nothing is formatted here.

use crate::lang::Lang;

use texts::{ENTRIES, Entry};

mod texts;

/// A sentence, title or word of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Title,
    Contents,
    MissingTables,
    AllSupplied,
    SectionsSupplied,
    NotSupplied,
    NotSuppliedShort,
    NothingToReport,
    NothingCurrent,
    OtherDays,
    LateRows,
    More,
    Foot,
    Banner,
    LevelsInForce,
    LevelsCounted,
    DisastersOnRecord,
    RulesPresent,
    NoRules,
    TablesColumn,
    RowsColumn,
    Headline,
    CoverShort,
    CoverFine,
    CoverNotHeld,
    CoverNoSites,
    CoverUnjudged,
    CoverPartUnjudged,
    CoverUnjudgedLine,
    CoverOut,
    CoverOutLine,
    CoverOutReserveLine,
    CoverUnderway,
    CoverLine,
    CoverDays,
    CoverDaysUnknown,
    Unknown,
    AlertsSevere,
    AlertsCalm,
    AlertsOfGrade,
    LotsDue,
    LotsFine,
    LotLine,
    LotLate,
    NoDate,
    UnmetLines,
    UnmetNone,
    UnmetLine,
    FindingErrors,
    FindingsFine,
    FindingWarnings,
    FindingNotices,
    FindingLine,
    FindingLot,
    Stock,
    StockByItem,
    LotsColumn,
    SitesColumn,
    UseUnknown,
    UseKnown,
    Cover,
    Verdicts,
    CoverWorst,
    CoverChart,
    CoverNeed,
    NoVerdict,
    Sharing,
    ByItem,
    QtyLeftBlank,
    UnmetLargest,
    Rotation,
    RungCounts,
    LotsToAct,
    NoLotToAct,
    LotsEmpty,
    ActByColumn,
    WasteByMonth,
    NotValued,
    ResidualLots,
    Prices,
    AlertsByGrade,
    AlertList,
    AlertsOld,
    ChangeList,
    ChangesStale,
    PricesStale,
    PriceSeries,
    SeriesNotShown,
    SubjectsNotDrawn,
    Checks,
    FindingsBySeverity,
    FindingList,
    Freshness,
    TableStates,
    NewestColumn,
    AgeColumn,
    LeftOutColumn,
    Gaps,
    BelowNothing,
    BelowNothingLine,
    GapColumn,
    ItemsUnnamed,
    SitesUnnamed,
    RatesMissing,
    ExpiryMissing,
    PricesMissing,
    QtyMissing,
    TitlePublic,
    Changes,
    Units,
    Necessities,
    Transport,
    Replenish,
    Quality,
    Tallies,
    NoDayBefore,
    ComparedWith,
    NotComparable,
    NothingChanged,
    LevelsSince,
    CoverSince,
    StockSince,
    OnRoadColumn,
    AlertsSince,
    RungsSince,
    QtyBeforeColumn,
    LotEmptied,
    LotNotListed,
    DaysBeforeColumn,
    DaysAfterColumn,
    VerdictBeforeColumn,
    VerdictAfterColumn,
    IsNew,
    IsGone,
    IsGraver,
    IsLighter,
    UnitsNone,
    UnitsHeard,
    UnitsSilent,
    ReportColumn,
    ReportIn,
    ReportLate,
    ReportNever,
    Yes,
    UnitList,
    SampleColumn,
    Completeness,
    Laggards,
    Kinds,
    NobodyReported,
    Underway,
    OverdueColumn,
    Roads,
    StaleColumn,
    StaleDays,
    DispatchOpen,
    NothingOwed,
    DrawnColumn,
    DrawnByItem,
    OwedList,
    FollowedColumn,
    InspectionResults,
    NoFailure,
    InspectionFailures,
    NoMeasure,
    BreachMeasures,
    BreachList,
    TallyTotals,
    TallyDays,
    PublicFoot,
    MarketsColumn,
    LowestColumn,
    MiddleColumn,
    HighestColumn,
    UpColumn,
    DownColumn,
    PublicPrices,
    PublicMarkets,
    StandardsInForce,
    NoPolicyNamed,
    NeedColumn,
    LevelsColumn,
    GateState,
    GateColumn,
    GateOpen,
    GateShut,
    AnyLevel,
    CoverBySite,
    ExpiryChart,
    LotsCount,
    FillChart,
    TierList,
    TierName,
    ShortWord,
    ActWord,
    NotStated,
    RowsConflicting,
    Funds,
    FundList,
    FootDocument,
    TitleLists,
    ListPurchase,
    ListAllocation,
    ListStock,
    ListDonation,
    MaskedFields,
    NoRows,
    TitleStandards,
    Matrix,
    MatrixList,
    UnjudgedCount,
    TitleEscalation,
    EscalationTo,
    EscalationUntold,
    NextLevel,
    EscalationList,
    TitleCalendar,
    DeadlineKinds,
    DeadlineList,
    PastColumn,
    Calendar,
    TitleDiff,
    DifferenceList,
    DifferenceCount,
    TitleCapability,
    CapabilityList,
    TitleAudit,
    BookByGoods,
    BookLines,
    CountsSection,
    WriteOffs,
    BookInMoney,
    TitleDelivery,
    DeliveryCounts,
    DeliveryLabels,
    DeliveryPicking,
    DeliveryBoxes,
    DeliverySlots,
    DeliveryCalls,
    ListColumn,
}

impl Label {
    /// The name of the label in no language: `CoverWorst` is `cover_worst`.
    pub fn id(self) -> String {
        let name = format!("{self:?}");
        let mut id = String::new();
        for (at, letter) in name.chars().enumerate() {
            if letter.is_uppercase() && at > 0 {
                id.push('_');
            }
            id.extend(letter.to_lowercase());
        }
        id
    }

    /// The text in one language, as it stands.
    pub fn text(self, lang: Lang) -> &'static str {
        let Entry(label, zh, en) = ENTRIES[self as usize];
        assert_eq!(label, self, "entries stand in the order of the labels");
        lang.pick(zh, en)
    }

    /// The text with `values` in the places of `{0}`, `{1}` …; a value that holds braces is not filled again.
    pub fn fill(self, lang: Lang, values: &[&str]) -> String {
        let mut filled = String::new();
        let mut rest = self.text(lang);
        while let Some((before, after)) = rest.split_once('{') {
            let (position, following) = after.split_once('}').unwrap_or(("", after));
            let position: Option<usize> = position.parse().ok();
            filled.push_str(before);
            filled.push_str(position.and_then(|at| values.get(at)).unwrap_or(&""));
            rest = following;
        }
        filled + rest
    }

    /// The text with counts in its places.
    pub fn count(self, lang: Lang, counts: &[usize]) -> String {
        let texts: Vec<String> = counts.iter().map(usize::to_string).collect();
        self.fill(lang, &texts.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_label_stands_at_its_place_and_takes_the_same_values_in_both_languages() {
        for (position, Entry(label, zh, en)) in ENTRIES.iter().enumerate() {
            assert_eq!(*label as usize, position, "{label:?}");
            assert!(!zh.is_empty() && !en.is_empty(), "{label:?}");
            for slot in ["{0}", "{1}", "{2}", "{3}", "{4}"] {
                assert_eq!(zh.contains(slot), en.contains(slot), "{label:?} {slot}");
            }
        }
        assert_eq!(ENTRIES.len(), Label::ListColumn as usize + 1);
    }

    #[test]
    fn a_value_that_holds_braces_is_left_as_it_is() {
        let line = Label::UnmetLine.fill(Lang::En, &["{1}", "rice", "5", "9"]);
        assert_eq!(line, "{1}, rice: 5 short of 9");
    }
}
