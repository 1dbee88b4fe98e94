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
    AlertsSince,
    RungsSince,
    DaysBeforeColumn,
    DaysAfterColumn,
    VerdictBeforeColumn,
    VerdictAfterColumn,
    IsNew,
    IsGone,
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
    TierName,
    ShortWord,
    ActWord,
    NoMonth,
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
    TitleStandards,
    Matrix,
    MatrixList,
    UnjudgedCount,
    TitleEscalation,
    EscalationTo,
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
    InYuan,
    TitleDelivery,
    DeliveryCounts,
    DeliveryLabels,
    DeliveryPicking,
    DeliveryBoxes,
    DeliverySlots,
    DeliveryCalls,
    ListColumn,
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
    Entry(Label::LeftOutColumn, "未采用行数", "rows left out"),
    Entry(Label::Gaps, "数据缺项", "What the rows lack"),
    Entry(Label::GapColumn, "缺项", "lacking"),
    Entry(Label::ItemsUnnamed, "表中出现但物资目录没有的品种", "items that stand in rows but not in the catalogue"),
    Entry(Label::SitesUnnamed, "表中出现但单位表没有的单位", "sites that stand in rows but not in the site table"),
    Entry(Label::RatesMissing, "日均消耗不详", "daily use unknown"),
    Entry(Label::ExpiryMissing, "库存批次无有效期", "lots in stock without expiry"),
    Entry(Label::PricesMissing, "报价为空", "quotes without a price"),
    Entry(Label::QtyMissing, "申请数量为空", "request lines without a quantity"),
    Entry(Label::TitlePublic, "市场价格公告 {0}", "Price bulletin {0}"),
    Entry(Label::Changes, "较前日变化", "Changes since the day before"),
    Entry(Label::Units, "重点单位调度", "Key units"),
    Entry(Label::Necessities, "生活必需品日报", "Necessities"),
    Entry(Label::Transport, "在途与道路", "Goods underway, roads"),
    Entry(Label::Replenish, "动用与补充通报", "Drawn from the reserve, and to come back"),
    Entry(Label::Quality, "检查检验与违约", "Inspections and breaches"),
    Entry(Label::Tallies, "投诉、执法、通行证等统计", "Complaints, checks, passes"),
    Entry(Label::NoDayBefore, "未提供前一日的表（--since），无法比较。", "No earlier day was given (--since); nothing is compared."),
    Entry(Label::ComparedWith, "与 {0} 的表比较。", "Compared with the tables of {0}."),
    Entry(Label::NotComparable, "{0}：两日未同时提供，未比较", "{0}: not supplied for both days, not compared"),
    Entry(Label::NothingChanged, "{0}：无变化", "{0}: nothing changed"),
    Entry(Label::LevelsSince, "响应级别变动", "Response levels that changed"),
    Entry(Label::CoverSince, "判定变动或天数骤降，新不足者在前", "Verdicts that changed, days that fell faster than time; newly short ones first"),
    Entry(Label::StockSince, "库存变动", "Stock that changed"),
    Entry(Label::AlertsSince, "新增和解除的价格警报", "Price alerts that came and went"),
    Entry(Label::RungsSince, "进入新处置阶段的批次", "Lots on another rung"),
    Entry(Label::DaysBeforeColumn, "前日天数", "days before"),
    Entry(Label::DaysAfterColumn, "当日天数", "days now"),
    Entry(Label::VerdictBeforeColumn, "前日判定", "verdict before"),
    Entry(Label::VerdictAfterColumn, "当日判定", "verdict now"),
    Entry(Label::IsNew, "新增", "new"),
    Entry(Label::IsGone, "解除", "gone"),
    Entry(Label::UnitsNone, "未列出重点单位：单位表中无中高风险单位，也未用 --units 指定。", "No key unit is listed: no unit of the site table lies in an area of risk, and --units names none."),
    Entry(Label::UnitsHeard, "重点单位 {0} 个，均已报送。", "Key units: {0}; all have reported."),
    Entry(Label::UnitsSilent, "重点单位 {0} 个，未报送 {1} 个：{2}", "Key units: {0}; silent: {1}: {2}"),
    Entry(Label::ReportColumn, "报送", "report"),
    Entry(Label::ReportIn, "已报", "in"),
    Entry(Label::ReportLate, "当日未报", "not today"),
    Entry(Label::ReportNever, "从未报送", "never"),
    Entry(Label::Yes, "是", "yes"),
    Entry(Label::UnitList, "重点单位物资使用及储备", "Use and stock of key units"),
    Entry(Label::SampleColumn, "样本企业数", "sample"),
    Entry(Label::Completeness, "样本企业报送情况，逐日", "Reports of the sample, day by day"),
    Entry(Label::Laggards, "最近一日迟报、未报的企业", "Late or missing on the newest day"),
    Entry(Label::Kinds, "各品类产能、产量、库存", "Capacity, output and stock of each kind"),
    Entry(Label::NobodyReported, "无企业报送", "nobody reported"),
    Entry(Label::Underway, "未到货物资，逾期者在前", "Not arrived yet, overdue first"),
    Entry(Label::OverdueColumn, "逾期天数", "days overdue"),
    Entry(Label::Roads, "道路与运输状态，不通者在前", "Roads and transports, blocked ones first"),
    Entry(Label::StaleColumn, "时效", "age"),
    Entry(Label::StaleDays, "{0} 天前", "{0} d old"),
    Entry(Label::DispatchOpen, "未办结的调拨，逾期最久者在前", "Dispatch not closed, longest overdue first"),
    Entry(Label::NothingOwed, "动用物资均已补充。", "All that was drawn has come back."),
    Entry(Label::DrawnColumn, "动用数量", "drawn"),
    Entry(Label::DrawnByItem, "分品种动用与补充", "Drawn and replaced, by item"),
    Entry(Label::OwedList, "待补充，逾期最久者在前", "Still owed, longest overdue first"),
    Entry(Label::FollowedColumn, "已后续处理", "followed up"),
    Entry(Label::InspectionResults, "抽检结果", "Inspections by result"),
    Entry(Label::NoFailure, "抽检无不合格。", "No inspection failed."),
    Entry(Label::InspectionFailures, "不合格，未处理者在前", "Failures, open ones first"),
    Entry(Label::NoMeasure, "未采取措施", "none yet"),
    Entry(Label::BreachMeasures, "违约处理", "Breaches by measure"),
    Entry(Label::BreachList, "违约记录，未结者在前", "Breaches, open ones first"),
    Entry(Label::TallyTotals, "分类合计", "By kind"),
    Entry(Label::TallyDays, "逐日分类", "By day and kind"),
    Entry(Label::PublicFoot, "价格为各市场最近一次报价；“中间价”为其中居中者。", "Prices are the latest that each market quoted; the middle one is one of them."),
    Entry(Label::MarketsColumn, "市场数", "markets"),
    Entry(Label::LowestColumn, "最低价", "lowest"),
    Entry(Label::MiddleColumn, "中间价", "middle"),
    Entry(Label::HighestColumn, "最高价", "highest"),
    Entry(Label::UpColumn, "周上涨市场数", "up on the week"),
    Entry(Label::DownColumn, "周下跌市场数", "down on the week"),
    Entry(Label::PublicPrices, "主要商品价格（元）", "Prices of goods (yuan)"),
    Entry(Label::PublicMarkets, "分市场价格（元）", "Prices by market (yuan)"),
    Entry(Label::StandardsInForce, "现行标准及施行日期", "Standards in force, and since when"),
    Entry(Label::NoPolicyNamed, "未指定预案（--policy）：不判断标准施行日期和储备动用条件。", "No policy is named (--policy): since when standards are in force and whether the reserve is open is not told."),
    Entry(Label::NeedColumn, "要求", "asks for"),
    Entry(Label::LevelsColumn, "适用级别", "at levels"),
    Entry(Label::GateState, "储备动用条件", "Whether the reserve may be drawn on"),
    Entry(Label::GateColumn, "动用", "reserve"),
    Entry(Label::GateOpen, "已触发，可动用", "open"),
    Entry(Label::GateShut, "未触发", "shut"),
    Entry(Label::AnyLevel, "各级别", "any"),
    Entry(Label::CoverBySite, "各地保障天数：每地最紧缺的一种（竖线为标准要求）", "Days of cover by site: its scarcest item (the upright line is what the standard asks)"),
    Entry(Label::ExpiryChart, "在库批次按到期月份", "Lots in store by month of expiry"),
    Entry(Label::LotsCount, "{0} 批", "{0} lots"),
    Entry(Label::FillChart, "各次序满足率，最低者在前", "Part of requests met, by tier, lowest first"),
    Entry(Label::TierName, "第 {0} 类", "tier {0}"),
    Entry(Label::ShortWord, "{0}，不足", "{0}, short"),
    Entry(Label::ActWord, "{0}，须处置", "{0}, act now"),
    Entry(Label::NoMonth, "未注明", "not stated"),
    Entry(Label::RowsConflicting, "同一键值但内容不同的行（取后者）", "rows of one key that contradict each other (the later stands)"),
    Entry(Label::Funds, "资金台账", "Funds"),
    Entry(Label::FundList, "各项资金收支结存（元）", "What came in, went and is left of each fund (yuan)"),
    Entry(Label::FootDocument, "本文件由 granary 按所提供的表生成；每行均可追溯到所列单据或规则。", "Made by granary of the tables it was given; every row names the document or the rule it rests on."),
    Entry(Label::TitleLists, "采购、调配、库存、接受捐赠清单（截至 {0}）", "Purchases, allocations, stock and donations received, to {0}"),
    Entry(Label::ListPurchase, "采购清单", "Purchases"),
    Entry(Label::ListAllocation, "调配清单", "Allocations"),
    Entry(Label::ListStock, "库存清单", "Stock"),
    Entry(Label::ListDonation, "接受捐赠清单", "Donations received"),
    Entry(Label::MaskedFields, "隐去的个人信息：{0} 项。", "Private fields masked: {0}."),
    Entry(Label::TitleStandards, "储备标准达标情况 {0}", "Reserve standards met, {0}"),
    Entry(Label::Matrix, "县（区）与标准对照", "Counties by standards"),
    Entry(Label::MatrixList, "逐项情况", "Each county and standard"),
    Entry(Label::UnjudgedCount, "，未判定 {0}", ", {0} not judged"),
    Entry(Label::TitleEscalation, "关于申请调拨物资的请示 {0}", "Request for goods to the next level, {0}"),
    Entry(Label::EscalationTo, "致 {0}：本级各渠道均已用尽，申请调拨以下物资（{1} 项）。", "To {0}: all sources of this level were asked; the following is requested ({1} lines)."),
    Entry(Label::EscalationList, "申请调拨物资", "Goods requested"),
    Entry(Label::TitleCalendar, "期限日历 {0}", "Calendar of deadlines, {0}"),
    Entry(Label::DeadlineKinds, "各类期限", "Deadlines by kind"),
    Entry(Label::DeadlineList, "期限，近者在前", "Deadlines, the nearest first"),
    Entry(Label::PastColumn, "已逾期", "past"),
    Entry(Label::Calendar, "应急物资期限", "Supply deadlines"),
    Entry(Label::TitleDiff, "两日对照", "What changed between two days"),
    Entry(Label::DifferenceList, "变化", "Changes"),
    Entry(Label::DifferenceCount, "{0}：变化 {1} 处", "{0}: {1} changes"),
    Entry(Label::TitleCapability, "储备物资品种、数量、能力及动员清单 {0}", "What can be mobilised: kinds, quantities, capacity, {0}"),
    Entry(Label::CapabilityList, "品种、能力、数量", "Kinds, quantities, capacity"),
    Entry(Label::TitleAudit, "储备物资年度审计资料（{0} 至 {1}）", "Audit pack, {0} to {1}"),
    Entry(Label::BookByGoods, "分品种收支结存", "Book by goods"),
    Entry(Label::BookLines, "分单位收支结存", "Book by site"),
    Entry(Label::CountsSection, "盘点与差异", "Stock-takes and variances"),
    Entry(Label::WriteOffs, "捐赠与核销", "Donations and write-offs"),
    Entry(Label::InYuan, "{0}（元）", "{0} (yuan)"),
    Entry(Label::TitleDelivery, "投放清单 {0}", "Delivery lists, {0}"),
    Entry(Label::DeliveryCounts, "清单合计", "Counts"),
    Entry(Label::DeliveryLabels, "分装标签", "Labels"),
    Entry(Label::DeliveryPicking, "配货清单", "Goods to put together"),
    Entry(Label::DeliveryBoxes, "标准箱清单", "Boxes"),
    Entry(Label::DeliverySlots, "领取时段", "Slots"),
    Entry(Label::DeliveryCalls, "到期订单与电话", "Orders and calls due"),
    Entry(Label::ListColumn, "清单", "list"),
];

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

/// What standards count in, which is no unit of goods.
const SPANS: &[(&str, &str)] = &[("day", "天"), ("round", "轮")];

/// The word for a unit; a unit without one stands for itself.
pub fn unit_word(unit: &str, lang: Lang) -> &str {
    let known = UNITS.iter().chain(SPANS).find(|(id, _)| *id == unit);
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
        assert_eq!(ENTRIES.len(), Label::ListColumn as usize + 1);
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
