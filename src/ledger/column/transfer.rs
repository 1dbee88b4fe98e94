//! How a plan is carried out, what it comes to, and what neighbours give.

use super::{Column, Entry, entry};

/// What the dictionary says of them.
#[rustfmt::skip]
pub const ENTRIES: &[Entry] = &[
    entry(Column::Step, "step", "环节", &["程序环节"], "step of the procedure"),
    entry(Column::NextStep, "next_step", "下一环节", &["待办环节"], "step that is due next; blank where nothing is left to do"),
    entry(Column::Special, "special", "特别紧缺", &["特殊紧缺"], "whether it is specially scarce, so that nothing of it leaves without approval"),
    entry(Column::ApprovedOn, "approved_on", "批准日期", &["审批日期"], "day of approval"),
    entry(Column::ShippedOn, "shipped_on", "发货日期", &["出库日期"], "day it was shipped"),
    entry(Column::ReceivedOn, "received_on", "收货日期", &["签收日期"], "day it was received"),
    entry(Column::Lines, "lines", "单行数", &["申请行数"], "how many request lines"),
    entry(Column::Fill, "fill", "满足率", &["保障率"], "part of what was asked for that is given, 1 for all"),
    entry(Column::Full, "full", "足额行数", &["足额数"], "lines that get all they ask for"),
    entry(Column::Unserved, "unserved", "未保障行数", &["未得数"], "lines that get nothing"),
    entry(Column::CoverMin, "cover_min", "最低保障天数", &["最少天数"], "fewest days that a receiver's stock lasts with its award"),
    entry(Column::CoverMedian, "cover_median", "中位保障天数", &["天数中位数"], "median of the days that the receivers' stock lasts with their awards"),
    entry(Column::GivenBefore, "given_before", "上期分配量", &["上次分配量"], "quantity awarded by the plan before"),
    entry(Column::ChangeQty, "change_qty", "分配量变化", &["较上期"], "quantity awarded less that of the plan before"),
    entry(Column::Metric, "metric", "评价指标", &["指标名称"], "name of a measure of a plan"),
    entry(Column::Own, "own", "自有量", &["自有库存"], "what there was and came in otherwise"),
    entry(Column::Distributed, "distributed", "已下发量", &["下发量"], "quantity handed on"),
    entry(Column::Task, "task", "调拨任务", &["任务量"], "quantity that the level above told it to hand on"),
    entry(Column::Open, "open", "未完成量", &["待完成量"], "part of the task that is not carried out"),
    entry(Column::Hours, "hours", "在途小时", &["行程小时", "车程"], "hours on the way"),
    entry(Column::Closed, "closed", "是否中断", &["道路中断"], "whether nothing can pass"),
    entry(Column::Agreed, "agreed", "是否同意", &["同意"], "whether they agreed"),
    entry(Column::Consent, "consent", "同意依据", &["同意文号", "商调意见"], "who agreed, and when; empty where nobody did yet"),
    entry(Column::Floor, "floor", "自保底线", &["保底量"], "quantity that the giver keeps for itself"),
    entry(Column::Kept, "kept", "调出后结存", &["调后库存"], "quantity of the item that the giver has left"),
    entry(Column::KeptDays, "kept_days", "调出后保障天数", &["调后天数"], "whole days that the giver's rest lasts at its own use"),
    entry(Column::Channel, "channel", "来源渠道", &["筹措渠道"], "from whom it is to come: own, neighbour, commercial, agreement, production, requisition, purchase, import, request"),
    entry(Column::Provider, "provider", "供给方", &["来源单位"], "which stock, agreement, line or authority it is to come from"),
];
