//! Headers that tell what is in store from what was given out or is asked for.

use crate::ledger::table::Table;

/// Headers over what is there, which nobody writes over what is asked for.
#[rustfmt::skip]
const HELD: [&str; 26] = [
    "库存", "库存数量", "期末库存", "期末库存数量", "账面库存", "结存", "结存数量", "结余数量", "现有库存", "现有数量",
    "现存量", "现存数量", "实有数量", "实有库存", "实存数量", "当前库存", "剩余数量", "剩余库存", "在库数量",
    "今日库存", "本日库存", "当日库存", "今日结存", "期末结存", "本期结存", "期末数量",
];

/// Whether a header, in its plainest form, says that its amounts are in store.
pub fn is_held(word: &str) -> bool {
    HELD.contains(&word)
}

/// Headers over the day that an amount in store is of, the closer first, where none is over the day of the whole list.
#[rustfmt::skip]
const STATED_ON: [&str; 13] = [
    "盘点日期", "盘点时间", "填报日期", "填报时间", "上报日期", "上报时间", "更新日期", "更新时间", "登记日期", "登记时间",
    "日期", "时间", "date",
];

/// How closely a header, in its plainest form, is over the day that an amount in store is of: 0 is closest.
pub fn stated_on(word: &str) -> Option<usize> {
    STATED_ON.iter().position(|known| *known == word)
}

/// Headers over what moved or is asked for, which is no balance.
const MOVED: [&str; 6] = [
    "入库数量",
    "出库数量",
    "领用数量",
    "发放数量",
    "申领数量",
    "需求数量",
];

/// Those of them that say what somebody asks for.
const ASKED: [&str; 2] = ["申领数量", "需求数量"];

/// Whether a header, in its plainest form, is over what is asked for, as no list of what is there has.
pub fn is_asked(word: &str) -> bool {
    ASKED.contains(&word)
}

/// Whether a header's amounts are not those of `table`: what moved is no balance, what is there is not asked for.
pub fn is_of_another(table: Table, word: &str) -> bool {
    match table {
        Table::Onhand => MOVED.contains(&word),
        Table::Request => is_held(word),
        _ => false,
    }
}

/// Headers over who got the goods.
const RECEIVERS: [&str; 7] = [
    "接收单位",
    "领用单位",
    "领用科室",
    "领用部门",
    "调入单位",
    "收货单位",
    "receiver",
];

/// Whether a header, in its plainest form, says who got the goods, as no list of what is there does.
pub fn is_receiver(word: &str) -> bool {
    RECEIVERS.contains(&word)
}

/// Headers over who gave the goods.
#[rustfmt::skip]
const GIVERS: [&str; 10] = [
    "供应商", "供货单位", "供应单位", "供货商", "捐赠方", "捐赠单位", "捐赠人", "捐赠者", "调出单位", "supplier",
];

/// Whether a header, in its plainest form, says who gave the goods.
pub fn is_giver(word: &str) -> bool {
    GIVERS.contains(&word)
}

/// Headers over why something moved, or where it went.
const REASONS: [&str; 4] = ["摘要", "事由", "业务摘要", "去向"];

/// Whether a header, in its plainest form, says why something moved.
pub fn is_reason(word: &str) -> bool {
    REASONS.contains(&word)
}

/// Headers over where goods lie, and nothing else is.
const STORES: [&str; 7] = [
    "仓库",
    "仓库名称",
    "存放仓库",
    "存放地点",
    "储存地点",
    "库房",
    "储备库",
];

/// Whether a header, in its plainest form, says where goods lie.
pub fn is_store(word: &str) -> bool {
    STORES.contains(&word)
}
