//! What is used up or sold, and what a drill changes.

use super::{Column, Entry, entry};

/// What the dictionary says of them.
#[rustfmt::skip]
pub const ENTRIES: &[Entry] = &[
    entry(Column::Left, "left", "未用数量", &["剩余未用"], "quantity of the share that is still to be used up"),
    entry(Column::StartBy, "start_by", "最迟启用日", &["最晚启用日"], "last day to begin using it at the present rate"),
    entry(Column::Witness, "witness", "现场监督", &["监督人", "监销人"], "who watched the destruction on site"),
    entry(Column::DestroyedOn, "destroyed_on", "销毁日期", &["销毁日"], "day of destruction"),
    entry(Column::Auctions, "auctions", "拍卖次数", &["竞拍次数"], "auctions held so far"),
    entry(Column::Failed, "failed", "连续流拍次数", &["流拍次数"], "auctions in a row without a bid since the last sale"),
    entry(Column::LastAuction, "last_auction", "最近拍卖日", &[], "day of the last auction"),
    entry(Column::Proceeds, "proceeds", "拍卖所得", &["成交金额", "成交总额"], "proceeds of sales, yuan"),
    entry(Column::Net, "net", "净收入", &["净所得"], "proceeds less fees, yuan; it goes back to the reserve"),
    entry(Column::Scenario, "scenario", "情景", &["演练", "情景编号"], "a drill from a file, by its id"),
    entry(Column::Events, "events", "影响事件", &["事件"], "the events of the scenario that changed the row, in the order of the file"),
    entry(Column::LevelAfter, "level_after", "情景响应级别", &[], "response level under the scenario"),
    entry(Column::UsableAfter, "usable_after", "情景可用量", &[], "usable stock under the scenario"),
    entry(Column::RateAfter, "rate_after", "情景日均消耗", &[], "base units on the day of highest use under the scenario"),
    entry(Column::CoverDaysAfter, "cover_days_after", "情景保障天数", &[], "whole days fully met under the scenario"),
    entry(Column::ShortOnAfter, "short_on_after", "情景缺口日期", &[], "first day that is not fully met under the scenario"),
    entry(Column::LaterDaysAfter, "later_days_after", "情景含后续到货天数", &[], "whole days met under the scenario with what still arrives"),
    entry(Column::NeedMinAfter, "need_min_after", "情景最低需求", &[], "lower bound of the standard at the level of the scenario"),
    entry(Column::GapAfter, "gap_after", "情景缺口", &[], "quantity missing to that bound under the scenario"),
    entry(Column::StateAfter, "state_after", "情景状态", &[], "the one state of an item at a site under the scenario"),
    entry(Column::Missing, "missing", "预计缺供量", &["期内缺供量"], "quantity asked for and not met by the end of the days looked at, with what arrives"),
    entry(Column::MissingAfter, "missing_after", "情景预计缺供量", &[], "the same under the scenario"),
    entry(Column::MissingBy, "missing_by", "缺供截止日", &["推演截止日"], "last of the days looked at"),
    entry(Column::OrderTimes, "order_times", "订单倍数", &[], "orders as a multiple of the usual ones"),
    entry(Column::Load, "load", "人均工作量倍数", &["工作量倍数"], "how many times the usual work each one at work has"),
    entry(Column::StaffGap, "staff_gap", "人力缺口", &["缺岗人数"], "how many more would have to deliver so that nothing waits"),
    entry(Column::Sector, "sector", "医用民用", &["用途属性", "医用/民用"], "whether goods are made for medical or for civil use"),
    entry(Column::Restriction, "restriction", "使用限制", &["限用范围"], "who alone may have it: `first_line`"),
    entry(Column::ProductStandard, "product_standard", "执行标准", &["产品标准"], "standard that the product is made to: `GB 19083`"),
    entry(Column::Aliases, "aliases", "别名", &["又名", "俗称"], "other names of it, a `;` list"),
    entry(Column::Counters, "counters", "量词", &["计数词"], "words that count one base unit of it, a `;` list: 套 of a coverall"),
];
