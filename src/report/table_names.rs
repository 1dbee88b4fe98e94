//! What a reader calls each table.
//!
//! A row a table, in the order of the tables; nothing else is said of them here.

use crate::ledger::Table;

use crate::lang::Lang;

/// The Chinese name of every table.
#[rustfmt::skip]
const NAMES: &[(Table, &str)] = &[
    (Table::Movement, "出入库"),
    (Table::Item, "物资目录"),
    (Table::Site, "单位"),
    (Table::Staff, "岗位"),
    (Table::Event, "响应事件"),
    (Table::Usage, "使用上报"),
    (Table::Norm, "消耗定额"),
    (Table::Onhand, "库存"),
    (Table::Burn, "日均消耗"),
    (Table::Cover, "保障天数"),
    (Table::Waste, "预计过期"),
    (Table::Request, "申请"),
    (Table::Allocation, "分配"),
    (Table::Unmet, "未满足需求"),
    (Table::Stage, "处置阶段"),
    (Table::Rotation, "轮换"),
    (Table::Residual, "轮换剩余"),
    (Table::Auction, "拍卖"),
    (Table::Disposal, "捐赠核销"),
    (Table::Quote, "报价"),
    (Table::Change, "价格变动"),
    (Table::Alert, "价格警报"),
    (Table::Finding, "核查结果"),
    (Table::Agreement, "协议"),
    (Table::Capacity, "产能"),
    (Table::Carrier, "承储企业"),
    (Table::Enterprise, "企业名录"),
    (Table::Production, "产能产量库存日报"),
    (Table::Inspection, "质量抽检"),
    (Table::Breach, "违约记录"),
    (Table::Budget, "采购预算"),
    (Table::Demand, "需求清单"),
    (Table::Inbound, "在途物资"),
    (Table::Availability, "分期可供量"),
    (Table::Procurement, "采储计划"),
    (Table::Reporting, "填报情况"),
    (Table::Supply, "企业供应能力"),
    (Table::People, "人群"),
    (Table::Requirement, "物资需求"),
    (Table::Replenishment, "储备补充"),
    (Table::Kit, "套装"),
    (Table::Readiness, "齐套情况"),
    (Table::Asset, "耐用物资"),
    (Table::Count, "盘点表"),
    (Table::Variance, "盘点差异"),
    (Table::Tracking, "轮换跟踪"),
    (Table::AuctionBook, "拍卖台账"),
    (Table::Explanation, "指标解释"),
    (Table::Household, "住户"),
    (Table::Order, "居民订单"),
    (Table::Package, "套餐"),
    (Table::Call, "电话记录"),
    (Table::Delivery, "配送能力"),
    (Table::Label, "分装标签"),
    (Table::Picking, "配货汇总"),
    (Table::Part, "套餐备货"),
    (Table::Slot, "领取时段"),
    (Table::Consignment, "标准箱投放"),
    (Table::Cycle, "到期提醒"),
    (Table::Workload, "配送负荷"),
    (Table::Nearby, "周边单位"),
    (Table::Step, "调用环节记录"),
    (Table::Dispatch, "调拨单"),
    (Table::Shortage, "紧缺程度"),
    (Table::Fairness, "分配公平性"),
    (Table::Metric, "评价指标"),
    (Table::Quota, "上级调拨台账"),
    (Table::Lane, "调运路线"),
    (Table::Consent, "调出意见"),
    (Table::Transfer, "区间调拨"),
    (Table::Source, "筹措方案"),
    (Table::Impact, "情景推演"),
    (Table::Backlog, "订单积压"),
    (Table::Settlement, "结算单"),
    (Table::Entry, "会计分录"),
    (Table::Netting, "轧差对账单"),
    (Table::Freight, "运费"),
    (Table::Fund, "资金台账"),
    (Table::Account, "资金余额"),
    (Table::Scale, "储备规模"),
    (Table::Subsidy, "储备补贴"),
    (Table::Invoice, "账单"),
    (Table::Payment, "付款"),
    (Table::Payable, "应付款"),
    (Table::Ageing, "账龄"),
    (Table::Receipt, "住户收据"),
    (Table::Valuation, "库存计价"),
    (Table::Balance, "供需平衡"),
    (Table::Release, "储备投放"),
    (Table::Reference, "参考价"),
    (Table::Bulletin, "报告"),
    (Table::Disclosure, "信息公开清单"),
    (Table::Compliance, "达标情况"),
    (Table::Escalation, "请调报告"),
    (Table::Deadline, "期限日历"),
    (Table::Difference, "变化对照"),
    (Table::Book, "收支结存"),
    (Table::Capability, "保障能力清单"),
    (Table::Tally, "事项统计"),
    (Table::Road, "道路运输状态"),
    (Table::Remaining, "分配后结存"),
    (Table::Assessment, "价格判定"),
    (Table::Spread, "报价分布"),
    (Table::Driver, "涨跌构成"),
    (Table::Index, "价格指数"),
    (Table::Forecast, "价格预测"),
    (Table::Markup, "差率核查"),
    (Table::Hoarding, "囤积核查"),
    (Table::Exchange, "滚动轮替"),
];

/// What a reader calls a table: its Chinese name with its id, or its id.
pub fn table_name(table: Table, lang: Lang) -> String {
    let (_, zh) = NAMES[table as usize];
    match lang {
        Lang::Zh => format!("{zh}（{}）", table.id()),
        Lang::En => table.id().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_its_name_at_its_place() {
        let places: Vec<Table> = NAMES.iter().map(|(table, _)| *table).collect();
        assert_eq!(places, Table::all().collect::<Vec<_>>());
    }
}
