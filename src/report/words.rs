//! Every word a page says of itself, in both languages, once.
//!
//! One row for each [`Label`]: its Chinese and its English text, with `{0}`, `{1}` … where values go. Headings of
//! columns are not here: they come from the dictionary in [`crate::ledger::column`]. Nothing is formatted here.

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The language tag of a document.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The text for this language out of two.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// A sentence, title or word of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Title,
    Contents,
    MissingTables,
    AllSupplied,
    NotSupplied,
    NotSuppliedShort,
    NothingToReport,
    NothingCurrent,
    OtherDays,
    More,
    Foot,
    Banner,
    LevelsInForce,
    LevelsCounted,
    RulesPresent,
    NoRules,
    TablesColumn,
    RowsColumn,
    Headline,
    CoverShort,
    CoverFine,
    CoverNotHeld,
    CoverLine,
    NoDays,
    AlertsSevere,
    AlertsCalm,
    LotsDue,
    LotsFine,
    LotLine,
    NoDate,
    UnmetLines,
    UnmetNone,
    UnmetLine,
    FindingErrors,
    FindingsFine,
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
    ChangeList,
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
    GapColumn,
    ItemsUnnamed,
    SitesUnnamed,
    RatesMissing,
    ExpiryMissing,
    PricesMissing,
    QtyMissing,
}

/// A label with its Chinese and English text.
struct Entry(Label, &'static str, &'static str);

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry(Label::Title, "应急物资日报 {0}", "Daily supply report {0}"),
    Entry(Label::Contents, "目录", "Contents"),
    Entry(Label::MissingTables, "未提供的表：{0}", "Not supplied: {0}"),
    Entry(Label::AllSupplied, "各表均已提供。", "Every table is supplied."),
    Entry(Label::NotSupplied, "{0}：未提供", "{0}: not supplied"),
    Entry(Label::NotSuppliedShort, "未提供", "not supplied"),
    Entry(Label::NothingToReport, "{0}：无事项可报", "{0}: nothing to report"),
    Entry(Label::NothingCurrent, "{0}：{1} 行均不属于本报告日，无事项可报", "{0}: no row is of this day or before ({1} rows), nothing to report"),
    Entry(Label::OtherDays, "{0} 为 {1} 的数据，早于报告日 {2} 天。", "{0} is of {1}; days before this report: {2}."),
    Entry(Label::More, "另有 {0} 行未列出，共 {1} 行", "and {0} more, {1} in all"),
    Entry(Label::Foot, "本报告只对所提供的表进行选取、计数、排序；只有品种、形式、单位都相同的数量才相加。", "This report selects, counts and sorts the rows it is given; it adds up only quantities of one item, form and unit."),
    Entry(Label::Banner, "响应状态", "State of response"),
    Entry(Label::LevelsInForce, "现行响应级别（按事件记录）", "Response levels in force, as the event rows say"),
    Entry(Label::LevelsCounted, "保障天数按以下级别计算：{0}", "Cover was counted at level: {0}"),
    Entry(Label::RulesPresent, "各表引用的规则", "Rules the rows refer to"),
    Entry(Label::NoRules, "各表未引用规则。", "No row refers to a rule."),
    Entry(Label::TablesColumn, "所在表", "tables"),
    Entry(Label::RowsColumn, "行数", "rows"),
    Entry(Label::Headline, "要点", "Headline"),
    Entry(Label::CoverShort, "储备不足 {0} 项（共核对 {1} 项）", "Standards that are short: {0} of {1}"),
    Entry(Label::CoverFine, "储备均未低于标准（共核对 {0} 项）", "Standards that are short: none of {0}"),
    Entry(Label::CoverNotHeld, "保障天数 {0} 行，均未对照标准", "Rows of cover that no standard is set against: {0}"),
    Entry(Label::CoverLine, "{0} {1}：可保障 {2} 天，缺口 {3}（{4}）", "{0}, {1}: cover {2} d, gap {3} ({4})"),
    Entry(Label::NoDays, "不详", "unknown"),
    Entry(Label::AlertsSevere, "严重价格警报 {0} 条（共 {1} 条）", "Severe price alerts: {0} of {1}"),
    Entry(Label::AlertsCalm, "无严重价格警报（共 {0} 条）", "Severe price alerts: none of {0}"),
    Entry(Label::LotsDue, "须立即处置的批次 {0} 个（共 {1} 个）", "Lots due for action: {0} of {1}"),
    Entry(Label::LotsFine, "无须立即处置的批次（共 {0} 个）", "Lots due for action: none of {0}"),
    Entry(Label::LotLine, "{0} {1} 批号 {2}：{3}，期限 {4}", "{0}, {1}, lot {2}: {3}, by {4}"),
    Entry(Label::NoDate, "未定", "no date"),
    Entry(Label::UnmetLines, "未满足的申请 {0} 行", "Request lines not met in full: {0}"),
    Entry(Label::UnmetNone, "申请均已满足", "Request lines not met in full: none"),
    Entry(Label::UnmetLine, "{0} {1}：短缺 {2}（申请 {3}）", "{0}, {1}: {2} short of {3}"),
    Entry(Label::FindingErrors, "核查发现错误 {0} 项（共 {1} 项）", "Findings that are errors: {0} of {1}"),
    Entry(Label::FindingsFine, "核查未发现错误（共 {0} 项）", "Findings that are errors: none of {0}"),
    Entry(Label::Stock, "库存与消耗", "Stock and use"),
    Entry(Label::StockByItem, "分品种库存（不同形式分列）", "Stock by item, a line for each form"),
    Entry(Label::LotsColumn, "批次数", "lots"),
    Entry(Label::SitesColumn, "单位数", "sites"),
    Entry(Label::UseUnknown, "日均消耗不详", "Daily use unknown"),
    Entry(Label::UseKnown, "日均消耗均已得出，共 {0} 行。", "Daily use is known in all {0} rows."),
    Entry(Label::Cover, "保障天数对照标准", "Cover against standards"),
    Entry(Label::Verdicts, "判定汇总", "Verdicts"),
    Entry(Label::CoverWorst, "最紧缺者在前", "Worst first"),
    Entry(Label::CoverChart, "最紧缺的保障天数（竖线为标准要求）", "Shortest days of cover (the upright line is what the standard asks)"),
    Entry(Label::CoverNeed, "{0} 天", "{0} d"),
    Entry(Label::NoVerdict, "未判定", "no verdict"),
    Entry(Label::Sharing, "分配与未满足需求", "Allocation and unmet needs"),
    Entry(Label::ByItem, "分品种", "By item"),
    Entry(Label::QtyLeftBlank, "申请数量为空 {0} 行，未计入合计。", "Request lines without a quantity, in no total: {0}."),
    Entry(Label::UnmetLargest, "短缺最大者在前（紧急优先）", "Largest unmet first, urgent ones before others"),
    Entry(Label::Rotation, "轮换与处置", "Rotation"),
    Entry(Label::RungCounts, "各阶段批次数", "Lots on each rung"),
    Entry(Label::LotsToAct, "须立即处置的批次，期限近者在前", "Lots that need action now, earliest date first"),
    Entry(Label::NoLotToAct, "无须立即处置的批次。", "No lot needs action now."),
    Entry(Label::LotsEmpty, "另有已无库存的批次 {0} 个，未计入。", "Lots with nothing on hand, not counted: {0}."),
    Entry(Label::ActByColumn, "处置期限", "act by"),
    Entry(Label::WasteByMonth, "预计过期，按月", "Will expire unused, by month"),
    Entry(Label::NotValued, "无金额的行数", "rows without value"),
    Entry(Label::ResidualLots, "轮换计划未能安排的批次", "Lots that the rotation plan could not place"),
    Entry(Label::Prices, "价格", "Prices"),
    Entry(Label::AlertsByGrade, "警报分级", "Alerts by grade"),
    Entry(Label::AlertList, "警报，严重者在前", "Alerts, gravest first"),
    Entry(Label::ChangeList, "涨跌幅最大者在前（周环比，缺者用环比上次）", "Largest changes first (to a week before, else to the previous quote)"),
    Entry(Label::PriceSeries, "{0}：报价走势（元）", "{0}: prices as quoted (yuan)"),
    Entry(Label::SeriesNotShown, "另有 {0} 个报价序列未画出", "series that are not drawn: {0}"),
    Entry(Label::SubjectsNotDrawn, "另有 {0} 个警报对象的报价走势未画出。", "Subjects of alerts whose quotes are not drawn: {0}."),
    Entry(Label::Checks, "核查", "Checks"),
    Entry(Label::FindingsBySeverity, "核查结果分级", "Findings by severity"),
    Entry(Label::FindingList, "核查结果，严重者在前", "Findings, gravest first"),
    Entry(Label::Freshness, "数据时效与质量", "Freshness and data quality"),
    Entry(Label::TableStates, "各表时效", "State of each table"),
    Entry(Label::NewestColumn, "最新日期", "newest date"),
    Entry(Label::AgeColumn, "滞后天数", "days old"),
    Entry(Label::LeftOutColumn, "未采用行数", "rows of other days, left out"),
    Entry(Label::Gaps, "数据缺项", "What the rows lack"),
    Entry(Label::GapColumn, "缺项", "lacking"),
    Entry(Label::ItemsUnnamed, "表中出现但物资目录没有的品种", "items that stand in rows but not in the catalogue"),
    Entry(Label::SitesUnnamed, "表中出现但单位表没有的单位", "sites that stand in rows but not in the site table"),
    Entry(Label::RatesMissing, "日均消耗不详", "daily use unknown"),
    Entry(Label::ExpiryMissing, "库存批次无有效期", "lots in stock without expiry"),
    Entry(Label::PricesMissing, "报价为空", "quotes without a price"),
    Entry(Label::QtyMissing, "申请数量为空", "request lines without a quantity"),
];

impl Label {
    /// The text in one language, as it stands.
    pub fn text(self, lang: Lang) -> &'static str {
        let Entry(_, zh, en) = ENTRIES
            .iter()
            .find(|Entry(label, ..)| *label == self)
            .expect("a test checks that every label is listed");
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

/// Base units and packs by id, with the Chinese word a reader expects.
const UNITS: &[(&str, &str)] = &[
    ("piece", "个"),
    ("pair", "双"),
    ("set", "套"),
    ("test", "人份"),
    ("bottle", "瓶"),
    ("vehicle", "辆"),
    ("kg", "公斤"),
    ("L", "升"),
    ("box", "盒"),
    ("case", "箱"),
    ("bag", "包"),
];

/// The word for a unit; a unit without one stands for itself.
pub fn unit_word(unit: &str, lang: Lang) -> &str {
    let known = UNITS.iter().find(|(id, _)| *id == unit);
    known.map_or(unit, |(id, zh)| lang.pick(zh, id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Unit;

    #[test]
    fn each_label_stands_at_its_place_and_takes_the_same_values_in_both_languages() {
        for (position, Entry(label, zh, en)) in ENTRIES.iter().enumerate() {
            assert_eq!(*label as usize, position, "{label:?}");
            for slot in ["{0}", "{1}", "{2}", "{3}", "{4}"] {
                assert_eq!(zh.contains(slot), en.contains(slot), "{label:?} {slot}");
            }
        }
        assert_eq!(ENTRIES.len(), Label::QtyMissing as usize + 1);
    }

    #[test]
    fn a_value_that_holds_braces_is_left_as_it_is() {
        let line = Label::UnmetLine.fill(Lang::En, &["{1}", "rice", "5", "9"]);
        assert_eq!(line, "{1}, rice: 5 short of 9");
    }

    #[test]
    fn every_unit_word_means_its_unit() {
        for (id, zh) in UNITS {
            assert_eq!(Unit::new(zh), Unit::new(id));
        }
    }
}
